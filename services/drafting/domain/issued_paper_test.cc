#include "services/drafting/domain/issued_paper.h"

#include "google/protobuf/text_format.h"
#include "platform/status/strings.h"
#include "tests/support/status_matchers.h"

// Of its own, since many tests have a series and an entry.
namespace congress::drafting::issuing {
namespace {

using State = v1::IssuedPaper::State;
using support::IsOk;
using support::MetadataIn;
using support::StatusIs;

// A field that comes twice takes the later value.
template <class T>
T Parse(const std::string& text) {
  T message;
  EXPECT_TRUE(google::protobuf::TextFormat::Parser().MergeFromString(text, &message)) << text;
  return message;
}

Act By(const std::string& account) { return {.account = account, .person = "", .now = absl::UnixEpoch()}; }

v1::NumberSeries Series() {
  return Parse<v1::NumberSeries>("name: 'numberSeries/qd' issuer: 'Tỉnh ủy Mẫu' term: '2025-2030'");
}

v1::NumberEntry Entry(const std::string& type = "QĐ") {
  return Parse<v1::NumberEntry>(
      StrCat("name: 'numberSeries/qd/entries/000012' document_type: '", type, "' formatted: 'Số 12-", type, "/TU'"));
}

v1::IssuePaperRequest Asked(const std::string& more = "") {
  return Parse<v1::IssuePaperRequest>(StrCat("intention: 'papers/a' paper { abstract: 'về việc mẫu' } ", more));
}

v1::IssuedPaper Paper(State state, const std::string& account = "an") {
  v1::IssuedPaper paper = BeginPaper(Series(), Entry(), absl::CivilDay(2025, 7, 8), Asked(), By(account), nullptr);
  paper.set_state(state);
  return paper;
}

absl::StatusOr<paper::v1::Paper> As(const std::string& paper, const std::string& type = "QĐ") {
  return PaperAs(Series(), Entry(type), absl::CivilDay(2025, 7, 8), Parse<paper::v1::Paper>(paper));
}

TEST(PaperNames, FollowTheirEntries) {
  EXPECT_EQ(PaperNameOf("numberSeries/qd/entries/000012"), "numberSeries/qd/papers/000012");
  EXPECT_EQ(EntryNameOf("numberSeries/qd/papers/000012"), "numberSeries/qd/entries/000012");
  EXPECT_EQ(EntryNameOf("numberSeries/qd/entries/000012"), "numberSeries/qd/entries/000012");
  EXPECT_TRUE(IsDocument("congresses/xx/documents/report"));
  EXPECT_FALSE(IsDocument("congresses/xx/allocationPlans/p"));
  EXPECT_FALSE(IsDocument("congresses/xx/documents/report/revisions/1"));
}

TEST(PaperAs, FillsInWhatTheCallerCannotKnow) {
  ASSERT_OK_AND_ASSIGN(const auto filled,
                       As("annexes { reference: 'số {number}, {date}' } annexes { reference: 'x' }"));
  EXPECT_EQ(filled.number(), "12-QĐ/TU");
  EXPECT_EQ(filled.date().month(), 7);
  EXPECT_EQ(filled.issuer(0), "TỈNH ỦY MẪU");
  EXPECT_EQ(filled.type(), "QUYẾT ĐỊNH");
  EXPECT_EQ(filled.annexes(0).reference(), "số 12-QĐ/TU, ngày 08 tháng 7 năm 2025");
  EXPECT_EQ(filled.annexes(1).reference(), "x");
  ASSERT_OK_AND_ASSIGN(const auto said,
                       As("issuer: 'BAN' type: 'QUY ĐỊNH' language: ENGLISH annexes { reference: '{date}' }"));
  EXPECT_EQ(said.issuer(0), "BAN");
  EXPECT_EQ(said.type(), "QUY ĐỊNH") << "the symbol stands for both";
  EXPECT_EQ(said.annexes(0).reference(), "2025-07-08");
  EXPECT_EQ(As("type: 'DECISION'")->type(), "DECISION") << "in no list";
  EXPECT_EQ(As("", "CV")->type(), "") << "a letter has none";
  EXPECT_THAT(As("type: 'Thông báo'"), StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID"));
}

TEST(IsSame, ComparesWhatIsAskedAndNotHow) {
  const v1::IssuedPaper paper = Paper(v1::IssuedPaper::ISSUED);
  EXPECT_TRUE(IsSame(paper, Asked()));
  EXPECT_TRUE(IsSame(paper, Asked("parent: 'numberSeries/qd' not_graded: true request_id: 'x'")));
  EXPECT_TRUE(IsSame(paper, Asked("document_date { year: 2025 month: 7 day: 8 }")));
  for (const char* more : {"document_date { year: 2025 month: 7 day: 9 }", "paper { place: 'x' }", "joint_issuers: 'x'",
                           "document_type: 'QĐ'", "supersedes: 'numberSeries/qd/papers/000001'"}) {
    EXPECT_FALSE(IsSame(paper, Asked(more))) << more;
  }
  EXPECT_EQ(DigestOf(Asked("supersedes: 'numberSeries/qd/papers/000001'")),
            DigestOf(Asked("supersedes: 'numberSeries/qd/entries/000001'")));
}

// Which state an intention may be issued again from, be superseded from and be recalled from.
TEST(IssuedPaper, GoesFromStateToState) {
  const std::string own = "supersedes: 'numberSeries/qd/papers/000012'";
  const struct {
    State state;
    bool done;
    bool over;
    bool over_by_itself;
    bool superseded;
    bool recalled;
  } rows[] = {
      {v1::IssuedPaper::ISSUING, false, false, false, false, false},
      {v1::IssuedPaper::ISSUED, true, false, true, true, true},
      {v1::IssuedPaper::SUPERSEDED, true, true, true, false, false},
      {v1::IssuedPaper::RECALLED, false, true, true, false, true},
  };
  for (const auto& row : rows) {
    const v1::IssuedPaper paper = Paper(row.state);
    EXPECT_EQ(IsDone(paper, Asked()), row.done) << row.state;
    EXPECT_FALSE(IsDone(paper, Asked("paper { place: 'x' }"))) << row.state;
    EXPECT_EQ(IsOver(paper, Asked()), row.over) << row.state;
    EXPECT_EQ(IsOver(paper, Asked(own)), row.over_by_itself) << row.state;
    EXPECT_EQ(SupersedeBy(paper, "numberSeries/qd/papers/000013").ok(), row.superseded) << row.state;
    EXPECT_EQ(Recall(paper, "x", By("binh")).ok(), row.recalled) << row.state;
  }
  const auto again = Recall(*Recall(Paper(v1::IssuedPaper::ISSUED), "một", By("an")), "hai", By("b"));
  EXPECT_EQ(again->recall_reason(), "một");
  EXPECT_EQ(MetadataIn(Recall(Paper(v1::IssuedPaper::ISSUING), "x", {}).status(), "state"), "ISSUING");
}

TEST(CheckGoesOn, LetsWhoBeganChangeTheMessage) {
  const v1::IssuedPaper paper = Paper(v1::IssuedPaper::ISSUING);
  EXPECT_THAT(CheckGoesOn(paper, Asked("paper { place: 'x' }"), By("an")), IsOk());
  EXPECT_THAT(CheckGoesOn(paper, Asked(), By("binh")), IsOk());
  EXPECT_THAT(CheckGoesOn(paper, Asked("paper { place: 'x' }"), By("binh")),
              StatusIs(absl::StatusCode::kFailedPrecondition, "PAPER_OF_ANOTHER"));
}

TEST(CheckRequest, NamesThePlaceholderThatNobodyFillsIn) {
  const absl::Status refused =
      CheckRequest(Asked("paper { annexes { reference: 'số {number}' } annexes { reference: '{date} {numbr}' } }"),
                   absl::CivilDay(2025, 7, 8));
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  google::rpc::BadRequest bad;
  ASSERT_TRUE(status::Detail(refused, &bad));
  ASSERT_EQ(bad.field_violations_size(), 1);
  EXPECT_EQ(bad.field_violations(0).field(), "paper.annexes[1].reference");
  EXPECT_EQ(bad.field_violations(0).description(),
            "has the word 'numbr' in braces; only these are filled in: 'number', 'date'");
  EXPECT_THAT(CheckRequest(Asked("paper { annexes { reference: 'mở { ngoặc' } }"), absl::CivilDay(2025, 7, 8)), IsOk());
}

TEST(CheckRequest, FindsMarksOfSecrecyWhereverTheyStand) {
  for (const char* more : {"paper { urgency: 'MẬT' }", "paper { body { paragraph { spans { text: 'TỐI MẬT' } } } }",
                           "paper { annexes { title: 'TUYỆT MẬT' } }",
                           "paper { annexes { body { paragraph { spans { text: 'MẬT' } } } } }"}) {
    EXPECT_THAT(CheckRequest(Asked(more), absl::CivilDay(2025, 7, 8)),
                StatusIs(absl::StatusCode::kFailedPrecondition, "SECRECY_MARK_FOUND"))
        << more;
    EXPECT_THAT(CheckRequest(Asked(StrCat(more, " not_graded: true")), absl::CivilDay(2025, 7, 8)), IsOk());
  }
}

TEST(DocumentPaper, DoesNotSayTheTypeTwice) {
  const auto abstract = [](const std::string& name) {
    v1::Document document;
    document.set_symbol("BC");
    document.set_display_name(name);
    return DocumentPaper(document, v1::Revision(), paper::v1::Form()).abstract();
  };
  EXPECT_EQ(abstract("Báo cáo chính trị"), "chính trị");
  EXPECT_EQ(abstract("BÁO CÁO chính trị"), "chính trị");
  EXPECT_EQ(abstract("Báo cáo"), "Báo cáo");
  EXPECT_EQ(abstract("Kiểm điểm"), "Kiểm điểm");
}

}  // namespace
}  // namespace congress::drafting::issuing

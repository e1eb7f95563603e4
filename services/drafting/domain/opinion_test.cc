#include "services/drafting/domain/opinion.h"

#include <random>

#include "platform/civil/civil.h"
#include "platform/csv/csv.h"
#include "platform/paper/paper.h"
#include "platform/status/strings.h"
#include "services/drafting/domain/opinion_report.h"
#include "tests/support/status_matchers.h"

namespace congress::drafting {
namespace {

using support::IsOk;
using support::kFailed;
using support::kInvalid;
using support::StatusIs;

v1::OpinionRound Round() {
  v1::OpinionRound round;
  round.set_name("congresses/xx/documents/report/opinionRounds/communes");
  round.set_display_name("Lấy ý kiến cấp xã");
  round.set_organisation("organisations/province");
  for (const char* id : {"organisations/a", "organisations/b", "organisations/c"}) round.add_invited(id);
  *round.mutable_first_date() = civil::ToDate(absl::CivilDay(2025, 7, 16));
  *round.mutable_last_date() = civil::ToDate(absl::CivilDay(2025, 7, 30));
  round.set_state(v1::OpinionRound::OPEN);
  return round;
}

v1::Revision Revision() {
  v1::Revision revision;
  for (const char* id : {"review", "tasks"}) {
    v1::Section& section = *revision.add_sections();
    section.set_id(id);
    section.set_title(StrCat("Mục ", id));
  }
  return revision;
}

v1::Opinion Opinion(const std::string& organisation, const std::string& section, const std::string& text = "Bổ sung") {
  v1::Opinion opinion;
  opinion.set_organisation(organisation);
  opinion.set_section(section);
  opinion.set_text(text);
  return opinion;
}

// The day in Asia/Ho_Chi_Minh begins at 17:00 UTC of the day before.
absl::Time Midnight(int month, int day) { return absl::FromCivil(absl::CivilDay(2025, month, day), civil::Zone()); }

TEST(CheckMayGive, TakesOpinionsFromTheFirstMidnightToTheLast) {
  const struct {
    absl::Time time;
    bool taken;
  } cases[] = {
      {Midnight(7, 16) - absl::Seconds(1), false},
      {Midnight(7, 16), true},
      {Midnight(7, 31) - absl::Seconds(1), true},
      {Midnight(7, 31), false},
  };
  for (const auto& [time, taken] : cases) {
    const absl::Status status = CheckMayGive(Round(), "organisations/a", time);
    if (taken) {
      EXPECT_THAT(status, IsOk()) << time;
    } else {
      EXPECT_THAT(status, StatusIs(kFailed, "OUTSIDE_WINDOW")) << time;
    }
  }
}

TEST(CheckMayGive, RefusesTheUninvitedAndClosedRounds) {
  EXPECT_THAT(CheckMayGive(Round(), "organisations/z", Midnight(7, 20)), StatusIs(kFailed, "NOT_INVITED"));
  v1::OpinionRound closed = Round();
  closed.set_state(v1::OpinionRound::CLOSED);
  EXPECT_THAT(CheckMayGive(closed, "organisations/a", Midnight(7, 20)), StatusIs(kFailed, "ROUND_CLOSED"));
}

TEST(Give, NumbersAnOrganisationsOpinions) {
  v1::Invitation invitation;
  for (const char* name : {"0002-0001", "0002-0002"}) {
    ASSERT_OK_AND_ASSIGN(OpinionChange given, Give(Opinion("organisations/b", "tasks"), invitation, Round(), Revision(),
                                                   "an", Midnight(7, 20)));
    EXPECT_EQ(given.opinion.name(), StrCat(Round().name(), "/opinions/", name));
    EXPECT_EQ(given.opinion.section_title(), "Mục tasks");
    EXPECT_EQ(given.opinion.collector(), "organisations/province");
    EXPECT_EQ(given.opinion.author(), "an");
    invitation = given.invitation;
  }
  EXPECT_EQ(invitation.opinion_count(), 2);
  EXPECT_EQ(invitation.undisposed_count(), 2);
  EXPECT_THAT(Give(Opinion("organisations/b", "nowhere"), invitation, Round(), Revision(), "an", Midnight(7, 20)),
              StatusIs(kFailed, "SECTION_UNKNOWN"));
}

TEST(Dispose, WantsAReasonUnlessTheOpinionIsTaken) {
  v1::Invitation invitation;
  invitation.set_opinion_count(1);
  invitation.set_undisposed_count(1);
  const v1::Opinion opinion = Opinion("organisations/a", "tasks");
  const absl::Time now = Midnight(8, 1);
  for (const v1::Disposition disposition : {v1::PARTLY_TAKEN, v1::NOT_TAKEN}) {
    EXPECT_THAT(Dispose(opinion, invitation, Round(), disposition, "", "an", now),
                StatusIs(absl::StatusCode::kInvalidArgument, "DISPOSITION_REASON_MISSING"));
    EXPECT_THAT(Dispose(opinion, invitation, Round(), disposition, "Đã có ở mục II", "an", now), IsOk());
  }
  ASSERT_OK_AND_ASSIGN(const OpinionChange taken, Dispose(opinion, invitation, Round(), v1::TAKEN, "", "an", now));
  EXPECT_EQ(taken.invitation.undisposed_count(), 0);
  EXPECT_EQ(taken.opinion.disposed_by(), "an");
  // A correction is no second disposition.
  ASSERT_OK_AND_ASSIGN(const OpinionChange corrected,
                       Dispose(taken.opinion, taken.invitation, Round(), v1::NOT_TAKEN, "Trùng", "an", now));
  EXPECT_EQ(corrected.invitation.undisposed_count(), 0);
  v1::OpinionRound closed = Round();
  closed.set_state(v1::OpinionRound::CLOSED);
  EXPECT_THAT(Dispose(opinion, invitation, closed, v1::TAKEN, "", "an", now), StatusIs(kFailed, "ROUND_CLOSED"));
}

int Parts(const v1::OpinionCounts& counts) {
  return counts.taken() + counts.partly_taken() + counts.not_taken() + counts.undisposed();
}

TEST(Tabulate, AddsUpWhateverWasSaid) {
  std::mt19937 random(130);
  for (int round = 0; round < 200; ++round) {
    std::vector<v1::Opinion> opinions(random() % 40);
    for (v1::Opinion& opinion : opinions) {
      opinion = Opinion(Round().invited(static_cast<int>(random() % 2)), random() % 2 == 0 ? "review" : "tasks");
      opinion.set_disposition(static_cast<v1::Disposition>(random() % 4));
    }
    const v1::OpinionReport report = Tabulate(Round(), opinions, Revision(), Revision());
    int by_section = 0;
    int by_organisation = 0;
    for (const auto& row : report.sections()) by_section += row.counts().total();
    for (const auto& row : report.organisations()) by_organisation += row.counts().total();
    ASSERT_EQ(report.counts().total(), static_cast<int>(opinions.size()));
    ASSERT_EQ(by_section, report.counts().total());
    ASSERT_EQ(by_organisation, report.counts().total());
    ASSERT_EQ(Parts(report.counts()), report.counts().total());
    for (const auto& row : report.organisations()) ASSERT_EQ(Parts(row.counts()), row.counts().total());
    ASSERT_EQ(report.unanswered(report.unanswered_size() - 1), "organisations/c");
  }
}

TEST(Tabulate, KeepsASectionThatWasMovedRenamedOrRemovedSince) {
  v1::Revision latest;
  latest.add_sections()->set_id("new");
  latest.add_sections()->set_id("tasks");
  latest.mutable_sections(1)->set_title("Nhiệm vụ, giải pháp");
  const v1::OpinionReport report = Tabulate(
      Round(),
      {Opinion("organisations/a", "review"), Opinion("organisations/a", "tasks"), Opinion("organisations/b", "tasks")},
      Revision(), latest);
  ASSERT_EQ(report.sections_size(), 2);
  EXPECT_EQ(report.sections(0).current_place(), 0);
  EXPECT_EQ(report.sections(0).current_title(), "");
  EXPECT_EQ(report.sections(1).title(), "Mục tasks");
  EXPECT_EQ(report.sections(1).current_place(), 2);
  EXPECT_EQ(report.sections(1).current_title(), "Nhiệm vụ, giải pháp");
  EXPECT_EQ(report.sections(1).organisation_count(), 2);
}

constexpr auto kVietnamese = status::Language::kVietnamese;

std::string Name(const std::string& organisation) { return StrCat("Xã ", organisation.substr(14)); }

TEST(Print, WritesEveryOpinionWithWhatBecameOfIt) {
  std::vector<v1::Opinion> opinions = {Opinion("organisations/a", "tasks", "Thêm \"dòng\", và\nxuống dòng"),
                                       Opinion("organisations/b", "review", "Rõ hơn")};
  opinions[0].set_organisation("organisations/d");
  opinions[0].set_invited("organisations/a");
  opinions[0].set_disposition(v1::PARTLY_TAKEN);
  opinions[0].set_disposition_reason("Phần sau đã có");
  const v1::OpinionRound round = Round();
  const v1::OpinionReport report = Tabulate(round, opinions, Revision(), Revision());
  v1::Document document;
  document.set_display_name("Báo cáo chính trị");
  const OpinionTable table{document, round, report, opinions, Name};

  ASSERT_OK_AND_ASSIGN(const std::string printed, PrintCsv(table, kVietnamese));
  ASSERT_OK_AND_ASSIGN(const csv::Table parsed, csv::Parse(printed));
  ASSERT_EQ(parsed.rows.size(), 2u);
  // In the order of sections, whatever the order of opinions.
  EXPECT_EQ(parsed.rows[0].fields, (std::vector<std::string>{"review", "Mục review", "organisations/b", "Xã b", "",
                                                             "Rõ hơn", "Chưa xử lý", ""}));
  EXPECT_EQ(parsed.rows[1].fields,
            (std::vector<std::string>{"tasks", "Mục tasks", "organisations/a", "Xã a", "Xã d",
                                      "Thêm \"dòng\", và\nxuống dòng", "Tiếp thu một phần", "Phần sau đã có"}));

  ASSERT_OK_AND_ASSIGN(const std::string text, paper::RenderText(OpinionPaper(table, {}, kVietnamese)));
  for (const char* part :
       {"Báo cáo chính trị", "16/7/2025", "2 ý kiến = 0 tiếp thu + 1 tiếp thu một phần", "Đã góp ý: 2/3 tổ chức",
        "Chưa góp ý:\n\n- Xã c\n", " 1  | Xã b ",
        " 2  | Xã a (do Xã d góp ý) | Thêm \"dòng\", và xuống dòng | Tiếp thu một phần | Phần sau đã có",
        "Mục review: 1 ý kiến = "}) {
    EXPECT_NE(text.find(part), text.npos) << part << "\n" << text;
  }
  ASSERT_OK_AND_ASSIGN(const std::string english,
                       paper::RenderText(OpinionPaper(table, {}, status::Language::kEnglish)));
  for (const char* part :
       {"Báo cáo chính trị", "2025-07-16", "2 opinions = 0 taken + 1 taken in part", "Answered: 2/3 organisations",
        "|   Taken in part    |", "Not answered yet:\n\n- Xã c\n", "| Xã a (answered by Xã d) |"}) {
    EXPECT_NE(english.find(part), english.npos) << part << "\n" << english;
  }
}

TEST(Print, RefusesWhatDoesNotFitIntoAnAnswer) {
  std::vector<v1::Opinion> opinions(2, Opinion("organisations/a", "tasks", std::string(kMostReportBytes / 2, 'x')));
  const v1::OpinionRound round = Round();
  const v1::OpinionReport report = Tabulate(round, opinions, Revision(), Revision());
  const v1::Document document;
  EXPECT_THAT(PrintCsv({document, round, report, opinions, Name}, kVietnamese), StatusIs(kFailed, "REPORT_TOO_LARGE"));
  EXPECT_THAT(Fitting(std::string(kMostReportBytes + 1, 'x')), StatusIs(kFailed, "REPORT_TOO_LARGE"));
  EXPECT_THAT(paper::RenderText(OpinionPaper({document, round, report, opinions, Name}, {}, kVietnamese)),
              StatusIs(kInvalid, "PAPER_TOO_LARGE"));
}

}  // namespace
}  // namespace congress::drafting

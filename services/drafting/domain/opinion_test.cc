#include "services/drafting/domain/opinion.h"

#include <array>
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

Act At(absl::Time now) { return {.account = "an", .person = "", .now = now}; }

v1::Invitation Invitation(int number, const std::string& unit) {
  v1::Invitation invitation;
  invitation.set_name(StrCat(Round().name(), "/invitations/", unit));
  invitation.set_organisation(StrCat("organisations/", unit));
  invitation.set_number(number);
  return invitation;
}

TEST(CheckSaid, KnowsTheSectionAndTheWordsThatAreQuoted) {
  Quotables quotables;
  quotables.try_emplace("tasks", BodyOf("Phát triển công nghiệp xanh. Một, hai.\nMột, hai."));
  const absl::CivilDay today(2025, 7, 20);
  const auto check = [&](const v1::Opinion& opinion) {
    return CheckSaid(opinion, Round(), Revision().sections(), quotables, today);
  };
  v1::Opinion opinion = Opinion("organisations/a", "");
  EXPECT_THAT(check(opinion), IsOk()) << "on the whole";
  opinion.set_quotation("công nghiệp  xanh");
  EXPECT_THAT(check(opinion), StatusIs(kInvalid, "FIELDS_INVALID"));
  opinion.set_section("tasks");
  EXPECT_THAT(check(opinion), IsOk());
  opinion.set_quotation("công nghiệp sạch");
  EXPECT_THAT(check(opinion), StatusIs(kFailed, "QUOTATION_UNKNOWN"));
  opinion.set_quotation("Một, hai");
  EXPECT_THAT(check(opinion), IsOk());
  opinion.set_wording("Ba");
  const absl::Status several = check(opinion);
  EXPECT_THAT(several, StatusIs(kFailed, "QUOTATION_UNKNOWN"));
  EXPECT_EQ(support::MetadataIn(several, "cause"), "several");
  opinion.set_strike(true);
  EXPECT_THAT(check(opinion), StatusIs(kInvalid, "FIELDS_INVALID"));
  opinion.clear_quotation();
  opinion.clear_strike();
  EXPECT_THAT(check(opinion), StatusIs(kInvalid, "FIELDS_INVALID"));
  opinion.clear_wording();
  for (const auto& [day, fits] :
       {std::pair(today + 1, false), {absl::CivilDay(2025, 7, 16), true}, {absl::CivilDay(2025, 7, 15), false}}) {
    *opinion.mutable_receive_date() = civil::ToDate(day);
    EXPECT_EQ(check(opinion).ok(), fits) << day << ": neither after today nor before the window";
  }
  EXPECT_THAT(check(Opinion("organisations/a", "nowhere")), StatusIs(kFailed, "SECTION_UNKNOWN"));
}

TEST(Give, NumbersASourcesOpinionsAndAnswersForIt) {
  v1::Invitation invitation = Invitation(2, "b");
  invitation.set_answer(v1::NO_REMARKS);
  invitation.set_note("Nhất trí");
  for (const char* name : {"0002-000001", "0002-000002"}) {
    OpinionChange given =
        Give(Opinion("organisations/b", "tasks"), invitation, Round(), Revision(), At(Midnight(7, 20)));
    EXPECT_EQ(given.opinion.name(), StrCat(Round().name(), "/opinions/", name));
    EXPECT_EQ(given.opinion.section_title(), "Mục tasks");
    EXPECT_EQ(given.opinion.collector(), "organisations/province");
    EXPECT_EQ(given.opinion.author(), "an");
    invitation = given.invitation;
  }
  EXPECT_EQ(invitation.opinion_count(), 2);
  EXPECT_EQ(invitation.undisposed_count(), 2);
  EXPECT_EQ(invitation.answer(), v1::OPINIONS);
  EXPECT_EQ(invitation.answer_before(), v1::NO_REMARKS);
}

TEST(Give, KeepsAReasonForBeingLateWhereItIs) {
  v1::Opinion opinion = Opinion("organisations/b", "tasks");
  opinion.set_late_reason("Bão");
  const v1::Invitation invitation = Invitation(2, "b");
  const auto in_time = Give(opinion, invitation, Round(), Revision(), At(Midnight(7, 31) - absl::Seconds(1)));
  EXPECT_EQ(in_time.opinion.late_reason(), "");
  EXPECT_FALSE(IsLate(in_time.opinion, Round()));
  const auto late = Give(opinion, invitation, Round(), Revision(), At(Midnight(7, 31)));
  EXPECT_EQ(late.opinion.late_reason(), "Bão");
  EXPECT_TRUE(IsLate(late.opinion, Round()));
  // Entered after the last day, but received before.
  *opinion.mutable_receive_date() = civil::ToDate(absl::CivilDay(2025, 7, 30));
  EXPECT_FALSE(IsLate(Give(opinion, invitation, Round(), Revision(), At(Midnight(8, 5))).opinion, Round()));
}

TEST(Withdraw, LeavesASourceWithoutAnswer) {
  const Act act = At(Midnight(7, 20));
  const auto first = Give(Opinion("organisations/b", "tasks"), Invitation(2, "b"), Round(), Revision(), act);
  const auto second = Give(Opinion("organisations/b", "review"), first.invitation, Round(), Revision(), act);
  auto one = Withdraw(first.opinion, second.invitation, Round(), false, "Nhầm", act);
  EXPECT_EQ(one.invitation.answer(), v1::OPINIONS);
  EXPECT_EQ(one.invitation.undisposed_count(), 1);
  EXPECT_FALSE(Counts(one.opinion));
  EXPECT_THAT(CheckMayWithdraw(one.opinion, Round()), StatusIs(kFailed, "OPINION_WITHDRAWN"));
  one.invitation.set_answer_before(v1::NO_REMARKS);
  EXPECT_EQ(Withdraw(second.opinion, one.invitation, Round(), false, "Nhầm", act).invitation.answer(), v1::NO_REMARKS)
      << "what was answered before";
  one.invitation.clear_answer_before();
  const auto none = Withdraw(second.opinion, one.invitation, Round(), false, "Nhầm", act);
  EXPECT_EQ(none.invitation.answer(), v1::ANSWER_UNSPECIFIED);
  EXPECT_EQ(none.invitation.opinion_count(), 0);
  // Its number is not used again.
  EXPECT_EQ(Give(Opinion("organisations/b", "tasks"), none.invitation, Round(), Revision(), act).opinion.name(),
            StrCat(Round().name(), "/opinions/0002-000003"));
}

TEST(Dispose, KeepsWhatWasRecordedAndShowsWhatIsPublished) {
  const Act act = At(Midnight(8, 1));
  v1::OpinionRound round = Round();
  OpinionChange at = Give(Opinion("organisations/a", "tasks"), Invitation(1, "a"), round, Revision(), act);
  const auto dispose = [&](v1::Disposition disposition) {
    auto next = Dispose(at.opinion, at.invitation, round, disposition, "Lý do", act);
    EXPECT_THAT(next, IsOk());
    at = *std::move(next);
  };
  const auto told = [&] { return ToSource(at.opinion, round); };
  dispose(v1::TAKEN);
  dispose(v1::NOT_TAKEN);
  EXPECT_EQ(at.invitation.undisposed_count(), 0) << "a correction is no second disposition";
  EXPECT_EQ(told().disposition(), v1::DISPOSITION_UNSPECIFIED) << "a draft";
  EXPECT_EQ(told().dispositions_size(), 0);
  EXPECT_TRUE(ToCollector(at.opinion, round).disposition_unpublished());
  EXPECT_THAT(CheckMayWithdraw(at.opinion, round), IsOk());
  ASSERT_OK_AND_ASSIGN(round, Publish(round, {at.opinion}, act));
  EXPECT_EQ(round.publications(0).count(), 1);
  EXPECT_THAT(Publish(round, {at.opinion}, act), StatusIs(kFailed, "NOTHING_TO_PUBLISH"));
  ASSERT_EQ(told().dispositions_size(), 1) << "what was replaced before was never shown";
  EXPECT_EQ(told().disposition(), v1::NOT_TAKEN);
  EXPECT_THAT(CheckMayWithdraw(at.opinion, round), StatusIs(kFailed, "OPINION_ANSWERED"));
  dispose(v1::PARTLY_TAKEN);
  EXPECT_EQ(told().disposition(), v1::NOT_TAKEN);
  EXPECT_EQ(told().disposition_reason(), "Lý do");
  ASSERT_OK_AND_ASSIGN(round, Publish(round, {at.opinion}, act));
  EXPECT_EQ(told().disposition(), v1::PARTLY_TAKEN);
  EXPECT_EQ(told().dispositions_size(), 2);
  EXPECT_EQ(at.opinion.dispositions_size(), 3);
  EXPECT_EQ(ToCollector(at.opinion, round).dispositions(0).disposition(), v1::TAKEN);
}

TEST(Dispose, WantsAReasonUnlessTheOpinionIsTakenOrNoted) {
  const Act act = At(Midnight(8, 1));
  const OpinionChange given = Give(Opinion("organisations/a", "tasks"), Invitation(1, "a"), Round(), Revision(), act);
  const auto dispose = [&](v1::Disposition disposition, const std::string& reason) {
    return Dispose(given.opinion, given.invitation, Round(), disposition, reason, act);
  };
  for (const v1::Disposition disposition : {v1::PARTLY_TAKEN, v1::NOT_TAKEN, v1::UPHELD}) {
    EXPECT_THAT(dispose(disposition, ""), StatusIs(kInvalid, "DISPOSITION_REASON_MISSING"));
    EXPECT_THAT(dispose(disposition, "Đã có ở mục II"), IsOk());
  }
  EXPECT_THAT(dispose(v1::TAKEN, ""), IsOk());
  EXPECT_THAT(dispose(v1::NOTED, ""), IsOk());
  v1::OpinionRound closed = Round();
  closed.set_state(v1::OpinionRound::CLOSED);
  EXPECT_THAT(Dispose(given.opinion, given.invitation, closed, v1::TAKEN, "", act), StatusIs(kFailed, "ROUND_CLOSED"));
  v1::Opinion merged = given.opinion;
  merged.set_merged_into("congresses/xx/documents/report/revisions/000002");
  EXPECT_THAT(Dispose(merged, given.invitation, Round(), v1::NOT_TAKEN, "x", act), StatusIs(kFailed, "WORDING_MERGED"));
  EXPECT_THAT(CheckMayWithdraw(merged, Round()), StatusIs(kFailed, "OPINION_ANSWERED"));
}

TEST(CarryOver, GivesTheOpinionOnceMoreWithoutAnswering) {
  const Act act = At(Midnight(8, 1));
  OpinionChange given = Give(Opinion("organisations/a", "tasks"), Invitation(1, "a"), Round(), Revision(), act);
  given.opinion.set_external_key("17");
  ASSERT_OK_AND_ASSIGN(const OpinionChange upheld,
                       Dispose(given.opinion, given.invitation, Round(), v1::UPHELD, "Chờ Trung ương", act));
  v1::OpinionRound next = Round();
  next.set_name("congresses/xx/documents/report/opinionRounds/second");
  v1::Revision revision;
  revision.add_sections()->set_id("review");
  const OpinionChange carried = CarryOver(upheld.opinion, Invitation(7, "a"), next, revision, act);
  EXPECT_EQ(carried.opinion.name(), StrCat(next.name(), "/opinions/0007-000001"));
  EXPECT_EQ(carried.opinion.carried_from(), given.opinion.name());
  EXPECT_EQ(carried.opinion.section(), "") << "its section is gone";
  EXPECT_EQ(carried.opinion.section_title(), "Mục tasks");
  EXPECT_EQ(carried.opinion.disposition(), v1::DISPOSITION_UNSPECIFIED);
  EXPECT_EQ(carried.opinion.external_key(), "");
  EXPECT_EQ(carried.invitation.answer(), v1::ANSWER_UNSPECIFIED);
  EXPECT_EQ(carried.invitation.carried_count(), 1);
  const OpinionChange own = Give(Opinion("organisations/a", "review"), carried.invitation, next, revision, act);
  EXPECT_EQ(Withdraw(own.opinion, own.invitation, next, false, "x", act).invitation.answer(), v1::ANSWER_UNSPECIFIED);
}

TEST(LeftIn, CountsWhatIsOpenInRoundsThatAreOver) {
  const Act act = At(Midnight(8, 1));
  v1::OpinionRound round = Round();
  OpinionChange at = Give(Opinion("organisations/a", "tasks"), Invitation(1, "a"), round, Revision(), act);
  const auto left = [&](v1::OpinionRound::State state) {
    round.set_state(state);
    return LeftIn(round, {at.invitation});
  };
  const auto dispose = [&](v1::Disposition disposition) {
    ASSERT_OK_AND_ASSIGN(at, Dispose(at.opinion, at.invitation, Round(), disposition, "x", act));
  };
  EXPECT_EQ(left(v1::OpinionRound::OPEN).undisposed, 0);
  EXPECT_EQ(left(v1::OpinionRound::CANCELLED).undisposed, 1);
  dispose(v1::UPHELD);
  EXPECT_EQ(left(v1::OpinionRound::CANCELLED).undisposed, 0);
  EXPECT_EQ(left(v1::OpinionRound::CANCELLED).unpublished, 1);
  EXPECT_EQ(left(v1::OpinionRound::CLOSED).upheld, 1);
  EXPECT_EQ(left(v1::OpinionRound::CLOSED).unpublished, 0) << "closing published it";
  dispose(v1::TAKEN);
  EXPECT_EQ(left(v1::OpinionRound::CLOSED).upheld, 0);
  EXPECT_EQ(left(v1::OpinionRound::CANCELLED).unpublished, 1) << "one opinion, however often it is corrected";
  const OpinionChange disposed = at;
  at = Withdraw(at.opinion, at.invitation, round, true, "x", act);
  EXPECT_TRUE(at.opinion.withdrawn_by_collector());
  EXPECT_EQ(left(v1::OpinionRound::CANCELLED).unpublished, 0);
  at = NoteCarried(disposed.opinion, disposed.invitation, round, "congresses/xx/x");
  EXPECT_EQ(left(v1::OpinionRound::CANCELLED).unpublished, 0);
  EXPECT_FALSE(IsToBeCarried(at.opinion, round));
  // An older version has not counted it.
  at = disposed;
  at.invitation.clear_unpublished_count();
  at = NoteCarried(at.opinion, at.invitation, round, "congresses/xx/x");
  EXPECT_EQ(at.invitation.unpublished_count(), 0);
}

Invitations All() {
  Invitations all;
  for (const char* unit : {"a", "b", "c"}) all.push_back(Invitation(static_cast<int>(all.size()) + 1, unit));
  return all;
}

std::string KindOfUnit(const std::string& organisation) {
  return organisation == "organisations/a" ? "ward" : "commune";
}

int Parts(const v1::OpinionCounts& counts) {
  return counts.taken() + counts.partly_taken() + counts.not_taken() + counts.noted() + counts.upheld() +
         counts.undisposed();
}

TEST(Tabulate, AddsUpWhateverWasSaid) {
  std::mt19937 random(130);
  for (int round = 0; round < 200; ++round) {
    std::vector<v1::Opinion> opinions(random() % 40);
    for (v1::Opinion& opinion : opinions) {
      opinion =
          Opinion(Round().invited(static_cast<int>(random() % 2)), std::array{"review", "tasks", ""}[random() % 3]);
      opinion.set_disposition(static_cast<v1::Disposition>(random() % 6));
    }
    const v1::OpinionReport report = Tabulate(Round(), All(), opinions, Revision(), Revision(), KindOfUnit);
    int by_section = 0;
    int by_source = 0;
    for (const auto& row : report.sections()) by_section += row.counts().total();
    for (const auto& row : report.sources()) by_source += row.counts().total();
    ASSERT_EQ(report.counts().total(), static_cast<int>(opinions.size()));
    ASSERT_EQ(by_section, report.counts().total());
    ASSERT_EQ(by_source, report.counts().total());
    ASSERT_EQ(Parts(report.counts()), report.counts().total());
    for (const auto& row : report.sources()) ASSERT_EQ(Parts(row.counts()), row.counts().total());
    ASSERT_EQ(report.answers().total(), 3);
    ASSERT_EQ(report.kinds_size(), 2);
    EXPECT_EQ(report.kinds(0).kind(), "commune");
    EXPECT_EQ(report.kinds(0).answers().total(), 2);
    ASSERT_EQ(report.kinds(0).counts().total() + report.kinds(1).counts().total(), report.counts().total());
    ASSERT_EQ(Parts(report.kinds(1).counts()), report.kinds(1).counts().total());
  }
}

TEST(Tabulate, KeepsASectionThatWasMovedRenamedOrRemovedSince) {
  v1::Revision latest;
  latest.add_sections()->set_id("new");
  latest.add_sections()->set_id("tasks");
  latest.mutable_sections(1)->set_title("Nhiệm vụ, giải pháp");
  const v1::OpinionReport report = Tabulate(
      Round(), All(),
      {Opinion("organisations/a", "review"), Opinion("organisations/a", "tasks"), Opinion("organisations/b", "tasks")},
      Revision(), latest, KindOfUnit);
  ASSERT_EQ(report.sections_size(), 2);
  EXPECT_EQ(report.sections(0).current_place(), 0);
  EXPECT_EQ(report.sections(0).current_title(), "");
  EXPECT_EQ(report.sections(1).title(), "Mục tasks");
  EXPECT_EQ(report.sections(1).current_place(), 2);
  EXPECT_EQ(report.sections(1).current_title(), "Nhiệm vụ, giải pháp");
  EXPECT_EQ(report.sections(1).source_count(), 2);
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
  for (const char* giver : {"Chi bộ khối 1", "Chi bộ khối 3"}) {
    v1::OpinionPart& part = *opinions[0].add_parts();
    part.set_giver(giver);
    part.set_text("Thêm dòng");
  }
  opinions[1].set_quotation("Một");
  opinions[1].set_strike(true);
  const v1::OpinionRound round = Round();
  Invitations invitations = All();
  invitations[0].set_answer(v1::OPINIONS);
  invitations[1].set_answer(v1::OPINIONS);
  for (v1::Opinion& opinion : opinions) *opinion.mutable_receive_date() = round.last_date();
  const v1::OpinionReport report = Tabulate(round, invitations, opinions, Revision(), Revision(), KindOfUnit);
  v1::Document document;
  document.set_display_name("Báo cáo chính trị");
  const OpinionTable table{document, round, report, opinions, Name};

  ASSERT_OK_AND_ASSIGN(const std::string printed, PrintCsv(table, kVietnamese));
  ASSERT_OK_AND_ASSIGN(const csv::Table parsed, csv::Parse(printed));
  ASSERT_EQ(parsed.rows.size(), 2u);
  // In the order of sections, whatever the order of opinions.
  EXPECT_EQ(parsed.rows[0].fields, (std::vector<std::string>{"review", "Mục review", "organisations/b", "Xã b", "", "",
                                                             "", "Một", "Rõ hơn", "", "Chưa xử lý", "", "true", ""}));
  EXPECT_EQ(parsed.rows[1].fields,
            (std::vector<std::string>{
                "tasks", "Mục tasks", "organisations/a", "Xã a", "", "", "Xã d", "", "Thêm \"dòng\", và\nxuống dòng",
                "", "Tiếp thu một phần", "Phần sau đã có", "",
                R"([{"giver":"Chi bộ khối 1","text":"Thêm dòng"}, {"giver":"Chi bộ khối 3","text":"Thêm dòng"}])"}));

  ASSERT_OK_AND_ASSIGN(const std::string text, paper::RenderText(OpinionPaper(table, {}, kVietnamese)));
  for (const char* part :
       {"Báo cáo chính trị", "16/7/2025", "2 ý kiến = 0 tiếp thu + 1 tiếp thu một phần",
        "Xin ý kiến: 3 nơi = 2 có ý kiến + 0 không có ý kiến", "Chưa góp ý, gồm:\n\n- Xã c\n", " 1  | Xã b ",
        " 2  | Xã a (do Xã d góp ý) | Thêm \"dòng\", và xuống dòng - Chi bộ khối 1: Thêm dòng - Chi bộ khối 3: Thêm "
        "dòng | Tiếp thu một phần | Phần sau đã có",
        "Mục review: 1 ý kiến = ", "| Về “Một”: Rõ hơn Đề nghị bỏ đoạn này. "}) {
    EXPECT_NE(text.find(part), text.npos) << part << "\n" << text;
  }
  ASSERT_OK_AND_ASSIGN(const std::string english,
                       paper::RenderText(OpinionPaper(table, {}, status::Language::kEnglish)));
  for (const char* part : {"Báo cáo chính trị", "2025-07-16", "2 opinions = 0 taken + 1 taken in part",
                           "Asked: 3 = 2 with opinions + 0 without remarks", "|   Taken in part    |",
                           "Not answered yet:\n\n- Xã c\n", "| Xã a (answered by Xã d) |"}) {
    EXPECT_NE(english.find(part), english.npos) << part << "\n" << english;
  }
}

TEST(Print, RefusesWhatDoesNotFitIntoAnAnswer) {
  std::vector<v1::Opinion> opinions(2, Opinion("organisations/a", "tasks", std::string(kMostReportBytes / 2, 'x')));
  const v1::OpinionRound round = Round();
  Invitations invitations = All();
  invitations[0].set_answer(v1::OPINIONS);
  invitations[1].set_answer(v1::OPINIONS);
  for (v1::Opinion& opinion : opinions) *opinion.mutable_receive_date() = round.last_date();
  const v1::OpinionReport report = Tabulate(round, invitations, opinions, Revision(), Revision(), KindOfUnit);
  const v1::Document document;
  EXPECT_THAT(PrintCsv({document, round, report, opinions, Name}, kVietnamese), StatusIs(kFailed, "REPORT_TOO_LARGE"));
  EXPECT_THAT(Fitting(std::string(kMostReportBytes + 1, 'x')), StatusIs(kFailed, "REPORT_TOO_LARGE"));
  EXPECT_THAT(paper::RenderText(OpinionPaper({document, round, report, opinions, Name}, {}, kVietnamese)),
              StatusIs(kInvalid, "PAPER_TOO_LARGE"));
}

}  // namespace
}  // namespace congress::drafting

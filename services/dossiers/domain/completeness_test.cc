#include "services/dossiers/domain/completeness.h"

#include "google/rpc/error_details.pb.h"
#include "platform/status/strings.h"
#include "services/dossiers/testing/sample.h"
#include "tests/support/status_matchers.h"

namespace congress::dossiers {
namespace {

using absl::CivilDay;
using support::IsOk;
using support::StatusIs;

const CivilDay kPapersIssued(2025, 3, 31);  // The health certificate is valid until 30 September 2025.
const CivilDay kLastDay(2025, 9, 30);

std::string Day(const google::type::Date& date) { return civil::Format(civil::FromDate(date)); }

TEST(Judge, FindsEverythingMissingInAnEmptyDossier) {
  const auto result = Judge(sample::Checklist(), Folder(sample::Opened()), CivilDay(2025, 6, 16));
  EXPECT_EQ(result.fulfilled_count(), 0);
  EXPECT_EQ(result.required_count(), 4);
  ASSERT_EQ(result.missing_size(), 4);
  EXPECT_EQ(result.missing(3).item_ids_size(), 2);
  EXPECT_FALSE(result.missing(0).has_last_valid_date());
  EXPECT_EQ(result.items_size(), 6);
  EXPECT_TRUE(HasGaps(result));
}

TEST(Judge, CountsTheLastValidDayAndNotTheDayAfter) {
  const v1::ChecklistTemplate checklist = sample::Checklist();
  const Folder folder = sample::Complete(checklist, kPapersIssued);
  EXPECT_EQ(Judge(checklist, folder, kLastDay).fulfilled_count(), 4);
  const auto after = Judge(checklist, folder, kLastDay + 1);
  EXPECT_EQ(after.fulfilled_count(), 3);
  ASSERT_EQ(after.expired_size(), 1);
  EXPECT_EQ(after.expired(0).item_ids(0), "health-certificate");
  EXPECT_EQ(Day(after.expired(0).last_valid_date()), "2025-09-30");
  EXPECT_TRUE(after.missing().empty());
}

TEST(Judge, ListsAsExpiringWhatEndsBeforeTheDayAskedFor) {
  const v1::ChecklistTemplate checklist = sample::Checklist();
  const Folder folder = sample::Complete(checklist, kPapersIssued);
  const CivilDay today(2025, 6, 16);
  EXPECT_FALSE(HasGaps(Judge(checklist, folder, today, kLastDay)));  // Still valid on that day.
  const auto result = Judge(checklist, folder, today, kLastDay + 1);
  EXPECT_EQ(result.fulfilled_count(), 4);
  ASSERT_EQ(result.expiring_size(), 1);
  EXPECT_EQ(Day(result.expiring(0).last_valid_date()), "2025-09-30");
  EXPECT_EQ(Day(result.expiring(0).start_by()), "2025-09-21");  // Ten days before the first day without a paper.
}

TEST(Judge, TakesTheLeadTimeOfTheQuickestItemOfAGroup) {
  const auto result =
      Judge(sample::Checklist(), Folder(sample::Opened()), CivilDay(2025, 6, 16), CivilDay(2025, 10, 1));
  EXPECT_EQ(Day(result.missing(1).start_by()), "2025-09-21");  // The health certificate takes ten days.
  EXPECT_EQ(Day(result.missing(3).start_by()), "2025-09-28");  // A comment of the workplace takes three.
  EXPECT_EQ(Day(result.missing(0).start_by()), "2025-10-01");
}

TEST(Judge, IsSatisfiedByAnyItemOfAGroup) {
  const v1::ChecklistTemplate checklist = sample::Checklist();
  for (const char* id : {"comment-residence", "comment-workplace"}) {
    Folder folder = sample::Opened();
    sample::Put(checklist, id, CivilDay(2025, 6, 1), &folder);
    EXPECT_EQ(Judge(checklist, folder, CivilDay(2025, 6, 16)).fulfilled_count(), 1) << id;
  }
}

TEST(Judge, LetsAnotherItemOfTheGroupStandInForAnExpiredOne) {
  const v1::ChecklistTemplate checklist = sample::Checklist();
  Folder folder = sample::Opened();
  sample::Put(checklist, "comment-workplace", CivilDay(2025, 1, 1), &folder);  // 90 days: until 1 April.
  EXPECT_EQ(Judge(checklist, folder, CivilDay(2025, 4, 2)).expired_size(), 1);
  sample::Put(checklist, "comment-residence", CivilDay(2025, 2, 1), &folder);
  const auto result = Judge(checklist, folder, CivilDay(2025, 4, 2), CivilDay(2030, 1, 1));
  EXPECT_EQ(result.fulfilled_count(), 1);
  EXPECT_TRUE(result.expiring().empty());
}

TEST(Judge, TakesThePaperThatLastsLongestWhateverTheOrderOfAttaching) {
  const v1::ChecklistTemplate checklist = sample::Checklist();
  Folder folder = sample::Complete(checklist, CivilDay(2025, 6, 1));
  sample::Put(checklist, "health-certificate", CivilDay(2024, 1, 1), &folder);
  const auto result = Judge(checklist, folder, CivilDay(2025, 11, 1));
  EXPECT_EQ(result.fulfilled_count(), 4);
  EXPECT_EQ(result.items(1).standing(), v1::ItemStanding::VALID);
  EXPECT_EQ(result.items(1).component_count(), 2);
  EXPECT_EQ(Day(result.items(1).last_valid_date()), "2025-12-01");
}

TEST(Judge, IgnoresPapersIssuedAfterTheDayJudged) {
  const v1::ChecklistTemplate checklist = sample::Checklist();
  const Folder folder = sample::Complete(checklist, kPapersIssued);
  EXPECT_EQ(Judge(checklist, folder, kPapersIssued - 1).missing_size(), 4);
  EXPECT_EQ(Judge(checklist, folder, kPapersIssued).fulfilled_count(), 4);
}

// On every day each requirement is fulfilled, missing or expired, and only what is fulfilled can be expiring.
TEST(Judge, PutsEveryRequirementInExactlyOnePlace) {
  const v1::ChecklistTemplate checklist = sample::Checklist();
  Folder folder = sample::Complete(checklist, kPapersIssued);
  sample::Put(checklist, "comment-workplace", CivilDay(2025, 2, 28), &folder);
  for (CivilDay day(2025, 2, 1); day < CivilDay(2025, 12, 1); ++day) {
    const auto result = Judge(checklist, folder, day, day + 30);
    EXPECT_EQ(result.fulfilled_count() + result.missing_size() + result.expired_size(), result.required_count()) << day;
    EXPECT_LE(result.expiring_size(), result.fulfilled_count()) << day;
  }
}

// Who may not see a paper is told nothing of it, not even that it is there.
TEST(Judge, LeavesOutWhatIsGradedAboveWhatIsJudged) {
  const v1::ChecklistTemplate checklist = sample::Checklist();
  Folder folder = sample::Opened();
  sample::Put(checklist, "application", kPapersIssued, &folder);
  const auto plain = Judge(checklist, folder, kPapersIssued, std::nullopt, annotations::v1::GRADE_UNSPECIFIED);
  sample::Put(checklist, "health-certificate", kPapersIssued, &folder);
  const auto again = Judge(checklist, folder, kPapersIssued, std::nullopt, annotations::v1::GRADE_UNSPECIFIED);
  EXPECT_EQ(plain.SerializeAsString(), again.SerializeAsString());
  EXPECT_EQ(plain.required_count(), 2);
  EXPECT_EQ(plain.fulfilled_count(), 1);
  EXPECT_EQ(plain.items_size(), 4);
  EXPECT_EQ(plain.judged_grade(), annotations::v1::GRADE_UNSPECIFIED);
  EXPECT_EQ(Judge(checklist, folder, kPapersIssued).fulfilled_count(), 2);
}

TEST(Judge, CountsOnlyLivePapers) {
  const v1::ChecklistTemplate checklist = sample::Checklist();
  for (const v1::Component::State state : {v1::Component::SUPERSEDED, v1::Component::WITHDRAWN}) {
    Folder folder = sample::Complete(checklist, kPapersIssued);
    folder.components.front().set_state(state);
    const auto result = Judge(checklist, folder, kPapersIssued);
    EXPECT_EQ(result.missing_size(), 1);
    EXPECT_EQ(result.items(0).component_count(), 0);
  }
}

TEST(JudgeRequirements, CountsAlikeWithAndWithoutGaps) {
  const v1::ChecklistTemplate checklist = sample::Checklist();
  const std::vector<Requirement> requirements = RequirementsOf(checklist);
  for (const Folder& folder : {Folder(sample::Opened()), sample::Complete(checklist, kPapersIssued)}) {
    for (const CivilDay day : {kPapersIssued - 1, kLastDay, kLastDay + 1}) {
      const auto gaps = JudgeRequirements(requirements, folder, day);
      const auto counts = JudgeRequirements(requirements, folder, day, std::nullopt, Detail::kCounts);
      EXPECT_EQ(counts.fulfilled_count(), gaps.fulfilled_count());
      EXPECT_EQ(counts.required_count(), gaps.required_count());
      EXPECT_FALSE(HasGaps(counts));
    }
  }
}

TEST(JudgedOn, IsTheReferenceDateUntilItIsPast) {
  v1::ChecklistTemplate checklist = sample::Checklist();
  EXPECT_EQ(JudgedOn(checklist, CivilDay(2025, 6, 16)), CivilDay(2025, 6, 16));
  *checklist.mutable_reference_date() = civil::ToDate(CivilDay(2025, 9, 1));
  EXPECT_EQ(JudgedOn(checklist, CivilDay(2025, 6, 16)), CivilDay(2025, 9, 1));
  EXPECT_EQ(JudgedOn(checklist, CivilDay(2025, 9, 2)), CivilDay(2025, 9, 2));
}

TEST(RefuseIncomplete, NamesWhatIsMissingAndWhatHasExpired) {
  const v1::ChecklistTemplate checklist = sample::Checklist();
  Folder folder = sample::Opened();
  sample::Put(checklist, "health-certificate", CivilDay(2024, 1, 1), &folder);
  const absl::Status status = RefuseIncomplete(Judge(checklist, folder, CivilDay(2025, 6, 16)));
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition, "DOSSIER_INCOMPLETE"));
  google::rpc::ErrorInfo error;
  ASSERT_TRUE(status::Detail(status, &error));
  EXPECT_EQ(error.metadata().at("missing"), "application,political-conclusion,comment-residence|comment-workplace");
  EXPECT_EQ(error.metadata().at("expired"), "health-certificate");
  const std::string& titles = error.metadata().at("missing_titles");
  EXPECT_EQ(titles, "Đơn ứng cử; Kết luận tiêu chuẩn chính trị; Nhận xét nơi cư trú / Nhận xét nơi công tác");
  EXPECT_NE(status.message().find(StrCat("Add: ", titles, ". Renew: ")), std::string::npos) << status.message();
  EXPECT_NE(status::SentenceOf(status).find(StrCat("Cần bổ sung: ", titles)), std::string::npos);
  EXPECT_EQ(error.metadata().at("as_of"), "2025-06-16");
  const CivilDay issued(2025, 6, 1);
  EXPECT_THAT(RefuseIncomplete(Judge(checklist, sample::Complete(checklist, issued), issued)), IsOk());
}

// Details travel in a header of 8 KiB, whatever the size of the checklist.
TEST(RefuseIncomplete, StaysSmallForALongChecklist) {
  v1::ChecklistTemplate checklist;
  for (int i = 0; i < 100; ++i) {
    sample::AddItem(&checklist, std::string(60, 'a') + std::to_string(i), "Giấy chứng nhận sức khỏe");
  }
  const absl::Status status = RefuseIncomplete(Judge(checklist, Folder(sample::Opened()), CivilDay(2025, 6, 16)));
  google::rpc::ErrorInfo error;
  ASSERT_TRUE(status::Detail(status, &error));
  EXPECT_LE(error.metadata().at("missing").size(), 510u);
  EXPECT_LE(error.metadata().at("missing_titles").size(), 610u);
  EXPECT_LE(status.message().size(), 1200u);
}

TEST(Add, SumsOverDossiers) {
  const v1::ChecklistTemplate checklist = sample::Checklist();
  v1::GapSums sums;
  const CivilDay day(2025, 6, 16);
  Add(Judge(checklist, Folder(sample::Opened()), day), &sums);
  Add(Judge(checklist, sample::Complete(checklist, kPapersIssued), day, CivilDay(2026, 1, 1)), &sums);
  Add(Judge(checklist, sample::Complete(checklist, CivilDay(2024, 3, 31)), day), &sums);
  Add(Judge(checklist, sample::Complete(checklist, kPapersIssued), day), &sums);
  EXPECT_EQ(sums.dossier_count(), 4);
  EXPECT_EQ(sums.gap_dossier_count(), 3);
  EXPECT_EQ(sums.missing_count(), 4);
  EXPECT_EQ(sums.expired_count(), 1);
  EXPECT_EQ(sums.expiring_count(), 1);
}

}  // namespace
}  // namespace congress::dossiers

#include "services/scheduling/domain/approval.h"

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "platform/civil/civil.h"
#include "platform/status/strings.h"
#include "tests/support/status_matchers.h"

namespace congress::scheduling {
namespace {

using support::IsOk;
using support::StatusIs;
using Approval = v1::UnitApproval;
using Subject = v1::ApprovalSubject;

constexpr auto kFailed = absl::StatusCode::kFailedPrecondition;
const absl::CivilDay kDay(2025, 7, 10);
const std::string kFirst = "congresses/x/approvalSessions/p1";
const std::string kSecond = "congresses/x/approvalSessions/p2";

Doer An() { return {.account = "an", .person = "", .now = absl::FromUnixSeconds(1752200000)}; }

template <class T>
T Text(const std::string& text) {
  T message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}
std::string Revision(int number) { return StrCat("congresses/x/documents/d/revisions/", number); }
Subject Decided(const std::string& outcome, const std::string& more = "") {
  return Text<Subject>(StrCat("outcome: ", outcome, " versions { resource: '", Revision(3), "' } ", more));
}
Subject Plan(const std::string& outcome, const std::string& etag = "7") {
  return Text<Subject>(
      StrCat("outcome: ", outcome, " versions { resource: 'congresses/x/personnelPlans/p' plan_etag: '", etag, "' }"));
}

Approval Planned() {
  auto planned =
      PlanFor(NewApproval("congresses/x", "organisations/u1", An()), {.session = kFirst, .live = false}, An());
  EXPECT_THAT(planned, IsOk());
  return *std::move(planned);
}
Approval With(const Subject& documents) {
  Approval approval = Planned();
  *approval.mutable_documents() = Decide(approval.documents(), documents, kDay, "", An());
  return approval;
}

TEST(Approval, StandsByTheWorseOfItsSubjects) {
  Approval approval = With(Decided("APPROVED"));
  EXPECT_EQ(StateOf(approval, true), Approval::APPROVED);
  *approval.mutable_personnel() = Plan("PENDING");
  EXPECT_EQ(StateOf(approval, true), Approval::OPEN);
  EXPECT_EQ(StateOf(approval, false), Approval::APPROVED) << "to who does not see the personnel";
  *approval.mutable_personnel() = Plan("RETURNED");
  EXPECT_EQ(StateOf(approval, true), Approval::RETURNED);
  *approval.mutable_documents() = Decided("CONDITIONAL", "conditions { text: 'a' }");
  EXPECT_EQ(StateOf(approval, false), Approval::CONDITIONAL);
  approval.mutable_documents()->set_changed_since(true);
  EXPECT_EQ(StateOf(approval, true), Approval::STALE);
  *approval.mutable_documents() = Decided("CONDITIONAL", "conditions { text: 'a' met_date { year: 2025 } }");
  EXPECT_EQ(StateOf(approval, false), Approval::APPROVED);
}

TEST(Approval, IsOpenInOneSessionAtATime) {
  EXPECT_THAT(PlanFor(Planned(), {.session = kFirst, .live = true}, An()), IsOk());
  EXPECT_EQ(PlanFor(Planned(), {.session = kFirst, .live = true}, An())->notes_size(), 1) << "nothing is done twice";
  EXPECT_THAT(PlanFor(Planned(), {.session = kSecond, .live = true}, An()), StatusIs(kFailed, "UNIT_COVERED"));
  const auto moved = PlanFor(Planned(), {.session = kSecond, .live = false}, An());
  ASSERT_THAT(moved, IsOk()) << "the first was cancelled";
  EXPECT_EQ(moved->session(), kSecond);
  EXPECT_EQ(moved->round(), 1);
  EXPECT_THAT(
      PlanFor(With(Decided("CONDITIONAL", "conditions { text: 'a' }")), {.session = kSecond, .live = true}, An()),
      StatusIs(kFailed, "UNIT_COVERED"));
  EXPECT_THAT(PlanFor(With(Decided("APPROVED")), {.session = kSecond, .live = true}, An()),
              StatusIs(kFailed, "UNIT_APPROVED"));
}

TEST(Approval, ANewRoundKeepsWhatIsApproved) {
  Approval approval = With(Decided("APPROVED"));
  *approval.mutable_personnel() = Plan("RETURNED");
  const auto again = PlanFor(approval, {.session = kSecond, .live = true, .reason = "Trình lại"}, An());
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->round(), 2);
  EXPECT_EQ(again->documents().outcome(), Subject::APPROVED);
  EXPECT_EQ(again->personnel().outcome(), Subject::PENDING);
  ASSERT_EQ(again->earlier_size(), 1);
  EXPECT_EQ(again->earlier(0).session(), kFirst);
  EXPECT_EQ(again->earlier(0).personnel().outcome(), Subject::RETURNED);

  Approval stale = With(Decided("APPROVED"));
  ASSERT_TRUE(NoteChange("congresses/x/documents/d", 4, An(), &stale));
  const auto anew = PlanFor(stale, {.session = kSecond, .live = true}, An());
  ASSERT_THAT(anew, IsOk());
  EXPECT_EQ(anew->documents().outcome(), Subject::PENDING);
  EXPECT_TRUE(anew->documents().versions().empty());
}

TEST(Approval, ADecisionFitsItsOutcome) {
  const auto faults = [](const Subject& decided, bool of_personnel = false) {
    status::Violations violations;
    CheckDecision(decided, of_personnel, "congresses/x", "d", &violations);
    return violations.ToStatus().ToString();
  };
  EXPECT_EQ(faults(Decided("APPROVED")), "OK");
  EXPECT_EQ(faults(Text<Subject>("outcome: RETURNED")), "OK");
  EXPECT_EQ(faults(Plan("APPROVED"), true), "OK");
  EXPECT_THAT(faults(Text<Subject>("outcome: APPROVED")), ::testing::HasSubstr("d.versions"));
  EXPECT_THAT(faults(Decided("CONDITIONAL")), ::testing::HasSubstr("d.conditions"));
  EXPECT_THAT(faults(Decided("APPROVED", "conditions { text: 'a' }")), ::testing::HasSubstr("d.conditions"));
  EXPECT_THAT(faults(Plan("APPROVED")), ::testing::HasSubstr("d.versions[0].resource"));
  EXPECT_THAT(faults(Decided("APPROVED"), true), ::testing::HasSubstr("d.versions[0].resource"));
  EXPECT_THAT(faults(Decided("APPROVED", StrCat("versions { resource: '", Revision(4), "' }"))),
              ::testing::HasSubstr("d.versions[1].resource"));
  EXPECT_THAT(faults(Text<Subject>("outcome: APPROVED versions { resource: 'congresses/y/documents/d/revisions/1' }")),
              ::testing::HasSubstr("d.versions[0].resource"));
}

TEST(Approval, ACorrectionKeepsWhatIsMet) {
  Subject before = Decided("CONDITIONAL", "conditions { text: 'a' task: 'plans/p/tasks/1' } conditions { text: 'b' }");
  before = Decide(Subject(), before, kDay, "", An());
  EXPECT_EQ(before.decided_date().day(), 10);
  v1::SettleConditionRequest settle;
  settle.set_note("Đã bổ sung");
  ASSERT_THAT(MeetCondition("n", settle, An(), &before), IsOk());
  EXPECT_THAT(MeetCondition("n", settle, An(), &before), StatusIs(kFailed, "CONDITION_SETTLED"));
  settle.set_index(2);
  EXPECT_THAT(MeetCondition("n", settle, An(), &before),
              StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  settle.set_index(1);
  *settle.mutable_met_date() = civil::ToDate(An().today() + 1);
  EXPECT_THAT(MeetCondition("n", settle, An(), &before),
              StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  const Subject after = Decide(before, Decided("CONDITIONAL", "conditions { text: 'c' } conditions { text: 'a' }"),
                               kDay, "Ghi nhầm", An());
  EXPECT_FALSE(after.conditions(0).has_met_date());
  EXPECT_TRUE(after.conditions(1).has_met_date());
  EXPECT_EQ(after.conditions(1).task(), "plans/p/tasks/1");
  ASSERT_EQ(after.notes_size(), 3);
  EXPECT_EQ(after.notes(2).reason(), "Ghi nhầm");
}

TEST(Approval, IsStaleOnceWhatItNamesHasChanged) {
  Approval approval = With(Decided("APPROVED"));
  *approval.mutable_personnel() = Plan("APPROVED");
  EXPECT_FALSE(NoteChange("congresses/x/documents/d", 3, An(), &approval));
  EXPECT_FALSE(NoteChange("congresses/x/documents/e", 9, An(), &approval));
  EXPECT_TRUE(NoteChange("congresses/x/personnelPlans/p", 8, An(), &approval));
  EXPECT_FALSE(NoteChange("congresses/x/personnelPlans/p", 9, An(), &approval)) << "known already";
  EXPECT_EQ(StateOf(approval, true), Approval::STALE);
  EXPECT_EQ(StateOf(approval, false), Approval::APPROVED);
  EXPECT_THAT(Confirm(Decided("APPROVED").versions(0), "x", An(), &approval), StatusIs(kFailed, "VERSION_UNCHANGED"));
  ASSERT_THAT(Confirm(Plan("APPROVED", "9").versions(0), "Chỉ sửa ngày sinh", An(), &approval), IsOk());
  EXPECT_EQ(StateOf(approval, true), Approval::APPROVED);
  EXPECT_EQ(approval.personnel().versions(0).plan_etag(), "9");
  Approval returned = With(Decided("RETURNED"));
  EXPECT_FALSE(NoteChange("congresses/x/documents/d", 9, An(), &returned))
      << "to be changed is what it was returned for";
}

TEST(Approval, WithdrawnItMayBePlannedAgain) {
  const auto before = Withdraw(Planned(), "Đổi tổ", An());
  ASSERT_THAT(before, IsOk());
  EXPECT_EQ(before->earlier_size(), 0) << "nothing was decided";
  EXPECT_THAT(Withdraw(*before, "x", An()), StatusIs(kFailed, "UNIT_NOT_SCHEDULED"));
  EXPECT_THAT(PlanFor(*before, {.session = kSecond, .live = false}, An()), IsOk());
  Approval approval = With(Decided("APPROVED"));
  *approval.mutable_personnel() = Plan("APPROVED");
  const auto withdrawn = Withdraw(approval, "Ghi nhầm đơn vị", An());
  ASSERT_THAT(withdrawn, IsOk());
  EXPECT_EQ(StateOf(*withdrawn, true), Approval::OPEN);
  EXPECT_FALSE(withdrawn->has_personnel());
  EXPECT_EQ(withdrawn->round(), 2);
  EXPECT_EQ(withdrawn->earlier(0).documents().outcome(), Subject::APPROVED);
}

TEST(Approval, WhoSitsInTheGroupOnTheDayTakesPart) {
  const std::string since = " first_day { year: 2025 month: 1 day: 1 } ";
  const std::vector<v1::Membership> memberships = {
      Text<v1::Membership>("post: 'b' role: HEAD" + since), Text<v1::Membership>("post: 'a' role: MEMBER" + since),
      Text<v1::Membership>("post: 'a' role: DEPUTY_HEAD" + since),
      Text<v1::Membership>("post: 'c' role: MEMBER last_day { year: 2025 month: 7 day: 9 }" + since),
      Text<v1::Membership>("post: 'd' role: MEMBER first_day { year: 2025 month: 7 day: 11 }")};
  const auto seats = SeatsOf(memberships, kDay);
  ASSERT_EQ(seats.size(), 2u);
  EXPECT_EQ(seats[0].post(), "a");
  EXPECT_EQ(seats[0].role(), v1::Participant::REQUIRED);
  EXPECT_EQ(seats[1].role(), v1::Participant::CHAIR);
}

}  // namespace
}  // namespace congress::scheduling

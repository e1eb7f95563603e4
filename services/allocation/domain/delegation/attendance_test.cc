#include "services/allocation/domain/delegation/attendance.h"

#include "gtest/gtest.h"
#include "services/allocation/testing/delegate_sample.h"
#include "tests/support/status_matchers.h"

namespace congress::allocation {
namespace {

using absl::StatusCode;
using sample::kRecorded;
using support::IsOk;
using support::StatusIs;
using Presence = v1::Attendance;

v1::ConveneDelegatesRequest Notice(const std::string& notice, const std::string& why = "") {
  v1::ConveneDelegatesRequest request;
  *request.mutable_date() = civil::ToDate(kRecorded + 1);
  request.set_notice(notice);
  request.set_correction_reason(why);
  return request;
}

v1::AttendanceEntry Entry(Presence::Presence presence, const std::string& reason = "") {
  v1::AttendanceEntry entry;
  entry.set_delegate_id("d");
  entry.set_presence(presence);
  entry.set_absence_reason(reason);
  return entry;
}

v1::RecordAttendanceRequest Session(const std::string& id, int day, const std::string& why = "") {
  v1::RecordAttendanceRequest request;
  request.set_session_id(id);
  *request.mutable_date() = civil::ToDate(kRecorded + day);
  request.set_correction_reason(why);
  return request;
}

TEST(Convene, AddsToTheRecordAndNeverChangesIt) {
  v1::Delegate delegate = sample::Person("d", "a");
  EXPECT_EQ(*Convene(Notice("12"), sample::kScribe, &delegate), Recorded::kFirst);
  EXPECT_EQ(*Convene(Notice("12"), sample::kScribe, &delegate), Recorded::kUnchanged);
  EXPECT_EQ(*Convene(Notice("12", "thừa"), sample::kScribe, &delegate), Recorded::kUnchanged);
  EXPECT_THAT(Convene(Notice("13"), sample::kScribe, &delegate),
              StatusIs(StatusCode::kFailedPrecondition, "CORRECTION_UNEXPLAINED"));
  EXPECT_EQ(*Convene(Notice("13", "ghi nhầm số"), sample::kScribe, &delegate), Recorded::kCorrected);
  ASSERT_EQ(delegate.convocations_size(), 2);
  EXPECT_EQ(delegate.convocations(0).notice(), "12");
  EXPECT_EQ(delegate.convocations(0).correction_reason(), "");
  EXPECT_EQ(delegate.convocations(1).notice(), "13");
  EXPECT_EQ(delegate.convocations(1).correction_reason(), "ghi nhầm số");
  EXPECT_EQ(delegate.convocations(1).recorded_by(), "thu-ky");
}

TEST(Convene, SummonsOnlyWhoHoldsASeat) {
  for (v1::Delegate delegate :
       {sample::Person("r", "a", v1::RESERVE, 1), sample::Ended(sample::Person("d", "a"), kRecorded)}) {
    EXPECT_THAT(Convene(Notice("12"), sample::kScribe, &delegate),
                StatusIs(StatusCode::kFailedPrecondition, "DELEGATE_NOT_SEATED"));
    EXPECT_TRUE(delegate.convocations().empty());
  }
}

TEST(Attend, KeepsEachSessionForItself) {
  v1::Delegate delegate = sample::Person("d", "a");
  EXPECT_EQ(*Attend(Session("s1", 2), Entry(Presence::ABSENT, "ốm"), sample::kScribe, &delegate), Recorded::kFirst);
  EXPECT_EQ(*Attend(Session("s2", 3), Entry(Presence::PRESENT), sample::kScribe, &delegate), Recorded::kFirst);
  EXPECT_EQ(*Attend(Session("s1", 2), Entry(Presence::ABSENT, "ốm"), sample::kScribe, &delegate), Recorded::kUnchanged);
  EXPECT_THAT(Attend(Session("s1", 2), Entry(Presence::PRESENT), sample::kScribe, &delegate),
              StatusIs(StatusCode::kFailedPrecondition, "CORRECTION_UNEXPLAINED"));
  EXPECT_THAT(Attend(Session("s1", 3), Entry(Presence::ABSENT, "ốm"), sample::kScribe, &delegate),
              StatusIs(StatusCode::kFailedPrecondition, "CORRECTION_UNEXPLAINED"));
  EXPECT_EQ(*Attend(Session("s1", 2, "đến muộn"), Entry(Presence::PRESENT), sample::kScribe, &delegate),
            Recorded::kCorrected);
  ASSERT_EQ(delegate.attendance_size(), 3);
  EXPECT_EQ(delegate.attendance(0).absence_reason(), "ốm") << "the earlier record stays";
  EXPECT_EQ(delegate.attendance(2).correction_reason(), "đến muộn");
}

TEST(Attend, TakesTheDaysOnWhichTheSeatIsHeld) {
  v1::Delegate left = sample::Ended(sample::Person("d", "a"), kRecorded + 5, "r");
  v1::Delegate followed = sample::Promoted(sample::Person("r", "a", v1::RESERVE, 1), "d", kRecorded + 5);
  EXPECT_THAT(Attend(Session("s1", 4), Entry(Presence::PRESENT), sample::kScribe, &left), IsOk());
  EXPECT_THAT(Attend(Session("s2", 5), Entry(Presence::PRESENT), sample::kScribe, &left),
              StatusIs(StatusCode::kFailedPrecondition, "DELEGATE_NOT_SEATED"));
  EXPECT_THAT(Attend(Session("s1", 4), Entry(Presence::PRESENT), sample::kScribe, &followed),
              StatusIs(StatusCode::kFailedPrecondition, "DELEGATE_NOT_SEATED"));
  EXPECT_THAT(Attend(Session("s2", 5), Entry(Presence::PRESENT), sample::kScribe, &followed), IsOk());
}

TEST(Attend, EndsAtTheMostRecords) {
  v1::Delegate delegate = sample::Person("d", "a");
  for (int i = 0; i < kMostRecords; ++i) {
    ASSERT_THAT(Attend(Session(StrCat("s", i), 1), Entry(Presence::PRESENT), sample::kScribe, &delegate), IsOk());
  }
  EXPECT_THAT(Attend(Session("one-more", 1), Entry(Presence::PRESENT), sample::kScribe, &delegate),
              StatusIs(StatusCode::kFailedPrecondition, "RECORD_FULL"));
  EXPECT_EQ(*Attend(Session("s0", 1), Entry(Presence::PRESENT), sample::kScribe, &delegate), Recorded::kUnchanged);
}

TEST(CheckAttendance, NamesWhatIsWrong) {
  const absl::CivilDay today = kRecorded + 10;
  auto request = Session("s", 10);
  *request.add_entries() = Entry(Presence::PRESENT);
  EXPECT_THAT(CheckAttendance(request, today), IsOk());
  *request.add_entries() = Entry(Presence::ABSENT);
  *request.mutable_date() = civil::ToDate(today + 1);
  const absl::Status refused = CheckAttendance(request, today);
  ASSERT_THAT(refused, StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  google::rpc::BadRequest bad;
  ASSERT_TRUE(status::Detail(refused, &bad));
  ASSERT_EQ(bad.field_violations_size(), 3);
  EXPECT_EQ(bad.field_violations(0).field(), "date");
  EXPECT_EQ(bad.field_violations(1).field(), "entries[1].delegate_id");
  EXPECT_EQ(bad.field_violations(2).field(), "entries[1].absence_reason");
  auto reasoned = Session("s", 1);
  *reasoned.add_entries() = Entry(Presence::PRESENT, "ốm");
  EXPECT_THAT(CheckAttendance(reasoned, today), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
}

TEST(CheckConvocation, NamesWhatIsWrong) {
  auto request = Notice("12");
  request.add_delegate_ids("d");
  EXPECT_THAT(CheckConvocation(request, kRecorded + 1), IsOk());
  EXPECT_THAT(CheckConvocation(request, kRecorded), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  request.set_all_seated(true);
  EXPECT_THAT(CheckConvocation(request, kRecorded + 1), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  request.clear_delegate_ids();
  EXPECT_THAT(CheckConvocation(request, kRecorded + 1), IsOk());
  request.clear_all_seated();
  EXPECT_THAT(CheckConvocation(request, kRecorded + 1), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  request.add_delegate_ids("d");
  request.add_delegate_ids("d");
  EXPECT_THAT(CheckConvocation(request, kRecorded + 1), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
}

}  // namespace
}  // namespace congress::allocation

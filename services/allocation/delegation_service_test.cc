#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "services/allocation/domain/delegation/attendance.h"
#include "services/allocation/testing/in_force.h"

namespace congress::allocation {
namespace {

using support::IsOk;
using support::StatusIs;

// Of 16 June 2025, the day on which the fixture's clock stands.
const absl::CivilDay kToday(2025, 6, 16);

// Seats of `a` filled by `d1` and `d2`, three in reserve.
struct Full : InForce {
  Full() {
    EXPECT_THAT(Add("d1", "a"), IsOk());
    EXPECT_THAT(Add("d2", "a", v1::APPOINTED), IsOk());
    for (int rank = 1; rank <= 3; ++rank) EXPECT_THAT(AddReserve(StrCat("r", rank), "a", rank), IsOk());
  }

  static std::string Name(const std::string& id) { return StrCat(kCongress, "/delegates/", id); }
  static v1::ReplaceDelegateRequest Leaves(const std::string& id, const std::string& reserve = "",
                                           const std::string& pass_over_reason = "") {
    v1::ReplaceDelegateRequest request;
    request.set_name(Name(id));
    request.set_reason("chuyển công tác");
    if (!reserve.empty()) request.set_reserve(Name(reserve));
    request.set_pass_over_reason(pass_over_reason);
    return request;
  }
  absl::StatusOr<v1::ReplaceDelegateResponse> Replace(const v1::ReplaceDelegateRequest& request,
                                                      Fixture::Context context = nullptr) {
    return f.Call(&Delegations::ReplaceDelegate, request, std::move(context));
  }
  absl::StatusOr<v1::Delegate> Withdraw(const std::string& id, Fixture::Context context = nullptr) {
    v1::WithdrawDelegateRequest request;
    request.set_name(Name(id));
    request.set_reason("theo nguyện vọng");
    return f.Call(&Delegations::WithdrawDelegate, request, std::move(context));
  }
  static v1::ConveneDelegatesRequest Notice(const std::vector<std::string>& ids, const std::string& notice = "Số 12") {
    v1::ConveneDelegatesRequest request;
    request.set_parent(kCongress);
    request.mutable_delegate_ids()->Assign(ids.begin(), ids.end());
    *request.mutable_date() = civil::ToDate(kToday);
    request.set_notice(notice);
    return request;
  }
  absl::StatusOr<v1::ConveneDelegatesResponse> Convene(const v1::ConveneDelegatesRequest& request,
                                                       Fixture::Context context = nullptr) {
    return f.Call(&Delegations::ConveneDelegates, request, std::move(context));
  }
  static v1::RecordAttendanceRequest Session(const std::string& id, const std::string& delegate,
                                             v1::Attendance::Presence presence = v1::Attendance::PRESENT) {
    v1::RecordAttendanceRequest request;
    request.set_parent(kCongress);
    request.set_session_id(id);
    *request.mutable_date() = civil::ToDate(kToday);
    request.add_entries()->set_delegate_id(delegate);
    request.mutable_entries(0)->set_presence(presence);
    if (presence != v1::Attendance::PRESENT) request.mutable_entries(0)->set_absence_reason("ốm");
    return request;
  }
  absl::StatusOr<v1::RecordAttendanceResponse> Attend(const v1::RecordAttendanceRequest& request,
                                                      Fixture::Context context = nullptr) {
    return f.Call(&Delegations::RecordAttendance, request, std::move(context));
  }
};

TEST(ReplaceDelegate, TheNextReserveTakesTheSeat) {
  Full t;
  ASSERT_OK_AND_ASSIGN(const auto done, t.Replace(Full::Leaves("d2")));
  EXPECT_EQ(done.replaced().state(), v1::Delegate::REPLACED);
  EXPECT_EQ(done.replacement().name(), Full::Name("r1"));
  EXPECT_EQ(done.replacement().origin(), v1::APPOINTED);
  EXPECT_FALSE(done.replaced().etag().empty());
  EXPECT_EQ(t.Get("d2").replaced_by(), Full::Name("r1")) << "the trace stays";
  EXPECT_EQ(t.Get("r1").replaces(), Full::Name("d2"));
  EXPECT_EQ(done.replacement().etag(), t.Get("r1").etag());
  // The count of filled seats is what it was: full, and one less once a delegate withdraws.
  EXPECT_THAT(t.Add("d3", "a"), StatusIs(kFailed, "QUOTA_EXCEEDED"));
  EXPECT_THAT(t.Withdraw("r1"), IsOk());
  EXPECT_THAT(t.Add("d3", "a"), IsOk());
  EXPECT_THAT(t.Add("d4", "a"), StatusIs(kFailed, "QUOTA_EXCEEDED"));
}

TEST(ReplaceDelegate, PassesOverOnlyWithAReason) {
  Full t;
  EXPECT_THAT(t.Replace(Full::Leaves("d1", "r2")), StatusIs(kFailed, "RESERVE_NOT_NEXT"));
  ASSERT_OK_AND_ASSIGN(const auto done, t.Replace(Full::Leaves("d1", "r2", "r1 ốm dài ngày")));
  ASSERT_EQ(done.replacement().promotion().passed_over_size(), 1);
  EXPECT_EQ(done.replacement().promotion().passed_over(0), Full::Name("r1"));
  ASSERT_OK_AND_ASSIGN(const auto next, t.Replace(Full::Leaves("d2")));
  EXPECT_EQ(next.replacement().name(), Full::Name("r1")) << "who was passed over stays first";
}

TEST(ReplaceDelegate, RefusesWithTheReason) {
  Full t;
  ASSERT_THAT(t.Add("e", "a", v1::EX_OFFICIO), IsOk());
  ASSERT_THAT(t.AddReserve("b1", "b", 1), IsOk());
  EXPECT_THAT(t.Replace(Full::Leaves("e")), StatusIs(kFailed, "ORIGIN_NOT_REPLACEABLE"));
  EXPECT_THAT(t.Replace(Full::Leaves("r1")), StatusIs(kFailed, "ORIGIN_NOT_REPLACEABLE"));
  EXPECT_THAT(t.Replace(Full::Leaves("d1", "b1", "x")), StatusIs(kFailed, "RESERVE_UNFIT"));
  EXPECT_THAT(t.Replace(Full::Leaves("d1", "none", "x")), StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(t.Replace(Full::Leaves("none")), StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  auto request = Full::Leaves("d1");
  request.set_etag("1");
  EXPECT_THAT(t.Replace(request), StatusIs(absl::StatusCode::kAborted, "ETAG_MISMATCH"));
  request = Full::Leaves("d1");
  *request.mutable_date() = civil::ToDate(kToday + 1);
  EXPECT_THAT(t.Replace(request), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(t.Replace(Full::Leaves("d1"), t.f.service().As("x", {"reader@a", "clerk@b"})),
              StatusIs(absl::StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  ASSERT_THAT(t.Replace(Full::Leaves("d1"), t.f.service().As("x", {"clerk@a"})), IsOk());
  EXPECT_THAT(t.Replace(Full::Leaves("d1")), StatusIs(kFailed, "DELEGATE_NOT_SEATED"));
  ASSERT_THAT(t.Replace(Full::Leaves("d2")), IsOk());
  ASSERT_THAT(t.Replace(Full::Leaves("r1")), IsOk()) << "who followed can be followed";
  EXPECT_THAT(t.Replace(Full::Leaves("r2")), StatusIs(kFailed, "RESERVE_EXHAUSTED"));
  EXPECT_THAT(t.Delete([] {
    v1::DeleteDelegateRequest deletion;
    deletion.set_name(Full::Name("d1"));
    return deletion;
  }()),
              StatusIs(kFailed, "DELEGATE_KEPT"));
}

TEST(ReplaceDelegate, DoesNothingWhenOnlyValidatedAndNothingTwice) {
  Full t;
  auto request = Full::Leaves("d1");
  request.set_validate_only(true);
  ASSERT_THAT(t.Replace(request), IsOk());
  EXPECT_EQ(t.Get("d1").state(), v1::Delegate::SEATED);
  request.set_validate_only(false);
  request.set_request_id(RequestId(1));
  ASSERT_OK_AND_ASSIGN(const auto first, t.Replace(request));
  ASSERT_OK_AND_ASSIGN(const auto second, t.Replace(request));
  EXPECT_EQ(support::AsReplayed(first).SerializeAsString(), second.SerializeAsString());
  request.set_reason("khác");
  EXPECT_THAT(t.Replace(request), StatusIs(kInvalid, "REQUEST_ID_REUSED"));
}

TEST(ReplaceDelegate, OfTwoAtOnceEachGetsAReserveOfTheirOwn) {
  Full t;
  std::vector<absl::Status> results(2);
  {
    std::vector<std::jthread> threads;
    for (size_t i = 0; i < results.size(); ++i) {
      threads.emplace_back([&, i] { results[i] = t.Replace(Full::Leaves(StrCat("d", i + 1))).status(); });
    }
  }
  for (const absl::Status& result : results) EXPECT_THAT(result, IsOk());
  EXPECT_EQ(t.Get("r1").state(), v1::Delegate::SEATED);
  EXPECT_EQ(t.Get("r2").state(), v1::Delegate::SEATED);
  EXPECT_NE(t.Get("r1").replaces(), t.Get("r2").replaces());
}

TEST(WithdrawDelegate, FreesTheSeatAndKeepsTheTrace) {
  Full t;
  ASSERT_OK_AND_ASSIGN(const auto ended, t.Withdraw("d1"));
  EXPECT_EQ(ended.state(), v1::Delegate::WITHDRAWN);
  EXPECT_EQ(t.Get("d1").end().reason(), "theo nguyện vọng");
  EXPECT_THAT(t.Withdraw("d1"), StatusIs(kFailed, "DELEGATE_NOT_SEATED"));
  EXPECT_THAT(t.Add("d3", "a"), IsOk()) << "the seat is free";
  auto again = Fixture::DelegateRequest("d4", "b");
  again.mutable_delegate()->set_person("persons/d1");
  EXPECT_THAT(t.f.CreateDelegate(again), StatusIs(kFailed, "PERSON_RECORDED"));
  EXPECT_THAT(t.Withdraw("r1"), IsOk());
  EXPECT_EQ(t.Replace(Full::Leaves("d2"))->replacement().name(), Full::Name("r2"));
  EXPECT_THAT(t.Withdraw("none"), StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
}

TEST(WithdrawDelegate, OnlyTheConvenerFreesASeatExOfficio) {
  Full t;
  ASSERT_THAT(t.Add("e", "a", v1::EX_OFFICIO), IsOk());
  EXPECT_THAT(t.Withdraw("e", t.f.service().As("x", {"clerk@a"})),
              StatusIs(absl::StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(t.Withdraw("e", t.f.Role("clerk")), IsOk());
  EXPECT_THAT(t.Add("e2", "b", v1::EX_OFFICIO), IsOk());
}

TEST(WithdrawDelegate, HonoursEtagRequestIdAndDay) {
  Full t;
  v1::WithdrawDelegateRequest request;
  const auto send = [&] { return t.f.Call(&Delegations::WithdrawDelegate, request); };
  request.set_name(Full::Name("d1"));
  request.set_reason("x");
  request.set_etag("1");
  EXPECT_THAT(send(), StatusIs(absl::StatusCode::kAborted, "ETAG_MISMATCH"));
  request.clear_etag();
  *request.mutable_date() = civil::ToDate(kToday + 1);
  EXPECT_THAT(send(), StatusIs(kInvalid, "FIELDS_INVALID"));
  request.clear_date();
  request.set_request_id(RequestId(1));
  EXPECT_THAT(send(), IsOk());
  EXPECT_THAT(send(), IsOk()) << "a replay";
  request.set_reason("y");
  EXPECT_THAT(send(), StatusIs(kInvalid, "REQUEST_ID_REUSED"));
}

TEST(ConveneDelegates, RecordsAllOrNoneAndNothingTwice) {
  Full t;
  const auto commits = *t.f.service().store().LastSequence();
  EXPECT_THAT(t.Convene(Full::Notice({"d1", "r1"})), StatusIs(kFailed, "DELEGATE_NOT_SEATED"));
  EXPECT_THAT(t.Convene(Full::Notice({"d1", "none"})), StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(t.Convene(Full::Notice({"d1", "d1"})), StatusIs(kInvalid, "FIELDS_INVALID"));
  // Summoning is the convener's: an organisation's own clerk does not do it.
  EXPECT_THAT(t.Convene(Full::Notice({"d1"}), t.f.service().As("x", {"clerk@a"})),
              StatusIs(absl::StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  EXPECT_EQ(*t.f.service().store().LastSequence(), commits);
  EXPECT_EQ(t.Convene(Full::Notice({"d1"}))->convened(), 1);
  const std::string etag = t.Get("d1").etag();
  auto both = Full::Notice({"d1", "d2"});
  both.set_request_id(RequestId(1));
  ASSERT_OK_AND_ASSIGN(const auto answer, t.Convene(both));
  EXPECT_EQ(answer.convened(), 1);
  EXPECT_EQ(answer.unchanged(), 1);
  EXPECT_EQ(t.Get("d1").etag(), etag) << "what stays as it was is not written";
  both.set_notice("Số 13");
  EXPECT_THAT(t.Convene(both), StatusIs(kInvalid, "REQUEST_ID_REUSED"));
  both.clear_request_id();
  EXPECT_THAT(t.Convene(both), StatusIs(kFailed, "CORRECTION_UNEXPLAINED"));
  both.set_correction_reason("ghi nhầm số");
  EXPECT_EQ(t.Convene(both)->corrected(), 2);
  EXPECT_EQ(t.Get("d1").convocations_size(), 2);
}

TEST(ConveneDelegates, AllWhoAreSeatedAreFoundByTheService) {
  Full t;
  ASSERT_THAT(t.Convene(Full::Notice({"d1"})), IsOk());
  auto all = Full::Notice({}, "Số 13");
  all.set_all_seated(true);
  EXPECT_THAT(t.Convene(all, t.f.service().As("x", {"clerk@a"})),
              StatusIs(absl::StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  ASSERT_OK_AND_ASSIGN(auto answer, t.Convene(all));
  EXPECT_GT(answer.convened(), 0);
  EXPECT_EQ(answer.unchanged(), 1) << "d1, by another notice";
  EXPECT_EQ(t.Get("d1").convocations(0).notice(), "Số 12");
  EXPECT_EQ(t.Get("d2").convocations(0).notice(), "Số 13");
  EXPECT_TRUE(t.Get("r1").convocations().empty()) << "a reserve";
  const int seated = answer.convened() + 1;
  ASSERT_OK_AND_ASSIGN(answer, t.Convene(all));
  EXPECT_EQ(answer.unchanged(), seated);
}

TEST(ConveneDelegates, RecordsOfOneDelegateEnd) {
  Full t;
  auto request = Full::Notice({"d1"});
  request.set_correction_reason("x");
  for (int i = 0; i < kMostRecords; ++i) {
    request.set_notice(StrCat("Số ", i));
    ASSERT_THAT(t.Convene(request), IsOk());
  }
  request.set_notice("thêm");
  EXPECT_THAT(t.Convene(request), StatusIs(kFailed, "RECORD_FULL"));
}

TEST(RecordAttendance, RecordsCorrectsAndKeeps) {
  Full t;
  const auto absent = v1::Attendance::ABSENT_THROUGHOUT;
  EXPECT_THAT(t.Attend(Full::Session("khai-mac", "r1")), StatusIs(kFailed, "DELEGATE_NOT_SEATED"));
  EXPECT_THAT(t.Attend(Full::Session("khai-mac", "none")), StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(t.Attend(Full::Session("khai-mac", "d1"), t.f.service().As("x", {"clerk@a"})),
              StatusIs(absl::StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  auto request = Full::Session("khai-mac", "d1");
  request.mutable_entries(0)->set_absence_reason("ốm");
  EXPECT_THAT(t.Attend(request), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_EQ(t.Attend(Full::Session("khai-mac", "d1", absent))->recorded(), 1);
  EXPECT_EQ(t.Attend(Full::Session("khai-mac", "d1", absent))->unchanged(), 1);
  request = Full::Session("khai-mac", "d1");
  EXPECT_THAT(t.Attend(request), StatusIs(kFailed, "CORRECTION_UNEXPLAINED"));
  request.set_correction_reason("đến muộn");
  request.set_request_id(RequestId(1));
  EXPECT_EQ(t.Attend(request)->corrected(), 1);
  EXPECT_EQ(t.Attend(request)->corrected(), 1) << "a replay";
  request.set_session_id("be-mac");
  EXPECT_THAT(t.Attend(request), StatusIs(kInvalid, "REQUEST_ID_REUSED"));
  ASSERT_EQ(t.Get("d1").attendance_size(), 2);
  EXPECT_EQ(t.Get("d1").attendance(0).absence_reason(), "ốm");
}

TEST(RecordAttendance, RecordsOfOneDelegateEnd) {
  Full t;
  for (int i = 0; i < kMostRecords; ++i) ASSERT_THAT(t.Attend(Full::Session(StrCat("s", i), "d1")), IsOk());
  EXPECT_THAT(t.Attend(Full::Session("them", "d1")), StatusIs(kFailed, "RECORD_FULL"));
}

}  // namespace
}  // namespace congress::allocation

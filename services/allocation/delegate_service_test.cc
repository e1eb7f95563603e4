#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "services/allocation/testing/in_force.h"

namespace congress::allocation {
namespace {

using support::IsOk;
using support::StatusIs;

v1::DeleteDelegateRequest DeleteRequest(const std::string& id) {
  v1::DeleteDelegateRequest request;
  request.set_name(StrCat(kCongress, "/delegates/", id));
  return request;
}

TEST(CreateDelegate, FillsTheQuotaAndRefusesOneTooMany) {
  InForce t;
  ASSERT_OK_AND_ASSIGN(const auto first, t.f.CreateDelegate(Fixture::DelegateRequest("d1", "a")));
  EXPECT_EQ(first.name(), "congresses/xx/delegates/d1");
  EXPECT_EQ(first.organisation(), "organisations/a");
  EXPECT_THAT(t.Add("d2", "a", v1::APPOINTED), IsOk());
  const absl::Status refused = t.Add("d3", "a");
  ASSERT_THAT(refused, StatusIs(kFailed, "QUOTA_EXCEEDED"));
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(status::Detail(refused, &info));
  EXPECT_EQ(info.metadata().at("quota"), "2");
  EXPECT_EQ(info.metadata().at("filled"), "2");
  EXPECT_THAT(t.Add("d3", "b"), IsOk()) << "another organisation's quota";
}

TEST(CreateDelegate, ReservesTakeNoSeat) {
  InForce t;
  for (int i = 0; i < 5; ++i) EXPECT_THAT(t.AddReserve(StrCat("r", i), "a", i + 1), IsOk());
  EXPECT_THAT(t.Add("d1", "a"), IsOk());
}

TEST(CreateDelegate, ReservesHaveACap) {
  FakeRegister numbers;
  Fixture f{{{"drafting", numbers.channel()}}};
  f.ImportTwo();
  v1::RuleSet rule = sample::FittedRule(6, 1);
  v1::OriginCap* cap = rule.add_origin_caps();
  cap->add_origins(v1::RESERVE);
  cap->set_seats(2);
  ASSERT_THAT(f.CreateRule("r", rule), IsOk());
  f.Approved();
  ASSERT_THAT(f.Issue(), IsOk());
  const auto reserve = [&](const std::string& id, const std::string& unit, int rank) {
    return f.CreateDelegate(Fixture::ReserveRequest(id, unit, rank));
  };
  ASSERT_THAT(reserve("r1", "a", 1), IsOk());
  ASSERT_THAT(reserve("r2", "b", 1), IsOk());
  EXPECT_THAT(reserve("r3", "a", 2), StatusIs(kFailed, "QUOTA_EXCEEDED"));
  // Another place is no further reserve; who takes over a seat leaves one.
  v1::UpdateDelegateRequest move;
  move.mutable_delegate()->set_name(StrCat(kCongress, "/delegates/r1"));
  move.mutable_delegate()->set_reserve_rank(2);
  move.mutable_update_mask()->add_paths("reserve_rank");
  ASSERT_THAT(f.Call(&Delegates::UpdateDelegate, move), IsOk());
  EXPECT_THAT(reserve("r3", "a", 1), StatusIs(kFailed, "QUOTA_EXCEEDED"));
  ASSERT_THAT(f.CreateDelegate(Fixture::DelegateRequest("d1", "a")), IsOk());
  v1::ReplaceDelegateRequest replace;
  replace.set_name(StrCat(kCongress, "/delegates/d1"));
  replace.set_reason("chuyển công tác");
  ASSERT_THAT(f.Call(&v1::DelegationService::StubInterface::ReplaceDelegate, replace), IsOk());
  EXPECT_THAT(reserve("r3", "a", 1), IsOk());
  EXPECT_THAT(reserve("r4", "a", 2), StatusIs(kFailed, "QUOTA_EXCEEDED"));
}

TEST(CreateDelegate, CountsExOfficioAndAppointedBesideTheOrganisations) {
  InForce t;
  // A unit's clerk may not take seats that are the whole congress's.
  EXPECT_THAT(t.Add("e0", "a", v1::EX_OFFICIO, t.f.service().As("an", {"clerk@a"})),
              StatusIs(absl::StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(t.Add("e1", "a", v1::EX_OFFICIO), IsOk());
  EXPECT_THAT(t.Add("e2", "b", v1::EX_OFFICIO), StatusIs(kFailed, "QUOTA_EXCEEDED"));
  EXPECT_THAT(t.Add("p1", "province", v1::APPOINTED), IsOk());
  EXPECT_THAT(t.Add("p2", "province", v1::APPOINTED), StatusIs(kFailed, "QUOTA_EXCEEDED"));
  EXPECT_THAT(t.Add("p3", "province", v1::ELECTED), StatusIs(kFailed, "QUOTA_EXCEEDED"));
}

TEST(CreateDelegate, OfManyAtOnceForTheLastSeatOneGetsIt) {
  InForce t;
  ASSERT_THAT(t.Add("d0", "a"), IsOk());
  std::vector<absl::Status> results(4);
  {
    std::vector<std::jthread> threads;
    for (size_t i = 0; i < results.size(); ++i) {
      threads.emplace_back([&, i] { results[i] = t.Add(StrCat("d", i + 1), "a"); });
    }
  }
  int taken = 0;
  for (const absl::Status& result : results) {
    if (result.ok()) {
      ++taken;
    } else {
      EXPECT_THAT(result, StatusIs(kFailed, "QUOTA_EXCEEDED"));
    }
  }
  EXPECT_EQ(taken, 1);
  v1::ListDelegatesRequest list;
  list.set_parent(kCongress);
  EXPECT_EQ(t.f.Call(&Delegates::ListDelegates, list)->delegates_size(), 2);
}

TEST(CreateDelegate, APersonIsADelegateOnce) {
  InForce t;
  ASSERT_THAT(t.Add("d1", "a"), IsOk());
  auto again = Fixture::DelegateRequest("d2", "b");
  again.mutable_delegate()->set_person("persons/d1");
  const auto refused = t.f.CreateDelegate(again);
  ASSERT_THAT(refused, StatusIs(kFailed, "PERSON_RECORDED"));
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(status::Detail(refused.status(), &info));
  EXPECT_EQ(info.metadata().at("delegate"), "congresses/xx/delegates/d1");
  const auto hidden = t.f.CreateDelegate(again, t.f.service().As("x", {"clerk@b"}));
  ASSERT_TRUE(status::Detail(hidden.status(), &info));
  EXPECT_FALSE(info.metadata().contains("delegate")) << "another organisation's delegate";
}

TEST(CreateDelegate, RefusesWithTheReason) {
  InForce t;
  ASSERT_THAT(t.Add("d1", "a"), IsOk());
  EXPECT_THAT(t.Add("d1", "a"), StatusIs(absl::StatusCode::kAlreadyExists, "RESOURCE_EXISTS"));
  EXPECT_THAT(t.Add("d2", "stranger"), StatusIs(kFailed, "ORGANISATION_NOT_IN_PLAN"));
  t.f.Draft("draft");
  auto request = Fixture::DelegateRequest("d2", "a");
  request.mutable_delegate()->set_plan("congresses/xx/allocationPlans/draft");
  EXPECT_THAT(t.f.CreateDelegate(request), StatusIs(kFailed, "PLAN_NOT_ISSUED"));
  request.mutable_delegate()->set_plan("congresses/xx/allocationPlans/none");
  EXPECT_THAT(t.f.CreateDelegate(request), StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  request = Fixture::DelegateRequest("d2", "a");
  request.set_parent("congresses/other");
  EXPECT_THAT(t.f.CreateDelegate(request), StatusIs(kInvalid, "PLAN_OF_OTHER_CONGRESS"));
  request = Fixture::DelegateRequest("d2", "a", v1::ORIGIN_UNSPECIFIED);
  EXPECT_THAT(t.f.CreateDelegate(request), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(t.Add("d2", "a", v1::ELECTED, t.f.service().As("x", {"clerk@b"})),
              StatusIs(absl::StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(t.Add("d2", "a", v1::ELECTED, t.f.service().As("x", {"clerk@a"})), IsOk());
}

TEST(CreateDelegate, RepeatsItsAnswerUnderTheSameRequestId) {
  InForce t;
  auto request = Fixture::DelegateRequest("d1", "a");
  request.set_request_id(RequestId(1));
  ASSERT_OK_AND_ASSIGN(const auto first, t.f.CreateDelegate(request));
  ASSERT_OK_AND_ASSIGN(const auto second, t.f.CreateDelegate(request));
  EXPECT_EQ(first.SerializeAsString(), second.SerializeAsString());
  EXPECT_THAT(t.Add("d2", "a"), IsOk()) << "the replay took no seat";
  request.mutable_delegate()->set_organisation("organisations/b");
  EXPECT_THAT(t.f.CreateDelegate(request), StatusIs(kInvalid, "REQUEST_ID_REUSED"));
}

v1::BatchCreateDelegatesRequest Batch(const std::vector<v1::CreateDelegateRequest>& requests) {
  v1::BatchCreateDelegatesRequest batch;
  batch.set_parent(kCongress);
  for (const auto& request : requests) {
    auto* entry = batch.add_entries();
    entry->set_delegate_id(request.delegate_id());
    *entry->mutable_delegate() = request.delegate();
  }
  return batch;
}

TEST(BatchCreateDelegates, RecordsAllOrNone) {
  InForce t;
  using F = Fixture;
  const auto send = [&](const v1::BatchCreateDelegatesRequest& batch, F::Context context = nullptr) {
    return t.f.Call(&Delegates::BatchCreateDelegates, batch, std::move(context));
  };
  const auto d1 = F::DelegateRequest("d1", "a");
  auto same_person = F::DelegateRequest("d2", "b");
  same_person.mutable_delegate()->set_person("persons/d1");
  auto unknown_plan = F::DelegateRequest("d2", "b");
  unknown_plan.mutable_delegate()->set_plan("congresses/xx/allocationPlans/none");
  auto other_plan = F::DelegateRequest("d2", "b");
  t.f.Draft("draft");
  other_plan.mutable_delegate()->set_plan("congresses/xx/allocationPlans/draft");
  const struct {
    v1::BatchCreateDelegatesRequest batch;
    absl::StatusCode code;
    std::string reason;
  } cases[] = {
      {Batch({d1, F::DelegateRequest("d2", "a"), F::DelegateRequest("d3", "a")}), kFailed, "QUOTA_EXCEEDED"},
      {Batch({d1, d1}), absl::StatusCode::kAlreadyExists, "RESOURCE_EXISTS"},
      {Batch({d1, same_person}), kFailed, "PERSON_RECORDED"},
      {Batch({d1, unknown_plan}), absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"},
      {Batch({d1, other_plan}), kFailed, "PLAN_NOT_ISSUED"},
      {Batch({d1, F::DelegateRequest("d2", "stranger")}), kFailed, "ORGANISATION_NOT_IN_PLAN"},
      {Batch({}), kInvalid, "FIELDS_INVALID"},
  };
  const auto commits = *t.f.service().store().LastSequence();
  for (const auto& c : cases) {
    const auto refused = send(c.batch);
    EXPECT_THAT(refused, StatusIs(c.code, c.reason));
    google::rpc::ErrorInfo info;
    ASSERT_TRUE(status::Detail(refused.status(), &info));
    if (c.batch.entries_size() > 0) {
      EXPECT_EQ(info.metadata().at("index"), StrCat(c.batch.entries_size() - 1));
    }
  }
  auto elsewhere = Batch({d1});
  elsewhere.set_parent("congresses/other");
  EXPECT_THAT(send(elsewhere), StatusIs(kInvalid, "PLAN_OF_OTHER_CONGRESS"));
  EXPECT_THAT(send(Batch({F::DelegateRequest("d2", "b"), d1}), t.f.service().As("x", {"clerk@b"})),
              StatusIs(absl::StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  EXPECT_EQ(*t.f.service().store().LastSequence(), commits);

  auto good = Batch({d1, F::DelegateRequest("d2", "a"), F::DelegateRequest("d3", "b")});
  good.set_request_id(RequestId(1));
  ASSERT_OK_AND_ASSIGN(const auto answer, send(good));
  ASSERT_EQ(answer.delegates_size(), 3);
  EXPECT_EQ(*t.f.service().store().LastSequence(), commits + 1);
  EXPECT_THAT(send(good), IsOk()) << "a replay";
  good.mutable_entries(0)->set_delegate_id("d9");
  EXPECT_THAT(send(good), StatusIs(kInvalid, "REQUEST_ID_REUSED"));
  EXPECT_THAT(t.Add("d4", "a"), StatusIs(kFailed, "QUOTA_EXCEEDED"));
}

TEST(GetDelegate, HidesOtherOrganisationsDelegates) {
  InForce t;
  ASSERT_THAT(t.Add("d1", "a"), IsOk());
  v1::GetDelegateRequest request;
  request.set_name("congresses/xx/delegates/d1");
  const auto get = [&](Fixture::Context context) {
    return t.f.Call(&Delegates::GetDelegate, request, std::move(context));
  };
  EXPECT_THAT(get(t.f.service().As("x", {"reader@a"})), IsOk());
  EXPECT_THAT(get(t.f.service().As("x", {"reader@b"})), StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  request.set_name("delegates/d1");
  EXPECT_THAT(get(t.f.Admin()), StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST(ListDelegates, FiltersByOrganisationAndOrigin) {
  InForce t;
  ASSERT_THAT(t.Add("d1", "a"), IsOk());
  ASSERT_THAT(t.Add("d2", "b"), IsOk());
  ASSERT_THAT(t.AddReserve("d3", "b", 1), IsOk());
  v1::ListDelegatesRequest request;
  request.set_parent(kCongress);
  const auto list = [&](Fixture::Context context = nullptr) {
    return t.f.Call(&Delegates::ListDelegates, request, std::move(context));
  };
  EXPECT_EQ(list()->delegates_size(), 3);
  EXPECT_EQ(list(t.f.service().As("x", {"reader@a"}))->delegates_size(), 1);
  request.set_organisation("organisations/b");
  EXPECT_EQ(list()->delegates_size(), 2);
  request.set_origin(v1::RESERVE);
  ASSERT_EQ(list()->delegates_size(), 1);
  EXPECT_EQ(list()->delegates(0).name(), "congresses/xx/delegates/d3");
  request.set_page_token("rubbish");
  EXPECT_THAT(list(), StatusIs(kInvalid, "PAGE_TOKEN_INVALID"));
  request.set_parent("");
  EXPECT_THAT(list(), StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST(CreateDelegate, APlaceInReserveIsOnes) {
  InForce t;
  EXPECT_THAT(t.Add("r1", "a", v1::RESERVE), StatusIs(kInvalid, "FIELDS_INVALID"));
  ASSERT_THAT(t.AddReserve("r1", "a", 1), IsOk());
  EXPECT_THAT(t.AddReserve("r2", "a", 1), StatusIs(kFailed, "RESERVE_RANK_TAKEN"));
  EXPECT_THAT(t.AddReserve("r2", "b", 1), IsOk()) << "another organisation's list";
  EXPECT_THAT(t.f.Call(&Delegates::BatchCreateDelegates,
                       Batch({Fixture::ReserveRequest("r3", "a", 2), Fixture::ReserveRequest("r4", "a", 2)})),
              StatusIs(kFailed, "RESERVE_RANK_TAKEN"));
  EXPECT_THAT(t.Delete(DeleteRequest("r1")), IsOk());
  EXPECT_THAT(t.AddReserve("r3", "a", 1), IsOk()) << "the place is free again";
}

v1::UpdateDelegateRequest Change(const std::string& id, const std::string& path) {
  v1::UpdateDelegateRequest request;
  request.mutable_delegate()->set_name(StrCat(kCongress, "/delegates/", id));
  request.mutable_update_mask()->add_paths(path);
  return request;
}

TEST(UpdateDelegate, ChangesProfileAndPlace) {
  InForce t;
  const auto update = [&](const v1::UpdateDelegateRequest& request, Fixture::Context context = nullptr) {
    return t.f.Call(&Delegates::UpdateDelegate, request, std::move(context));
  };
  ASSERT_THAT(t.AddReserve("r1", "a", 1), IsOk());
  ASSERT_THAT(t.AddReserve("r2", "a", 2), IsOk());
  auto place = Change("r1", "reserve_rank");
  place.mutable_delegate()->set_reserve_rank(2);
  EXPECT_THAT(update(place), StatusIs(kFailed, "RESERVE_RANK_TAKEN"));
  place.mutable_delegate()->set_reserve_rank(3);
  place.set_request_id(RequestId(1));
  EXPECT_THAT(update(place), IsOk());
  EXPECT_THAT(t.AddReserve("r3", "a", 1), IsOk()) << "the place that was left";
  EXPECT_THAT(t.AddReserve("r4", "a", 3), StatusIs(kFailed, "RESERVE_RANK_TAKEN"));
  place.mutable_delegate()->set_reserve_rank(4);
  EXPECT_THAT(update(place), StatusIs(kInvalid, "REQUEST_ID_REUSED"));
  place.clear_request_id();
  place.mutable_delegate()->set_reserve_rank(0);
  EXPECT_THAT(update(place), StatusIs(kInvalid, "FIELDS_INVALID"));

  auto profile = Change("r1", "profile");
  profile.mutable_delegate()->mutable_profile()->set_gender(v1::DelegateProfile::FEMALE);
  profile.mutable_delegate()->set_etag("1");
  EXPECT_THAT(update(profile), StatusIs(absl::StatusCode::kAborted, "ETAG_MISMATCH"));
  profile.mutable_delegate()->clear_etag();
  EXPECT_THAT(update(profile, t.f.service().As("x", {"clerk@a"}, annotations::v1::GRADE_UNSPECIFIED)),
              StatusIs(absl::StatusCode::kPermissionDenied, "FIELD_GRADED"));
  EXPECT_THAT(update(profile, t.f.service().As("x", {"reader@a", "clerk@b"})),
              StatusIs(absl::StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(update(profile, t.f.service().As("x", {"clerk@a"}, annotations::v1::PERSONAL)), IsOk());
  EXPECT_THAT(update(Change("none", "profile")), StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(update(Change("r1", "origin")), StatusIs(kInvalid, "FIELDS_INVALID"));
  v1::GetDelegateRequest get;
  get.set_name(StrCat(kCongress, "/delegates/r1"));
  EXPECT_TRUE(t.f.Call(&Delegates::GetDelegate, get)->has_profile());
  EXPECT_FALSE(
      t.f.Call(&Delegates::GetDelegate, get, t.f.service().As("x", {"clerk@a"}, annotations::v1::GRADE_UNSPECIFIED))
          ->has_profile());
}

TEST(DeleteDelegate, FreesTheSeatAndThePerson) {
  InForce t;
  ASSERT_OK_AND_ASSIGN(const auto first, t.f.CreateDelegate(Fixture::DelegateRequest("d1", "a")));
  ASSERT_THAT(t.Add("d2", "a"), IsOk());
  ASSERT_THAT(t.AddReserve("r1", "a", 1), IsOk());
  EXPECT_THAT(t.Delete(DeleteRequest("r1")), IsOk());
  EXPECT_THAT(t.Add("d3", "a"), StatusIs(kFailed, "QUOTA_EXCEEDED")) << "a reserve frees no seat";
  auto request = DeleteRequest("d1");
  request.set_etag("1");
  EXPECT_THAT(t.Delete(request), StatusIs(absl::StatusCode::kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(t.f.Call(&Delegates::DeleteDelegate, DeleteRequest("d1"), t.f.service().As("x", {"clerk@b"})),
              StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(t.f.Call(&Delegates::DeleteDelegate, DeleteRequest("d1"), t.f.service().As("x", {"reader@a", "clerk@b"})),
              StatusIs(absl::StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  request.set_etag(first.etag());
  request.set_request_id(RequestId(1));
  EXPECT_THAT(t.Delete(request), IsOk());
  EXPECT_THAT(t.Delete(request), IsOk()) << "a replay";
  request.clear_etag();
  EXPECT_THAT(t.Delete(request), StatusIs(kInvalid, "REQUEST_ID_REUSED"));
  EXPECT_THAT(t.Delete(DeleteRequest("d1")), StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  // A unit's clerk may not free seats that are the whole congress's.
  ASSERT_THAT(t.Add("e1", "a", v1::EX_OFFICIO), IsOk());
  EXPECT_THAT(t.f.Call(&Delegates::DeleteDelegate, DeleteRequest("e1"), t.f.service().As("x", {"clerk@a"})),
              StatusIs(absl::StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(t.Delete(DeleteRequest("e1")), IsOk());
  EXPECT_THAT(t.Add("d1", "a"), IsOk()) << "seat and person are free again";
  request.set_name("d1");
  EXPECT_THAT(t.Delete(request), StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST(ImportDelegates, DoesWhatSingleCallsDoAndAllOrNothing) {
  InForce t;
  const auto import = [&](const std::string& csv, bool validate_only = false, Fixture::Context context = nullptr) {
    v1::ImportDelegatesRequest request;
    request.set_parent(kCongress);
    request.set_csv(csv);
    request.set_validate_only(validate_only);
    return t.f.Call(&Delegates::ImportDelegates, request, std::move(context));
  };
  const std::string head = "name,organisation,person,plan,origin,reserve_rank,gender\n";
  const std::string first = StrCat("d1,organisations/a,persons/d1,", kPlan, ",elected,,female\n");
  const std::string reserve = StrCat("congresses/xx/delegates/r1,organisations/a,persons/r1,", kPlan, ",RESERVE,1,\n");
  ASSERT_OK_AND_ASSIGN(auto done, import(StrCat(head, first, reserve)));
  EXPECT_EQ(done.new_count(), 2);
  // The same again changes nothing, in other words and another order.
  ASSERT_OK_AND_ASSIGN(done, import("Reserve rank;name;profile.gender\n1;r1;\n;d1;FEMALE\n"));
  EXPECT_EQ(done.unchanged_count(), 2);
  // A rank changes; what the file does not mention stays.
  ASSERT_OK_AND_ASSIGN(done, import("name,reserve_rank\nr1,2\n"));
  EXPECT_EQ(done.changed_count(), 1);
  EXPECT_EQ(done.rows(0).reason(), "reserve_rank: '1' becomes '2'");
  // One wrong row, nothing done; the preview tells each.
  const std::string wrong =
      StrCat(head, "d2,organisations/a,persons/d2,", kPlan, ",elected,,\n", "r1,organisations/b,persons/r1,", kPlan,
             ",reserve,2,\n", "d3,organisations/a,persons/d1,", kPlan, ",elected,,\n", "d2,,,,,,\n");
  ASSERT_OK_AND_ASSIGN(done, import(wrong, /*validate_only=*/true));
  ASSERT_EQ(done.rows_size(), 4);
  EXPECT_EQ(done.rows(0).state(), tables::v1::ImportRow::NEW);
  EXPECT_EQ(
      done.rows(1).reason(),
      "organisation is set when the record is made and does not change; write it as it stands, or leave the column "
      "out");
  EXPECT_EQ(done.rows(3).reason(), "the name stands in line 2 already");
  EXPECT_EQ(done.error_count(), 3);
  EXPECT_THAT(import(wrong), StatusIs(kInvalid, "ROWS_REJECTED"));
  v1::ListDelegatesRequest list;
  list.set_parent(kCongress);
  EXPECT_EQ(t.f.Call(&Delegates::ListDelegates, list)->delegates_size(), 2);
  EXPECT_THAT(import("organisation\norganisations/a\n"), StatusIs(kInvalid, "CSV_MALFORMED"));
  EXPECT_THAT(import(""), StatusIs(kInvalid, "FIELDS_INVALID"));
  // Whether a graded field is as the file says is told to those only who may see it; empty columns are no word of it.
  const auto low = [&] { return t.f.service().As("x", {"clerk@province"}, annotations::v1::GRADE_UNSPECIFIED); };
  EXPECT_THAT(import("name,gender\nd1,FEMALE\n", /*validate_only=*/true, low()),
              StatusIs(absl::StatusCode::kPermissionDenied, "FIELD_GRADED"));
  ASSERT_OK_AND_ASSIGN(done, import("name,gender\nd1,\n", /*validate_only=*/true, low()));
  EXPECT_EQ(done.unchanged_count(), 1);
}

}  // namespace
}  // namespace congress::allocation

#include "gtest/gtest.h"
#include "services/allocation/testing/in_force.h"

namespace congress::allocation {
namespace {

using support::IsOk;
using support::StatusIs;

// Two delegates of `a`, one of them a woman of whom all is known, and one of `b`.
struct Seated : InForce {
  Seated() {
    auto known = Fixture::DelegateRequest("d1", "a");
    v1::DelegateProfile& profile = *known.mutable_delegate()->mutable_profile();
    profile.set_gender(v1::DelegateProfile::FEMALE);
    *profile.mutable_birth_date() = civil::ToDate(absl::CivilDay(1990, 1, 1));
    profile.set_ethnic_minority(true);
    profile.add_sectors("party");
    EXPECT_THAT(f.CreateDelegate(known), IsOk());
    EXPECT_THAT(Add("d2", "a"), IsOk());
    EXPECT_THAT(Add("d3", "b"), IsOk());
  }

  static v1::GetDelegateStatisticsRequest Asked(const std::string& unit = "") {
    v1::GetDelegateStatisticsRequest request;
    request.set_parent(kCongress);
    if (!unit.empty()) request.set_organisation(StrCat("organisations/", unit));
    request.add_under_ages(40);
    v1::Target& target = *request.add_targets();
    target.set_id("nu");
    target.set_display_name("Đại biểu nữ");
    target.set_group(v1::Target::WOMEN);
    target.set_sense(v1::Target::AT_LEAST);
    target.set_count(2);
    target.set_base(v1::Target::ALL_DELEGATES);
    return request;
  }
  absl::StatusOr<v1::DelegateStatistics> Statistics(const v1::GetDelegateStatisticsRequest& request,
                                                    Fixture::Context context = nullptr) {
    return f.Call(&Credentials::GetDelegateStatistics, request, std::move(context));
  }
  absl::StatusOr<v1::GetCredentialReportResponse> Report(const std::string& unit = "",
                                                         Fixture::Context context = nullptr) {
    v1::GetCredentialReportRequest request;
    request.set_parent(kCongress);
    if (!unit.empty()) request.set_organisation(StrCat("organisations/", unit));
    return f.Call(&Credentials::GetCredentialReport, request, std::move(context));
  }
  absl::StatusOr<v1::GetMajorityBaseResponse> Majority(const v1::GetMajorityBaseRequest& request,
                                                       Fixture::Context context = nullptr) {
    return f.Call(&Credentials::GetMajorityBase, request, std::move(context));
  }
  absl::Status Convene(const std::vector<std::string>& ids) {
    v1::ConveneDelegatesRequest request;
    request.set_parent(kCongress);
    request.mutable_delegate_ids()->Assign(ids.begin(), ids.end());
    *request.mutable_date() = civil::ToDate(civil::Today(f.service().now()));
    return f.Call(&Delegations::ConveneDelegates, request).status();
  }
};

TEST(GetDelegateStatistics, OfTheWholeCongressForItsConvener) {
  Seated t;
  ASSERT_OK_AND_ASSIGN(const auto all, t.Statistics(Seated::Asked(), t.f.Role("clerk")));
  EXPECT_TRUE(all.whole());
  EXPECT_EQ(all.delegates(), 3);
  EXPECT_EQ(all.unknown().gender(), 2);
  ASSERT_EQ(all.targets_size(), 1);
  EXPECT_EQ(all.targets(0).verdict(), v1::TargetResult::UNDECIDED);
  ASSERT_EQ(all.ages_size(), 1);
  EXPECT_EQ(all.ages(0).count(), 1);
}

// A clerk of one delegation sees that one, whatever they ask for.
TEST(GetDelegateStatistics, OfOnesOwnDelegationForItsClerk) {
  Seated t;
  const auto clerk = [&] { return t.f.service().As("x", {"clerk@a"}); };
  for (const char* unit : {"", "a"}) {
    ASSERT_OK_AND_ASSIGN(const auto own, t.Statistics(Seated::Asked(unit), clerk()));
    EXPECT_FALSE(own.whole());
    EXPECT_EQ(own.delegates(), 2);
    ASSERT_EQ(own.organisations_size(), 1);
    EXPECT_EQ(own.organisations(0).key(), "organisations/a");
    EXPECT_EQ(own.targets_size(), 0) << "the target is the congress's";
  }
  EXPECT_THAT(t.Statistics(Seated::Asked("b"), clerk()),
              StatusIs(absl::StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  EXPECT_EQ(t.Statistics(Seated::Asked("b"))->delegates(), 1);
  // Reading delegates is not enough: small numbers tell of persons.
  EXPECT_THAT(t.Statistics(Seated::Asked(), t.f.Role("reader")),
              StatusIs(absl::StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
}

TEST(GetDelegateStatistics, WhatComesFromProfilesIsGradedLikeThem) {
  Seated t;
  const auto commits = *t.f.service().store().LastSequence();
  const auto see = [&](annotations::v1::Grade clearance) {
    return *t.Statistics(Seated::Asked(), t.f.service().As("x", {"clerk@province"}, clearance));
  };
  const auto blind = see(annotations::v1::GRADE_UNSPECIFIED);
  EXPECT_EQ(blind.delegates(), 3);
  EXPECT_EQ(blind.genders_size() + blind.ages_size() + blind.sectors_size() + blind.targets_size(), 0);
  EXPECT_EQ(blind.ethnic_minority(), 0);
  EXPECT_FALSE(blind.has_mean_age());
  EXPECT_EQ(*t.f.service().store().LastSequence(), commits);
  EXPECT_EQ(see(annotations::v1::PERSONAL).genders_size(), 1);
  EXPECT_EQ(*t.f.service().store().LastSequence(), commits + 1) << "who looked is recorded";
}

TEST(GetDelegateStatistics, RefusesWhatCannotBeCounted) {
  Seated t;
  auto request = Seated::Asked();
  request.mutable_targets(0)->set_age(40);
  EXPECT_THAT(t.Statistics(request), StatusIs(kInvalid, "FIELDS_INVALID"));
  request = Seated::Asked();
  request.add_under_ages(0);
  EXPECT_THAT(t.Statistics(request), StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST(GetCredentialReport, CountsAndNamesProblems) {
  Seated t;
  ASSERT_THAT(t.Convene({"d1"}), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto all, t.Report());
  EXPECT_TRUE(all.whole());
  EXPECT_EQ(all.counts().plan(), kPlan);
  EXPECT_EQ(all.counts().planned(), 6);
  EXPECT_EQ(all.counts().seated(), 3);
  EXPECT_EQ(all.counts().convened(), 1);
  EXPECT_EQ(all.counts().present(), 0);
  ASSERT_EQ(all.problems_size(), 4);
  EXPECT_EQ(all.problems(0).kind(), v1::CredentialProblem::PROFILE_INCOMPLETE);
  EXPECT_EQ(all.problems(0).resource(), "congresses/xx/delegates/d2");
  EXPECT_EQ(all.problems(3).kind(), v1::CredentialProblem::NOT_CONVENED);
  EXPECT_EQ(all.problems(3).resource(), "congresses/xx/delegates/d3");
}

TEST(GetCredentialReport, GoesByThePlanThatWasInForceThen) {
  Seated t;
  const absl::CivilDay today = civil::Today(t.f.service().now());
  const std::string successor = "congresses/xx/allocationPlans/q";
  t.f.Approved("q");
  auto issue = Fixture::IssueRequest(successor);
  *issue.mutable_decision_date() = civil::ToDate(today + 10);
  ASSERT_THAT(t.f.Issue(issue), IsOk());
  v1::SupersedeAllocationPlanRequest supersede;
  supersede.set_name(kPlan);
  supersede.set_successor(successor);
  supersede.set_reason("số liệu mới");
  ASSERT_THAT(t.f.Call(&Plans::SupersedeAllocationPlan, supersede), IsOk());
  for (const auto& [day, plan] : {std::pair(today, std::string(kPlan)), {today + 9, kPlan}, {today + 10, successor}}) {
    v1::GetCredentialReportRequest request;
    request.set_parent(kCongress);
    *request.mutable_as_of() = civil::ToDate(day);
    ASSERT_OK_AND_ASSIGN(const auto report, t.f.Call(&Credentials::GetCredentialReport, request));
    EXPECT_EQ(report.counts().plan(), plan) << civil::Format(day);
    EXPECT_EQ(report.counts().seated(), 3) << "recorded under the earlier plan";
  }
}

TEST(GetCredentialReport, HidesOtherDelegations) {
  Seated t;
  ASSERT_OK_AND_ASSIGN(const auto own, t.Report("", t.f.service().As("x", {"clerk@a"})));
  EXPECT_FALSE(own.whole());
  EXPECT_EQ(own.counts().plan(), "");
  EXPECT_EQ(own.counts().planned(), 2);
  EXPECT_EQ(own.counts().seated(), 2);
  ASSERT_EQ(own.problems_size(), 1);
  EXPECT_EQ(own.problems(0).resource(), "congresses/xx/delegates/d2");
  EXPECT_THAT(t.Report("b", t.f.service().As("x", {"clerk@a"})),
              StatusIs(absl::StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
}

TEST(GetMajorityBase, IsForTheConvener) {
  Seated t;
  v1::GetMajorityBaseRequest request;
  request.set_parent(kCongress);
  EXPECT_THAT(t.Majority(request), StatusIs(kFailed, "MAJORITY_BASE_EMPTY"));
  ASSERT_THAT(t.Convene({"d1", "d2", "d3"}), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto base, t.Majority(request, t.f.Role("reader")));
  EXPECT_EQ(base.base(), 3);
  EXPECT_EQ(base.least_votes(), 2);
  EXPECT_THAT(t.Majority(request, t.f.service().As("x", {"clerk@a"})),
              StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  *request.mutable_as_of() = civil::ToDate(absl::CivilDay(2025, 1, 1));
  EXPECT_THAT(t.Majority(request), StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"))
      << "before the plan was decided";
}

}  // namespace
}  // namespace congress::allocation

#include "platform/auth/roles.h"

#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace congress::auth {
namespace {

Principal At(const char* role, const char* organisation) {
  Principal principal;
  principal.bindings = {{role, organisation}};
  return principal;
}

TEST(Roles, ARoleGrantsWhatItsPatternsName) {
  const Roles& roles = Roles::Default();
  EXPECT_TRUE(roles.Grants("secretary", "allocation.plans.approve"));
  EXPECT_TRUE(roles.Grants("clerk", "allocation.delegates.create"));
  EXPECT_FALSE(roles.Grants("clerk", "allocation.plans.approve"));
  EXPECT_FALSE(roles.Grants("nobody", "allocation.plans.read"));
}

TEST(Roles, WhatOnlyReadsIsLeftToThoseWhoseOrganisationHasEnded) {
  for (const char* permission : {"dossiers.persons.read", "audit.records.list", "allocation.plans.export"}) {
    EXPECT_TRUE(ReadsOnly(permission)) << permission;
  }
  for (const char* permission :
       {"dossiers.persons.update", "allocation.plans.compute", "drafting.numbers.reserve", ""}) {
    EXPECT_FALSE(ReadsOnly(permission)) << permission;
  }
}

TEST(Roles, NobodyHoldsWhatNoRoleGrants) {
  const Roles& roles = Roles::Default();
  EXPECT_FALSE(roles.HoldsAnywhere(At("clerk", "organisations/province"), "allocation.plans.approve"));
  EXPECT_FALSE(roles.HoldsAnywhere(At("reader", "organisations/province"), "dossiers.persons.read"));
  EXPECT_FALSE(roles.HoldsAnywhere(At("clerk", "organisations/province"), "audit.records.list"));
  EXPECT_FALSE(roles.HoldsAnywhere(At("reader", "organisations/province"), "allocation.statistics.compile"));
  EXPECT_FALSE(roles.HoldsAnywhere(At("no-such-role", "organisations/province"), "allocation.plans.read"));
  EXPECT_FALSE(roles.HoldsAnywhere(Principal(), "allocation.plans.read"));
}

TEST(Roles, WhatTellsOfPersonsIsHeldOnlyWithTheClearance) {
  const Roles& roles = Roles::Default();
  Principal secretary = At("secretary", "organisations/province");
  constexpr std::string_view kSuspend = "dossiers.suspensions.create";
  EXPECT_FALSE(roles.HoldsAnywhere(secretary, kSuspend));
  EXPECT_TRUE(roles.LacksClearance(secretary, kSuspend));
  EXPECT_THAT(ClearanceMissing(kSuspend), support::StatusIs(absl::StatusCode::kPermissionDenied, "CLEARANCE_MISSING"));
  secretary.clearance = annotations::v1::SENSITIVE;
  EXPECT_TRUE(roles.HoldsAnywhere(secretary, kSuspend));
  EXPECT_FALSE(roles.LacksClearance(secretary, kSuspend));
  // Rank opens nothing, and clearance alone neither.
  Principal reader = At("reader", "organisations/province");
  EXPECT_FALSE(roles.LacksClearance(reader, kSuspend));
  EXPECT_EQ(ClearanceFor("dossiers.stages.read"), annotations::v1::CONFIDENTIAL);
  EXPECT_EQ(ClearanceFor("dossiers.persons.read"), annotations::v1::GRADE_UNSPECIFIED);
}

TEST(Roles, AFileIsCheckedByLine) {
  EXPECT_EQ(Roles::Parse("roles:\n  a: ['x.*.*']\n").status().message(), "line 2: 'x.*.*' has more than one '*'");
  EXPECT_EQ(Roles::Parse("rules: {}\n").status().message(), "line 1: unknown key 'rules'");
  EXPECT_FALSE(Roles::Parse("roles: [").ok());
  EXPECT_FALSE(Roles::Parse("").ok());
  ASSERT_OK_AND_ASSIGN(const Roles roles, Roles::Parse("roles: {a: [x.*.read]}"));
  EXPECT_TRUE(roles.Grants("a", "x.y.read"));
  EXPECT_FALSE(roles.Grants("a", "x.read"));
  EXPECT_FALSE(roles.Grants("a", "x.y.write"));
}

TEST(Roles, AreReplacedAsAWhole) {
  ASSERT_OK_AND_ASSIGN(Roles roles, Roles::Parse("roles:\n  clerk: [drafting.documents.read]\n"));
  ASSERT_OK_AND_ASSIGN(Roles others, Roles::Parse("roles:\n  reader: [drafting.documents.read]\n"));
  EXPECT_TRUE(roles.Grants("clerk", "drafting.documents.read"));
  roles.Become(std::move(others));
  EXPECT_FALSE(roles.Grants("clerk", "drafting.documents.read"));
  EXPECT_TRUE(roles.Grants("reader", "drafting.documents.read"));
}

TEST(Roles, GrantNoMoreThanOthersWhereEachPatternIsCovered) {
  const auto roles = Roles::Parse(
      "roles: {all: ['*'], reads: ['*.read'], drafts: [drafting.*], one: [drafting.a.read], both: ['*.read', x.y.z]}");
  ASSERT_TRUE(roles.ok());
  using Others = std::vector<std::string>;
  EXPECT_EQ(roles->BeyondOf("both", Others{"all"}), std::nullopt);
  EXPECT_EQ(roles->BeyondOf("one", Others{"reads"}), std::nullopt);
  EXPECT_EQ(roles->BeyondOf("one", Others{"drafts"}), std::nullopt);
  EXPECT_EQ(roles->BeyondOf("all", Others{"reads", "drafts"}), "*");
  EXPECT_EQ(roles->BeyondOf("reads", Others{"one", "drafts"}), "*.read");
  EXPECT_EQ(roles->BeyondOf("both", Others{"reads"}), "x.y.z");
  EXPECT_EQ(roles->BeyondOf("one", Others{}), "drafting.a.read");
  EXPECT_EQ(roles->BeyondOf("one", Others{"nobody"}), "drafting.a.read");
}

}  // namespace
}  // namespace congress::auth

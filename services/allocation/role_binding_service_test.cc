// Roles that the suite gives, and questions about them.
#include "congress/access/v1/access_service.grpc.pb.h"
#include "congress/access/v1/token_revocation_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/status/status.h"
#include "services/allocation/install.h"
#include "tests/support/service_fixture.h"
#include "tests/support/status_matchers.h"

namespace congress::access {
namespace {

using allocation::Service;
using support::IsOk;
using support::Parse;
using support::StatusIs;
using Access = v1::AccessService::StubInterface;
using Revocations = v1::TokenRevocationService::StubInterface;
using Code = absl::StatusCode;

class Bindings : public ::testing::Test, public support::ServiceFixture<v1::AccessService, v1::TokenRevocationService> {
 protected:
  Bindings() : ServiceFixture(Service()) {}

  absl::StatusOr<v1::RoleBinding> Bind(const std::string& binding, Context context = nullptr) {
    v1::CreateRoleBindingRequest request;
    *request.mutable_role_binding() = Parse<v1::RoleBinding>(binding);
    return Call(&Access::CreateRoleBinding, request, std::move(context));
  }
  absl::Status Revoke(const std::string& name, Context context = nullptr) {
    v1::RevokeRoleBindingRequest request;
    request.set_name(name);
    request.set_reason("Thôi việc");
    return Call(&Access::RevokeRoleBinding, request, std::move(context)).status();
  }
  // What the account reads of the list, by its own token.
  absl::Status ListAs(const std::string& account, const std::vector<std::string>& claims = {}) {
    return Call(&Access::ListRoleBindings, v1::ListRoleBindingsRequest(), service_.As(account, claims)).status();
  }
  std::vector<std::string> Holders(const std::string& permission, const std::string& organisation) {
    v1::ListPermissionHoldersRequest request;
    request.set_permission(permission);
    request.set_organisation(organisation);
    std::vector<std::string> holders;
    const auto answer = Call(&Access::ListPermissionHolders, request);
    EXPECT_THAT(answer, IsOk());
    for (const auto& holder : answer->holders()) {
      holders.push_back(holder.principal());
    }
    return holders;
  }
  v1::ExplainPermissionResponse Explain(const std::string& principal, const std::string& permission,
                                        const std::string& organisation, Context context = nullptr) {
    v1::ExplainPermissionRequest request;
    request.set_principal(principal);
    request.set_permission(permission);
    request.set_organisation(organisation);
    return *Call(&Access::ExplainPermission, request, std::move(context));
  }
};

constexpr char kClerk[] = "principal: 'an' role: 'clerk' organisation: 'organisations/a' ";

TEST_F(Bindings, AreGivenListedChangedAndRevoked) {
  ASSERT_OK_AND_ASSIGN(const v1::RoleBinding given, Bind(kClerk));
  EXPECT_EQ(given.state(), v1::RoleBinding::IN_FORCE);
  EXPECT_EQ(given.created_by(), "admin");
  ASSERT_TRUE(given.has_first_day());
  v1::UpdateRoleBindingRequest update;
  update.mutable_role_binding()->set_name(given.name());
  *update.mutable_role_binding()->mutable_last_day() = Parse<google::type::Date>("year: 2025 month: 6 day: 1");
  EXPECT_THAT(Call(&Access::UpdateRoleBinding, update), StatusIs(Code::kInvalidArgument, "FIELDS_INVALID"));
  *update.mutable_role_binding()->mutable_last_day() = Parse<google::type::Date>("year: 2025 month: 6 day: 20");
  update.set_etag("99");
  EXPECT_THAT(Call(&Access::UpdateRoleBinding, update), StatusIs(Code::kAborted, "ETAG_MISMATCH"));
  update.clear_etag();
  EXPECT_THAT(Call(&Access::UpdateRoleBinding, update), IsOk());
  service_.SetNow(service_.now() + absl::Hours(24 * 10));
  v1::GetRoleBindingRequest get;
  get.set_name(given.name());
  EXPECT_EQ(Call(&Access::GetRoleBinding, get)->state(), v1::RoleBinding::ENDED);
  v1::ListRoleBindingsRequest list;
  EXPECT_EQ(Call(&Access::ListRoleBindings, list)->role_bindings_size(), 0);
  list.set_show_ended(true);
  EXPECT_EQ(Call(&Access::ListRoleBindings, list)->role_bindings_size(), 1);
  list.set_organisation("organisations/b");
  EXPECT_EQ(Call(&Access::ListRoleBindings, list)->role_bindings_size(), 0);
  ASSERT_THAT(Revoke(given.name()), IsOk());
  EXPECT_EQ(Call(&Access::GetRoleBinding, get)->revoke_reason(), "Thôi việc");
  EXPECT_THAT(Revoke(given.name()), StatusIs(Code::kFailedPrecondition, "BINDING_REVOKED"));
  EXPECT_THAT(Call(&Access::UpdateRoleBinding, update), StatusIs(Code::kFailedPrecondition, "BINDING_REVOKED"));
}

TEST_F(Bindings, NobodyGivesMoreThanTheyHoldWhereTheyHoldIt) {
  const auto as = [&](const std::string& binding) { return service_.As("quan-tri", {binding}); };
  EXPECT_THAT(Bind(kClerk, as("administrator@a")), IsOk());
  EXPECT_THAT(Bind(kClerk, as("administrator@b")), StatusIs(Code::kPermissionDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(Bind(kClerk, as("secretary@a")), StatusIs(Code::kPermissionDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(Bind("principal: 'an' role: 'clerk' organisation: 'organisations/province'", as("administrator@a")),
              StatusIs(Code::kPermissionDenied, "PERMISSION_MISSING"));
}

TEST_F(Bindings, ADeputyHandsNothingOn) {
  const auth::Binding deputy{.role = "administrator",
                             .organisation = "organisations/a",
                             .name = "roleBindings/d",
                             .deputy_of = "truong",
                             .deputy_of_person = "persons/truong"};
  service_.organisations().SetRights(directory::Rights(
      {{.principal = "pho", .binding = deputy, .person = "", .first_day = std::nullopt, .last_day = std::nullopt}},
      {}));
  EXPECT_THAT(Bind(kClerk, service_.As("pho", {})), StatusIs(Code::kPermissionDenied, "RIGHTS_EXCEEDED"));
}

TEST_F(Bindings, NobodyGivesForLongerThanTheyHold) {
  ASSERT_OK_AND_ASSIGN(
      const v1::RoleBinding own,
      Bind("principal: 'truong' role: 'administrator' organisation: 'organisations/a' last_day { year: "
           "2025 month: 6 day: 20 }"));
  const auth::Binding held{.role = own.role(), .organisation = own.organisation(), .name = own.name()};
  service_.organisations().SetRights(directory::Rights({{.principal = "truong", .binding = held}}, {}));
  const auto until = [&](int day) {
    return Bind(StrCat(kClerk, "last_day { year: 2025 month: 6 day: ", day, " }"), service_.As("truong", {}));
  };
  EXPECT_THAT(Bind(kClerk, service_.As("truong", {})), StatusIs(Code::kPermissionDenied, "RIGHTS_EXCEEDED"));
  EXPECT_THAT(until(21), StatusIs(Code::kPermissionDenied, "RIGHTS_EXCEEDED"));
  EXPECT_THAT(until(20), IsOk());
}

TEST_F(Bindings, WhatIsChangedIsGivenAnew) {
  ASSERT_OK_AND_ASSIGN(const v1::RoleBinding given, Bind(kClerk));
  v1::UpdateRoleBindingRequest update;
  update.mutable_role_binding()->set_name(given.name());
  update.mutable_role_binding()->set_note("Gia hạn");
  EXPECT_THAT(Call(&Access::UpdateRoleBinding, update, service_.As("an", {"administrator@a"})),
              StatusIs(Code::kPermissionDenied, "OWN_BINDING"));
  const auth::Binding deputy{
      .role = "administrator", .organisation = "organisations/a", .name = "roleBindings/d", .deputy_of = "truong"};
  service_.organisations().SetRights(directory::Rights({{.principal = "pho", .binding = deputy}}, {}));
  EXPECT_THAT(Call(&Access::UpdateRoleBinding, update, service_.As("pho", {})),
              StatusIs(Code::kPermissionDenied, "RIGHTS_EXCEEDED"));
  EXPECT_THAT(Call(&Access::UpdateRoleBinding, update, service_.As("quan-tri", {"administrator@a"})), IsOk());
  EXPECT_THAT(Bind(""), StatusIs(Code::kInvalidArgument, "FIELDS_INVALID"));
}

TEST_F(Bindings, NobodyGivesRolesToThemselvesByAnyAccount) {
  const auto self = [&] { return service_.As("an", {"administrator@province"}); };
  EXPECT_THAT(Bind(kClerk, self()), StatusIs(Code::kPermissionDenied, "OWN_BINDING"));
  EXPECT_THAT(Bind("principal: 'an-hai' person: 'persons/an' role: 'clerk' organisation: 'organisations/a'",
                   service_.As("an", {"administrator@province"}, annotations::v1::SENSITIVE, "persons/an")),
              StatusIs(Code::kPermissionDenied, "OWN_BINDING"));
}

TEST_F(Bindings, AnAccountBelongsToOnePerson) {
  ASSERT_OK_AND_ASSIGN(const v1::RoleBinding first, Bind(std::string(kClerk) + "person: 'persons/1'"));
  EXPECT_THAT(Bind(std::string(kClerk) + "person: 'persons/1'"), IsOk());
  EXPECT_THAT(Bind(kClerk), IsOk());
  const auto other = [&] { return Bind(std::string(kClerk) + "person: 'persons/2'"); };
  EXPECT_THAT(other(), StatusIs(Code::kFailedPrecondition, "ACCOUNT_OF_OTHER_PERSON"));
  ASSERT_OK_AND_ASSIGN(const auto list, Call(&Access::ListRoleBindings, v1::ListRoleBindingsRequest()));
  for (const auto& binding : list.role_bindings()) {
    ASSERT_THAT(Revoke(binding.name()), IsOk());
  }
  EXPECT_THAT(other(), IsOk()) << "what was entered by mistake can be put right";
}

TEST_F(Bindings, AreHeldByWhoeverSignsInUntilTheyEnd) {
  EXPECT_THAT(ListAs("an"), StatusIs(Code::kPermissionDenied, "PERMISSION_MISSING"));
  const auth::Binding role{.role = "clerk", .organisation = "organisations/a", .name = "roleBindings/c"};
  const absl::CivilDay last(2025, 6, 16);
  service_.organisations().SetRights(
      directory::Rights({{.principal = "an", .binding = role, .person = "", .first_day = last, .last_day = last}}, {}));
  EXPECT_THAT(ListAs("an"), IsOk());
  EXPECT_THAT(ListAs("binh"), StatusIs(Code::kPermissionDenied, "PERMISSION_MISSING"));
  service_.SetNow(service_.now() + absl::Hours(24));
  EXPECT_THAT(ListAs("an"), StatusIs(Code::kPermissionDenied, "PERMISSION_MISSING"));
}

TEST_F(Bindings, HoldersAreThoseHereAndAbove) {
  ASSERT_THAT(Bind(kClerk), IsOk());
  ASSERT_THAT(Bind("principal: 'binh' role: 'secretary' organisation: 'organisations/province'"), IsOk());
  ASSERT_THAT(Bind("principal: 'chi' role: 'clerk' organisation: 'organisations/b'"), IsOk());
  ASSERT_THAT(Bind("principal: 'dung' role: 'reader' organisation: 'organisations/a'"), IsOk());
  EXPECT_THAT(Holders("drafting.documents.create", "organisations/a"), testing::ElementsAre("an", "binh"));
  EXPECT_THAT(Holders("drafting.documents.create", "organisations/province"), testing::ElementsAre("binh"));
  EXPECT_THAT(Holders("dossiers.erasures.create", "organisations/a"), testing::ElementsAre());
}

TEST_F(Bindings, WhyNotIsToldRoleByRole) {
  const std::string permission = "drafting.documents.create";
  EXPECT_EQ(Explain("an", permission, "organisations/a").findings(0).obstacle(), v1::NO_ROLE);
  ASSERT_THAT(Bind("principal: 'an' role: 'reader' organisation: 'organisations/a'"), IsOk());
  ASSERT_THAT(Bind("principal: 'an' role: 'clerk' organisation: 'organisations/b'"), IsOk());
  ASSERT_THAT(Bind(std::string(kClerk) + "first_day { year: 2025 month: 7 day: 1 }"), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto gone, Bind(kClerk));
  EXPECT_TRUE(Explain("an", permission, "organisations/a").granted());
  ASSERT_THAT(Revoke(gone.name()), IsOk());
  const auto told = Explain("an", permission, "organisations/a");
  EXPECT_FALSE(told.granted());
  EXPECT_THAT(told.granting_roles(), testing::IsSupersetOf({"administrator", "clerk", "secretary"}));
  std::vector<v1::Obstacle> obstacles;
  for (const auto& finding : told.findings()) obstacles.push_back(finding.obstacle());
  EXPECT_THAT(obstacles,
              testing::UnorderedElementsAre(v1::ROLE_LACKS_IT, v1::HELD_ELSEWHERE, v1::BEGINS_LATER, v1::WAS_REVOKED));
  // Of one's own token too, and of what it lacks.
  const auto own = Explain("", "dossiers.stages.create", "organisations/a",
                           service_.As("binh", {"clerk@a"}, annotations::v1::PERSONAL));
  ASSERT_EQ(own.findings_size(), 1);
  EXPECT_EQ(own.findings(0).obstacle(), v1::CLEARANCE_LACKING);
  EXPECT_EQ(own.clearance(), annotations::v1::CONFIDENTIAL);
  // An account of an organisation that has ended only reads.
  ASSERT_THAT(Bind("principal: 'em' role: 'clerk' organisation: 'organisations/cu'"), IsOk());
  service_.organisations().End("organisations/cu", absl::CivilDay(2025, 6, 1), "organisations/a");
  EXPECT_EQ(Explain("em", permission, "organisations/cu").findings(0).obstacle(), v1::ORGANISATION_ENDED);
}

TEST_F(Bindings, AThousandPairsAreTestedAtOnce) {
  ASSERT_THAT(Bind(kClerk), IsOk());
  v1::TestPermissionsRequest request;
  for (int i = 0; i < 500; ++i) {
    for (const char* organisation : {"organisations/a", "organisations/b"}) {
      request.add_pairs()->set_organisation(organisation);
      request.mutable_pairs()->rbegin()->set_permission("drafting.documents.create");
    }
  }
  const auto check = [&](const std::string& principal, Context context, bool at_a) {
    request.set_principal(principal);
    const auto answer = Call(&Access::TestPermissions, request, std::move(context));
    ASSERT_THAT(answer, IsOk());
    ASSERT_EQ(answer->granted_size(), 1000);
    EXPECT_EQ(answer->granted(998), at_a);
    EXPECT_FALSE(answer->granted(999));
  };
  check("an", nullptr, true);
  check("", service_.As("binh", {"clerk@a"}), true);
  check("", service_.As("binh", {"reader@a"}), false);
  EXPECT_THAT(Call(&Access::TestPermissions, request, service_.As("chi", {"reader@province"})), IsOk());
  request.set_principal("an");
  EXPECT_THAT(Call(&Access::TestPermissions, request, service_.As("chi", {"reader@province"})),
              StatusIs(Code::kPermissionDenied, "PERMISSION_MISSING"));
  *request.add_pairs() = request.pairs(0);
  EXPECT_THAT(Call(&Access::TestPermissions, request), StatusIs(Code::kInvalidArgument, "FIELDS_INVALID"));
}

TEST_F(Bindings, ATokenIsRefusedOnceItIsRevokedAndOnlyTheProvinceRevokes) {
  v1::CreateTokenRevocationRequest request;
  *request.mutable_token_revocation() = Parse<v1::TokenRevocation>("principal: 'an' reason: 'Mất máy'");
  EXPECT_THAT(Call(&Revocations::CreateTokenRevocation, request, service_.As("q", {"administrator@a"})),
              StatusIs(Code::kPermissionDenied, "PERMISSION_MISSING"));
  ASSERT_OK_AND_ASSIGN(const auto revocation, Call(&Revocations::CreateTokenRevocation, request));
  EXPECT_THAT(ListAs("an", {"reader@province", "clerk@a"}), IsOk()) << "the directory of this test does not follow";
  service_.organisations().SetRights(
      directory::Rights({}, {{.issuer = "", .principal = "an", .token_id = "", .issued_before = {}}}));
  EXPECT_THAT(ListAs("an", {"clerk@a"}), StatusIs(Code::kUnauthenticated, "TOKEN_INVALID"));
  EXPECT_THAT(ListAs("binh", {"clerk@a"}), IsOk());
  v1::DeleteTokenRevocationRequest back;
  back.set_name(revocation.name());
  EXPECT_THAT(Call(&Revocations::DeleteTokenRevocation, back), IsOk());
  EXPECT_EQ(Call(&Revocations::ListTokenRevocations, v1::ListTokenRevocationsRequest())->token_revocations_size(), 0);
}

}  // namespace
}  // namespace congress::access

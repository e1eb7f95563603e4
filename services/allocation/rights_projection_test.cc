// Roles and revocations as another service follows them.
#include "congress/access/v1/access_service.grpc.pb.h"
#include "congress/access/v1/token_revocation_service.grpc.pb.h"
#include "gtest/gtest.h"
#include "services/allocation/testing/following_directory.h"

namespace congress::allocation {
namespace {

using support::IsOk;
using support::Parse;

class RightsProjection : public ::testing::Test {
 protected:
  template <class Response, class Request>
  Response Done(grpc::Status (access::v1::AccessService::StubInterface::*method)(grpc::ClientContext*, const Request&,
                                                                                 Response*),
                const std::string& request) {
    const auto stub = access::v1::AccessService::NewStub(f_.service().channel());
    auto answer = rpc::Invoke(*stub, method, f_.Admin(), Parse<Request>(request));
    EXPECT_THAT(answer, IsOk());
    return answer.ok() ? *answer : Response();
  }
  void Bind(const std::string& id, const std::string& more = "") {
    Done(&access::v1::AccessService::StubInterface::CreateRoleBinding,
         "role_binding_id: '" + id + "' role_binding { principal: 'an' role: 'clerk' organisation: 'organisations/a' " +
             more + "}");
  }
  // How many roles the account has, once they are so many, which must be soon.
  static size_t RolesOf(Directory& directory, size_t wanted) {
    auto an = std::make_shared<auth::Principal>();
    an->subject = "an";
    size_t found = 0;
    for (const absl::Time until = absl::Now() + absl::Seconds(10); absl::Now() < until;) {
      const auto rights = directory.projection().KnownRights();
      if (rights != nullptr) found = rights->Join(an, kToday)->bindings.size();
      if (rights != nullptr && found == wanted) break;
      absl::SleepFor(absl::Milliseconds(2));
    }
    return found;
  }
  static bool IsRevoked(Directory& directory, bool wanted) {
    auth::Principal token;
    token.subject = "an";
    bool found = !wanted;
    for (const absl::Time until = absl::Now() + absl::Seconds(10); found != wanted && absl::Now() < until;) {
      const auto rights = directory.projection().KnownRights();
      if (rights != nullptr) found = rights->IsRevoked(token);
      absl::SleepFor(absl::Milliseconds(2));
    }
    return found;
  }

  Fixture f_;
};

TEST_F(RightsProjection, FollowsRolesAndRevocationsAndForgetsThem) {
  f_.ImportTwo();
  Bind("first");
  Directory directory(f_);
  EXPECT_EQ(directory.projection().KnownRights(), nullptr);
  directory.Start();
  EXPECT_EQ(RolesOf(directory, 1), 1u) << "by the first reading";
  Bind("second");
  EXPECT_EQ(RolesOf(directory, 2), 2u) << "by an event";
  Done(&access::v1::AccessService::StubInterface::RevokeRoleBinding, "name: 'roleBindings/first' reason: 'x'");
  EXPECT_EQ(RolesOf(directory, 1), 1u);
  const auto revocations = access::v1::TokenRevocationService::NewStub(f_.service().channel());
  const auto made =
      rpc::Invoke(*revocations, &access::v1::TokenRevocationService::StubInterface::CreateTokenRevocation, f_.Admin(),
                  Parse<access::v1::CreateTokenRevocationRequest>("token_revocation { principal: 'an' reason: 'x' }"));
  ASSERT_THAT(made, IsOk());
  EXPECT_TRUE(IsRevoked(directory, true));
  access::v1::DeleteTokenRevocationRequest back;
  back.set_name(made->name());
  ASSERT_THAT(rpc::Invoke(*revocations, &access::v1::TokenRevocationService::StubInterface::DeleteTokenRevocation,
                          f_.Admin(), back),
              IsOk());
  EXPECT_FALSE(IsRevoked(directory, false));
  // Many at once are had by one reading.
  for (int i = 0; i < 30; ++i) Bind("b" + std::to_string(i));
  EXPECT_EQ(RolesOf(directory, 31), 31u);
}

TEST_F(RightsProjection, ServesWhatItKnewBeforeTheSourceAnswers) {
  f_.ImportTwo();
  Bind("first");
  const auto store = *store::Open("sqlite::memory:", "drafting");
  {
    Directory before(f_, store.get());
    before.Start();
    EXPECT_EQ(RolesOf(before, 1), 1u);
  }
  Directory after(f_, store.get());
  after.projection().Reload();
  EXPECT_EQ(RolesOf(after, 1), 1u);
}

// An older version followed the tree alone: what was given since then is in no event that is still to come.
TEST_F(RightsProjection, IsReadAnewWhereAnOlderVersionFollowed) {
  f_.ImportTwo();
  const auto store = *store::Open("sqlite::memory:", "drafting");
  {
    Directory before(f_, store.get());
    before.Start();
    EXPECT_EQ(RolesOf(before, 0), 0u);
    before.Await([](const auto& seen) { return Knows(seen, "organisations/a"); });
  }
  Bind("first");
  // As it would have gone on.
  store::v1::DirectoryState state;
  {
    Directory before(f_, store.get());
    before.Start();
    EXPECT_EQ(RolesOf(before, 1), 1u);
  }
  const auto kept = store->Get("d/");
  ASSERT_THAT(kept, IsOk());
  ASSERT_TRUE(state.ParseFromString(kept->value));
  state.clear_has_rights();
  ASSERT_THAT(store
                  ->Commit({.writes = {{.key = "d/", .value = state.SerializeAsString()},
                                       {.key = directory::EntryKey("roleBindings/first")}}})
                  .status(),
              IsOk());
  Directory after(f_, store.get());
  after.projection().Reload();
  EXPECT_EQ(after.projection().KnownRights(), nullptr);
  EXPECT_THAT(after.projection().Snapshot(absl::Now() + absl::Seconds(1)), IsOk()) << "the tree serves meanwhile";
  after.Start();
  EXPECT_EQ(RolesOf(after, 1), 1u);
}

}  // namespace
}  // namespace congress::allocation

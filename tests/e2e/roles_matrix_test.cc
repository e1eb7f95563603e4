// Every RPC by every role, however it is held: claimed by a token, given by the suite, or as a deputy. What a role does
// not grant is refused before anything of the request is looked at.
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "platform/auth/roles.h"
#include "platform/status/status.h"
#include "tests/e2e/any_rpc.h"
#include "tests/support/status_matchers.h"
#include "tests/support/suite.h"

namespace congress::e2e {
namespace {

using support::IsOk;
using support::Suite;

// How an account comes by its role.
enum class Held { kClaimed, kBound, kDeputy };

std::string AccountOf(Held held, const std::string& role) {
  switch (held) {
    case Held::kClaimed:
      return absl::StrCat("claims-", role);
    case Held::kBound:
      return absl::StrCat("bound-", role);
    default:
      return absl::StrCat("deputy-", role);
  }
}

// A request that comes to its service and asks for nothing.
std::unique_ptr<Message> Nothing(const MethodDescriptor& method) {
  auto request = New(*method.input_type());
  const FieldDescriptor* address = method.input_type()->FindFieldByNumber(1);
  const std::string package = ServiceOf(method);
  const bool everywhere = package == "audit" || package == "backup" || package == "content" || package == "events" ||
                          package == "maintenance" || package == "operations";
  if (everywhere && address != nullptr && address->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    request->GetReflection()->SetString(request.get(), address, "services/drafting");
  }
  return request;
}

class RolesMatrix : public ::testing::Test {
 protected:
  RolesMatrix() : suite_(support::Shape::kOneProcess), roles_(auth::Roles::Default()) {
    for (const std::string& role : roles_.Names()) {
      if (role == auth::kProcessRole) continue;
      Bind(absl::StrCat("principal: '", AccountOf(Held::kBound, role), "' role: '", role, "'"));
      Bind(absl::StrCat(
          "principal: '", AccountOf(Held::kDeputy, role), "' role: '", role,
          "' deputy_of: 'truong' deputy_of_person: 'persons/truong' last_day { year: 2100 month: 1 day: 1 }"));
    }
  }
  void Bind(const std::string& binding) {
    EXPECT_THAT(Ask(suite_.channel(), "access.v1.AccessService/CreateRoleBinding", suite_.Admin(),
                    absl::StrCat("role_binding { organisation: 'organisations/province' ", binding, " }"))
                    .status,
                IsOk());
  }
  // Whether the door let the account in.
  bool IsLetIn(const MethodDescriptor& method, Held held, const std::string& role) {
    const std::vector<std::string> claims =
        held == Held::kClaimed ? std::vector<std::string>{absl::StrCat(role, "@province")} : std::vector<std::string>();
    const Answer answer = Call(suite_.channel(), method, suite_.As(AccountOf(held, role), claims), *Nothing(method));
    google::rpc::ErrorInfo info;
    const bool told = status::Detail(answer.status, &info);
    EXPECT_NE(info.reason(), "METHOD_UNKNOWN") << FullName(method);
    EXPECT_NE(answer.status.code(), absl::StatusCode::kUnauthenticated) << FullName(method) << answer.status;
    return !(told && info.reason() == "PERMISSION_MISSING" && !info.metadata().contains("cause") &&
             info.metadata().at("permission") == PermissionOf(method));
  }

  Suite suite_;
  const auth::Roles& roles_;
};

TEST_F(RolesMatrix, ARoleLetsInWhereItGrantsThePermissionAndNowhereElse) {
  // The last binding is known everywhere.
  absl::SleepFor(absl::Seconds(1));
  int refused = 0;
  for (const MethodDescriptor* method : Methods()) {
    if (IsOpen(*method)) continue;
    const std::string permission = PermissionOf(*method);
    for (const std::string& role : roles_.Names()) {
      if (role == auth::kProcessRole) continue;
      const bool granted = roles_.Grants(role, permission);
      // A stream that begins has no end.
      if (granted && (method->server_streaming() || method->client_streaming())) continue;
      for (const Held held : {Held::kClaimed, Held::kBound, Held::kDeputy}) {
        EXPECT_EQ(IsLetIn(*method, held, role), granted)
            << FullName(*method) << " (" << permission << ") as " << AccountOf(held, role);
        refused += granted ? 0 : 1;
      }
    }
  }
  EXPECT_GT(refused, 1000);
}

}  // namespace
}  // namespace congress::e2e

#include "platform/access/role_binding.h"

#include "absl/strings/str_join.h"
#include "google/protobuf/text_format.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "platform/civil/civil.h"
#include "platform/status/status.h"

namespace congress::access {
namespace {

const std::vector<std::string> kRoles = {"clerk", "process", "secretary"};

template <class T>
T From(const std::string& text) {
  T message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

// The fields that are wrong.
std::string Fields(const absl::Status& status) {
  google::rpc::BadRequest bad;
  status::Detail(status, &bad);
  return absl::StrJoin(bad.field_violations(), " ", [](std::string* out, const auto& violation) {
    out->append(violation.field().substr(violation.field().find('.') + 1));
  });
}

TEST(CheckBinding, NamesAllThatIsWrong) {
  struct Row {
    std::string text;
    const char* fields;
  };
  const std::string whole = "principal: 'an' role: 'clerk' organisation: 'organisations/a' ";
  const Row rows[] = {
      {whole, ""},
      {"", "principal role organisation"},
      {"principal: 'process-drafting' role: 'process' organisation: 'organisations/a'", "principal role"},
      {"principal: 'an' role: 'king' organisation: 'organisations/a'", "role"},
      {whole + "first_day { year: 2026 month: 12 day: 2 } last_day { year: 2026 month: 12 day: 1 }", "last_day"},
      {whole + "first_day { year: 2026 month: 12 day: 1 } last_day { year: 2026 month: 12 day: 1 }", ""},
      {whole + "deputy_of: 'binh'", "last_day"},
      {whole + "deputy_of: 'an' last_day { year: 2026 month: 12 day: 1 }", "deputy_of"},
      {whole + "person: 'persons/1' deputy_of: 'binh' deputy_of_person: 'persons/1' last_day { year: 2026 month: 1 "
               "day: 1 }",
       "deputy_of_person"},
      {whole + "deputy_of_person: 'persons/1'", "deputy_of"},
  };
  for (const Row& row : rows)
    EXPECT_EQ(Fields(CheckBinding(From<v1::RoleBinding>(row.text), kRoles)), row.fields) << row.text;
}

TEST(CheckRevocation, NamesAllThatIsWrong) {
  const absl::Time now = absl::FromUnixSeconds(1'750'000'000);
  for (const auto& [text, fields] : std::vector<std::pair<std::string, std::string>>{
           {"principal: 'an' reason: 'x'", ""},
           {"issued_before { seconds: 1750000000 } reason: 'x'", ""},
           {"issued_before { seconds: 1750000001 } reason: 'x'", "issued_before"},
           {"", "token_revocation reason"},
           {"issuer: 'process-drafting' principal: 'process-drafting'", "issuer principal reason"}}) {
    EXPECT_EQ(Fields(CheckRevocation(From<v1::TokenRevocation>(text), now)), fields) << text;
  }
}

TEST(StateOn, FollowsThePeriodUntilTheBindingIsRevoked) {
  auto binding =
      From<v1::RoleBinding>("first_day { year: 2026 month: 12 day: 1 } last_day { year: 2026 month: 12 day: 31 }");
  const absl::CivilDay first(2026, 12, 1);
  EXPECT_EQ(StateOn(binding, first - 1), v1::RoleBinding::TO_COME);
  EXPECT_EQ(StateOn(binding, first), v1::RoleBinding::IN_FORCE);
  EXPECT_EQ(StateOn(binding, first + 30), v1::RoleBinding::IN_FORCE);
  EXPECT_EQ(StateOn(binding, first + 31), v1::RoleBinding::ENDED);
  binding.mutable_revoke_time();
  EXPECT_EQ(StateOn(binding, first), v1::RoleBinding::REVOKED);
  EXPECT_EQ(StateOn({}, first), v1::RoleBinding::IN_FORCE);
}

}  // namespace
}  // namespace congress::access

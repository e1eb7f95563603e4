// Of who was erased no file of the store holds a word any more, whether it was personal or not.
#include <filesystem>
#include <fstream>

#include "absl/strings/match.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "platform/status/strings.h"
#include "tests/e2e/any_rpc.h"
#include "tests/support/redis_server.h"
#include "tests/support/status_matchers.h"
#include "tests/support/suite.h"

namespace congress::e2e {
namespace {

using support::IsOk;
using support::Shape;
using support::Suite;

constexpr char kName[] = "CANARY-8f3a";
constexpr char kHealth[] = "CANARY-71bd";

class ErasureOn : public ::testing::TestWithParam<bool> {
 protected:
  std::string Make(const std::string& method, const std::string& text, const char* who = "first") {
    const Answer answer = Ask(suite_.channel(), method, suite_.As(who, {"administrator@province"}), text);
    EXPECT_THAT(answer.status, IsOk()) << method;
    return answer.status.ok() ? FieldAt(*answer.message, "operation") : "";
  }
  bool IsInAFile(const std::string& text) {
    const std::string folder = redis_ == nullptr ? suite_.folder() : redis_->folder();
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      if (!entry.is_regular_file()) continue;
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string bytes(std::istreambuf_iterator<char>(file), {});
      if (absl::StrContains(bytes, text)) return true;
    }
    return false;
  }

  const std::unique_ptr<support::RedisServer> redis_ = GetParam() ? std::make_unique<support::RedisServer>() : nullptr;
  Suite suite_{{.shape = GetParam() ? Shape::kSeparate : Shape::kOneProcess,
                .store = GetParam() ? redis_->url() : "",
                .arguments = {}}};
};
INSTANTIATE_TEST_SUITE_P(OnBothStores, ErasureOn, ::testing::Bool(),
                         [](const auto& param) { return param.param ? "Redis" : "Sqlite"; });

TEST_P(ErasureOn, NoFileHoldsAWordOfThePerson) {
  Make("dossiers.v1.PersonService/CreatePerson",
       StrCat("person_id: 'p-1' request_id: '0d2f0b0e-8a0b-4c9e-9d54-1f3a1c3b5a01' person { organisation: ",
              "'organisations/province' display_name: '", kName, "' health: '", kHealth, "' }"));
  Make("dossiers.v1.PersonService/UpdatePerson",
       StrCat("person { name: 'persons/p-1' position_title: '", kName, "' } update_mask { paths: 'position_title' }"));
  // With a record that was merged into theirs.
  Make("dossiers.v1.PersonService/CreatePerson",
       StrCat("person_id: 'p-2' person { organisation: 'organisations/province' display_name: '", kName, "' }"));
  Make("dossiers.v1.PersonIdentityService/MergePersons",
       "name: 'persons/p-1' duplicate: 'persons/p-2' reason: 'Trùng'");
  Make("dossiers.v1.ErasureService/RequestErasure",
       StrCat("name: 'persons/p-1' reason: '", kHealth, "' basis { source: 'Đơn' }"));
  EXPECT_TRUE(IsInAFile(kName)) << "names lie open until then";
  EXPECT_FALSE(IsInAFile(kHealth)) << "what is graded never does";
  const std::string operation = Make("dossiers.v1.ErasureService/ErasePerson", "name: 'persons/p-1'", "second");
  ASSERT_NE(operation, "");
  // The store rewrites its log by itself.
  const absl::Time deadline = absl::Now() + absl::Seconds(60);
  while (IsInAFile(kName) && absl::Now() < deadline) absl::SleepFor(absl::Milliseconds(5));
  EXPECT_FALSE(IsInAFile(kName));
  EXPECT_FALSE(IsInAFile(kHealth));
  const auto is_done = [&] {
    const Answer known = Ask(suite_.channel(), "operations.v1.OperationService/GetOperation",
                             suite_.As("first", {"administrator@province"}), StrCat("name: '", operation, "'"));
    return known.status.ok() && absl::StrContains(known.message->DebugString(), "state: DONE");
  };
  while (!is_done() && absl::Now() < deadline) absl::SleepFor(absl::Milliseconds(5));
  EXPECT_TRUE(is_done());
}

}  // namespace
}  // namespace congress::e2e

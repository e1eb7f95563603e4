#include "platform/rpc/front_entrance.h"

#include "gtest/gtest.h"

namespace congress::rpc {
namespace {

using std::chrono::sys_seconds;

TEST(IsIntroduced, WhoShowsAValidCertificateAndIsNobodyElsesPage) {
  const sys_seconds end(std::chrono::seconds(1'000));
  const auto introduced = [&](front::Fields fields, int64_t now = 999, const std::string& name = "x") {
    const front::Request request{.method = "POST",
                                 .path = "/v1/plans",
                                 .authority = "x",
                                 .fields = std::move(fields),
                                 .client = {.name = name, .since = {}, .until = end}};
    return IsIntroduced(request, {"https://office.example"}, sys_seconds(std::chrono::seconds(now)));
  };
  EXPECT_TRUE(introduced({}));
  EXPECT_FALSE(introduced({}, 999, ""));
  EXPECT_FALSE(introduced({}, 1'000)) << "it ends while the connection goes on";
  EXPECT_FALSE(introduced({{"authorization", "Bearer x"}}));
  EXPECT_TRUE(introduced({{"origin", "https://office.example"}}));
  EXPECT_FALSE(introduced({{"origin", "https://evil.example"}}));
  EXPECT_FALSE(introduced({{"origin", "null"}}));
  EXPECT_TRUE(introduced({{"sec-fetch-site", "none"}})) << "typed by the user";
  EXPECT_TRUE(introduced({{"sec-fetch-site", "same-origin"}}));
  EXPECT_FALSE(introduced({{"sec-fetch-site", "cross-site"}}));
  EXPECT_FALSE(introduced({{"sec-fetch-site", "same-site"}}));
}

}  // namespace
}  // namespace congress::rpc

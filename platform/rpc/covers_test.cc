// Covers are made once for all calls that need the same ones.
#include "platform/rpc/covers.h"

#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace congress::rpc {
namespace {

using support::IsOk;

TEST(KeptCovers, AreMadeOnceForEachName) {
  KeptCovers kept;
  int made = 0;
  const auto make = [&]() -> absl::StatusOr<Covers> {
    ++made;
    return Covers{{"r/X/a", std::nullopt}};
  };
  ASSERT_OK_AND_ASSIGN(const auto first, kept.Get("import 1", make));
  ASSERT_OK_AND_ASSIGN(const auto again, kept.Get("import 1", make));
  EXPECT_EQ(first, again);
  EXPECT_EQ(made, 1);
  ASSERT_THAT(kept.Get("import 2", make), IsOk());
  ASSERT_THAT(kept.Get("import 1", make), IsOk());
  EXPECT_EQ(made, 3);
  kept.Forget();
  ASSERT_THAT(kept.Get("import 1", make), IsOk());
  EXPECT_EQ(made, 4);
  EXPECT_EQ(first->size(), 1U) << "whoever still reads them has them";
}

TEST(KeptCovers, AFailedMakingIsTriedAgain) {
  KeptCovers kept;
  EXPECT_FALSE(kept.Get("import 1", [] { return absl::StatusOr<Covers>(absl::DataLossError("")); }).ok());
  EXPECT_THAT(kept.Get("import 1", [] { return absl::StatusOr<Covers>(Covers()); }), IsOk());
}

}  // namespace
}  // namespace congress::rpc

#include "platform/uuid/uuid.h"

#include "gtest/gtest.h"

namespace congress::uuid {
namespace {

constexpr std::string_view kDns = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";

TEST(Uuid, NameBasedIsThatOfRfc4122) { EXPECT_EQ(V5(kDns, "www.example.com"), "2ed6657d-e927-568b-95e1-2665a8aea6a2"); }

TEST(Uuid, NameBasedDependsOnBothArguments) {
  EXPECT_EQ(V5(kCongress, "a"), V5(kCongress, "a"));
  EXPECT_NE(V5(kCongress, "a"), V5(kCongress, "b"));
  EXPECT_NE(V5(kCongress, "a"), V5(kDns, "a"));
}

TEST(Uuid, BrokenNamespaceCountsAsNil) {
  EXPECT_EQ(V5("no uuid", "a"), V5("00000000-0000-0000-0000-000000000000", "a"));
}

TEST(Uuid, RandomOnesDifferAndSayTheirVersion) {
  const std::string first = Random();
  EXPECT_NE(first, Random());
  ASSERT_EQ(first.size(), 36U);
  EXPECT_EQ(first[14], '4');
}

}  // namespace
}  // namespace congress::uuid

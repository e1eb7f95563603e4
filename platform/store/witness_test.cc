#include "platform/store/witness.h"

#include <filesystem>
#include <fstream>

#include "absl/strings/str_format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/digest/sha256.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace congress::store {
namespace {

using support::IsOk;

class WitnessTest : public ::testing::Test {
 protected:
  std::unique_ptr<Witness> Open() {
    auto witness = Witness::Open(folder_.path(), "drafting", "drafting");
    EXPECT_THAT(witness, IsOk());
    return *std::move(witness);
  }
  std::string File() const { return folder_.File("drafting.witness"); }

  const support::TemporaryFolder folder_;
};

TEST_F(WitnessTest, SaysNothingBeforeItBegins) {
  EXPECT_EQ(Open()->testimony(), std::nullopt);
  EXPECT_THAT(Open()->Note(5), IsOk());
  EXPECT_EQ(Open()->testimony(), std::nullopt);
}

TEST_F(WitnessTest, KeepsTheLatest) {
  {
    const auto witness = Open();
    ASSERT_THAT(witness->Begin({.suite = "tỉnh ủy", .sequence = 3}), IsOk());
    ASSERT_THAT(witness->Note(9), IsOk());
    ASSERT_THAT(witness->Note(7), IsOk());
  }
  const auto said = Open()->testimony();
  ASSERT_TRUE(said.has_value());
  EXPECT_EQ(said->suite, "tỉnh ủy");
  EXPECT_EQ(said->sequence, 9);
  EXPECT_EQ(Witness::SuiteIn(folder_.path()), "tỉnh ủy");
}

TEST_F(WitnessTest, OfSeveralProcessesKeepsTheLatestOfAll) {
  const auto one = Open();
  ASSERT_THAT(one->Begin({.suite = "s", .sequence = 1}), IsOk());
  const auto other = Open();
  ASSERT_THAT(other->Note(20), IsOk());
  ASSERT_THAT(one->Note(10), IsOk());
  EXPECT_EQ(Open()->testimony()->sequence, 20);
}

TEST_F(WitnessTest, OfAnotherStoreIsRefused) {
  ASSERT_THAT(Open()->Begin({.suite = "s", .sequence = 12}), IsOk());
  std::filesystem::copy_file(File(), folder_.File("dossiers.witness"));
  const auto other = Witness::Open(folder_.path(), "dossiers", "dossiers");
  EXPECT_TRUE(absl::IsFailedPrecondition(other.status()));
  EXPECT_THAT(std::string(other.status().message()),
              ::testing::HasSubstr("is that of 'drafting' and not of 'dossiers'"));
}

TEST_F(WitnessTest, OfAVersionThatNamedNoStoreIsTakenOnce) {
  const std::string words = absl::StrFormat("congress witness 1\nsuite %-128s\nsequence %020d\n", "s", 12);
  std::ofstream(File()) << words << "check " << digest::Sha256Hex(words).substr(0, 16) << "\n";
  const auto witness = Open();
  ASSERT_TRUE(witness->testimony().has_value());
  ASSERT_THAT(witness->Note(13), IsOk());
  EXPECT_EQ(Open()->testimony()->sequence, 13);
  std::filesystem::copy_file(File(), folder_.File("dossiers.witness"));
  EXPECT_FALSE(Witness::Open(folder_.path(), "dossiers", "dossiers").ok());
}

TEST_F(WitnessTest, IsRefusedWhenAnyByteWasChanged) {
  ASSERT_THAT(Open()->Begin({.suite = "s", .sequence = 12}), IsOk());
  std::string good;
  std::getline(std::ifstream(File()), good, '\0');
  ASSERT_GT(good.size(), 40u);
  for (size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] = static_cast<char>(bad[i] ^ 1);
    std::ofstream(File()) << bad;
    const auto opened = Witness::Open(folder_.path(), "drafting", "drafting");
    ASSERT_TRUE(absl::IsFailedPrecondition(opened.status())) << "byte " << i;
  }
  std::ofstream(File()) << good.substr(0, good.size() / 2);
  EXPECT_THAT(std::string(Witness::Open(folder_.path(), "drafting", "drafting").status().message()),
              ::testing::HasSubstr("--accept-rollback"));
}

}  // namespace
}  // namespace congress::store

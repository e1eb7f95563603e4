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
  // As an older version wrote it.
  void WriteOlder(int version, const std::string& more) const {
    const std::string words =
        absl::StrFormat("congress witness %d\nsuite %-128s\nsequence %020d\n%s", version, "s", 12, more);
    std::ofstream(File()) << words << "check " << digest::Sha256Hex(words).substr(0, 16) << "\n";
  }

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
    ASSERT_THAT(witness->Begin({.suite = "tỉnh ủy", .sequence = 3, .store_id = "a"}), IsOk());
    ASSERT_THAT(witness->Note(9), IsOk());
    ASSERT_THAT(witness->Note(7), IsOk());
  }
  const auto said = Open()->testimony();
  ASSERT_TRUE(said.has_value());
  EXPECT_EQ(said->suite, "tỉnh ủy");
  EXPECT_EQ(said->sequence, 9);
  EXPECT_EQ(said->store_id, "a");
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

TEST_F(WitnessTest, KeepsTheIdOfTheStoreThatHasComeFurther) {
  const auto one = Open();
  ASSERT_THAT(one->Begin({.suite = "s", .sequence = 1, .store_id = "a"}), IsOk());
  ASSERT_THAT(Open()->Note(20, "b"), IsOk());
  ASSERT_THAT(one->Note(10, "a"), IsOk());
  EXPECT_EQ(Open()->testimony()->store_id, "b");
}

// Two that make the same store agree on its id, whichever is faster.
TEST_F(WitnessTest, AnnouncesOneStore) {
  const auto one = Open();
  const auto other = Open();
  EXPECT_EQ(one->Announce("s", "a")->store_id, "a");
  EXPECT_EQ(other->Announce("s", "b")->store_id, "a");
  EXPECT_EQ(other->Announce("another", "b")->store_id, "b");
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
  WriteOlder(1, "");
  const auto witness = Open();
  ASSERT_TRUE(witness->testimony().has_value());
  ASSERT_THAT(witness->Note(13), IsOk());
  EXPECT_EQ(Open()->testimony()->sequence, 13);
  std::filesystem::copy_file(File(), folder_.File("dossiers.witness"));
  EXPECT_FALSE(Witness::Open(folder_.path(), "dossiers", "dossiers").ok());
}

TEST_F(WitnessTest, OfAVersionThatNamedNoIdTakesIt) {
  WriteOlder(2, absl::StrFormat("store %-64s\n", "drafting"));
  const auto witness = Open();
  ASSERT_TRUE(witness->testimony().has_value());
  EXPECT_EQ(witness->testimony()->store_id, "");
  ASSERT_THAT(witness->Note(13, "a"), IsOk());
  EXPECT_EQ(Open()->testimony()->store_id, "a");
}

TEST_F(WitnessTest, IsRefusedWhenAnyByteWasChanged) {
  ASSERT_THAT(Open()->Begin({.suite = "s", .sequence = 12, .store_id = "a"}), IsOk());
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

#include "platform/audit/notary.h"

#include <fstream>
#include <iterator>

#include "congress/store/v1/stored.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/audit/merkle.h"
#include "platform/status/strings.h"
#include "platform/store/identified_store.h"
#include "platform/store/open.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace congress::audit {
namespace {

using support::IsOk;

const absl::Time kToday = absl::FromUnixSeconds(1'750'000'000);

class NotaryTest : public ::testing::Test {
 protected:
  NotaryTest() {
    store::v1::StoreFormat format;
    format.set_suite_id("nghe-an");
    EXPECT_THAT(
        store_->Commit({.writes = {{.key = std::string(store::kFormatKey), .value = format.SerializeAsString()}}}),
        IsOk());
  }
  void Act() { ASSERT_THAT(store_->Commit({.appends = {{"log/audit", StrCat("act ", ++acts_)}}}), IsOk()); }
  // A process that has just started.
  std::unique_ptr<Notary> Start() {
    return std::make_unique<Notary>(*store_, signer_, "drafting", folder_.File("drafting.checkpoints"));
  }
  std::vector<std::string> Kept() const {
    std::ifstream file(folder_.File("drafting.checkpoints"));
    return SplitNotes(std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()));
  }
  // What a process does until it stops.
  void Serve() {
    std::stop_source stop;
    stop.request_stop();
    Start()->Run(stop.get_token(), [] { return kToday; });
  }

  support::TemporaryFolder folder_;
  auth::Signer signer_{"process-drafting", *auth::GenerateKey()};
  std::unique_ptr<store::Store> store_ = *store::Open("sqlite::memory:", "drafting");
  int acts_ = 0;
};

TEST_F(NotaryTest, SignsWhatTheLogHasComeTo) {
  const auto notary = Start();
  ASSERT_OK_AND_ASSIGN(const auto empty, notary->Sign(kToday));
  EXPECT_EQ(empty.head.size, 0);
  Act();
  Act();
  ASSERT_OK_AND_ASSIGN(const auto done, notary->Sign(kToday));
  ASSERT_OK_AND_ASSIGN(const TreeHead head, OpenNote(done.note, std::vector{done.key}));
  EXPECT_EQ(head.origin, "nghe-an/drafting");
  EXPECT_EQ(head.size, 2);
  EXPECT_EQ(head.sequence, 3) << "the first commit was nobody's act";
  TreeHash tree;
  tree.Add(LeafHash(2, "act 1"));
  tree.Add(LeafHash(3, "act 2"));
  EXPECT_EQ(head.root, tree.Root());
}

TEST_F(NotaryTest, KeepsWhatIsNewOutsideTheStore) {
  Serve();
  EXPECT_TRUE(Kept().empty());
  Act();
  Serve();
  Serve();
  EXPECT_EQ(Kept().size(), 1U) << "nothing was done since";
  Act();
  Serve();
  EXPECT_EQ(Kept().size(), 2U);
}

TEST_F(NotaryTest, SignsNothingOfALogThatWasAlteredWhileItWasDown) {
  for (int i = 0; i < 5; ++i) Act();
  Serve();
  ASSERT_THAT(store_->Commit({.writes = {{.key = store::AppendKey("log/audit", 4)}}}), IsOk());
  Act();
  ASSERT_OK_AND_ASSIGN(const auto done, Start()->Sign(kToday));
  EXPECT_EQ(done.note, "");
  Serve();
  EXPECT_EQ(Kept().size(), 1U);
}

TEST_F(NotaryTest, SignsNothingOfALogThatWasCut) {
  for (int i = 0; i < 5; ++i) Act();
  Serve();
  ASSERT_THAT(store_->Commit({.writes = {{.key = store::AppendKey("log/audit", 6)}}}), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto done, Start()->Sign(kToday));
  EXPECT_EQ(done.note, "");
}

TEST_F(NotaryTest, SignsNothingBesideTheCheckpointOfAnotherSuite) {
  Act();
  Serve();
  store_ = *store::Open("sqlite::memory:", "drafting");
  Act();
  ASSERT_OK_AND_ASSIGN(const auto done, Start()->Sign(kToday));
  EXPECT_EQ(done.note, "");
}

TEST_F(NotaryTest, BeginsAnewWithTheEpochThatGaveUpWhatWasLost) {
  for (int i = 0; i < 5; ++i) Act();
  Serve();
  ASSERT_THAT(store_->Commit({.writes = {{.key = store::AppendKey("log/audit", 6)}}, .jump_to = store::FirstOf(1)}),
              IsOk());
  Act();
  ASSERT_OK_AND_ASSIGN(const auto done, Start()->Sign(kToday));
  ASSERT_OK_AND_ASSIGN(const TreeHead head, OpenNote(done.note, std::vector{done.key}));
  EXPECT_EQ(head.epoch, 1);
  EXPECT_EQ(head.size, 5);
  Serve();
  EXPECT_EQ(Kept().size(), 2U);
}

}  // namespace
}  // namespace congress::audit

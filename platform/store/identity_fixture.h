// A folder of stores of one suite, and what is told of those that are refused.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "platform/store/failure.h"
#include "platform/store/open.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace congress::store {

inline constexpr auto kFailedPrecondition = absl::StatusCode::kFailedPrecondition;

class IdentifiedStoreTest : public ::testing::Test {
 protected:
  std::unique_ptr<IdentifiedStore> Open(const std::string& keyspace = "drafting", const std::string& suite = "") {
    auto store =
        OpenIdentified(absl::StrCat("sqlite:", File(keyspace + ".db")), {.keyspace = keyspace, .suite = suite});
    EXPECT_THAT(store, support::IsOk());
    return *std::move(store);
  }
  // One that is made where there is none.
  std::unique_ptr<IdentifiedStore> Make(const std::string& keyspace = "drafting") {
    auto store = Open(keyspace);
    EXPECT_THAT(store->Initialise(absl::Now()), support::IsOk());
    return store;
  }
  static Revision Put(Store& store, const std::string& key, const std::string& value = "x") {
    const auto committed = store.Commit({.writes = {{.key = key, .value = value}}});
    EXPECT_THAT(committed, support::IsOk());
    return committed.ok() ? committed->sequence : 0;
  }
  // What the operator is told.
  std::string Refusal(const std::string& keyspace = "drafting", const std::string& suite = "") {
    const auto store = Open(keyspace, suite);
    const absl::Status status = store->Admit();
    EXPECT_THAT(status, support::StatusIs(kFailedPrecondition, "STORE_REFUSED"));
    EXPECT_THAT(store->Get("a"), support::StatusIs(kFailedPrecondition, "STORE_REFUSED"));
    EXPECT_THAT(store->Commit({.writes = {{.key = "a", .value = "b"}}}),
                support::StatusIs(kFailedPrecondition, "STORE_REFUSED"));
    EXPECT_THAT(store->LastSequence(), support::StatusIs(kFailedPrecondition, "STORE_REFUSED"));
    return DriverText(status);
  }
  std::string File(const std::string& name) const { return folder_.File(name); }
  // The store's file as it is now, for Restore.
  void Keep(const std::string& name) {
    std::filesystem::copy_file(File(name), File(name + ".kept"), std::filesystem::copy_options::overwrite_existing);
  }
  void Restore(const std::string& name) {
    for (const char* beside : {"-wal", "-shm"}) std::filesystem::remove(File(name + beside));
    std::filesystem::copy_file(File(name + ".kept"), File(name), std::filesystem::copy_options::overwrite_existing);
  }

  const support::TemporaryFolder folder_;
};

}  // namespace congress::store

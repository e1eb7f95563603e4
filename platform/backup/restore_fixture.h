// A suite whose stores are backed up into one file, and restored from it.
#pragma once

#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "platform/backup/back_up.h"
#include "platform/backup/restore.h"
#include "platform/store/open.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace congress::backup {

inline constexpr char kId[] = "6d0c6d2e-0000-4000-8000-000000000001";

// A suite of five stores of one backend, with records, projections and files.
class Stores {
 public:
  explicit Stores(std::string url) : url_(std::move(url)) {
    for (const std::string_view service : kServices) {
      auto opened = store::Open(url_, service);
      EXPECT_THAT(opened, support::IsOk());
      stores_[std::string(service)] = *std::move(opened);
    }
  }

  store::Store& store(const std::string& service) { return *stores_.at(service); }
  void Fill() {
    for (const auto& [service, store] : stores_) {
      for (int i = 0; i < 30; ++i) {
        store::Batch batch;
        for (int j = 0; j < 50; ++j) {
          batch.writes.push_back({.key = absl::StrCat("r/Person/persons/", i, "-", j),
                                  .value = absl::StrCat("person of ", service, " ", i * j),
                                  .organisation = "organisations/u"});
        }
        batch.writes.push_back({.key = absl::StrCat("i/Person/", i), .value = "entry"});
        batch.writes.push_back({.key = "d/", .value = "token"});
        batch.writes.push_back({.key = "s/format", .value = ""});
        batch.appends = {{"log/audit", "record"}};
        EXPECT_THAT(store->Commit(batch), support::IsOk());
      }
    }
  }

 private:
  const std::string url_;
  std::map<std::string, std::unique_ptr<store::Store>> stores_;
};

class RestoreTest : public ::testing::Test {
 protected:
  RestoreTest() : signer_("process-suite", *auth::GenerateKey()) {}

  std::string path() const { return folder_.File("backup"); }
  std::string Sqlite(const std::string& name) const { return absl::StrCat("sqlite:", folder_.File(name), "/"); }

  // Writes the backup of `stores` and says what it holds.
  absl::StatusOr<std::vector<v1::Manifest>> Write(Stores& stores, content::ContentStore* contents = nullptr,
                                                  std::string_view other = "", v1::PartKind kind = v1::RECORDS) {
    FileWriter file(path());
    for (const std::string_view service : kServices) {
      const Subject subject{.service = std::string(service),
                            .keyspace = std::string(service),
                            .version = "1",
                            .store = stores.store(std::string(service)),
                            .companions = companions_,
                            .contents = service == "dossiers" ? contents : nullptr,
                            .signer = signer_,
                            .recipient = (service == other_recipient_ ? other_keys_ : keys_).public_key};
      v1::DownloadBackupRequest request;
      request.set_backup_id(service == other ? "another" : kId);
      request.set_kind(kind);
      const absl::Status status = BackUp(
          subject, request, absl::Now(), [] { return absl::OkStatus(); },
          [&](const v1::DownloadBackupResponse& piece) {
            file.Add(piece);
            return absl::OkStatus();
          });
      if (!status.ok()) return status;
    }
    EXPECT_TRUE(file.Close());
    return VerifyFile(path(), nullptr);
  }
  static Target Into(const std::string& url, content::ContentStore* contents = nullptr) {
    return {.open = [url](const std::string& keyspace) { return store::Open(url, keyspace); }, .contents = contents};
  }
  std::string Bytes() const {
    std::ifstream file(path(), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }

  const support::TemporaryFolder folder_;
  const auth::Signer signer_;
  const KeyPair keys_ = NewKeyPair();
  const KeyPair other_keys_ = NewKeyPair();
  // The service whose process was started with the other key.
  std::string other_recipient_;
  std::vector<Companions> companions_;
};

}  // namespace congress::backup

#include "platform/backup/restore.h"

#include <filesystem>
#include <fstream>
#include <optional>
#include <thread>

#include "absl/strings/str_cat.h"
#include "congress/content/v1/content.pb.h"
#include "google/protobuf/empty.pb.h"
#include "google/protobuf/stubs/logging.h"
#include "platform/backup/frame.h"
#include "platform/backup/restore_fixture.h"
#include "platform/content/open.h"
#include "platform/store/piece.h"
#include "tests/support/redis_server.h"

namespace congress::backup {
namespace {

using support::IsOk;
using support::StatusIs;

std::vector<std::string> RootsOf(const std::vector<v1::Manifest>& manifests) {
  std::vector<std::string> roots;
  for (const v1::Manifest& manifest : manifests) {
    roots.push_back(absl::StrCat(manifest.service(), " ", manifest.sequence(), " ", manifest.record_count(), " ",
                                 manifest.records_root()));
  }
  return roots;
}

TEST_F(RestoreTest, TheRootIsTheSameWhereverTheRecordsLie) {
  const support::RedisServer redis;
  Stores first(Sqlite("first"));
  first.Fill();
  ASSERT_OK_AND_ASSIGN(const auto backed_up, Write(first));
  EXPECT_EQ(backed_up[0].record_count(), 30 * 50 + 30);
  EXPECT_EQ(backed_up[0].sequence(), 30);
  ASSERT_THAT(Restore({path(), backed_up}, nullptr, keys_, Into(redis.url())), IsOk());

  Stores second(redis.url());
  ASSERT_OK_AND_ASSIGN(const auto again, Write(second));
  EXPECT_EQ(RootsOf(again), RootsOf(backed_up));
  EXPECT_TRUE(absl::IsNotFound(second.store("drafting").Get("i/Person/1").status()));
  EXPECT_TRUE(absl::IsNotFound(second.store("drafting").Get("d/").status()));
  ASSERT_OK_AND_ASSIGN(const auto person, second.store("dossiers").Get("r/Person/persons/3-4"));
  EXPECT_EQ(person.value, "person of dossiers 12");
  EXPECT_EQ(person.organisation, "organisations/u");
  EXPECT_EQ(person.revision, 4);

  ASSERT_THAT(Restore({path(), again}, nullptr, keys_, Into(Sqlite("third"))), IsOk());
  Stores third(Sqlite("third"));
  ASSERT_OK_AND_ASSIGN(const auto last, Write(third));
  EXPECT_EQ(RootsOf(last), RootsOf(backed_up));
}

TEST_F(RestoreTest, FilesComeAlong) {
  ASSERT_OK_AND_ASSIGN(const auto from, content::Open(absl::StrCat("file:", folder_.File("from"))));
  ASSERT_OK_AND_ASSIGN(const auto to, content::Open(absl::StrCat("file:", folder_.File("to"))));
  const std::string long_file(700'000, 'x');
  for (const auto& [id, text] : {std::pair<std::string, std::string>("a", "short"), {"b", ""}, {"c", long_file}}) {
    std::string_view left = text;
    ASSERT_THAT(from->Put(id, static_cast<int64_t>(text.size()),
                          [&](std::span<char> room) -> absl::StatusOr<size_t> {
                            const size_t count = std::min(room.size(), left.size());
                            std::copy_n(left.begin(), count, room.begin());
                            left.remove_prefix(count);
                            return count;
                          }),
                IsOk());
  }
  Stores stores(Sqlite("first"));
  stores.Fill();
  ASSERT_OK_AND_ASSIGN(const auto manifests, Write(stores, from.get()));
  EXPECT_EQ(manifests[2].content_count(), 3);
  EXPECT_EQ(manifests[2].content_bytes(), 700'005);
  EXPECT_THAT(Restore({path(), manifests}, nullptr, keys_, Into(Sqlite("second"))),
              StatusIs(absl::StatusCode::kFailedPrecondition, "BACKUP_FILES_HOMELESS"));
  ASSERT_THAT(Restore({path(), manifests}, nullptr, keys_, Into(Sqlite("second"), to.get())), IsOk());
  std::string read;
  ASSERT_THAT(to->Get("c", 0,
                      [&](std::string_view bytes) {
                        read += bytes;
                        return absl::OkStatus();
                      }),
              IsOk());
  EXPECT_TRUE(read == long_file);
  EXPECT_EQ(to->List("", 10)->size(), 3u);
}

// A key that was deleted comes back with no backup of the records, however old.
TEST_F(RestoreTest, KeysOfPersonsLieApart) {
  Stores stores(Sqlite("first"));
  stores.Fill();
  store::Store& dossiers = stores.store("dossiers");
  ASSERT_THAT(
      dossiers.Commit({.writes = {{.key = "k/persons/a", .value = "key"}, {.key = "k/persons/b", .value = "key"}}}),
      IsOk());
  ASSERT_OK_AND_ASSIGN(const auto manifests, Write(stores));
  EXPECT_EQ(manifests[2].record_count(), 30 * 50 + 30);
  std::filesystem::copy(path(), folder_.File("records"));
  const Backup records{folder_.File("records"), manifests};
  ASSERT_THAT(dossiers.Commit({.writes = {{.key = "k/persons/a"}}}), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto of_keys, Write(stores, nullptr, "", v1::PERSON_KEYS));
  EXPECT_EQ(of_keys[2].record_count(), 1);
  const Backup person_keys{path(), of_keys};

  ASSERT_THAT(Restore(records, nullptr, keys_, Into(Sqlite("without"))), IsOk());
  Stores without(Sqlite("without"));
  EXPECT_TRUE(absl::IsNotFound(without.store("dossiers").Get("k/persons/b").status()));
  ASSERT_THAT(Restore(records, &person_keys, keys_, Into(Sqlite("second"))), IsOk());
  Stores second(Sqlite("second"));
  EXPECT_TRUE(absl::IsNotFound(second.store("dossiers").Get("k/persons/a").status()));
  EXPECT_EQ(second.store("dossiers").Get("k/persons/b")->value, "key");
  EXPECT_THAT(second.store("dossiers").Get("r/Person/persons/3-4"), IsOk());
  EXPECT_EQ(second.store("dossiers").LastSequence().value_or(0), of_keys[2].sequence()) << "of the later one";
  // One in the place of the other.
  const absl::StatusCode damaged = absl::StatusCode::kDataLoss;
  EXPECT_THAT(Restore(person_keys, nullptr, keys_, Into(Sqlite("third"))), StatusIs(damaged, "BACKUP_DAMAGED"));
  EXPECT_THAT(Restore(records, &records, keys_, Into(Sqlite("third"))), StatusIs(damaged, "BACKUP_DAMAGED"));
  EXPECT_FALSE(std::filesystem::exists(folder_.File("third")));
}

TEST_F(RestoreTest, RecordsThatLackTheirKeyAreCounted) {
  Stores stores(Sqlite("first"));
  stores.Fill();
  store::Store& dossiers = stores.store("dossiers");
  store::Batch batch;
  for (const std::string person : {"a", "b"}) {
    const std::string id = absl::StrCat("key-of-", person);
    content::v1::OwnerKey key;
    key.set_id(id);
    batch.writes.push_back({.key = absl::StrCat("k/persons/", person), .value = key.SerializeAsString()});
    batch.writes.push_back({.key = absl::StrCat("r/Person/persons/", person),
                            .value = store::WithPiece(google::protobuf::Empty(), absl::StrCat(id, "sealed")),
                            .sealed = true});
  }
  batch.appends = {{"log/audit", "record"}};
  ASSERT_THAT(dossiers.Commit(batch), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto manifests, Write(stores));
  std::filesystem::copy(path(), folder_.File("records"));
  const Backup records{folder_.File("records"), manifests};
  ASSERT_THAT(dossiers.Commit({.writes = {{.key = "k/persons/a"}}}), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto of_keys, Write(stores, nullptr, "", v1::PERSON_KEYS));
  const Backup later{path(), of_keys};
  ASSERT_OK_AND_ASSIGN(const Restored without, Restore(records, nullptr, keys_, Into(Sqlite("without"))));
  EXPECT_THAT(without.records_without_key, ::testing::ElementsAre(0, 0, 2, 0, 0));
  ASSERT_OK_AND_ASSIGN(const Restored with, Restore(records, &later, keys_, Into(Sqlite("with"))));
  EXPECT_THAT(with.records_without_key, ::testing::ElementsAre(0, 0, 1, 0, 0));
}

TEST_F(RestoreTest, OnlyAnEmptyStoreIsFilled) {
  Stores stores(Sqlite("first"));
  stores.Fill();
  ASSERT_OK_AND_ASSIGN(const auto manifests, Write(stores));
  {
    ASSERT_OK_AND_ASSIGN(const auto used, store::Open(Sqlite("used"), "drafting"));
    ASSERT_THAT(used->Commit({.writes = {{"a", "one"}}}), IsOk());
  }
  EXPECT_THAT(Restore({path(), manifests}, nullptr, keys_, Into(Sqlite("used"))),
              StatusIs(absl::StatusCode::kFailedPrecondition, "STORE_NOT_EMPTY"));
  // None of the others was touched.
  EXPECT_THAT(store::Open(Sqlite("used"), "preparation"), IsOk());
  EXPECT_THAT(store::Open(Sqlite("used"), "drafting"), IsOk());
  EXPECT_THAT(Restore({path(), manifests}, nullptr, NewKeyPair(), Into(Sqlite("empty"))),
              StatusIs(absl::StatusCode::kFailedPrecondition, "BACKUP_KEY_WRONG"));
  EXPECT_FALSE(std::filesystem::exists(folder_.File("empty")));
}

TEST_F(RestoreTest, AKeyThatDoesNotOpenEveryPartOpensNone) {
  Stores stores(Sqlite("first"));
  for (const std::string_view service : kServices) {
    other_recipient_ = service;
    ASSERT_OK_AND_ASSIGN(const auto manifests, Write(stores));
    EXPECT_THAT(Restore({path(), manifests}, nullptr, keys_, Into(Sqlite("second"))),
                StatusIs(absl::StatusCode::kFailedPrecondition, "BACKUP_KEY_WRONG"));
    EXPECT_FALSE(std::filesystem::exists(folder_.File("second"))) << service;
  }
}

TEST_F(RestoreTest, WhatIsNotTheManifestsBecomesNoStore) {
  Stores stores(Sqlite("first"));
  stores.Fill();
  ASSERT_OK_AND_ASSIGN(auto manifests, Write(stores));
  manifests[1].set_records_root("another");
  EXPECT_THAT(Restore({path(), manifests}, nullptr, keys_, Into(Sqlite("second"))),
              StatusIs(absl::StatusCode::kDataLoss, "BACKUP_DAMAGED"));
  EXPECT_TRUE(absl::IsFailedPrecondition(store::Open(Sqlite("second"), "scheduling").status()));
}

TEST_F(RestoreTest, AFileIsVerifiedWithoutThePrivateKey) {
  Stores stores(Sqlite("first"));
  stores.Fill();
  ASSERT_THAT(Write(stores), IsOk());
  const std::string good = Bytes();
  for (size_t at : {size_t{2}, size_t{40}, good.size() / 3, good.size() / 2, good.size() - 10}) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 0x20);
    std::ofstream(path(), std::ios::binary) << bad;
    const absl::Status found = VerifyFile(path(), nullptr).status();
    EXPECT_EQ(found.code(), absl::StatusCode::kDataLoss) << at << " " << found;
  }
  for (const size_t size : {size_t{0}, size_t{3}, size_t{4}, size_t{900}, good.size() - 1}) {
    std::ofstream(path(), std::ios::binary | std::ios::trunc) << good.substr(0, size);
    EXPECT_EQ(VerifyFile(path(), nullptr).status().code(), absl::StatusCode::kDataLoss) << size;
  }
  std::ofstream(path(), std::ios::binary | std::ios::trunc) << good << good;
  EXPECT_THAT(VerifyFile(path(), nullptr), StatusIs(absl::StatusCode::kDataLoss, "BACKUP_DAMAGED"));
}

TEST_F(RestoreTest, NoByteOfAFileIsWithoutAWitness) {
  // Without records a part is what surrounds them.
  Stores stores(Sqlite("first"));
  ASSERT_THAT(Write(stores), IsOk());
  const std::string good = Bytes();
  std::vector<v1::DownloadBackupResponse> pieces;
  {
    FileReader file(path());
    v1::DownloadBackupResponse piece;
    while (file.Next(&piece).value_or(false)) pieces.push_back(piece);
  }
  std::fstream file(path(), std::ios::binary | std::ios::in | std::ios::out);
  const auto put = [&file](size_t at, std::string_view bytes) {
    file.seekp(static_cast<std::streamoff>(at));
    file << bytes << std::flush;
  };
  // Of texts that are none any more.
  const google::protobuf::LogSilencer quiet;
  const auto verified = [this] { return VerifyFile(path(), nullptr).status(); };
  for (size_t at = 0; at < good.size(); ++at) {
    put(at, std::string(1, static_cast<char>(good[at] ^ 1 << at % 8)));
    EXPECT_EQ(verified().code(), absl::StatusCode::kDataLoss) << at;
    put(at, good.substr(at, 1));
  }
  ASSERT_THAT(verified(), IsOk());
  // A message without a field, wherever one may begin.
  for (size_t at = 0; at <= good.size(); ++at) {
    put(at, std::string(kFrameLengthBytes, '\0') + good.substr(at));
    EXPECT_EQ(verified().code(), absl::StatusCode::kDataLoss) << at;
    put(at, good.substr(at));
    std::filesystem::resize_file(path(), good.size());
  }
  file.close();
  // A field of which nobody knows, in each message.
  for (auto& piece : pieces) {
    piece.GetReflection()->MutableUnknownFields(&piece)->AddVarint(99, 1);
    FileWriter writer(path());
    for (const auto& each : pieces) writer.Add(each);
    ASSERT_TRUE(writer.Close());
    EXPECT_THAT(verified(), StatusIs(absl::StatusCode::kDataLoss, "BACKUP_DAMAGED")) << piece.ShortDebugString();
    piece.DiscardUnknownFields();
  }
}

TEST_F(RestoreTest, PartsOfTwoBackupsAreNone) {
  Stores stores(Sqlite("first"));
  stores.Fill();
  EXPECT_THAT(Write(stores, nullptr, "allocation"), StatusIs(absl::StatusCode::kDataLoss, "BACKUP_INCOMPLETE"));
}

TEST_F(RestoreTest, AStrangersSignatureIsToldFromATrustedOne) {
  Stores stores(Sqlite("first"));
  stores.Fill();
  ASSERT_THAT(Write(stores), IsOk());
  auth::Verifier verifier;
  EXPECT_THAT(VerifyFile(path(), &verifier), StatusIs(absl::StatusCode::kDataLoss, "BACKUP_DAMAGED"));
  ASSERT_THAT(verifier.Trust("process-suite", signer_.public_pem()), IsOk());
  EXPECT_THAT(VerifyFile(path(), &verifier), IsOk());
}

}  // namespace
}  // namespace congress::backup

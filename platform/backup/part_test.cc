#include <vector>

#include "absl/strings/str_cat.h"
#include "platform/backup/part_reader.h"
#include "platform/backup/part_writer.h"
#include "tests/support/status_matchers.h"

namespace congress::backup {
namespace {

using support::IsOk;
using support::StatusIs;

v1::Entry RecordOf(int number, size_t bytes) {
  v1::Entry entry;
  entry.mutable_record()->set_key(absl::StrCat("r/Person/persons/", number));
  // Which does not compress.
  std::string value;
  unsigned state = static_cast<unsigned>(number) * 2654435761u + 1;
  while (value.size() < bytes) value.push_back(static_cast<char>((state = state * 1664525u + 1013904223u) >> 24));
  entry.mutable_record()->set_value(value);
  entry.mutable_record()->set_revision(number);
  return entry;
}

struct Written {
  v1::Header header;
  std::vector<std::string> chunks;
};

Written Write(const PublicKey& recipient, const std::vector<v1::Entry>& entries) {
  Written written;
  PartWriter writer(recipient, &written.header, [&](std::string sealed) {
    written.chunks.push_back(std::move(sealed));
    return absl::OkStatus();
  });
  for (const v1::Entry& entry : entries) EXPECT_THAT(writer.Add(entry), IsOk());
  EXPECT_THAT(writer.Finish(), IsOk());
  return written;
}

absl::StatusOr<std::vector<std::string>> ReadAll(const KeyPair& keys, const Written& written) {
  size_t next = 0;
  auto reader = PartReader::Open(keys, written.header, [&]() -> absl::StatusOr<std::string> {
    return next < written.chunks.size() ? written.chunks[next++] : std::string();
  });
  if (!reader.ok()) return reader.status();
  std::vector<std::string> entries;
  v1::Entry entry;
  while (true) {
    const auto more = reader->Next(&entry);
    if (!more.ok()) return more.status();
    if (!*more) return entries;
    entries.push_back(entry.SerializeAsString());
  }
}

std::vector<v1::Entry> SomeEntries() {
  std::vector<v1::Entry> entries;
  for (int i = 0; i < 900; ++i) entries.push_back(RecordOf(i, i % 7 == 0 ? 3000 : 100));
  // Longer than several chunks, and what compresses to next to nothing.
  entries.push_back(RecordOf(900, 3 * kChunkBytes));
  entries.emplace_back().mutable_record()->set_value(std::string(8 * kChunkBytes, 'x'));
  entries.push_back(RecordOf(901, 0));
  return entries;
}

TEST(Part, IsReadAsItWasWritten) {
  const KeyPair keys = NewKeyPair();
  for (const std::vector<v1::Entry>& entries : {std::vector<v1::Entry>(), SomeEntries()}) {
    const Written written = Write(keys.public_key, entries);
    ASSERT_OK_AND_ASSIGN(const auto read, ReadAll(keys, written));
    ASSERT_EQ(read.size(), entries.size());
    for (size_t i = 0; i < read.size(); ++i) EXPECT_TRUE(read[i] == entries[i].SerializeAsString()) << i;
  }
}

TEST(Part, OpensWithItsPrivateKeyAlone) {
  const KeyPair keys = NewKeyPair();
  const Written written = Write(keys.public_key, SomeEntries());
  EXPECT_THAT(ReadAll(NewKeyPair(), written), StatusIs(absl::StatusCode::kFailedPrecondition, "BACKUP_KEY_WRONG"));
  ASSERT_OK_AND_ASSIGN(const KeyPair kept, ParsePrivateKey(PrivateTextOf(keys)));
  EXPECT_THAT(ReadAll(kept, written), IsOk());
}

TEST(Part, TellsWhateverWasDoneToIt) {
  const KeyPair keys = NewKeyPair();
  const Written good = Write(keys.public_key, SomeEntries());
  ASSERT_GE(good.chunks.size(), 4u);
  const auto expect_damage = [&](const Written& bad) {
    EXPECT_THAT(ReadAll(keys, bad), StatusIs(absl::StatusCode::kDataLoss, "BACKUP_DAMAGED"));
  };
  Written bad = good;
  bad.chunks[1][1000] = static_cast<char>(bad.chunks[1][1000] ^ 1);
  expect_damage(bad);
  bad = good;
  std::swap(bad.chunks[1], bad.chunks[2]);
  expect_damage(bad);
  bad = good;
  bad.chunks.erase(bad.chunks.begin() + 1);
  expect_damage(bad);
  bad = good;
  bad.chunks.pop_back();
  expect_damage(bad);
}

TEST(Keys, AreReadAsTheyWereWritten) {
  const KeyPair keys = NewKeyPair();
  ASSERT_OK_AND_ASSIGN(const PublicKey kept, ParsePublicKey(TextOf(keys.public_key)));
  EXPECT_EQ(kept.bytes, keys.public_key.bytes);
  ASSERT_OK_AND_ASSIGN(const KeyPair pair, ParsePrivateKey(PrivateTextOf(keys)));
  EXPECT_EQ(pair.public_key.bytes, keys.public_key.bytes);
  for (const std::string& text :
       {std::string(), std::string("x"), PrivateTextOf(keys), TextOf(keys.public_key) + "0"}) {
    EXPECT_TRUE(absl::IsInvalidArgument(ParsePublicKey(text).status())) << text;
  }
  EXPECT_TRUE(absl::IsInvalidArgument(ParsePrivateKey(TextOf(keys.public_key)).status()));
}

}  // namespace
}  // namespace congress::backup

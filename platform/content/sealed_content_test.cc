#include "platform/content/sealed_content.h"

#include <filesystem>
#include <fstream>

#include "platform/content/file_content.h"
#include "platform/content/open.h"
#include "platform/content/segments.h"
#include "platform/content/testing_bytes.h"
#include "platform/content/testing_memory.h"
#include "platform/digest/sha256.h"
#include "tests/support/s3_server.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace congress::content {
namespace {

using support::IsOk;
using support::kInvalid;
using support::StatusIs;
using testing::IsEmpty;

constexpr int64_t kLimit = 1 << 20;
constexpr char kPdf[] = "application/pdf";

std::string SomePdf(size_t size) { return ("%PDF-" + SomeBytes(size)).substr(0, size); }

Announcement Of(const std::string& bytes) {
  return {static_cast<int64_t>(bytes.size()), digest::Sha256Hex(bytes), kPdf};
}

class SealedContentTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_OK_AND_ASSIGN(store_, FileContent::Open(folder_.path())); }

  absl::Status Put(const std::string& id, const std::string& bytes) { return Put(id, bytes, Of(bytes)); }
  absl::Status Put(const std::string& id, const std::string& bytes, const Announcement& announced) {
    BytesSource source(bytes, 10'007);
    return SealedContent(*store_, kLimit).Put(key_, id, announced, source);
  }
  struct Got {
    absl::Status status;
    std::string bytes;
  };
  Got Get(const std::string& id, size_t size, size_t offset = 0) { return Get(key_, id, size, offset); }
  Got Get(const DataKey& key, const std::string& id, size_t size, size_t offset = 0) {
    Got got;
    got.status =
        SealedContent(*store_, kLimit)
            .Get(key, id, static_cast<int64_t>(size), static_cast<int64_t>(offset), [&](std::string_view piece) {
              got.bytes += piece;
              return absl::OkStatus();
            });
    return got;
  }
  void ExpectNothingStored() { EXPECT_TRUE(std::filesystem::is_empty(folder_.path())); }

  // The sealed bytes as they lie there.
  std::string Sealed(const std::string& id) const {
    std::ifstream file(folder_.File(id), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }
  void Overwrite(const std::string& id, const std::string& sealed) const {
    // In place: a file that is cut and written anew is flushed by some file systems, which takes its time.
    std::fstream(folder_.File(id), std::ios::in | std::ios::out | std::ios::binary) << sealed;
    std::filesystem::resize_file(folder_.File(id), sealed.size());
  }
  // With `sealed` in its place, a content that was `bytes` is damaged, and no byte comes that was not in it.
  void ExpectDamaged(const std::string& sealed, const std::string& bytes, const std::string& what) {
    Overwrite("a", sealed);
    const Got got = Get("a", bytes.size());
    EXPECT_THAT(got.status, StatusIs(absl::StatusCode::kDataLoss, "CONTENT_CORRUPT")) << what;
    EXPECT_TRUE(bytes.starts_with(got.bytes)) << what;
  }

  const support::TemporaryFolder folder_;
  std::unique_ptr<ContentStore> store_;
  const DataKey key_ = DataKey::Random();
};

TEST_F(SealedContentTest, GivesBackWhatCameFromAnyOffset) {
  constexpr size_t kSegment = kSegmentBytes;
  for (const size_t size : {size_t{5}, kSegment - 1, kSegment, kSegment + 1, 2 * kSegment, 2 * kSegment + 1}) {
    const std::string bytes = SomePdf(size);
    ASSERT_THAT(Put("a", bytes), IsOk());
    EXPECT_EQ(Sealed("a").size(), static_cast<size_t>(Layout{static_cast<int64_t>(size)}.sealed_bytes()));
    for (const size_t offset : {size_t{0}, size_t{1}, kSegment - 1, kSegment, kSegment + 1, 2 * kSegment, size - 1}) {
      if (offset > size) continue;
      const Got got = Get("a", size, offset);
      EXPECT_THAT(got.status, IsOk()) << size << " from " << offset;
      EXPECT_TRUE(got.bytes == bytes.substr(offset)) << size << " from " << offset;
    }
    EXPECT_THAT(Get("a", size, size + 1).bytes, IsEmpty());
  }
}

TEST_F(SealedContentTest, ShowsNothingOfAContentInTheStore) {
  const std::string bytes = "%PDF-" + std::string(100'000, 'A');
  ASSERT_THAT(Put("a", bytes), IsOk());
  ASSERT_THAT(Put("b", bytes), IsOk());
  EXPECT_EQ(Sealed("a").find("AAAA"), std::string::npos);
  // Even that two contents are the same.
  EXPECT_NE(Sealed("a").substr(kHeaderBytes, 100), Sealed("b").substr(kHeaderBytes, 100));
}

TEST_F(SealedContentTest, FindsEveryBitThatChanged) {
  const std::string bytes = SomePdf(100);
  ASSERT_THAT(Put("a", bytes), IsOk());
  const std::string sealed = Sealed("a");
  for (size_t bit = 0; bit < 8 * sealed.size(); ++bit) {
    std::string changed = sealed;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << bit % 8));
    ExpectDamaged(changed, bytes, "bit " + std::to_string(bit));
  }
  Overwrite("a", sealed);
  EXPECT_EQ(Get("a", 100).bytes, bytes);
}

TEST_F(SealedContentTest, FindsEveryCut) {
  const std::string bytes = SomePdf(100);
  ASSERT_THAT(Put("a", bytes), IsOk());
  const std::string sealed = Sealed("a");
  for (size_t size = 0; size < sealed.size(); ++size) {
    ExpectDamaged(sealed.substr(0, size), bytes, std::to_string(size) + " bytes");
  }
}

TEST_F(SealedContentTest, FindsSegmentsThatWereCutExchangedRepeatedOrAppended) {
  const std::string bytes = SomePdf(3 * kSegmentBytes);
  ASSERT_THAT(Put("a", bytes), IsOk());
  const std::string whole = Sealed("a");
  const std::string head = whole.substr(0, kHeaderBytes);
  const auto part = [&whole](size_t number) {
    return whole.substr(kHeaderBytes + number * kSealedSegmentBytes, kSealedSegmentBytes);
  };
  ASSERT_EQ(head + part(0) + part(1) + part(2), whole);
  ExpectDamaged(head, bytes, "all cut");
  ExpectDamaged(head + part(0) + part(1), bytes, "the last cut");
  ExpectDamaged(head + part(0) + part(2), bytes, "the middle cut");
  ExpectDamaged(head + part(1) + part(2), bytes, "the first cut");
  ExpectDamaged(head + part(0) + part(2) + part(1), bytes, "exchanged");
  ExpectDamaged(head + part(0) + part(0) + part(2), bytes, "repeated");
  ExpectDamaged(whole + part(2), bytes, "appended");
  ExpectDamaged(whole + "x", bytes, "a byte appended");
  // Not even a record that was cut alike makes a beginning whole.
  Overwrite("a", head + part(0) + part(1));
  EXPECT_THAT(Get("a", 2 * kSegmentBytes).status, StatusIs(absl::StatusCode::kDataLoss, "CONTENT_CORRUPT"));
  Overwrite("a", whole);
  EXPECT_TRUE(Get("a", bytes.size()).bytes == bytes);
}

TEST_F(SealedContentTest, KnowsALengthThatIsNotItsOwn) {
  const std::string bytes = SomePdf(2 * kSegmentBytes);
  ASSERT_THAT(Put("a", bytes), IsOk());
  for (const size_t size :
       {kSegmentBytes, 2 * kSegmentBytes - 1, 2 * kSegmentBytes + 1, 3 * kSegmentBytes, size_t{0}}) {
    EXPECT_THAT(Get("a", size).status, StatusIs(absl::StatusCode::kDataLoss, "CONTENT_CORRUPT")) << size;
  }
}

TEST_F(SealedContentTest, OpensUnderItsOwnIdAndKeyOnly) {
  const std::string bytes = SomePdf(100);
  ASSERT_THAT(Put("a", bytes), IsOk());
  ASSERT_THAT(Put("b", SomePdf(99) + "x"), IsOk());
  EXPECT_THAT(Get(DataKey::Random(), "a", 100).status, StatusIs(absl::StatusCode::kDataLoss, "CONTENT_CORRUPT"));
  const std::string sealed = Sealed("a");
  Overwrite("b", sealed);
  EXPECT_THAT(Get("b", 100).status, StatusIs(absl::StatusCode::kDataLoss, "CONTENT_CORRUPT"));
  EXPECT_EQ(Get("a", 100).bytes, bytes);
}

TEST_F(SealedContentTest, SaysThatAContentIsGone) {
  const Got got = Get("a", 100);
  EXPECT_THAT(got.status, StatusIs(absl::StatusCode::kDataLoss, "CONTENT_CORRUPT"));
  EXPECT_EQ(support::MetadataIn(got.status, "cause"), "lost");
  EXPECT_EQ(support::MetadataIn(Get("a", 100'000, 70'000).status, "cause"), "lost");
}

TEST_F(SealedContentTest, KeepsNothingThatIsNotWhatWasAnnounced) {
  const std::string bytes = SomePdf(200'000);
  Announcement announced = Of(bytes);
  announced.sha256[0] = announced.sha256[0] == '0' ? '1' : '0';
  const absl::Status mismatch = Put("a", bytes, announced);
  EXPECT_THAT(mismatch, StatusIs(kInvalid, "CONTENT_HASH_MISMATCH"));
  EXPECT_EQ(support::MetadataIn(mismatch, "sha256"), Of(bytes).sha256);
  announced = Of(bytes);
  announced.size_bytes += 1;
  EXPECT_THAT(Put("a", bytes, announced), StatusIs(kInvalid, "CONTENT_TRUNCATED"));
  announced.size_bytes -= 2;
  EXPECT_THAT(Put("a", bytes, announced), StatusIs(kInvalid, "CONTENT_TOO_LARGE"));
  const absl::Status gone = absl::CancelledError("the client is gone");
  BytesSource source(std::string_view(bytes).substr(0, 150'000), 1000, gone);
  EXPECT_EQ(SealedContent(*store_, kLimit).Put(key_, "a", Of(bytes), source), gone);
  ExpectNothingStored();
  EXPECT_THAT(Put("a", bytes), IsOk());
}

TEST_F(SealedContentTest, RefusesByLengthAndTypeBeforeTheFirstByte) {
  const std::string bytes = SomePdf(kLimit + 1);
  BytesSource source(bytes);
  SealedContent sealed(*store_, kLimit);
  const absl::Status large = sealed.Put(key_, "a", Of(bytes), source);
  EXPECT_THAT(large, StatusIs(kInvalid, "CONTENT_TOO_LARGE"));
  EXPECT_EQ(support::MetadataIn(large, "limit_bytes"), "1048576");
  Announcement announced = Of(bytes.substr(0, 100));
  announced.type = "text/html";
  EXPECT_THAT(sealed.Put(key_, "a", announced, source), StatusIs(kInvalid, "CONTENT_TYPE_REFUSED"));
  EXPECT_EQ(source.left(), bytes.size());
  ExpectNothingStored();
  EXPECT_THAT(Put("a", bytes.substr(0, kLimit)), IsOk());
}

TEST_F(SealedContentTest, RefusesAFileThatBeginsLikeAnotherType) {
  for (const std::string& bytes : {std::string("GIF89a, that is no PDF"), std::string("%PDF"), std::string()}) {
    const absl::Status refused = Put("a", bytes);
    EXPECT_THAT(refused, StatusIs(kInvalid, "CONTENT_TYPE_REFUSED"));
    EXPECT_EQ(support::MetadataIn(refused, "cause"), "bytes");
  }
  ExpectNothingStored();
}

// 64 MiB that are nowhere whole: one block again and again.
class LongPdf {
 public:
  static constexpr int64_t kSize = int64_t{64} << 20;

  LongPdf() : block_(SomePdf(kBlock)) {
    digest::Sha256Stream hash;
    for (int64_t place = 0; place < kSize;) {
      const std::string_view bytes = At(place, static_cast<size_t>(kSize - place));
      hash << bytes;
      place += static_cast<int64_t>(bytes.size());
    }
    announced_ = {kSize, hash.Hex(), kPdf};
  }
  const Announcement& announced() const { return announced_; }
  std::string_view At(int64_t place, size_t most) const {
    return std::string_view(block_).substr(static_cast<size_t>(place) % kBlock, most);
  }

 private:
  static constexpr size_t kBlock = size_t{101} << 10;

  const std::string block_;
  Announcement announced_;
};

void ExpectConstantMemory(ContentStore& store) {
  const LongPdf pdf;
  const DataKey key = DataKey::Random();
  SealedContent sealed(store, LongPdf::kSize);
  const MemoryPeak peak;
  int64_t place = 0;
  ASSERT_THAT(sealed.Put(key, "long", pdf.announced(),
                         [&](std::span<char> room) -> absl::StatusOr<size_t> {
                           const auto left = static_cast<size_t>(LongPdf::kSize - place);
                           const std::string_view bytes = pdf.At(place, std::min(room.size(), left));
                           std::copy(bytes.begin(), bytes.end(), room.begin());
                           place += static_cast<int64_t>(bytes.size());
                           return bytes.size();
                         }),
              IsOk());
  place = 0;
  ASSERT_THAT(sealed.Get(key, "long", LongPdf::kSize, 0,
                         [&](std::string_view bytes) {
                           while (!bytes.empty()) {
                             const std::string_view expected = pdf.At(place, bytes.size());
                             if (!bytes.starts_with(expected)) return absl::InternalError("other bytes");
                             place += static_cast<int64_t>(expected.size());
                             bytes.remove_prefix(expected.size());
                           }
                           return absl::OkStatus();
                         }),
              IsOk());
  EXPECT_EQ(place, LongPdf::kSize);
  const int64_t beyond = peak.KilobytesBeyond();
  std::printf("64 MiB written and read with %lld KiB beyond idle\n", static_cast<long long>(beyond));
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  EXPECT_LE(beyond, 4096);
#endif
}

TEST_F(SealedContentTest, TakesAndGivesALongFileInLittleMemory) { ExpectConstantMemory(*store_); }

TEST(SealedContentOnS3, TakesAndGivesALongFileInLittleMemory) {
  ASSERT_OK_AND_ASSIGN(const auto store, Open(support::S3Server::Shared().url("long")));
  ExpectConstantMemory(*store);
}

TEST(SealedContentOnS3, ReadsFromTheMiddle) {
  ASSERT_OK_AND_ASSIGN(const auto store, Open(support::S3Server::Shared().url("middle")));
  SealedContent sealed(*store, kLimit);
  const DataKey key = DataKey::Random();
  const std::string bytes = SomePdf(300'000);
  BytesSource source(bytes);
  ASSERT_THAT(sealed.Put(key, "a", Of(bytes), source), IsOk());
  std::string rest;
  ASSERT_THAT(sealed.Get(key, "a", 300'000, 200'000,
                         [&rest](std::string_view piece) {
                           rest += piece;
                           return absl::OkStatus();
                         }),
              IsOk());
  EXPECT_TRUE(rest == bytes.substr(200'000));
}

}  // namespace
}  // namespace congress::content

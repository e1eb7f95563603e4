#include "platform/content/sealed_content.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "platform/content/exact_source.h"
#include "platform/content/failure.h"
#include "platform/content/media_type.h"
#include "platform/content/segments.h"
#include "platform/content/zip_end.h"
#include "platform/digest/sha256.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"

namespace congress::content {
namespace {

using status::PlatformReason;

std::string_view View(const Header& header) { return {header.data(), header.size()}; }

// A content on its way into the store: seals what the source gives. The last segment is handed out only after the whole
// was found to be what was announced, so a store that keeps nothing unfinished never keeps anything else.
class Sealing {
 public:
  Sealing(const DataKey& owner_key, std::string_view id, const Announcement& announced, Source source)
      : announced_(announced),
        source_(source, announced.size_bytes),
        header_(NewHeader()),
        cipher_(owner_key, View(header_), id, Gcm::Direction::kSeal),
        plain_(kSegmentBytes),
        sealed_(kSealedSegmentBytes),
        ready_(View(header_)) {}

  // As a Source.
  absl::StatusOr<size_t> Read(std::span<char> room) {
    if (ready_.empty() && number_ < layout().segments()) RETURN_IF_ERROR(SealNext());
    const size_t count = std::min(room.size(), ready_.size());
    std::copy_n(ready_.begin(), count, room.begin());
    ready_.remove_prefix(count);
    return count;
  }

 private:
  Layout layout() const { return {announced_.size_bytes}; }

  absl::Status SealNext() {
    const size_t size = layout().SegmentBytes(number_);
    for (size_t filled = 0; filled < size;) {
      ASSIGN_OR_RETURN(const size_t count, source_.Read(std::span(plain_).subspan(filled, size - filled)));
      filled += count;
    }
    const std::string_view plain(plain_.data(), size);
    if (number_ == 0) RETURN_IF_ERROR(CheckFirstBytes(announced_.type, plain));
    hash_ << plain;
    const bool is_last = number_ + 1 == layout().segments();
    if (is_last) RETURN_IF_ERROR(CheckHash());
    if (IsZipType(announced_.type)) {
      zip_end_.Take(plain);
      if (is_last && !zip_end_.IsFit()) return OtherThan(announced_.type);
    }
    cipher_.Seal(number_++, is_last, plain, sealed_.data());
    ready_ = {sealed_.data(), size + Gcm::kTagBytes};
    return absl::OkStatus();
  }

  absl::Status CheckHash() {
    const std::string sha256 = hash_.Hex();
    if (sha256 == announced_.sha256) return absl::OkStatus();
    return status::InvalidArgument(PlatformReason::CONTENT_HASH_MISMATCH,
                                   {{"sha256", sha256}, {"announced_sha256", announced_.sha256}});
  }

  const Announcement& announced_;
  ExactSource source_;
  const Header header_;
  SegmentCipher cipher_;
  digest::Sha256Stream hash_;
  ZipEnd zip_end_;
  int64_t number_ = 0;
  std::vector<char> plain_;
  std::vector<char> sealed_;
  // What is sealed and not yet handed out.
  std::string_view ready_;
};

// A content on its way out of the store: opens each segment when it is whole.
class Opening {
 public:
  // From `offset` of a content of `layout` on, which is not behind its end.
  Opening(const DataKey& owner_key, std::string_view id, Layout layout, int64_t offset, Sink sink)
      : owner_key_(owner_key),
        id_(id),
        layout_(layout),
        number_(offset / static_cast<int64_t>(kSegmentBytes)),
        skipped_(static_cast<size_t>(offset) % kSegmentBytes),
        sink_(sink),
        plain_(kSegmentBytes) {
    sealed_.reserve(kSealedSegmentBytes);
  }

  int64_t number() const { return number_; }

  absl::Status TakeHeader(std::string_view header) {
    if (!IsHeader(header)) return Corrupt(id_, "no header");
    cipher_.emplace(owner_key_, header, id_, Gcm::Direction::kOpen);
    return absl::OkStatus();
  }

  // As a Sink, from the header on or, when that was taken, from the first segment wanted.
  absl::Status Take(std::string_view bytes) {
    while (!bytes.empty()) {
      if (number_ == layout_.segments()) return Corrupt(id_, "bytes after the last segment");
      const size_t wanted = cipher_ ? layout_.SegmentBytes(number_) + Gcm::kTagBytes : kHeaderBytes;
      const size_t count = std::min(bytes.size(), wanted - sealed_.size());
      sealed_.append(bytes.substr(0, count));
      bytes.remove_prefix(count);
      if (sealed_.size() < wanted) return absl::OkStatus();
      RETURN_IF_ERROR(cipher_ ? Open() : TakeHeader(sealed_));
      sealed_.clear();
    }
    return absl::OkStatus();
  }

  // Whether all came.
  absl::Status End() const {
    return number_ == layout_.segments() ? absl::OkStatus() : Corrupt(id_, "it ends too early");
  }

 private:
  absl::Status Open() {
    const bool is_last = number_ + 1 == layout_.segments();
    if (!cipher_->Open(number_, is_last, sealed_, plain_.data())) return Corrupt(id_, "a segment does not open");
    const std::string_view plain(plain_.data(), layout_.SegmentBytes(number_++));
    const std::string_view wanted = plain.substr(std::exchange(skipped_, 0));
    return wanted.empty() ? absl::OkStatus() : sink_(wanted);
  }

  const DataKey& owner_key_;
  const std::string_view id_;
  const Layout layout_;
  int64_t number_;
  size_t skipped_;
  Sink sink_;
  std::optional<SegmentCipher> cipher_;
  std::string sealed_;
  std::vector<char> plain_;
};

// The first bytes of a content, in a read that ends with them.
absl::StatusOr<std::string> ReadHeader(ContentStore& store, std::string_view id) {
  std::string header;
  const absl::Status read = store.Get(id, 0, [&header](std::string_view bytes) {
    header += bytes.substr(0, kHeaderBytes - header.size());
    return header.size() < kHeaderBytes ? absl::OkStatus() : absl::CancelledError("the header is enough");
  });
  if (!read.ok() && header.size() < kHeaderBytes) return read;
  return header;
}

}  // namespace

absl::Status SealedContent::Check(const Announcement& announced) const {
  RETURN_IF_ERROR(CheckMediaType(announced.type));
  if (announced.size_bytes > limit_bytes_) return TooLarge(announced.size_bytes, limit_bytes_);
  return announced.size_bytes < 0 ? absl::InternalError("a content of negative size") : absl::OkStatus();
}

absl::Status SealedContent::Put(const DataKey& owner_key, std::string_view id, const Announcement& announced,
                                Source source) {
  RETURN_IF_ERROR(Check(announced));
  Sealing sealing(owner_key, id, announced, source);
  const int64_t sealed_bytes = Layout{announced.size_bytes}.sealed_bytes();
  return store_.Put(id, sealed_bytes, [&sealing](std::span<char> room) { return sealing.Read(room); });
}

absl::Status SealedContent::Get(const DataKey& owner_key, std::string_view id, int64_t size_bytes, int64_t offset,
                                Sink sink) {
  if (offset < 0) return absl::InternalError("a content has no negative offset");
  // An empty content is read all the same, to prove that it is there.
  if (offset >= size_bytes && offset > 0) return absl::OkStatus();
  Opening opening(owner_key, id, Layout{size_bytes}, offset, sink);
  const auto read = [&]() -> absl::Status {
    int64_t begin = 0;
    if (opening.number() > 0) {
      ASSIGN_OR_RETURN(const std::string header, ReadHeader(store_, id));
      RETURN_IF_ERROR(opening.TakeHeader(header));
      begin = Layout::Offset(opening.number());
    }
    RETURN_IF_ERROR(store_.Get(id, begin, [&opening](std::string_view bytes) { return opening.Take(bytes); }));
    return opening.End();
  };
  const absl::Status status = read();
  // Whoever asks has a record that says that it is there.
  return absl::IsNotFound(status) ? Lost(id) : status;
}

}  // namespace congress::content

#include "platform/content/zip_parts.h"

#include <zlib.h>

#include <algorithm>
#include <array>

namespace congress::content {
namespace {

constexpr std::string_view kHeadMark = "PK\3\4";
constexpr std::string_view kListMark = "PK\1\2";
constexpr std::string_view kTailMark = "PK\7\10";
constexpr size_t kMarkBytes = 4;
constexpr size_t kHeadBytes = 30;
// Checksum and both sizes behind a part, without its mark.
constexpr size_t kTailBytes = 12;
constexpr uint64_t kEncrypted = 1;
constexpr uint64_t kSizesBehind = 8;
constexpr uint64_t kStoredAsIs = 0;
constexpr uint64_t kDeflated = 8;

}  // namespace

struct ZipParts::Inflater {
  Inflater() { inflateInit2(&stream, -MAX_WBITS); }
  ~Inflater() { inflateEnd(&stream); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  z_stream stream = {};
};

uint64_t ZipNumber(std::string_view text, size_t at, int bytes) {
  uint64_t number = 0;
  for (int i = bytes - 1; i >= 0; --i) {
    number = number << 8 | static_cast<unsigned char>(text[at + static_cast<size_t>(i)]);
  }
  return number;
}

ZipParts::ZipParts(uint64_t most_bytes) : most_bytes_(most_bytes) {}
ZipParts::~ZipParts() = default;

void ZipParts::Take(std::string_view bytes) {
  while (!bytes.empty() && reading_ != Reading::kDone && reading_ != Reading::kBroken) {
    const size_t before = bytes.size();
    switch (reading_) {
      case Reading::kHead:
        TakeHead(&bytes);
        break;
      case Reading::kName: {
        const size_t size = static_cast<size_t>(std::min<uint64_t>(name_left_, bytes.size()));
        bytes.remove_prefix(size);
        name_left_ -= size;
        if (name_left_ == 0) BeginPart();
        break;
      }
      case Reading::kStored:
        TakeStored(&bytes);
        break;
      case Reading::kPacked:
        TakePacked(&bytes);
        break;
      default:
        TakeTail(&bytes);
    }
    taken_ += before - bytes.size();
  }
}

bool ZipParts::Has(uint64_t offset, uint64_t packed, uint64_t whole) const {
  const auto part = parts_.find(offset);
  return reading_ == Reading::kDone && part != parts_.end() && part->second.packed == packed &&
         part->second.whole == whole;
}

bool ZipParts::Gather(size_t size, std::string_view* bytes) {
  const size_t taken = std::min(size - std::min(size, gathered_.size()), bytes->size());
  gathered_ += bytes->substr(0, taken);
  bytes->remove_prefix(taken);
  return gathered_.size() >= size;
}

void ZipParts::TakeHead(std::string_view* bytes) {
  if (gathered_.empty()) begin_ = taken_;
  if (gathered_.size() < kMarkBytes && !Gather(kMarkBytes, bytes)) return;
  if (!gathered_.starts_with(kHeadMark)) {
    // The list of parts follows the last one.
    reading_ = gathered_.starts_with(kListMark) ? Reading::kDone : Reading::kBroken;
    return;
  }
  if (!Gather(kHeadBytes, bytes)) return;
  flags_ = ZipNumber(gathered_, 6, 2);
  method_ = ZipNumber(gathered_, 8, 2);
  said_ = {.packed = ZipNumber(gathered_, 18, 4), .whole = ZipNumber(gathered_, 22, 4)};
  found_ = {};
  name_left_ = ZipNumber(gathered_, 26, 2) + ZipNumber(gathered_, 28, 2);
  gathered_.clear();
  reading_ = Reading::kName;
  if (name_left_ == 0) BeginPart();
}

void ZipParts::BeginPart() {
  const bool sizes_behind = (flags_ & kSizesBehind) != 0;
  if ((flags_ & kEncrypted) != 0) {
    reading_ = Reading::kBroken;
  } else if (method_ == kDeflated) {
    inflater_ = std::make_unique<Inflater>();
    reading_ = Reading::kPacked;
  } else if (method_ == kStoredAsIs && !sizes_behind && said_.packed == said_.whole) {
    reading_ = Reading::kStored;
    if (said_.packed == 0) EndPart();
  } else {
    reading_ = Reading::kBroken;
  }
}

void ZipParts::TakeStored(std::string_view* bytes) {
  const auto size = static_cast<size_t>(std::min<uint64_t>(said_.packed - found_.packed, bytes->size()));
  bytes->remove_prefix(size);
  found_.packed += size;
  found_.whole += size;
  unpacked_ += size;
  if (unpacked_ > most_bytes_) {
    reading_ = Reading::kBroken;
  } else if (found_.packed == said_.packed) {
    EndPart();
  }
}

void ZipParts::TakePacked(std::string_view* bytes) {
  std::array<char, 1 << 16> out;
  z_stream& stream = inflater_->stream;
  // zlib only reads it, and takes no const.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes->data()));
  stream.avail_in = static_cast<uInt>(bytes->size());
  int result = Z_OK;
  do {
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = out.size();
    result = inflate(&stream, Z_NO_FLUSH);
    const uint64_t size = out.size() - stream.avail_out;
    found_.whole += size;
    unpacked_ += size;
  } while (result == Z_OK && stream.avail_out == 0 && unpacked_ <= most_bytes_);
  const size_t taken = bytes->size() - stream.avail_in;
  found_.packed += taken;
  bytes->remove_prefix(taken);
  // Without room or bytes zlib says Z_BUF_ERROR, and goes on with the next ones.
  if (unpacked_ > most_bytes_ || (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR)) {
    reading_ = Reading::kBroken;
  } else if (result == Z_STREAM_END) {
    EndPart();
  }
}

void ZipParts::EndPart() {
  inflater_.reset();
  parts_.emplace(begin_, found_);
  reading_ = (flags_ & kSizesBehind) != 0 ? Reading::kTail : Reading::kHead;
}

void ZipParts::TakeTail(std::string_view* bytes) {
  if (gathered_.size() < kMarkBytes && !Gather(kMarkBytes, bytes)) return;
  // Some write a mark before the sizes, some do not.
  if (!Gather(gathered_.starts_with(kTailMark) ? kMarkBytes + kTailBytes : kTailBytes, bytes)) return;
  gathered_.clear();
  reading_ = Reading::kHead;
}

}  // namespace congress::content

#include "platform/content/zip_end.h"

namespace congress::content {
namespace {

constexpr std::string_view kEndMark = "PK\5\6";
constexpr std::string_view kPartMark = "PK\1\2";
// Fixed bytes of the end record and of a part's entry; names and comments follow.
constexpr size_t kEndBytes = 22;
constexpr size_t kPartBytes = 46;

}  // namespace

void ZipEnd::Take(std::string_view bytes) {
  parts_.Take(bytes);
  taken_ += bytes.size();
  last_ += bytes;
  // Cut seldom, so that bytes are not moved with each piece.
  if (last_.size() > 2 * kKept) last_.erase(0, last_.size() - kKept);
}

bool ZipEnd::IsFit() const {
  const std::string_view kept = last_;
  const size_t end = kept.rfind(kEndMark);
  if (end == std::string_view::npos || kept.size() - end < kEndBytes) return false;
  // A comment reaches to the end of the file.
  if (kept.size() - end != kEndBytes + ZipNumber(kept, end + 20, 2)) return false;
  const uint64_t parts = ZipNumber(kept, end + 10, 2);
  const uint64_t size = ZipNumber(kept, end + 12, 4);
  const uint64_t begin = ZipNumber(kept, end + 16, 4);
  // What is larger than these fields can say is too large here.
  if (parts == 0 || size > end || begin + size != taken_ - (kept.size() - end)) return false;
  uint64_t unpacked = 0;
  std::string_view list = kept.substr(end - size, size);
  for (uint64_t i = 0; i < parts; ++i) {
    if (list.size() < kPartBytes || !list.starts_with(kPartMark)) return false;
    const uint64_t packed = ZipNumber(list, 20, 4);
    const uint64_t whole = ZipNumber(list, 24, 4);
    const uint64_t length = kPartBytes + ZipNumber(list, 28, 2) + ZipNumber(list, 30, 2) + ZipNumber(list, 32, 2);
    unpacked += whole;
    if (length > list.size() || packed > begin || unpacked > kMostBytes) return false;
    if (whole > kFreeBytes && whole / kMostRatio > packed) return false;
    if (!parts_.Has(ZipNumber(list, 42, 4), packed, whole)) return false;
    list.remove_prefix(length);
  }
  return list.empty();
}

}  // namespace congress::content

#include "platform/content/segments.h"

#include <algorithm>
#include <string>

#include "platform/status/strings.h"

namespace congress::content {
namespace {

constexpr std::string_view kFormat = "CCT1";
constexpr auto kSegment = static_cast<int64_t>(kSegmentBytes);

// Eight bytes of the number, the highest first, then the mark of the last. The key is the content's own, so the nonce
// needs nothing else.
std::string Nonce(int64_t number, bool is_last) {
  std::string nonce(Gcm::kNonceBytes, '\0');
  for (size_t i = 0; i < 8; ++i) nonce[i] = static_cast<char>(static_cast<uint64_t>(number) >> (8 * (7 - i)));
  nonce.back() = is_last ? '\1' : '\0';
  return nonce;
}

}  // namespace

Header NewHeader() {
  Header header = {};
  std::copy(kFormat.begin(), kFormat.end(), header.begin());
  FillRandom(std::span(header).subspan(kFormat.size()));
  return header;
}

bool IsHeader(std::string_view bytes) { return bytes.size() == kHeaderBytes && bytes.starts_with(kFormat); }

int64_t Layout::segments() const { return std::max<int64_t>(1, (size_bytes + kSegment - 1) / kSegment); }

int64_t Layout::sealed_bytes() const {
  return static_cast<int64_t>(kHeaderBytes) + size_bytes + segments() * static_cast<int64_t>(Gcm::kTagBytes);
}

size_t Layout::SegmentBytes(int64_t number) const {
  return static_cast<size_t>(std::clamp<int64_t>(size_bytes - number * kSegment, 0, kSegment));
}

int64_t Layout::Offset(int64_t number) {
  return static_cast<int64_t>(kHeaderBytes) + number * static_cast<int64_t>(kSealedSegmentBytes);
}

SegmentCipher::SegmentCipher(const DataKey& owner_key, std::string_view header, std::string_view id,
                             Gcm::Direction direction)
    : gcm_(owner_key.Derive(header, StrCat("congress content 1\n", id)), direction) {}

void SegmentCipher::Seal(int64_t number, bool is_last, std::string_view plain, char* sealed) {
  gcm_.Seal(Nonce(number, is_last), "", plain, sealed);
}

bool SegmentCipher::Open(int64_t number, bool is_last, std::string_view sealed, char* plain) {
  return gcm_.Open(Nonce(number, is_last), "", sealed, plain);
}

}  // namespace congress::content

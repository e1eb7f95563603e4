// How a content lies in the store: a header, then segments of 64 KiB, each encrypted by itself, so that a read may
// begin at any of them and no more than one is in memory.
//
//     header    "CCT1", 32 random bytes (the salt)
//     segment   AES-256-GCM of up to 64 KiB, tag of 16 bytes
//
// The key is derived from the owner's by the salt and the content's id, for this one content alone. The nonce is the
// segment's number, and whether it is the last: what was cut, exchanged, repeated, appended, or written under another
// id, does not open.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "platform/content/data_key.h"

namespace congress::content {

inline constexpr size_t kSegmentBytes = size_t{64} << 10;
inline constexpr size_t kSealedSegmentBytes = kSegmentBytes + Gcm::kTagBytes;
inline constexpr size_t kHeaderBytes = 36;

using Header = std::array<char, kHeaderBytes>;
// A header with a salt that no other content has.
Header NewHeader();
// Whether the bytes may be one.
bool IsHeader(std::string_view bytes);

// Segments and places of a content of `size_bytes`. An empty content has one segment, so that it too is proved whole.
struct Layout {
  int64_t size_bytes = 0;

  int64_t segments() const;
  int64_t sealed_bytes() const;
  // Plain bytes of the segment.
  size_t SegmentBytes(int64_t number) const;
  // Where the segment begins in the store.
  static int64_t Offset(int64_t number);
};

// Seals or opens the segments of one content.
class SegmentCipher {
 public:
  SegmentCipher(const DataKey& owner_key, std::string_view header, std::string_view id, Gcm::Direction direction);

  // Writes plain.size() + Gcm::kTagBytes to `sealed`.
  void Seal(int64_t number, bool is_last, std::string_view plain, char* sealed);
  // Writes sealed.size() - Gcm::kTagBytes to `plain`; false when this is not what was sealed as that segment.
  bool Open(int64_t number, bool is_last, std::string_view sealed, char* plain);

 private:
  Gcm gcm_;
};

}  // namespace congress::content

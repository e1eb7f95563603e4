// The parts of a ZIP file that goes by, unpacked and counted, as a list of parts may say anything of them.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace congress::content {

class ZipParts {
 public:
  // The reading stops when all parts together are more than `most_bytes`, unpacked.
  explicit ZipParts(uint64_t most_bytes);
  ~ZipParts();
  ZipParts(const ZipParts&) = delete;
  ZipParts& operator=(const ZipParts&) = delete;

  // The next bytes of the file, from its first one on.
  void Take(std::string_view bytes);
  // Whether a part with these sizes begins at `offset`. Of a file that could not be read there is none.
  bool Has(uint64_t offset, uint64_t packed, uint64_t whole) const;

 private:
  struct Inflater;
  enum class Reading { kHead, kName, kStored, kPacked, kTail, kDone, kBroken };

  // Each takes what it can of the bytes.
  void TakeHead(std::string_view* bytes);
  void TakeStored(std::string_view* bytes);
  void TakePacked(std::string_view* bytes);
  void TakeTail(std::string_view* bytes);
  // Gathers `size` bytes in `gathered_`; true when they are there.
  bool Gather(size_t size, std::string_view* bytes);
  // What follows a head and a name, and a part.
  void BeginPart();
  void EndPart();

  struct Sizes {
    uint64_t packed = 0;
    uint64_t whole = 0;
  };

  const uint64_t most_bytes_;
  Reading reading_ = Reading::kHead;
  uint64_t taken_ = 0;
  uint64_t unpacked_ = 0;
  std::string gathered_;
  // Of the part that goes by: where it begins, what its head says, and what there is of it.
  uint64_t begin_ = 0;
  uint64_t name_left_ = 0;
  uint64_t flags_ = 0;
  uint64_t method_ = 0;
  Sizes said_;
  Sizes found_;
  std::map<uint64_t, Sizes> parts_;
  std::unique_ptr<Inflater> inflater_;
};

// A number of `bytes` bytes in a ZIP file, the lowest first.
uint64_t ZipNumber(std::string_view text, size_t at, int bytes);

}  // namespace congress::content

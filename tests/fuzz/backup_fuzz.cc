// Neither a file that somebody made nor what somebody encrypted to our key does more than be refused. Whoever has the
// public key can encrypt anything to it, so what was opened is as foreign as the file.
#include <sys/mman.h>
#include <unistd.h>
#include <zstd.h>

#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/backup/backup_file.h"
#include "platform/backup/keys.h"
#include "platform/backup/part_reader.h"
#include "platform/status/strings.h"

namespace congress::backup {
namespace {

// `bytes` as a file that has a path.
void ReadAsFile(std::string_view bytes) {
  static const int file = memfd_create("backup", MFD_CLOEXEC);
  static const auth::Verifier& nobody = *new auth::Verifier;
  if (file < 0 || ftruncate(file, 0) != 0) std::abort();
  const auto size = static_cast<ssize_t>(bytes.size());
  if (pwrite(file, bytes.data(), bytes.size(), 0) != size) std::abort();
  const std::string path = StrCat("/proc/self/fd/", file);
  VerifyFile(path, nullptr).IgnoreError();
  if (VerifyFile(path, &nobody).ok()) std::abort();
}

// `bytes` as what the only chunk of a part holds.
void ReadAsPart(std::string_view bytes) {
  static const KeyPair& keys = *new KeyPair(NewKeyPair());
  v1::Header header;
  Sealer sealer(keys.public_key, &header);
  std::string sealed = sealer.Seal(bytes, /*last=*/true);
  auto reader = PartReader::Open(keys, header, [&]() -> absl::StatusOr<std::string> { return std::move(sealed); });
  if (!reader.ok()) std::abort();
  v1::Entry entry;
  while (reader->Next(&entry).value_or(false)) {
  }
}

std::string Compressed(std::string_view bytes) {
  std::string compressed(ZSTD_compressBound(bytes.size()), '\0');
  compressed.resize(ZSTD_compress(compressed.data(), compressed.size(), bytes.data(), bytes.size(), 1));
  return compressed;
}

}  // namespace
}  // namespace congress::backup

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace congress::backup;
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 4) {
    case 0:
      ReadAsFile(bytes);
      break;
    case 1:
      ReadAsFile(congress::StrCat("CBK2", bytes));
      break;
    case 2:
      ReadAsPart(bytes);
      break;
    default:
      ReadAsPart(Compressed(bytes));
  }
  return 0;
}

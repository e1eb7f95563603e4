#include "platform/content/key_wrap.h"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <fstream>
#include <sstream>
#include <system_error>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/escaping.h"
#include "platform/content/failure.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"

namespace congress::content {
namespace {

absl::Status KeyFileRefusal(const std::string& path, std::string_view why) {
  return absl::FailedPreconditionError(StrCat("The content key file ", path, " ", why, "."));
}

// Durable before the first content is sealed with it: a content whose key is lost is lost.
absl::Status MakeFile(const std::string& path) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0 && errno == EEXIST) return absl::OkStatus();
  const auto refusal = [&path] {
    return KeyFileRefusal(path, StrCat("cannot be made: ", std::generic_category().message(errno)));
  };
  if (file < 0) return refusal();
  const absl::Cleanup closing = [file] { close(file); };
  std::string line = StrCat("k1 ", absl::BytesToHexString(ToAbsl(DataKey::Random().bytes())), "\n");
  const bool written = write(file, line.data(), line.size()) == static_cast<ssize_t>(line.size()) && fsync(file) == 0;
  OPENSSL_cleanse(line.data(), line.size());
  if (!written) {
    const absl::Status refused = refusal();
    unlink(path.c_str());
    return refused;
  }
  const size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool flushed = descriptor >= 0 && fsync(descriptor) == 0;
  if (descriptor >= 0) close(descriptor);
  return flushed ? absl::OkStatus() : refusal();
}

bool IsHexKey(const std::string& digits) {
  return digits.size() == 2 * DataKey::kBytes &&
         std::all_of(digits.begin(), digits.end(), [](unsigned char c) { return std::isxdigit(c) != 0; });
}

// Says whose key it is and by what it is wrapped, so that neither can be exchanged.
std::string Context(std::string_view key_id, std::string_view owner) {
  return StrCat("congress content key 1\n", key_id, "\n", owner);
}

}  // namespace

absl::StatusOr<KeyWrap> KeyWrap::Load(const std::string& path) {
  RETURN_IF_ERROR(MakeFile(path));
  std::ifstream file(path);
  if (!file) return KeyFileRefusal(path, "cannot be read");
  std::map<std::string, DataKey> keys;
  std::string current;
  for (std::string line; std::getline(file, line);) {
    if (line.empty()) continue;
    std::istringstream words(line);
    std::string digits;
    std::string more;
    words >> current >> digits >> more;
    if (!IsHexKey(digits) || !more.empty())
      return KeyFileRefusal(path, "has a line that is no id and 64 hexadecimal digits");
    if (!keys.emplace(current, DataKey::Of(absl::HexStringToBytes(digits))).second) {
      return KeyFileRefusal(path, StrCat("names the key ", current, " twice"));
    }
  }
  if (keys.empty()) return KeyFileRefusal(path, "has no key");
  return KeyWrap(std::move(keys), std::move(current));
}

WrappedKey KeyWrap::Wrap(const DataKey& key, std::string_view owner) const {
  std::string bytes(Gcm::kNonceBytes + DataKey::kBytes + Gcm::kTagBytes, '\0');
  FillRandom({bytes.data(), Gcm::kNonceBytes});
  const auto keys = keys_->Get();
  Gcm gcm(keys->by_id.at(keys->current), Gcm::Direction::kSeal);
  const std::string nonce = bytes.substr(0, Gcm::kNonceBytes);
  gcm.Seal(nonce, Context(keys->current, owner), key.bytes(), bytes.data() + Gcm::kNonceBytes);
  return {keys->current, std::move(bytes)};
}

absl::StatusOr<DataKey> KeyWrap::Unwrap(const WrappedKey& wrapped, std::string_view owner) const {
  const auto keys = keys_->Get();
  const auto key = keys->by_id.find(wrapped.key_id);
  if (key == keys->by_id.end()) return Unanswered(StrCat("this process has no content key ", wrapped.key_id));
  std::array<char, DataKey::kBytes> plain = {};
  const absl::Cleanup forgetting = [&plain] { OPENSSL_cleanse(plain.data(), plain.size()); };
  const std::string_view bytes = wrapped.bytes;
  Gcm gcm(key->second, Gcm::Direction::kOpen);
  if (bytes.size() != Gcm::kNonceBytes + plain.size() + Gcm::kTagBytes ||
      !gcm.Open(bytes.substr(0, Gcm::kNonceBytes), Context(wrapped.key_id, owner), bytes.substr(Gcm::kNonceBytes),
                plain.data())) {
    return Corrupt(owner, "the wrapped key does not open");
  }
  return DataKey::Of({plain.data(), plain.size()});
}

}  // namespace congress::content

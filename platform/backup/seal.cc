#include "platform/backup/seal.h"

#include <array>

#include "platform/backup/sodium_bytes.h"
#include "platform/digest/sha256.h"
#include "platform/status/status.h"

namespace congress::backup {
namespace {

constexpr size_t kKeyBytes = crypto_secretstream_xchacha20poly1305_KEYBYTES;
using StreamKey = std::array<unsigned char, kKeyBytes>;

absl::Status WrongKey() { return status::FailedPrecondition(status::PlatformReason::BACKUP_KEY_WRONG); }

}  // namespace

void StreamDeleter::operator()(crypto_secretstream_xchacha20poly1305_state* stream) const {
  sodium_memzero(stream, sizeof *stream);
  delete stream;
}

std::string Fingerprint(const PublicKey& key) { return digest::Sha256(key.bytes); }

Sealer::Sealer(const PublicKey& recipient, v1::Header* header)
    : stream_(new crypto_secretstream_xchacha20poly1305_state) {
  StartSodium();
  StreamKey key;
  crypto_secretstream_xchacha20poly1305_keygen(key.data());
  std::string sealed(kKeyBytes + crypto_box_SEALBYTES, '\0');
  crypto_box_seal(Bytes(sealed), key.data(), key.size(), Bytes(std::string_view(recipient.bytes)));
  std::string start(crypto_secretstream_xchacha20poly1305_HEADERBYTES, '\0');
  crypto_secretstream_xchacha20poly1305_init_push(stream_.get(), Bytes(start), key.data());
  sodium_memzero(key.data(), key.size());
  header->set_recipient_sha256(Fingerprint(recipient));
  header->set_sealed_key(std::move(sealed));
  header->set_stream_header(std::move(start));
}

std::string Sealer::Seal(std::string_view plain, bool last) {
  std::string sealed(plain.size() + crypto_secretstream_xchacha20poly1305_ABYTES, '\0');
  const auto tag = static_cast<unsigned char>(last ? crypto_secretstream_xchacha20poly1305_tag_final() : 0);
  crypto_secretstream_xchacha20poly1305_push(stream_.get(), Bytes(sealed), nullptr, Bytes(plain), plain.size(), nullptr,
                                             0, tag);
  return sealed;
}

absl::StatusOr<Opener> Opener::Open(const KeyPair& keys, const v1::Header& header) {
  StreamKey key;
  if (header.sealed_key().size() != kKeyBytes + crypto_box_SEALBYTES ||
      header.stream_header().size() != crypto_secretstream_xchacha20poly1305_HEADERBYTES ||
      crypto_box_seal_open(key.data(), Bytes(header.sealed_key()), header.sealed_key().size(),
                           Bytes(std::string_view(keys.public_key.bytes)),
                           Bytes(std::string_view(keys.private_bytes))) != 0) {
    return WrongKey();
  }
  Stream stream(new crypto_secretstream_xchacha20poly1305_state);
  const int begun =
      crypto_secretstream_xchacha20poly1305_init_pull(stream.get(), Bytes(header.stream_header()), key.data());
  sodium_memzero(key.data(), key.size());
  if (begun != 0) return WrongKey();
  return Opener(std::move(stream));
}

bool Opener::Next(std::string_view sealed, std::string* plain, bool* last) {
  constexpr size_t kMore = crypto_secretstream_xchacha20poly1305_ABYTES;
  if (sealed.size() < kMore) return false;
  plain->resize(sealed.size() - kMore);
  unsigned char tag = 0;
  if (crypto_secretstream_xchacha20poly1305_pull(stream_.get(), Bytes(*plain), nullptr, &tag, Bytes(sealed),
                                                 sealed.size(), nullptr, 0) != 0) {
    return false;
  }
  *last = tag == crypto_secretstream_xchacha20poly1305_tag_final();
  return true;
}

}  // namespace congress::backup

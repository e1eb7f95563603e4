#include "platform/audit/checkpoint.h"

#include <openssl/evp.h>
#include <openssl/pem.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "platform/digest/sha256.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"

namespace congress::audit {
namespace {

constexpr std::string_view kSignature = "\u2014 ";
constexpr char kEd25519 = 1;
constexpr size_t kKeyBytes = 32;
constexpr size_t kIdBytes = 4;

struct KeyDeleter {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  void operator()(BIO* bio) const { BIO_free(bio); }
};

// By which a signature line tells of which key it is.
std::string IdOf(std::string_view name, std::string_view public_key) {
  return digest::Sha256(StrCat(name, "\n", std::string_view(&kEd25519, 1), public_key)).substr(0, kIdBytes);
}

bool HasSigned(std::string_view public_key, std::string_view text, std::string_view signature) {
  const std::unique_ptr<EVP_PKEY, KeyDeleter> key(EVP_PKEY_new_raw_public_key(
      EVP_PKEY_ED25519, nullptr, reinterpret_cast<const unsigned char*>(public_key.data()), public_key.size()));
  const std::unique_ptr<EVP_MD_CTX, KeyDeleter> context(EVP_MD_CTX_new());
  return key != nullptr && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
         EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(signature.data()), signature.size(),
                          reinterpret_cast<const unsigned char*>(text.data()), text.size()) == 1;
}

absl::StatusOr<VerifierKey> ParsePem(std::string_view pem) {
  const std::unique_ptr<BIO, KeyDeleter> bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  const std::unique_ptr<EVP_PKEY, KeyDeleter> key(PEM_read_bio_PUBKEY(bio.get(), nullptr, nullptr, nullptr));
  VerifierKey parsed{.public_key = std::string(kKeyBytes, '\0')};
  size_t size = kKeyBytes;
  if (key == nullptr || EVP_PKEY_id(key.get()) != EVP_PKEY_ED25519 ||
      EVP_PKEY_get_raw_public_key(key.get(), reinterpret_cast<unsigned char*>(parsed.public_key.data()), &size) != 1) {
    return absl::InvalidArgumentError("the PEM block is no public key of Ed25519");
  }
  return parsed;
}

// `13` of `sequence 13`.
bool TakeNumber(absl::string_view line, absl::string_view word, int64_t* number) {
  return absl::ConsumePrefix(&line, word) && absl::ConsumePrefix(&line, " ") && absl::SimpleAtoi(line, number);
}

// The text that is signed ends with the empty line before the signatures.
std::optional<std::string_view> SignedTextOf(std::string_view note) {
  const size_t end = note.find(StrCat("\n\n", kSignature));
  if (end == std::string_view::npos) return std::nullopt;
  return note.substr(0, end + 1);
}

absl::StatusOr<TreeHead> ParseText(std::string_view text) {
  const std::vector<absl::string_view> lines = absl::StrSplit(ToAbsl(text), '\n');
  TreeHead head;
  std::string time;
  // Behind the last line is nothing.
  bool fits = lines.size() >= 4 && lines.back().empty() && !lines[0].empty() &&
              absl::SimpleAtoi(lines[1], &head.size) && head.size >= 0 && absl::StrCat(head.size) == lines[1] &&
              absl::Base64Unescape(lines[2], &head.root) && head.root.size() == digest::kSha256Bytes;
  for (size_t i = 3; fits && i + 1 < lines.size(); ++i) {
    absl::string_view line = lines[i];
    // Lines of later versions say nothing to this one.
    if (TakeNumber(line, "epoch", &head.epoch) || TakeNumber(line, "sequence", &head.sequence)) continue;
    if (absl::ConsumePrefix(&line, "time ")) fits = absl::ParseTime(absl::RFC3339_full, line, &head.time, nullptr);
  }
  if (!fits) return absl::InvalidArgumentError("the note is no checkpoint");
  head.origin = std::string(lines[0]);
  return head;
}

}  // namespace

std::string OriginOf(std::string_view suite, std::string_view service) {
  std::string origin = StrCat(suite.empty() ? "congress" : suite, "/", service);
  std::replace_if(
      origin.begin(), origin.end(), [](unsigned char c) { return c <= ' ' || c >= 0x7f || c == '+'; }, '-');
  return origin;
}

std::string TextOf(const TreeHead& head) {
  return StrCat(head.origin, "\n", head.size, "\n", absl::Base64Escape(head.root), "\nepoch ", head.epoch,
                "\nsequence ", head.sequence, "\ntime ",
                absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", head.time, absl::UTCTimeZone()), "\n");
}

std::string ToString(const VerifierKey& key) {
  return StrCat(key.name, "+", absl::BytesToHexString(IdOf(key.name, key.public_key)), "+",
                absl::Base64Escape(StrCat(std::string_view(&kEd25519, 1), key.public_key)));
}

absl::StatusOr<VerifierKey> ParseVerifierKey(std::string_view text) {
  if (text.find("-----BEGIN") != std::string_view::npos) return ParsePem(text);
  const std::vector<std::string> parts =
      absl::StrSplit(absl::StripAsciiWhitespace(ToAbsl(text)), absl::MaxSplits('+', 2));
  VerifierKey key;
  if (parts.size() == 3 && absl::Base64Unescape(parts[2], &key.public_key) && key.public_key.size() == 1 + kKeyBytes &&
      key.public_key.front() == kEd25519) {
    key.name = parts[0];
    key.public_key.erase(0, 1);
    if (absl::BytesToHexString(IdOf(key.name, key.public_key)) == parts[1]) return key;
  }
  return absl::InvalidArgumentError("it is neither a PEM block nor a verifier key such as NAME+ID+BASE64");
}

std::string NoteOf(const TreeHead& head, const VerifierKey& key,
                   absl::FunctionRef<std::string(std::string_view)> sign) {
  const std::string text = TextOf(head);
  return StrCat(text, "\n", kSignature, key.name, " ",
                absl::Base64Escape(StrCat(IdOf(key.name, key.public_key), sign(text))), "\n");
}

absl::StatusOr<TreeHead> ParseNote(std::string_view note) {
  const auto text = SignedTextOf(note);
  if (!text) return absl::InvalidArgumentError("the note has no signature");
  return ParseText(*text);
}

absl::StatusOr<TreeHead> OpenNote(std::string_view note, std::span<const VerifierKey> keys) {
  ASSIGN_OR_RETURN(TreeHead head, ParseNote(note));
  const std::string_view text = *SignedTextOf(note);
  for (absl::string_view line : absl::StrSplit(ToAbsl(note.substr(text.size() + 1)), '\n')) {
    if (!absl::ConsumePrefix(&line, ToAbsl(kSignature))) continue;
    const std::pair<std::string, std::string> words = absl::StrSplit(line, absl::MaxSplits(' ', 1));
    std::string bytes;
    // Nobody signs for another log.
    if (words.first != head.origin || !absl::Base64Unescape(words.second, &bytes)) continue;
    for (const VerifierKey& key : keys) {
      const bool fits = key.name.empty() || key.name == head.origin;
      if (!fits || !bytes.starts_with(IdOf(head.origin, key.public_key))) continue;
      if (HasSigned(key.public_key, text, std::string_view(bytes).substr(kIdBytes))) return head;
    }
  }
  return absl::PermissionDeniedError("the checkpoint is not signed by the key that was given");
}

std::vector<std::string> SplitNotes(std::string_view text) {
  std::vector<std::string> notes;
  size_t begin = 0;
  bool signature = false;
  for (size_t at = 0; at < text.size();) {
    const size_t end = text.find('\n', at);
    if (end == std::string_view::npos) break;
    const bool signs = text.substr(at).starts_with(kSignature);
    // The first line behind signatures begins the next note.
    if (signature && !signs) {
      notes.emplace_back(text.substr(begin, at - begin));
      begin = at;
    }
    signature = signs;
    at = end + 1;
  }
  if (signature) notes.emplace_back(text.substr(begin, text.rfind('\n') + 1 - begin));
  return notes;
}

}  // namespace congress::audit

#include "platform/rpc/subject_keys.h"

#include "congress/content/v1/content.pb.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "platform/store/failure.h"
#include "platform/store/piece.h"
#include "platform/telemetry/log.h"

namespace congress::rpc {
namespace {

// Of keys that are kept unwrapped, and of subjects of which it was said that their key is gone. Unwrapping one costs a
// few microseconds, so all are forgotten rather than some chosen.
constexpr size_t kMostKnown = 10'000;

std::string KnownName(std::string_view subject, const std::string& stored) { return StrCat(subject, "\n", stored); }

// Another key made of this one, which is random, as HKDF does by its second half.
content::DataKey MadeOf(const content::DataKey& key, std::string_view purpose) {
  return content::DataKey::Of(content::Hmac(key, purpose));
}

std::string IdOf(const content::DataKey& key) {
  return std::string(MadeOf(key, "id").bytes().substr(0, store::kPieceKeyIdBytes));
}

std::string StoredOf(std::string_view subject, const content::DataKey& data, const content::KeyWrap& wrap) {
  const content::WrappedKey wrapped = wrap.Wrap(data, subject);
  content::v1::OwnerKey key;
  key.set_id(IdOf(data));
  key.set_name(std::string(subject));
  key.set_key_id(wrapped.key_id);
  key.set_wrapped_key(wrapped.bytes);
  return key.SerializeAsString();
}

absl::StatusOr<content::v1::OwnerKey> Parsed(std::string_view subject, const std::string& stored) {
  content::v1::OwnerKey key;
  if (!key.ParseFromString(stored)) return store::DamagedRecord(KeyOfSubject(subject), "it cannot be parsed");
  return key;
}

content::WrappedKey WrappedIn(const content::v1::OwnerKey& key) {
  return {.key_id = key.key_id(), .bytes = key.wrapped_key()};
}

absl::StatusOr<std::shared_ptr<const SubjectKey>> Opened(const content::KeyWrap& wrap, std::string_view subject,
                                                         const content::v1::OwnerKey& stored) {
  const auto data = wrap.Unwrap(WrappedIn(stored), subject);
  if (absl::IsUnavailable(data.status())) {
    return store::Unanswered(StrCat("this process has no content key ", stored.key_id()));
  }
  if (!data.ok()) return store::DamagedRecord(KeyOfSubject(subject), "the wrapped key does not open");
  return std::make_shared<const SubjectKey>(SubjectKey{
      .data = *data, .records = MadeOf(*data, "records"), .id = stored.id().empty() ? IdOf(*data) : stored.id()});
}

}  // namespace

std::string KeyOfSubject(std::string_view subject) { return StrCat(kSubjectKeys, subject); }

std::string SubjectKeys::Make(std::string_view subject) { return StoredOf(subject, content::DataKey::Random(), wrap_); }

absl::StatusOr<std::shared_ptr<const SubjectKey>> SubjectKeys::Unwrap(std::string_view subject,
                                                                      const std::string& stored) {
  std::string name = KnownName(subject, stored);
  {
    const MutexLock lock(mutex_);
    if (const auto found = known_.find(name); found != known_.end()) return found->second;
  }
  ASSIGN_OR_RETURN(const content::v1::OwnerKey parsed, Parsed(subject, stored));
  ASSIGN_OR_RETURN(auto key, Opened(wrap_, subject, parsed));
  const MutexLock lock(mutex_);
  if (known_.size() >= kMostKnown) known_.clear();
  known_.emplace(std::move(name), key);
  return key;
}

absl::StatusOr<std::optional<std::string>> SubjectKeys::Rewrap(std::string_view subject, const std::string& stored) {
  ASSIGN_OR_RETURN(const content::v1::OwnerKey parsed, Parsed(subject, stored));
  if (!wrap_.IsOutdated(WrappedIn(parsed))) return std::nullopt;
  const std::string name = KnownName(subject, stored);
  ASSIGN_OR_RETURN(const auto key, Opened(wrap_, subject, parsed));
  std::string rewrapped = StoredOf(subject, key->data, wrap_);
  // One that is in use stays known, and no other takes its place.
  const MutexLock lock(mutex_);
  if (known_.erase(name) > 0) known_.emplace(KnownName(subject, rewrapped), key);
  return rewrapped;
}

std::string SubjectKeys::KeyIdOf(const std::string& stored) {
  content::v1::OwnerKey key;
  return key.ParseFromString(stored) ? key.key_id() : "";
}

void SubjectKeys::TellGone(std::string_view subject) {
  {
    const MutexLock lock(mutex_);
    if (gone_.size() >= kMostKnown) gone_.clear();
    if (!gone_.emplace(subject).second) return;
  }
  telemetry::Log(telemetry::Level::kWarning, "a key is gone, and with it graded fields",
                 {{"subject", std::string(subject)}});
}

}  // namespace congress::rpc

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

std::string IdOf(const content::DataKey& key) {
  return std::string(key.Derive("", "id").bytes().substr(0, store::kPieceKeyIdBytes));
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
  const std::string& id = parsed.id();
  const auto data = wrap_.Unwrap(WrappedIn(parsed), subject);
  if (absl::IsUnavailable(data.status())) {
    return store::Unanswered(StrCat("this process has no content key ", parsed.key_id()));
  }
  if (!data.ok()) return store::DamagedRecord(KeyOfSubject(subject), "the wrapped key does not open");
  // Making it costs as much as opening the key, so it is written beside it.
  auto key = std::make_shared<const SubjectKey>(
      SubjectKey{.data = *data, .records = data->Derive("", "records"), .id = id.empty() ? IdOf(*data) : id});
  const MutexLock lock(mutex_);
  if (known_.size() >= kMostKnown) known_.clear();
  known_.emplace(std::move(name), key);
  return key;
}

absl::StatusOr<std::optional<std::string>> SubjectKeys::Rewrap(std::string_view subject, const std::string& stored) {
  ASSIGN_OR_RETURN(const content::v1::OwnerKey parsed, Parsed(subject, stored));
  if (!wrap_.IsOutdated(WrappedIn(parsed))) return std::nullopt;
  ASSIGN_OR_RETURN(const auto key, Unwrap(subject, stored));
  return StoredOf(subject, key->data, wrap_);
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

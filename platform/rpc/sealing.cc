#include "platform/rpc/sealing.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/escaping.h"
#include "congress/content/v1/content.pb.h"
#include "platform/rpc/fields.h"
#include "platform/rpc/graded.h"
#include "platform/rpc/records.h"
#include "platform/rpc/unseen.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "platform/store/failure.h"
#include "platform/store/piece.h"

namespace congress::rpc {
namespace {

using annotations::v1::Grade;
using content::Gcm;
using google::protobuf::Message;

constexpr size_t kPieceHead = store::kPieceKeyIdBytes + Gcm::kNonceBytes;
// Where versions before kept the keys of files.
constexpr std::string_view kOwnerKeys = "r/OwnerKey/";
constexpr std::string_view kOwnerKeySuffix = "/contentKey";

std::string SubjectOfService(const std::string& service) { return StrCat("services/", service); }

// Field and value with a byte between them that is in neither name.
std::string HashUnder(const SubjectKey& key, std::string_view field, std::string_view value) {
  std::string text(field);
  text.push_back('\0');
  text += value;
  return absl::BytesToHexString(content::Hmac(content::DataKey::Of(content::Hmac(key.data, "hashes")), text));
}

// Whose piece it is, so that it opens nowhere else.
std::string ContextOf(std::string_view key) { return StrCat("congress record 1\n", key); }

// The record's value without its graded fields; those, sealed, behind it: the id of the key, the nonce, and the rest.
std::string SealedValue(const SubjectKey& subject, std::string_view key, const Message& plain, const Message& graded) {
  const std::string open = graded.SerializeAsString();
  std::array<char, Gcm::kNonceBytes> nonce = {};
  content::FillRandom(nonce);
  const std::string_view nonce_bytes(nonce.data(), nonce.size());
  std::string piece = StrCat(subject.id, nonce_bytes);
  piece.resize(kPieceHead + open.size() + Gcm::kTagBytes);
  Gcm(subject.records, Gcm::Direction::kSeal).Seal(nonce_bytes, ContextOf(key), open, piece.data() + kPieceHead);
  return store::WithPiece(plain, std::move(piece));
}

absl::Status OpenPiece(const SubjectKey& subject, std::string_view key, std::string_view piece, Message* resource) {
  const auto damaged = [key] { return store::DamagedRecord(key, "its graded fields do not open"); };
  if (piece.size() < kPieceHead + Gcm::kTagBytes) return damaged();
  std::string open(piece.size() - kPieceHead - Gcm::kTagBytes, '\0');
  if (!Gcm(subject.records, Gcm::Direction::kOpen)
           .Open(piece.substr(store::kPieceKeyIdBytes, Gcm::kNonceBytes), ContextOf(key), piece.substr(kPieceHead),
                 open.data())) {
    return damaged();
  }
  const std::unique_ptr<Message> graded(resource->New());
  if (!graded->ParseFromString(open) || !PutGraded(graded.get(), resource)) return damaged();
  return absl::OkStatus();
}

absl::StatusOr<SubjectKeys*> KeysOf(const Call& call) {
  if (call.keys() == nullptr) return store::Unanswered("this process has no file of content keys");
  return call.keys();
}

// The stored keys of the subjects, as the call sees them; an empty value for one that is not there. `expect`: they must
// be so at the commit. `damaged`: takes those that cannot be read, which fail it otherwise.
absl::StatusOr<std::map<std::string, std::string>> StoredKeys(Call& call, const std::vector<std::string>& subjects,
                                                              bool expect, std::set<std::string>* damaged = nullptr) {
  std::map<std::string, std::string> stored;
  std::vector<std::string> keys;
  for (const std::string& subject : subjects) {
    if (!stored.try_emplace(subject).second) continue;
    const std::string key = KeyOfSubject(subject);
    if (const Changes::Staged* staged = call.changes().Find(key)) {
      stored[subject] = staged->write.value.value_or("");
    } else {
      keys.push_back(key);
    }
  }
  auto records = StoredRecords(call, keys);
  while (!records.ok() && damaged != nullptr) {
    const auto broken = std::find(keys.begin(), keys.end(), store::DamagedKey(records.status()));
    if (broken == keys.end()) break;
    damaged->insert(broken->substr(kSubjectKeys.size()));
    keys.erase(broken);
    records = StoredRecords(call, keys);
  }
  RETURN_IF_ERROR(records.status());
  for (const store::Record& record : *records) {
    if (expect) call.changes().Expect(record.key, record.revision);
    stored[record.key.substr(kSubjectKeys.size())] = record.value;
  }
  return stored;
}

// The key in `stored`, which is made by the call when it is empty.
absl::StatusOr<std::shared_ptr<const SubjectKey>> MadeOrKnown(Call& call, SubjectKeys& keys, const std::string& subject,
                                                              std::string* stored) {
  if (stored->empty()) {
    *stored = keys.Make(subject);
    call.changes().Put({.key = KeyOfSubject(subject), .value = *stored}, "");
  }
  return keys.Unwrap(subject, *stored);
}

bool CanBeSealed(const Changes::Staged& staged) {
  return staged.write.value.has_value() && staged.type != nullptr &&
         CanHoldGraded(*staged.type->prototype().GetDescriptor());
}

// What a call or a step seals.
struct Unsealed {
  std::string key;
  std::string subject;
  std::unique_ptr<Message> plain;
  std::unique_ptr<Message> graded;  // Null when nothing of it is.
};

absl::StatusOr<std::unique_ptr<Message>> Parsed(const RecordType& type, std::string_view key,
                                                const std::string& value) {
  std::unique_ptr<Message> resource(type.prototype().New());
  if (!resource->ParseFromString(value)) return store::DamagedRecord(key, "it cannot be parsed");
  return resource;
}

// Takes a resource to pieces.
absl::StatusOr<Unsealed> UnsealedOf(const RecordType& type, const std::string& key, std::unique_ptr<Message> resource) {
  Unsealed unsealed{.key = key, .subject = "", .plain = std::move(resource), .graded = nullptr};
  std::unique_ptr<Message> graded(type.prototype().New());
  if (!TakeGraded(unsealed.plain.get(), graded.get())) return unsealed;
  unsealed.graded = std::move(graded);
  unsealed.subject = type.SubjectOf(*unsealed.plain);
  if (unsealed.subject.empty()) {
    return absl::InternalError(StrCat("'", key, "' has graded fields, and says not under whose key they are kept"));
  }
  return unsealed;
}

// The key of a file's owner moves to where the keys of subjects lie.
absl::StatusOr<bool> AddMovedKey(SubjectKeys* keys, const store::Record& record, store::Batch* batch) {
  content::v1::OwnerKey owner;
  if (!owner.ParseFromString(record.value) || !owner.name().ends_with(kOwnerKeySuffix)) {
    return store::DamagedRecord(record.key, "it cannot be parsed");
  }
  const std::string subject = owner.name().substr(0, owner.name().size() - kOwnerKeySuffix.size());
  owner.set_name(subject);
  owner.DiscardUnknownFields();
  if (keys != nullptr) {
    if (const auto key = keys->Unwrap(subject, owner.SerializeAsString()); key.ok()) owner.set_id((*key)->id);
  }
  batch->writes.push_back({.key = record.key, .value = std::nullopt, .expected = record.revision});
  batch->writes.push_back(
      {.key = KeyOfSubject(subject), .value = owner.SerializeAsString(), .expected = store::kAbsent});
  return true;
}

// The stored key of a subject: one that the batch makes or has made, or that lies in the store or where it did before.
absl::StatusOr<std::string> StoredKeyFor(store::Store& store, SubjectKeys& keys, const std::string& subject,
                                         store::Batch* batch) {
  const std::string key = KeyOfSubject(subject);
  for (const store::Write& write : batch->writes) {
    if (write.key == key) return write.value.value_or("");
  }
  const auto known = store.Get(key);
  if (known.ok()) return known->value;
  if (!absl::IsNotFound(known.status())) return known.status();
  const auto before = store.Get(StrCat(kOwnerKeys, subject, kOwnerKeySuffix));
  if (before.ok()) {
    RETURN_IF_ERROR(AddMovedKey(&keys, *before, batch).status());
  } else if (absl::IsNotFound(before.status())) {
    batch->writes.push_back({.key = key, .value = keys.Make(subject), .expected = store::kAbsent});
  } else {
    return before.status();
  }
  return *batch->writes.back().value;
}

// `persons/p-7` of `r/Person/persons/p-7`.
std::string NameIn(const std::string& key) { return key.substr(key.find('/', sizeof("r")) + 1); }

// A resource that the call changes, as it is stored.
struct Before {
  std::unique_ptr<Message> resource;
  store::Revision revision = store::kAbsent;
};

// Of what is staged to be new, and yet seen from a clearance on, everybody has seen all the time that there is nothing
// graded in it.
bool WasBlank(const Changes::Staged& staged) {
  return staged.is_new() && staged.seen_from > annotations::v1::GRADE_UNSPECIFIED;
}

Before Blank(const Message& resource) {
  std::unique_ptr<Message> blank(resource.New());
  blank->CopyFrom(resource);
  Redact(annotations::v1::GRADE_UNSPECIFIED, blank.get());
  return {.resource = std::move(blank), .revision = store::kAbsent};
}

// Those that the call changes; none where one of them cannot be read, so that nobody is told less than all.
absl::StatusOr<std::map<std::string, Before>> StoredBefore(Call& call) {
  std::vector<std::string> keys;
  for (const auto& [key, staged] : call.changes().staged()) {
    if (CanBeSealed(staged) && !staged.name.empty() && !staged.is_new()) keys.push_back(key);
  }
  std::map<std::string, Before> all;
  std::vector<SealedResource> sealed;
  ASSIGN_OR_RETURN(const std::vector<store::Record> records, StoredRecords(call, keys));
  for (const store::Record& record : records) {
    if (record.revision == store::kAbsent) continue;
    const RecordType& type = *call.changes().Find(record.key)->type;
    auto resource = Parsed(type, record.key, record.value);
    if (!resource.ok()) return std::map<std::string, Before>();
    const std::string subject = type.SubjectOf(**resource);
    // Nothing is sealed any more under a key that goes.
    const Changes::Staged* subject_key = call.changes().Find(KeyOfSubject(subject));
    if (subject_key != nullptr && !subject_key->write.value.has_value()) continue;
    if (record.sealed) sealed.push_back({record.key, subject, resource->get()});
    all.emplace(record.key, Before{*std::move(resource), record.revision});
  }
  if (!sealed.empty() && !OpenGraded(call, sealed).ok()) all.clear();
  return all;
}

}  // namespace

absl::Status OpenGraded(Call& call, std::span<const SealedResource> sealed, std::set<std::string>* damaged) {
  std::vector<std::string> subjects;
  for (const SealedResource& one : sealed) subjects.push_back(one.subject);
  ASSIGN_OR_RETURN(SubjectKeys * keys, KeysOf(call));
  std::set<std::string> closed;
  ASSIGN_OR_RETURN(const auto stored,
                   StoredKeys(call, subjects, /*expect=*/false, damaged == nullptr ? nullptr : &closed));
  const auto open = [&](const SealedResource& one) -> absl::Status {
    const auto piece = store::TakePiece(one.resource);
    if (!piece.has_value()) return store::DamagedRecord(one.key, "it lacks its graded fields");
    if (closed.contains(one.subject)) return store::DamagedRecord(KeyOfSubject(one.subject), "");
    const std::string& wrapped = stored.at(one.subject);
    if (wrapped.empty()) {
      keys->TellGone(one.subject);
      return absl::OkStatus();
    }
    ASSIGN_OR_RETURN(const auto key, keys->Unwrap(one.subject, wrapped));
    // The subject has another key since: what the one before sealed is as gone.
    if (!piece->starts_with(key->id)) {
      keys->TellGone(one.subject);
      return absl::OkStatus();
    }
    return OpenPiece(*key, one.key, *piece, one.resource);
  };
  for (const SealedResource& one : sealed) {
    const absl::Status opened = open(one);
    if (absl::IsDataLoss(opened) && damaged != nullptr) {
      damaged->insert(NameIn(one.key));
    } else {
      RETURN_IF_ERROR(opened);
    }
  }
  return absl::OkStatus();
}

absl::Status OpenListed(Call& call, std::span<const SealedResource> sealed) {
  std::set<std::string> damaged;
  RETURN_IF_ERROR(OpenGraded(call, sealed, &damaged));
  for (const std::string& name : damaged) call.LacksGraded(name);
  return absl::OkStatus();
}

void LeaveClosed(Message* resource) { store::TakePiece(resource); }

absl::Status SealChanges(Call& call) {
  ASSIGN_OR_RETURN(const auto stored_before, StoredBefore(call));
  std::vector<Unsealed> all;
  std::vector<std::string> subjects;
  for (const auto& [key, staged] : call.changes().staged()) {
    if (!CanBeSealed(staged)) continue;
    ASSIGN_OR_RETURN(auto resource, Parsed(*staged.type, key, *staged.write.value));
    const auto known = stored_before.find(key);
    const Before made = WasBlank(staged) ? Blank(*resource) : Before();
    const Before* before = known != stored_before.end() ? &known->second : &made;
    Grade seen_from = annotations::v1::GRADE_UNSPECIFIED;
    if (before->resource != nullptr) {
      // Whoever makes a change sees that it is made.
      seen_from = std::min(SeenFrom(*before->resource, *resource, staged.seen_from), call.principal().clearance);
    }
    call.changes().SetSeenFrom(key, seen_from);
    ASSIGN_OR_RETURN(auto unsealed, UnsealedOf(*staged.type, key, std::move(resource)));
    if (seen_from > annotations::v1::GRADE_UNSPECIFIED) {
      NoteUnseen(*before->resource, before->revision, seen_from, unsealed.plain.get());
    }
    if (unsealed.graded == nullptr) {
      if (seen_from > annotations::v1::GRADE_UNSPECIFIED) {
        call.changes().Amend(key, unsealed.plain->SerializeAsString());
      }
      continue;
    }
    subjects.push_back(unsealed.subject);
    all.push_back(std::move(unsealed));
  }
  if (all.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(SubjectKeys * keys, KeysOf(call));
  ASSIGN_OR_RETURN(auto stored, StoredKeys(call, subjects, /*expect=*/true));
  for (const Unsealed& one : all) {
    ASSIGN_OR_RETURN(const auto key, MadeOrKnown(call, *keys, one.subject, &stored[one.subject]));
    call.changes().Seal(one.key, SealedValue(*key, one.key, *one.plain, *one.graded));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<const SubjectKey>> NeedKey(Call& call, const std::string& subject) {
  ASSIGN_OR_RETURN(SubjectKeys * keys, KeysOf(call));
  ASSIGN_OR_RETURN(auto stored, StoredKeys(call, {subject}, /*expect=*/true));
  return MadeOrKnown(call, *keys, subject, &stored[subject]);
}

absl::StatusOr<std::shared_ptr<const SubjectKey>> FindKey(Call& call, const std::string& subject) {
  ASSIGN_OR_RETURN(SubjectKeys * keys, KeysOf(call));
  ASSIGN_OR_RETURN(const auto stored, StoredKeys(call, {subject}, /*expect=*/false));
  if (stored.at(subject).empty()) return nullptr;
  return keys->Unwrap(subject, stored.at(subject));
}

void EraseKey(Call& call, const std::string& subject) { call.changes().Put({.key = KeyOfSubject(subject)}, ""); }

absl::StatusOr<std::string> KeyedHash(Call& call, const std::string& service, std::string_view field,
                                      std::string_view value) {
  ASSIGN_OR_RETURN(const auto key, NeedKey(call, SubjectOfService(service)));
  return HashUnder(*key, field, value);
}

absl::StatusOr<std::optional<std::string>> FindKeyedHash(Call& call, const std::string& service, std::string_view field,
                                                         std::string_view value) {
  ASSIGN_OR_RETURN(const auto key, FindKey(call, SubjectOfService(service)));
  if (key == nullptr) return std::nullopt;
  return HashUnder(*key, field, value);
}

absl::StatusOr<bool> AddSealed(store::Store& store, SubjectKeys* keys, std::span<const RecordType* const> types,
                               const store::Record& record, store::Batch* batch) {
  if (record.key.starts_with(kOwnerKeys)) {
    const auto moved = [&](const store::Write& write) { return write.key == record.key; };
    if (std::any_of(batch->writes.begin(), batch->writes.end(), moved)) return true;
    return AddMovedKey(keys, record, batch);
  }
  const auto type = std::find_if(types.begin(), types.end(), [&](const RecordType* one) {
    return record.key.starts_with(RecordKey(one->type(), ""));
  });
  if (type == types.end() || record.sealed) return false;
  ASSIGN_OR_RETURN(auto resource, Parsed(**type, record.key, record.value));
  ASSIGN_OR_RETURN(const auto unsealed, UnsealedOf(**type, record.key, std::move(resource)));
  if (unsealed.graded == nullptr) return false;
  if (keys == nullptr) {
    return absl::FailedPreconditionError("Records are to be sealed, and the process has no file of content keys.");
  }
  ASSIGN_OR_RETURN(const std::string stored, StoredKeyFor(store, *keys, unsealed.subject, batch));
  ASSIGN_OR_RETURN(const auto key, keys->Unwrap(unsealed.subject, stored));
  batch->writes.push_back({.key = record.key,
                           .value = SealedValue(*key, record.key, *unsealed.plain, *unsealed.graded),
                           .expected = record.revision,
                           .organisation = record.organisation,
                           .sealed = true});
  return true;
}

}  // namespace congress::rpc

#include "platform/maintenance/record_walk.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <set>
#include <utility>

#include "congress/audit/v1/audit.pb.h"
#include "congress/content/v1/content.pb.h"
#include "platform/backup/audit_begin.h"
#include "platform/rpc/event_log.h"
#include "platform/rpc/gate.h"
#include "platform/rpc/records.h"
#include "platform/rpc/subject_keys.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "platform/store/envelope.h"
#include "platform/store/failure.h"
#include "platform/store/identified_store.h"
#include "platform/store/piece.h"
#include "platform/store/stretch.h"

namespace congress::maintenance {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Records of one page.
constexpr int kPage = 1000;

bool HasFiles(const Descriptor& type, std::set<const Descriptor*>* seen) {
  if (&type == content::v1::Content::descriptor()) return true;
  if (!seen->insert(&type).second) return false;
  for (int i = 0; i < type.field_count(); ++i) {
    const Descriptor* inner = type.field(i)->message_type();
    if (inner != nullptr && HasFiles(*inner, seen)) return true;
  }
  return false;
}

// `Person` of `r/Person/persons/p-1` and of `i/Person/organisation/…`.
std::string_view TypeIn(std::string_view key) {
  key.remove_prefix(2);
  return key.substr(0, key.find('/'));
}

// `persons/p-1` of `r/Person/persons/p-1`.
std::string_view NameIn(std::string_view key) { return key.substr(std::min(key.size(), 3 + TypeIn(key).size())); }

uint64_t HashOf(std::string_view key, std::string_view organisation, std::string_view words) {
  return std::hash<std::string>{}(StrCat(key, "\n", organisation, "\n", words));
}

// Which key of its subject it is; empty of those that older versions made.
std::string IdOfKey(const std::string& stored) {
  content::v1::OwnerKey known;
  return known.ParseFromString(stored) ? known.id() : "";
}

bool Holds(const std::vector<store::Revision>& sorted, store::Revision sequence) {
  return std::binary_search(sorted.begin(), sorted.end(), sequence);
}

std::string NumberOf(store::Revision sequence) { return StrCat(sequence & store::kCommitMask); }

}  // namespace

RecordWalk::RecordWalk(store::Store& store, const std::vector<const rpc::RecordType*>& types,
                       const std::vector<backup::Companions>& companions, status::Wanted wanted, Report& report)
    : store_(store), wanted_(std::move(wanted)), report_(report), companions_(companions) {
  for (const rpc::RecordType* type : types) {
    std::set<const Descriptor*> seen;
    const Descriptor* descriptor = type->prototype().GetDescriptor();
    types_[type->type()] = {
        .type = type, .has_files = HasFiles(*descriptor, &seen), .epoch = descriptor->FindFieldByName("epoch")};
  }
}

template <class Visit>
absl::Status RecordWalk::Walk(const store::Range& range, bool tells, Visit visit) {
  RETURN_IF_ERROR(wanted_());
  return store::VisitStretches(store_, range, kPage, [&](const store::Stretch& stretch) -> absl::Status {
    for (const store::Record& record : stretch.records) RETURN_IF_ERROR(visit(record));
    if (!tells) return wanted_();
    if (!stretch.damaged.empty()) {
      named_.Met(stretch.damaged);
      RETURN_IF_ERROR(report_.Found(v1::RECORD_DAMAGED, stretch.damaged, {{"key", Shown(stretch.damaged)}}));
    }
    v1::Examination& sums = report_.sums();
    sums.set_record_count(sums.record_count() + stretch.size());
    RETURN_IF_ERROR(report_.CameTo(v1::Progress::RECORDS, sums.record_count()));
    return wanted_();
  });
}

absl::Status RecordWalk::Run() {
  // Damage that was found before does not say how far the store is.
  horizon_ = store_.LastSequence().value_or(store::kAbsent);
  RETURN_IF_ERROR(Walk({}, /*tells=*/true, [this](const store::Record& record) { return LookAt(record); }));
  RETURN_IF_ERROR(LookForEvents());
  RETURN_IF_ERROR(LookForStray());
  RETURN_IF_ERROR(LookForNamed());
  const auto last = store_.LastSequence();
  if (!last.ok()) return absl::OkStatus();
  RETURN_IF_ERROR(LookForBegin(horizon_));
  if (latest_ <= *last) return absl::OkStatus();
  return report_.Found(v1::RECORD_AHEAD, latest_key_,
                       {{"key", Shown(latest_key_)}, {"sequence", NumberOf(latest_)}, {"last", NumberOf(*last)}});
}

absl::Status RecordWalk::LookForBegin(store::Revision last) {
  const int64_t missing = backup::MissingActs(acts_, last, copy_state_, format_);
  if (missing == 0) return absl::OkStatus();
  return report_.Found(v1::AUDIT_BEGINS_LATE, "", {{"last", NumberOf(last)}, {"missing", StrCat(missing)}});
}

template <class Visit>
absl::Status RecordWalk::WalkActs(const store::Range& range, Visit visit) {
  return Walk(range, /*tells=*/false, [&visit](const store::Record& record) -> absl::Status {
    audit::v1::AuditRecord act;
    return act.ParseFromString(record.value) ? visit(act, record.revision) : absl::OkStatus();
  });
}

absl::Status RecordWalk::LookForNamed() {
  if (!named_.Missed() && ledger_.Missed(/*named=*/false).empty()) return absl::OkStatus();
  const store::Range log = store::Range::Prefix(StrCat(rpc::kAuditLog, "/"));
  // What was deleted while the walk was under way is regularly gone.
  RETURN_IF_ERROR(WalkActs(log.After(store::AppendKey(rpc::kAuditLog, acts_.back())), [this](const auto& act, auto) {
    named_.Forget(act);
    ledger_.Forget(act);
    return absl::OkStatus();
  }));
  for (const store::Revision left : ledger_.Missed(/*named=*/false)) {
    RETURN_IF_ERROR(report_.Found(v1::AUDIT_LEAVES_MISSING_RECORD, store::AppendKey(rpc::kAuditLog, left),
                                  {{"sequence", NumberOf(left)}}));
  }
  if (!named_.Missed()) return absl::OkStatus();
  return WalkActs(log, [this](const audit::v1::AuditRecord& act, store::Revision sequence) -> absl::Status {
    for (const auto& change : act.changes()) {
      if (!named_.Misses(change.name(), sequence)) continue;
      RETURN_IF_ERROR(report_.Found(v1::AUDIT_NAMES_MISSING_RECORD, change.name(),
                                    {{"record", Shown(change.name())}, {"sequence", NumberOf(sequence)}}));
    }
    return absl::OkStatus();
  });
}

absl::Status RecordWalk::LookAt(const store::Record& record) {
  const std::string_view key = record.key;
  if (key == backup::kCopyStateKey) copy_state_ = record.value;
  if (key == store::kFormatKey) format_ = record.value;
  if (record.revision > latest_) {
    latest_ = record.revision;
    latest_key_ = record.key;
  }
  if (key.starts_with(store::kIndexes)) {
    entries_.push_back({.hash = HashOf(key, record.organisation, record.value)});
    report_.sums().set_index_entry_count(report_.sums().index_entry_count() + 1);
    return absl::OkStatus();
  }
  if (key.starts_with(rpc::kSubjectKeys)) keys_.insert(HashOf(key, IdOfKey(record.value), ""));
  if (key.starts_with(StrCat(rpc::kAuditLog, "/"))) return LookAtAct(record);
  if (key.starts_with(StrCat(rpc::kEventLog, "/"))) {
    events_.push_back(record.revision);
    return LookForAct(record);
  }
  if (key.starts_with("q/")) return LookForAct(record);
  if (key.starts_with("r/")) {
    named_.Met(key);
    RETURN_IF_ERROR(LookForAct(record));
    RETURN_IF_ERROR(LookForTrace(record));
    RETURN_IF_ERROR(LookForCompanions(record));
    return LookAtResource(record);
  }
  return absl::OkStatus();
}

absl::Status RecordWalk::LookAtAct(const store::Record& record) {
  acts_.push_back(record.revision);
  report_.sums().set_audit_record_count(static_cast<int64_t>(acts_.size()));
  horizon_ = std::max(horizon_, record.revision);
  audit::v1::AuditRecord act;
  if (!act.ParseFromString(record.value)) {
    return report_.Found(v1::RECORD_DAMAGED, record.key, {{"key", Shown(record.key)}});
  }
  if (act.changes_size() > 0) changes_.push_back(record.revision);
  named_.Act(act, record.revision);
  ledger_.Act(act, record.revision);
  return absl::OkStatus();
}

absl::Status RecordWalk::LookForTrace(const store::Record& record) {
  const auto fault = ledger_.Met(record.key, record.revision, store::StoredSha256(record));
  // What was written meanwhile is in acts that the walk has not seen.
  if (!fault || record.revision > horizon_) return absl::OkStatus();
  status::Metadata metadata = {{"key", Shown(record.key)}};
  if (*fault == audit::Ledger::Fault::kSetBack) metadata.emplace_back("cause", "set_back");
  if (*fault == audit::Ledger::Fault::kAdded) metadata.emplace_back("cause", "added");
  return report_.Found(v1::RECORD_NOT_AS_RECORDED, record.key, metadata);
}

absl::Status RecordWalk::LookForAct(const store::Record& record) {
  if (record.revision > horizon_ || Holds(acts_, record.revision)) return absl::OkStatus();
  return report_.Found(v1::AUDIT_GAP, record.key,
                       {{"sequence", NumberOf(record.revision)}, {"key", Shown(record.key)}});
}

absl::Status RecordWalk::LookAtResource(const store::Record& record) {
  const auto known = types_.find(TypeIn(record.key));
  if (known == types_.end()) return absl::OkStatus();
  const rpc::RecordType* type = known->second.type;
  // What is sealed is read by who has its key alone.
  const bool read = (known->second.has_files || known->second.epoch != nullptr) && !record.sealed;
  const auto entries = type->EntriesOf(record);
  const std::unique_ptr<Message> message(read || record.sealed ? type->prototype().New() : nullptr);
  if (absl::IsDataLoss(entries.status()) || (message != nullptr && !message->ParseFromString(record.value))) {
    return report_.Found(v1::RECORD_DAMAGED, record.key, {{"key", Shown(record.key)}});
  }
  RETURN_IF_ERROR(entries.status());
  for (const rpc::IndexEntry& entry : *entries) RETURN_IF_ERROR(LookForEntry(record, entry));
  if (record.sealed) RETURN_IF_ERROR(LookForKey(record, *type, *message));
  if (!read) return absl::OkStatus();
  AddFiles(*message, record);
  return LookForPaper(*message, known->second, record);
}

absl::Status RecordWalk::LookForKey(const store::Record& record, const rpc::RecordType& type, const Message& plain) {
  const std::string key = rpc::KeyOfSubject(type.SubjectOf(plain));
  const std::string id = store::PieceKeyIdOf(record.value);
  const bool has_key = keys_.contains(HashOf(key, id, "")) || keys_.contains(HashOf(key, "", ""));
  if (has_key || keyless_.contains(key)) return absl::OkStatus();
  // It may have come since.
  const std::vector<std::string> names = {record.key, key};
  const auto both = store_.GetAll(names);
  // A damaged one is told already.
  if (!store::DamagedKey(both.status()).empty()) return absl::OkStatus();
  RETURN_IF_ERROR(both.status());
  if (both->size() < 2 || both->front().revision != record.revision) return absl::OkStatus();
  const store::Record& stored = both->back();
  if (stored.revision != store::kAbsent && IdOfKey(stored.value) == id) return absl::OkStatus();
  keyless_.insert(key);
  return report_.Found(v1::KEY_MISSING, key, {{"record", Shown(NameIn(record.key))}, {"key", Shown(key)}});
}

absl::Status RecordWalk::LookForCompanions(const store::Record& record) {
  const backup::Companions* known = backup::CompanionsAt(companions_, record.key);
  if (known == nullptr) return absl::OkStatus();
  for (const backup::Companion& companion : known->of(record.value)) {
    const std::vector<std::string> keys = {record.key, companion.key};
    const auto both = store_.GetAll(keys);
    // A damaged one is told already.
    if (!store::DamagedKey(both.status()).empty()) continue;
    RETURN_IF_ERROR(both.status());
    if (both->size() < 2 || both->front().revision != record.revision) return absl::OkStatus();
    const store::Record& other = both->back();
    if (other.revision != store::kAbsent && (!companion.fits || companion.fits(other.value))) continue;
    RETURN_IF_ERROR(report_.Found(v1::RECORD_LACKS_COMPANION, companion.key,
                                  {{"record", Shown(NameIn(record.key))}, {"key", Shown(companion.key)}}));
  }
  return absl::OkStatus();
}

absl::Status RecordWalk::LookForPaper(const Message& message, const Type& type, const store::Record& record) {
  if (type.epoch == nullptr) return absl::OkStatus();
  if (message.GetReflection()->GetInt64(message, type.epoch) == store_.Epoch()) return absl::OkStatus();
  return report_.Found(v1::PAPER_UNKNOWN, record.key, {{"record", Shown(NameIn(record.key))}});
}

RecordWalk::Entry* RecordWalk::Find(uint64_t hash) {
  const auto less = [](const Entry& a, const Entry& b) { return a.hash < b.hash; };
  if (!std::exchange(sorted_, true)) std::sort(entries_.begin(), entries_.end(), less);
  const auto found = std::lower_bound(entries_.begin(), entries_.end(), Entry{.hash = hash}, less);
  return found == entries_.end() || found->hash != hash ? nullptr : &*found;
}

absl::Status RecordWalk::LookForEntry(const store::Record& record, const rpc::IndexEntry& entry) {
  if (Entry* met = Find(HashOf(entry.key, entry.organisation, entry.words)); met != nullptr) {
    met->met = true;
    return absl::OkStatus();
  }
  // It may have come since.
  const std::vector<std::string> keys = {record.key, entry.key};
  const auto both = store_.GetAll(keys);
  // A damaged one is told already.
  if (!store::DamagedKey(both.status()).empty()) return absl::OkStatus();
  RETURN_IF_ERROR(both.status());
  if (both->size() < 2 || both->front().revision != record.revision) return absl::OkStatus();
  const store::Record& stored = both->back();
  const bool there =
      stored.revision != store::kAbsent && stored.value == entry.words && stored.organisation == entry.organisation;
  if (there) return absl::OkStatus();
  return report_.Found(v1::INDEX_ENTRY_MISSING, entry.key,
                       {{"record", Shown(NameIn(record.key))}, {"key", Shown(entry.key)}});
}

absl::Status RecordWalk::LookForStray() {
  const bool none = std::all_of(entries_.begin(), entries_.end(), [](const Entry& entry) { return entry.met; });
  if (none) return absl::OkStatus();
  return Walk(store::Range::Prefix(store::kIndexes), /*tells=*/false, [this](const store::Record& record) {
    const Entry* seen = Find(HashOf(record.key, record.organisation, record.value));
    return seen == nullptr || seen->met ? absl::OkStatus() : JudgeStray(record);
  });
}

absl::Status RecordWalk::JudgeStray(const store::Record& entry) {
  const std::string_view name = rpc::NameInPlace(rpc::PlaceInIndexKey(entry.key));
  const std::vector<std::string> keys = {entry.key, rpc::RecordKey(TypeIn(entry.key), name)};
  const auto both = store_.GetAll(keys);
  // Nobody knows what a damaged record is to be found by.
  if (!store::DamagedKey(both.status()).empty()) return absl::OkStatus();
  RETURN_IF_ERROR(both.status());
  if (both->size() < 2 || both->front().revision != entry.revision) return absl::OkStatus();
  const auto known = types_.find(TypeIn(entry.key));
  if (known != types_.end() && both->back().revision != store::kAbsent) {
    const auto entries = known->second.type->EntriesOf(both->back());
    if (absl::IsDataLoss(entries.status())) return absl::OkStatus();
    RETURN_IF_ERROR(entries.status());
    // One that says something else was told as missing.
    const bool has =
        std::any_of(entries->begin(), entries->end(), [&](const auto& one) { return one.key == entry.key; });
    if (has) return absl::OkStatus();
  }
  return report_.Found(v1::INDEX_ENTRY_STRAY, entry.key, {{"record", Shown(name)}, {"key", Shown(entry.key)}});
}

absl::Status RecordWalk::LookForEvents() {
  // Some may have been swept meanwhile.
  const auto swept = rpc::EventsDeletedThrough(store_);
  if (!swept.ok()) return absl::IsDataLoss(swept.status()) ? absl::OkStatus() : swept.status();
  for (const store::Revision sequence : changes_) {
    if (sequence <= *swept || Holds(events_, sequence)) continue;
    RETURN_IF_ERROR(
        report_.Found(v1::EVENT_GAP, store::AppendKey(rpc::kEventLog, sequence), {{"sequence", NumberOf(sequence)}}));
  }
  return absl::OkStatus();
}

void RecordWalk::AddFiles(const Message& message, const store::Record& record) {
  if (message.GetDescriptor() == content::v1::Content::descriptor()) {
    const std::string& id = static_cast<const content::v1::Content&>(message).id();
    if (!id.empty()) files_[id] = {.record = record.key, .revision = record.revision};
    return;
  }
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!field->is_repeated()) {
      AddFiles(message.GetReflection()->GetMessage(message, field), record);
      continue;
    }
    for (int i = 0; i < message.GetReflection()->FieldSize(message, field); ++i) {
      AddFiles(message.GetReflection()->GetRepeatedMessage(message, field, i), record);
    }
  }
}

}  // namespace congress::maintenance

#include "platform/rpc/migration.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "absl/time/clock.h"
#include "platform/civil/civil.h"
#include "platform/rpc/index_writes.h"
#include "platform/rpc/own_act.h"
#include "platform/rpc/records.h"
#include "platform/rpc/repository.h"
#include "platform/rpc/sealing.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "platform/store/identified_store.h"
#include "platform/store/stretch.h"

namespace congress::rpc {
namespace {

using store::SchemaStep;
using store::v1::SchemaMigration;

// Records of one commit at most. No more are taken after so many writes, entries of indexes among them, or bytes.
constexpr int kBatch = 400;
constexpr size_t kWrites = 5000;
constexpr size_t kBytes = size_t{2} << 20;

// The two records that say how far a store is, as of one moment.
struct Place {
  store::v1::StoreFormat format;
  store::Revision format_revision = store::kAbsent;
  SchemaMigration at;
  store::Revision at_revision = store::kAbsent;
  int schema() const { return std::max(format.schema(), store::kSchema); }
  int least_reader() const { return std::max(format.least_reader(), store::kLeastReader); }
};

absl::StatusOr<Place> PlaceOf(store::Store& store) {
  const std::array<std::string, 2> keys = {std::string(store::kFormatKey), std::string(kMigrationKey)};
  ASSIGN_OR_RETURN(const auto records, store.GetAll(keys));
  Place place;
  place.format_revision = records[0].revision;
  place.at_revision = records[1].revision;
  if (!place.format.ParseFromString(records[0].value)) return Corrupt(keys[0]);
  if (!place.at.ParseFromString(records[1].value)) return Corrupt(keys[1]);
  return place;
}

// The readings of all records that a step takes. Every process that is left knows the steps up to its least reader, so
// what those before it wrote in the old form is taken along, for good.
std::vector<const SchemaStep*> PassesOf(std::span<const SchemaStep> steps, const SchemaStep& step,
                                        const SchemaMigration& at) {
  std::vector<const SchemaStep*> passes;
  for (const SchemaStep& other : steps) {
    if (other.to < step.to && at.least_reader() < other.to && other.to <= step.least_reader) passes.push_back(&other);
  }
  passes.push_back(&step);
  return passes;
}

// The type of a record; null for one that is not known.
const RecordType* TypeOf(std::string_view key, const std::vector<const RecordType*>& types) {
  const auto found = std::find_if(types.begin(), types.end(), [&](const RecordType* type) {
    return type->indexed() && key.starts_with(RecordKey(type->type(), ""));
  });
  return found == types.end() ? nullptr : *found;
}

absl::Status AddEntries(const RecordType& type, const store::Record& before, const std::string& value,
                        store::Batch* batch) {
  store::Record after = before;
  after.value = value;
  ASSIGN_OR_RETURN(const auto old_entries, type.EntriesOf(before));
  ASSIGN_OR_RETURN(const auto new_entries, type.EntriesOf(after));
  AddEntryWrites(old_entries, new_entries, batch);
  return absl::OkStatus();
}

// Adds to the batch what a record becomes.
absl::Status AddRecord(store::Store& store, const store::Record& record, const SchemaStep& step,
                       const Migration& migration, SchemaMigration* at, store::Batch* batch) {
  if (step.seals) {
    ASSIGN_OR_RETURN(const bool rewritten, AddSealed(store, migration.keys, migration.sealed, record, batch));
    at->set_rewritten_count(at->rewritten_count() + (rewritten ? 1 : 0));
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const std::optional<std::string> value, step.rewrite(record));
  if (!value.has_value()) return absl::OkStatus();
  if (const RecordType* type = TypeOf(record.key, migration.types)) {
    RETURN_IF_ERROR(AddEntries(*type, record, *value, batch));
  }
  batch->writes.push_back({.key = record.key,
                           .value = value,
                           .expected = record.revision,
                           .organisation = record.organisation,
                           .sealed = record.sealed});
  at->set_rewritten_count(at->rewritten_count() + 1);
  if (!step.beside) return absl::OkStatus();
  ASSIGN_OR_RETURN(std::vector<store::Write> beside, step.beside(record));
  std::move(beside.begin(), beside.end(), std::back_inserter(batch->writes));
  return absl::OkStatus();
}

// Adds the next page of records.
absl::Status AddPage(store::Store& store, const SchemaStep& step, const Migration& migration, int page,
                     SchemaMigration* at, store::Batch* batch) {
  store::Range range = store::Range::Prefix(step.prefix);
  if (!at->after().empty()) range = range.After(at->after());
  ASSIGN_OR_RETURN(const store::Stretch stretch, ReadStretch(store, range, page));
  std::string last = stretch.last();
  for (const store::Record& record : stretch.records) {
    const absl::Status added = AddRecord(store, record, step, migration, at, batch);
    if (absl::IsDataLoss(added)) {
      at->set_damaged_count(at->damaged_count() + 1);
    } else {
      RETURN_IF_ERROR(added);
    }
    at->set_record_count(at->record_count() + 1);
    if (batch->writes.size() < kWrites && batch->Bytes() < kBytes) continue;
    last = record.key;
    break;
  }
  if (!stretch.damaged.empty() && last == stretch.damaged) at->set_damaged_count(at->damaged_count() + 1);
  at->set_after(last);
  // The next reading begins where this one has come to its end.
  if (last.empty()) at->set_pass(at->pass() + 1);
  return absl::OkStatus();
}

void PutFormat(const Place& place, store::Batch* batch) {
  batch->writes.push_back({.key = std::string(store::kFormatKey),
                           .value = place.format.SerializeAsString(),
                           .expected = place.format_revision});
}

}  // namespace

absl::StatusOr<MigrationState> MigrationStateOf(store::Store& store) {
  ASSIGN_OR_RETURN(Place place, PlaceOf(store));
  return MigrationState{.schema = place.schema(), .least_reader = place.least_reader(), .step = std::move(place.at)};
}

std::string Told(const MigrationState& state) {
  std::string told = StrCat("schema ", state.schema);
  if (state.step.to() == 0) return told;
  return StrCat(told, ", on the way to ", state.step.to(), ": ", state.step.record_count(), " records looked at, ",
                state.step.rewritten_count(), " rewritten");
}

absl::StatusOr<bool> MigrateOnce(store::Store& store, const Migration& migration, int* page) {
  const std::span<const SchemaStep> steps = migration.steps;
  ASSIGN_OR_RETURN(Place place, PlaceOf(store));
  const auto step =
      std::find_if(steps.begin(), steps.end(), [&](const SchemaStep& one) { return one.to > place.schema(); });
  if (step == steps.end()) return true;
  if (step->to != place.schema() + 1 || step->least_reader > step->to || (!step->rewrite && !step->seals)) {
    return absl::InternalError(StrCat("The step to schema ", step->to, " does not begin at schema ", place.schema()));
  }
  store::Batch batch;
  store::Write at{.key = std::string(kMigrationKey), .expected = place.at_revision};
  if (place.at.to() != step->to) {
    place.at.Clear();
    place.at.set_to(step->to);
    place.at.set_least_reader(place.least_reader());
    *place.at.mutable_begin_time() = civil::ToTimestamp(absl::Now());
    if (step->least_reader > place.least_reader()) {
      // From this commit on none of a process that does not know the schema is taken.
      place.format.set_least_reader(step->least_reader);
      PutFormat(place, &batch);
    }
    at.value = place.at.SerializeAsString();
  } else if (const auto passes = PassesOf(steps, *step, place.at);
             static_cast<size_t>(place.at.pass()) < passes.size()) {
    const SchemaStep& pass = *passes[static_cast<size_t>(place.at.pass())];
    RETURN_IF_ERROR(AddPage(store, pass, migration, *page, &place.at, &batch));
    at.value = place.at.SerializeAsString();
  } else {
    place.format.set_schema(step->to);
    PutFormat(place, &batch);
  }
  batch.writes.push_back(std::move(at));
  AddOwnAct(migration.principal, StrCat(kMigrationMethod, "/", step->to), &batch);
  const absl::Status committed = store.Commit(batch).status();
  if (!store::ConflictingKey(committed).empty()) {
    // Another replica was there first, or a call has written one of the records: the fewer, the sooner it passes.
    *page = std::max(1, *page / 2);
    return false;
  }
  RETURN_IF_ERROR(committed);
  *page = std::min(kBatch, *page * 2);
  return false;
}

absl::StatusOr<bool> Migrate(store::Store& store, const Migration& migration, absl::Time until) {
  int page = kBatch;
  do {
    ASSIGN_OR_RETURN(const bool done, MigrateOnce(store, migration, &page));
    if (done) return true;
  } while (absl::Now() < until);
  return false;
}

}  // namespace congress::rpc

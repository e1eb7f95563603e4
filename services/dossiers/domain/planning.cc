#include "services/dossiers/domain/planning.h"

#include "congress/dossiers/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/basis.h"

namespace congress::dossiers {
namespace {

using Entry = v1::PlanningEntry;

absl::Status WrongEntryState(const Entry& entry) {
  return status::FailedPrecondition(v1::PLANNING_STATE,
                                    {{"name", entry.name()}, {"state", Entry::State_Name(entry.state())}});
}

Entry Changed(Entry entry, Entry::State state, const Actor& actor) {
  entry.set_state(state);
  entry.set_updated_person(actor.person);
  *entry.mutable_update_time() = civil::ToTimestamp(actor.now);
  return entry;
}

}  // namespace

Entry PutForward(std::string_view id, Entry entry, const Actor& actor) {
  entry.set_name(StrCat("planningEntries/", id));
  *entry.mutable_create_time() = civil::ToTimestamp(actor.now);
  return Changed(std::move(entry), Entry::PROPOSED, actor);
}

absl::StatusOr<Entry> ApproveEntry(Entry entry, const v1::Basis& basis, const Actor& actor) {
  RETURN_IF_ERROR(RequireBasis(basis));
  if (entry.state() != Entry::PROPOSED) return WrongEntryState(entry);
  *entry.mutable_basis() = basis;
  return Changed(std::move(entry), Entry::APPROVED, actor);
}

absl::StatusOr<Entry> RemoveEntry(Entry entry, const std::string& reason, const v1::Basis& basis, const Actor& actor) {
  RETURN_IF_ERROR(RequireBasis(basis));
  if (entry.state() == Entry::REMOVED) return WrongEntryState(entry);
  entry.set_remove_reason(reason);
  *entry.mutable_remove_basis() = basis;
  return Changed(std::move(entry), Entry::REMOVED, actor);
}

std::string PlanningListName(std::string_view organisation, std::string_view term, std::string_view position_kind) {
  return StrCat("planningLists/", organisation.substr(organisation.rfind('/') + 1), "/", term, "/", position_kind);
}

absl::Status NotPlanned(const std::string& person, const std::string& term, const std::string& position_kind) {
  return status::FailedPrecondition(v1::NOT_ON_PLANNING_LIST,
                                    {{"person", person}, {"term", term}, {"position_kind", position_kind}});
}

}  // namespace congress::dossiers

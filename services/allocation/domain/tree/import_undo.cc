#include "services/allocation/domain/tree/import_undo.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_format.h"
#include "congress/allocation/v1/reason.pb.h"
#include "platform/digest/sha256.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/allocation/domain/names.h"
#include "services/allocation/domain/tree/lineage.h"
#include "services/allocation/domain/tree/organisation.h"

namespace congress::allocation {
namespace {

// Bytes of one part, but for its last organisation. The commit that puts it in place writes as much again, and their
// names several times.
constexpr size_t kMostPartBytes = size_t{2} << 20;

std::string Fingerprint(const v1::Organisation& organisation) {
  return digest::Sha256(Plain(organisation).SerializeAsString());
}

using KnownByName = std::map<std::string_view, const v1::Organisation*>;

KnownByName ByName(const std::vector<v1::Organisation>& existing) {
  KnownByName known;
  for (const v1::Organisation& organisation : existing) known.emplace(organisation.name(), &organisation);
  return known;
}

// Adds to `origin` what `written` is put in place of, and counts it in `import`.
v1::OrganisationOrigin& Keep(const KnownByName& known, const v1::Organisation& written, v1::ImportOrigin* origin,
                             v1::OrganisationImport* import) {
  v1::OrganisationOrigin& kept = *origin->add_organisations();
  kept.set_organisation(written.name());
  kept.set_after_sha256(Fingerprint(written));
  const auto before = known.find(written.name());
  if (before == known.end()) {
    import->set_made_count(import->made_count() + 1);
    return kept;
  }
  *kept.mutable_before() = Plain(*before->second);
  import->set_changed_count(import->changed_count() + 1);
  const bool closed =
      before->second->state() == v1::Organisation::ACTIVE && written.state() != v1::Organisation::ACTIVE;
  if (closed) import->set_closed_count(import->closed_count() + 1);
  return kept;
}

// The organisations that this one cannot stand without.
std::vector<std::string> NamedBy(const v1::Organisation& organisation) {
  std::vector<std::string> names = {organisation.parent(), organisation.successor(), organisation.split_from(),
                                    organisation.duplicate_of()};
  names.insert(names.end(), organisation.merged_from().begin(), organisation.merged_from().end());
  names.insert(names.end(), organisation.successors().begin(), organisation.successors().end());
  return names;
}

absl::Status RefuseOrphans(const Tree& tree, const std::set<std::string>& removed) {
  for (const auto& [name, organisation] : tree) {
    for (const std::string& needed : NamedBy(organisation)) {
      if (removed.contains(needed)) return InUse(needed, name);
    }
  }
  return absl::OkStatus();
}

}  // namespace

KeptImport KeepImport(const std::vector<v1::Organisation>& existing, const std::vector<v1::Organisation>& writes,
                      v1::OrganisationTree* tree) {
  KeptImport kept;
  kept.import = NextImport(*tree);
  const KnownByName known = ByName(existing);
  for (const v1::Organisation& written : writes) Keep(known, written, &kept.origin, &kept.import);
  kept.origin.set_name(StrCat(kept.import.name(), "/origin"));
  kept.origin.set_organisation(kept.import.organisation());
  kept.origin.set_previous(tree->newest_import());
  TakeEffect(kept.import, tree);
  return kept;
}

v1::OrganisationImport NextImport(const v1::OrganisationTree& tree) {
  v1::OrganisationImport import;
  import.set_name(absl::StrFormat("organisationImports/%06d", tree.imports() + 1));
  import.set_organisation(std::string(kRoot));
  import.set_state(v1::OrganisationImport::IN_EFFECT);
  return import;
}

v1::ImportOrigin KeepPart(const std::vector<v1::Organisation>& existing, std::span<const v1::Organisation> writes,
                          size_t most, const v1::OrganisationTree& tree, v1::OrganisationImport* import) {
  v1::ImportOrigin part;
  part.set_organisation(import->organisation());
  part.set_previous(tree.newest_import());
  const KnownByName known = ByName(existing);
  size_t bytes = 0;
  for (const v1::Organisation& written : writes.first(std::min(writes.size(), most))) {
    if (bytes >= kMostPartBytes) break;
    v1::OrganisationOrigin& origin = Keep(known, written, &part, import);
    *origin.mutable_after() = written;
    bytes += origin.ByteSizeLong();
  }
  return part;
}

void TakeEffect(const v1::OrganisationImport& import, v1::OrganisationTree* tree) {
  tree->set_imports(tree->imports() + 1);
  tree->set_changes(tree->changes() + 1);
  tree->set_newest_import(import.name());
}

std::optional<v1::Organisation> InEffect(const v1::OrganisationImport& import, const v1::OrganisationOrigin& origin) {
  const bool undone = import.state() == v1::OrganisationImport::UNDONE;
  if (undone && !origin.has_before()) return std::nullopt;
  v1::Organisation organisation = undone ? origin.before() : origin.after();
  *organisation.mutable_update_time() = undone ? import.undo_time() : import.create_time();
  return organisation;
}

absl::Status RequireSettled(const v1::OrganisationTree& tree) {
  if (tree.operation().empty()) return absl::OkStatus();
  return status::FailedPrecondition(v1::ORGANISATIONS_CHANGING, {{"operation", tree.operation()}});
}

absl::Status RequireNewest(const v1::OrganisationImport& import, const v1::OrganisationTree& tree) {
  if (import.state() == v1::OrganisationImport::UNDONE) {
    return status::FailedPrecondition(v1::IMPORT_UNDONE, {{"name", import.name()}, {"undone_by", import.undone_by()}});
  }
  if (import.name() == tree.newest_import()) return absl::OkStatus();
  return status::FailedPrecondition(v1::IMPORT_NOT_NEWEST, {{"name", import.name()}, {"newest", tree.newest_import()}});
}

absl::StatusOr<std::set<std::string>> PlanUndo(const v1::OrganisationImport& import, const v1::ImportOrigin& origin,
                                               const std::vector<v1::Organisation>& existing) {
  Tree tree;
  for (const v1::Organisation& organisation : existing) tree.emplace(organisation.name(), organisation);
  std::set<std::string> removed;
  for (const v1::OrganisationOrigin& written : origin.organisations()) {
    const auto now = tree.find(written.organisation());
    if (now == tree.end() || Fingerprint(now->second) != written.after_sha256()) {
      return status::FailedPrecondition(v1::ORGANISATION_CHANGED_SINCE,
                                        {{"name", import.name()}, {"organisation", written.organisation()}});
    }
    if (written.has_before()) {
      now->second = written.before();
    } else {
      removed.insert(written.organisation());
      tree.erase(now);
    }
  }
  RETURN_IF_ERROR(RefuseOrphans(tree, removed));
  return removed;
}

std::string NamedIn(const v1::AllocationPlan& plan, const std::set<std::string>& organisations) {
  if (organisations.contains(plan.organisation())) return plan.organisation();
  for (const v1::AllocationLine& line : plan.lines()) {
    if (organisations.contains(line.organisation())) return line.organisation();
  }
  return "";
}

absl::Status InUse(const std::string& organisation, const std::string& used_by) {
  return status::FailedPrecondition(v1::ORGANISATION_IN_USE, {{"organisation", organisation}, {"used_by", used_by}});
}

}  // namespace congress::allocation

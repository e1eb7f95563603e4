#include "services/allocation/tree_record.h"

#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "platform/auth/principal.h"
#include "platform/rpc/records.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "services/allocation/domain/tree/import_undo.h"

namespace congress::allocation {
namespace {

constexpr std::string_view kTreeRecord = "organisationTree";

template <class T>
const rpc::Repository<T>& Unlisted() {
  static const auto& records = *new rpc::Repository<T>(rpc::kUnlisted);
  return records;
}

const rpc::Repository<v1::Organisation>& Organisations() {
  static const auto& organisations = *new rpc::Repository<v1::Organisation>("allocation.organisations.read");
  return organisations;
}

std::string KeyOf(const google::protobuf::Message& type, std::string_view name) {
  return rpc::RecordKey(type.GetDescriptor()->name(), name);
}

// What the origin of the import says. A part whose organisations are in their places says nothing: their records, which
// are read after it, do.
absl::StatusOr<rpc::Covers> CoversOf(rpc::Call& call, const v1::OrganisationImport& import) {
  rpc::Covers covers;
  ASSIGN_OR_RETURN(const auto parts, Unlisted<v1::ImportOrigin>().LoadAll(call, StrCat(import.name(), "/origin")));
  const bool undone = import.state() == v1::OrganisationImport::UNDONE;
  for (const v1::ImportOrigin& part : parts) {
    store::Revision revision = store::kAbsent;
    if (!absl::SimpleAtoi(part.etag(), &revision)) return rpc::Corrupt(part.name());
    for (const v1::OrganisationOrigin& origin : part.organisations()) {
      if (!undone && !origin.has_after()) continue;
      const std::string key = KeyOf(v1::Organisation::default_instance(), origin.organisation());
      std::optional<store::Record> record;
      if (const auto organisation = InEffect(import, origin)) {
        record = {key, organisation->SerializeAsString(), revision, organisation->name()};
      }
      covers.insert_or_assign(key, std::move(record));
    }
  }
  return covers;
}

// Until all is in its place nothing else changes the organisations, so what the parts say at first holds as long as
// the import is what it is.
absl::Status CoverBy(rpc::Call& call, const std::string& name) {
  ASSIGN_OR_RETURN(const auto import, Unlisted<v1::OrganisationImport>().Load(call, name));
  return call.Cover(StrCat(name, " ", import.etag()), [&] { return CoversOf(call, import); });
}

}  // namespace

absl::StatusOr<v1::OrganisationTree> LoadTree(rpc::Call& call) {
  v1::OrganisationTree first;
  first.set_name(std::string(kTreeRecord));
  first.set_organisation(std::string(auth::kProvince));
  return Unlisted<v1::OrganisationTree>().LoadOr(call, std::move(first));
}

absl::Status RequireSameTree(rpc::Call& call, const v1::OrganisationTree& tree) {
  ASSIGN_OR_RETURN(const v1::OrganisationTree now, LoadTree(call));
  if (now.etag() == tree.etag()) return absl::OkStatus();
  return store::Conflict(KeyOf(tree, tree.name()));
}

absl::StatusOr<const rpc::Repository<v1::Organisation>*> OrganisationsOf(rpc::Call& call) {
  ASSIGN_OR_RETURN(const v1::OrganisationTree tree, LoadTree(call));
  if (tree.unplaced_import().empty()) {
    call.ForgetCovers();
  } else {
    RETURN_IF_ERROR(CoverBy(call, tree.unplaced_import()));
  }
  return &Organisations();
}

absl::StatusOr<std::vector<v1::Organisation>> LoadOrganisations(rpc::Call& call) {
  ASSIGN_OR_RETURN(const v1::OrganisationTree tree, LoadTree(call));
  ASSIGN_OR_RETURN(const auto* organisations, OrganisationsOf(call));
  ASSIGN_OR_RETURN(auto all, organisations->LoadAll(call, kOrganisations));
  RETURN_IF_ERROR(RequireSameTree(call, tree));
  return all;
}

void PutInPlace(rpc::Call& call, const v1::OrganisationImport& import, v1::ImportOrigin origin) {
  for (v1::OrganisationOrigin& one : *origin.mutable_organisations()) {
    if (auto organisation = InEffect(import, one)) {
      Organisations().Put(call, *std::move(organisation));
    } else {
      Organisations().Delete(call, one.organisation());
    }
    one.clear_after();
  }
  if (import.state() == v1::OrganisationImport::UNDONE) {
    Unlisted<v1::ImportOrigin>().Delete(call, origin.name());
  } else {
    Unlisted<v1::ImportOrigin>().Put(call, std::move(origin));
  }
}

}  // namespace congress::allocation

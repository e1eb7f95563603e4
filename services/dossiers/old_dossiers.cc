#include "services/dossiers/old_dossiers.h"

#include <utility>

#include "platform/rpc/records.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/old_dossier.h"
#include "services/dossiers/folders.h"

namespace congress::dossiers {
namespace {

absl::StatusOr<std::optional<std::string>> WithoutPapers(const store::Record& record) {
  v1::Dossier known;
  if (known.ParseFromString(record.value) && !known.trail().empty()) return std::nullopt;
  ASSIGN_OR_RETURN(const Folder folder, Expand(record.value));
  return folder.dossier.SerializeAsString();
}

template <class T>
store::Write NewRecord(const T& resource, const std::string& organisation) {
  return {.key = rpc::RecordKey(T::descriptor()->name(), resource.name()),
          .value = resource.SerializeAsString(),
          .expected = store::kAbsent,
          .organisation = organisation};
}

absl::StatusOr<std::vector<store::Write>> Papers(const store::Record& record) {
  ASSIGN_OR_RETURN(const Folder folder, Expand(record.value));
  std::vector<store::Write> writes;
  for (const v1::Component& paper : folder.components) writes.push_back(NewRecord(paper, paper.organisation()));
  // There was never a second one: none could be given up.
  const v1::PersonDossiers theirs = AloneInItsPurpose(folder.dossier);
  writes.push_back(NewRecord(theirs, theirs.name()));
  return writes;
}

}  // namespace

store::SchemaStep PapersBecomeResources() {
  return {
      .to = 3, .least_reader = 3, .prefix = rpc::RecordKey("Dossier", ""), .rewrite = WithoutPapers, .beside = Papers};
}

}  // namespace congress::dossiers

#include "services/drafting/records.h"

#include <utility>

namespace congress::drafting {

absl::StatusOr<v1::Revision> Revisions::Load(rpc::Call& call, std::string_view name) const {
  ASSIGN_OR_RETURN(v1::Revision revision, shown_.Load(call, name));
  return WithText(call, std::move(revision));
}

absl::StatusOr<v1::Revision> Revisions::Get(rpc::Call& call, std::string_view name) const {
  ASSIGN_OR_RETURN(v1::Revision revision, shown_.Get(call, name));
  return WithText(call, std::move(revision));
}

v1::Revision Revisions::Put(rpc::Call& call, v1::Revision revision) const {
  v1::RevisionText text;
  text.set_name(revision.name());
  text.set_organisation(revision.organisation());
  text.mutable_sections()->Swap(revision.mutable_sections());
  revision = shown_.Put(call, std::move(revision));
  *revision.mutable_sections() = text.sections();
  texts_.Put(call, std::move(text));
  return revision;
}

absl::StatusOr<v1::Revision> Revisions::WithText(rpc::Call& call, v1::Revision revision) const {
  // Older versions kept the sections with the rest.
  if (!revision.sections().empty()) return revision;
  ASSIGN_OR_RETURN(v1::RevisionText text, texts_.Load(call, revision.name()));
  revision.mutable_sections()->Swap(text.mutable_sections());
  return revision;
}

}  // namespace congress::drafting

#include "services/drafting/revisions.h"

#include <utility>

#include "congress/drafting/v1/reason.pb.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/drafting/domain/body.h"
#include "services/drafting/domain/compare.h"

namespace congress::drafting {
namespace {

std::string BodyName(std::string_view document, const std::string& sha256) {
  return StrCat(document, "/bodies/", sha256);
}

bool SaysNothing(const std::string& sha256) {
  static const std::string& nothing = *new std::string(DigestOf({}));
  return sha256 == nothing;
}

}  // namespace

absl::StatusOr<v1::Revision> Revisions::Load(rpc::Call& call, std::string_view name) const {
  ASSIGN_OR_RETURN(v1::Revision revision, shown_.Load(call, name));
  return WithSections(call, std::move(revision));
}

absl::StatusOr<v1::Revision> Revisions::Get(rpc::Call& call, std::string_view name) const {
  ASSIGN_OR_RETURN(v1::Revision revision, shown_.Get(call, name));
  return WithSections(call, std::move(revision));
}

absl::StatusOr<v1::Revision> Revisions::WithSections(rpc::Call& call, v1::Revision revision) const {
  if (revision.sections().empty()) {
    ASSIGN_OR_RETURN(v1::RevisionText text, texts_.Load(call, revision.name()));
    revision.mutable_sections()->Swap(text.mutable_sections());
  }
  for (v1::Section& section : *revision.mutable_sections()) {
    if (section.sha256().empty()) SetBody(BodyOf(section.text()), &section);
  }
  return revision;
}

absl::StatusOr<Body> Revisions::LoadBody(rpc::Call& call, std::string_view document, const std::string& sha256) const {
  if (SaysNothing(sha256)) return Body();
  ASSIGN_OR_RETURN(v1::SectionBody kept, bodies_.Load(call, BodyName(document, sha256)));
  return std::move(*kept.mutable_body());
}

absl::Status Revisions::AddBody(rpc::Call& call, std::string_view document, v1::Section* section) const {
  if (!section->body().empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(*section->mutable_body(), LoadBody(call, document, section->sha256()));
  return absl::OkStatus();
}

absl::StatusOr<v1::Revision> Revisions::WithBodies(rpc::Call& call, v1::Revision revision) const {
  for (v1::Section& section : *revision.mutable_sections()) {
    RETURN_IF_ERROR(AddBody(call, DocumentOf(revision), &section));
  }
  return revision;
}

History Revisions::HistoryOf(rpc::Call& call, const std::string& document) const {
  return {.revision = [this, &call, document](const std::string& name) -> absl::StatusOr<v1::Revision> {
            if (!name.starts_with(StrCat(document, "/"))) {
              return status::InvalidArgument(v1::REVISIONS_UNRELATED, {{"cause", "document"}});
            }
            return Load(call, name);
          },
          .body = [this, &call, document](const std::string& sha256) { return LoadBody(call, document, sha256); }};
}

absl::StatusOr<v1::Revision> Revisions::Put(rpc::Call& call, v1::Revision revision) const {
  v1::RevisionText text;
  text.set_name(revision.name());
  text.set_organisation(revision.organisation());
  for (v1::Section& section : *revision.mutable_sections()) {
    if (section.body().empty()) continue;
    v1::SectionBody body;
    body.set_name(BodyName(DocumentOf(revision), section.sha256()));
    body.set_organisation(revision.organisation());
    body.mutable_body()->Swap(section.mutable_body());
    ASSIGN_OR_RETURN(const bool kept, bodies_.Exists(call, body.name()));
    if (!kept) bodies_.Put(call, std::move(body));
  }
  text.mutable_sections()->Swap(revision.mutable_sections());
  revision = shown_.Put(call, std::move(revision));
  *revision.mutable_sections() = text.sections();
  texts_.Put(call, std::move(text));
  return revision;
}

}  // namespace congress::drafting

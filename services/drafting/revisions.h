// Where the texts of documents lie: what a list of revisions shows, the sections of each revision, and each body once.
#pragma once

#include <string_view>

#include "absl/status/statusor.h"
#include "congress/drafting/v1/document.pb.h"
#include "congress/drafting/v1/stored.pb.h"
#include "platform/rpc/repository.h"
#include "services/drafting/domain/sections.h"

namespace congress::drafting {

// Sections come without their bodies but for those of older versions, which kept them with the rest.
class Revisions {
 public:
  // As Repository's.
  absl::StatusOr<v1::Revision> Load(rpc::Call& call, std::string_view name) const;
  absl::StatusOr<v1::Revision> Get(rpc::Call& call, std::string_view name) const;
  // Without the sections.
  absl::StatusOr<rpc::Page<v1::Revision>> List(rpc::Call& call, std::string_view prefix,
                                               const rpc::PageRequest& page) const {
    return shown_.List(call, prefix, page);
  }

  absl::Status AddBody(rpc::Call& call, std::string_view document, v1::Section* section) const;
  absl::StatusOr<v1::Revision> WithBodies(rpc::Call& call, v1::Revision revision) const;
  // For work on one document; ends with the call.
  History HistoryOf(rpc::Call& call, const std::string& document) const;

  // Keeps the bodies that the revision has and that the document has not kept yet. Returns it without them.
  absl::StatusOr<v1::Revision> Put(rpc::Call& call, v1::Revision revision) const;

 private:
  absl::StatusOr<v1::Revision> WithSections(rpc::Call& call, v1::Revision revision) const;
  absl::StatusOr<Body> LoadBody(rpc::Call& call, std::string_view document, const std::string& sha256) const;

  rpc::Repository<v1::Revision> shown_{rpc::kPart, "drafting.documents.read"};
  rpc::Repository<v1::RevisionText> texts_{rpc::kUnlisted};
  rpc::Repository<v1::SectionBody> bodies_{rpc::kUnlisted};
};
inline const Revisions kRevisions;

}  // namespace congress::drafting

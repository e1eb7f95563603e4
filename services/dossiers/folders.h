// Dossiers with what belongs to them: papers, the claim on their purpose, and what they say of their person.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/rpc/call.h"
#include "services/dossiers/domain/content.h"
#include "services/dossiers/domain/folder.h"
#include "services/dossiers/records.h"
#include "services/dossiers/requests.h"

namespace congress::dossiers {

// The dossier with its papers, those of any grade, in the order in which they were attached.
absl::StatusOr<Folder> FolderOf(rpc::Call& call, v1::Dossier dossier);

// Stages the claim on the dossier's person, under the name that stands for them, and purpose. FAILED_PRECONDITION
// `DOSSIER_DUPLICATE` while another has it.
absl::Status Claim(rpc::Call& call, const v1::Dossier& dossier);
// Stages that the claim of the dossier lies under another name of the person.
absl::Status MoveClaim(rpc::Call& call, const v1::Dossier& dossier, const std::string& from, const std::string& to);

// Stages what follows for papers and claim where a dossier has become `after`: they move along, and who has given up
// claims nothing.
absl::Status Settle(rpc::Call& call, const Folder& before, const v1::Dossier& after);

// Read → etag → one's own → decide → stage what has changed. `decide` is `(const Folder&, const v1::ChecklistTemplate&)
// -> absl::StatusOr<v1::Dossier>`.
template <class Decide>
absl::StatusOr<v1::Dossier> ChangeDossier(rpc::Call& call, const std::string& name, std::string_view etag,
                                          Decide decide) {
  ASSIGN_OR_RETURN(v1::Dossier dossier, kDossiers.Get(call, name));
  RETURN_IF_ERROR(kDossiers.CheckEtag(dossier, etag));
  RETURN_IF_ERROR(RequireOther(call, dossier.person()));
  ASSIGN_OR_RETURN(const auto checklist, kChecklistTemplates.Load(call, dossier.template_()));
  ASSIGN_OR_RETURN(const Folder folder, FolderOf(call, std::move(dossier)));
  ASSIGN_OR_RETURN(v1::Dossier after, decide(folder, checklist));
  RETURN_IF_ERROR(Settle(call, folder, after));
  // What did not change is not written: its revision would tell of papers that not everybody may know of.
  if (after.SerializeAsString() == folder.dossier.SerializeAsString()) return Told(call, std::move(after));
  return Told(call, kDossiers.Put(call, std::move(after)));
}

// Stages what a changed paper does to its dossier beside: it bears the time of the change or, where the paper is
// graded, only collides with others of the kind.
absl::Status TouchDossier(rpc::Call& call, const v1::Component& paper, v1::Dossier* dossier);

// Keyed hash of what a reviewer judges, as it is now.
absl::StatusOr<std::string> ContentHash(rpc::Call& call, const Folder& folder, const v1::ChecklistTemplate& checklist);

// All dossiers of the person, of congresses and organisations that the caller may not read as well.
absl::StatusOr<std::vector<v1::Dossier>> DossiersOf(rpc::Call& call, const std::string& person);
// The same under each of these names.
absl::StatusOr<std::vector<v1::Dossier>> DossiersOf(rpc::Call& call, const Names& person);

// Stages that the dossier, its papers and its claim are those of another record of the same person, as `after` names
// them, and of its organisation. FAILED_PRECONDITION `DOSSIER_DUPLICATE`.
absl::Status Repoint(rpc::Call& call, const v1::Dossier& before, v1::Dossier after);

// Stages that a dossier is gathered, or will be, by another organisation.
absl::Status Move(rpc::Call& call, const v1::Dossier& before, v1::Dossier after);

// Stages what a change of a person does to their dossiers: an acceptance by what its checklist watches is void, and a
// person who moves takes along what their organisation gathered, and what is under way against them. So do those that
// were opened under another name of theirs.
absl::Status FollowPerson(rpc::Call& call, const PersonRecords& before, const PersonRecords& after);
// The same of the person's record alone.
inline absl::Status FollowPerson(rpc::Call& call, const v1::Person& before, const v1::Person& after) {
  return FollowPerson(call, PersonRecords{.person = before, .curriculum = {}},
                      PersonRecords{.person = after, .curriculum = {}});
}

// Where it is kept which dossiers of a person for a purpose in a congress there are.
std::string PersonDossiersName(std::string_view person, std::string_view congress, std::string_view purpose);

// What is kept of the person where the dossier is the only one for its purpose in its congress.
v1::PersonDossiers AloneInItsPurpose(const v1::Dossier& dossier);

// `congresses/c/dossiers/d` of a paper's name.
inline std::string DossierOf(std::string_view paper) {
  return std::string(paper.substr(0, paper.find("/components/")));
}

}  // namespace congress::dossiers

#include "services/dossiers/domain/old_dossier.h"

#include <algorithm>

#include "congress/dossiers/v1/index.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/paper.h"

namespace congress::dossiers {
namespace {

void AddOldNote(v1::Dossier::State state, const google::protobuf::Timestamp& time, const std::string& account,
                const std::string& person, const std::string& reason, v1::Dossier* dossier) {
  v1::Dossier::Note& note = *dossier->add_trail();
  note.set_state(state);
  *note.mutable_time() = time;
  note.set_account(account);
  note.set_person(person);
  note.set_reason(reason);
}

}  // namespace

absl::StatusOr<Folder> Expand(std::string_view record) {
  Folder folder{v1::Dossier()};
  v1::Dossier& dossier = folder.dossier;
  v1::DossierBeforeComponents old;
  const std::string bytes(record);
  if (!dossier.ParseFromString(bytes) || !old.ParseFromString(bytes)) return absl::DataLossError("no dossier");
  if (!dossier.trail().empty()) return folder;
  // What the old form has besides lies among the unknown fields.
  dossier.DiscardUnknownFields();
  AddOldNote(v1::Dossier::OPEN, dossier.create_time(), "", "", "", &dossier);
  for (const v1::Review& review : old.reviews()) {
    const bool returned = review.outcome() == v1::Review::RETURNED;
    AddOldNote(returned ? v1::Dossier::RETURNED : v1::Dossier::ACCEPTED, review.review_time(), review.reviewer(), "",
               review.note(), &dossier);
    *dossier.mutable_last_review() = review;
  }
  if (dossier.state() == v1::Dossier::ACCEPTED) *dossier.mutable_accept_time() = dossier.last_review().review_time();
  if (dossier.has_submit_time()) {
    // Only the last one is known.
    AddOldNote(v1::Dossier::SUBMITTED, dossier.submit_time(), dossier.submitter(), dossier.submitter_person(), "",
               &dossier);
  }
  std::stable_sort(dossier.mutable_trail()->begin(), dossier.mutable_trail()->end(),
                   [](const v1::Dossier::Note& one, const v1::Dossier::Note& other) {
                     return civil::FromTimestamp(one.time()) < civil::FromTimestamp(other.time());
                   });
  for (int i = 0; i < old.components_size(); ++i) {
    v1::Component paper = old.components(i);
    if (paper.name().empty()) paper.set_name(StrCat(dossier.name(), "/components/", i + 1));
    paper.set_organisation(dossier.organisation());
    paper.set_person(dossier.person());
    paper.set_state(v1::Component::LIVE);
    paper.set_grade(GradeByDocument(paper));
    folder.components.push_back(std::move(paper));
  }
  return folder;
}

}  // namespace congress::dossiers

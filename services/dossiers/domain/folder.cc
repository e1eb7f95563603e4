#include "services/dossiers/domain/folder.h"

#include <algorithm>

#include "platform/civil/civil.h"

namespace congress::dossiers {
namespace {

bool Did(const std::string& account, const std::string& person, const Actor& actor) {
  return person.empty() ? account == actor.subject : person == actor.person;
}

}  // namespace

void SortPapers(std::vector<v1::Component>* papers) {
  std::stable_sort(papers->begin(), papers->end(), [](const v1::Component& one, const v1::Component& other) {
    return civil::FromTimestamp(one.attach_time()) < civil::FromTimestamp(other.attach_time());
  });
}

void Apply(const std::vector<v1::Component>& changed, Folder* folder) {
  for (const v1::Component& paper : changed) {
    const auto known = std::find_if(folder->components.begin(), folder->components.end(),
                                    [&](const v1::Component& one) { return one.name() == paper.name(); });
    if (known == folder->components.end()) {
      folder->components.push_back(paper);
    } else {
      *known = paper;
    }
  }
}

bool Handled(const Folder& folder, const Actor& actor) {
  const auto& notes = folder.dossier.trail();
  return std::any_of(folder.components.begin(), folder.components.end(),
                     [&](const v1::Component& paper) {
                       return Did(paper.attached_by(), paper.attached_person(), actor) ||
                              (paper.has_withdraw_time() && Did(paper.withdrawn_by(), paper.withdrawn_person(), actor));
                     }) ||
         std::any_of(notes.begin(), notes.end(), [&](const v1::Dossier::Note& note) {
           const bool handing = note.state() == v1::Dossier::SUBMITTED || note.state() == v1::Dossier::WITHDRAWN ||
                                note.cause() == v1::Dossier::POSITION_CHANGED;
           return handing && Did(note.account(), note.person(), actor);
         });
}

}  // namespace congress::dossiers

// One paper of a dossier, by its name.
#pragma once

#include <string_view>

#include "congress/dossiers/v1/dossier.pb.h"
#include "services/dossiers/domain/grades.h"

namespace congress::dossiers {

// Parts of a dossier, valid while it is.
struct Paper {
  v1::Component* component = nullptr;
  // In whichever field its grade puts it.
  v1::Document* document = nullptr;
  Grade grade = annotations::v1::GRADE_UNSPECIFIED;
};

// All null when the dossier has no paper of the name.
Paper FindPaper(std::string_view name, v1::Dossier* dossier);

// The document field of the grade. One of a grade that this program does not know is kept like the most confidential.
v1::Document* DocumentOf(Grade grade, v1::Component* component);

}  // namespace congress::dossiers

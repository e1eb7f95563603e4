// Where the document of a paper lies: in the field that bears its grade.
#pragma once

#include "congress/dossiers/v1/component.pb.h"
#include "services/dossiers/domain/grades.h"

namespace congress::dossiers {

// The document, in the field of the paper's grade. One of a grade that this program does not know is kept like the most
// confidential.
v1::Document* DocumentOf(v1::Component* component);

// The grade of a paper of which only the document is known, as before papers were resources.
Grade GradeByDocument(const v1::Component& component);

}  // namespace congress::dossiers

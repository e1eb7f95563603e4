#include "services/dossiers/domain/paper.h"

namespace congress::dossiers {
namespace {

Grade GradeOf(const v1::Component& component) {
  if (component.has_document()) return annotations::v1::GRADE_UNSPECIFIED;
  if (component.has_personal_document()) return annotations::v1::PERSONAL;
  return component.has_confidential_document() ? annotations::v1::CONFIDENTIAL : annotations::v1::SENSITIVE;
}

}  // namespace

Paper FindPaper(std::string_view name, v1::Dossier* dossier) {
  for (v1::Component& component : *dossier->mutable_components()) {
    if (component.name() != name) continue;
    const Grade grade = GradeOf(component);
    return {.component = &component, .document = DocumentOf(grade, &component), .grade = grade};
  }
  return {};
}

v1::Document* DocumentOf(Grade grade, v1::Component* component) {
  switch (grade) {
    case annotations::v1::GRADE_UNSPECIFIED:
      return component->mutable_document();
    case annotations::v1::PERSONAL:
      return component->mutable_personal_document();
    case annotations::v1::CONFIDENTIAL:
      return component->mutable_confidential_document();
    default:
      return component->mutable_sensitive_document();
  }
}

}  // namespace congress::dossiers

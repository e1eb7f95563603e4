#include "services/dossiers/domain/paper.h"

namespace congress::dossiers {

v1::Document* DocumentOf(v1::Component* component) {
  switch (component->grade()) {
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

Grade GradeByDocument(const v1::Component& component) {
  if (component.has_document()) return annotations::v1::GRADE_UNSPECIFIED;
  if (component.has_personal_document()) return annotations::v1::PERSONAL;
  return component.has_confidential_document() ? annotations::v1::CONFIDENTIAL : annotations::v1::SENSITIVE;
}

}  // namespace congress::dossiers

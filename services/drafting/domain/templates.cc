#include "services/drafting/domain/templates.h"

#include "platform/status/macros.h"
#include "services/drafting/domain/sections.h"
#include "services/drafting/domain/steps.h"
#include "services/drafting/domain/symbol.h"

namespace congress::drafting {

absl::Status CheckTemplate(const v1::DocumentTemplate& document_template) {
  RETURN_IF_ERROR(CheckTypeSymbol(document_template.symbol()));
  RETURN_IF_ERROR(CheckSteps(document_template.steps(), document_template.kind()));
  Sections sections;
  for (const v1::TemplateSection& section : document_template.sections()) {
    v1::Section& made = *sections.Add();
    made.set_id(section.id());
    made.set_title(section.title());
    made.set_parent(section.parent());
  }
  return CheckSections(sections);
}

}  // namespace congress::drafting

#include "absl/strings/strip.h"
#include "platform/paper/build.h"

namespace congress::paper {

void SetForm(const v1::Form& form, v1::Paper* paper) {
  paper->set_parent(form.parent_organisation());
  *paper->mutable_issuer() = form.issuer();
  // The layout says the word before it.
  paper->set_number(std::string(absl::StripPrefix(form.number(), "Số ")));
  paper->set_place(form.place());
  if (form.has_date()) *paper->mutable_date() = form.date();
  paper->mutable_signature()->set_authority(form.signer_authority());
  paper->mutable_signature()->set_title(form.signer_title());
  paper->mutable_signature()->set_name(form.signer_name());
  *paper->mutable_recipients() = form.recipients();
}

}  // namespace congress::paper

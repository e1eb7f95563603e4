#include <algorithm>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "platform/paper/build.h"

namespace congress::paper {

namespace {

// The layout says the word before a number.
std::string WithoutWord(absl::string_view number) {
  for (const absl::string_view word : {"Số", "số", "SỐ", "No.", "no.", "NO."}) {
    absl::string_view rest = number;
    if (!absl::ConsumePrefix(&rest, word)) continue;
    const size_t begin = std::min(rest.find_first_not_of(" :"), rest.size());
    if (begin > 0 || rest.empty()) return std::string(rest.substr(begin));
  }
  return std::string(number);
}

}  // namespace

void SetForm(const v1::Form& form, v1::Paper* paper) {
  paper->set_parent(form.parent_organisation());
  for (const std::string& line : form.issuer()) {
    if (!line.empty()) paper->add_issuer(line);
  }
  paper->set_number(WithoutWord(form.number()));
  paper->set_place(form.place());
  if (form.has_date()) *paper->mutable_date() = form.date();
  paper->mutable_signature()->set_authority(form.signer_authority());
  paper->mutable_signature()->set_title(form.signer_title());
  paper->mutable_signature()->set_name(form.signer_name());
  *paper->mutable_recipients() = form.recipients();
}

}  // namespace congress::paper

#include "cli/names.h"

#include <functional>
#include <map>
#include <string>

#include "congress/allocation/v1/organisation_service.pb.h"
#include "platform/rpc/fields.h"
#include "platform/status/strings.h"

namespace congress::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr char kCollection[] = "organisations/";
// More are had by listing all of them.
constexpr size_t kMostSingly = 8;

// Replaces each text that refers to an organisation by what `name` makes of it.
void ForEachReference(Message* message, const std::function<std::string(const std::string&)>& name) {
  const auto& reflection = *message->GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(*message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field->is_map()) {
      const int size = field->is_repeated() ? reflection.FieldSize(*message, field) : 0;
      for (int i = 0; i < size; ++i) {
        ForEachReference(reflection.MutableRepeatedMessage(message, field, i), name);
      }
      if (!field->is_repeated()) ForEachReference(reflection.MutableMessage(message, field), name);
    }
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_STRING || field->name() == "name") continue;
    const auto shown = [&](const std::string& text) { return text.rfind(kCollection, 0) == 0 ? name(text) : text; };
    if (!field->is_repeated()) {
      reflection.SetString(message, field, shown(reflection.GetString(*message, field)));
      continue;
    }
    for (int i = 0; i < reflection.FieldSize(*message, field); ++i) {
      reflection.SetRepeatedString(message, field, i, shown(reflection.GetRepeatedString(*message, field, i)));
    }
  }
}

}  // namespace

void Names::Show(Message* answer) {
  std::map<std::string, std::string*> unknown;
  ForEachReference(answer, [&](const std::string& text) {
    const auto [name, fresh] = known_.emplace(text, "");
    if (fresh) unknown.emplace(text, &name->second);
    return text;
  });
  if (unknown.size() <= kMostSingly) {
    for (const auto& [resource, display] : unknown) {
      allocation::v1::GetOrganisationRequest request;
      request.set_name(resource);
      allocation::v1::Organisation organisation;
      if (connection_.Call(request, &organisation).ok()) *display = organisation.display_name();
    }
  } else {
    allocation::v1::ListOrganisationsRequest request;
    request.set_page_size(1000);
    allocation::v1::ListOrganisationsResponse page;
    while (connection_.Call(request, &page).ok()) {
      for (const auto& organisation : page.organisations()) {
        const auto found = unknown.find(organisation.name());
        if (found != unknown.end()) *found->second = organisation.display_name();
      }
      if (page.next_page_token().empty()) break;
      request.set_page_token(page.next_page_token());
    }
  }
  ForEachReference(answer, [&](const std::string& text) {
    const std::string& display = known_[text];
    return display.empty() ? text : StrCat(display, " (", text, ")");
  });
}

}  // namespace congress::cli

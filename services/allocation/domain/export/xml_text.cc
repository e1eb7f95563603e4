#include "services/allocation/domain/export/xml_text.h"

#include <optional>

#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "congress/allocation/v1/reason.pb.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/text/text.h"

namespace congress::allocation {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// What `message` is about, when it says so.
std::string OrganisationOf(const Message& message) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName("organisation");
  return field == nullptr ? "" : message.GetReflection()->GetString(message, field);
}

absl::Status CheckText(const std::string& text, const std::string& path, const Message& message) {
  const std::optional<char32_t> found = text::FindOutsideXml(text);
  if (!found.has_value()) return absl::OkStatus();
  status::Metadata metadata = {{"field", path},
                               {"code_point", absl::StrFormat("U+%04X", static_cast<uint32_t>(*found))}};
  if (std::string organisation = OrganisationOf(message); !organisation.empty()) {
    metadata.emplace_back("organisation", std::move(organisation));
  }
  return status::FailedPrecondition(v1::CHARACTER_NOT_IN_XML, metadata);
}

// Every text at any depth, so that none that an export comes to write is forgotten.
absl::Status CheckTexts(const Message& message, const std::string& prefix) {
  const auto& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const bool is_text = field->type() == FieldDescriptor::TYPE_STRING;
    if (!is_text && field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    const int size = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < size; ++i) {
      const std::string path = StrCat(prefix, field->name(), field->is_repeated() ? StrCat("[", i, "]") : "");
      if (is_text) {
        RETURN_IF_ERROR(CheckText(field->is_repeated() ? reflection.GetRepeatedString(message, field, i)
                                                       : reflection.GetString(message, field),
                                  path, message));
      } else {
        RETURN_IF_ERROR(CheckTexts(field->is_repeated() ? reflection.GetRepeatedMessage(message, field, i)
                                                        : reflection.GetMessage(message, field),
                                   path + "."));
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace

std::string EscapeXml(std::string_view text) {
  return absl::StrReplaceAll(ToAbsl(text), {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}});
}

absl::Status CheckFitForXml(const v1::AllocationPlan& plan) { return CheckTexts(plan, ""); }

}  // namespace congress::allocation

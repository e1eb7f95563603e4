#include "cli/request_file.h"

#include <algorithm>
#include <iostream>

#include "cli/language.h"
#include "cli/output.h"
#include "cli/settings.h"
#include "cli/yaml/document.h"
#include "cli/yaml/message.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// The one resource within a request: a message that has a name. Null without one or with several.
const FieldDescriptor* ResourceOf(const Descriptor& type) {
  const FieldDescriptor* resource = nullptr;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* field = type.field(i);
    if (field->is_repeated() || field->message_type() == nullptr) continue;
    if (!field->message_type()->file()->package().starts_with("congress.")) continue;
    if (field->message_type()->FindFieldByName("name") == nullptr) continue;
    if (resource != nullptr) return nullptr;
    resource = field;
  }
  return resource;
}

bool HoldsResource(const yaml::Node& root, const Descriptor& request, const Descriptor& resource) {
  return std::none_of(root.entries.begin(), root.entries.end(), [&](const auto& entry) {
    return request.FindFieldByName(entry.first->text) != nullptr &&
           resource.FindFieldByName(entry.first->text) == nullptr;
  });
}

}  // namespace

absl::StatusOr<RequestFile> RequestFile::Parse(const std::string& path, std::string_view text, Message* request) {
  const yaml::Document document = yaml::Parse(text);
  if (document.root == nullptr) return absl::InvalidArgumentError(yaml::Render(path, document.faults));
  RequestFile file;
  file.path_ = path;
  file.type_ = request->GetDescriptor();
  Message* read = request;
  if (const FieldDescriptor* resource = ResourceOf(*file.type_)) {
    file.resource_ = resource->name();
    file.holds_resource_ = HoldsResource(*document.root, *file.type_, *resource->message_type());
    if (file.holds_resource_) read = request->GetReflection()->MutableMessage(request, resource);
  }
  yaml::Reading reading = yaml::ReadMessage(*document.root, read);
  if (!reading.faults.empty()) return absl::InvalidArgumentError(yaml::Render(path, std::move(reading.faults)));
  file.places_ = std::move(reading.places);
  return file;
}

void RequestFile::Overrule(const Flag& flag) {
  std::string field;
  for (const FieldDescriptor* step : flag.path) field += StrCat(field.empty() ? "" : ".", step->name());
  flags_[InFile(field)] = flag.name;
}

std::string RequestFile::InFile(const std::string& field) const {
  if (resource_.empty()) return field;
  const std::string prefix = StrCat(resource_, ".");
  if (holds_resource_) return field.starts_with(prefix) ? field.substr(prefix.size()) : field;
  const std::string first = field.substr(0, field.find_first_of(".["));
  return type_->FindFieldByName(first) != nullptr ? field : prefix + field;
}

std::string RequestFile::RenderError(const absl::Status& told_status) const {
  const absl::Status status = status::InLanguage(told_status, LanguageOfUser());
  google::rpc::BadRequest bad;
  if (!status::Detail(status, &bad)) return cli::RenderError(status);
  std::vector<yaml::Fault> faults;
  std::string text;
  for (const auto& violation : bad.field_violations()) {
    const std::string field = InFile(violation.field());
    if (const auto flag = flags_.find(field); flag != flags_.end()) {
      text += StrCat("--", flag->second, ": ", violation.description(), "\n");
    } else {
      faults.push_back({places_.Find(field), field, violation.description()});
    }
  }
  if (!faults.empty()) text += yaml::Render(path_, std::move(faults)) + "\n";
  // The message of FIELDS_INVALID says the same already.
  const bool told = status::ReasonOf(status) == "FIELDS_INVALID";
  const status::Sentence above = {.en = "The request has the faults above.", .vi = "Yêu cầu có các lỗi nêu trên."};
  absl::Status rest(status.code(), told ? above.In(LanguageOfUser()) : status::SentenceOf(status));
  if (google::rpc::ErrorInfo info; status::Detail(status, &info)) status::Attach(rest, info);
  return text + cli::RenderError(rest);
}

int RequestFile::Refused(const absl::Status& status) const {
  if (ErrorsAsJson()) return cli::Refused(status);
  std::cerr << RenderError(status);
  return kRefused;
}

int FaultyFile(const absl::Status& parsed) {
  std::cerr << parsed.message() << "\n";
  return kUsage;
}

}  // namespace congress::cli

#include "cli/output_ending.h"

#include <algorithm>
#include <filesystem>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "cli/language.h"
#include "cli/output.h"
#include "platform/status/strings.h"

namespace congress::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// What the values of `format` and `paper_format` are called in the protos, and the files that they make.
constexpr std::pair<std::string_view, std::string_view> kFiles[] = {
    {"CSV", "csv"},       {"XLSX", "xlsx"}, {"PDF", "pdf"},      {"DOCX", "docx"},
    {"ICALENDAR", "ics"}, {"TEXT", "txt"},  {"CHART_SVG", "svg"}};

// Those of answers that are no files, and of files that are not made here but often asked for.
constexpr std::string_view kOtherEndings[] = {"json", "doc", "xls"};

// A file that a request can ask for: by this value of this field, or by a field that is yes or no.
struct MadeFile {
  std::string ending;
  const FieldDescriptor* field = nullptr;
  const EnumValueDescriptor* value = nullptr;
};

void Ask(const MadeFile& file, Message* request) {
  if (file.value == nullptr) {
    request->GetReflection()->SetBool(request, file.field, true);
  } else {
    request->GetReflection()->SetEnum(request, file.field, file.value);
  }
}

const FieldDescriptor* EnumOf(const Message& request, const char* name) {
  const FieldDescriptor* field = request.GetDescriptor()->FindFieldByName(name);
  return field != nullptr && field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM ? field : nullptr;
}

bool IsSaid(const Message& request, const FieldDescriptor* field) {
  return field != nullptr && request.GetReflection()->GetEnumValue(request, field) != 0;
}

// The files by values of the field that the request leaves open. Whether one of them is a paper, of which another field
// says as which file it comes.
bool AddFiles(const Message& request, const FieldDescriptor& field, std::vector<MadeFile>* files) {
  bool has_paper = false;
  const int said = request.GetReflection()->GetEnumValue(request, &field);
  for (int i = 0; i < field.enum_type()->value_count(); ++i) {
    const EnumValueDescriptor* value = field.enum_type()->value(i);
    if (value->number() == 0 || (said != 0 && said != value->number())) continue;
    const auto* made =
        std::find_if(std::begin(kFiles), std::end(kFiles), [&](const auto& one) { return one.first == value->name(); });
    has_paper = has_paper || made == std::end(kFiles);
    if (made != std::end(kFiles)) files->push_back({std::string(made->second), &field, value});
  }
  return has_paper;
}

std::vector<MadeFile> FilesOf(const Message& request) {
  const FieldDescriptor* format = EnumOf(request, "format");
  const FieldDescriptor* paper = EnumOf(request, "paper_format");
  // A paper may be had as a workbook in place of its format.
  const FieldDescriptor* workbook = request.GetDescriptor()->FindFieldByName("workbook");
  const MadeFile as_workbook{"xlsx", workbook};
  if (workbook != nullptr && request.GetReflection()->GetBool(request, workbook)) return {as_workbook};
  std::vector<MadeFile> files;
  const bool has_paper = format == nullptr || AddFiles(request, *format, &files);
  // The file of a paper means a paper.
  if (IsSaid(request, paper) && !IsSaid(request, format)) files.clear();
  if (has_paper && paper != nullptr) AddFiles(request, *paper, &files);
  if (has_paper && workbook != nullptr && !IsSaid(request, paper)) files.push_back(as_workbook);
  return files;
}

absl::Status DoesNotFit(const std::string& output, const std::string& ending, const std::vector<std::string>& made) {
  // `x.doc` means `x.docx`.
  auto meant = std::find_if(made.begin(), made.end(), [&](const auto& one) { return one.starts_with(ending); });
  if (meant == made.end()) meant = made.begin();
  const std::string name = StrCat(output.substr(0, output.size() - ending.size()), *meant);
  const std::string all = absl::StrJoin(made, ", ");
  return Wrong(
      {.en = StrCat("--output '", output, "' does not fit: this call makes ", all, "; did you mean ", name, "?"),
       .vi = StrCat("--output '", output, "' không khớp: lệnh này cho ra ", all, "; có phải là ", name, " không?")});
}

}  // namespace

std::string EndingOf(const std::string& path) {
  std::string ending = absl::AsciiStrToLower(std::filesystem::path(path).extension().string());
  if (!ending.empty()) ending.erase(0, 1);
  const bool known =
      std::any_of(std::begin(kFiles), std::end(kFiles), [&](const auto& one) { return one.second == ending; }) ||
      std::find(std::begin(kOtherEndings), std::end(kOtherEndings), ending) != std::end(kOtherEndings);
  return known ? ending : "";
}

absl::Status FollowEnding(const std::string& output, const Descriptor& answer, bool as_json, Message* request) {
  const std::string ending = EndingOf(output);
  std::error_code ignored;
  if (ending.empty() || std::filesystem::is_directory(output, ignored)) return absl::OkStatus();
  std::vector<std::string> made = {"csv", "xlsx", "json", "txt"};
  if (BytesOf(answer) != nullptr && as_json) {
    made = {"json"};
  } else if (BytesOf(answer) != nullptr) {
    made.clear();
    for (const MadeFile& file : FilesOf(*request)) {
      if (file.ending == ending) Ask(file, request);
      made.push_back(file.ending);
    }
    // Who wants a paper as a file seldom wants it without its look.
    std::stable_partition(made.begin(), made.end(), [](const std::string& one) { return one != "txt"; });
  }
  // Of a call that makes one file only, nothing says which.
  if (made.empty() || std::find(made.begin(), made.end(), ending) != made.end()) return absl::OkStatus();
  return DoesNotFit(output, ending, made);
}

}  // namespace congress::cli

#include "platform/csv/ignored.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "platform/status/status.h"

namespace congress::csv {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

// `measure:votes` and `profile.gender` are of the columns `measure` and `profile`.
bool IsOf(std::string_view name, std::string_view key) {
  const std::string own = TitleKey(name);
  return key.starts_with(own) && (key.size() == own.size() || key[own.size()] == '.' || key[own.size()] == ':');
}

bool IsField(const Descriptor& type, std::string_view key) {
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* field = type.field(i);
    if (IsOf(field->name(), key)) return true;
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field->is_repeated() &&
        field->message_type()->file()->package() == type.file()->package() && IsField(*field->message_type(), key)) {
      return true;
    }
  }
  return false;
}

}  // namespace

std::vector<std::string> IgnoredColumns(const Table& table, const Descriptor& type,
                                        const std::vector<std::string_view>& also) {
  std::vector<std::string> ignored;
  size_t more = 0;
  for (const std::string& title : table.header) {
    const std::string key = TitleKey(title);
    const auto is_read = [&](std::string_view name) { return IsOf(name, key); };
    if (title.empty() || IsField(type, key) || std::any_of(also.begin(), also.end(), is_read)) continue;
    if (ignored.size() < kMostIgnored) {
      ignored.emplace_back(status::Shorten(title, kMostIgnoredBytes));
    } else {
      ++more;
    }
  }
  if (more > 0) ignored.push_back(absl::StrCat("… (+", more, ")"));
  return ignored;
}

}  // namespace congress::csv

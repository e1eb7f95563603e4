#include "cli/demo/yaml_message.h"

#include <set>

#include "congress/annotations/v1/options.pb.h"
#include "google/type/date.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "yaml-cpp/yaml.h"

namespace congress::cli::demo {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

absl::Status Fault(const YAML::Node& node, std::string_view key, std::string_view what) {
  return absl::InvalidArgumentError(StrCat("line ", node.Mark().line + 1, ": '", key, "' ", what));
}

// Sets or appends a scalar.
template <class Value, class Set, class Add>
absl::Status Store(const YAML::Node& node, const std::string& key, std::string_view wanted, bool many, Set set,
                   Add add) {
  Value value{};
  if (!node.IsScalar() || !YAML::convert<Value>::decode(node, value)) return Fault(node, key, StrCat("is no ", wanted));
  many ? add(value) : set(value);
  return absl::OkStatus();
}

class Reader {
 public:
  Reader(Message* message, std::string path)
      : message_(message), reflection_(*message->GetReflection()), path_(std::move(path)) {}

  absl::Status Read(const YAML::Node& node) {
    if (!node.IsMap()) return Fault(node, path_, "is no list of keys and values");
    std::set<std::string> seen;
    for (const auto& entry : node) {
      const std::string key = entry.first.Scalar();
      const FieldDescriptor* field = message_->GetDescriptor()->FindFieldByName(key);
      if (field == nullptr) return Fault(entry.first, Path(key), "is no key that is known here");
      if (!seen.insert(key).second) return Fault(entry.first, Path(key), "comes twice");
      RETURN_IF_ERROR(ReadField(*field, entry.second));
    }
    return CheckRequired(node, seen);
  }

 private:
  std::string Path(const std::string& key) const { return path_.empty() ? key : StrCat(path_, ".", key); }

  absl::Status CheckRequired(const YAML::Node& node, const std::set<std::string>& seen) const {
    // What a service requires it checks itself, and some of it the program adds.
    const google::protobuf::Descriptor& type = *message_->GetDescriptor();
    if (type.file()->package() != "congress.cli.demo") return absl::OkStatus();
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor& field = *type.field(i);
      if (!field.options().GetExtension(annotations::v1::field).required() || seen.contains(field.name())) continue;
      return Fault(node, Path(field.name()), "is missing");
    }
    return absl::OkStatus();
  }

  absl::Status ReadField(const FieldDescriptor& field, const YAML::Node& node) {
    const std::string key = Path(field.name());
    if (!field.is_repeated()) return ReadValue(field, node, key);
    if (!node.IsSequence()) return Fault(node, key, "is no list");
    for (size_t i = 0; i < node.size(); ++i) RETURN_IF_ERROR(ReadValue(field, node[i], StrCat(key, "[", i, "]")));
    return absl::OkStatus();
  }

  absl::Status ReadValue(const FieldDescriptor& field, const YAML::Node& node, const std::string& key) {
    const bool many = field.is_repeated();
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
        return Store<std::string>(
            node, key, "text", many, [&](const auto& value) { reflection_.SetString(message_, &field, value); },
            [&](const auto& value) { reflection_.AddString(message_, &field, value); });
      case FieldDescriptor::CPPTYPE_INT32:
        return Store<int32_t>(
            node, key, "whole number", many, [&](auto value) { reflection_.SetInt32(message_, &field, value); },
            [&](auto value) { reflection_.AddInt32(message_, &field, value); });
      case FieldDescriptor::CPPTYPE_INT64:
        return Store<int64_t>(
            node, key, "whole number", many, [&](auto value) { reflection_.SetInt64(message_, &field, value); },
            [&](auto value) { reflection_.AddInt64(message_, &field, value); });
      case FieldDescriptor::CPPTYPE_UINT64:
        return Store<uint64_t>(
            node, key, "whole number", many, [&](auto value) { reflection_.SetUInt64(message_, &field, value); },
            [&](auto value) { reflection_.AddUInt64(message_, &field, value); });
      case FieldDescriptor::CPPTYPE_BOOL:
        return Store<bool>(
            node, key, "true or false", many, [&](auto value) { reflection_.SetBool(message_, &field, value); },
            [&](auto value) { reflection_.AddBool(message_, &field, value); });
      case FieldDescriptor::CPPTYPE_ENUM:
        return ReadEnum(field, node, key);
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return ReadMessage(field, node, key);
      default:
        return Fault(node, key, "is of a type that cannot be given here");
    }
  }

  absl::Status ReadEnum(const FieldDescriptor& field, const YAML::Node& node, const std::string& key) {
    const auto* value = node.IsScalar() ? field.enum_type()->FindValueByName(node.Scalar()) : nullptr;
    if (value == nullptr || value->number() == 0) {
      std::string names;
      for (int i = 0; i < field.enum_type()->value_count(); ++i) {
        const auto& known = *field.enum_type()->value(i);
        if (known.number() != 0) absl::StrAppend(&names, names.empty() ? "" : ", ", known.name());
      }
      return Fault(node, key, StrCat("is none of ", names));
    }
    field.is_repeated() ? reflection_.AddEnum(message_, &field, value) : reflection_.SetEnum(message_, &field, value);
    return absl::OkStatus();
  }

  absl::Status ReadMessage(const FieldDescriptor& field, const YAML::Node& node, const std::string& key) {
    Message* inner =
        field.is_repeated() ? reflection_.AddMessage(message_, &field) : reflection_.MutableMessage(message_, &field);
    if (field.message_type() != google::type::Date::descriptor()) return Reader(inner, key).Read(node);
    const auto day = civil::Parse(node.IsScalar() ? node.Scalar() : "");
    if (!day.ok()) return Fault(node, key, "is no day of the form 2025-07-01");
    inner->CopyFrom(civil::ToDate(*day));
    return absl::OkStatus();
  }

  Message* message_;
  const google::protobuf::Reflection& reflection_;
  const std::string path_;
};

}  // namespace

absl::Status ReadYaml(const std::string& yaml, Message* message) {
  message->Clear();
  // yaml-cpp reports by exceptions; none leaves this function.
  try {
    return Reader(message, "").Read(YAML::Load(yaml));
  } catch (const YAML::Exception& error) {
    return absl::InvalidArgumentError(StrCat("line ", error.mark.line + 1, ": ", error.msg));
  }
}

}  // namespace congress::cli::demo

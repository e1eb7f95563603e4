#include "cli/yaml/message.h"

#include <map>

#include "absl/strings/escaping.h"
#include "cli/yaml/scalar.h"
#include "congress/annotations/v1/options.pb.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::cli::yaml {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::OneofDescriptor;
using google::protobuf::Reflection;

// The server drops what is sent of such a field; `name` and `etag` say which resource an update means.
bool IsServersOwn(const FieldDescriptor& field) {
  return field.options().GetExtension(annotations::v1::field).output_only() && field.name() != "name" &&
         field.name() != "etag";
}

std::string KnownKeys(const Descriptor& type) {
  std::string keys;
  for (int i = 0; i < type.field_count(); ++i) {
    if (!IsServersOwn(*type.field(i))) absl::StrAppend(&keys, keys.empty() ? "" : ", ", type.field(i)->name());
  }
  return keys;
}

// Reads one message; those within it have readers of their own and share the result.
class Reader {
 public:
  Reader(IsNeeded needed, std::string path, Message* message, Reading* reading)
      : needed_(needed),
        path_(std::move(path)),
        message_(message),
        type_(*message->GetDescriptor()),
        reflection_(*message->GetReflection()),
        reading_(reading) {}

  // `place` is that of the message's own key.
  void Read(const Node& node, Place place) {
    if (node.kind != Node::Kind::kMap || !node.tag.empty()) return Add(place, path_, "is no table of keys and values");
    for (const auto& [key, value] : node.entries) ReadEntry(*key, *value);
    for (int i = 0; i < type_.field_count(); ++i) {
      const FieldDescriptor& field = *type_.field(i);
      if (needed_(field) && !seen_.contains(&field)) Add(place, Path(field.name()), "is missing");
    }
  }

 private:
  std::string Path(std::string_view key) const { return StrCat(path_, path_.empty() ? "" : ".", key); }

  void Add(Place place, std::string field, std::string what) {
    if (reading_->faults.size() < kMostFaults) reading_->faults.push_back({place, std::move(field), std::move(what)});
  }

  void ReadEntry(const Node& key, const Node& value) {
    if (key.kind != Node::Kind::kScalar || !key.tag.empty()) return Add(key.place, path_, "has a key that is no name");
    const FieldDescriptor* field = type_.FindFieldByName(key.text);
    const std::string path = Path(absl::Utf8SafeCHexEscape(ToAbsl(status::Shorten(key.text, 60))));
    if (field == nullptr) {
      return Add(key.place, path, StrCat("is no key that is known here; known are ", KnownKeys(type_)));
    }
    if (const auto [first, fresh] = seen_.emplace(field, key.place); !fresh) {
      return Add(key.place, path, StrCat("comes twice, first in line ", first->second.line));
    }
    reading_->places.Put(path, key.place);
    if (IsServersOwn(*field)) return Add(key.place, path, "is set by the server");
    if (value.kind == Node::Kind::kNull) {
      return Add(key.place, path, "has no value; leave the key out, or write \"\" for an empty text");
    }
    if (const OneofDescriptor* one = field->real_containing_oneof()) {
      if (const auto [first, fresh] = chosen_.emplace(one, field); !fresh) {
        return Add(key.place, path, StrCat("excludes '", first->second->name(), "'; only one of them is given"));
      }
    }
    ReadField(*field, value, path, key.place);
  }

  void ReadField(const FieldDescriptor& field, const Node& node, const std::string& path, Place place) {
    if (field.is_map()) return Add(place, path, "is of a type that cannot be given here");
    if (!field.is_repeated()) return ReadValue(field, node, path, place);
    if (node.kind != Node::Kind::kList || !node.tag.empty()) return Add(place, path, "is no list");
    for (size_t i = 0; i < node.items.size(); ++i) {
      const Node& item = *node.items[i];
      const std::string here = StrCat(path, "[", i, "]");
      reading_->places.Put(here, item.place);
      if (item.kind == Node::Kind::kNull) {
        // yaml-cpp places nothing where the next thing begins.
        Add(place, here, "has no value");
      } else {
        ReadValue(field, item, here, item.place);
      }
    }
  }

  void ReadValue(const FieldDescriptor& field, const Node& node, const std::string& path, Place place) {
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) return ReadMessageValue(field, node, path, place);
    if (node.kind != Node::Kind::kScalar) return Add(place, path, "is no single value");
    if (!node.tag.empty() && field.type() != FieldDescriptor::TYPE_BYTES) {
      return Add(place, path, "has a tag; the field says its type already");
    }
    if (std::string fault = SetScalar(field, node, message_); !fault.empty()) Add(place, path, std::move(fault));
  }

  void ReadMessageValue(const FieldDescriptor& field, const Node& node, const std::string& path, Place place) {
    Message* inner =
        field.is_repeated() ? reflection_.AddMessage(message_, &field) : reflection_.MutableMessage(message_, &field);
    if (node.kind != Node::Kind::kScalar || !node.tag.empty() || !IsWrittenAsText(*inner->GetDescriptor())) {
      return Reader(needed_, path, inner, reading_).Read(node, place);
    }
    if (std::string fault = SetFromText(field, node.text, inner); !fault.empty()) Add(place, path, std::move(fault));
  }

  const IsNeeded needed_;
  const std::string path_;
  Message* const message_;
  const Descriptor& type_;
  const Reflection& reflection_;
  Reading* const reading_;
  std::map<const FieldDescriptor*, Place> seen_;
  std::map<const OneofDescriptor*, const FieldDescriptor*> chosen_;
};

}  // namespace

Reading ReadMessage(const Node& root, google::protobuf::Message* message) {
  return ReadMessage(
      root, [](const FieldDescriptor&) { return false; }, message);
}

Reading ReadMessage(const Node& root, IsNeeded needed, google::protobuf::Message* message) {
  message->Clear();
  Reading reading;
  reading.places.Put("", root.place);
  Reader(needed, "", message, &reading).Read(root, root.place);
  return reading;
}

}  // namespace congress::cli::yaml

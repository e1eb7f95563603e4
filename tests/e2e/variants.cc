#include "tests/e2e/variants.h"

#include <algorithm>
#include <utility>

#include "congress/annotations/v1/options.pb.h"
#include "platform/rpc/fields.h"
#include "platform/status/strings.h"

namespace congress::e2e {
namespace {

Variant Copy(const Message& message) {
  Variant copy(message.New());
  copy->CopyFrom(message);
  return copy;
}

bool IsText(const FieldDescriptor* field) {
  return field != nullptr && !field->is_repeated() && field->cpp_type() == FieldDescriptor::CPPTYPE_STRING;
}

// `congresses/mau/documents/x` → `congresses/mau/documents/khong-co`; of a single thing of a congress or a person the
// congress or person.
std::string MissingLike(const std::string& name) {
  const size_t last = name.rfind('/');
  const bool pairs = std::count(name.begin(), name.end(), '/') % 2 == 1;
  return pairs ? name.substr(0, last) + "/khong-co"
               : StrCat(name.substr(0, name.find('/')), "/khong-co", name.substr(last));
}

// Paths to the set resource names within `message`, singular ones and those of first items.
void FindNames(Message* message, std::vector<std::pair<Message*, const FieldDescriptor*>>* names) {
  std::vector<const FieldDescriptor*> fields;
  message->GetReflection()->ListFields(*message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      FindNames(field->is_repeated() ? message->GetReflection()->MutableRepeatedMessage(message, field, 0)
                                     : message->GetReflection()->MutableMessage(message, field),
                names);
      continue;
    }
    const auto& rule = rpc::RuleOf(*field);
    const bool names_one = (!rule.resource().empty() && !rule.or_text()) || field->name() == "name";
    const bool text = field->cpp_type() == FieldDescriptor::CPPTYPE_STRING;
    if (text && names_one) names->emplace_back(message, field);
  }
}

bool Alter(Message* message) {
  for (int i = 0; i < message->GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = message->GetDescriptor()->field(i);
    const auto& rule = rpc::RuleOf(*field);
    const bool free = IsText(field) && rule.resource().empty() && !rule.uuid() && field->name() != "name" &&
                      (!rule.output_only() || field->name() == "etag");
    if (free) {
      message->GetReflection()->SetString(message, field, "khac");
      return true;
    }
    const bool inner = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    if (!inner) continue;
    if (field->is_repeated()) {
      if (message->GetReflection()->FieldSize(*message, field) > 0 &&
          Alter(message->GetReflection()->MutableRepeatedMessage(message, field, 0))) {
        return true;
      }
    } else if (message->GetReflection()->HasField(*message, field) &&
               Alter(message->GetReflection()->MutableMessage(message, field))) {
      return true;
    }
  }
  return false;
}

}  // namespace

Variant With(const Message& request, const std::string& field, const std::string& value) {
  const FieldDescriptor* found = request.GetDescriptor()->FindFieldByName(field);
  if (!IsText(found)) return nullptr;
  Variant variant = Copy(request);
  variant->GetReflection()->SetString(variant.get(), found, value);
  return variant;
}

Variant WithTrue(const Message& request, const std::string& field) {
  const FieldDescriptor* found = request.GetDescriptor()->FindFieldByName(field);
  if (found == nullptr || found->cpp_type() != FieldDescriptor::CPPTYPE_BOOL) return nullptr;
  Variant variant = Copy(request);
  variant->GetReflection()->SetBool(variant.get(), found, true);
  return variant;
}

Variant WithEtag(const Message& request, const std::string& etag) {
  if (Variant own = With(request, "etag", etag)) return own;
  Variant variant = Copy(request);
  for (int i = 0; i < request.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = request.GetDescriptor()->field(i);
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    const FieldDescriptor* within = field->message_type()->FindFieldByName("etag");
    if (!IsText(within)) continue;
    const auto& reflection = *variant->GetReflection();
    if (field->is_repeated() && reflection.FieldSize(*variant, field) == 0) continue;
    Message* resource = field->is_repeated() ? reflection.MutableRepeatedMessage(variant.get(), field, 0)
                                             : reflection.MutableMessage(variant.get(), field);
    resource->GetReflection()->SetString(resource, within, etag);
    return variant;
  }
  return nullptr;
}

std::vector<Variant> WithMissing(const Message& request) {
  const Variant counted = Copy(request);
  std::vector<std::pair<Message*, const FieldDescriptor*>> names;
  FindNames(counted.get(), &names);
  std::vector<Variant> variants;
  for (size_t i = 0; i < names.size(); ++i) {
    Variant variant = Copy(request);
    std::vector<std::pair<Message*, const FieldDescriptor*>> own;
    FindNames(variant.get(), &own);
    const auto& [message, field] = own[i];
    const auto& reflection = *message->GetReflection();
    if (field->is_repeated()) {
      reflection.SetRepeatedString(message, field, 0, MissingLike(reflection.GetRepeatedString(*message, field, 0)));
    } else {
      reflection.SetString(message, field, MissingLike(reflection.GetString(*message, field)));
    }
    // Last what goes before in the request: what a request makes lies under its `parent` and belongs to its
    // `organisation`, neither of which need exist. A `name` says it all.
    variants.insert(variants.begin(), std::move(variant));
    if (field->name() == "name") break;
  }
  return variants;
}

Variant Altered(const Message& request) {
  Variant variant = Copy(request);
  return Alter(variant.get()) ? std::move(variant) : nullptr;
}

}  // namespace congress::e2e

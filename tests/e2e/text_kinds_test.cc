// Every string of a request says what text it is (platform/text), so that the Gate cleans it.
#include <set>
#include <string>

#include "congress/annotations/v1/options.pb.h"
#include "google/protobuf/descriptor.h"
#include "gtest/gtest.h"
#include "platform/rpc/fields.h"
#include "proto/descriptors.h"

namespace congress {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

// The strings of a message at any depth that the Gate hands on to the work.
void Collect(const Descriptor& message, std::set<const Descriptor*>* seen, std::set<const FieldDescriptor*>* strings) {
  if (message.file()->package().starts_with("google.") || !seen->insert(&message).second) return;
  for (int i = 0; i < message.field_count(); ++i) {
    const FieldDescriptor& field = *message.field(i);
    const bool dropped = rpc::RuleOf(field).output_only() && field.name() != "name" && field.name() != "etag";
    if (dropped) continue;
    const Descriptor* type = field.message_type();
    // Key and value of a map have no options of their own; the map's field speaks for them.
    if (field.is_map()) {
      const Descriptor* value = type->map_value()->message_type();
      const bool text = type->map_key()->type() == FieldDescriptor::TYPE_STRING ||
                        type->map_value()->type() == FieldDescriptor::TYPE_STRING;
      if (text) strings->insert(&field);
      if (value != nullptr) Collect(*value, seen, strings);
    } else if (type != nullptr) {
      Collect(*type, seen, strings);
    } else if (field.type() == FieldDescriptor::TYPE_STRING) {
      strings->insert(&field);
    }
  }
}

std::set<const FieldDescriptor*> StringsOfRequests() {
  std::set<const Descriptor*> seen;
  std::set<const FieldDescriptor*> strings;
  for (const auto* service : DescribedServices()) {
    if (!service->file()->package().starts_with("congress.")) continue;
    for (int i = 0; i < service->method_count(); ++i) Collect(*service->method(i)->input_type(), &seen, &strings);
  }
  return strings;
}

TEST(TextKinds, EveryStringOfARequestSaysItsKind) {
  const auto strings = StringsOfRequests();
  EXPECT_GT(strings.size(), 500u);
  for (const FieldDescriptor* field : strings) {
    EXPECT_NE(rpc::RuleOf(*field).text(), annotations::v1::TEXT_UNSPECIFIED)
        << field->full_name() << " needs `text: NAME`, LINE, PROSE, CODE or RAW";
  }
}

TEST(TextKinds, AgreeWithTheOtherRulesOfTheField) {
  const std::set<std::string> tokens = {"etag", "page_token", "request_id"};
  for (const FieldDescriptor* field : StringsOfRequests()) {
    const annotations::v1::FieldRule& rule = rpc::RuleOf(*field);
    if (rule.id() || (!rule.resource().empty() && !rule.or_text())) {
      EXPECT_EQ(rule.text(), annotations::v1::CODE) << field->full_name();
    }
    if (rule.uuid() || tokens.contains(field->name())) {
      EXPECT_EQ(rule.text(), annotations::v1::RAW) << field->full_name();
    }
    const bool line = rule.text() == annotations::v1::NAME || rule.text() == annotations::v1::LINE;
    EXPECT_FALSE(line && rule.max_length() > 1000) << field->full_name() << " is too long for one line";
  }
}

}  // namespace
}  // namespace congress

// What people are told stands in the protos, in both languages, and says only what programs can read too.
#include <regex>
#include <set>
#include <string>

#include "congress/annotations/v1/options.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "gtest/gtest.h"
#include "proto/descriptors.h"

namespace congress {
namespace {

using annotations::v1::Sentence;
using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;

void Collect(const Descriptor& message, std::set<const EnumDescriptor*>* enums) {
  for (int i = 0; i < message.enum_type_count(); ++i) enums->insert(message.enum_type(i));
  for (int i = 0; i < message.nested_type_count(); ++i) Collect(*message.nested_type(i), enums);
}

std::set<const EnumDescriptor*> EnumsOfTheSuite() {
  google::protobuf::FileDescriptorSet files;
  const std::string_view bytes = DescriptorBytes();
  files.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
  std::set<const EnumDescriptor*> enums;
  for (const auto& proto : files.file()) {
    if (!proto.package().starts_with("congress.")) continue;
    const auto* file = Descriptors().FindFileByName(proto.name());
    for (int i = 0; i < file->enum_type_count(); ++i) enums.insert(file->enum_type(i));
    for (int i = 0; i < file->message_type_count(); ++i) Collect(*file->message_type(i), &enums);
  }
  return enums;
}

bool IsReason(const EnumDescriptor& type) { return type.name() == "Reason"; }
bool IsFault(const EnumDescriptor& type) { return type.name() == "FieldFault"; }

std::string CommentOf(const EnumValueDescriptor& value) {
  google::protobuf::SourceLocation location;
  return value.GetSourceLocation(&location) ? location.leading_comments : "";
}

// The keys that a sentence fills in; each form behind a key is known.
std::set<std::string> KeysOf(const std::string& text, const EnumValueDescriptor& value) {
  std::set<std::string> keys;
  static const auto& placeholder = *new std::regex(R"(\{([^}]*)\})");
  static const auto& plain = *new std::regex(R"(([a-z0-9_]+)(:(dates?|number|[^|{}:.]+\|[^|{}:.]+|[A-Z][A-Za-z.]+))?)");
  for (std::sregex_iterator at(text.begin(), text.end(), placeholder), end; at != end; ++at) {
    const std::string inside = (*at)[1];
    std::smatch parts;
    if (!std::regex_match(inside, parts, plain)) {
      ADD_FAILURE() << value.full_name() << ": {" << inside << "} is no placeholder";
      continue;
    }
    keys.insert(parts[1]);
    const std::string form = parts[3];
    if (form.empty() || form == "date" || form == "dates" || form == "number" || form.find('|') != std::string::npos)
      continue;
    const auto* type = value.file()->pool()->FindEnumTypeByName(value.file()->package() + "." + form);
    if (type == nullptr) ADD_FAILURE() << value.full_name() << ": no enumeration " << form;
    for (int i = 1; type != nullptr && i < type->value_count(); ++i) {
      EXPECT_GT(type->value(i)->options().ExtensionSize(annotations::v1::sentence), 0)
          << value.full_name() << " names " << type->value(i)->full_name() << ", which has no words";
    }
  }
  return keys;
}

// Days as 16/6/2025 and counts as 12.582.912: a key that bears one has a form.
void CheckForms(const std::string& vietnamese) {
  static const auto& bare =
      *new std::regex(R"(\{((([a-z_]+_)?(date|day|time|today))|(([a-z_]+_)?(bytes|count|most|limit|total|done)))\})");
  std::smatch found;
  EXPECT_FALSE(std::regex_search(vietnamese, found, bare)) << found.str() << " is written as programs do";
}

void CheckSentence(const Sentence& sentence, const EnumValueDescriptor& value) {
  SCOPED_TRACE(value.full_name() + " " + sentence.cause());
  EXPECT_NE(sentence.en(), "");
  EXPECT_NE(sentence.vi(), "");
  EXPECT_NE(sentence.en(), sentence.vi());
  const std::set<std::string> keys = KeysOf(sentence.en(), value);
  EXPECT_EQ(keys, KeysOf(sentence.vi(), value));
  CheckForms(sentence.vi());
  const std::string comment = CommentOf(value);
  for (const std::string& key : keys) {
    EXPECT_NE(comment.find("`" + key + "`"), std::string::npos) << "the comment does not list `" << key << "`";
  }
  if (!IsReason(*value.type()) && !IsFault(*value.type())) return;
  EXPECT_TRUE(sentence.cause().empty() || comment.find("`cause`") != std::string::npos);
  const bool whole = IsReason(*value.type()) && value.name() != "FIELDS_INVALID";
  EXPECT_EQ(sentence.en().ends_with('.'), whole);
  EXPECT_EQ(sentence.vi().ends_with('.'), whole);
}

TEST(Sentences, EveryReasonAndFaultHasOneInBothLanguages) {
  int sentences = 0;
  for (const EnumDescriptor* type : EnumsOfTheSuite()) {
    for (int i = 0; i < type->value_count(); ++i) {
      const EnumValueDescriptor& value = *type->value(i);
      const int count = value.options().ExtensionSize(annotations::v1::sentence);
      const bool told = (IsReason(*type) || IsFault(*type)) && value.number() != 0;
      EXPECT_TRUE(!told || count > 0) << value.full_name();
      std::set<std::string> causes;
      for (int k = 0; k < count; ++k) {
        const Sentence& sentence = value.options().GetExtension(annotations::v1::sentence, k);
        EXPECT_TRUE(causes.insert(sentence.cause()).second) << value.full_name() << " has two for one cause";
        CheckSentence(sentence, value);
        ++sentences;
      }
    }
  }
  EXPECT_GT(sentences, 200);
}

}  // namespace
}  // namespace congress

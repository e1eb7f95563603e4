#include "cli/output_columns.h"

#include <algorithm>
#include <memory>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "congress/operations/v1/operation.pb.h"
#include "google/protobuf/any.pb.h"
#include "google/protobuf/dynamic_message.h"
#include "gtest/gtest.h"
#include "platform/status/strings.h"
#include "proto/descriptors.h"

namespace congress::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Every field of the message and one item of every list, each text another; without texts nothing has a name.
void Fill(Message* message, int depth, int* number, bool texts = true) {
  const auto& reflection = *message->GetReflection();
  const Descriptor& type = *message->GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* field = type.field(i);
    const bool many = field->is_repeated();
    if (field->is_map() || field->type() == FieldDescriptor::TYPE_BYTES) continue;
    if (!texts && !many && field->cpp_type() == FieldDescriptor::CPPTYPE_INT64) {
      reflection.SetInt64(message, field, ++*number);
    } else if (texts && field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      const std::string text = StrCat("<", ++*number, ">");
      many ? reflection.AddString(message, field, text) : reflection.SetString(message, field, text);
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && depth < 6 && !IsValue(*field->message_type())) {
      Fill(many ? reflection.AddMessage(message, field) : reflection.MutableMessage(message, field), depth + 1, number,
           texts);
    }
  }
}

void CollectTexts(const Message& message, std::vector<std::string>* texts) {
  const auto& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const int size = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < size; ++i) {
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
        texts->push_back(field->is_repeated() ? reflection.GetRepeatedString(message, field, i)
                                              : reflection.GetString(message, field));
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        CollectTexts(field->is_repeated() ? reflection.GetRepeatedMessage(message, field, i)
                                          : reflection.GetMessage(message, field),
                     texts);
      }
    }
  }
}

// Of every answer of the suite; beside a list only the list. JSON writes the signs around a text as escapes.
TEST(Csv, HasEveryTextOfEveryAnswer) {
  google::protobuf::DynamicMessageFactory factory;
  for (const Command& command : Commands()) {
    const std::unique_ptr<Message> answer(factory.GetPrototype(command.method->output_type())->New());
    int number = 0;
    Fill(answer.get(), 0, &number);
    const std::string csv = absl::StrReplaceAll(Render(*answer, Format::kCsv), {{"\\u003c", "<"}, {"\\u003e", ">"}});
    const FieldDescriptor* list = ListOf(*answer->GetDescriptor());
    std::vector<std::string> texts;
    const auto& reflection = *answer->GetReflection();
    CollectTexts(list == nullptr ? *answer : reflection.GetRepeatedMessage(*answer, list, 0), &texts);
    const bool is_file = answer->GetDescriptor()->FindFieldByName("content") != nullptr;
    for (const std::string& text : texts) {
      EXPECT_TRUE(is_file || csv.find(text) != std::string::npos)
          << command.noun << " " << command.verb << ": " << text << " is lost in " << csv;
    }
    if (number == 0 || is_file) continue;
    EXPECT_NE(Render(*answer, Format::kTable, {.all_columns = true}), "") << command.noun << " " << command.verb;
  }
}

// Whatever people ask for by a noun and a verb, no cell of its table is JSON.
TEST(Table, HoldsNoJson) {
  google::protobuf::DynamicMessageFactory factory;
  for (const Command& command : Commands()) {
    for (const bool texts : {true, false}) {
      const std::unique_ptr<Message> answer(factory.GetPrototype(command.method->output_type())->New());
      int number = 0;
      Fill(answer.get(), 0, &number, texts);
      if (const auto* response = answer->GetDescriptor()->FindFieldByName("response"); response != nullptr) {
        google::protobuf::Any held;
        operations::v1::Operation inner;
        inner.set_kind("import");
        held.PackFrom(inner);
        answer->GetReflection()->MutableMessage(answer.get(), response)->ParseFromString(held.SerializeAsString());
      }
      for (const View& view : {View{}, View{.all_columns = true}}) {
        const std::string table = Render(*answer, Format::kTable, view);
        for (const char* json : {"{\"", "\":", "[{", "{}"}) {
          EXPECT_EQ(table.find(json), std::string::npos) << command.noun << " " << command.verb << "\n" << table;
        }
      }
      // What is no list is told a fact a row, for programs as well, but for what another call would answer.
      if (ListOf(*answer->GetDescriptor()) != nullptr || answer->GetDescriptor()->name() == "Operation") continue;
      EXPECT_EQ(Render(*answer, Format::kCsv).find("{"), std::string::npos) << command.noun << " " << command.verb;
    }
  }
}

// Titles and values of the columns that tables have by themselves, for people who read no English.
TEST(CuratedColumns, HaveWordsForEveryValue) {
  for (const std::string& name : CuratedTypes()) {
    for (const Column& column :
         CuratedColumns(*Descriptors().FindMessageTypeByName(name), status::Language::kVietnamese)) {
      const auto* type = column.fields.back()->enum_type();
      for (int i = 0; type != nullptr && i < type->value_count(); ++i) {
        if (type->value(i)->number() == 0) continue;
        EXPECT_NE(WordOf(*type->value(i), status::Language::kVietnamese), "") << type->value(i)->full_name();
      }
    }
  }
}

TEST(TitleOf, KnowsFieldsInVietnamese) {
  EXPECT_EQ(TitleOf("totals.total", status::Language::kVietnamese), "tổng / tổng số");
  EXPECT_EQ(TitleOf("totals.total", status::Language::kEnglish), "totals.total");
  EXPECT_EQ(TitleOf("totals.unheard_of", status::Language::kVietnamese), "totals.unheard_of");
}

void AddFields(const Descriptor& type, std::set<const Descriptor*>* seen, std::set<std::string>* names) {
  if (!absl::StartsWith(type.full_name(), "congress.") || !seen->insert(&type).second) return;
  for (int i = 0; i < type.field_count(); ++i) {
    names->insert(type.field(i)->name());
    if (const Descriptor* below = type.field(i)->message_type(); below != nullptr) AddFields(*below, seen, names);
  }
}

TEST(TitleOf, KnowsEveryFieldOfAnAnswer) {
  std::set<const Descriptor*> seen;
  std::set<std::string> names;
  for (const Command& command : Commands()) AddFields(*command.method->output_type(), &seen, &names);
  ASSERT_GT(names.size(), 500U);
  for (const std::string& name : names) {
    EXPECT_NE(TitleOf(name, status::Language::kVietnamese), name) << "has no label in output_columns.yaml";
  }
}

TEST(CuratedColumns, AreFieldsOfTheProtosWithNamesInBothLanguages) {
  ASSERT_FALSE(CuratedTypes().empty());
  for (const std::string& name : CuratedTypes()) {
    const Descriptor* type = Descriptors().FindMessageTypeByName(name);
    ASSERT_NE(type, nullptr) << name;
    const auto columns = CuratedColumns(*type, status::Language::kVietnamese);
    EXPECT_FALSE(columns.empty()) << name << " has a column that is no field";
    EXPECT_LE(columns.size(), 7U) << name;
    std::vector<std::string> titles;
    const auto all = ColumnsOf(*type, {});
    for (const Column& column : columns) {
      EXPECT_FALSE(column.title.empty()) << name << " " << column.path;
      titles.push_back(column.title);
      EXPECT_TRUE(NamedColumns({column.path}, all).ok()) << name << " " << column.path;
    }
    std::sort(titles.begin(), titles.end());
    EXPECT_EQ(std::unique(titles.begin(), titles.end()), titles.end()) << name << " has a title twice";
  }
}

// A list that lacks them is shown with all columns, which no screen holds.
TEST(CuratedColumns, AreGivenForEveryList) {
  for (const Command& command : Commands()) {
    const FieldDescriptor* list = ListOf(*command.method->output_type());
    if (command.verb != "list" || list == nullptr) continue;
    EXPECT_FALSE(CuratedColumns(*list->message_type(), status::Language::kEnglish).empty())
        << list->message_type()->full_name();
  }
}

TEST(NamedColumns, NamesWhatThereIsInsteadOfAnother) {
  const auto all = ColumnsOf(*Descriptors().FindMessageTypeByName("congress.scheduling.v1.Participant"), {});
  const auto named = NamedColumns({"reply-note", "post"}, all);
  ASSERT_TRUE(named.ok()) << named.status();
  EXPECT_EQ((*named)[0].path, "reply_note");
  EXPECT_EQ((*named)[1].path, "post");
  EXPECT_EQ(NamedColumns({"pst"}, all).status().message(),
            "there is no column 'pst'; there are post, title, role, stands_in_for, reply, reply_note, presence, "
            "represented_by, reply_time");
}

}  // namespace
}  // namespace congress::cli

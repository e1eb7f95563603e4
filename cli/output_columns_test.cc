#include "cli/output_columns.h"

#include <algorithm>

#include "cli/commands.h"
#include "cli/output_grid.h"
#include "gtest/gtest.h"
#include "proto/descriptors.h"

namespace congress::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

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
  for (const Command& command : Commands(Descriptors())) {
    const FieldDescriptor* list = ListOf(*command.method->output_type());
    if (command.verb != "list" || list == nullptr) continue;
    EXPECT_FALSE(CuratedColumns(*list->message_type(), status::Language::kEnglish).empty())
        << list->message_type()->full_name();
  }
}

TEST(NamedColumns, NamesWhatThereIsInsteadOfAnother) {
  const auto all = ColumnsOf(*Descriptors().FindMessageTypeByName("congress.scheduling.v1.Participant"), {});
  const auto named = NamedColumns({"reply-note", "person"}, all);
  ASSERT_TRUE(named.ok()) << named.status();
  EXPECT_EQ((*named)[0].path, "reply_note");
  EXPECT_EQ((*named)[1].path, "person");
  EXPECT_EQ(NamedColumns({"persn"}, all).status().message(),
            "there is no column 'persn'; there are person, title, role, reply, reply_note");
}

}  // namespace
}  // namespace congress::cli

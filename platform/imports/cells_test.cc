#include "platform/imports/cells.h"

#include "congress/allocation/v1/delegate.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/status/strings.h"

namespace congress::imports {
namespace {

using allocation::v1::Delegate;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kTitles[] =
    "name,Organisation,origin,RESERVE_RANK,profile.gender,birth date,profile.ethnic_minority,sectors,state,note\n";

// What the row makes of the delegate, and what is wrong with it.
std::vector<std::string> Lay(const std::string& text, Delegate* delegate) {
  const auto table = csv::Parse(text);
  EXPECT_TRUE(table.ok()) << table.status();
  const Cells cells(*table, *Delegate::descriptor());
  std::vector<status::Sentence> errors;
  cells.Lay(table->rows.at(0), delegate, &errors);
  std::vector<std::string> said;
  for (const status::Sentence& error : errors) said.push_back(error.en);
  return said;
}

TEST(Cells, SetsEveryKindOfFieldByItsTitle) {
  Delegate delegate;
  delegate.set_state(Delegate::SEATED);
  EXPECT_THAT(
      Lay(StrCat(kTitles, "d-1,organisations/a,elected,3,female,1980-02-28,Có,production; health,WITHDRAWN,x\n"),
          &delegate),
      IsEmpty());
  EXPECT_EQ(delegate.organisation(), "organisations/a");
  EXPECT_EQ(delegate.origin(), allocation::v1::ELECTED);
  EXPECT_EQ(delegate.reserve_rank(), 3);
  EXPECT_EQ(delegate.profile().gender(), allocation::v1::DelegateProfile::FEMALE);
  EXPECT_EQ(delegate.profile().birth_date().day(), 28);
  EXPECT_TRUE(delegate.profile().ethnic_minority());
  EXPECT_THAT(delegate.profile().sectors(), ElementsAre("production", "health"));
  EXPECT_EQ(delegate.state(), Delegate::SEATED) << "output only";
}

TEST(Cells, OfABirthTheYearAloneIsEnough) {
  for (const auto& [cell, shown] : {std::pair("1975", "year: 1975"), {"03/1975", "year: 1975 month: 3"}}) {
    Delegate delegate;
    EXPECT_THAT(Lay(StrCat("name,birth_date\nd-1,", cell, "\n"), &delegate), IsEmpty());
    EXPECT_EQ(delegate.profile().birth_date().ShortDebugString(), shown);
  }
  Delegate delegate;
  EXPECT_THAT(Lay("name,birth_date\nd-1,75\n", &delegate),
              ElementsAre("the column profile.birth_date must be a date such as 1975-03-28, or 1975-03 or 1975 where "
                          "no more is known, not '…'"));
}

TEST(Cells, TellsWhatCannotBeRead) {
  Delegate delegate;
  EXPECT_THAT(
      Lay(StrCat(kTitles, "d-1,organisations/a,CHOSEN,1.234,,45839,maybe,[1,,\n"), &delegate),
      ElementsAre("the column origin is 'CHOSEN'; it can be EX_OFFICIO, ELECTED, APPOINTED, RESERVE",
                  "the column reserve_rank is '1.234'; write a whole number without separators",
                  "the column profile.birth_date holds a number, which is how a spreadsheet counts days; format "
                  "the cells as dates",
                  "the column profile.ethnic_minority is '…'; it can be true, false",
                  "the column profile.sectors is '…', which is no list as the suite writes it"));
}

// An id or a code is enough where the collection goes without saying.
TEST(Cells, KnowsResourcesByTheirIds) {
  for (const auto& [cell, name] :
       std::vector<std::pair<std::string, std::string>>{{"unit-101", "organisations/unit-101"},
                                                        {"00101", "organisations/unit-00101"},
                                                        {"UBKT", "organisations/ubkt"},
                                                        {"organisations/a", "organisations/a"},
                                                        {"Xã Một", "Xã Một"}}) {
    Delegate delegate;
    EXPECT_THAT(Lay(StrCat("name,organisation,person\nd-1,", cell, ",nguoi-1\n"), &delegate), IsEmpty());
    EXPECT_EQ(delegate.organisation(), name);
    EXPECT_EQ(delegate.person(), "persons/nguoi-1");
  }
}

TEST(Cells, TellsWhatIsSetOnceInTheWordsOfATable) {
  const auto table = csv::Parse("name,organisation,plan\nd-1,b,congresses/x/allocationPlans/p\n");
  const Cells cells(*table, *Delegate::descriptor());
  Delegate before;
  before.set_organisation("organisations/a");
  before.set_plan("congresses/x/allocationPlans/p");
  Delegate after = before;
  std::vector<status::Sentence> errors;
  cells.Lay(table->rows[0], &after, &errors);
  const auto fixed = cells.Fixed(before, after);
  ASSERT_EQ(fixed.size(), 1U);
  EXPECT_EQ(fixed[0].vi,
            "organisation chỉ ghi được khi tạo, không sửa được về sau; cần ghi đúng như hiện có hoặc bỏ cột này");
}

TEST(Cells, LeavesWhatTheFileDoesNotMentionAndEmptiesWhatItDoes) {
  Delegate delegate;
  delegate.set_reserve_rank(2);
  delegate.mutable_profile()->set_gender(allocation::v1::DelegateProfile::MALE);
  delegate.mutable_profile()->set_ethnic_minority(false);
  Delegate after = delegate;
  const auto table = csv::Parse("name,gender\nd-1,\nd-2,nam\n");
  ASSERT_TRUE(table.ok());
  const Cells cells(*table, *Delegate::descriptor());
  std::vector<status::Sentence> errors;
  cells.Lay(table->rows[0], &after, &errors);
  EXPECT_THAT(errors, IsEmpty());
  EXPECT_EQ(after.reserve_rank(), 2);
  EXPECT_TRUE(after.profile().has_ethnic_minority());
  const auto changes = cells.Changes(delegate, after);
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0].vi, "profile.gender bị xoá") << "what it was has a grade";
  EXPECT_THAT(cells.mask().paths(), ElementsAre("profile"));
}

TEST(Cells, TellsColumnsThatAreNotTaken) {
  const auto table = csv::Parse("name,giới tính,gendre,profile.gender,state,convocations,end.reason\nd-1,Nữ,,nữ,x,,\n");
  ASSERT_TRUE(table.ok());
  const Cells cells(*table, *Delegate::descriptor());
  EXPECT_THAT(cells.ignored(), ElementsAre("giới tính", "gendre", "state", "convocations", "end.reason"));
  Delegate delegate;
  std::vector<status::Sentence> errors;
  cells.Lay(table->rows[0], &delegate, &errors);
  EXPECT_THAT(errors, IsEmpty());
  EXPECT_EQ(delegate.profile().gender(), allocation::v1::DelegateProfile::FEMALE) << "in the people's word";
}

TEST(Cells, TellsTheFirstHundredOfThemAndHowManyMoreThereAre) {
  std::string header = "name,ă" + std::string(200, 'x');
  for (int i = 0; i < 200; ++i) header += StrCat(",c", i);
  const Cells cells(*csv::Parse(header + "\n"), *Delegate::descriptor());
  ASSERT_EQ(cells.ignored().size(), 101u);
  EXPECT_EQ(cells.ignored()[0].size(), 100u);
  EXPECT_EQ(cells.ignored()[99], "c98");
  EXPECT_EQ(cells.ignored()[100], "… (+101)");
}

// As a list shows them to who may not see them; who may and imports that list erases nothing.
TEST(Cells, AnEmptyColumnOfAGradedFieldIsNone) {
  for (const char* value : {"", "FEMALE"}) {
    const auto table = csv::Parse(StrCat("name,reserve_rank,gender\nd-1,2,", value, "\n"));
    ASSERT_TRUE(table.ok());
    const Cells cells(*table, *Delegate::descriptor());
    EXPECT_EQ(cells.mask().paths_size(), *value == '\0' ? 1 : 2);
  }
}

TEST(Cells, TellsWhatAnImportDoesNotSet) {
  Delegate delegate;
  delegate.set_state(Delegate::SEATED);
  for (const auto& [state, told] : {std::pair("WITHDRAWN", true), std::pair("SEATED", false), std::pair("", true)}) {
    const auto table = csv::Parse(StrCat("name,state,etag\nd-1,", state, ",x\n"));
    ASSERT_TRUE(table.ok());
    const auto kept = Cells(*table, *Delegate::descriptor()).Kept(table->rows[0], delegate);
    EXPECT_EQ(kept.size(), told ? 1u : 0u) << state;
    if (told) {
      EXPECT_EQ(kept[0].en, StrCat("state stays 'SEATED': an import does not set it to '", state, "'"));
    }
  }
}

}  // namespace
}  // namespace congress::imports

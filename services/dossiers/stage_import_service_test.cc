// Entries of the stages come in as a table, and what a list shows changes nothing.
#include "services/dossiers/testing/stage_fixture.h"

namespace congress::dossiers {
namespace {

using absl::StatusCode;
using annotations::v1::PERSONAL;
using support::IsOk;
using support::StatusIs;
using tables::v1::ImportResult;

constexpr std::string_view kHead =
    "person,organisation,stage,seat,candidacy,arrangement.from_organisation,arrangement.to_organisation\n";
constexpr std::string_view kStanding = "persons/p-1,unit-16681,CONGRESS,committee-member,INCUMBENT,,\n";

class StageImportTest : public StageFixture {
 protected:
  static v1::ImportStageEntriesRequest Table(const std::string& csv) {
    v1::ImportStageEntriesRequest request;
    request.set_csv(csv);
    return request;
  }
  absl::StatusOr<ImportResult> Import(const std::string& csv, Context context = nullptr) {
    if (context == nullptr) context = As(kClerk);
    return Call(&StageStub::ImportStageEntries, Table(csv), std::move(context));
  }
  std::vector<v1::StageEntry> Listed() {
    v1::ListStageEntriesRequest request;
    request.set_parent("persons/-");
    const auto listed = Call(&StageStub::ListStageEntries, request, As(kClerk));
    EXPECT_THAT(listed, IsOk());
    return {listed->stage_entries().begin(), listed->stage_entries().end()};
  }
};

TEST_F(StageImportTest, MakesEntriesAndTakesTheSameFileAsUnchanged) {
  const std::string file =
      StrCat(kHead, kStanding, "p-1,unit-16681,ARRANGEMENT,,,organisations/unit-16681,organisations/unit-2\n");
  v1::ImportStageEntriesRequest preview = Table(file);
  preview.set_validate_only(true);
  ASSERT_OK_AND_ASSIGN(ImportResult done, Call(&StageStub::ImportStageEntries, preview, As(kClerk)));
  EXPECT_EQ(done.new_count(), 2) << done.DebugString();
  EXPECT_TRUE(Listed().empty()) << "nothing is done yet";
  ASSERT_OK_AND_ASSIGN(done, Import(file));
  EXPECT_EQ(done.new_count(), 2);
  const auto entries = Listed();
  ASSERT_EQ(entries.size(), 2U);
  for (const v1::StageEntry& entry : entries) EXPECT_EQ(entry.person(), "persons/p-1");
  ASSERT_OK_AND_ASSIGN(done, Import(file));
  EXPECT_EQ(done.unchanged_count(), 2) << "a row without a name is the entry of its person";
}

TEST_F(StageImportTest, ChangesWhatARowWithANameSays) {
  const v1::StageEntry entry = Made(NewEntry(v1::CONGRESS, "committee-member"));
  // As a list shows it.
  const std::string row =
      StrCat(entry.name(), ",persons/p-1,organisations/unit-16681,CONGRESS,committee-member,", "INCUMBENT,PLANNED\n");
  const std::string head = "name,person,organisation,stage,seat,candidacy,state\n";
  EXPECT_EQ(Import(head + row)->unchanged_count(), 1);
  ASSERT_OK_AND_ASSIGN(const ImportResult done, Import(StrCat("name,candidacy\n", entry.name(), ",SPECIAL\n")));
  EXPECT_EQ(done.changed_count(), 1) << done.DebugString();
  EXPECT_EQ(Listed().front().candidacy(), v1::SPECIAL);
  const auto rejected = StatusIs(StatusCode::kInvalidArgument, "ROWS_REJECTED");
  EXPECT_THAT(Import(StrCat("name,stage\n", entry.name(), ",STATE_ELECTION\n")), rejected) << "set once";
  EXPECT_THAT(Import(StrCat(kHead, kStanding, "p-1,unit-16681,CONGRESS,unknown,INCUMBENT,,\n")), rejected);
  EXPECT_THAT(Import(StrCat("person,organisation,stage\n,unit-16681,ARRANGEMENT\n")), rejected) << "whose it is";
}

TEST_F(StageImportTest, IsRefusedAsItsCallsAre) {
  EXPECT_THAT(Import(""), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  EXPECT_THAT(Import("person,stage\np-1,\"CONGRESS\n"), StatusIs(StatusCode::kInvalidArgument, "CSV_MALFORMED"));
  const std::string file = StrCat(kHead, kStanding);
  EXPECT_THAT(Import(file, As(kReviewer)), StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(Import(file, As(kClerk, PERSONAL)), StatusIs(StatusCode::kPermissionDenied, "CLEARANCE_MISSING"));
  EXPECT_THAT(Import(file, AsPerson("persons/p-1", "clerk")), StatusIs(StatusCode::kPermissionDenied, "SAME_PERSON"));
  const auto absent = StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND");
  const auto unknown = Import("name,candidacy\nabcdefgh,SPECIAL\n");
  EXPECT_THAT(unknown, absent);
  EXPECT_EQ(support::MetadataIn(unknown.status(), "name"), "stageEntries/abcdefgh");
  EXPECT_THAT(Import(StrCat(kHead, "persons/nobody,unit-16681,CONGRESS,committee-member,INCUMBENT,,\n")), absent);
  v1::ImportStageEntriesRequest once = Table(file);
  once.set_request_id(std::string(kRequestId));
  ASSERT_THAT(Call(&StageStub::ImportStageEntries, once, As(kClerk)), IsOk());
  once.set_csv(StrCat(file, "\n"));
  EXPECT_THAT(Call(&StageStub::ImportStageEntries, once, As(kClerk)),
              StatusIs(StatusCode::kInvalidArgument, "REQUEST_ID_REUSED"));
}

}  // namespace
}  // namespace congress::dossiers

// ExportCalendar over more than one congress, of a post and of a body, and as workbooks and matrices.
#include "services/scheduling/testing/scene.h"
#include "tests/support/spreadsheet.h"

namespace congress::scheduling {
namespace {

using support::IsOk;
using support::StatusIs;
using ::testing::HasSubstr;
using ::testing::Not;

// Two congresses that `post-1` attends, a hearing of the province with the chief, and one of a unit.
class ExportScene : public Scene {
 public:
  ExportScene() {
    MakeWindow();
    EXPECT_THAT(Place(UnitOn("u1", 5) + UnitOn("u2", 6)), IsOk());
    EXPECT_THAT(MakePost("province", "post-1"), IsOk());
    EXPECT_THAT(MakePost("province", "chief"), IsOk());
    EXPECT_THAT(MakePost("u1", "a"), IsOk());
    for (const char* unit : {"u1", "u2"}) {
      EXPECT_THAT(Update(unit, StrCat("attendee { post: '", PostName("post-1"), "' role: REQUIRED }")), IsOk());
    }
    EXPECT_THAT(Create("gb", Slot(4, "MORNING") + Participant("chief", "CHAIR")), IsOk());
    EXPECT_THAT(
        Call(&Bodies::CreateMembership, StrCat("parent: 'organisations/btv' membership_id: 'm' membership { post: '",
                                               PostName("post-1"), "' role: MEMBER first_day ", Date(2025, 1, 1), "}")),
        IsOk());
  }
  absl::StatusOr<v1::ExportCalendarResponse> Export(const std::string& more, const std::string& binding = kAdmin) {
    return Call(&Scheduling::ExportCalendar, more, binding);
  }
};

const std::string kAll = "parent: 'congresses/-' ";

TEST(ExportCalendar, WritesTheMeetingsOfAllCongressesAndOfNone) {
  ExportScene scene;
  ASSERT_OK_AND_ASSIGN(const auto all, scene.Export(kAll));
  EXPECT_EQ(all.event_count(), 3);
  EXPECT_THAT(all.content(), HasSubstr("X-WR-CALNAME:Lịch họp\r\n"));
  ASSERT_OK_AND_ASSIGN(const auto congress, scene.Export("parent: 'congresses/x'"));
  EXPECT_EQ(congress.event_count(), 2);
  EXPECT_THAT(congress.content(), HasSubstr("X-WR-CALNAME:Lịch đại hội\r\n"));
  ASSERT_OK_AND_ASSIGN(const auto chief, scene.Export(StrCat(kAll, "post: '", PostName("chief"), "'")));
  EXPECT_EQ(chief.event_count(), 1);
  EXPECT_THAT(chief.content(), HasSubstr("UID:meetings/gb@congress"));
  ASSERT_OK_AND_ASSIGN(const auto body, scene.Export(kAll + "body: 'organisations/btv'"));
  EXPECT_EQ(body.event_count(), 2);
  EXPECT_THAT(scene.Export(kAll + "body: 'organisations/none'"), StatusIs(kFailed, "NOTHING_TO_PRINT"));
  EXPECT_THAT(scene.Export(kAll + "body: 'organisations/btv'", kUnitClerk), StatusIs(kDenied, "PERMISSION_MISSING"));
}

TEST(ExportCalendar, OfTheProgrammeNamesWhatIsNoCongress) {
  ExportScene scene;
  ASSERT_OK_AND_ASSIGN(const auto text, scene.Export(kAll + "format: PROGRAMME"));
  for (const char* told :
       {"of meetings", "Meetings in all: 3.", "Họp (organisations/province)", "2025-08-04 (morning)"}) {
    EXPECT_THAT(text.content(), HasSubstr(told));
  }
  EXPECT_THAT(text.content(), Not(HasSubstr("congresses of Party organisations")));
}

TEST(ExportCalendar, WritesTheMatrixOfWhoIsWhere) {
  ExportScene scene;
  ASSERT_OK_AND_ASSIGN(const auto text, scene.Export("parent: 'congresses/x' format: ATTENDANCE_MATRIX"));
  EXPECT_EQ(text.event_count(), 2);
  EXPECT_EQ(text.file_name(), "attendance.txt");
  EXPECT_THAT(text.content(), HasSubstr("| Chánh Văn phòng | organisations/u1 | organisations/u2"));
  ASSERT_OK_AND_ASSIGN(const auto pdf,
                       scene.Export("parent: 'congresses/x' format: ATTENDANCE_MATRIX paper_format: PDF"));
  EXPECT_THAT(pdf.content(), ::testing::StartsWith("%PDF-"));
  // Nobody attends the hearing for the level above.
  EXPECT_THAT(scene.Export(StrCat(kAll, "format: ATTENDANCE_MATRIX post: '", PostName("chief"), "'")),
              StatusIs(kFailed, "NOTHING_TO_PRINT"));
  EXPECT_THAT(
      scene.Export("parent: 'congresses/x' format: ATTENDANCE_MATRIX form { date { year: 2025 month: 2 day: 30 } }"),
      StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST(ExportCalendar, WritesWorkbooks) {
  ExportScene scene;
  for (const char* format : {"", "format: PROGRAMME", "format: ATTENDANCE_MATRIX"}) {
    ASSERT_OK_AND_ASSIGN(const auto file, scene.Export(StrCat("parent: 'congresses/x' workbook: true ", format)));
    EXPECT_TRUE(file.file_name().ends_with(".xlsx")) << file.file_name();
    ASSERT_OK_AND_ASSIGN(const support::Spreadsheet read, support::ReadSpreadsheet(file.content()));
    std::string words;
    for (const auto& [address, cell] : read.sheets.at(read.names[0]).cells) words += cell.value + "\n";
    EXPECT_THAT(words, HasSubstr("organisations/u2\n"));
  }
}

// Who serves the attendees of an organisation sees where they have to be, whoever's meeting it is.
TEST(ExportCalendar, ShowsMeetingsWherePostsOfOnesOwnTakePart) {
  ExportScene scene;
  ASSERT_THAT(scene.Call(&Meetings::CreateMeeting,
                         StrCat("meeting_id: 'far' meeting { organisation: 'organisations/u9' kind: OTHER title: 'x' ",
                                Slot(7), "participants { post: '", PostName("a", "u1"), "' role: REQUIRED } }")),
              IsOk());
  ASSERT_OK_AND_ASSIGN(const auto own, scene.Export(kAll, "clerk@u1"));
  EXPECT_EQ(own.event_count(), 1);
  EXPECT_THAT(own.content(), HasSubstr("UID:meetings/far@congress"));
  EXPECT_THAT(scene.Export(kAll, "clerk@u3"), StatusIs(kFailed, "NOTHING_TO_PRINT"));
}

}  // namespace
}  // namespace congress::scheduling

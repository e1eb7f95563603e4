// Two units become one in the middle of everybody's work: all services, both clerks, and allocation down meanwhile.
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/status/strings.h"
#include "tests/e2e/any_rpc.h"
#include "tests/e2e/story.h"
#include "tests/support/status_matchers.h"
#include "tests/support/suite.h"

namespace congress::e2e {
namespace {

using support::Eventually;
using support::IsOk;
using support::Shape;
using support::StatusIs;
using support::Suite;
using Code = absl::StatusCode;

constexpr char kHeader[] = "code,name,kind,parent,members,members_as_of,merged_from,valid_from\\n";

class Merger : public ::testing::TestWithParam<Shape> {
 protected:
  Merger() : suite_(GetParam()) {}

  Answer As(const std::string& binding, const std::string& method, const std::string& text) {
    return Ask(suite_.channel(), method, suite_.As(binding.substr(0, binding.find('@')), {binding}),
               FillIn(text, {}, absl::Now()));
  }
  // Rows of a file; `${day}` is a day in ISO 8601.
  absl::Status Import(const std::string& rows) {
    const std::string today = absl::FormatTime("%Y-%m-%d", absl::Now(), absl::FixedTimeZone(7 * 3600));
    return As("administrator@province", "allocation.v1.OrganisationService/ImportOrganisations",
              StrCat("csv: \"", kHeader, absl::StrReplaceAll(rows, {{"TODAY", today}}), "\""))
        .status;
  }
  void MakeUnits() {
    ASSERT_THAT(Import("a,Xã A,commune,,5,2025-01-01,,2020-01-01\\nb,Xã B,commune,,5,2025-01-01,,2020-01-01\\n"),
                IsOk());
  }
  void Merge() { ASSERT_THAT(Import("c,Đảng bộ xã C,commune,,10,2025-01-01,a;b,TODAY\\n"), IsOk()); }

  absl::Status MakePerson(const std::string& binding, const std::string& id, const std::string& unit) {
    return As(binding, "dossiers.v1.PersonService/CreatePerson",
              StrCat("person_id: '", id, "' person { organisation: 'organisations/", unit,
                     "' display_name: 'Nguyễn Thị Mẫu' gender: FEMALE }"))
        .status;
  }
  absl::Status MakeSeries(const std::string& binding, const std::string& unit) {
    return As(binding, "drafting.v1.NumberRegisterService/CreateNumberSeries",
              StrCat("number_series_id: 'bc-", unit, "' number_series { organisation: 'organisations/", unit,
                     "' issuer: 'Đảng ủy xã ", unit, "' document_type: 'BC' issuer_symbol: 'ĐU' term: '2025-2030' }"))
        .status;
  }
  absl::Status ReadPerson(const std::string& binding, const std::string& id) {
    return As(binding, "dossiers.v1.PersonService/GetPerson", StrCat("name: 'persons/", id, "'")).status;
  }

  Suite suite_;
};
INSTANTIATE_TEST_SUITE_P(OnBothShapes, Merger, ::testing::Values(Shape::kOneProcess, Shape::kSeparate),
                         [](const auto& shape) {
                           return shape.param == Shape::kOneProcess ? "congressd" : "separate";
                         });

TEST_P(Merger, TheSuccessorGoesOnInEveryService) {
  MakeUnits();
  ASSERT_THAT(MakePerson("clerk@a", "a-1", "a"), IsOk());
  ASSERT_THAT(MakeSeries("clerk@a", "a"), IsOk());
  EXPECT_THAT(MakePerson("clerk@a", "nowhere-1", "nowhere"), StatusIs(Code::kPermissionDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(MakePerson("clerk@province", "p-x", "nowhere"), StatusIs(Code::kNotFound, "ORGANISATION_UNKNOWN"));
  EXPECT_THAT(ReadPerson("clerk@c", "a-1"), StatusIs(Code::kNotFound, "RESOURCE_NOT_FOUND"));
  Merge();
  // Each service by itself, within a second.
  EXPECT_TRUE(Eventually([&] { return ReadPerson("clerk@c", "a-1").ok(); }));
  EXPECT_TRUE(Eventually([&] {
    return As("clerk@c", "drafting.v1.NumberRegisterService/GetNumberSeries", "name: 'numberSeries/bc-a'").status.ok();
  }));
  EXPECT_TRUE(Eventually([&] {
    return As("clerk@c", "allocation.v1.OrganisationService/GetOrganisation", "name: 'organisations/a'").status.ok();
  }));
  EXPECT_THAT(MakePerson("clerk@a", "a-2", "a"), StatusIs(Code::kPermissionDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(ReadPerson("clerk@a", "a-1"), IsOk());
  const absl::Status closed = MakePerson("clerk@c", "a-2", "a");
  EXPECT_THAT(closed, StatusIs(Code::kFailedPrecondition, "ORGANISATION_CLOSED"));
  EXPECT_THAT(std::string(closed.message()), testing::HasSubstr("Đảng bộ xã C"));
  EXPECT_THAT(MakePerson("clerk@c", "c-2", "c"), IsOk());
  EXPECT_THAT(As("clerk@c", "drafting.v1.NumberRegisterService/ReserveNumber",
                 "parent: 'numberSeries/bc-a' number_entry { title: 'Báo cáo' intention: 'congresses/xx/papers/bc' }")
                  .status,
              StatusIs(Code::kFailedPrecondition, "ORGANISATION_CLOSED"))
      << "a unit that has ended gives out no number";
  EXPECT_THAT(MakeSeries("clerk@c", "c"), IsOk());
}

TEST_P(Merger, TheBoardHasRowsForCommitteesThatExist) {
  MakeUnits();
  ASSERT_THAT(As("administrator@province", "allocation.v1.OrganisationService/ImportOrganisations",
                 "csv: \"code,name,kind,parent,members,members_as_of,merged_from,valid_from,role\\n"
                 "btv,Ban Thường vụ,body,,,,,,body\\n\"")
                  .status,
              IsOk());
  ASSERT_THAT(As("administrator@province", "preparation.v1.PreparationService/CreateCongress",
                 "congress_id: 'xx' congress { organisation: 'organisations/province' display_name: 'Đại hội' level: "
                 "PROVINCE term: '2025–2030' }")
                  .status,
              IsOk());
  ASSERT_THAT(As("administrator@province", "dossiers.v1.DossierService/CreateChecklistTemplate",
                 "checklist_template_id: 'mau' checklist_template { organisation: 'organisations/province' "
                 "display_name: 'Mẫu' purposes: 'delegate' effective_date { year: 2025 month: 1 day: 1 } legal_basis: "
                 "'Giả định' items { item_id: 'so-yeu' title: 'Sơ yếu' required: true } }")
                  .status,
              IsOk());
  for (const std::string unit : {"a", "b", "btv"}) {
    ASSERT_THAT(MakePerson("administrator@province", "p-" + unit, unit), IsOk());
    ASSERT_THAT(
        As("administrator@province", "dossiers.v1.DossierService/CreateDossier",
           StrCat("parent: 'congresses/xx' dossier_id: 'd-", unit, "' dossier { organisation: 'organisations/", unit,
                  "' person: 'persons/p-", unit, "' purpose: 'delegate' template: 'checklistTemplates/mau' }"))
            .status,
        IsOk());
  }
  // What it would touch is told before it is done.
  constexpr char kPreview[] = "preparation.v1.PreparationService/PreviewMerger";
  const Answer preview = Ask(suite_.channel(), kPreview, suite_.As("previewer", {"administrator@province"}),
                             "organisations: 'organisations/a' organisations: 'organisations/b'");
  ASSERT_THAT(preview.status, IsOk());
  // Of each a dossier and a person.
  EXPECT_EQ(FieldAt(*preview.message, "holdings.2.display_name"), "Xã B");
  EXPECT_EQ(FieldAt(*preview.message, "holdings.2.text"), "1 dossier");
  EXPECT_EQ(FieldAt(*preview.message, "holdings.3.text"), "1 person on record");
  EXPECT_THAT(preview.message->ShortDebugString(), testing::HasSubstr("\"congresses/xx/dossiers/d-b\""));
  EXPECT_THAT(preview.message->ShortDebugString(), testing::Not(testing::HasSubstr("partial")));
  // Who sees only a part is told so.
  const Answer of_unit = Ask(suite_.channel(), kPreview, suite_.As("clerk-of-a", {"clerk@a"}),
                             "organisations: 'organisations/a' organisations: 'organisations/b'");
  ASSERT_THAT(of_unit.status, IsOk());
  EXPECT_THAT(of_unit.message->ShortDebugString(), testing::HasSubstr("partial: true"));
  // What is only counted is not read: the audit says nothing of it, and would of who lists persons.
  const auto read_by = [&](const std::string& subject) {
    const Answer log = As("administrator@province", "audit.v1.AuditService/ListAuditRecords",
                          "parent: 'services/dossiers' page_size: 1000");
    EXPECT_THAT(log.status, IsOk());
    return log.message->ShortDebugString().find(StrCat("\"", subject, "\"")) != std::string::npos;
  };
  EXPECT_FALSE(read_by("previewer"));
  EXPECT_THAT(Ask(suite_.channel(), "dossiers.v1.PersonService/ListPersons",
                  suite_.As("reader-of-all", {"administrator@province"}), "")
                  .status,
              IsOk());
  EXPECT_TRUE(read_by("reader-of-all"));
  EXPECT_THAT(As("administrator@province", kPreview, "").status, StatusIs(Code::kInvalidArgument, "FIELDS_INVALID"));
  EXPECT_THAT(As("administrator@province", kPreview, "organisations: 'organisations/nowhere'").status,
              StatusIs(Code::kNotFound, "ORGANISATION_UNKNOWN"));
  EXPECT_THAT(As("backup@province", kPreview, "organisations: 'organisations/a'").status,
              StatusIs(Code::kPermissionDenied, "PERMISSION_MISSING"));
  Merge();
  Answer board;
  EXPECT_TRUE(Eventually([&] {
    board = As("administrator@province", "preparation.v1.PreparationService/GetReadiness", "name: 'congresses/xx'");
    return FieldAt(*board.message, "organisations.0.organisation") == "organisations/c" &&
           FieldAt(*board.message, "organisations.0.display_name") == "Đảng bộ xã C";
  })) << board.status
      << board.message->ShortDebugString();
  EXPECT_EQ(FieldAt(*board.message, "organisations.1.organisation"), "") << "one row for what were two units";
  EXPECT_EQ(FieldAt(*board.message, "organisations.0.blockers.3.service"), "dossiers") << "two open, empty dossiers";
  EXPECT_THAT(board.message->ShortDebugString(), testing::HasSubstr("dossiers/d-btv")) << "a body's stand apart";
  int body = 0;
  while (body < 20 && FieldAt(*board.message, StrCat("blockers.", body, ".service")) != "dossiers") ++body;
  EXPECT_EQ(FieldAt(*board.message, StrCat("blockers.", body, ".organisation")), "organisations/btv");
  EXPECT_EQ(FieldAt(*board.message, StrCat("blockers.", body, ".display_name")), "Ban Thường vụ") << "and say whose";
}

// The tree, the persons and the meetings by one call; and nothing at all where one person cannot move.
TEST_P(Merger, OneWorkMovesWhatTheUnitsHaveOrLeavesEverything) {
  MakeUnits();
  for (const std::string id : {"a-1", "a-2", "b-1"}) {
    ASSERT_THAT(MakePerson("administrator@province", id, id.substr(0, 1)), IsOk());
  }
  ASSERT_THAT(As("administrator@province", "scheduling.v1.CalendarService/CreateCalendar",
                 "calendar_id: 'lich' calendar { organisation: 'organisations/province' display_name: 'Lịch' "
                 "first_year: 2020 last_year: "
                 "2040 }")
                  .status,
              IsOk());
  const absl::CivilDay ahead = absl::ToCivilDay(absl::Now(), absl::FixedTimeZone(7 * 3600)) + 20;
  ASSERT_THAT(
      As("administrator@province", "scheduling.v1.MeetingService/CreateMeeting",
         StrCat("meeting_id: 'hop-a' meeting { organisation: 'organisations/a' kind: REGULAR title: 'Họp' slots "
                "{ date { year: ",
                ahead.year(), " month: ", ahead.month(), " day: ", ahead.day(), " } part: MORNING } }"))
          .status,
      IsOk());

  constexpr char kStart[] = "preparation.v1.JointWorkService/StartMerger";
  const std::string today = absl::FormatTime("%Y-%m-%d", absl::Now(), absl::FixedTimeZone(7 * 3600));
  const auto request = [&](const std::string& from, const std::string& organisations) {
    return StrCat("csv: \"", kHeader, "c,Đảng bộ xã C,commune,,10,2025-01-01,", from, ",", today,
                  "\\n\" reason: 'Theo Nghị quyết 1678' ", organisations);
  };
  const std::string both = "organisations: 'organisations/a' organisations: 'organisations/b'";
  EXPECT_THAT(As("clerk@province", kStart, request("a;b", both)).status,
              StatusIs(Code::kPermissionDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(As("administrator@province", kStart, request("a;nowhere", both)).status,
              StatusIs(Code::kInvalidArgument, "MERGER_TABLE_REJECTED"));
  const Answer shown = As("administrator@province", kStart, request("a;b", both + " validate_only: true"));
  ASSERT_THAT(shown.status, IsOk());
  EXPECT_EQ(FieldAt(*shown.message, "name"), "");
  EXPECT_THAT(
      As("administrator@province", "allocation.v1.OrganisationService/GetOrganisation", "name: 'organisations/c'")
          .status,
      StatusIs(Code::kNotFound, "RESOURCE_NOT_FOUND"))
      << "nothing was done";

  const auto done = [&](const std::string& text) {
    const Answer begun = As("administrator@province", kStart, text);
    EXPECT_THAT(begun.status, IsOk());
    Answer ended;
    EXPECT_TRUE(Eventually([&] {
      ended = As("administrator@province", "operations.v1.OperationService/GetOperation",
                 StrCat("name: '", FieldAt(*begun.message, "name"), "'"));
      return FieldAt(*ended.message, "state") != "RUNNING";
    })) << ended.status;
    return ended.message->DebugString();
  };
  // b goes on by this table: the tree that closed a is taken back.
  const std::string refused = done(request("a", both));
  EXPECT_THAT(refused, testing::HasSubstr("ORGANISATION_GOES_ON"));
  EXPECT_THAT(refused, testing::HasSubstr("state: FAILED"));
  const Answer unit =
      As("administrator@province", "allocation.v1.OrganisationService/GetOrganisation", "name: 'organisations/a'");
  EXPECT_EQ(FieldAt(*unit.message, "state"), "ACTIVE") << "a goes on";
  // It is not due yet.
  const std::string ahead_of_time = done(absl::StrReplaceAll(request("a;b", both), {{today, "2100-01-01"}}));
  EXPECT_THAT(ahead_of_time, testing::HasSubstr("MERGER_AHEAD"));

  // At once, while services still know the tree as it was.
  const std::string merged = done(request("a;b", both));
  EXPECT_THAT(merged, testing::HasSubstr("state: DONE"));
  for (const std::string id : {"a-1", "a-2", "b-1"}) {
    const Answer person =
        As("administrator@province", "dossiers.v1.PersonService/GetPerson", StrCat("name: 'persons/", id, "'"));
    EXPECT_EQ(FieldAt(*person.message, "organisation"), "organisations/c") << merged;
  }
  EXPECT_EQ(
      FieldAt(
          *As("administrator@province", "scheduling.v1.MeetingService/GetMeeting", "name: 'meetings/hop-a'").message,
          "state"),
      "CANCELLED")
      << merged;
  // It may be begun again, when a person came late: what is so already stays so.
  EXPECT_THAT(done(request("a;b", both)), testing::HasSubstr("state: DONE"));
}

TEST_P(Merger, WhatWasKnownServesWhileAllocationIsDown) {
  if (GetParam() == Shape::kOneProcess) {
    // There it goes down with everything; the projection must be there when it comes back.
    MakeUnits();
    ASSERT_THAT(MakePerson("clerk@a", "a-1", "a"), IsOk());
    suite_.Kill("congressd");
    suite_.Start("congressd");
    EXPECT_TRUE(Eventually([&] { return ReadPerson("clerk@a", "a-1").ok(); }));
    return;
  }
  MakeUnits();
  ASSERT_THAT(MakePerson("clerk@a", "a-1", "a"), IsOk());
  suite_.Kill("allocation");
  EXPECT_THAT(ReadPerson("clerk@a", "a-1"), IsOk());
  EXPECT_THAT(MakePerson("clerk@a", "a-2", "a"), IsOk());
  EXPECT_THAT(MakePerson("clerk@province", "p-x", "nowhere"), StatusIs(Code::kUnavailable, "PEER_UNAVAILABLE"));
  // Also after its own restart.
  suite_.Kill("dossiers");
  suite_.Start("dossiers");
  EXPECT_TRUE(Eventually([&] { return ReadPerson("clerk@a", "a-1").ok(); }));
  suite_.Start("allocation");
  EXPECT_TRUE(Eventually([&] {
    return As("administrator@province", "allocation.v1.OrganisationService/GetOrganisation", "name: 'organisations/a'")
        .status.ok();
  }));
  Merge();
  EXPECT_TRUE(Eventually([&] { return ReadPerson("clerk@c", "a-1").ok(); })) << "the stream has gone on";
}

}  // namespace
}  // namespace congress::e2e

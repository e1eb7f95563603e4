#include "services/scheduling/domain/schedule/input.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "absl/strings/str_replace.h"
#include "platform/civil/civil.h"
#include "platform/status/strings.h"
#include "services/scheduling/domain/schedule/problem.h"
#include "services/scheduling/domain/solver/solve.h"
#include "tests/support/status_matchers.h"

namespace congress::scheduling {
namespace {

using Problem = v1::ScheduleProblem;
using support::kFailed;
using support::StatusIs;

template <class T>
T Read(std::string text) {
  // `@2025-07-09` stands for that date.
  for (size_t at = text.find('@'); at != std::string::npos; at = text.find('@')) {
    const absl::CivilDay day = *civil::Parse(text.substr(at + 1, 10));
    text.replace(at, 11, StrCat("{ year: ", day.year(), " month: ", day.month(), " day: ", day.day(), " }"));
  }
  T message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

v1::Meeting Congress(const std::string& unit, const std::string& more = "") {
  auto meeting = Read<v1::Meeting>(StrCat(
      "name: 'meetings/x-", unit, "' organisation: 'organisations/", unit,
      "' congress: 'congresses/x' kind: CONGRESS state: PLANNED window: 'w' days: 1 attended: true approval_group: "
      "'organisations/to-1'"));
  meeting.MergeFrom(Read<v1::Meeting>(more));
  return meeting;
}

// Tuesday 1 to Thursday 31 July 2025; a post of the committee in each of two groups, one of the committee alone.
ScheduleInput Province() {
  ScheduleInput input;
  input.policy = Read<v1::SchedulePolicy>(
      "session_size: 4 day_level: 4 day_most: 5 papers_working_days: 3 lead_working_days: 5 attending_body: "
      "'organisations/btv'");
  input.from = absl::CivilDay(2025, 6, 30);
  input.windows = {
      Read<v1::Window>("name: 'w' level: ABOVE_GRASSROOTS first_day @2025-07-15 last_day @2025-07-31 "
                       "longest_days: 2 calendar: 'calendars/c'")};
  input.calendars = {Read<v1::Calendar>("name: 'calendars/c' first_year: 2025 last_year: 2025")};
  for (const char* post : {"a", "b", "c"}) {
    input.posts.push_back(Read<v1::Post>(StrCat("name: 'organisations/btv/posts/", post, "' rank: 1")));
    input.memberships.push_back(Read<v1::Membership>(StrCat("name: 'organisations/btv/memberships/", post,
                                                            "' organisation: 'organisations/btv' post: "
                                                            "'organisations/btv/posts/",
                                                            post, "' role: MEMBER first_day @2025-01-01")));
  }
  for (const auto& [group, post] : {std::pair("1", "a"), std::pair("2", "b"), std::pair("2", "a")}) {
    input.memberships.push_back(
        Read<v1::Membership>(StrCat("organisation: 'organisations/to-", group, "' post: 'organisations/btv/posts/",
                                    post, "' role: MEMBER first_day @2025-01-01")));
  }
  input.meetings = {Congress("u2", "approval_group: 'organisations/to-2'"), Congress("u1")};
  return input;
}

// The dates of days by their numbers.
template <class Days>
std::vector<std::string> Dates(const Problem& problem, const Days& days) {
  std::vector<std::string> dates;
  for (const int day : days) dates.push_back(civil::Format(civil::FromDate(problem.days(day).date())));
  return dates;
}
using Strings = std::vector<std::string>;

TEST(ScheduleInput, NamesWhoMeetsWhoAttendsAndWhoApproves) {
  ASSERT_OK_AND_ASSIGN(const Problem problem, BuildProblem(Province()));
  // Eight working days before the window for papers and lead.
  EXPECT_EQ(Dates(problem, std::vector{0, 8}), (Strings{"2025-07-03", "2025-07-15"}));
  EXPECT_EQ(problem.days_size(), 21);
  EXPECT_TRUE(problem.days(2).after_break());
  EXPECT_FALSE(problem.days(3).after_break());
  ASSERT_EQ(problem.meetings_size(), 2);
  EXPECT_EQ(problem.meetings(0).meeting(), "meetings/x-u1");
  EXPECT_EQ(problem.meetings(0).earliest(), 8);
  EXPECT_EQ(problem.meetings(0).latest(), 20);
  EXPECT_EQ(problem.groups(problem.meetings(1).group()).organisation(), "organisations/to-2");
  ASSERT_EQ(problem.persons_size(), 3);
  EXPECT_EQ(problem.persons(0).area(), 0);
  EXPECT_EQ(problem.persons(1).area(), 1);
  EXPECT_FALSE(problem.persons(2).has_area());
  // Who sits in two groups is at home in both.
  EXPECT_EQ(problem.persons(0).preferred_meetings_size(), 1);
  EXPECT_EQ(problem.groups(1).members_size(), 2);
  EXPECT_TRUE(solver::Solve(ToSolver(problem), {.most = 100'000}).optimal());
}

// Also of the congresses that were before the first day.
TEST(ScheduleInput, WhoAttendsTheOthersHasLessLeft) {
  ScheduleInput input = Province();
  *input.policy.mutable_centre() = Read<google::type::LatLng>("latitude: 18.67 longitude: 105.69");
  for (const char* post : {"a", "b", "c"}) {
    auto& load = *input.policy.add_loads();
    load.set_post(StrCat("organisations/btv/posts/", post));
    load.set_least(1);
    load.set_most(2);
  }
  const auto other = [](const std::string& unit, const std::string& post, const std::string& more) {
    return Congress(unit, StrCat("slots { date @2025-06-02 part: DAY } place { latitude: 19.57 longitude: 105.69 } ",
                                 "attendee { post: 'organisations/btv/posts/", post, "' ", more, " }"));
  };
  input.others = {other("u3", "a", "} state: HELD quorum {"),
                  other("u4", "b", ""),
                  other("u5", "b", ""),
                  other("u6", "b", ""),
                  other("u7", "c", "} congress: 'congresses/y' quorum {"),
                  other("u8", "c", "reply: DECLINED")};
  ASSERT_OK_AND_ASSIGN(const Problem problem, BuildProblem(input));
  const auto left = [&](int person) {
    const Problem::Person& one = problem.persons(person);
    return std::vector<int>{one.least(), one.most(), one.km_elsewhere() / 100};
  };
  EXPECT_EQ(left(0), (std::vector<int>{0, 1, 1}));
  EXPECT_EQ(left(1), (std::vector<int>{0, 0, 3})) << "one too many stands already";
  EXPECT_EQ(left(2), (std::vector<int>{1, 2, 0}));
}

TEST(ScheduleInput, WhatOthersTakeIsTaken) {
  ScheduleInput input = Province();
  input.meetings[0].set_room("organisations/province/rooms/h");
  input.rooms = {
      Read<v1::Room>("name: 'organisations/province/rooms/h' closed { first_day @2025-07-20 last_day "
                     "@2025-07-22 }")};
  input.posts[1] = Read<v1::Post>(
      "name: 'organisations/btv/posts/b' absences { first_day @2025-07-19 last_day "
      "@2025-07-21 }");
  input.others = {
      Read<v1::Meeting>("name: 'meetings/other' kind: CONGRESS room: 'organisations/province/rooms/h' slots { date "
                        "@2025-07-17 part: MORNING } participants { post: 'organisations/btv/posts/a' role: CHAIR } "
                        "participants { post: 'organisations/btv/posts/b' role: INVITED } participants { post: "
                        "'organisations/btv/posts/c' role: REQUIRED reply: DECLINED }"),
      Read<v1::Meeting>(
          "name: 'meetings/night' kind: OTHER slots { date @2025-07-23 part: HOURS start { hours: 22 } end "
          "{ hours: 2 } } attendee { post: 'organisations/btv/posts/c' }")};
  ASSERT_OK_AND_ASSIGN(const Problem problem, BuildProblem(input));
  EXPECT_EQ(Dates(problem, problem.persons(0).away_days()), Strings{"2025-07-17"});
  EXPECT_EQ(Dates(problem, problem.persons(1).away_days()), Strings{"2025-07-21"});
  EXPECT_EQ(Dates(problem, problem.persons(2).away_days()), (Strings{"2025-07-23", "2025-07-24"}));
  ASSERT_EQ(problem.rooms_size(), 1);
  EXPECT_EQ(Dates(problem, problem.rooms(0).closed_days()), (Strings{"2025-07-17", "2025-07-21", "2025-07-22"}));
  int taken = 0;
  for (const auto& day : problem.days()) taken += day.taken();
  EXPECT_EQ(taken, 1);
  EXPECT_EQ(problem.days(10).taken(), 1);
}

TEST(ScheduleInput, WhatIsPastPinnedOrReleasedIsHeld) {
  ScheduleInput input = Province();
  input.from = absl::CivilDay(2025, 7, 16);
  const std::string slot = "slots { date @2025-07-18 part: DAY } attendee { post: 'organisations/btv/posts/a' } ";
  input.meetings = {
      Congress("begun",
               "slots { date @2025-07-15 part: DAY } slots { date @2025-07-16 part: DAY } attendee { post: "
               "'organisations/btv/posts/b' }"),
      Congress("cancelled", "state: CANCELLED slots { date @2025-07-18 part: DAY }"),
      Congress("free", slot),
      Congress("half", "slots { date @2025-07-21 part: MORNING } attendee { post: 'organisations/btv/posts/b' }"),
      Congress("pinned", slot + "pinned: true"),
      Congress("postponed", "state: POSTPONED days: 2 released { slots { date @2025-07-18 part: DAY } }"),
      Congress("released", "state: RELEASED slots { date @2025-07-22 part: DAY } released { " + slot + "}"),
      Congress("sick",
               "slots { date @2025-07-18 part: DAY } attendee { post: 'organisations/btv/posts/c' reply: DECLINED } "
               "pinned: true")};
  ASSERT_OK_AND_ASSIGN(const Problem problem, BuildProblem(input));
  std::map<std::string, const Problem::Meeting*> meetings;
  for (const auto& meeting : problem.meetings()) meetings[meeting.organisation().substr(14)] = &meeting;
  ASSERT_EQ(meetings.size(), 5);
  // From the 16th on: the 18th is the third working day.
  EXPECT_EQ(meetings["free"]->base().start(), 2);
  EXPECT_EQ(meetings["free"]->start_hold(), Problem::HOLD_UNSPECIFIED);
  EXPECT_EQ(meetings["pinned"]->start_hold(), Problem::FIXED);
  EXPECT_EQ(meetings["pinned"]->attendee_hold(), Problem::FIXED);
  EXPECT_EQ(meetings["released"]->base().start(), 2);
  EXPECT_EQ(meetings["released"]->start_hold(), Problem::RELEASED);
  EXPECT_EQ(meetings["released"]->attendee_hold(), Problem::RELEASED);
  EXPECT_FALSE(meetings["postponed"]->has_base() && meetings["postponed"]->base().has_start());
  EXPECT_EQ(meetings["postponed"]->days(), 2);
  EXPECT_EQ(meetings["sick"]->start_hold(), Problem::FIXED);
  EXPECT_EQ(meetings["sick"]->attendee_hold(), Problem::HOLD_UNSPECIFIED);
  EXPECT_EQ(Dates(problem, problem.persons(1).away_days()), (Strings{"2025-07-16", "2025-07-21"}));
  EXPECT_EQ(Dates(problem, problem.persons(2).away_days()), Strings{"2025-07-18"});
}

TEST(ScheduleInput, WhatStandsOnADayOffIsMovedWhereverItGoes) {
  ScheduleInput input = Province();
  input.calendars[0] = Read<v1::Calendar>(
      "name: 'calendars/c' first_year: 2025 last_year: 2025 holidays { date @2025-07-22 title: 'Nghỉ bù' }");
  const std::string days = "slots { date @2025-07-21 part: DAY } slots { date @2025-07-22 part: DAY } ";
  const std::string day = "slots { date @2025-07-22 part: DAY } ";
  input.meetings = {Congress("half-off", StrCat("state: RELEASED ", days, "released { ", days, "}")),
                    Congress("pinned", day + "pinned: true"), Congress("planned", day),
                    Congress("released", StrCat("state: RELEASED ", day, "released { ", day, "}"))};
  ASSERT_OK_AND_ASSIGN(const Problem problem, BuildProblem(input));
  // The pinned one is left as it is.
  ASSERT_EQ(problem.meetings_size(), 3);
  for (const auto& meeting : problem.meetings()) {
    EXPECT_FALSE(meeting.base().has_start());
    EXPECT_EQ(civil::Format(meeting.off_day()), "2025-07-22");
    EXPECT_EQ(meeting.start_hold() == Problem::RELEASED, !meeting.meeting().ends_with("planned"));
  }
  EXPECT_EQ(problem.meetings(0).days(), 2);
  // Judged where it stands, it has a place among the others.
  input.stands = true;
  ASSERT_OK_AND_ASSIGN(const Problem standing, BuildProblem(input));
  EXPECT_EQ(standing.meetings_size(), 4);
  input.stands = false;
  input.meetings = {input.meetings[1]};
  EXPECT_THAT(BuildProblem(input), StatusIs(kFailed, "NOTHING_TO_PLACE"));
}

TEST(ScheduleInput, StormsCloseDaysOfTheirAreas) {
  ScheduleInput input = Province();
  input.windows[0] = Read<v1::Window>(
      "name: 'w' first_day @2025-07-15 last_day @2025-07-31 calendar: 'calendars/c' closed { first_day @2025-07-17 "
      "last_day @2025-07-20 areas: 'ven biển' } closed { first_day @2025-07-28 last_day @2025-07-28 }");
  input.meetings[0].set_travel_area("Ven biển");
  *input.meetings[1].add_unavailable_dates() = civil::ToDate(absl::CivilDay(2025, 7, 30));
  ASSERT_OK_AND_ASSIGN(const Problem problem, BuildProblem(input));
  EXPECT_EQ(Dates(problem, problem.meetings(0).unavailable_days()), (Strings{"2025-07-28", "2025-07-30"}));
  EXPECT_EQ(Dates(problem, problem.meetings(1).unavailable_days()),
            (Strings{"2025-07-17", "2025-07-18", "2025-07-28"}));
}

TEST(ScheduleInput, ApprovalsTakeTheirTime) {
  ScheduleInput input = Province();
  input.meetings = {Congress("approved"), Congress("early", "papers_date @2025-06-27"),
                    Congress("late", "papers_date @2025-07-12"), Congress("none"), Congress("planned")};
  input.approvals["meetings/x-approved"] = {.approved = true, .day = absl::CivilDay(2025, 7, 10)};
  input.approvals["meetings/x-planned"] = {.fixed = true, .day = absl::CivilDay(2025, 7, 9)};
  ASSERT_OK_AND_ASSIGN(const Problem problem, BuildProblem(input));
  EXPECT_EQ(Dates(problem, std::vector{0}), Strings{"2025-06-30"});
  const auto& approved = problem.meetings(0);
  EXPECT_FALSE(approved.has_group());
  EXPECT_EQ(Dates(problem, std::vector{approved.earliest()}), Strings{"2025-07-17"});
  // On Friday 27 June they had lain for one working day on Monday the 30th.
  EXPECT_EQ(problem.meetings(1).papers_day(), -1);
  EXPECT_EQ(Dates(problem, std::vector{problem.meetings(2).papers_day()}), Strings{"2025-07-14"});
  EXPECT_EQ(problem.meetings(3).papers_day(), -3);
  EXPECT_EQ(Dates(problem, std::vector{problem.meetings(4).base().approval()}), Strings{"2025-07-09"});
  EXPECT_EQ(problem.meetings(4).approval_hold(), Problem::FIXED);
}

TEST(ScheduleInput, LoadsRanksLevelsAndStandInsComeFromThePolicy) {
  ScheduleInput input = Province();
  input.kind_of = [](const std::string& organisation) {
    return organisation == "organisations/u1" ? "ward" : "commune";
  };
  input.policy.MergeFrom(Read<v1::SchedulePolicy>(
      "loads { post: 'organisations/btv/posts/c' least: 1 most: 2 forbidden_organisations: 'organisations/u1' "
      "preferred_organisations: 'organisations/u2' } ranks { organisation_kind: 'ward' least_rank: 2 } far_apart { "
      "first_group: 'organisations/to-1' second_group: 'organisations/to-2' } orders { before: ABOVE_GRASSROOTS after: "
      "PROVINCE gap_working_days: 3 } centre { latitude: 18.67 longitude: 105.68 }"));
  *input.posts[0].add_stand_ins() = "organisations/btv/posts/d";
  *input.posts[1].add_stand_ins() = "organisations/btv/posts/d";
  input.windows.push_back(
      Read<v1::Window>("name: 'p' level: PROVINCE first_day @2025-07-15 last_day @2025-07-31 calendar: 'calendars/c'"));
  input.meetings[1].mutable_place()->set_latitude(18.67);
  input.meetings[1].mutable_place()->set_longitude(104.68);
  input.meetings.push_back(Congress("province", "window: 'p' days: 3"));
  input.meetings.back().set_attended(false);
  input.others = {Congress("held", "state: HELD slots { date @2025-07-16 part: DAY }")};
  ASSERT_OK_AND_ASSIGN(const Problem problem, BuildProblem(input));
  EXPECT_EQ(problem.meetings(1).rank(), 2);
  EXPECT_EQ(problem.meetings(1).km_from_centre(), 105);
  EXPECT_EQ(problem.meetings(2).rank(), 0);
  const auto& member = problem.persons(2);
  EXPECT_EQ(member.most(), 2);
  EXPECT_EQ(member.forbidden_meetings(0), 1);
  EXPECT_EQ(member.preferred_meetings(0), 2);
  EXPECT_EQ(member.area(), problem.groups_size() + 2);
  EXPECT_EQ(problem.persons(0).has_most(), false);
  ASSERT_EQ(problem.persons_size(), 4);
  EXPECT_EQ(problem.persons(3).stands_in_for(), 0);
  EXPECT_EQ(problem.far_apart_size(), 1);
  EXPECT_EQ(problem.orders_size(), 2);
  const auto& province = problem.meetings(0);
  EXPECT_FALSE(province.attended());
  EXPECT_EQ(Dates(problem, std::vector{province.earliest()}), Strings{"2025-07-21"});
}

TEST(ScheduleInput, SaysWhatKeepsARunFromBeginning) {
  const auto refused = [](const std::function<void(ScheduleInput*)>& change) {
    ScheduleInput input = Province();
    change(&input);
    return BuildProblem(input).status();
  };
  EXPECT_THAT(refused([](ScheduleInput* input) { input->meetings.clear(); }), StatusIs(kFailed, "NOTHING_TO_PLACE"));
  EXPECT_THAT(refused([](ScheduleInput* input) { input->meetings[0].clear_window(); }),
              StatusIs(kFailed, "WINDOW_MISSING"));
  EXPECT_THAT(refused([](ScheduleInput* input) { input->calendars.clear(); }), StatusIs(kFailed, "CALENDARS_DIFFER"));
  EXPECT_THAT(refused([](ScheduleInput* input) { input->from = absl::CivilDay(2025, 8, 1); }),
              StatusIs(kFailed, "NO_DAYS_LEFT"));
  EXPECT_THAT(refused([](ScheduleInput* input) {
                input->meetings[0].set_days(2);
                *input->meetings[0].mutable_earliest() = civil::ToDate(absl::CivilDay(2025, 7, 31));
              }),
              StatusIs(kFailed, "NO_DAYS_LEFT"));
  EXPECT_THAT(refused([](ScheduleInput* input) {
                *input->windows[0].mutable_last_day() = civil::ToDate(absl::CivilDay(2026, 7, 31));
              }),
              StatusIs(kFailed, "DATE_NOT_COVERED"));
  EXPECT_THAT(refused([](ScheduleInput* input) {
                input->meetings[0].add_after("meetings/x-u1");
                input->meetings[1].add_after("meetings/x-u2");
              }),
              StatusIs(kFailed, "MEETINGS_IN_A_CIRCLE"));
}

}  // namespace
}  // namespace congress::scheduling

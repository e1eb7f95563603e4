// What is to be scheduled and by which policy: plain values in, plain values out. Days, meetings, persons, rooms,
// groups and areas are numbers from 0; -1 stands for none.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace congress::scheduling::solver {

// A number as the place in a vector.
inline std::size_t At(int number) { return static_cast<std::size_t>(number); }

// Each rule counts what breaks it; the comments say what one count is.
enum class Rule {
  kPapers,         // A meeting approved before its papers have lain for long enough.
  kLead,           // A meeting that starts too soon after its approval.
  kOrder,          // A meeting that starts too soon after one that has to come before it.
  kWindow,         // A day of a meeting outside of its window or on which its unit is not available.
  kBreak,          // A weekend or holiday within a meeting.
  kAway,           // A person away on a day of a meeting or session.
  kBusy,           // A meeting or session too many of a person on a day.
  kRoom,           // A meeting too many in a room on a day, or one on a day on which the room is closed.
  kForbidden,      // A meeting attended by a person who may not.
  kRank,           // A meeting attended by a person of too low a rank.
  kOwnArea,        // A meeting attended by a person of another area who does not prefer it.
  kStandIn,        // A meeting attended by a stand-in.
  kFarApart,       // Two meetings of a person on successive days, in areas too far apart for that.
  kTravel,         // A full step of kilometres between two meetings of a person on successive days.
  kTravelSpread,   // A step begun of kilometres between the person who travels most and the one who travels least.
  kSession,        // An approval session.
  kSessionSize,    // A meeting too many in an approval session.
  kLoadBelow,      // A meeting too few for a person.
  kLoadAbove,      // A meeting too many for a person.
  kDayLevel,       // A meeting on a day above the number wished.
  kDayMost,        // A meeting on a day above the number allowed.
  kMovedDay,       // A released meeting on another day.
  kMovedApproval,  // A released meeting approved on another day.
  kMovedAttendee,  // A released meeting with another attendee.
  kCount,
};
inline constexpr std::size_t kRules = static_cast<std::size_t>(Rule::kCount);

enum class Severity {
  kIgnore,  // Does not count.
  kWarn,    // Costs its weight for each count.
  kBlock,   // No answer breaks it.
};

struct Setting {
  Severity severity = Severity::kIgnore;
  int64_t weight = 0;
};

struct Policy {
  std::array<Setting, kRules> rules;
  int papers_days = 0;   // From papers to approval.
  int lead_days = 0;     // From approval to meeting.
  int session_size = 1;  // Meetings approved in one session.
  int day_level = 1;     // Meetings wished on one day at most.
  int day_most = 1;      // Meetings allowed on one day at most.
  int km_step = 50;

  Setting& operator[](Rule rule) { return rules[static_cast<std::size_t>(rule)]; }
  const Setting& operator[](Rule rule) const { return rules[static_cast<std::size_t>(rule)]; }
  bool operator==(const Policy&) const = default;
};
inline bool operator==(const Setting& a, const Setting& b) { return a.severity == b.severity && a.weight == b.weight; }

// What a committee starts with: what cannot be blocks, the rest costs what issue and practice say.
Policy StartPolicy();

struct Day {
  bool closed = false;       // Nothing happens on it, whatever the policy says.
  bool after_break = false;  // A weekend or holiday lies between it and the day before.
  int taken = 0;             // Meetings of other congresses on it.
  int off_before = 0;        // Days off between it and the day before, which the calendar leaves out.
};

// Days within which some meetings have to lie.
struct Window {
  int earliest = 0;
  int latest = 1'000'000;
};

struct Room {
  std::string name;
  std::vector<int> closed;
};

struct Person {
  std::string post;
  int area = -1;
  int rank = 0;
  std::vector<int> away;
  std::vector<int> forbidden;  // Meetings.
  std::vector<int> preferred;  // Meetings that count as of the person's own area.
  int load_least = 0;          // Meetings to attend.
  int load_most = 1'000'000;
  int km_elsewhere = 0;  // Kilometres of what the person attends beside the meetings.
  // The person that this one stands in for: a stand-in is at home where that person is, has no travel to level, and
  // attends at the price of Rule::kStandIn.
  int stands_in_for = -1;
  bool attends = true;  // Otherwise only required somewhere or member of a group.
};

// Who approves together.
struct Group {
  std::vector<int> members;
};

// Where a meeting is in a schedule.
struct Slot {
  int approval = -1;
  int start = -1;
  int attendee = -1;
  bool operator==(const Slot&) const = default;
};
using Schedule = std::vector<Slot>;

// What holds a part of a slot.
enum class Hold {
  kFree,
  kReleased,  // Costs the weight of its rule to change.
  kPinned,    // Never changes: pinned by somebody, held or begun.
};

struct Meeting {
  std::string unit;
  int days = 1;
  int area = -1;
  int rank = 0;            // Least rank of who attends.
  int earliest = 0;        // First day that it may have.
  int latest = 1'000'000;  // Last day that it may have.
  // Of a meeting in a window: the number of that, and what of the first and last day is not the window's.
  int window = -1;
  int own_earliest = 0;
  int own_latest = 1'000'000;
  std::vector<int> unavailable;
  int group = -1;  // Who approves it.
  int papers_ready = 0;
  bool attended = true;
  std::vector<int> required;  // Persons who chair it or must be there.
  std::vector<int> rooms;
  int km_from_centre = 0;
  int x_km = 0;  // Where it is, on a plane.
  int y_km = 0;
  Slot base;  // Where it stands now.
  Hold approval_hold = Hold::kFree;
  Hold start_hold = Hold::kFree;
  Hold attendee_hold = Hold::kFree;
};

// `after` starts at least `gap` days behind the last day of `before`; 1 is the next day.
struct Order {
  int before = 0;
  int after = 0;
  int gap = 1;
};

struct Problem {
  Policy policy;
  std::vector<Day> days;
  std::vector<Window> windows;
  std::vector<Room> rooms;
  std::vector<Person> persons;
  std::vector<Group> groups;
  std::vector<Meeting> meetings;
  std::vector<Order> orders;
  std::vector<std::pair<int, int>> far_apart;  // Areas, in the order of the days.
};

// Counts by rule.
using Counts = std::array<int64_t, kRules>;

}  // namespace congress::scheduling::solver

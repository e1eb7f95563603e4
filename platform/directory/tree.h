// The tree of Party organisations as a service sees it at one moment: who exists, who is above whom, who goes on for
// those that have ended.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "platform/store/store.h"

namespace congress::directory {

struct Organisation {
  std::string name;  // Resource name.
  std::string display_name;
  std::string kind;
  int role = 0;  // `congress.allocation.v1.Organisation.Role`.
  std::string parent;
  std::optional<absl::CivilDay> from;   // First day.
  std::optional<absl::CivilDay> until;  // First day on which it no longer exists.
  std::string continued_by;             // Who goes on with its records from then on; empty: nobody.
  std::vector<std::string> successors;  // What it was split into; empty for all else.
  // Of its record in this keyspace.
  store::Revision revision = store::kAbsent;

  // Nothing new is entered for one that has ended. One that is yet to begin is prepared for.
  bool EndedOn(absl::CivilDay day) const { return until.has_value() && day >= *until; }
  // Whether it holds a congress of its own, which bodies and external organisations do not.
  bool IsCommittee() const;
  // Whether it is outside the province's Party organisation.
  bool IsExternal() const;
};

// Immutable, so that threads may share one.
class Tree {
 public:
  explicit Tree(std::vector<Organisation> organisations);

  // Null when it is not known.
  const Organisation* Find(std::string_view name) const;
  const std::map<std::string, Organisation, std::less<>>& all() const { return all_; }

  // Whose roles reach `name` on `day`, itself first: of one that has ended who goes on for it, of one that exists the
  // one above it, and so on up to the root. Empty when it is not known.
  std::vector<const Organisation*> Above(std::string_view name, absl::CivilDay day) const;
  // Those that a role at `name` reaches on `day`, itself first: the inverse of Above.
  std::vector<const Organisation*> Below(std::string_view name, absl::CivilDay day) const;
  // Who has the work of `name` on `day`, for people to turn to: itself while it has not ended, then who goes on for it,
  // through all that have ended as well. Of a split that nobody takes over, every part; the one above only where there
  // is no part. Empty when nobody is known.
  std::vector<const Organisation*> Successors(std::string_view name, absl::CivilDay day) const;
  // `name` and those that have ended and for which it goes on, also through others: whose records are its own by now.
  // `name` alone when it is not known.
  std::vector<std::string> Inherited(std::string_view name, absl::CivilDay day) const;

 private:
  std::map<std::string, Organisation, std::less<>> all_;
  // Directly below, and directly continued.
  std::map<std::string, std::vector<const Organisation*>, std::less<>> children_;
  std::map<std::string, std::vector<const Organisation*>, std::less<>> ended_;
};

}  // namespace congress::directory

// Faults that several parts of a rule set can have.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "congress/allocation/v1/pool.pb.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::allocation {

// Reports the items of a repeated field whose key was there before.
template <class Items, class Key>
void RefuseDoubles(const Items& items, std::string_view field, Key key, status::Violations* faults) {
  std::set<std::string> seen;
  int index = 0;
  for (const auto& item : items) {
    const std::string text = StrCat(key(item));
    if (!text.empty() && !seen.insert(text).second) {
      faults->Add(StrCat(field, "[", index, "]"), status::PlatformFault::REPEATED, {{"value", text}});
    }
    ++index;
  }
}

// A threshold lies within the step, and goes with its remainder rule.
void CheckOpenTotal(const v1::OpenTotal& open, std::string_view field, status::Violations* faults);

}  // namespace congress::allocation

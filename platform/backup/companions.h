// Records that are never without others, as a service knows it of its own: what no call deletes, and no list shows.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace congress::backup {

// What is written with a record.
struct Companion {
  std::string key;
  // Whether the value that is there belongs to the record; null: any does.
  std::function<bool(const std::string& value)> fits = nullptr;
};

struct Companions {
  // Of records, such as `NumberEntry`; none of them is sealed.
  std::string type;
  // Of a record with that value. Safe for many threads.
  std::function<std::vector<Companion>(const std::string& value)> of;
};

// Of the records at that type's keys; null: they go with no others.
const Companions* CompanionsAt(const std::vector<Companions>& all, std::string_view key);

}  // namespace congress::backup

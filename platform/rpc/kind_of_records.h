// What a Repository is told of its records when it is made, and what its lists give.
#pragma once

#include <string>
#include <vector>

namespace congress::rpc {

// One page of a list.
template <class T>
struct Page {
  std::vector<T> items;
  std::string next_page_token;
};

// Marks a repository of records that are nobody's resource: counters, indices, claims on a name. They appear in no
// audit record, and have no reader but for an index that is listed by a permission.
struct Unlisted {};
inline constexpr Unlisted kUnlisted;

// Marks a repository of parts of other records, such as revisions: they go on with what they are part of, also when the
// organisation of both has ended.
struct Part {};
inline constexpr Part kPart;

}  // namespace congress::rpc

// What a list of resources is asked for.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/rpc/call.h"
#include "platform/rpc/filter.h"
#include "platform/rpc/index.h"
#include "platform/status/macros.h"

namespace congress::rpc {

// Of which fields a list needs the values: of sealed resources the graded ones take most of the time.
enum class Fields { kAll, kUngraded };

// What a list asks for.
template <class T>
struct Query {
  Filter filter = {};
  // The field by whose index the list is sorted; empty: the order that the type declares.
  std::string order_by = {};
  // Further conditions that no index serves; they cost a read of each resource that the others let pass.
  std::function<bool(const T&)> matches = nullptr;
  // Takes away what the answer does not show, so that a page is as long as its answer allows.
  std::function<void(T*)> project = nullptr;
  // What `matches` and the answer need.
  Fields fields = Fields::kAll;
  // Bytes that a resource takes in the answer; its own where nothing is said.
  std::function<size_t(const T&)> bytes = nullptr;

  // Lets pass only resources whose `field` is `value`; an empty value asks for nothing.
  void Only(std::string_view field, std::string_view value) {
    if (!value.empty()) filter.push_back({.field = std::string(field), .value = std::string(value)});
  }
  // Only those of `organisation` and of the ended ones for which it goes on; an empty name asks for nothing.
  void Of(const Call& call, std::string_view organisation) {
    if (organisation.empty()) return;
    std::vector<std::string> names = call.Inherited(organisation);
    names.erase(names.begin());
    filter.push_back({.field = "organisation", .value = std::string(organisation), .or_else = std::move(names)});
  }
};

// Whether the query lets the resource pass, which it may then change; `indexes` serve its filter.
template <class T>
bool Passes(const Query<T>& query, const std::vector<Index<T>>& indexes, T* resource) {
  for (const Term& term : query.filter) {
    for (const Index<T>& index : indexes) {
      const bool serves = (index.kind == IndexKind::kWords) == (term.op == Term::Operator::kHas);
      if (index.field == term.field && serves && !Meets(index.values(*resource), term)) return false;
    }
  }
  if (query.matches && !query.matches(*resource)) return false;
  if (query.project) query.project(resource);
  return true;
}

// The query that the `filter` and `order_by` of a List request ask for.
template <class T, class Request>
absl::StatusOr<Query<T>> QueryOf(const Request& request) {
  Query<T> query;
  ASSIGN_OR_RETURN(query.filter, ParseFilter(request.filter()));
  RETURN_IF_ERROR(CheckValues(query.filter, *T::descriptor()));
  query.order_by = OrderField(request.order_by());
  return query;
}

}  // namespace congress::rpc

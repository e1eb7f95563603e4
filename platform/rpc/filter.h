// `filter` of List requests: the part of AIP-160 that indexes serve.
//   filter = term { "AND" term }      term = field operator value
//   operator: = != < <= > >= and `:` (has: every word begins a word of the field)
//   value: a word without spaces, quotes and operators, or text in double quotes with \" and \\ escaped
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"

namespace congress::rpc {

struct Term {
  enum class Operator { kEquals, kNotEquals, kLess, kLessOrEqual, kGreater, kGreaterOrEqual, kHas };

  std::string field;
  Operator op = Operator::kEquals;
  std::string value;
  // Of kEquals: values that are as good.
  std::vector<std::string> or_else = {};
};

using Filter = std::vector<Term>;

// INVALID_ARGUMENT `FILTER_INVALID` names what cannot be read and where.
absl::StatusOr<Filter> ParseFilter(std::string_view text);

// INVALID_ARGUMENT `FILTER_INVALID`: a list of which `fields` are all that serve does not serve `field`. `cause` is
// `unknown_field`, `words`, `value`, `unknown_value` (`fields` are the values that there are), `not_a_day`, `order` or
// `descending`.
absl::Status NotServed(std::string_view cause, std::string_view field, const std::vector<std::string>& fields);

// The field that `order_by` names, without a word that says what is so anyway (`name asc`).
std::string OrderField(std::string_view order_by);

// NotServed unless a list that is sorted by `fields` serves this `order_by`: one of them or nothing. Stores are read
// forwards only, so none is served descending (`name desc`).
absl::Status CheckOrder(std::string_view order_by, const std::vector<std::string>& fields);

// NotServed where a term asks a field of an enumeration for what it never is (`unknown_value`), or one of days, whose
// name ends with `_date`, for what is no day, month or year (`not_a_day`).
absl::Status CheckValues(const Filter& filter, const google::protobuf::Descriptor& type);

// Whether a field with these values meets the term: one of them must, or for `!=` none may be equal. Values compare as
// text, which is right for dates in ISO 8601. `:` compares words as a searcher does (text::SearchKey).
bool Meets(const std::vector<std::string>& values, const Term& term);

// Whether each of `prefixes` begins one of `words`.
bool EachBegins(const std::vector<std::string>& words, const std::vector<std::string>& prefixes);

// The words of a text by which it is searched, each once.
std::vector<std::string> SearchWords(std::string_view text);

}  // namespace congress::rpc

#include "platform/rpc/filter.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/text/keys.h"

namespace congress::rpc {
namespace {

using Operator = Term::Operator;

constexpr size_t kMostTerms = 16;

// Longer ones first, so that `<=` is not read as `<`.
constexpr std::array<std::pair<std::string_view, Operator>, 7> kOperators = {{
    {"!=", Operator::kNotEquals},
    {"<=", Operator::kLessOrEqual},
    {">=", Operator::kGreaterOrEqual},
    {"=", Operator::kEquals},
    {"<", Operator::kLess},
    {">", Operator::kGreater},
    {":", Operator::kHas},
}};

class FilterReader {
 public:
  explicit FilterReader(std::string_view text) : rest_(text), all_(text) {}

  absl::StatusOr<Filter> Read() {
    Filter filter;
    while (true) {
      SkipSpaces();
      if (rest_.empty() && filter.empty()) return filter;
      ASSIGN_OR_RETURN(Term term, ReadTerm());
      filter.push_back(std::move(term));
      SkipSpaces();
      if (rest_.empty()) return filter;
      if (filter.size() == kMostTerms) return Refuse("too_long");
      if (Word() != "AND") return Refuse("no_and");
    }
  }

 private:
  absl::StatusOr<Term> ReadTerm() {
    Term term;
    const std::string_view field = Word();
    if (field.empty()) return Refuse("no_field");
    term.field = std::string(field);
    SkipSpaces();
    const auto op = std::find_if(kOperators.begin(), kOperators.end(),
                                 [&](const auto& known) { return rest_.starts_with(known.first); });
    if (op == kOperators.end()) return Refuse("no_operator");
    term.op = op->second;
    rest_.remove_prefix(op->first.size());
    SkipSpaces();
    if (rest_.starts_with('"')) {
      if (!Quoted(&term.value)) return Refuse("open_quote");
      return term;
    }
    term.value = std::string(Word());
    if (term.value.empty()) return Refuse("no_value");
    return term;
  }

  // Up to a space, a quote or an operator; names of resources and dates are words.
  std::string_view Word() {
    const size_t end = std::min(rest_.size(), rest_.find_first_of(" \t\n\"!=<>:()"));
    const std::string_view word = rest_.substr(0, end);
    rest_.remove_prefix(end);
    return word;
  }

  bool Quoted(std::string* value) {
    for (size_t i = 1; i < rest_.size(); ++i) {
      if (rest_[i] == '"') {
        rest_.remove_prefix(i + 1);
        return true;
      }
      if (rest_[i] == '\\' && i + 1 < rest_.size()) ++i;
      value->push_back(rest_[i]);
    }
    return false;
  }

  void SkipSpaces() {
    while (!rest_.empty() && absl::ascii_isspace(static_cast<unsigned char>(rest_.front()))) rest_.remove_prefix(1);
  }

  absl::Status Refuse(std::string_view cause) const {
    return status::InvalidArgument(
        status::PlatformReason::FILTER_INVALID,
        {{"cause", std::string(cause)}, {"position", StrCat(all_.size() - rest_.size() + 1)}});
  }

  std::string_view rest_;
  std::string_view all_;
};

bool HasWords(const std::vector<std::string>& values, const std::string& wanted) {
  std::vector<std::string> words;
  for (const std::string& value : values) {
    for (std::string& word : SearchWords(value)) words.push_back(std::move(word));
  }
  return EachBegins(words, SearchWords(wanted));
}

bool Compares(const std::string& value, const Term& term) {
  switch (term.op) {
    case Operator::kLess:
      return value < term.value;
    case Operator::kLessOrEqual:
      return value <= term.value;
    case Operator::kGreater:
      return value > term.value;
    case Operator::kGreaterOrEqual:
      return value >= term.value;
    default:
      return value == term.value;
  }
}

// `2025-07-01`, or the month or year that it begins with; also nothing, for what has no day.
bool IsDay(std::string_view value) {
  constexpr std::string_view kRest = "0000-01-01";
  if (value.empty()) return true;
  if (value.size() != 4 && value.size() != 7 && value.size() != kRest.size()) return false;
  return civil::Parse(StrCat(value, kRest.substr(value.size()))).ok();
}

// What stands before the first space, and the rest.
std::pair<std::string_view, std::string_view> Halves(std::string_view text) {
  const size_t space = std::min(text.size(), text.find(' '));
  const absl::string_view rest = absl::StripAsciiWhitespace(ToAbsl(text.substr(space)));
  return {text.substr(0, space), {rest.data(), rest.size()}};
}

}  // namespace

absl::StatusOr<Filter> ParseFilter(std::string_view text) { return FilterReader(text).Read(); }

absl::Status NotServed(std::string_view cause, std::string_view field, const std::vector<std::string>& fields) {
  return status::InvalidArgument(
      status::PlatformReason::FILTER_INVALID,
      {{"cause", std::string(cause)}, {"field", std::string(field)}, {"fields", absl::StrJoin(fields, ", ")}});
}

std::string OrderField(std::string_view order_by) {
  const auto [field, direction] = Halves(order_by);
  return std::string(absl::EqualsIgnoreCase(ToAbsl(direction), "asc") ? field : order_by);
}

absl::Status CheckOrder(std::string_view order_by, const std::vector<std::string>& fields) {
  const auto serves = [&](std::string_view field) {
    return std::find(fields.begin(), fields.end(), field) != fields.end();
  };
  const std::string field = OrderField(order_by);
  if (field.empty() || serves(field)) return absl::OkStatus();
  const auto [named, direction] = Halves(field);
  const bool descending = serves(named) && absl::EqualsIgnoreCase(ToAbsl(direction), "desc");
  return descending ? NotServed("descending", named, fields) : NotServed("order", order_by, fields);
}

absl::Status CheckValues(const Filter& filter, const google::protobuf::Descriptor& type) {
  for (const Term& term : filter) {
    if (term.field.ends_with("_date") && !IsDay(term.value)) return NotServed("not_a_day", term.field, {});
    const auto* field = type.FindFieldByName(term.field);
    if (field == nullptr || field->enum_type() == nullptr) continue;
    std::vector<std::string> values;
    // The first stands for none.
    for (int i = 1; i < field->enum_type()->value_count(); ++i) values.push_back(field->enum_type()->value(i)->name());
    if (std::find(values.begin(), values.end(), term.value) == values.end()) {
      return NotServed("unknown_value", term.field, values);
    }
  }
  return absl::OkStatus();
}

bool Meets(const std::vector<std::string>& values, const Term& term) {
  if (term.op == Operator::kHas) return HasWords(values, term.value);
  const bool any = std::any_of(values.begin(), values.end(), [&](const auto& value) {
    return Compares(value, term) || std::find(term.or_else.begin(), term.or_else.end(), value) != term.or_else.end();
  });
  return term.op == Operator::kNotEquals ? !any : any;
}

bool EachBegins(const std::vector<std::string>& words, const std::vector<std::string>& prefixes) {
  return std::all_of(prefixes.begin(), prefixes.end(), [&](const std::string& prefix) {
    return std::any_of(words.begin(), words.end(), [&](const std::string& word) { return word.starts_with(prefix); });
  });
}

std::vector<std::string> SearchWords(std::string_view text) {
  std::vector<std::string> words =
      absl::StrSplit(text::SearchKey(text), absl::ByAnyChar(" -'.,;/()"), absl::SkipEmpty());
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

}  // namespace congress::rpc

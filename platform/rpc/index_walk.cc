#include "platform/rpc/index_walk.h"

#include <algorithm>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "platform/rpc/records.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::rpc {
namespace {

using Operator = Term::Operator;

constexpr std::string_view kOrganisation = "organisation";

absl::Status NotServed(std::string_view cause, std::string_view field, const IndexQuestion& question) {
  std::vector<std::string> known;
  for (const auto& [name, kind] : question.fields) known.push_back(name);
  return status::InvalidArgument(
      status::PlatformReason::FILTER_INVALID,
      {{"cause", std::string(cause)}, {"field", std::string(field)}, {"fields", absl::StrJoin(known, ", ")}});
}

bool HasWords(std::string_view words, const std::vector<std::string>& prefixes) {
  const std::vector<std::string> known = absl::StrSplit(ToAbsl(words), ' ');
  return std::all_of(prefixes.begin(), prefixes.end(), [&](const std::string& prefix) {
    return std::any_of(known.begin(), known.end(), [&](const std::string& word) { return word.starts_with(prefix); });
  });
}

}  // namespace

absl::StatusOr<IndexWalk> IndexWalk::Begin(Call& call, IndexQuestion question) {
  IndexWalk walk(std::move(question));
  RETURN_IF_ERROR(walk.CheckFields());
  RETURN_IF_ERROR(walk.Choose(call));
  const std::string& after = walk.question_.after;
  std::erase_if(walk.ranges_,
                [&](const store::Range& range) { return range.begin >= range.end || range.end <= after; });
  if (!walk.ranges_.empty() && !after.empty() && after >= walk.ranges_.front().begin) {
    walk.ranges_.front() = walk.ranges_.front().After(after);
  }
  return walk;
}

absl::Status IndexWalk::CheckFields() const {
  for (const Term& term : question_.filter) {
    const bool words = IsIndexed(term.field, IndexKind::kWords);
    if (!words && !IsIndexed(term.field, IndexKind::kValue)) return NotServed("unknown_field", term.field, question_);
    if (words != (term.op == Operator::kHas)) return NotServed(words ? "words" : "value", term.field, question_);
  }
  const std::string& order = question_.order_by;
  if (!order.empty() && !IsIndexed(order, IndexKind::kValue)) return NotServed("order", order, question_);
  return absl::OkStatus();
}

bool IndexWalk::IsIndexed(std::string_view field, IndexKind kind) const {
  return std::any_of(question_.fields.begin(), question_.fields.end(),
                     [&](const auto& known) { return known.first == field && known.second == kind; });
}

store::Range IndexWalk::All(std::string_view field) const {
  return store::Range::Prefix(IndexPrefix(question_.type, field, question_.parent, "", /*exact=*/false));
}

std::vector<store::Range> IndexWalk::RangesOf(const Term& term) const {
  const auto prefix = [&](std::string_view value, bool exact) {
    return store::Range::Prefix(IndexPrefix(question_.type, term.field, question_.parent, value, exact));
  };
  const store::Range all = All(term.field);
  switch (term.op) {
    case Operator::kEquals:
      return {prefix(term.value, true)};
    case Operator::kLess:
      return {{all.begin, prefix(term.value, true).begin}};
    case Operator::kLessOrEqual:
      return {{all.begin, prefix(term.value, true).end}};
    case Operator::kGreater:
      return {{prefix(term.value, true).end, all.end}};
    case Operator::kGreaterOrEqual:
      return {{prefix(term.value, true).begin, all.end}};
    case Operator::kHas: {
      std::vector<store::Range> ranges;
      for (const std::string& word : SearchWords(term.value)) ranges.push_back(prefix(word, false));
      return ranges;
    }
    case Operator::kNotEquals:
      return {};
  }
  return {};
}

absl::Status IndexWalk::Choose(Call& call) {
  if (!question_.order_by.empty()) {
    ranges_ = {All(question_.order_by)};
    for (const Term& term : question_.filter) {
      if (term.field == question_.order_by && term.op != Operator::kNotEquals) ranges_ = RangesOf(term);
    }
    return absl::OkStatus();
  }
  // The range with the fewest entries answers; more than a batch are not counted.
  size_t fewest = kBatch;
  for (const Term& term : question_.filter) {
    for (const store::Range& range : RangesOf(term)) {
      ASSIGN_OR_RETURN(const auto entries, ScanRecords(call, range, kBatch));
      if (!ranges_.empty() && entries.size() >= fewest) continue;
      fewest = entries.size();
      ranges_ = {range};
      words_ = term.op == Operator::kHas ? SearchWords(term.value) : std::vector<std::string>();
    }
  }
  if (!ranges_.empty() && fewest < kBatch) return absl::OkStatus();
  const auto organisations = call.OrganisationsWith(question_.read_permission);
  const bool narrow = organisations.has_value() && IsIndexed(kOrganisation, IndexKind::kValue);
  if (ranges_.empty() && !narrow) ranges_ = {All("")};
  const bool asked = std::any_of(question_.filter.begin(), question_.filter.end(), [](const Term& term) {
    return term.field == kOrganisation && term.op == Operator::kEquals;
  });
  if (!narrow || asked) return absl::OkStatus();
  ranges_.clear();
  words_.clear();
  for (const std::string& organisation : *organisations) {
    ranges_.push_back(RangesOf({std::string(kOrganisation), Operator::kEquals, organisation}).front());
  }
  std::sort(ranges_.begin(), ranges_.end(), [](const auto& a, const auto& b) { return a.begin < b.begin; });
  return absl::OkStatus();
}

bool IndexWalk::Concerns(Call& call, const store::Record& entry) {
  const auto [known, fresh] = readable_.try_emplace(entry.organisation, false);
  if (fresh) known->second = call.Holds(question_.read_permission, entry.organisation);
  return known->second && (words_.empty() || HasWords(entry.value, words_));
}

absl::StatusOr<std::vector<IndexHit>> IndexWalk::Next(Call& call, int most) {
  std::vector<IndexHit> hits;
  ASSIGN_OR_RETURN(const auto entries, ScanRecords(call, ranges_.front(), kBatch));
  if (entries.empty()) {
    ranges_.erase(ranges_.begin());
    return hits;
  }
  std::vector<std::string> keys;
  for (const store::Record& entry : entries) {
    if (static_cast<int>(hits.size()) == most) break;
    ++examined_;
    position_ = entry.key;
    if (!Concerns(call, entry)) continue;
    hits.push_back({.entry = entry.key, .record = {}});
    keys.push_back(RecordKey(question_.type, NameInIndexKey(entry.key)));
  }
  ranges_.front() = ranges_.front().After(position_);
  ASSIGN_OR_RETURN(std::vector<store::Record> records, StoredRecords(call, keys));
  for (size_t i = 0; i < hits.size(); ++i) hits[i].record = std::move(records[i]);
  return hits;
}

}  // namespace congress::rpc

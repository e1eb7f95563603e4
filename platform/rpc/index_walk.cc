#include "platform/rpc/index_walk.h"

#include <algorithm>

#include "absl/strings/str_split.h"
#include "platform/rpc/records.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"

namespace congress::rpc {
namespace {

using Operator = Term::Operator;

constexpr std::string_view kOrganisation = "organisation";

absl::Status NotServed(std::string_view cause, std::string_view field, const IndexQuestion& question) {
  std::vector<std::string> known;
  for (const auto& [name, kind] : question.fields) known.push_back(name);
  return rpc::NotServed(cause, field, known);
}

}  // namespace

absl::StatusOr<IndexWalk> IndexWalk::Begin(Call& call, IndexQuestion question) {
  IndexWalk walk(std::move(question));
  RETURN_IF_ERROR(walk.CheckFields());
  for (const Term& term : walk.question_.filter) {
    if (term.op != Operator::kHas) continue;
    for (std::string& word : SearchWords(term.value)) walk.words_.push_back(std::move(word));
  }
  RETURN_IF_ERROR(walk.Choose(call));
  return walk;
}

absl::Status IndexWalk::CheckFields() const {
  for (const Term& term : question_.filter) {
    const bool words = IsIndexed(term.field, IndexKind::kWords);
    if (!words && !IsIndexed(term.field, IndexKind::kValue)) return NotServed("unknown_field", term.field, question_);
    if (words != (term.op == Operator::kHas)) return NotServed(words ? "words" : "value", term.field, question_);
  }
  std::vector<std::string> sorting;
  for (const auto& [name, kind] : question_.fields) {
    // Words sort no list.
    if (kind == IndexKind::kValue) sorting.push_back(name);
  }
  return CheckOrder(question_.order_by, sorting);
}

bool IndexWalk::IsIndexed(std::string_view field, IndexKind kind) const {
  return std::any_of(question_.fields.begin(), question_.fields.end(),
                     [&](const auto& known) { return known.first == field && known.second == kind; });
}

bool IndexWalk::IsAsked(std::string_view field) const {
  return std::any_of(question_.filter.begin(), question_.filter.end(),
                     [&](const Term& term) { return term.field == field && term.op == Operator::kEquals; });
}

std::vector<IndexWalk::Group> IndexWalk::GroupsOf(const Term& term) const {
  const store::Range all = store::Range::Prefix(Prefix(term.field, "", /*exact=*/false));
  const auto equal = [&](std::string_view value) {
    return store::Range::Prefix(Prefix(term.field, value, /*exact=*/true));
  };
  const store::Range bound = equal(term.value);
  switch (term.op) {
    case Operator::kEquals: {
      Group group = {bound};
      for (const std::string& value : term.or_else) group.push_back(equal(value));
      return {group};
    }
    case Operator::kLess:
      return {{{all.begin, bound.begin}}};
    case Operator::kLessOrEqual:
      return {{{all.begin, bound.end}}};
    case Operator::kGreater:
      return {{{bound.end, all.end}}};
    case Operator::kGreaterOrEqual:
      return {{{bound.begin, all.end}}};
    case Operator::kHas: {
      std::vector<Group> groups;
      for (const std::string& word : SearchWords(term.value)) {
        groups.push_back({store::Range::Prefix(Prefix(term.field, word, /*exact=*/false))});
      }
      return groups;
    }
    case Operator::kNotEquals:
      return {};
  }
  return {};
}

absl::Status IndexWalk::Choose(Call& call) {
  if (!question_.order_by.empty()) {
    AddSource(Prefix(question_.order_by, "", /*exact=*/false));
    return absl::OkStatus();
  }
  const Term* chosen = nullptr;
  Group group;
  size_t fewest = 0;
  for (const Term& term : question_.filter) {
    for (Group& one : GroupsOf(term)) {
      size_t count = 0;
      for (const store::Range& range : one) {
        ASSIGN_OR_RETURN(const auto entries, ScanRecords(call, range, kBatch));
        count += entries.size();
      }
      if (chosen != nullptr && count >= fewest) continue;
      chosen = &term;
      group = std::move(one);
      fewest = count;
    }
  }
  // Of many organisations only some may be the caller's.
  const auto organisations = call.OrganisationsWith(question_.read_permission);
  const bool narrow = !question_.read_elsewhere && organisations.has_value() &&
                      organisations->size() <= kMostOrganisations && IsIndexed(kOrganisation, IndexKind::kValue) &&
                      !IsAsked(kOrganisation);
  if (narrow && (chosen == nullptr || fewest >= kBatch)) {
    for (const std::string& one : *organisations) AddSource(Prefix(kOrganisation, one, /*exact=*/true));
    return absl::OkStatus();
  }
  if (chosen != nullptr && chosen->op == Operator::kEquals) {
    for (const store::Range& range : group) AddSource(range.begin);
    return absl::OkStatus();
  }
  if (chosen != nullptr) {
    store::Range range = group.front();
    std::vector<store::Record> all;
    while (static_cast<int>(all.size()) <= kMostSorted) {
      ASSIGN_OR_RETURN(auto entries, ScanRecords(call, range, kMostSorted));
      if (entries.empty()) {
        AddSorted(all);
        return absl::OkStatus();
      }
      range = range.After(entries.back().key);
      for (store::Record& entry : entries) all.push_back(std::move(entry));
    }
  }
  // Where so many are asked for, the list itself leads to them soon.
  AddSource(Prefix("", "", /*exact=*/true));
  return absl::OkStatus();
}

void IndexWalk::AddSource(const std::string& prefix) {
  store::Range range = store::Range::Prefix(prefix);
  if (!question_.after.empty()) range = range.After(prefix + question_.after);
  sources_.push_back({.prefix = prefix.size(), .range = std::move(range), .ready = {}});
}

void IndexWalk::AddSorted(const std::vector<store::Record>& entries) {
  std::map<std::string, Entry> sorted;
  for (const store::Record& record : entries) {
    std::string place(PlaceInIndexKey(record.key));
    if (place <= question_.after) continue;
    Entry entry{.place = place, .organisation = record.organisation, .words = record.value};
    // Found by two words of one name.
    sorted.emplace(std::move(place), std::move(entry));
  }
  Source source;
  for (auto& [place, entry] : sorted) source.ready.push_back(std::move(entry));
  sources_.push_back(std::move(source));
}

absl::Status IndexWalk::Fill(Call& call, Source* source) {
  if (!source->ready.empty() || !source->range.has_value()) return absl::OkStatus();
  const int batch = std::max(16, kBatch / static_cast<int>(sources_.size()));
  ASSIGN_OR_RETURN(auto records, ScanRecords(call, *source->range, batch));
  if (records.empty()) {
    source->range.reset();
    return absl::OkStatus();
  }
  *source->range = source->range->After(records.back().key);
  for (store::Record& record : records) {
    source->ready.push_back({.place = record.key.substr(source->prefix),
                             .organisation = std::move(record.organisation),
                             .words = std::move(record.value)});
  }
  return absl::OkStatus();
}

absl::StatusOr<std::optional<IndexWalk::Entry>> IndexWalk::Take(Call& call) {
  for (Source& source : sources_) RETURN_IF_ERROR(Fill(call, &source));
  std::erase_if(sources_, [](const Source& source) { return source.ready.empty(); });
  if (sources_.empty()) return std::optional<Entry>();
  const auto first = std::min_element(sources_.begin(), sources_.end(), [](const Source& a, const Source& b) {
    return a.ready.front().place < b.ready.front().place;
  });
  std::optional<Entry> entry = std::move(first->ready.front());
  first->ready.pop_front();
  return entry;
}

bool IndexWalk::Concerns(Call& call, const Entry& entry) {
  const auto [known, fresh] = readable_.try_emplace(entry.organisation, false);
  if (fresh) known->second = question_.read_elsewhere || call.Holds(question_.read_permission, entry.organisation);
  return known->second && (words_.empty() || EachBegins(absl::StrSplit(entry.words, ' '), words_));
}

absl::StatusOr<std::vector<IndexHit>> IndexWalk::Next(Call& call, int most) {
  std::vector<IndexHit> hits;
  std::vector<std::string> keys;
  for (int looked = 0; looked < kBatch && static_cast<int>(hits.size()) < most; ++looked) {
    ASSIGN_OR_RETURN(const std::optional<Entry> entry, Take(call));
    if (!entry.has_value()) break;
    ++examined_;
    place_ = entry->place;
    if (!Concerns(call, *entry)) continue;
    hits.push_back({.place = entry->place});
    keys.push_back(RecordKey(question_.type, NameInPlace(entry->place)));
  }
  ASSIGN_OR_RETURN(std::vector<store::Record> records, StoredRecords(call, keys));
  for (size_t i = 0; i < hits.size(); ++i) hits[i].record = std::move(records[i]);
  return hits;
}

}  // namespace congress::rpc

#include "platform/rpc/index.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_join.h"
#include "platform/rpc/fields.h"
#include "platform/rpc/filter.h"
#include "platform/status/strings.h"
#include "platform/sync.h"

namespace congress::rpc {
namespace {

// Parts are separated by a zero byte and keep their order: what they hold of the two lowest bytes is escaped.
constexpr char kEnd = '\0';
constexpr char kEscape = '\1';

std::string Escaped(std::string_view part) {
  std::string out;
  out.reserve(part.size());
  for (const char c : part) {
    if (c == kEnd || c == kEscape) out.push_back(kEscape);
    out.push_back(c == kEnd ? '\1' : c == kEscape ? '\2' : c);
  }
  return out;
}

// All types of the process: they are made in many places, and none may be missed.
struct AllTypes {
  Mutex mutex;
  std::set<const RecordType*> types ABSL_GUARDED_BY(mutex);
};
AllTypes& All() {
  static AllTypes& all = *new AllTypes;
  return all;
}

}  // namespace

std::vector<IndexEntry> MakeEntries(const IndexedResource& resource, const std::vector<IndexedValues>& indexes) {
  std::vector<IndexEntry> entries;
  std::vector<std::string> words;
  const auto add = [&](std::string_view field, std::string_view value) {
    for (const std::string_view under : {CollectionOf(resource.name), std::string_view(resource.of_all)}) {
      if (under.empty()) continue;
      entries.push_back(
          {IndexKey(resource.type, field, under, value, resource.order, resource.name), resource.owner, ""});
    }
  };
  add("", "");
  for (const IndexedValues& index : indexes) {
    for (const std::string& value : index.values) {
      if (index.kind == IndexKind::kValue) {
        add(index.field, value);
        continue;
      }
      for (std::string& word : SearchWords(value)) {
        add(index.field, word);
        words.push_back(std::move(word));
      }
    }
  }
  const std::string all = absl::StrJoin(words, " ");
  for (IndexEntry& entry : entries) entry.words = all;
  return entries;
}

RecordType::RecordType() {
  const MutexLock lock(All().mutex);
  All().types.insert(this);
}

RecordType::RecordType(const RecordType&) : RecordType() {}

RecordType::~RecordType() {
  const MutexLock lock(All().mutex);
  All().types.erase(this);
}

absl::Status CheckSubjects() {
  const MutexLock lock(All().mutex);
  for (const RecordType* type : All().types) {
    if (type->has_subject() || !CanHoldGraded(*type->prototype().GetDescriptor())) continue;
    return absl::FailedPreconditionError(
        StrCat(type->type(), " has graded fields, and its repository says not under whose key they are kept"));
  }
  return absl::OkStatus();
}

std::string IndexRange(std::string_view type) { return StrCat(store::kIndexes, type, "/"); }

std::string IndexPrefix(std::string_view type, std::string_view field, std::string_view parent, std::string_view value,
                        bool exact) {
  std::string prefix = StrCat(store::kIndexes, type, "/", field, "/", parent);
  prefix.push_back(kEnd);
  prefix += Escaped(value);
  if (exact) prefix.push_back(kEnd);
  return prefix;
}

std::string IndexKey(std::string_view type, std::string_view field, std::string_view parent, std::string_view value,
                     std::string_view order, std::string_view name) {
  std::string key = IndexPrefix(type, field, parent, value, /*exact=*/true);
  key += Escaped(order);
  key.push_back(kEnd);
  key += name;
  return key;
}

std::string_view PlaceInIndexKey(std::string_view key) {
  for (int part = 0; part < 2; ++part) key.remove_prefix(std::min(key.size(), key.find(kEnd) + 1));
  return key;
}

std::string_view NameInPlace(std::string_view place) { return place.substr(place.rfind(kEnd) + 1); }

std::string_view CollectionOf(std::string_view name) { return name.substr(0, name.rfind('/') + 1); }

}  // namespace congress::rpc

// Resources of one type in the service's keyspace: names to records, etags, authorisation by the resource's
// organisation, pages. Writes are only staged; the Gate commits.
#pragma once

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_join.h"
#include "platform/rpc/call.h"
#include "platform/rpc/filter.h"
#include "platform/rpc/index.h"
#include "platform/rpc/index_walk.h"
#include "platform/rpc/paging.h"
#include "platform/rpc/query.h"
#include "platform/rpc/records.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/text/order.h"

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

// ABORTED `ETAG_MISMATCH`.
absl::Status EtagMismatch(std::string_view name);
// DATA_LOSS `RECORD_DAMAGED`.
absl::Status Corrupt(std::string_view key);

template <class T>
class Repository final : public RecordType {
 public:
  // Whose resource it is, for authorisation: `organisation` by default, the resource itself where it is one.
  using Owner = std::function<std::string(const T&)>;

  // `read_permission`: what lets a caller know that a resource exists.
  explicit Repository(std::string read_permission, Owner owner = DefaultOwner)
      : read_permission_(std::move(read_permission)), owner_(std::move(owner)) {}
  // A type with indexes has one Repository in the service, lest one of two leaves the entries as they were.
  Repository(std::string read_permission, Indexes<T> indexes)
      : read_permission_(std::move(read_permission)), owner_(DefaultOwner), indexes_(std::move(indexes)) {}
  Repository(Part, std::string read_permission, Owner owner = DefaultOwner)
      : part_(true), read_permission_(std::move(read_permission)), owner_(std::move(owner)) {}
  // `read_permission`: for an index that List reads in place of its resources.
  explicit Repository(Unlisted, std::string read_permission = "")
      : listed_(false), read_permission_(std::move(read_permission)), owner_(DefaultOwner) {}

  // The resource, for a caller who may read it and holds the method's permission there. NOT_FOUND alike when it is
  // missing or may not be read.
  absl::StatusOr<T> Get(Call& call, std::string_view name) const {
    ASSIGN_OR_RETURN(T resource, LoadForRead(call, name));
    RETURN_IF_ERROR(call.Require(owner_(resource)));
    return resource;
  }

  // Like Get, but demands only the read permission: for resources that a method needs besides its own.
  absl::StatusOr<T> Read(Call& call, std::string_view name) const {
    ASSIGN_OR_RETURN(T resource, LoadForRead(call, name));
    RETURN_IF_ERROR(call.Require(read_permission_, owner_(resource)));
    return resource;
  }

  // Like Read, but what the province owns may be used by whoever may read its kind anywhere: rule sets and templates
  // are made there once, for the whole tree.
  absl::StatusOr<T> ReadShared(Call& call, std::string_view name) const {
    ASSIGN_OR_RETURN(T resource, Load(call, name));
    const std::string owner = owner_(resource);
    const absl::Status held =
        owner == auth::kProvince ? call.RequireAnywhere(read_permission_) : call.Require(read_permission_, owner);
    if (!held.ok()) return NotFound(name);
    return resource;
  }

  // The resource without authorisation, for decisions that another Require has covered. What was read must still
  // hold at the commit. NOT_FOUND is noted as well: another call must not create it meanwhile.
  absl::StatusOr<T> Load(Call& call, std::string_view name) const {
    auto record = LoadRecord(call, KeyOf(name));
    if (absl::IsNotFound(record.status())) return NotFound(name);
    if (!record.ok()) return record.status();
    return Parse(*record);
  }

  // Like Load, but `blank`, which bears the name, where there is none yet: for records that the first call to need them
  // begins.
  absl::StatusOr<T> LoadOr(Call& call, T blank) const {
    auto known = Load(call, blank.name());
    if (absl::IsNotFound(known.status())) return blank;
    return known;
  }

  // Whether the resource exists, without authorisation.
  absl::StatusOr<bool> Exists(Call& call, std::string_view name) const {
    const auto record = LoadRecord(call, KeyOf(name));
    if (absl::IsNotFound(record.status())) return false;
    if (!record.ok()) return record.status();
    return true;
  }

  // Every resource under `parent` (`congresses/x/documents/`-like prefix made from collection and parent), without
  // authorisation and without a check at the commit. What this call has staged is seen.
  absl::StatusOr<std::vector<T>> LoadAll(Call& call, std::string_view prefix) const {
    std::vector<T> all;
    store::Range range = store::Range::Prefix(KeyOf(prefix));
    while (true) {
      ASSIGN_OR_RETURN(const auto records, ScanRecords(call, range, kMaxPageSize));
      if (records.empty()) return all;
      for (const auto& record : records) {
        ASSIGN_OR_RETURN(T resource, Parse(record));
        all.push_back(std::move(resource));
      }
      range = range.After(records.back().key);
    }
  }

  // Shows `visit` every resource whose name begins with `prefix` and that the caller may read, without a check at the
  // commit. Others are not even decoded. For types with indexes, which have one owner.
  absl::Status Visit(Call& call, std::string_view prefix, const std::function<void(const T&)>& visit) const {
    call.Filtered();
    store::Range range = store::Range::Prefix(KeyOf(prefix));
    while (true) {
      ASSIGN_OR_RETURN(const auto records, ScanRecords(call, range, kMaxPageSize));
      if (records.empty()) return absl::OkStatus();
      for (const auto& record : records) {
        ASSIGN_OR_RETURN(const std::optional<T> resource, Passing(call, record, {}));
        if (resource.has_value()) visit(*resource);
      }
      range = range.After(records.back().key);
    }
  }

  // One page of the resources directly under `parent` (`congresses/x/dossiers/`) that the query lets pass and the
  // caller may read, found by the declared indexes; what the call has staged is not found. INVALID_ARGUMENT
  // `FILTER_INVALID` for a field or an order that no index serves. A page may hold fewer than were asked for, or none,
  // and still not be the last.
  absl::StatusOr<Page<T>> Find(Call& call, std::string_view parent, const PageRequest& page,
                               const Query<T>& query = {}) const {
    call.Filtered();
    Page<T> result;
    ASSIGN_OR_RETURN(IndexWalk walk, WalkOf(call, parent, page, query));
    const auto size = static_cast<size_t>(ClampPageSize(page.page_size));
    size_t bytes = 0;
    std::string last;  // Place of what was looked at last.
    while (!walk.done()) {
      ASSIGN_OR_RETURN(std::vector<IndexHit> hits, walk.Next(call, static_cast<int>(size - result.items.size()) + 1));
      for (IndexHit& hit : hits) {
        std::optional<T> resource;
        const bool deleted = hit.record.revision == store::kAbsent;
        if (!deleted) {
          ASSIGN_OR_RETURN(resource, Passing(call, hit.record, query));
        }
        if (resource.has_value()) {
          bytes += query.bytes ? query.bytes(*resource) : resource->ByteSizeLong();
          if (result.items.size() == size || (bytes > kMaxPageBytes && !result.items.empty())) {
            result.next_page_token = TokenFor(page, last, call.store().Epoch());
            return result;
          }
          result.items.push_back(*std::move(resource));
        }
        last = std::move(hit.place);
      }
      if (walk.tired() && !walk.done()) {
        result.next_page_token = TokenFor(page, walk.place(), call.store().Epoch());
        return result;
      }
    }
    return result;
  }

  // One page of the resources whose name begins with `prefix` (such as `congresses/x/documents/`), those that the
  // caller may read and that `matches` lets pass. It ends early after 8 MiB.
  absl::StatusOr<Page<T>> List(Call& call, std::string_view prefix, const PageRequest& page,
                               const std::function<bool(const T&)>& matches = nullptr) const {
    call.Filtered();
    Page<T> result;
    size_t bytes = 0;
    ASSIGN_OR_RETURN(const std::string last_key, LastKeyOf(page, call.store().Epoch()));
    store::Range range = store::Range::Prefix(KeyOf(prefix));
    if (!last_key.empty()) range = range.After(last_key);
    while (true) {
      ASSIGN_OR_RETURN(const auto records, ScanRecords(call, range, ClampPageSize(page.page_size) + 1));
      if (records.empty()) return result;
      for (const auto& record : records) {
        ASSIGN_OR_RETURN(const bool full, TakeInto(&result, call, record, page, matches, &bytes));
        if (full) return result;
      }
      range = range.After(records.back().key);
    }
  }

  // The same in natural order (2 before 10), for types of which there are thousands at most: each page looks at all.
  absl::StatusOr<Page<T>> ListNaturally(Call& call, std::string_view prefix, const PageRequest& page,
                                        const std::function<bool(const T&)>& matches = nullptr) const {
    call.Filtered();
    ASSIGN_OR_RETURN(const std::string last_key, LastKeyOf(page, call.store().Epoch()));
    const store::Range range = store::Range::Prefix(KeyOf(prefix));
    ASSIGN_OR_RETURN(const auto records, RecordsInNaturalOrder(call, range, last_key));
    Page<T> result;
    size_t bytes = 0;
    for (const store::Record& record : records) {
      ASSIGN_OR_RETURN(const bool full, TakeInto(&result, call, record, page, matches, &bytes));
      if (full) break;
    }
    return result;
  }

  // Stages a new resource; ALREADY_EXISTS when the name is taken. Demands the method's permission at its owner.
  absl::StatusOr<T> Create(Call& call, T resource) const {
    RETURN_IF_ERROR(call.Require(owner_(resource)));
    ASSIGN_OR_RETURN(const bool exists, Exists(call, resource.name()));
    if (exists) return status::AlreadyExists(TypeName(), resource.name());
    return Put(call, std::move(resource));
  }

  // Read → etag → decide → stage. `decide` is `T -> absl::StatusOr<T>`; an empty etag is no condition.
  template <class Decide>
  absl::StatusOr<T> Mutate(Call& call, std::string_view name, std::string_view etag, Decide decide) const {
    ASSIGN_OR_RETURN(T resource, Get(call, name));
    RETURN_IF_ERROR(CheckEtag(resource, etag));
    ASSIGN_OR_RETURN(T decided, decide(std::move(resource)));
    return Put(call, std::move(decided));
  }

  // ABORTED `ETAG_MISMATCH` unless `etag` is empty or the resource's.
  static absl::Status CheckEtag(const T& resource, std::string_view etag) {
    if (etag.empty() || etag == resource.etag()) return absl::OkStatus();
    return EtagMismatch(resource.name());
  }

  // Stages the resource as it is, new or changed, without authorisation. Its etag is empty until the commit.
  T Put(Call& call, T resource) const {
    const std::string key = KeyOf(resource.name());
    resource.clear_etag();
    store::Write write{.key = key, .value = resource.SerializeAsString(), .organisation = owner_(resource)};
    call.changes().Put(std::move(write), listed_ ? resource.name() : "", this, Entries(resource));
    return resource;
  }

  // Like Put, for a resource that the caller knows to be new: the commit is refused when its name is taken meanwhile.
  T PutNew(Call& call, T resource) const {
    call.changes().Expect(KeyOf(resource.name()), store::kAbsent);
    return Put(call, std::move(resource));
  }

  // Stages the deletion, without authorisation.
  void Delete(Call& call, std::string_view name) const {
    call.changes().Put({.key = KeyOf(name)}, listed_ ? name : "", this);
  }

  std::string type() const override { return TypeName(); }
  const std::string& read_permission() const override { return read_permission_; }
  bool part() const override { return part_; }
  const google::protobuf::Message& prototype() const override { return T::default_instance(); }
  bool indexed() const override { return !indexes_.by.empty() || indexes_.order; }
  std::string declaration() const override {
    const std::string fields = absl::StrJoin(indexes_.by, ",", [](std::string* out, const Index<T>& index) {
      absl::StrAppend(out, index.field, index.kind == IndexKind::kWords ? ":" : "=", index.version);
    });
    return indexes_.of_all.empty() ? fields : StrCat(fields, ",", indexes_.of_all);
  }
  absl::StatusOr<std::vector<IndexEntry>> EntriesOf(const store::Record& record) const override {
    ASSIGN_OR_RETURN(const T resource, Parse(record));
    return Entries(resource);
  }

 private:
  static std::string DefaultOwner(const T& resource) {
    if constexpr (requires { resource.organisation(); }) {
      return resource.organisation();
    } else {
      return resource.name();
    }
  }
  static std::string TypeName() { return std::string(T::descriptor()->name()); }
  static std::string KeyOf(std::string_view name) { return RecordKey(TypeName(), name); }
  static absl::Status NotFound(std::string_view name) { return status::NotFound(TypeName(), name); }

  static absl::StatusOr<T> Parse(const store::Record& record) {
    T resource;
    if (!resource.ParseFromString(record.value)) return Corrupt(record.key);
    if (record.revision != store::kAbsent) resource.set_etag(StrCat(record.revision));
    return resource;
  }

  absl::StatusOr<T> LoadForRead(Call& call, std::string_view name) const {
    ASSIGN_OR_RETURN(T resource, Load(call, name));
    if (!call.Holds(read_permission_, owner_(resource))) return NotFound(name);
    return resource;
  }

  // Adds the resource to the page when it may be read and is asked for. True when the page is full without it.
  absl::StatusOr<bool> TakeInto(Page<T>* taken, Call& call, const store::Record& record, const PageRequest& page,
                                const std::function<bool(const T&)>& matches, size_t* bytes) const {
    ASSIGN_OR_RETURN(T resource, Parse(record));
    if (!call.Holds(read_permission_, owner_(resource)) || (matches && !matches(resource))) return false;
    *bytes += record.value.size();
    if (static_cast<int>(taken->items.size()) == ClampPageSize(page.page_size) ||
        (*bytes > kMaxPageBytes && !taken->items.empty())) {
      taken->next_page_token = TokenFor(page, KeyOf(taken->items.back().name()), call.store().Epoch());
      return true;
    }
    taken->items.push_back(std::move(resource));
    return false;
  }

  absl::StatusOr<IndexWalk> WalkOf(Call& call, std::string_view parent, const PageRequest& page,
                                   const Query<T>& query) const {
    IndexQuestion question{.type = TypeName(),
                           .parent = std::string(parent),
                           .read_permission = read_permission_,
                           .filter = query.filter,
                           .order_by = query.order_by};
    for (const Index<T>& index : indexes_.by) question.fields.emplace_back(index.field, index.kind);
    ASSIGN_OR_RETURN(question.after, LastKeyOf(page, call.store().Epoch()));
    return IndexWalk::Begin(call, std::move(question));
  }

  // The resource of a record when it may be read and is asked for. Its envelope tells first whose it is: of a type with
  // one repository, and so one owner.
  absl::StatusOr<std::optional<T>> Passing(Call& call, const store::Record& record, const Query<T>& query) const {
    if (!record.organisation.empty() && !call.Holds(read_permission_, record.organisation)) return std::optional<T>();
    ASSIGN_OR_RETURN(T resource, Parse(record));
    if (record.organisation.empty() && !call.Holds(read_permission_, owner_(resource))) return std::optional<T>();
    for (const Term& term : query.filter) {
      for (const Index<T>& index : indexes_.by) {
        const bool serves = (index.kind == IndexKind::kWords) == (term.op == Term::Operator::kHas);
        if (index.field == term.field && serves && !Meets(index.values(resource), term)) return std::optional<T>();
      }
    }
    if (query.matches && !query.matches(resource)) return std::optional<T>();
    if (query.project) query.project(&resource);
    return resource;
  }

  std::vector<IndexEntry> Entries(const T& resource) const {
    std::vector<IndexEntry> entries;
    if (!indexed()) return entries;
    const std::string_view parent = CollectionOf(resource.name());
    const std::string order = indexes_.order ? indexes_.order(resource) : text::NaturalKey(resource.name());
    const std::string owner = owner_(resource);
    std::vector<std::string> all;
    const auto add = [&](std::string_view field, std::string_view value) {
      for (const std::string_view under : {parent, std::string_view(indexes_.of_all)}) {
        if (under.empty()) continue;
        entries.push_back({IndexKey(TypeName(), field, under, value, order, resource.name()), owner, ""});
      }
    };
    add("", "");
    for (const Index<T>& index : indexes_.by) {
      for (const std::string& value : index.values(resource)) {
        if (index.kind == IndexKind::kValue) {
          add(index.field, value);
          continue;
        }
        for (std::string& word : SearchWords(value)) {
          add(index.field, word);
          all.push_back(std::move(word));
        }
      }
    }
    const std::string words = absl::StrJoin(all, " ");
    for (IndexEntry& entry : entries) entry.words = words;
    return entries;
  }

  bool listed_ = true;
  bool part_ = false;
  std::string read_permission_;
  Owner owner_;
  Indexes<T> indexes_;
};

}  // namespace congress::rpc

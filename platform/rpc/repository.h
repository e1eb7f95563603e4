// Resources of one type in the service's keyspace: names to records, etags, authorisation by the resource's
// organisation, pages. Writes are only staged; the Gate commits.
#pragma once

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/rpc/call.h"
#include "platform/rpc/paging.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

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

// Where the record of a resource lies; `type` is the short name of its message.
std::string RecordKey(std::string_view type, std::string_view name);
// One record as the call sees it, what it has staged included; it must still be so at the commit.
absl::StatusOr<store::Record> LoadRecord(Call& call, std::string_view key);
// Records of a range as the call sees them; empty at the end only.
absl::StatusOr<std::vector<store::Record>> ScanRecords(Call& call, const store::Range& range, int limit);
// ABORTED `ETAG_MISMATCH`.
absl::Status EtagMismatch(std::string_view name);
// DATA_LOSS `RECORD_CORRUPT`.
absl::Status Corrupt(std::string_view key);

template <class T>
class Repository {
 public:
  // Whose resource it is, for authorisation: `organisation` by default, the resource itself where it is one.
  using Owner = std::function<std::string(const T&)>;

  // `read_permission`: what lets a caller know that a resource exists.
  explicit Repository(std::string read_permission, Owner owner = DefaultOwner)
      : read_permission_(std::move(read_permission)), owner_(std::move(owner)) {}
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

  // One page of the resources whose name begins with `prefix` (such as `congresses/x/documents/`), those that the
  // caller may read and that `matches` lets pass. It ends early after 8 MiB.
  absl::StatusOr<Page<T>> List(Call& call, std::string_view prefix, const PageRequest& page,
                               const std::function<bool(const T&)>& matches = nullptr) const {
    call.Filtered();
    Page<T> result;
    const int size = ClampPageSize(page.page_size);
    size_t bytes = 0;
    ASSIGN_OR_RETURN(const std::string last_key, LastKeyOf(page));
    store::Range range = store::Range::Prefix(KeyOf(prefix));
    if (!last_key.empty()) range = range.After(last_key);
    while (true) {
      ASSIGN_OR_RETURN(const auto records, ScanRecords(call, range, size + 1));
      if (records.empty()) return result;
      for (const auto& record : records) {
        ASSIGN_OR_RETURN(T resource, Parse(record));
        if (!call.Holds(read_permission_, owner_(resource)) || (matches && !matches(resource))) continue;
        bytes += record.value.size();
        if (static_cast<int>(result.items.size()) == size || bytes > kMaxPageBytes) {
          result.next_page_token = TokenFor(page, KeyOf(result.items.back().name()));
          return result;
        }
        result.items.push_back(std::move(resource));
      }
      range = range.After(records.back().key);
    }
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
    store::Write write{key, resource.SerializeAsString(), std::nullopt};
    call.changes().Put(std::move(write), listed_ ? resource.name() : "");
    return resource;
  }

  // Like Put, for a resource that the caller knows to be new: the commit is refused when its name is taken meanwhile.
  T PutNew(Call& call, T resource) const {
    call.changes().Expect(KeyOf(resource.name()), store::kAbsent);
    return Put(call, std::move(resource));
  }

  // Stages the deletion, without authorisation.
  void Delete(Call& call, std::string_view name) const {
    call.changes().Put({KeyOf(name), std::nullopt, std::nullopt}, listed_ ? name : "");
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

  bool listed_ = true;
  std::string read_permission_;
  Owner owner_;
};

}  // namespace congress::rpc

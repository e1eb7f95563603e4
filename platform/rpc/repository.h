// Resources of one type in the service's keyspace: names to records, etags, authorisation by the resource's
// organisation, pages. Writes are only staged; the Gate commits.
#pragma once

#include <algorithm>
#include <functional>
#include <optional>
#include <span>
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
#include "platform/rpc/kind_of_records.h"
#include "platform/rpc/paging.h"
#include "platform/rpc/query.h"
#include "platform/rpc/records.h"
#include "platform/rpc/sealing.h"
#include "platform/rpc/unseen.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/text/order.h"

namespace congress::rpc {

template <class T>
class Repository final : public RecordType {
 public:
  // Whose resource it is, for authorisation: `organisation` by default, the resource itself where it is one.
  using Owner = std::function<std::string(const T&)>;

  // Under whose key graded fields are kept, such as `persons/p-7`. A type that has some cannot be served without it.
  using Subject = std::function<std::string(const T&)>;

  // `read_permission`: what lets a caller know that a resource exists.
  explicit Repository(std::string read_permission, Owner owner = OwnerOf<T>, Subject subject = nullptr)
      : read_permission_(std::move(read_permission)), owner_(std::move(owner)), subject_(std::move(subject)) {}
  // A type with indexes has one Repository in the service, lest one of two leaves the entries as they were.
  Repository(std::string read_permission, Indexes<T> indexes, Subject subject = nullptr)
      : read_permission_(std::move(read_permission)),
        owner_(OwnerOf<T>),
        subject_(std::move(subject)),
        indexes_(std::move(indexes)) {}
  Repository(Part, std::string read_permission, Owner owner = OwnerOf<T>, Subject subject = nullptr)
      : part_(true),
        read_permission_(std::move(read_permission)),
        owner_(std::move(owner)),
        subject_(std::move(subject)) {}
  // `read_permission`: for an index that List reads in place of its resources.
  explicit Repository(Unlisted, std::string read_permission = "", Subject subject = nullptr)
      : listed_(false),
        read_permission_(std::move(read_permission)),
        owner_(OwnerOf<T>),
        subject_(std::move(subject)) {}

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

  // Like Read, but what the province owns, such as rules, may be used by whoever may read its kind anywhere.
  absl::StatusOr<T> ReadShared(Call& call, std::string_view name) const {
    ASSIGN_OR_RETURN(T resource, Load(call, name));
    const std::string owner = owner_(resource);
    const bool all = owner == auth::kProvince;
    const absl::Status held = all ? call.RequireAnywhere(read_permission_) : call.Require(read_permission_, owner);
    return held.ok() ? absl::StatusOr<T>(std::move(resource)) : NotFound(name);
  }

  // The resource without authorisation, for decisions that another Require has covered. What was read must still
  // hold at the commit. NOT_FOUND is noted as well: another call must not create it meanwhile.
  absl::StatusOr<T> Load(Call& call, std::string_view name) const {
    auto record = LoadRecord(call, KeyOf(name));
    if (absl::IsNotFound(record.status())) return NotFound(name);
    if (!record.ok()) return record.status();
    ASSIGN_OR_RETURN(T resource, ParseFor(call, *record));
    RETURN_IF_ERROR(Open(call, {&*record, 1}, {&resource, 1}));
    return resource;
  }

  // Like Load, but `blank`, which bears the name, where there is none yet.
  absl::StatusOr<T> LoadOr(Call& call, T blank) const {
    auto known = Load(call, blank.name());
    return absl::IsNotFound(known.status()) ? absl::StatusOr<T>(std::move(blank)) : known;
  }

  // Whether the resource exists, without authorisation.
  absl::StatusOr<bool> Exists(Call& call, std::string_view name) const {
    const absl::Status found = LoadRecord(call, KeyOf(name)).status();
    if (!found.ok() && !absl::IsNotFound(found)) return found;
    return found.ok();
  }

  // Every resource whose name begins with `prefix`, without authorisation; what this call has staged is seen. Who
  // decides on the whole says CollideOn before (records.h). `damaged` takes the names of those whose graded fields
  // cannot be read, which are there without them and are not to be written; where it is null they fail it.
  absl::StatusOr<std::vector<T>> LoadAll(Call& call, std::string_view prefix,
                                         std::set<std::string>* damaged = nullptr) const {
    std::vector<T> all;
    store::Range range = store::Range::Prefix(KeyOf(prefix));
    while (true) {
      ASSIGN_OR_RETURN(const auto records, ScanRecords(call, range, kMaxPageSize));
      if (records.empty()) return all;
      NoteSeen(call, records);
      const size_t begin = all.size();
      for (const auto& record : records) {
        ASSIGN_OR_RETURN(all.emplace_back(), ParseFor(call, record));
      }
      RETURN_IF_ERROR(Open(call, records, std::span(all).subspan(begin), damaged));
      range = range.After(records.back().key);
    }
  }

  // Shows `visit` every resource whose name begins with `prefix` and that the caller may read, without a check at the
  // commit. Others are not even decoded. For types with indexes, which have one owner.
  absl::Status Visit(Call& call, std::string_view prefix, const std::function<void(const T&)>& visit,
                     Fields fields = Fields::kAll) const {
    call.Filtered();
    store::Range range = store::Range::Prefix(KeyOf(prefix));
    while (true) {
      ASSIGN_OR_RETURN(const auto records, ScanRecords(call, range, kMaxPageSize));
      if (records.empty()) return absl::OkStatus();
      ASSIGN_OR_RETURN(const auto resources, Readable(call, records, fields));
      for (const std::optional<T>& resource : resources) {
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
      std::vector<store::Record> records;
      for (IndexHit& hit : hits) records.push_back(std::move(hit.record));
      ASSIGN_OR_RETURN(auto resources, Readable(call, records, query.fields));
      for (size_t i = 0; i < hits.size(); ++i) {
        std::optional<T>& resource = resources[i];
        if (resource.has_value() && Passes(query, indexes_.by, &*resource)) {
          bytes += query.bytes ? query.bytes(*resource) : resource->ByteSizeLong();
          if (result.items.size() == size || (bytes > kMaxPageBytes && !result.items.empty())) {
            result.next_page_token = TokenFor(page, last, call.store().Epoch());
            return result;
          }
          result.items.push_back(*std::move(resource));
        }
        last = std::move(hits[i].place);
      }
      if (walk.tired() && !walk.done()) {
        result.next_page_token = TokenFor(page, walk.place(), call.store().Epoch());
        return result;
      }
    }
    return result;
  }

  // One page of the resources whose name begins with `prefix`, those that the caller may read and that `matches` lets
  // pass. It ends early after 8 MiB.
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
      ASSIGN_OR_RETURN(const bool full, TakeAllInto(&result, call, records, page, matches, &bytes));
      if (full) return result;
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
    for (std::span<const store::Record> rest = records; !rest.empty();) {
      const auto next = rest.first(std::min(rest.size(), static_cast<size_t>(ClampPageSize(page.page_size)) + 1));
      ASSIGN_OR_RETURN(const bool full, TakeAllInto(&result, call, next, page, matches, &bytes));
      if (full) break;
      rest = rest.subspan(next.size());
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
    return etag.empty() || etag == resource.etag() ? absl::OkStatus() : EtagMismatch(resource.name());
  }

  // Stages the resource, without authorisation. What the call has read of it, also in a list, must be so at the commit;
  // its etag is empty until then. Who is not cleared for what changes does not see the change; where the resource shows
  // none, who is not cleared for `seen_from`.
  T Put(Call& call, T resource, annotations::v1::Grade seen_from = annotations::v1::GRADE_UNSPECIFIED) const {
    resource.clear_etag();
    const std::string key = KeyOf(resource.name());
    call.changes().Put({.key = key, .value = resource.SerializeAsString(), .organisation = owner_(resource)},
                       listed_ ? resource.name() : "", this, Entries(resource));
    call.changes().SetSeenFrom(key, seen_from);
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
  bool has_subject() const override { return subject_ != nullptr; }
  std::string SubjectOf(const google::protobuf::Message& resource) const override {
    return subject_ ? subject_(static_cast<const T&>(resource)) : "";
  }

 private:
  static std::string TypeName() { return std::string(T::descriptor()->name()); }
  static std::string KeyOf(std::string_view name) { return RecordKey(TypeName(), name); }
  static absl::Status NotFound(std::string_view name) { return status::NotFound(TypeName(), name); }

  // As it is stored: of a sealed record without the graded fields, which Open puts back.
  static absl::StatusOr<T> Parse(const store::Record& record) {
    T resource;
    if (!resource.ParseFromString(record.value)) return Corrupt(record.key);
    if (record.revision != store::kAbsent) resource.set_etag(StrCat(record.revision));
    return resource;
  }

  static absl::StatusOr<T> ParseFor(const Call& call, const store::Record& record) {
    ASSIGN_OR_RETURN(T resource, Parse(record));
    ShowAsSeen(call.principal().clearance, &resource);
    return resource;
  }

  absl::Status Open(Call& call, std::span<const store::Record> records, std::span<T> resources,
                    std::set<std::string>* damaged = nullptr) const {
    std::vector<SealedResource> sealed;
    for (size_t i = 0; i < records.size(); ++i) {
      if (records[i].sealed) sealed.push_back({records[i].key, SubjectOf(resources[i]), &resources[i]});
    }
    return sealed.empty() ? absl::OkStatus() : OpenGraded(call, sealed, damaged);
  }

  // The resources of the records that the caller may read; none of one that is absent. The envelope tells first whose
  // it is, of a type with one repository and so one owner.
  absl::StatusOr<std::vector<std::optional<T>>> Readable(Call& call, std::span<const store::Record> records,
                                                         Fields fields = Fields::kAll) const {
    NoteSeen(call, records);
    std::vector<std::optional<T>> readable(records.size());
    std::vector<SealedResource> sealed;
    for (size_t i = 0; i < records.size(); ++i) {
      const store::Record& record = records[i];
      const bool told = indexed() && !record.organisation.empty();
      const bool absent = record.revision == store::kAbsent && record.value.empty();
      const bool held = told && call.Holds(read_permission_, record.organisation);
      if (absent || (told && !held && indexes_.also_read_at == nullptr)) continue;
      ASSIGN_OR_RETURN(T resource, ParseFor(call, record));
      if (!held && !MayRead(call, resource)) continue;
      readable[i] = std::move(resource);
      if (!record.sealed) continue;
      if (fields == Fields::kUngraded) {
        LeaveClosed(&*readable[i]);
      } else {
        sealed.push_back({record.key, SubjectOf(*readable[i]), &*readable[i]});
      }
    }
    if (!sealed.empty()) RETURN_IF_ERROR(OpenListed(call, sealed));
    return readable;
  }

  bool MayRead(const Call& call, const T& resource) const {
    if (call.Holds(read_permission_, owner_(resource))) return true;
    return indexes_.also_read_at && HoldsAtOneOf(call, read_permission_, indexes_.also_read_at(resource));
  }

  absl::StatusOr<T> LoadForRead(Call& call, std::string_view name) const {
    ASSIGN_OR_RETURN(T resource, Load(call, name));
    return MayRead(call, resource) ? absl::StatusOr<T>(std::move(resource)) : NotFound(name);
  }

  // Adds those that may be read and are asked for to the page. True when it is full without the rest.
  absl::StatusOr<bool> TakeAllInto(Page<T>* taken, Call& call, std::span<const store::Record> records,
                                   const PageRequest& page, const std::function<bool(const T&)>& matches,
                                   size_t* bytes) const {
    ASSIGN_OR_RETURN(auto resources, Readable(call, records));
    for (size_t i = 0; i < records.size(); ++i) {
      std::optional<T>& resource = resources[i];
      if (!resource.has_value() || (matches && !matches(*resource))) continue;
      *bytes += records[i].value.size();
      if (static_cast<int>(taken->items.size()) == ClampPageSize(page.page_size) ||
          (*bytes > kMaxPageBytes && !taken->items.empty())) {
        taken->next_page_token = TokenFor(page, KeyOf(taken->items.back().name()), call.store().Epoch());
        return true;
      }
      taken->items.push_back(*std::move(resource));
    }
    return false;
  }

  absl::StatusOr<IndexWalk> WalkOf(Call& call, std::string_view parent, const PageRequest& page,
                                   const Query<T>& query) const {
    IndexQuestion question{.type = TypeName(),
                           .parent = std::string(parent),
                           .read_permission = read_permission_,
                           .read_elsewhere = indexes_.also_read_at != nullptr,
                           .filter = query.filter,
                           .order_by = query.order_by};
    for (const Index<T>& index : indexes_.by) question.fields.emplace_back(index.field, index.kind);
    ASSIGN_OR_RETURN(question.after, LastKeyOf(page, call.store().Epoch()));
    return IndexWalk::Begin(call, std::move(question));
  }

  std::vector<IndexEntry> Entries(const T& resource) const {
    if (!indexed()) return {};
    std::vector<IndexedValues> values;
    for (const Index<T>& index : indexes_.by) values.push_back({index.field, index.kind, index.values(resource)});
    const std::string order = indexes_.order ? indexes_.order(resource) : text::NaturalKey(resource.name());
    return MakeEntries({TypeName(), resource.name(), owner_(resource), order, indexes_.of_all}, values);
  }

  bool listed_ = true;
  bool part_ = false;
  std::string read_permission_;
  Owner owner_;
  Subject subject_;
  Indexes<T> indexes_;
};

}  // namespace congress::rpc

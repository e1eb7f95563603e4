// Indexes: under what the records of one type are found besides their names. Declared once beside the Repository; their
// entries are staged with every write and rebuilt for old stores.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "platform/store/store.h"

namespace congress::rpc {

enum class IndexKind {
  kValue,  // By the value as it is: for =, and for <, > of dates.
  kWords,  // By each word as a searcher writes it: for `:`.
};

// One field by which resources of type T are found, listed and filtered.
template <class T>
struct Index {
  std::string field;
  std::function<std::vector<std::string>(const T&)> values;
  IndexKind kind = IndexKind::kValue;
  // Raised when `values` or the order gives others than it did, so that stores are brought up to date.
  int version = 1;
};

// The values of an index that is a string of the resource: `Value(&v1::Person::organisation)`. Empty: it has none.
template <class T>
std::function<std::vector<std::string>(const T&)> Value(const std::string& (T::*field)() const) {
  return [field](const T& resource) {
    const std::string& value = (resource.*field)();
    return value.empty() ? std::vector<std::string>() : std::vector<std::string>{value};
  };
}

// The indexes of a type. `order` gives the key by which a list is sorted where nothing else is asked.
template <class T>
struct Indexes {
  std::function<std::string(const T&)> order;
  std::vector<Index<T>> by;
  // Under which the resources of all parents are listed as well, such as `numberSeries/-/papers/`; empty: under none.
  std::string of_all = {};
  // Organisations besides its own at which the resource may be read as well; null: none. Lists look at every resource
  // then, as the entries tell the owner alone.
  std::function<std::vector<std::string>(const T&)> also_read_at = nullptr;
};

// One entry: a record whose key says what is found and in which order.
struct IndexEntry {
  std::string key;
  // Whose resource it is: a list judges by it what the caller may read, before the resource is read.
  std::string organisation;
  // All words by which the resource is searched, so that no other is read in vain.
  std::string words;

  bool operator==(const IndexEntry&) const = default;
};

// A resource to be found, and what it has in one field of an index.
struct IndexedResource {
  std::string type;
  std::string name;
  std::string owner;
  // Where it stands in lists.
  std::string order;
  // As Indexes has it.
  std::string of_all;
};
struct IndexedValues {
  std::string field;
  IndexKind kind = IndexKind::kValue;
  std::vector<std::string> values;
};
std::vector<IndexEntry> MakeEntries(const IndexedResource& resource, const std::vector<IndexedValues>& indexes);

// What the Gate and upkeep know of the records of one type.
class RecordType {
 public:
  virtual ~RecordType();
  RecordType& operator=(const RecordType&) = delete;
  // Short name of the message.
  virtual std::string type() const = 0;
  // What lets a caller know that a record exists; empty: nothing does.
  virtual const std::string& read_permission() const = 0;
  // Whether it is part of another record and goes on with it, also when the organisation of both has ended.
  virtual bool part() const = 0;
  // An empty record.
  virtual const google::protobuf::Message& prototype() const = 0;
  // Whether there are indexes.
  virtual bool indexed() const = 0;
  // What is declared, in a text that changes when entries must be made anew.
  virtual std::string declaration() const = 0;
  virtual absl::StatusOr<std::vector<IndexEntry>> EntriesOf(const store::Record& record) const = 0;
  // Whether it says under whose key graded fields are kept.
  virtual bool has_subject() const = 0;
  // Under whose key those of a resource of this type are kept, such as `persons/p-7`.
  virtual std::string SubjectOf(const google::protobuf::Message& resource) const = 0;

 protected:
  RecordType();
  RecordType(const RecordType&);
};

// FAILED_PRECONDITION for a type with graded fields, of all that there are in the process, that says not under whose
// key they are kept: their records could not be written.
absl::Status CheckSubjects();

// Everything of a type's indexes.
std::string IndexRange(std::string_view type);
// What all entries of `value` under `parent` (`congresses/x/dossiers/`) begin with; `exact`: not those whose value only
// begins so. The index of every resource has an empty field and value.
std::string IndexPrefix(std::string_view type, std::string_view field, std::string_view parent, std::string_view value,
                        bool exact);
std::string IndexKey(std::string_view type, std::string_view field, std::string_view parent, std::string_view value,
                     std::string_view order, std::string_view name);
// Where an entry stands among those of its value: order and name. Keys of one value sort as their places do.
std::string_view PlaceInIndexKey(std::string_view key);
// The resource's name in a place, also of a list that a field's values sort, in which these stand before.
std::string_view NameInPlace(std::string_view place);

// `congresses/x/dossiers/` of `congresses/x/dossiers/d`.
std::string_view CollectionOf(std::string_view name);

}  // namespace congress::rpc

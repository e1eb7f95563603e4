// Indexes: under what the records of one type are found besides their names. Declared once beside the Repository; their
// entries are staged with every write and rebuilt for old stores.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
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
  // Raised when `values` gives others than it did, so that stores are brought up to date.
  int version = 1;
};

// The indexes of a type. `order` gives the key by which a list is sorted where nothing else is asked.
template <class T>
struct Indexes {
  std::function<std::string(const T&)> order;
  std::vector<Index<T>> by;
};

// One entry: a record whose key says what is found and in which order.
struct IndexEntry {
  std::string key;
  // Whose resource it is: a list judges by it what the caller may read, before the resource is read.
  std::string organisation;
  // Of an index by words: all words of the text, so that a search for several reads no resource in vain.
  std::string words;

  bool operator==(const IndexEntry&) const = default;
};

// What a stored record is found under, whatever its type.
class Indexer {
 public:
  virtual ~Indexer() = default;
  // Short name of the message.
  virtual std::string type() const = 0;
  // Whether there are any.
  virtual bool indexed() const = 0;
  // What is declared, in a text that changes when entries must be made anew.
  virtual std::string declaration() const = 0;
  virtual absl::StatusOr<std::vector<IndexEntry>> EntriesOf(const store::Record& record) const = 0;
};

// Everything of a type's indexes.
std::string IndexRange(std::string_view type);
// What all entries of `value` under `parent` (`congresses/x/dossiers/`) begin with; `exact`: not those whose value only
// begins so. The index of every resource has an empty field and value.
std::string IndexPrefix(std::string_view type, std::string_view field, std::string_view parent, std::string_view value,
                        bool exact);
std::string IndexKey(std::string_view type, std::string_view field, std::string_view parent, std::string_view value,
                     std::string_view order, std::string_view name);
// The value that an entry's key is filed under, and the resource's name.
std::string ValueInIndexKey(std::string_view key);
std::string NameInIndexKey(std::string_view key);

// `congresses/x/dossiers/` of `congresses/x/dossiers/d`.
std::string_view CollectionOf(std::string_view name);

}  // namespace congress::rpc

// Resources by what people type of their names: an id where the context says what it is in, or the words of what the
// resource is called, with or without diacritics.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "cli/connection.h"
#include "google/protobuf/descriptor.h"
#include "platform/status/sentence.h"

namespace congress::cli {

// The one pattern of resource names that a text field holds, such as `congresses/*/allocationPlans/*`; empty for fields
// that hold none or one of several.
std::string PatternOf(const google::protobuf::FieldDescriptor& field);

// The name that the context gives for the pattern; none where it gives none.
std::optional<std::string> NameInContext(const std::string& pattern);

// Why what is of the pattern has to be named: the context does not say which one is meant, and how it is told to. None
// for what a context never says, and what it says.
std::optional<status::Sentence> LackInContext(const std::string& pattern);

// The resource name that a short one stands for by the context alone: `xvi` of `congresses/*` is `congresses/xvi`. What
// has a `/`, or lies in something that the context does not name, stays as it is.
std::string Expanded(const std::string& pattern, const std::string& text);

class Resources {
 public:
  struct Item {
    std::string name;
    // What it is called; empty for resources that are not called anything.
    std::string display;
  };

  explicit Resources(const Connection& connection) : connection_(connection) {}

  // Those whose id begins with the text, or whose words begin with its words in their order, without regard to case and
  // diacritics; a `-` stands for a space.
  absl::StatusOr<std::vector<Item>> Find(const std::string& pattern, const std::string& text) const;

  // One step towards the name of a resource that lies in one which the context does not name: what stands next in the
  // name that begins with the text, in what the context says where the text is no such name. The last step ends without
  // a `/`.
  absl::StatusOr<std::vector<Item>> Steps(const std::string& pattern, const std::string& text) const;

  // The resource name that a short one stands for. Where no resource has that id it may be what one resource alone is
  // called: wholly where `exact`, else in part. INVALID_ARGUMENT names those that it may be when there are several.
  absl::StatusOr<std::string> Resolve(const std::string& pattern, const std::string& text, bool exact) const;

 private:
  absl::StatusOr<std::vector<Item>> List(const std::string& pattern, const std::string& words) const;
  // Of those in `parent`, empty for what lies in nothing.
  absl::StatusOr<std::vector<Item>> ListIn(const std::string& parent, const std::string& pattern,
                                           const std::string& words) const;

  const Connection& connection_;
};

}  // namespace congress::cli

// The paths that methods declare by google.api.http: which method a request asks for, and its message as JSON. Pure.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"

namespace congress::rpc {

// The pairs of what stands behind the `?` of a path, in their order; nothing when it is no query, or names a field deep
// in others.
std::optional<std::vector<std::pair<std::string, std::string>>> PairsOf(std::string_view query);

// What a path asks for.
struct RestRequest {
  std::string method = {};  // `congress.x.v1.XService/Method`.
  // Of the method: whose message it is.
  const google::protobuf::Descriptor* type = nullptr;
  // Fields that stand in the path, such as `plan.name`.
  std::vector<std::pair<std::string, std::string>> bound = {};
  // The field that the body is; `*`: the body is the message; empty: there is none.
  std::string body = {};
};

// A way to a method, as it is declared.
struct RestWay {
  std::string verb;  // `GET`.
  std::string path;  // `/v1/{name=congresses/*/documents/*}:issue`.
  std::string body;  // As of a RestRequest.
};
// None of a method that streams.
std::vector<RestWay> RestWaysOf(const google::protobuf::MethodDescriptor& method);

class RestPaths {
 public:
  // Of all methods of these services but those that stream. INVALID_ARGUMENT that names a method whose path is of no
  // use, or is another one's.
  static absl::StatusOr<RestPaths> Of(const std::vector<const google::protobuf::ServiceDescriptor*>& services);

  // Without its query. Nothing when no method has that path; `allowed` then has the verbs of those that have it.
  std::optional<RestRequest> Find(std::string_view verb, std::string_view path, std::set<std::string>* allowed) const;

 private:
  struct Template {
    struct Segment {
      std::string literal = {};  // Empty: any one segment.
      int variable = -1;         // Which of the variables it is part of.
    };
    std::vector<Segment> segments = {};
    std::vector<std::string> variables = {};
    RestRequest request = {};
  };
  struct Place {
    std::string verb = {};  // `GET`.
    size_t segments = 0;
    std::string custom = {};  // Behind the colon; empty: there is none.
    auto operator<=>(const Place&) const = default;
  };

  absl::Status Add(const google::protobuf::MethodDescriptor& method, const RestWay& way);

  std::map<Place, std::vector<Template>> templates_;
};

// The JSON of the message, of what stands in the path and the query and, where the method has one, in the body. Fields
// that are said twice stand in it twice, for who reads it to refuse; nothing when the query is none.
std::optional<std::function<std::string(std::string_view body)>> MessageOf(const RestRequest& request,
                                                                           std::string_view query);

}  // namespace congress::rpc

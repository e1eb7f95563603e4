// Requests from YAML files, and what is wrong with them told by file, line and column.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "cli/request.h"
#include "cli/yaml/source.h"
#include "google/protobuf/message.h"

namespace congress::cli {

class RequestFile {
 public:
  // Reads YAML into `request`. The file holds the request or, where the request has a resource, that resource alone: a
  // key that only the request has makes it a request. INVALID_ARGUMENT lists every fault, a line each, beginning with
  // `PATH:LINE:COLUMN: `.
  static absl::StatusOr<RequestFile> Parse(const std::string& path, std::string_view text,
                                           google::protobuf::Message* request);

  // From here on the flag says what the field is, whatever the file does.
  void Overrule(const Flag& flag);

  // An error as people read it, faults of fields first: each with its place in the file or with its flag. Fields may be
  // named from the request or, as rules of the domain do, from the resource on.
  std::string RenderError(const absl::Status& status) const;

  // Says it on standard error. The exit status.
  int Refused(const absl::Status& status) const;

 private:
  std::string InFile(const std::string& field) const;

  std::string path_;
  const google::protobuf::Descriptor* type_ = nullptr;
  // Field of the request that holds the resource; empty without one.
  std::string resource_;
  bool holds_resource_ = false;
  yaml::SourceMap places_;
  std::map<std::string, std::string> flags_;
};

// Says on standard error what Parse found. The exit status.
int FaultyFile(const absl::Status& parsed);

}  // namespace congress::cli

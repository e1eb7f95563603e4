// The field options of the protos at work: checks on requests, redaction of answers, updates by mask.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "congress/annotations/v1/options.pb.h"
#include "google/protobuf/message.h"

namespace congress::rpc {

// Cleans every string by its kind (platform/text/clean.h), drops output-only fields (but for `name` and `etag`, which
// updates need) and checks every rule. The resource of an update (a request with `update_mask`) may leave required
// fields out. INVALID_ARGUMENT `FIELDS_INVALID` lists all violations, up to 32.
absl::Status CheckFields(google::protobuf::Message* request);

// A resource of which graded fields are shown.
struct GradedRead {
  std::string name;
  std::vector<const google::protobuf::FieldDescriptor*> fields = {};
};

// Removes the fields graded above `clearance`. Returns the resources of which graded fields stayed, for the audit of
// reads.
std::vector<GradedRead> Redact(annotations::v1::Grade clearance, google::protobuf::Message* answer);

// Whether messages of a type can hold a graded field at any depth.
bool CanHoldGraded(const google::protobuf::Descriptor& type);

// The resources of which `answer` shows graded fields to a caller of `clearance`.
std::vector<GradedRead> GradedReads(annotations::v1::Grade clearance, const google::protobuf::Message& answer);

// Calls `visit` for `message` and every message in it that is set.
void ForEachMessage(const google::protobuf::Message& message,
                    absl::FunctionRef<void(const google::protobuf::Message&)> visit);

// Value of a message's own singular string field; empty when it has no such field.
std::string StringField(const google::protobuf::Message& message, const char* name);

// Whether the request asks for a dry run.
bool IsValidateOnly(const google::protobuf::Message& request);

// Fills empty etags of named resources with the revision of the commit that wrote them.
void FillEtags(std::string_view etag, google::protobuf::Message* answer);

// Whether `name` fits one of the patterns, such as `organisations/*|persons/*`.
bool FitsPattern(std::string_view name, std::string_view patterns);

// The rules of a field; all defaults when it has none.
const annotations::v1::FieldRule& RuleOf(const google::protobuf::FieldDescriptor& field);

}  // namespace congress::rpc

#include "platform/status/status.h"

#include "absl/strings/cord.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "platform/status/strings.h"

namespace congress::status {
namespace {

std::string TypeUrl(const google::protobuf::Message& detail) {
  return StrCat("type.googleapis.com/", detail.GetDescriptor()->full_name());
}

// `congress.allocation.v1.Reason` belongs to `allocation.congress`, the platform's own reasons to `congress`.
std::string DomainOf(const google::protobuf::EnumDescriptor& type) {
  const std::vector<std::string> parts = absl::StrSplit(type.full_name(), '.');
  return parts.size() < 2 || parts[1] == "annotations" ? "congress" : StrCat(parts[1], ".congress");
}

}  // namespace

std::string_view Shorten(std::string_view text, size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) --bytes;
  return text.substr(0, bytes);
}

void Attach(absl::Status& status, const google::protobuf::Message& detail) {
  // The same error is the same bytes: maps have no order of their own.
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  detail.SerializeToCodedStream(&coded);
  coded.Trim();
  status.SetPayload(TypeUrl(detail), absl::Cord(bytes));
}

bool Detail(const absl::Status& status, google::protobuf::Message* detail) {
  const auto payload = status.GetPayload(TypeUrl(*detail));
  return payload.has_value() && detail->ParseFromString(std::string(*payload));
}

absl::Status ErrorWith(absl::StatusCode code, const google::protobuf::EnumDescriptor& type, int reason,
                       std::string_view message, const Metadata& metadata) {
  absl::Status status(code, std::string(message));
  google::rpc::ErrorInfo info;
  const auto* value = type.FindValueByNumber(reason);
  info.set_reason(value == nullptr ? "REASON_UNSPECIFIED" : value->name());
  info.set_domain(DomainOf(type));
  for (const auto& [key, text] : metadata) (*info.mutable_metadata())[key] = text;
  Attach(status, info);
  return status;
}

std::string ReasonOf(const absl::Status& status) {
  google::rpc::ErrorInfo info;
  return Detail(status, &info) ? info.reason() : std::string();
}

absl::Status NotFound(std::string_view type, std::string_view name) {
  absl::Status status =
      Error(absl::StatusCode::kNotFound, PlatformReason::RESOURCE_NOT_FOUND,
            StrCat("No ", type, " '", name, "', or none that you may read."), {{"name", std::string(name)}});
  google::rpc::ResourceInfo resource;
  resource.set_resource_type(std::string(type));
  resource.set_resource_name(std::string(name));
  Attach(status, resource);
  return status;
}

absl::Status AlreadyExists(std::string_view type, std::string_view name) {
  absl::Status status = Error(absl::StatusCode::kAlreadyExists, PlatformReason::RESOURCE_EXISTS,
                              StrCat("The ", type, " '", name, "' exists already."), {{"name", std::string(name)}});
  google::rpc::ResourceInfo resource;
  resource.set_resource_type(std::string(type));
  resource.set_resource_name(std::string(name));
  Attach(status, resource);
  return status;
}

void AttachPrecondition(absl::Status& status, std::string_view type, const Metadata& metadata) {
  google::rpc::PreconditionFailure failure;
  auto* violation = failure.add_violations();
  violation->set_type(std::string(type));
  violation->set_subject(metadata.empty() ? "" : metadata.front().second);
  violation->set_description(std::string(status.message()));
  Attach(status, failure);
}

void AttachRetry(absl::Status& status, absl::Duration after) {
  google::rpc::RetryInfo retry;
  const int64_t seconds = absl::IDivDuration(after, absl::Seconds(1), &after);
  retry.mutable_retry_delay()->set_seconds(seconds);
  retry.mutable_retry_delay()->set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(after)));
  Attach(status, retry);
}

void Violations::Add(std::string_view field, std::string_view description) {
  if (count_++ >= kMost) return;
  // Each entry may use an equal share of what is left, so that all that are listed fit.
  const size_t share = (kMostBytes - bad_request_.ByteSizeLong()) / static_cast<size_t>(kMost - count_ + 1);
  auto* violation = bad_request_.add_field_violations();
  violation->set_field(std::string(Shorten(field, share / 2)));
  violation->set_description(std::string(Shorten(description, share - 8 - violation->field().size())));
}

absl::Status Violations::ToStatus() const {
  std::vector<std::string> lines;
  for (const auto& violation : bad_request_.field_violations()) {
    lines.push_back(StrCat(violation.field(), ": ", violation.description()));
  }
  const std::string message = absl::StrJoin(lines, "; ");
  return ToStatus(PlatformReason::FIELDS_INVALID, Shorten(message, 500));
}

}  // namespace congress::status

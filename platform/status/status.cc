#include "platform/status/status.h"

#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "platform/status/strings.h"

namespace congress::status {
namespace {

// gRPC drops an error that does not fit into its 8 KiB of headers; the reason and the metadata say the rest.
constexpr size_t kMostSentenceBytes = 600;

// Where a status keeps the Vietnamese descriptions of its BadRequest within the process; never sent.
constexpr absl::string_view kVietnameseFields = "congress/vietnamese-fields";

std::string TypeUrl(const google::protobuf::Message& detail) {
  return StrCat("type.googleapis.com/", detail.GetDescriptor()->full_name());
}

constexpr char kRefusedCount[] = "refused_count";

// `congress.allocation.v1.Reason` belongs to `allocation.congress`, the platform's own reasons to `congress`.
std::string DomainOf(const google::protobuf::EnumDescriptor& type) {
  const std::vector<std::string> parts = absl::StrSplit(type.full_name(), '.');
  return parts.size() < 2 || parts[1] == "annotations" ? "congress" : StrCat(parts[1], ".congress");
}

// How many refusals a status tells of.
int CountIn(const absl::Status& refusal) {
  google::rpc::ErrorInfo info;
  if (!Detail(refusal, &info)) return 1;
  const auto several = info.metadata().find(kRefusedCount);
  int count = 1;
  return several != info.metadata().end() && absl::SimpleAtoi(several->second, &count) ? count : 1;
}

}  // namespace

bool IsPassing(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) || absl::IsAborted(status) ||
         absl::IsResourceExhausted(status) || absl::IsCancelled(status);
}

bool IsRefusal(const absl::Status& status) {
  return absl::IsInvalidArgument(status) || absl::IsNotFound(status) || absl::IsPermissionDenied(status) ||
         absl::IsFailedPrecondition(status) || absl::IsAlreadyExists(status);
}

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
                       const Sentence& sentence, const Metadata& metadata) {
  absl::Status status(code, std::string(Shorten(sentence.en, kMostSentenceBytes)));
  google::rpc::ErrorInfo info;
  const auto* value = type.FindValueByNumber(reason);
  info.set_reason(value == nullptr ? "REASON_UNSPECIFIED" : value->name());
  info.set_domain(DomainOf(type));
  for (const auto& [key, text] : metadata) (*info.mutable_metadata())[key] = text;
  Attach(status, info);
  google::rpc::LocalizedMessage localized;
  localized.set_locale("vi");
  localized.set_message(std::string(Shorten(sentence.vi, kMostSentenceBytes)));
  Attach(status, localized);
  return status;
}

absl::Status InLanguage(absl::Status status, Language language) {
  if (language == Language::kEnglish) {
    status.ErasePayload(TypeUrl(google::rpc::LocalizedMessage::default_instance()));
  } else if (auto vietnamese = status.GetPayload(kVietnameseFields); vietnamese.has_value()) {
    status.SetPayload(TypeUrl(google::rpc::BadRequest::default_instance()), *vietnamese);
  }
  status.ErasePayload(kVietnameseFields);
  return status;
}

absl::Status Rewritten(absl::Status status, const std::function<std::string(std::string)>& rewrite) {
  absl::Status rewritten(status.code(), rewrite(std::string(status.message())));
  status.ForEachPayload(
      [&](absl::string_view type, const absl::Cord& payload) { rewritten.SetPayload(type, payload); });
  google::rpc::LocalizedMessage localized;
  if (Detail(rewritten, &localized)) {
    localized.set_message(rewrite(localized.message()));
    Attach(rewritten, localized);
  }
  const auto rewrite_fields = [&](const std::string& type) {
    google::rpc::BadRequest request;
    const auto payload = rewritten.GetPayload(type);
    if (!payload.has_value() || !request.ParseFromString(std::string(*payload))) return;
    for (auto& violation : *request.mutable_field_violations()) {
      violation.set_description(rewrite(violation.description()));
    }
    rewritten.SetPayload(type, absl::Cord(request.SerializeAsString()));
  };
  rewrite_fields(TypeUrl(google::rpc::BadRequest::default_instance()));
  rewrite_fields(std::string(kVietnameseFields));
  google::rpc::PreconditionFailure failure;
  if (Detail(rewritten, &failure)) {
    for (auto& violation : *failure.mutable_violations()) violation.set_description(rewrite(violation.description()));
    Attach(rewritten, failure);
  }
  return rewritten;
}

std::string SentenceOf(const absl::Status& status) {
  google::rpc::LocalizedMessage localized;
  return Detail(status, &localized) ? localized.message() : std::string(status.message());
}

std::string ReasonOf(const absl::Status& status) {
  google::rpc::ErrorInfo info;
  return Detail(status, &info) ? info.reason() : std::string();
}

absl::Status NotFound(std::string_view type, std::string_view name) {
  absl::Status status =
      Error(absl::StatusCode::kNotFound, PlatformReason::RESOURCE_NOT_FOUND, {{"name", std::string(name)}});
  google::rpc::ResourceInfo resource;
  resource.set_resource_type(std::string(type));
  resource.set_resource_name(std::string(name));
  Attach(status, resource);
  return status;
}

absl::Status AlreadyExists(std::string_view type, std::string_view name) {
  absl::Status status =
      Error(absl::StatusCode::kAlreadyExists, PlatformReason::RESOURCE_EXISTS, {{"name", std::string(name)}});
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

void Violations::Add(std::string_view field, const Sentence& description) {
  if (count_++ < kMost) faults_.emplace_back(field, description);
}

google::rpc::BadRequest Violations::Details(Language language) const {
  google::rpc::BadRequest request;
  size_t left = faults_.size();
  for (const auto& [field, sentence] : faults_) {
    // What short entries leave is there for the longer ones behind them.
    const size_t share = (kMostBytes - request.ByteSizeLong()) / left--;
    auto* violation = request.add_field_violations();
    violation->set_field(std::string(Shorten(field, share / 2)));
    violation->set_description(std::string(Shorten(sentence.In(language), share - 8 - violation->field().size())));
  }
  return request;
}

absl::Status Violations::WithDetails(absl::Status status) const {
  Attach(status, Details(Language::kEnglish));
  status.SetPayload(kVietnameseFields, absl::Cord(Details(Language::kVietnamese).SerializeAsString()));
  return status;
}

absl::Status Violations::ToStatus() const {
  if (empty()) return absl::OkStatus();
  const auto say = [&](Language language) {
    const std::string faults = absl::StrJoin(faults_, "; ", [&](std::string* out, const auto& fault) {
      absl::StrAppend(out, fault.first, ": ", fault.second.In(language));
    });
    return Say(PlatformReason::FIELDS_INVALID, {{"faults", faults}}).In(language);
  };
  const auto& type = *google::protobuf::GetEnumDescriptor<PlatformReason>();
  return WithDetails(ErrorWith(absl::StatusCode::kInvalidArgument, type, PlatformReason::FIELDS_INVALID,
                               {say(Language::kEnglish), say(Language::kVietnamese)}, {}));
}

void Refusals::Add(std::string_view field, const absl::Status& refusal) {
  if (count_ == 0) first_ = refusal;
  count_ += CountIn(refusal);
  const absl::Status english = InLanguage(refusal, Language::kEnglish);
  const absl::Status vietnamese = InLanguage(refusal, Language::kVietnamese);
  google::rpc::BadRequest en;
  google::rpc::BadRequest vi;
  const bool several = Detail(english, &en) && Detail(vietnamese, &vi);
  has_parts_ = has_parts_ || several || !field.empty();
  if (!several) {
    all_.Add(field, {status::SentenceOf(english), status::SentenceOf(vietnamese)});
    return;
  }
  for (int i = 0; i < en.field_violations_size(); ++i) {
    const std::string& part = en.field_violations(i).field();
    all_.Add(StrCat(field, field.empty() || part.empty() ? "" : ".", part),
             {en.field_violations(i).description(), vi.field_violations(i).description()});
  }
}

absl::Status Refusals::Note(std::string_view field, const absl::Status& status) {
  if (!IsRefusal(status)) return status;
  Add(field, status);
  return absl::OkStatus();
}

absl::Status Refusals::ToStatus() const {
  if (count_ < 2 && !has_parts_) return first_;
  absl::Status status = all_.WithDetails(first_);
  if (count_ < 2) return status;
  google::rpc::ErrorInfo info;
  if (Detail(status, &info)) {
    (*info.mutable_metadata())[kRefusedCount] = StrCat(count_);
    Attach(status, info);
  }
  return status;
}

Sentence Refusals::SentenceOf(const absl::Status& status) {
  const auto in = [&](Language language) {
    const absl::Status said = InLanguage(status, language);
    google::rpc::BadRequest all;
    if (CountIn(said) < 2 || !Detail(said, &all)) return status::SentenceOf(said);
    return absl::StrJoin(all.field_violations(), " ",
                         [](std::string* out, const auto& violation) { out->append(violation.description()); });
  };
  return {.en = in(Language::kEnglish), .vi = in(Language::kVietnamese)};
}

}  // namespace congress::status

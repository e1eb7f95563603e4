#include "cli/error.h"

#include <memory>
#include <string_view>

#include "absl/strings/match.h"
#include "cli/language.h"
#include "cli/output.h"
#include "google/protobuf/dynamic_message.h"
#include "nlohmann/json.hpp"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "proto/descriptors.h"

namespace congress::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Beside google.rpc's details: what this program says of an answer.
constexpr char kKind[] = "congressctl/kind";

absl::Status Ended(const std::string& kind, const std::string& message) {
  absl::Status status = absl::FailedPreconditionError(message);
  status.SetPayload(kKind, absl::Cord(kind));
  return status;
}

// What of an answer says that it does not hold.
struct Verdict {
  std::string_view answer;
  // Of rows in error how many there are; else whether all is well, in the answer itself or in the items of a list.
  const char* field;
  const char* list = nullptr;
  const char* kind = "FAILED";
  status::Sentence sentence;
};

const Verdict kVerdicts[] = {
    {.answer = "ImportOrganisationsResponse",
     .field = "error_count",
     .sentence = {.en = "rows of the file cannot be taken: ", .vi = "số dòng của tệp không nhận được: "}},
    {.answer = "ImportTasksResponse",
     .field = "error_count",
     .sentence = {.en = "rows of the file cannot be taken: ", .vi = "số dòng của tệp không nhận được: "}},
    {.answer = "ImportResult",
     .field = "error_count",
     .sentence = {.en = "rows of the file cannot be taken: ", .vi = "số dòng của tệp không nhận được: "}},
    {.answer = "CheckLineageResponse",
     .field = "passed",
     .list = "checks",
     .sentence = {.en = "sums that do not agree: ", .vi = "số phép đối chiếu không khớp: "}},
    {.answer = "VerifyAllocationResponse",
     .field = "valid",
     .sentence = {.en = "the certificate does not hold", .vi = "chứng nhận không đúng"}},
    {.answer = "ComputeApportionmentResponse",
     .field = "decided",
     .kind = "TIE",
     .sentence = {.en = "a tie is open", .vi = "có trường hợp bằng nhau chưa được quyết định"}},
    {.answer = "ComputeBiproportionalApportionmentResponse",
     .field = "decided",
     .kind = "TIE",
     .sentence = {.en = "a tie is open", .vi = "có trường hợp bằng nhau chưa được quyết định"}},
};

// How many faults the message tells; of a truth value 1 where it is not so.
int64_t FaultsIn(const Message& message, const char* name) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
  if (field == nullptr) return 0;
  const auto& reflection = *message.GetReflection();
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_INT32) return reflection.GetInt32(message, field);
  return field->cpp_type() == FieldDescriptor::CPPTYPE_BOOL && !reflection.GetBool(message, field) ? 1 : 0;
}

}  // namespace

std::string KindOf(const absl::Status& status) {
  if (const auto kind = status.GetPayload(kKind)) return std::string(*kind);
  const std::string reason = status::ReasonOf(status);
  if (absl::IsInvalidArgument(status) && reason.empty()) return "USAGE";
  if (reason == "TIE_UNDECIDED") return "TIE";
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) ? "UNREACHABLE" : "REFUSED";
}

void ForEachOwnDetail(const absl::Status& status, absl::FunctionRef<void(const Message&)> visit) {
  constexpr absl::string_view kPrefix = "type.googleapis.com/congress.";
  google::protobuf::DynamicMessageFactory factory;
  status.ForEachPayload([&](absl::string_view type, const absl::Cord& bytes) {
    if (!absl::StartsWith(type, kPrefix)) return;
    const auto* descriptor = Descriptors().FindMessageTypeByName(std::string(type.substr(type.find('/') + 1)));
    if (descriptor == nullptr) return;
    const std::unique_ptr<Message> detail(factory.GetPrototype(descriptor)->New());
    if (detail->ParseFromString(std::string(bytes))) visit(*detail);
  });
}

std::string ErrorAsJson(const absl::Status& told) {
  const absl::Status status = status::InLanguage(told, LanguageOfUser());
  nlohmann::ordered_json error = {{"kind", KindOf(status)},
                                  {"code", absl::StatusCodeToString(status.code())},
                                  {"message", status::SentenceOf(status)}};
  if (google::rpc::ErrorInfo info; status::Detail(status, &info)) {
    error["reason"] = info.reason();
    error["domain"] = info.domain();
    for (const auto& [key, value] : std::map(info.metadata().begin(), info.metadata().end())) {
      error["metadata"][key] = value;
    }
  }
  if (google::rpc::BadRequest bad; status::Detail(status, &bad)) {
    for (const auto& violation : bad.field_violations()) {
      error["fieldViolations"].push_back({{"field", violation.field()}, {"description", violation.description()}});
    }
  }
  if (google::rpc::RetryInfo retry; status::Detail(status, &retry)) {
    error["retryAfterSeconds"] = retry.retry_delay().seconds();
  }
  ForEachOwnDetail(status, [&](const Message& detail) {
    auto& shown = error["details"].emplace_back(nlohmann::ordered_json::parse(ToJson(detail)));
    shown["@type"] = detail.GetDescriptor()->full_name();
  });
  const nlohmann::ordered_json whole = {{"error", error}};
  return whole.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

absl::Status VerdictOf(const Message& answer) {
  for (const Verdict& verdict : kVerdicts) {
    if (answer.GetDescriptor()->name() != verdict.answer) continue;
    int64_t faults = 0;
    if (verdict.list == nullptr) {
      faults = FaultsIn(answer, verdict.field);
    } else if (const auto* list = answer.GetDescriptor()->FindFieldByName(verdict.list)) {
      for (int i = 0; i < answer.GetReflection()->FieldSize(answer, list); ++i) {
        faults += FaultsIn(answer.GetReflection()->GetRepeatedMessage(answer, list, i), verdict.field);
      }
    }
    if (faults == 0) return absl::OkStatus();
    const std::string sentence = Say(verdict.sentence);
    return Ended(verdict.kind, sentence.ends_with(' ') ? StrCat(sentence, faults) : sentence);
  }
  return absl::OkStatus();
}

absl::Status OpenTieError(const std::string& message) { return Ended("TIE", message); }

}  // namespace congress::cli

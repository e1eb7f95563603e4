#include "services/allocation/number_register.h"

#include "congress/allocation/v1/reason.pb.h"
#include "congress/drafting/v1/number_register_service.pb.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/uuid/uuid.h"
#include "services/allocation/domain/telling.h"

namespace congress::allocation {
namespace {

// The register's symbol for a decision.
constexpr std::string_view kDecision = "QĐ";
// A register that is paused must not hold the caller for their whole deadline.
constexpr absl::Duration kPatience = absl::Seconds(5);

std::string RequestId(const NumberRegister::Subject& subject, const v1::IssueIntention& intention,
                      std::string_view step) {
  return uuid::V5(uuid::kCongress, StrCat(subject.plan, "\n", subject.revision, "\n", intention.attempt(), "\n", step));
}

// Whether the register has said no for good; after anything else it may have done what was asked.
bool IsRefusal(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kUnauthenticated:
    case absl::StatusCode::kUnimplemented:
      return true;
    default:
      return false;
  }
}

absl::Status Judge(const absl::Status& status, const v1::IssueIntention& intention) {
  if (status.ok()) return status;
  if (!IsRefusal(status)) {
    return status::Unavailable(status::PlatformReason::PEER_UNAVAILABLE, {{"service", "drafting"}});
  }
  // The register answers in the caller's language; its message is English whatever that is.
  return FailedWith(v1::NUMBER_REFUSED, {{"series", intention.series()}, {"cause", status::ReasonOf(status)}}, "answer",
                    {.en = std::string(status.message()), .vi = status::SentenceOf(status)});
}

}  // namespace

absl::StatusOr<drafting::v1::NumberEntry> NumberRegister::Reserve(rpc::Call& call, const Subject& subject,
                                                                  const v1::IssueIntention& intention) const {
  drafting::v1::ReserveNumberRequest request;
  request.set_parent(intention.series());
  request.mutable_number_entry()->set_document_type(std::string(kDecision));
  request.mutable_number_entry()->set_title(intention.title());
  request.mutable_number_entry()->set_intention(subject.plan);
  request.set_request_id(RequestId(subject, intention, "reserve"));
  auto entry = drafting_.Invoke<drafting::v1::NumberEntry>("congress.drafting.v1.NumberRegisterService/ReserveNumber",
                                                           call.Forward(kPatience), request);
  if (!entry.ok()) return Judge(entry.status(), intention);
  return entry;
}

absl::Status NumberRegister::Assign(rpc::Call& call, const Subject& subject,
                                    const v1::IssueIntention& intention) const {
  drafting::v1::AssignNumberRequest request;
  request.set_name(intention.entry());
  *request.mutable_document_date() = intention.decision_date();
  request.set_document(subject.plan);
  request.set_request_id(RequestId(subject, intention, "assign"));
  const auto entry = drafting_.Invoke<drafting::v1::NumberEntry>(
      "congress.drafting.v1.NumberRegisterService/AssignNumber", call.Forward(kPatience), request);
  return Judge(entry.status(), intention);
}

}  // namespace congress::allocation

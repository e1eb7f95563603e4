#include "services/allocation/decision_issuer.h"

#include "congress/allocation/v1/reason.pb.h"
#include "congress/drafting/v1/number_register_service.pb.h"
#include "congress/drafting/v1/paper_link_service.pb.h"
#include "platform/rpc/client.h"
#include "platform/status/status.h"
#include "services/allocation/domain/telling.h"

namespace congress::allocation {
namespace {

// Whether drafting has said no for good; after anything else it may have done what was asked.
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

absl::Status Judge(const absl::Status& status, v1::Reason reason, status::Metadata metadata) {
  if (status.ok()) return status;
  if (!IsRefusal(status)) return rpc::PeerUnavailable("drafting");
  metadata.emplace_back("cause", status::ReasonOf(status));
  // It answers in the caller's language; its message is English whatever that is.
  return FailedWith(reason, std::move(metadata), "answer",
                    {.en = std::string(status.message()), .vi = status::SentenceOf(status)});
}

}  // namespace

absl::StatusOr<drafting::v1::NumberSeries> DecisionIssuer::GetSeries(rpc::Call& call, const std::string& series) const {
  drafting::v1::GetNumberSeriesRequest request;
  request.set_name(series);
  auto found = drafting_.Invoke<drafting::v1::NumberSeries>(
      "congress.drafting.v1.NumberRegisterService/GetNumberSeries", call.Forward(kPatience), request);
  if (!found.ok()) return Judge(found.status(), v1::NUMBER_REFUSED, {{"series", series}});
  return found;
}

absl::StatusOr<drafting::v1::IssuedPaper> DecisionIssuer::Issue(rpc::Call& call,
                                                                drafting::v1::IssuePaperRequest request) const {
  const auto issue = [&] {
    return drafting_.Invoke<drafting::v1::IssuedPaper>("congress.drafting.v1.IssuingService/IssuePaper",
                                                       call.Forward(kPatience), request);
  };
  auto issued = issue();
  if (status::ReasonOf(issued.status()) == "PAPER_NOT_IN_FORCE" && !request.supersedes().empty()) {
    request.clear_supersedes();
    issued = issue();
  }
  google::rpc::ErrorInfo said;
  if (status::ReasonOf(issued.status()) == "PAPER_ISSUED" && status::Detail(issued.status(), &said)) {
    const auto before = Get(call, said.metadata().at("paper"));
    // What an earlier attempt issued is taken up, though a unit may have another name by now; not another paper that
    // somebody has issued under the name of the plan.
    const bool own = before.ok() && before->paper().abstract() == request.paper().abstract();
    if (own || !before.ok()) issued = before;
  }
  if (!issued.ok()) return Judge(issued.status(), v1::NUMBER_REFUSED, {{"series", request.parent()}});
  return issued;
}

absl::StatusOr<drafting::v1::IssuedPaper> DecisionIssuer::Get(rpc::Call& call, const std::string& paper,
                                                              absl::Duration patience) const {
  drafting::v1::GetIssuedPaperRequest request;
  request.set_name(paper);
  return drafting_.Invoke<drafting::v1::IssuedPaper>("congress.drafting.v1.IssuingService/GetIssuedPaper",
                                                     call.Forward(patience), request);
}

absl::StatusOr<bool> DecisionIssuer::WasRecalled(rpc::Call& call, const std::string& paper,
                                                 absl::Duration patience) const {
  // Of plans that older versions issued drafting has the numbers alone.
  if (paper.empty()) return false;
  const auto known = Get(call, paper, patience);
  if (known.ok()) return known->state() == drafting::v1::IssuedPaper::RECALLED;
  if (IsRefusal(known.status())) return false;
  return Judge(known.status(), v1::NUMBER_REFUSED, {});
}

absl::Status DecisionIssuer::Supersede(rpc::Call& call, const std::string& entry, const std::string& by) const {
  drafting::v1::CreatePaperLinkRequest request;
  request.mutable_paper_link()->set_source(by);
  request.mutable_paper_link()->set_kind(drafting::v1::PaperLink::REPLACES);
  request.mutable_paper_link()->set_target(entry);
  const auto link = drafting_.Invoke<drafting::v1::PaperLink>("congress.drafting.v1.PaperLinkService/CreatePaperLink",
                                                              call.Forward(kPatience), request);
  // A retry, or it was issued with it.
  if (absl::IsAlreadyExists(link.status())) return absl::OkStatus();
  return Judge(link.status(), v1::DECISION_REFUSED, {});
}

}  // namespace congress::allocation

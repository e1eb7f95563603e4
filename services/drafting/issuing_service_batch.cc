// Many papers in one call, issued by the steps of an operation.
#include <memory>
#include <set>
#include <utility>

#include "congress/drafting/v1/reason.pb.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/drafting/act_of.h"
#include "services/drafting/domain/issued_paper.h"
#include "services/drafting/issued_papers.h"
#include "services/drafting/issuing_service.h"
#include "services/drafting/item.h"
#include "services/drafting/records.h"

namespace congress::drafting {
namespace {

constexpr std::string_view kBatch = "BatchIssuePapers";
constexpr char kRequests[] = "requests";

// What the requests say against each other and against the call.
absl::Status CheckBatch(const v1::BatchIssuePapersRequest& batch) {
  status::Violations violations;
  std::set<std::string> intentions;
  for (int i = 0; i < batch.requests_size(); ++i) {
    const v1::IssuePaperRequest& request = batch.requests(i);
    const std::string at = StrCat(kRequests, "[", i, "].");
    if (!request.parent().empty() && request.parent() != batch.parent()) {
      violations.Add(StrCat(at, "parent"), status::PlatformFault::NOT_A_NAME, {{"form", batch.parent()}});
    }
    if (request.validate_only()) violations.Add(StrCat(at, "validate_only"), v1::SAID_BY_CALL);
    if (!request.request_id().empty()) violations.Add(StrCat(at, "request_id"), v1::SAID_BY_CALL);
    if (!intentions.insert(request.intention()).second) {
      violations.Add(StrCat(at, "intention"), status::PlatformFault::REPEATED, {{"value", request.intention()}});
    }
  }
  return violations.ToStatus();
}

v1::IssuePaperRequest RequestAt(const v1::BatchIssuePapersRequest& batch, int place) {
  v1::IssuePaperRequest request = batch.requests(place);
  request.set_parent(batch.parent());
  return request;
}

}  // namespace

IssuingService::IssuingService(rpc::Gate& gate, const content::OwnFiles& files, const paper::Layout& layout,
                               operations::Operations& operations)
    : gate_(gate), files_(files), layout_(layout), operations_(operations) {
  // What was issued stays issued.
  operations.Register(std::string(kBatch),
                      [this](rpc::Call& call, operations::Step& step) { return BatchStep(call, step); });
}

absl::StatusOr<operations::v1::Operation> IssuingService::BatchIssuePapers(
    rpc::Call& call, const v1::BatchIssuePapersRequest& request) const {
  ASSIGN_OR_RETURN(const v1::NumberSeries series, series_.Read(call, request.parent()));
  RETURN_IF_ERROR(call.Require(kIssuePermission, series.organisation()));
  RETURN_IF_ERROR(files_.Available());
  RETURN_IF_ERROR(CheckBatch(request));
  // All are looked at, each behind those before it, and the steps issue them.
  const rpc::Changes before = call.changes();
  const Act act = ActOf(call);
  for (int i = 0; i < request.requests_size(); ++i) {
    const Issue issue{.request = RequestAt(request, i), .act = act};
    absl::Status refused = RefuseForeign(issue.request.intention());
    if (refused.ok()) refused = Begin(call, issue).status();
    if (!refused.ok()) return AtItem(kRequests, i, refused);
  }
  call.changes() = before;
  if (request.validate_only()) return operations::v1::Operation();
  v1::BatchIssueCheckpoint first;
  first.set_account(act.account);
  first.set_person(act.person);
  return operations_.Begin(call, kBatch, series.organisation(), request, {.checkpoint = first.SerializeAsString()});
}

absl::StatusOr<bool> IssuingService::BatchStep(rpc::Call& call, operations::Step& step) const {
  ASSIGN_OR_RETURN(v1::BatchIssueCheckpoint at, step.CheckpointAs<v1::BatchIssueCheckpoint>());
  ASSIGN_OR_RETURN(const auto batch, step.RequestAs<v1::BatchIssuePapersRequest>());
  const Issue issue{.request = RequestAt(batch, at.papers_size()),
                    .act = {.account = at.account(), .person = at.person(), .now = call.now()},
                    .permitted = true};
  ASSIGN_OR_RETURN(const Begun begun, CommitBegin(call, issue));
  if (!begun.issued()) {
    ASSIGN_OR_RETURN(std::vector<v1::IssuedFile> files, KeepFiles(begun));
    RETURN_IF_ERROR(Finish(call, begun, std::move(files), issue.act).status());
  }
  at.add_papers(begun.paper.name());
  step.progress.set_unit(operations::v1::Progress::RECORDS);
  step.progress.set_done(at.papers_size());
  step.progress.set_total(batch.requests_size());
  step.checkpoint = at.SerializeAsString();
  if (at.papers_size() < batch.requests_size()) return false;
  auto response = std::make_unique<v1::BatchIssuePapersResponse>();
  for (const std::string& name : at.papers()) {
    ASSIGN_OR_RETURN(*response->add_issued_papers(), kIssuedPapers.Load(call, name));
  }
  step.response = std::move(response);
  return true;
}

}  // namespace congress::drafting

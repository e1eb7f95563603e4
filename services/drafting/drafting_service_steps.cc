// What is done to a document besides writing it: its plan, its steps and who signs for them.
#include <algorithm>
#include <vector>

#include "platform/civil/civil.h"
#include "platform/rpc/field_mask.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "services/drafting/access.h"
#include "services/drafting/approvals.h"
#include "services/drafting/domain/plan.h"
#include "services/drafting/domain/secrecy.h"
#include "services/drafting/domain/sign_off.h"
#include "services/drafting/domain/sisters.h"
#include "services/drafting/domain/steps.h"
#include "services/drafting/drafting_service.h"
#include "services/drafting/opinion_collection.h"
#include "services/drafting/records.h"
#include "services/drafting/revisions.h"

namespace congress::drafting {
namespace {

using Changed = absl::StatusOr<v1::Document>;

// `congresses/{congress}/documents/`.
std::string Siblings(const v1::Document& document) { return document.name().substr(0, document.name().rfind('/') + 1); }

// What the step at `place` waits for, as it is at the commit.
absl::StatusOr<Sisters> SistersOf(rpc::Call& call, const v1::Document& document, int place) {
  Sisters sisters;
  if (!Waits(document, place)) return sisters;
  ASSIGN_OR_RETURN(const auto all, kDocuments.LoadAll(call, Siblings(document)));
  for (const v1::Document& other : all) {
    if (!WaitsFor(document, other)) continue;
    ASSIGN_OR_RETURN(v1::Document noted, kDocuments.Load(call, other.name()));
    sisters.push_back(std::move(noted));
  }
  return sisters;
}

// Documents of older versions do not know the digest of their last revision.
absl::Status KnowText(rpc::Call& call, v1::Document* document) {
  if (!document->sha256().empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const v1::Revision last, kRevisions.Load(call, document->latest_revision()));
  document->set_sha256(last.sha256());
  return absl::OkStatus();
}

}  // namespace

absl::Status DraftingService::CheckWaiting(rpc::Call& call, const v1::Document& document,
                                           const v1::Document& before) const {
  if (document.dependencies().empty() && !Waits(document, document.steps_size())) return absl::OkStatus();
  for (const v1::DocumentDependency& one : document.dependencies()) {
    const auto& named = before.dependencies();
    const bool known = std::any_of(named.begin(), named.end(), [&](const v1::DocumentDependency& other) {
      return other.document() == one.document();
    });
    if (!known) RETURN_IF_ERROR(kDocuments.Read(call, one.document()).status());
  }
  // Two that each wait for the other's document would not see each other.
  RETURN_IF_ERROR(rpc::CollideOn(call, StrCat("dependencies ", Siblings(document))));
  ASSIGN_OR_RETURN(Sisters others, kDocuments.LoadAll(call, Siblings(document)));
  std::erase_if(others, [&](const v1::Document& other) { return other.name() == document.name(); });
  return CheckDependencies(document, others);
}

Changed DraftingService::UpdateDocument(rpc::Call& call, const v1::UpdateDocumentRequest& request) const {
  const v1::Document& patch = request.document();
  RETURN_IF_ERROR(RequireName(patch.name(), "document.name"));
  return Told(call, kDocuments.Mutate(call, patch.name(), patch.etag(), [&](const v1::Document& before) -> Changed {
    v1::Document document = before;
    RETURN_IF_ERROR(rpc::ApplyUpdate(call, request.update_mask(), patch, &document));
    ASSIGN_OR_RETURN(const v1::Revision last, kRevisions.Load(call, document.latest_revision()));
    ASSIGN_OR_RETURN(document, CheckUpdated(std::move(document), last, call.now()));
    if (document.display_name() != before.display_name()) {
      if (!request.not_graded()) RETURN_IF_ERROR(RefuseMarkedTitle(document.display_name()));
      ASSIGN_OR_RETURN(const bool approved, IsApproved(call, before));
      RETURN_IF_ERROR(CheckTitleFree(before, approved));
    }
    RETURN_IF_ERROR(CheckWaiting(call, document, before));
    return document;
  }));
}

Changed DraftingService::AdvanceDocumentStep(rpc::Call& call, const v1::AdvanceDocumentStepRequest& request) const {
  return Told(call, kDocuments.Mutate(call, request.name(), request.etag(), [&](v1::Document document) -> Changed {
    RETURN_IF_ERROR(KnowText(call, &document));
    const int place = PlaceOfStep(document, request.step());
    ASSIGN_OR_RETURN(const Sisters sisters, SistersOf(call, document, place));
    const absl::CivilDay actual =
        request.has_actual_date() ? civil::FromDate(request.actual_date()) : civil::Today(call.now());
    ASSIGN_OR_RETURN(const Approvals approvals, ApprovalsFor(call, document, place));
    OpinionsLeft left;
    if (IsSubmitted(document, place)) {
      ASSIGN_OR_RETURN(left, OpinionsLeftOf(call, document));
    }
    return AdvanceStep(std::move(document), request.step(), actual, ActOf(call), sisters, approvals, left);
  }));
}

Changed DraftingService::ReturnDocumentStep(rpc::Call& call, const v1::ReturnDocumentStepRequest& request) const {
  return Told(call, kDocuments.Mutate(call, request.name(), request.etag(), [&](v1::Document document) -> Changed {
    RETURN_IF_ERROR(KnowText(call, &document));
    return ReturnStep(std::move(document), request.step(), request.reason(), ActOf(call));
  }));
}

Changed DraftingService::ReplanDocument(rpc::Call& call, const v1::ReplanDocumentRequest& request) const {
  return Told(call, kDocuments.Mutate(call, request.name(), request.etag(), [&](v1::Document document) {
    return Replan(std::move(document), request.planned_steps(), request.reason(), ActOf(call));
  }));
}

Changed DraftingService::SignOffDocument(rpc::Call& call, const v1::SignOffDocumentRequest& request) const {
  return Told(call, kDocuments.Mutate(call, request.name(), request.etag(), [&](v1::Document document) -> Changed {
    RETURN_IF_ERROR(call.RequireOther({}));
    RETURN_IF_ERROR(KnowText(call, &document));
    return SignText(std::move(document), request, ActOf(call));
  }));
}

Changed DraftingService::WithdrawSignOff(rpc::Call& call, const v1::WithdrawSignOffRequest& request) const {
  return Told(call, kDocuments.Mutate(call, request.name(), request.etag(), [&](v1::Document document) -> Changed {
    RETURN_IF_ERROR(call.RequireOther({}));
    RETURN_IF_ERROR(KnowText(call, &document));
    return WithdrawSigned(std::move(document), request, ActOf(call));
  }));
}

}  // namespace congress::drafting

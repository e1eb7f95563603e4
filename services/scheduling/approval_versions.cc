#include "services/scheduling/approval_versions.h"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

#include "congress/dossiers/v1/personnel_plan_service.pb.h"
#include "congress/drafting/v1/drafting_service.pb.h"
#include "congress/scheduling/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/rpc/client.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/scheduling/approval_records.h"
#include "services/scheduling/approval_sessions.h"
#include "services/scheduling/domain/approval.h"
#include "services/scheduling/meetings.h"

namespace congress::scheduling {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(5);

// A refusal of another service as this one gives it.
absl::Status Refusal(const absl::Status& answer, std::string_view service, const std::string& resource) {
  if (status::IsPassing(answer)) return rpc::PeerUnavailable(service);
  return status::FailedPrecondition(v1::VERSION_UNREADABLE,
                                    {{"resource", resource}, {"cause", status::ReasonOf(answer)}});
}

// What the request names must be what is there; where it names nothing, that is it.
absl::Status Agree(const std::string& found, const std::string& resource, std::string* named) {
  if (!named->empty() && *named != found) {
    return status::FailedPrecondition(v1::VERSION_DIFFERS,
                                      {{"resource", resource}, {"named", *named}, {"found", found}});
  }
  *named = found;
  return absl::OkStatus();
}

bool IsPlan(const std::string& name) { return name.find("/personnelPlans/") != std::string::npos; }

v1::ApprovedVersion VersionNamed(const std::string& revision) {
  v1::ApprovedVersion version;
  version.set_resource(revision);
  return version;
}

// Marks the approvals of the congress that name an older version.
absl::Status MarkChanged(rpc::Call& call, const std::string& followed, int64_t newest) {
  ASSIGN_OR_RETURN(auto approvals, kUnitApprovals.LoadAll(call, StrCat(CongressOf(followed), "/unitApprovals/")));
  for (v1::UnitApproval& approval : approvals) {
    if (!NoteChange(followed, newest, DoerOf(call), &approval)) continue;
    // Read by its name, so that it is still as it was at the commit.
    ASSIGN_OR_RETURN(approval, kUnitApprovals.Load(call, approval.name()));
    NoteChange(followed, newest, DoerOf(call), &approval);
    *approval.mutable_update_time() = civil::ToTimestamp(call.now());
    kUnitApprovals.Put(call, std::move(approval));
  }
  return absl::OkStatus();
}

absl::Status KeepPosition(rpc::Call& call, std::string_view service, const std::string& resume_token) {
  v1::FollowedPosition position;
  position.set_name(StrCat("services/", service));
  ASSIGN_OR_RETURN(position, kFollowedPositions.LoadOr(call, std::move(position)));
  position.set_resume_token(resume_token);
  kFollowedPositions.Put(call, std::move(position));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ApprovalVersions::Found> ApprovalVersions::Check(rpc::Call& call, v1::ApprovedVersion* version) const {
  return IsOfPersonnel(*version) ? CheckPlan(call, version) : CheckRevision(call, version);
}

absl::StatusOr<ApprovalVersions::Found> ApprovalVersions::CheckRevision(rpc::Call& call,
                                                                        v1::ApprovedVersion* version) const {
  drafting::v1::GetDocumentRequest get;
  get.set_name(FollowedName(*version));
  const auto document = drafting_.Invoke<drafting::v1::Document>("congress.drafting.v1.DraftingService/GetDocument",
                                                                 call.Forward(kPatience), get);
  if (!document.ok()) return Refusal(document.status(), "drafting", version->resource());
  std::string sha256 = document->sha256();
  if (document->latest_revision() != version->resource()) {
    drafting::v1::GetRevisionRequest older;
    older.set_name(version->resource());
    const auto revision = drafting_.Invoke<drafting::v1::Revision>("congress.drafting.v1.DraftingService/GetRevision",
                                                                   call.Forward(kPatience), older);
    if (!revision.ok()) return Refusal(revision.status(), "drafting", version->resource());
    sha256 = revision->sha256();
  }
  version->clear_plan_etag();
  RETURN_IF_ERROR(Agree(sha256, version->resource(), version->mutable_content_sha256()));
  return Found{NumberOf(VersionNamed(document->latest_revision())), document->organisation()};
}

absl::StatusOr<ApprovalVersions::Found> ApprovalVersions::CheckPlan(rpc::Call& call,
                                                                    v1::ApprovedVersion* version) const {
  dossiers::v1::GetPersonnelPlanRequest get;
  get.set_name(version->resource());
  const auto plan = dossiers_.Invoke<dossiers::v1::PersonnelPlan>(
      "congress.dossiers.v1.PersonnelPlanService/GetPersonnelPlan", call.Forward(kPatience), get);
  if (!plan.ok()) return Refusal(plan.status(), "dossiers", version->resource());
  version->clear_content_sha256();
  RETURN_IF_ERROR(Agree(plan->etag(), version->resource(), version->mutable_plan_etag()));
  return Found{NumberOf(*version), plan->organisation()};
}

absl::StatusOr<int64_t> NoteNewest(rpc::Call& call, const std::string& followed, int64_t newest) {
  v1::FollowedVersion known;
  known.set_name(followed);
  ASSIGN_OR_RETURN(known, kFollowedVersions.LoadOr(call, std::move(known)));
  known.set_newest(std::max(known.newest(), newest));
  newest = known.newest();
  kFollowedVersions.Put(call, std::move(known));
  return newest;
}

absl::Status TakeChanges(rpc::Call& call, std::string_view service, const events::v1::WatchResponse& told) {
  for (const auto& event : told.events()) {
    v1::ApprovedVersion version = VersionNamed(event.name());
    if (IsOfPersonnel(version)) version.set_plan_etag(StrCat(event.revision()));
    const std::string followed = FollowedName(version);
    ASSIGN_OR_RETURN(const int64_t newest, NoteNewest(call, followed, NumberOf(version)));
    RETURN_IF_ERROR(MarkChanged(call, followed, newest));
  }
  return KeepPosition(call, service, told.resume_token());
}

absl::Status TakeMissed(rpc::Call& call, std::string_view service) {
  const bool of_personnel = service == "dossiers";
  // What was known may never have been, where the service was put back.
  ASSIGN_OR_RETURN(const auto known, kFollowedVersions.LoadAll(call, "congresses/"));
  for (const v1::FollowedVersion& version : known) {
    if (IsPlan(version.name()) == of_personnel) kFollowedVersions.Delete(call, version.name());
  }
  ASSIGN_OR_RETURN(const auto approvals, kUnitApprovals.LoadAll(call, "congresses/"));
  std::set<std::string> followed;
  for (const v1::UnitApproval& approval : approvals) {
    for (const auto* subject : {&approval.documents(), &approval.personnel()}) {
      for (const v1::ApprovedVersion& version : subject->versions()) {
        if (IsOfPersonnel(version) == of_personnel) followed.insert(FollowedName(version));
      }
    }
  }
  for (const std::string& name : followed) {
    RETURN_IF_ERROR(MarkChanged(call, name, std::numeric_limits<int64_t>::max()));
  }
  return KeepPosition(call, service, "");
}

}  // namespace congress::scheduling

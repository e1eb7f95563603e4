// Where approval sessions and unit approvals lie, and what is followed for them.
#pragma once

#include <string>

#include "congress/scheduling/v1/approval_session.pb.h"
#include "congress/scheduling/v1/stored.pb.h"
#include "congress/scheduling/v1/unit_approval.pb.h"
#include "platform/rpc/repository.h"

namespace congress::scheduling {

inline const rpc::Repository<v1::ApprovalSession> kApprovalSessions("scheduling.sessions.read");
// The personnel of a unit lies under a key of its own.
inline const rpc::Repository<v1::UnitApproval> kUnitApprovals(
    "scheduling.approvals.read", [](const v1::UnitApproval& approval) { return approval.organisation(); },
    [](const v1::UnitApproval& approval) { return approval.name(); });
inline const rpc::Repository<v1::FollowedVersion> kFollowedVersions{rpc::kUnlisted};
inline const rpc::Repository<v1::FollowedPosition> kFollowedPositions{rpc::kUnlisted};

}  // namespace congress::scheduling

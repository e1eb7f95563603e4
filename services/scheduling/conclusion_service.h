// ConclusionService over the service's keyspace.
#pragma once

#include <optional>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "congress/drafting/v1/issued_paper.pb.h"
#include "congress/scheduling/v1/conclusion_service.pb.h"
#include "congress/scheduling/v1/meeting.pb.h"
#include "congress/scheduling/v1/stored.pb.h"
#include "google/protobuf/empty.pb.h"
#include "platform/rpc/call.h"
#include "platform/rpc/gate.h"
#include "platform/rpc/peer.h"

namespace congress::scheduling {

// Whether a notice of the meeting has to be issued.
bool HasNotice(const v1::Meeting& meeting);

// By when, by the calendar of the meeting as it is or was known at a time. FAILED_PRECONDITION `DATE_NOT_COVERED`.
absl::StatusOr<absl::CivilDay> NoticeDue(rpc::Call& call, const v1::Meeting& meeting,
                                         absl::Time known_at = absl::InfiniteFuture());

// The notice of a conclusion that is not issued.
struct OpenNotice {
  // By when; none where the calendar does not cover that day.
  std::optional<absl::CivilDay> due;
};

// The notice of the meeting that has to be issued and was not by `as_of`; none: there is none.
absl::StatusOr<std::optional<OpenNotice>> OpenNoticeOf(rpc::Call& call, const v1::Meeting& meeting,
                                                       absl::CivilDay as_of);

// The day by which the notice of the meeting was due, where that was before `as_of` and none was issued by then.
absl::StatusOr<std::optional<absl::CivilDay>> NoticeOverdue(rpc::Call& call, const v1::Meeting& meeting,
                                                            absl::CivilDay as_of);

// Whether a notice of the meeting was issued by that day.
absl::StatusOr<bool> IsConcluded(rpc::Call& call, const v1::Meeting& meeting, absl::CivilDay as_of);

class ConclusionService {
 public:
  // The Gate and the peer outlive this object.
  ConclusionService(rpc::Gate& gate, rpc::Peer& drafting) : gate_(gate), drafting_(drafting) {}

  absl::StatusOr<v1::Conclusion> CreateConclusion(rpc::Call& call, const v1::CreateConclusionRequest& request) const;
  absl::StatusOr<v1::Conclusion> GetConclusion(rpc::Call& call, const v1::GetConclusionRequest& request) const;
  absl::StatusOr<v1::ListConclusionsResponse> ListConclusions(rpc::Call& call,
                                                              const v1::ListConclusionsRequest& request) const;
  absl::StatusOr<v1::Conclusion> UpdateConclusion(rpc::Call& call, const v1::UpdateConclusionRequest& request) const;
  absl::StatusOr<google::protobuf::Empty> DeleteConclusion(rpc::Call& call,
                                                           const v1::DeleteConclusionRequest& request) const;
  absl::StatusOr<v1::Conclusion> IssueConclusion(rpc::Call& call, const v1::IssueConclusionRequest& request) const;

 private:
  // Records how it is issued before a number is asked for; what was recorded before goes on.
  absl::StatusOr<v1::ConclusionIssue> Record(rpc::Call& call, const v1::Conclusion& conclusion,
                                             const v1::IssueConclusionRequest& request) const;
  // Takes back what was recorded, where drafting has refused for good. Returns `refusal`.
  absl::Status GiveUp(rpc::Call& call, const v1::Conclusion& conclusion, const absl::Status& refusal) const;
  // The notice, issued now or by an attempt before.
  absl::StatusOr<drafting::v1::IssuedPaper> Number(rpc::Call& call, const v1::Conclusion& conclusion,
                                                   const v1::ConclusionIssue& intention) const;

  rpc::Gate& gate_;
  rpc::Peer& drafting_;
};

}  // namespace congress::scheduling

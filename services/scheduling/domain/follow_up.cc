#include "services/scheduling/domain/follow_up.h"

#include "congress/scheduling/v1/reason.pb.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::scheduling {
namespace {

void Enter(v1::FollowUp::State state, std::string_view reason, const Doer& doer, v1::FollowUp* follow_up) {
  follow_up->set_state(state);
  *follow_up->mutable_update_time() = civil::ToTimestamp(doer.now);
  AddNote(v1::FollowUp::State_Name(state), doer, std::string(reason), follow_up->mutable_notes());
}

}  // namespace

v1::FollowUp Begin(v1::FollowUp wanted, std::string_view id, const Doer& doer) {
  wanted.set_name(StrCat("followUps/", id));
  *wanted.mutable_create_time() = civil::ToTimestamp(doer.now);
  Enter(v1::FollowUp::OPEN, "", doer, &wanted);
  return wanted;
}

std::string SupporterOf(const v1::FollowUp& follow_up) {
  return follow_up.supporter().substr(0, follow_up.supporter().find("/posts/"));
}

std::vector<std::string> JudgesOf(const v1::FollowUp& follow_up) {
  std::vector<std::string> judges;
  const std::string& unit = follow_up.organisation();
  const bool own = follow_up.raised_by() == unit && follow_up.kind() == v1::FollowUp::DIFFICULTY;
  if (own || follow_up.raised_by() != unit) judges.push_back(follow_up.raised_by());
  if (const std::string supporter = SupporterOf(follow_up); supporter != unit) judges.push_back(supporter);
  std::erase(judges, "");
  return judges;
}

absl::Status RequireOpen(const v1::FollowUp& follow_up) {
  if (follow_up.state() == v1::FollowUp::OPEN) return absl::OkStatus();
  return status::FailedPrecondition(v1::FOLLOW_UP_SOLVED, {{"name", follow_up.name()}});
}

absl::StatusOr<v1::FollowUp> Solve(v1::FollowUp follow_up, std::string_view note, const Doer& doer) {
  RETURN_IF_ERROR(RequireOpen(follow_up));
  Enter(v1::FollowUp::SOLVED, note, doer, &follow_up);
  return follow_up;
}

absl::StatusOr<v1::FollowUp> Reopen(v1::FollowUp follow_up, std::string_view reason, const Doer& doer) {
  if (follow_up.state() == v1::FollowUp::OPEN) {
    return status::FailedPrecondition(v1::FOLLOW_UP_OPEN, {{"name", follow_up.name()}});
  }
  Enter(v1::FollowUp::OPEN, reason, doer, &follow_up);
  return follow_up;
}

}  // namespace congress::scheduling

#include "services/dossiers/domain/ballot.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "congress/dossiers/v1/reason.pb.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::dossiers {
namespace {

absl::Status Contradict(std::string_view cause, int more, int less) {
  return status::FailedPrecondition(v1::BALLOTS_CONTRADICT,
                                    {{"cause", std::string(cause)}, {"more", StrCat(more)}, {"less", StrCat(less)}});
}

absl::Status CheckOrder(const v1::ProcessStep& step, const v1::StepResult& result) {
  if (result.present() > result.convened()) return Contradict("present", result.present(), result.convened());
  if (result.issued() > result.present()) return Contradict("issued", result.issued(), result.present());
  if (result.returned() > result.issued()) return Contradict("returned", result.returned(), result.issued());
  const int counted = result.valid() + result.invalid();
  if (counted != result.returned()) return Contradict("counted", counted, result.returned());
  if (step.base() != v1::ProcessStep::STATED) return absl::OkStatus();
  if (result.stated_base() > result.convened()) {
    return Contradict("base_above", result.stated_base(), result.convened());
  }
  if (result.valid() > result.stated_base()) return Contradict("base_below", result.valid(), result.stated_base());
  return absl::OkStatus();
}

absl::Status CheckQuorum(const v1::ProcessStep& step, const v1::StepResult& result) {
  if (!step.has_quorum()) return absl::OkStatus();
  const int64_t parts = int64_t{step.quorum().numerator()} * result.convened();
  const int64_t denominator = step.quorum().denominator();
  if (int64_t{result.present()} * denominator >= parts) return absl::OkStatus();
  return status::FailedPrecondition(v1::QUORUM_MISSING, {{"step", step.step_id()},
                                                         {"present", StrCat(result.present())},
                                                         {"convened", StrCat(result.convened())},
                                                         {"needed", StrCat((parts + denominator - 1) / denominator)}});
}

absl::Status TooMany(std::string_view cause, const std::string& person, int64_t votes, int64_t most) {
  return status::FailedPrecondition(
      v1::VOTES_EXCEED_BALLOTS,
      {{"cause", std::string(cause)}, {"person", person}, {"votes", StrCat(votes)}, {"most", StrCat(most)}});
}

absl::Status CheckTallies(const v1::ProcessStep& step, const v1::StepResult& result) {
  std::set<std::string_view> persons;
  int64_t choices = 0;
  for (const v1::Tally& tally : result.tallies()) {
    if (!persons.insert(tally.person()).second) {
      return status::FailedPrecondition(v1::TALLY_DUPLICATE, {{"person", tally.person()}});
    }
    const int64_t votes = int64_t{tally.agree()} + tally.disagree() + tally.blank();
    if (votes > result.valid()) return TooMany("person", tally.person(), votes, result.valid());
    choices += tally.agree();
  }
  const int64_t most = int64_t{step.max_choices()} * result.valid();
  if (step.max_choices() > 0 && choices > most) return TooMany("choices", "", choices, most);
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckBallots(const v1::ProcessStep& step, const v1::StepResult& result) {
  RETURN_IF_ERROR(CheckOrder(step, result));
  RETURN_IF_ERROR(CheckQuorum(step, result));
  return CheckTallies(step, result);
}

int64_t BaseOf(const v1::ProcessStep& step, const v1::StepResult& result) {
  switch (step.base()) {
    case v1::ProcessStep::CONVENED:
      return result.convened();
    case v1::ProcessStep::PRESENT:
      return result.present();
    case v1::ProcessStep::ISSUED:
      return result.issued();
    case v1::ProcessStep::VALID:
      return result.valid();
    case v1::ProcessStep::STATED:
      return result.stated_base();
    default:
      return 0;
  }
}

int64_t NeededVotes(const v1::ProcessStep& step, int64_t base) {
  const int64_t parts = base * step.threshold().numerator();
  const int64_t denominator = std::max(step.threshold().denominator(), 1);
  const int64_t needed = step.at_least() ? (parts + denominator - 1) / denominator : parts / denominator + 1;
  // Nobody is chosen without a vote, not even where a share of nothing is nothing.
  return std::max<int64_t>(needed, 1);
}

void Choose(const v1::ProcessStep& step, int places, v1::StepResult* result) {
  const int64_t base = BaseOf(step, *result);
  const int64_t needed = NeededVotes(step, base);
  std::vector<int> votes;  // Of those who have enough, most first.
  for (const v1::Tally& tally : result->tallies()) {
    if (tally.agree() >= needed) votes.push_back(tally.agree());
  }
  std::sort(votes.rbegin(), votes.rend());
  int64_t sure = needed;
  int64_t tied = -1;
  if (votes.size() > static_cast<size_t>(places)) {
    const int edge = votes[static_cast<size_t>(places) - 1];
    const bool equal = votes[static_cast<size_t>(places)] == edge;
    sure = equal ? int64_t{edge} + 1 : edge;
    if (equal) tied = edge;
  }
  result->clear_choices();
  for (const v1::Tally& tally : result->tallies()) {
    v1::Choice& choice = *result->add_choices();
    choice.set_person(tally.person());
    choice.set_votes(tally.agree());
    choice.set_base(static_cast<int32_t>(base));
    choice.set_needed(static_cast<int32_t>(needed));
    choice.set_chosen(tally.agree() >= sure);
    choice.set_tied(tally.agree() == tied);
  }
}

int64_t MostCandidates(const v1::ProcessStep& step, int seat_count) {
  if (!step.has_max_surplus()) return std::numeric_limits<int64_t>::max();
  return seat_count + int64_t{seat_count} * step.max_surplus().numerator() / step.max_surplus().denominator();
}

}  // namespace congress::dossiers

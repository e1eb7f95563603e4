#include "services/allocation/domain/delegation/majority.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "congress/allocation/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/allocation/domain/delegation/standing.h"

namespace congress::allocation {
namespace {

// Who says so, since when, and how surely that is known. A new regulation is a new row. The first one has no day: it
// holds for whatever was before the second.
struct Regulation {
  std::optional<absl::CivilDay> from;
  v1::MajorityBasis::Regulation regulation;
  v1::MajorityBasis::Confidence confidence;
};

const Regulation kRegulations[] = {
    {std::nullopt, v1::MajorityBasis::DECISION_244, v1::MajorityBasis::HIGH},
    {absl::CivilDay(2024, 10, 10), v1::MajorityBasis::DOCUMENT_190, v1::MajorityBasis::MEDIUM},
};

// Where a delegate stands when votes are counted.
struct Voter {
  bool was_present = false;
  bool recorded = false;
  bool declared_absent = false;
};

Voter VoterOf(const v1::Delegate& delegate, absl::CivilDay day) {
  Voter voter;
  for (const v1::Attendance* record : AttendanceOn(delegate, day)) {
    voter.recorded = true;
    voter.was_present = voter.was_present || record->presence() == v1::Attendance::PRESENT;
    voter.declared_absent = voter.declared_absent || record->presence() == v1::Attendance::ABSENT_THROUGHOUT;
  }
  return voter;
}

// The day of the first session recorded; after `day` when there is none.
absl::CivilDay FirstSession(const Delegations& delegations) {
  absl::CivilDay first = delegations.day + 1;
  for (const auto& delegate : delegations.delegates) {
    for (const v1::Attendance* record : AttendanceOn(delegate, delegations.day)) {
      first = std::min(first, civil::FromDate(record->date()));
    }
  }
  return first;
}

void TellLines(const status::Teller& tell, v1::GetMajorityBaseResponse* base) {
  using Base = v1::GetMajorityBaseResponse;
  const auto add = [&](Base::Finding finding, const status::Metadata& metadata) {
    base->add_lines(tell(finding, metadata));
  };
  const std::string convened = StrCat(base->convened());
  const std::string committee = StrCat(base->committee_absent());
  const std::string delegates = StrCat(base->delegates_absent());
  const std::string left = StrCat(base->base());
  add(Base::CONVENED, {{"convened", convened}});
  add(Base::COMMITTEE_ABSENT, {{"absent", committee}});
  add(Base::DELEGATES_ABSENT, {{"absent", delegates}});
  add(Base::REMAINING,
      {{"convened", convened}, {"committee_absent", committee}, {"delegates_absent", delegates}, {"base", left}});
  add(Base::LEAST_VOTES, {{"base", left}, {"least_votes", StrCat(base->least_votes())}});
  add(Base::ACCORDING_TO, {{"citation", base->basis().citation()}});
  if (base->absent_undeclared() > 0) {
    add(Base::ABSENT_UNDECLARED, {{"delegates", StrCat(base->absent_undeclared())}});
  }
  if (base->not_convened() > 0) add(Base::NOT_CONVENED, {{"delegates", StrCat(base->not_convened())}});
}

}  // namespace

v1::MajorityBasis MajorityBasisOn(absl::CivilDay day, const status::Teller& tell) {
  const Regulation* last = std::begin(kRegulations);
  for (const Regulation& regulation : kRegulations) {
    if (!regulation.from.has_value() || *regulation.from <= day) last = &regulation;
  }
  v1::MajorityBasis basis;
  basis.set_regulation(last->regulation);
  basis.set_citation(tell(last->regulation));
  if (last->from.has_value()) *basis.mutable_effective_from() = civil::ToDate(*last->from);
  basis.set_confidence(last->confidence);
  return basis;
}

absl::StatusOr<v1::GetMajorityBaseResponse> ReckonMajority(const Delegations& delegations, status::Language language) {
  v1::GetMajorityBaseResponse base;
  const Summons summons(delegations);
  const absl::CivilDay first_session = FirstSession(delegations);
  for (const auto& delegate : delegations.delegates) {
    const v1::Delegate::State state = StateOn(delegate, delegations.day);
    const bool left_later = state == v1::Delegate::WITHDRAWN && delegate.origin() != v1::RESERVE &&
                            civil::FromDate(delegate.end().date()) > first_session;
    if (state != v1::Delegate::SEATED && !left_later) continue;
    if (!summons.Reached(delegate)) {
      if (state == v1::Delegate::SEATED) base.set_not_convened(base.not_convened() + 1);
      continue;
    }
    base.set_convened(base.convened() + 1);
    const Voter voter = VoterOf(delegate, delegations.day);
    if (voter.was_present) continue;
    if (!voter.declared_absent && !left_later) {
      if (voter.recorded) base.set_absent_undeclared(base.absent_undeclared() + 1);
    } else if (delegate.origin() == v1::EX_OFFICIO) {
      base.set_committee_absent(base.committee_absent() + 1);
    } else {
      base.set_delegates_absent(base.delegates_absent() + 1);
    }
  }
  const int64_t absent = base.committee_absent() + base.delegates_absent();
  base.set_base(base.convened() - absent);
  if (base.base() == 0) {
    status::Metadata metadata = {{"convened", StrCat(base.convened())}, {"absent", StrCat(absent)}};
    if (base.convened() == 0) metadata.emplace_back("cause", "NOBODY");
    return status::FailedPrecondition(v1::MAJORITY_BASE_EMPTY, metadata);
  }
  const status::Teller tell(language);
  base.set_least_votes(base.base() / 2 + 1);
  *base.mutable_basis() = MajorityBasisOn(delegations.day, tell);
  TellLines(tell, &base);
  return base;
}

}  // namespace congress::allocation

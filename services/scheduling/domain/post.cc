#include "services/scheduling/domain/post.h"

#include <algorithm>

#include "congress/scheduling/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::scheduling {
namespace {

// Days of a holder or a membership; without an end it goes on for ever.
template <class Period>
absl::CivilDay SpanFirst(const Period& period) {
  return civil::FromDate(period.first_day());
}
template <class Period>
absl::CivilDay SpanLast(const Period& period) {
  return period.has_last_day() ? civil::FromDate(period.last_day()) : absl::CivilDay(9999, 12, 31);
}
template <class Period>
bool SpanCovers(const Period& period, absl::CivilDay day) {
  return SpanFirst(period) <= day && day <= SpanLast(period);
}

template <class Period>
void CheckSpan(const Period& period, const std::string& field, status::Violations* violations) {
  if (SpanLast(period) < SpanFirst(period)) violations->Add(field + ".last_day", v1::LAST_BEFORE_FIRST);
}

// `other` is what people call the one that is there already.
template <class Period>
absl::Status CheckApart(std::string_view name, const Period& there, const Period& later, std::string_view other) {
  if (std::max(SpanFirst(there), SpanFirst(later)) > std::min(SpanLast(there), SpanLast(later)))
    return absl::OkStatus();
  status::Metadata metadata = {{"name", std::string(name)},
                               {"first_day", civil::Format(SpanFirst(later))},
                               {"last_day", there.has_last_day() ? civil::Format(SpanLast(there)) : ""},
                               {"other", std::string(other)}};
  if (!there.has_last_day()) metadata.emplace_back("cause", "open");
  return status::FailedPrecondition(v1::PERIODS_OVERLAP, metadata);
}

}  // namespace

absl::Status CheckPost(const v1::Post& post) {
  status::Violations violations;
  for (int i = 0; i < post.holders_size(); ++i) {
    CheckSpan(post.holders(i), StrCat("post.holders[", i, "]"), &violations);
  }
  for (int i = 0; i < post.absences_size(); ++i) {
    CheckSpan(post.absences(i), StrCat("post.absences[", i, "]"), &violations);
  }
  for (int i = 0; i < post.stand_ins_size(); ++i) {
    if (post.stand_ins(i) == post.name()) violations.Add(StrCat("post.stand_ins[", i, "]"), v1::OWN_STAND_IN);
  }
  RETURN_IF_ERROR(violations.ToStatus());
  std::vector<const v1::PostHolder*> holders;
  for (const v1::PostHolder& holder : post.holders()) holders.push_back(&holder);
  std::stable_sort(holders.begin(), holders.end(),
                   [](const auto* a, const auto* b) { return SpanFirst(*a) < SpanFirst(*b); });
  for (size_t i = 1; i < holders.size(); ++i) {
    RETURN_IF_ERROR(CheckApart(post.name(), *holders[i - 1], *holders[i], holders[i - 1]->person()));
  }
  return absl::OkStatus();
}

std::string HolderOn(const v1::Post& post, absl::CivilDay day) {
  for (const v1::PostHolder& holder : post.holders()) {
    if (SpanCovers(holder, day)) return holder.person();
  }
  return "";
}

bool IsAway(const v1::Post& post, const Booking& booking) {
  return std::any_of(post.absences().begin(), post.absences().end(),
                     [&](const v1::PostAbsence& absence) { return SpanCovers(absence, booking.day); });
}

absl::Status CheckMembership(const v1::Membership& membership, const std::vector<v1::Membership>& others) {
  status::Violations violations;
  CheckSpan(membership, "membership", &violations);
  RETURN_IF_ERROR(violations.ToStatus());
  for (const v1::Membership& other : others) {
    if (other.name() == membership.name() || other.organisation() != membership.organisation() ||
        other.post() != membership.post()) {
      continue;
    }
    RETURN_IF_ERROR(CheckApart(membership.name(), other, membership, other.name()));
  }
  return absl::OkStatus();
}

bool GoesOnOn(const v1::Membership& membership, absl::CivilDay day) { return SpanCovers(membership, day); }

}  // namespace congress::scheduling

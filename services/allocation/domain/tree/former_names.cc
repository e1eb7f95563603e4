#include "services/allocation/domain/tree/former_names.h"

#include "congress/allocation/v1/organisation_service.pb.h"
#include "platform/civil/civil.h"

namespace congress::allocation {
namespace {

// The first day of the name that follows the first `count` former ones; the earliest day where it is not known.
absl::CivilDay BeginOf(const v1::Organisation& organisation, int count) {
  if (count > 0) return civil::FromDate(organisation.former_names(count - 1).until());
  return organisation.has_valid_from() ? civil::FromDate(organisation.valid_from()) : absl::CivilDay::min();
}

}  // namespace

std::optional<status::Sentence> KeepFormerNames(const v1::Organisation& old, std::optional<absl::CivilDay> renamed_on,
                                                absl::CivilDay today, v1::Organisation* organisation) {
  *organisation->mutable_former_names() = old.former_names();
  const bool renamed = old.display_name() != organisation->display_name();
  const int known = organisation->former_names_size();
  if (!renamed && (!renamed_on.has_value() || known == 0)) return std::nullopt;
  const absl::CivilDay day = renamed_on.value_or(today);
  const absl::CivilDay begin = BeginOf(*organisation, renamed ? known : known - 1);
  if (day <= begin) {
    if (!renamed_on.has_value()) return std::nullopt;
    return status::Say(v1::ImportRow::NAME_CHANGED_TOO_EARLY, {{"day", civil::Format(begin)}});
  }
  v1::FormerName& former = renamed ? *organisation->add_former_names() : *organisation->mutable_former_names(known - 1);
  if (renamed) former.set_display_name(old.display_name());
  *former.mutable_until() = civil::ToDate(day);
  return std::nullopt;
}

}  // namespace congress::allocation

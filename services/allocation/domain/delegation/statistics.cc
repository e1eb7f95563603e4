#include "services/allocation/domain/delegation/statistics.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/allocation/domain/delegation/standing.h"
#include "services/allocation/domain/delegation/target_result.h"

namespace congress::allocation {
namespace {

using Request = v1::GetDelegateStatisticsRequest;
using Groups = google::protobuf::RepeatedPtrField<v1::GroupCount>;

constexpr int kOldest = 120;

std::vector<const v1::Delegate*> CountedOf(Request::Population population, const Delegations& delegations) {
  const Summons summons(delegations);
  std::vector<const v1::Delegate*> counted;
  for (const auto& delegate : delegations.delegates) {
    if (StateOn(delegate, delegations.day) != v1::Delegate::SEATED) continue;
    if (population == Request::CONVENED && !summons.Reached(delegate)) continue;
    if (population == Request::PRESENT && !WasPresent(delegate, delegations.day)) continue;
    counted.push_back(&delegate);
  }
  return counted;
}

// In the order of the keys.
template <class Key>
void Fill(const std::map<Key, int64_t>& counts, std::string (*name)(const Key&), Groups* groups) {
  for (const auto& [key, count] : counts) {
    v1::GroupCount& group = *groups->Add();
    group.set_key(name(key));
    group.set_count(count);
  }
}

std::string Same(const std::string& key) { return key; }
std::string OriginKey(const v1::Origin& origin) { return v1::Origin_Name(origin); }
std::string GenderKey(const v1::DelegateProfile::Gender& gender) { return v1::DelegateProfile::Gender_Name(gender); }

void CountOrigins(const std::vector<const v1::Delegate*>& counted, absl::CivilDay day,
                  v1::DelegateStatistics* statistics) {
  std::map<v1::Origin, int64_t> origins;
  std::map<std::string, int64_t> organisations;
  for (const v1::Delegate* delegate : counted) {
    ++origins[OriginOn(*delegate, day)];
    ++organisations[delegate->organisation()];
  }
  Fill(origins, OriginKey, statistics->mutable_origins());
  Fill(organisations, Same, statistics->mutable_organisations());
}

void CountGroups(const std::vector<const v1::Delegate*>& counted, v1::DelegateStatistics* statistics) {
  std::map<v1::DelegateProfile::Gender, int64_t> genders;
  std::map<std::string, int64_t> sectors;
  v1::UnknownCounts& unknown = *statistics->mutable_unknown();
  for (const v1::Delegate* delegate : counted) {
    const v1::DelegateProfile& profile = delegate->profile();
    if (profile.gender() == v1::DelegateProfile::GENDER_UNSPECIFIED) {
      unknown.set_gender(unknown.gender() + 1);
    } else {
      ++genders[profile.gender()];
    }
    if (!profile.has_ethnic_minority()) {
      unknown.set_ethnic_minority(unknown.ethnic_minority() + 1);
    } else if (profile.ethnic_minority()) {
      statistics->set_ethnic_minority(statistics->ethnic_minority() + 1);
    }
    if (profile.sectors().empty()) unknown.set_sectors(unknown.sectors() + 1);
    for (const std::string& sector : std::set<std::string>(profile.sectors().begin(), profile.sectors().end())) {
      ++sectors[sector];
    }
  }
  Fill(genders, GenderKey, statistics->mutable_genders());
  Fill(sectors, Same, statistics->mutable_sectors());
}

void CountAges(const std::vector<const v1::Delegate*>& counted, const Request& request, absl::CivilDay opening,
               v1::DelegateStatistics* statistics) {
  std::vector<Ages> ages;
  for (const v1::Delegate* delegate : counted) {
    if (delegate->profile().has_birth_date()) ages.push_back(AgesOn(delegate->profile().birth_date(), opening));
  }
  for (const int32_t under : request.under_ages()) {
    v1::AgeCount& count = *statistics->add_ages();
    count.set_under_age(under);
    for (const Ages& one : ages) {
      const std::optional<bool> younger = IsUnder(one, under);
      if (!younger.has_value()) count.set_uncertain(count.uncertain() + 1);
      if (younger.value_or(false)) count.set_count(count.count() + 1);
    }
  }
  ages.erase(std::remove_if(ages.begin(), ages.end(), [](const Ages& one) { return one.least != one.most; }),
             ages.end());
  statistics->mutable_unknown()->set_age(static_cast<int64_t>(counted.size() - ages.size()));
  if (ages.empty()) return;
  v1::MeanAge& mean = *statistics->mutable_mean_age();
  for (const Ages& one : ages) mean.set_numerator(mean.numerator() + one.least);
  mean.set_denominator(static_cast<int64_t>(ages.size()));
  mean.set_decimal(OneDecimal(mean.numerator(), mean.denominator()));
}

}  // namespace

absl::Status CheckStatistics(const Request& request) {
  status::Violations violations;
  for (int i = 0; i < request.under_ages_size(); ++i) {
    const std::string path = StrCat("under_ages[", i, "]");
    if (request.under_ages(i) < 1) violations.Add(path, status::PlatformFault::BELOW_MINIMUM, {{"minimum", "1"}});
    if (request.under_ages(i) > kOldest) {
      violations.Add(path, status::PlatformFault::ABOVE_MAXIMUM, {{"maximum", StrCat(kOldest)}});
    }
  }
  RETURN_IF_ERROR(violations.ToStatus());
  return CheckTargets(request.targets());
}

v1::DelegateStatistics CompileStatistics(const Request& request, const Delegations& delegations,
                                         status::Language language) {
  v1::DelegateStatistics statistics;
  const absl::CivilDay opening = request.has_opening_date() ? civil::FromDate(request.opening_date()) : delegations.day;
  const auto counted = CountedOf(request.population(), delegations);
  // To one who sees nothing it has no name, as nothing else that they may not read.
  if (delegations.whole || !counted.empty()) statistics.set_name(StrCat(request.parent(), "/delegateStatistics"));
  statistics.set_delegates(static_cast<int64_t>(counted.size()));
  statistics.set_whole(delegations.whole);
  CountOrigins(counted, delegations.day, &statistics);
  CountGroups(counted, &statistics);
  CountAges(counted, request, opening, &statistics);
  const bool of_planned =
      request.population() == Request::POPULATION_UNSPECIFIED || request.population() == Request::SEATED;
  for (auto& result : JudgeTargets(request.targets(), {delegations, counted, of_planned, opening, language})) {
    *statistics.add_targets() = std::move(result);
  }
  return statistics;
}

std::string OneDecimal(int64_t numerator, int64_t denominator) {
  const int64_t tenths = (20 * numerator + denominator) / (2 * denominator);
  return StrCat(tenths / 10, ".", tenths % 10);
}

}  // namespace congress::allocation

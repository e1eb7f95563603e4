#include "services/dossiers/domain/structure.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "platform/civil/civil.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/personnel_rules.h"

namespace congress::dossiers {
namespace {

using Target = v1::StructureTarget;

// The people of the country are of one group or of a minority.
constexpr char kMajority[] = "Kinh";

// Whether something is so of one of the people; none: not known.
using Trait = std::optional<bool>;

// How many have a trait, and of how many it is not known.
struct Tally {
  int reached = 0;
  int unknown = 0;

  void Add(Trait trait, int people = 1) {
    if (!trait.has_value()) {
      unknown += people;
    } else if (*trait) {
      reached += people;
    }
  }
  // Numbers of people of whom nothing else is known.
  void AddGiven(int count, bool is_known, int having) {
    if (is_known) {
      reached += having;
    } else {
      unknown += count;
    }
  }
};

int AgeOn(absl::CivilDay born, absl::CivilDay day) {
  const int years = static_cast<int>(day.year() - born.year());
  const bool before_birthday = std::pair(day.month(), day.day()) < std::pair(born.month(), born.day());
  return before_birthday ? years - 1 : years;
}

Trait IsWoman(const BodyMember& member) {
  if (!member.person.has_value() || member.person->gender() == v1::Person::GENDER_UNSPECIFIED) return std::nullopt;
  return member.person->gender() == v1::Person::FEMALE;
}

Trait IsOfMinority(const BodyMember& member) {
  if (!member.person.has_value() || member.person->ethnicity().empty()) return std::nullopt;
  return !absl::EqualsIgnoreCase(member.person->ethnicity(), kMajority);
}

Trait IsBelow(const BodyMember& member, int age, absl::CivilDay day) {
  if (!member.person.has_value() || member.person->birth_date().year() == 0) return std::nullopt;
  const bool oldest = AgeOn(civil::FirstDay(member.person->birth_date()), day) < age;
  const bool youngest = AgeOn(civil::LastDay(member.person->birth_date()), day) < age;
  return oldest == youngest ? Trait(oldest) : std::nullopt;
}

Trait HasOneOf(const BodyMember& member, const std::set<std::string>& sufficient) {
  if (!member.person.has_value() || member.person->qualifications().empty()) return std::nullopt;
  const auto& held = member.person->qualifications();
  return std::any_of(held.begin(), held.end(), [&](const std::string& id) { return sufficient.contains(id); });
}

Trait IsFirstTime(const BodyMember& member) {
  if (member.candidacy == v1::CANDIDACY_UNSPECIFIED) return std::nullopt;
  return member.candidacy == v1::NEWCOMER;
}

// One body, and what is asked of it.
class Body {
 public:
  Body(const v1::CountPersonnelRequest& request, const std::vector<BodyMember>& members, absl::CivilDay as_of)
      : request_(request), members_(members), as_of_(as_of) {
    total_ = static_cast<int>(members.size());
    for (const auto& given : request.given()) total_ += given.count();
  }

  int total() const { return total_; }

  Tally Women() const {
    Tally tally = Of(IsWoman);
    for (const auto& given : request_.given()) tally.AddGiven(given.count(), given.has_women(), given.women());
    return tally;
  }
  Tally Minorities() const {
    Tally tally = Of(IsOfMinority);
    for (const auto& given : request_.given()) {
      tally.AddGiven(given.count(), given.has_ethnic_minority(), given.ethnic_minority());
    }
    return tally;
  }
  Tally FirstTime() const {
    Tally tally = Of(IsFirstTime);
    for (const auto& given : request_.given()) {
      tally.AddGiven(given.count(), given.has_first_time(), given.first_time());
    }
    return tally;
  }
  Tally Below(int age) const {
    return WithGiven(Of([&](const BodyMember& member) { return IsBelow(member, age, as_of_); }));
  }
  Tally Qualified(const std::set<std::string>& sufficient) const {
    return WithGiven(Of([&](const BodyMember& member) { return HasOneOf(member, sufficient); }));
  }
  Tally OfTarget(const Target& target, const v1::PersonnelRuleSet& rules) const {
    switch (target.measure()) {
      case Target::WOMEN:
        return Women();
      case Target::ETHNIC_MINORITY:
        return Minorities();
      case Target::UNDER_AGE:
        return Below(target.age());
      case Target::QUALIFIED:
        return Qualified(Sufficient(rules, target.any_of()));
      case Target::FIRST_TIME:
        return FirstTime();
      default:
        return {.unknown = total_};
    }
  }
  // Of those of whom only numbers are given it is not known.
  int WithoutBirth() const {
    return WithGiven(Of([](const BodyMember& member) -> Trait {
             if (!member.person.has_value() || member.person->birth_date().year() == 0) return std::nullopt;
             return true;
           }))
        .unknown;
  }

 private:
  Tally Of(const std::function<Trait(const BodyMember&)>& trait) const {
    Tally tally;
    for (const BodyMember& member : members_) tally.Add(trait(member));
    return tally;
  }
  Tally WithGiven(Tally tally) const {
    for (const auto& given : request_.given()) tally.Add(std::nullopt, given.count());
    return tally;
  }

  const v1::CountPersonnelRequest& request_;
  const std::vector<BodyMember>& members_;
  const absl::CivilDay as_of_;
  int total_ = 0;
};

// The number of people that the share of all comes to: as many as make it up, or as it allows.
int BoundOf(const Target::Share& share, int total, bool least) {
  const int64_t parts = int64_t{total} * share.numerator();
  return static_cast<int>((parts + (least ? share.denominator() - 1 : 0)) / share.denominator());
}

void AddStanding(const Target& target, const Tally& tally, int total, bool least, status::Language language,
                 v1::Structure* structure) {
  v1::Structure::Standing& standing = *structure->add_targets();
  const int bound = BoundOf(least ? target.minimum() : target.maximum(), total, least);
  const int most = tally.reached + tally.unknown;
  standing.set_target_id(target.target_id());
  standing.set_display_name(target.display_name());
  standing.set_reached(tally.reached);
  standing.set_unknown(tally.unknown);
  standing.set_bound(bound);
  if (total > 0) {
    standing.set_permille(static_cast<int>((int64_t{tally.reached} * 2000 + total) / (int64_t{total} * 2)));
  }
  const bool certainly = least ? tally.reached >= bound : most <= bound;
  const bool possibly = least ? most >= bound : tally.reached <= bound;
  standing.set_verdict(certainly ? v1::MET : possibly ? v1::UNKNOWN : v1::UNMET);
  const auto reason = least ? v1::Structure::Standing::LEAST : v1::Structure::Standing::MOST;
  standing.set_reason(v1::Structure::Standing::Reason_Name(reason));
  status::Metadata metadata = {{"reached", StrCat(tally.reached)}, {"total", StrCat(total)}, {"bound", StrCat(bound)}};
  if (tally.unknown == 0) {
    metadata.emplace_back("cause", "certain");
  } else {
    metadata.emplace_back("unknown", StrCat(tally.unknown));
  }
  standing.set_sentence(status::Say(reason, metadata).In(language));
}

void CountQualifications(const std::vector<BodyMember>& members, const v1::PersonnelRuleSet* rules,
                         v1::Structure* structure) {
  std::map<std::string, int> counts;
  for (const BodyMember& member : members) {
    if (!member.person.has_value()) continue;
    const auto& held = member.person->qualifications();
    for (const std::string& id : std::set<std::string>(held.begin(), held.end())) ++counts[id];
  }
  for (const auto& [id, people] : counts) {
    auto& count = *structure->add_qualifications();
    count.set_qualification_id(id);
    count.set_display_name(id);
    count.set_count(people);
    if (rules == nullptr) continue;
    for (const v1::Qualification& one : rules->qualifications()) {
      if (one.qualification_id() == id) count.set_display_name(one.display_name());
    }
  }
}

}  // namespace

v1::Structure CountBody(const v1::CountPersonnelRequest& request, const std::vector<BodyMember>& members,
                        const v1::PersonnelRuleSet* rules, absl::CivilDay as_of, status::Language language) {
  const Body body(request, members, as_of);
  v1::Structure structure;
  structure.set_organisation(request.organisation());
  *structure.mutable_as_of() = civil::ToDate(as_of);
  structure.set_total(body.total());
  v1::Structure::Unknown& unknown = *structure.mutable_unknown();
  const Tally women = body.Women();
  structure.set_women(women.reached);
  unknown.set_gender(women.unknown);
  const Tally minorities = body.Minorities();
  structure.set_ethnic_minority(minorities.reached);
  unknown.set_ethnicity(minorities.unknown);
  const Tally first = body.FirstTime();
  structure.set_first_time(first.reached);
  structure.set_again(body.total() - first.reached - first.unknown);
  unknown.set_candidacy(first.unknown);
  unknown.set_birth_date(body.WithoutBirth());
  unknown.set_qualifications(body.Qualified({}).unknown);
  unknown.set_hidden(static_cast<int>(
      std::count_if(members.begin(), members.end(), [](const BodyMember& one) { return !one.person.has_value(); })));
  for (const int under : request.under_ages()) {
    const Tally tally = body.Below(under);
    auto& count = *structure.add_ages();
    count.set_under_age(under);
    count.set_count(tally.reached);
    count.set_uncertain(tally.unknown);
  }
  CountQualifications(members, rules, &structure);
  if (request.seat_count() > 0) structure.set_surplus_count(std::max(0, body.total() - request.seat_count()));
  for (const auto& given : request.given()) structure.add_sources(given.source());
  if (rules == nullptr) return structure;
  structure.set_rule_set(rules->name());
  for (const Target& target : rules->targets()) {
    const Tally tally = body.OfTarget(target, *rules);
    if (target.has_minimum()) AddStanding(target, tally, body.total(), true, language, &structure);
    if (target.has_maximum()) AddStanding(target, tally, body.total(), false, language, &structure);
  }
  return structure;
}

}  // namespace congress::dossiers

#include "services/dossiers/domain/eligibility.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_join.h"
#include "platform/civil/civil.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/personnel_rules.h"
#include "services/dossiers/domain/validity.h"

namespace congress::dossiers {
namespace {

using google::type::Date;

bool IsRecorded(const Date& date) { return date.year() != 0; }

std::string MonthOf(const Date& date, status::Language language) {
  if (date.month() == 0) return StrCat(date.year());
  const std::string month = StrCat(date.month() < 10 ? "0" : "", date.month());
  return language == status::Language::kVietnamese ? StrCat(month, "/", date.year()) : StrCat(date.year(), "-", month);
}

// What one check found, before it is put into words.
struct Found {
  v1::Verdict verdict = v1::UNKNOWN;
  v1::Finding::Reason reason = v1::Finding::NOT_RECORDED;
  status::Metadata metadata = {};
  std::vector<v1::Finding::Lack> missing = {};
};

Found NotRecorded(v1::Finding::Lack lack) { return {.missing = {lack}}; }

class Examiner {
 public:
  Examiner(const v1::PersonnelRuleSet& rules, const KnownOfPerson& known, absl::CivilDay as_of,
           status::Language language)
      : rules_(rules), known_(known), as_of_(as_of), language_(language) {}

  Found Look(const v1::Requirement& requirement) const {
    switch (requirement.check_case()) {
      case v1::Requirement::kRemainingMonths:
        return LookAtMonths(requirement.remaining_months());
      case v1::Requirement::kMaximumTerms:
        return LookAtTerms(requirement.maximum_terms());
      case v1::Requirement::kQualified:
        return LookAtQualifications(requirement.qualified());
      case v1::Requirement::kAssessed:
        return LookAtAssessments(requirement.assessed());
      case v1::Requirement::kUndisciplined:
        return LookAtDisciplines(requirement.undisciplined());
      case v1::Requirement::kPartyMember:
        return LookAtMembership(requirement.party_member());
      case v1::Requirement::kPlanned:
        return {.verdict = known_.planned ? v1::MET : v1::UNMET,
                .reason = v1::Finding::PLANNED,
                .metadata = {{"cause", known_.planned ? "listed" : "unlisted"}}};
      case v1::Requirement::kConcluded:
        return LookAtConclusion();
      case v1::Requirement::kShown:
        if (known_.shown.contains(requirement.shown().item_id())) {
          return {.verdict = v1::MET, .reason = v1::Finding::SHOWN};
        }
        return NotRecorded(v1::Finding::COMPONENTS);
      case v1::Requirement::CHECK_NOT_SET:
        break;
    }
    return {};
  }

 private:
  // Months of work that are left, at least and at most: over every month in which the person may have been born and
  // each gender that they may have. None where the rules do not know when one of these retires.
  struct Left {
    int least = 0;
    int most = 0;
  };
  std::optional<Left> MonthsLeft(absl::CivilMonth reference) const {
    std::vector<v1::Person::Gender> genders = {known_.gender};
    if (known_.gender == v1::Person::GENDER_UNSPECIFIED) genders = {v1::Person::FEMALE, v1::Person::MALE};
    std::optional<Left> left;
    const absl::CivilMonth last(civil::LastDay(known_.birth_date));
    for (absl::CivilMonth born(civil::FirstDay(known_.birth_date)); born <= last; ++born) {
      for (const v1::Person::Gender gender : genders) {
        const std::optional<int> age = RetirementAge(gender, born);
        if (!age.has_value()) return std::nullopt;
        const int months = static_cast<int>(born + *age - reference);
        if (!left.has_value()) left = {.least = months, .most = months};
        left->least = std::min(left->least, months);
        left->most = std::max(left->most, months);
      }
    }
    return left;
  }

  std::optional<int> RetirementAge(v1::Person::Gender gender, absl::CivilMonth born) const {
    for (const v1::RetirementAge& age : rules_.retirement_ages()) {
      if (age.gender() != gender) continue;
      if (age.has_born_from() && born < absl::CivilMonth(civil::FirstDay(age.born_from()))) continue;
      if (age.has_born_until() && born > absl::CivilMonth(civil::LastDay(age.born_until()))) continue;
      return age.age_months();
    }
    return std::nullopt;
  }

  Found LookAtMonths(const v1::Requirement::RemainingMonths& check) const {
    if (!IsRecorded(known_.birth_date)) return NotRecorded(v1::Finding::BIRTH_DATE);
    const std::optional<Left> left = MonthsLeft(absl::CivilMonth(civil::FirstDay(check.reference_month())));
    if (!left.has_value()) {
      Found found{.reason = v1::Finding::NO_RETIREMENT_AGE};
      if (known_.gender == v1::Person::GENDER_UNSPECIFIED) found.missing = {v1::Finding::GENDER};
      return found;
    }
    Found found{
        .reason = v1::Finding::MONTHS_LEFT,
        .metadata = {{"needed", StrCat(check.minimum())}, {"month", MonthOf(check.reference_month(), language_)}}};
    if (left->least == left->most) {
      found.metadata.emplace_back("cause", "certain");
      found.metadata.emplace_back("left", StrCat(std::max(0, left->least)));
    } else {
      found.metadata.emplace_back("least", StrCat(std::max(0, left->least)));
      found.metadata.emplace_back("most", StrCat(std::max(0, left->most)));
    }
    if (left->least >= check.minimum()) {
      found.verdict = v1::MET;
    } else if (left->most < check.minimum()) {
      found.verdict = v1::UNMET;
    } else {
      if (known_.birth_date.month() == 0) found.missing.push_back(v1::Finding::BIRTH_DATE);
      if (known_.gender == v1::Person::GENDER_UNSPECIFIED) found.missing.push_back(v1::Finding::GENDER);
    }
    return found;
  }

  Found LookAtTerms(const v1::Requirement::MaximumTerms& check) const {
    if (!known_.terms.has_value()) return NotRecorded(v1::Finding::WORK_PERIODS);
    const auto held = known_.terms->find(check.position_kind());
    const int terms = held == known_.terms->end() ? 0 : held->second;
    return {.verdict = terms <= check.terms() ? v1::MET : v1::UNMET,
            .reason = v1::Finding::TERMS_HELD,
            .metadata = {{"terms", StrCat(terms)}, {"most", StrCat(check.terms())}}};
  }

  Found LookAtQualifications(const v1::Requirement::Qualified& check) const {
    if (known_.qualifications.empty()) return NotRecorded(v1::Finding::QUALIFICATIONS);
    const std::set<std::string> sufficient = Sufficient(rules_, check.any_of());
    for (const v1::Qualification& one : rules_.qualifications()) {
      if (!sufficient.contains(one.qualification_id()) || !known_.qualifications.contains(one.qualification_id())) {
        continue;
      }
      return {
          .verdict = v1::MET, .reason = v1::Finding::QUALIFIED_BY, .metadata = {{"qualification", one.display_name()}}};
    }
    std::vector<std::string> needed;
    for (const v1::Qualification& one : rules_.qualifications()) {
      const auto& ids = check.any_of();
      if (std::find(ids.begin(), ids.end(), one.qualification_id()) != ids.end()) needed.push_back(one.display_name());
    }
    return {.verdict = v1::UNMET,
            .reason = v1::Finding::NOT_QUALIFIED,
            .metadata = {{"needed", absl::StrJoin(needed, "; ")}}};
  }

  // Place of the level among the levels of the rules, the best first; none for one that they do not name.
  std::optional<int> Place(std::string_view level) const {
    for (int i = 0; i < rules_.assessment_levels_size(); ++i) {
      if (rules_.assessment_levels(i).level_id() == level) return i;
    }
    return std::nullopt;
  }

  Found LookAtAssessments(const v1::Requirement::Assessed& check) const {
    const int least = Place(check.least_level()).value_or(0);
    std::vector<std::string> years;
    std::vector<std::string> below;
    bool all = true;
    for (int year = static_cast<int>(as_of_.year()) - check.years(); year < as_of_.year(); ++year) {
      const auto assessed = known_.assessments.find(year);
      const std::optional<int> place = assessed == known_.assessments.end() ? std::nullopt : Place(assessed->second);
      years.push_back(StrCat(year));
      if (!place.has_value()) {
        all = false;
      } else if (*place > least) {
        below.push_back(StrCat(year));
      }
    }
    if (!below.empty()) {
      return {.verdict = v1::UNMET,
              .reason = v1::Finding::ASSESSED_BELOW,
              .metadata = {{"years", absl::StrJoin(below, ", ")},
                           {"level", rules_.assessment_levels(least).display_name()}}};
    }
    if (!all) return NotRecorded(v1::Finding::ASSESSMENTS);
    return {
        .verdict = v1::MET, .reason = v1::Finding::ASSESSED_WELL, .metadata = {{"years", absl::StrJoin(years, ", ")}}};
  }

  Found LookAtDisciplines(const v1::Requirement::Undisciplined& check) const {
    if (!known_.disciplines.has_value()) return NotRecorded(v1::Finding::DISCIPLINES);
    const absl::CivilDay from = AddMonths(as_of_, -check.months());
    std::vector<std::string> days;
    bool certain = true;
    for (const Date& day : *known_.disciplines) {
      if (!IsRecorded(day)) {
        certain = false;
      } else if (civil::FirstDay(day) >= from && civil::FirstDay(day) <= as_of_) {
        days.push_back(civil::Format(day));
      } else if (civil::LastDay(day) >= from && civil::FirstDay(day) <= as_of_) {
        certain = false;
      }
    }
    if (!days.empty()) {
      return {
          .verdict = v1::UNMET, .reason = v1::Finding::DISCIPLINED, .metadata = {{"days", absl::StrJoin(days, ", ")}}};
    }
    if (!certain) return NotRecorded(v1::Finding::DISCIPLINES);
    return {
        .verdict = v1::MET, .reason = v1::Finding::NOT_DISCIPLINED, .metadata = {{"months", StrCat(check.months())}}};
  }

  Found LookAtMembership(const v1::Requirement::PartyMember& check) const {
    if (!IsRecorded(known_.official_admission)) return NotRecorded(v1::Finding::PARTY_ADMISSION_DATE);
    Found found{
        .reason = v1::Finding::PARTY_MEMBER_SINCE,
        .metadata = {{"since", MonthOf(known_.official_admission, language_)}, {"needed", StrCat(check.months())}}};
    if (AddMonths(civil::LastDay(known_.official_admission), check.months()) <= as_of_) {
      found.verdict = v1::MET;
    } else if (AddMonths(civil::FirstDay(known_.official_admission), check.months()) > as_of_) {
      found.verdict = v1::UNMET;
    } else {
      found.missing = {v1::Finding::PARTY_ADMISSION_DATE};
    }
    return found;
  }

  Found LookAtConclusion() const {
    if (!known_.meets_political_standard.has_value()) return NotRecorded(v1::Finding::POLITICAL_CONCLUSION);
    const bool meets = *known_.meets_political_standard;
    return {.verdict = meets ? v1::MET : v1::UNMET,
            .reason = v1::Finding::CONCLUDED,
            .metadata = {{"cause", meets ? "meets" : "fails"}}};
  }

  const v1::PersonnelRuleSet& rules_;
  const KnownOfPerson& known_;
  const absl::CivilDay as_of_;
  const status::Language language_;
};

std::string Titles(const std::vector<v1::Finding::Lack>& lacks, status::Language language) {
  return absl::StrJoin(
      lacks, ", ", [&](std::string* out, v1::Finding::Lack lack) { out->append(status::Say(lack, {}).In(language)); });
}

bool IsFor(const v1::Requirement& requirement, std::string_view position_kind, v1::Candidacy candidacy) {
  const auto& kinds = requirement.position_kinds();
  const auto& candidacies = requirement.candidacies();
  return (kinds.empty() || std::find(kinds.begin(), kinds.end(), position_kind) != kinds.end()) &&
         (candidacies.empty() || std::find(candidacies.begin(), candidacies.end(), candidacy) != candidacies.end());
}

// What a requirement looks at, and more narrowly the key of it.
std::vector<v1::Finding::Lack> Consulted(const v1::Requirement& requirement) {
  switch (requirement.check_case()) {
    case v1::Requirement::kRemainingMonths:
      return {v1::Finding::BIRTH_DATE, v1::Finding::GENDER};
    case v1::Requirement::kMaximumTerms:
      return {v1::Finding::WORK_PERIODS};
    case v1::Requirement::kQualified:
      return {v1::Finding::QUALIFICATIONS};
    case v1::Requirement::kAssessed:
      return {v1::Finding::ASSESSMENTS};
    case v1::Requirement::kUndisciplined:
      return {v1::Finding::DISCIPLINES};
    case v1::Requirement::kPartyMember:
      return {v1::Finding::PARTY_ADMISSION_DATE};
    case v1::Requirement::kPlanned:
      return {v1::Finding::PLANNING_ENTRY};
    case v1::Requirement::kConcluded:
      return {v1::Finding::POLITICAL_CONCLUSION};
    case v1::Requirement::kShown:
      return {v1::Finding::COMPONENTS};
    case v1::Requirement::CHECK_NOT_SET:
      break;
  }
  return {};
}

std::string_view KeyOf(const v1::Requirement& requirement) {
  if (requirement.has_maximum_terms()) return requirement.maximum_terms().position_kind();
  if (requirement.has_shown()) return requirement.shown().item_id();
  return "";
}

void TellSources(const v1::Requirement& requirement, const KnownOfPerson& known, v1::Finding* finding) {
  for (const v1::Finding::Lack about : Consulted(requirement)) {
    for (const KnownSource& one : known.sources) {
      if (one.source.about() == about && one.key == KeyOf(requirement)) *finding->add_sources() = one.source;
    }
  }
}

// What decides: one that is not met, else one that is not known.
v1::Verdict Worse(v1::Verdict a, v1::Verdict b) {
  if (a == v1::UNMET || b == v1::UNMET) return v1::UNMET;
  return a == v1::UNKNOWN || b == v1::UNKNOWN ? v1::UNKNOWN : v1::MET;
}

}  // namespace

v1::Eligibility JudgeEligibility(const v1::PersonnelRuleSet& rules, const KnownOfPerson& known,
                                 std::string_view position_kind, v1::Candidacy candidacy, absl::CivilDay as_of,
                                 status::Language language) {
  const Examiner examiner(rules, known, as_of, language);
  v1::Eligibility eligibility;
  eligibility.set_position_kind(std::string(position_kind));
  eligibility.set_candidacy(candidacy);
  eligibility.set_rule_set(rules.name());
  *eligibility.mutable_as_of() = civil::ToDate(as_of);
  v1::Verdict verdict = v1::MET;
  for (const v1::Requirement& requirement : rules.requirements()) {
    if (!IsFor(requirement, position_kind, candidacy)) continue;
    Found found = examiner.Look(requirement);
    if (found.reason == v1::Finding::NOT_RECORDED) {
      found.metadata.emplace_back("fields", Titles(found.missing, language));
    }
    v1::Finding& finding = *eligibility.add_findings();
    finding.set_requirement_id(requirement.requirement_id());
    finding.set_display_name(requirement.display_name());
    finding.set_verdict(found.verdict);
    finding.set_advisory(requirement.advisory());
    finding.set_reason(v1::Finding::Reason_Name(found.reason));
    finding.set_description(status::Say(found.reason, found.metadata).In(language));
    finding.set_legal_basis(requirement.legal_basis());
    for (const v1::Finding::Lack lack : found.missing) finding.add_missing(lack);
    TellSources(requirement, known, &finding);
    if (!requirement.advisory()) verdict = Worse(verdict, found.verdict);
  }
  // Rules that ask for nothing say nothing.
  eligibility.set_verdict(eligibility.findings().empty() ? v1::UNKNOWN : verdict);
  return eligibility;
}

v1::Verdict VerdictOf(const v1::PersonnelRuleSet& rules, const KnownOfPerson& known, std::string_view position_kind,
                      v1::Candidacy candidacy, absl::CivilDay as_of) {
  const Examiner examiner(rules, known, as_of, status::Language::kEnglish);
  v1::Verdict verdict = v1::MET;
  bool asked = false;
  for (const v1::Requirement& requirement : rules.requirements()) {
    if (!IsFor(requirement, position_kind, candidacy)) continue;
    asked = true;
    if (!requirement.advisory()) verdict = Worse(verdict, examiner.Look(requirement).verdict);
  }
  return asked ? verdict : v1::UNKNOWN;
}

v1::Eligibility NotJudged(v1::Eligibility::Gap gap, absl::CivilDay as_of, status::Language language) {
  v1::Eligibility eligibility;
  *eligibility.mutable_as_of() = civil::ToDate(as_of);
  eligibility.set_verdict(v1::UNKNOWN);
  eligibility.set_gap(gap);
  eligibility.set_gap_description(status::Say(gap, {}).In(language));
  return eligibility;
}

void Add(v1::Verdict verdict, v1::EligibilitySums* sums) {
  sums->set_dossier_count(sums->dossier_count() + 1);
  if (verdict == v1::MET) sums->set_met_count(sums->met_count() + 1);
  if (verdict == v1::UNMET) sums->set_unmet_count(sums->unmet_count() + 1);
  if (verdict == v1::UNKNOWN) sums->set_unknown_count(sums->unknown_count() + 1);
}

}  // namespace congress::dossiers

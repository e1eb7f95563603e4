#include "services/allocation/domain/delegation/credentials.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>

#include "platform/status/strings.h"
#include "services/allocation/domain/delegation/standing.h"
#include "services/allocation/domain/plan_line.h"
#include "services/allocation/domain/telling.h"

namespace congress::allocation {
namespace {

using Problem = v1::CredentialProblem;

// Collects problems of one view.
class Examiner {
 public:
  Examiner(const Delegations& delegations, status::Language language)
      : delegations_(delegations), summons_(delegations), language_(language) {}

  std::vector<Problem> Examine() {
    for (const auto& delegate : delegations_.delegates) {
      const v1::Delegate::State state = StateOn(delegate, delegations_.day);
      if (state == v1::Delegate::SEATED) Seated(delegate);
      if (state == v1::Delegate::IN_RESERVE) InReserve(delegate);
      if (state == v1::Delegate::REPLACED || state == v1::Delegate::WITHDRAWN) Ended(delegate);
    }
    OverQuota();
    NotConvened();
    std::sort(problems_.begin(), problems_.end(), [](const Problem& a, const Problem& b) {
      return std::tuple(a.kind(), a.resource(), a.description()) < std::tuple(b.kind(), b.resource(), b.description());
    });
    return std::move(problems_);
  }

 private:
  void Add(Problem::Kind kind, const std::string& resource, const status::Metadata& metadata = {}) {
    Describe(kind, resource, status::Say(kind, metadata));
  }

  void Describe(Problem::Kind kind, const std::string& resource, const status::Sentence& description) {
    Problem& problem = problems_.emplace_back();
    problem.set_kind(kind);
    problem.set_resource(resource);
    problem.set_description(description.In(language_));
  }

  void Seated(const v1::Delegate& delegate) {
    Person(delegate);
    const bool ex_officio = OriginOn(delegate, delegations_.day) == v1::EX_OFFICIO;
    ++(ex_officio ? ex_officio_ : seated_[delegate.organisation()]);
    if (!ex_officio) InPlan(delegate);
    Profile(delegate);
    if (summons_.Reached(delegate)) {
      any_convened_ = true;
    } else {
      not_convened_.push_back(delegate.name());
    }
    if (!delegate.promotion().passed_over().empty() && delegate.promotion().pass_over_reason().empty()) {
      Add(Problem::RESERVE_ORDER, delegate.name(), {{"cause", "PASSED_OVER"}});
    }
    Absence(delegate);
  }

  void InReserve(const v1::Delegate& delegate) {
    Person(delegate);
    InPlan(delegate);
    // Promoted later, the rank is where it was left.
    const int32_t rank = delegate.has_promotion() ? delegate.promotion().reserve_rank() : delegate.reserve_rank();
    if (rank == 0) {
      Add(Problem::RESERVE_ORDER, delegate.name(), {{"cause", "NO_RANK"}});
    } else if (!ranks_.emplace(std::pair(delegate.organisation(), rank), delegate.name()).second) {
      Add(Problem::RESERVE_ORDER, delegate.name(),
          {{"rank", StrCat(rank)},
           {"organisation", delegate.organisation()},
           {"delegate", ranks_[{delegate.organisation(), rank}]}});
    }
  }

  void Ended(const v1::Delegate& delegate) {
    if (!delegate.end().reason().empty()) return;
    Add(Problem::END_UNEXPLAINED, delegate.name());
  }

  void Person(const v1::Delegate& delegate) {
    const auto [first, fresh] = persons_.emplace(delegate.person(), delegate.name());
    if (fresh) return;
    Add(Problem::PERSON_TWICE, delegate.name(), {{"person", delegate.person()}, {"delegate", first->second}});
  }

  void InPlan(const v1::Delegate& delegate) {
    if (!delegations_.plan.has_value() || delegate.organisation() == delegations_.plan->organisation()) return;
    if (FindLine(*delegations_.plan, delegate.organisation()) != nullptr) return;
    Add(Problem::ORGANISATION_NOT_IN_PLAN, delegate.name(), {{"organisation", delegate.organisation()}});
  }

  void Profile(const v1::Delegate& delegate) {
    const v1::DelegateProfile& profile = delegate.profile();
    std::vector<Problem::Missing> missing;
    if (profile.gender() == v1::DelegateProfile::GENDER_UNSPECIFIED) missing.push_back(Problem::GENDER);
    if (!profile.has_birth_date()) missing.push_back(Problem::BIRTH_DATE);
    if (!profile.has_ethnic_minority()) missing.push_back(Problem::ETHNICITY);
    if (profile.sectors().empty()) missing.push_back(Problem::SECTORS);
    if (missing.empty()) return;
    std::vector<status::Sentence> names;
    for (const Problem::Missing one : missing) names.push_back(status::Say(one));
    Describe(Problem::PROFILE_INCOMPLETE, delegate.name(),
             SayWith(Problem::PROFILE_INCOMPLETE, {}, "missing", status::Joined(names, ", ")));
  }

  void Absence(const v1::Delegate& delegate) {
    const auto records = AttendanceOn(delegate, delegations_.day);
    const bool declared = std::any_of(records.begin(), records.end(), [](const v1::Attendance* record) {
      return record->presence() == v1::Attendance::ABSENT_THROUGHOUT;
    });
    if (!declared || !WasPresent(delegate, delegations_.day)) return;
    Add(Problem::ABSENCE_CONTRADICTED, delegate.name());
  }

  void OverQuota() {
    if (!delegations_.plan.has_value()) return;
    for (const auto& [organisation, seated] : seated_) {
      // Delegates of an organisation that is not in the plan are named one by one.
      const bool known =
          FindLine(*delegations_.plan, organisation) != nullptr || organisation == delegations_.plan->organisation();
      const int64_t seats = SeatsOf(delegations_, organisation);
      if (known && seated > seats) Exceeded(organisation, seated, seats, {});
    }
    if (!delegations_.whole) return;
    const int64_t seats = delegations_.plan->totals().ex_officio();
    if (ex_officio_ > seats) Exceeded(delegations_.plan->organisation(), ex_officio_, seats, {{"cause", "EX_OFFICIO"}});
  }

  void Exceeded(const std::string& organisation, int64_t seated, int64_t seats, status::Metadata metadata) {
    metadata.emplace_back("seated", StrCat(seated));
    metadata.emplace_back("excess", StrCat(seated - seats));
    metadata.emplace_back("seats", StrCat(seats));
    Add(Problem::OVER_QUOTA, organisation, metadata);
  }

  void NotConvened() {
    if (!any_convened_) return;
    for (const std::string& name : not_convened_) {
      Add(Problem::NOT_CONVENED, name);
    }
  }

  const Delegations& delegations_;
  const Summons summons_;
  const status::Language language_;
  std::vector<Problem> problems_;
  std::map<std::string, int64_t> seated_;
  int64_t ex_officio_ = 0;
  std::map<std::string, std::string> persons_;
  std::map<std::pair<std::string, int32_t>, std::string> ranks_;
  std::vector<std::string> not_convened_;
  bool any_convened_ = false;
};

}  // namespace

std::vector<v1::CredentialProblem> FindProblems(const Delegations& delegations, status::Language language) {
  return Examiner(delegations, language).Examine();
}

}  // namespace congress::allocation

#include "services/dossiers/domain/process_template.h"

#include <set>
#include <string>
#include <utility>

#include "congress/dossiers/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::dossiers {
namespace {

class StepCheck {
 public:
  StepCheck(const v1::ProcessStep& step, std::string path, status::Violations* violations)
      : step_(step), path_(std::move(path)), violations_(violations) {}

  void Run() {
    CheckShare(step_.has_quorum(), step_.quorum(), "quorum");
    const bool ballot = step_.act() == v1::ProcessStep::BALLOT;
    const bool based = step_.base() != v1::ProcessStep::BASE_UNSPECIFIED;
    if (ballot && !based) Add("base", status::PlatformFault::REQUIRED);
    if (ballot && !step_.has_threshold()) Add("threshold", status::PlatformFault::REQUIRED);
    if (!ballot && based) Add("base", v1::OF_BALLOTS_ONLY);
    if (!ballot && step_.has_threshold()) Add("threshold", v1::OF_BALLOTS_ONLY);
    if (!ballot && step_.limit_to_seats()) Add("limit_to_seats", v1::OF_BALLOTS_ONLY);
    CheckShare(step_.has_threshold(), step_.threshold(), "threshold", !step_.at_least());
  }

 private:
  template <class Fault>
  void Add(std::string_view field, Fault fault) {
    violations_->Add(StrCat(path_, ".", field), fault);
  }
  // Nobody has more than the whole.
  void CheckShare(bool is_set, const v1::Fraction& share, std::string_view field, bool below_whole = false) {
    if (!is_set) return;
    const bool above = share.denominator() == 0 || share.numerator() > share.denominator();
    const bool whole = share.numerator() == share.denominator();
    if (above || (below_whole && whole)) Add(field, v1::NOT_A_SHARE);
  }

  const v1::ProcessStep& step_;
  const std::string path_;
  status::Violations* const violations_;
};

}  // namespace

absl::StatusOr<v1::ProcessTemplate> Lay(std::string_view id, v1::ProcessTemplate rules, const Actor& actor) {
  status::Violations violations;
  std::set<std::string> ids;
  for (int i = 0; i < rules.steps_size(); ++i) {
    const std::string path = StrCat("process_template.steps[", i, "]");
    const std::string& step = rules.steps(i).step_id();
    if (!ids.insert(step).second) {
      violations.Add(StrCat(path, ".step_id"), status::PlatformFault::REPEATED, {{"value", step}});
    }
    StepCheck(rules.steps(i), path, &violations).Run();
  }
  RETURN_IF_ERROR(violations.ToStatus());
  rules.set_name(StrCat("processTemplates/", id));
  *rules.mutable_create_time() = civil::ToTimestamp(actor.now);
  return rules;
}

}  // namespace congress::dossiers

// A personnel plan as the act of appointment that it becomes.
#pragma once

#include <functional>
#include <string>

#include "congress/dossiers/v1/personnel_plan.pb.h"
#include "congress/paper/v1/form.pb.h"
#include "congress/paper/v1/paper.pb.h"
#include "platform/status/sentence.h"
#include "services/dossiers/domain/named_person.h"

namespace congress::dossiers {

struct NamedPlan {
  v1::PersonnelPlan plan;
  std::string organisation_name;
  std::function<NamedPerson(const std::string& person)> person;
  std::function<std::string(const std::string& position)> position_title;
};

// With neither number nor date, which the act gets when it is issued.
paper::v1::Paper PlanAct(const NamedPlan& named, const paper::v1::Form& form, status::Language language);

// The same with the number that it has, or marked as a draft.
paper::v1::Paper PlanPrint(const NamedPlan& named, const paper::v1::Form& form, status::Language language);

}  // namespace congress::dossiers

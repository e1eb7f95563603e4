// The minutes of the count of one result, as a paper.
#pragma once

#include <functional>
#include <string>

#include "congress/dossiers/v1/personnel_process.pb.h"
#include "congress/dossiers/v1/personnel_process_service.pb.h"
#include "congress/dossiers/v1/process_template.pb.h"
#include "congress/dossiers/v1/step_result.pb.h"
#include "congress/paper/v1/paper.pb.h"
#include "platform/status/sentence.h"
#include "services/dossiers/domain/named_person.h"

namespace congress::dossiers {

struct Counted {
  v1::PersonnelProcess process;
  v1::ProcessStep rule;
  v1::StepResult result;
  std::string organisation_name;
  // What somebody is called whom the caller may read; their resource name otherwise.
  std::function<NamedPerson(const std::string&)> person;
};

paper::v1::Paper CountPaper(const Counted& counted, const v1::ExportStepResultRequest& request,
                            status::Language language);

}  // namespace congress::dossiers

// The input folder of the demo.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "cli/demo/personnel.pb.h"
#include "cli/demo/province.pb.h"
#include "congress/allocation/v1/rule_set_service.pb.h"
#include "congress/dossiers/v1/personnel_process_service.pb.h"

namespace congress::cli::demo {

struct Input {
  Province province;
  // `rule_set.yaml`, the file that `congressctl rule-sets create --file` takes as well.
  allocation::v1::CreateRuleSetRequest rule_set;
  Personnel personnel;
  // The templates that `personnel` names.
  std::vector<dossiers::v1::CreateProcessTemplateRequest> process_templates;
  // `organisations.csv` as it is, for the import.
  std::string organisations;
  // Column `area` of that file by code: within an area travel is short. Empty where the file has no such column.
  std::map<std::string, std::string> areas;
};

// Reads `organisations.csv`, `province.yaml`, `rule_set.yaml`, `personnel.yaml` and the templates that this one names.
// INVALID_ARGUMENT names file, line and key of every fault of the first file that has any.
absl::StatusOr<Input> ReadFolder(const std::string& folder);

// What is wrong with the file's numbers among themselves, such as more open tasks than continuing ones.
absl::Status CheckProvince(const Province& province);
// The same of `personnel.yaml`, and of its processes beside the templates.
absl::Status CheckPersonnel(const Input& input);

}  // namespace congress::cli::demo

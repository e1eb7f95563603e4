#include "services/dossiers/proceedings.h"

#include <utility>
#include <vector>

#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/grades.h"
#include "services/dossiers/domain/result_words.h"
#include "services/dossiers/process_records.h"
#include "services/dossiers/records.h"
#include "services/dossiers/requests.h"

namespace congress::dossiers {
namespace {

absl::StatusOr<content::Claim> ClaimOfMinutes(const v1::StepResult& result) {
  if (!result.has_minutes()) return status::NotFound("StepMinutes", result.name());
  return content::Claim{.owner = ProcessOf(result.name()),
                        .organisation = result.organisation(),
                        .size_bytes = result.minutes().file_size_bytes(),
                        .sha256 = result.minutes().file_sha256(),
                        .graded = true,
                        .content = result.minutes().content()};
}

absl::StatusOr<content::Claim> ForMinutesUpload(rpc::Call& call, const std::string& name) {
  ASSIGN_OR_RETURN(const v1::StepResult result, kStepResults.Get(call, name));
  RETURN_IF_ERROR(call.Require("dossiers.processes.record", result.organisation()));
  ASSIGN_OR_RETURN(const v1::PersonnelProcess process, kProcesses.Load(call, ProcessOf(name)));
  RETURN_IF_ERROR(RequireNoCandidate(call, process));
  RETURN_IF_ERROR(RequireRunning(process));
  return ClaimOfMinutes(result);
}

absl::Status ReferMinutes(rpc::Call& call, const std::string& name, const content::v1::Content& content) {
  const auto refer = [&](v1::StepResult result) -> absl::StatusOr<v1::StepResult> {
    *result.mutable_minutes()->mutable_content() = content;
    return result;
  };
  return kStepResults.Mutate(call, name, "", refer).status();
}

absl::StatusOr<content::Claim> ForMinutesDownload(rpc::Call& call, const std::string& name) {
  ASSIGN_OR_RETURN(const v1::StepResult result, kStepResults.Get(call, name));
  ASSIGN_OR_RETURN(const v1::PersonnelProcess process, kProcesses.Load(call, ProcessOf(name)));
  RETURN_IF_ERROR(HideFromCandidate(call, process));
  // A token that does not say whose it is might be a candidate's.
  RETURN_IF_ERROR(RequireNoCandidate(call, process));
  return ClaimOfMinutes(result);
}

}  // namespace

std::string ProcessOf(std::string_view result) { return std::string(result.substr(0, result.find("/results/"))); }

absl::Status RequireNoCandidate(rpc::Call& call, const v1::PersonnelProcess& process) {
  return RequireOther(call, PersonsIn(process));
}

absl::StatusOr<std::string> NameOfCandidate(rpc::Call& call, const v1::PersonnelProcess& process,
                                            const std::string& person) {
  ASSIGN_OR_RETURN(const Names names, NamesOf(call, person));
  std::string known = person;
  for (const v1::ProcessCandidate& candidate : process.candidates()) {
    if (!names.Has(candidate.person())) continue;
    known = candidate.person();
    // One who was withdrawn may be here again under another name.
    if (candidate.state() != v1::ProcessCandidate::WITHDRAWN) break;
  }
  return known;
}

absl::StatusOr<v1::StepResult> ByCandidates(rpc::Call& call, const v1::PersonnelProcess& process,
                                            v1::StepResult result) {
  for (v1::Tally& tally : *result.mutable_tallies()) {
    ASSIGN_OR_RETURN(*tally.mutable_person(), NameOfCandidate(call, process, tally.person()));
  }
  return result;
}

absl::Status HideFromCandidate(rpc::Call& call, const v1::PersonnelProcess& process) {
  return HideOwn(call, "PersonnelProcess", process.name(), PersonsIn(process));
}

absl::StatusOr<Proceeding> LoadProceeding(rpc::Call& call, const std::string& name, std::string_view etag) {
  Proceeding proceeding;
  ASSIGN_OR_RETURN(proceeding.process, kProcesses.Get(call, name));
  RETURN_IF_ERROR(kProcesses.CheckEtag(proceeding.process, etag));
  RETURN_IF_ERROR(RequireNoCandidate(call, proceeding.process));
  ASSIGN_OR_RETURN(proceeding.rules, kProcessTemplates.Load(call, proceeding.process.template_()));
  ASSIGN_OR_RETURN(proceeding.results, kStepResults.LoadAll(call, StrCat(name, "/results/")));
  // Read one by one, so that minutes that come in meanwhile are not lost by a correction.
  for (v1::StepResult& result : proceeding.results) {
    ASSIGN_OR_RETURN(result, kStepResults.Load(call, result.name()));
  }
  return proceeding;
}

std::string NameOfPerson(rpc::Call& call, const std::string& person) {
  const auto record = kPersons.Load(call, person);
  if (!record.ok() || !call.Holds("dossiers.persons.read", record->organisation())) return person;
  return record->display_name();
}

NamedPerson OnPaper(rpc::Call& call, const std::string& person, bool all) {
  const auto record = kPersons.Load(call, person);
  if (!record.ok() || !(all || call.Holds(kPersons.read_permission(), record->organisation()))) return {.name = person};
  NamedPerson named{.name = record->display_name()};
  const Grade grade = GradeOf(*v1::Person::descriptor()->FindFieldByName("birth_date"));
  if (!record->has_birth_date() || !(all || grade <= call.principal().clearance)) return named;
  named.birth_year = record->birth_date().year();
  if (!all) call.ShowsGraded(record->name());
  return named;
}

absl::StatusOr<v1::StepResult> InWords(rpc::Call& call, const v1::ProcessTemplate& rules, v1::StepResult result) {
  const v1::ProcessStep& rule = rules.steps(PlaceOf(rules, result.step_id()));
  for (const v1::Choice& choice : result.choices()) {
    result.add_sentences(ChoiceSentence(rule, choice, NameOfPerson(call, choice.person()), call.language()));
  }
  return result;
}

content::Holder MinutesFiles() {
  return {.collection = "results",
          .for_upload = ForMinutesUpload,
          .refer = ReferMinutes,
          .for_download = ForMinutesDownload};
}

}  // namespace congress::dossiers

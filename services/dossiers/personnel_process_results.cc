// What PersonnelProcessService does with results.
#include <utility>

#include "platform/paper/paper.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/count_paper.h"
#include "services/dossiers/personnel_process_service.h"
#include "services/dossiers/proceedings.h"
#include "services/dossiers/process_records.h"
#include "services/dossiers/requests.h"

namespace congress::dossiers {
namespace {

// Stages what was recorded; the new result in words.
absl::StatusOr<v1::StepResult> Keep(rpc::Call& call, const v1::ProcessTemplate& rules, Recorded recorded) {
  kProcesses.Put(call, std::move(recorded.process));
  v1::StepResult first = kStepResults.PutNew(call, std::move(recorded.results.front()));
  for (size_t i = 1; i < recorded.results.size(); ++i) kStepResults.Put(call, std::move(recorded.results[i]));
  return InWords(call, rules, std::move(first));
}

// A result and its process, for a caller who may read it and is no candidate.
struct Seen {
  v1::PersonnelProcess process;
  v1::StepResult result;
  v1::ProcessTemplate rules;
};

absl::StatusOr<Seen> See(rpc::Call& call, const std::string& name) {
  Seen seen;
  ASSIGN_OR_RETURN(seen.result, kStepResults.Get(call, name));
  ASSIGN_OR_RETURN(seen.process, kProcesses.Load(call, ProcessOf(name)));
  RETURN_IF_ERROR(HideFromCandidate(call, seen.process));
  ASSIGN_OR_RETURN(seen.rules, kProcessTemplates.Load(call, seen.process.template_()));
  return seen;
}

}  // namespace

absl::StatusOr<v1::StepResult> PersonnelProcessService::RecordStepResult(
    rpc::Call& call, const v1::RecordStepResultRequest& request) const {
  ASSIGN_OR_RETURN(Proceeding proceeding, LoadProceeding(call, request.name(), request.etag()));
  const v1::ProcessTemplate rules = proceeding.rules;
  ASSIGN_OR_RETURN(v1::StepResult result, ByCandidates(call, proceeding.process, request.step_result()));
  ASSIGN_OR_RETURN(Recorded recorded,
                   RecordResult(std::move(proceeding), request.step_id(), std::move(result), ActorOf(call)));
  return Keep(call, rules, std::move(recorded));
}

absl::StatusOr<v1::StepResult> PersonnelProcessService::CorrectStepResult(
    rpc::Call& call, const v1::CorrectStepResultRequest& request) const {
  ASSIGN_OR_RETURN(const v1::StepResult old, kStepResults.Get(call, request.name()));
  RETURN_IF_ERROR(kStepResults.CheckEtag(old, request.etag()));
  ASSIGN_OR_RETURN(Proceeding proceeding, LoadProceeding(call, ProcessOf(request.name())));
  const v1::ProcessTemplate rules = proceeding.rules;
  ASSIGN_OR_RETURN(v1::StepResult result, ByCandidates(call, proceeding.process, request.step_result()));
  ASSIGN_OR_RETURN(Recorded recorded, CorrectResult(std::move(proceeding), request.name(), std::move(result),
                                                    request.reason(), request.void_later(), ActorOf(call)));
  return Keep(call, rules, std::move(recorded));
}

absl::StatusOr<v1::StepResult> PersonnelProcessService::AttachStepMinutes(
    rpc::Call& call, const v1::AttachStepMinutesRequest& request) const {
  ASSIGN_OR_RETURN(v1::StepResult result, kStepResults.Get(call, request.name()));
  RETURN_IF_ERROR(kStepResults.CheckEtag(result, request.etag()));
  ASSIGN_OR_RETURN(const v1::PersonnelProcess process, kProcesses.Load(call, ProcessOf(request.name())));
  RETURN_IF_ERROR(RequireNoCandidate(call, process));
  RETURN_IF_ERROR(RequireRunning(process));
  ASSIGN_OR_RETURN(result, AttachMinutes(std::move(result), request.minutes()));
  ASSIGN_OR_RETURN(const v1::ProcessTemplate rules, kProcessTemplates.Load(call, process.template_()));
  return InWords(call, rules, kStepResults.Put(call, std::move(result)));
}

absl::StatusOr<v1::StepResult> PersonnelProcessService::GetStepResult(rpc::Call& call,
                                                                      const v1::GetStepResultRequest& request) const {
  ASSIGN_OR_RETURN(Seen seen, See(call, request.name()));
  return InWords(call, seen.rules, std::move(seen.result));
}

absl::StatusOr<v1::ListStepResultsResponse> PersonnelProcessService::ListStepResults(
    rpc::Call& call, const v1::ListStepResultsRequest& request) const {
  ASSIGN_OR_RETURN(const v1::PersonnelProcess process, kProcesses.Get(call, request.parent()));
  RETURN_IF_ERROR(HideFromCandidate(call, process));
  ASSIGN_OR_RETURN(const v1::ProcessTemplate rules, kProcessTemplates.Load(call, process.template_()));
  ASSIGN_OR_RETURN(auto page,
                   kStepResults.ListNaturally(call, StrCat(request.parent(), "/results/"), rpc::PageOf(request)));
  v1::ListStepResultsResponse listed;
  for (v1::StepResult& result : page.items) {
    ASSIGN_OR_RETURN(*listed.add_step_results(), InWords(call, rules, std::move(result)));
  }
  listed.set_next_page_token(std::move(page.next_page_token));
  return listed;
}

absl::StatusOr<v1::ExportStepResultResponse> PersonnelProcessService::ExportStepResult(
    rpc::Call& call, const v1::ExportStepResultRequest& request) const {
  ASSIGN_OR_RETURN(Seen seen, See(call, request.name()));
  const std::string organisation = call.NameOf(seen.process.organisation());
  const Counted counted{.process = std::move(seen.process),
                        .rule = seen.rules.steps(PlaceOf(seen.rules, seen.result.step_id())),
                        .result = std::move(seen.result),
                        .organisation_name = organisation,
                        .person = [&](const std::string& person) { return OnPaper(call, person); }};
  ASSIGN_OR_RETURN(paper::File file,
                   paper::Render(CountPaper(counted, request, call.language()), request.paper_format(), layout_));
  v1::ExportStepResultResponse response;
  response.set_content_type(file.media_type);
  response.set_file_name(StrCat("step-result", file.extension));
  response.set_content(std::move(file.content));
  return response;
}

}  // namespace congress::dossiers

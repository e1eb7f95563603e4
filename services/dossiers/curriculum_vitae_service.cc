#include "services/dossiers/curriculum_vitae_service.h"

#include <string>
#include <utility>
#include <vector>

#include "platform/paper/paper.h"
#include "platform/rpc/field_mask.h"
#include "platform/rpc/fields.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/curriculum.h"
#include "services/dossiers/domain/curriculum_paper.h"
#include "services/dossiers/domain/grades.h"
#include "services/dossiers/domain/person_facts.h"
#include "services/dossiers/fact_records.h"
#include "services/dossiers/folders.h"
#include "services/dossiers/persons.h"
#include "services/dossiers/records.h"
#include "services/dossiers/requests.h"

namespace congress::dossiers {
namespace {

absl::StatusOr<PersonRecords> Load(rpc::Call& call, std::string_view name) {
  PersonRecords whole;
  ASSIGN_OR_RETURN(whole.person, PersonAt(call, std::string(name.substr(0, name.rfind('/')))));
  ASSIGN_OR_RETURN(whole.curriculum, kCurricula.LoadOr(call, BlankCurriculum(whole.person)));
  return whole;
}

}  // namespace

absl::StatusOr<v1::CurriculumVitae> CurriculumVitaeService::GetCurriculumVitae(
    rpc::Call& call, const v1::GetCurriculumVitaeRequest& request) const {
  ASSIGN_OR_RETURN(PersonRecords whole, Load(call, request.name()));
  if (ShowsGraded(whole.curriculum, call.principal().clearance)) {
    RETURN_IF_ERROR(RefuseOwn(call, whole.person.name()));
  }
  return std::move(whole.curriculum);
}

absl::StatusOr<v1::CurriculumVitae> CurriculumVitaeService::UpdateCurriculumVitae(
    rpc::Call& call, const v1::UpdateCurriculumVitaeRequest& request) const {
  RETURN_IF_ERROR(RequireName("curriculum_vitae.name", request.curriculum_vitae().name()));
  ASSIGN_OR_RETURN(const PersonRecords before, Load(call, request.curriculum_vitae().name()));
  RETURN_IF_ERROR(RequireOther(call, before.person.name()));
  RETURN_IF_ERROR(kCurricula.CheckEtag(before.curriculum, request.curriculum_vitae().etag()));
  ASSIGN_OR_RETURN(const Reasoned reasoned, ReasonedBy(request, call.now()));
  v1::CurriculumVitae patched = before.curriculum;
  RETURN_IF_ERROR(rpc::ApplyUpdate(call, request.update_mask(), request.curriculum_vitae(), &patched));
  ASSIGN_OR_RETURN(v1::CurriculumVitae after, AmendCurriculum(std::move(patched), before.person, ActorOf(call)));
  ASSIGN_OR_RETURN(const std::vector<v1::PersonFact> facts, FactsOf(call, before.person));
  std::vector<v1::PersonFact> written = FactsOfUpdate(before.curriculum, after, facts, reasoned, ActorOf(call));
  if (written.empty()) return before.curriculum;
  PutFacts(call, before.person, std::move(written));
  RETURN_IF_ERROR(FollowPerson(call, before, PersonRecords{.person = before.person, .curriculum = after}));
  // Everybody has one, empty at first, and all that can be in it is graded.
  return kCurricula.Put(call, std::move(after), annotations::v1::PERSONAL);
}

absl::StatusOr<v1::ExportCurriculumVitaeResponse> CurriculumVitaeService::ExportCurriculumVitae(
    rpc::Call& call, const v1::ExportCurriculumVitaeRequest& request) const {
  ASSIGN_OR_RETURN(PersonRecords whole, Load(call, request.name()));
  RETURN_IF_ERROR(RequireSight(call, *v1::ExportCurriculumVitaeResponse::descriptor()->FindFieldByName("content")));
  // Of what the caller may see; that it is shown is recorded with the answer.
  rpc::Redact(call.principal().clearance, &whole.person);
  rpc::Redact(call.principal().clearance, &whole.curriculum);
  const bool graded = ShowsGraded(whole.person, call.principal().clearance) ||
                      ShowsGraded(whole.curriculum, call.principal().clearance);
  if (graded) RETURN_IF_ERROR(RefuseOwn(call, whole.person.name()));
  const paper::v1::Paper paper = CurriculumPaper(
      whole.person, whole.curriculum, call.NameOf(whole.person.organisation()), request.form(), call.language());
  ASSIGN_OR_RETURN(paper::File file, paper::Render(paper, request.paper_format(), layout_));
  v1::ExportCurriculumVitaeResponse response;
  response.set_name(whole.curriculum.name());
  response.set_content_type(file.media_type);
  response.set_content(std::move(file.content));
  response.set_file_name(StrCat("curriculum-vitae", file.extension));
  return response;
}

}  // namespace congress::dossiers

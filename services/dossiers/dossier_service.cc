#include "services/dossiers/dossier_service.h"

#include <algorithm>
#include <utility>

#include "platform/civil/civil.h"
#include "platform/rpc/field_mask.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/checklist.h"
#include "services/dossiers/domain/grades.h"
#include "services/dossiers/domain/lifecycle.h"
#include "services/dossiers/folders.h"
#include "services/dossiers/ids.h"
#include "services/dossiers/review_blocks.h"
#include "services/dossiers/rule_records.h"

namespace congress::dossiers {
namespace {

// NOT_FOUND where the dossier names rules that the caller may not use.
absl::Status RequireRules(rpc::Call& call, const v1::Dossier& dossier) {
  if (dossier.rule_set().empty()) return absl::OkStatus();
  return kPersonnelRuleSets.ReadShared(call, dossier.rule_set()).status();
}

// Lets the term ask for a person under all names. Who asks by one by which they are not told of them finds nothing,
// lest names can be tried.
absl::Status AskByAnyName(rpc::Call& call, rpc::Term* term) {
  if (term->field != "person" || term->op != rpc::Term::Operator::kEquals) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto told, ToldNames(call, {term->value}));
  if (told.at(term->value) != term->value) {
    term->value = "persons/-";
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(Names person, NamesOf(call, term->value));
  person.all.erase(person.all.begin());  // The standing name.
  term->value = person.standing;
  term->or_else = std::move(person.all);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::ChecklistTemplate> DossierService::CreateChecklistTemplate(
    rpc::Call& call, const v1::CreateChecklistTemplateRequest& request) const {
  ASSIGN_OR_RETURN(v1::ChecklistTemplate checklist,
                   LayDown(request.checklist_template_id(), request.checklist_template(), ActorOf(call)));
  return kChecklistTemplates.Create(call, std::move(checklist));
}

absl::StatusOr<v1::ChecklistTemplate> DossierService::GetChecklistTemplate(
    rpc::Call& call, const v1::GetChecklistTemplateRequest& request) const {
  return kChecklistTemplates.Get(call, request.name());
}

absl::StatusOr<v1::ListChecklistTemplatesResponse> DossierService::ListChecklistTemplates(
    rpc::Call& call, const v1::ListChecklistTemplatesRequest& request) const {
  const auto matches = [&](const v1::ChecklistTemplate& checklist) {
    const auto& purposes = checklist.purposes();
    const bool serves = std::find(purposes.begin(), purposes.end(), request.purpose()) != purposes.end();
    return (request.purpose().empty() || serves) &&
           (!request.has_as_of() || civil::FromDate(checklist.effective_date()) <= civil::FromDate(request.as_of()));
  };
  ASSIGN_OR_RETURN(auto page,
                   kChecklistTemplates.ListNaturally(call, "checklistTemplates/", rpc::PageOf(request), matches));
  v1::ListChecklistTemplatesResponse listed;
  listed.mutable_checklist_templates()->Assign(page.items.begin(), page.items.end());
  listed.set_next_page_token(std::move(page.next_page_token));
  return listed;
}

absl::StatusOr<v1::Dossier> DossierService::CreateDossier(rpc::Call& call,
                                                          const v1::CreateDossierRequest& request) const {
  return Create(call, request.parent(), request.dossier_id(), request.dossier(), "dossier_id");
}

absl::StatusOr<v1::BatchCreateDossiersResponse> DossierService::BatchCreateDossiers(
    rpc::Call& call, const v1::BatchCreateDossiersRequest& request) const {
  RETURN_IF_ERROR(RequireDistinct(request.dossiers(), "dossiers", "dossier_id",
                                  [](const v1::NewDossier& item) { return std::string_view(item.dossier_id()); }));
  v1::BatchCreateDossiersResponse created;
  for (int i = 0; i < request.dossiers_size(); ++i) {
    const v1::NewDossier& item = request.dossiers(i);
    ASSIGN_OR_RETURN(*created.add_dossiers(), Create(call, request.parent(), item.dossier_id(), item.dossier(),
                                                     StrCat("dossiers[", i, "].dossier_id")));
  }
  return created;
}

absl::StatusOr<v1::Dossier> DossierService::GetDossier(rpc::Call& call, const v1::GetDossierRequest& request) const {
  ASSIGN_OR_RETURN(v1::Dossier dossier, kDossiers.Get(call, request.name()));
  if (ShowsGraded(dossier, call.principal().clearance)) {
    RETURN_IF_ERROR(RefuseOwn(call, dossier.person()));
  }
  RETURN_IF_ERROR(TellSuspended(call, &dossier));
  return Told(call, std::move(dossier));
}

absl::StatusOr<v1::ListDossiersResponse> DossierService::ListDossiers(rpc::Call& call,
                                                                      const v1::ListDossiersRequest& request) const {
  ASSIGN_OR_RETURN(rpc::Query<v1::Dossier> query, rpc::QueryOf<v1::Dossier>(request));
  for (rpc::Term& term : query.filter) RETURN_IF_ERROR(AskByAnyName(call, &term));
  query.Of(call, request.organisation());
  if (request.state() != v1::Dossier::STATE_UNSPECIFIED) query.Only("state", v1::Dossier::State_Name(request.state()));
  ASSIGN_OR_RETURN(auto page,
                   kDossiers.Find(call, StrCat(request.parent(), "/dossiers/"), rpc::PageOf(request), query));
  ASSIGN_OR_RETURN(const Names own, OwnNames(call));
  v1::ListDossiersResponse listed;
  listed.set_next_page_token(std::move(page.next_page_token));
  for (v1::Dossier& dossier : page.items) {
    if (own.Has(dossier.person())) ClearGraded(&dossier);
    RETURN_IF_ERROR(TellSuspended(call, &dossier));
    *listed.add_dossiers() = std::move(dossier);
  }
  RETURN_IF_ERROR(TellPersons(call, listed.mutable_dossiers()));
  return listed;
}

absl::StatusOr<v1::Dossier> DossierService::UpdateDossier(rpc::Call& call,
                                                          const v1::UpdateDossierRequest& request) const {
  const v1::Dossier& patch = request.dossier();
  RETURN_IF_ERROR(RequireName("dossier.name", patch.name()));
  const auto update = [&](const Folder& folder, const auto&) -> absl::StatusOr<v1::Dossier> {
    v1::Dossier after = folder.dossier;
    RETURN_IF_ERROR(rpc::ApplyUpdate(call, request.update_mask(), patch, &after));
    if (after.rule_set() != folder.dossier.rule_set()) RETURN_IF_ERROR(RequireRules(call, after));
    return StandFor(folder.dossier, std::move(after), ActorOf(call));
  };
  return ChangeDossier(call, patch.name(), patch.etag(), update);
}

absl::StatusOr<v1::Dossier> DossierService::Create(rpc::Call& call, const std::string& parent, std::string_view id,
                                                   const v1::Dossier& said, std::string_view id_path) const {
  RETURN_IF_ERROR(call.Require(said.organisation()));
  RETURN_IF_ERROR(RefuseBlind(call, said));
  RETURN_IF_ERROR(RequireOther(call, said.person()));
  ASSIGN_OR_RETURN(const v1::Person person, ReadPerson(call, said.person()));
  RETURN_IF_ERROR(RequireRules(call, said));
  v1::Dossier wanted = said;
  wanted.set_person(person.name());
  ASSIGN_OR_RETURN(const v1::ChecklistTemplate checklist, kChecklistTemplates.ReadShared(call, wanted.template_()));
  ASSIGN_OR_RETURN(const std::string own_id, IdFor(call, id, wanted.organisation(), id_path));
  ASSIGN_OR_RETURN(v1::Dossier dossier, Open(parent, own_id, wanted, checklist, ActorOf(call)));
  ASSIGN_OR_RETURN(dossier, kDossiers.Create(call, std::move(dossier)));
  RETURN_IF_ERROR(Claim(call, dossier));
  return dossier;
}

}  // namespace congress::dossiers

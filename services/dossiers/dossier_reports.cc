// What DossierService judges over dossiers: completeness, gaps, readiness.
#include <map>
#include <utility>

#include "platform/civil/civil.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/completeness.h"
#include "services/dossiers/domain/readiness.h"
#include "services/dossiers/dossier_service.h"

namespace congress::dossiers {
namespace {

std::optional<absl::CivilDay> DayOf(const google::type::Date& date, bool is_set) {
  return is_set ? std::optional(civil::FromDate(date)) : std::nullopt;
}

}  // namespace

absl::StatusOr<v1::DossierCompleteness> DossierService::GetDossierCompleteness(
    rpc::Call& call, const v1::GetDossierCompletenessRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Dossier dossier, dossiers_.Get(call, request.name()));
  ASSIGN_OR_RETURN(const v1::ChecklistTemplate checklist, templates_.Load(call, dossier.template_()));
  const absl::CivilDay usual = JudgedOn(checklist, civil::Today(call.now()));
  return Judge(checklist, dossier, DayOf(request.as_of(), request.has_as_of()).value_or(usual),
               DayOf(request.before(), request.has_before()));
}

absl::StatusOr<v1::ListDossierGapsResponse> DossierService::ListDossierGaps(
    rpc::Call& call, const v1::ListDossierGapsRequest& request) const {
  ASSIGN_OR_RETURN(auto all,
                   JudgeAll(call, request.parent(), civil::Today(call.now()), civil::FromDate(request.before())));
  v1::ListDossierGapsResponse listed;
  std::map<std::string, v1::DossierCompleteness> gaps;
  for (v1::DossierCompleteness& one : all) {
    if (!request.organisation().empty() && one.organisation() != request.organisation()) continue;
    Add(one, listed.mutable_sums());
    one.clear_items();
    if (HasGaps(one)) gaps.emplace(one.dossier(), std::move(one));
  }
  ASSIGN_OR_RETURN(auto page,
                   dossiers_.List(call, StrCat(request.parent(), "/dossiers/"), rpc::PageOf(request),
                                  [&](const v1::Dossier& dossier) { return gaps.contains(dossier.name()); }));
  for (const v1::Dossier& dossier : page.items) *listed.add_dossiers() = std::move(gaps[dossier.name()]);
  listed.set_next_page_token(std::move(page.next_page_token));
  return listed;
}

absl::StatusOr<v1::GetDossierReadinessResponse> DossierService::GetDossierReadiness(
    rpc::Call& call, const v1::GetDossierReadinessRequest& request) const {
  const absl::CivilDay as_of = DayOf(request.as_of(), request.has_as_of()).value_or(civil::Today(call.now()));
  ASSIGN_OR_RETURN(const auto dossiers, JudgeAll(call, request.parent(), as_of, std::nullopt));
  ASSIGN_OR_RETURN(auto slots, slots_.LoadAll(call, StrCat(request.parent(), "/positions/")));
  std::erase_if(slots,
                [&](const v1::PositionSlot& slot) { return !call.Holds(call.permission(), slot.organisation()); });
  v1::GetDossierReadinessResponse readiness = JudgeReadiness(dossiers, slots, call.language());
  *readiness.mutable_as_of() = civil::ToDate(as_of);
  return readiness;
}

absl::StatusOr<std::vector<v1::DossierCompleteness>> DossierService::JudgeAll(
    rpc::Call& call, std::string_view parent, absl::CivilDay as_of, std::optional<absl::CivilDay> before) const {
  call.Filtered();
  ASSIGN_OR_RETURN(const auto dossiers, dossiers_.LoadAll(call, StrCat(parent, "/dossiers/")));
  // Hundreds of dossiers share a few templates.
  std::map<std::string, v1::ChecklistTemplate> templates;
  std::vector<v1::DossierCompleteness> judged;
  for (const v1::Dossier& dossier : dossiers) {
    if (!call.Holds(call.permission(), dossier.organisation())) continue;
    auto checklist = templates.find(dossier.template_());
    if (checklist == templates.end()) {
      ASSIGN_OR_RETURN(v1::ChecklistTemplate loaded, templates_.Load(call, dossier.template_()));
      checklist = templates.emplace(dossier.template_(), std::move(loaded)).first;
    }
    judged.push_back(Judge(checklist->second, dossier, as_of, before));
  }
  return judged;
}

}  // namespace congress::dossiers

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

grpc::Status DossierService::GetDossierCompleteness(grpc::ServerContext* context,
                                                    const v1::GetDossierCompletenessRequest* request,
                                                    v1::DossierCompleteness* response) {
  using Request = v1::GetDossierCompletenessRequest;
  using Response = absl::StatusOr<v1::DossierCompleteness>;
  return gate_.Pass(context, *request, response, [&](rpc::Call& call, const Request& checked) -> Response {
    ASSIGN_OR_RETURN(const v1::Dossier dossier, dossiers_.Get(call, checked.name()));
    ASSIGN_OR_RETURN(const v1::ChecklistTemplate checklist, templates_.Load(call, dossier.template_()));
    const absl::CivilDay usual = JudgedOn(checklist, civil::Today(call.now()));
    return Judge(checklist, dossier, DayOf(checked.as_of(), checked.has_as_of()).value_or(usual),
                 DayOf(checked.before(), checked.has_before()));
  });
}

grpc::Status DossierService::ListDossierGaps(grpc::ServerContext* context, const v1::ListDossierGapsRequest* request,
                                             v1::ListDossierGapsResponse* response) {
  using Response = absl::StatusOr<v1::ListDossierGapsResponse>;
  return gate_.Pass(
      context, *request, response, [&](rpc::Call& call, const v1::ListDossierGapsRequest& checked) -> Response {
        ASSIGN_OR_RETURN(auto all,
                         JudgeAll(call, checked.parent(), civil::Today(call.now()), civil::FromDate(checked.before())));
        v1::ListDossierGapsResponse listed;
        std::map<std::string, v1::DossierCompleteness> gaps;
        for (v1::DossierCompleteness& one : all) {
          if (!checked.organisation().empty() && one.organisation() != checked.organisation()) continue;
          Add(one, listed.mutable_sums());
          one.clear_items();
          if (HasGaps(one)) gaps.emplace(one.dossier(), std::move(one));
        }
        ASSIGN_OR_RETURN(auto page,
                         dossiers_.List(call, StrCat(checked.parent(), "/dossiers/"), rpc::PageOf(checked),
                                        [&](const v1::Dossier& dossier) { return gaps.contains(dossier.name()); }));
        for (const v1::Dossier& dossier : page.items) *listed.add_dossiers() = std::move(gaps[dossier.name()]);
        listed.set_next_page_token(std::move(page.next_page_token));
        return listed;
      });
}

grpc::Status DossierService::GetDossierReadiness(grpc::ServerContext* context,
                                                 const v1::GetDossierReadinessRequest* request,
                                                 v1::GetDossierReadinessResponse* response) {
  using Response = absl::StatusOr<v1::GetDossierReadinessResponse>;
  return gate_.Pass(
      context, *request, response, [&](rpc::Call& call, const v1::GetDossierReadinessRequest& checked) -> Response {
        const absl::CivilDay as_of = DayOf(checked.as_of(), checked.has_as_of()).value_or(civil::Today(call.now()));
        ASSIGN_OR_RETURN(const auto dossiers, JudgeAll(call, checked.parent(), as_of, std::nullopt));
        ASSIGN_OR_RETURN(auto slots, slots_.LoadAll(call, StrCat(checked.parent(), "/positions/")));
        std::erase_if(
            slots, [&](const v1::PositionSlot& slot) { return !call.Holds(call.permission(), slot.organisation()); });
        v1::GetDossierReadinessResponse readiness = JudgeReadiness(dossiers, slots);
        *readiness.mutable_as_of() = civil::ToDate(as_of);
        return readiness;
      });
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

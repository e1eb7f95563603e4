#include "services/allocation/organisation_service.h"

#include <set>

#include "absl/strings/numbers.h"
#include "congress/allocation/v1/reason.pb.h"
#include "platform/auth/principal.h"
#include "platform/civil/civil.h"
#include "platform/csv/csv.h"
#include "platform/status/strings.h"
#include "services/allocation/domain/tree/import.h"
#include "services/allocation/domain/tree/lineage.h"
#include "services/allocation/domain/tree/organisation.h"
#include "services/allocation/tree_record.h"

namespace congress::allocation {
namespace {

constexpr std::string_view kOrganisations = "organisations/";

absl::StatusOr<csv::Table> ParseTable(const std::string& bytes) {
  auto table = csv::Parse(bytes);
  if (table.ok()) return table;
  return status::InvalidArgument(v1::CSV_MALFORMED, std::string(table.status().message()));
}

// One page of the rows of a preview.
absl::StatusOr<v1::ImportOrganisationsResponse> Preview(const Import& import, const rpc::PageRequest& page) {
  v1::ImportOrganisationsResponse response = import.counts;
  ASSIGN_OR_RETURN(const rpc::Slice slice, rpc::SliceOf(page, import.rows.size()));
  for (size_t i = slice.begin; i < slice.end; ++i) *response.add_rows() = import.rows[i];
  response.set_next_page_token(slice.next_page_token);
  return response;
}

}  // namespace

grpc::Status OrganisationService::GetOrganisation(grpc::ServerContext* context,
                                                  const v1::GetOrganisationRequest* request,
                                                  v1::Organisation* response) {
  return gate_.Pass(context, *request, response, [&](rpc::Call& call, const v1::GetOrganisationRequest& checked) {
    return organisations_.Get(call, checked.name());
  });
}

grpc::Status OrganisationService::ListOrganisations(grpc::ServerContext* context,
                                                    const v1::ListOrganisationsRequest* request,
                                                    v1::ListOrganisationsResponse* response) {
  return gate_.Pass(context, *request, response,
                    [&](rpc::Call& call,
                        const v1::ListOrganisationsRequest& checked) -> absl::StatusOr<v1::ListOrganisationsResponse> {
                      const auto matches = [&](const v1::Organisation& organisation) {
                        return (checked.kind().empty() || organisation.kind() == checked.kind()) &&
                               (checked.parent().empty() || organisation.parent() == checked.parent()) &&
                               (!checked.has_as_of() || ExistsOn(organisation, civil::FromDate(checked.as_of())));
                      };
                      ASSIGN_OR_RETURN(auto page,
                                       organisations_.List(call, kOrganisations, rpc::PageOf(checked), matches));
                      v1::ListOrganisationsResponse answer;
                      for (auto& item : page.items) *answer.add_organisations() = std::move(item);
                      answer.set_next_page_token(page.next_page_token);
                      return answer;
                    });
}

grpc::Status OrganisationService::ImportOrganisations(grpc::ServerContext* context,
                                                      const v1::ImportOrganisationsRequest* request,
                                                      v1::ImportOrganisationsResponse* response) {
  return gate_.Pass(
      context, *request, response,
      [&](rpc::Call& call,
          const v1::ImportOrganisationsRequest& checked) -> absl::StatusOr<v1::ImportOrganisationsResponse> {
        RETURN_IF_ERROR(call.Require(auth::kProvince));
        ASSIGN_OR_RETURN(const csv::Table table, ParseTable(checked.csv()));
        const auto record = trees_.Load(call, kTreeRecord);
        if (!record.ok() && !absl::IsNotFound(record.status())) return record.status();
        ASSIGN_OR_RETURN(const auto existing, organisations_.LoadAll(call, kOrganisations));
        ASSIGN_OR_RETURN(const Import import, PlanImport(table, existing));
        if (checked.validate_only()) return Preview(import, rpc::PageOf(checked));
        RETURN_IF_ERROR(RefuseErrors(import));
        if (import.writes.empty()) return import.counts;
        v1::OrganisationTree tree = record.ok() ? *record : v1::OrganisationTree();
        tree.set_name(std::string(kTreeRecord));
        tree.set_organisation(std::string(auth::kProvince));
        tree.set_imports(tree.imports() + 1);
        trees_.Put(call, std::move(tree));
        std::set<std::string_view> known;
        for (const v1::Organisation& organisation : existing) known.insert(organisation.name());
        for (v1::Organisation organisation : import.writes) {
          *organisation.mutable_update_time() = civil::ToTimestamp(call.now());
          if (known.contains(organisation.name())) {
            organisations_.Put(call, std::move(organisation));
          } else {
            organisations_.PutNew(call, std::move(organisation));
          }
        }
        return import.counts;
      });
}

grpc::Status OrganisationService::CheckLineage(grpc::ServerContext* context, const v1::CheckLineageRequest* request,
                                               v1::CheckLineageResponse* response) {
  return gate_.Pass(
      context, *request, response,
      [&](rpc::Call& call, const v1::CheckLineageRequest& checked) -> absl::StatusOr<v1::CheckLineageResponse> {
        RETURN_IF_ERROR(organisations_.Get(call, auth::kProvince).status());
        ASSIGN_OR_RETURN(const auto organisations, organisations_.LoadAll(call, kOrganisations));
        return SumUp(organisations, checked);
      });
}

}  // namespace congress::allocation

#include "absl/strings/str_format.h"
#include "cli/demo/steps.h"
#include "congress/allocation/v1/organisation_service.grpc.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/strings.h"

namespace congress::cli::demo {
namespace {

using Organisations = allocation::v1::OrganisationService;
using allocation::v1::ImportOrganisationsResponse;
using allocation::v1::ImportRow;

std::string Counts(const ImportOrganisationsResponse& counts) {
  if (LanguageOfUser() == status::Language::kVietnamese) {
    return absl::StrFormat("%d mới, %d thay đổi, %d giữ nguyên, %d lỗi", counts.new_count(), counts.changed_count(),
                           counts.unchanged_count(), counts.error_count());
  }
  return absl::StrFormat("%d new, %d changed, %d unchanged, %d in error", counts.new_count(), counts.changed_count(),
                         counts.unchanged_count(), counts.error_count());
}

absl::Status Preview(Work& work, Organisations::Stub& stub) {
  allocation::v1::ImportOrganisationsRequest request;
  request.set_csv(work.input.organisations);
  request.set_validate_only(true);
  ImportOrganisationsResponse counts;
  RETURN_IF_ERROR(work.preparer.AskAll(
      stub, &Organisations::StubInterface::ImportOrganisations, request, [&](const ImportOrganisationsResponse& page) {
        for (const ImportRow& row : page.rows()) {
          if (row.state() != ImportRow::ERROR) continue;
          work.progress.Tell("   line %d: %s", "   dòng %d: %s", row.line(), row.reason());
        }
        counts = page;
      }));
  const auto& plan = work.province().preparation().scope().allocation_plan();
  work.progress.Tell("1. Organisations of %s, preview of the import: %s",
                     "1. Tổ chức đảng ngày %s, xem trước khi nhập: %s", DayTold(plan.as_of()), Counts(counts));
  if (counts.changed_count() == 0) return absl::OkStatus();
  return absl::FailedPreconditionError("the server holds other organisations; the demo wants one of its own");
}

absl::Status CheckLineage(Work& work, Organisations::Stub& stub) {
  ASSIGN_OR_RETURN(const auto sums,
                   work.preparer.Ask(stub, &Organisations::StubInterface::CheckLineage, work.province().lineage()));
  for (const auto& check : sums.checks()) {
    if (check.passed()) continue;
    return absl::FailedPreconditionError(StrCat("the organisations do not add up: ", check.title(), ": expected ",
                                                check.expected(), ", counted ", check.actual()));
  }
  work.progress.Tell(
      "   Lineage: %d units before, %d after, %d unchanged; %d organisations with %d members; %d sums hold",
      "   Sắp xếp: %d đơn vị trước, %d sau, %d giữ nguyên; %d tổ chức với %d đảng viên; %d phép cộng khớp",
      sums.before_count(), sums.after_count(), sums.unchanged_count(), sums.active_count(), sums.members(),
      sums.checks_size());
  return absl::OkStatus();
}

}  // namespace

absl::Status ImportOrganisations(Work& work) {
  const auto stub = Organisations::NewStub(work.preparer.channel());
  RETURN_IF_ERROR(Preview(work, *stub));
  allocation::v1::ImportOrganisationsRequest request;
  request.set_csv(work.input.organisations);
  ASSIGN_OR_RETURN(const auto first,
                   work.preparer.Change("import", *stub, &Organisations::StubInterface::ImportOrganisations, request));
  ASSIGN_OR_RETURN(const auto again, work.preparer.Change("import-again", *stub,
                                                          &Organisations::StubInterface::ImportOrganisations, request));
  if (again.new_count() + again.changed_count() > 0) {
    return absl::FailedPreconditionError(StrCat("importing the same file again changed something: ", Counts(again)));
  }
  work.progress.Tell("   Imported: %s; the same file again: %s", "   Đã nhập: %s; nhập lại cùng tệp: %s", Counts(first),
                     Counts(again));
  allocation::v1::GetOrganisationRequest get;
  get.set_name(work.convener());
  ASSIGN_OR_RETURN(const auto convener, work.preparer.Ask(*stub, &Organisations::StubInterface::GetOrganisation, get));
  work.convener_name = convener.display_name();
  return CheckLineage(work, *stub);
}

}  // namespace congress::cli::demo

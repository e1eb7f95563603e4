// What 130 decisions cost, the longest a table of the province's units, issued in one call through the gateway: number,
// DOCX, PDF and kept files, beside 130 durable commits of the same run.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>

#include "congress/dossiers/v1/person_service.grpc.pb.h"
#include "congress/drafting/v1/issuing_service.grpc.pb.h"
#include "congress/drafting/v1/number_register_service.grpc.pb.h"
#include "congress/operations/v1/operation_service.grpc.pb.h"
#include "platform/paper/testing_paper.h"
#include "platform/status/strings.h"
#include "tests/support/suite.h"

namespace congress {
namespace {

constexpr int kDecisions = 130;

void Check(const grpc::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "issue_bench: %s\n", status.error_message().c_str());
  std::exit(1);
}

double Seconds(const std::function<void()>& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

void MakeSeries(const support::Suite& suite) {
  drafting::v1::CreateNumberSeriesRequest request;
  request.set_number_series_id("qd");
  auto& series = *request.mutable_number_series();
  series.set_organisation("organisations/province");
  series.set_issuer("Tỉnh ủy Mẫu");
  series.set_document_type("QĐ");
  series.set_issuer_symbol("TU");
  series.set_term("2025-2030");
  drafting::v1::NumberSeries made;
  Check(drafting::v1::NumberRegisterService::NewStub(suite.channel())
            ->CreateNumberSeries(suite.Admin().get(), request, &made));
}

// Until the last is issued.
void IssueAll(const support::Suite& suite) {
  drafting::v1::BatchIssuePapersRequest batch;
  batch.set_parent("numberSeries/qd");
  for (int i = 1; i <= kDecisions; ++i) {
    auto& request = *batch.add_requests();
    request.set_intention(StrCat("congresses/mau/decisions/d-", i));
    *request.mutable_paper() = paper::DecisionOn(20);
    request.mutable_paper()->clear_number();
    request.mutable_paper()->clear_date();
    request.mutable_paper()->clear_draft();
  }
  operations::v1::Operation operation;
  Check(
      drafting::v1::IssuingService::NewStub(suite.channel())->BatchIssuePapers(suite.Admin().get(), batch, &operation));
  operations::v1::WaitOperationRequest wait;
  wait.set_name(operation.name());
  const auto context = suite.Admin();
  context->set_deadline(std::chrono::system_clock::now() + std::chrono::minutes(5));
  const auto reader = operations::v1::OperationService::NewStub(suite.channel())->WaitOperation(context.get(), wait);
  while (reader->Read(&operation)) {
  }
  Check(reader->Finish());
  if (operation.state() != operations::v1::Operation::DONE) {
    Check({grpc::StatusCode::INTERNAL, operation.error().message()});
  }
}

int Bench() {
  support::Suite suite(support::Shape::kOneProcess);
  MakeSeries(suite);
  const auto persons = dossiers::v1::PersonService::NewStub(suite.channel());
  const double committed = Seconds([&] {
    for (int i = 0; i < kDecisions; ++i) {
      dossiers::v1::CreatePersonRequest request;
      request.set_person_id(StrCat("p-", i));
      request.mutable_person()->set_organisation("organisations/province");
      request.mutable_person()->set_display_name("Người Giả Định");
      dossiers::v1::Person person;
      Check(persons->CreatePerson(suite.Admin().get(), request, &person));
    }
  });
  const double issued = Seconds([&] { IssueAll(suite); });
  std::printf("%d durable commits %.2f s; %d decisions issued in one call %.2f s: %.1f x, %.0f ms each\n", kDecisions,
              committed, kDecisions, issued, issued / committed, 1000 * issued / kDecisions);
  return 0;
}

}  // namespace
}  // namespace congress

int main() { return congress::Bench(); }

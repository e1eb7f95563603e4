// What 10,000 opinions of 130 communes cost through the gateway: imported as one table, clustered, reported.
#include <chrono>
#include <cstdio>
#include <functional>
#include <string>

#include "absl/strings/str_format.h"
#include "congress/allocation/v1/organisation_service.grpc.pb.h"
#include "congress/drafting/v1/drafting_service.grpc.pb.h"
#include "congress/drafting/v1/opinion_service.grpc.pb.h"
#include "congress/operations/v1/operation_service.grpc.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/strings.h"
#include "tests/bench/long_document.h"
#include "tests/support/process.h"
#include "tests/support/suite.h"

namespace congress {
namespace {

constexpr int kUnits = 130;
constexpr int kOpinions = 10'000;
constexpr int kSections = 48;

const char* const kSaid[] = {"Đề nghị bổ sung chỉ tiêu về tỷ lệ hộ nghèo đa chiều giảm bình quân mỗi năm",
                             "Đề nghị nêu rõ lộ trình, nguồn lực và trách nhiệm của từng cơ quan, đơn vị",
                             "Cần đánh giá sâu hơn nguyên nhân của hạn chế trong công tác quy hoạch",
                             "Nhất trí với dự thảo, đề nghị viết gọn lại, tránh trùng lặp giữa các mục",
                             "Bổ sung giải pháp về chuyển đổi số ở cấp xã sau khi sắp xếp đơn vị hành chính"};

void Must(const grpc::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "opinion_bench: %s\n", status.error_message().c_str());
  std::exit(1);
}

void Judge(const char* what, double bound, const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  std::printf("%d opinions %s in %.2f s (bound %.0f s)%s\n", kOpinions, what, seconds, bound,
              seconds > bound ? ", above it" : "");
}

std::string Table() {
  std::string csv = "organisation,section,text,external_key\n";
  for (int i = 0; i < kOpinions; ++i) {
    absl::StrAppend(&csv, "organisations/unit-", i % kUnits, ",s", i * 7 % kSections, ",\"",
                    kSaid[static_cast<size_t>(i) % std::size(kSaid)], i % 3 == 0 ? "." : absl::StrFormat(" lần %d", i),
                    "\",k", i, "\n");
  }
  return csv;
}

int Bench() {
  support::Suite suite(support::Shape::kOneProcess);
  const auto organisations = allocation::v1::OrganisationService::NewStub(suite.channel());
  allocation::v1::ImportOrganisationsRequest units;
  *units.mutable_csv() =
      "code,name,kind,parent,members,members_as_of,merged_from,valid_from\nprovince,Đảng bộ "
      "tỉnh,province,,4000,2025-06-30,,2000-01-01\n";
  for (int i = 0; i < kUnits; ++i) {
    absl::StrAppend(units.mutable_csv(), i, ",Đảng bộ xã ", i, ",commune,province,100,2025-06-30,,2025-07-01\n");
  }
  allocation::v1::ImportOrganisationsResponse imported;
  Must(organisations->ImportOrganisations(suite.Admin().get(), units, &imported));

  const auto drafting = drafting::v1::DraftingService::NewStub(suite.channel());
  drafting::v1::Document document;
  Must(drafting->CreateDocument(suite.Admin().get(), bench::LongDocument(kSections, [](int) { return std::string(); }),
                                &document));

  const auto opinions = drafting::v1::OpinionService::NewStub(suite.channel());
  drafting::v1::CreateOpinionRoundRequest create;
  create.set_parent(document.name());
  create.set_opinion_round_id("communes");
  auto& asked = *create.mutable_opinion_round();
  asked.set_display_name("Cấp xã");
  asked.set_revision(document.latest_revision());
  for (int i = 0; i < kUnits; ++i) asked.add_invited(StrCat("organisations/unit-", i));
  const absl::CivilDay today = civil::Today(absl::Now());
  *asked.mutable_first_date() = civil::ToDate(today - 1);
  *asked.mutable_last_date() = civil::ToDate(today + 30);
  drafting::v1::OpinionRound round;
  // The directory of organisations follows within a second.
  grpc::Status opened;
  support::Eventually([&] {
    opened = opinions->CreateOpinionRound(suite.Admin().get(), create, &round);
    return opened.ok();
  });
  Must(opened);

  Judge("imported", 2, [&] {
    drafting::v1::StartOpinionImportRequest request;
    request.set_parent(round.name());
    request.set_csv(Table());
    operations::v1::Operation operation;
    Must(opinions->StartOpinionImport(suite.Admin().get(), request, &operation));
    const auto work = operations::v1::OperationService::NewStub(suite.channel());
    operations::v1::WaitOperationRequest wait;
    wait.set_name(operation.name());
    const auto context = suite.Admin();
    const auto reader = work->WaitOperation(context.get(), wait);
    while (reader->Read(&operation)) {
    }
    Must(reader->Finish());
    if (operation.state() != operations::v1::Operation::DONE) Must(grpc::Status(grpc::INTERNAL, "the import failed"));
  });
  Judge("clustered", 5, [&] {
    drafting::v1::ListOpinionClustersRequest request;
    request.set_parent(round.name());
    drafting::v1::ListOpinionClustersResponse answer;
    Must(opinions->ListOpinionClusters(suite.Admin().get(), request, &answer));
    if (answer.opinion_clusters().empty()) Must(grpc::Status(grpc::INTERNAL, "no cluster"));
  });
  Judge("reported", 1, [&] {
    drafting::v1::GetOpinionReportRequest request;
    request.set_name(round.name());
    drafting::v1::OpinionReport report;
    Must(opinions->GetOpinionReport(suite.Admin().get(), request, &report));
    if (report.counts().total() != kOpinions) Must(grpc::Status(grpc::INTERNAL, "not all are there"));
  });
  return 0;
}

}  // namespace
}  // namespace congress

int main() { return congress::Bench(); }

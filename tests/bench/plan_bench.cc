// What computing Nghệ An's plan costs through the gateway at one caller, beside a bare gRPC server on loopback that
// answers the same request with the same plan. Calls alternate; prints percentiles of one run and their ratio.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "congress/allocation/v1/allocation_service.grpc.pb.h"
#include "congress/allocation/v1/organisation_service.grpc.pb.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/server_builder.h"
#include "tests/support/suite.h"

namespace congress {
namespace {

namespace v1 = allocation::v1;

constexpr int kCalls = 1'000;
constexpr double kBound = 5;

class Echo final : public v1::AllocationService::Service {
 public:
  v1::AllocationPlan plan;

 private:
  grpc::Status CreateAllocationPlan(grpc::ServerContext*, const v1::CreateAllocationPlanRequest*,
                                    v1::AllocationPlan* response) override {
    *response = plan;
    return grpc::Status::OK;
  }
};

[[noreturn]] void Fail(const std::string& why) {
  std::fprintf(stderr, "plan_bench: %s\n", why.c_str());
  std::exit(1);
}

void Check(const grpc::Status& status) {
  if (!status.ok()) Fail(status.error_message());
}

std::string Content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) Fail(path + " cannot be read");
  return {std::istreambuf_iterator<char>(file), {}};
}

void SetUp(const support::Suite& suite) {
  const std::string example = CONGRESS_SOURCE_DIR "/examples/nghe-an/";
  v1::ImportOrganisationsRequest import;
  import.set_csv(Content(example + "organisations.csv"));
  v1::ImportOrganisationsResponse imported;
  const auto context = suite.Admin();
  Check(v1::OrganisationService::NewStub(suite.channel())->ImportOrganisations(context.get(), import, &imported));
  const support::Finished rule =
      support::RunToEnd({support::Binary("congressctl"), "rule-sets", "create", "--file", example + "rule_set.yaml"},
                        {{"CONGRESS_SERVER", suite.endpoint()}, {"CONGRESS_TOKEN_FILE", suite.AdminTokenFile()}});
  if (rule.status != 0) Fail(rule.errors);
}

v1::CreateAllocationPlanRequest Request() {
  v1::CreateAllocationPlanRequest request;
  request.set_parent("congresses/nghe-an-20");
  request.set_allocation_plan_id("p");
  request.set_validate_only(true);
  v1::AllocationPlan& plan = *request.mutable_allocation_plan();
  plan.set_display_name("Phương án");
  plan.set_rule_set("ruleSets/nghe-an-20");
  plan.mutable_as_of()->set_year(2025);
  plan.mutable_as_of()->set_month(8);
  plan.mutable_as_of()->set_day(1);
  return request;
}

// Milliseconds of one call.
double Once(v1::AllocationService::Stub& stub, grpc::ClientContext& context, v1::AllocationPlan* plan) {
  static const v1::CreateAllocationPlanRequest& request = *new v1::CreateAllocationPlanRequest(Request());
  const auto begin = std::chrono::steady_clock::now();
  Check(stub.CreateAllocationPlan(&context, request, plan));
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
}

double Percentile(std::vector<double> values, int percent) {
  std::sort(values.begin(), values.end());
  return values[values.size() * static_cast<size_t>(percent) / 100];
}

int Run() {
  const support::Suite suite(support::Shape::kOneProcess);
  SetUp(suite);
  const auto stub = v1::AllocationService::NewStub(suite.channel());
  Echo echo;
  Once(*stub, *suite.Admin(), &echo.plan);
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&echo);
  const auto server = builder.BuildAndStart();
  const auto bare = v1::AllocationService::NewStub(
      grpc::CreateChannel("127.0.0.1:" + std::to_string(port), grpc::InsecureChannelCredentials()));

  std::vector<double> computed;
  std::vector<double> echoed;
  for (int call = 0; call < kCalls; ++call) {
    v1::AllocationPlan plan;
    computed.push_back(Once(*stub, *suite.Admin(), &plan));
    echoed.push_back(Once(*bare, *suite.Admin(), &plan));
  }
  for (const int percent : {50, 99}) {
    const double plan = Percentile(computed, percent);
    const double bare_echo = Percentile(echoed, percent);
    std::printf("Nghệ An's plan of %d lines, p%d: %.2f ms; bare echo of it %.2f ms; ratio %.1f", echo.plan.lines_size(),
                percent, plan, bare_echo, plan / bare_echo);
    std::printf(percent == 99 ? "; bound %.0f\n" : "\n", kBound);
  }
  server->Shutdown();
  return 0;
}

}  // namespace
}  // namespace congress

int main() { return congress::Run(); }

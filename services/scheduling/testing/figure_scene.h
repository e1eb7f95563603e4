// Figures, follow-ups and tasks in process, with requests written as text, for their tests.
#pragma once

#include <string>
#include <vector>

#include "congress/scheduling/v1/figure_service.grpc.pb.h"
#include "congress/scheduling/v1/follow_up_service.grpc.pb.h"
#include "congress/scheduling/v1/progress_service.grpc.pb.h"
#include "congress/scheduling/v1/task_service.grpc.pb.h"
#include "platform/status/strings.h"
#include "services/scheduling/testing/scene.h"

namespace congress::scheduling {

using FigureStub = v1::FigureService::StubInterface;
using FollowUps = v1::FollowUpService::StubInterface;

// 16 June 2025 is today.
class FigureScene
    : public support::ServiceFixture<v1::FigureService, v1::FollowUpService, v1::ProgressService, v1::TaskService> {
 public:
  FigureScene() : ServiceFixture(Service()) {}

  // A figure of the province; `more` holds further fields.
  static std::string FigureText(const std::string& id, const std::string& more = "") {
    return StrCat("figure_id: '", id, "' figure { organisation: 'organisations/province' title: 'Ý kiến ", id,
                  "' unit: 'ý kiến' ", more, " } ");
  }
  void Make(const std::string& id, const std::string& more = "") {
    EXPECT_THAT(Call(&FigureStub::CreateFigure, FigureText(id, more)), support::IsOk());
  }
  // `all` with the parts `a`, `b` and `c`.
  void MakeParts(const std::string& more = "") {
    for (const char* part : {"a", "b", "c"}) Make(part);
    Make("all", "parts: 'figures/a' parts: 'figures/b' parts: 'figures/c' " + more);
  }

  static std::string June(int day) { return Date(2025, 6, day); }
  // One report of 15 June; `more` may change any field of it.
  static std::string Said(const std::string& figure, const std::string& value, const std::string& more = "",
                          const std::string& organisation = "province") {
    return StrCat("reports { figure: 'figures/", figure, "' organisation: 'organisations/", organisation, "' value: '",
                  value, "' as_of ", June(15), more, " } ");
  }
  absl::StatusOr<v1::ReportFiguresResponse> Report(const std::string& reports, const std::string& binding = kAdmin) {
    return Call(&FigureStub::ReportFigures, reports, binding);
  }
  std::vector<v1::FigureFinding> Findings(const std::string& more = "", const std::string& binding = kAdmin) {
    const auto listed = Call(&FigureStub::ListFigureFindings, "parent: 'figures/-' " + more, binding);
    EXPECT_THAT(listed, support::IsOk());
    if (!listed.ok()) return {};
    return {listed->findings().begin(), listed->findings().end()};
  }
  std::vector<v1::FigureReport> Reports(const std::string& more = "", const std::string& binding = kAdmin) {
    const auto listed = Call(&FigureStub::ListFigureReports, "parent: 'figures/-' " + more, binding);
    EXPECT_THAT(listed, support::IsOk());
    if (!listed.ok()) return {};
    return {listed->reports().begin(), listed->reports().end()};
  }
  // The server's clock as text of a Timestamp.
  std::string Now() { return StrCat("{ seconds: ", absl::ToUnixSeconds(service().now()), " } "); }
  void Later() { service().SetNow(service().now() + absl::Hours(1)); }
};

}  // namespace congress::scheduling

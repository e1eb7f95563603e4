#include "cli/demo/steps.h"
#include "cli/output.h"
#include "congress/preparation/v1/preparation_service.grpc.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/strings.h"

namespace congress::cli::demo {

absl::Status ShowReadiness(Work& work) {
  using Preparations = preparation::v1::PreparationService;
  const auto stub = Preparations::NewStub(work.preparer.channel());
  preparation::v1::GetReadinessRequest request;
  request.set_name(work.congress());
  *request.mutable_as_of() = civil::ToDate(work.judged());
  ASSIGN_OR_RETURN(const auto board, work.preparer.Ask(*stub, &Preparations::StubInterface::GetReadiness, request));
  RETURN_IF_ERROR(work.output.Write("readiness.json", ToJson(board)));
  work.progress.Tell("9. Ready on %s: %d of %d organisations; blockers of the congress itself: %d: readiness.json",
                     "9. Sẵn sàng ngày %s: %d trên %d tổ chức; vướng mắc của chính đại hội: %d: readiness.json",
                     DayTold(work.judged()), board.ready_count(), board.organisations_size(), board.blockers_size());
  for (const auto& gap : board.gaps()) {
    work.progress.Tell("   No answer from %s: %s %s", "   %s không trả lời: %s %s", gap.service(), gap.code(),
                       gap.description());
  }
  return absl::OkStatus();
}

}  // namespace congress::cli::demo

#include "cli/demo/demo.h"

#include <unistd.h>

#include <iostream>

#include "cli/demo/steps.h"
#include "platform/civil/civil.h"
#include "platform/status/strings.h"

namespace congress::cli::demo {

std::string Work::congress() const { return StrCat("congresses/", province().preparation().congress_id()); }

std::string Work::NameOf(const std::string& organisation) const {
  if (organisation == convener()) return convener_name;
  const auto found = std::find_if(plan.lines().begin(), plan.lines().end(),
                                  [&](const auto& line) { return line.organisation() == organisation; });
  return found == plan.lines().end() ? organisation : found->display_name();
}

absl::CivilDay Work::begun() const { return civil::Today(civil::FromTimestamp(preparation.create_time())); }

absl::CivilDay Work::judged() const {
  return std::max(civil::FromDate(province().preparation().congress().opening_date()),
                  begun() + province().dossiers().horizon_days());
}

absl::Status Run(const Connection& connection, const Connection& approver, const std::string& input,
                 const std::string& output, std::ostream* journal) {
  ASSIGN_OR_RETURN(const Input read, ReadFolder(input));
  ASSIGN_OR_RETURN(OutputFolder folder, OutputFolder::Open(output));
  const std::string& scope = read.province.preparation().congress_id();
  Journal notes(journal);
  Work work{read,
            Calls(connection, scope, &notes),
            Calls(approver, scope, &notes),
            Progress(std::cerr, isatty(STDERR_FILENO) == 1),
            std::move(folder),
            {},
            {},
            {},
            {},
            {},
            {}};
  work.progress.Say(StrCat(read.province.preparation().congress().display_name(), " (", input, ")"));
  std::string assumptions;
  for (const std::string& assumption : read.province.assumptions()) {
    work.progress.Tell("  assumed: %s", "  giả định: %s", assumption);
    assumptions += StrCat("- ", assumption, "\n");
  }
  RETURN_IF_ERROR(work.output.Write("assumptions.txt", assumptions));
  for (const auto step : {ImportOrganisations, LayDownRules,    PrepareCongress, EnterPosts,    HoldSessions,
                          CountTasks,          EnterFigures,    KeepReport,      ReportWork,    DecideAllocation,
                          DraftDocuments,      CollectOpinions, ApproveUnits,    SendGuidance,  ScheduleMeetings,
                          RecordDelegates,     GatherDossiers,  ApproveScheme,   HoldProcesses, SendDossiersUpward,
                          FollowFourStages,    DecideUnitPlans, HoldFreeze,      ShowReadiness, ShowInbox}) {
    RETURN_IF_ERROR(step(work));
  }
  std::cout << output << std::endl;
  return absl::OkStatus();
}

}  // namespace congress::cli::demo

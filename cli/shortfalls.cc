#include "cli/shortfalls.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "cli/connection.h"
#include "cli/language.h"
#include "cli/plan_choice.h"
#include "cli/settings.h"
#include "congress/allocation/v1/credential_service.pb.h"
#include "congress/preparation/v1/preparation_service.pb.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"

namespace congress::cli {
namespace {

using allocation::v1::AllocationPlan;
using allocation::v1::Target;
using allocation::v1::TargetResult;
using Rows = std::vector<std::vector<std::string>>;

// The most targets that one call judges.
constexpr int kMostTargets = 200;

// What the plan's targets come to for each organisation, as targets of its own.
std::vector<Target> PartsOf(const AllocationPlan& plan) {
  std::map<std::string, const Target*> targets;
  for (const Target& target : plan.targets()) targets.emplace(target.id(), &target);
  std::vector<Target> parts;
  for (const auto& spread : plan.target_spreads()) {
    const auto target = targets.find(spread.target());
    if (target == targets.end() || target->second->sense() == Target::AT_MOST) continue;
    for (const auto& part : spread.parts()) {
      if (part.count() == 0) continue;
      Target& own = parts.emplace_back(*target->second);
      // Each id comes once.
      own.set_id(StrCat("part-", parts.size()));
      own.set_organisation(part.organisation());
      own.set_sense(Target::AT_LEAST);
      own.clear_tolerance();
      own.set_count(part.count());
    }
  }
  return parts;
}

// The results of those that are not met, by what is known.
absl::StatusOr<std::vector<TargetResult>> NotMet(const Connection& connection, const std::string& congress,
                                                 const std::vector<Target>& parts) {
  preparation::v1::GetCongressRequest of_congress;
  of_congress.set_name(congress);
  preparation::v1::Congress opened;
  RETURN_IF_ERROR(connection.Call(of_congress, &opened));
  std::vector<TargetResult> lacking;
  for (size_t from = 0; from < parts.size(); from += kMostTargets) {
    allocation::v1::GetDelegateStatisticsRequest request;
    request.set_parent(congress);
    // Who is young is judged on that day.
    if (opened.has_opening_date()) *request.mutable_opening_date() = opened.opening_date();
    for (size_t i = from; i < std::min(parts.size(), from + kMostTargets); ++i) *request.add_targets() = parts[i];
    allocation::v1::DelegateStatistics statistics;
    RETURN_IF_ERROR(connection.Call(request, &statistics));
    for (const TargetResult& result : statistics.targets()) {
      if (result.gap() > 0) lacking.push_back(result);
    }
  }
  return lacking;
}

}  // namespace

int RunShortfalls(int argc, char** argv) {
  CLI::App app(Say({.en = "Names the organisations whose delegates fall short of a plan's targets for women, young "
                          "people, minorities and sectors: how many are wanted, how many hold a seat, how many are "
                          "missing, and of how many it is not known.",
                    .vi = "Nêu các tổ chức có đại biểu chưa đạt chỉ tiêu của phương án về nữ, trẻ tuổi, dân tộc thiểu "
                          "số và lĩnh vực: cần bao nhiêu, đã có bao nhiêu, còn thiếu bao nhiêu và chưa rõ bao nhiêu."}),
               "congressctl shortfalls");
  Settings settings;
  settings.AddTo(&app);
  PlanChoice choice;
  choice.AddTo(&app);
  if (const auto ended = Parse(&app, 1, argc, argv)) return *ended;
  const auto connection = Connection::Open(settings.Connecting());
  if (!connection.ok()) return Refused(connection.status());
  const auto plan = choice.Fetch(*connection);
  if (!plan.ok()) return Refused(plan.status());
  const auto parts = PartsOf(*plan);
  const auto lacking = NotMet(*connection, plan->name().substr(0, plan->name().find("/allocationPlans/")), parts);
  if (!lacking.ok()) return Refused(lacking.status());
  std::map<std::string, std::string> names;
  for (const auto& line : plan->lines()) names.emplace(line.organisation(), line.display_name());
  Rows rows = {{"organisation", "display_name", "target", "wanted", "have", "missing", "unknown"}};
  for (const TargetResult& result : *lacking) {
    const std::string& organisation = result.target().organisation();
    rows.push_back({organisation, names[organisation], result.target().display_name(), StrCat(result.wanted()),
                    StrCat(result.have()), StrCat(result.gap()), StrCat(result.unknown())});
  }
  if (rows.size() > 1 || settings.Form() != Format::kTable) {
    return settings.Write(RenderRows(rows, settings.Form()));
  }
  const status::Sentence none =
      parts.empty() ? status::Sentence{.en = "the plan has no targets for organisations",
                                       .vi = "phương án không có chỉ tiêu cơ cấu theo đơn vị"}
                    : status::Sentence{.en = "no organisation falls short", .vi = "không đơn vị nào thiếu chỉ tiêu"};
  return settings.Write(StrCat(none.In(LanguageOfUser()), "\n"));
}

}  // namespace congress::cli

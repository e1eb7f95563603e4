#include "cli/apportion/ties.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "platform/status/strings.h"

namespace congress::cli {
namespace {

constexpr std::string_view kLot = "lot:";

std::string SeatsFor(int64_t seats, int claims) {
  return StrCat(seats, seats == 1 ? " seat" : " seats", " for ", claims, " with equal claims");
}

std::string Lines(const google::protobuf::RepeatedPtrField<std::string>& keys) {
  return StrCat("  ", absl::StrJoin(keys, "\n  "), "\n");
}

}  // namespace

absl::StatusOr<allocation::v1::TieDecision> ReadTies(const std::string& text) {
  allocation::v1::TieDecision decision;
  if (text.empty()) return decision;
  if (absl::EqualsIgnoreCase(text, "first")) {
    decision.set_first(true);
  } else if (absl::StartsWithIgnoreCase(text, ToAbsl(kLot)) && text.size() > kLot.size()) {
    decision.set_lot_seed(text.substr(kLot.size()));
  } else {
    return absl::InvalidArgumentError(StrCat("--ties: '", text, "' is neither first nor lot:SEED"));
  }
  return decision;
}

std::string OpenTie(const allocation::v1::ApportionmentTie& tie) {
  constexpr std::string_view kWayOut = "decide it with --ties first (the earlier in the input) or --ties lot:SEED\n";
  if (tie.steps().empty()) {
    return StrCat("undecided tie: ", SeatsFor(tie.seats_at_stake(), tie.keys_size()), ":\n", Lines(tie.keys()),
                  kWayOut);
  }
  std::string text = "undecided ties, step by step:\n";
  for (const allocation::v1::TieStep& step : tie.steps()) {
    absl::StrAppend(&text, SeatsFor(step.seats(), step.keys_size()),
                    step.with_rest() ? ", and for those of the step before who have no seat yet" : "", ":\n",
                    Lines(step.keys()));
  }
  return StrCat(text, kWayOut);
}

std::string DrawnLot(const allocation::v1::Lot& lot) {
  const absl::Time time = absl::FromUnixSeconds(lot.draw_time().seconds());
  return StrCat("lot ", lot.name(), ", seed '", lot.seed(), "', drawn by ", lot.drawn_by(), " at ",
                absl::FormatTime(absl::RFC3339_sec, time, absl::UTCTimeZone()), ": ", lot.winners_size(), " of ",
                lot.tied_size(), " tied: ", absl::StrJoin(lot.winners(), ", "), "\n");
}

}  // namespace congress::cli

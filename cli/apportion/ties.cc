#include "cli/apportion/ties.h"

#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "platform/status/strings.h"

namespace congress::cli {
namespace {

constexpr std::string_view kLot = "lot:";

}  // namespace

absl::StatusOr<allocation::v1::TieDecision> ReadTies(const std::string& text) {
  allocation::v1::TieDecision decision;
  if (text.empty()) return decision;
  if (text == "first") {
    decision.set_first(true);
  } else if (text.starts_with(kLot) && text.size() > kLot.size()) {
    decision.set_lot_seed(text.substr(kLot.size()));
  } else {
    return absl::InvalidArgumentError(StrCat("--ties: '", text, "' is neither first nor lot:SEED"));
  }
  return decision;
}

std::string OpenTie(const allocation::v1::ApportionmentTie& tie) {
  return StrCat("undecided tie: ", tie.seats_at_stake(), tie.seats_at_stake() == 1 ? " seat" : " seats", " for ",
                tie.keys_size(), " with equal claims:\n  ", absl::StrJoin(tie.keys(), "\n  "),
                "\ndecide it with --ties first (the earlier in the input) or --ties lot:SEED\n");
}

std::string DrawnLot(const allocation::v1::Lot& lot) {
  const absl::Time time = absl::FromUnixSeconds(lot.draw_time().seconds());
  return StrCat("lot ", lot.name(), ", seed '", lot.seed(), "', drawn by ", lot.drawn_by(), " at ",
                absl::FormatTime(absl::RFC3339_sec, time, absl::UTCTimeZone()), ": ", lot.winners_size(), " of ",
                lot.tied_size(), " tied: ", absl::StrJoin(lot.winners(), ", "), "\n");
}

}  // namespace congress::cli

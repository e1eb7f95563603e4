#include "services/allocation/domain/plan/explain.h"

#include <algorithm>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_join.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "services/allocation/domain/plan/explain_pool.h"
#include "services/allocation/domain/plan/last_seats.h"
#include "services/allocation/domain/plan/margins.h"
#include "services/allocation/domain/plan_line.h"
#include "services/allocation/domain/wording.h"

namespace congress::allocation {
namespace {

std::string Outcome(const v1::AllocationLine& line) {
  return line.remainder_seat() ? StrCat("được thêm 1, thành ", line.member_seats(), " đại biểu")
                               : StrCat("không thêm, thành ", line.member_seats(), " đại biểu");
}

std::string ExplainMembers(const v1::AllocationLine& line, const v1::AllocationPlan& plan) {
  const v1::MemberStep& step = plan.rule().member_step();
  if (step.has_open_total()) {
    const v1::OpenTotal& open = step.open_total();
    return StrCat("Theo số lượng: ", Grouped(line.members()), " đảng viên", BasisInWords(line.members_basis()), ", cứ ",
                  Grouped(open.members_per_seat()), " đảng viên được 1 đại biểu: ", line.whole_seats(), ", dư ",
                  Grouped(line.remainder_numerator()), "; ", InWords(open), ": ", Outcome(line), ".");
  }
  if (line.remainder_denominator() == 0) return "Theo số lượng: không còn đại biểu để phân bổ theo đảng viên.";
  return StrCat("Theo số lượng: ", Grouped(line.members()), " đảng viên", BasisInWords(line.members_basis()), " × ",
                Grouped(plan.totals().member_seats()), " đại biểu ÷ ", Grouped(plan.totals().members()),
                " đảng viên = ", line.whole_seats(), " và phần dư ", Grouped(line.remainder_numerator()), "/",
                Grouped(line.remainder_denominator()), "; xét theo phần dư lớn nhất: ", Outcome(line), ".");
}

// The pools with their seats: `Theo đảng viên: 800 đại biểu; …`.
std::string ExplainPools(const v1::AllocationPlan& plan) {
  if (plan.rule().has_member_step()) return "";
  std::vector<std::string> pools;
  for (const v1::PoolOutcome& pool : plan.pools()) {
    const auto rule = std::find_if(plan.rule().pools().begin(), plan.rule().pools().end(),
                                   [&](const v1::Pool& one) { return one.id() == pool.pool(); });
    const std::string how = rule == plan.rule().pools().end() ? "" : StrCat(" (", InWords(*rule), ")");
    pools.push_back(StrCat(pool.display_name(), how, ": ", Grouped(pool.seats()), " đại biểu"));
  }
  return StrCat(absl::StrJoin(pools, "; "), ".");
}

// `Xã A, Xã B` of those whose change has this sign.
std::string NamesOf(const google::protobuf::RepeatedPtrField<v1::SeatChange>& changes, bool gain) {
  std::vector<std::string> names;
  for (const v1::SeatChange& change : changes) {
    if ((change.change() > 0) == gain) names.push_back(change.display_name());
  }
  return absl::StrJoin(names, ", ");
}

// Who has the last seat of each pool, and who would have the next.
void ExplainEdges(const v1::AllocationPlan& plan, v1::ExplainUnitResponse* answer) {
  for (int i = 0; i + 1 < answer->around_last_seat_size(); ++i) {
    const v1::RemainderRank& last = answer->around_last_seat(i);
    const v1::RemainderRank& next = answer->around_last_seat(i + 1);
    if (!last.won() || next.won() || last.pool() != next.pool()) continue;
    // Of an open tie nobody has the last seat.
    const bool open = std::any_of(plan.ties().begin(), plan.ties().end(), [&](const v1::Tie& tie) {
      return tie.winners().empty() && (tie.pool().empty() || tie.pool() == last.pool());
    });
    if (open) continue;
    const auto pool = std::find_if(plan.pools().begin(), plan.pools().end(),
                                   [&](const v1::PoolOutcome& one) { return one.pool() == last.pool(); });
    const bool named = !plan.rule().has_member_step() && pool != plan.pools().end();
    answer->add_sentences(StrCat(named ? StrCat(pool->display_name(), ": đ") : "Đ", "ại biểu cuối cùng thuộc về ",
                                 last.display_name(), " (", DecimalInWords(last.claim()), "), nơi kế tiếp là ",
                                 next.display_name(), " (", DecimalInWords(next.claim()), ")."));
  }
}

// What would change the line, and who stands around the last seat.
// Each part gives the seats out anew some dozen times.
absl::Status ExplainMargins(const v1::AllocationPlan& plan, int place, const status::Wanted& wanted,
                            v1::ExplainUnitResponse* answer) {
  RETURN_IF_ERROR(status::Ask(wanted));
  constexpr int kRanks = 5;
  const v1::AllocationLine& line = plan.lines(place);
  if (const auto enough = MembersToGain(plan, place); enough.has_value()) {
    answer->set_members_to_gain(*enough - line.members());
    answer->add_sentences(StrCat("Thêm ", Grouped(*enough - line.members()), " đảng viên (thành ", Grouped(*enough),
                                 ") thì được thêm 1 đại biểu, nếu các nơi khác không đổi."));
  }
  RETURN_IF_ERROR(status::Ask(wanted));
  answer->set_members_to_spare(line.members() - MembersToKeep(plan, place));
  answer->add_sentences(StrCat("Giảm tới ", Grouped(answer->members_to_spare()),
                               " đảng viên vẫn giữ được số đại biểu này, nếu các nơi khác không đổi."));
  RETURN_IF_ERROR(status::Ask(wanted));
  for (v1::RemainderRank& rank : AroundTheLastSeats(plan, kRanks)) *answer->add_around_last_seat() = std::move(rank);
  ExplainEdges(plan, answer);
  for (v1::SeatChange& change : WithSeats(plan, 1)) *answer->add_with_one_more() = std::move(change);
  for (v1::SeatChange& change : WithSeats(plan, -1)) *answer->add_with_one_fewer() = std::move(change);
  if (const std::string next = NamesOf(answer->with_one_more(), true); !next.empty()) {
    answer->add_sentences(StrCat("Nếu có thêm 1 đại biểu để phân bổ thì được thêm: ", next, "."));
  }
  if (const std::string lost = NamesOf(answer->with_one_more(), false); !lost.empty()) {
    answer->add_sentences(StrCat("Nghịch lý: khi đó lại bị bớt: ", lost, "."));
  }
  return absl::OkStatus();
}

}  // namespace

std::vector<std::string> ExplainLine(const v1::AllocationLine& line, const v1::AllocationPlan& plan,
                                     const UnitRules& rules) {
  std::vector<std::string> sentences = {
      StrCat("Cơ bản: ", line.base_seats(), " đại biểu (", rules.BaseOf(line).because, ").")};
  if (plan.rule().has_member_step()) sentences.push_back(ExplainMembers(line, plan));
  for (const v1::PoolSeats& pool : line.pools()) sentences.push_back(pool.explanation());
  if (const v1::Addition* addition = rules.AdditionOf(line); addition != nullptr) {
    sentences.push_back(StrCat("Cộng thêm: ", addition->seats(), " đại biểu (", addition->reason(), ")."));
  }
  std::string sum = StrCat("Tổng: ", line.base_seats(), " + ", line.member_seats(), " + ", line.addition_seats());
  if (plan.rule().ex_officio_within_seats() && line.ex_officio_seats() > 0) {
    absl::StrAppend(&sum, " − ", line.ex_officio_seats(), " đại biểu đương nhiên");
  }
  sentences.push_back(StrCat(sum, " = ", line.seats(), " đại biểu."));
  return sentences;
}

std::string ExplainTie(const v1::Tie& tie, const v1::AllocationPlan& plan) {
  absl::flat_hash_map<std::string_view, std::string_view> names;
  for (const v1::AllocationLine& line : plan.lines()) names.emplace(line.organisation(), line.display_name());
  const auto name = [&](std::string* out, const std::string& organisation) {
    const auto found = names.find(organisation);
    out->append(found == names.end() ? std::string_view(organisation) : found->second);
  };
  std::string text = "Phần dư bằng nhau: ";
  for (const v1::Pool& pool : plan.rule().pools()) {
    if (pool.id() == tie.pool()) text = StrCat("Bằng nhau (", pool.display_name(), "): ");
  }
  absl::StrAppend(&text, absl::StrJoin(tie.organisations(), ", ", name), "; còn ", tie.seats_at_stake(),
                  " đại biểu cho ", tie.organisations_size(), " tổ chức. ");
  for (int i = 0; i < tie.steps_size(); ++i) {
    const v1::TieStep& step = tie.steps(i);
    absl::StrAppend(&text, i == 0 ? "Chia theo từng bước: " : "; ", step.seats(), " đại biểu cho ",
                    absl::StrJoin(step.keys(), ", ", name),
                    step.with_rest() ? " và tổ chức chưa được ở bước trước" : "");
  }
  if (!tie.steps().empty()) text += ". ";
  if (tie.winners().empty()) return text + "Chưa quyết định: cần bốc thăm.";
  absl::StrAppend(&text, "Nguyên tắc: ", InWords(tie.tie_rule()));
  if (plan.has_lot()) absl::StrAppend(&text, " (", plan.lot().name(), ", người bốc: ", plan.lot().drawn_by(), ")");
  return StrCat(text, ". Được thêm: ", absl::StrJoin(tie.winners(), ", ", name), ".");
}

std::string ExplainStep(const v1::AllocationPlan& plan) {
  const v1::Step& step = plan.step();
  if (step.numerator() == 0) return ExplainPools(plan);
  if (plan.rule().member_step().has_open_total()) {
    return StrCat("Cứ ", Grouped(step.numerator()), " đảng viên được 1 đại biểu; ",
                  InWords(plan.rule().member_step().open_total()), ".");
  }
  std::string text = StrCat("Cứ ", Grouped(step.numerator()), "/", Grouped(step.denominator()),
                            " đảng viên được 1 đại biểu, số còn lại xét theo phần dư lớn nhất");
  if (step.round_step() > 0) {
    absl::StrAppend(&text, "; với số liệu hiện tại tương đương: cứ ", Grouped(step.round_step()),
                    " đảng viên được 1 đại biểu, dư từ ", Grouped(step.round_threshold()), " trở lên được thêm 1");
  }
  return text + ".";
}

absl::StatusOr<v1::ExplainUnitResponse> ExplainUnit(const v1::AllocationPlan& plan, const std::string& organisation,
                                                    const status::Wanted& wanted) {
  const int place = PlaceOf(plan, organisation);
  if (place < 0) return NotInPlan(plan, organisation);
  const v1::AllocationLine& line = plan.lines(place);
  v1::ExplainUnitResponse answer;
  *answer.mutable_line() = line;
  *answer.mutable_step() = plan.step();
  answer.set_basis(StrCat(plan.rule().display_name(), " (", plan.rule().legal_basis(), ")"));
  for (const std::string& sentence : ExplainLine(line, plan, UnitRules(plan.rule()))) answer.add_sentences(sentence);
  if (const std::string step = ExplainStep(plan); !step.empty()) answer.add_sentences(step);
  for (const v1::Tie& tie : plan.ties()) {
    if (std::find(tie.organisations().begin(), tie.organisations().end(), organisation) == tie.organisations().end()) {
      continue;
    }
    *answer.add_ties() = tie;
    answer.add_sentences(tie.explanation());
  }
  RETURN_IF_ERROR(ExplainMargins(plan, place, wanted, &answer));
  return answer;
}

}  // namespace congress::allocation

#include "services/allocation/domain/export/decision_words.h"

#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "platform/status/strings.h"
#include "services/allocation/domain/plan/explain.h"
#include "services/allocation/domain/plan_line.h"
#include "services/allocation/domain/targets/target_wording.h"
#include "services/allocation/domain/wording.h"

namespace congress::allocation {
namespace {

std::string GroupedInEnglish(int64_t number) { return absl::StrReplaceAll(Grouped(number), {{".", ","}}); }

std::string DayInEnglish(absl::CivilDay day) {
  static constexpr const char* kMonths[] = {"January", "February", "March",     "April",   "May",      "June",
                                            "July",    "August",   "September", "October", "November", "December"};
  return absl::StrFormat("%d %s %d", day.day(), kMonths[day.month() - 1], day.year());
}

std::string BasisInEnglish(const std::string& basis) {
  if (basis.empty()) return "";
  return basis == "invented" ? " (assumed)" : StrCat(" (", basis, ")");
}

std::string RemainderRule(const v1::OpenTotal& open) {
  switch (open.remainder()) {
    case v1::OpenTotal::CEILING:
      return "any remainder gives 1 more";
    case v1::OpenTotal::HALF:
      return "a remainder of half or more gives 1 more";
    case v1::OpenTotal::THRESHOLD:
      return StrCat("a remainder of ", GroupedInEnglish(open.threshold()), " or more gives 1 more");
    default:
      return "remainders do not count";
  }
}

// How a pool gives its seats, in brackets.
std::string HowInEnglish(const v1::PoolOutcome& pool, const v1::AllocationPlan& plan) {
  for (const v1::Pool& rule : plan.rule().pools()) {
    if (rule.id() != pool.pool()) continue;
    if (rule.has_by_hand()) return " (by hand)";
    if (!rule.has_shared()) return " (by step)";
    return StrCat(" (by ", rule.shared().method().empty() ? "hare" : rule.shared().method(), ")");
  }
  return "";
}

std::string StepInEnglish(const v1::AllocationPlan& plan) {
  const v1::Step& step = plan.step();
  if (!plan.rule().has_member_step()) {
    return StrCat(absl::StrJoin(plan.pools(), "; ",
                                [&](std::string* out, const v1::PoolOutcome& pool) {
                                  absl::StrAppend(out, pool.display_name(), HowInEnglish(pool, plan), ": ",
                                                  GroupedInEnglish(pool.seats()));
                                }),
                  ".");
  }
  if (step.numerator() == 0) return "";
  const std::string members = GroupedInEnglish(step.numerator());
  if (plan.rule().member_step().has_open_total()) {
    return StrCat("For every ", members, " members there is 1 delegate; ",
                  RemainderRule(plan.rule().member_step().open_total()), ".");
  }
  std::string text = StrCat("For every ", members, "/", GroupedInEnglish(step.denominator()),
                            " members there is 1 delegate, the others go to the largest remainders");
  if (step.round_step() > 0) {
    absl::StrAppend(&text, "; this equals: for every ", GroupedInEnglish(step.round_step()),
                    " members 1 delegate, from a remainder of ", GroupedInEnglish(step.round_threshold()),
                    " on 1 more");
  }
  return text + ".";
}

std::string SenseInEnglish(const v1::Target& target) {
  if (target.sense() == v1::Target::ABOUT) return "about";
  return target.sense() == v1::Target::AT_LEAST ? "at least" : "at most";
}

std::string GroupInEnglish(const v1::Target& target) {
  switch (target.group()) {
    case v1::Target::WOMEN:
      return "women";
    case v1::Target::UNDER_AGE:
      return StrCat("young (under ", target.age(), ")");
    case v1::Target::ETHNIC_MINORITY:
      return "ethnic minorities";
    default:
      return StrCat("sector ", target.sector());
  }
}

std::string TieRuleInEnglish(v1::RuleSet::TieRule rule) {
  if (rule == v1::RuleSet::LOT) return "a lot decides";
  return "the organisation with more members comes first; with equal members the one with the earlier code";
}

std::string TieInEnglish(const v1::Tie& tie, const v1::AllocationPlan& plan) {
  const auto name = [&](std::string* out, const std::string& organisation) {
    const v1::AllocationLine* line = FindLine(plan, organisation);
    out->append(line == nullptr ? organisation : line->display_name());
  };
  std::string tied = StrCat(
      plan.rule().has_member_step() ? "Equal remainders: " : "Equal: ", absl::StrJoin(tie.organisations(), ", ", name),
      "; delegates left for these ", tie.organisations_size(), ": ", tie.seats_at_stake(), ".");
  for (int i = 0; i < tie.steps_size(); ++i) {
    const v1::TieStep& step = tie.steps(i);
    absl::StrAppend(&tied, i == 0 ? " Step by step: " : "; ", step.seats(), " for ",
                    absl::StrJoin(step.keys(), ", ", name),
                    step.with_rest() ? " and those of the step before who have none" : "");
  }
  if (!tie.steps().empty()) tied += ".";
  if (tie.winners().empty()) return tied + " Not decided yet: a lot is to be drawn.";
  return StrCat(tied, " One more each: ", absl::StrJoin(tie.winners(), ", ", name), ".");
}

}  // namespace

const DecisionWords& Vietnamese() {
  static const DecisionWords words = {
      .draft = "DỰ THẢO",
      .translation = "",
      .party = "ĐẢNG CỘNG SẢN VIỆT NAM",
      .blank_issuer = "......................",
      .number = "Số $0",
      .blank_number = "Số ......",
      .place_and_day = "$0, $1",
      .blank_place = "........",
      .blank_day = "ngày ... tháng ... năm ......",
      .kind = "QUYẾT ĐỊNH",
      .subject = "về việc phân bổ đại biểu dự đại hội",
      .basis = "- Căn cứ $0;",
      .rule = "- Căn cứ $0, có hiệu lực từ $1;",
      .decides = "QUYẾT ĐỊNH:",
      .sums =
          "Điều 1. Tổng số đại biểu là $0 đồng chí, gồm:\n- Đại biểu đương nhiên: $1;\n- Đại biểu được bầu: $2;\n"
          "- Đại biểu được chỉ định: $3.\n",
      .undecided = "Chưa kể $0 đại biểu chưa phân bổ được vì các tổ chức đảng bằng nhau, chờ bốc thăm.\n",
      .cap = "Số đại biểu tối đa theo quy định: $0.\n",
      .method =
          "Điều 2. Cách phân bổ cho $0 tổ chức đảng ($1 đảng viên):\n- Cơ bản: $2 đại biểu;\n"
          "- $6: $3 đại biểu. $4\n- Cộng thêm: $5 đại biểu.\n",
      .by_members = "Theo số lượng đảng viên",
      .by_pools = "Theo số lượng",
      .appointed_beside = "- Chỉ định ngoài số của các tổ chức đảng: $0 đại biểu.\n",
      .ex_officio_within = "- Trừ đại biểu đương nhiên thuộc các tổ chức đảng: $0 đại biểu.\n",
      .ties = "Khi các tổ chức đảng bằng nhau: $0.\n",
      .lines = "Điều 3. Số đại biểu của từng tổ chức đảng (cơ bản + theo số đảng viên + cộng thêm$0):\n",
      .less_ex_officio = " − đại biểu đương nhiên",
      .line = "$0. $1 ($2): $3 đại biểu $4 ($5 đảng viên$6; $7 + $8 + $9).\n",
      .elected = "được bầu",
      .appointed = "được chỉ định",
      .structure = "Điều 4. Cơ cấu đại biểu dự đại hội:\n",
      .target = "- $0 – $1: $2 $3$4$5 trong $6 đại biểu$7, $8.\n",
      .tolerance = ", được lệch $0,",
      .without_ex_officio = " (không kể đại biểu đương nhiên)",
      .binding = "bắt buộc",
      .guiding = "định hướng",
      .parts = "  Phân bổ $0: $1.\n",
      .ex_officio_part = "đại biểu đương nhiên",
      .appointed_part = "chỉ định ngoài số của các tổ chức đảng",
      .execution =
          "Điều $0. Các tổ chức đảng nêu tại Điều 3 và các cơ quan, đơn vị có liên quan chịu trách nhiệm thi hành "
          "Quyết định này.\n",
      .recipients = "Nơi nhận:",
      .blank_recipients = "- Như Điều $0,\n- ......................,\n- Lưu ................",
      .blank_authority = "T/M ......................",
      .blank_title = "......................",
      .blank_name = "......................",
      .hash = "Mã băm SHA-256 của số liệu đầu vào: $0\n",
      .grouped = Grouped,
      .day = [](absl::CivilDay day) { return InWords(day); },
      .members_basis = BasisInWords,
      .step = ExplainStep,
      .tie_rule = [](v1::RuleSet::TieRule rule) { return InWords(rule); },
      .sense = SenseOf,
      .group = GroupOf,
      .tie = [](const v1::Tie& tie, const v1::AllocationPlan&) { return tie.explanation(); },
  };
  return words;
}

const DecisionWords& English() {
  static const DecisionWords words = {
      .draft = "DRAFT",
      .translation = "Translation into English; the Vietnamese text decides.",
      .party = "COMMUNIST PARTY OF VIETNAM",
      .blank_issuer = "......................",
      .number = "No. $0",
      .blank_number = "No. ......",
      .place_and_day = "$0, $1",
      .blank_place = "........",
      .blank_day = "... ............ ......",
      .kind = "DECISION",
      .subject = "on the allocation of delegates to the congress",
      .basis = "- Based on: $0;",
      .rule = "- Based on: $0, in force from $1;",
      .decides = "IT IS DECIDED:",
      .sums = "Article 1. Delegates in all: $0, of whom:\n- ex officio: $1;\n- elected: $2;\n- appointed: $3.\n",
      .undecided = "Not counting $0 whom organisations that stand alike still have to draw lots for.\n",
      .cap = "Most delegates that the rules allow: $0.\n",
      .method =
          "Article 2. How they are allocated to $0 Party organisations ($1 members):\n- base: $2;\n"
          "- $6: $3. $4\n- further: $5.\n",
      .by_members = "by the number of members",
      .by_pools = "by what is counted",
      .appointed_beside = "- appointed beside those of the Party organisations: $0.\n",
      .ex_officio_within = "- less those ex officio who belong to the organisations: $0.\n",
      .ties = "Where organisations stand alike: $0.\n",
      .lines = "Article 3. Delegates of each Party organisation (base + by members + further$0):\n",
      .less_ex_officio = " − ex officio",
      .line = "$0. $1 ($2): $3 $4 ($5 members$6; $7 + $8 + $9).\n",
      .elected = "elected",
      .appointed = "appointed",
      .structure = "Article 4. Structure of the delegates to the congress:\n",
      .target = "- $0 – $1: $2 $3$4$5 of $6 delegates$7, $8.\n",
      .tolerance = ", give or take $0,",
      .without_ex_officio = " (those ex officio apart)",
      .binding = "binding",
      .guiding = "guiding",
      .parts = "  Allocated $0: $1.\n",
      .ex_officio_part = "delegates ex officio",
      .appointed_part = "appointed beside those of the Party organisations",
      .execution =
          "Article $0. The Party organisations named in Article 3 and the bodies concerned are responsible for "
          "carrying out this Decision.\n",
      .recipients = "Recipients:",
      .blank_recipients = "- as in Article $0,\n- ......................,\n- kept by ................",
      .blank_authority = "On behalf of ......................",
      .blank_title = "......................",
      .blank_name = "......................",
      .hash = "SHA-256 of the inputs: $0\n",
      .grouped = GroupedInEnglish,
      .day = DayInEnglish,
      .members_basis = BasisInEnglish,
      .step = StepInEnglish,
      .tie_rule = TieRuleInEnglish,
      .sense = SenseInEnglish,
      .group = GroupInEnglish,
      .tie = TieInEnglish,
  };
  return words;
}

}  // namespace congress::allocation

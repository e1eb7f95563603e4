#include "services/allocation/domain/targets/target_wording.h"

#include <vector>

#include "absl/strings/str_join.h"
#include "platform/status/strings.h"
#include "services/allocation/domain/plan_line.h"
#include "services/allocation/domain/wording.h"

namespace congress::allocation {
namespace {

using v1::Target;
using v1::TargetGap;

template <class Organisations>
std::string NamesOf(const Organisations& organisations, const v1::AllocationPlan& plan) {
  return absl::StrJoin(organisations, ", ", [&](std::string* out, const std::string& organisation) {
    const v1::AllocationLine* line = FindLine(plan, organisation);
    out->append(line == nullptr ? organisation : line->display_name());
  });
}

// `Đại biểu nữ: ít nhất 75 trong 500 đại biểu (15/100), bắt buộc.`
std::string Demand(const Aim& aim, const v1::AllocationPlan& plan) {
  const Target& target = *aim.target;
  std::string text = target.display_name();
  if (aim.line >= 0) absl::StrAppend(&text, " của ", plan.lines(aim.line).display_name());
  absl::StrAppend(&text, ": ", SenseOf(target), " ", Grouped(aim.wanted), " trong ", Grouped(aim.base), " đại biểu");
  if (target.has_share()) {
    absl::StrAppend(&text, " (", Grouped(target.share().numerator()), "/", Grouped(target.share().denominator()), ")");
  }
  if (target.tolerance() > 0) absl::StrAppend(&text, ", được lệch ", Grouped(target.tolerance()));
  return StrCat(text, target.binding() ? ", bắt buộc." : ", định hướng.");
}

std::string Sources(const v1::TargetSpread& spread) {
  int64_t of_lines = 0;
  for (const v1::TargetPart& part : spread.parts()) of_lines += part.count();
  std::string text = StrCat("Phân bổ ", Grouped(spread.spread()), ": ", Grouped(of_lines), " theo các tổ chức đảng");
  if (spread.ex_officio() > 0) absl::StrAppend(&text, ", ", Grouped(spread.ex_officio()), " đại biểu đương nhiên");
  if (spread.appointed() > 0) {
    absl::StrAppend(&text, ", ", Grouped(spread.appointed()), " được chỉ định ngoài số của các tổ chức đảng");
  }
  return text + ".";
}

// The organisations whose number is not their ideal rounded up or down.
std::string Moved(const v1::TargetSpread& spread, const v1::AllocationPlan& plan) {
  std::vector<std::string> names;
  for (const v1::TargetPart& part : spread.parts()) {
    const Ratio ideal{part.ideal_numerator(), part.ideal_denominator()};
    if (part.count() < ideal.Floor() || part.count() > ideal.Ceiling()) names.push_back(part.organisation());
  }
  return NamesOf(names, plan);
}

}  // namespace

std::string SenseOf(const Target& target) {
  switch (target.sense()) {
    case Target::AT_LEAST:
      return "ít nhất";
    case Target::AT_MOST:
      return "nhiều nhất";
    default:
      return "khoảng";
  }
}

std::string GroupOf(const Target& target) {
  switch (target.group()) {
    case Target::WOMEN:
      return "nữ";
    case Target::UNDER_AGE:
      return StrCat("trẻ tuổi (dưới ", target.age(), ")");
    case Target::ETHNIC_MINORITY:
      return "dân tộc thiểu số";
    default:
      return StrCat("lĩnh vực ", target.sector());
  }
}

std::string InWords(const TargetGap& gap, const v1::AllocationPlan& plan) {
  const std::string needed = Grouped(gap.needed());
  const std::string available = Grouped(gap.available());
  const std::string targets = absl::StrJoin(gap.targets(), ", ");
  switch (gap.cause()) {
    case TargetGap::EXCEEDS_BASE:
      return StrCat("Cần ", needed, " đại biểu nhưng chỉ có ", available, " đại biểu.");
    case TargetGap::OTHER_TARGET:
      return StrCat("Trái với chỉ tiêu ", targets, ": cần ", needed, " đại biểu nhưng chỉ được ", available, ".");
    case TargetGap::UNITS_EXCEED:
      return StrCat("Chỉ tiêu riêng của ", NamesOf(gap.organisations(), plan), " (", targets, ") đã cần ", needed,
                    " đại biểu, nhiều hơn ", available, ".");
    case TargetGap::UNITS_FALL_SHORT:
      return StrCat("Chỉ tiêu riêng của ", NamesOf(gap.organisations(), plan), " (", targets, ") chỉ cho phép ",
                    available, " đại biểu, ít hơn ", needed, ".");
    default:
      return StrCat("Các lĩnh vực cùng cần ", needed, " đại biểu nhưng chỉ còn ", available, " (chỉ tiêu ", targets,
                    "; ", NamesOf(gap.organisations(), plan), ").");
  }
}

void ExplainSpread(const Aim& aim, const v1::AllocationPlan& plan, v1::TargetSpread* spread) {
  spread->add_sentences(Demand(aim, plan));
  spread->add_sentences(Sources(*spread));
  for (const v1::TargetTie& tie : spread->ties()) {
    spread->add_sentences(
        StrCat("Phần dư bằng nhau: ", NamesOf(tie.organisations(), plan),
               "; nơi có nhiều đại biểu hơn được ưu tiên, nếu bằng nhau thì nơi có mã đứng trước. Được thêm: ",
               tie.winners().empty() ? "không tổ chức nào trong số này" : NamesOf(tie.winners(), plan), "."));
  }
  if (const std::string moved = Moved(*spread, plan); !moved.empty()) {
    spread->add_sentences(
        StrCat("Do chỉ tiêu lĩnh vực riêng, số của các nơi sau không phải là số làm tròn: ", moved, "."));
  }
  for (const TargetGap& gap : spread->gaps()) spread->add_sentences(StrCat("Chưa đạt: ", gap.description()));
}

}  // namespace congress::allocation

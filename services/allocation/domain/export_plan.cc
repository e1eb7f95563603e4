#include "services/allocation/domain/export_plan.h"

#include "platform/civil/civil.h"
#include "platform/csv/csv.h"
#include "platform/status/strings.h"
#include "services/allocation/domain/explain.h"
#include "services/allocation/domain/wording.h"

namespace congress::allocation {
namespace {

bool IsNumbered(const v1::AllocationPlan& plan) { return !plan.decision_number().empty(); }

std::string Heading(const v1::AllocationPlan& plan) {
  std::string text = IsNumbered(plan) ? "" : "DỰ THẢO\n\n";
  absl::StrAppend(&text, "ĐẢNG CỘNG SẢN VIỆT NAM\n\n", IsNumbered(plan) ? plan.decision_number() : "Số ......", "\n",
                  IsNumbered(plan) ? InWords(civil::FromDate(plan.decision_date())) : "ngày ... tháng ... năm ......",
                  "\n\nQUYẾT ĐỊNH\nvề việc phân bổ đại biểu dự đại hội\n", plan.display_name(), "\n\n");
  absl::StrAppend(&text, "- Căn cứ ", plan.rule().legal_basis(), ";\n- Căn cứ ", plan.rule().display_name(),
                  ", có hiệu lực từ ", InWords(civil::FromDate(plan.rule().effective_from())), ";\n\nQUYẾT ĐỊNH:\n\n");
  return text;
}

std::string Sums(const v1::AllocationPlan& plan) {
  const v1::AllocationTotals& totals = plan.totals();
  std::string text = StrCat("Điều 1. Tổng số đại biểu là ", Grouped(totals.total()),
                            " đồng chí, gồm:\n- Đại biểu đương nhiên: ", Grouped(totals.ex_officio()),
                            ";\n- Đại biểu được bầu: ", Grouped(totals.elected()),
                            ";\n- Đại biểu được chỉ định: ", Grouped(totals.appointed()), ".\n");
  if (totals.cap() > 0) absl::StrAppend(&text, "Số đại biểu tối đa theo quy định: ", Grouped(totals.cap()), ".\n");
  return text + "\n";
}

std::string Method(const v1::AllocationPlan& plan) {
  const v1::AllocationTotals& totals = plan.totals();
  std::string text = StrCat("Điều 2. Cách phân bổ cho ", Grouped(totals.organisations()), " tổ chức đảng (",
                            Grouped(totals.members()), " đảng viên):\n- Cơ bản: ", Grouped(totals.base_seats()),
                            " đại biểu;\n- Theo số lượng đảng viên: ", Grouped(totals.member_seats()), " đại biểu. ",
                            ExplainStep(plan), "\n- Cộng thêm: ", Grouped(totals.addition_seats()), " đại biểu.\n");
  // What Điều 1 counts and no line of Điều 3 bears.
  const int64_t beside =
      totals.total() - totals.ex_officio() - totals.base_seats() - totals.member_seats() - totals.addition_seats();
  if (beside > 0) {
    absl::StrAppend(&text, "- Chỉ định ngoài số của các tổ chức đảng: ", Grouped(beside), " đại biểu.\n");
  }
  absl::StrAppend(&text, "Khi phần dư bằng nhau: ", InWords(plan.rule().tie_rule()), ".\n");
  for (const v1::Tie& tie : plan.ties()) absl::StrAppend(&text, tie.explanation(), "\n");
  return text + "\n";
}

// How the members are known, so that no estimate reads as a count.
std::string Basis(const v1::AllocationLine& line) {
  if (line.members_basis().empty()) return "";
  if (line.members_basis() == "estimated") return " (ước tính)";
  if (line.members_basis() == "assumed" || line.members_basis() == "invented") return " (giả định)";
  if (line.members_basis() == "published") return " (đã công bố)";
  return StrCat(" (", line.members_basis(), ")");
}

std::string Table(const v1::AllocationPlan& plan) {
  std::string text = "Điều 3. Số đại biểu của từng tổ chức đảng (cơ bản + theo số đảng viên + cộng thêm):\n";
  int number = 0;
  for (const auto& line : plan.lines()) {
    absl::StrAppend(&text, ++number, ". ", line.display_name(), " (", line.code(), "): ", Grouped(line.seats()),
                    " đại biểu", line.origin() == v1::APPOINTED ? " được chỉ định" : " được bầu", " (",
                    Grouped(line.members()), " đảng viên", Basis(line), "; ", line.base_seats(), " + ",
                    line.member_seats(), " + ", line.addition_seats(), ").\n");
  }
  return text + "\n";
}

}  // namespace

std::string ToCsv(const v1::AllocationPlan& plan) {
  std::string text = csv::Line({"code", "name", "kind", "members", "members_basis", "merged_units", "base",
                                "member_seats", "addition", "seats"});
  for (const auto& line : plan.lines()) {
    text += csv::Line({line.code(), line.display_name(), line.kind(), StrCat(line.members()), line.members_basis(),
                       StrCat(line.merged_units()), StrCat(line.base_seats()), StrCat(line.member_seats()),
                       StrCat(line.addition_seats()), StrCat(line.seats())});
  }
  return text;
}

std::string ToDecisionText(const v1::AllocationPlan& plan) {
  return StrCat(Heading(plan), Sums(plan), Method(plan), Table(plan),
                "Mã băm SHA-256 của số liệu đầu vào: ", plan.inputs_sha256(), "\n");
}

}  // namespace congress::allocation

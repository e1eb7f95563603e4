#include "services/allocation/domain/export/project_paper.h"

#include <algorithm>
#include <vector>

#include "platform/status/strings.h"
#include "platform/text/text.h"
#include "services/allocation/domain/plan_line.h"
#include "services/allocation/domain/wording.h"

namespace congress::allocation {
namespace {

using paper::AddCell;
using paper::AddColumn;
using paper::AddItem;
using paper::AddParagraph;
using paper::AddText;
using paper::v1::Paragraph;

// What the organisations of one kind come to.
struct KindSum {
  std::string kind;
  int64_t organisations = 0;
  int64_t members = 0;
  int64_t seats = 0;
};

// In the order in which the kinds first come.
std::vector<KindSum> SumsByKind(const v1::AllocationPlan& plan) {
  std::vector<KindSum> sums;
  for (const v1::AllocationLine& line : plan.lines()) {
    auto sum = std::find_if(sums.begin(), sums.end(), [&](const KindSum& one) { return one.kind == line.kind(); });
    if (sum == sums.end()) sum = sums.insert(sums.end(), KindSum{line.kind()});
    ++sum->organisations;
    sum->members += line.members();
    sum->seats += line.seats();
  }
  return sums;
}

void AddKinds(const v1::AllocationPlan& plan, const PlanParts& parts, status::Language language,
              paper::Blocks* blocks) {
  paper::v1::Table& table = *blocks->Add()->mutable_table();
  for (const int width : {12, 58, 30, 30, 30}) {
    AddColumn(width, width == 58 ? paper::v1::ALIGN_UNSPECIFIED : paper::v1::CENTRE, &table);
  }
  paper::AddRow(
      {parts.Say({.en = "No.", .vi = "STT"}), parts.Say({.en = "Kind", .vi = "Loại hình"}),
       parts.Say({.en = "Party organisations", .vi = "Số tổ chức đảng"}),
       parts.Say({.en = "Members", .vi = "Số đảng viên"}), parts.Say({.en = "Delegates", .vi = "Số đại biểu"})},
      table.add_heading());
  KindSum total;
  for (const KindSum& sum : SumsByKind(plan)) {
    const std::string number = StrCat(table.rows_size() + 1);
    paper::AddRow({number, text::WithCapitalInitial(KindName(sum.kind, language)), parts.Number(sum.organisations),
                   parts.Number(sum.members), parts.Number(sum.seats)},
                  table.add_rows());
    total.organisations += sum.organisations;
    total.members += sum.members;
    total.seats += sum.seats;
  }
  paper::v1::Row& last = *table.add_rows();
  AddCell(parts.Say({.en = "Total", .vi = "Tổng cộng"}), &last, 2, true);
  for (const int64_t sum : {total.organisations, total.members, total.seats})
    AddCell(parts.Number(sum), &last, 1, true);
}

// The seats that do not go by members, rule by rule.
void AddBase(const v1::AllocationPlan& plan, const PlanParts& parts, status::Language language, paper::Blocks* blocks) {
  const v1::RuleSet& rule = plan.rule();
  const LineNames names(plan);
  for (const v1::MergedUnitsBase& line : rule.base().by_merged_units()) {
    AddItem(parts.Say({.en = "merged from $0 former units or more: $1.",
                       .vi = "Hình thành từ $0 đơn vị cũ trở lên: $1 đại biểu."},
                      parts.Number(line.from_units()), parts.Number(line.seats())),
            blocks);
  }
  for (const v1::KindBase& line : rule.base().by_kind()) {
    AddItem(parts.Say({.en = "organisations of the kind $0: $1.", .vi = "Đảng bộ thuộc loại hình $0: $1 đại biểu."},
                      KindName(line.kind(), language), parts.Number(line.seats())),
            blocks);
  }
  for (const v1::OrganisationBase& line : rule.base().by_organisation()) {
    AddItem(parts.Say({.en = "$0: $1.", .vi = "$0: $1 đại biểu."}, names.Of(line.organisation()),
                      parts.Number(line.seats())),
            blocks);
  }
  for (const v1::Addition& line : rule.additions()) {
    AddItem(parts.Say({.en = "further for $0: $1 ($2).", .vi = "Cộng thêm cho $0: $1 đại biểu ($2)."},
                      names.Of(line.organisation()), parts.Number(line.seats()), line.reason()),
            blocks);
  }
}

// The worked line of every organisation.
void AddReasons(const v1::AllocationPlan& plan, const PlanParts& parts, paper::v1::Paper* paper) {
  paper::v1::Annex& annex = *paper->add_annexes();
  annex.set_landscape(true);
  annex.set_label(parts.Say({.en = "ANNEX 2", .vi = "PHỤ LỤC 2"}));
  annex.set_title(parts.Say({.en = "How the delegates of each Party organisation were reckoned",
                             .vi = "Căn cứ tính số đại biểu của từng tổ chức đảng"}));
  annex.set_reference(parts.Say({.en = "to the Project", .vi = "kèm theo Đề án"}));
  paper::v1::Table& table = *annex.add_body()->mutable_table();
  AddColumn(6, paper::v1::CENTRE, &table);
  AddColumn(26, paper::v1::ALIGN_UNSPECIFIED, &table);
  AddColumn(60, paper::v1::ALIGN_UNSPECIFIED, &table);
  AddColumn(8, paper::v1::CENTRE, &table);
  paper::AddRow(
      {parts.Say({.en = "No.", .vi = "STT"}), parts.Say({.en = "Party organisation", .vi = "Tổ chức đảng"}),
       parts.Say({.en = "Reckoned from", .vi = "Căn cứ tính"}), parts.Say({.en = "Delegates", .vi = "Số đại biểu"})},
      table.add_heading());
  for (const v1::AllocationLine& line : plan.lines()) {
    paper::v1::Row& row = *table.add_rows();
    paper::AddRow({StrCat(table.rows_size()), line.display_name(), line.explanation()}, &row);
    AddCell(parts.Number(line.seats()), &row, 1, true);
  }
}

}  // namespace

paper::v1::Paper ProjectPaper(const PlanPaper& made) {
  const PlanParts parts(made);
  const v1::AllocationPlan& plan = made.plan;
  const v1::AllocationTotals& totals = plan.totals();
  paper::v1::Paper paper = parts.Begin();
  if (plan.decision_number().empty()) paper.set_draft(parts.Say({.en = "DRAFT", .vi = "DỰ THẢO"}));
  paper.set_type(parts.Say({.en = "PROJECT", .vi = "ĐỀ ÁN"}));
  // Who lays it before those who decide signs it, and the form knows only who signs the decision.
  paper.clear_signature();
  paper.set_abstract(parts.Abstract());
  paper::Blocks* body = paper.mutable_body();
  const auto part = [&](const char* label, const status::Sentence& title) {
    AddParagraph(Paragraph::PART, label, parts.Say(title), body);
  };
  const auto section = [&](const char* label, const status::Sentence& title) {
    AddParagraph(Paragraph::SECTION, label, parts.Say(title), body);
  };

  part("I.", {.en = "BASES", .vi = "CĂN CỨ XÂY DỰNG ĐỀ ÁN"});
  for (const std::string& basis : parts.LegalBases()) AddItem(basis + ".", body);

  part("II.", {.en = "THE PARTY ORGANISATIONS", .vi = "TÌNH HÌNH TỔ CHỨC ĐẢNG, ĐẢNG VIÊN"});
  AddText(parts.Say({.en = "As of $0 there are $1 Party organisations that send delegates, with $2 members; by kind:",
                     .vi = "Tính đến $0, có $1 tổ chức đảng được phân bổ đại biểu với tổng số $2 đảng viên, gồm:"},
                    parts.Day(plan.as_of()), parts.Number(totals.organisations()), parts.Number(totals.members())),
          body);
  AddKinds(plan, parts, made.language, body);

  part("III.", {.en = "HOW THE DELEGATES ARE ALLOCATED", .vi = "NGUYÊN TẮC VÀ CÁCH PHÂN BỔ"});
  section("1.", {.en = "Delegates in all", .vi = "Tổng số đại biểu"});
  AddText(parts.Say({.en = "Delegates in all: $0, of whom:", .vi = "Tổng số đại biểu là $0 đồng chí, gồm:"},
                    parts.Number(totals.total())),
          body);
  parts.AddSums(body);
  parts.AddUndecided(body);
  section("2.", {.en = "Allocation to the Party organisations", .vi = "Phân bổ cho các tổ chức đảng"});
  parts.AddMethod(body);
  paper::Blocks base;
  AddBase(plan, parts, made.language, &base);
  if (!base.empty()) {
    section("3.", {.en = "Base and further delegates", .vi = "Mức cơ bản và cộng thêm"});
    body->MergeFrom(base);
  }

  part("IV.", {.en = "RESULTS", .vi = "KẾT QUẢ PHÂN BỔ"});
  AddText(
      parts.Say({.en = "The delegates of each Party organisation are listed in Annex 1, and how they were reckoned in "
                       "Annex 2.",
                 .vi = "Số đại biểu của từng tổ chức đảng nêu tại Phụ lục 1; căn cứ tính của từng tổ chức đảng nêu "
                       "tại Phụ lục 2."}),
      body);
  paper::Blocks structure;
  parts.AddStructure(&structure);
  if (!structure.empty()) {
    AddText(parts.Say({.en = "Structure of the delegates to the congress:", .vi = "Cơ cấu đại biểu dự đại hội:"}),
            body);
    body->MergeFrom(structure);
  }
  if (made.replaced != nullptr) {
    AddText(parts.Say({.en = "The decision on this Project replaces $0.",
                       .vi = "Quyết định ban hành theo Đề án này thay thế $0."},
                      parts.Cite(*made.replaced)),
            body);
  }
  AddText(parts.Say({.en = "Submitted for consideration and decision.", .vi = "Kính trình xem xét, quyết định."}),
          body);
  parts.AddUnits(parts.Say({.en = "ANNEX 1", .vi = "PHỤ LỤC 1"}),
                 parts.Say({.en = "to the Project", .vi = "kèm theo Đề án"}), &paper);
  AddReasons(plan, parts, &paper);
  return paper;
}

}  // namespace congress::allocation

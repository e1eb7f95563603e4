#include "services/allocation/domain/export/plan_parts.h"

#include <algorithm>

#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "platform/civil/civil.h"
#include "platform/status/strings.h"
#include "platform/text/text.h"
#include "services/allocation/domain/export/congress_targets.h"
#include "services/allocation/domain/export/within_seats.h"
#include "services/allocation/domain/plan/allocate.h"
#include "services/allocation/domain/plan/explain.h"
#include "services/allocation/domain/targets/target_wording.h"
#include "services/allocation/domain/targets/targets.h"
#include "services/allocation/domain/wording.h"

namespace congress::allocation {
namespace {

using paper::AddCell;
using paper::AddColumn;
using paper::AddItem;
using paper::AddParagraph;
using paper::AddTallCell;
using paper::AddText;
using paper::v1::Paragraph;

std::string WithoutWord(const std::string& number) { return std::string(absl::StripPrefix(number, "Số ")); }

// Organisations to which nothing of a target falls are not named.
std::string PartsOf(const v1::TargetSpread& spread, const v1::AllocationPlan& plan, const PlanParts& say) {
  std::vector<std::string> parts;
  const auto add = [&](const std::string& name, int64_t count) {
    if (count > 0) parts.push_back(StrCat(name, ": ", say.Number(count)));
  };
  for (int i = 0; i < spread.parts_size(); ++i) add(plan.lines(i).display_name(), spread.parts(i).count());
  add(say.Say({.en = "delegates ex officio", .vi = "đại biểu đương nhiên"}), spread.ex_officio());
  add(say.Say(
          {.en = "appointed beside those of the Party organisations", .vi = "chỉ định ngoài số của các tổ chức đảng"}),
      spread.appointed());
  return absl::StrJoin(parts, "; ");
}

}  // namespace

std::string PlanParts::Number(int64_t number) const {
  const std::string grouped = Grouped(number);
  return language_ == status::Language::kVietnamese ? grouped : absl::StrReplaceAll(grouped, {{".", ","}});
}

std::string PlanParts::Day(const google::type::Date& date) const {
  static constexpr const char* kMonths[] = {"January", "February", "March",     "April",   "May",      "June",
                                            "July",    "August",   "September", "October", "November", "December"};
  const absl::CivilDay day = civil::FromDate(date);
  if (language_ == status::Language::kVietnamese) return InWords(day);
  return absl::StrFormat("%d %s %d", day.day(), kMonths[day.month() - 1], day.year());
}

std::string PlanParts::Cite(const v1::AllocationPlan& plan) const {
  const bool issued = !plan.decision_number().empty();
  std::string issuer = plan.issuer().empty() ? "......................" : plan.issuer();
  // One paper does not call one issuer by two names; of another issuer the body is not known unless it is said.
  const bool is_own = &plan == &plan_;
  const bool is_of_issuer = plan_.issuer().empty() || plan.issuer() == plan_.issuer();
  const std::string usual = is_own || is_of_issuer ? form_.deciding_body() : "";
  const std::string& body = is_own || form_.replaced_deciding_body().empty() ? usual : form_.replaced_deciding_body();
  if (!body.empty()) issuer = BodyOf(body, issuer);
  if (!issued) {
    return Say({.en = "Decision No. ...... of $0", .vi = "Quyết định số ......, ngày ... tháng ... năm ...... của $0"},
               issuer);
  }
  return Say({.en = "Decision No. $0 of $1 of $2", .vi = "Quyết định số $0, $1 của $2"},
             WithoutWord(plan.decision_number()), Day(plan.decision_date()), issuer);
}

std::string PlanParts::BodyOf(const std::string& body, const std::string& issuer) const {
  return Say({.en = "$0 of $1", .vi = "$0 $1"}, body, issuer);
}

std::vector<std::string> PlanParts::Issuer() const {
  const std::string issuer = form_.issuer().empty() ? text::ToCapitals(plan_.issuer()) : form_.issuer();
  return absl::StrSplit(issuer, '\n', absl::SkipEmpty());
}

std::vector<std::string> PlanParts::Deciders() const {
  const std::vector<std::string> issuer = Issuer();
  if (form_.deciding_body().empty()) return issuer;
  if (issuer.empty()) return {text::ToCapitals(form_.deciding_body())};
  return {text::ToCapitals(BodyOf(form_.deciding_body(), absl::StrJoin(issuer, " ")))};
}

std::string PlanParts::Abstract() const {
  const std::string subject = text::WithSmallInitial(plan_.display_name());
  // `về việc` goes before a verb, `về` before a noun, such as `phương án phân bổ đại biểu`.
  const bool is_verb = absl::StartsWith(subject, "phân bổ");
  return Say({.en = "on the allocation of delegates to the congress ($0)", .vi = is_verb ? "về việc $0" : "về $0"},
             language_ == status::Language::kVietnamese ? subject : plan_.display_name());
}

paper::v1::Paper PlanParts::Begin() const {
  paper::v1::Paper paper;
  if (language_ == status::Language::kEnglish) {
    paper.set_language(paper::v1::ENGLISH);
    paper.set_remark("Translation into English; the Vietnamese text decides.");
  }
  paper.set_parent(form_.parent_organisation());
  const std::vector<std::string> issuer = Issuer();
  *paper.mutable_issuer() = {issuer.begin(), issuer.end()};
  paper.set_place(form_.place());
  *paper.mutable_recipients() = form_.recipients();
  const std::string signer =
      form_.deciding_body().empty() ? absl::StrJoin(issuer, " ") : text::ToCapitals(form_.deciding_body());
  // A body decides, and so one signs for it.
  paper.mutable_signature()->set_authority(
      Say({.en = "On behalf of $0", .vi = "T/M $0"}, signer.empty() ? "......................" : signer));
  paper.mutable_signature()->set_title(form_.signer_title());
  paper.mutable_signature()->set_name(form_.signer_name());
  return paper;
}

std::vector<std::string> PlanParts::LegalBases() const {
  std::vector<std::string> bases;
  const auto add = [&](absl::string_view basis) {
    if (!basis.empty()) bases.push_back(Say({.en = "Based on: $0", .vi = "Căn cứ $0"}, basis));
  };
  for (const std::string& basis : form_.legal_bases()) add(basis);
  for (const auto basis : absl::StrSplit(plan_.rule().legal_basis(), '\n')) add(absl::StripAsciiWhitespace(basis));
  return bases;
}

void PlanParts::AddSums(paper::Blocks* blocks) const {
  const v1::AllocationTotals& totals = plan_.totals();
  AddItem(Say({.en = "ex officio: $0;", .vi = "Đại biểu đương nhiên: $0;"}, Number(totals.ex_officio())), blocks);
  AddItem(Say({.en = "elected: $0;", .vi = "Đại biểu được bầu: $0;"}, Number(totals.elected())), blocks);
  AddItem(Say({.en = "appointed: $0.", .vi = "Đại biểu được chỉ định: $0."}, Number(totals.appointed())), blocks);
}

void PlanParts::AddUndecided(paper::Blocks* blocks) const {
  const v1::AllocationTotals& totals = plan_.totals();
  if (const int64_t open = SeatsAtStake(plan_); open > 0) {
    AddText(Say({.en = "Not counting $0 for whom organisations with equal claims still have to draw lots.",
                 .vi = "Chưa kể $0 đại biểu chưa phân bổ được vì các tổ chức đảng bằng nhau, chờ bốc thăm."},
                Number(open)),
            blocks);
  }
  if (totals.cap() > 0) {
    AddText(Say({.en = "Most delegates that the rules allow: $0.", .vi = "Số đại biểu tối đa theo quy định: $0."},
                Number(totals.cap())),
            blocks);
  }
}

void PlanParts::AddMethod(paper::Blocks* blocks) const {
  const v1::AllocationTotals& totals = plan_.totals();
  const std::string step = ExplainStep(plan_, language_);
  AddItem(Say({.en = "base: $0;", .vi = "Cơ bản: $0 đại biểu;"}, Number(totals.base_seats())), blocks);
  AddItem(Say(plan_.rule().has_member_step()
                  ? status::Sentence{.en = "by the number of members: $0. $1",
                                     .vi = "Theo số lượng đảng viên: $0 đại biểu. $1"}
                  : status::Sentence{.en = "by what is counted: $0. $1", .vi = "Theo số lượng: $0 đại biểu. $1"},
              Number(totals.member_seats()), step),
          blocks);
  AddItem(Say({.en = "further: $0.", .vi = "Cộng thêm: $0 đại biểu."}, Number(totals.addition_seats())), blocks);
  if (const int64_t within = ExOfficioWithin(plan_); within > 0) {
    AddItem(Say({.en = "less those ex officio who belong to the organisations: $0.",
                 .vi = "Trừ đại biểu đương nhiên thuộc các tổ chức đảng: $0 đại biểu."},
                Number(within)),
            blocks);
  }
  // Delegates whom the sum counts and no organisation sends.
  if (const int64_t beside = AppointedBeside(plan_); beside > 0) {
    AddItem(Say({.en = "appointed beside those of the Party organisations: $0.",
                 .vi = "Chỉ định ngoài số của các tổ chức đảng: $0 đại biểu."},
                Number(beside)),
            blocks);
  }
  AddText(Say({.en = "Where organisations have equal claims: $0.", .vi = "Khi các tổ chức đảng bằng nhau: $0."},
              status::Teller(language_)(plan_.rule().tie_rule())),
          blocks);
  if (plan_.ties().empty()) return;
  // The name of a lot and the account that drew it are for programs; that a lot decided is the rule.
  v1::AllocationPlan without_lot = plan_;
  without_lot.clear_lot();
  for (const v1::Tie& tie : plan_.ties()) AddText(ExplainTie(tie, without_lot, language_), blocks);
}

void PlanParts::AddStructure(paper::Blocks* blocks) const {
  const status::Teller tell(language_);
  for (const auto& [target, spread] : CongressTargets(plan_)) {
    const v1::TargetShare& share = target->share();
    // A sector is a code, and the target's own name says which one is meant.
    const std::string group = target->group() == v1::Target::SECTOR ? "" : StrCat(" (", GroupOf(*target, tell), ")");
    const std::string part =
        target->has_share() ? StrCat(" (", Number(share.numerator()), "/", Number(share.denominator()), ")") : "";
    const std::string tolerance = target->tolerance() > 0 ? Say({.en = ", give or take $0,", .vi = ", được lệch $0,"},
                                                                Number(target->tolerance()))
                                                          : "";
    const std::string among = target->base() == v1::Target::WITHOUT_EX_OFFICIO
                                  ? Say({.en = " (those ex officio apart)", .vi = " (không kể đại biểu đương nhiên)"})
                                  : "";
    AddItem(
        Say({.en = "$0$1: $2 $3$4$5 of $6 delegates$7, $8.", .vi = "$0$1: $2 $3$4$5 trong $6 đại biểu$7, $8."},
            target->display_name(), group, SenseOf(*target, tell), Number(spread->wanted()), part, tolerance,
            Number(spread->base()), among,
            target->binding() ? Say({.en = "binding", .vi = "bắt buộc"}) : Say({.en = "guiding", .vi = "định hướng"})),
        blocks);
    if (spread->spread() == 0) continue;
    AddItem(Say({.en = "Allocated $0: $1.", .vi = "Phân bổ $0: $1."}, Number(spread->spread()),
                PartsOf(*spread, plan_, *this)),
            blocks, 1);
  }
}

// `bases` takes how members are known that were not counted, in the order of the marks of the notes.
void PlanParts::AddUnitRows(paper::v1::Table* table, std::vector<std::string>* bases) const {
  const bool less = ExOfficioWithin(plan_) > 0;
  int number = 0;
  int64_t seats = 0;
  for (const v1::AllocationLine& line : plan_.lines()) {
    std::string members = Number(line.members());
    if (const std::string basis = BasisName(line.members_basis(), language_); !basis.empty()) {
      const auto known = std::find(bases->begin(), bases->end(), basis);
      members += StrCat(" (", known - bases->begin() + 1, ")");
      if (known == bases->end()) bases->push_back(basis);
    }
    paper::v1::Row& row = *table->add_rows();
    paper::AddRow({StrCat(++number), line.display_name(), members, Number(line.base_seats()),
                   Number(line.member_seats()), Number(line.addition_seats())},
                  &row);
    if (less) AddCell(Number(ExOfficioWithin(plan_, line)), &row);
    AddCell(Number(line.seats()), &row, 1, true);
    AddCell(line.origin() == v1::APPOINTED ? Say({.en = "appointed", .vi = "Chỉ định"})
                                           : Say({.en = "elected", .vi = "Bầu"}),
            &row);
    seats += line.seats();
  }
  const v1::AllocationTotals& totals = plan_.totals();
  paper::v1::Row& sum = *table->add_rows();
  AddCell(Say({.en = "Total", .vi = "Tổng cộng"}), &sum, 2, true);
  for (const int64_t total : {totals.members(), totals.base_seats(), totals.member_seats(), totals.addition_seats()}) {
    AddCell(Number(total), &sum, 1, true);
  }
  if (less) AddCell(Number(ExOfficioWithin(plan_)), &sum, 1, true);
  AddCell(Number(seats), &sum, 1, true);
  AddCell("", &sum);
}

void PlanParts::AddUnits(const std::string& label, const std::string& reference, paper::v1::Paper* paper) const {
  paper::v1::Annex& annex = *paper->add_annexes();
  annex.set_label(label);
  annex.set_title(Say({.en = "Delegates of each Party organisation", .vi = "Số đại biểu của từng tổ chức đảng"}));
  annex.set_reference(reference);
  annex.set_footer(
      Say({.en = "SHA-256 of the inputs: $0", .vi = "Mã băm SHA-256 của số liệu đầu vào: $0"}, plan_.inputs_sha256()));
  paper::v1::Table& table = *annex.add_body()->mutable_table();
  const bool less = ExOfficioWithin(plan_) > 0;
  AddColumn(13, paper::v1::CENTRE, &table);
  AddColumn(less ? 50 : 58, paper::v1::ALIGN_UNSPECIFIED, &table);
  AddColumn(24, paper::v1::RIGHT, &table);
  for (int i = 0; i < (less ? 4 : 3); ++i) AddColumn(15, paper::v1::CENTRE, &table);
  AddColumn(15, paper::v1::CENTRE, &table);
  AddColumn(21, paper::v1::CENTRE, &table);
  paper::v1::Row& above = *table.add_heading();
  AddTallCell(Say({.en = "No.", .vi = "STT"}), 2, &above);
  AddTallCell(Say({.en = "Party organisation", .vi = "Tổ chức đảng"}), 2, &above);
  AddCell(Say({.en = "Reckoned from", .vi = "Căn cứ phân bổ"}), &above, less ? 5 : 4);
  AddTallCell(Say({.en = "Delegates", .vi = "Số đại biểu"}), 2, &above);
  AddTallCell(Say({.en = "How", .vi = "Hình thức"}), 2, &above);
  paper::v1::Row& below = *table.add_heading();
  paper::AddRow({Say({.en = "Members", .vi = "Số đảng viên"}), Say({.en = "Base", .vi = "Cơ bản"}),
                 plan_.rule().has_member_step() ? Say({.en = "By members", .vi = "Theo số đảng viên"})
                                                : Say({.en = "By count", .vi = "Theo số lượng"}),
                 Say({.en = "Further", .vi = "Cộng thêm"})},
                &below);
  if (less) AddCell(Say({.en = "Less ex officio", .vi = "Trừ đương nhiên"}), &below);
  std::vector<std::string> bases;
  AddUnitRows(&table, &bases);

  const auto note = [&](const std::string& mark, const std::string& text) {
    AddParagraph(Paragraph::NOTE, mark, text, annex.mutable_body());
  };
  if (bases.empty() && plan_.rule().note().empty()) return;
  note("", Say({.en = "Notes:", .vi = "Ghi chú:"}));
  for (size_t i = 0; i < bases.size(); ++i) {
    note(StrCat("(", i + 1, ")"), Say({.en = "Number of members: $0.", .vi = "Số đảng viên $0."}, bases[i]));
  }
  if (!plan_.rule().note().empty()) note("", plan_.rule().note());
}

}  // namespace congress::allocation

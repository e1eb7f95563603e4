#include "services/allocation/domain/export/export_decision.h"

#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "absl/strings/substitute.h"
#include "platform/civil/civil.h"
#include "platform/status/strings.h"
#include "services/allocation/domain/export/columns.h"
#include "services/allocation/domain/export/congress_targets.h"
#include "services/allocation/domain/export/within_seats.h"
#include "services/allocation/domain/plan/allocate.h"
#include "services/allocation/domain/plan/explain.h"
#include "services/allocation/domain/targets/target_wording.h"
#include "services/allocation/domain/targets/targets.h"
#include "services/allocation/domain/wording.h"

namespace congress::allocation {
namespace {

bool IsNumbered(const v1::AllocationPlan& plan) { return !plan.decision_number().empty(); }

std::string Or(const std::string& text, const char* blank) { return text.empty() ? blank : text; }

// A heading of words that are left out would be an empty line.
std::string Paragraph(const char* text) { return *text == '\0' ? "" : StrCat(text, "\n\n"); }

std::string Letterhead(const v1::AllocationPlan& plan, const v1::DecisionForm& form, const DecisionWords& words) {
  const absl::string_view number = absl::StripPrefix(plan.decision_number(), "Số ");
  const std::string day = IsNumbered(plan) ? words.day(civil::FromDate(plan.decision_date())) : words.blank_day;
  return SideBySide(
      StrCat(Or(form.issuer(), words.blank_issuer), "\n*\n",
             IsNumbered(plan) ? absl::Substitute(words.number, number) : words.blank_number),
      LeftColumn::kCentred,
      StrCat(words.party, "\n\n", absl::Substitute(words.place_and_day, Or(form.place(), words.blank_place), day)));
}

std::string Heading(const v1::AllocationPlan& plan, const v1::DecisionForm& form, const DecisionWords& words) {
  const v1::RuleSet& rule = plan.rule();
  return StrCat(
      IsNumbered(plan) ? "" : Paragraph(words.draft), Paragraph(words.translation), Letterhead(plan, form, words), "\n",
      Centred(StrCat(words.kind, "\n", words.subject, "\n", plan.display_name(), "\n-----")), "\n",
      absl::Substitute(words.basis, rule.legal_basis()), "\n",
      absl::Substitute(words.rule, rule.display_name(), words.day(civil::FromDate(rule.effective_from()))), "\n\n",
      Centred(form.issuer().empty() ? words.decides : StrCat(form.issuer(), "\n", words.decides)), "\n");
}

std::string Sums(const v1::AllocationPlan& plan, const DecisionWords& words) {
  const v1::AllocationTotals& totals = plan.totals();
  std::string text = absl::Substitute(words.sums, words.grouped(totals.total()), words.grouped(totals.ex_officio()),
                                      words.grouped(totals.elected()), words.grouped(totals.appointed()));
  if (const int64_t open = SeatsAtStake(plan); open > 0) {
    absl::SubstituteAndAppend(&text, words.undecided, words.grouped(open));
  }
  if (totals.cap() > 0) absl::SubstituteAndAppend(&text, words.cap, words.grouped(totals.cap()));
  return text + "\n";
}

std::string Method(const v1::AllocationPlan& plan, const DecisionWords& words) {
  const v1::AllocationTotals& totals = plan.totals();
  std::string text = absl::Substitute(
      words.method, words.grouped(totals.organisations()), words.grouped(totals.members()),
      words.grouped(totals.base_seats()), words.grouped(totals.member_seats()), ExplainStep(plan, words.language),
      words.grouped(totals.addition_seats()), plan.rule().has_member_step() ? words.by_members : words.by_pools);
  const int64_t within = ExOfficioWithin(plan);
  if (within > 0) absl::SubstituteAndAppend(&text, words.ex_officio_within, words.grouped(within));
  // What the first article counts and no line of the third one bears.
  const int64_t beside = AppointedBeside(plan);
  if (beside > 0) absl::SubstituteAndAppend(&text, words.appointed_beside, words.grouped(beside));
  absl::SubstituteAndAppend(&text, words.ties, status::Teller(words.language)(plan.rule().tie_rule()));
  for (const v1::Tie& tie : plan.ties()) absl::StrAppend(&text, ExplainTie(tie, plan, words.language), "\n");
  return text + "\n";
}

std::string Table(const v1::AllocationPlan& plan, const DecisionWords& words) {
  std::string text = absl::Substitute(words.lines, ExOfficioWithin(plan) > 0 ? words.less_ex_officio : "");
  int number = 0;
  for (const auto& line : plan.lines()) {
    const int64_t within = ExOfficioWithin(plan, line);
    const std::string less = within > 0 ? StrCat(" − ", words.grouped(within)) : "";
    absl::SubstituteAndAppend(
        &text, words.line, ++number, line.display_name(), line.code(), words.grouped(line.seats()),
        line.origin() == v1::APPOINTED ? words.appointed : words.elected, words.grouped(line.members()),
        BasisInWords(line.members_basis(), words.language), words.grouped(line.base_seats()),
        words.grouped(line.member_seats()), StrCat(words.grouped(line.addition_seats()), less));
  }
  return text + "\n";
}

// Organisations to which nothing of a target falls are not named.
std::string Parts(const v1::TargetSpread& spread, const v1::AllocationPlan& plan, const DecisionWords& words) {
  std::vector<std::string> parts;
  const auto add = [&](const std::string& name, int64_t count) {
    if (count > 0) parts.push_back(StrCat(name, ": ", words.grouped(count)));
  };
  for (int i = 0; i < spread.parts_size(); ++i) add(plan.lines(i).display_name(), spread.parts(i).count());
  add(words.ex_officio_part, spread.ex_officio());
  add(words.appointed_part, spread.appointed());
  return absl::StrJoin(parts, "; ");
}

// The article on targets of the whole congress; empty without any.
std::string Structure(const v1::AllocationPlan& plan, const DecisionWords& words) {
  const status::Teller tell(words.language);
  std::string text;
  for (const auto& [target, spread] : CongressTargets(plan)) {
    const v1::TargetShare& share = target->share();
    absl::SubstituteAndAppend(
        &text, words.target, target->display_name(), GroupOf(*target, tell), SenseOf(*target, tell),
        words.grouped(spread->wanted()),
        target->has_share()
            ? StrCat(" (", words.grouped(share.numerator()), "/", words.grouped(share.denominator()), ")")
            : "",
        target->tolerance() > 0 ? absl::Substitute(words.tolerance, words.grouped(target->tolerance())) : "",
        words.grouped(spread->base()), target->base() == v1::Target::WITHOUT_EX_OFFICIO ? words.without_ex_officio : "",
        target->binding() ? words.binding : words.guiding);
    if (spread->spread() == 0) continue;
    absl::SubstituteAndAppend(&text, words.parts, words.grouped(spread->spread()), Parts(*spread, plan, words));
  }
  return text.empty() ? "" : StrCat(words.structure, text, "\n");
}

std::string Signature(const v1::DecisionForm& form, int last_article, const DecisionWords& words) {
  const std::string recipients = form.recipients().empty()
                                     ? absl::Substitute(words.blank_recipients, last_article)
                                     : absl::StrJoin(form.recipients(), "\n", [](std::string* out, const auto& one) {
                                         absl::StrAppend(out, "- ", one);
                                       });
  return SideBySide(
      StrCat(words.recipients, "\n", recipients), LeftColumn::kFlush,
      StrCat(Or(form.signature_authority(), words.blank_authority), "\n", Or(form.signer_title(), words.blank_title),
             "\n\n\n\n", Or(form.signer_name(), words.blank_name)));
}

}  // namespace

std::string ToDecisionText(const v1::AllocationPlan& plan, const v1::DecisionForm& form, const DecisionWords& words) {
  const std::string structure = Structure(plan, words);
  const int last_article = structure.empty() ? 4 : 5;
  return StrCat(Heading(plan, form, words), Sums(plan, words), Method(plan, words), Table(plan, words), structure,
                absl::Substitute(words.execution, last_article), "\n", Signature(form, last_article, words), "\n",
                absl::Substitute(words.hash, plan.inputs_sha256()));
}

}  // namespace congress::allocation

#include "services/allocation/domain/export/decision_paper.h"

#include "absl/strings/strip.h"
#include "platform/status/strings.h"

namespace congress::allocation {
namespace {

using paper::AddParagraph;
using paper::AddText;
using paper::v1::Paragraph;

// The articles in their order, numbered as they come.
class Articles {
 public:
  Articles(const PlanParts& parts, paper::Blocks* blocks) : parts_(parts), blocks_(blocks) {}

  void Add(const std::string& text) {
    AddParagraph(Paragraph::ARTICLE, parts_.Say({.en = "Article $0.", .vi = "Điều $0."}, ++last_), text, blocks_);
  }
  int last() const { return last_; }

 private:
  const PlanParts& parts_;
  paper::Blocks* blocks_;
  int last_ = 0;
};

}  // namespace

paper::v1::Paper DecisionPaper(const PlanPaper& made) {
  const PlanParts parts(made);
  const v1::AllocationPlan& plan = made.plan;
  const v1::AllocationTotals& totals = plan.totals();
  paper::v1::Paper paper = parts.Begin();
  if (plan.decision_number().empty()) {
    paper.set_draft(parts.Say({.en = "DRAFT", .vi = "DỰ THẢO"}));
  } else {
    paper.set_number(std::string(absl::StripPrefix(plan.decision_number(), "Số ")));
    *paper.mutable_date() = plan.decision_date();
  }
  paper.set_type(parts.Say({.en = "DECISION", .vi = "QUYẾT ĐỊNH"}));
  paper.set_abstract(parts.Abstract());
  for (std::string& basis : parts.LegalBases()) paper.add_legal_bases(std::move(basis));
  const std::string& proposer = made.form.proposer();
  paper.add_legal_bases(parts.Say({.en = "At the proposal of $0", .vi = "Xét đề nghị của $0"},
                                  proposer.empty() ? "......................" : proposer));

  paper::Blocks* body = paper.mutable_body();
  for (const std::string& line : parts.Deciders()) AddParagraph(Paragraph::OPERATIVE, "", line, body);
  AddParagraph(Paragraph::OPERATIVE, "", parts.Say({.en = "IT IS DECIDED:", .vi = "QUYẾT ĐỊNH:"}), body);
  Articles articles(parts, body);
  articles.Add(parts.Say({.en = "Delegates in all: $0, of whom:", .vi = "Tổng số đại biểu là $0 đồng chí, gồm:"},
                         parts.Number(totals.total())));
  parts.AddSums(body);
  parts.AddUndecided(body);
  articles.Add(parts.Say({.en = "They are allocated to $0 Party organisations ($1 members) as follows:",
                          .vi = "Cách phân bổ cho $0 tổ chức đảng ($1 đảng viên):"},
                         parts.Number(totals.organisations()), parts.Number(totals.members())));
  parts.AddMethod(body);
  AddText(parts.Say({.en = "The delegates of each Party organisation are listed in the annex to this Decision.",
                     .vi = "Số đại biểu của từng tổ chức đảng nêu tại Phụ lục kèm theo Quyết định này."}),
          body);
  paper::Blocks structure;
  parts.AddStructure(&structure);
  if (!structure.empty()) {
    articles.Add(parts.Say({.en = "Structure of the delegates to the congress:", .vi = "Cơ cấu đại biểu dự đại hội:"}));
    body->MergeFrom(structure);
  }
  if (made.replaced != nullptr) {
    articles.Add(parts.Say({.en = "This Decision takes effect on the day on which it is signed, and replaces $0.",
                            .vi = "Quyết định này có hiệu lực kể từ ngày ký và thay thế $0."},
                           parts.Cite(*made.replaced)));
  }
  articles.Add(parts.Say(
      {.en = "The Party organisations listed in the annex and the bodies concerned are responsible for carrying "
             "out this Decision.",
       .vi = "Các tổ chức đảng nêu tại Phụ lục và các cơ quan, đơn vị có liên quan chịu trách nhiệm thi hành "
             "Quyết định này."}));
  if (paper.recipients().empty()) {
    paper.add_recipients(parts.Say({.en = "as in Article $0,", .vi = "Như Điều $0,"}, articles.last()));
    paper.add_recipients(parts.Say({.en = "......................,", .vi = "......................,"}));
    paper.add_recipients(parts.Say({.en = "kept by ................", .vi = "Lưu ................"}));
  }
  parts.AddUnits(parts.Say({.en = "ANNEX", .vi = "PHỤ LỤC"}),
                 parts.Say({.en = "to $0", .vi = "kèm theo $0"}, parts.Cite(plan)), &paper);
  return paper;
}

paper::v1::Paper DecisionToIssue(const PlanPaper& made, const google::type::Date& day) {
  v1::AllocationPlan plan = made.plan;
  plan.set_decision_number("{number}");
  *plan.mutable_decision_date() = day;
  paper::v1::Paper paper = DecisionPaper({plan, made.replaced, made.form, made.language});
  paper.clear_number();
  paper.clear_date();
  return paper;
}

}  // namespace congress::allocation

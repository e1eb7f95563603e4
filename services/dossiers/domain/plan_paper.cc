#include "services/dossiers/domain/plan_paper.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/substitute.h"
#include "platform/paper/build.h"

namespace congress::dossiers {
namespace {

void AddPersons(const NamedPlan& named, status::Language language, paper::Blocks* body) {
  const auto say = [&](const status::Sentence& sentence) { return sentence.In(language); };
  paper::v1::Table& table = *body->Add()->mutable_table();
  paper::AddColumn(12, paper::v1::CENTRE, &table);
  paper::AddColumn(60, paper::v1::ALIGN_UNSPECIFIED, &table);
  paper::AddColumn(20, paper::v1::CENTRE, &table);
  paper::AddColumn(68, paper::v1::ALIGN_UNSPECIFIED, &table);
  paper::AddRow({say({.en = "No.", .vi = "STT"}), say({.en = "Name", .vi = "Họ và tên"}),
                 say({.en = "Born", .vi = "Năm sinh"}), say({.en = "Position", .vi = "Chức danh"})},
                table.add_heading());
  int number = 0;
  for (const v1::PlanPart& part : named.plan.parts()) {
    const std::string title = named.position_title(part.position());
    for (const v1::PlanEntry& entry : part.entries()) {
      const NamedPerson person = named.person(entry.person());
      paper::AddRow({absl::StrCat(++number), person.name, YearOf(person), title}, table.add_rows());
    }
  }
}

}  // namespace

paper::v1::Paper PlanAct(const NamedPlan& named, const paper::v1::Form& form, status::Language language) {
  const auto say = [&](const status::Sentence& sentence, const auto&... facts) {
    return absl::Substitute(sentence.In(language), facts...);
  };
  paper::v1::Paper paper;
  paper.set_language(paper::LanguageOf(language));
  paper::SetForm(form, &paper);
  paper.clear_number();
  paper.clear_date();
  paper.set_abstract(say({.en = "on the appointment of $0", .vi = "chỉ định nhân sự $0"}, named.plan.display_name()));
  const std::vector<std::string> bases = absl::StrSplit(named.plan.legal_basis(), '\n', absl::SkipWhitespace());
  for (const std::string& basis : bases) paper.add_legal_bases(basis);
  paper::Blocks* body = paper.mutable_body();
  auto article = [&, number = 0](const std::string& text) mutable {
    paper::AddParagraph(paper::v1::Paragraph::ARTICLE, say({.en = "Article $0.", .vi = "Điều $0."}, ++number), text,
                        body);
  };
  paper::AddParagraph(paper::v1::Paragraph::OPERATIVE, "", say({.en = "IT IS DECIDED:", .vi = "QUYẾT ĐỊNH:"}), body);
  article(say({.en = "The persons named below hold these positions of $0:",
               .vi = "Chỉ định các đồng chí có tên sau đây giữ chức danh tại $0:"},
              named.organisation_name));
  AddPersons(named, language, body);
  article(say({.en = "This Decision takes effect on the day on which it is signed.",
               .vi = "Quyết định này có hiệu lực kể từ ngày ký."}));
  article(say({.en = "$0, the bodies concerned and the persons named in Article 1 are responsible for carrying it out.",
               .vi = "$0, các cơ quan, đơn vị có liên quan và các đồng chí có tên tại Điều 1 chịu trách nhiệm thi hành "
                     "Quyết định này."},
              named.organisation_name));
  return paper;
}

paper::v1::Paper PlanPrint(const NamedPlan& named, const paper::v1::Form& form, status::Language language) {
  paper::v1::Paper paper = PlanAct(named, form, language);
  const status::Sentence type = {.en = "DECISION", .vi = "QUYẾT ĐỊNH"};
  paper.set_type(type.In(language));
  if (named.plan.has_decision()) {
    paper.set_number(named.plan.decision().decision_number());
    *paper.mutable_date() = named.plan.decision().decision_date();
  } else {
    const status::Sentence draft = {.en = "DRAFT", .vi = "DỰ THẢO"};
    paper.set_draft(draft.In(language));
  }
  return paper;
}

}  // namespace congress::dossiers

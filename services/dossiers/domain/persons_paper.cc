#include "services/dossiers/domain/persons_paper.h"

#include "platform/civil/civil.h"
#include "platform/paper/build.h"
#include "platform/status/strings.h"

namespace congress::dossiers {

std::string DayInWords(bool known, const google::type::Date& date, status::Language language) {
  if (!known) return "";
  if (civil::IsValid(date)) return paper::Day(civil::FromDate(date), language);
  return date.month() == 0 ? StrCat(date.year()) : StrCat(date.month(), "/", date.year());
}

paper::v1::Paper PersonsPaper(const std::vector<v1::Person>& persons,
                              const std::function<std::string(const std::string&)>& organisation_name,
                              const paper::v1::Form& form, status::Language language) {
  const status::Teller tell(language);
  const auto say = [&](const status::Sentence& sentence) { return sentence.In(language); };
  paper::v1::Paper paper;
  paper.set_language(paper::LanguageOf(language));
  paper::SetForm(form, &paper);
  paper.set_landscape(true);
  paper.set_type(say({.en = "LIST", .vi = "DANH SÁCH"}));
  paper.set_abstract(say({.en = "of persons", .vi = "nhân sự"}));
  paper::v1::Table& table = *paper.add_body()->mutable_table();
  paper::AddColumn(12, paper::v1::CENTRE, &table);
  for (const int width : {45, 25, 18, 22, 25, 50, 50}) paper::AddColumn(width, paper::v1::ALIGN_UNSPECIFIED, &table);
  paper::AddRow({say({.en = "No.", .vi = "STT"}), say({.en = "Name", .vi = "Họ và tên"}),
                 say({.en = "Born", .vi = "Ngày sinh"}), say({.en = "Sex", .vi = "Giới tính"}),
                 say({.en = "Ethnic group", .vi = "Dân tộc"}), say({.en = "Party member since", .vi = "Ngày vào Đảng"}),
                 say({.en = "Position", .vi = "Chức vụ"}), say({.en = "Organisation", .vi = "Đơn vị"})},
                table.add_heading());
  int number = 0;
  for (const v1::Person& person : persons) {
    const bool told = person.gender() != v1::Person::GENDER_UNSPECIFIED;
    paper::AddRow(
        {StrCat(++number), person.display_name(), DayInWords(person.has_birth_date(), person.birth_date(), language),
         told ? tell(person.gender()) : "", person.ethnicity(),
         DayInWords(person.has_party_admission_date(), person.party_admission_date(), language),
         person.position_title(), organisation_name(person.organisation())},
        table.add_rows());
  }
  return paper;
}

std::vector<std::string> GradedInPersonsPaper(const v1::Person& person) {
  std::vector<std::string> fields;
  if (person.has_birth_date()) fields.emplace_back("birth_date");
  if (person.gender() != v1::Person::GENDER_UNSPECIFIED) fields.emplace_back("gender");
  if (!person.ethnicity().empty()) fields.emplace_back("ethnicity");
  if (person.has_party_admission_date()) fields.emplace_back("party_admission_date");
  return fields;
}

}  // namespace congress::dossiers

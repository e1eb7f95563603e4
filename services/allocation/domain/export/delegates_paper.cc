#include "services/allocation/domain/export/delegates_paper.h"

#include <algorithm>
#include <map>

#include "platform/civil/civil.h"
#include "platform/paper/build.h"
#include "platform/status/strings.h"
#include "platform/text/text.h"

namespace congress::allocation {
namespace {

using status::Sentence;

// The notice that holds, as it is cited; nothing for who was not convened yet.
std::string NoticeOf(const v1::Delegate& delegate) {
  if (delegate.convocations().empty()) return "";
  return delegate.convocations(delegate.convocations_size() - 1).notice();
}

// By organisation, and within it in the order in which they come: not all have names that they could be sorted by.
std::vector<const v1::Delegate*> Seated(const std::vector<v1::Delegate>& delegates) {
  std::vector<const v1::Delegate*> seated;
  for (const v1::Delegate& delegate : delegates) {
    if (delegate.state() == v1::Delegate::SEATED) seated.push_back(&delegate);
  }
  std::stable_sort(seated.begin(), seated.end(), [](const v1::Delegate* one, const v1::Delegate* other) {
    return one->organisation() < other->organisation();
  });
  return seated;
}

}  // namespace

paper::v1::Paper DelegatesPaper(const std::vector<v1::Delegate>& delegates, const v1::ExportDelegatesRequest& request,
                                const std::function<std::string(const std::string&)>& name_of,
                                status::Language language) {
  const auto say = [&](const Sentence& sentence) { return sentence.In(language); };
  const status::Teller tell(language);
  std::map<std::string, const v1::NamedPerson*> persons;
  for (const v1::NamedPerson& person : request.persons()) persons.emplace(person.person(), &person);
  paper::v1::Paper paper;
  paper.set_language(paper::LanguageOf(language));
  paper::SetForm(request.form(), &paper);
  paper.set_type(say({.en = "LIST", .vi = "DANH SÁCH"}));
  const std::string whose =
      request.organisation().empty() ? "" : StrCat(say({.en = " of ", .vi = " của "}), name_of(request.organisation()));
  const std::string congress = request.congress_display_name().empty() ? say({.en = "the congress", .vi = "Đại hội"})
                                                                       : request.congress_display_name();
  paper.set_abstract(StrCat(say({.en = "of the delegates", .vi = "đại biểu"}), whose,
                            say({.en = " summoned to ", .vi = " được triệu tập dự "}), congress));
  const std::vector<const v1::Delegate*> seated = Seated(delegates);
  paper::AddText(
      StrCat(say({.en = "Delegates in all: ", .vi = "Tổng số: "}), seated.size(), say({.en = ".", .vi = " đại biểu."})),
      paper.mutable_body());
  paper::v1::Table& table = *paper.mutable_body()->Add()->mutable_table();
  paper::AddColumn(13, paper::v1::CENTRE, &table);
  for (const int width : {38, 43, 37, 29}) paper::AddColumn(width, paper::v1::ALIGN_UNSPECIFIED, &table);
  paper::AddRow(
      {say({.en = "No.", .vi = "STT"}), say({.en = "Name", .vi = "Họ và tên"}), say({.en = "Post", .vi = "Chức vụ"}),
       say({.en = "How", .vi = "Tư cách"}), say({.en = "Notice", .vi = "Giấy triệu tập"})},
      table.add_heading());
  int number = 0;
  std::string_view organisation;
  for (const v1::Delegate* delegate : seated) {
    if (delegate->organisation() != organisation) {
      organisation = delegate->organisation();
      paper::AddCell(name_of(delegate->organisation()), table.add_rows(), table.columns_size(), /*bold=*/true);
    }
    const auto person = persons.find(delegate->person());
    const bool named = person != persons.end();
    paper::AddRow(
        {StrCat(++number), named ? person->second->display_name() : "", named ? person->second->position_title() : "",
         text::WithCapitalInitial(tell(delegate->origin())), NoticeOf(*delegate)},
        table.add_rows());
  }
  return paper;
}

}  // namespace congress::allocation

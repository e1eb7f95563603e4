#include "services/dossiers/domain/curriculum_paper.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "platform/paper/build.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/persons_paper.h"

namespace congress::dossiers {
namespace {

using google::type::Date;
using status::Sentence;

constexpr std::string_view kBlank = "…………";

class Form2C {
 public:
  Form2C(const v1::CurriculumVitae& curriculum, status::Language language, paper::v1::Paper* paper)
      : curriculum_(curriculum), tell_(language), body_(paper->mutable_body()) {}

  std::string Say(const Sentence& sentence) const { return sentence.In(tell_.language()); }
  template <status::ProtoEnum E>
  std::string Word(E value) const {
    return static_cast<int>(value) == 0 ? "" : tell_(value);
  }
  std::string Day(bool known, const Date& date) const { return DayInWords(known, date, tell_.language()); }
  template <class Period>
  std::string Days(const Period& period) const {
    return StrCat(Or(Day(period.has_from_date(), period.from_date())), " – ",
                  Or(Day(period.has_until_date(), period.until_date())));
  }
  std::string BasisOf(bool known, const v1::Basis& basis) const {
    if (!known) return "";
    std::vector<std::string> parts;
    if (!basis.decision_number().empty()) parts.push_back(basis.decision_number());
    if (basis.has_decision_date()) parts.push_back(Day(true, basis.decision_date()));
    if (!basis.source().empty()) parts.push_back(basis.source());
    return absl::StrJoin(parts, ", ");
  }
  static std::string Or(std::string text) { return text.empty() ? std::string(kBlank) : std::move(text); }

  void Part(const Sentence& title) { paper::AddParagraph(paper::v1::Paragraph::PART, "", Say(title), body_); }
  // A line of the form with its number.
  void Line(const Sentence& label, std::string text) {
    paper::AddParagraph(paper::v1::Paragraph::ROLE_UNSPECIFIED, StrCat(++number_, ")"),
                        StrCat(Say(label), ": ", Or(std::move(text))), body_);
  }
  // A table of the form with its number. One without rows has a blank row, unless the list is empty for certain.
  void Table(const Sentence& label, std::string_view list, const std::vector<std::pair<int, Sentence>>& columns,
             std::vector<std::vector<std::string>> rows) {
    const auto& none = curriculum_.stated_none();
    if (std::find(none.begin(), none.end(), list) != none.end()) {
      return Line(label, Say({.en = "none", .vi = "không có"}));
    }
    paper::AddParagraph(paper::v1::Paragraph::ROLE_UNSPECIFIED, StrCat(++number_, ")"), StrCat(Say(label), ":"), body_);
    paper::v1::Table& table = *body_->Add()->mutable_table();
    std::vector<std::string> heading;
    for (const auto& [width, title] : columns) {
      paper::AddColumn(width, paper::v1::ALIGN_UNSPECIFIED, &table);
      heading.push_back(Say(title));
    }
    paper::AddRow(std::move(heading), table.add_heading());
    if (rows.empty()) rows.emplace_back(columns.size(), std::string(kBlank));
    for (std::vector<std::string>& row : rows) paper::AddRow(std::move(row), table.add_rows());
  }

 private:
  const v1::CurriculumVitae& curriculum_;
  status::Teller tell_;
  paper::Blocks* body_;
  int number_ = 0;
};

void AddPerson(const v1::Person& person, const v1::CurriculumVitae& curriculum, const std::string& organisation,
               Form2C* form) {
  form->Part({.en = "I. The person", .vi = "I. BẢN THÂN"});
  form->Line({.en = "Full name", .vi = "Họ và tên"}, person.display_name());
  form->Line({.en = "Other names", .vi = "Tên gọi khác"}, absl::StrJoin(curriculum.other_names(), ", "));
  form->Line({.en = "Sex", .vi = "Giới tính"}, form->Word(person.gender()));
  form->Line({.en = "Born", .vi = "Ngày sinh"}, form->Day(person.has_birth_date(), person.birth_date()));
  form->Line({.en = "Place of birth", .vi = "Nơi sinh"}, curriculum.birth_place());
  form->Line({.en = "Native place", .vi = "Quê quán"}, curriculum.native_place());
  form->Line({.en = "Residence", .vi = "Nơi ở hiện nay"}, curriculum.residence());
  form->Line({.en = "Ethnic group", .vi = "Dân tộc"}, person.ethnicity());
  form->Line({.en = "Religion", .vi = "Tôn giáo"}, curriculum.religion());
  form->Line({.en = "Family origin", .vi = "Thành phần gia đình xuất thân"}, curriculum.family_origin());
  form->Line({.en = "Present position", .vi = "Chức vụ hiện nay"}, person.position_title());
  form->Line({.en = "Organisation", .vi = "Cơ quan, đơn vị quản lý"}, organisation);
  form->Line({.en = "Recruited", .vi = "Ngày tuyển dụng"},
             form->Day(curriculum.has_recruit_date(), curriculum.recruit_date()));
  form->Line({.en = "Recruited by", .vi = "Cơ quan tuyển dụng"}, curriculum.recruited_by());
  form->Line({.en = "First post", .vi = "Công việc đầu tiên"}, curriculum.first_post());
  form->Line({.en = "Admitted to the Party", .vi = "Ngày vào Đảng"},
             form->Day(person.has_party_admission_date(), person.party_admission_date()));
  const v1::MilitaryService& service = curriculum.military_service();
  form->Line({.en = "Military service", .vi = "Nhập ngũ, xuất ngũ, quân hàm cao nhất"},
             curriculum.has_military_service() ? StrCat(form->Days(service), ", ", Form2C::Or(service.rank())) : "");
  form->Line({.en = "General education", .vi = "Trình độ giáo dục phổ thông"}, curriculum.general_education());
  form->Line({.en = "State of health", .vi = "Tình trạng sức khỏe"}, person.health());
}

void AddLists(const v1::CurriculumVitae& curriculum, Form2C* form) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& one : curriculum.memberships()) {
    rows.push_back({form->Word(one.kind()), form->Day(one.has_date(), one.date()), one.place(), one.card_number()});
  }
  form->Table(
      {.en = "Party, Youth Union and other organisations", .vi = "Tham gia Đảng, Đoàn, tổ chức chính trị - xã hội"},
      "memberships",
      {{40, {.en = "Organisation", .vi = "Tổ chức"}},
       {25, {.en = "Day", .vi = "Ngày"}},
       {60, {.en = "Place", .vi = "Nơi kết nạp"}},
       {30, {.en = "Card", .vi = "Số thẻ"}}},
      std::exchange(rows, {}));
  for (const auto& one : curriculum.trainings()) {
    rows.push_back({form->Word(one.kind()), one.school(), one.study(), form->Days(one), one.mode(), one.certificate()});
  }
  form->Table({.en = "Training", .vi = "Đào tạo, bồi dưỡng về chuyên môn, lý luận chính trị, ngoại ngữ, tin học"},
              "trainings",
              {{25, {.en = "Kind", .vi = "Loại"}},
               {35, {.en = "School", .vi = "Tên trường"}},
               {30, {.en = "Field", .vi = "Ngành học"}},
               {25, {.en = "Time", .vi = "Thời gian"}},
               {20, {.en = "Mode", .vi = "Hình thức"}},
               {25, {.en = "Certificate", .vi = "Văn bằng, chứng chỉ"}}},
              std::exchange(rows, {}));
  for (const auto& one : curriculum.work_periods()) {
    rows.push_back({form->Days(one), one.workplace(), one.post(), form->BasisOf(one.has_basis(), one.basis())});
  }
  form->Table({.en = "Work", .vi = "Tóm tắt quá trình công tác"}, "work_periods",
              {{35, {.en = "Time", .vi = "Thời gian"}},
               {50, {.en = "Where", .vi = "Đơn vị công tác"}},
               {45, {.en = "Post", .vi = "Chức danh, chức vụ"}},
               {30, {.en = "Decision", .vi = "Quyết định"}}},
              std::exchange(rows, {}));
  for (const auto& one : curriculum.rewards()) {
    rows.push_back(
        {one.form(), one.year() == 0 ? "" : StrCat(one.year()), form->BasisOf(one.has_basis(), one.basis())});
  }
  form->Table({.en = "Rewards", .vi = "Khen thưởng"}, "rewards",
              {{80, {.en = "Form", .vi = "Hình thức"}},
               {25, {.en = "Year", .vi = "Năm"}},
               {55, {.en = "Decision", .vi = "Quyết định"}}},
              std::exchange(rows, {}));
  for (const auto& one : curriculum.disciplines()) {
    rows.push_back({one.form(), form->Days(one), one.reason(), form->BasisOf(one.has_basis(), one.basis())});
  }
  form->Table({.en = "Discipline", .vi = "Kỷ luật"}, "disciplines",
              {{35, {.en = "Form", .vi = "Hình thức"}},
               {35, {.en = "Time", .vi = "Thời gian"}},
               {55, {.en = "Reason", .vi = "Lý do"}},
               {35, {.en = "Decision", .vi = "Quyết định"}}},
              std::exchange(rows, {}));
}

void AddHistory(const v1::CurriculumVitae& curriculum, Form2C* form) {
  form->Part({.en = "II. History", .vi = "II. ĐẶC ĐIỂM LỊCH SỬ BẢN THÂN"});
  form->Line({.en = "Personal history", .vi = "Khai về lịch sử bản thân"}, curriculum.personal_history());
  form->Line({.en = "Abroad", .vi = "Quan hệ với tổ chức, cá nhân và thân nhân ở nước ngoài"}, curriculum.abroad());
  form->Line({.en = "Of oneself", .vi = "Tự nhận xét"}, curriculum.self_note());
  form->Part({.en = "III. The family", .vi = "III. QUAN HỆ GIA ĐÌNH"});
  std::vector<std::vector<std::string>> rows;
  for (const auto& one : curriculum.relatives()) {
    rows.push_back({one.relation(), one.display_name(), one.birth_year() == 0 ? "" : StrCat(one.birth_year()),
                    one.work(), one.political_facts()});
  }
  form->Table({.en = "Relatives", .vi = "Cha, mẹ, vợ (chồng), các con, anh chị em ruột"}, "relatives",
              {{22, {.en = "Relation", .vi = "Mối quan hệ"}},
               {38, {.en = "Name", .vi = "Họ và tên"}},
               {15, {.en = "Born", .vi = "Năm sinh"}},
               {45, {.en = "Home and work", .vi = "Quê quán, nơi ở, nghề nghiệp, chức vụ"}},
               {40, {.en = "Political facts", .vi = "Thông tin chính trị"}}},
              std::move(rows));
}

}  // namespace

paper::v1::Paper CurriculumPaper(const v1::Person& person, const v1::CurriculumVitae& curriculum,
                                 const std::string& organisation, const paper::v1::Form& form,
                                 status::Language language) {
  paper::v1::Paper paper;
  paper.set_language(paper::LanguageOf(language));
  paper::SetForm(form, &paper);
  Form2C written(curriculum, language, &paper);
  paper.set_type(written.Say({.en = "CURRICULUM VITAE", .vi = "SƠ YẾU LÝ LỊCH"}));
  paper.set_abstract(written.Say({.en = "of a cadre (form 2C)", .vi = "cán bộ, công chức (mẫu 2C)"}));
  AddPerson(person, curriculum, organisation, &written);
  AddLists(curriculum, &written);
  AddHistory(curriculum, &written);
  return paper;
}

}  // namespace congress::dossiers

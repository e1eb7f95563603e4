#include "services/dossiers/domain/curriculum.h"

#include "gmock/gmock.h"
#include "platform/paper/paper.h"
#include "services/dossiers/domain/curriculum_paper.h"
#include "services/dossiers/domain/person_facts.h"
#include "services/dossiers/testing/sample.h"
#include "tests/support/status_matchers.h"

namespace congress::dossiers {
namespace {

using absl::StatusCode;
using support::IsOk;
using support::StatusIs;
using ::testing::HasSubstr;
using ::testing::Not;

v1::CurriculumVitae Curriculum() {
  v1::CurriculumVitae curriculum;
  curriculum.set_name("persons/p-1/curriculumVitae");
  curriculum.set_organisation(std::string(sample::kUnit));
  curriculum.set_native_place("Xã Mẫu, tỉnh Mẫu");
  v1::WorkPeriod& work = *curriculum.add_work_periods();
  work.mutable_from_date()->set_year(2001);
  work.mutable_until_date()->set_year(2005);
  work.mutable_until_date()->set_month(6);
  work.set_workplace("Ủy ban nhân dân xã Mẫu");
  work.set_post("Cán bộ văn phòng");
  work.mutable_basis()->set_decision_number("15-QĐ/UB");
  v1::Training& training = *curriculum.add_trainings();
  training.set_kind(v1::Training::POLITICAL_THEORY);
  training.set_school("Trường Chính trị tỉnh Mẫu");
  training.set_certificate("Cao cấp");
  v1::Relative& father = *curriculum.add_relatives();
  father.set_relation("Bố đẻ");
  father.set_display_name("Nguyễn Văn Giả Định");
  father.set_birth_year(1950);
  curriculum.add_stated_none("disciplines");
  return curriculum;
}

TEST(AmendCurriculum, TakesWhatMayBe) {
  v1::CurriculumVitae curriculum = Curriculum();
  curriculum.mutable_trainings(0)->mutable_until_date()->set_year(2027);
  const auto amended = AmendCurriculum(curriculum, v1::Person(), sample::Clerk(sample::kToday));
  ASSERT_THAT(amended, IsOk()) << "a course may last";
  EXPECT_EQ(civil::FromTimestamp(amended->update_time()), sample::Noon(sample::kToday));
}

TEST(AmendCurriculum, RefusesAtAnyDepthWhatCannotBe) {
  const auto refused = [](auto change, std::string_view field) {
    v1::CurriculumVitae curriculum = Curriculum();
    change(curriculum);
    const auto amended = AmendCurriculum(curriculum, v1::Person(), sample::Clerk(sample::kToday));
    ASSERT_THAT(amended, StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID")) << field;
    google::rpc::BadRequest bad;
    ASSERT_TRUE(status::Detail(amended.status(), &bad));
    EXPECT_EQ(bad.field_violations(0).field(), field);
  };
  using Vitae = v1::CurriculumVitae;
  refused([](Vitae& v) { v.mutable_recruit_date()->set_year(2026); }, "curriculum_vitae.recruit_date");
  refused([](Vitae& v) { v.mutable_work_periods(0)->mutable_until_date()->set_year(2000); },
          "curriculum_vitae.work_periods[0].until_date");
  refused([](Vitae& v) { v.mutable_relatives(0)->set_birth_year(2026); }, "curriculum_vitae.relatives[0].birth_year");
  refused([](Vitae& v) { v.add_rewards()->set_year(9999); }, "curriculum_vitae.rewards[0].year");
  refused(
      [](Vitae& v) {
        *v.mutable_work_periods(0)->mutable_basis()->mutable_decision_date() = civil::ToDate(sample::kToday + 1);
      },
      "curriculum_vitae.work_periods[0].basis.decision_date");
  refused([](Vitae& v) { v.add_stated_none("trainings"); }, "curriculum_vitae.stated_none[1]");
  for (const char* no_list : {"religion", "shoe_sizes", "stated_none"}) {
    refused([&](Vitae& v) { v.add_stated_none(no_list); }, "curriculum_vitae.stated_none[1]");
  }
}

TEST(AmendCurriculum, RefusesWhatWasBeforeTheBirth) {
  v1::Person person;
  person.mutable_birth_date()->set_year(1975);
  person.mutable_birth_date()->set_month(3);
  const auto amend = [&](auto change) {
    v1::CurriculumVitae curriculum = Curriculum();
    change(curriculum);
    return AmendCurriculum(curriculum, person, sample::Clerk(sample::kToday)).status();
  };
  using Vitae = v1::CurriculumVitae;
  const auto refused = StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID");
  EXPECT_THAT(amend([](Vitae& v) { v.mutable_recruit_date()->set_year(1970); }), refused);
  EXPECT_THAT(amend([](Vitae& v) { v.add_rewards()->set_year(1960); }), refused);
  EXPECT_THAT(amend([](Vitae& v) { v.add_disciplines()->mutable_from_date()->set_year(1974); }), refused);
  EXPECT_THAT(amend([](Vitae& v) { v.mutable_recruit_date()->set_year(1975); }), IsOk()) << "the month is not known";
  EXPECT_THAT(amend([](Vitae& v) { v.mutable_relatives(0)->set_birth_year(1950); }), IsOk()) << "parents are older";
}

TEST(FactsOfUpdate, OfACurriculumAreToldByItsFields) {
  v1::CurriculumVitae before = Curriculum();
  before.clear_work_periods();
  const auto written = FactsOfUpdate(before, Curriculum(), {}, {}, sample::Clerk(sample::kToday));
  ASSERT_EQ(written.size(), 1u);
  EXPECT_EQ(written[0].field(), "curriculum_vitae.work_periods");
  EXPECT_EQ(written[0].curriculum_vitae().work_periods(0).post(), "Cán bộ văn phòng");
  EXPECT_TRUE(written[0].curriculum_vitae().native_place().empty());
  EXPECT_NE(FactField(written[0].field()), nullptr);
  EXPECT_EQ(FactField("curriculum_vitae.update_time"), nullptr);
}

std::string PrintedOf(const v1::Person& person, const v1::CurriculumVitae& curriculum,
                      status::Language language = status::Language::kVietnamese) {
  return *paper::RenderText(CurriculumPaper(person, curriculum, "Đảng bộ xã Mẫu", {}, language));
}

TEST(CurriculumPaper, SaysWhatIsKnownAndLeavesTheRestBlank) {
  v1::Person person;
  person.set_display_name("Nguyễn Thị Mẫu");
  person.set_gender(v1::Person::FEMALE);
  person.mutable_birth_date()->set_year(1980);
  const std::string text = PrintedOf(person, Curriculum());
  for (const char* said : {"SƠ YẾU LÝ LỊCH", "1) Họ và tên: Nguyễn Thị Mẫu", "Giới tính: nữ", "Ngày sinh: 1980",
                           "Đảng bộ xã Mẫu", "Quê quán: Xã Mẫu, tỉnh Mẫu", "2001 – 6/2005", "15-QĐ/UB",
                           "lý luận chính trị", "Kỷ luật: không có", "Bố đẻ", "Tôn giáo: …………"}) {
    EXPECT_THAT(text, HasSubstr(said));
  }
  EXPECT_THAT(PrintedOf(person, Curriculum(), status::Language::kEnglish), HasSubstr("Discipline: none"));
}

// Who may not see a thing cannot tell it from what nobody knows.
TEST(CurriculumPaper, OfNothingIsTheEmptyForm) {
  const std::string text = PrintedOf({}, {});
  EXPECT_THAT(text, HasSubstr("Dân tộc: …………"));
  EXPECT_THAT(text, HasSubstr("Mối quan hệ"));
  EXPECT_THAT(text, Not(HasSubstr("không có")));
}

}  // namespace
}  // namespace congress::dossiers

// Form 2C: who reads it, who writes it, and as a paper.
#include "services/dossiers/testing/fixture.h"

namespace congress::dossiers {
namespace {

using absl::StatusCode;
using annotations::v1::CONFIDENTIAL;
using annotations::v1::GRADE_UNSPECIFIED;
using annotations::v1::PERSONAL;
using support::IsOk;
using support::StatusIs;
using testing::HasSubstr;
using testing::Not;

constexpr char kName[] = "persons/p-1/curriculumVitae";

class CurriculumVitaeTest : public Fixture {
 protected:
  void SetUp() override { MakePerson("p-1", "Nguyễn Thị Mẫu"); }

  static v1::UpdateCurriculumVitaeRequest Whole() {
    return support::Parse<v1::UpdateCurriculumVitaeRequest>(R"(
      curriculum_vitae {
        name: "persons/p-1/curriculumVitae"
        native_place: "Xã Mẫu"
        work_periods { from_date { year: 2001 } workplace: "Ủy ban nhân dân xã Mẫu" post: "Cán bộ" }
        disciplines { form: "Khiển trách" from_date { year: 2015 } }
        relatives { relation: "Bố đẻ" display_name: "Nguyễn Văn Giả Định" birth_year: 1950 }
      }
      basis { source: "Hồ sơ gốc" })");
  }
  absl::StatusOr<v1::CurriculumVitae> Update(const v1::UpdateCurriculumVitaeRequest& request, Context context) {
    return Call(&CurriculumStub::UpdateCurriculumVitae, request, std::move(context));
  }
  absl::StatusOr<v1::CurriculumVitae> Read(Context context) {
    v1::GetCurriculumVitaeRequest request;
    request.set_name(kName);
    return Call(&CurriculumStub::GetCurriculumVitae, request, std::move(context));
  }
  absl::StatusOr<v1::ExportCurriculumVitaeResponse> Export(Context context,
                                                           paper::v1::Format format = paper::v1::TEXT) {
    v1::ExportCurriculumVitaeRequest request;
    request.set_name(kName);
    request.set_paper_format(format);
    return Call(&CurriculumStub::ExportCurriculumVitae, request, std::move(context));
  }
  std::vector<v1::PersonFact> Facts(std::string_view field, Context context = nullptr) {
    v1::ListPersonFactsRequest request;
    request.set_parent("persons/p-1");
    request.set_field(std::string(field));
    const auto listed = Call(&PersonStub::ListPersonFacts, request, std::move(context));
    EXPECT_THAT(listed, IsOk());
    return {listed->facts().begin(), listed->facts().end()};
  }
};

TEST_F(CurriculumVitaeTest, IsEmptyAtFirstAndShownUpToTheClearance) {
  ASSERT_OK_AND_ASSIGN(const v1::CurriculumVitae blank, Read(As(kClerk)));
  EXPECT_EQ(blank.name(), kName);
  EXPECT_EQ(blank.organisation(), sample::kUnit);
  EXPECT_TRUE(blank.etag().empty());
  ASSERT_THAT(Update(Whole(), As(kClerk)), IsOk());
  ASSERT_OK_AND_ASSIGN(const v1::CurriculumVitae all, Read(As(kClerk)));
  EXPECT_EQ(all.disciplines_size(), 1);
  ASSERT_OK_AND_ASSIGN(const v1::CurriculumVitae personal, Read(As(kClerk, PERSONAL)));
  EXPECT_EQ(personal.work_periods_size(), 1);
  EXPECT_EQ(personal.disciplines_size(), 0);
  EXPECT_EQ(personal.relatives_size(), 0);
  ASSERT_OK_AND_ASSIGN(const v1::CurriculumVitae plain, Read(As(kClerk, GRADE_UNSPECIFIED)));
  EXPECT_TRUE(plain.native_place().empty());
  EXPECT_THAT(Read(As(kStranger)), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
}

TEST_F(CurriculumVitaeTest, EachChangeIsAFact) {
  ASSERT_THAT(Update(Whole(), As(kClerk)), IsOk());
  v1::UpdateCurriculumVitaeRequest more;
  more.mutable_curriculum_vitae()->set_name(kName);
  more.mutable_curriculum_vitae()->set_native_place("Xã Mẫu Hai");
  service_.SetNow(service_.now() + absl::Minutes(5));
  ASSERT_THAT(Update(more, As(kClerk)), IsOk());
  const auto facts = Facts("curriculum_vitae.native_place");
  ASSERT_EQ(facts.size(), 2u);
  EXPECT_EQ(facts[0].curriculum_vitae().native_place(), "Xã Mẫu");
  EXPECT_TRUE(facts[0].has_superseded_time());
  EXPECT_EQ(facts[0].basis().source(), "Hồ sơ gốc");
  EXPECT_EQ(facts[1].curriculum_vitae().native_place(), "Xã Mẫu Hai");
  EXPECT_TRUE(Facts("curriculum_vitae.disciplines", As(kClerk, PERSONAL)).empty());
  EXPECT_EQ(Facts("curriculum_vitae.disciplines").size(), 1u);
  ASSERT_OK_AND_ASSIGN(const v1::CurriculumVitae same, Update(more, As(kClerk)));
  EXPECT_EQ(Facts("curriculum_vitae.native_place").size(), 2u) << "nothing differs, nothing is written";
}

TEST_F(CurriculumVitaeTest, NobodyWritesWhatTheyMayNotSee) {
  EXPECT_THAT(Update(Whole(), As(kClerk, PERSONAL)), StatusIs(StatusCode::kPermissionDenied, "FIELD_GRADED"));
  ASSERT_THAT(Update(Whole(), As(kClerk)), IsOk());
  v1::UpdateCurriculumVitaeRequest all;
  all.mutable_curriculum_vitae()->set_name(kName);
  all.mutable_curriculum_vitae()->set_native_place("Xã Khác");
  all.mutable_update_mask()->add_paths("*");
  ASSERT_THAT(Update(all, As(kClerk, PERSONAL)), IsOk());
  EXPECT_EQ(Read(As(kClerk))->disciplines_size(), 1) << "what they do not see stays";
}

TEST_F(CurriculumVitaeTest, RefusesBadInputAndOldRevisions) {
  const auto refused = StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID");
  EXPECT_THAT(Update({}, As(kClerk)), refused);
  v1::UpdateCurriculumVitaeRequest request = Whole();
  request.mutable_curriculum_vitae()->mutable_relatives(0)->clear_display_name();
  EXPECT_THAT(Update(request, As(kClerk)), refused);
  request = Whole();
  *request.mutable_valid_from() = civil::ToDate(kToday + 1);
  EXPECT_THAT(Update(request, As(kClerk)), refused);
  request = Whole();
  request.mutable_curriculum_vitae()->mutable_work_periods(0)->mutable_from_date()->set_year(2026);
  EXPECT_THAT(Update(request, As(kClerk)), refused);
  request = Whole();
  request.mutable_curriculum_vitae()->set_etag("999999999");
  EXPECT_THAT(Update(request, As(kClerk)), StatusIs(StatusCode::kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(Update(Whole(), As(kReviewer)), StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(Update(Whole(), As(kStranger)), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  request = Whole();
  request.set_request_id(std::string(kRequestId));
  ASSERT_THAT(Update(request, As(kClerk)), IsOk());
  request.mutable_curriculum_vitae()->set_native_place("Xã Khác");
  EXPECT_THAT(Update(request, As(kClerk)), StatusIs(StatusCode::kInvalidArgument, "REQUEST_ID_REUSED"));
  v1::GetCurriculumVitaeRequest get;
  get.set_name("persons/p-1/life");
  EXPECT_THAT(Call(&CurriculumStub::GetCurriculumVitae, get), refused);
  v1::ExportCurriculumVitaeRequest print;
  print.set_name("persons/p-1");
  EXPECT_THAT(Call(&CurriculumStub::ExportCurriculumVitae, print), refused);
}

TEST_F(CurriculumVitaeTest, NobodyHandlesTheirOwn) {
  const auto own = [this] { return AsPerson("persons/p-1", "secretary"); };
  const auto same = StatusIs(StatusCode::kPermissionDenied, "SAME_PERSON");
  EXPECT_THAT(Update(Whole(), own()), same);
  EXPECT_THAT(Update(Whole(), AsPerson("", "secretary")), StatusIs(StatusCode::kPermissionDenied, "PERSON_UNKNOWN"));
  ASSERT_THAT(Update(Whole(), As(kClerk)), IsOk());
  EXPECT_THAT(Read(own()), same);
  EXPECT_THAT(Export(own()), same);
}

TEST_F(CurriculumVitaeTest, AsAPaperItShowsWhatTheCallerMaySee) {
  ASSERT_THAT(Update(Whole(), As(kClerk)), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto all, Export(As(kClerk)));
  EXPECT_THAT(all.content(), HasSubstr("Khiển trách"));
  EXPECT_EQ(all.file_name(), "curriculum-vitae.txt");
  ASSERT_OK_AND_ASSIGN(const auto personal, Export(As(kClerk, PERSONAL)));
  EXPECT_THAT(personal.content(), HasSubstr("Xã Mẫu"));
  EXPECT_THAT(personal.content(), Not(HasSubstr("Khiển trách")));
  EXPECT_THAT(Export(As(kClerk, GRADE_UNSPECIFIED)), StatusIs(StatusCode::kPermissionDenied, "FIELD_GRADED"))
      << "nobody takes an empty file for a paper";
  EXPECT_THAT(Export(As(kClerk), paper::v1::DOCX)->content(), testing::StartsWith("PK"));
  EXPECT_THAT(Export(As(kClerk), paper::v1::PDF)->content(), testing::StartsWith("%PDF"));
  EXPECT_THAT(Export(As(kStranger)), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
}

TEST_F(CurriculumVitaeTest, GoesWithThePerson) {
  ASSERT_THAT(Update(Whole(), As(kClerk)), IsOk());
  v1::TransferPersonRequest move;
  move.set_name("persons/p-1");
  move.set_organisation("organisations/unit-2");
  ASSERT_THAT(Call(&PersonIdentityStub::TransferPerson, move), IsOk());
  EXPECT_THAT(Read(As(kClerk)), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  ASSERT_OK_AND_ASSIGN(const v1::CurriculumVitae moved, Read(As("clerk@unit-2")));
  EXPECT_EQ(moved.organisation(), "organisations/unit-2");
  EXPECT_EQ(moved.work_periods_size(), 1);
}

}  // namespace
}  // namespace congress::dossiers

#include "services/dossiers/testing/fixture.h"

namespace congress::dossiers {
namespace {

using absl::CivilDay;
using absl::StatusCode;
using support::IsOk;
using support::StatusIs;
using testing::ElementsAre;

// d-1 complete (its health certificate ends on 1 December 2025), d-2 empty, d-3 empty at another organisation.
class ReportServiceTest : public Fixture {
 protected:
  ReportServiceTest() {
    OpenOne();
    AttachAll();
    MakePerson("p-2", "Trần Văn Thử");
    MakeDossier("unit-16681-d-2", "persons/p-2");
    MakePerson("p-3", "Lê Thị Thử");
    MakeDossier("unit-16681-d-3", "persons/p-3", "organisations/unit-2");
  }
  absl::StatusOr<v1::DossierCompleteness> Completeness(Context context, std::optional<CivilDay> as_of = {},
                                                       std::optional<CivilDay> before = {},
                                                       std::string_view name = kDossier) {
    v1::GetDossierCompletenessRequest request;
    request.set_name(std::string(name));
    if (as_of) *request.mutable_as_of() = civil::ToDate(*as_of);
    if (before) *request.mutable_before() = civil::ToDate(*before);
    return Call(&DossierStub::GetDossierCompleteness, request, std::move(context));
  }
  absl::StatusOr<v1::ListDossierGapsResponse> Gaps(Context context, CivilDay before, int page_size = 0,
                                                   std::string token = "", std::string organisation = "") {
    v1::ListDossierGapsRequest request;
    request.set_parent(std::string(kCongress));
    *request.mutable_before() = civil::ToDate(before);
    request.set_page_size(page_size);
    request.set_page_token(std::move(token));
    request.set_organisation(std::move(organisation));
    return Call(&DossierStub::ListDossierGaps, request, std::move(context));
  }
  absl::StatusOr<v1::GetDossierReadinessResponse> Readiness(Context context, std::optional<CivilDay> as_of = {}) {
    v1::GetDossierReadinessRequest request;
    request.set_parent(std::string(kCongress));
    if (as_of) *request.mutable_as_of() = civil::ToDate(*as_of);
    return Call(&DossierStub::GetDossierReadiness, request, std::move(context));
  }
  static std::vector<std::string> Ids(const v1::ListDossierGapsResponse& gaps) {
    std::vector<std::string> ids;
    for (const auto& dossier : gaps.dossiers()) ids.push_back(dossier.dossier().substr(23));
    return ids;
  }
};

TEST_F(ReportServiceTest, CompletenessIsJudgedTodayOrOnTheDayAskedFor) {
  ASSERT_OK_AND_ASSIGN(auto result, Completeness(As(kClerk)));
  EXPECT_EQ(result.fulfilled_count(), 4);
  EXPECT_EQ(result.required_count(), 4);
  EXPECT_EQ(result.as_of().day(), 16);
  EXPECT_EQ(result.items_size(), 6);
  ASSERT_OK_AND_ASSIGN(result, Completeness(As(kClerk), CivilDay(2025, 12, 2)));
  EXPECT_EQ(result.fulfilled_count(), 3);
  ASSERT_EQ(result.expired_size(), 1);
  EXPECT_EQ(result.expired(0).title(), "Giấy chứng nhận sức khỏe");
  ASSERT_OK_AND_ASSIGN(result, Completeness(As(kClerk), std::nullopt, CivilDay(2025, 12, 2)));
  EXPECT_EQ(result.expiring_size(), 1);
  ASSERT_OK_AND_ASSIGN(result, Completeness(As(kClerk), CivilDay(2025, 5, 31)));
  EXPECT_EQ(result.missing_size(), 4);
}

TEST_F(ReportServiceTest, CompletenessUsesTheReferenceDateOfTheTemplate) {
  v1::CreateChecklistTemplateRequest create = NewTemplate("later");
  *create.mutable_checklist_template()->mutable_reference_date() = civil::ToDate(CivilDay(2025, 12, 2));
  *create.mutable_checklist_template()->mutable_purposes()->Mutable(0) = "reappointment";
  ASSERT_THAT(Call(&DossierStub::CreateChecklistTemplate, create), IsOk());
  v1::CreateDossierRequest request = NewDossier("unit-16681-d-4", "persons/p-1");
  request.mutable_dossier()->set_purpose("reappointment");
  request.mutable_dossier()->set_template_("checklistTemplates/later");
  ASSERT_THAT(Call(&DossierStub::CreateDossier, request, As(kClerk)), IsOk());
  AttachAll("congresses/xx/dossiers/unit-16681-d-4");
  ASSERT_OK_AND_ASSIGN(const auto result,
                       Completeness(As(kClerk), std::nullopt, std::nullopt, "congresses/xx/dossiers/unit-16681-d-4"));
  EXPECT_EQ(result.as_of().month(), 12);
  EXPECT_EQ(result.fulfilled_count(), 3);
  EXPECT_THAT(Submit(As(kClerk), "congresses/xx/dossiers/unit-16681-d-4"),
              StatusIs(StatusCode::kFailedPrecondition, "DOSSIER_INCOMPLETE"));
}

TEST_F(ReportServiceTest, CompletenessIsForReadersOfTheDossier) {
  EXPECT_THAT(Completeness(As(kStranger)), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Completeness(As(kReader)), StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(Completeness(As(kReviewer)), IsOk());
  EXPECT_THAT(Completeness(As(kClerk), std::nullopt, std::nullopt, "unit-16681-d-1"),
              StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
}

TEST_F(ReportServiceTest, GapsAreWhatIsMissingTodayOrEndsBeforeTheDay) {
  ASSERT_OK_AND_ASSIGN(auto gaps, Gaps(service_.Admin(), CivilDay(2025, 12, 1)));
  EXPECT_THAT(Ids(gaps), ElementsAre("unit-16681-d-2", "unit-16681-d-3"));
  EXPECT_EQ(gaps.sums().dossier_count(), 3);
  EXPECT_EQ(gaps.sums().gap_dossier_count(), 2);
  EXPECT_EQ(gaps.sums().missing_count(), 8);
  EXPECT_EQ(gaps.sums().expiring_count(), 0);
  ASSERT_OK_AND_ASSIGN(gaps, Gaps(service_.Admin(), CivilDay(2025, 12, 2)));
  EXPECT_THAT(Ids(gaps), ElementsAre("unit-16681-d-1", "unit-16681-d-2", "unit-16681-d-3"));
  EXPECT_EQ(gaps.sums().expiring_count(), 1);
  EXPECT_EQ(gaps.dossiers(0).expiring(0).item_ids(0), "health-certificate");
  EXPECT_EQ(gaps.dossiers(0).items_size(), 0);
}

TEST_F(ReportServiceTest, GapsComePagedAndAreSummedUpOnce) {
  ASSERT_OK_AND_ASSIGN(const auto first, Gaps(service_.Admin(), CivilDay(2025, 12, 2), 2));
  EXPECT_THAT(Ids(first), ElementsAre("unit-16681-d-1", "unit-16681-d-2"));
  ASSERT_OK_AND_ASSIGN(const auto second, Gaps(service_.Admin(), CivilDay(2025, 12, 2), 2, first.next_page_token()));
  EXPECT_THAT(Ids(second), ElementsAre("unit-16681-d-3"));
  EXPECT_TRUE(second.next_page_token().empty());
  EXPECT_EQ(first.sums().gap_dossier_count(), 3);
  EXPECT_FALSE(second.has_sums());
  EXPECT_THAT(Gaps(service_.Admin(), CivilDay(2025, 12, 3), 2, first.next_page_token()),
              StatusIs(StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"));
}

TEST_F(ReportServiceTest, GapsCountOnlyWhatTheCallerMayRead) {
  ASSERT_OK_AND_ASSIGN(const auto own, Gaps(As(kClerk), CivilDay(2025, 12, 2)));
  EXPECT_THAT(Ids(own), ElementsAre("unit-16681-d-1", "unit-16681-d-2"));
  EXPECT_EQ(own.sums().dossier_count(), 2);
  ASSERT_OK_AND_ASSIGN(const auto narrowed,
                       Gaps(service_.Admin(), CivilDay(2025, 12, 2), 0, "", "organisations/unit-2"));
  EXPECT_THAT(Ids(narrowed), ElementsAre("unit-16681-d-3"));
  EXPECT_EQ(narrowed.sums().dossier_count(), 1);
  EXPECT_THAT(Gaps(As(kReader), CivilDay(2025, 12, 2)), StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
}

TEST_F(ReportServiceTest, GapsOnPaperAreThoseThatTheCallerMayRead) {
  v1::ExportDossierGapsRequest request;
  request.set_parent(std::string(kCongress));
  EXPECT_THAT(Call(&DossierStub::ExportDossierGaps, request, As(kClerk)),
              StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  *request.mutable_before() = civil::ToDate(CivilDay(2025, 12, 2));
  ASSERT_OK_AND_ASSIGN(const auto all, Call(&DossierStub::ExportDossierGaps, request));
  EXPECT_EQ(all.content_type(), "text/plain; charset=utf-8");
  EXPECT_EQ(all.dossier_count(), 3);
  EXPECT_THAT(all.content(), testing::HasSubstr("Trần Văn Thử"));
  EXPECT_THAT(all.content(), testing::HasSubstr("Lê Thị Thử"));
  ASSERT_OK_AND_ASSIGN(const auto own, Call(&DossierStub::ExportDossierGaps, request, As(kClerk)));
  EXPECT_EQ(own.dossier_count(), 2);
  EXPECT_THAT(own.content(), testing::Not(testing::HasSubstr("Lê Thị Thử")));
  EXPECT_THAT(Call(&DossierStub::ExportDossierGaps, request, As(kReader)),
              StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  request.mutable_form()->add_issuer("TỈNH ỦY MẪU");
  request.mutable_form()->set_number("12-DS/TU");
  request.mutable_form()->set_signer_name("Nguyễn Văn Mẫu");
  ASSERT_OK_AND_ASSIGN(const auto formed, Call(&DossierStub::ExportDossierGaps, request));
  for (const char* part : {"TỈNH ỦY MẪU\n", "No. 12-DS/TU\n", "Nguyễn Văn Mẫu\n"}) {
    EXPECT_THAT(formed.content(), testing::HasSubstr(part));
    EXPECT_THAT(all.content(), testing::Not(testing::HasSubstr(part)));
  }
  request.set_organisation("organisations/unit-2");
  request.set_paper_format(paper::v1::PDF);
  ASSERT_OK_AND_ASSIGN(const auto narrowed, Call(&DossierStub::ExportDossierGaps, request));
  EXPECT_EQ(narrowed.dossier_count(), 1);
  EXPECT_EQ(narrowed.file_name(), "dossier-gaps.pdf");
  EXPECT_TRUE(narrowed.content().starts_with("%PDF-"));
  // That nothing is missing can be printed; that there is nothing cannot.
  request.set_parent("congresses/khac");
  const auto none = Call(&DossierStub::ExportDossierGaps, request);
  EXPECT_THAT(none, StatusIs(StatusCode::kFailedPrecondition, "NOTHING_TO_PRINT"));
  EXPECT_EQ(support::MetadataIn(none.status(), "organisation"), "organisations/unit-2");
}

TEST_F(ReportServiceTest, GapsNeedADay) {
  v1::ListDossierGapsRequest request;
  request.set_parent(std::string(kCongress));
  EXPECT_THAT(Call(&DossierStub::ListDossierGaps, request, As(kClerk)),
              StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
}

TEST_F(ReportServiceTest, ReadinessNamesWhatBlocksByOrganisation) {
  SubmitAndAccept();
  ASSERT_OK_AND_ASSIGN(const auto readiness, Readiness(service_.Admin()));
  ASSERT_EQ(readiness.organisations_size(), 2);
  const auto& unit = readiness.organisations(0);
  EXPECT_EQ(unit.organisation(), sample::kUnit);
  EXPECT_FALSE(unit.ready());
  ASSERT_EQ(unit.blockers_size(), 2);
  EXPECT_EQ(unit.blockers(0).reason(), "DOSSIER_NOT_ACCEPTED");
  EXPECT_EQ(unit.blockers(1).reason(), "DOSSIER_INCOMPLETE");
  EXPECT_EQ(unit.blockers(1).resource(), "congresses/xx/dossiers/unit-16681-d-2");
  EXPECT_EQ(readiness.as_of().day(), 16);
}

TEST_F(ReportServiceTest, ReadinessFollowsWhoHasASeat) {
  SubmitAndAccept();
  v1::GetDossierReadinessRequest request;
  request.set_parent(std::string(kCongress));
  request.mutable_delegates()->set_purpose("committee-candidate");
  const auto add = [](v1::DelegateRoll::Entry* entry, const std::string& person, std::string_view organisation) {
    entry->set_person(person);
    entry->set_organisation(std::string(organisation));
  };
  // The first one's accepted dossier makes nobody ready who came after.
  add(request.mutable_delegates()->add_ended(), "persons/p-1", sample::kUnit);
  add(request.mutable_delegates()->add_ended(), "persons/p-2", sample::kUnit);
  add(request.mutable_delegates()->add_seated(), "persons/p-9", sample::kUnit);
  add(request.mutable_delegates()->add_seated(), "persons/p-3", "organisations/unit-2");
  ASSERT_OK_AND_ASSIGN(auto readiness, Call(&DossierStub::GetDossierReadiness, request));
  ASSERT_EQ(readiness.organisations_size(), 2);
  ASSERT_EQ(readiness.organisations(0).blockers_size(), 1);
  EXPECT_EQ(readiness.organisations(0).blockers(0).reason(), "DELEGATE_WITHOUT_DOSSIER");
  EXPECT_EQ(readiness.organisations(0).blockers(0).resource(), "persons/p-9");
  EXPECT_EQ(readiness.organisations(1).blockers(0).reason(), "DOSSIER_NOT_ACCEPTED") << "d-3, whose person has a seat";
  // Of another unit's delegates nobody is told.
  ASSERT_OK_AND_ASSIGN(readiness, Call(&DossierStub::GetDossierReadiness, request, As("clerk@unit-2")));
  ASSERT_EQ(readiness.organisations_size(), 1);
  EXPECT_EQ(readiness.organisations(0).organisation(), "organisations/unit-2");
  // Dossiers for other purposes are not the delegates'.
  request.mutable_delegates()->set_purpose("congress-delegate");
  ASSERT_OK_AND_ASSIGN(readiness, Call(&DossierStub::GetDossierReadiness, request));
  EXPECT_EQ(readiness.organisations(0).blocker_count(), 3) << "d-2 twice, and the delegate without one";
}

TEST_F(ReportServiceTest, ReadinessIsJudgedOnTheDayAskedFor) {
  SubmitAndAccept();
  const auto blockers = [&](CivilDay as_of) {
    const auto readiness = Readiness(As(kClerk), as_of);
    EXPECT_THAT(readiness, IsOk());
    return readiness->organisations(0).blockers_size();
  };
  EXPECT_EQ(blockers(CivilDay(2025, 12, 1)), 2);  // Only d-2, twice.
  EXPECT_EQ(blockers(CivilDay(2025, 12, 2)), 3);  // And d-1 has a paper that has ended.
}

TEST_F(ReportServiceTest, ReadinessLooksAtPositionsToo) {
  v1::CreatePositionSlotRequest create;
  create.set_parent(std::string(kCongress));
  create.set_position_slot_id("unit-16681-secretary");
  create.mutable_position_slot()->set_organisation("organisations/unit-3");
  create.mutable_position_slot()->set_display_name("Bí thư");
  create.mutable_position_slot()->set_norm(1);
  ASSERT_THAT(Call(&PositionStub::CreatePositionSlot, create), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto readiness, Readiness(service_.Admin()));
  ASSERT_EQ(readiness.organisations_size(), 3);
  EXPECT_EQ(readiness.organisations(2).blockers(0).reason(), "POSITION_LACKS_CANDIDATES");
}

TEST_F(ReportServiceTest, ReadinessHoldsOnlyWhatTheCallerMayRead) {
  ASSERT_OK_AND_ASSIGN(const auto own, Readiness(As("clerk@unit-2")));
  ASSERT_EQ(own.organisations_size(), 1);
  EXPECT_EQ(own.organisations(0).organisation(), "organisations/unit-2");
  ASSERT_OK_AND_ASSIGN(const auto none, Readiness(As("clerk@unit-9")));
  EXPECT_EQ(none.organisations_size(), 0);
  ASSERT_EQ(none.blockers_size(), 1);
  EXPECT_EQ(none.blockers(0).reason(), "NO_DOSSIERS");
  EXPECT_THAT(Readiness(As(kReader)), StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(Call(&DossierStub::GetDossierReadiness, v1::GetDossierReadinessRequest(), As(kClerk)),
              StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
}

}  // namespace
}  // namespace congress::dossiers

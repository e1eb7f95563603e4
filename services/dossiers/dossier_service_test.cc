#include <algorithm>
#include <array>
#include <thread>

#include "services/dossiers/testing/fixture.h"

namespace congress::dossiers {
namespace {

using absl::CivilDay;
using absl::StatusCode;
using annotations::v1::CONFIDENTIAL;
using annotations::v1::GRADE_UNSPECIFIED;
using support::IsOk;
using support::StatusIs;
using testing::ElementsAre;

class DossierServiceTest : public Fixture {
 protected:
  absl::StatusOr<v1::Dossier> Create(Context context, const v1::CreateDossierRequest& request) {
    return Call(&DossierStub::CreateDossier, request, std::move(context));
  }
  absl::StatusOr<v1::Component> Attach(Context context, const v1::AttachComponentRequest& request) {
    return Call(&DossierStub::AttachComponent, request, std::move(context));
  }
  absl::StatusOr<v1::Dossier> Return(Context context, v1::Review::ReturnReason reason, std::string note = "",
                                     std::string etag = "") {
    v1::ReturnDossierRequest request;
    request.set_name(std::string(kDossier));
    request.set_return_reason(reason);
    request.set_note(std::move(note));
    request.set_etag(std::move(etag));
    return Call(&DossierStub::ReturnDossier, request, std::move(context));
  }
  std::vector<std::string> Listed(Context context, v1::ListDossiersRequest request = {}) {
    request.set_parent(std::string(kCongress));
    const auto listed = Call(&DossierStub::ListDossiers, request, std::move(context));
    EXPECT_THAT(listed, IsOk());
    std::vector<std::string> ids;
    for (const v1::Dossier& dossier : listed->dossiers()) ids.push_back(dossier.name().substr(23));
    return ids;
  }
};

TEST_F(DossierServiceTest, IsOpenedByItsOrganisation) {
  MakeTemplate();
  MakePerson("p-1", "Nguyễn Thị Mẫu");
  EXPECT_THAT(Create(As(kReviewer), NewDossier("unit-16681-d-1", "persons/p-1")),
              StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(Create(As(kStranger), NewDossier("unit-16681-d-1", "persons/p-1")),
              StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(Create(As(kStranger), NewDossier("unit-16681-d-1", "persons/p-1", "organisations/unit-2")),
              StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));  // The person is not theirs to see.
  ASSERT_OK_AND_ASSIGN(const v1::Dossier dossier, Create(As(kClerk), NewDossier("unit-16681-d-1", "persons/p-1")));
  EXPECT_EQ(dossier.name(), kDossier);
  EXPECT_EQ(dossier.state(), v1::Dossier::OPEN);
  EXPECT_FALSE(dossier.etag().empty());
}

TEST_F(DossierServiceTest, RefusesWhatCannotBeOpened) {
  OpenOne();
  MakePerson("p-2", "Trần Văn Thử");
  const auto with = [&](auto change) {
    v1::CreateDossierRequest request = NewDossier("unit-16681-d-2", "persons/p-2");
    change(request);
    return Create(As(kClerk), request);
  };
  using Request = v1::CreateDossierRequest;
  const auto refused = StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID");
  EXPECT_THAT(with([](Request& r) { r.set_parent("congress/xx"); }), refused);
  EXPECT_THAT(with([](Request& r) { r.set_dossier_id("D"); }), refused);
  EXPECT_THAT(with([](Request& r) { r.mutable_dossier()->clear_purpose(); }), refused);
  EXPECT_THAT(with([](Request& r) { r.clear_dossier(); }), refused);
  EXPECT_THAT(with([](Request& r) { r.mutable_dossier()->set_template_("checklistTemplates/none"); }),
              StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(with([](Request& r) { r.mutable_dossier()->set_purpose("reappointment"); }),
              StatusIs(StatusCode::kFailedPrecondition, "TEMPLATE_PURPOSE_MISMATCH"));
  EXPECT_THAT(with([](Request& r) { r.mutable_dossier()->set_person("persons/p-1"); }),
              StatusIs(StatusCode::kFailedPrecondition, "DOSSIER_DUPLICATE"));
  EXPECT_THAT(with([](Request& r) { r.set_dossier_id("unit-16681-d-1"); }),
              StatusIs(StatusCode::kAlreadyExists, "RESOURCE_EXISTS"));
  service_.SetNow(sample::Noon(CivilDay(2025, 4, 30)));
  EXPECT_THAT(with([](Request&) {}), StatusIs(StatusCode::kFailedPrecondition, "TEMPLATE_NOT_EFFECTIVE"));
  service_.SetNow(sample::Noon(kToday));
  EXPECT_THAT(with([](Request&) {}), IsOk());
}

// Two clerks open a dossier of the same person at once, under different ids.
TEST_F(DossierServiceTest, GivesAPersonOneDossierForAPurposeEvenAtOnce) {
  MakeTemplate();
  MakePerson("p-1", "Nguyễn Thị Mẫu");
  std::array<absl::Status, 8> outcomes;
  std::vector<std::jthread> threads;
  for (size_t i = 0; i < outcomes.size(); ++i) {
    threads.emplace_back([&, i, context = service_.Admin()]() mutable {
      outcomes[i] = Create(std::move(context), NewDossier("unit-16681-d-" + std::to_string(i), "persons/p-1")).status();
    });
  }
  threads.clear();
  EXPECT_EQ(std::count_if(outcomes.begin(), outcomes.end(), [](const auto& status) { return status.ok(); }), 1);
  EXPECT_EQ(Listed(service_.Admin()).size(), 1u);
}

TEST_F(DossierServiceTest, HidesItselfFromOtherOrganisations) {
  OpenOne();
  const auto hidden = StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND");
  EXPECT_THAT(Get(As(kStranger)), hidden);
  EXPECT_THAT(Attach(As(kStranger), NewPaper("photo", kToday)), hidden);
  EXPECT_THAT(Submit(As(kStranger)), hidden);
  EXPECT_THAT(Return(As(kStranger), v1::Review::PAPER_MISSING), hidden);
  EXPECT_THAT(Accept(As(kStranger)), hidden);
  EXPECT_TRUE(Listed(As(kStranger)).empty());
  EXPECT_THAT(Get(As(kClerk), "congresses/xx/dossiers/none"), hidden);
}

TEST_F(DossierServiceTest, NeedsThePermissionOfEachVerb) {
  OpenOne();
  AttachAll();
  const auto refused = StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING");
  EXPECT_THAT(Get(As(kReader)), refused);
  EXPECT_THAT(Attach(As(kReviewer), NewPaper("photo", kToday)), refused);
  EXPECT_THAT(Submit(As(kReviewer)), refused);
  EXPECT_THAT(Return(As(kClerk), v1::Review::PAPER_MISSING), refused);
  EXPECT_THAT(Accept(As(kClerk)), refused);
}

TEST_F(DossierServiceTest, RefusesPapersThatCannotBe) {
  OpenOne();
  const auto refused = StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID");
  EXPECT_THAT(Attach(As(kClerk), NewPaper("diary", kToday)), StatusIs(StatusCode::kInvalidArgument, "ITEM_UNKNOWN"));
  EXPECT_THAT(Attach(As(kClerk), NewPaper("photo", kToday + 1)),
              StatusIs(StatusCode::kInvalidArgument, "DOCUMENT_ISSUED_LATER"));
  EXPECT_THAT(Attach(As(kClerk, CONFIDENTIAL), NewPaper("health-certificate", kToday)),
              StatusIs(StatusCode::kPermissionDenied, "ITEM_GRADED"));
  v1::AttachComponentRequest paper = NewPaper("photo", kToday);
  paper.mutable_attachment()->mutable_document()->set_file_sha256("short");
  EXPECT_THAT(Attach(As(kClerk), paper), refused);
  paper = NewPaper("photo", kToday);
  paper.mutable_attachment()->mutable_document()->set_file_size_bytes(0);
  EXPECT_THAT(Attach(As(kClerk), paper), refused);
  paper = NewPaper("photo", kToday);
  paper.mutable_attachment()->mutable_issued_date()->set_day(0);
  EXPECT_THAT(Attach(As(kClerk), paper), refused);
  EXPECT_TRUE(Papers(As(kClerk))->empty());
}

// The day changes at midnight in Vietnam, 17:00 UTC.
TEST_F(DossierServiceTest, TakesTheDayInVietnam) {
  OpenOne();
  service_.SetNow(absl::FromCivil(absl::CivilSecond(2025, 6, 16, 16, 59, 59), absl::UTCTimeZone()));
  EXPECT_THAT(Attach(As(kClerk), NewPaper("photo", CivilDay(2025, 6, 17))),
              StatusIs(StatusCode::kInvalidArgument, "DOCUMENT_ISSUED_LATER"));
  service_.SetNow(absl::FromCivil(absl::CivilSecond(2025, 6, 16, 17), absl::UTCTimeZone()));
  EXPECT_THAT(Attach(As(kClerk), NewPaper("photo", CivilDay(2025, 6, 17))), IsOk());
}

TEST_F(DossierServiceTest, ListsByOrganisationAndStatePageByPage) {
  OpenOne();
  AttachAll();
  ASSERT_THAT(Submit(As(kClerk)), IsOk());
  MakePerson("p-2", "Trần Văn Thử");
  MakeDossier("unit-16681-d-2", "persons/p-2");
  MakePerson("p-3", "Lê Thị Thử");
  MakeDossier("unit-16681-d-3", "persons/p-3", "organisations/unit-2");
  EXPECT_THAT(Listed(service_.Admin()), ElementsAre("unit-16681-d-1", "unit-16681-d-2", "unit-16681-d-3"));
  EXPECT_THAT(Listed(As(kClerk)), ElementsAre("unit-16681-d-1", "unit-16681-d-2"));
  v1::ListDossiersRequest request;
  request.set_organisation("organisations/unit-2");
  EXPECT_THAT(Listed(service_.Admin(), request), ElementsAre("unit-16681-d-3"));
  request.clear_organisation();
  request.set_state(v1::Dossier::SUBMITTED);
  EXPECT_THAT(Listed(service_.Admin(), request), ElementsAre("unit-16681-d-1"));
  request.clear_state();
  request.set_parent(std::string(kCongress));
  request.set_page_size(2);
  ASSERT_OK_AND_ASSIGN(const auto page, Call(&DossierStub::ListDossiers, request));
  EXPECT_EQ(page.dossiers_size(), 2);
  request.set_page_token(page.next_page_token());
  EXPECT_THAT(Listed(service_.Admin(), request), ElementsAre("unit-16681-d-3"));
  request.set_state(v1::Dossier::OPEN);
  EXPECT_THAT(Call(&DossierStub::ListDossiers, request), StatusIs(StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"));
  request.clear_parent();
  EXPECT_THAT(Call(&DossierStub::ListDossiers, request), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
}

TEST_F(DossierServiceTest, RefusesNamesThatAreNone) {
  const auto refused = StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID");
  EXPECT_THAT(Get(As(kClerk), "dossiers/unit-16681-d-1"), refused);
  EXPECT_THAT(Submit(As(kClerk), "dossiers/unit-16681-d-1"), refused);
  EXPECT_THAT(Accept(As(kReviewer), "dossiers/unit-16681-d-1"), refused);
  EXPECT_THAT(Call(&DossierStub::GetChecklistTemplate, v1::GetChecklistTemplateRequest()), refused);
}

}  // namespace
}  // namespace congress::dossiers

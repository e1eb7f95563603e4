#include "services/dossiers/testing/fixture.h"

namespace congress::dossiers {
namespace {

using absl::StatusCode;
using support::IsOk;
using support::StatusIs;

class TemplateServiceTest : public Fixture {
 protected:
  absl::StatusOr<v1::ChecklistTemplate> GetTemplate(Context context) {
    v1::GetChecklistTemplateRequest request;
    request.set_name("checklistTemplates/committee");
    return Call(&DossierStub::GetChecklistTemplate, request, std::move(context));
  }
  int Count(Context context, const v1::ListChecklistTemplatesRequest& request = {}) {
    const auto listed = Call(&DossierStub::ListChecklistTemplates, request, std::move(context));
    EXPECT_THAT(listed, IsOk());
    return listed->checklist_templates_size();
  }
};

TEST_F(TemplateServiceTest, IsLaidDownByTheProvinceAndReadThere) {
  ASSERT_THAT(Call(&DossierStub::CreateChecklistTemplate, NewTemplate("committee"), As("clerk@province")), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto read, GetTemplate(As("reviewer@province")));
  EXPECT_EQ(read.items_size(), 6);
  EXPECT_EQ(read.items(1).validity_months(), 6);
  EXPECT_THAT(GetTemplate(As(kClerk)), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Call(&DossierStub::CreateChecklistTemplate, NewTemplate("mine"), As(kClerk)),
              StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(GetTemplate(As("reader@province")), StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
}

TEST_F(TemplateServiceTest, RefusesATakenId) {
  MakeTemplate();
  EXPECT_THAT(Call(&DossierStub::CreateChecklistTemplate, NewTemplate("committee")),
              StatusIs(StatusCode::kAlreadyExists, "RESOURCE_EXISTS"));
}

TEST_F(TemplateServiceTest, RefusesUnsoundTemplates) {
  const auto with = [&](auto change) {
    v1::CreateChecklistTemplateRequest request = NewTemplate("committee");
    change(*request.mutable_checklist_template());
    return Call(&DossierStub::CreateChecklistTemplate, request);
  };
  const auto refused = StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID");
  EXPECT_THAT(with([](v1::ChecklistTemplate& t) { t.clear_legal_basis(); }), refused);
  EXPECT_THAT(with([](v1::ChecklistTemplate& t) { t.clear_effective_date(); }), refused);
  EXPECT_THAT(with([](v1::ChecklistTemplate& t) { t.clear_items(); }), refused);
  EXPECT_THAT(with([](v1::ChecklistTemplate& t) { t.clear_purposes(); }), refused);
  EXPECT_THAT(with([](v1::ChecklistTemplate& t) { t.mutable_items(0)->set_item_id("Application"); }), refused);
  EXPECT_THAT(with([](v1::ChecklistTemplate& t) { t.mutable_items(0)->set_validity_days(0); }), refused);
  EXPECT_THAT(with([](v1::ChecklistTemplate& t) { t.mutable_items(5)->set_item_id("application"); }), refused);
  EXPECT_THAT(with([](v1::ChecklistTemplate& t) { t.mutable_items(4)->set_required(false); }), refused);
  EXPECT_THAT(with([](v1::ChecklistTemplate& t) { t.mutable_reference_date()->set_month(13); }), refused);
  EXPECT_EQ(Count(service_.Admin()), 0);
}

TEST_F(TemplateServiceTest, ListsByPurposeAndDayAndPages) {
  v1::CreateChecklistTemplateRequest later = NewTemplate("committee-2026");
  *later.mutable_checklist_template()->mutable_effective_date() = civil::ToDate(absl::CivilDay(2026, 1, 1));
  later.mutable_checklist_template()->add_purposes("reappointment");
  MakeTemplate();
  ASSERT_THAT(Call(&DossierStub::CreateChecklistTemplate, later), IsOk());
  EXPECT_EQ(Count(service_.Admin()), 2);
  EXPECT_EQ(Count(As(kClerk)), 0);
  v1::ListChecklistTemplatesRequest request;
  request.set_purpose("reappointment");
  EXPECT_EQ(Count(service_.Admin(), request), 1);
  request.set_purpose("committee-candidate");
  *request.mutable_as_of() = civil::ToDate(absl::CivilDay(2025, 12, 31));
  EXPECT_EQ(Count(service_.Admin(), request), 1);
  *request.mutable_as_of() = civil::ToDate(absl::CivilDay(2026, 1, 1));
  EXPECT_EQ(Count(service_.Admin(), request), 2);
  request.set_page_size(1);
  EXPECT_EQ(Count(service_.Admin(), request), 1);
  request.set_page_token("damaged");
  EXPECT_THAT(Call(&DossierStub::ListChecklistTemplates, request),
              StatusIs(StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"));
  request.set_page_size(-1);
  EXPECT_THAT(Call(&DossierStub::ListChecklistTemplates, request),
              StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  EXPECT_THAT(Call(&DossierStub::ListChecklistTemplates, v1::ListChecklistTemplatesRequest(), As(kReader)),
              StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
}

TEST_F(TemplateServiceTest, ReplaysARequestId) {
  v1::CreateChecklistTemplateRequest request = NewTemplate("committee");
  request.set_request_id(std::string(kRequestId));
  ASSERT_THAT(Call(&DossierStub::CreateChecklistTemplate, request), IsOk());
  EXPECT_THAT(Call(&DossierStub::CreateChecklistTemplate, request), IsOk());
  request.set_checklist_template_id("other");
  EXPECT_THAT(Call(&DossierStub::CreateChecklistTemplate, request),
              StatusIs(StatusCode::kInvalidArgument, "REQUEST_ID_REUSED"));
}

}  // namespace
}  // namespace congress::dossiers

// What is kept of imports, and undoing them.
#include "gtest/gtest.h"
#include "platform/digest/sha256.h"
#include "services/allocation/testing/service_fixture.h"

namespace congress::allocation {
namespace {

using support::IsOk;
using support::StatusIs;

constexpr char kSecondImport[] = "organisationImports/000002";

v1::UndoOrganisationImportRequest UndoRequest(const std::string& name) {
  v1::UndoOrganisationImportRequest request;
  request.set_name(name);
  request.set_reason("nhầm tệp");
  return request;
}

absl::StatusOr<v1::OrganisationImport> UndoImport(Fixture& f, const v1::UndoOrganisationImportRequest& request,
                                                  Fixture::Context context = nullptr) {
  return f.Call(&Organisations::UndoOrganisationImport, request, std::move(context));
}

absl::StatusOr<v1::OrganisationImport> GetImport(Fixture& f, const std::string& name) {
  v1::GetOrganisationImportRequest request;
  request.set_name(name);
  return f.Call(&Organisations::GetOrganisationImport, request);
}

std::vector<v1::OrganisationImport> ListImports(Fixture& f, v1::OrganisationImport::State state) {
  v1::ListOrganisationImportsRequest request;
  request.set_state(state);
  request.set_page_size(1);
  std::vector<v1::OrganisationImport> all;
  do {
    const auto page = f.Call(&Organisations::ListOrganisationImports, request);
    EXPECT_THAT(page, IsOk());
    for (const auto& import : page->organisation_imports()) all.push_back(import);
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  return all;
}

// Every organisation in bytes, but for revision and time of change.
std::string TreeBytes(Fixture& f) {
  v1::ListOrganisationsRequest request;
  request.set_page_size(1000);
  std::string bytes;
  const auto page = f.Call(&Organisations::ListOrganisations, request);
  EXPECT_THAT(page, IsOk());
  for (v1::Organisation organisation : page->organisations()) {
    organisation.clear_etag();
    organisation.clear_update_time();
    bytes += organisation.SerializeAsString();
  }
  return bytes;
}

const std::string kMergerFile =
    sample::kHeader + "c,Xã C,commune,,200,2025-07-10,a;b,2025-07-01\nc-1,Chi bộ C1,grassroots,c,9,2025-07-10,,\n";

TEST(ImportOrganisations, KeepsWhoTookWhichFileAndWhatItDid) {
  Fixture f;
  f.ImportTwo();
  ASSERT_OK_AND_ASSIGN(const auto answer, f.Import(kMergerFile, f.Role("clerk")));
  EXPECT_EQ(answer.organisation_import(), kSecondImport);
  ASSERT_OK_AND_ASSIGN(const auto kept, GetImport(f, kSecondImport));
  EXPECT_EQ(kept.file_sha256(), digest::Sha256Hex(kMergerFile));
  EXPECT_EQ(kept.imported_by(), "clerk");
  EXPECT_TRUE(kept.has_create_time());
  EXPECT_EQ(kept.made_count(), 2);
  EXPECT_EQ(kept.changed_count(), 2);
  EXPECT_EQ(kept.closed_count(), 2);
  EXPECT_EQ(kept.state(), v1::OrganisationImport::IN_EFFECT);
  ASSERT_OK_AND_ASSIGN(const auto again, f.Import(kMergerFile));
  EXPECT_EQ(again.organisation_import(), "");
  EXPECT_EQ(ListImports(f, v1::OrganisationImport::STATE_UNSPECIFIED).size(), 2U);
}

TEST(UndoOrganisationImport, TwoImportsUndoneGiveTheFirstState) {
  Fixture f;
  ASSERT_THAT(f.Import(sample::kHeader + "a,Xã A,commune,,100,2025-06-10,,2020-01-01\n"), IsOk());
  const std::string first = TreeBytes(f);
  ASSERT_THAT(f.Import(sample::kHeader + "a,Xã Á,commune,,120,2025-06-20,,2020-01-01\n"
                                         "b,Xã B,commune,,100,2025-06-10,,2020-01-01\n"),
              IsOk());
  const std::string second = TreeBytes(f);
  ASSERT_THAT(f.Import(kMergerFile), IsOk());
  ASSERT_THAT(UndoImport(f, UndoRequest("organisationImports/000003")), IsOk());
  EXPECT_EQ(TreeBytes(f), second);
  ASSERT_OK_AND_ASSIGN(const auto undone, UndoImport(f, UndoRequest(kSecondImport), f.Role("clerk")));
  EXPECT_EQ(TreeBytes(f), first);
  EXPECT_EQ(undone.state(), v1::OrganisationImport::UNDONE);
  EXPECT_EQ(undone.undone_by(), "clerk");
  EXPECT_EQ(undone.undo_reason(), "nhầm tệp");
  EXPECT_TRUE(undone.has_undo_time());
  EXPECT_EQ(ListImports(f, v1::OrganisationImport::UNDONE).size(), 2U);
  EXPECT_EQ(ListImports(f, v1::OrganisationImport::IN_EFFECT).size(), 1U);
  ASSERT_THAT(f.Import(kMergerFile), StatusIs(kInvalid, "IMPORT_REJECTED")) << "b is gone";
  ASSERT_THAT(UndoImport(f, UndoRequest(kFirstImport)), IsOk());
  EXPECT_EQ(TreeBytes(f), "");
}

TEST(UndoOrganisationImport, AWholeProvinceGoesBackInOneCommit) {
  Fixture f;
  ASSERT_THAT(f.Import(sample::ProvinceOf412()), IsOk());
  const auto commits = *f.service().store().LastSequence();
  ASSERT_THAT(UndoImport(f, UndoRequest(kFirstImport)), IsOk());
  EXPECT_EQ(*f.service().store().LastSequence(), commits + 1);
  EXPECT_EQ(TreeBytes(f), "");
}

TEST(UndoOrganisationImport, GoesBackFromTheNewest) {
  Fixture f;
  f.ImportTwo();
  ASSERT_THAT(f.Import(kMergerFile), IsOk());
  const absl::Status refused = UndoImport(f, UndoRequest(kFirstImport)).status();
  ASSERT_THAT(refused, StatusIs(kFailed, "IMPORT_NOT_NEWEST"));
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(status::Detail(refused, &info));
  EXPECT_EQ(info.metadata().at("newest"), kSecondImport);
  ASSERT_THAT(UndoImport(f, UndoRequest(kSecondImport)), IsOk());
  EXPECT_THAT(UndoImport(f, UndoRequest(kSecondImport)), StatusIs(kFailed, "IMPORT_UNDONE"));
  EXPECT_THAT(UndoImport(f, UndoRequest(kFirstImport)), IsOk());
}

TEST(UndoOrganisationImport, ADryRunAndAnOldEtagChangeNothing) {
  Fixture f;
  f.ImportTwo();
  const std::string before = TreeBytes(f);
  auto request = UndoRequest(kFirstImport);
  request.set_validate_only(true);
  ASSERT_OK_AND_ASSIGN(const auto shown, UndoImport(f, request));
  EXPECT_EQ(shown.state(), v1::OrganisationImport::UNDONE);
  request.set_validate_only(false);
  request.set_etag("999");
  EXPECT_THAT(UndoImport(f, request), StatusIs(absl::StatusCode::kAborted, "ETAG_MISMATCH"));
  request.clear_reason();
  EXPECT_THAT(UndoImport(f, request), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_EQ(TreeBytes(f), before);
  EXPECT_EQ(GetImport(f, kFirstImport)->state(), v1::OrganisationImport::IN_EFFECT);
}

// A draft can be computed again; whatever went further keeps its organisations.
TEST(UndoOrganisationImport, PlansThatAreNoDraftsKeepTheirOrganisations) {
  Fixture f;
  f.Draft();
  auto request = UndoRequest(kFirstImport);
  request.set_validate_only(true);
  EXPECT_THAT(UndoImport(f, request), IsOk());
  ASSERT_THAT(f.Submit(), IsOk());
  const absl::Status refused = UndoImport(f, UndoRequest(kFirstImport)).status();
  ASSERT_THAT(refused, StatusIs(kFailed, "ORGANISATION_IN_USE"));
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(status::Detail(refused, &info));
  EXPECT_EQ(info.metadata().at("used_by"), kPlan);
  ASSERT_THAT(f.Import(sample::kHeader + "b,Xã B,commune,,101,2025-06-10,,2020-01-01\n"), IsOk());
  EXPECT_THAT(UndoImport(f, UndoRequest(kSecondImport)), IsOk()) << "what an import only changed may go back";
}

TEST(UndoOrganisationImport, ADraftWhoseOrganisationsAreGoneIsNotSubmitted) {
  Fixture f;
  f.Draft();
  ASSERT_THAT(UndoImport(f, UndoRequest(kFirstImport)), IsOk());
  const absl::Status refused = f.Submit().status();
  ASSERT_THAT(refused, StatusIs(kFailed, "ORGANISATION_NOT_IN_FORCE"));
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(status::Detail(refused, &info));
  EXPECT_EQ(info.metadata().at("organisation"), "organisations/a");
  EXPECT_EQ(info.metadata().at("state"), "");
}

TEST(ListOrganisationImports, RefusesPagesThatCannotBe) {
  Fixture f;
  f.ImportTwo();
  v1::ListOrganisationImportsRequest request;
  request.set_page_size(-1);
  EXPECT_THAT(f.Call(&Organisations::ListOrganisationImports, request), StatusIs(kInvalid, "FIELDS_INVALID"));
  request.set_page_size(1);
  request.set_page_token("rubbish");
  EXPECT_THAT(f.Call(&Organisations::ListOrganisationImports, request), StatusIs(kInvalid, "PAGE_TOKEN_INVALID"));
}

}  // namespace
}  // namespace congress::allocation

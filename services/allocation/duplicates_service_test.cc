// Two records of one unit made one, over gRPC.
#include "gtest/gtest.h"
#include "services/allocation/testing/fake_register.h"
#include "services/allocation/testing/service_fixture.h"

namespace congress::allocation {
namespace {

using support::IsOk;
using support::StatusIs;

v1::MergeDuplicateOrganisationsRequest DuplicatePair(const std::string& kept, const std::string& duplicate) {
  v1::MergeDuplicateOrganisationsRequest request;
  request.set_name("organisations/" + kept);
  request.set_duplicate("organisations/" + duplicate);
  request.set_reason("nhập hai lần");
  return request;
}

absl::StatusOr<v1::Organisation> MergeTwo(Fixture& f, const v1::MergeDuplicateOrganisationsRequest& request) {
  return f.Call(&Organisations::MergeDuplicateOrganisations, request);
}

v1::Organisation GetUnit(Fixture& f, const std::string& id) {
  v1::GetOrganisationRequest request;
  request.set_name("organisations/" + id);
  const auto found = f.Call(&Organisations::GetOrganisation, request);
  EXPECT_THAT(found, IsOk());
  return found.value_or(v1::Organisation());
}

std::string UsedBy(const absl::Status& refused) {
  google::rpc::ErrorInfo info;
  return status::Detail(refused, &info) ? info.metadata().at("used_by") : "";
}

TEST(MergeDuplicateOrganisations, MakesOneOfTwo) {
  Fixture f;
  f.ImportUnitWithTwoBelow();
  auto request = DuplicatePair("b", "a");
  request.set_validate_only(true);
  ASSERT_THAT(MergeTwo(f, request), IsOk());
  EXPECT_EQ(GetUnit(f, "a").state(), v1::Organisation::ACTIVE) << "a dry run";
  request.set_validate_only(false);
  ASSERT_THAT(MergeTwo(f, request), IsOk());
  EXPECT_EQ(GetUnit(f, "a").duplicate_of(), "organisations/b");
  EXPECT_EQ(GetUnit(f, "a-1").parent(), "organisations/b");
  EXPECT_THAT(MergeTwo(f, request), StatusIs(kFailed, "ORGANISATION_NOT_IN_FORCE"));
  v1::ListOrganisationsRequest list;
  list.set_kind("commune");
  *list.mutable_as_of() = civil::ToDate(sample::kDay);
  EXPECT_EQ(f.Call(&Organisations::ListOrganisations, list)->organisations_size(), 1) << "a duplicate exists on no day";
}

TEST(MergeDuplicateOrganisations, KnowsBothRevisions) {
  Fixture f;
  f.ImportUnitWithTwoBelow();
  auto request = DuplicatePair("b", "a");
  request.set_etag("999");
  EXPECT_THAT(MergeTwo(f, request), StatusIs(absl::StatusCode::kAborted, "ETAG_MISMATCH"));
  request.set_etag(GetUnit(f, "b").etag());
  request.set_duplicate_etag("999");
  EXPECT_THAT(MergeTwo(f, request), StatusIs(absl::StatusCode::kAborted, "ETAG_MISMATCH"));
  request.set_duplicate_etag(GetUnit(f, "a").etag());
  EXPECT_THAT(MergeTwo(f, request), IsOk());
  EXPECT_THAT(MergeTwo(f, DuplicatePair("b", "none")), StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(MergeTwo(f, DuplicatePair("b", "b")), StatusIs(kFailed, "NOT_DUPLICATES"));
  request.clear_reason();
  EXPECT_THAT(MergeTwo(f, request), StatusIs(kInvalid, "FIELDS_INVALID"));
}

// Its import cannot be undone under the merger, and what the kept record holds now keeps that one's import as well.
TEST(MergeDuplicateOrganisations, KeepsItsImportFromBeingUndone) {
  Fixture f;
  f.ImportUnitWithTwoBelow();
  ASSERT_THAT(f.Import(sample::kHeader + "c,Xã C,commune,,1,2025-06-10,,\n"), IsOk());
  v1::UndoOrganisationImportRequest undo;
  undo.set_name("organisationImports/000002");
  undo.set_reason("x");
  undo.set_validate_only(true);
  EXPECT_THAT(f.Call(&Organisations::UndoOrganisationImport, undo), IsOk());
  ASSERT_THAT(MergeTwo(f, DuplicatePair("c", "a")), IsOk());
  EXPECT_THAT(f.Call(&Organisations::UndoOrganisationImport, undo), StatusIs(kFailed, "ORGANISATION_IN_USE"));
  ASSERT_THAT(MergeTwo(f, DuplicatePair("b", "c")), IsOk());
  EXPECT_THAT(f.Call(&Organisations::UndoOrganisationImport, undo), StatusIs(kFailed, "ORGANISATION_CHANGED_SINCE"));
}

TEST(MergeDuplicateOrganisations, TouchesNoIssuedPlanAndNoDelegate) {
  FakeRegister numbers;
  Fixture f{{{"drafting", numbers.channel()}}};
  f.Approved();
  ASSERT_THAT(f.Issue(), IsOk());
  const std::string plan = f.GetPlan()->SerializeAsString();
  ASSERT_THAT(f.CreateDelegate(Fixture::DelegateRequest("d", "b")), IsOk());
  const absl::Status refused = MergeTwo(f, DuplicatePair("a", "b")).status();
  ASSERT_THAT(refused, StatusIs(kFailed, "ORGANISATION_IN_USE"));
  EXPECT_EQ(UsedBy(refused), StrCat(kCongress, "/delegates/d"));
  v1::DeleteDelegateRequest gone;
  gone.set_name(StrCat(kCongress, "/delegates/d"));
  ASSERT_THAT(f.Call(&Delegates::DeleteDelegate, gone), IsOk());
  ASSERT_THAT(MergeTwo(f, DuplicatePair("a", "b")), IsOk());
  EXPECT_EQ(f.GetPlan()->SerializeAsString(), plan);
}

TEST(MergeDuplicateOrganisations, APlanOfTheDuplicatesOwnStaysItsOwn) {
  Fixture f;
  f.ImportUnitWithTwoBelow();
  ASSERT_THAT(f.CreateRule("r", sample::FittedRule(6, 1)), IsOk());
  auto request = Fixture::PlanRequest();
  request.mutable_allocation_plan()->set_organisation("organisations/a");
  ASSERT_THAT(f.CreatePlan(request), IsOk());
  auto dry = DuplicatePair("b", "a");
  dry.set_validate_only(true);
  EXPECT_THAT(MergeTwo(f, dry), IsOk()) << "a draft is computed again";
  ASSERT_THAT(f.Submit(), IsOk());
  const absl::Status refused = MergeTwo(f, DuplicatePair("b", "a")).status();
  ASSERT_THAT(refused, StatusIs(kFailed, "ORGANISATION_IN_USE"));
  EXPECT_EQ(UsedBy(refused), kPlan);
}

}  // namespace
}  // namespace congress::allocation

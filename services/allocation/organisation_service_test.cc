#include <set>
#include <thread>

#include "congress/audit/v1/audit.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/text/order.h"
#include "platform/xlsx/workbook.h"
#include "services/allocation/testing/service_fixture.h"

namespace congress::allocation {
namespace {

using support::IsOk;
using support::StatusIs;

absl::StatusOr<v1::Organisation> Get(Fixture& f, const std::string& name, Fixture::Context context = nullptr) {
  v1::GetOrganisationRequest request;
  request.set_name(name);
  return f.Call(&Organisations::GetOrganisation, request, std::move(context));
}

absl::StatusOr<v1::ListOrganisationsResponse> List(Fixture& f, const v1::ListOrganisationsRequest& request,
                                                   Fixture::Context context = nullptr) {
  return f.Call(&Organisations::ListOrganisations, request, std::move(context));
}

TEST(ImportOrganisations, TakesAProvinceInOneCommitAndTheSameFileChangesNothing) {
  Fixture f;
  ASSERT_OK_AND_ASSIGN(const auto first, f.Import(sample::ProvinceOf412()));
  EXPECT_EQ(first.new_count(), 539);
  EXPECT_EQ(first.rows_size(), 0);
  const auto commits = *f.service().store().LastSequence();
  ASSERT_OK_AND_ASSIGN(const auto second, f.Import(sample::ProvinceOf412()));
  EXPECT_EQ(second.unchanged_count(), 539);
  EXPECT_EQ(*f.service().store().LastSequence(), commits);
  v1::CheckLineageRequest request;
  request.set_expected_before(412);
  request.set_expected_after(130);
  ASSERT_OK_AND_ASSIGN(const auto lineage, f.Call(&Organisations::CheckLineage, request));
  EXPECT_EQ(lineage.before_count(), 412);
  EXPECT_EQ(lineage.after_count(), 130);
  EXPECT_EQ(lineage.unchanged_count(), 9);
  EXPECT_EQ(lineage.active_count(), 136);
  for (const auto& check : lineage.checks()) EXPECT_TRUE(check.passed()) << check.title();
}

TEST(ImportOrganisations, TakesAWorkbookInPlaceOfCsv) {
  Fixture f;
  v1::ImportOrganisationsRequest request;
  const auto workbook = xlsx::Write("Đơn vị", absl::UnixEpoch(), [](xlsx::Workbook& book) {
    book.Add("Ghi chú").Text(0, 0, "Không phải danh sách");
    xlsx::Sheet sheet = book.Add("Đơn vị");
    const std::vector<std::string> titles = {"Code",    "Name",          "Kind",        "Parent",
                                             "Members", "Members as of", "Merged from", "Valid from"};
    for (size_t i = 0; i < titles.size(); ++i) sheet.Text(0, static_cast<int>(i), titles[i]);
    const std::vector<std::string> row = {"00123", "Xã A", "commune", "", "", "2025-06-10"};
    for (size_t i = 0; i < row.size(); ++i) sheet.Text(1, static_cast<int>(i), row[i]);
    sheet.Number(1, 4, 1234);
  });
  ASSERT_OK_AND_ASSIGN(*request.mutable_csv(), workbook);
  EXPECT_THAT(f.Call(&Organisations::ImportOrganisations, request), StatusIs(kInvalid, "CSV_MALFORMED"));
  request.set_sheet("đơn vị");
  ASSERT_OK_AND_ASSIGN(const auto imported, f.Call(&Organisations::ImportOrganisations, request));
  EXPECT_EQ(imported.new_count(), 1);
  ASSERT_OK_AND_ASSIGN(const auto unit, Get(f, "organisations/unit-00123"));
  EXPECT_EQ(unit.members(), 1234);
  request.set_sheet("khác");
  EXPECT_THAT(f.Call(&Organisations::ImportOrganisations, request), StatusIs(kInvalid, "CSV_MALFORMED"));
}

TEST(ImportOrganisations, ReadsNumbersByTheDecimalMarkThatIsDeclared) {
  Fixture f;
  v1::ImportOrganisationsRequest request;
  request.set_csv(sample::kHeader + "a,Xã A,commune,,1.234,2025-06-10,,\n");
  EXPECT_THAT(f.Call(&Organisations::ImportOrganisations, request), StatusIs(kInvalid, "IMPORT_REJECTED"));
  request.set_decimal(";");
  EXPECT_THAT(f.Call(&Organisations::ImportOrganisations, request), StatusIs(kInvalid, "FIELDS_INVALID"));
  request.set_decimal(",");
  EXPECT_TRUE(f.Call(&Organisations::ImportOrganisations, request).ok());
  ASSERT_OK_AND_ASSIGN(const auto unit, Get(f, "organisations/a"));
  EXPECT_EQ(unit.members(), 1234);
}

TEST(ImportOrganisations, PreviewPagesEveryRowAndChangesNothing) {
  Fixture f;
  v1::ImportOrganisationsRequest request;
  request.set_csv(sample::kHeader +
                  "a,Xã A,commune,,5,2025-06-10,,\nb,Xã B,commune,,-1,2025-06-10,,\nc,Xã C,commune,,5,2025-06-10,,\n");
  request.set_validate_only(true);
  request.set_page_size(2);
  ASSERT_OK_AND_ASSIGN(const auto first, f.Call(&Organisations::ImportOrganisations, request));
  ASSERT_EQ(first.rows_size(), 2);
  EXPECT_EQ(first.rows(0).state(), v1::ImportRow::NEW);
  EXPECT_EQ(first.rows(1).state(), v1::ImportRow::ERROR);
  EXPECT_EQ(first.rows(1).line(), 3);
  EXPECT_EQ(first.new_count(), 2);
  EXPECT_EQ(first.error_count(), 1);
  request.set_page_token(first.next_page_token());
  ASSERT_OK_AND_ASSIGN(const auto second, f.Call(&Organisations::ImportOrganisations, request));
  ASSERT_EQ(second.rows_size(), 1);
  EXPECT_EQ(second.rows(0).code(), "c");
  EXPECT_EQ(second.next_page_token(), "");
  request.set_csv(request.csv() + "d,Xã D,commune,,5,2025-06-10,,\n");
  EXPECT_THAT(f.Call(&Organisations::ImportOrganisations, request), StatusIs(kInvalid, "PAGE_TOKEN_INVALID"));
  EXPECT_EQ(*f.service().store().LastSequence(), 0);
}

TEST(ImportOrganisations, RefusesAFileWithAnyBadRowAndChangesNothing) {
  Fixture f;
  EXPECT_THAT(f.Import(sample::kHeader + "a,Xã A,commune,,5,2025-06-10,,\nb,Xã B,commune,,-1,2025-06-10,,\n"),
              StatusIs(kInvalid, "IMPORT_REJECTED"));
  EXPECT_EQ(*f.service().store().LastSequence(), 0);
}

TEST(ImportOrganisations, RefusesWhatIsNoTable) {
  Fixture f;
  const struct {
    std::string csv;
    const char* line;
    const char* cause;
  } cases[] = {
      {"code,name\n", "1", "columns_missing"},
      {"\n", "1", "empty"},
      {"code,code\n", "1", "column_twice"},
      {"measure:Số," + sample::kHeader, "1", "measure_name"},
      {sample::kHeader + "a,\xff,commune,,5,2025-06-10,,\n", "2", "encoding"},
      {sample::kHeader + "a,\"Xã A,commune,,5,2025-06-10,,\n", "2", "quote_open"},
      {sample::kHeader + "a,Xã \"A\",commune,,5,2025-06-10,,\n", "2", "quote_inside"},
      {sample::kHeader + "a,\"Xã\" A,commune,,5,2025-06-10,,\n", "2", "quote_text"},
      {sample::kHeader + "a,Xã A\n", "2", "cells"},
  };
  for (const auto& c : cases) {
    const auto refused = f.Import(c.csv);
    EXPECT_THAT(refused, StatusIs(kInvalid, "CSV_MALFORMED"));
    EXPECT_EQ(support::MetadataIn(refused.status(), "line"), c.line) << c.csv;
    EXPECT_EQ(support::MetadataIn(refused.status(), "cause"), c.cause) << c.csv;
  }
  EXPECT_THAT(f.Import(""), StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST(ImportOrganisations, ReadsByteOrderMarksAndCarriageReturns) {
  Fixture f;
  std::string csv = sample::kHeader + "a,Xã A,commune,,5,2025-06-10,,\n";
  ASSERT_THAT(f.Import(csv), IsOk());
  for (size_t at = csv.find('\n'); at != std::string::npos; at = csv.find('\n', at + 2)) csv.insert(at, "\r");
  ASSERT_OK_AND_ASSIGN(const auto same, f.Import("\xEF\xBB\xBF" + csv));
  EXPECT_EQ(same.unchanged_count(), 1);
}

// An answer is kept even when there was nothing to do; else its repetition would undo what others did since.
TEST(ImportOrganisations, ARepetitionOfWhatChangedNothingStillChangesNothing) {
  Fixture f;
  const std::string rows = sample::kHeader + "a,Xã A,commune,,5,2025-06-10,,\n";
  ASSERT_THAT(f.Import(rows), IsOk());
  v1::ImportOrganisationsRequest again;
  again.set_csv(rows);
  again.set_request_id("6f1c2a9e-30b4-4c57-9a55-0d3c1c3f8a01");
  ASSERT_THAT(f.Call(&Organisations::ImportOrganisations, again), IsOk());
  ASSERT_THAT(f.Import(sample::kHeader + "a,Xã A,commune,,9,2025-06-10,,\n"), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto answer, f.Call(&Organisations::ImportOrganisations, again));
  EXPECT_EQ(answer.unchanged_count(), 1);
  ASSERT_OK_AND_ASSIGN(const auto now, f.Import(sample::kHeader + "a,Xã A,commune,,9,2025-06-10,,\n"));
  EXPECT_EQ(now.unchanged_count(), 1);
}

TEST(ImportOrganisations, TakesNoMoreThanACommitHolds) {
  Fixture f;
  std::string csv = sample::kHeader;
  for (int i = 0; i < 10'001; ++i) absl::StrAppend(&csv, "u", i, ",Xã,commune,,5,2025-06-10,,\n");
  EXPECT_THAT(f.Import(csv), StatusIs(kInvalid, "CHANGE_TOO_LARGE"));
  EXPECT_EQ(*f.service().store().LastSequence(), 0);
}

TEST(ImportOrganisations, RepeatsItsAnswerUnderTheSameRequestId) {
  Fixture f;
  v1::ImportOrganisationsRequest request;
  request.set_csv(sample::kHeader + "a,Xã A,commune,,5,2025-06-10,,\n");
  request.set_request_id(RequestId(1));
  ASSERT_OK_AND_ASSIGN(const auto first, f.Call(&Organisations::ImportOrganisations, request));
  ASSERT_OK_AND_ASSIGN(const auto again, f.Call(&Organisations::ImportOrganisations, request));
  EXPECT_EQ(first.new_count(), 1);
  EXPECT_EQ(again.new_count(), 1);
  request.set_csv(request.csv() + "b,Xã B,commune,,5,2025-06-10,,\n");
  EXPECT_THAT(f.Call(&Organisations::ImportOrganisations, request), StatusIs(kInvalid, "REQUEST_ID_REUSED"));
}

TEST(ImportOrganisations, TwoAtOnceLeaveOneWholeTree) {
  Fixture f;
  ASSERT_THAT(f.Import(sample::kHeader + "a,Xã A,commune,,5,2025-06-10,,2020-01-01\n"), IsOk());
  absl::Status results[2];
  const auto merge = [&](int which) {
    results[which] =
        f.Import(StrCat(sample::kHeader, "b", which, ",Xã B,commune,,5,2025-06-10,a,2025-07-01\n")).status();
  };
  {
    std::jthread first(merge, 0);
    std::jthread second(merge, 1);
  }
  EXPECT_NE(results[0].ok(), results[1].ok()) << "a unit is merged once: " << results[0] << results[1];
}

TEST(GetOrganisation, HidesWhatTheCallerMayNotRead) {
  Fixture f;
  f.ImportTwo();
  ASSERT_OK_AND_ASSIGN(const auto a, Get(f, "organisations/a"));
  EXPECT_EQ(a.merged_from_size(), 2);
  EXPECT_NE(a.etag(), "");
  EXPECT_THAT(Get(f, "organisations/a", f.service().As("x", {"reader@a"})), IsOk());
  EXPECT_THAT(Get(f, "organisations/a", f.service().As("x", {"reader@b"})),
              StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Get(f, "organisations/none"), StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Get(f, "persons/a"), StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST(ListOrganisations, FiltersByKindParentAndDay) {
  Fixture f;
  f.ImportTwo();
  v1::ListOrganisationsRequest request;
  EXPECT_EQ(List(f, request)->organisations_size(), 5);
  EXPECT_EQ(List(f, request, f.service().As("x", {"reader@b"}))->organisations_size(), 1);
  request.set_kind("commune");
  EXPECT_EQ(List(f, request)->organisations_size(), 2);
  *request.mutable_as_of() = civil::ToDate(absl::CivilDay(2025, 6, 15));
  EXPECT_EQ(List(f, request)->organisations_size(), 1) << "the merger takes effect the day after";
  request.set_kind("former-commune");
  EXPECT_EQ(List(f, request)->organisations_size(), 2);
  *request.mutable_as_of() = civil::ToDate(absl::CivilDay(2025, 6, 16));
  EXPECT_EQ(List(f, request)->organisations_size(), 0);
  request.Clear();
  request.set_parent("organisations/a");
  EXPECT_EQ(List(f, request)->organisations_size(), 0);
}

TEST(ListOrganisations, ThoseBelowAMergedUnitAreUnderItsSuccessorFromTheDayOn) {
  Fixture f;
  ASSERT_THAT(f.Import(sample::kHeader +
                       "k,Xã K,commune,,5,2025-06-10,,1990-01-01\nac,Chi bộ AC,cell,k,5,2025-06-10,,1990-01-01\n"),
              IsOk());
  ASSERT_THAT(f.Import(sample::kHeader + "n,Xã N,commune,,5,2025-06-10,k,2025-07-04\n"), IsOk());
  const auto below = [&](const std::string& parent, absl::CivilDay day) {
    v1::ListOrganisationsRequest request;
    request.set_parent(parent);
    *request.mutable_as_of() = civil::ToDate(day);
    return List(f, request)->organisations_size();
  };
  EXPECT_EQ(below("organisations/n", absl::CivilDay(2025, 7, 3)), 0);
  EXPECT_EQ(below("organisations/n", absl::CivilDay(2025, 7, 4)), 1);
  EXPECT_EQ(below("organisations/k", absl::CivilDay(2025, 7, 3)), 1);
  EXPECT_EQ(below("organisations/k", absl::CivilDay(2025, 7, 4)), 0);
  EXPECT_EQ(Get(f, "organisations/k")->state(), v1::Organisation::ACTIVE) << "its end is to come";
  EXPECT_EQ(Get(f, "organisations/k")->successor(), "organisations/n");
}

TEST(ListOrganisations, SortsCodesAsPeopleDoOnEveryPage) {
  Fixture f;
  std::string csv = sample::kHeader;
  for (const char* code : {"u-10", "u-2", "u-1", "u-11"}) csv += std::string(code) + ",Xã,commune,,1,2025-06-10,,\n";
  ASSERT_THAT(f.Import(csv), IsOk());
  v1::ListOrganisationsRequest request;
  request.set_kind("commune");
  request.set_page_size(1);
  std::vector<std::string> codes;
  do {
    ASSERT_OK_AND_ASSIGN(const auto page, List(f, request));
    for (const auto& organisation : page.organisations()) codes.push_back(organisation.code());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(codes, testing::ElementsAre("u-1", "u-2", "u-10", "u-11"));
}

TEST(ListOrganisations, GivesEachOnceOverAllPages) {
  Fixture f;
  ASSERT_THAT(f.Import(sample::ProvinceOf412()), IsOk());
  v1::ListOrganisationsRequest request;
  request.set_page_size(97);
  for (const char* order : {"", "name"}) {
    request.set_order_by(order);
    std::vector<std::string> names;
    do {
      ASSERT_OK_AND_ASSIGN(const auto page, List(f, request));
      for (const auto& organisation : page.organisations()) names.push_back(organisation.name());
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    EXPECT_EQ(names.size(), 540U);
    EXPECT_TRUE(*order == '\0' ? std::is_sorted(names.begin(), names.end(), text::NaturalLess)
                               : std::is_sorted(names.begin(), names.end()));
    EXPECT_EQ(std::adjacent_find(names.begin(), names.end()), names.end());
  }
  ASSERT_OK_AND_ASSIGN(const auto page, List(f, request));
  request.set_order_by("");
  request.set_page_token(page.next_page_token());
  EXPECT_THAT(List(f, request), StatusIs(kInvalid, "PAGE_TOKEN_INVALID")) << "of the other order";
  request.set_order_by("kind");
  request.set_page_token("");
  const auto refused = List(f, request).status();
  EXPECT_THAT(refused, StatusIs(kInvalid, "FILTER_INVALID"));
  EXPECT_EQ(support::MetadataIn(refused, "fields"), "name");
  request.set_order_by("name desc");
  EXPECT_EQ(support::MetadataIn(List(f, request).status(), "cause"), "descending");
  request.set_order_by("");
  request.set_page_token("rubbish");
  EXPECT_THAT(List(f, request), StatusIs(kInvalid, "PAGE_TOKEN_INVALID"));
  request.set_page_token("");
  request.set_page_size(-1);
  EXPECT_THAT(List(f, request), StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST(CheckLineage, IsNotFoundBeforeTheFirstImport) {
  Fixture f;
  v1::CheckLineageRequest request;
  EXPECT_THAT(f.Call(&Organisations::CheckLineage, request),
              StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  request.set_expected_before(-1);
  EXPECT_THAT(f.Call(&Organisations::CheckLineage, request), StatusIs(kInvalid, "FIELDS_INVALID"));
}

// Kinds of the changes of organisations in the last audit record, each once.
std::set<audit::v1::Change::Kind> LastKinds(Fixture& f) {
  const auto records = f.service().store().Scan(store::Range::Prefix("log/audit/"), 1000);
  EXPECT_THAT(records, IsOk());
  audit::v1::AuditRecord last;
  EXPECT_TRUE(last.ParseFromString(records->back().value));
  std::set<audit::v1::Change::Kind> kinds;
  for (const auto& change : last.changes()) {
    if (change.name().starts_with("organisations/")) kinds.insert(change.kind());
  }
  return kinds;
}

TEST(ImportOrganisations, TellsTheAuditWhatIsNewAndWhatChanged) {
  Fixture f;
  f.ImportTwo();
  EXPECT_EQ(LastKinds(f), std::set<audit::v1::Change::Kind>{audit::v1::Change::CREATED});
  ASSERT_THAT(f.Import(sample::kHeader + "b,Xã B,commune,,101,2025-06-10,,2020-01-01\n"), IsOk());
  EXPECT_EQ(LastKinds(f), std::set<audit::v1::Change::Kind>{audit::v1::Change::UPDATED});
}

}  // namespace
}  // namespace congress::allocation

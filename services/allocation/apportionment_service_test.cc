// Apportionment over gRPC: answers, errors with their details, lots that are kept and audited.
#include "congress/allocation/v1/apportionment_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "gmpxx.h"
#include "gtest/gtest.h"
#include "platform/civil/civil.h"
#include "services/allocation/testing/service_fixture.h"

namespace congress::allocation {
namespace {

using support::IsOk;
using support::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using Apportionments = v1::ApportionmentService::StubInterface;

struct ApportionmentFixture : Fixture {
  absl::StatusOr<v1::ComputeApportionmentResponse> Compute(const v1::ComputeApportionmentRequest& request,
                                                           Context context = nullptr) {
    return Call(&Apportionments::ComputeApportionment, request, std::move(context));
  }
  absl::StatusOr<v1::ComputeBiproportionalApportionmentResponse> Compute(
      const v1::ComputeBiproportionalApportionmentRequest& request) {
    return Call(&Apportionments::ComputeBiproportionalApportionment, request);
  }
};

v1::ComputeApportionmentRequest Request(const std::string& method, int64_t seats,
                                        const std::vector<std::string>& weights) {
  v1::ComputeApportionmentRequest request;
  request.set_method(method);
  request.set_seats(seats);
  for (size_t i = 0; i < weights.size(); ++i) {
    v1::ApportionmentUnit& unit = *request.add_units();
    unit.set_key(std::string(1, static_cast<char>('A' + i)));
    unit.set_weight(weights[i]);
  }
  return request;
}

std::vector<int64_t> SeatsOf(const v1::ComputeApportionmentResponse& answer) {
  std::vector<int64_t> seats;
  for (const v1::ApportionedUnit& unit : answer.units()) seats.push_back(unit.seats());
  return seats;
}

// Rows A, B… and columns 1, 2…, a weight a cell.
v1::ComputeBiproportionalApportionmentRequest TableRequest(const std::vector<int64_t>& rows,
                                                           const std::vector<int64_t>& columns,
                                                           const std::vector<std::string>& weights) {
  v1::ComputeBiproportionalApportionmentRequest request;
  for (size_t i = 0; i < rows.size(); ++i) {
    request.add_rows()->set_key(std::string(1, static_cast<char>('A' + i)));
    request.mutable_rows(static_cast<int>(i))->set_seats(rows[i]);
  }
  for (size_t j = 0; j < columns.size(); ++j) {
    request.add_columns()->set_key(std::to_string(j + 1));
    request.mutable_columns(static_cast<int>(j))->set_seats(columns[j]);
  }
  for (size_t i = 0; i < weights.size(); ++i) {
    v1::TableCell& cell = *request.add_cells();
    cell.set_row(request.rows(static_cast<int>(i / columns.size())).key());
    cell.set_column(request.columns(static_cast<int>(i % columns.size())).key());
    cell.set_weight(weights[i]);
  }
  return request;
}

std::vector<int64_t> SeatsOf(const v1::ComputeBiproportionalApportionmentResponse& answer) {
  std::vector<int64_t> seats;
  for (const v1::ApportionedCell& cell : answer.cells()) seats.push_back(cell.seats());
  return seats;
}

std::string CauseOf(const absl::Status& status) {
  EXPECT_THAT(status, StatusIs(kInvalid, "APPORTIONMENT_INFEASIBLE"));
  return support::MetadataIn(status, "cause");
}

TEST(ComputeApportionment, GivesSeatsAndACertificateThatHolds) {
  ApportionmentFixture f;
  ASSERT_OK_AND_ASSIGN(const auto answer, f.Compute(Request("jefferson", 6, {"340", "280", "160", "60.5"})));
  EXPECT_TRUE(answer.decided());
  EXPECT_THAT(SeatsOf(answer), ElementsAre(3, 2, 1, 0));
  EXPECT_EQ(answer.certificate().method(), "dhondt");
  EXPECT_EQ(answer.certificate().units(3).weight(), "60.5");
  v1::VerifyAllocationRequest verify;
  *verify.mutable_certificate() = answer.certificate();
  ASSERT_OK_AND_ASSIGN(auto verdict, f.Call(&Apportionments::VerifyAllocation, verify));
  EXPECT_TRUE(verdict.valid());
  EXPECT_THAT(verdict.findings(), IsEmpty());
  verify.mutable_certificate()->mutable_units(0)->set_seats(4);
  verify.mutable_certificate()->mutable_units(1)->set_seats(1);
  ASSERT_OK_AND_ASSIGN(verdict, f.Call(&Apportionments::VerifyAllocation, verify));
  EXPECT_FALSE(verdict.valid());
  EXPECT_THAT(verdict.findings(0), HasSubstr("'A' has a seat too many"));
}

TEST(ComputeApportionment, TellsATieAndLeavesItOpen) {
  ApportionmentFixture f;
  ASSERT_OK_AND_ASSIGN(const auto answer, f.Compute(Request("hare", 4, {"5", "5", "2"})));
  EXPECT_FALSE(answer.decided());
  EXPECT_THAT(SeatsOf(answer), ElementsAre(1, 1, 0));
  EXPECT_THAT(answer.tie().keys(), ElementsAre("A", "B", "C"));
  EXPECT_EQ(answer.tie().seats_at_stake(), 2);
  EXPECT_THAT(answer.tie().winners(), IsEmpty());
}

TEST(ComputeApportionment, DecidesByOrderOrByALotThatIsKept) {
  ApportionmentFixture f;
  auto request = Request("sainte-lague", 1, {"7", "7"});
  request.mutable_ties()->set_first(true);
  ASSERT_OK_AND_ASSIGN(auto answer, f.Compute(request));
  EXPECT_THAT(answer.tie().winners(), ElementsAre("A"));
  EXPECT_FALSE(answer.has_lot());

  // Some seed makes each of them win, and the same seed the same one.
  std::set<std::string> winners;
  for (const char* seed : {"1", "2", "3", "4", "5", "6", "7", "8"}) {
    request.mutable_ties()->set_lot_seed(seed);
    ASSERT_OK_AND_ASSIGN(answer, f.Compute(request, f.Role("clerk")));
    ASSERT_OK_AND_ASSIGN(const auto again, f.Compute(request, f.Role("clerk")));
    EXPECT_EQ(again.tie().winners(0), answer.tie().winners(0));
    winners.insert(answer.tie().winners(0));
  }
  EXPECT_THAT(winners, ElementsAre("A", "B"));

  v1::GetLotRequest get;
  get.set_name(answer.lot().name());
  ASSERT_OK_AND_ASSIGN(const v1::Lot lot, f.Call(&Apportionments::GetLot, get));
  EXPECT_EQ(lot.seed(), "8");
  EXPECT_EQ(lot.drawn_by(), "clerk");
  EXPECT_EQ(lot.organisation(), "organisations/province");
  EXPECT_TRUE(lot.has_draw_time());
  EXPECT_THAT(lot.tied(), ElementsAre("A", "B"));
  EXPECT_EQ(lot.inputs_sha256(), answer.certificate().inputs_sha256());
  ASSERT_OK_AND_ASSIGN(const auto lots, f.Call(&Apportionments::ListLots, v1::ListLotsRequest()));
  EXPECT_EQ(lots.lots_size(), 16);

  request.set_validate_only(true);
  ASSERT_THAT(f.Compute(request), IsOk());
  EXPECT_EQ(f.Call(&Apportionments::ListLots, v1::ListLotsRequest())->lots_size(), 16);
}

TEST(ComputeApportionment, OnlyWhoMayPrepareDrawsALot) {
  ApportionmentFixture f;
  auto request = Request("sainte-lague", 1, {"7", "7"});
  request.mutable_ties()->set_lot_seed("1");
  EXPECT_THAT(f.Compute(request, f.Role("reader")),
              StatusIs(absl::StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  // A clerk of a unit draws for the unit, not for the province.
  EXPECT_THAT(f.Compute(request, f.service().As("c", {"clerk@unit-a"})),
              StatusIs(absl::StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  request.set_organisation("organisations/unit-a");
  ASSERT_THAT(f.Compute(request, f.service().As("c", {"clerk@unit-a"})), IsOk());
}

TEST(VerifyAllocation, TellsWhoHasTheWorkInWhateverOrderTheRolesCome) {
  ApportionmentFixture f;
  const auto today = civil::Today(f.service().now());
  f.service().organisations().End("organisations/unit-a", today, "organisations/unit-c");
  f.service().organisations().End("organisations/unit-b", today, "");
  for (const auto& bindings : {std::vector<std::string>{"clerk@unit-a", "clerk@unit-b", "reader@unit-c"},
                               std::vector<std::string>{"reader@unit-c", "clerk@unit-b", "clerk@unit-a"}}) {
    const auto refused =
        f.Call(&Apportionments::VerifyAllocation, v1::VerifyAllocationRequest(), f.service().As("c", bindings));
    EXPECT_THAT(refused, StatusIs(absl::StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
    EXPECT_EQ(support::MetadataIn(refused.status(), "cause"), "ended");
    EXPECT_EQ(support::MetadataIn(refused.status(), "successor"), "organisations/unit-c");
  }
  const auto alone =
      f.Call(&Apportionments::VerifyAllocation, v1::VerifyAllocationRequest(), f.service().As("c", {"clerk@unit-b"}));
  EXPECT_EQ(support::MetadataIn(alone.status(), "cause"), "ended_alone");
}

TEST(ComputeApportionment, NamesEveryFaultWithItsField) {
  ApportionmentFixture f;
  auto request = Request("dhond", 5, {"1", "-2", "3e4", "", "1.0000000001", "1"});
  request.mutable_units(5)->set_key("A");
  const auto answer = f.Compute(request);
  EXPECT_THAT(answer, StatusIs(kInvalid, "FIELDS_INVALID"));
  // An empty weight is caught before the others.
  EXPECT_THAT(std::string(answer.status().message()), HasSubstr("units[3].weight"));
  request.mutable_units(3)->set_weight("2");
  const std::string message(f.Compute(request).status().message());
  for (const char* fault : {"method", "units[1].weight", "units[2].weight", "units[4].weight", "units[5].key"}) {
    EXPECT_THAT(message, HasSubstr(fault));
  }
  EXPECT_THAT(f.Compute(Request("dhondt", 5, {"0", "0.0"})), StatusIs(kInvalid, "FIELDS_INVALID"));
  request = Request("droop", 5, {"3", "2"});
  request.mutable_units(0)->set_minimum(1);
  EXPECT_THAT(f.Compute(request), StatusIs(kInvalid, "FIELDS_INVALID"));
  request = Request("sainte-lague", 5, {"3", "2"});
  request.set_first_divisor("7/10");
  EXPECT_THAT(f.Compute(request), StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST(ComputeApportionment, SaysWhyThereIsNone) {
  ApportionmentFixture f;
  auto request = Request("dhondt", 5, {"3", "2", "1"});
  request.mutable_units(0)->set_minimum(4);
  request.mutable_units(1)->set_minimum(3);
  auto answer = f.Compute(request);
  EXPECT_THAT(answer, StatusIs(kInvalid, "APPORTIONMENT_INFEASIBLE"));
  EXPECT_EQ(CauseOf(answer.status()), "MINIMA");
  EXPECT_EQ(support::MetadataIn(answer.status(), "units"), "A, B");
  request = Request("dhondt", 5, {"3", "2", "1"});
  for (v1::ApportionmentUnit& unit : *request.mutable_units()) unit.set_maximum(1);
  EXPECT_EQ(CauseOf(f.Compute(request).status()), "MAXIMA");
  EXPECT_EQ(CauseOf(f.Compute(Request("adams", 2, {"3", "2", "1"})).status()), "FIRST_SEATS");
  EXPECT_EQ(CauseOf(f.Compute(Request("imperiali", 1, {"67", "33", "67"})).status()), "WHOLE_QUOTAS");
  EXPECT_THAT(f.Compute(Request("quota-method", 1'000'000'000, {"1", "2"})),
              StatusIs(kInvalid, "APPORTIONMENT_TOO_LARGE"));
}

TEST(ComputeApportionment, KeepsNothingOfAnAnswerThatCannotBeSent) {
  ApportionmentFixture f;
  v1::ComputeApportionmentRequest request;
  request.set_method("sainte-lague");
  request.set_seats(10);
  for (int i = 0; i < 45'000; ++i) {
    v1::ApportionmentUnit& unit = *request.add_units();
    unit.set_key(StrCat(std::string(190, 'k'), i));
    unit.set_weight("1");
  }
  // Keys, tied ones, winners, and those of the lot.
  request.mutable_ties()->set_lot_seed("s");
  EXPECT_THAT(f.Compute(request), StatusIs(absl::StatusCode::kInvalidArgument, "APPORTIONMENT_TOO_LARGE"));
  const auto lots = f.Call(&Apportionments::ListLots, v1::ListLotsRequest());
  EXPECT_TRUE(lots->lots().empty());
  request.mutable_units(0)->set_weight("1000000");
  request.clear_ties();
  ASSERT_OK_AND_ASSIGN(const auto answer, f.Compute(request));
  EXPECT_EQ(answer.units(0).seats(), 10);
  EXPECT_FALSE(answer.has_certificate()) << "too large, and the rest is not";
}

TEST(ComputeBiproportionalApportionment, FillsTheTable) {
  ApportionmentFixture f;
  auto request = TableRequest({5, 5}, {4, 3, 3}, {"123", "45", "815", "912", "312", "714"});
  ASSERT_OK_AND_ASSIGN(const auto answer, f.Compute(request));
  EXPECT_TRUE(answer.decided());
  EXPECT_THAT(SeatsOf(answer), ElementsAre(1, 1, 3, 3, 2, 0));
  EXPECT_EQ(answer.columns(0).seats(), 4);
  EXPECT_NE(answer.rows(1).divisor(), "");
  v1::VerifyAllocationRequest verify;
  *verify.mutable_table_certificate() = answer.certificate();
  ASSERT_OK_AND_ASSIGN(auto verdict, f.Call(&Apportionments::VerifyAllocation, verify));
  EXPECT_TRUE(verdict.valid());
  verify.mutable_table_certificate()->mutable_cells(0)->set_seats(2);
  ASSERT_OK_AND_ASSIGN(verdict, f.Call(&Apportionments::VerifyAllocation, verify));
  EXPECT_FALSE(verdict.valid());
  EXPECT_THAT(verdict.findings(0), HasSubstr("'A': the cells make 6 seats, not 5"));
  // One certificate at a time.
  verify.mutable_certificate();
  EXPECT_THAT(f.Call(&Apportionments::VerifyAllocation, verify), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(f.Call(&Apportionments::VerifyAllocation, v1::VerifyAllocationRequest()),
              StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST(ComputeBiproportionalApportionment, ApportionsColumnsFirstWhereAsked) {
  ApportionmentFixture f;
  // 30/3 + 10/1 against 60/3 + 20/1: two to one, though the votes are 40 to 80.
  auto request = TableRequest({3, 1}, {0, 0, 0}, {"30", "60", "500", "10", "20", "500"});
  for (v1::TableLine& column : *request.mutable_columns()) column.clear_seats();
  request.mutable_columns(2)->set_excluded(true);
  EXPECT_THAT(f.Compute(request), StatusIs(kInvalid, "FIELDS_INVALID"));
  request.set_upper_method("sainte-lague");
  ASSERT_OK_AND_ASSIGN(const auto answer, f.Compute(request));
  EXPECT_EQ(answer.columns(0).seats(), 1);
  EXPECT_EQ(answer.columns(1).seats(), 3);
  EXPECT_EQ(answer.columns(2).seats(), 0);
  EXPECT_EQ(answer.columns(2).divisor(), "");
  // A tie of columns comes before the cells.
  request = TableRequest({1}, {0, 0}, {"5", "5"});
  for (v1::TableLine& column : *request.mutable_columns()) column.clear_seats();
  request.set_upper_method("dhondt");
  ASSERT_OK_AND_ASSIGN(const auto open, f.Compute(request));
  EXPECT_FALSE(open.decided());
  EXPECT_THAT(open.column_tie().keys(), ElementsAre("1", "2"));
  EXPECT_THAT(open.cells(), IsEmpty());
  request.mutable_ties()->set_lot_seed("x");
  ASSERT_OK_AND_ASSIGN(const auto drawn, f.Compute(request));
  EXPECT_TRUE(drawn.decided());
  EXPECT_EQ(drawn.lot().winners_size(), 1);
  EXPECT_EQ(drawn.lot().inputs_sha256(), drawn.certificate().inputs_sha256());
}

TEST(ComputeBiproportionalApportionment, TellsTiesOfCells) {
  ApportionmentFixture f;
  auto request = TableRequest({1, 1}, {1, 1}, {"2", "3", "4", "6"});
  ASSERT_OK_AND_ASSIGN(auto answer, f.Compute(request));
  EXPECT_FALSE(answer.decided());
  EXPECT_THAT(SeatsOf(answer), ElementsAre(0, 0, 0, 0));
  EXPECT_THAT(answer.tie().keys(), ElementsAre("A / 1", "A / 2", "B / 1", "B / 2"));
  EXPECT_EQ(answer.tie().seats_at_stake(), 2);
  request.mutable_ties()->set_first(true);
  ASSERT_OK_AND_ASSIGN(answer, f.Compute(request));
  // Every quotient is the signpost 1/2.
  EXPECT_TRUE(2 / (mpq_class(answer.rows(0).divisor()) * mpq_class(answer.columns(0).divisor())) == mpq_class(1, 2));
  EXPECT_THAT(SeatsOf(answer), ElementsAre(1, 0, 0, 1));
  EXPECT_THAT(answer.tie().winners(), ElementsAre("A / 1", "B / 2"));
}

TEST(ComputeBiproportionalApportionment, GivesTheStrongestASeat) {
  ApportionmentFixture f;
  auto request = TableRequest({1, 1, 3}, {2, 3}, {"10", "9", "7", "7", "90", "80"});
  request.set_seat_for_strongest(true);
  ASSERT_OK_AND_ASSIGN(const auto answer, f.Compute(request));
  EXPECT_EQ(answer.cells(0).seats(), 1);
  EXPECT_THAT(answer.skipped_rows(), ElementsAre("B"));
}

TEST(ComputeBiproportionalApportionment, SaysWhatIsWrong) {
  ApportionmentFixture f;
  EXPECT_EQ(CauseOf(f.Compute(TableRequest({2, 1}, {1, 1}, {"1", "1", "1", "1"})).status()), "TOTALS");
  EXPECT_EQ(CauseOf(f.Compute(TableRequest({2, 2, 1}, {3, 2}, {"1", "0", "1", "0", "1", "1"})).status()),
            "ROWS_BLOCKED");
  EXPECT_EQ(CauseOf(f.Compute(TableRequest({3, 2}, {2, 2, 1}, {"1", "1", "1", "0", "0", "1"})).status()),
            "COLUMNS_BLOCKED");
  EXPECT_EQ(CauseOf(f.Compute(TableRequest({1, 1}, {1, 1}, {"0", "0", "1", "1"})).status()), "ROWS_WITHOUT_WEIGHT");
  EXPECT_EQ(CauseOf(f.Compute(TableRequest({1, 2}, {1, 1, 1}, {"0", "1", "1", "0", "1", "1"})).status()),
            "COLUMNS_WITHOUT_WEIGHT");
  auto request = TableRequest({1, 2}, {2, 1}, {"1", "1", "1", "1"});
  request.mutable_cells(0)->set_minimum(2);
  const auto minima = f.Compute(request);
  EXPECT_THAT(minima, StatusIs(kInvalid, "APPORTIONMENT_INFEASIBLE"));
  EXPECT_EQ(CauseOf(minima.status()), "ROW_MINIMA");
  EXPECT_THAT(f.Compute(TableRequest({1'000'000'000, 1}, {1'000'000'000, 1}, {"1", "1", "1", "1"})),
              StatusIs(kInvalid, "APPORTIONMENT_TOO_LARGE"));

  request.mutable_cells(0)->set_weight("0");
  EXPECT_THAT(f.Compute(request), StatusIs(kInvalid, "FIELDS_INVALID"));
  request = TableRequest({1, 2}, {2, 1}, {"1", "x", "1", "1"});
  request.set_method("hare");
  request.add_cells()->CopyFrom(request.cells(0));
  request.mutable_cells(2)->set_row("Z");
  const auto faults = f.Compute(request);
  EXPECT_THAT(faults, StatusIs(kInvalid, "FIELDS_INVALID"));
  for (const char* fault : {"method", "cells[1].weight", "cells[2].row", "cells[4].column"}) {
    EXPECT_THAT(std::string(faults.status().message()), HasSubstr(fault));
  }
}

}  // namespace
}  // namespace congress::allocation

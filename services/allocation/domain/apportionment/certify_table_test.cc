// Certificates of tables: that every result has one which holds, and that nothing in it can be changed unnoticed.
#include "services/allocation/domain/apportionment/certify_table.h"

#include <algorithm>
#include <limits>
#include <random>

#include "gmock/gmock.h"
#include "platform/digest/sha256.h"
#include "services/allocation/certificate/inputs_text.h"
#include "services/allocation/certificate/verify.h"
#include "services/allocation/domain/apportionment/apportion_table.h"
#include "services/allocation/testing/alterations.h"
#include "services/allocation/testing/election_sample.h"
#include "tests/support/status_matchers.h"

namespace congress::allocation {
namespace {

using sample::ReadElection;
using TableRequest = v1::ComputeBiproportionalApportionmentRequest;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

const std::vector<std::string> kMethods = {
    "adams",  "dean", "huntington-hill",   "sainte-lague",  "modified-sainte-lague", "danish",
    "dhondt", "hill", "imperiali-divisor", "stationary:2/5"};

// Rows A, B, …, columns 1, 2, …; columns without seats where `columns` says none.
TableRequest TableOf(const std::vector<int64_t>& rows, const std::vector<int64_t>& columns, int width,
                     const std::vector<std::string>& weights) {
  TableRequest request;
  for (size_t i = 0; i < rows.size(); ++i) {
    v1::TableLine& row = *request.add_rows();
    row.set_key(std::string(1, static_cast<char>('A' + i)));
    row.set_seats(rows[i]);
  }
  for (int j = 0; j < width; ++j) {
    v1::TableLine& column = *request.add_columns();
    column.set_key(std::to_string(j + 1));
    if (!columns.empty()) column.set_seats(columns[static_cast<size_t>(j)]);
  }
  for (size_t at = 0; at < weights.size(); ++at) {
    if (weights[at].empty()) continue;
    v1::TableCell& cell = *request.add_cells();
    cell.set_row(request.rows(static_cast<int>(at) / width).key());
    cell.set_column(request.columns(static_cast<int>(at) % width).key());
    cell.set_weight(weights[at]);
  }
  return request;
}

// Every certificate of a valid request holds; the request may be refused. There is none while a tie is open, nor where
// the columns are apportioned first by claims of too many digits, which those of long weights are.
std::optional<v1::TableCertificate> Certified(const TableRequest& request) {
  const auto answer = ApportionTable(request, kDrawer);
  if (!answer.ok()) return std::nullopt;
  const bool long_claims = !request.upper_method().empty() &&
                           std::any_of(request.cells().begin(), request.cells().end(),
                                       [](const v1::TableCell& cell) { return cell.weight().size() > 18; });
  if (long_claims && !answer->has_certificate()) return std::nullopt;
  EXPECT_EQ(answer->has_certificate(), answer->decided()) << request.DebugString();
  if (!answer->decided()) return std::nullopt;
  EXPECT_THAT(VerifyCertificate(answer->certificate()), IsEmpty()) << answer->certificate().DebugString();
  return answer->certificate();
}

void ExpectEveryMutationRefused(const v1::TableCertificate& valid) {
  ExpectEachRefused(valid, 25, [](v1::TableCertificate* certificate) { return certificate->mutable_cells(); });
}

// What an author who knows the hashes would write beside other seats or divisors.
void Rehash(v1::TableCertificate* certificate) {
  certificate->set_inputs_sha256(digest::Sha256Hex(InputsText(*certificate)));
  if (certificate->tie().has_lot()) {
    v1::CertifiedLot& lot = *certificate->mutable_tie()->mutable_lot();
    lot.set_sha256(digest::Sha256Hex(LotText(lot, certificate->inputs_sha256())));
  }
  certificate->set_result_sha256(digest::Sha256Hex(ResultText(*certificate)));
}

TEST(TableCertificate, HoldsForEveryMethodAndRefusesEveryChange) {
  for (const std::string& method : kMethods) {
    SCOPED_TRACE(method);
    auto request =
        TableOf({9, 7, 0, 5}, {}, 4,
                {"5117", "4400.5", "162", "20", "3000", "1600", "7", "30", "", "12", "", "", "880", "1.25", "0", "40"});
    request.set_method(method);
    request.set_upper_method("dhondt");
    request.mutable_columns(3)->set_excluded(true);
    // Methods that give every claim a seat cannot leave this row without.
    if (method == "adams" || method == "dean" || method.starts_with("h")) {
      request.mutable_rows(2)->set_excluded(true);
      request.mutable_rows(2)->set_seats(0);
      request.mutable_columns(2)->set_excluded(true);
    }
    const auto certificate = Certified(request);
    ASSERT_TRUE(certificate.has_value());
    ExpectEveryMutationRefused(*certificate);
  }
}

TEST(TableCertificate, OfMinima) {
  auto request = TableOf({3, 4}, {4, 3}, 2, {"900", "10", "500", "490"});
  request.mutable_cells(1)->set_minimum(2);
  auto certificate = Certified(request);
  ASSERT_TRUE(certificate.has_value());
  EXPECT_EQ(certificate->cells(1).bound(), v1::CertifiedUnit::MINIMUM);
  ExpectEveryMutationRefused(*certificate);
  // Without its minimum the seats would be others.
  certificate->mutable_cells(1)->set_minimum(0);
  certificate->mutable_cells(1)->set_bound(v1::CertifiedUnit::BOUND_UNSPECIFIED);
  Rehash(&*certificate);
  EXPECT_THAT(VerifyCertificate(*certificate), ElementsAre("'A / 2' has a seat too many"));

  request = TableOf({1, 1, 3}, {2, 3}, 2, {"10", "9", "7", "7", "90", "80"});
  request.set_seat_for_strongest(true);
  certificate = Certified(request);
  ASSERT_TRUE(certificate.has_value());
  ExpectEveryMutationRefused(*certificate);
}

TEST(TableCertificate, OfTies) {
  for (const auto& [method, sums] : {std::pair<std::string, std::vector<int64_t>>("sainte-lague", {1, 1, 3}),
                                     {"dhondt", {1, 1, 3}},
                                     // Its divisors are square roots.
                                     {"huntington-hill", {4, 4, 4}}}) {
    SCOPED_TRACE(method);
    auto request = TableOf(sums, sums, 3, {"5", "5", "2", "5", "5", "2", "2", "2", "9"});
    request.set_method(method);
    EXPECT_FALSE(Certified(request).has_value());
    request.mutable_ties()->set_first(true);
    const auto first = Certified(request);
    ASSERT_TRUE(first.has_value());
    EXPECT_EQ(first->tie().winners_size(), 2);
    ExpectEveryMutationRefused(*first);
    request.mutable_ties()->set_lot_seed("seven");
    const auto lot = Certified(request);
    ASSERT_TRUE(lot.has_value());
    EXPECT_EQ(lot->tie().lot().drawn_by(), "clerk");
    ExpectEveryMutationRefused(*lot);
  }
}

// Both ways of a tie fulfil every condition but that the lot decided for one of them.
TEST(TableCertificate, OtherWinnersThanTheLotsAreRefused) {
  auto request = TableOf({1, 1}, {1, 1}, 2, {"2", "3", "4", "6"});
  for (const char* seed : {"1", "2", "3", "4"}) {
    request.mutable_ties()->set_lot_seed(seed);
    v1::TableCertificate certificate = *Certified(request);
    v1::CertifiedTie& tie = *certificate.mutable_tie();
    std::vector<std::string> winners;
    for (v1::CertifiedCell& cell : *certificate.mutable_cells()) {
      cell.set_seats(1 - cell.seats());
      cell.set_rounding_point_millionths(cell.seats() == 1 ? 1'500'000 : 500'000);
      if (cell.seats() == 1) winners.push_back(CellKey(cell.row(), cell.column()));
    }
    *tie.mutable_winners() = {winners.begin(), winners.end()};
    Rehash(&certificate);
    EXPECT_THAT(VerifyCertificate(certificate), ElementsAre("what decided the tie gives the seats to others"));
    // Nor can the tie be kept back.
    certificate.clear_tie();
    EXPECT_THAT(VerifyCertificate(certificate), ElementsAre("a tie is not named"));
  }
}

TEST(TableCertificate, OfTiedColumnsHasOneDecision) {
  auto request = TableOf({1, 1, 1}, {}, 2, {"2", "2", "2", "2", "2", "2"});
  request.set_upper_method("dhondt");
  EXPECT_FALSE(Certified(request).has_value());
  request.mutable_ties()->set_lot_seed("x");
  auto certificate = Certified(request);
  ASSERT_TRUE(certificate.has_value());
  ASSERT_TRUE(certificate->upper().has_tie());
  ASSERT_TRUE(certificate->has_tie());
  ExpectEveryMutationRefused(*certificate);
  certificate->mutable_tie()->mutable_lot()->set_drawn_by("another");
  Rehash(&*certificate);
  EXPECT_THAT(VerifyCertificate(*certificate),
              ElementsAre("the ties of columns and of cells were decided differently"));
}

// A certificate of other columns' claims, though right by itself, does not prove these.
TEST(TableCertificate, ColumnsClaimWhatTheTableSays) {
  auto request = TableOf({3, 1}, {}, 2, {"30", "60", "10", "20"});
  request.set_upper_method("sainte-lague");
  v1::TableCertificate certificate = *Certified(request);
  EXPECT_EQ(certificate.upper().units(1).weight(), "2");
  request.mutable_cells(1)->set_weight("59");
  v1::TableCertificate other = *Certified(request);
  certificate.mutable_upper()->Swap(other.mutable_upper());
  EXPECT_THAT(VerifyCertificate(certificate), ElementsAre("the columns claim something else"));
}

// Small tables of every kind, ties among them.
TEST(TableCertificate, HoldsForEveryResult) {
  std::mt19937_64 random(5);
  const auto below = [&](uint64_t bound) { return random() % bound; };
  int certified = 0;
  int tied = 0;
  int bound = 0;
  for (int round = 0; round < 2'000; ++round) {
    const auto height = static_cast<int>(1 + below(5));
    const auto width = static_cast<int>(1 + below(5));
    const uint64_t kind = below(2) * below(4);
    std::vector<std::string> weights;
    for (int at = 0; at < height * width; ++at) {
      std::string weight = std::to_string(kind == 0   ? 1 + below(2)
                                          : kind == 1 ? below(100'000)
                                                      : below(1'000'000'000'000'000'000));
      if (kind == 3) weight += "." + std::to_string(below(1'000'000'000));
      weights.push_back(below(8) == 0 ? "" : weight);
    }
    std::vector<int64_t> rows;
    for (int i = 0; i < height; ++i) rows.push_back(static_cast<int64_t>(below(kind == 0 ? 3 : 6)));
    TableRequest request = TableOf(rows, {}, width, weights);
    if (request.cells().empty()) continue;
    request.set_upper_method(kMethods[below(kMethods.size())]);
    request.set_method(kMethods[below(kMethods.size())]);
    request.set_seat_for_strongest(below(3) == 0);
    if (below(3) == 0) request.mutable_columns(0)->set_excluded(true);
    if (below(5) == 0) {
      request.mutable_rows(0)->set_excluded(true);
      request.mutable_rows(0)->set_seats(0);
    }
    if (below(3) == 0 && request.cells(0).weight() != "0") request.mutable_cells(0)->set_minimum(1);
    if (below(4) == 0) request.mutable_ties()->set_first(true);
    if (below(2) == 0) request.mutable_ties()->set_lot_seed("s" + std::to_string(round));
    const auto certificate = Certified(request);
    if (!certificate.has_value()) continue;
    ++certified;
    tied += certificate->has_tie() ? 1 : 0;
    for (const v1::CertifiedCell& cell : certificate->cells()) bound += cell.bound() != 0 ? 1 : 0;
    if (round % 20 == 0) ExpectEveryMutationRefused(*certificate);
  }
  EXPECT_GT(certified, 500);
  EXPECT_GT(tied, 40);
  EXPECT_GT(bound, 20);
}

TEST(TableCertificate, OfOfficialTables) {
  for (const char* name : {"zh_gemeinderat_2018", "zh_kantonsrat_2011", "zh_kantonsrat_2019", "zug_kantonsrat_2018",
                           "gr_grosserrat_2022"}) {
    SCOPED_TRACE(name);
    TableRequest request;
    request.set_upper_method("webster");
    request.set_seat_for_strongest(std::string(name).starts_with("gr"));
    for (const csv::Row& row : ReadElection(std::string(name) + "_districts").rows) {
      v1::TableLine& line = *request.add_rows();
      line.set_key(row.fields[0]);
      line.set_seats(std::stoll(row.fields[1]));
    }
    for (const csv::Row& row : ReadElection(std::string(name) + "_parties").rows) {
      v1::TableLine& line = *request.add_columns();
      line.set_key(row.fields[0]);
      line.set_excluded(row.fields[2] != "1");
    }
    const csv::Table cells = ReadElection(std::string(name) + "_cells");
    for (const csv::Row& row : cells.rows) {
      v1::TableCell& cell = *request.add_cells();
      cell.set_row(row.fields[0]);
      cell.set_column(row.fields[1]);
      cell.set_weight(row.fields[2]);
    }
    const auto certificate = Certified(request);
    ASSERT_TRUE(certificate.has_value());
    EXPECT_EQ(certificate->upper().method(), "sainte-lague");
    for (int i = 0; i < certificate->cells_size(); ++i) {
      EXPECT_EQ(certificate->cells(i).seats(), std::stoll(cells.rows[static_cast<size_t>(i)].fields[3]));
    }
  }
}

// Made to harm who checks them: refused, and soon.
TEST(TableCertificate, HostileOnesAreRefused) {
  const v1::TableCertificate valid =
      *Certified(TableOf({5, 5}, {4, 3, 3}, 3, {"123", "45", "815", "912", "312", "714"}));
  const auto refused = [&](const std::function<void(v1::TableCertificate*)>& change) {
    v1::TableCertificate certificate = valid;
    change(&certificate);
    Rehash(&certificate);
    const auto findings = VerifyCertificate(certificate);
    EXPECT_THAT(findings, Not(IsEmpty()));
    return findings;
  };
  const int64_t most = std::numeric_limits<int64_t>::max();
  for (const int64_t seats : {most, -most, int64_t{-1}, int64_t{1} << 32}) {
    refused([&](v1::TableCertificate* c) { c->mutable_cells(0)->set_seats(seats); });
    refused([&](v1::TableCertificate* c) { c->mutable_cells(0)->set_minimum(seats); });
    refused([&](v1::TableCertificate* c) { c->mutable_rows(0)->set_seats(seats); });
    refused([&](v1::TableCertificate* c) { c->mutable_tie()->set_seats_at_stake(seats); });
  }
  for (const std::string& divisor :
       {std::string("1e999999999"), std::string("1/0"), std::string("0"), std::string("-3"), std::string("√4"),
        std::string("."), std::string(1'000'000, '9'), "1/" + std::string(401, '7'), "0." + std::string(401, '1')}) {
    EXPECT_THAT(refused([&](v1::TableCertificate* c) { c->mutable_rows(0)->set_divisor(divisor); }),
                ElementsAre("'A': the divisor cannot be read"));
  }
  // As long as they may be, in every line: read, reckoned with and found wrong.
  refused([&](v1::TableCertificate* c) {
    for (auto* lines : {c->mutable_rows(), c->mutable_columns()}) {
      for (v1::CertifiedLine& line : *lines) line.set_divisor(std::string(400, '8') + "/" + std::string(400, '9'));
    }
  });
  for (const std::string& weight :
       {std::string("1e9"), std::string(28, '9'), std::string("1.0000000001"), std::string()}) {
    EXPECT_THAT(refused([&](v1::TableCertificate* c) { c->mutable_cells(0)->set_weight(weight); }),
                ElementsAre("'A / 1': the weight cannot be read"));
  }
  // More cells than a table has, though none is there.
  EXPECT_THAT(refused([&](v1::TableCertificate* c) {
                for (int i = 0; i < 2'000; ++i) c->add_rows()->set_key("r" + std::to_string(i));
                for (int i = 0; i < 2'000; ++i) c->add_columns()->set_key("c" + std::to_string(i));
              }),
              ElementsAre("the table has too many cells"));
  EXPECT_THAT(refused([&](v1::TableCertificate* c) { c->mutable_rows(0)->set_key("A\nrow\tC"); }),
              ElementsAre("'A\nrow\tC': the key holds a control character"));
}

// Rows whose seats have no short common denominator.
TEST(TableCertificate, HostileDenominatorsAreRefused) {
  v1::TableCertificate certificate;
  certificate.set_format(1);
  certificate.set_method("dhondt");
  certificate.set_upper_method("dhondt");
  v1::CertifiedLine& column = *certificate.add_columns();
  column.set_key("1");
  column.set_divisor("1");
  certificate.mutable_upper()->set_method("dhondt");
  certificate.mutable_upper()->add_units()->set_key("1");
  certificate.mutable_upper()->mutable_units(0)->set_weight("1");
  for (int i = 0; i < 10'000; ++i) {
    const int64_t seats = 9'000 + i;
    v1::CertifiedLine& row = *certificate.add_rows();
    row.set_key(std::to_string(i));
    row.set_seats(seats);
    row.set_divisor("1");
    v1::CertifiedCell& cell = *certificate.add_cells();
    cell.set_row(row.key());
    cell.set_column("1");
    cell.set_weight(std::to_string(seats));
    cell.set_seats(seats);
    cell.set_quotient_millionths(seats * 1'000'000);
    cell.set_rounding_point_millionths((seats + 1) * 1'000'000);
    column.set_seats(column.seats() + seats);
  }
  certificate.mutable_upper()->set_seats(column.seats());
  certificate.mutable_upper()->mutable_units(0)->set_seats(column.seats());
  Rehash(&certificate);
  EXPECT_THAT(VerifyCertificate(certificate), Contains("the columns claim something else"));
}

// Every cell tied: the search for what decided is bounded.
TEST(TableCertificate, HostileTiesAreRefused) {
  v1::TableCertificate certificate;
  certificate.set_format(1);
  certificate.set_method("sainte-lague");
  constexpr int kSide = 100;
  for (int i = 0; i < kSide; ++i) {
    for (auto* line : {certificate.add_rows(), certificate.add_columns()}) {
      line->set_key(std::to_string(i));
      line->set_seats(1);
      line->set_divisor("1");
    }
  }
  for (int at = 0; at < kSide * kSide; ++at) {
    v1::CertifiedCell& cell = *certificate.add_cells();
    cell.set_row(std::to_string(at / kSide));
    cell.set_column(std::to_string(at % kSide));
    cell.set_weight("0.5");
    cell.set_seats(at / kSide == at % kSide ? 1 : 0);
    cell.set_quotient_millionths(500'000);
    cell.set_rounding_point_millionths(cell.seats() * 1'000'000 + 500'000);
  }
  Rehash(&certificate);
  EXPECT_THAT(VerifyCertificate(certificate), ElementsAre("more than 2000 cells are tied"));
}

}  // namespace
}  // namespace congress::allocation

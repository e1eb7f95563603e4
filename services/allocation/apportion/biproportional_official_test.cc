// Official tables, every cell, from the votes alone. Sources are named in testdata/README.md.
#include <map>

#include "gmock/gmock.h"
#include "services/allocation/apportion/claims.h"
#include "services/allocation/testing/apportion_sample.h"
#include "services/allocation/testing/election_sample.h"
#include "tests/support/status_matchers.h"

namespace congress::apportion {
namespace {

using allocation::sample::ReadElection;

struct Election {
  std::string name;
  bool strongest = false;
  // Districts in which the strongest are too many.
  size_t skipped = 0;
};

void PrintTo(const Election& election, std::ostream* out) { *out << election.name; }

class OfficialTable : public ::testing::TestWithParam<Election> {};
INSTANTIATE_TEST_SUITE_P(Elections, OfficialTable,
                         ::testing::Values(Election{"zh_gemeinderat_2018"}, Election{"zh_kantonsrat_2011"},
                                           Election{"zh_kantonsrat_2019"}, Election{"zug_kantonsrat_2018"},
                                           Election{"gr_grosserrat_2022", true, 1}));

TEST_P(OfficialTable, IsReproduced) {
  const auto districts = ReadElection(GetParam().name + "_districts");
  const auto parties = ReadElection(GetParam().name + "_parties");
  const auto cells = ReadElection(GetParam().name + "_cells");
  Table table;
  std::map<std::string, size_t> district_of;
  std::map<std::string, size_t> party_of;
  for (const csv::Row& row : districts.rows) {
    district_of[row.fields[0]] = table.rows.size();
    table.rows.push_back(std::stoll(row.fields[1]));
  }
  std::vector<bool> takes_part;
  std::vector<int64_t> official;
  for (const csv::Row& row : parties.rows) {
    party_of[row.fields[0]] = official.size();
    takes_part.push_back(row.fields[2] == "1");
    official.push_back(std::stoll(row.fields[3]));
  }
  table.columns = official;
  table.cells.resize(table.rows.size() * official.size());
  std::vector<int64_t> expected(table.cells.size());
  for (const csv::Row& row : cells.rows) {
    const size_t party = party_of.at(row.fields[1]);
    const size_t cell = district_of.at(row.fields[0]) * official.size() + party;
    if (takes_part[party]) table.cells[cell].weight = std::stoull(row.fields[2]);
    expected[cell] = std::stoll(row.fields[3]);
  }

  const auto claims = ColumnClaims(table);
  ASSERT_TRUE(claims.has_value());
  std::vector<Unit> units;
  const ClaimedWeights claimed = WeightsOf(*claims);
  EXPECT_TRUE(claimed.exact);
  for (const absl::uint128 weight : claimed.weights) units.push_back({.weight = weight});
  EXPECT_EQ(sample::Seats("sainte-lague", units, Total(table.rows)), official);

  if (GetParam().strongest) {
    EXPECT_EQ(SeatForStrongest(&table).size(), GetParam().skipped);
  }
  const TableOutcome outcome = Biproportional(Signposts::SainteLague(), table);
  const auto* result = std::get_if<TableApportionment>(&outcome);
  ASSERT_NE(result, nullptr);
  EXPECT_FALSE(result->tie.has_value());
  EXPECT_EQ(result->seats, expected);
}

}  // namespace
}  // namespace congress::apportion

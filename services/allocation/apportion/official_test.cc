// Official results, every cell. Sources are named in testdata/README.md.
#include <fstream>
#include <map>
#include <sstream>

#include "gmock/gmock.h"
#include "nlohmann/json.hpp"
#include "platform/csv/csv.h"
#include "services/allocation/testing/apportion_sample.h"
#include "tests/support/status_matchers.h"

namespace congress::apportion {
namespace {

using nlohmann::json;

constexpr char kFolder[] = "services/allocation/apportion/testdata/";

std::string Content(const std::string& name) {
  std::ifstream file(kFolder + name);
  EXPECT_TRUE(file.is_open()) << name;
  std::stringstream content;
  content << file.rdbuf();
  return content.str();
}

// One official result: a column of seats that a method makes of a column of weights.
struct Official {
  std::string file;
  std::string weight;
  std::string method;
  std::string seats;
  int64_t minimum = 0;
  int64_t maximum = kMostSeats;
  // Only rows in which this column is 1, or `year` is that year.
  std::string only = "";
  std::string year = "";
};

void PrintTo(const Official& one, std::ostream* out) {
  *out << one.file << " " << one.method << " " << one.seats << " " << one.year;
}

std::vector<Official> Cases() {
  std::vector<Official> cases = {
      {"us_house_1830_jefferson240_quota_violation.csv", "population", "dhondt", "computed_jefferson_240"},
      {"us_house_1830_jefferson240_quota_violation.csv", "population", "webster", "computed_webster_240"},
      {"us_house_1830_jefferson240_quota_violation.csv", "population", "hamilton", "computed_hamilton_240"},
      {"us_house_1830_jefferson240_quota_violation.csv", "population", "adams", "computed_adams_240"},
      {"us_house_1880_alabama_paradox.csv", "population", "hamilton-min", "hamilton_min1_299", 1},
      {"us_house_1880_alabama_paradox.csv", "population", "hamilton-min", "hamilton_min1_300", 1},
      {"us_house_1907_new_states_paradox.csv", "population", "hamilton-min", "hamilton_min1_386_without_OK", 1},
      {"us_house_1907_new_states_paradox.csv", "population", "hamilton-min", "hamilton_min1_391_with_OK", 1},
      {"bpr17_swiss_nationalrat_2015.csv", "population", "swiss", "official_seats"},
      {"bpr17_swiss_nationalrat_2019.csv", "population", "swiss", "official_seats"},
      {"dhondt_czech_ep_2019.csv", "votes", "dhondt", "official_seats", 0, kMostSeats, "over_5pct"},
      {"lr_hb_slovakia_2020.csv", "votes", "hagenbach-bischoff", "official_seats", 0, kMostSeats, "over_threshold"},
      {"sl_bundestag_2017_laender.csv", "german_population", "sainte-lague", "official_seats"},
      {"sl_bundestag_2017_parties.csv", "second_votes", "sainte-lague", "official_seats", 0, kMostSeats,
       "in_distribution"},
      {"sl_winterthur_stadtparlament_2018.csv", "weight", "sainte-lague", "official_seats", 0, kMostSeats,
       "over_threshold"},
  };
  for (const char* year : {"1930", "1950", "1970", "1990", "2010"}) {
    const std::string file = std::string("us_house_") + year + ".csv";
    cases.push_back({file, "apportionment_population", "huntington-hill", "official_seats", 1});
    for (const auto& [method, column] :
         {std::pair("adams", "computed_adams_min1"), std::pair("dean", "computed_dean_min1"),
          std::pair("hill", "computed_hill_min1"), std::pair("webster", "computed_webster_min1"),
          std::pair("jefferson", "computed_jefferson_min1")}) {
      cases.push_back({file, "apportionment_population", method, column, 1});
    }
  }
  for (const char* year : {"1994", "1995", "1999", "2002", "2006", "2008", "2013", "2017", "2019"}) {
    cases.push_back({"dhondt_austria_nr_1994_2019.csv", "votes", "dhondt", "official_seats", 0, kMostSeats,
                     "over_4pct_or_seat", year});
  }
  return cases;
}

class OfficialResult : public ::testing::TestWithParam<Official> {};
INSTANTIATE_TEST_SUITE_P(Results, OfficialResult, ::testing::ValuesIn(Cases()));

TEST_P(OfficialResult, IsReproduced) {
  const Official& one = GetParam();
  ASSERT_OK_AND_ASSIGN(const csv::Table table, csv::Parse(Content(one.file)));
  const auto cell = [&](const csv::Row& row, const std::string& column) {
    const int at = table.Column(column);
    EXPECT_GE(at, 0) << column;
    return at < 0 ? std::string() : row.fields[static_cast<size_t>(at)];
  };
  std::vector<Unit> units;
  std::vector<int64_t> expected;
  int64_t house = 0;
  for (const csv::Row& row : table.rows) {
    const std::string seats = cell(row, one.seats);
    if (!one.year.empty() && cell(row, "year") != one.year) continue;
    // A state that was not yet there has no seats in the column.
    if (seats.empty()) continue;
    const bool takes_part = one.only.empty() || cell(row, one.only) == "1";
    units.push_back({.weight = takes_part ? std::stoull(cell(row, one.weight)) : 0,
                     .minimum = takes_part ? one.minimum : 0,
                     .maximum = one.maximum});
    expected.push_back(std::stoll(seats));
    house += expected.back();
  }
  ASSERT_GT(house, 0);
  EXPECT_EQ(sample::Seats(one.method, units, house), expected);
}

// Base 5 for each state, the rest by Adams, at most 96: the Cambridge Compromise for 751 seats.
TEST(OfficialRules, CambridgeCompromise) {
  ASSERT_OK_AND_ASSIGN(const csv::Table table, csv::Parse(Content("eu_parliament_2011_cambridge_compromise.csv")));
  std::vector<Unit> units;
  std::vector<int64_t> expected;
  for (const csv::Row& row : table.rows) {
    units.push_back({.weight = std::stoull(row.fields[1]), .minimum = 0, .maximum = 96 - 5});
    expected.push_back(std::stoll(row.fields[2]) - 5);
  }
  EXPECT_EQ(sample::Seats("adams", units, 751 - 5 * static_cast<int64_t>(units.size())), expected);
}

// Each party holds at least the electorates it won; the house grows from 120 until those above their share fit.
TEST(OfficialRules, NewZealandsOverhang) {
  ASSERT_OK_AND_ASSIGN(const csv::Table table, csv::Parse(Content("sl_newzealand_2008_overhang.csv")));
  std::vector<Unit> units;
  for (const csv::Row& row : table.rows) {
    units.push_back({.weight = row.fields[3] == "1" ? std::stoull(row.fields[1]) : 0});
  }
  const std::vector<int64_t> lists = sample::Seats("sainte-lague", units, 120);
  for (size_t i = 0; i < lists.size(); ++i) {
    EXPECT_EQ(std::max(lists[i], static_cast<int64_t>(std::stoll(table.rows[i].fields[2]))),
              std::stoll(table.rows[i].fields[4]))
        << table.rows[i].fields[0];
  }
}

// Textbook cases: expected seats, or the units that are tied.
TEST(OfficialRules, SmallCases) {
  const std::map<std::string, std::string> renamed = {{"quota", "quota-method"},
                                                      {"modsl14", "modified-sainte-lague"},
                                                      {"lr_hare", "hare"},
                                                      {"lr_droop", "droop"},
                                                      {"lr_imperiali", "imperiali"}};
  int met = 0;
  for (const json& one : json::parse(Content("cases_small.json"))) {
    const std::string kind = one["kind"];
    if (kind != "vector" && kind != "vector_tie") continue;
    SCOPED_TRACE(one["id"].get<std::string>());
    ++met;
    std::string method = one["method"];
    if (const auto found = renamed.find(method); found != renamed.end()) method = found->second;
    std::vector<Unit> units;
    std::vector<std::string> keys;
    for (const auto& [key, weight] : one["weights"].items()) {
      keys.push_back(key);
      units.push_back({.weight = weight.get<uint64_t>()});
    }
    const Apportionment result = sample::Of(Apportion(sample::Named(method), units, one["house"]));
    EXPECT_EQ(result.tie.has_value(), kind == "vector_tie");
    if (one["expected"].is_array()) {
      EXPECT_EQ(result.seats, one["expected"].get<std::vector<int64_t>>());
    } else if (one["tied"].is_array() && result.tie.has_value()) {
      std::vector<std::string> tied;
      for (const size_t unit : result.tie->units) tied.push_back(keys[unit]);
      EXPECT_EQ(tied, one["tied"].get<std::vector<std::string>>());
    }
  }
  EXPECT_EQ(met, 24);
}

}  // namespace
}  // namespace congress::apportion

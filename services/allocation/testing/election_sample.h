// Tables of official elections, for tests.
#pragma once

#include <fstream>
#include <sstream>
#include <string>

#include "gtest/gtest.h"
#include "platform/csv/csv.h"

namespace congress::allocation::sample {

// `apportion/testdata/bip_NAME.csv`; the test fails where it cannot be read.
inline csv::Table ReadElection(const std::string& name) {
  std::ifstream file("services/allocation/apportion/testdata/bip_" + name + ".csv");
  EXPECT_TRUE(file.is_open()) << name;
  std::stringstream content;
  content << file.rdbuf();
  const auto table = csv::Parse(content.str());
  EXPECT_TRUE(table.ok()) << table.status();
  return table.ok() ? *table : csv::Table();
}

}  // namespace congress::allocation::sample

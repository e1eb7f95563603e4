// One run of scripts/demo.sh on the invented province of seven units, for all tests that look at what it made.
#pragma once

#include <fstream>
#include <sstream>
#include <string>

#include "absl/strings/numbers.h"
#include "gtest/gtest.h"
#include "platform/csv/csv.h"
#include "platform/status/strings.h"
#include "tests/support/process.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace congress::e2e {

inline constexpr char kInput[] = CONGRESS_SOURCE_DIR "/examples/sample-province";

inline std::string Content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

inline csv::Table TableOf(const std::string& path) {
  auto table = csv::Parse(Content(path));
  EXPECT_THAT(table, support::IsOk()) << path;
  return table.ok() ? *std::move(table) : csv::Table();
}

inline std::string Cell(const csv::Table& table, const csv::Row& row, const std::string& column) {
  const int place = table.Column(column);
  EXPECT_GE(place, 0) << column;
  return place < 0 ? "" : row.fields[static_cast<size_t>(place)];
}

inline int Number(const csv::Table& table, const csv::Row& row, const std::string& column) {
  int number = -1;
  EXPECT_TRUE(absl::SimpleAtoi(Cell(table, row, column), &number)) << column;
  return number;
}

// The run is made once, in a folder of its own.
class DemoRun : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new support::TemporaryFolder;
    run_ = new support::Finished(support::RunToEnd(
        {CONGRESS_SOURCE_DIR "/scripts/demo.sh", support::Binary(""), kInput, folder_->path() + "/demo"},
        {{"LC_MESSAGES", "vi_VN.UTF-8"}}));
  }
  static void TearDownTestSuite() {
    delete run_;
    delete folder_;
  }
  static std::string path(const std::string& file) { return StrCat(folder_->path(), "/demo/results/", file); }

  static inline support::TemporaryFolder* folder_ = nullptr;
  static inline support::Finished* run_ = nullptr;
};

}  // namespace congress::e2e

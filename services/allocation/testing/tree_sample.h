// Trees of organisations made by importing rows, for tests.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "platform/csv/csv.h"
#include "services/allocation/domain/tree/import.h"
#include "tests/support/status_matchers.h"

namespace congress::allocation::sample {

using Tree = std::vector<v1::Organisation>;

inline constexpr absl::CivilDay kMergerDay(2025, 7, 1);

// What importing `csv` into `tree` would do.
inline Import Planned(const std::string& csv, const Tree& tree = {}, absl::CivilDay today = kMergerDay) {
  const auto table = csv::Parse(csv);
  EXPECT_THAT(table, support::IsOk());
  auto import = PlanImport(*table, tree, today);
  EXPECT_THAT(import, support::IsOk());
  return *std::move(import);
}

// The tree after an import that must be clean.
inline Tree Imported(const std::string& csv, Tree tree = {}, absl::CivilDay today = kMergerDay) {
  const Import import = Planned(csv, tree, today);
  EXPECT_THAT(RefuseErrors(import), support::IsOk());
  for (const auto& written : import.writes) {
    const auto old = std::find_if(tree.begin(), tree.end(), [&](const auto& o) { return o.name() == written.name(); });
    if (old == tree.end()) {
      tree.push_back(written);
    } else {
      *old = written;
    }
  }
  return tree;
}

// The organisation `organisations/ID`; one without a name when there is none.
inline const v1::Organisation& Find(const Tree& tree, const std::string& id) {
  static const v1::Organisation none;
  const auto found =
      std::find_if(tree.begin(), tree.end(), [&](const auto& o) { return o.name() == "organisations/" + id; });
  return found == tree.end() ? none : *found;
}

// Nothing is written, and the row of this line is at fault for this reason, in English.
inline void ExpectFault(const Import& import, int line, const std::string& reason) {
  EXPECT_TRUE(import.writes.empty()) << reason;
  const auto row =
      std::find_if(import.rows.begin(), import.rows.end(), [&](const auto& r) { return r.line() == line; });
  ASSERT_NE(row, import.rows.end()) << reason;
  EXPECT_EQ(row->state(), v1::ImportRow::ERROR) << reason;
  EXPECT_THAT(import.reasons[static_cast<size_t>(row - import.rows.begin())].en, ::testing::HasSubstr(reason));
}

}  // namespace congress::allocation::sample

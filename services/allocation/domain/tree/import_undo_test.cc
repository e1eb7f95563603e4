#include "services/allocation/domain/tree/import_undo.h"

#include <functional>
#include <random>

#include "gtest/gtest.h"
#include "platform/status/macros.h"
#include "services/allocation/domain/tree/import.h"
#include "services/allocation/domain/tree/lineage.h"
#include "services/allocation/testing/csv_sample.h"
#include "tests/support/status_matchers.h"

namespace congress::allocation {
namespace {

using support::IsOk;
using support::kFailed;
using support::StatusIs;

// The tree and what is kept of each import, as the service holds them.
struct Office {
  Tree tree;
  v1::OrganisationTree record;
  std::vector<KeptImport> kept;

  std::vector<v1::Organisation> All() const {
    std::vector<v1::Organisation> all;
    for (const auto& [name, organisation] : tree) all.push_back(organisation);
    return all;
  }

  // Whether the import changed anything.
  bool Take(const std::string& rows) {
    const auto import = PlanImport(*csv::Parse(sample::kHeader + rows), All(), absl::CivilDay(2025, 7, 1));
    EXPECT_THAT(import, IsOk());
    EXPECT_THAT(RefuseErrors(*import), IsOk()) << rows;
    if (import->writes.empty()) return false;
    kept.push_back(KeepImport(All(), import->writes, &record));
    for (const auto& written : import->writes) tree[written.name()] = written;
    return true;
  }

  absl::Status UndoNewest() {
    RETURN_IF_ERROR(RequireNewest(kept.back().import, record));
    RETURN_IF_ERROR(PlanUndo(kept.back().import, kept.back().origin, All()).status());
    kept.back().import.set_state(v1::OrganisationImport::UNDONE);
    for (const auto& origin : kept.back().origin.organisations()) {
      auto before = InEffect(kept.back().import, origin);
      if (before.has_value()) {
        before->clear_update_time();
        tree[origin.organisation()] = *std::move(before);
      } else {
        tree.erase(origin.organisation());
      }
    }
    record.set_newest_import(kept.back().origin.previous());
    kept.pop_back();
    return absl::OkStatus();
  }

  std::string Bytes() const {
    std::string bytes;
    for (const auto& [name, organisation] : tree) bytes += organisation.SerializeAsString();
    return bytes;
  }
};

const char kTwo[] = "a,Xã A,commune,,5,2025-06-30,,2020-01-01\nb,Xã B,commune,,5,2025-06-30,,2020-01-01\n";
const char kMerger[] = "c,Xã C,commune,,10,2025-06-30,a;b,2025-07-01\nd,Xã D,commune,,1,2025-06-30,,2025-07-01\n";

TEST(KeepImport, CountsWhatWasMadeChangedAndClosed) {
  Office office;
  ASSERT_TRUE(office.Take(kTwo));
  EXPECT_EQ(office.kept.back().import.name(), "organisationImports/000001");
  EXPECT_EQ(office.kept.back().import.made_count(), 3) << "the root is one of them";
  EXPECT_EQ(office.kept.back().import.changed_count(), 0);
  ASSERT_TRUE(office.Take(kMerger));
  const auto& second = office.kept.back();
  EXPECT_EQ(second.import.made_count(), 2);
  EXPECT_EQ(second.import.changed_count(), 2);
  EXPECT_EQ(second.import.closed_count(), 2);
  EXPECT_EQ(second.origin.previous(), "organisationImports/000001");
  EXPECT_EQ(office.record.newest_import(), "organisationImports/000002");
  EXPECT_FALSE(office.Take(kMerger)) << "the same file again";
}

TEST(PlanUndo, GoesBackStepByStep) {
  Office office;
  ASSERT_TRUE(office.Take(kTwo));
  const std::string first = office.Bytes();
  ASSERT_TRUE(office.Take(kMerger));
  const KeptImport older = office.kept.front();
  EXPECT_THAT(RequireNewest(older.import, office.record), StatusIs(kFailed, "IMPORT_NOT_NEWEST"));
  ASSERT_THAT(office.UndoNewest(), IsOk());
  EXPECT_EQ(office.Bytes(), first);
  EXPECT_THAT(RequireNewest(older.import, office.record), IsOk());
  ASSERT_THAT(office.UndoNewest(), IsOk());
  EXPECT_EQ(office.Bytes(), "");
  EXPECT_EQ(office.record.newest_import(), "");
}

TEST(PlanUndo, RefusesWhatSomethingElseChanged) {
  Office office;
  ASSERT_TRUE(office.Take(kTwo));
  office.tree["organisations/a"].set_members(6);
  EXPECT_THAT(office.UndoNewest(), StatusIs(kFailed, "ORGANISATION_CHANGED_SINCE"));
  office.tree.erase("organisations/a");
  EXPECT_THAT(office.UndoNewest(), StatusIs(kFailed, "ORGANISATION_CHANGED_SINCE"));
}

// Whatever names an organisation that goes keeps it.
TEST(PlanUndo, RefusesToOrphan) {
  const std::function<void(v1::Organisation*)> ways[] = {
      [](v1::Organisation* o) { o->set_parent("organisations/a"); },
      [](v1::Organisation* o) { o->add_merged_from("organisations/a"); },
      [](v1::Organisation* o) { o->set_successor("organisations/a"); },
      [](v1::Organisation* o) { o->set_split_from("organisations/a"); },
      [](v1::Organisation* o) { o->add_successors("organisations/a"); },
      [](v1::Organisation* o) { o->set_duplicate_of("organisations/a"); },
  };
  for (const auto& way : ways) {
    Office office;
    ASSERT_TRUE(office.Take(kTwo));
    v1::Organisation& other = office.tree["organisations/other"];
    other.set_name("organisations/other");
    way(&other);
    EXPECT_THAT(office.UndoNewest(), StatusIs(kFailed, "ORGANISATION_IN_USE")) << other.ShortDebugString();
  }
}

TEST(RequireNewest, RefusesWhatWasUndone) {
  v1::OrganisationImport import;
  import.set_name("organisationImports/000001");
  import.set_state(v1::OrganisationImport::UNDONE);
  import.set_undone_by("clerk");
  EXPECT_THAT(RequireNewest(import, {}), StatusIs(kFailed, "IMPORT_UNDONE"));
}

// Any files one after the other, undone one after the other, pass through the same states.
TEST(PlanUndo, GoesBackThroughEveryState) {
  std::mt19937 random(20251001);
  for (int round = 0; round < 50; ++round) {
    Office office;
    std::vector<std::string> states;
    for (int file = 0; file < 6; ++file) {
      std::string rows;
      for (int unit = 0; unit < 5; ++unit) {
        if (random() % 2 == 0) continue;
        absl::StrAppend(&rows, "u", unit, ",Xã ", random() % 2, ",commune,,", random() % 3,
                        ",2025-06-30,,2020-01-01\n");
      }
      // A unit that takes over one that no other file's row names.
      if (random() % 2 == 0) {
        absl::StrAppend(&rows, "v", file, ",Xã V,commune,,1,2025-06-30,w", file, ",2025-07-01\nw", file,
                        ",Xã W,former-commune,,,,,\n");
      }
      const std::string before = office.Bytes();
      if (office.Take(rows)) states.push_back(before);
    }
    while (!states.empty()) {
      ASSERT_THAT(office.UndoNewest(), IsOk());
      ASSERT_EQ(office.Bytes(), states.back());
      states.pop_back();
    }
  }
}

TEST(NamedIn, LooksAtThePlanAndItsLines) {
  v1::AllocationPlan plan;
  plan.set_organisation("organisations/province");
  plan.add_lines()->set_organisation("organisations/a");
  EXPECT_EQ(NamedIn(plan, {"organisations/a", "organisations/z"}), "organisations/a");
  EXPECT_EQ(NamedIn(plan, {"organisations/province"}), "organisations/province");
  EXPECT_EQ(NamedIn(plan, {"organisations/b"}), "");
}

}  // namespace
}  // namespace congress::allocation

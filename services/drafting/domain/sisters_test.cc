#include "services/drafting/domain/sisters.h"

#include "gmock/gmock.h"
#include "services/drafting/testing/stepping.h"

namespace congress::drafting {
namespace {

using support::IsOk;
using support::kFailed;
using support::MetadataIn;
using support::StatusIs;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// A document with steps a, b, c, d of which those named wait for sisters: `{step, kind, needed step}`.
struct Wait {
  int place;
  std::string kind;
  std::string step;
};
v1::Document Paper(const std::string& kind, const std::vector<Wait>& waits = {}, int current = 1,
                   const std::string& organisation = "organisations/province") {
  v1::Document document;
  document.set_name("congresses/xx/documents/" + kind);
  document.set_organisation(organisation);
  document.set_kind(kind);
  document.set_display_name(kind);
  document.set_current_step(current);
  for (const char* id : {"a", "b", "c", "d"}) document.add_steps()->mutable_rule()->set_id(id);
  for (const Wait& wait : waits) {
    v1::SisterRule& sister = *document.mutable_steps(wait.place)->mutable_rule()->add_sisters();
    sister.set_kind(wait.kind);
    sister.set_step(wait.step);
  }
  return document;
}

v1::Document Depending(const std::string& step, const std::string& other, const std::string& needed,
                       v1::Document document = Paper("resolution")) {
  v1::DocumentDependency& one = *document.add_dependencies();
  one.set_step(step);
  one.set_document(other);
  one.set_needed_step(needed);
  return document;
}

TEST(CheckSisters, HoldsADocumentBackUntilAnotherHasComeFarEnough) {
  const v1::Document resolution = Paper("resolution", {{2, "report", "c"}});
  EXPECT_FALSE(Waits(resolution, 1));
  EXPECT_TRUE(Waits(resolution, 2));
  EXPECT_TRUE(Waits(resolution, 3));  // A step that is left out is waited for all the same.
  EXPECT_THAT(CheckSisters(resolution, 1, {}), IsOk());
  for (int current = 1; current <= 4; ++current) {
    const Sisters sisters = {Paper("report", {}, current)};
    EXPECT_TRUE(WaitsFor(resolution, sisters[0]));
    const absl::Status checked = CheckSisters(resolution, 2, sisters);
    if (current >= 3) {
      EXPECT_THAT(checked, IsOk());
      continue;
    }
    EXPECT_THAT(checked, StatusIs(kFailed, "DEPENDENCY_NOT_READY"));
    EXPECT_EQ(MetadataIn(checked, "cause"), "behind");
    EXPECT_EQ(MetadataIn(checked, "document"), "congresses/xx/documents/report");
    EXPECT_EQ(MetadataIn(checked, "current_step"), current == 1 ? "a" : "b");
    EXPECT_EQ(MetadataIn(checked, "needed_step"), "c");
    EXPECT_EQ(MetadataIn(checked, "step"), "c");
  }
}

TEST(CheckSisters, CountsTheSameOrganisationsDocumentsOfTheKindAndTellsWhenThereIsNone) {
  const v1::Document resolution = Paper("resolution", {{1, "report", "c"}});
  const v1::Document elsewhere = Paper("report", {}, 4, "organisations/unit-1");
  EXPECT_FALSE(WaitsFor(resolution, elsewhere));
  EXPECT_FALSE(WaitsFor(resolution, resolution));
  const absl::Status missing = CheckSisters(resolution, 1, {elsewhere});
  EXPECT_THAT(missing, StatusIs(kFailed, "DEPENDENCY_NOT_READY"));
  EXPECT_EQ(MetadataIn(missing, "cause"), "missing");
  EXPECT_EQ(MetadataIn(missing, "document"), "report");
  const v1::Document odd = Paper("resolution", {{1, "report", "zzz"}});
  const absl::Status no_step = CheckSisters(odd, 1, {Paper("report", {}, 4)});
  EXPECT_EQ(MetadataIn(no_step, "cause"), "step");
}

TEST(CheckSisters, TakesNamedDocumentsWhosesoeverTheyAre) {
  const v1::Document resolution = Depending("b", "congresses/xx/documents/plan", "b");
  const auto plan = [](int current) { return Paper("plan", {}, current, "organisations/unit-1"); };
  EXPECT_THAT(CheckSisters(resolution, 1, {plan(1)}), StatusIs(kFailed, "DEPENDENCY_NOT_READY"));
  EXPECT_THAT(CheckSisters(resolution, 1, {plan(2)}), IsOk());
  EXPECT_EQ(MetadataIn(CheckSisters(resolution, 1, {}), "cause"), "missing");
  EXPECT_THAT(Behind(resolution, 1, {plan(1)}), SizeIs(1));
  EXPECT_THAT(Behind(resolution, 0, {plan(1)}), IsEmpty());
}

TEST(CheckDependencies, RefusesDocumentsThatWaitForEachOther) {
  const v1::Document report = Paper("report", {{2, "resolution", "c"}});
  const struct {
    Wait wait;
    bool cycle;
  } cases[] = {{{3, "report", "c"}, false},  // The report waits for an earlier step than that which waits for it.
               {{3, "report", "d"}, false}, {{2, "report", "b"}, false},
               {{2, "report", "c"}, true},  {{1, "report", "c"}, true},  // Step c comes after b.
               {{2, "report", "d"}, true}};                              // Step d comes after c, which waits.
  for (const auto& [wait, cycle] : cases) {
    const absl::Status checked = CheckDependencies(Paper("resolution", {wait}), {report});
    if (!cycle) {
      EXPECT_THAT(checked, IsOk()) << wait.place << wait.step;
      continue;
    }
    EXPECT_THAT(checked, StatusIs(kFailed, "DEPENDENCY_CYCLE")) << wait.place << wait.step;
    EXPECT_EQ(MetadataIn(checked, "path"), "resolution → report → resolution");
  }
}

TEST(CheckDependencies, SeesLongWaysRound) {
  const Sisters others = {Paper("report", {{1, "plan", "b"}}), Paper("plan", {{1, "resolution", "b"}})};
  const absl::Status checked = CheckDependencies(Paper("resolution", {{1, "report", "b"}}), others);
  EXPECT_EQ(MetadataIn(checked, "path"), "resolution → report → plan → resolution");
  EXPECT_THAT(CheckDependencies(Depending("c", "congresses/xx/documents/report", "b"), others), IsOk());
  EXPECT_THAT(CheckDependencies(Depending("b", "congresses/xx/documents/report", "b"), others),
              StatusIs(kFailed, "DEPENDENCY_CYCLE"));
}

TEST(CheckDependencies, RefusesWhatIsNotThere) {
  const Sisters others = {Paper("report")};
  const std::string report = "congresses/xx/documents/report";
  const absl::StatusCode invalid = absl::StatusCode::kInvalidArgument;
  EXPECT_THAT(CheckDependencies(Depending("b", report, "zzz"), others), StatusIs(kFailed, "STEP_UNKNOWN"));
  EXPECT_THAT(CheckDependencies(Depending("zzz", report, "b"), others), StatusIs(kFailed, "STEP_UNKNOWN"));
  EXPECT_THAT(CheckDependencies(Depending("a", report, "b"), others), StatusIs(invalid, "FIELDS_INVALID"));
  EXPECT_THAT(CheckDependencies(Depending("b", "congresses/xx/documents/resolution", "a"), others),
              StatusIs(invalid, "FIELDS_INVALID"));
  EXPECT_THAT(CheckDependencies(Depending("b", "congresses/yy/documents/report", "b"), others),
              StatusIs(invalid, "FIELDS_INVALID"));
}

}  // namespace
}  // namespace congress::drafting

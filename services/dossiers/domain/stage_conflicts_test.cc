#include "services/dossiers/domain/stage_conflicts.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/dossiers/testing/sample.h"
#include "tests/support/status_matchers.h"

namespace congress::dossiers {
namespace {

using absl::StatusCode;
using support::IsOk;
using support::StatusIs;
using testing::ElementsAre;
using testing::IsEmpty;
using Kind = v1::StageConflict::Kind;

StageView View(std::string_view id, v1::Stage stage, std::string_view seat, std::string_view group = "",
               v1::StageEntry::State state = v1::StageEntry::PLANNED) {
  StageView view;
  view.entry.set_name(StrCat("stageEntries/", id));
  view.entry.set_stage(stage);
  view.entry.set_seat(std::string(seat));
  view.entry.set_exclusive_group(std::string(group));
  view.entry.set_state(state);
  view.title = std::string(seat);
  return view;
}

std::vector<Kind> KindsOf(const std::vector<StageView>& views) {
  std::vector<Kind> kinds;
  for (const v1::StageConflict& one : ConflictsOf("persons/p-1", views, status::Language::kVietnamese)) {
    kinds.push_back(one.kind());
  }
  return kinds;
}

v1::Finding FindingOf(v1::Verdict verdict, v1::Finding::Reason reason) {
  v1::Finding finding;
  finding.set_verdict(verdict);
  finding.set_reason(v1::Finding::Reason_Name(reason));
  finding.set_description("câu");
  return finding;
}

TEST(StageConflicts, APersonHasOneSeatOfAGroupInAnyStage) {
  const StageView deputy = View("a", v1::STATE_ELECTION, "deputy", "assembly");
  EXPECT_THAT(KindsOf({deputy, View("b", v1::STATE_ELECTION, "full-time", "assembly")}),
              ElementsAre(v1::StageConflict::SEAT_TWICE));
  EXPECT_THAT(KindsOf({deputy, View("b", v1::CONGRESS, "member", "assembly")}),
              ElementsAre(v1::StageConflict::SEAT_TWICE));
  // The same seat twice, whatever its group.
  EXPECT_THAT(KindsOf({View("a", v1::CONGRESS, "member"), View("b", v1::CONGRESS, "member")}),
              ElementsAre(v1::StageConflict::SEAT_TWICE));
  EXPECT_THAT(KindsOf({View("a", v1::CONGRESS, "member"), View("b", v1::NATIONAL_CONGRESS, "member")}), IsEmpty());
  EXPECT_THAT(KindsOf({deputy, View("b", v1::STATE_ELECTION, "deputy", "assembly", v1::StageEntry::WITHDRAWN)}),
              IsEmpty());
}

TEST(StageConflicts, TellWhatTheRulesSayOnTheCutOffDay) {
  StageView view = View("a", v1::CONGRESS, "member");
  view.findings = {FindingOf(v1::MET, v1::Finding::MONTHS_LEFT), FindingOf(v1::UNMET, v1::Finding::MONTHS_LEFT),
                   FindingOf(v1::UNMET, v1::Finding::TERMS_HELD), FindingOf(v1::UNKNOWN, v1::Finding::NOT_RECORDED)};
  view.findings.push_back(FindingOf(v1::UNMET, v1::Finding::PLANNED));
  view.findings.back().set_advisory(true);
  view.expired.emplace_back().set_title("Giấy khám sức khỏe");
  EXPECT_THAT(KindsOf({view}), ElementsAre(v1::StageConflict::AGE_AT_CUT_OFF, v1::StageConflict::NOT_ELIGIBLE,
                                           v1::StageConflict::NOT_KNOWN, v1::StageConflict::COMPONENT_EXPIRES));
}

TEST(StageConflicts, AnArrangementLeadsSomewhereThatIsThere) {
  StageView nowhere = View("a", v1::ARRANGEMENT, "");
  EXPECT_THAT(KindsOf({nowhere}), ElementsAre(v1::StageConflict::NOWHERE));
  StageView gone = View("b", v1::ARRANGEMENT, "");
  gone.entry.mutable_arrangement()->set_to_organisation("organisations/a");
  gone.ended = "Đảng bộ xã A";
  EXPECT_THAT(KindsOf({gone}), ElementsAre(v1::StageConflict::ORGANISATION_ENDED));
  // What was decided while it was there stands.
  gone.entry.set_state(v1::StageEntry::DECIDED);
  EXPECT_THAT(KindsOf({gone}), IsEmpty());
}

TEST(StageConflicts, OnlyWhatIsDecidedStopsADecision) {
  const StageView one = View("a", v1::STATE_ELECTION, "deputy", "assembly", v1::StageEntry::PROPOSED);
  StageView other = View("b", v1::STATE_ELECTION, "full-time", "assembly", v1::StageEntry::PROPOSED);
  EXPECT_THAT(RequireDecidable(one.entry.name(), {one, other}), IsOk());
  other.entry.set_state(v1::StageEntry::DECIDED);
  EXPECT_THAT(RequireDecidable(one.entry.name(), {one, other}),
              StatusIs(StatusCode::kFailedPrecondition, "STAGE_CONFLICT"));
  StageView ended = one;
  ended.ended = "Đảng bộ xã A";
  EXPECT_THAT(RequireDecidable(one.entry.name(), {ended}), StatusIs(StatusCode::kFailedPrecondition, "STAGE_CONFLICT"));
}

}  // namespace
}  // namespace congress::dossiers

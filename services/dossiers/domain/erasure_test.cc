#include "services/dossiers/domain/erasure.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/dossiers/testing/sample.h"
#include "tests/support/status_matchers.h"

namespace congress::dossiers {
namespace {

using absl::CivilDay;
using absl::StatusCode;
using sample::kToday;
using support::IsOk;
using support::StatusIs;
using ::testing::ElementsAre;

const PersonNames kErasedNames = {"persons/p-1", "persons/p-2"};

auto IsHeld() { return StatusIs(StatusCode::kFailedPrecondition, "PERSON_HELD"); }

TEST(Erasure, WaitsForTheLastDayOfARetention) {
  v1::Dossier dossier = sample::Opened();
  EXPECT_THAT(RequireErasable(dossier, kToday), IsHeld());
  dossier.set_state(v1::Dossier::CLOSED);
  *dossier.mutable_keep_until_date() = civil::ToDate(kToday);
  EXPECT_THAT(RequireErasable(dossier, kToday), IsHeld());
  EXPECT_THAT(RequireErasable(dossier, kToday + 1), IsOk());
  dossier.set_state(v1::Dossier::WITHDRAWN);
  EXPECT_THAT(RequireErasable(dossier, kToday), IsOk());
}

TEST(Erasure, WaitsForTheEndOfATenure) {
  v1::Tenure tenure;
  EXPECT_THAT(RequireErasable(tenure, kToday), IsHeld());
  *tenure.mutable_until_date() = civil::ToDate(kToday);
  EXPECT_THAT(RequireErasable(tenure, kToday), IsHeld());
  EXPECT_THAT(RequireErasable(tenure, kToday + 1), IsOk());
  v1::PositionSlot slot;
  slot.add_candidates("persons/p-1");
  EXPECT_THAT(RequireErasable(slot, kErasedNames), IsOk());
  slot.add_holders("persons/p-2");
  EXPECT_THAT(RequireErasable(slot, kErasedNames), IsHeld());
}

TEST(Erasure, WaitsForTheEndOfAProcess) {
  v1::PersonnelProcess process;
  process.set_state(v1::PersonnelProcess::RUNNING);
  process.add_candidates()->set_person("persons/p-3");
  EXPECT_THAT(RequireErasable(process, kErasedNames), IsOk());
  process.add_candidates()->set_person("persons/p-2");
  EXPECT_THAT(RequireErasable(process, kErasedNames), IsHeld());
  process.set_state(v1::PersonnelProcess::CONCLUDED);
  EXPECT_THAT(RequireErasable(process, kErasedNames), IsOk());
}

TEST(Erasure, PutsAnotherInThePlaceOfAllNames) {
  v1::PersonnelProcess process;
  process.add_candidates()->set_person("persons/p-1");
  process.add_candidates()->set_person("persons/p-10");
  process.add_steps()->add_run_off("persons/p-2");
  process.set_title("persons/p-1 và người khác");
  EXPECT_TRUE(PutInPlace(kErasedNames, "persons/erased-x", &process));
  EXPECT_EQ(process.candidates(0).person(), "persons/erased-x");
  EXPECT_EQ(process.candidates(1).person(), "persons/p-10");
  EXPECT_THAT(process.steps(0).run_off(), ElementsAre("persons/erased-x"));
  EXPECT_EQ(process.title(), "persons/p-1 và người khác") << "texts are not searched";
  EXPECT_FALSE(PutInPlace(kErasedNames, "persons/erased-x", &process));
}

TEST(Erasure, WaitsForADecisionOfTheirPlanAndLeavesItsActStanding) {
  v1::PersonnelPlan plan;
  plan.set_state(v1::PersonnelPlan::APPRAISED);
  for (const char* person : {"persons/p-2", "persons/p-3"}) {
    v1::PlanEntry& entry = *plan.add_parts()->add_entries();
    entry.set_person(person);
    entry.set_note("Đang học");
  }
  EXPECT_THAT(RequireErasable(plan), IsHeld());
  plan.set_state(v1::PersonnelPlan::DECIDED);
  EXPECT_THAT(RequireErasable(plan), IsOk());
  TakeOut(kErasedNames, "persons/erased-x", &plan);
  EXPECT_EQ(plan.parts(0).entries(0).person(), "persons/erased-x");
  EXPECT_EQ(plan.parts(0).entries(0).note(), "");
  EXPECT_EQ(plan.parts(1).entries(0).note(), "Đang học");
}

TEST(Erasure, WaitsForTheEndOfASuspensionAndForADecidedSeat) {
  v1::Suspension suspension;
  *suspension.mutable_begin_date() = civil::ToDate(kToday);
  EXPECT_THAT(RequireErasable(suspension, kToday), IsHeld());
  *suspension.mutable_end_date() = civil::ToDate(kToday);
  EXPECT_THAT(RequireErasable(suspension, kToday + 1), IsOk());
  v1::StageEntry entry;
  entry.set_state(v1::StageEntry::PROPOSED);
  EXPECT_THAT(RequireErasable(entry), IsOk());
  entry.set_state(v1::StageEntry::DECIDED);
  EXPECT_THAT(RequireErasable(entry), IsHeld());
}

TEST(Erasure, LeavesNothingThatIsAboutThePerson) {
  v1::PersonErasure erasure;
  erasure.set_reason("Theo đơn");
  erasure = Erased(erasure, kErasedNames, sample::Clerk(kToday));
  EXPECT_EQ(erasure.reason(), "");
  EXPECT_THAT(erasure.erased(), ElementsAre("persons/p-1", "persons/p-2"));
  v1::Tenure tenure;
  tenure.set_person("persons/p-1");
  tenure.set_end_reason("Ốm");
  tenure.set_concurrent_reason("Thiếu người");
  tenure.add_corrections()->set_reason("Nhầm");
  tenure = WithoutWords(tenure);
  EXPECT_EQ(tenure.person(), "persons/p-1");
  EXPECT_EQ(tenure.end_reason(), "");
  EXPECT_EQ(tenure.concurrent_reason(), "");
  EXPECT_EQ(tenure.corrections(0).reason(), "");
}

}  // namespace
}  // namespace congress::dossiers

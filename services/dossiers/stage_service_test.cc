// The entries of the four stages over their RPCs.
#include "gmock/gmock.h"
#include "services/dossiers/testing/stage_fixture.h"

namespace congress::dossiers {
namespace {

using absl::StatusCode;
using support::IsOk;
using support::StatusIs;
using testing::ElementsAre;
using testing::UnorderedElementsAre;

constexpr std::string_view kNextUnit = "organisations/unit-2";

class StageServiceTest : public StageFixture {
 protected:
  std::vector<std::string> Listed(const v1::ListStageEntriesRequest& request, std::string_view as = kClerk) {
    const auto listed = Call(&StageStub::ListStageEntries, request, As(as));
    EXPECT_THAT(listed, IsOk());
    std::vector<std::string> names;
    for (const auto& one : listed->stage_entries()) names.push_back(one.name());
    return names;
  }
  static auto Fails(const char* reason) { return StatusIs(StatusCode::kFailedPrecondition, reason); }
  static auto Invalid() { return StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"); }
};

TEST_F(StageServiceTest, TheRulesInEffectHaveTheSeat) {
  ASSERT_OK_AND_ASSIGN(const v1::StageEntry entry, Create(NewEntry(v1::CONGRESS, "committee-member")));
  EXPECT_EQ(entry.rule_set(), "personnelRuleSets/rules");
  EXPECT_EQ(entry.cut_off_date().month(), 9);
  EXPECT_THAT(entry.name(), testing::MatchesRegex("stageEntries/[a-z0-9]{12}"));
  const auto nowhere = NewEntry(v1::CONGRESS, "mayor");
  EXPECT_THAT(Create(nowhere), Fails("STAGE_SEAT_UNKNOWN"));
  EXPECT_THAT(Call(&StageStub::PreviewStageDecision, Preview(nowhere), As(kClerk)), Fails("STAGE_SEAT_UNKNOWN"));
  v1::BatchCreateStageEntriesRequest batch;
  auto& one = *batch.add_stage_entries();
  one.set_parent(nowhere.parent());
  *one.mutable_stage_entry() = nowhere.stage_entry();
  EXPECT_THAT(Call(&StageStub::BatchCreateStageEntries, batch, As(kClerk)), Fails("STAGE_SEAT_UNKNOWN"));
  MakeRules(sample::StageRules(), "others");
  auto named = NewEntry(v1::CONGRESS, "committee-member");
  EXPECT_THAT(Create(named), Fails("RULE_SETS_OVERLAP"));
  EXPECT_THAT(Call(&StageStub::PreviewStageDecision, Preview(named), As(kClerk)), Fails("RULE_SETS_OVERLAP"));
  *one.mutable_stage_entry() = named.stage_entry();
  EXPECT_THAT(Call(&StageStub::BatchCreateStageEntries, batch, As(kClerk)), Fails("RULE_SETS_OVERLAP"));
  named.mutable_stage_entry()->set_rule_set("personnelRuleSets/others");
  EXPECT_THAT(Create(named), IsOk());
  *one.mutable_stage_entry() = named.stage_entry();
  EXPECT_THAT(Call(&StageStub::BatchCreateStageEntries, batch, As(kClerk)), IsOk());
}

TEST_F(StageServiceTest, WhatAnEntryNamesIsThere) {
  auto wanted = NewEntry(v1::CONGRESS, "committee-member");
  wanted.mutable_stage_entry()->set_dossier("congresses/xx/dossiers/d-9");
  EXPECT_THAT(Create(wanted), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  // Nor is it the dossier of another.
  MakeTemplate();
  MakePerson("p-2", "Trần Thị Thử");
  MakeDossier("d-9", "persons/p-2");
  EXPECT_THAT(Create(wanted), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  wanted.mutable_stage_entry()->set_dossier("");
  wanted.mutable_stage_entry()->set_process("congresses/xx/personnelProcesses/p-9");
  EXPECT_THAT(Create(wanted), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Create(NewArrangement("", "no-such-policy")), Invalid());
  EXPECT_THAT(Create(NewEntry(v1::CONGRESS, "")), Invalid());
  v1::BatchCreateStageEntriesRequest batch;
  batch.add_stage_entries()->set_parent("persons/p-1");
  *batch.mutable_stage_entries(0)->mutable_stage_entry() = NewEntry(v1::CONGRESS, "").stage_entry();
  EXPECT_THAT(Call(&StageStub::BatchCreateStageEntries, batch, As(kClerk)), Invalid());
  EXPECT_THAT(Call(&StageStub::PreviewStageDecision, Preview(NewEntry(v1::CONGRESS, "")), As(kClerk)), Invalid());
}

TEST_F(StageServiceTest, AnEntryIsChangedWhileItIsOpenAndStaysAsATrace) {
  const v1::StageEntry entry = Made(NewEntry(v1::CONGRESS, "committee-member"));
  ASSERT_OK_AND_ASSIGN(v1::StageEntry changed, Call(&StageStub::UpdateStageEntry, Changing(entry), As(kClerk)));
  EXPECT_EQ(changed.candidacy(), v1::SPECIAL);
  v1::UpdateStageEntryRequest arranged = Changing(entry);
  arranged.mutable_stage_entry()->mutable_arrangement()->set_from_organisation(std::string(sample::kUnit));
  EXPECT_THAT(Call(&StageStub::UpdateStageEntry, arranged, As(kClerk)), Invalid());
  EXPECT_THAT(Advance(entry, v1::StageEntry::ELECTED), Fails("STAGE_STATE"));
  ASSERT_THAT(Advance(entry, v1::StageEntry::PROPOSED), IsOk());
  auto undecided = Step(entry, v1::StageEntry::DECIDED);
  undecided.clear_basis();
  EXPECT_THAT(Call(&StageStub::AdvanceStageEntry, undecided, As(kClerk)), Invalid());
  ASSERT_THAT(Advance(entry, v1::StageEntry::DECIDED), IsOk());
  EXPECT_THAT(Call(&StageStub::UpdateStageEntry, Changing(entry), As(kClerk)), Fails("STAGE_STATE"));
  ASSERT_OK_AND_ASSIGN(changed, Call(&StageStub::WithdrawStageEntry, Withdrawing(entry), As(kClerk)));
  EXPECT_EQ(changed.trail_size(), 4);
  EXPECT_THAT(Call(&StageStub::WithdrawStageEntry, Withdrawing(entry), As(kClerk)), Fails("STAGE_STATE"));
}

TEST_F(StageServiceTest, EntriesAreFoundByOrganisationStageAndState) {
  const std::string congress = Made(NewEntry(v1::CONGRESS, "committee-member")).name();
  const v1::StageEntry assembly = Made(NewEntry(v1::STATE_ELECTION, "assembly-deputy"));
  MakePerson("p-2", "Trần Thị Thử");
  const std::string second = Made(NewEntry(v1::CONGRESS, "committee-member", "persons/p-2")).name();
  ASSERT_THAT(Advance(assembly, v1::StageEntry::PROPOSED), IsOk());
  v1::ListStageEntriesRequest request;
  request.set_parent("persons/-");
  EXPECT_THAT(Listed(request), UnorderedElementsAre(congress, assembly.name(), second));
  EXPECT_THAT(Listed(request, kStranger), ElementsAre());
  request.set_state(v1::StageEntry::PROPOSED);
  EXPECT_THAT(Listed(request), ElementsAre(assembly.name()));
  request.clear_state();
  request.set_stage(v1::CONGRESS);
  EXPECT_THAT(Listed(request), UnorderedElementsAre(congress, second));
  request.set_organisation(std::string(kNextUnit));
  EXPECT_THAT(Listed(request), ElementsAre());
  request.clear_organisation();
  request.set_parent("persons/p-2");
  EXPECT_THAT(Listed(request), ElementsAre(second));
}

TEST_F(StageServiceTest, NeitherKeysNorPlainRecordsNameWhoIsPlanned) {
  Made(NewEntry(v1::CONGRESS, "committee-member"));
  const auto records = service_.store().Scan({"", ""}, 10'000);
  ASSERT_THAT(records, IsOk());
  bool found = false;
  for (const store::Record& record : *records) {
    const bool about = record.key.find("Stage") != std::string::npos || record.key.find("Filed") != std::string::npos ||
                       record.key.find("stage") != std::string::npos;
    if (!about) continue;
    found = true;
    EXPECT_EQ(record.key.find("p-1"), std::string::npos) << record.key;
    EXPECT_EQ(record.value.find("persons/p-1"), std::string::npos) << record.key;
  }
  EXPECT_TRUE(found);
}

TEST_F(StageServiceTest, AnActDecidesArrangementsAndThePersonsMove) {
  const v1::StageEntry open = Made(NewArrangement(""));
  EXPECT_THAT(Decide(Deciding({open.name()})), Fails("STAGE_STATE")) << "nobody has proposed it";
  ASSERT_THAT(Advance(open, v1::StageEntry::PROPOSED), IsOk());
  EXPECT_THAT(Decide(Deciding({open.name()})), Fails("ARRANGEMENT_OPEN"));
  v1::UpdateStageEntryRequest place;
  place.mutable_stage_entry()->set_name(open.name());
  *place.mutable_stage_entry()->mutable_arrangement() = NewArrangement(kNextUnit).stage_entry().arrangement();
  ASSERT_THAT(Call(&StageStub::UpdateStageEntry, place, As(kClerk)), IsOk());
  MakePerson("p-2", "Trần Thị Thử");
  const std::string leaving = Proposed(NewArrangement("", "early-retirement", "persons/p-2")).name();
  EXPECT_THAT(Decide(Deciding({leaving, leaving})), Invalid());
  // Who decides for one unit only cannot send its people to another.
  EXPECT_THAT(Decide(Deciding({open.name()}), kOwner), StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  ASSERT_OK_AND_ASSIGN(const auto decided, Decide(Deciding({open.name(), leaving})));
  EXPECT_EQ(decided.stage_entries(0).basis().decision_number(), "9-QĐ/TU");
  EXPECT_THAT(Decide(Deciding({leaving})), Fails("STAGE_STATE"));
  v1::GetPersonRequest moved;
  moved.set_name("persons/p-1");
  ASSERT_OK_AND_ASSIGN(const v1::Person person, Call(&PersonStub::GetPerson, moved));
  EXPECT_EQ(person.organisation(), kNextUnit);
  v1::GetArrangementSumsRequest request;
  request.set_organisation(std::string(sample::kUnit));
  auto& heads = *request.add_head_counts();
  heads.set_organisation(std::string(sample::kUnit));
  heads.set_count(3);
  heads.set_source("Báo cáo của xã");
  ASSERT_OK_AND_ASSIGN(const v1::ArrangementSums sums, Call(&StageStub::GetArrangementSums, request, As(kClerk)));
  EXPECT_EQ(sums.whole().placed_count(), 1);
  EXPECT_EQ(sums.whole().leaving_count(), 1);
  EXPECT_EQ(sums.whole().decided_count(), 2);
  EXPECT_EQ(sums.whole().missing_count(), 1);
  EXPECT_EQ(sums.cells(0).to_organisation(), kNextUnit);
  request.set_organisation(std::string(kNextUnit));
  ASSERT_OK_AND_ASSIGN(const v1::ArrangementSums others, Call(&StageStub::GetArrangementSums, request, As(kOffice)));
  EXPECT_EQ(others.whole().entered_count(), 0);
}

TEST_F(StageServiceTest, AUnitThatHasEndedTakesNobody) {
  const v1::StageEntry entry = Proposed(NewArrangement(kNextUnit));
  service_.organisations().End(kNextUnit, kToday, sample::kUnit);
  EXPECT_THAT(Decide(Deciding({entry.name()})), Fails("STAGE_CONFLICT"));
}

}  // namespace
}  // namespace congress::dossiers

// One person through four stages, and what does not fit together.
#include "gmock/gmock.h"
#include "services/dossiers/testing/stage_fixture.h"

namespace congress::dossiers {
namespace {

using absl::StatusCode;
using support::IsOk;
using support::StatusIs;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Conflict = v1::StageConflict;

class StageConflictsTest : public StageFixture {
 protected:
  template <class Answer>
  static std::vector<Conflict::Kind> KindsIn(const Answer& answer) {
    std::vector<Conflict::Kind> kinds;
    for (const Conflict& one : answer.conflicts()) kinds.push_back(one.kind());
    return kinds;
  }
  std::vector<Conflict::Kind> Previewed(const v1::CreateStageEntryRequest& wanted, std::string_view replaces = "") {
    v1::PreviewStageDecisionRequest request = Preview(wanted);
    request.set_replaces(std::string(replaces));
    const auto preview = Call(&StageStub::PreviewStageDecision, request, As(kClerk));
    EXPECT_THAT(preview, IsOk());
    return KindsIn(*preview);
  }
  v1::ListStageConflictsResponse Listed(std::string_view as = kClerk, v1::Stage stage = v1::STAGE_UNSPECIFIED) {
    v1::ListStageConflictsRequest request;
    request.set_stage(stage);
    const auto listed = Call(&StageStub::ListStageConflicts, request, As(as));
    EXPECT_THAT(listed, IsOk());
    return listed.ok() ? *listed : v1::ListStageConflictsResponse();
  }
};

TEST_F(StageConflictsTest, AgesAreJudgedAtEachCutOff) {
  // 57 months in September suffice for who stands again, 51 in March do not for the Assembly.
  EXPECT_THAT(Previewed(NewEntry(v1::CONGRESS, "committee-member")), IsEmpty());
  EXPECT_THAT(Previewed(NewEntry(v1::STATE_ELECTION, "assembly-deputy")), ElementsAre(Conflict::AGE_AT_CUT_OFF));
  // Nothing is stored by asking.
  ASSERT_OK_AND_ASSIGN(const v1::PersonStagesView none, Stages(As(kClerk)));
  EXPECT_EQ(none.stage_entries_size(), 0);
  Made(NewArrangement("organisations/unit-2"));
  Made(NewEntry(v1::STATE_ELECTION, "assembly-deputy"));
  Made(NewEntry(v1::CONGRESS, "committee-member"));
  Made(NewEntry(v1::NATIONAL_CONGRESS, "national-delegate"));
  ASSERT_OK_AND_ASSIGN(const v1::PersonStagesView stages, Stages(As(kClerk)));
  ASSERT_EQ(stages.stage_entries_size(), 4);
  EXPECT_EQ(stages.stage_entries(0).stage(), v1::ARRANGEMENT);
  EXPECT_EQ(stages.stage_entries(3).stage(), v1::STATE_ELECTION);
  ASSERT_THAT(KindsIn(stages), ElementsAre(Conflict::AGE_AT_CUT_OFF));
  EXPECT_EQ(stages.conflicts(0).entries(0), stages.stage_entries(3).name());
  EXPECT_THAT(stages.conflicts(0).sentence(), HasSubstr("Đại biểu Quốc hội"));
}

TEST_F(StageConflictsTest, WhatIsNotRecordedIsToldAsUnknown) {
  MakePerson("p-2", "Trần Thị Thử");
  EXPECT_THAT(Previewed(NewEntry(v1::CONGRESS, "committee-member", "persons/p-2")), ElementsAre(Conflict::NOT_KNOWN));
}

TEST_F(StageConflictsTest, OneSeatOfAGroupAndADecisionOnTheSecondIsRefused) {
  const v1::StageEntry one = Made(NewEntry(v1::STATE_ELECTION, "assembly-full-time"));
  const auto second = NewEntry(v1::STATE_ELECTION, "assembly-full-time");
  EXPECT_THAT(Previewed(second), ElementsAre(Conflict::SEAT_TWICE));
  EXPECT_THAT(Previewed(second, one.name()), IsEmpty());
  const v1::StageEntry two = Made(second);
  for (const v1::StageEntry& entry : {one, two}) ASSERT_THAT(Advance(entry, v1::StageEntry::PROPOSED), IsOk());
  // Told once.
  EXPECT_THAT(KindsIn(Listed()), ElementsAre(Conflict::SEAT_TWICE));
  EXPECT_THAT(KindsIn(Listed(kClerk, v1::STATE_ELECTION)), ElementsAre(Conflict::SEAT_TWICE));
  EXPECT_THAT(KindsIn(Listed(kClerk, v1::CONGRESS)), IsEmpty());
  EXPECT_THAT(KindsIn(Listed(kStranger)), IsEmpty());
  ASSERT_THAT(Advance(one, v1::StageEntry::DECIDED), IsOk());
  EXPECT_THAT(Advance(two, v1::StageEntry::DECIDED), StatusIs(StatusCode::kFailedPrecondition, "STAGE_CONFLICT"));
  ASSERT_THAT(Call(&StageStub::WithdrawStageEntry, Withdrawing(one), As(kClerk)), IsOk());
  EXPECT_THAT(Advance(two, v1::StageEntry::DECIDED), IsOk());
}

TEST_F(StageConflictsTest, EntriesOfOthersAreJudgedAndNotNamed) {
  const auto theirs = NewEntry(v1::STATE_ELECTION, "assembly-full-time", "persons/p-1", "organisations/province");
  const v1::StageEntry hidden = Made(theirs, kOffice);
  const v1::StageEntry own = Made(NewEntry(v1::STATE_ELECTION, "assembly-full-time"));
  ASSERT_OK_AND_ASSIGN(const v1::PersonStagesView stages, Stages(As(kClerk)));
  ASSERT_EQ(stages.stage_entries_size(), 1);
  ASSERT_THAT(KindsIn(stages), ElementsAre(Conflict::SEAT_TWICE));
  EXPECT_THAT(stages.conflicts(0).entries(), ElementsAre(own.name()));
  ASSERT_OK_AND_ASSIGN(const v1::PersonStagesView all, Stages(As(kOffice)));
  EXPECT_EQ(all.stage_entries_size(), 2);
  EXPECT_EQ(all.conflicts(0).entries_size(), 2);
}

TEST_F(StageConflictsTest, EntriesOfAnAliasAreJudgedWithThoseOfThePerson) {
  MakePerson("p-2", "Nguyễn Văn Mẫu");
  const v1::StageEntry own = Made(NewEntry(v1::STATE_ELECTION, "assembly-full-time"));
  const v1::StageEntry other = Made(NewEntry(v1::STATE_ELECTION, "assembly-full-time", "persons/p-2"));
  v1::MergePersonsRequest merge;
  merge.set_name("persons/p-1");
  merge.set_duplicate("persons/p-2");
  merge.set_reason("Cùng một người");
  merge.set_validate_only(true);
  // Who may not know of entries is not told of them.
  ASSERT_OK_AND_ASSIGN(const auto blind,
                       Call(&PersonIdentityStub::MergePersons, merge, As(kOffice, annotations::v1::PERSONAL)));
  EXPECT_EQ(blind.touched_size(), 0);
  merge.clear_validate_only();
  ASSERT_OK_AND_ASSIGN(const auto merged, Call(&PersonIdentityStub::MergePersons, merge, As(kOffice)));
  ASSERT_EQ(merged.touched_size(), 1);
  EXPECT_EQ(merged.touched(0).resource(), other.name());
  ASSERT_OK_AND_ASSIGN(const v1::PersonStagesView both, Stages(As(kClerk)));
  EXPECT_EQ(both.stage_entries_size(), 2);
  EXPECT_THAT(KindsIn(both), ElementsAre(Conflict::SEAT_TWICE));
  for (const v1::StageEntry& entry : {own, other}) ASSERT_THAT(Advance(entry, v1::StageEntry::PROPOSED), IsOk());
  ASSERT_THAT(Advance(own, v1::StageEntry::DECIDED), IsOk());
  EXPECT_THAT(Advance(other, v1::StageEntry::DECIDED), StatusIs(StatusCode::kFailedPrecondition, "STAGE_CONFLICT"));
  v1::SeparatePersonsRequest separate;
  separate.set_name("persons/p-2");
  separate.set_reason("Hai người khác nhau");
  ASSERT_THAT(Call(&PersonIdentityStub::SeparatePersons, separate, As(kOffice)), IsOk());
  ASSERT_OK_AND_ASSIGN(const v1::PersonStagesView one, Stages(As(kClerk)));
  EXPECT_EQ(one.stage_entries_size(), 1);
  EXPECT_THAT(KindsIn(one), IsEmpty());
}

TEST_F(StageConflictsTest, WhoKnowsAnAliasAloneIsToldOfTheAlias) {
  constexpr std::string_view kUnit2 = "organisations/unit-2";
  MakePerson("unit-2-q", "Nguyễn Văn Mẫu", kUnit2);
  const auto wanted = NewEntry(v1::STATE_ELECTION, "assembly-full-time", "persons/unit-2-q", kUnit2);
  const v1::StageEntry entry = Made(wanted, kStranger);
  Made(wanted, kStranger);
  v1::MergePersonsRequest merge;
  merge.set_name("persons/p-1");
  merge.set_duplicate("persons/unit-2-q");
  merge.set_reason("Cùng một người");
  ASSERT_THAT(Call(&PersonIdentityStub::MergePersons, merge, As(kOffice)), IsOk());
  const auto told = Listed(kStranger);
  ASSERT_THAT(KindsIn(told), ElementsAre(Conflict::SEAT_TWICE));
  EXPECT_EQ(told.conflicts(0).person(), "persons/unit-2-q");
  EXPECT_EQ(Listed(kOffice).conflicts(0).person(), "persons/p-1");
  // The list of either name has them.
  v1::ListStageEntriesRequest list;
  for (const char* name : {"persons/p-1", "persons/unit-2-q"}) {
    list.set_parent(name);
    EXPECT_EQ(Call(&StageStub::ListStageEntries, list, As(kOffice))->stage_entries_size(), 2) << name;
  }
  list.set_state(v1::StageEntry::PROPOSED);
  EXPECT_EQ(Call(&StageStub::ListStageEntries, list, As(kOffice))->stage_entries_size(), 0);
  list.clear_state();
  EXPECT_EQ(Call(&StageStub::ListStageEntries, list, As(kClerk))->stage_entries_size(), 0) << "of another unit";
  list.set_page_size(1);
  const auto page = Call(&StageStub::ListStageEntries, list, As(kOffice));
  EXPECT_EQ(page->stage_entries(0).name(), entry.name());
  EXPECT_FALSE(page->next_page_token().empty());
}

TEST_F(StageConflictsTest, PapersThatEndBeforeTheCutOffAreTold) {
  MakeTemplate();
  MakeDossier("unit-16681-d-1", "persons/p-1");
  AttachAll();
  ASSERT_THAT(Submit(As(kClerk)), IsOk());
  auto wanted = NewEntry(v1::CONGRESS, "committee-member");
  wanted.mutable_stage_entry()->set_dossier(std::string(kDossier));
  EXPECT_THAT(Previewed(wanted), IsEmpty());
  // The health certificate of June is valid for six months.
  wanted = NewEntry(v1::NATIONAL_CONGRESS, "national-delegate");
  wanted.mutable_stage_entry()->set_dossier(std::string(kDossier));
  EXPECT_THAT(Previewed(wanted), ElementsAre(Conflict::COMPONENT_EXPIRES));
  // Who may not see the certificate is not told of it.
  const auto blind = Call(&StageStub::PreviewStageDecision, Preview(wanted), As(kClerk, annotations::v1::CONFIDENTIAL));
  ASSERT_THAT(blind, IsOk());
  EXPECT_THAT(KindsIn(*blind), IsEmpty());
}

TEST_F(StageConflictsTest, WhoIsArrangedNowhereIsFound) {
  Made(NewArrangement(""));
  EXPECT_THAT(KindsIn(Listed()), ElementsAre(Conflict::NOWHERE));
  EXPECT_THAT(Previewed(NewArrangement("organisations/unit-2")), ElementsAre(Conflict::SEAT_TWICE));
}

}  // namespace
}  // namespace congress::dossiers

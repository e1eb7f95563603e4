// Who may do what with entries of the stages: nobody with their own, nobody without the clearance, over every RPC.
#include "gmock/gmock.h"
#include "services/dossiers/testing/stage_fixture.h"

namespace congress::dossiers {
namespace {

using absl::StatusCode;
using support::IsOk;
using support::StatusIs;

class StageAccessTest : public StageFixture {
 protected:
  static auto Refused(const char* reason) { return StatusIs(StatusCode::kPermissionDenied, reason); }

  template <class Method, class Request>
  void ExpectChangeNeedsAnother(Method method, const Request& request) {
    SCOPED_TRACE(Request::descriptor()->name());
    EXPECT_THAT(Call(method, request, AsPerson("persons/p-1", "secretary")), Refused("SAME_PERSON"));
    EXPECT_THAT(Call(method, request, AsPerson("", "secretary")), Refused("PERSON_UNKNOWN"));
    EXPECT_THAT(Call(method, request, As(kOwner, annotations::v1::PERSONAL)), Refused("CLEARANCE_MISSING"));
    EXPECT_THAT(Call(method, request, As("inspector@unit-16681")), Refused("PERMISSION_MISSING"));
    EXPECT_FALSE(Call(method, request, As(kStranger)).ok());
  }
  template <class Method, class Request>
  void ExpectReadNeedsAnother(Method method, const Request& request) {
    SCOPED_TRACE(Request::descriptor()->name());
    EXPECT_FALSE(Call(method, request, AsPerson("persons/p-1", "secretary")).ok());
    EXPECT_THAT(Call(method, request, AsPerson("", "secretary")), IsOk());
    EXPECT_THAT(Call(method, request, As(kOwner, annotations::v1::PERSONAL)), Refused("CLEARANCE_MISSING"));
    EXPECT_THAT(Call(method, request, As(kReader)), Refused("PERMISSION_MISSING"));
    EXPECT_THAT(Call(method, request, As(kStranger)), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  }
};

TEST_F(StageAccessTest, NobodyHandlesTheirOwnEntries) {
  const auto wanted = NewEntry(v1::CONGRESS, "committee-member");
  ExpectChangeNeedsAnother(&StageStub::CreateStageEntry, wanted);
  v1::BatchCreateStageEntriesRequest batch;
  batch.add_stage_entries()->set_parent(wanted.parent());
  *batch.mutable_stage_entries(0)->mutable_stage_entry() = wanted.stage_entry();
  ExpectChangeNeedsAnother(&StageStub::BatchCreateStageEntries, batch);
  ExpectChangeNeedsAnother(&StageStub::PreviewStageDecision, Preview(wanted));
  v1::ImportStageEntriesRequest table;
  table.set_csv("person,organisation,stage,seat,candidacy\np-1,unit-16681,CONGRESS,committee-member,INCUMBENT\n");
  ExpectChangeNeedsAnother(&StageStub::ImportStageEntries, table);
  const v1::StageEntry entry = Made(wanted);
  ExpectChangeNeedsAnother(&StageStub::UpdateStageEntry, Changing(entry));
  ExpectChangeNeedsAnother(&StageStub::AdvanceStageEntry, Step(entry, v1::StageEntry::PROPOSED));
  ExpectChangeNeedsAnother(&StageStub::WithdrawStageEntry, Withdrawing(entry));
  ExpectChangeNeedsAnother(&StageStub::DecideArrangement,
                           Deciding({Proposed(NewArrangement("", "early-retirement")).name()}));
}

TEST_F(StageAccessTest, NobodyReadsTheirOwn) {
  const v1::StageEntry entry = Made(NewEntry(v1::STATE_ELECTION, "assembly-deputy"));
  v1::GetStageEntryRequest get;
  get.set_name(entry.name());
  ExpectReadNeedsAnother(&StageStub::GetStageEntry, get);
  EXPECT_THAT(Call(&StageStub::GetStageEntry, get, AsPerson("persons/p-1", "secretary")),
              StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  v1::GetPersonStagesRequest stages;
  stages.set_name("persons/p-1");
  ExpectReadNeedsAnother(&StageStub::GetPersonStages, stages);
  EXPECT_THAT(Call(&StageStub::GetPersonStages, stages, AsPerson("persons/p-1", "secretary")), Refused("SAME_PERSON"));
  v1::ListStageEntriesRequest list;
  list.set_parent("persons/-");
  EXPECT_EQ(Call(&StageStub::ListStageEntries, list, AsPerson("persons/p-1", "clerk"))->stage_entries_size(), 0);
  EXPECT_EQ(Call(&StageStub::ListStageEntries, list, As(kClerk))->stage_entries_size(), 1);
  EXPECT_EQ(Call(&StageStub::ListStageConflicts, {}, AsPerson("persons/p-1", "clerk"))->conflicts_size(), 0);
  EXPECT_EQ(Call(&StageStub::ListStageConflicts, {}, As(kClerk))->conflicts_size(), 1);
  v1::GetArrangementSumsRequest sums;
  sums.set_organisation(std::string(sample::kUnit));
  EXPECT_THAT(Call(&StageStub::GetArrangementSums, sums, As(kClerk)), IsOk());
  const auto unclear = [&] { return As(kOwner, annotations::v1::PERSONAL); };
  EXPECT_THAT(Call(&StageStub::GetArrangementSums, sums, unclear()), Refused("CLEARANCE_MISSING"));
  EXPECT_THAT(Call(&StageStub::ListStageEntries, list, unclear()), Refused("CLEARANCE_MISSING"));
  EXPECT_THAT(Call(&StageStub::ListStageConflicts, {}, unclear()), Refused("CLEARANCE_MISSING"));
  EXPECT_THAT(Call(&StageStub::GetArrangementSums, sums, As(kStranger)), Refused("PERMISSION_MISSING"));
}

TEST_F(StageAccessTest, NobodyHasStagesWhoIsNotThere) {
  const auto wanted = NewEntry(v1::CONGRESS, "committee-member", "persons/none");
  const auto absent = StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND");
  EXPECT_THAT(Create(wanted), absent);
  v1::BatchCreateStageEntriesRequest batch;
  batch.add_stage_entries()->set_parent(wanted.parent());
  *batch.mutable_stage_entries(0)->mutable_stage_entry() = wanted.stage_entry();
  EXPECT_THAT(Call(&StageStub::BatchCreateStageEntries, batch, As(kClerk)), absent);
  EXPECT_THAT(Call(&StageStub::PreviewStageDecision, Preview(wanted), As(kClerk)), absent);
}

TEST_F(StageAccessTest, NobodyLearnsWhatOthersCallAPerson) {
  MakePerson("unit-2-q", "Nguyễn Văn Ví Dụ", "organisations/unit-2");
  v1::MergePersonsRequest merge;
  merge.set_name("persons/p-1");
  merge.set_duplicate("persons/unit-2-q");
  merge.set_reason("Trùng");
  ASSERT_THAT(Call(&PersonIdentityStub::MergePersons, merge), IsOk());
  const auto wanted = NewEntry(v1::CONGRESS, "committee-member", "persons/unit-2-q", "organisations/unit-2");
  const auto refused = Create(wanted, kStranger);
  EXPECT_THAT(refused, StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_EQ(support::MetadataIn(refused.status(), "name"), "persons/unit-2-q");
}

TEST_F(StageAccessTest, AClerkEntersAndASecretaryDecidesArrangements) {
  const v1::StageEntry entry = Proposed(NewArrangement("", "early-retirement"));
  EXPECT_THAT(Decide(Deciding({entry.name()}), kClerk), Refused("PERMISSION_MISSING"));
  EXPECT_THAT(Decide(Deciding({entry.name()}), kOwner), IsOk());
}

}  // namespace
}  // namespace congress::dossiers

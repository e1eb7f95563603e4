// The planning list over its RPCs.
#include "services/dossiers/testing/process_fixture.h"

namespace congress::dossiers {
namespace {

using absl::StatusCode;
using support::IsOk;
using support::Parse;
using support::StatusIs;

class PlanningServiceTest : public ProcessFixture {
 protected:
  static std::string Entry(std::string_view id, std::string_view person) {
    return StrCat("planning_entry_id: '", id, "' planning_entry { organisation: 'organisations/unit-16681' term: ",
                  "'2025-2030' position_kind: 'committee-member' person: 'persons/", person, "' }");
  }
  absl::StatusOr<v1::PlanningEntry> Create(std::string_view id, std::string_view person, Context context = nullptr) {
    if (context == nullptr) context = As("clerk");
    return Call(&PlanningStub::CreatePlanningEntry, Parse<v1::CreatePlanningEntryRequest>(Entry(id, person)),
                std::move(context));
  }
  absl::StatusOr<v1::PlanningEntry> Approve(const std::string& basis = "decision_number: '12-QĐ/TU'",
                                            Context context = nullptr) {
    if (context == nullptr) context = As("secretary");
    return Call(
        &PlanningStub::ApprovePlanningEntry,
        Parse<v1::ApprovePlanningEntryRequest>(StrCat("name: 'planningEntries/unit-16681-e-0' basis { ", basis, " }")),
        std::move(context));
  }
  absl::StatusOr<v1::PlanningEntry> Remove(const std::string& basis = "source: 'Thông báo kết luận'",
                                           Context context = nullptr) {
    if (context == nullptr) context = As("secretary");
    return Call(&PlanningStub::RemovePlanningEntry,
                Parse<v1::RemovePlanningEntryRequest>(
                    StrCat("name: 'planningEntries/unit-16681-e-0' reason: 'Chuyển công tác' basis { ", basis, " }")),
                std::move(context));
  }
  absl::StatusOr<v1::PlanningEntry> Get(Context context) {
    return Call(&PlanningStub::GetPlanningEntry,
                Parse<v1::GetPlanningEntryRequest>("name: 'planningEntries/unit-16681-e-0'"), std::move(context));
  }
  absl::StatusOr<v1::BatchCreatePlanningEntriesResponse> Batch(const std::vector<std::string>& entries,
                                                               Context context = nullptr) {
    std::string text;
    for (const std::string& entry : entries) text += StrCat("planning_entries { ", entry, " } ");
    if (context == nullptr) context = As("clerk");
    return Call(&PlanningStub::BatchCreatePlanningEntries, Parse<v1::BatchCreatePlanningEntriesRequest>(text),
                std::move(context));
  }
  static auto Fails(const char* reason) { return StatusIs(StatusCode::kFailedPrecondition, reason); }
  static auto Denied(const char* reason) { return StatusIs(StatusCode::kPermissionDenied, reason); }
};

TEST_F(PlanningServiceTest, APersonIsOnAListOnce) {
  MakePersons(2);
  ASSERT_OK_AND_ASSIGN(const v1::PlanningEntry entry, Create("unit-16681-e-0", "p-0"));
  EXPECT_EQ(entry.state(), v1::PlanningEntry::PROPOSED);
  EXPECT_EQ(entry.person(), "persons/p-0");
  EXPECT_THAT(Create("unit-16681-e-1", "p-0"), Fails("PLANNING_DUPLICATE"));
  EXPECT_THAT(Batch({Entry("unit-16681-e-1", "p-0")}), Fails("PLANNING_DUPLICATE"));
  EXPECT_THAT(Batch({Entry("unit-16681-e-1", "p-1"), Entry("unit-16681-e-1", "p-1")}),
              StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  EXPECT_THAT(Batch({Entry("unit-16681-e-1", "p-1"), Entry("unit-16681-e-2", "p-1")}), Fails("PLANNING_DUPLICATE"));
  EXPECT_THAT(Batch({Entry("unit-16681-e-1", "p-9")}), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  ASSERT_THAT(Batch({Entry("unit-16681-e-1", "p-1")}), IsOk());
  // Off the list, they may come on again.
  ASSERT_THAT(Remove(), IsOk());
  EXPECT_THAT(Create("unit-16681-e-2", "p-0"), IsOk());
}

TEST_F(PlanningServiceTest, ADecisionPutsOnTheListAndTakesOff) {
  MakePersons(1);
  ASSERT_THAT(Create("unit-16681-e-0", "p-0"), IsOk());
  EXPECT_THAT(Approve(""), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  ASSERT_OK_AND_ASSIGN(const v1::PlanningEntry approved, Approve());
  EXPECT_EQ(approved.basis().decision_number(), "12-QĐ/TU");
  EXPECT_EQ(approved.updated_person(), "persons/account-secretary");
  EXPECT_THAT(Approve(), Fails("PLANNING_STATE"));
  EXPECT_THAT(Remove(""), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  ASSERT_THAT(Remove(), IsOk());
  EXPECT_THAT(Remove(), Fails("PLANNING_STATE"));
}

TEST_F(PlanningServiceTest, NobodyLearnsWhetherTheyAreOnIt) {
  MakePersons(2);
  EXPECT_THAT(Create("unit-16681-e-0", "p-0", AsPerson("persons/p-0", "clerk")), Denied("SAME_PERSON"));
  EXPECT_THAT(Create("unit-16681-e-0", "p-0", AsPerson("", "clerk")), Denied("PERSON_UNKNOWN"));
  EXPECT_THAT(Batch({Entry("unit-16681-e-0", "p-0")}, AsPerson("persons/p-0", "clerk")), Denied("SAME_PERSON"));
  EXPECT_THAT(Batch({Entry("unit-16681-e-0", "p-0")}, AsPerson("", "clerk")), Denied("PERSON_UNKNOWN"));
  ASSERT_THAT(Batch({Entry("unit-16681-e-0", "p-0"), Entry("unit-16681-e-1", "p-1")}), IsOk());
  EXPECT_THAT(Get(AsPerson("persons/p-0")), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Get(As("clerk")), IsOk());
  EXPECT_THAT(Get(As("clerk", annotations::v1::PERSONAL)), Denied("CLEARANCE_MISSING"));
  for (const auto& [person, reason] : {std::pair("persons/p-0", "SAME_PERSON"), std::pair("", "PERSON_UNKNOWN")}) {
    EXPECT_THAT(Approve("source: 'Nghị quyết'", AsPerson(person)), Denied(reason));
    EXPECT_THAT(Remove("source: 'Nghị quyết'", AsPerson(person)), Denied(reason));
  }
  EXPECT_THAT(Approve("source: 'Nghị quyết'", As("clerk")), Denied("PERMISSION_MISSING"));
  const auto count = [&](Context context) {
    const auto listed =
        Call(&PlanningStub::ListPlanningEntries,
             Parse<v1::ListPlanningEntriesRequest>("filter: 'term = \"2025-2030\" AND state = PROPOSED'"),
             std::move(context));
    EXPECT_THAT(listed, IsOk());
    return listed.ok() ? listed->planning_entries_size() : -1;
  };
  EXPECT_EQ(count(As("clerk")), 2);
  EXPECT_EQ(count(AsPerson("persons/p-0")), 1);
}

}  // namespace
}  // namespace congress::dossiers

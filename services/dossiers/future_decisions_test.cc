// Nothing is decided by a decision of a day that has not come yet.
#include "google/rpc/error_details.pb.h"
#include "services/dossiers/testing/stage_fixture.h"

namespace congress::dossiers {
namespace {

using support::IsOk;
using support::Parse;
using testing::ElementsAre;

class FutureDecisionsTest : public StageFixture {
 protected:
  static constexpr char kTomorrow[] = "{ decision_number: '1-QĐ/TU' decision_date { year: 2025 month: 6 day: 17 } }";
  static constexpr char kToday[] = "{ decision_number: '1-QĐ/TU' decision_date { year: 2025 month: 6 day: 16 } }";

  // The fields that are wrong with `method` by a decision of tomorrow; by one of today it is done.
  template <class Request, class Method>
  std::vector<std::string> WrongWith(Method method, const std::string& text, std::string_view basis = "basis") {
    const auto refused = Call(method, Parse<Request>(StrCat(text, " ", basis, " ", kTomorrow)), As(kOffice));
    EXPECT_THAT(Call(method, Parse<Request>(StrCat(text, " ", basis, " ", kToday)), As(kOffice)), IsOk()) << text;
    return FieldsIn(refused.status());
  }
  static std::vector<std::string> FieldsIn(const absl::Status& status) {
    google::rpc::BadRequest bad;
    status::Detail(status, &bad);
    std::vector<std::string> fields;
    for (const auto& violation : bad.field_violations()) {
      EXPECT_THAT(violation.description(), testing::HasSubstr("must not be later than today"));
      fields.push_back(violation.field());
    }
    return fields;
  }
};

TEST_F(FutureDecisionsTest, AreRefused) {
  const auto day = ElementsAre("basis.decision_date");
  MakeSlot("member", 2);
  const std::string slot = StrCat("name: '", kSlot, "' person: 'persons/p-1' ");
  EXPECT_THAT(WrongWith<v1::FillPositionSlotRequest>(&PositionStub::FillPositionSlot,
                                                     slot + "from_date { year: 2025 month: 6 day: 16 } prior: true"),
              day);
  v1::ListTenuresRequest list;
  list.set_parent(std::string(kSlot));
  const std::string tenure = StrCat("name: '", Call(&PositionStub::ListTenures, list)->tenures(0).name(), "'");
  EXPECT_THAT(WrongWith<v1::CorrectTenureRequest>(&PositionStub::CorrectTenure, tenure + " reason: 'Nhầm'"), day);
  EXPECT_THAT(WrongWith<v1::VacatePositionSlotRequest>(
                  &PositionStub::VacatePositionSlot,
                  slot + "until_date { year: 2025 month: 6 day: 16 } end_cause: RELEASED", "end_basis"),
              ElementsAre("end_basis.decision_date"));
  const auto arrangement = Proposed(NewArrangement("", "early-retirement"));
  EXPECT_THAT(WrongWith<v1::DecideArrangementRequest>(&StageStub::DecideArrangement,
                                                      StrCat("entries: '", arrangement.name(), "'")),
              day);
  const auto entry = Proposed(NewEntry(v1::CONGRESS, "committee-member"));
  const auto refused =
      Call(&StageStub::AdvanceStageEntry,
           Parse<v1::AdvanceStageEntryRequest>(StrCat("name: '", entry.name(), "' state: DECIDED basis ", kTomorrow)));
  EXPECT_THAT(FieldsIn(refused.status()), day);
  const auto planned =
      Call(&PlanningStub::CreatePlanningEntry,
           Parse<v1::CreatePlanningEntryRequest>("planning_entry { organisation: 'organisations/unit-16681' term: "
                                                 "'2025-2030' position_kind: 'member' person: 'persons/p-1' }"));
  ASSERT_THAT(planned, IsOk());
  const std::string on_list = StrCat("name: '", planned->name(), "'");
  EXPECT_THAT(WrongWith<v1::ApprovePlanningEntryRequest>(&PlanningStub::ApprovePlanningEntry, on_list), day);
  EXPECT_THAT(
      WrongWith<v1::RemovePlanningEntryRequest>(&PlanningStub::RemovePlanningEntry, on_list + " reason: 'Thôi'"), day);
}

TEST_F(FutureDecisionsTest, AreNoSourceOfWhatIsKnownOfPersons) {
  const auto day = ElementsAre("basis.decision_date");
  EXPECT_THAT(WrongWith<v1::RecordPersonFactRequest>(
                  &PersonStub::RecordPersonFact,
                  "parent: 'persons/p-1' field: 'position_title' value { position_title: 'Bí thư' }"),
              day);
  v1::ListPersonFactsRequest facts;
  facts.set_parent("persons/p-1");
  const std::string fact = Call(&PersonStub::ListPersonFacts, facts)->facts(0).name();
  EXPECT_THAT(WrongWith<v1::CorrectPersonFactRequest>(&PersonStub::CorrectPersonFact,
                                                      StrCat("name: '", fact, "' reason: 'Nhầm'")),
              day);
  EXPECT_THAT(WrongWith<v1::UpdatePersonRequest>(
                  &PersonStub::UpdatePerson,
                  "person { name: 'persons/p-1' position_title: 'Chủ tịch' } update_mask { paths: 'position_title' }"),
              day);
  EXPECT_THAT(WrongWith<v1::TransferPersonRequest>(&PersonIdentityStub::TransferPerson,
                                                   "name: 'persons/p-1' organisation: 'organisations/unit-2'"),
              day);
}

}  // namespace
}  // namespace congress::dossiers

// What is under way about the caller themselves, and what is graded of others, is told by no event, name or revision.
#include <set>

#include "congress/events/v1/event_service.grpc.pb.h"
#include "platform/events/resume_token.h"
#include "services/dossiers/testing/stage_fixture.h"

namespace congress::dossiers {
namespace {

using annotations::v1::CONFIDENTIAL;
using annotations::v1::GRADE_UNSPECIFIED;
using annotations::v1::PERSONAL;
using annotations::v1::SENSITIVE;
using support::IsOk;
using support::Parse;
using testing::Contains;
using testing::IsSupersetOf;
using testing::Not;

class OwnCasesTest : public StageFixture {
 protected:
  // The names of what Watch tells the caller of everything that has happened.
  std::set<std::string> ToldBy(const Context& context) {
    const std::string last = StrCat("unit-16681-last-", ++watched_);
    MakePerson(last, "Người Cuối");
    events::v1::WatchRequest watch;
    watch.set_parent("services/dossiers");
    watch.set_resume_token(events::ResumeTokenAt("dossiers", 0));
    const auto reader = events::v1::EventService::NewStub(service_.channel())->Watch(context.get(), watch);
    std::set<std::string> told;
    events::v1::WatchResponse answer;
    while (!told.contains("persons/" + last) && reader->Read(&answer)) {
      for (const events::v1::Event& event : answer.events()) told.insert(event.name());
    }
    context->TryCancel();
    return told;
  }
  static bool IsAboutCurriculum(const std::string& name) { return name.ends_with("/curriculumVitae"); }

 private:
  int watched_ = 0;
};

TEST_F(OwnCasesTest, NoEventTellsWhomItIsAbout) {
  std::vector<std::string> cases;
  const auto suspension = Call(&SuspensionStub::CreateSuspension, Parse<v1::CreateSuspensionRequest>(R"(
      parent: 'persons/p-1'
      suspension { cause: COMPLAINT reason: 'Đơn mẫu' begin_date { year: 2025 month: 6 day: 16 } basis { source: 'x' } }
    )"));
  ASSERT_THAT(suspension, IsOk());
  cases.push_back(suspension->name());
  MakeTemplate();
  MakeDossier("unit-16681-d-1", "persons/p-1");
  const auto verification = Call(&VerificationStub::RequestVerification, Parse<v1::RequestVerificationRequest>(R"(
      parent: 'congresses/xx/dossiers/unit-16681-d-1'
      verification { addressee: 'Công an tỉnh Mẫu' question: 'mẫu' request_date { year: 2025 month: 6 day: 16 }
        due_date { year: 2025 month: 6 day: 20 } }
    )"));
  ASSERT_THAT(verification, IsOk());
  cases.push_back(verification->name());
  const auto planned =
      Call(&PlanningStub::CreatePlanningEntry,
           Parse<v1::CreatePlanningEntryRequest>("planning_entry { organisation: 'organisations/unit-16681' term: "
                                                 "'2025-2030' position_kind: 'member' person: 'persons/p-1' }"));
  ASSERT_THAT(planned, IsOk());
  cases.push_back(planned->name());
  cases.push_back(Made(NewEntry(v1::CONGRESS, "committee-member")).name());
  EXPECT_THAT(ToldBy(As(kOffice)), IsSupersetOf(cases));
  const auto told = ToldBy(service_.As("themselves", {"secretary@province"}, SENSITIVE, "persons/p-1"));
  for (const std::string& name : cases) EXPECT_THAT(told, Not(Contains(name)));
  EXPECT_THAT(told, Contains("persons/p-1")) << "what they find in lists";
  EXPECT_THAT(told, Contains("congresses/xx/dossiers/unit-16681-d-1"));
}

TEST_F(OwnCasesTest, NobodyIsToldThatTheyAreProposed) {
  MakeSlot("unit-16681-seat", 2);
  MakePerson("p-2", "Trần Văn Ví Dụ");
  v1::ProposePositionSlotRequest propose;
  propose.set_name("congresses/xx/positions/unit-16681-seat");
  propose.set_person("persons/p-1");
  ASSERT_THAT(Call(&PositionStub::ProposePositionSlot, propose), IsOk());
  const auto own = [&] { return AsPerson("persons/p-1", "clerk", CONFIDENTIAL); };
  propose.set_person("persons/p-2");
  const auto told = Call(&PositionStub::ProposePositionSlot, propose, own());
  ASSERT_THAT(told, IsOk());
  EXPECT_THAT(told->candidates(), testing::ElementsAre("persons/p-2"));
  v1::GetPositionSlotRequest get;
  get.set_name(propose.name());
  EXPECT_THAT(Call(&PositionStub::GetPositionSlot, get, own())->candidates(), testing::ElementsAre("persons/p-2"));
  EXPECT_EQ(Call(&PositionStub::GetPositionSlot, get)->candidates_size(), 2);
  v1::ListPositionSlotsRequest list;
  list.set_parent(std::string(kCongress));
  EXPECT_THAT(Call(&PositionStub::ListPositionSlots, list, own())->position_slots(0).candidates(),
              testing::ElementsAre("persons/p-2"));
}

TEST_F(OwnCasesTest, TheFirstCurriculumIsNoEventForWhoSeesNothingOfIt) {
  v1::GetCurriculumVitaeRequest get;
  get.set_name("persons/p-1/curriculumVitae");
  const auto shown = [&](Grade clearance) {
    return *Call(&CurriculumStub::GetCurriculumVitae, get, As(kReviewer, clearance));
  };
  const v1::CurriculumVitae before = shown(PERSONAL);
  EXPECT_EQ(before.etag(), "");
  ASSERT_THAT(Call(&CurriculumStub::UpdateCurriculumVitae, Parse<v1::UpdateCurriculumVitaeRequest>(R"(
      curriculum_vitae { name: 'persons/p-1/curriculumVitae' relatives { relation: 'Vợ' display_name: 'Lê Thị Mẫu' } }
      update_mask { paths: 'relatives' }
    )")),
              IsOk());
  for (const Grade clearance : {GRADE_UNSPECIFIED, PERSONAL}) {
    EXPECT_EQ(shown(clearance).ShortDebugString(), before.ShortDebugString());
    EXPECT_THAT(ToldBy(As(kOffice, clearance)), Not(Contains(testing::Truly(IsAboutCurriculum))));
  }
  EXPECT_NE(shown(CONFIDENTIAL).etag(), "");
  EXPECT_THAT(ToldBy(As(kOffice, CONFIDENTIAL)), Contains(testing::Truly(IsAboutCurriculum)));
  // Who is shown nothing of it goes on from nothing.
  auto update = Parse<v1::UpdateCurriculumVitaeRequest>(
      "curriculum_vitae { name: 'persons/p-1/curriculumVitae' birth_place: 'Xã Mẫu' } update_mask { paths: "
      "'birth_place' }");
  ASSERT_THAT(Call(&CurriculumStub::UpdateCurriculumVitae, update, As(kClerk, PERSONAL)), IsOk());
  EXPECT_EQ(shown(PERSONAL).etag(), shown(CONFIDENTIAL).etag());
  EXPECT_EQ(shown(CONFIDENTIAL).relatives_size(), 1);
  EXPECT_EQ(shown(GRADE_UNSPECIFIED).ShortDebugString(), before.ShortDebugString());
}

}  // namespace
}  // namespace congress::dossiers

// Who may call what: for every RPC one role passes, one is refused, and a stranger to the organisation learns nothing.
#include "congress/annotations/v1/reason.pb.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "platform/status/status.h"
#include "tests/e2e/walk.h"
#include "tests/support/status_matchers.h"

namespace congress::e2e {
namespace {

using support::IsOk;
using support::StatusIs;

class Access : public ::testing::TestWithParam<Ground> {
 protected:
  const std::vector<Leg>& legs() const { return WalkOn(GetParam()); }
  // What the probe was answered: nothing that is not its own.
  void LearnsNothing(Probe probe) const;
};
INSTANTIATE_TEST_SUITE_P(OnEveryGround, Access, ::testing::ValuesIn(kGrounds),
                         [](const auto& ground) { return NameOf(ground.param); });

// Names of resources that stand in a message.
std::set<std::string> NamesIn(const Message& message) {
  std::set<std::string> names;
  for (const std::string& text : Texts(message)) {
    for (const char* collection :
         {"organisations/", "congresses/", "persons/", "ruleSets/", "numberSeries/", "plans/", "calendars/",
          "checklistTemplates/", "documentTemplates/", "incomingPapers/", "paperLinks/", "transmissions/",
          "roleBindings/", "tokenRevocations/", "processTemplates/", "planningEntries/"}) {
      if (text.starts_with(collection)) names.insert(text);
    }
  }
  return names;
}

TEST_P(Access, TheStoryAsksEveryRpc) {
  std::set<std::string> asked;
  for (const Leg& leg : legs()) asked.insert(FullName(*leg.step.method));
  for (const auto* method : Methods()) EXPECT_TRUE(asked.contains(FullName(*method))) << FullName(*method);
}

TEST_P(Access, ARoleWithThePermissionPasses) {
  for (const Leg& leg : legs()) {
    EXPECT_THAT(leg.Of(Probe::kPass)->status, IsOk())
        << leg.step.place << " " << FullName(*leg.step.method) << " as " << leg.step.role;
  }
}

TEST_P(Access, ARoleWithoutThePermissionIsRefused) {
  for (const Leg& leg : legs()) {
    // Nobody is asked for a role.
    if (IsOpen(*leg.step.method)) continue;
    const absl::Status& status = leg.Of(Probe::kWrongRole)->status;
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kPermissionDenied, "PERMISSION_MISSING"))
        << leg.step.place << " " << FullName(*leg.step.method) << " as " << leg.wrong_role;
    google::rpc::ErrorInfo info;
    ASSERT_TRUE(status::Detail(status, &info)) << FullName(*leg.step.method);
    EXPECT_EQ(info.metadata().at("permission"), PermissionOf(*leg.step.method));
  }
}

void Access::LearnsNothing(Probe probe) const {
  std::set<std::string> known;
  for (const Leg& leg : legs()) known.merge(NamesIn(*leg.Of(Probe::kPass)->message));
  EXPECT_GT(known.size(), 40u);
  known.erase("organisations/unit-other");
  int let_in = 0;
  const std::set<std::string> shared = {"GetPersonnelRuleSet", "ListPersonnelRuleSets", "GetFreezePeriod",
                                        "ListFreezePeriods",   "GetTaskTemplate",       "ListTaskTemplates"};
  for (const Leg& leg : legs()) {
    if (leg.Of(probe) == nullptr) continue;
    const Answer& answer = *leg.Of(probe);
    if (absl::IsNotFound(answer.status) || absl::IsPermissionDenied(answer.status)) {
      const std::string reason = status::ReasonOf(answer.status);
      EXPECT_TRUE(reason == "RESOURCE_NOT_FOUND" || reason == "PERMISSION_MISSING") << reason;
      // Where the permission is held somewhere, what is elsewhere is missing.
      let_in += reason == "RESOURCE_NOT_FOUND" ? 1 : 0;
      continue;
    }
    // Of what one may not see there is no paper.
    if (status::ReasonOf(answer.status) == "NOTHING_TO_PRINT") continue;
    ASSERT_THAT(answer.status, IsOk()) << leg.step.place << " " << FullName(*leg.step.method);
    // A certificate is checked by itself, whoever asks.
    if (leg.step.method->name() == "VerifyAllocation") continue;
    // Who has a file learns what it is; the tests of drafting judge what else they learn.
    if (leg.step.method->name() == "VerifyIssuedPaper") continue;
    // The rules and freezes of the province hold for everyone below it, who read them.
    if (shared.contains(leg.step.method->name())) continue;
    // Whoever has the token of a feed reads it; the tests of scheduling judge what it shows.
    if (IsOpen(*leg.step.method)) continue;
    // A stream of changes begins with a token for whoever may ask; the Watch tests judge the events.
    if (leg.step.method->server_streaming()) continue;
    // It is one of the methods that filter: what passes shows more than what the outsider sees.
    EXPECT_NE(answer.message->SerializeAsString(), leg.Of(Probe::kPass)->message->SerializeAsString())
        << leg.step.place << " " << FullName(*leg.step.method) << "\n"
        << answer.message->ShortDebugString();
    const std::set<std::string> own = NamesIn(*leg.request);
    for (const std::string& name : NamesIn(*answer.message)) {
      EXPECT_FALSE(known.contains(name) && !own.contains(name))
          << leg.step.place << " " << FullName(*leg.step.method) << " tells of " << name;
    }
  }
  EXPECT_GT(let_in, 20) << "the role is in force";
}

// All permissions, but only at an organisation that owns nothing.
TEST_P(Access, AnAdministratorOfAnotherOrganisationIsRefusedOrLearnsNothing) { LearnsNothing(Probe::kOutsider); }

// However they came by it.
TEST_P(Access, SoIsOneWhomTheSuiteMadeThat) { LearnsNothing(Probe::kBoundOutsider); }
TEST_P(Access, SoIsTheirDeputy) { LearnsNothing(Probe::kDeputyOutsider); }

}  // namespace
}  // namespace congress::e2e

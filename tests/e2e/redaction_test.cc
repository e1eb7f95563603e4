// Graded fields reach only those whose clearance covers them: in first answers, in lists, in replayed answers.
#include "congress/annotations/v1/options.pb.h"
#include "gtest/gtest.h"
#include "platform/auth/roles.h"
#include "platform/rpc/fields.h"
#include "platform/status/status.h"
#include "tests/e2e/walk.h"
#include "tests/support/status_matchers.h"

namespace congress::e2e {
namespace {

using support::StatusIs;

class Redaction : public ::testing::TestWithParam<Ground> {
 protected:
  const std::vector<Leg>& legs() const { return WalkOn(GetParam()); }
};
INSTANTIATE_TEST_SUITE_P(OnEveryGround, Redaction, ::testing::ValuesIn(kGrounds),
                         [](const auto& ground) { return NameOf(ground.param); });

// The graded fields that are set in a message.
std::set<std::string> GradedIn(const Message& message) {
  std::set<std::string> graded;
  VisitFields(message, [&](const Message&, const FieldDescriptor& field) {
    if (rpc::RuleOf(field).grade() != annotations::v1::GRADE_UNSPECIFIED) graded.insert(field.full_name());
    return true;
  });
  return graded;
}

// Whether a message of the type can hold a graded field.
bool CanHoldGraded(const google::protobuf::Descriptor& type, std::set<std::string>* seen) {
  if (!seen->insert(type.full_name()).second) return false;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (rpc::RuleOf(field).grade() != annotations::v1::GRADE_UNSPECIFIED) return true;
    if (field.message_type() != nullptr && CanHoldGraded(*field.message_type(), seen)) return true;
  }
  return false;
}

bool CanHoldGraded(const MethodDescriptor& method) {
  std::set<std::string> seen;
  return CanHoldGraded(*method.output_type(), &seen);
}

// Whether nobody without a clearance is let in at all.
bool DemandsClearance(const MethodDescriptor& method) {
  return auth::ClearanceFor(PermissionOf(method)) != annotations::v1::GRADE_UNSPECIFIED;
}

// Methods that make what holds nothing graded yet: a dossier without reviews, a position without candidates, a tenure
// that has neither ended nor been corrected.
const std::set<std::string>& NewThings() {
  static const auto& things = *new std::set<std::string>{"CreateDossier",      "BatchCreateDossiers",
                                                         "CreatePositionSlot", "BatchCreatePositionSlots",
                                                         "FillPositionSlot",   "BatchFillPositionSlots"};
  return things;
}

// Methods of reviewers, who must be cleared for all that an acceptance can wait for (`REVIEWER_UNCLEARED`).
bool IsReview(const MethodDescriptor& method) {
  return method.name() == "BeginDossierReview" || method.name() == "AcceptDossier";
}

TEST_P(Redaction, WithoutClearanceNoGradedFieldIsShown) {
  for (const Leg& leg : legs()) {
    const std::string where = leg.step.place + " " + FullName(*leg.step.method);
    for (const auto& [probe, answer] : leg.answers) {
      if (leg.step.cleared && probe != Probe::kUncleared) continue;
      EXPECT_TRUE(GradedIn(*answer.message).empty()) << where << "\n" << answer.message->DebugString();
    }
    const absl::Status& uncleared = leg.Of(Probe::kUncleared)->status;
    if (DemandsClearance(*leg.step.method)) {
      EXPECT_THAT(uncleared, StatusIs(absl::StatusCode::kPermissionDenied, "CLEARANCE_MISSING")) << where;
    } else {
      // What is asked by a graded field is refused as a whole.
      EXPECT_TRUE(uncleared.ok() || status::ReasonOf(uncleared) == "FIELD_GRADED") << where << uncleared;
    }
  }
}

// Else the test above would hold of answers that had nothing to hide.
TEST_P(Redaction, WithClearanceEveryMethodThatCanShowsSome) {
  const std::set<std::string>& empty = NewThings();
  std::set<std::string> showing;
  for (const Leg& leg : legs()) {
    if (!GradedIn(*leg.Of(Probe::kPass)->message).empty()) showing.insert(FullName(*leg.step.method));
  }
  for (const auto* method : Methods()) {
    if (!CanHoldGraded(*method) || empty.contains(method->name())) continue;
    EXPECT_TRUE(showing.contains(FullName(*method))) << FullName(*method);
  }
}

// A method with effects answers the first time and from its kept answer; both ways are walked.
TEST_P(Redaction, EveryMethodWithEffectsWasAskedWithoutClearanceForTheFirstTime) {
  const std::set<std::string>& empty = NewThings();
  std::set<std::string> asked;
  for (const Leg& leg : legs()) {
    if (!leg.step.cleared) asked.insert(FullName(*leg.step.method));
  }
  size_t count = 0;
  for (const auto* method : Methods()) {
    const bool effects = method->input_type()->FindFieldByName("request_id") != nullptr;
    if (!CanHoldGraded(*method) || !effects || empty.contains(method->name())) continue;
    if (DemandsClearance(*method) || IsReview(*method)) continue;
    ++count;
    EXPECT_TRUE(asked.contains(FullName(*method))) << FullName(*method);
  }
  EXPECT_GE(count, 6u);
}

}  // namespace
}  // namespace congress::e2e

// What every RPC of the suite does alike: repetition, revisions, pages, dry runs, missing things.
#include "gtest/gtest.h"
#include "platform/rpc/fields.h"
#include "platform/rpc/gate.h"
#include "platform/status/status.h"
#include "tests/e2e/walk.h"
#include "tests/support/status_matchers.h"

namespace congress::e2e {
namespace {

using support::IsOk;
using support::StatusIs;

class Conventions : public ::testing::TestWithParam<Ground> {
 protected:
  const std::vector<Leg>& legs() const { return WalkOn(GetParam()); }

  // Every step to which the probe was put answers like this; at least `least` of them were.
  template <class Matcher>
  void ExpectAll(Probe probe, Matcher matcher, size_t least) const {
    size_t count = 0;
    for (const Leg& leg : legs()) {
      const Answer* answer = leg.Of(probe);
      if (answer == nullptr) continue;
      ++count;
      EXPECT_THAT(answer->status, matcher) << leg.step.place << " " << FullName(*leg.step.method);
    }
    EXPECT_GE(count, least);
  }
};
INSTANTIATE_TEST_SUITE_P(OnEveryGround, Conventions, ::testing::ValuesIn(kGrounds),
                         [](const auto& ground) { return NameOf(ground.param); });

TEST_P(Conventions, APageTokenThatNobodyGaveIsRefused) {
  ExpectAll(Probe::kBadPageToken, StatusIs(absl::StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"), 20);
}

TEST_P(Conventions, AnOldEtagAborts) {
  ExpectAll(Probe::kStaleEtag, StatusIs(absl::StatusCode::kAborted, "ETAG_MISMATCH"), 20);
}

// Whether the method has a request in which some name may be missing; CheckLineage, for one, names nothing.
bool NamesSomething(const google::protobuf::Descriptor& request) {
  for (int i = 0; i < request.field_count(); ++i) {
    const FieldDescriptor& field = *request.field(i);
    if (!rpc::RuleOf(field).resource().empty()) return true;
    const bool own =
        field.message_type() != nullptr && field.message_type()->file()->package() == request.file()->package();
    if (own && NamesSomething(*field.message_type())) return true;
  }
  return false;
}

// A step may name things of which some need not exist, so one of the method's steps must do.
TEST_P(Conventions, AMissingResourceIsNotFound) {
  std::map<std::string, std::string> answers;
  std::set<std::string> not_found;
  for (const Leg& leg : legs()) {
    const std::string name = FullName(*leg.step.method);
    if (const Answer* answer = leg.Of(Probe::kMissing)) {
      answers[name] += answer->status.ToString() + "\n";
      const std::string reason = status::ReasonOf(answer->status);
      if (reason == "RESOURCE_NOT_FOUND" || reason == "ORGANISATION_UNKNOWN") not_found.insert(name);
    }
  }
  for (const auto* method : Methods()) {
    if (!DocumentedReasons(*method).contains("RESOURCE_NOT_FOUND") || !NamesSomething(*method->input_type())) continue;
    EXPECT_TRUE(not_found.contains(FullName(*method))) << FullName(*method) << ": " << answers[FullName(*method)];
  }
}

// That a dry run changes nothing shows in the step itself, which passes afterwards.
TEST_P(Conventions, ADryRunAnswersAsTheRealOne) { ExpectAll(Probe::kDryRun, IsOk(), 10); }

TEST_P(Conventions, ANameIsTakenOnce) {
  ExpectAll(Probe::kAgain, StatusIs(absl::StatusCode::kAlreadyExists, "RESOURCE_EXISTS"), 15);
}

TEST_P(Conventions, ARepeatedRequestIdGivesTheFirstAnswer) {
  size_t count = 0;
  for (const Leg& leg : legs()) {
    const Answer* replay = leg.Of(Probe::kReplay);
    if (replay == nullptr) continue;
    ++count;
    EXPECT_THAT(replay->status, IsOk()) << leg.step.place;
    // Kept answers hold nothing graded, and the replay says that it is one.
    const std::unique_ptr<google::protobuf::Message> first(leg.Of(Probe::kPass)->message->New());
    first->CopyFrom(*leg.Of(Probe::kPass)->message);
    rpc::Redact(annotations::v1::GRADE_UNSPECIFIED, first.get());
    EXPECT_EQ(replay->metadata.count(std::string(rpc::kReplayedKey)), 1u);
    EXPECT_EQ(replay->message->DebugString(), first->DebugString())
        << leg.step.place << " " << FullName(*leg.step.method);
  }
  EXPECT_GE(count, 40u);
}

TEST_P(Conventions, ARequestIdIsNotTakenForAnotherRequest) {
  ExpectAll(Probe::kReused, StatusIs(absl::StatusCode::kInvalidArgument, "REQUEST_ID_REUSED"), 40);
}

// The descriptors decide what must have been probed, so that a new RPC without its probe is found.
TEST_P(Conventions, EveryMethodWithTheFieldWasProbed) {
  std::map<std::string, std::set<Probe>> probed;
  for (const Leg& leg : legs()) {
    for (const auto& [probe, answer] : leg.answers) probed[FullName(*leg.step.method)].insert(probe);
  }
  for (const auto* method : Methods()) {
    const auto has = [&](const char* field) { return method->input_type()->FindFieldByName(field) != nullptr; };
    const std::set<std::string> documented = DocumentedReasons(*method);
    const std::set<Probe>& done = probed[FullName(*method)];
    const auto expect = [&](bool must, Probe probe, const char* what) {
      EXPECT_TRUE(!must || done.contains(probe)) << FullName(*method) << ": no " << what;
    };
    expect(has("page_token"), Probe::kBadPageToken, "page token");
    expect(has("etag") || documented.contains("ETAG_MISMATCH"), Probe::kStaleEtag, "etag, or not documented");
    expect(has("validate_only"), Probe::kDryRun, "dry run");
    expect(has("request_id"), Probe::kReplay, "replay");
    expect(has("request_id"), Probe::kReused, "reused request_id");
    expect(documented.contains("RESOURCE_EXISTS"), Probe::kAgain, "name taken");
  }
}

}  // namespace
}  // namespace congress::e2e

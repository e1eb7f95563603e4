// The readiness board while services are killed or paused: an answer in time, gaps where they belong, the rest right.
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "platform/status/strings.h"
#include "tests/e2e/any_rpc.h"
#include "tests/e2e/walk.h"
#include "tests/support/status_matchers.h"
#include "tests/support/suite.h"

namespace congress::e2e {
namespace {

using support::IsOk;
using support::Shape;
using support::Suite;

constexpr char kGetReadiness[] = "preparation.v1.PreparationService/GetReadiness";
constexpr char kCongress[] = "name: 'congresses/mau'";

// A board without what a gap takes from it: per organisation the state of one part, and the blockers of one service.
std::set<std::string> PartOf(const Message& board, const std::string& service) {
  std::set<std::string> facts;
  const auto add_blockers = [&](const Message& holder, const std::string& owner) {
    const auto* field = holder.GetDescriptor()->FindFieldByName("blockers");
    for (int i = 0; i < holder.GetReflection()->FieldSize(holder, field); ++i) {
      const Message& blocker = holder.GetReflection()->GetRepeatedMessage(holder, field, i);
      if (FieldAt(blocker, "service") == service) facts.insert(StrCat(owner, " ", blocker.ShortDebugString()));
    }
  };
  add_blockers(board, "congress");
  const auto* organisations = board.GetDescriptor()->FindFieldByName("organisations");
  for (int i = 0; i < board.GetReflection()->FieldSize(board, organisations); ++i) {
    const Message& organisation = board.GetReflection()->GetRepeatedMessage(board, organisations, i);
    const std::string name = FieldAt(organisation, "organisation");
    // An organisation of which the service says nothing may be missing from a board on which others are silent.
    if (const std::string state = FieldAt(organisation, service); state != "NOTHING") {
      facts.insert(StrCat(name, " ", state));
    }
    add_blockers(organisation, name);
  }
  return facts;
}

bool IsPartial(const Message& board) {
  return board.GetReflection()->GetBool(board, board.GetDescriptor()->FindFieldByName("partial"));
}

bool IsReady(const Message& board) {
  return board.GetReflection()->GetBool(board, board.GetDescriptor()->FindFieldByName("ready"));
}

class Readiness : public ::testing::Test {
 protected:
  Readiness() {
    for (const Leg& leg : Walk(suite_)) EXPECT_THAT(leg.Of(Probe::kPass)->status, IsOk()) << leg.step.place;
  }

  Answer Board() const {
    auto context = suite_.Admin();
    context->set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(3)));
    return Ask(suite_.channel(), kGetReadiness, std::move(context), kCongress);
  }

  // While `service` is silent: exactly it is the gap, its part is unknown everywhere, the others say what they said.
  void ExpectGap(const Message& whole, const std::string& service) const {
    const Answer answer = Board();
    ASSERT_THAT(answer.status, IsOk()) << "without " << service;
    EXPECT_TRUE(IsPartial(*answer.message));
    EXPECT_FALSE(IsReady(*answer.message));
    EXPECT_EQ(FieldAt(*answer.message, "gaps.0.service"), service);
    EXPECT_EQ(FieldAt(*answer.message, "gaps.1.service"), "");
    EXPECT_NE(FieldAt(*answer.message, "gaps.0.code"), "");
    EXPECT_NE(FieldAt(*answer.message, "gaps.0.description"), "");
    for (const std::string other : support::kServices) {
      if (other != service) {
        EXPECT_EQ(PartOf(*answer.message, other), PartOf(whole, other)) << other << " without " << service;
        continue;
      }
      for (const std::string& fact : PartOf(*answer.message, other)) {
        EXPECT_TRUE(fact.ends_with(" UNKNOWN")) << fact << " though " << service << " is silent";
      }
    }
  }

  void ExpectWholeAgain(const Message& whole) const {
    Answer last;
    EXPECT_TRUE(support::Eventually([&] {
      last = Board();
      return last.status.ok() && !IsPartial(*last.message);
    })) << last.status
        << last.message->ShortDebugString();
    EXPECT_EQ(last.message->DebugString(), whole.DebugString());
  }

  Suite suite_{Shape::kSeparate};
};

TEST_F(Readiness, OfAKilledServiceIsAGapUntilItIsBack) {
  const Answer whole = Board();
  ASSERT_THAT(whole.status, IsOk());
  EXPECT_FALSE(IsPartial(*whole.message));
  for (const std::string service : support::kServices) {
    EXPECT_FALSE(PartOf(*whole.message, service).empty()) << service << " says nothing that a gap could take away";
    suite_.Kill(service);
    ExpectGap(*whole.message, service);
    suite_.Start(service);
    ExpectWholeAgain(*whole.message);
  }
}

TEST_F(Readiness, OfAPausedServiceIsAGapUntilItGoesOn) {
  const Answer whole = Board();
  ASSERT_THAT(whole.status, IsOk());
  for (const std::string service : support::kServices) {
    suite_.process(service).Pause();
    ExpectGap(*whole.message, service);
    suite_.process(service).Resume();
    ExpectWholeAgain(*whole.message);
  }
}

TEST_F(Readiness, WithEveryServiceSilentIsAllGaps) {
  for (const std::string service : support::kServices) suite_.process(service).Pause();
  const Answer answer = Board();
  for (const std::string service : support::kServices) suite_.process(service).Resume();
  ASSERT_THAT(answer.status, IsOk());
  EXPECT_EQ(answer.message->GetReflection()->FieldSize(*answer.message,
                                                       answer.message->GetDescriptor()->FindFieldByName("gaps")),
            4);
  EXPECT_FALSE(IsReady(*answer.message));
}

}  // namespace
}  // namespace congress::e2e

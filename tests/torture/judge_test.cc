// Histories that can be and histories that cannot: each of the latter is rejected by its name.
#include "tests/torture/judge.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/status/strings.h"

namespace congress::torture {
namespace {

using audit::v1::AuditRecord;
using audit::v1::Change;
using Kind = Fault::Kind;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kReserve[] = "congress.drafting.v1.NumberRegisterService/ReserveNumber";
constexpr char kUpload[] = "congress.content.v1.ContentService/UploadContent";
constexpr char kEntries[] = "numberSeries/s/entries";

absl::Time At(int second) { return absl::FromUnixSeconds(second); }
std::string Entry(int number) { return StrCat(kEntries, "/", number); }

std::vector<Kind> KindsOf(const std::vector<Fault>& faults) {
  std::vector<Kind> kinds;
  for (const Fault& fault : faults) kinds.push_back(fault.kind);
  return kinds;
}

// A register and those who take numbers from it.
class JudgeTest : public ::testing::Test {
 protected:
  Attempt& Sent(const std::string& id, int start, int end, Outcome outcome, int number = 0) {
    Attempt attempt{.method = kReserve, .principal = "a", .request_id = id, .start = At(start), .end = At(end)};
    attempt.outcome = outcome;
    if (number > 0) attempt.answer = attempt.made = Entry(number);
    return journal_.emplace_back(attempt);
  }
  AuditRecord& Done(const std::string& id, int number) {
    AuditRecord record;
    record.set_sequence(static_cast<int64_t>(++sequence_));
    record.set_principal("a");
    record.set_method(kReserve);
    record.set_request_id(id);
    Change& change = *record.add_changes();
    change.set_kind(Change::CREATED);
    change.set_name(Entry(number));
    holding_.resources[kEntries].insert(Entry(number));
    holding_.numbers.push_back(number);
    return holding_.logs["drafting"].emplace_back(record);
  }
  std::vector<Kind> Found(const Holding* earlier = nullptr) const {
    return KindsOf(Judge(journal_, holding_, earlier));
  }

  std::vector<Attempt> journal_;
  Holding holding_{.begin = At(1000), .resources = {{kEntries, {}}}};
  int sequence_ = 0;
};

TEST_F(JudgeTest, WhatWasAnsweredAndDoneOnceIsLegal) {
  Sent("x", 1, 2, Outcome::kAnswered, 1);
  Sent("y", 3, 4, Outcome::kAnswered, 2);
  Done("x", 1);
  Done("y", 2);
  EXPECT_THAT(Found(), IsEmpty());
}

TEST_F(JudgeTest, AnUnknownOutcomeMayBeDoneOrNot) {
  Sent("done", 1, 2, Outcome::kUnknown);
  Sent("not done", 1, 2, Outcome::kUnknown);
  Done("done", 1);
  EXPECT_THAT(Found(), IsEmpty());
}

TEST_F(JudgeTest, ARepetitionMayFindWhatAnUnknownOutcomeDid) {
  Sent("x", 1, 2, Outcome::kUnknown);
  Sent("x", 3, 4, Outcome::kRefused);
  Sent("x", 5, 6, Outcome::kAnswered, 1);
  Sent("x", 7, 8, Outcome::kAnswered, 1);
  Done("x", 1);
  EXPECT_THAT(Found(), IsEmpty());
}

TEST_F(JudgeTest, WhatIsUnderWayWhileItIsReadMayBeThereOrNot) {
  holding_.begin = At(5);
  holding_.quiet = false;
  Sent("later", 4, 6, Outcome::kAnswered, 1);
  EXPECT_THAT(Found(), IsEmpty());
  // Listed after the log was read.
  holding_.resources[kEntries].insert(Entry(1));
  holding_.numbers = {1};
  EXPECT_THAT(Found(), IsEmpty());
}

TEST_F(JudgeTest, CallsAtTheSameTimeHaveNoOrder) {
  Sent("x", 1, 4, Outcome::kAnswered, 2);
  Sent("y", 2, 3, Outcome::kAnswered, 1);
  Done("y", 1);
  Done("x", 2);
  EXPECT_THAT(Found(), IsEmpty());
}

TEST_F(JudgeTest, OthersAndWhatChangesNothingAreNotJudged) {
  Sent("x", 1, 2, Outcome::kAnswered, 1);
  Done("x", 1);
  AuditRecord read = holding_.logs["drafting"].front();
  read.clear_changes();
  read.set_sequence(2);
  holding_.logs["drafting"].push_back(read);
  AuditRecord others = holding_.logs["drafting"].front();
  others.mutable_changes(0)->set_name("documents/d");
  others.set_principal("process:gateway");
  others.set_sequence(3);
  holding_.logs["drafting"].push_back(others);
  EXPECT_THAT(Found(), IsEmpty());
}

TEST_F(JudgeTest, AnAnswerWithoutItsEffectIsLost) {
  Sent("x", 1, 2, Outcome::kAnswered, 1);
  Sent("y", 1, 2, Outcome::kAnswered, 2);
  Done("y", 2);
  holding_.numbers = {1};
  holding_.resources[kEntries].insert(Entry(1));
  holding_.quiet = false;
  EXPECT_THAT(Found(), ElementsAre(Kind::kLost));
}

TEST_F(JudgeTest, AnAnsweredResourceThatIsNotThereIsLost) {
  Sent("x", 1, 2, Outcome::kAnswered, 1);
  Done("x", 1).mutable_changes(0)->set_kind(Change::UPDATED);
  holding_.resources[kEntries].clear();
  EXPECT_THAT(Found(), ElementsAre(Kind::kLost));
}

TEST_F(JudgeTest, TwoEffectsOfOneRequestAreDoubled) {
  Sent("x", 1, 2, Outcome::kUnknown);
  Done("x", 1);
  Done("x", 2);
  EXPECT_THAT(Found(), ElementsAre(Kind::kDoubled));
}

TEST_F(JudgeTest, WhatAProcessAsksOfAnotherIsDoneOnceToo) {
  Done("step", 1).set_principal("process:gateway");
  EXPECT_THAT(Found(), IsEmpty());
  Done("step", 2).set_principal("process:gateway");
  EXPECT_THAT(Found(), ElementsAre(Kind::kDoubled));
}

TEST_F(JudgeTest, AnotherPrincipalsIdIsAnotherRequest) {
  Sent("x", 1, 2, Outcome::kAnswered, 1);
  Sent("x", 1, 2, Outcome::kAnswered, 2).principal = "b";
  Done("x", 1);
  Done("x", 2).set_principal("b");
  EXPECT_THAT(Found(), IsEmpty());
}

TEST_F(JudgeTest, WhatEveryAnswerRefusedMayNotBeDone) {
  Sent("x", 1, 2, Outcome::kRefused);
  Sent("x", 3, 4, Outcome::kRefused);
  Done("x", 1);
  EXPECT_THAT(Found(), ElementsAre(Kind::kRefusedYetDone));
}

TEST_F(JudgeTest, OneRequestHasOneAnswer) {
  Sent("x", 1, 2, Outcome::kAnswered, 1);
  Sent("x", 3, 4, Outcome::kAnswered, 2);
  Done("x", 1);
  EXPECT_THAT(Found(), ElementsAre(Kind::kTwoAnswers));
}

TEST_F(JudgeTest, ANumberGivenToTwoIsTold) {
  Sent("x", 1, 2, Outcome::kAnswered, 1);
  Sent("y", 1, 2, Outcome::kAnswered, 1);
  Done("x", 1);
  Done("y", 1);
  holding_.numbers = {1};
  EXPECT_THAT(Found(), ElementsAre(Kind::kGivenTwice, Kind::kNotAudited));
}

TEST_F(JudgeTest, AnEffectThatNobodyAskedForIsTold) {
  Sent("x", 1, 2, Outcome::kAnswered, 1);
  Done("x", 1);
  Done("y", 2);
  EXPECT_THAT(Found(), ElementsAre(Kind::kNeverAsked));
}

TEST_F(JudgeTest, WhoWasAnsweredFirstLiesFirst) {
  Sent("x", 1, 2, Outcome::kAnswered, 2);
  Sent("y", 3, 4, Outcome::kAnswered, 1);
  Done("y", 1);
  Done("x", 2);
  EXPECT_THAT(Found(), ElementsAre(Kind::kOutOfOrder));
}

TEST_F(JudgeTest, AnUnknownOutcomeIsNoEarlierThanItsSending) {
  Sent("x", 1, 2, Outcome::kAnswered, 2);
  Sent("y", 3, 4, Outcome::kUnknown);
  Done("y", 1);
  Done("x", 2);
  EXPECT_THAT(Found(), ElementsAre(Kind::kOutOfOrder));
}

TEST_F(JudgeTest, NumbersOfALogRise) {
  Sent("x", 1, 2, Outcome::kUnknown);
  Sent("y", 1, 2, Outcome::kUnknown);
  Done("x", 1);
  Done("y", 2).set_sequence(1);
  EXPECT_THAT(Found(), ElementsAre(Kind::kLogBroken));
}

TEST_F(JudgeTest, ALogKeepsWhatWasReadOfIt) {
  Sent("x", 1, 2, Outcome::kUnknown);
  Done("x", 1);
  Holding earlier = holding_;
  EXPECT_THAT(Found(&earlier), IsEmpty());
  earlier.logs["drafting"].front().set_method("altered");
  EXPECT_THAT(Found(&earlier), ElementsAre(Kind::kLogBroken));
  earlier = holding_;
  holding_ = {.begin = At(1000)};
  EXPECT_THAT(Found(&earlier), ElementsAre(Kind::kLogBroken));
}

TEST_F(JudgeTest, WhatTheTreeFindsIsTold) {
  holding_.tampering = {"drafting: record 17 was altered"};
  EXPECT_THAT(Found(), ElementsAre(Kind::kLogBroken));
}

TEST_F(JudgeTest, EachResourceIsMadeByOneEntry) {
  Sent("x", 1, 2, Outcome::kUnknown);
  Done("x", 1);
  holding_.resources[kEntries].insert(Entry(2));
  EXPECT_THAT(Found(), ElementsAre(Kind::kNotAudited));
  holding_.resources[kEntries].clear();
  EXPECT_THAT(Found(), ElementsAre(Kind::kNotAudited));
}

TEST_F(JudgeTest, WhatWasDeletedIsNotMissed) {
  Sent("x", 1, 2, Outcome::kUnknown);
  Done("x", 1);
  AuditRecord deletion = Done("x", 1);
  holding_.logs["drafting"].pop_back();
  deletion.set_principal("other");
  deletion.mutable_changes(0)->set_kind(Change::DELETED);
  holding_.logs["drafting"].push_back(deletion);
  holding_.numbers.clear();
  holding_.resources[kEntries].clear();
  EXPECT_THAT(Found(), IsEmpty());
}

TEST_F(JudgeTest, NumbersHaveNoGapAndNoDouble) {
  holding_.numbers = {1, 3};
  EXPECT_THAT(Found(), ElementsAre(Kind::kNumbers));
  holding_.numbers = {1, 1};
  EXPECT_THAT(Found(), ElementsAre(Kind::kNumbers));
}

TEST_F(JudgeTest, AnswersAreWitnessedBefore) {
  Sent("x", 1, 2, Outcome::kAnswered, 1);
  Sent("y", 3, 4, Outcome::kUnknown);
  Done("x", 1);
  Done("y", 2);
  holding_.witnessed["drafting"] = 1;
  EXPECT_THAT(Found(), IsEmpty());
  holding_.witnessed["drafting"] = 0;
  EXPECT_THAT(Found(), ElementsAre(Kind::kNotWitnessed));
}

// Papers and their files.
class JudgeFilesTest : public JudgeTest {
 protected:
  void Uploaded(const std::string& id, Outcome outcome) {
    Attempt& attempt = Sent(id, 1, 2, outcome);
    attempt.method = kUpload;
    attempt.file = "papers/1";
    attempt.sha256 = "5a";
    if (outcome != Outcome::kAnswered) return;
    AuditRecord& record = Done(id, 1);
    record.set_method(kUpload);
    record.mutable_changes(0)->set_kind(Change::UPDATED);
    record.mutable_changes(0)->set_name("papers/1");
    holding_.resources.clear();
  }
};

TEST_F(JudgeFilesTest, AnAnsweredFileIsThereAsItWasSent) {
  Uploaded("x", Outcome::kAnswered);
  EXPECT_THAT(Found(), ElementsAre(Kind::kFile));
  holding_.files["papers/1"] = "5a";
  EXPECT_THAT(Found(), IsEmpty());
  holding_.files["papers/1"] = "5b";
  EXPECT_THAT(Found(), ElementsAre(Kind::kFile));
}

TEST_F(JudgeFilesTest, AnUnknownUploadIsThereWhollyOrNotAtAll) {
  Uploaded("x", Outcome::kUnknown);
  EXPECT_THAT(Found(), IsEmpty());
  holding_.files["papers/1"] = "5a";
  EXPECT_THAT(Found(), IsEmpty());
  holding_.files["papers/1"] = "DATA_LOSS";
  EXPECT_THAT(Found(), ElementsAre(Kind::kFile));
}

}  // namespace
}  // namespace congress::torture

#include "platform/audit/verify.h"

#include <algorithm>
#include <sstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/audit/export.h"
#include "platform/status/strings.h"
#include "tests/support/status_matchers.h"

namespace congress::audit {
namespace {

using support::IsOk;
using support::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const absl::Time kVerified = absl::FromUnixSeconds(1'750'000'000);

// An export that owns its bytes.
struct Line {
  int64_t index = 0;
  int64_t sequence = 0;
  std::string leaf = {};
  std::string record = {};
  bool withheld = false;
};

Line LineOf(int64_t index) {
  const std::string record = StrCat("act ", index);
  return {.index = index, .sequence = index + 1, .leaf = LeafHash(index + 1, record), .record = record};
}

std::vector<Line> LogOf(int64_t size) {
  std::vector<Line> log;
  for (int64_t i = 0; i < size; ++i) log.push_back(LineOf(i));
  return log;
}

TreeHead HeadOf(const std::vector<Line>& log, int64_t size, int64_t epoch = 0) {
  TreeHash tree;
  for (int64_t i = 0; i < size; ++i) tree.Add(log[static_cast<size_t>(i)].leaf);
  return {.origin = "x/drafting",
          .size = size,
          .root = tree.Root(),
          .epoch = epoch,
          .sequence = size == 0 ? 0 : log[static_cast<size_t>(size) - 1].sequence,
          .time = kVerified + absl::Seconds(size)};
}

Verdict Verified(const std::vector<Line>& log, std::vector<TreeHead> heads) {
  Verifier verifier(std::move(heads));
  for (const Line& line : log) {
    verifier.Add({.index = line.index,
                  .sequence = line.sequence,
                  .leaf_sha256 = line.leaf,
                  .record = line.record,
                  .withheld = line.withheld});
  }
  return verifier.End();
}

std::vector<std::string> Found(const std::vector<Line>& log, std::vector<TreeHead> heads) {
  std::vector<std::string> found;
  for (const Finding& finding : Verified(log, std::move(heads)).findings) found.push_back(finding.ToString());
  return found;
}

TEST(Verify, AcceptsAWholeLogOfAnySize) {
  for (int64_t size = 0; size <= 40; ++size) {
    const auto log = LogOf(size);
    const Verdict verdict = Verified(log, {HeadOf(log, size / 3), HeadOf(log, size / 2), HeadOf(log, size)});
    EXPECT_THAT(verdict.findings, IsEmpty()) << size;
    EXPECT_EQ(verdict.record_count, size);
    EXPECT_EQ(verdict.later, 0);
  }
}

TEST(Verify, CountsWhatCameLaterAndWhatWasWithheld) {
  auto log = LogOf(9);
  const TreeHead head = HeadOf(log, 7);
  log[2].record.clear();
  log[2].withheld = true;
  const Verdict verdict = Verified(log, {head});
  EXPECT_THAT(verdict.findings, IsEmpty());
  EXPECT_EQ(verdict.later, 2);
  EXPECT_EQ(verdict.withheld, 1);
}

TEST(Verify, NamesWhatWasDoneToTheLogWhenTheTreeIsAsItWas) {
  const auto log = LogOf(9);
  const TreeHead head = HeadOf(log, 9);
  auto altered = log;
  altered[3].record = "forged";
  EXPECT_THAT(Found(altered, {head}), ElementsAre("record 4 was altered"));
  auto removed = log;
  removed[3].record.clear();
  EXPECT_THAT(Found(removed, {head}), ElementsAre("record 4 was removed from the log, or is damaged"));
  auto swapped = log;
  std::swap(swapped[3].record, swapped[6].record);
  EXPECT_THAT(Found(swapped, {head}), ElementsAre("record 4 was altered", "record 7 was altered"));
  auto added = log;
  added.insert(added.begin() + 4, {.sequence = 5, .record = "forged"});
  added[5].sequence = 6;
  EXPECT_THAT(Found(added, {head}), testing::Contains("record 5 was put into the log afterwards"));
  auto moved = log;
  moved[3].sequence = 100;
  EXPECT_THAT(Found(moved, {head}), testing::Contains("record 100 was altered")) << "the number is under the hash";
}

TEST(Verify, TellsBetweenWhichCheckpointsTheTreeWasChanged) {
  const auto log = LogOf(20);
  const std::vector<TreeHead> heads = {HeadOf(log, 5), HeadOf(log, 10), HeadOf(log, 15), HeadOf(log, 20)};
  auto changed = log;
  changed[11].record = "forged";
  changed[11].leaf = LeafHash(12, "forged");
  EXPECT_THAT(
      Found(changed, heads),
      ElementsAre("the log was changed between record 10 and record 15: it is what the checkpoint of 2025-06-15 "
                  "15:06:50 UTC (10 records) says, and not what the checkpoint of 2025-06-15 15:06:55 UTC (15 "
                  "records) does"));
  EXPECT_THAT(Found(changed, {heads[3]}), ElementsAre(HasSubstr("nor any before: it was changed up to record 20")));
  // Left out, and the places behind it renumbered.
  auto dropped = log;
  dropped.erase(dropped.begin() + 11);
  for (size_t i = 11; i < dropped.size(); ++i) --dropped[i].index;
  EXPECT_THAT(Found(dropped, heads), testing::Contains(HasSubstr("between record 10 and record 15")));
}

TEST(Verify, TellsALogThatIsShorterThanItsCheckpoint) {
  const auto log = LogOf(20);
  const std::vector<TreeHead> heads = {HeadOf(log, 10), HeadOf(log, 20)};
  auto cut = log;
  cut.resize(15);
  EXPECT_THAT(Found(cut, heads),
              ElementsAre("the log ends with record 15, but the checkpoint of 2025-06-15 15:07:00 UTC "
                          "(20 records) goes on to record 20: it was cut or set back"));
  EXPECT_THAT(Found({}, heads), ElementsAre(HasSubstr("the log ends with record 0")));
}

TEST(Verify, TellsLinesThatAreMissingOrDoNotStandInTheirPlace) {
  const auto log = LogOf(9);
  auto missing = log;
  missing.erase(missing.begin() + 3);
  EXPECT_THAT(Found(missing, {HeadOf(log, 9)}), ElementsAre("lines before record 5 are missing in the export"));
  auto swapped = log;
  std::swap(swapped[3], swapped[4]);
  EXPECT_THAT(Found(swapped, {HeadOf(log, 9)}), testing::Contains("record 4 does not stand in its place"));
}

TEST(Verify, TakesWhatAnEpochHasGivenUpForNoChange) {
  auto log = LogOf(20);
  const TreeHead old = HeadOf(log, 20);
  const TreeHead early = HeadOf(log, 10);
  // Set back to 15 records, accepted, and gone on from there.
  log.resize(15);
  for (int64_t i = 15; i < 25; ++i) {
    const int64_t sequence = (int64_t{1} << 40) + i;
    log.push_back({.index = i, .sequence = sequence, .leaf = LeafHash(sequence, "new"), .record = "new"});
  }
  const Verdict verdict = Verified(log, {early, old, HeadOf(log, 25, /*epoch=*/1)});
  EXPECT_THAT(verdict.findings, IsEmpty());
  EXPECT_GT(verdict.given_up, 0);
  EXPECT_EQ(verdict.checkpoint.size, 25);
  // The old checkpoint alone says what was lost.
  EXPECT_FALSE(Found({log.begin(), log.begin() + 15}, {early, old}).empty());
  EXPECT_EQ(NumberOf((int64_t{1} << 40) + 7), "7 of epoch 1");
}

TEST(Verify, ListsAHundredFindingsOfAKindAndCountsTheRest) {
  auto log = LogOf(500);
  const TreeHead head = HeadOf(log, 500);
  for (Line& line : log) line.record += "x";
  const Verdict verdict = Verified(log, {head});
  EXPECT_EQ(verdict.findings.size(), 100U);
  EXPECT_EQ(verdict.finding_count, 500);
}

TEST(Export, IsReadAsItWasWritten) {
  const std::string bytes("\0\n -x", 5);
  std::string text = ExportHeader("drafting", "x/drafting\n0\n\n\u2014 x y\n");
  text += ExportLine({.index = 0, .sequence = 7, .leaf_sha256 = bytes, .record = bytes});
  text += ExportLine({.index = 1, .sequence = 8, .leaf_sha256 = bytes, .withheld = true});
  text += ExportLine({.sequence = 9, .record = bytes});
  text += ExportLine({.index = 2, .sequence = 10, .leaf_sha256 = bytes});
  std::istringstream file(text + ExportEnd(4));
  ASSERT_OK_AND_ASSIGN(const Export read, ReadExportHeader(file));
  EXPECT_EQ(read.service, "drafting");
  EXPECT_EQ(read.note, "x/drafting\n0\n\n\u2014 x y\n");
  std::string again = ExportHeader(read.service, read.note);
  ASSERT_THAT(ReadExport(file, [&](const Entry& entry) { again += ExportLine(entry); }), IsOk());
  EXPECT_EQ(again, text);
}

TEST(Export, ThatIsNotCompleteIsRefused) {
  const std::string line = ExportLine({.index = 0, .sequence = 7, .leaf_sha256 = "x", .record = "y"});
  for (const std::string& rest :
       {std::string(), line, line + ExportEnd(2), line + "end\n", std::string("0 7 eA==\n") + ExportEnd(1),
        std::string("0 7 eA== eA== eA==\n") + ExportEnd(1), std::string("0 x eA== -\n") + ExportEnd(1),
        std::string("0 7 ! -\n") + ExportEnd(1), line + ExportEnd(1) + line, line + ExportEnd(1) + "\n"}) {
    std::istringstream file(rest);
    EXPECT_THAT(ReadExport(file, [](const Entry&) {}), StatusIs(absl::StatusCode::kInvalidArgument, "")) << rest;
  }
  for (const char* other : {"", "{}", "congress-audit-export 1 drafting\nx\n"}) {
    std::istringstream file(other);
    EXPECT_THAT(ReadExportHeader(file), StatusIs(absl::StatusCode::kInvalidArgument, "")) << other;
  }
}

}  // namespace
}  // namespace congress::audit

// Conformance: reading, writing, conditions, all or nothing, appends.
#include "absl/strings/str_cat.h"
#include "platform/store/store_conformance.h"

namespace congress::store {
namespace {

using support::IsOk;
using support::StatusIs;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto kAborted = absl::StatusCode::kAborted;

TEST_P(StoreConformance, BeginsEmpty) {
  EXPECT_TRUE(absl::IsNotFound(store().Get("a").status()));
  EXPECT_THAT(Keys({}), IsEmpty());
  EXPECT_EQ(LastSequence(), 0);
}

TEST_P(StoreConformance, ReadsWhatWasPut) {
  const Revision sequence = Put("a", "one");
  ASSERT_OK_AND_ASSIGN(const Record record, store().Get("a"));
  EXPECT_EQ(record.key, "a");
  EXPECT_EQ(record.value, "one");
  EXPECT_EQ(record.revision, sequence);
}

TEST_P(StoreConformance, ReplacesAValueAndItsRevision) {
  const Revision first = Put("a", "one");
  const Revision second = Put("a", "two");
  EXPECT_EQ(second, first + 1);
  ASSERT_OK_AND_ASSIGN(const Record record, store().Get("a"));
  EXPECT_EQ(record.value, "two");
  EXPECT_EQ(record.revision, second);
}

TEST_P(StoreConformance, DeletesARecordAndLetsItComeBack) {
  Put("a", "one");
  ASSERT_THAT(store().Commit({.writes = {{"a", std::nullopt, std::nullopt}}}), IsOk());
  EXPECT_EQ(ValueAt("a"), "(NOT_FOUND)");
  EXPECT_THAT(Keys({}), IsEmpty());
  ASSERT_THAT(store().Commit({.writes = {{"a", "again", kAbsent}}}), IsOk());
  EXPECT_EQ(ValueAt("a"), "again");
}

TEST_P(StoreConformance, DeletesWhatIsAbsentWithoutEffect) {
  ASSERT_THAT(store().Commit({.writes = {{"a", std::nullopt, std::nullopt}}}), IsOk());
  EXPECT_EQ(LastSequence(), 1);
}

TEST_P(StoreConformance, KeepsEveryByteOfKeyAndValue) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all.push_back(static_cast<char>(byte));
  const std::string zeros("\0\0\0", 3);
  for (const std::string& bytes : {all, zeros, std::string(), std::string("%s %b\r\n$5\r\n"), std::string("Đại hội")}) {
    Put(bytes, bytes + "=" + bytes);
    EXPECT_EQ(ValueAt(bytes), bytes + "=" + bytes);
  }
  Put("empty", "");
  EXPECT_EQ(ValueAt("empty"), "");
}

TEST_P(StoreConformance, ReadsManyAtOnceInTheOrderAsked) {
  Put("a", "1");
  Put("b", "2");
  const std::vector<std::string> keys = {"b", "none", "a", "b"};
  ASSERT_OK_AND_ASSIGN(const auto records, store().GetAll(keys));
  ASSERT_EQ(records.size(), 4u);
  for (size_t i = 0; i < keys.size(); ++i) EXPECT_EQ(records[i].key, keys[i]);
  EXPECT_EQ(records[0].value, "2");
  EXPECT_EQ(records[0].revision, 2);
  EXPECT_EQ(records[1].revision, kAbsent);
  EXPECT_EQ(records[2].value, "1");
  EXPECT_EQ(records[3].revision, 2);
  ASSERT_OK_AND_ASSIGN(const auto nothing, store().GetAll({}));
  EXPECT_TRUE(nothing.empty());
}

TEST_P(StoreConformance, ReadsAsManyAtOnceAsFitIntoAnAnswer) {
  std::vector<std::string> keys;
  for (const char* key : {"a", "b", "c"}) {
    Put(key, std::string(Batch::kMostBytes / 2 - 100, 'x'));
    keys.emplace_back(key);
  }
  ASSERT_OK_AND_ASSIGN(const auto records, store().GetAll(keys));
  EXPECT_EQ(records.size(), 2u);
  ASSERT_OK_AND_ASSIGN(const auto rest, store().GetAll(std::span(keys).subspan(2)));
  EXPECT_EQ(rest.size(), 1u);
}

TEST_P(StoreConformance, WritesWhenTheRevisionIsTheExpectedOne) {
  const Revision first = Put("a", "one");
  ASSERT_OK_AND_ASSIGN(const Committed second, store().Commit({.writes = {{"a", "two", first}}}));
  EXPECT_EQ(ValueAt("a"), "two");
  ASSERT_THAT(store().Commit({.writes = {{"a", std::nullopt, second.sequence}}}), IsOk());
  EXPECT_EQ(ValueAt("a"), "(NOT_FOUND)");
}

TEST_P(StoreConformance, NamesTheKeyWhoseRevisionHasMoved) {
  const Revision first = Put("a", "one");
  Put("a", "two");
  const Batch stale = {.writes = {{"b", "x", std::nullopt}, {"a", "three", first}}};
  const auto refused = store().Commit(stale);
  EXPECT_THAT(refused, StatusIs(kAborted, "CONTENTION"));
  EXPECT_EQ(ConflictingKey(refused.status()), "a");
  EXPECT_EQ(ValueAt("a"), "two");
  EXPECT_EQ(ValueAt("b"), "(NOT_FOUND)");
}

TEST_P(StoreConformance, RefusesARecordThatIsGoneOrThereAgainstExpectation) {
  EXPECT_THAT(store().Commit({.writes = {{"a", "x", 7}}}), StatusIs(kAborted, "CONTENTION"));
  EXPECT_THAT(store().Commit({.writes = {{"a", std::nullopt, 7}}}), StatusIs(kAborted, "CONTENTION"));
  Put("a", "one");
  EXPECT_THAT(store().Commit({.writes = {{"a", "x", kAbsent}}}), StatusIs(kAborted, "CONTENTION"));
  EXPECT_EQ(ValueAt("a"), "one");
  EXPECT_EQ(LastSequence(), 1);
}

TEST_P(StoreConformance, ChecksWithoutWriting) {
  const Revision base = Put("base", "one");
  const Batch batch = {.writes = {{"a", "x", std::nullopt}}, .checks = {{"base", base}, {"rival", kAbsent}}};
  ASSERT_THAT(store().Commit(batch), IsOk());
  ASSERT_OK_AND_ASSIGN(const Record checked, store().Get("base"));
  EXPECT_EQ(checked.revision, base);
  EXPECT_EQ(ValueAt("rival"), "(NOT_FOUND)");
}

TEST_P(StoreConformance, RefusesWhenACheckFails) {
  const Revision base = Put("base", "one");
  Put("base", "two");
  const auto moved = store().Commit({.writes = {{"a", "x", std::nullopt}}, .checks = {{"base", base}}});
  EXPECT_EQ(ConflictingKey(moved.status()), "base");
  const auto there = store().Commit({.writes = {{"a", "x", std::nullopt}}, .checks = {{"base", kAbsent}}});
  EXPECT_EQ(ConflictingKey(there.status()), "base");
  const auto gone = store().Commit({.writes = {{"a", "x", std::nullopt}}, .checks = {{"none", 1}}});
  EXPECT_EQ(ConflictingKey(gone.status()), "none");
  EXPECT_EQ(ValueAt("a"), "(NOT_FOUND)");
  EXPECT_EQ(LastSequence(), 2);
}

TEST_P(StoreConformance, ChecksTheRecordAsItWasBeforeTheBatch) {
  const Revision first = Put("a", "one");
  EXPECT_THAT(store().Commit({.writes = {{"a", "two", std::nullopt}}, .checks = {{"a", first}}}), IsOk());
  EXPECT_EQ(ValueAt("a"), "two");
}

TEST_P(StoreConformance, WritesNothingWhenTheLastOfManyEntriesFails) {
  Put("kept", "before");
  Put("doomed", "before");
  Batch batch;
  for (int i = 0; i < 2500; ++i) batch.writes.push_back({"new/" + std::to_string(i), "x", std::nullopt});
  batch.writes.push_back({"kept", "after", std::nullopt});
  batch.writes.push_back({"doomed", std::nullopt, std::nullopt});
  batch.appends.push_back({"log", "entry"});
  batch.checks.push_back({"never", 1});
  EXPECT_EQ(ConflictingKey(store().Commit(batch).status()), "never");
  EXPECT_THAT(Keys({}), ElementsAre("doomed", "kept"));
  EXPECT_EQ(ValueAt("kept"), "before");
  EXPECT_EQ(LastSequence(), 2);
}

TEST_P(StoreConformance, GivesEveryRecordOfACommitItsSequence) {
  Put("a", "one");
  ASSERT_OK_AND_ASSIGN(const Committed committed,
                       store().Commit({.writes = {{"a", "two", std::nullopt}, {"b", "one", kAbsent}}}));
  EXPECT_EQ(committed.sequence, 2);
  EXPECT_EQ(store().Get("a")->revision, 2);
  EXPECT_EQ(store().Get("b")->revision, 2);
  EXPECT_EQ(LastSequence(), 2);
}

TEST_P(StoreConformance, FilesAppendsUnderTheSequence) {
  Put("a", "one");
  ASSERT_OK_AND_ASSIGN(const Committed committed,
                       store().Commit({.appends = {{"log/audit", "who"}, {"log/event", std::string("\0e", 2)}}}));
  EXPECT_EQ(ValueAt(AppendKey("log/audit", committed.sequence)), "who");
  EXPECT_EQ(store().Get(AppendKey("log/event", 2))->value, std::string("\0e", 2));
  EXPECT_EQ(store().Get("log/audit/00000000000000000002")->revision, 2);
}

TEST_P(StoreConformance, KeepsALogInOrderOfItsCommits) {
  for (int i = 0; i < 12; ++i) ASSERT_THAT(store().Commit({.appends = {{"log", std::to_string(i)}}}), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto records, store().Scan(Range::Prefix("log/"), 100));
  ASSERT_EQ(records.size(), 12u);
  for (size_t i = 0; i < 12; ++i) EXPECT_EQ(records[i].value, std::to_string(i));
}

TEST_P(StoreConformance, NumbersACommitThatOnlyChecks) {
  ASSERT_OK_AND_ASSIGN(const Committed committed, store().Commit({.checks = {{"a", kAbsent}}}));
  EXPECT_EQ(committed.sequence, 1);
}

TEST_P(StoreConformance, RefusesOneKeyWrittenTwice) {
  const auto twice = store().Commit({.writes = {{"a", "one", std::nullopt}, {"a", "two", std::nullopt}}});
  EXPECT_THAT(twice, StatusIs(absl::StatusCode::kInternal, ""));
  const auto log = store().Commit({.appends = {{"log", "one"}, {"log", "two"}}});
  EXPECT_THAT(log, StatusIs(absl::StatusCode::kInternal, ""));
  EXPECT_EQ(LastSequence(), 0);
}

TEST_P(DurableStore, KeepsRecordsRevisionsAndSequenceOverReopening) {
  Put("a", "one");
  ASSERT_THAT(store().Commit({.writes = {{"b", std::string("\0\xff", 2), kAbsent}}, .appends = {{"log", "x"}}}),
              IsOk());
  Put("gone", "x");
  ASSERT_THAT(store().Commit({.writes = {{"gone", std::nullopt, 3}}}), IsOk());
  Reopen();
  EXPECT_THAT(Keys({}), ElementsAre("a", "b", "log/00000000000000000002"));
  EXPECT_EQ(ValueAt("b"), std::string("\0\xff", 2));
  EXPECT_EQ(store().Get("b")->revision, 2);
  EXPECT_EQ(LastSequence(), 4);
  EXPECT_EQ(Put("c", "x"), 5);
}

TEST_P(StoreConformance, WritesNothingWhenItIsBehindWhatWasKnown) {
  const Revision first = Put("a", "1");
  Batch batch{.writes = {{.key = "a", .value = "2"}}, .floor = first + 1};
  const absl::Status behind = store().Commit(batch).status();
  EXPECT_TRUE(IsBehind(behind)) << behind;
  EXPECT_EQ(ValueAt("a"), "1");
  EXPECT_EQ(LastSequence(), first);
  batch.floor = first;
  EXPECT_THAT(store().Commit(batch), IsOk());
}

TEST_P(StoreConformance, DemandsItsGuardBesideAFullBatch) {
  const Revision first = Put("guard", "1");
  Batch batch{.guard = Check{"guard", first}};
  for (size_t i = 0; i < Batch::kMostEntries; ++i) batch.writes.push_back({absl::StrCat("k", i), "", std::nullopt});
  EXPECT_THAT(store().Commit(batch), IsOk());
  Put("guard", "2");
  EXPECT_EQ(ConflictingKey(store().Commit(batch).status()), "guard");
}

TEST_P(StoreConformance, GoesOnFromTheNumberThatACommitJumpsTo) {
  Put("a", "1");
  Batch batch{.writes = {{.key = "b", .value = "2"}}, .jump_to = FirstOf(3)};
  const auto jumped = store().Commit(batch);
  ASSERT_THAT(jumped, IsOk());
  EXPECT_EQ(jumped->sequence, FirstOf(3));
  EXPECT_EQ(store().Get("b")->revision, FirstOf(3));
  EXPECT_EQ(Put("c", "3"), FirstOf(3) + 1);
  EXPECT_EQ(LastSequence(), FirstOf(3) + 1);
  EXPECT_FALSE(store().Commit(batch).ok()) << "numbers never go back";
  EXPECT_EQ(LastSequence(), FirstOf(3) + 1);
}

}  // namespace
}  // namespace congress::store

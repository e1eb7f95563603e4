#include "platform/store/store.h"

#include "platform/store/failure.h"
#include "tests/support/status_matchers.h"

namespace congress::store {
namespace {

using support::IsOk;
using support::StatusIs;

TEST(Range, OfAPrefixEndsBeforeTheNextOne) {
  EXPECT_EQ(Range::Prefix("r/").end, "r0");
  EXPECT_EQ(Range::Prefix("a\xff").end, "b");
  EXPECT_EQ(Range::Prefix("\xff\xff").end, "");
  EXPECT_EQ(Range::Prefix("").end, "");
  EXPECT_EQ(Range::Prefix("r/").begin, "r/");
}

TEST(Range, AfterAKeyBeginsAtItsSmallestSuccessor) {
  const Range range = {"b", "d"};
  EXPECT_EQ(range.After("c").begin, std::string("c\0", 2));
  EXPECT_EQ(range.After("a").begin, "b");
  EXPECT_EQ(range.After("c").end, "d");
}

TEST(AppendKey, SortsAsItsNumbersDo) {
  EXPECT_EQ(AppendKey("log/audit", 7), "log/audit/00000000000000000007");
  EXPECT_LT(AppendKey("log", 9), AppendKey("log", 10));
  EXPECT_LT(AppendKey("log", 999'999'999'999), AppendKey("log", INT64_MAX));
}

TEST(Conflict, NamesItsKeyWhateverItsBytes) {
  const absl::Status conflict = Conflict("r/Quota/x");
  EXPECT_THAT(conflict, StatusIs(absl::StatusCode::kAborted, "CONTENTION"));
  EXPECT_EQ(ConflictingKey(conflict), "r/Quota/x");
  EXPECT_EQ(ConflictingKey(absl::OkStatus()), "");
  EXPECT_EQ(ConflictingKey(absl::AbortedError("otherwise")), "");
}

TEST(Batch, CountsEveryEntryAndEveryByte) {
  Batch batch = {.writes = {{"k", "v", std::nullopt}}, .checks = {{"c", kAbsent}}, .appends = {{"l", "a"}}};
  EXPECT_THAT(batch.Validate(), IsOk());
  batch.checks.resize(Batch::kMostEntries - 1);
  EXPECT_THAT(batch.Validate(), StatusIs(absl::StatusCode::kInvalidArgument, "CHANGE_TOO_LARGE"));
  batch.checks.resize(Batch::kMostEntries - 2);
  EXPECT_THAT(batch.Validate(), IsOk());
  const size_t rest = Batch::kMostBytes - std::string("kvcl").size();
  batch.appends[0].value.assign(rest, 'x');
  EXPECT_THAT(batch.Validate(), IsOk());
  batch.appends[0].value.push_back('x');
  EXPECT_THAT(batch.Validate(), StatusIs(absl::StatusCode::kInvalidArgument, "CHANGE_TOO_LARGE"));
}

TEST(Failure, TellsTheCallerAFixedSentenceAndTheLogTheDriversWords) {
  for (const absl::Status& failure :
       {Unanswered("host secret-db"), OutcomeUnknown("host secret-db"), Damaged("host secret-db")}) {
    EXPECT_EQ(DriverText(failure), "host secret-db");
    EXPECT_EQ(failure.message().find("secret-db"), absl::string_view::npos);
  }
  google::rpc::RetryInfo retry;
  EXPECT_THAT(Unanswered(""), StatusIs(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"));
  EXPECT_TRUE(status::Detail(Unanswered(""), &retry));
  EXPECT_THAT(OutcomeUnknown(""), StatusIs(absl::StatusCode::kUnavailable, "COMMIT_OUTCOME_UNKNOWN"));
  EXPECT_THAT(Damaged(""), StatusIs(absl::StatusCode::kDataLoss, "STORE_DAMAGED"));
  EXPECT_EQ(DriverText(absl::OkStatus()), "");
}

}  // namespace
}  // namespace congress::store

// The audit log as an auditor takes it home: exported by congressctl, held against its checkpoint without a server.
#include <fstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "platform/status/strings.h"
#include "tests/e2e/walk.h"
#include "tests/support/suite.h"

namespace congress::e2e {
namespace {

using nlohmann::json;
using support::Binary;
using support::Finished;
using support::RunToEnd;
using support::Shape;
using support::Suite;
using ::testing::HasSubstr;

class AuditLog : public ::testing::TestWithParam<const char*> {
 protected:
  static void SetUpTestSuite() {
    suite_ = new Suite(Shape::kOneProcess);
    Walk(*suite_);
  }
  static void TearDownTestSuite() {
    delete suite_;
    suite_ = nullptr;
  }

  std::string path(const std::string& name) const { return suite_->folder() + "/" + name; }
  void SetUp() override {
    Save("audit-records", "list", "records.json");
    Save("audit-checkpoints", "get", "checkpoint.json");
    Save("audit-leaves", "list", "leaves.json");
    std::ifstream(path("records.json")) >> records_;
    ASSERT_GT(records_["auditRecords"].size(), 5u);
  }

  // What congressctl says of the log with these records.
  Finished Verify(const json& records) const {
    std::ofstream(path("held.json")) << records;
    return RunToEnd({Binary("congressctl"), "audit", "verify", "--records", path("held.json"), "--leaves",
                     path("leaves.json"), "--checkpoint", path("checkpoint.json")});
  }
  void ExpectFound(const json& records, const std::string& finding) const {
    const Finished held = Verify(records);
    EXPECT_EQ(held.status, 1) << finding << held.output << held.errors;
    EXPECT_THAT(held.output + held.errors, HasSubstr(finding));
  }

  json records_;

 private:
  void Save(const std::string& noun, const std::string& verb, const std::string& file) const {
    const Finished saved = RunToEnd({Binary("congressctl"), noun, verb, "-o", "json", "--output", path(file),
                                     "--parent", std::string("services/") + GetParam(), "--server", suite_->endpoint(),
                                     "--token-file", suite_->AdminTokenFile()});
    ASSERT_EQ(saved.status, 0) << saved.errors;
  }

  static Suite* suite_;
};
Suite* AuditLog::suite_ = nullptr;
INSTANTIATE_TEST_SUITE_P(OfEachService, AuditLog,
                         ::testing::Values("allocation", "dossiers", "drafting", "scheduling", "preparation"),
                         [](const auto& service) { return service.param; });

TEST_P(AuditLog, IsWholeAsItCame) {
  const Finished held = Verify(records_);
  EXPECT_EQ(held.status, 0) << held.output << held.errors;
  EXPECT_THAT(held.output, HasSubstr(StrCat("the log is whole: ", records_["auditRecords"].size(), " records")));
}

TEST_P(AuditLog, CountsItsRecordsUpwards) {
  int64_t last = 0;
  for (const json& record : records_["auditRecords"]) {
    const int64_t sequence = std::stoll(record["sequence"].get<std::string>());
    EXPECT_GT(sequence, last);
    last = sequence;
    EXPECT_NE(record["principal"], "");
    EXPECT_NE(record["method"], "");
    // An intention that a call noted before it went to another service changes nobody's resource; what is kept of
    // answers, and how far a process has read another's events, is nobody's.
    const bool names_some =
        record["changes"].size() + record["gradedReads"].size() + record["organisations"].size() > 0;
    EXPECT_TRUE(names_some || record["method"] == "congress.store.v1.StoredAnswer/erase" ||
                record["method"] == "congress.scheduling.v1.ApprovalService/follow")
        << record;
  }
}

// Any single record: each in turn would be long, so first, last and some between.
TEST_P(AuditLog, EachAlteredDroppedOrSwappedRecordIsNamed) {
  const size_t count = records_["auditRecords"].size();
  for (const size_t place : {size_t{0}, count / 3, count / 2, count - 1}) {
    const std::string sequence = records_["auditRecords"][place]["sequence"];
    const std::string number = StrCat("record ", sequence, " ");
    for (const char* field : {"principal", "method", "callId"}) {
      json altered = records_;
      altered["auditRecords"][place][field] = altered["auditRecords"][place][field].get<std::string>() + "x";
      ExpectFound(altered, number + "was altered");
    }
    json dropped = records_;
    dropped["auditRecords"].erase(place);
    ExpectFound(dropped, number + "was dropped");
    if (place + 1 == count) continue;
    json swapped = records_;
    std::swap(swapped["auditRecords"][place], swapped["auditRecords"][place + 1]);
    ExpectFound(swapped, StrCat("record ", sequence));
  }
}

TEST_P(AuditLog, ARecordThatWasAddedIsFound) {
  json added = records_;
  auto& list = added["auditRecords"];
  list.insert(list.begin() + 1, list[0]);
  EXPECT_EQ(Verify(added).status, 1);
}

TEST_P(AuditLog, LeavesThatDoNotMakeTheRootAreRefused) {
  json leaves;
  std::ifstream(path("leaves.json")) >> leaves;
  std::swap(leaves["leafSha256"][0], leaves["leafSha256"][1]);
  std::ofstream(path("leaves.json")) << leaves;
  const Finished held = Verify(records_);
  EXPECT_EQ(held.status, 1);
  EXPECT_THAT(held.output, HasSubstr("the leaves do not make the checkpoint's root"));
}

}  // namespace
}  // namespace congress::e2e

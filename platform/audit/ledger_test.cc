#include "platform/audit/ledger.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/digest/sha256.h"

namespace congress::audit {
namespace {

using digest::Sha256;
using Fault = Ledger::Fault;

v1::AuditRecord Wrote(const std::string& id, const std::string& value) {
  v1::AuditRecord act;
  act.set_covers(true);
  auto& change = *act.add_changes();
  change.set_type("Person");
  change.set_name("persons/" + id);
  if (!value.empty()) change.set_value_sha256(Sha256(value));
  return act;
}

v1::AuditRecord Counted(const std::string& key, const std::string& value) {
  v1::AuditRecord act;
  act.set_covers(true);
  act.add_traces()->set_key_sha256(Sha256(key));
  if (!value.empty()) act.mutable_traces(0)->set_value_sha256(Sha256(value));
  return act;
}

TEST(Ledger, FindsWhatIsNotAsTheLastActLeftIt) {
  Ledger ledger;
  ledger.Act(Wrote("a", "one"), 1);
  ledger.Act(Wrote("a", "two"), 2);
  ledger.Act(Wrote("b", "one"), 3);
  ledger.Act(Wrote("b", ""), 4);
  ledger.Act(Counted("r/Counter/c", "9"), 5);
  EXPECT_EQ(ledger.Met("r/Person/persons/a", 2, Sha256("two")), std::nullopt);
  EXPECT_EQ(ledger.Met("r/Person/persons/a", 2, Sha256("TWO")), Fault::kEdited);
  EXPECT_EQ(ledger.Met("r/Person/persons/a", 1, Sha256("one")), Fault::kSetBack);
  EXPECT_EQ(ledger.Met("r/Person/persons/b", 4, Sha256("one")), Fault::kAdded);
  EXPECT_EQ(ledger.Met("r/Person/persons/b", 3, Sha256("one")), Fault::kSetBack);
  EXPECT_EQ(ledger.Met("r/Person/persons/c", 3, Sha256("one")), Fault::kAdded);
  EXPECT_EQ(ledger.Met("r/Alias/persons/a", 2, Sha256("two")), Fault::kAdded) << "another kind of record";
  EXPECT_THAT(ledger.Missed(false), testing::ElementsAre(5));
  EXPECT_EQ(ledger.Met("r/Counter/c", 5, Sha256("8")), Fault::kEdited);
  EXPECT_TRUE(ledger.Missed(false).empty());
  EXPECT_EQ(ledger.Met("i/Person/x", 77, ""), std::nullopt) << "made anew from the records";
}

TEST(Ledger, SaysNothingOfWhatOlderVersionsWrote) {
  Ledger ledger;
  v1::AuditRecord old;
  old.add_changes()->set_name("persons/a");
  ledger.Act(old, 1);
  EXPECT_EQ(ledger.Met("r/Person/persons/a", 1, Sha256("one")), std::nullopt);
  ledger.Act(Wrote("b", "one"), 2);
  EXPECT_EQ(ledger.Met("r/Person/persons/a", 1, Sha256("one")), std::nullopt);
  // Of a replica of the older version that runs beside.
  ledger.Act(old, 3);
  EXPECT_EQ(ledger.Met("r/Person/persons/a", 3, Sha256("one")), std::nullopt);
  EXPECT_EQ(ledger.Met("r/Person/persons/b", 3, Sha256("two")), std::nullopt);
  EXPECT_EQ(ledger.Met("r/Person/persons/b", 2, Sha256("two")), Fault::kEdited);
}

TEST(Ledger, ForgetsWhatWasDoneMeanwhile) {
  Ledger ledger;
  ledger.Act(Counted("r/Counter/c", "9"), 1);
  ledger.Forget(Counted("r/Counter/c", ""));
  EXPECT_TRUE(ledger.Missed(false).empty());
}

}  // namespace
}  // namespace congress::audit

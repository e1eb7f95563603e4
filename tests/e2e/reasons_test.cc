// Runs last: what every RPC's comment lists under `Errors:` was produced by some test of the whole build, and what the
// tests met is listed there.
#include <filesystem>
#include <fstream>
#include <set>

#include "gtest/gtest.h"
#include "tests/e2e/any_rpc.h"

namespace congress::e2e {
namespace {

// `method reason` pairs that test programs have left.
std::set<std::string> Produced(std::string* missing) {
  std::set<std::string> pairs;
  for (const char* program : {CONGRESS_REASON_PROGRAMS}) {
    std::ifstream file(std::string(CONGRESS_REASONS_DIR) + "/" + program + ".txt");
    if (!file) *missing += std::string(" ") + program;
    for (std::string line; std::getline(file, line);) pairs.insert(line);
  }
  return pairs;
}

// Any RPC can fail in these ways; they are documented once, in annotations/v1/reason.proto, and missing permissions by
// the comment's `Permission:`. Those of papers are documented once in paper/v1/reason.proto.
const std::set<std::string>& Everywhere() {
  static const auto& reasons =
      *new std::set<std::string>{"TOKEN_INVALID",        "PERMISSION_MISSING",  "CONTENTION",
                                 "STORE_UNAVAILABLE",    "PEER_UNAVAILABLE",    "COMMIT_OUTCOME_UNKNOWN",
                                 "CHANGE_TOO_LARGE",     "INTERNAL_FAULT",      "RECORD_CORRUPT",
                                 "OVERLOADED",           "REQUEST_MALFORMED",   "MESSAGE_TOO_LARGE",
                                 "ORGANISATION_UNKNOWN", "ORGANISATION_CLOSED", "DIRECTORY_UNREAD",
                                 "SERVER_STOPPING",      "PAPER_TOO_LARGE",     "CHARACTER_NOT_IN_PAPER",
                                 "LETTERS_NOT_IN_PDF",   "TABLE_INCONSISTENT",  "RECORD_DAMAGED",
                                 "CLEARANCE_MISSING",    "RATE_EXCEEDED"};
  return reasons;
}

TEST(Reasons, EveryDocumentedOneIsProducedByATest) {
  std::string missing;
  const std::set<std::string> produced = Produced(&missing);
  ASSERT_EQ(missing, "") << "run all tests first: these programs have left nothing";
  for (const auto* method : Methods()) {
    for (const std::string& reason : DocumentedReasons(*method)) {
      EXPECT_TRUE(produced.contains(FullName(*method) + " " + reason))
          << FullName(*method) << " documents " << reason << ", which no test produces";
    }
  }
}

TEST(Reasons, EveryProducedOneIsDocumented) {
  std::string missing;
  const std::set<std::string> produced = Produced(&missing);
  for (const auto* method : Methods()) {
    const std::set<std::string> documented = DocumentedReasons(*method);
    const std::string prefix = FullName(*method) + " ";
    for (auto pair = produced.lower_bound(prefix); pair != produced.end() && pair->starts_with(prefix); ++pair) {
      const std::string reason = pair->substr(prefix.size());
      EXPECT_TRUE(documented.contains(reason) || Everywhere().contains(reason))
          << FullName(*method) << " answers " << reason << ", which its comment does not list";
    }
  }
}

}  // namespace
}  // namespace congress::e2e

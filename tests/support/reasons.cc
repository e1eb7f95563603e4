#include "tests/support/reasons.h"

#include <errno.h>

#include <filesystem>
#include <fstream>
#include <mutex>
#include <set>
#include <string>

#include "gtest/gtest.h"
#include "platform/status/strings.h"

namespace congress::support {
namespace {

class Kept {
 public:
  void Add(std::string_view method, std::string_view reason) {
    const std::lock_guard lock(mutex_);
    pairs_.insert(StrCat(method, " ", reason));
  }
  ~Kept() {
    // A run of some of the tests says nothing about the others.
    if (GTEST_FLAG_GET(filter) != "*") return;
    std::error_code ignored;
    std::filesystem::create_directories(CONGRESS_REASONS_DIR, ignored);
    std::ofstream file(StrCat(CONGRESS_REASONS_DIR, "/", program_invocation_short_name, ".txt"));
    for (const std::string& pair : pairs_) file << pair << "\n";
  }

 private:
  std::mutex mutex_;
  std::set<std::string> pairs_;
};

}  // namespace

void KeepReason(std::string_view method, std::string_view reason) {
  static Kept kept;
  kept.Add(method, reason);
}

}  // namespace congress::support

#include "platform/backup/audit_begin.h"

#include <algorithm>
#include <string>

#include "congress/store/v1/stored.pb.h"

namespace congress::backup {
namespace {

// Commits by which processes make a store and bring it up to date: two, and one for each version with other indexes.
constexpr int64_t kUpkeepCommits = 8;

}  // namespace

int64_t MissingActs(const std::vector<store::Revision>& acts, store::Revision last, std::string_view copy_state) {
  store::v1::DirectoryState state;
  if (!state.ParseFromString(std::string(copy_state)) || !state.has_commit_count()) return 0;
  const auto act = std::lower_bound(acts.begin(), acts.end(), store::FirstOf(store::EpochOf(last)));
  const store::Revision first = act == acts.end() ? last + 1 : *act;
  const int64_t missing = (first & store::kCommitMask) - 1 - state.commit_count();
  return missing <= kUpkeepCommits ? 0 : missing;
}

}  // namespace congress::backup

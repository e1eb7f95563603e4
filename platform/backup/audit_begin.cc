#include "platform/backup/audit_begin.h"

#include <algorithm>
#include <string>

#include "congress/store/v1/stored.pb.h"

namespace congress::backup {
namespace {

// Commits by which processes make a store and bring it up to date, at most, where the store has not counted them.
constexpr int64_t kUpkeepCommits = 8;

}  // namespace

int64_t MissingActs(const std::vector<store::Revision>& acts, store::Revision last, std::string_view copy_state,
                    std::string_view format) {
  store::v1::DirectoryState state;
  if (!state.ParseFromString(std::string(copy_state)) || !state.has_commit_count()) return 0;
  const auto act = std::lower_bound(acts.begin(), acts.end(), store::FirstOf(store::EpochOf(last)));
  const store::Revision first = act == acts.end() ? last + 1 : *act;
  const int64_t missing = (first & store::kCommitMask) - 1 - state.commit_count();
  store::v1::StoreFormat own;
  const bool counted = own.ParseFromString(std::string(format)) && own.has_commit_count();
  return std::max<int64_t>(0, counted ? missing - own.commit_count() : missing > kUpkeepCommits ? missing : 0);
}

}  // namespace congress::backup

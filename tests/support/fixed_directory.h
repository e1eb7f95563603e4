// The organisations of a test: any name is an organisation below the province until the test says more.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "absl/time/civil_time.h"
#include "platform/directory/directory.h"
#include "platform/snapshot.h"
#include "platform/sync.h"

namespace congress::support {

class FixedDirectory final : public directory::Directory {
 public:
  FixedDirectory();

  // Adds or replaces an organisation. `parent` is the province unless told.
  void Put(directory::Organisation organisation);
  // Ends `name` on `day`; `successor` goes on for it, nobody when that is empty.
  void End(std::string_view name, absl::CivilDay day, std::string_view successor);
  // There is no such organisation.
  void Remove(std::string_view name);

  absl::StatusOr<std::shared_ptr<const directory::Tree>> Snapshot(absl::Time deadline) override;
  absl::StatusOr<std::shared_ptr<const directory::Tree>> Ask(std::string_view organisation,
                                                             absl::Time deadline) override;
  std::shared_ptr<const directory::Rights> KnownRights() override { return rights_.Get(); }
  // What is known of rights from now on.
  void SetRights(directory::Rights rights) { rights_.Set(std::move(rights)); }
  void Reload() override {}

 private:
  void Publish() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  Mutex mutex_;
  std::map<std::string, directory::Organisation> all_ ABSL_GUARDED_BY(mutex_);
  std::set<std::string, std::less<>> missing_ ABSL_GUARDED_BY(mutex_);
  std::shared_ptr<const directory::Tree> tree_ ABSL_GUARDED_BY(mutex_);
  congress::Snapshot<directory::Rights> rights_;
};

}  // namespace congress::support

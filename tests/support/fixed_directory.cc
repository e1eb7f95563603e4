#include "tests/support/fixed_directory.h"

#include <utility>

#include "platform/auth/principal.h"

namespace congress::support {

FixedDirectory::FixedDirectory() {
  directory::Organisation province;
  province.name = std::string(auth::kProvince);
  Put(std::move(province));
  Remove("organisations/nowhere");
}

void FixedDirectory::Put(directory::Organisation organisation) {
  const MutexLock lock(mutex_);
  if (organisation.parent.empty() && organisation.name != auth::kProvince) {
    organisation.parent = std::string(auth::kProvince);
  }
  std::string name = organisation.name;
  all_[std::move(name)] = std::move(organisation);
  Publish();
}

void FixedDirectory::End(std::string_view name, absl::CivilDay day, std::string_view successor) {
  const MutexLock lock(mutex_);
  directory::Organisation& organisation = all_[std::string(name)];
  organisation.name = std::string(name);
  organisation.parent = std::string(auth::kProvince);
  organisation.until = day;
  organisation.continued_by = std::string(successor);
  if (!successor.empty() && !all_.contains(std::string(successor))) {
    directory::Organisation& other = all_[std::string(successor)];
    other.name = std::string(successor);
    other.parent = std::string(auth::kProvince);
  }
  Publish();
}

void FixedDirectory::Remove(std::string_view name) {
  const MutexLock lock(mutex_);
  missing_.emplace(name);
  all_.erase(std::string(name));
  Publish();
}

void FixedDirectory::Publish() {
  std::vector<directory::Organisation> organisations;
  for (const auto& [name, organisation] : all_) organisations.push_back(organisation);
  tree_ = std::make_shared<const directory::Tree>(std::move(organisations));
}

absl::StatusOr<std::shared_ptr<const directory::Tree>> FixedDirectory::Snapshot(absl::Time) {
  const MutexLock lock(mutex_);
  return tree_;
}

absl::StatusOr<std::shared_ptr<const directory::Tree>> FixedDirectory::Ask(std::string_view organisation,
                                                                           absl::Time deadline) {
  {
    const MutexLock lock(mutex_);
    if (missing_.contains(organisation)) return directory::Unknown(organisation);
  }
  directory::Organisation asked;
  asked.name = std::string(organisation);
  Put(std::move(asked));
  return Snapshot(deadline);
}

}  // namespace congress::support

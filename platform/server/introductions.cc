#include "platform/server/introductions.h"

#include "platform/status/strings.h"

namespace congress::server {
namespace {

// For how long a token is used, of the minute that it is good.
constexpr absl::Duration kUsed = absl::Seconds(20);

}  // namespace

std::string Introductions::Of(const front::Client& client, absl::Time now) {
  const std::string key = StrCat(client.since.time_since_epoch().count(), " ", client.name);
  const MutexLock lock(mutex_);
  if (given_.size() >= kMost && !given_.contains(key)) given_.clear();
  Given& given = given_[key];
  if (given.authorization.empty() || now < given.made || now - given.made > kUsed) {
    given.authorization =
        StrCat("Bearer ", signer_.SignForCertificate(client.name, absl::FromChrono(client.since), now));
    given.made = now;
  }
  return given.authorization;
}

}  // namespace congress::server

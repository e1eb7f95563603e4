#include "services/dossiers/ids.h"

#include <random>

#include "congress/dossiers/v1/reason.pb.h"
#include "platform/auth/principal.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::dossiers {

std::string RandomId(int length) {
  constexpr std::string_view kSigns = "abcdefghijklmnopqrstuvwxyz0123456789";
  constexpr int kLetters = 26;
  static thread_local std::random_device chance;
  std::string id;
  for (int i = 0; i < length; ++i) {
    const int last = i == 0 ? kLetters - 1 : static_cast<int>(kSigns.size()) - 1;
    id += kSigns[static_cast<size_t>(std::uniform_int_distribution<int>(0, last)(chance))];
  }
  return id;
}

absl::StatusOr<std::string> IdFor(const rpc::Call& call, std::string_view said, std::string_view organisation,
                                  std::string_view field) {
  if (said.empty()) return RandomId(kIdOfItsOwn);
  const std::string prefix = StrCat(organisation.substr(organisation.find('/') + 1), "-");
  if (said.starts_with(prefix) || call.Holds(call.permission(), auth::kProvince)) return std::string(said);
  status::Violations violations;
  violations.Add(field, v1::ID_OF_OTHERS, {{"prefix", prefix}});
  return violations.ToStatus();
}

}  // namespace congress::dossiers

// What there is about a person or a dossier that the store must not tell of: its records have random names, and are
// found by a keyed hash of what they are about.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/rpc/call.h"
#include "services/dossiers/records.h"

namespace congress::dossiers {

// Stages that `resource`, one of `collection`, is filed under the name `about`, or no more.
absl::Status File(rpc::Call& call, std::string_view collection, const std::string& about, const std::string& resource);
absl::Status Unfile(rpc::Call& call, std::string_view collection, const std::string& about,
                    const std::string& resource);

// What is filed under the name, in the order in which it was; nothing may have come to it at the commit.
absl::StatusOr<std::vector<std::string>> FiledUnder(rpc::Call& call, std::string_view collection,
                                                    const std::string& about);

// All suspensions of the person, who is named as their record stands, and all verifications of the dossier, in the
// order in which they were filed. Without authorisation; nothing may have come to them at the commit.
absl::StatusOr<std::vector<v1::Suspension>> SuspensionsOf(rpc::Call& call, const std::string& person);
absl::StatusOr<std::vector<v1::Verification>> VerificationsOf(rpc::Call& call, const std::string& dossier);

inline constexpr std::string_view kSuspensionFile = "suspensions";
inline constexpr std::string_view kVerificationFile = "verifications";

}  // namespace congress::dossiers

#include "services/dossiers/filed.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "platform/rpc/sealing.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"

namespace congress::dossiers {
namespace {

constexpr char kKeyspace[] = "dossiers";

absl::StatusOr<v1::Filed> FiledAt(rpc::Call& call, const std::string& hash) {
  v1::Filed none;
  none.set_name(StrCat("filed/", hash));
  return kFiled.LoadOr(call, std::move(none));
}

template <class T>
absl::StatusOr<std::vector<T>> LoadFiled(rpc::Call& call, const rpc::Repository<T>& records,
                                         std::string_view collection, const std::string& about) {
  std::vector<T> all;
  ASSIGN_OR_RETURN(const std::vector<std::string> filed, FiledUnder(call, collection, about));
  for (const std::string& name : filed) {
    auto one = records.Load(call, name);
    // Its name would tell whoever may know of whom it is about that there is something.
    if (absl::IsDataLoss(one.status())) return rpc::Corrupt(about);
    if (!one.ok()) return one.status();
    all.push_back(*std::move(one));
  }
  return all;
}

}  // namespace

absl::Status File(rpc::Call& call, std::string_view collection, const std::string& about, const std::string& resource) {
  ASSIGN_OR_RETURN(const std::string hash, rpc::KeyedHash(call, kKeyspace, collection, about));
  ASSIGN_OR_RETURN(v1::Filed filed, FiledAt(call, hash));
  filed.add_resources(resource);
  kFiled.Put(call, std::move(filed));
  return absl::OkStatus();
}

absl::Status Unfile(rpc::Call& call, std::string_view collection, const std::string& about,
                    const std::string& resource) {
  ASSIGN_OR_RETURN(const std::string hash, rpc::KeyedHash(call, kKeyspace, collection, about));
  ASSIGN_OR_RETURN(v1::Filed filed, FiledAt(call, hash));
  auto& resources = *filed.mutable_resources();
  resources.erase(std::remove(resources.begin(), resources.end(), resource), resources.end());
  if (resources.empty()) {
    kFiled.Delete(call, filed.name());
  } else {
    kFiled.Put(call, std::move(filed));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> FiledUnder(rpc::Call& call, std::string_view collection,
                                                    const std::string& about) {
  ASSIGN_OR_RETURN(const std::optional<std::string> hash, rpc::FindKeyedHash(call, kKeyspace, collection, about));
  if (!hash.has_value()) return std::vector<std::string>();
  ASSIGN_OR_RETURN(const v1::Filed filed, FiledAt(call, *hash));
  return std::vector<std::string>(filed.resources().begin(), filed.resources().end());
}

absl::StatusOr<std::vector<v1::Suspension>> SuspensionsOf(rpc::Call& call, const std::string& person) {
  return LoadFiled(call, kSuspensions, kSuspensionFile, person);
}

absl::StatusOr<std::vector<v1::Verification>> VerificationsOf(rpc::Call& call, const std::string& dossier) {
  return LoadFiled(call, kVerifications, kVerificationFile, dossier);
}

}  // namespace congress::dossiers

// Where packages lie. What is in one is sealed under a key of its own: it names several persons.
#pragma once

#include <string>
#include <string_view>

#include "congress/dossiers/v1/index.pb.h"
#include "congress/dossiers/v1/package.pb.h"
#include "platform/rpc/repository.h"

namespace congress::dossiers {

// `congresses/c/packages/p` of what lies below it.
inline std::string PackageOf(std::string_view name) {
  const size_t id = name.find("/packages/") + sizeof("/packages/") - 1;
  return std::string(name.substr(0, name.find('/', id)));
}

inline const rpc::Repository<v1::Package> kPackages(
    "dossiers.packages.read", [](const v1::Package& package) { return package.organisation(); },
    [](const v1::Package& package) { return package.name(); });

// Whose dossiers are in it.
inline std::vector<std::string> PersonsIn(const v1::Package& package) {
  std::vector<std::string> persons;
  for (const v1::Package::Item& item : package.items()) persons.push_back(item.person());
  return persons;
}

inline const rpc::Repository<v1::PackageFile> kPackageFiles(rpc::kUnlisted, "", [](const v1::PackageFile& file) {
  return PackageOf(file.name());
});

inline const rpc::Repository<v1::PackageBundle> kPackageBundles(rpc::kUnlisted, "",
                                                                [](const v1::PackageBundle& bundle) {
                                                                  return PackageOf(bundle.name());
                                                                });

inline std::string FilesOfPackage(std::string_view package) { return StrCat(package, "/files/"); }
inline std::string BundleOfPackage(std::string_view package) { return StrCat(package, "/bundle"); }

}  // namespace congress::dossiers

#include "services/dossiers/package_service.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "congress/dossiers/v1/reason.pb.h"
#include "platform/bundle/send.h"
#include "platform/rpc/paging.h"
#include "platform/status/macros.h"
#include "services/dossiers/domain/basis.h"
#include "services/dossiers/domain/package.h"
#include "services/dossiers/domain/process.h"
#include "services/dossiers/fact_records.h"
#include "services/dossiers/package_records.h"
#include "services/dossiers/persons.h"
#include "services/dossiers/records.h"
#include "services/dossiers/requests.h"
#include "services/dossiers/review_blocks.h"

namespace congress::dossiers {
namespace {

using Package = v1::Package;

// For a caller who holds the method's permission at an end by which they may read it.
absl::StatusOr<Package> PackageAt(rpc::Call& call, const std::string& name) {
  ASSIGN_OR_RETURN(Package package, kPackages.Load(call, name));
  for (const std::string& end : {package.receiver(), package.organisation()}) {
    if (!call.Holds(kPackages.read_permission(), end) || !call.Holds(call.permission(), end)) continue;
    RETURN_IF_ERROR(call.Require(end));
    return package;
  }
  if (!MayReadPackage(call, package)) return status::NotFound(Package::descriptor()->name(), name);
  RETURN_IF_ERROR(call.Require(package.organisation()));
  return package;
}

// Nobody handles a package with their own dossier.
absl::Status RequireOutside(rpc::Call& call, const Package& package) { return RequireOther(call, PersonsIn(package)); }

// Who answers for the receiver: not who built or sent it; from outside only with the receiver's letter.
absl::StatusOr<Package> ToAnswer(rpc::Call& call, const std::string& name, const std::string& etag,
                                 const v1::Basis& basis) {
  ASSIGN_OR_RETURN(Package package, PackageAt(call, name));
  RETURN_IF_ERROR(kPackages.CheckEtag(package, etag));
  RETURN_IF_ERROR(RequireOutside(call, package));
  RETURN_IF_ERROR(RequireOther(call, SendersOf(package)));
  if (!call.Holds(call.permission(), package.receiver())) RETURN_IF_ERROR(RequireLetter(basis));
  RETURN_IF_ERROR(RequireTaken(basis, call.now()));
  return package;
}

// For its sender.
absl::StatusOr<Package> OfSender(rpc::Call& call, const std::string& name, const std::string& etag) {
  ASSIGN_OR_RETURN(Package package, PackageAt(call, name));
  RETURN_IF_ERROR(call.Require(package.organisation()));
  RETURN_IF_ERROR(kPackages.CheckEtag(package, etag));
  RETURN_IF_ERROR(RequireOutside(call, package));
  return package;
}

absl::StatusOr<bool> IsOutdated(rpc::Call& call, const Package::Item& item) {
  const auto dossier = kDossiers.Load(call, item.dossier());
  if (absl::IsNotFound(dossier.status())) return true;
  if (!dossier.ok()) return dossier.status();
  const bool stands = dossier->state() == v1::Dossier::ACCEPTED || dossier->state() == v1::Dossier::CLOSED;
  return !stands || dossier->accepted_sha256() != item.content_sha256();
}

}  // namespace

bool MayReadPackage(const rpc::Call& call, const Package& package) {
  const std::string& read = kPackages.read_permission();
  return call.Holds(read, package.organisation()) || call.Holds(read, package.receiver());
}

absl::StatusOr<Package> PackageService::GetPackage(rpc::Call& call, const v1::GetPackageRequest& request) const {
  ASSIGN_OR_RETURN(Package package, PackageAt(call, request.name()));
  RETURN_IF_ERROR(HideOwn(call, "Package", package.name(), PersonsIn(package)));
  for (Package::Item& item : *package.mutable_items()) {
    ASSIGN_OR_RETURN(const bool outdated, IsOutdated(call, item));
    item.set_outdated(outdated);
  }
  return package;
}

absl::StatusOr<v1::ListPackagesResponse> PackageService::ListPackages(rpc::Call& call,
                                                                      const v1::ListPackagesRequest& request) const {
  call.Filtered();
  ASSIGN_OR_RETURN(auto all, Legible(call, kPackages, StrCat(request.parent(), "/packages/"),
                                     [&](const Package& one) { return MayReadPackage(call, one); }));
  ASSIGN_OR_RETURN(const Names own, OwnNames(call));
  std::erase_if(all, [&](const Package& one) {
    return own.HasAny(PersonsIn(one)) || !call.IsOf(one.organisation(), request.organisation()) ||
           !call.IsOf(one.receiver(), request.receiver()) ||
           (request.state() != Package::STATE_UNSPECIFIED && request.state() != one.state());
  });
  ASSIGN_OR_RETURN(const rpc::Slice slice, rpc::SliceOf(rpc::PageOf(request), all.size()));
  v1::ListPackagesResponse listed;
  for (size_t i = slice.begin; i < slice.end; ++i) *listed.add_packages() = WithoutFiles(std::move(all[i]));
  listed.set_next_page_token(slice.next_page_token);
  return listed;
}

absl::Status PackageService::DownloadPackage(rpc::Call& call, const v1::DownloadPackageRequest& request,
                                             rpc::Writer<v1::DownloadPackageResponse>& writer) const {
  ASSIGN_OR_RETURN(const Package package, PackageAt(call, request.name()));
  RETURN_IF_ERROR(HideOwn(call, "Package", package.name(), PersonsIn(package)));
  // A token that does not say whose it is might be of somebody in it.
  RETURN_IF_ERROR(RequireOutside(call, package));
  RETURN_IF_ERROR(RequireSight(call, *Package::descriptor()->FindFieldByName("manifest")));
  RETURN_IF_ERROR(RequirePackage(
      package, {Package::BUILT, Package::SENT, Package::RECEIVED, Package::RETURNED, Package::ACCEPTED}));
  ASSIGN_OR_RETURN(const auto files, kPackageFiles.LoadAll(call, FilesOfPackage(package.name())));
  std::map<std::string_view, const v1::PackageFile*> by_name;
  for (const v1::PackageFile& file : files) by_name[file.file().name()] = &file;
  ASSIGN_OR_RETURN(const v1::PackageBundle bundle, kPackageBundles.Load(call, BundleOfPackage(package.name())));
  call.ShowsGraded(package.name());
  v1::DownloadPackageResponse head;
  head.set_size_bytes(package.size_bytes());
  head.set_file_name(StrCat(package.name().substr(package.name().rfind('/') + 1), ".zip"));
  RETURN_IF_ERROR(writer.Write(std::move(head)));
  const auto read = [&](const congress::bundle::v1::File& file, content::Sink sink) -> absl::Status {
    const auto found = by_name.find(file.name());
    if (found == by_name.end()) return absl::InternalError("A package lacks a file of its list.");
    return files_.Read(call, found->second->owner(), found->second->content(), 0, sink);
  };
  return congress::bundle::Send<v1::DownloadPackageResponse>(bundle.signed_manifest(), read, request.offset(), writer);
}

absl::StatusOr<Package> PackageService::SendPackage(rpc::Call& call, const v1::SendPackageRequest& request) const {
  ASSIGN_OR_RETURN(Package package, OfSender(call, request.name(), request.etag()));
  RETURN_IF_ERROR(RequireBasis(request.basis()));
  RETURN_IF_ERROR(RequireTaken(request.basis(), call.now()));
  RETURN_IF_ERROR(RequirePackage(package, {Package::BUILT}));
  for (const Package::Item& item : package.items()) {
    ASSIGN_OR_RETURN(const bool outdated, IsOutdated(call, item));
    if (outdated) return status::FailedPrecondition(v1::PACKAGE_OUTDATED, {{"dossier", item.dossier()}});
    ASSIGN_OR_RETURN(const v1::Dossier dossier, kDossiers.Load(call, item.dossier()));
    RETURN_IF_ERROR(RequireSettledToSend(call, dossier));
  }
  return kPackages.Put(call, Noted(std::move(package), Package::SENT, "", &request.basis(), ActorOf(call)));
}

absl::StatusOr<Package> PackageService::ReceivePackage(rpc::Call& call,
                                                       const v1::ReceivePackageRequest& request) const {
  ASSIGN_OR_RETURN(Package package, ToAnswer(call, request.name(), request.etag(), request.basis()));
  ASSIGN_OR_RETURN(package, ReceivedPackage(std::move(package), request, ActorOf(call)));
  return kPackages.Put(call, std::move(package));
}

absl::StatusOr<Package> PackageService::ReturnPackage(rpc::Call& call, const v1::ReturnPackageRequest& request) const {
  ASSIGN_OR_RETURN(Package package, ToAnswer(call, request.name(), request.etag(), request.basis()));
  ASSIGN_OR_RETURN(package, ReturnedPackage(std::move(package), request, ActorOf(call)));
  return kPackages.Put(call, std::move(package));
}

absl::StatusOr<Package> PackageService::AcceptPackage(rpc::Call& call, const v1::AcceptPackageRequest& request) const {
  ASSIGN_OR_RETURN(Package package, ToAnswer(call, request.name(), request.etag(), request.basis()));
  RETURN_IF_ERROR(RequireLetter(request.basis()));
  ASSIGN_OR_RETURN(package, AcceptedPackage(std::move(package), request.basis(), ActorOf(call)));
  return kPackages.Put(call, std::move(package));
}

absl::StatusOr<Package> PackageService::WithdrawPackage(rpc::Call& call,
                                                        const v1::WithdrawPackageRequest& request) const {
  ASSIGN_OR_RETURN(Package package, OfSender(call, request.name(), request.etag()));
  RETURN_IF_ERROR(RequireOutside(call, package));
  RETURN_IF_ERROR(RequirePackage(package, {Package::BUILT, Package::SENT}));
  if (!package.supersedes().empty()) {
    // Another one may take its place then.
    ASSIGN_OR_RETURN(Package before, kPackages.Load(call, package.supersedes()));
    before.clear_superseded_by();
    kPackages.Put(call, std::move(before));
  }
  return kPackages.Put(call, Noted(std::move(package), Package::WITHDRAWN, request.reason(), nullptr, ActorOf(call)));
}

}  // namespace congress::dossiers

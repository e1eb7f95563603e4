// Adapter of congress.dossiers.v1.PackageService: what people do in package_service.cc, the gathering of files in
// package_building.cc.
#pragma once

#include <string>

#include "congress/dossiers/v1/index.pb.h"
#include "congress/dossiers/v1/package_service.pb.h"
#include "platform/auth/token.h"
#include "platform/content/own_files.h"
#include "platform/operations/operations.h"
#include "platform/paper/layout.h"
#include "platform/rpc/call.h"
#include "platform/rpc/methods.h"
#include "services/dossiers/persons.h"

namespace congress::dossiers {

// Whether the caller may know of it, at one of its ends.
bool MayReadPackage(const rpc::Call& call, const v1::Package& package);

class PackageService {
 public:
  // All outlive the service. `signer` signs the lists of files.
  PackageService(const paper::Layout& layout, operations::Operations& operations, const content::OwnFiles& files,
                 const auth::Signer& signer);

  absl::StatusOr<operations::v1::Operation> CreatePackage(rpc::Call& call,
                                                          const v1::CreatePackageRequest& request) const;
  absl::StatusOr<v1::Package> GetPackage(rpc::Call& call, const v1::GetPackageRequest& request) const;
  absl::StatusOr<v1::ListPackagesResponse> ListPackages(rpc::Call& call, const v1::ListPackagesRequest& request) const;
  absl::Status DownloadPackage(rpc::Call& call, const v1::DownloadPackageRequest& request,
                               rpc::Writer<v1::DownloadPackageResponse>& writer) const;
  absl::StatusOr<v1::Package> SendPackage(rpc::Call& call, const v1::SendPackageRequest& request) const;
  absl::StatusOr<v1::Package> ReceivePackage(rpc::Call& call, const v1::ReceivePackageRequest& request) const;
  absl::StatusOr<v1::Package> ReturnPackage(rpc::Call& call, const v1::ReturnPackageRequest& request) const;
  absl::StatusOr<v1::Package> AcceptPackage(rpc::Call& call, const v1::AcceptPackageRequest& request) const;
  absl::StatusOr<v1::Package> WithdrawPackage(rpc::Call& call, const v1::WithdrawPackageRequest& request) const;

 private:
  absl::StatusOr<bool> BuildStep(rpc::Call& call, operations::Step& step) const;
  absl::StatusOr<bool> DropStep(rpc::Call& call, operations::Step& step) const;
  // The next dossier: its form 2C and its papers.
  absl::Status AddDossier(rpc::Call& call, const v1::Package& package, v1::PackageCheckpoint* at) const;
  absl::StatusOr<v1::Package> Finish(rpc::Call& call, v1::Package package) const;

  const paper::Layout& layout_;
  operations::Operations& operations_;
  const content::OwnFiles& files_;
  const auth::Signer& signer_;
};

}  // namespace congress::dossiers

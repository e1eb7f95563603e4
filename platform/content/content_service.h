// Serves the files of a service's resources; every process has it.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "congress/content/v1/content_service.pb.h"
#include "platform/content/own_files.h"
#include "platform/rpc/methods.h"

namespace congress::content {

// What a resource says of a file of its own.
struct Claim {
  // Whose key seals it, such as `persons/p-7`.
  std::string owner;
  // Whose records the resource is among.
  std::string organisation;
  int64_t size_bytes = 0;
  // 32 bytes.
  std::string sha256;
  // Whether not everybody who may read the resource may know of its file.
  bool graded = false;
  // The file that it has; none: no id.
  v1::Content content = {};
};

// A kind of resources with files, as their service knows them. Each function authorises the call.
struct Holder {
  // What stands before the id of such a resource: `components` of `congresses/c/dossiers/d/components/2`.
  std::string collection;
  // Refuses whoever may not give the resource a file now.
  std::function<absl::StatusOr<Claim>(rpc::Call&, const std::string& name)> for_upload;
  // Stages that the resource has `content`. May run again.
  std::function<absl::Status(rpc::Call&, const std::string& name, const v1::Content& content)> refer;
  // Refuses whoever may not read the resource's file.
  std::function<absl::StatusOr<Claim>(rpc::Call&, const std::string& name)> for_download;
};

class ContentService {
 public:
  // `files` outlives it.
  explicit ContentService(const OwnFiles& files) : files_(files) {}

  // Before the first call.
  void Add(Holder holder) { holders_.push_back(std::move(holder)); }

  // Whether the service has resources with files.
  bool holds() const { return !holders_.empty(); }

  // What an upload has received.
  struct Received {
    std::string name;
    Claim claim;
    v1::Content content;
  };
  absl::StatusOr<Received> ReceiveContent(rpc::Call& call, rpc::Reader<v1::UploadContentRequest>& reader) const;
  absl::StatusOr<v1::Content> UploadContent(rpc::Call& call, const Received& received) const;
  absl::Status DownloadContent(rpc::Call& call, const v1::DownloadContentRequest& request,
                               rpc::Writer<v1::DownloadContentResponse>& writer) const;

 private:
  absl::StatusOr<const Holder*> HolderOf(std::string_view name) const;

  const OwnFiles& files_;
  std::vector<Holder> holders_;
};

// The table of its methods.
rpc::Bind<ContentService> ContentMethods(std::shared_ptr<ContentService> service);

}  // namespace congress::content

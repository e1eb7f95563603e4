// The files of one service's resources in the file store: how one comes in, becomes a resource's and is read. A record
// of the file to come is committed before its first byte is written and taken back by the commit that refers to the
// file, so that whatever is left by a kill is found and deleted.
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "congress/content/v1/content.pb.h"
#include "platform/auth/token.h"
#include "platform/content/data_key.h"
#include "platform/content/files.h"
#include "platform/rpc/call.h"
#include "platform/rpc/gate.h"

namespace congress::content {

// How long a file is kept that no resource has.
inline constexpr absl::Duration kPendingKept = absl::Hours(24);

// Safe for use by many threads.
class OwnFiles {
 public:
  // `service` as reasons say it; `files` is null where the process was given no place for them.
  OwnFiles(std::string service, rpc::Gate& gate, Files* files, const auth::Signer& signer)
      : service_(std::move(service)), gate_(gate), files_(files), signer_(signer) {}

  // Whose file it is.
  struct Owner {
    // Whose key seals it, such as `persons/p-7`.
    std::string name;
    // Whose records the resource is among.
    std::string organisation;
  };

  // FAILED_PRECONDITION `CONTENT_STORE_MISSING` where the process was given no place for files.
  absl::Status Available() const;

  // Keeps bytes that the service has made itself; no resource has them yet. It commits by itself, so it is not for the
  // work of a call that may run again. INVALID_ARGUMENT `CONTENT_TYPE_REFUSED`, `CONTENT_TOO_LARGE`;
  // FAILED_PRECONDITION `CONTENT_STORE_MISSING`; UNAVAILABLE `CONTENT_UNAVAILABLE`.
  absl::StatusOr<v1::Content> Keep(const Owner& owner, std::string_view media_type, std::string_view bytes) const;

  // Keeps what `source` gives, which is to be what `content` says, with its id. `permission` as Begin has it. The
  // errors of SealedContent::Put.
  absl::Status Receive(const auth::Principal& principal, const Owner& owner, std::string_view permission,
                       v1::Content* content, Source source) const;

  // Stages that a resource has the file; the caller writes the content into the resource. UNAVAILABLE
  // `CONTENT_UNAVAILABLE` when that took a day, and the file is gone.
  absl::Status Refer(rpc::Call& call, const v1::Content& content) const;

  // Stages that no resource has the file any more; it is deleted a day later.
  void Release(rpc::Call& call, const std::string& organisation, const v1::Content& content) const;

  // Gives the bytes from `offset` on; only OK says that those were all. DATA_LOSS `CONTENT_CORRUPT`; UNAVAILABLE
  // `CONTENT_UNAVAILABLE`; FAILED_PRECONDITION `CONTENT_STORE_MISSING`; the sink's own error.
  absl::Status Read(rpc::Call& call, const std::string& owner, const v1::Content& content, int64_t offset,
                    Sink sink) const;

  // Deletes the files that no resource has had for a day; how many. Ends early when `stop` is requested.
  absl::StatusOr<int> Sweep(const std::stop_token& stop) const;

 private:
  // Commits that a file is coming; the key that seals it. `permission` is asked for again, so that
  // the audit says where.
  absl::StatusOr<DataKey> Begin(const auth::Principal& principal, const Owner& owner, std::string_view permission,
                                const std::string& id) const;

  const std::string service_;
  rpc::Gate& gate_;
  Files* const files_;
  const auth::Signer& signer_;
};

}  // namespace congress::content

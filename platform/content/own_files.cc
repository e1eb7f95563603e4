#include "platform/content/own_files.h"

#include <algorithm>
#include <vector>

#include "absl/strings/escaping.h"
#include "platform/civil/civil.h"
#include "platform/content/failure.h"
#include "platform/digest/sha256.h"
#include "platform/failpoint/failpoint.h"
#include "platform/rpc/repository.h"
#include "platform/rpc/sealing.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/uuid/uuid.h"

namespace congress::content {
namespace {

using status::PlatformReason;

// How the audit names what is done here beside the calls themselves.
constexpr std::string_view kBeginMethod = "congress.content.v1.ContentService/UploadContent";
// What a process is asked for that keeps a file of its own.
constexpr std::string_view kKeep = "content.contents.read";
constexpr std::string_view kSweepMethod = "congress.content.v1.PendingContent/sweep";
constexpr std::string_view kPendingPrefix = "pendingContents/";

const rpc::Repository<v1::PendingContent> kPending(rpc::kUnlisted);

std::string PendingName(std::string_view id) { return StrCat(kPendingPrefix, id); }

v1::PendingContent Pending(const std::string& id, const std::string& organisation, absl::Time now) {
  v1::PendingContent pending;
  pending.set_name(PendingName(id));
  pending.set_organisation(organisation);
  *pending.mutable_create_time() = civil::ToTimestamp(now);
  return pending;
}

}  // namespace

absl::Status OwnFiles::Available() const {
  if (files_ != nullptr) return absl::OkStatus();
  return status::FailedPrecondition(PlatformReason::CONTENT_STORE_MISSING, {{"service", service_}});
}

absl::StatusOr<DataKey> OwnFiles::Begin(const auth::Principal& principal, const Owner& owner,
                                        std::string_view permission, const std::string& id) const {
  std::shared_ptr<const rpc::SubjectKey> key;
  const absl::Status begun = gate_.Perform(principal, kBeginMethod, [&](rpc::Call& begin) -> absl::Status {
    RETURN_IF_ERROR(begin.Require(permission, owner.organisation));
    ASSIGN_OR_RETURN(key, rpc::NeedKey(begin, owner.name));
    kPending.PutNew(begin, Pending(id, owner.organisation, begin.now()));
    return absl::OkStatus();
  });
  if (!begun.ok()) return begun;
  return key->data;
}

absl::StatusOr<v1::Content> OwnFiles::Keep(const Owner& owner, std::string_view media_type,
                                           std::string_view bytes) const {
  auth::Principal self = signer_.Self();
  // A process reads everywhere. That is asked for, so that the audit says where.
  self.bindings = {{"process", std::string(auth::kProvince)}};
  v1::Content content;
  content.set_media_type(std::string(media_type));
  content.set_size_bytes(static_cast<int64_t>(bytes.size()));
  content.set_sha256(digest::Sha256(bytes));
  content.set_uploaded_by(self.Account());
  RETURN_IF_ERROR(Receive(self, owner, kKeep, &content, [&bytes](std::span<char> room) -> absl::StatusOr<size_t> {
    const size_t count = std::min(room.size(), bytes.size());
    std::copy_n(bytes.begin(), count, room.begin());
    bytes.remove_prefix(count);
    return count;
  }));
  return content;
}

absl::Status OwnFiles::Receive(const auth::Principal& principal, const Owner& owner, std::string_view permission,
                               v1::Content* content, Source source) const {
  RETURN_IF_ERROR(Available());
  const Announcement announced{.size_bytes = content->size_bytes(),
                               .sha256 = absl::BytesToHexString(content->sha256()),
                               .type = content->media_type()};
  RETURN_IF_ERROR(files_->sealed().Check(announced));
  content->set_id(StrCat(service_, "-", uuid::Random()));
  ASSIGN_OR_RETURN(const DataKey key, Begin(principal, owner, permission, content->id()));
  RETURN_IF_ERROR(files_->sealed().Put(key, content->id(), announced, source));
  if (Fails("content.refer")) return Unanswered("a failpoint");
  *content->mutable_upload_time() = civil::ToTimestamp(gate_.now());
  return absl::OkStatus();
}

absl::Status OwnFiles::Refer(rpc::Call& call, const v1::Content& content) const {
  const auto pending = kPending.Load(call, PendingName(content.id()));
  if (!pending.ok() && !absl::IsNotFound(pending.status())) return pending.status();
  // It took a day, and the sweep came first, perhaps before the file was named.
  if (!pending.ok() || pending->condemned()) {
    RETURN_IF_ERROR(files_->store().Delete(content.id()));
    return status::Unavailable(PlatformReason::CONTENT_UNAVAILABLE);
  }
  kPending.Delete(call, pending->name());
  return absl::OkStatus();
}

void OwnFiles::Release(rpc::Call& call, const std::string& organisation, const v1::Content& content) const {
  kPending.PutNew(call, Pending(content.id(), organisation, call.now()));
}

absl::Status OwnFiles::Read(rpc::Call& call, const std::string& owner, const v1::Content& content, int64_t offset,
                            Sink sink) const {
  RETURN_IF_ERROR(Available());
  ASSIGN_OR_RETURN(const auto key, rpc::FindKey(call, owner));
  // A file without its key is as lost as one that is gone.
  if (key == nullptr) return Lost(content.id());
  return files_->sealed().Get(key->data, content.id(), content.size_bytes(), offset, sink);
}

absl::StatusOr<int> OwnFiles::Sweep(const std::stop_token& stop) const {
  if (files_ == nullptr) return 0;
  const auth::Principal self = signer_.Self();
  std::vector<v1::PendingContent> all;
  RETURN_IF_ERROR(gate_.Perform(self, kSweepMethod, [&](rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(all, kPending.LoadAll(call, kPendingPrefix));
    return absl::OkStatus();
  }));
  int deleted = 0;
  for (const v1::PendingContent& pending : all) {
    if (stop.stop_requested()) break;
    if (civil::FromTimestamp(pending.create_time()) + kPendingKept > gate_.now()) continue;
    // First nobody may refer to it any more, then it goes, then what is known of it: a kill in between leaves what the
    // next sweep finds.
    bool mine = false;
    RETURN_IF_ERROR(gate_.Perform(self, kSweepMethod, [&](rpc::Call& call) -> absl::Status {
      auto current = kPending.Load(call, pending.name());
      mine = current.ok();
      if (!current.ok()) return absl::IsNotFound(current.status()) ? absl::OkStatus() : current.status();
      if (current->condemned()) return absl::OkStatus();
      current->set_condemned(true);
      kPending.Put(call, *std::move(current));
      return absl::OkStatus();
    }));
    if (!mine) continue;
    RETURN_IF_ERROR(files_->store().Delete(pending.name().substr(kPendingPrefix.size())));
    RETURN_IF_ERROR(gate_.Perform(self, kSweepMethod, [&](rpc::Call& call) -> absl::Status {
      ASSIGN_OR_RETURN(const bool there, kPending.Exists(call, pending.name()));
      if (there) kPending.Delete(call, pending.name());
      return absl::OkStatus();
    }));
    ++deleted;
  }
  return deleted;
}

}  // namespace congress::content

#include "platform/content/content_service.h"

#include <algorithm>
#include <utility>

#include "absl/strings/escaping.h"
#include "platform/civil/civil.h"
#include "platform/content/failure.h"
#include "platform/failpoint/failpoint.h"
#include "platform/rpc/repository.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/uuid/uuid.h"

namespace congress::content {
namespace {

using status::PlatformReason;

// How the audit names what is done here beside the calls themselves.
constexpr std::string_view kBeginMethod = "congress.content.v1.ContentService/UploadContent";
constexpr std::string_view kUpload = "content.contents.upload";
constexpr std::string_view kSweepMethod = "congress.content.v1.PendingContent/sweep";
constexpr std::string_view kPendingPrefix = "pendingContents/";

const rpc::Repository<v1::OwnerKey> kKeys(rpc::kUnlisted);
const rpc::Repository<v1::PendingContent> kPending(rpc::kUnlisted);

std::string KeyName(std::string_view owner) { return StrCat(owner, "/contentKey"); }
std::string PendingName(std::string_view id) { return StrCat(kPendingPrefix, id); }

v1::PendingContent Pending(const std::string& id, const std::string& organisation, absl::Time now) {
  v1::PendingContent pending;
  pending.set_name(PendingName(id));
  pending.set_organisation(organisation);
  *pending.mutable_create_time() = civil::ToTimestamp(now);
  return pending;
}

absl::Status CheckFirst(const v1::UploadContentRequest& first) {
  status::Violations violations;
  if (first.name().empty()) violations.Add("name", status::PlatformFault::REQUIRED);
  if (first.media_type().empty()) violations.Add("media_type", status::PlatformFault::REQUIRED);
  return violations.ToStatus();
}

// The bytes of the messages of an upload, as a Source.
class MessageSource {
 public:
  MessageSource(rpc::Reader<v1::UploadContentRequest>& reader, v1::UploadContentRequest first)
      : reader_(reader), message_(std::move(first)), left_(message_.data()) {}

  absl::StatusOr<size_t> Read(std::span<char> room) {
    while (left_.empty() && !ended_) {
      message_.Clear();
      ASSIGN_OR_RETURN(const bool more, reader_.Read(&message_));
      ended_ = !more;
      left_ = message_.data();
    }
    const size_t count = std::min(room.size(), left_.size());
    std::copy_n(left_.begin(), count, room.begin());
    left_.remove_prefix(count);
    return count;
  }

 private:
  rpc::Reader<v1::UploadContentRequest>& reader_;
  v1::UploadContentRequest message_;
  std::string_view left_;
  bool ended_ = false;
};

}  // namespace

absl::StatusOr<const Holder*> ContentService::HolderOf(std::string_view name) const {
  if (parts_.files == nullptr) {
    return status::FailedPrecondition(PlatformReason::CONTENT_STORE_MISSING, {{"service", parts_.service}});
  }
  const std::string_view path = name.substr(0, name.rfind('/'));
  const std::string_view collection = path.substr(path.rfind('/') + 1);
  for (const Holder& holder : holders_) {
    if (holder.collection == collection) return &holder;
  }
  return status::NotFound("Content", name);
}

absl::StatusOr<DataKey> ContentService::Begin(const rpc::Call& call, const Claim& claim, const std::string& id) const {
  const KeyWrap& keys = parts_.files->keys();
  DataKey key = DataKey::Random();
  const absl::Status begun = parts_.gate.Perform(call.principal(), kBeginMethod, [&](rpc::Call& begin) -> absl::Status {
    // Again, so that the audit says where.
    RETURN_IF_ERROR(begin.Require(kUpload, claim.organisation));
    v1::OwnerKey blank;
    blank.set_name(KeyName(claim.owner));
    ASSIGN_OR_RETURN(v1::OwnerKey stored, kKeys.LoadOr(begin, std::move(blank)));
    if (stored.wrapped_key().empty()) {
      const WrappedKey wrapped = keys.Wrap(key, claim.owner);
      stored.set_organisation(claim.organisation);
      stored.set_key_id(wrapped.key_id);
      stored.set_wrapped_key(wrapped.bytes);
      kKeys.Put(begin, std::move(stored));
    } else {
      ASSIGN_OR_RETURN(key, keys.Unwrap({stored.key_id(), stored.wrapped_key()}, claim.owner));
    }
    kPending.PutNew(begin, Pending(id, claim.organisation, begin.now()));
    return absl::OkStatus();
  });
  if (!begun.ok()) return begun;
  return key;
}

absl::StatusOr<DataKey> ContentService::KeyFor(rpc::Call& call, const Claim& claim) const {
  const auto stored = kKeys.Load(call, KeyName(claim.owner));
  // A file without its key is as lost as one that is gone.
  if (absl::IsNotFound(stored.status())) return Lost(claim.content.id());
  if (!stored.ok()) return stored.status();
  return parts_.files->keys().Unwrap({stored->key_id(), stored->wrapped_key()}, claim.owner);
}

absl::StatusOr<ContentService::Received> ContentService::ReceiveContent(
    rpc::Call& call, rpc::Reader<v1::UploadContentRequest>& reader) const {
  v1::UploadContentRequest first;
  RETURN_IF_ERROR(reader.Read(&first).status());
  RETURN_IF_ERROR(CheckFirst(first));
  ASSIGN_OR_RETURN(const Holder* holder, HolderOf(first.name()));
  Received received{.name = first.name(), .claim = {}, .content = {}};
  ASSIGN_OR_RETURN(received.claim, holder->for_upload(call, received.name));
  const Claim& claim = received.claim;
  v1::Content& content = received.content;
  content.set_id(uuid::Random());
  content.set_media_type(first.media_type());
  content.set_size_bytes(claim.size_bytes);
  content.set_sha256(claim.sha256);
  content.set_uploaded_by(call.principal().Account());
  const Announcement announced{
      .size_bytes = claim.size_bytes, .sha256 = absl::BytesToHexString(claim.sha256), .type = content.media_type()};
  RETURN_IF_ERROR(parts_.files->sealed().Check(announced));
  ASSIGN_OR_RETURN(const DataKey key, Begin(call, claim, content.id()));
  MessageSource source(reader, std::move(first));
  RETURN_IF_ERROR(parts_.files->sealed().Put(key, content.id(), announced,
                                             [&source](std::span<char> room) { return source.Read(room); }));
  if (Fails("content.refer")) return Unanswered("a failpoint");
  *content.mutable_upload_time() = civil::ToTimestamp(parts_.gate.now());
  return received;
}

absl::StatusOr<v1::Content> ContentService::UploadContent(rpc::Call& call, const Received& received) const {
  ASSIGN_OR_RETURN(const Holder* holder, HolderOf(received.name));
  ASSIGN_OR_RETURN(const Claim claim, holder->for_upload(call, received.name));
  const bool expected = claim.sha256 == received.claim.sha256 && claim.size_bytes == received.claim.size_bytes &&
                        claim.owner == received.claim.owner;
  const auto pending = kPending.Load(call, PendingName(received.content.id()));
  if (!pending.ok() && !absl::IsNotFound(pending.status())) return pending.status();
  // It took a day, and the sweep came first, perhaps before the file was named.
  if (!pending.ok() || pending->condemned()) {
    RETURN_IF_ERROR(parts_.files->store().Delete(received.content.id()));
    return status::Unavailable(PlatformReason::CONTENT_UNAVAILABLE);
  }
  // The resource wants another file by now.
  if (!expected) return status::Unavailable(PlatformReason::CONTENT_UNAVAILABLE);
  kPending.Delete(call, pending->name());
  if (!claim.content.id().empty()) {
    kPending.PutNew(call, Pending(claim.content.id(), claim.organisation, call.now()));
  }
  RETURN_IF_ERROR(holder->refer(call, received.name, received.content));
  v1::Content answer = received.content;
  if (claim.graded) {
    // Answers are kept, and may be asked for again by who sees it no more.
    answer.clear_sha256();
    answer.clear_size_bytes();
  }
  return answer;
}

absl::Status ContentService::DownloadContent(rpc::Call& call, const v1::DownloadContentRequest& request,
                                             rpc::Writer<v1::DownloadContentResponse>& writer) const {
  ASSIGN_OR_RETURN(const Holder* holder, HolderOf(request.name()));
  ASSIGN_OR_RETURN(const Claim claim, holder->for_download(call, request.name()));
  if (claim.content.id().empty()) return status::NotFound("Content", request.name());
  ASSIGN_OR_RETURN(const DataKey key, KeyFor(call, claim));
  call.ShowsGraded(request.name());
  v1::DownloadContentResponse head;
  *head.mutable_content() = claim.content;
  RETURN_IF_ERROR(writer.Write(std::move(head)));
  return parts_.files->sealed().Get(key, claim.content.id(), claim.content.size_bytes(), request.offset(),
                                    [&](std::string_view bytes) {
                                      v1::DownloadContentResponse piece;
                                      piece.set_data(std::string(bytes));
                                      return writer.Write(std::move(piece));
                                    });
}

absl::StatusOr<int> ContentService::Sweep(const std::stop_token& stop) const {
  if (parts_.files == nullptr) return 0;
  const auth::Principal self = parts_.signer.Self();
  std::vector<v1::PendingContent> all;
  RETURN_IF_ERROR(parts_.gate.Perform(self, kSweepMethod, [&](rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(all, kPending.LoadAll(call, kPendingPrefix));
    return absl::OkStatus();
  }));
  int deleted = 0;
  for (const v1::PendingContent& pending : all) {
    if (stop.stop_requested()) break;
    if (civil::FromTimestamp(pending.create_time()) + kPendingKept > parts_.gate.now()) continue;
    // First nobody may refer to it any more, then it goes, then what is known of it: a kill in between leaves what the
    // next sweep finds.
    bool mine = false;
    RETURN_IF_ERROR(parts_.gate.Perform(self, kSweepMethod, [&](rpc::Call& call) -> absl::Status {
      auto current = kPending.Load(call, pending.name());
      mine = current.ok();
      if (!current.ok()) return absl::IsNotFound(current.status()) ? absl::OkStatus() : current.status();
      if (current->condemned()) return absl::OkStatus();
      current->set_condemned(true);
      kPending.Put(call, *std::move(current));
      return absl::OkStatus();
    }));
    if (!mine) continue;
    RETURN_IF_ERROR(parts_.files->store().Delete(pending.name().substr(kPendingPrefix.size())));
    RETURN_IF_ERROR(parts_.gate.Perform(self, kSweepMethod, [&](rpc::Call& call) -> absl::Status {
      ASSIGN_OR_RETURN(const bool there, kPending.Exists(call, pending.name()));
      if (there) kPending.Delete(call, pending.name());
      return absl::OkStatus();
    }));
    ++deleted;
  }
  return deleted;
}

rpc::Bind<ContentService> ContentMethods(std::shared_ptr<ContentService> service) {
  return rpc::Bind("congress.content.v1.ContentService", std::move(service))
      .On("UploadContent", &ContentService::ReceiveContent, &ContentService::UploadContent)
      .On("DownloadContent", &ContentService::DownloadContent);
}

}  // namespace congress::content

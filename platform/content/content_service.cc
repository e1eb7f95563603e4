#include "platform/content/content_service.h"

#include <algorithm>
#include <utility>

#include "platform/status/macros.h"
#include "platform/status/status.h"

namespace congress::content {
namespace {

constexpr std::string_view kUpload = "content.contents.upload";

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
  RETURN_IF_ERROR(files_.Available());
  const std::string_view path = name.substr(0, name.rfind('/'));
  const std::string_view collection = path.substr(path.rfind('/') + 1);
  for (const Holder& holder : holders_) {
    if (holder.collection == collection) return &holder;
  }
  return status::NotFound("Content", name);
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
  content.set_media_type(first.media_type());
  content.set_size_bytes(claim.size_bytes);
  content.set_sha256(claim.sha256);
  content.set_uploaded_by(call.principal().Account());
  MessageSource source(reader, std::move(first));
  RETURN_IF_ERROR(files_.Receive(call.principal(), {claim.owner, claim.organisation}, kUpload, &content,
                                 [&source](std::span<char> room) { return source.Read(room); }));
  return received;
}

absl::StatusOr<v1::Content> ContentService::UploadContent(rpc::Call& call, const Received& received) const {
  ASSIGN_OR_RETURN(const Holder* holder, HolderOf(received.name));
  ASSIGN_OR_RETURN(const Claim claim, holder->for_upload(call, received.name));
  const bool expected = claim.sha256 == received.claim.sha256 && claim.size_bytes == received.claim.size_bytes &&
                        claim.owner == received.claim.owner;
  RETURN_IF_ERROR(files_.Refer(call, received.content));
  // The resource wants another file by now.
  if (!expected) return status::Unavailable(status::PlatformReason::CONTENT_UNAVAILABLE);
  if (!claim.content.id().empty()) files_.Release(call, claim.organisation, claim.content);
  RETURN_IF_ERROR(holder->refer(call, received.name, received.content));
  v1::Content answer = received.content;
  if (claim.graded) {
    // Answers are kept, and may be asked for again by who sees it no more. That there is a file is graded as it is.
    answer.clear_sha256();
    answer.clear_size_bytes();
    call.ShowsGraded(received.name);
  }
  return answer;
}

absl::Status ContentService::DownloadContent(rpc::Call& call, const v1::DownloadContentRequest& request,
                                             rpc::Writer<v1::DownloadContentResponse>& writer) const {
  ASSIGN_OR_RETURN(const Holder* holder, HolderOf(request.name()));
  ASSIGN_OR_RETURN(const Claim claim, holder->for_download(call, request.name()));
  if (claim.content.id().empty()) return status::NotFound("Content", request.name());
  call.ShowsGraded(request.name());
  // Where the file cannot be read at all, nothing is said of it.
  bool told = false;
  const auto tell = [&]() -> absl::Status {
    if (std::exchange(told, true)) return absl::OkStatus();
    v1::DownloadContentResponse head;
    *head.mutable_content() = claim.content;
    return writer.Write(std::move(head));
  };
  const auto send = [&](std::string_view bytes) -> absl::Status {
    RETURN_IF_ERROR(tell());
    v1::DownloadContentResponse piece;
    piece.set_data(std::string(bytes));
    return writer.Write(std::move(piece));
  };
  RETURN_IF_ERROR(files_.Read(call, claim.owner, claim.content, request.offset(), send));
  return tell();
}

rpc::Bind<ContentService> ContentMethods(std::shared_ptr<ContentService> service) {
  return rpc::Bind("congress.content.v1.ContentService", std::move(service))
      .On("UploadContent", &ContentService::ReceiveContent, &ContentService::UploadContent)
      .On("DownloadContent", &ContentService::DownloadContent);
}

}  // namespace congress::content

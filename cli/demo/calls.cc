#include "cli/demo/calls.h"

#include "congress/content/v1/content_service.grpc.pb.h"
#include "platform/status/strings.h"
#include "platform/uuid/uuid.h"

namespace congress::cli::demo {

std::string Calls::RequestId(std::string_view key) const {
  return uuid::V5(uuid::kCongress, StrCat("demo/", scope_, "/", key));
}

std::string Calls::MethodOf(const google::protobuf::Descriptor& request) {
  constexpr std::string_view kSuffix = "Request";
  const std::string& name = request.full_name();
  return name.substr(0, name.size() - kSuffix.size());
}

absl::Status Calls::Explain(const absl::Status& status, std::string_view what) {
  const std::string reason = status::ReasonOf(status);
  std::string message = StrCat(what, ": ", std::string(status.message()));
  if (reason == "REQUEST_ID_REUSED" || reason == "RESOURCE_EXISTS") {
    message +=
        " An earlier run made this with other content, or longer ago than answers are kept; begin with a fresh "
        "data folder.";
  }
  absl::Status explained(status.code(), message);
  status.ForEachPayload([&](absl::string_view url, const absl::Cord& payload) { explained.SetPayload(url, payload); });
  return explained;
}

absl::StatusOr<std::string> Calls::Fetch(const std::string& name) const {
  const auto stub = content::v1::ContentService::NewStub(channel());
  content::v1::DownloadContentRequest request;
  request.set_name(name);
  const auto context = connection_.Context();
  const auto reader = stub->DownloadContent(context.get(), request);
  std::string bytes;
  for (content::v1::DownloadContentResponse piece; reader->Read(&piece);) bytes += piece.data();
  if (const absl::Status read = rpc::FromGrpc(reader->Finish()); !read.ok()) return Explain(read, name);
  return bytes;
}

void Calls::Note(const std::string& request_id, const absl::Status& status) const {
  if (status.ok()) return journal_->Done(request_id);
  // Of a connection that broke nobody knows the outcome.
  if (absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) || absl::IsCancelled(status)) return;
  const std::string reason = status::ReasonOf(status);
  journal_->Refused(request_id, reason.empty() ? absl::StatusCodeToString(status.code()) : reason);
}

}  // namespace congress::cli::demo

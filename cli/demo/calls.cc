#include "cli/demo/calls.h"

#include "absl/time/clock.h"
#include "congress/content/v1/content_service.grpc.pb.h"
#include "congress/operations/v1/operation_service.grpc.pb.h"
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
  return Fetch(*stub, &content::v1::ContentService::Stub::DownloadContent, request);
}

absl::Status Calls::Send(std::string_view key, const std::string& name, const std::string& media_type,
                         std::string_view bytes) const {
  constexpr size_t kPiece = size_t{1} << 20;
  const auto stub = content::v1::ContentService::NewStub(channel());
  content::v1::UploadContentRequest piece;
  piece.set_name(name);
  piece.set_media_type(media_type);
  piece.set_request_id(RequestId(key));
  const std::string request_id = piece.request_id();
  journal_->Start(request_id, MethodOf(*piece.GetDescriptor()));
  const auto context = connection_.Context();
  content::v1::Content answer;
  const auto writer = stub->UploadContent(context.get(), &answer);
  while (!bytes.empty()) {
    piece.set_data(std::string(bytes.substr(0, kPiece)));
    if (!writer->Write(piece)) break;
    bytes.remove_prefix(piece.data().size());
    piece.Clear();
  }
  writer->WritesDone();
  const absl::Status sent = rpc::FromGrpc(writer->Finish());
  Note(request_id, sent);
  return sent.ok() ? sent : Explain(sent, key);
}

absl::StatusOr<google::protobuf::Any> Calls::Await(
    const std::string& operation, absl::FunctionRef<void(const operations::v1::Operation&)> look) const {
  constexpr absl::Duration kLongest = absl::Minutes(1);
  constexpr absl::Duration kBetweenLooks = absl::Milliseconds(20);
  using Operations = operations::v1::OperationService;
  const auto stub = Operations::NewStub(channel());
  operations::v1::GetOperationRequest request;
  request.set_name(operation);
  for (const absl::Time deadline = absl::Now() + kLongest; absl::Now() < deadline; absl::SleepFor(kBetweenLooks)) {
    ASSIGN_OR_RETURN(auto now, Ask(*stub, &Operations::StubInterface::GetOperation, request));
    if (now.state() == operations::v1::Operation::DONE) return std::move(*now.mutable_response());
    if (now.state() != operations::v1::Operation::RUNNING) {
      return absl::FailedPreconditionError(StrCat(now.kind(), ": ", now.error().message()));
    }
    look(now);
  }
  return absl::DeadlineExceededError(StrCat(operation, " goes on after a minute"));
}

void Calls::Note(const std::string& request_id, const absl::Status& status) const {
  if (status.ok()) return journal_->Done(request_id);
  // Of a connection that broke nobody knows the outcome.
  if (absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) || absl::IsCancelled(status)) return;
  const std::string reason = status::ReasonOf(status);
  journal_->Refused(request_id, reason.empty() ? absl::StatusCodeToString(status.code()) : reason);
}

}  // namespace congress::cli::demo

// Calls of the demo: every change bears a request_id that a repeated run sends again, and stands in the journal.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/connection.h"
#include "cli/demo/journal.h"
#include "congress/operations/v1/operation.pb.h"
#include "google/protobuf/any.pb.h"
#include "grpcpp/grpcpp.h"
#include "platform/rpc/client.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"

namespace congress::cli::demo {

class Calls {
 public:
  // `scope` names what is prepared: request_ids of other congresses are others.
  Calls(const Connection& connection, std::string scope, Journal* journal)
      : connection_(connection), papers_(connection.InVietnamese()), scope_(std::move(scope)), journal_(journal) {}

  const std::shared_ptr<grpc::Channel>& channel() const { return connection_.channel(); }

  // Reads.
  template <class Stub, class Base, class Request, class Response>
  absl::StatusOr<Response> Ask(Stub& stub, rpc::UnaryMethod<Base, Request, Response> method,
                               const Request& request) const {
    return Read(connection_, stub, method, request);
  }
  // The same for a paper that is kept, in Vietnamese: a run in another language finds the same file.
  template <class Stub, class Base, class Request, class Response>
  absl::StatusOr<std::string> AskForPaper(Stub& stub, rpc::UnaryMethod<Base, Request, Response> method,
                                          const Request& request) const {
    ASSIGN_OR_RETURN(Response answer, Read(papers_, stub, method, request));
    return std::move(*answer.mutable_content());
  }

  // Reads page after page of a list and hands each to `take`.
  template <class Stub, class Base, class Request, class Response, class Take>
  absl::Status AskAll(Stub& stub, rpc::UnaryMethod<Base, Request, Response> method, Request request, Take take) const {
    request.set_page_size(kPageSize);
    do {
      ASSIGN_OR_RETURN(const Response page, Ask(stub, method, request));
      take(page);
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return absl::OkStatus();
  }

  // Changes something. `key` tells the call from all others of the demo; the request must be the same in every run.
  template <class Stub, class Base, class Request, class Response>
  absl::StatusOr<Response> Change(std::string_view key, Stub& stub, rpc::UnaryMethod<Base, Request, Response> method,
                                  Request request) const {
    auto answer = Try(key, stub, method, std::move(request));
    if (!answer.ok()) return Explain(answer.status(), key);
    return answer;
  }

  // Like Change, for a call whose refusal is wanted: the status is that of the service.
  template <class Stub, class Base, class Request, class Response>
  absl::StatusOr<Response> Try(std::string_view key, Stub& stub, rpc::UnaryMethod<Base, Request, Response> method,
                               Request request) const {
    request.set_request_id(RequestId(key));
    journal_->Start(request.request_id(), MethodOf(*Request::descriptor()));
    auto answer = rpc::Invoke(stub, method, connection_.Context(), request);
    Note(request.request_id(), answer.status());
    return answer;
  }

  // The file of a resource.
  absl::StatusOr<std::string> Fetch(const std::string& name) const;
  // A file that a service sends in pieces.
  template <class Stub, class Request, class Piece>
  absl::StatusOr<std::string> Fetch(Stub& stub,
                                    std::unique_ptr<grpc::ClientReader<Piece>> (Stub::*method)(grpc::ClientContext*,
                                                                                               const Request&),
                                    const Request& request) const {
    const auto context = connection_.Context();
    const auto reader = (stub.*method)(context.get(), request);
    std::string bytes;
    for (Piece piece; reader->Read(&piece);) bytes += piece.data();
    if (const absl::Status read = rpc::FromGrpc(reader->Finish()); !read.ok()) return Explain(read, request.name());
    return bytes;
  }

  // Sends the file of a resource, under a request_id as Change does.
  absl::Status Send(std::string_view key, const std::string& name, const std::string& media_type,
                    std::string_view bytes) const;

  // Waits for the end of an operation, at most a minute, and returns what it made. `look` sees it while it goes on.
  absl::StatusOr<google::protobuf::Any> Await(const std::string& operation,
                                              absl::FunctionRef<void(const operations::v1::Operation&)> look) const;

  // UUIDv5 of scope and key.
  std::string RequestId(std::string_view key) const;

 private:
  static constexpr int kPageSize = 1000;

  template <class Stub, class Base, class Request, class Response>
  static absl::StatusOr<Response> Read(const Connection& connection, Stub& stub,
                                       rpc::UnaryMethod<Base, Request, Response> method, const Request& request) {
    auto answer = rpc::Invoke(stub, method, connection.Context(), request);
    if (!answer.ok()) return Explain(answer.status(), MethodOf(*Request::descriptor()));
    return answer;
  }

  static std::string MethodOf(const google::protobuf::Descriptor& request);
  // Says what was being done, and of a clash with an earlier run what to do.
  static absl::Status Explain(const absl::Status& status, std::string_view what);
  void Note(const std::string& request_id, const absl::Status& status) const;

  const Connection& connection_;
  const Connection papers_;
  const std::string scope_;
  Journal* const journal_;
};

}  // namespace congress::cli::demo

// A service in process with stubs of its RPC services, called by method alone.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <tuple>

#include "google/protobuf/text_format.h"
#include "platform/rpc/client.h"
#include "tests/support/test_service.h"

namespace congress::support {

// A message in protobuf's text format. A field that comes twice takes the later value, so that a test may change one of
// a good request.
template <class T>
T Parse(const std::string& text) {
  T message;
  EXPECT_TRUE(google::protobuf::TextFormat::Parser().MergeFromString(text, &message)) << text;
  return message;
}

// `Services`: the generated classes, such as `v1::PersonService`.
template <class... Services>
class ServiceFixture {
 public:
  using Context = std::unique_ptr<grpc::ClientContext>;
  using Peers = std::map<std::string, std::shared_ptr<grpc::Channel>>;

  explicit ServiceFixture(const server::Service& installed, const Peers& peers = {}, bool keeps_files = true)
      : service_(installed, peers, keeps_files), stubs_(Services::NewStub(service_.channel())...) {}

  // Calls any method of the services, such as `&v1::PersonService::StubInterface::GetPerson`; as the administrator
  // unless told.
  template <class Stub, class Request, class Response>
  absl::StatusOr<Response> Call(rpc::UnaryMethod<Stub, Request, Response> method, const Request& request,
                                Context context = nullptr) {
    if (context == nullptr) context = service_.Admin();
    return rpc::Invoke(*std::get<std::unique_ptr<Stub>>(stubs_), method, std::move(context), request);
  }
  // The same with a request as text, for one who holds `binding`.
  template <class Stub, class Request, class Response>
  absl::StatusOr<Response> Call(rpc::UnaryMethod<Stub, Request, Response> method, const std::string& text,
                                const std::string& binding = "administrator@province") {
    return Call(method, Parse<Request>(text), service_.As("an", {binding}));
  }

  TestService& service() { return service_; }

 protected:
  TestService service_;

 private:
  std::tuple<std::unique_ptr<typename Services::StubInterface>...> stubs_;
};

}  // namespace congress::support

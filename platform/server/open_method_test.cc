// Methods that are answered without a bearer token (annotations/v1/open.proto).
#include "echo_service.grpc.pb.h"
#include "gtest/gtest.h"
#include "tests/support/echo.h"
#include "tests/support/test_service.h"

namespace congress::server {
namespace {

using support::EchoService;
using support::StatusIs;
using test::v1::EchoRequest;

class OpenMethod : public ::testing::Test {
 protected:
  using Stub = test::v1::EchoService::StubInterface;

  static std::unique_ptr<grpc::ClientContext> With(const std::string& authorization) {
    auto context = std::make_unique<grpc::ClientContext>();
    context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    if (!authorization.empty()) context->AddMetadata("authorization", authorization);
    return context;
  }
  absl::StatusOr<std::string> Open(const std::string& text, std::unique_ptr<grpc::ClientContext> context,
                                   const std::string& request_id = "") {
    EchoRequest request;
    request.set_text(text);
    request.set_request_id(request_id);
    auto response = rpc::Invoke(*stub_, &Stub::Open, std::move(context), request);
    if (!response.ok()) return response.status();
    return response->text();
  }

  support::TestService service_{support::Echo(std::make_shared<EchoService>())};
  std::unique_ptr<Stub> stub_ = test::v1::EchoService::NewStub(service_.channel());
};

TEST_F(OpenMethod, IsAskedByAnAccountWithoutANameOrARightWhateverTokenCame) {
  for (const char* authorization : {"", "Bearer nonsense", "Basic x"}) {
    ASSERT_OK_AND_ASSIGN(const std::string answer, Open("x", With(authorization)));
    EXPECT_EQ(answer, "'' may not") << authorization;
  }
  ASSERT_OK_AND_ASSIGN(const std::string admin, Open("x", service_.Admin()));
  EXPECT_EQ(admin, "'' may not");
}

TEST_F(OpenMethod, IsDeniedByDefaultAndKeepsNothing) {
  EXPECT_THAT(Open(EchoService::kSilent, With("")), StatusIs(absl::StatusCode::kInternal, "INTERNAL_FAULT"));
  EXPECT_THAT(Open(EchoService::kKeep, With("")), StatusIs(absl::StatusCode::kInternal, "INTERNAL_FAULT"));
  EXPECT_THAT(Open("x", With(""), "6f1c2a9e-30b4-4c57-9a55-0d3c1c3f8a01"),
              StatusIs(absl::StatusCode::kInternal, "INTERNAL_FAULT"));
  const auto kept = service_.store().LastSequence();
  ASSERT_TRUE(kept.ok());
  EXPECT_EQ(*kept, 0);
  EXPECT_THAT(Open("", With("")), StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID"));
}

TEST_F(OpenMethod, OpensNoOther) {
  EchoRequest request;
  request.set_text("x");
  EXPECT_THAT(rpc::Invoke(*stub_, &Stub::Echo, With(""), request),
              StatusIs(absl::StatusCode::kUnauthenticated, "TOKEN_INVALID"));
}

}  // namespace
}  // namespace congress::server

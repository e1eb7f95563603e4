// Every RPC of the descriptors, those included that nobody has thought of yet: no token, bad tokens, empty requests,
// broken fields.
#include "absl/strings/str_replace.h"
#include "congress/annotations/v1/options.pb.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "platform/rpc/client.h"
#include "platform/rpc/fields.h"
#include "platform/status/status.h"
#include "tests/e2e/any_rpc.h"
#include "tests/support/status_matchers.h"
#include "tests/support/suite.h"

namespace congress::e2e {
namespace {

using support::Shape;
using support::StatusIs;
using support::Suite;

class EveryRpc : public ::testing::TestWithParam<Shape> {
 protected:
  static void SetUpTestSuite() {
    if (suites_ == nullptr) suites_ = new std::map<Shape, std::unique_ptr<Suite>>;
  }
  static void TearDownTestSuite() {
    delete suites_;
    suites_ = nullptr;
  }
  Suite& suite() const {
    auto& suite = (*suites_)[GetParam()];
    if (suite == nullptr) suite = std::make_unique<Suite>(GetParam());
    return *suite;
  }

  std::unique_ptr<grpc::ClientContext> WithHeader(const std::string& header) const {
    auto context = std::make_unique<grpc::ClientContext>();
    context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    if (!header.empty()) context->AddMetadata("authorization", header);
    return context;
  }
  absl::Status Ask(const MethodDescriptor& method, std::unique_ptr<grpc::ClientContext> context,
                   const Message& request) const {
    return Call(suite().channel(), method, std::move(context), request).status;
  }

  static std::map<Shape, std::unique_ptr<Suite>>* suites_;
};
std::map<Shape, std::unique_ptr<Suite>>* EveryRpc::suites_ = nullptr;
INSTANTIATE_TEST_SUITE_P(OnBothShapes, EveryRpc, ::testing::Values(Shape::kOneProcess, Shape::kSeparate),
                         [](const auto& shape) {
                           return shape.param == Shape::kOneProcess ? "congressd" : "separate";
                         });

std::string CauseOf(const absl::Status& status) {
  google::rpc::ErrorInfo info;
  return status::Detail(status, &info) ? info.metadata().at("cause") : "no ErrorInfo";
}

TEST(Descriptors, HoldTheWholeSuite) {
  std::set<std::string> packages;
  for (const auto* service : Services()) packages.insert(service->file()->package());
  EXPECT_EQ(packages,
            (std::set<std::string>{"congress.access.v1", "congress.allocation.v1", "congress.audit.v1",
                                   "congress.backup.v1", "congress.content.v1", "congress.dossiers.v1",
                                   "congress.drafting.v1", "congress.events.v1", "congress.maintenance.v1",
                                   "congress.operations.v1", "congress.preparation.v1", "congress.scheduling.v1"}));
  for (const auto* method : Methods()) {
    const std::string permission = PermissionOf(*method);
    EXPECT_TRUE(permission.starts_with(ServiceOf(*method) + ".")) << FullName(*method) << ": " << permission;
    EXPECT_FALSE(DocumentedReasons(*method).empty()) << FullName(*method) << " documents no error";
  }
}

TEST(Descriptors, OpenOneMethodOnly) {
  std::set<std::string> open;
  for (const auto* method : Methods()) {
    if (IsOpen(*method)) open.insert(FullName(*method));
  }
  EXPECT_EQ(open, std::set<std::string>{"congress.scheduling.v1.CalendarFeedService/ReadCalendarFeed"});
}

// What no bearer token is asked for is read and judged by what it holds.
TEST_P(EveryRpc, AnOpenMethodLooksAtNoBearerToken) {
  for (const auto* method : Methods()) {
    if (!IsOpen(*method)) continue;
    for (const char* header : {"", "Bearer nonsense", "Basic x"}) {
      EXPECT_THAT(Ask(*method, WithHeader(header), *New(*method->input_type())),
                  StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID"))
          << FullName(*method);
    }
    const std::unique_ptr<Message> guess = FromText(*method->input_type(), "token: 'f0123456789abcdef.00'");
    EXPECT_THAT(Ask(*method, WithHeader(""), *guess), StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"))
        << FullName(*method);
  }
}

TEST_P(EveryRpc, WithoutATokenIsUnauthenticated) {
  for (const auto* method : Methods()) {
    if (IsOpen(*method)) continue;
    const absl::Status status = Ask(*method, WithHeader(""), *New(*method->input_type()));
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnauthenticated, "TOKEN_INVALID")) << FullName(*method);
    EXPECT_EQ(CauseOf(status), "missing");
  }
}

TEST_P(EveryRpc, WithABadTokenIsUnauthenticated) {
  const std::string token = suite().Token("admin", {"administrator@province"});
  const size_t signature = token.rfind('.');
  std::string broken = token;
  broken[signature + 10] = broken[signature + 10] == 'A' ? 'B' : 'A';
  for (const std::string& header : {std::string("Bearer nonsense"), "Bearer " + token.substr(0, signature) + ".",
                                    "Bearer " + broken, "Basic " + token, token}) {
    for (const auto* method : Methods()) {
      if (IsOpen(*method)) continue;
      EXPECT_THAT(Ask(*method, WithHeader(header), *New(*method->input_type())),
                  StatusIs(absl::StatusCode::kUnauthenticated, "TOKEN_INVALID"))
          << FullName(*method) << " with " << header;
    }
  }
}

// Authorisation comes before validation: to one without the permission an empty request is not even malformed.
TEST_P(EveryRpc, WithoutThePermissionIsDeniedBeforeTheRequestIsRead) {
  for (const auto* method : Methods()) {
    if (IsOpen(*method)) continue;
    EXPECT_THAT(Ask(*method, suite().As("nobody", {"stranger@province"}), *New(*method->input_type())),
                StatusIs(absl::StatusCode::kPermissionDenied, "PERMISSION_MISSING"))
        << FullName(*method);
  }
}

// The required fields that a request type names, directly.
std::set<std::string> RequiredOf(const google::protobuf::Descriptor& type) {
  std::set<std::string> required;
  for (int i = 0; i < type.field_count(); ++i) {
    if (rpc::RuleOf(*type.field(i)).required()) required.insert(type.field(i)->name());
  }
  return required;
}

TEST_P(EveryRpc, AnEmptyRequestIsToldEveryRequiredField) {
  for (const auto* method : Methods()) {
    const absl::Status status = Ask(*method, suite().Admin(), *New(*method->input_type()));
    const std::set<std::string> required = RequiredOf(*method->input_type());
    if (required.empty()) {
      EXPECT_FALSE(absl::IsInternal(status) || absl::IsUnknown(status)) << FullName(*method) << status;
      EXPECT_TRUE(status.ok() || !status::ReasonOf(status).empty()) << FullName(*method) << status;
      continue;
    }
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID")) << FullName(*method);
    google::rpc::BadRequest bad;
    EXPECT_TRUE(status::Detail(status, &bad)) << FullName(*method);
    std::set<std::string> named;
    for (const auto& violation : bad.field_violations()) named.insert(violation.field());
    for (const std::string& field : required) EXPECT_TRUE(named.contains(field)) << FullName(*method) << ": " << field;
  }
}

TEST_P(EveryRpc, UnknownFieldsAreTolerated) {
  for (const auto* method : Methods()) {
    const std::unique_ptr<Message> request = New(*method->input_type());
    const absl::Status plain = Ask(*method, suite().Admin(), *request);
    auto* unknown = request->GetReflection()->MutableUnknownFields(request.get());
    unknown->AddVarint(15000, 7);
    unknown->AddLengthDelimited(15001, "from a newer client");
    EXPECT_EQ(Ask(*method, suite().Admin(), *request).code(), plain.code()) << FullName(*method);
  }
}

TEST_P(EveryRpc, BytesThatAreNoMessageAreRefusedWithoutHarm) {
  for (const auto* method : Methods()) {
    auto context = suite().Admin();
    std::string answer;
    const grpc::Status status =
        CallBytes(suite().channel(), FullName(*method), context.get(), std::string("\x0a\xff\xff\xff\x7f", 5), &answer);
    EXPECT_FALSE(status.ok()) << FullName(*method);
  }
  EXPECT_TRUE(suite().process(suite().names().front()).Runs());
}

// Sets one scalar field of the request itself.
std::unique_ptr<Message> Request(const MethodDescriptor& method, const char* field, int32_t number,
                                 const std::string& text) {
  std::unique_ptr<Message> request = New(*method.input_type());
  const FieldDescriptor* found = method.input_type()->FindFieldByName(field);
  if (found == nullptr) return nullptr;
  if (found->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    request->GetReflection()->SetString(request.get(), found, text);
  } else {
    request->GetReflection()->SetInt32(request.get(), found, number);
  }
  return request;
}

TEST_P(EveryRpc, BrokenPageSizesTokensAndRequestIdsAreNamed) {
  size_t count = 0;
  for (const auto* method : Methods()) {
    for (const auto& [field, text] :
         std::vector<std::pair<const char*, std::string>>{{"page_size", ""},
                                                          {"page_token", std::string(4001, 'x')},
                                                          {"request_id", "not-a-uuid"},
                                                          {"etag", std::string(200, '1')}}) {
      const auto request = Request(*method, field, -1, text);
      if (request == nullptr) continue;
      ++count;
      const absl::Status status = Ask(*method, suite().Admin(), *request);
      EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID"))
          << FullName(*method) << " " << field;
      google::rpc::BadRequest bad;
      status::Detail(status, &bad);
      bool named = false;
      for (const auto& violation : bad.field_violations()) named = named || violation.field() == field;
      EXPECT_TRUE(named) << FullName(*method) << " " << field;
    }
  }
  EXPECT_GT(count, 80u);
}

TEST_P(EveryRpc, MethodsThatNobodyHasAreUnimplemented) {
  for (const char* path : {"congress.allocation.v1.AllocationService/Nothing", "congress.drafting.v1.Nothing/Get",
                           "congress.nothing.v1.Service/Get", "grpc.testing.Nothing/Get", "nothing"}) {
    auto context = suite().Admin();
    std::string answer;
    const absl::Status status = rpc::FromGrpc(CallBytes(suite().channel(), path, context.get(), "", &answer));
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnimplemented, "METHOD_UNKNOWN")) << path;
  }
}

}  // namespace
}  // namespace congress::e2e

// Reflection as public clients use it: list the services, fetch what describes them, build it.
#include <fstream>

#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/descriptor_database.h"
#include "grpc/reflection/v1/reflection.grpc.pb.h"
#include "grpc/reflection/v1alpha/reflection.grpc.pb.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "gtest/gtest.h"
#include "tests/e2e/any_rpc.h"
#include "tests/support/suite.h"

namespace congress::e2e {
namespace {

using support::Shape;
using support::Suite;

struct V1 {
  using Service = grpc::reflection::v1::ServerReflection;
  using Request = grpc::reflection::v1::ServerReflectionRequest;
  using Response = grpc::reflection::v1::ServerReflectionResponse;
};
struct V1Alpha {
  using Service = grpc::reflection::v1alpha::ServerReflection;
  using Request = grpc::reflection::v1alpha::ServerReflectionRequest;
  using Response = grpc::reflection::v1alpha::ServerReflectionResponse;
};

template <class Version>
class Reflection : public ::testing::Test {
 protected:
  // Answers to requests on one stream.
  std::vector<typename Version::Response> Converse(const std::vector<typename Version::Request>& requests) {
    const auto stub = Version::Service::NewStub(suite_.channel());
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    const auto stream = stub->ServerReflectionInfo(&context);
    std::vector<typename Version::Response> answers;
    for (const auto& request : requests) {
      typename Version::Response answer;
      if (!stream->Write(request) || !stream->Read(&answer)) break;
      answers.push_back(std::move(answer));
    }
    stream->WritesDone();
    const grpc::Status ended = stream->Finish();
    EXPECT_TRUE(ended.ok()) << ended.error_message();
    return answers;
  }

  const Suite suite_{Shape::kOneProcess};
};
using Versions = ::testing::Types<V1, V1Alpha>;
TYPED_TEST_SUITE(Reflection, Versions);

TYPED_TEST(Reflection, ListsAndDescribesEveryService) {
  typename TypeParam::Request list;
  list.set_list_services("*");
  const auto listed = this->Converse({list});
  ASSERT_EQ(listed.size(), 1u);
  std::set<std::string> names;
  for (const auto& service : listed[0].list_services_response().service()) names.insert(service.name());
  EXPECT_TRUE(names.contains("grpc.health.v1.Health"));

  std::vector<typename TypeParam::Request> requests;
  for (const auto* service : Services()) {
    EXPECT_TRUE(names.contains(service->full_name())) << service->full_name();
    requests.emplace_back().set_file_containing_symbol(service->full_name());
  }
  const auto described = this->Converse(requests);
  ASSERT_EQ(described.size(), requests.size());
  for (size_t i = 0; i < described.size(); ++i) {
    // As a client does: every file that came, importers last, into a pool of its own.
    google::protobuf::SimpleDescriptorDatabase files;
    bool commented = false;
    for (const std::string& bytes : described[i].file_descriptor_response().file_descriptor_proto()) {
      google::protobuf::FileDescriptorProto file;
      ASSERT_TRUE(file.ParseFromString(bytes));
      for (const auto& place : file.source_code_info().location()) commented |= !place.leading_comments().empty();
      files.Add(file);
    }
    EXPECT_TRUE(commented) << requests[i].file_containing_symbol();
    google::protobuf::DescriptorPool pool(&files);
    const auto* service = pool.FindServiceByName(requests[i].file_containing_symbol());
    ASSERT_NE(service, nullptr) << requests[i].file_containing_symbol();
    EXPECT_EQ(service->method_count(), Services()[i]->method_count());
  }
}

TYPED_TEST(Reflection, SaysWhatItDoesNotKnow) {
  typename TypeParam::Request symbol;
  symbol.set_file_containing_symbol("congress.nothing.v1.Nothing");
  typename TypeParam::Request file;
  file.set_file_by_filename("nothing.proto");
  for (const auto& answer : this->Converse({symbol, file, typename TypeParam::Request()})) {
    EXPECT_TRUE(answer.has_error_response()) << answer.ShortDebugString();
  }
}

TEST(ReflectionOff, IsTheDefaultOfAServerThatIsNotForDevelopment) {
  const support::TemporaryFolder folder;
  const std::vector<std::string> command = {support::Binary("congressd"), "--data-dir", folder.path(), "--listen",
                                            "127.0.0.1:0"};
  support::MakeStore(command);
  support::Process server(command);
  std::string address;
  ASSERT_TRUE(support::Eventually([&] {
    std::ifstream file(folder.path() + "/endpoint");
    return static_cast<bool>(std::getline(file, address));
  })) << server.Errors();
  const auto channel = grpc::CreateChannel(address, grpc::InsecureChannelCredentials());
  const auto stub = V1::Service::NewStub(channel);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
  const auto stream = stub->ServerReflectionInfo(&context);
  stream->WritesDone();
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::UNIMPLEMENTED);
}

}  // namespace
}  // namespace congress::e2e

// Binaries that a test starts by themselves, and what their health says.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "platform/status/strings.h"
#include "proto/descriptors.h"
#include "tests/e2e/any_rpc.h"
#include "tests/support/process.h"
#include "tests/support/redis_server.h"
#include "tests/support/suite.h"

namespace congress::e2e {

inline constexpr char kAnyPort[] = "127.0.0.1:0";
inline constexpr const char* kBinaries[] = {"congressd",         "congress-gateway",  "congress-allocation",
                                            "congress-dossiers", "congress-drafting", "congress-scheduling"};

inline std::string ProcessOf(const std::string& binary) {
  return binary == "congressd" ? binary : binary.substr(std::string("congress-").size());
}

// A folder in which any binary can start.
class Start : public ::testing::Test {
 protected:
  Start() {
    std::filesystem::create_directory(path("keys"));
    std::ofstream(path("content-keys")) << "test " << std::string(64, '7') << "\n";
  }

  std::string path(const std::string& name) const { return folder_.path() + "/" + name; }
  // The command that starts the binary, with further options, on a store that has been made.
  std::vector<std::string> Command(const std::string& binary, const std::vector<std::string>& options = {}) const {
    std::vector<std::string> command = {support::Binary(binary), "--listen", kAnyPort};
    if (binary == "congressd") {
      command.insert(command.end(), {"--data-dir", path("data")});
    } else {
      command.insert(command.end(),
                     {"--store", "sqlite:" + path(binary + ".db"), "--trusted-keys", path("keys"), "--content-key",
                      path("content-keys"), "--endpoint-file", path(binary + ".endpoint")});
    }
    // Where its keys are of no use there is none, and the test is about that.
    const std::string store = binary == "congressd" ? "data/allocation.db" : binary + ".db";
    if (!std::filesystem::exists(path(store))) {
      std::vector<std::string> init = command;
      init.push_back("--init");
      support::RunToEnd(init);
    }
    command.insert(command.end(), options.begin(), options.end());
    return command;
  }
  // The same of drafting on a Redis, whose store is not made.
  std::vector<std::string> OnRedis(const support::RedisServer& redis, const std::string& address = kAnyPort) const {
    return {support::Binary("congress-drafting"),
            "--listen",
            address,
            "--trusted-keys",
            path("keys"),
            "--store",
            redis.url(),
            "--endpoint-file",
            EndpointFile("congress-drafting")};
  }
  std::string EndpointFile(const std::string& binary) const {
    return binary == "congressd" ? path("data/endpoint") : path(binary + ".endpoint");
  }
  // The address once the server serves; empty when it does not.
  std::string Endpoint(const std::string& binary, support::Process& server) const {
    std::string address;
    support::Eventually([&] {
      std::ifstream file(EndpointFile(binary));
      return static_cast<bool>(std::getline(file, address)) || !server.Runs();
    });
    return address;
  }

  support::TemporaryFolder folder_;
};

// Ends with status 2 and one line that names the process and the cause; nothing goes to standard output.
inline void ExpectRefusal(const support::Finished& finished, const std::string& process, const std::string& cause) {
  EXPECT_EQ(finished.status, 2) << finished.errors;
  EXPECT_EQ(finished.output, "");
  EXPECT_EQ(std::count(finished.errors.begin(), finished.errors.end(), '\n'), 1) << finished.errors;
  EXPECT_THAT(finished.errors, ::testing::AllOf(::testing::StartsWith(process + ": "), ::testing::HasSubstr(cause)));
}

// `SERVING`, `NOT_SERVING`; empty when there is no answer.
inline std::string HealthOf(const std::shared_ptr<grpc::Channel>& channel, const std::string& service) {
  auto context = std::make_unique<grpc::ClientContext>();
  context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(5));
  const MethodDescriptor& check = *Descriptors().FindMethodByName("grpc.health.v1.Health.Check");
  const Answer answer =
      Call(channel, check, std::move(context), *FromText(*check.input_type(), StrCat("service: '", service, "'")));
  return answer.status.ok() ? FieldAt(*answer.message, "status") : "";
}

}  // namespace congress::e2e

// The door under attack by who has no token: each attack comes to nothing, and who asks honestly meanwhile is answered.
#include <signal.h>
#include <sys/resource.h>

#include <atomic>
#include <filesystem>
#include <functional>
#include <iterator>
#include <thread>

#include "gtest/gtest.h"
#include "platform/status/strings.h"
#include "tests/e2e/any_rpc.h"
#include "tests/e2e/start.h"
#include "tests/support/http2_client.h"
#include "tests/support/load.h"
#include "tests/support/status_matchers.h"
#include "tests/support/suite.h"

namespace congress::e2e {
namespace {

using support::Big;
using support::Block;
using support::Eventually;
using support::FrameType;
using support::Http2Client;
using support::kEndHeaders;
using support::kEndStream;
using support::Literal;
using support::Message;
using support::Shape;
using support::Suite;

constexpr char kList[] = "allocation.v1.OrganisationService/ListOrganisations";
constexpr char kPath[] = "/congress.allocation.v1.OrganisationService/ListOrganisations";
// Whoever attacks comes from another address than who asks.
constexpr char kElsewhere[] = "127.0.0.2";

class Front : public ::testing::TestWithParam<Shape> {
 protected:
  int port() const { return std::stoi(suite_.endpoint().substr(suite_.endpoint().rfind(':') + 1)); }
  void ExpectAnswer() const { EXPECT_THAT(Ask(suite_.channel(), kList, suite_.Admin(), "").status, support::IsOk()); }
  // Attacks again and again until an honest client has been answered a hundred times.
  void Withstand(const std::function<void(Http2Client&)>& attack) const {
    ExpectAnswer();
    std::atomic<bool> over = false;
    std::atomic<int> attacks = 0;
    std::thread attacker([&] {
      while (!over || attacks == 0) {
        Http2Client client(port(), /*greets=*/true, kElsewhere);
        attack(client);
        ++attacks;
      }
    });
    for (int i = 0; i < 100; ++i) ExpectAnswer();
    over = true;
    attacker.join();
  }

  Suite suite_{{.shape = GetParam(), .store = "", .arguments = {}}};
};
INSTANTIATE_TEST_SUITE_P(Of, Front, ::testing::Values(Shape::kOneProcess, Shape::kSeparate), [](const auto& shape) {
  return shape.param == Shape::kOneProcess ? "OneProcess" : "Gateway";
});

TEST_P(Front, WithstandsHeadersOfMegabytes) {
  Withstand([](Http2Client& client) {
    client.Send(FrameType::kHeaders, kEndStream, 1, Block(kPath));
    const std::string piece = Literal("a", std::string(16'000, 'x'));
    for (int i = 0; i < 256 && client.Send(FrameType::kContinuation, 0, 1, piece); ++i) {
    }
    EXPECT_TRUE(client.Ends());
  });
}

TEST_P(Front, TellsAClientOfGrpcThatItsHeaderIsTooLong) {
  auto context = suite_.Admin();
  context->AddMetadata("much", std::string(40'000, 'x'));
  const absl::Status status = Ask(suite_.channel(), kList, std::move(context), "").status;
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(status.message(), "The header of the request is too long, or too many are under way.");
  ExpectAnswer();
}

TEST_P(Front, WithstandsContinuationsOfNothing) {
  Withstand([](Http2Client& client) {
    client.Send(FrameType::kHeaders, kEndStream, 1, Block(kPath));
    for (int i = 0; i < 100'000 && client.Send(FrameType::kContinuation, 0, 1); ++i) {
    }
    EXPECT_TRUE(client.Ends());
  });
}

TEST_P(Front, WithstandsStreamsThatAreResetAtOnce) {
  Withstand([](Http2Client& client) {
    for (uint32_t stream = 1; stream < 100'000; stream += 2) {
      if (!client.Send(FrameType::kHeaders, kEndHeaders, stream, Block(kPath)) ||
          !client.Send(FrameType::kReset, 0, stream, Big(8))) {
        break;
      }
    }
    EXPECT_TRUE(client.Ends());
  });
}

TEST_P(Front, WithstandsPings) {
  Withstand([](Http2Client& client) {
    for (int i = 0; i < 100'000 && client.Send(FrameType::kPing, 0, 0, std::string(8, 'x')); ++i) {
    }
    EXPECT_TRUE(client.Ends());
  });
}

// HTTP takes fields for which gRPC, which makes the next hop, ends its process.
TEST_P(Front, WithstandsFieldsThatGrpcDoesNotKnow) {
  const auto door = suite_.process(GetParam() == Shape::kOneProcess ? "congressd" : "gateway").pid();
  Http2Client client(port(), /*greets=*/true, kElsewhere);
  const std::pair<const char*, const char*> fields[] = {{"x!y", "1"}, {"x", "\xc3\xa9"}, {"x", "a\tb"}, {"x-bin", "?"}};
  uint32_t stream = 1;
  for (const auto& [name, value] : fields) {
    ASSERT_TRUE(client.Ask(stream, kPath, "", Literal(name, value)));
    EXPECT_EQ(client.StatusOf(stream), "16") << name;
    stream += 2;
  }
  ExpectAnswer();
  EXPECT_EQ(kill(door, 0), 0);
}

// Two megabytes that would be two gigabytes unpacked; and messages that never end.
TEST_P(Front, HoldsNothingForWhoHasNoToken) {
  const int pid = suite_.process(GetParam() == Shape::kOneProcess ? "congressd" : "gateway").pid();
  ExpectAnswer();
  const long before = support::AnonymousBytes(pid);
  Withstand([](Http2Client& client) {
    client.Send(FrameType::kHeaders, kEndHeaders, 1, Block(kPath, Literal("grpc-encoding", "gzip")));
    const std::string packed = std::string(1, '\1') + Big(2 << 20) + std::string(10'000, '\0');
    client.Send(FrameType::kData, 0, 1, packed);
    EXPECT_EQ(client.StatusOf(1), "12");
    for (uint32_t stream = 3; stream < 100; stream += 2) {
      client.Send(FrameType::kHeaders, kEndHeaders, stream, Block(kPath));
      client.Send(FrameType::kData, 0, stream, Message(std::string(16'000, 'x')).substr(0, 15'000));
    }
  });
  EXPECT_LT(support::AnonymousBytes(pid), before + (64 << 20));
}

// As much as the door grants goes on to the services.
TEST_P(Front, PassesOnTheHeadersThatItTakes) {
  auto context = suite_.Admin();
  context->AddMetadata("x-long", std::string(24'000, 'x'));
  EXPECT_THAT(Ask(suite_.channel(), kList, std::move(context), "").status, support::IsOk());
}

TEST_P(Front, TakesConnectionsAgainAfterItHadNoDescriptorForThem) {
  ExpectAnswer();
  const std::string door = GetParam() == Shape::kOneProcess ? "congressd" : "gateway";
  const rlimit few = {160, 160};
  ASSERT_EQ(prlimit(suite_.process(door).pid(), RLIMIT_NOFILE, &few, nullptr), 0);
  {
    std::vector<std::unique_ptr<Http2Client>> clients;
    for (int i = 0; i < 300; ++i) clients.push_back(std::make_unique<Http2Client>(port(), true, kElsewhere));
    // Who was there before is served all the while.
    for (int i = 0; i < 20; ++i) ExpectAnswer();
  }
  Http2Client client(port());
  ASSERT_TRUE(client.Ask(1, "/grpc.health.v1.Health/Check", ""));
  EXPECT_EQ(client.StatusOf(1), "0");
}

class FewDescriptors : public Start {};

// Those who come when the door is full are closed at once, and who was there is answered from the stores.
TEST_F(FewDescriptors, AreLeftToWhatTheProcessNeeds) {
  std::vector<std::string> command = Command("congressd", {"--dev"});
  command.insert(command.begin(), {"prlimit", "--nofile=160:160"});
  support::Process server(command);
  const std::string address = Endpoint("congressd", server);
  ASSERT_NE(address, "") << server.Errors();
  const int port = std::stoi(address.substr(address.rfind(':') + 1));
  std::vector<std::unique_ptr<Http2Client>> clients;
  for (int i = 0; i < 200; ++i) {
    clients.push_back(std::make_unique<Http2Client>(port, true, StrCat("127.0.0.", 2 + i % 50)));
  }
  EXPECT_TRUE(clients.back()->Ends()) << "there is no place for so many";
  const std::filesystem::directory_iterator own(StrCat("/proc/", server.pid(), "/fd"));
  EXPECT_LT(std::distance(own, {}), 156) << "some are left";
}

}  // namespace
}  // namespace congress::e2e

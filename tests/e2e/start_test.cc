// How servers start and end: one line and status 2 for what cannot heal, patience for what can.
#include "tests/e2e/start.h"

#include <signal.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "absl/strings/escaping.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "congress/dossiers/v1/person.pb.h"
#include "congress/events/v1/event_service.grpc.pb.h"
#include "congress/store/v1/stored.pb.h"
#include "gmock/gmock.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "platform/auth/token.h"
#include "platform/rpc/client.h"
#include "platform/status/strings.h"
#include "platform/store/open.h"
#include "sqlite3.h"
#include "tests/support/redis_server.h"
#include "tests/support/status_matchers.h"
#include "tests/support/suite.h"

namespace congress::e2e {
namespace {

using support::Binary;
using support::Eventually;
using support::Finished;
using support::IsOk;
using support::Process;
using support::RunToEnd;
using ::testing::HasSubstr;

TEST_F(Start, WrongOptionsAreToldByEveryBinary) {
  for (const std::string binary : kBinaries) {
    const std::string process = ProcessOf(binary);
    ExpectRefusal(RunToEnd(Command(binary, {"--colour", "red"})), process, "--colour");
    ExpectRefusal(RunToEnd({Binary(binary), "--listen", "nowhere"}), process, "'nowhere' is no HOST:PORT");
    ExpectRefusal(RunToEnd(Command(binary, {"--log-level", "loud"})), process, "'loud' is none of debug");
    ExpectRefusal(RunToEnd(Command(binary, {"--drain-deadline", "soon"})), process, "'soon' is no duration");
    ExpectRefusal(RunToEnd(Command(binary, {"--tls-cert", "/nonexistent"})), process, "/nonexistent");
    ExpectRefusal(RunToEnd(Command(binary, {"--roles", "/nonexistent"})), process, "/nonexistent");
    ExpectRefusal(RunToEnd(Command(binary, {"--paper-layout", "/nonexistent"})), process, "/nonexistent");
    ExpectRefusal(RunToEnd({Binary(binary)}), process, "is required");
  }
}

TEST_F(Start, OnlyTheDoorTakesOriginsAndOnlySuchAsBrowsersName) {
  for (const char* bad : {"office.example", "https://office.example/", "https://Office.example", "*", "null"}) {
    for (const char* door : {"congressd", "congress-gateway"}) {
      ExpectRefusal(RunToEnd(Command(door, {"--cors-origins", bad})), ProcessOf(door), "is no origin such as");
    }
  }
  ExpectRefusal(RunToEnd(Command("congress-drafting", {"--cors-origins", "https://office.example"})), "drafting",
                "--cors-origins");
}

TEST_F(Start, AnotherDayThanTodayIsForTryingOutOnly) {
  const auto with = [&](std::vector<std::string> options) { return RunToEnd(Command("congressd", options)); };
  ExpectRefusal(with({"--today", "2025-07-16"}), "congressd", "--today is for trying the suite out and so needs --dev");
  ExpectRefusal(with({"--dev", "--today", "16/7/2025"}), "congressd", "'16/7/2025' is no date of the form 2025-10-01");
}

TEST_F(Start, AFileThatIsNoLayoutOfPapersIsToldByItsLine) {
  const std::string file = folder_.path() + "/layout.yaml";
  std::ofstream(file) << "page: {width: 210, height: 297, top: 20, bottom: 20, left: 30, right: 20}\nfonts: Serif\n";
  for (const std::string binary : kBinaries) {
    ExpectRefusal(RunToEnd(Command(binary, {"--paper-layout", file})), ProcessOf(binary),
                  StrCat(file, ": line 2: unknown key 'fonts'"));
  }
}

TEST_F(Start, OptionsMayComeFromTheEnvironmentAndAreCheckedThereToo) {
  for (const std::string binary : kBinaries) {
    ExpectRefusal(RunToEnd(Command(binary), {{"CONGRESS_LOG_LEVEL", "loud"}}), ProcessOf(binary), "loud");
  }
}

TEST_F(Start, HelpAndVersionAreNoFaults) {
  for (const std::string binary : kBinaries) {
    const Finished help = RunToEnd({Binary(binary), "--help"});
    EXPECT_EQ(help.status, 0);
    EXPECT_THAT(help.output, HasSubstr("--listen"));
    EXPECT_EQ(RunToEnd({Binary(binary), "--version"}).status, 0);
  }
}

TEST_F(Start, PlaintextOffLoopbackNeedsSayingSo) {
  for (const std::string binary : kBinaries) {
    std::vector<std::string> command = Command(binary);
    command[2] = "0.0.0.0:0";
    ExpectRefusal(RunToEnd(command), ProcessOf(binary), "0.0.0.0:0 is not on loopback");
  }
  ExpectRefusal(RunToEnd(Command("congress-gateway", {"--peers", "drafting=dns:///drafting:50051"})), "gateway",
                "dns:///drafting:50051 is not on loopback");
}

TEST_F(Start, ASecondCongressdOnTheSameFolderEnds) {
  Process first(Command("congressd"));
  ASSERT_NE(Endpoint("congressd", first), "");
  ExpectRefusal(RunToEnd(Command("congressd")), "congressd",
                StrCat("another congressd uses the folder '", path("data"), "'"));
  // It takes nothing from the first one.
  EXPECT_TRUE(std::filesystem::exists(EndpointFile("congressd")));
}

TEST_F(Start, MissingOrUnusableKeysAreNamed) {
  ExpectRefusal(
      RunToEnd({Binary("congress-drafting"), "--store", "sqlite:" + path("a.db"), "--trusted-keys", path("no-keys")}),
      "drafting", "no-keys");
  std::ofstream(path("keys/broken.pem")) << "not a key\n";
  ExpectRefusal(RunToEnd(Command("congress-drafting")), "drafting", "broken.pem");
  std::filesystem::remove(path("keys/broken.pem"));
  std::ofstream(path("signing.pem")) << "not a key\n";
  ExpectRefusal(RunToEnd(Command("congress-drafting", {"--signing-key", path("signing.pem")})), "drafting",
                "signing.pem");
}

TEST_F(Start, AStoreThatCannotBeOpenedIsNamed) {
  const auto with = [&](const std::string& store) {
    return RunToEnd(
        {Binary("congress-drafting"), "--listen", kAnyPort, "--trusted-keys", path("keys"), "--store", store});
  };
  ExpectRefusal(with("sqlite:/nonexistent/drafting.db"), "drafting", "/nonexistent/drafting.db");
  ExpectRefusal(with("floppy:a"), "drafting", "sqlite:PATH");
  std::ofstream(path("text.db")) << std::string(8192, 'x');
  ExpectRefusal(with("sqlite:" + path("text.db")), "drafting", "text.db");
}

TEST_F(Start, AStoreOfANewerSchemaIsNotTouched) {
  {
    Process server(Command("congress-drafting"));
    ASSERT_NE(Endpoint("congress-drafting", server), "");
    server.Signal(SIGTERM);
    ASSERT_EQ(server.Wait(), 0);
  }
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(path("congress-drafting.db").c_str(), &database), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(database, "UPDATE meta SET number = 999 WHERE name = 'schema'", nullptr, nullptr, nullptr),
            SQLITE_OK);
  sqlite3_close(database);
  ExpectRefusal(RunToEnd(Command("congress-drafting")), "drafting", "schema");
}

// A first start and a loss must not look alike.
TEST_F(Start, AStoreIsMadeExplicitly) {
  for (const std::string binary : {"congressd", "congress-drafting"}) {
    const std::vector<std::string> command = Command(binary);
    const std::string store = path(binary == "congressd" ? "data/drafting" : binary);
    const auto refused = [&](const std::string& finding) {
      const support::Finished finished = RunToEnd(command);
      EXPECT_EQ(finished.status, 2);
      EXPECT_THAT(finished.errors, HasSubstr(finding));
    };
    std::filesystem::remove(store + ".db");
    refused("is empty, but 1 commits were acknowledged");
    std::filesystem::remove(store + ".db");
    std::filesystem::remove(store + ".witness");
    refused("is empty; run once with --init");
    support::MakeStore(command);
    Process server(command);
    EXPECT_NE(Endpoint(binary, server), "") << server.Errors();
  }
}

TEST_F(Start, LostContentKeysAreNoFirstStart) {
  const std::string keys = path("data/content-keys");
  const auto read = [&keys] {
    std::ifstream file(keys);
    return std::string((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  };
  const auto with = [&](const std::vector<std::string>& options) {
    std::vector<std::string> command = {Binary("congressd"), "--listen",    kAnyPort, "--data-dir",
                                        path("data"),        "--log-level", "error"};
    command.insert(command.end(), options.begin(), options.end());
    return command;
  };
  ASSERT_EQ(RunToEnd(with({"--init"})).status, 0);
  const std::string first = read();
  ASSERT_NE(first, "");
  std::filesystem::rename(keys, path("kept"));
  for (const std::vector<std::string>& options : {std::vector<std::string>{}, {"--accept-rollback"}, {"--dev"}}) {
    ExpectRefusal(RunToEnd(with(options)), "congressd", StrCat("The content key file ", keys, " is missing beside "));
    EXPECT_FALSE(std::filesystem::exists(keys));
  }
  std::filesystem::rename(path("kept"), keys);
  {
    Process back(with({}));
    EXPECT_NE(Endpoint("congressd", back), "") << back.Errors();
  }
  std::filesystem::remove(keys);
  ASSERT_EQ(RunToEnd(with({"--init"})).status, 0);
  EXPECT_TRUE(read() != "" && read() != first);
  // Where there is no store they are no loss.
  std::filesystem::remove_all(path("data"));
  ExpectRefusal(RunToEnd(with({})), "congressd", "is empty; run once with --init");
}

TEST_F(Start, AnEmptyRedisIsWaitedForUntilItsStoreIsMade) {
  const support::RedisServer redis;
  const std::string address = support::FreeAddress();
  const std::vector<std::string> command = OnRedis(redis, address);
  Process server(command);
  const auto channel = grpc::CreateChannel(address, grpc::InsecureChannelCredentials());
  EXPECT_TRUE(Eventually([&] { return absl::StrContains(server.Errors(), "run once with --init"); }))
      << server.Errors();
  EXPECT_EQ(HealthOf(channel, ""), "NOT_SERVING");
  support::MakeStore(command);
  EXPECT_TRUE(Eventually([&] { return HealthOf(channel, "") == "SERVING"; })) << server.Errors();
}

// A dump would hold keys and what persons are.
TEST_F(Start, AProcessLeavesNoCoreDump) {
  Process server(Command("congressd", {"--dev"}));
  ASSERT_NE(Endpoint("congressd", server), "") << server.Errors();
  std::ifstream file(StrCat("/proc/", server.pid(), "/limits"));
  const std::string limits(std::istreambuf_iterator<char>(file), {});
  EXPECT_THAT(limits, ::testing::ContainsRegex("Max core file size +0 +0 "));
}

TEST_F(Start, AStoreOfAnOlderVersionIsSealedBeforeItServes) {
  constexpr char kCanary[] = "CANARY-8f3a";
  const std::vector<std::string> command = Command("congress-dossiers");
  const std::string file = path("congress-dossiers.db");
  const auto lies_open = [&] {
    for (const char* end : {"", "-wal"}) {
      std::ifstream stream(file + end, std::ios::binary);
      const std::string bytes(std::istreambuf_iterator<char>(stream), {});
      if (absl::StrContains(bytes, kCanary)) return true;
    }
    return false;
  };
  dossiers::v1::Person person;
  person.set_name("persons/p");
  person.set_organisation("organisations/province");
  person.set_health(kCanary);
  {
    const auto store = store::Open("sqlite:" + file, "dossiers");
    ASSERT_THAT(store, IsOk());
    const auto format = (*store)->Get("s/format");
    ASSERT_THAT(format, IsOk());
    store::v1::StoreFormat older;
    ASSERT_TRUE(older.ParseFromString(format->value));
    EXPECT_EQ(older.schema(), 4);
    older.set_schema(2);
    older.set_least_reader(2);
    ASSERT_THAT((*store)->Commit({.writes = {{.key = "s/format", .value = older.SerializeAsString()},
                                             {.key = "r/Person/persons/p", .value = person.SerializeAsString()}}}),
                IsOk());
  }
  EXPECT_TRUE(lies_open());
  {
    Process server(command);
    ASSERT_NE(Endpoint("congress-dossiers", server), "") << server.Errors();
    EXPECT_FALSE(lies_open()) << "neither in the file nor in its log";
  }
  const auto store = store::Open("sqlite:" + file, "dossiers");
  ASSERT_THAT(store, IsOk());
  EXPECT_TRUE((*store)->Get("r/Person/persons/p")->sealed);
  EXPECT_THAT((*store)->Get("k/persons/p"), IsOk());
}

TEST_F(Start, AServiceOfPersonsWithoutKeysIsRefusedInOneLine) {
  for (const char* binary : {"congress-allocation", "congress-dossiers"}) {
    std::vector<std::string> command = Command(binary);
    const auto option = std::find(command.begin(), command.end(), "--content-key");
    command.erase(option, option + 2);
    const Finished refused = RunToEnd(command);
    EXPECT_EQ(refused.status, 2);
    EXPECT_THAT(refused.errors, HasSubstr("name their file by --content-key"));
    EXPECT_EQ(std::count(refused.errors.begin(), refused.errors.end(), '\n'), 1) << refused.errors;
  }
}

TEST_F(Start, ARedisThatWasFlushedIsRefused) {
  const support::RedisServer redis;
  const std::vector<std::string> command = OnRedis(redis);
  support::MakeStore(command);
  Process server(command);
  ASSERT_NE(Endpoint("congress-drafting", server), "") << server.Errors();
  redis.Command({"FLUSHALL"});
  EXPECT_EQ(server.Wait(), 2);
  EXPECT_THAT(server.Errors(), HasSubstr("it was lost, or another one stands in its place"));
}

TEST_F(Start, RedisMayComeLater) {
  support::RedisServer redis;
  const std::string address = support::FreeAddress();
  const std::vector<std::string> command = OnRedis(redis, address);
  support::MakeStore(command);
  redis.Kill();
  Process server(command);
  const auto channel = grpc::CreateChannel(address, grpc::InsecureChannelCredentials());
  EXPECT_TRUE(Eventually([&] { return HealthOf(channel, "live") == "SERVING"; })) << server.Errors();
  EXPECT_EQ(HealthOf(channel, ""), "NOT_SERVING");
  EXPECT_FALSE(std::filesystem::exists(EndpointFile("congress-drafting")));
  EXPECT_TRUE(server.Runs());
  redis.Start();
  EXPECT_TRUE(Eventually([&] { return HealthOf(channel, "") == "SERVING"; })) << server.Errors();
  EXPECT_TRUE(Eventually([&] { return std::filesystem::exists(EndpointFile("congress-drafting")); }));
}

TEST_F(Start, ReadinessFollowsTheStoreAndLivenessDoesNot) {
  support::RedisServer redis;
  const std::vector<std::string> command = OnRedis(redis);
  support::MakeStore(command);
  Process server(command);
  const std::string address = Endpoint("congress-drafting", server);
  ASSERT_NE(address, "") << server.Errors();
  const auto channel = grpc::CreateChannel(address, grpc::InsecureChannelCredentials());
  const std::string service = "congress.drafting.v1.DraftingService";
  const auto becomes = [&](const std::string& wanted) {
    return Eventually([&] { return HealthOf(channel, "") == wanted && HealthOf(channel, service) == wanted; });
  };
  EXPECT_TRUE(becomes("SERVING"));
  redis.Kill();
  EXPECT_TRUE(becomes("NOT_SERVING"));
  EXPECT_EQ(HealthOf(channel, "live"), "SERVING");
  redis.Start();
  EXPECT_TRUE(becomes("SERVING"));
}

TEST_F(Start, SigtermDrainsAndLeavesNoEndpoint) {
  for (const std::string binary : kBinaries) {
    for (const int number : {SIGTERM, SIGINT}) {
      Process server(Command(binary));
      ASSERT_NE(Endpoint(binary, server), "") << server.Errors();
      server.Signal(number);
      EXPECT_EQ(server.Wait(), 0) << server.Errors();
      EXPECT_FALSE(std::filesystem::exists(EndpointFile(binary))) << binary;
      EXPECT_THAT(server.Errors(), HasSubstr("draining"));
      EXPECT_EQ(server.Output(), "");
    }
  }
}

// At once, rather than at the drain's deadline without a reason.
TEST_F(Start, SigtermEndsStreamsWithAReason) {
  Process server(Command("congressd", {"--dev"}));
  const std::string address = Endpoint("congressd", server);
  ASSERT_NE(address, "") << server.Errors();
  std::string token;
  std::ifstream(path("data/token")) >> token;
  grpc::ClientContext context;
  context.AddMetadata("authorization", StrCat("Bearer ", token));
  events::v1::WatchRequest request;
  request.set_parent("services/allocation");
  const auto stub = events::v1::EventService::NewStub(grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
  const auto stream = stub->Watch(&context, request);
  events::v1::WatchResponse response;
  ASSERT_TRUE(stream->Read(&response));
  server.Signal(SIGTERM);
  while (stream->Read(&response)) {
  }
  EXPECT_THAT(rpc::FromGrpc(stream->Finish()), support::StatusIs(absl::StatusCode::kUnavailable, "SERVER_STOPPING"));
  EXPECT_EQ(server.Wait(), 0);
}

TEST_F(Start, AServerThatWasKilledLeavesAnEndpointThatTheNextOneReplaces) {
  std::string old;
  {
    Process server(Command("congressd"));
    old = Endpoint("congressd", server);
    ASSERT_NE(old, "");
    server.Kill();
  }
  EXPECT_TRUE(std::filesystem::exists(EndpointFile("congressd")));
  Process server(Command("congressd"));
  std::string now;
  EXPECT_TRUE(Eventually([&] {
    now = Endpoint("congressd", server);
    return !now.empty() && HealthOf(grpc::CreateChannel(now, grpc::InsecureChannelCredentials()), "") == "SERVING";
  }));
}

TEST_F(Start, KeysOutliveARestartAndAreForTheOwnerOnly) {
  std::string signing;
  for (int run = 0; run < 2; ++run) {
    Process server(Command("congressd", {"--dev"}));
    ASSERT_NE(Endpoint("congressd", server), "");
    for (const char* file :
         {"data/token", "data/approver-token", "data/dev-key.pem", "data/signing-keys/drafting.pem"}) {
      EXPECT_EQ(std::filesystem::status(path(file)).permissions(),
                std::filesystem::perms::owner_read | std::filesystem::perms::owner_write)
          << file;
    }
    std::ostringstream key;
    key << std::ifstream(path("data/public-keys/process-drafting.pem")).rdbuf();
    EXPECT_THAT(key.str(), HasSubstr("PUBLIC KEY"));
    if (run == 1) {
      EXPECT_EQ(key.str(), signing);
    }
    signing = key.str();
    // The first run's token is taken by the second one.
    if (run == 0) std::filesystem::copy(path("data/token"), path("first-token"));
    EXPECT_EQ(RunToEnd({Binary("congressctl"), "organisations", "list", "--server", Endpoint("congressd", server),
                        "--token-file", path("first-token")})
                  .status,
              0);
    EXPECT_THAT(server.Errors(), HasSubstr("development mode"));
    server.Signal(SIGTERM);
    server.Wait();
  }
}

// Who submits and who approves must be two persons, so the tokens for trying out are.
TEST_F(Start, DevelopmentTokensAreOfTwoPersons) {
  Process server(Command("congressd", {"--dev"}));
  ASSERT_NE(Endpoint("congressd", server), "");
  std::set<std::string> persons;
  for (const char* file : {"data/token", "data/approver-token"}) {
    std::string token;
    std::ifstream(path(file)) >> token;
    const std::vector<std::string> parts = absl::StrSplit(token, '.');
    ASSERT_EQ(parts.size(), 3u);
    std::string claims;
    ASSERT_TRUE(absl::WebSafeBase64Unescape(parts[1], &claims));
    persons.insert(nlohmann::json::parse(claims)["person"]);
  }
  EXPECT_EQ(persons.size(), 2u);
  for (const std::string& person : persons) EXPECT_THAT(person, ::testing::StartsWith("persons/"));
}

// Measured, not asserted with a stopwatch: the machine may be busy. Shown in the test's report.
TEST_F(Start, TimeToServing) {
  const absl::Time start = absl::Now();
  Process server(Command("congressd"));
  ASSERT_NE(Endpoint("congressd", server), "");
  RecordProperty("milliseconds_to_serving", static_cast<int>(absl::ToInt64Milliseconds(absl::Now() - start)));
  std::printf("congressd serves after %d ms\n", static_cast<int>(absl::ToInt64Milliseconds(absl::Now() - start)));
}

}  // namespace
}  // namespace congress::e2e

// `congressctl status` and `congressctl doctor` of a whole suite.
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/match.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "platform/status/strings.h"
#include "sqlite3.h"
#include "tests/e2e/any_rpc.h"
#include "tests/support/redis_server.h"
#include "tests/support/status_matchers.h"
#include "tests/support/suite.h"

namespace congress::e2e {
namespace {

using nlohmann::json;
using support::Binary;
using support::Eventually;
using support::Finished;
using support::IsOk;
using support::Shape;
using support::StatusIs;
using support::Suite;
using ::testing::HasSubstr;

class Maintenance : public ::testing::Test {
 protected:
  static Finished Run(const Suite& suite, std::vector<std::string> words) {
    words.insert(words.begin(), Binary("congressctl"));
    return support::RunToEnd(words,
                             {{"CONGRESS_SERVER", suite.endpoint()}, {"CONGRESS_TOKEN_FILE", suite.AdminTokenFile()}});
  }
  // The row of a service in `congressctl status`.
  static json RowOf(const Suite& suite, const std::string& service) {
    const Finished told = Run(suite, {"status", "-o", "json"});
    const json rows = json::parse(told.output, nullptr, /*allow_exceptions=*/false);
    EXPECT_EQ(rows.size(), 5u) << told.output;
    const bool all_ready =
        std::all_of(rows.begin(), rows.end(), [](const json& row) { return row["state"] == "ready"; });
    EXPECT_EQ(told.status, all_ready ? 0 : 1) << told.errors;
    for (const json& row : rows) {
      if (row["service"] == service) return row;
    }
    return {};
  }
  static void MakeSeries(const Suite& suite) {
    EXPECT_THAT(Ask(suite.channel(), "drafting.v1.NumberRegisterService/CreateNumberSeries", suite.Admin(),
                    "number_series_id: 'so' number_series { organisation: 'organisations/province' issuer: 'Tỉnh ủy' "
                    "issuer_symbol: 'TU' term: '2026-2031' document_type: 'QĐ' }")
                    .status,
                IsOk());
  }
  // What Prometheus reads at 127.0.0.1:PORT.
  static std::string Metrics(const std::string& address) {
    sockaddr_in to = {};
    to.sin_family = AF_INET;
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    to.sin_port = htons(static_cast<uint16_t>(std::stoi(address.substr(address.rfind(':') + 1))));
    const int connection = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const absl::Cleanup end = [connection] { close(connection); };
    if (connect(connection, reinterpret_cast<sockaddr*>(&to), sizeof(to)) != 0) return "";
    const std::string_view question = "GET /metrics HTTP/1.0\r\n\r\n";
    if (write(connection, question.data(), question.size()) < 0) return "";
    std::string text;
    char bytes[4096];
    for (ssize_t got = 0; (got = read(connection, bytes, sizeof(bytes))) > 0;)
      text.append(bytes, static_cast<size_t>(got));
    return text;
  }
  static std::string Backup(absl::Time time) {
    return StrCat(
        "parent: 'services/drafting' backup_id: '6d0c6d2e-0000-4000-8000-000000000001' snapshot_time { seconds: ",
        absl::ToUnixSeconds(time), " } sequence: 7");
  }
};

TEST_F(Maintenance, EveryServiceIsARowAndASuiteInOrderHasNoFaults) {
  const std::string metrics = support::FreeAddress();
  const Suite suite({.shape = Shape::kOneProcess, .store = "", .arguments = {"--metrics", metrics}});
  MakeSeries(suite);
  const auto attest = [&suite](absl::Time time) {
    return Ask(suite.channel(), "backup.v1.BackupService/AttestBackup", suite.Admin(), Backup(time)).status;
  };
  EXPECT_THAT(attest(absl::FromUnixSeconds(1'750'000'000)), IsOk());
  EXPECT_THAT(attest(absl::FromUnixSeconds(1'700'000'000)), IsOk()) << "an older one changes nothing";
  EXPECT_THAT(attest(absl::Now() + absl::Hours(1)), StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  EXPECT_THAT(Metrics(metrics),
              HasSubstr("congress_backup_verified_timestamp_seconds{service=\"drafting\"} 1750000000\n"));
  json row;
  EXPECT_TRUE(Eventually([&] {
    row = RowOf(suite, "drafting");
    return row["directoryLag"] == "0s";
  }));
  EXPECT_EQ(row["state"], "ready");
  EXPECT_EQ(row["store"], "sqlite");
  EXPECT_EQ(row["epoch"], "0");
  EXPECT_EQ(row["clockBehind"], "");
  EXPECT_EQ(row["verifiedBackup"], "2025-06-15T15:06:40Z");
  const Finished examined = Run(suite, {"doctor", "-o", "json"});
  EXPECT_EQ(examined.status, 0) << examined.output << examined.errors;
  EXPECT_THAT(examined.output, HasSubstr("The last verified backup is of 2025-06-15 22:06:40."));
  EXPECT_THAT(examined.output, ::testing::Not(HasSubstr("fault")));
  const std::string text = Metrics(metrics);
  EXPECT_THAT(text, HasSubstr("congress_commit_duration_seconds_count{service=\"drafting\"} "));
  EXPECT_THAT(text, HasSubstr("congress_commit_conflicts_total{service=\"drafting\"} 0\n"));
  EXPECT_THAT(text, HasSubstr("congress_commit_group_size_count "));
  EXPECT_THAT(text, HasSubstr("congress_commits_waiting 0\n"));
  EXPECT_THAT(text, HasSubstr("congress_door_connections "));
  EXPECT_THAT(text, HasSubstr("congress_door_refused_total{limit=\"connections\"} 0\n"));
  EXPECT_THAT(text, HasSubstr("congress_clock_behind_seconds{service=\"drafting\"} 0\n"));
}

TEST_F(Maintenance, ReadinessIsAMetricWithItsCause) {
  const std::string metrics = support::FreeAddress();
  const Suite suite({.shape = Shape::kOneProcess, .store = "", .arguments = {"--metrics", metrics}});
  const auto eventually = [&](const std::vector<std::string>& lines) {
    std::string text;
    EXPECT_TRUE(Eventually([&] {
      text = Metrics(metrics);
      return std::all_of(lines.begin(), lines.end(),
                         [&](const std::string& line) { return absl::StrContains(text, line); });
    })) << text;
    return text;
  };
  EXPECT_THAT(eventually({"congress_ready{service=\"drafting\"} 1\n", "congress_ready{service=\"allocation\"} 1\n"}),
              ::testing::Not(HasSubstr("congress_not_ready{")));
  const std::string witness = suite.folder() + "/drafting.witness";
  const std::string foreign = suite.folder() + "/foreign";
  std::ofstream(foreign) << "no witness";
  std::filesystem::rename(foreign, witness);
  eventually({"congress_ready{service=\"drafting\"} 0\n", "congress_ready{service=\"allocation\"} 1\n",
              "congress_not_ready{cause=\"STORE_UNAVAILABLE\",service=\"drafting\"} 1\n"});
  EXPECT_EQ(RowOf(suite, "drafting")["state"], "not ready");
  // Then it is written again.
  std::filesystem::remove(witness);
  eventually({"congress_ready{service=\"drafting\"} 1\n",
              "congress_not_ready{cause=\"STORE_UNAVAILABLE\",service=\"drafting\"} 0\n"});
  EXPECT_TRUE(std::filesystem::exists(witness));
}

// Deleted, or replaced by something of another type, beside the suite.
TEST_F(Maintenance, IndexesInRedisAreRebuilt) {
  support::RedisServer redis;
  const Suite suite({.shape = Shape::kSeparate, .store = redis.url()});
  const Finished created = Run(suite, {"persons", "create", "--person-id", "ten", "--organisation",
                                       "organisations/province", "--display-name", "Nguyễn Thị Mẫu"});
  ASSERT_EQ(created.status, 0) << created.errors;
  const std::string list_of_keys = "{congress:dossiers}:keys";
  const auto count = [&] { return std::stoi(redis.Command({"ZLEXCOUNT", list_of_keys, "[i/Person/", "(i/Person0"})); };
  const std::string script =
      "return redis.call('ZRANGEBYLEX', KEYS[1], '[i/Person/', '(i/Person0', 'LIMIT', ARGV[1], 1)[1]";
  const int made = count();
  std::vector<std::string> entries;
  for (int i = 0; i < made; ++i) {
    const std::string key = redis.Command({"EVAL", script, "1", list_of_keys, std::to_string(i)});
    entries.push_back(StrCat("{congress:dossiers}:r:", key));
  }
  ASSERT_GE(made, 2);
  for (const std::string& entry : entries) redis.Command({"DEL", entry});
  redis.Command({"RPUSH", entries.back(), "of a list"});
  const auto examine = [&] { return Run(suite, {"doctor", "--service", "dossiers"}); };
  const Finished damaged = examine();
  EXPECT_EQ(damaged.status, 1) << damaged.output << damaged.errors;
  EXPECT_THAT(damaged.output, HasSubstr("indexes rebuild --parent services/dossiers"));
  EXPECT_EQ(RowOf(suite, "dossiers")["state"], "ready") << "so that it can be rebuilt";
  const std::vector<std::string> list = {"persons", "list"};
  const Finished refused = Run(suite, list);
  EXPECT_EQ(refused.status, 1) << refused.output;
  EXPECT_THAT(refused.errors, HasSubstr("RECORD_DAMAGED"));
  const Finished rebuilt = Run(suite, {"indexes", "rebuild", "--parent", "services/dossiers"});
  EXPECT_EQ(rebuilt.status, 0) << rebuilt.errors;
  const Finished whole = examine();
  EXPECT_EQ(whole.status, 0) << whole.output << whole.errors;
  EXPECT_EQ(count(), made);
  for (const std::string& entry : entries) EXPECT_EQ(redis.Command({"TYPE", entry}), "string") << entry;
  EXPECT_THAT(Run(suite, list).output, HasSubstr("Nguyễn Thị Mẫu"));
}

TEST_F(Maintenance, DamageIsNamedWithItsCureAndEndsWithOne) {
  Suite suite(Shape::kOneProcess);
  MakeSeries(suite);
  suite.Kill("congressd");
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open((suite.folder() + "/drafting.db").c_str(), &database), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(database,
                         "UPDATE records SET value = CAST(value || 'x' AS BLOB) "
                         "WHERE key = CAST('r/NumberSeries/numberSeries/so' AS BLOB)",
                         nullptr, nullptr, nullptr),
            SQLITE_OK);
  EXPECT_EQ(sqlite3_changes(database), 1);
  sqlite3_close(database);
  suite.Start("congressd");
  const Finished examined = Run(suite, {"doctor", "--service", "drafting,scheduling"});
  EXPECT_EQ(examined.status, 1) << examined.output << examined.errors;
  EXPECT_THAT(examined.output, HasSubstr("r/NumberSeries/numberSeries/so"));
  EXPECT_THAT(examined.output, HasSubstr("restore the last backup"));
  EXPECT_EQ(Run(suite, {"doctor", "--service", "scheduling"}).status, 0);
  EXPECT_EQ(Run(suite, {"doctor", "--service", "drawing"}).status, 2);
}

// Who asks how a service is, before it was ever reached, takes its callers nothing.
TEST_F(Maintenance, TheDoorOutlivesAStatusOfAServiceThatIsDown) {
  Suite suite(Shape::kSeparate);
  suite.Kill("drafting");
  suite.Kill("gateway");
  suite.Start("gateway");
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(RowOf(suite, "drafting")["state"], "unknown");
    const auto called = Ask(suite.channel(), "drafting.v1.NumberRegisterService/ListNumberSeries", suite.Admin(), "");
    EXPECT_THAT(called.status, StatusIs(absl::StatusCode::kUnavailable, "PEER_UNAVAILABLE"));
  }
  EXPECT_TRUE(suite.process("gateway").Runs());
}

TEST_F(Maintenance, AServiceThatDoesNotAnswerIsARowWithTheReason) {
  support::RedisServer redis;
  Suite suite({.shape = Shape::kSeparate, .store = redis.url()});
  suite.Kill("scheduling");
  const json down = RowOf(suite, "scheduling");
  EXPECT_EQ(down["state"], "unknown");
  EXPECT_THAT(std::string(down["cause"]), HasSubstr("scheduling"));
  EXPECT_EQ(RowOf(suite, "preparation")["store"], "redis");
  EXPECT_EQ(Run(suite, {"doctor", "--service", "scheduling"}).status, 1);
  const Finished examined = Run(suite, {"doctor", "--service", "drafting"});
  EXPECT_EQ(examined.status, 0) << examined.output << examined.errors;
  // Asked of a service directly, and of none.
  for (const char* method :
       {"maintenance.v1.MaintenanceService/GetServiceStatus", "maintenance.v1.MaintenanceService/ExamineService"}) {
    EXPECT_THAT(Ask(suite.Channel("drafting"), method, suite.Admin(), "parent: 'services/dossiers'").status,
                StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"))
        << method;
  }
  const auto other = StrCat("parent: 'services/dossiers' ", Backup(absl::Now()).substr(28));
  EXPECT_THAT(Ask(suite.Channel("drafting"), "backup.v1.BackupService/AttestBackup", suite.Admin(), other).status,
              StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  // One that is not ready is asked all the same, and says why: of a single record, and of the list of all.
  MakeSeries(suite);
  redis.Command({"DEL", "{congress:drafting}:r:r/NumberSeries/numberSeries/so"});
  json lacks;
  EXPECT_TRUE(Eventually([&] {
    lacks = RowOf(suite, "drafting");
    return lacks["state"] == "not ready";
  })) << lacks;
  EXPECT_THAT(std::string(lacks["cause"]), HasSubstr("NumberSeries/numberSeries/so"));
  redis.Command({"DEL", "{congress:drafting}:keys"});
  EXPECT_TRUE(Eventually(
      [&] { return absl::StrContains(std::string(RowOf(suite, "drafting")["cause"]), "keys' has 0 keys and had "); }));
  const Finished emptied = Run(suite, {"doctor", "--service", "drafting"});
  EXPECT_EQ(emptied.status, 1) << emptied.output << emptied.errors;
  EXPECT_THAT(emptied.output, HasSubstr("'{congress:drafting}:keys' has 0 keys and had "));
  EXPECT_THAT(emptied.output, HasSubstr("restore the last backup"));
  redis.Kill();
  json unready;
  EXPECT_TRUE(Eventually([&] {
    unready = RowOf(suite, "drafting");
    return unready["state"] == "not ready";
  })) << unready;
  EXPECT_THAT(std::string(unready["cause"]), HasSubstr("data store"));
}

}  // namespace
}  // namespace congress::e2e

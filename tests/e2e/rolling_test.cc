// A rolling restart under load, as the chart makes it: two replicas of each process on one Redis, each told to end and
// started again while its sibling serves, and of congressd, which a supervisor starts again: there calls wait
// meanwhile. No call may fail. CONGRESS_RESTARTS says how often each is restarted.
#include <signal.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "gtest/gtest.h"
#include "platform/server/listener.h"
#include "platform/status/strings.h"
#include "tests/e2e/any_rpc.h"
#include "tests/support/redis_server.h"
#include "tests/support/suite.h"

namespace congress::e2e {
namespace {

using support::Eventually;
using support::Process;
using support::Shape;
using support::Suite;

constexpr int kReplicas = 2;

// What the callers ask, of every service; `$` is the call's own number.
constexpr struct {
  const char* service;
  const char* reads;
  const char* writes;
  const char* text;
} kCalls[] = {
    {"allocation", "allocation.v1.OrganisationService/ListOrganisations",
     "allocation.v1.OrganisationService/ListOrganisations", ""},
    {"drafting", "drafting.v1.NumberRegisterService/ListNumberSeries", "drafting.v1.DraftingService/CreateDocument",
     "parent: 'congresses/x' document_id: 'd-$' document { organisation: 'organisations/province' kind: 'report' "
     "symbol: "
     "'BC' display_name: 'Văn kiện' } steps { id: 'du-thao' display_name: 'Dự thảo' } "
     "steps { id: 'xong' display_name: 'Hoàn thiện' } sections { id: 'mot' title: 'Một' }"},
    {"dossiers", "dossiers.v1.PersonService/ListPersons", "dossiers.v1.PersonService/CreatePerson",
     "person_id: 'p-$' person { organisation: 'organisations/province' display_name: 'Người Giả Định' }"},
    {"scheduling", "scheduling.v1.CalendarService/ListCalendars", "scheduling.v1.TaskService/CreatePlan",
     "plan_id: 'l-$' plan { organisation: 'organisations/province' number: '$' title: 'Kế hoạch giả định' }"},
    {"gateway", "preparation.v1.PreparationService/ListCongresses", "preparation.v1.PreparationService/CreateCongress",
     "congress_id: 'c-$' congress { organisation: 'organisations/province' display_name: 'Đại hội giả định' "
     "level: PROVINCE term: '2026–2031' }"},
};

constexpr char kProvince[] =
    "csv: 'code,name,kind,parent,members,members_as_of,merged_from,valid_from\\nprovince,Đảng bộ tỉnh giả "
    "định,province,,100,2026-01-31,,\\n'";

// Threads that write until they go, each record with a number of its own. No call may fail.
class Callers {
 public:
  // Calls a method with a request in text.
  using Ask = std::function<absl::Status(const std::string& method, const std::string& text)>;

  // Returns when every service can be written to.
  explicit Callers(const Ask& ask) {
    EXPECT_TRUE(
        Eventually([&] { return ask("allocation.v1.OrganisationService/ImportOrganisations", kProvince).ok(); }));
    for (const auto& kind : kCalls) {
      // Every copy of the tree has the province.
      absl::Status written;
      EXPECT_TRUE(Eventually([&] {
        written = ask(kind.writes, absl::StrReplaceAll(kind.text, {{"$", "0"}}));
        return written.ok() || absl::IsAlreadyExists(written);
      })) << written;
    }
    for (int caller = 0; caller < 4; ++caller) {
      threads_.emplace_back([this, ask, caller] {
        for (size_t i = 1; !done_; ++i) {
          const auto& kind = kCalls[i % std::size(kCalls)];
          const absl::Status status = ask(kind.writes, absl::StrReplaceAll(kind.text, {{"$", StrCat(caller, "-", i)}}));
          ++made_;
          if (status.ok()) continue;
          ++failed_;
          ADD_FAILURE() << kind.writes << ": " << status;
        }
      });
    }
  }
  int made() const { return made_; }
  void End(int restarts) {
    done_ = true;
    threads_.clear();
    std::printf("%d calls during %d restarts, %d failed\n", made_.load(), restarts, failed_.load());
  }

 private:
  std::atomic<bool> done_ = false;
  std::atomic<int> made_ = 0;
  std::atomic<int> failed_ = 0;
  std::vector<std::jthread> threads_;
};

int Rounds() {
  int rounds = 1;
  const char* asked = std::getenv("CONGRESS_RESTARTS");
  EXPECT_TRUE(asked == nullptr || absl::SimpleAtoi(asked, &rounds));
  return rounds;
}

struct Replica {
  std::vector<std::string> command;
  std::string endpoint_file;
  std::string address;
  std::unique_ptr<Process> process = nullptr;
};

class Rolling : public ::testing::Test {
 protected:
  Rolling() : issuer_("people", *auth::GenerateKey()) {
    std::filesystem::create_directory(File("trusted"));
    std::ofstream(File("trusted/people.pem")) << issuer_.public_pem();
    for (const auto& kind : kCalls) {
      const std::string name = kind.service;
      const auth::Key key = *auth::GenerateKey();
      std::ofstream(File(name + ".pem")) << auth::PrivatePem(key);
      std::ofstream(File(StrCat("trusted/process-", name, ".pem"))) << auth::PublicPem(key);
      for (int i = 0; i < kReplicas; ++i) {
        replicas_[name].push_back({{}, File(StrCat(name, i, ".endpoint")), support::FreeAddress()});
      }
    }
    std::ofstream(File("content-keys")) << "test " << std::string(64, '7') << "\n";
    std::vector<std::string> peers;
    for (const auto& [name, replicas] : replicas_) {
      if (name != "gateway") peers.push_back(StrCat(name, "=", Target(name)));
    }
    for (auto& [name, replicas] : replicas_) {
      for (Replica& replica : replicas) {
        replica.command = {support::Binary("congress-" + name),
                           "--listen",
                           replica.address,
                           "--store",
                           redis_.url(),
                           "--trusted-keys",
                           File("trusted"),
                           "--signing-key",
                           File(name + ".pem"),
                           "--content-key",
                           File("content-keys"),
                           "--peers",
                           absl::StrJoin(peers, ","),
                           "--endpoint-file",
                           replica.endpoint_file,
                           "--log-level",
                           "debug",
                           "--drain-pause",
                           "200ms"};
        if (&replica == &replicas.front()) support::MakeStore(replica.command);
        Start(replica);
      }
    }
    door_ = ChannelTo(Target("gateway"));
    for (const Replica& gateway : replicas_.at("gateway")) doors_.push_back(ChannelTo(gateway.address));
  }

  std::string File(const std::string& name) const { return folder_.File(name); }
  // All replicas, as gRPC lists them.
  std::string Target(const std::string& name) const {
    std::vector<std::string> addresses;
    for (const Replica& replica : replicas_.at(name)) addresses.push_back(replica.address);
    return StrCat("ipv4:", absl::StrJoin(addresses, ","));
  }
  // As the suite's own processes call each other.
  static std::shared_ptr<grpc::Channel> ChannelTo(const std::string& target) {
    return grpc::CreateCustomChannel(target, grpc::InsecureChannelCredentials(), server::ChannelSettings());
  }
  static void Start(Replica& replica) {
    replica.process = std::make_unique<Process>(replica.command);
    EXPECT_TRUE(Eventually([&] { return std::filesystem::exists(replica.endpoint_file); }))
        << replica.process->Errors();
  }
  Answer Admins(const std::shared_ptr<grpc::Channel>& channel, const std::string& method,
                const std::string& text) const {
    auth::Principal admin;
    admin.subject = "admin";
    admin.person = "persons/admin";
    admin.clearance = annotations::v1::SENSITIVE;
    admin.bindings = {{"administrator", std::string(auth::kProvince)}};
    auto context = std::make_unique<grpc::ClientContext>();
    context->AddMetadata("authorization", StrCat("Bearer ", issuer_.Sign(admin, absl::Now(), absl::Hours(1))));
    context->set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(60)));
    return Ask(channel, method, std::move(context), text);
  }
  // Whether calls of `channel` come to the replica: it has found the replica again after a restart.
  bool Reaches(const std::shared_ptr<grpc::Channel>& channel, const std::string& method, const Replica& replica) const {
    const Answer answer = Admins(channel, method, "");
    const auto id = answer.metadata.find("x-request-id");
    return id != answer.metadata.end() && replica.process->Errors().find(id->second) != std::string::npos;
  }

  const support::TemporaryFolder folder_;
  support::RedisServer redis_;
  const auth::Signer issuer_;
  std::map<std::string, std::vector<Replica>> replicas_;
  std::shared_ptr<grpc::Channel> door_;
  std::vector<std::shared_ptr<grpc::Channel>> doors_;
};

TEST_F(Rolling, RestartsLoseNoCall) {
  Callers callers(
      [&](const std::string& method, const std::string& text) { return Admins(door_, method, text).status; });
  int restarts = 0;
  for (int round = 0; round < Rounds(); ++round) {
    for (const auto& kind : kCalls) {
      const std::string name = kind.service;
      for (Replica& replica : replicas_.at(name)) {
        replica.process->Signal(SIGTERM);
        EXPECT_EQ(replica.process->Wait(), 0) << replica.process->Errors();
        Start(replica);
        ++restarts;
        // The sibling goes only when everybody has found this one.
        for (const auto& channel : name == "gateway" ? std::vector{door_} : doors_) {
          EXPECT_TRUE(Eventually([&] { return Reaches(channel, kind.reads, replica); })) << name;
        }
      }
    }
  }
  callers.End(restarts);
}

// One process: calls that come meanwhile wait for the next one (wait_for_ready), and those under way are answered.
TEST(OneProcess, RestartsLoseNoCallThatWaits) {
  Suite suite({.shape = Shape::kOneProcess, .store = "", .arguments = {"--drain-pause", "200ms"}});
  const auto channel =
      grpc::CreateCustomChannel(suite.endpoint(), grpc::InsecureChannelCredentials(), server::ChannelSettings());
  Callers callers([&](const std::string& method, const std::string& text) {
    auto context = suite.Admin();
    context->set_wait_for_ready(true);
    return Ask(channel, method, std::move(context), text).status;
  });
  int restarts = 0;
  for (; restarts < 2 * Rounds(); ++restarts) {
    const int before = callers.made();
    EXPECT_TRUE(Eventually([&] { return callers.made() > before + 20; }));
    suite.process("congressd").Signal(SIGTERM);
    EXPECT_EQ(suite.process("congressd").Wait(), 0) << suite.process("congressd").Errors();
    suite.Start("congressd");
  }
  callers.End(restarts);
}

}  // namespace
}  // namespace congress::e2e

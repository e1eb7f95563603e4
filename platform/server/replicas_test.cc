// Two replicas of a service behind one list of addresses, and a door before them: what callers see of a restart.
#include <atomic>
#include <cstdlib>
#include <thread>

#include "echo_service.grpc.pb.h"
#include "google/rpc/error_details.pb.h"
#include "grpcpp/create_channel.h"
#include "gtest/gtest.h"
#include "platform/rpc/migration.h"
#include "platform/rpc/peer.h"
#include "platform/server/listener.h"
#include "platform/status/strings.h"
#include "platform/store/open.h"
#include "platform/store/sqlite_store.h"
#include "tests/support/echo.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/test_service.h"

namespace congress::server {
namespace {

using support::EchoService;
using support::StatusIs;
using test::v1::EchoRequest;
using test::v1::EchoResponse;

bool Eventually(absl::FunctionRef<bool()> holds) {
  for (int i = 0; i < 5000; ++i) {
    if (holds()) return true;
    absl::SleepFor(absl::Milliseconds(1));
  }
  return false;
}

// One service on a port of its own, as in a process.
class Replica {
 public:
  Replica(const Service& service, const auth::Verifier& verifier, rpc::Peer* peer = nullptr, bool serves = true,
          std::unique_ptr<store::Store> store = nullptr)
      : shared_{.options = options_,
                .verifier = verifier,
                .roles = auth::Roles::Default(),
                .clock = absl::Now,
                .peer = [peer](std::string_view) -> rpc::Peer& { return *peer; }},
        listener_(service, shared_, store != nullptr ? std::move(store) : *store::Open("sqlite::memory:", service.name),
                  auth::Signer("process-echo", *auth::GenerateKey())) {
    EXPECT_THAT(listener_.Start("127.0.0.1:0"), support::IsOk());
    if (!serves) return;
    EXPECT_THAT(listener_.Ready(), support::IsOk());
    listener_.SetServing(true, {});
  }
  Listener& operator*() { return listener_; }
  Listener* operator->() { return &listener_; }
  std::string address() const { return StrCat("127.0.0.1:", listener_.port()); }

 private:
  const Options options_;
  const Shared shared_;
  Listener listener_;
};

class Replicas : public ::testing::Test {
 protected:
  Replicas()
      : signer_("test", *auth::GenerateKey()),
        trusted_(verifier_.Trust("test", signer_.public_pem())),
        one_(support::Echo(ones_), verifier_),
        other_(support::Echo(others_), verifier_),
        peer_(
            rpc::ChannelPeer("echo", grpc::CreateCustomChannel(StrCat("ipv4:", one_.address(), ",", other_.address()),
                                                               grpc::InsecureChannelCredentials(), ChannelSettings()))),
        door_(support::EchoDoor(), verifier_, peer_.get()),
        stub_(
            test::v1::EchoService::NewStub(grpc::CreateChannel(door_.address(), grpc::InsecureChannelCredentials()))) {}

  absl::Status Echo(const std::string& text) const { return Echo(*stub_, text); }
  absl::Status Echo(test::v1::EchoService::Stub& stub, const std::string& text) const {
    const auto context = Admin();
    EchoResponse response;
    return rpc::FromGrpc(stub.Echo(context.get(), Request(text), &response));
  }
  absl::Status Scatter(test::v1::EchoService::Stub& stub, const std::string& text) const {
    const auto context = Admin();
    const auto reader = stub.Scatter(context.get(), Request(text));
    EchoResponse response;
    while (reader->Read(&response)) {
    }
    return rpc::FromGrpc(reader->Finish());
  }
  static EchoRequest Request(const std::string& text) {
    EchoRequest request;
    request.set_text(text);
    request.set_count(1);
    return request;
  }
  std::unique_ptr<grpc::ClientContext> Admin() const {
    auth::Principal admin;
    admin.subject = "admin";
    admin.bindings = {{"administrator", std::string(auth::kProvince)}};
    auto context = std::make_unique<grpc::ClientContext>();
    context->AddMetadata("authorization", StrCat("Bearer ", signer_.Sign(admin, absl::Now(), absl::Minutes(1))));
    context->set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(20)));
    return context;
  }

  const std::shared_ptr<EchoService> ones_ = std::make_shared<EchoService>();
  const std::shared_ptr<EchoService> others_ = std::make_shared<EchoService>();
  auth::Verifier verifier_;
  const auth::Signer signer_;
  const absl::Status trusted_;
  Replica one_;
  Replica other_;
  const std::unique_ptr<rpc::Peer> peer_;
  Replica door_;
  const std::unique_ptr<test::v1::EchoService::Stub> stub_;
};

// A caller that asks no health check meets no records of an older schema.
TEST_F(Replicas, OneWhoseStoreIsNotUpToDateAnswersNoCall) {
  Service service = support::Echo(ones_);
  service.steps = {{.to = 3, .prefix = "r/", .rewrite = [](const store::Record&) { return std::nullopt; }}};
  Replica replica(service, verifier_, nullptr, /*serves=*/false);
  const auto stub =
      test::v1::EchoService::NewStub(grpc::CreateChannel(replica.address(), grpc::InsecureChannelCredentials()));
  EXPECT_THAT(Echo(*stub, "xin chào"), StatusIs(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"));
  EXPECT_THAT(Scatter(*stub, "xin chào"), support::IsOk()) << "which reads no records";
  ASSERT_THAT(replica->Ready(), support::IsOk());
  EXPECT_THAT(Echo(*stub, "xin chào"), support::IsOk());
  EXPECT_EQ(rpc::MigrationStateOf(replica->store())->schema, 3);
}

// So that nobody waits for it to heal.
TEST_F(Replicas, OneWhoseLogIsDamagedAtTheStartSaysSo) {
  const support::TemporaryFolder folder;
  const Service service = support::Echo(ones_);
  const std::string url = StrCat("sqlite:", folder.path(), "/");
  {
    const auto store = *store::OpenIdentified(url, {.keyspace = service.name});
    ASSERT_THAT(store->Initialise(absl::Now()), support::IsOk());
    ASSERT_THAT(store->Commit({.appends = {{"log/audit", "act"}}}), support::IsOk());
  }
  {
    // Below the envelope.
    const auto bytes = *store::SqliteStore::Open(folder.File(StrCat(service.name, ".db")));
    const store::Write rot{.key = store::AppendKey("log/audit", 2), .value = "\1rot"};
    ASSERT_THAT(bytes->Commit({.writes = {rot}}), support::IsOk());
  }
  Replica replica(service, verifier_, nullptr, /*serves=*/false,
                  *store::OpenIdentified(url, {.keyspace = service.name}));
  const auto stub =
      test::v1::EchoService::NewStub(grpc::CreateChannel(replica.address(), grpc::InsecureChannelCredentials()));
  EXPECT_THAT(replica->Ready(), StatusIs(absl::StatusCode::kDataLoss, "RECORD_DAMAGED"));
  EXPECT_THAT(Echo(*stub, "xin chào"), StatusIs(absl::StatusCode::kDataLoss, "RECORD_DAMAGED"));
}

TEST_F(Replicas, OneThatLeavesCostsNoCall) {
  std::atomic<bool> done = false;
  std::atomic<int> failed = 0;
  std::vector<std::jthread> callers;
  for (int i = 0; i < 4; ++i) {
    callers.emplace_back([&] {
      while (!done) failed += Echo("xin chào").ok() ? 0 : 1;
    });
  }
  const auto grows_by = [](const std::shared_ptr<EchoService>& replica, int calls) {
    const int least = replica->echoes + calls;
    return Eventually([&] { return replica->echoes >= least; });
  };
  EXPECT_TRUE(grows_by(ones_, 20) && grows_by(others_, 20)) << "both are used";
  // It is left while its port is open. Without the channel's health checks it would get half of the calls for ever.
  one_->SetServing(false, {});
  bool left = false;
  for (int tries = 0; tries < 20 && !left; ++tries) {
    const int before = ones_->echoes;
    left = grows_by(others_, 20) && ones_->echoes == before;
  }
  EXPECT_TRUE(left) << "it still gets calls";
  one_->Stop(absl::Now() + absl::Seconds(10));
  EXPECT_TRUE(grows_by(others_, 100));
  done = true;
  callers.clear();
  EXPECT_EQ(failed, 0);
}

// Connections that watch health are no calls in flight: they do not hold the drain until its deadline.
TEST_F(Replicas, AWatcherOfHealthDoesNotHoldTheStop) {
  ASSERT_THAT(Echo("xin chào"), support::IsOk());
  ASSERT_THAT(Echo("xin chào"), support::IsOk());
  const absl::Time start = absl::Now();
  one_->SetServing(false, {});
  one_->Stop(start + absl::Seconds(20));
  EXPECT_LT(absl::Now() - start, absl::Seconds(10));
}

// At any moment, also when the connection fails just then.
TEST_F(Replicas, ACallThatIsCancelledEnds) {
  constexpr int kCalls = 2000;
  std::atomic<int> ended = 0;
  for (int i = 0; i < kCalls; ++i) {
    const auto channel =
        grpc::CreateCustomChannel("unix:/nonexistent", grpc::InsecureChannelCredentials(), ChannelSettings());
    const auto peer = rpc::ChannelPeer("echo", channel);
    std::stop_source stop;
    rpc::Header header;
    header.silence = absl::Seconds(5);
    std::jthread caller([&] {
      EchoResponse response;
      const auto take = [](google::protobuf::Message&) { return absl::OkStatus(); };
      EXPECT_FALSE(
          peer->Follow("congress.test.v1.EchoService/Follow", header, EchoRequest(), &response, stop.get_token(), take)
              .ok());
      ++ended;
    });
    // From before the call begins until it has failed by itself.
    for (const auto until = absl::Now() + absl::Microseconds(i % 250); absl::Now() < until;) {
    }
    stop.request_stop();
    // A caller that is never told would hold this test for ever.
    if (!Eventually([&] { return ended == i + 1; })) {
      ADD_FAILURE() << "call " << i << " does not end";
      std::abort();
    }
  }
}

TEST_F(Replicas, ACallThatIsCutShortIsToldAsAServiceThatDoesNotAnswer) {
  // What gRPC makes of it, and what the service may still say itself.
  const absl::Status cut = Echo(EchoService::kCutShort);
  std::vector<absl::Status> ends(2);
  std::vector<std::jthread> callers;
  for (absl::Status& end : ends) callers.emplace_back([&] { end = Echo(EchoService::kForEver); });
  EXPECT_TRUE(Eventually([&] { return ones_->waiting + others_->waiting == 2; }));
  for (Replica* replica : {&one_, &other_}) (*replica)->Stop(absl::Now());
  callers.clear();
  ends.push_back(cut);
  for (const absl::Status& end : ends) {
    EXPECT_THAT(end, StatusIs(absl::StatusCode::kUnavailable, "PEER_UNAVAILABLE"));
    google::rpc::RetryInfo retry;
    EXPECT_TRUE(status::Detail(end, &retry)) << end;
  }
}

}  // namespace
}  // namespace congress::server

#include "tests/support/test_service.h"

#include <atomic>

#include "congress/events/v1/event.pb.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "platform/audit/audit_service.h"
#include "platform/content/file_content.h"
#include "platform/events/event_service.h"
#include "platform/operations/operation_service.h"
#include "platform/operations/rebuild.h"
#include "platform/operations/rewrap.h"
#include "platform/rpc/event_log.h"
#include "platform/rpc/front_entrance.h"
#include "platform/rpc/message_size.h"
#include "platform/rpc/metadata.h"
#include "platform/rpc/service.h"
#include "platform/status/strings.h"
#include "platform/store/open.h"
#include "platform/telemetry/metrics.h"
#include "tests/support/person.h"
#include "tests/support/reasons.h"
#include "tests/support/temporary_folder.h"

namespace congress::support {
namespace {

const auth::Signer& TestIssuer() {
  static const auth::Signer& signer = *new auth::Signer("test", *auth::GenerateKey());
  return signer;
}

// Enough for a test, and soon exceeded by one.
constexpr int64_t kMostContentBytes = int64_t{4} << 20;

std::unique_ptr<content::ContentStore> OpenContent(const TemporaryFolder& folder) {
  auto opened = content::FileContent::Open(StrCat(folder.path(), "/content"));
  EXPECT_THAT(opened, IsOk());
  return *std::move(opened);
}

const absl::Time kStart = absl::FromCivil(absl::CivilHour(2025, 6, 16, 2), absl::UTCTimeZone());

}  // namespace

std::string TestToken(std::string_view subject, const std::vector<std::string>& bindings,
                      annotations::v1::Grade clearance, absl::Time now, std::optional<std::string_view> person) {
  auth::Principal principal;
  principal.subject = std::string(subject);
  principal.clearance = clearance;
  principal.person = person.has_value() ? std::string(*person) : PersonOf(subject);
  for (const std::string& binding : bindings) {
    const size_t at = binding.find('@');
    principal.bindings.push_back({binding.substr(0, at), StrCat("organisations/", binding.substr(at + 1))});
  }
  return TestIssuer().Sign(principal, now, absl::Hours(1));
}

struct TestService::State : server::Host {
  State(const server::Service& service, const std::map<std::string, std::shared_ptr<grpc::Channel>>& known_peers,
        bool keeps_files)
      : own_signer(StrCat("process-", service.name), *auth::GenerateKey()) {
    EXPECT_THAT(verifier.Trust("test", TestIssuer().public_pem()), IsOk());
    auto opened = store::Open("sqlite::memory:", service.name);
    EXPECT_THAT(opened, IsOk());
    records = *std::move(opened);
    own_clock = [this] { return absl::FromUnixNanos(nanos); };
    for (const auto& [name, channel] : known_peers) peers[name] = rpc::ChannelPeer(name, channel);
    own = std::make_unique<rpc::Service>(rpc::Gate::Parts{.verifier = verifier,
                                                          .roles = auth::Roles::Default(),
                                                          .store = *records,
                                                          .signer = &own_signer,
                                                          .clock = own_clock,
                                                          .name = service.name,
                                                          .directory = &organisations,
                                                          .keys = &keys});
    kept = std::make_unique<content::Files>(OpenContent(folder), kMostContentBytes);
    own_files =
        std::make_unique<content::OwnFiles>(service.name, own->gate(), keeps_files ? kept.get() : nullptr, own_signer);
    contents = std::make_shared<content::ContentService>(*own_files);
    own_operations = std::make_unique<operations::Operations>(service.name, own->gate(), own_signer);
    service.install(*this);
    Serve(content::ContentMethods(contents));
    notary = std::make_unique<audit::Notary>(*records, own_signer, service.name, "");
    Serve(audit::AuditMethods(service.name, *notary, concerns));
    Serve(events::EventMethods(service.name, *own, concerns));
    own_operations->Register(std::string(operations::kRebuildIndexes), operations::RebuildWork(types));
    own_operations->Register(std::string(operations::kRewrapKeys), operations::RewrapWork(service.name, &keys));
    Serve(operations::OperationMethods(*own_operations, concerns));
    Background([this](const std::stop_token& stop) { own_operations->Run(stop); });
    entered = [this](rpc::IncomingCall& call) {
      auto answerer = rest == nullptr ? nullptr : rest(call);
      return answerer != nullptr ? std::move(answerer) : own->Answer(call);
    };
    entrance = std::make_unique<rpc::Entrance>(entered, rest != nullptr);
    builder.RegisterCallbackGenericService(entrance.get());
    unary_entrance = std::make_unique<rpc::UnaryEntrance>(own->UnaryMethods(), entered, rest != nullptr);
    builder.RegisterService(unary_entrance.get());
    builder.SetMaxReceiveMessageSize(rpc::kMaxReadBytes);
    running = builder.BuildAndStart();
    grpc::ChannelArguments arguments;
    arguments.SetMaxReceiveMessageSize(rpc::kMaxReadBytes);
    inside = running->InProcessChannel(arguments);
  }
  ~State() override {
    own->gate().pulse().Close();
    for (std::jthread& thread : threads) thread.request_stop();
    threads.clear();
    front.reset();
    running->Shutdown();
    running->Wait();
  }

  rpc::Gate& gate() override { return own->gate(); }
  store::Store& store() override { return *records; }
  const rpc::Clock& clock() const override { return own_clock; }
  const auth::Signer& signer() const override { return own_signer; }
  operations::Operations& operations() override { return *own_operations; }
  rpc::Peer& Peer(std::string_view service) override {
    auto& peer = peers[std::string(service)];
    // Nobody listens there.
    if (peer == nullptr) {
      peer = rpc::ChannelPeer(std::string(service),
                              grpc::CreateChannel("unix:/nonexistent", grpc::InsecureChannelCredentials()));
    }
    return *peer;
  }
  // A test's store begins empty, with every entry written by the Gate.
  void Index(std::vector<const rpc::RecordType*> indexed, std::vector<std::string>) override {
    types = std::move(indexed);
  }
  void Seal(std::vector<const rpc::RecordType*>) override {}
  void Serve(const rpc::Methods& methods) override { EXPECT_THAT(own->Add(methods), IsOk()); }
  void ServeOpen(rpc::Route) override {}
  const content::OwnFiles& files() const override { return *own_files; }
  void Holds(content::Holder holder) override { contents->Add(std::move(holder)); }
  const paper::Layout& layout() const override { return paper::Layout::Default(); }
  bool reflection() const override { return true; }
  void Describe(const google::protobuf::DescriptorPool&, std::function<const std::string&()>,
                const rpc::RestPaths*) override {}
  void ServeRest(rpc::Route route) override { rest = std::move(route); }
  void Background(std::function<void(std::stop_token)> work) override { threads.emplace_back(std::move(work)); }
  void Concerns(rpc::Concerns told) override { concerns = std::move(told); }

  rpc::Concerns concerns;
  std::map<std::string, std::unique_ptr<rpc::Peer>> peers;
  std::string language;
  std::atomic<int64_t> nanos = absl::ToUnixNanos(kStart);
  auth::Signer own_signer;
  auth::Verifier verifier;
  rpc::Clock own_clock;
  std::unique_ptr<store::Store> records;
  FixedDirectory organisations;
  std::vector<const rpc::RecordType*> types;
  std::map<std::string, content::DataKey> process_keys = {{"test", content::DataKey::Random()}};
  content::KeyWrap wrap{process_keys, "test"};
  rpc::SubjectKeys keys{wrap};
  std::unique_ptr<rpc::Service> own;
  std::unique_ptr<operations::Operations> own_operations;
  TemporaryFolder folder;
  std::unique_ptr<content::Files> kept;
  std::unique_ptr<content::OwnFiles> own_files;
  std::shared_ptr<content::ContentService> contents;
  std::unique_ptr<audit::Notary> notary;
  rpc::Route rest;
  rpc::Route entered;
  std::unique_ptr<front::Front> front;
  std::unique_ptr<rpc::Entrance> entrance;
  std::unique_ptr<rpc::UnaryEntrance> unary_entrance;
  grpc::ServerBuilder builder;
  std::unique_ptr<grpc::Server> running;
  std::shared_ptr<grpc::Channel> inside;
  std::vector<std::jthread> threads;
};

TestService::TestService(const server::Service& service,
                         const std::map<std::string, std::shared_ptr<grpc::Channel>>& peers, bool keeps_files)
    : state_(std::make_unique<State>(service, peers, keeps_files)) {}
TestService::~TestService() {
  // A watcher can ask for whatever the service tells of.
  const auto log = store().Scan(store::Range::Prefix(StrCat(rpc::kEventLog, "/")), 1000);
  for (const store::Record& record : log.value_or(std::vector<store::Record>())) {
    events::v1::EventRecord told;
    EXPECT_TRUE(told.ParseFromString(record.value));
    for (const auto& entry : told.entries()) {
      const std::string kind = events::KindOf(entry.name());
      EXPECT_TRUE(entry.read_permission().empty() || service().kinds().contains(kind)) << entry.name();
    }
  }
  state_.reset();
  for (const telemetry::CallTotal& total : telemetry::Totals()) {
    if (!total.reason.empty()) KeepReason(total.method, total.reason);
  }
}

std::shared_ptr<grpc::Channel> TestService::channel() const { return state_->inside; }
int TestService::StartFront(const front::Limits& limits, rpc::Web web) {
  auto front = front::Front::Listen({.address = "127.0.0.1:0", .limits = limits},
                                    rpc::FrontEntrance(state_->entered, state_->rest != nullptr, std::move(web)));
  EXPECT_THAT(front, IsOk());
  state_->front = *std::move(front);
  return state_->front->port();
}
rpc::Gate& TestService::gate() { return state_->own->gate(); }
void TestService::AddProcessKey(const std::string& id) {
  state_->process_keys.emplace(id, content::DataKey::Random());
  state_->wrap.Become(content::KeyWrap(state_->process_keys, id));
}
void TestService::DropOldProcessKeys() {
  const std::string current = state_->wrap.current();
  std::erase_if(state_->process_keys, [&](const auto& key) { return key.first != current; });
  state_->wrap.Become(content::KeyWrap(state_->process_keys, current));
}
const content::OwnFiles& TestService::own_files() { return *state_->own_files; }
content::Files& TestService::files() { return *state_->kept; }
std::string TestService::content_folder() const { return StrCat(state_->folder.path(), "/content"); }
rpc::Service& TestService::service() { return *state_->own; }
FixedDirectory& TestService::organisations() { return state_->organisations; }
store::Store& TestService::store() { return *state_->records; }
void TestService::SetNow(absl::Time now) { state_->nanos = absl::ToUnixNanos(now); }
absl::Time TestService::now() const { return absl::FromUnixNanos(state_->nanos); }

void TestService::Speak(std::string_view language) { state_->language = std::string(language); }

void TestService::Trust(std::string_view issuer, std::string_view public_pem) {
  EXPECT_THAT(state_->verifier.Trust(issuer, public_pem), IsOk());
}
const auth::Signer& TestService::signer() const { return state_->own_signer; }

std::unique_ptr<grpc::ClientContext> TestService::As(std::string_view subject, const std::vector<std::string>& bindings,
                                                     annotations::v1::Grade clearance,
                                                     std::optional<std::string_view> person) {
  auto context = std::make_unique<grpc::ClientContext>();
  context->AddMetadata("authorization", StrCat("Bearer ", TestToken(subject, bindings, clearance, now(), person)));
  if (!state_->language.empty()) context->AddMetadata(rpc::kLanguageKey, state_->language);
  context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
  return context;
}

std::unique_ptr<grpc::ClientContext> TestService::Admin() { return As("admin", {"administrator@province"}); }

}  // namespace congress::support

// One grpc::Server with the suite's settings: quotas, message size, no shared ports, health.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server.h"
#include "platform/audit/notary.h"
#include "platform/backup/keys.h"
#include "platform/directory/projection.h"
#include "platform/front/front.h"
#include "platform/maintenance/subject.h"
#include "platform/operations/operations.h"
#include "platform/rpc/front_entrance.h"
#include "platform/rpc/gate.h"
#include "platform/rpc/service.h"
#include "platform/rpc/subject_keys.h"
#include "platform/server/certificate.h"
#include "platform/server/health.h"
#include "platform/server/host.h"
#include "platform/server/introductions.h"
#include "platform/server/options.h"
#include "platform/store/witness.h"
#include "platform/sync.h"

namespace congress::server {

// What every service of one process shares. Outlives the listeners.
struct Shared {
  const Options& options;
  const auth::Verifier& verifier;
  const auth::Roles& roles;
  rpc::Clock clock;
  // Another service, by name.
  std::function<rpc::Peer&(std::string_view)> peer;
  // Null when the process keeps no files.
  content::Files* files = nullptr;
  // What wraps the keys of persons and files; null when the process was given no file of them.
  const content::KeyWrap* keys = nullptr;
  // To whom backups are encrypted; without bytes none are made.
  backup::PublicKey backup_key = {};
  // Null in plaintext.
  const ShownCertificate* certificate = nullptr;
  // How papers look.
  paper::Layout layout = {};
};

// One service with its store, Gate and, where it listens, server. Install in the constructor, then Start.
class Listener : public Host {
 public:
  // `witnessed`: what the store's witness says; null for a store that can have none. `checkpoints`: the file in which
  // checkpoints of its audit log are kept; empty: none is.
  Listener(const Service& service, const Shared& shared, std::unique_ptr<store::Store> store, auth::Signer signer,
           std::function<std::optional<store::Testimony>()> witnessed = nullptr, const std::string& checkpoints = "");
  ~Listener() override;

  // Serves on `address`, or in process alone, without a server, when it is empty. One that cannot be had yet is no
  // error: Ready tells the cause and tries again. INVALID_ARGUMENT or FAILED_PRECONDITION for what waiting never heals.
  absl::Status Start(const std::string& address);
  // Sets what health answers for readiness: for the process as a whole, the service of no name, and by name for the RPC
  // services that it has. Liveness (`live`) is always SERVING.
  void SetServing(bool whole, const std::map<std::string, bool>& by_name);
  // Notes in the metrics how the port for outsiders stands, where there is one.
  void TellDoor() const;
  // The RPC services that it serves.
  const std::vector<std::string>& service_names() const { return service_names_; }
  // Starts the background work.
  void StartBackground();
  // Stops the background work and the server; running calls get until `deadline`.
  void Stop(absl::Time deadline);

  const std::string& name() const { return name_; }
  // The port that was chosen; 0 while there is none.
  int port() const { return port_; }
  // Whether the service is listened for, the store answers and is what this version reads. FAILED_PRECONDITION when it
  // never will be.
  absl::Status Ready();
  // The service for direct calls.
  rpc::Service& service() { return service_; }

  rpc::Gate& gate() override { return service_.gate(); }
  store::Store& store() override { return *store_; }
  const rpc::Clock& clock() const override { return shared_.clock; }
  const auth::Signer& signer() const override { return signer_; }
  operations::Operations& operations() override { return operations_; }
  rpc::Peer& Peer(std::string_view service) override { return shared_.peer(service); }
  void Index(std::vector<const rpc::RecordType*> types, std::vector<std::string> obsolete) override {
    types_.insert(types_.end(), types.begin(), types.end());
    obsolete_ = std::move(obsolete);
  }
  void Seal(std::vector<const rpc::RecordType*> types) override;
  void Serve(const rpc::Methods& methods) override;
  const content::OwnFiles& files() const override { return files_; }
  void Holds(content::Holder holder) override { contents_->Add(std::move(holder)); }
  void Concerns(rpc::Concerns concerns) override { concerns_ = std::move(concerns); }
  void ServeOpen(rpc::Route route) override { open_.push_back(std::move(route)); }
  const paper::Layout& layout() const override { return shared_.layout; }
  bool reflection() const override { return shared_.options.reflection; }
  void ServeRest(rpc::Route route) override { rest_ = std::move(route); }
  void Describe(const google::protobuf::DescriptorPool& descriptors, std::function<const std::string&()> openapi,
                const rpc::RestPaths* rest) override {
    web_.descriptors = &descriptors;
    web_.rest = rest;
    web_.openapi = std::move(openapi);
  }
  void Background(std::function<void(std::stop_token)> work) override { background_.push_back(std::move(work)); }

 private:
  // Who owns the tree of organisations.
  rpc::Peer& Source();
  static absl::Status RequireRoom(const std::string& folder);
  absl::Status MakeReady();
  // What operators are told of; `own`: as requests name the service.
  maintenance::Subject Maintained(const std::string& own, std::function<std::optional<store::Testimony>()> witnessed);
  // Serves what is not served yet, the probes before the service: they tell that it is waited for. UNAVAILABLE when an
  // address cannot be had yet.
  absl::Status Listen();
  absl::Status StartServer();
  absl::Status StartFront();
  std::unique_ptr<rpc::Answerer> Answer(rpc::IncomingCall& call);
  // Serves health alone, in plaintext: a kubelet's gRPC probe speaks no TLS.
  absl::Status StartProbes();
  // It lives, and nothing is ready yet.
  void BeginHealth();

  // Brings the store to what this version declares, for a while at once: UNAVAILABLE until all is done.
  absl::Status BringUpToDate();
  // What records said before they were rewritten, perhaps what is sealed now, goes from the backend's log.
  void ForgetOldForms();

  const std::string name_;
  const std::vector<store::SchemaStep> steps_;
  const std::vector<backup::Companions> companions_;
  const Shared& shared_;
  const std::unique_ptr<store::Store> store_;
  const auth::Signer signer_;
  audit::Notary notary_;
  directory::Projection directory_;
  std::optional<rpc::SubjectKeys> keys_;
  rpc::Service service_;
  const std::unique_ptr<rpc::Peer> own_;  // The service itself, as its own peer.
  operations::Operations operations_;
  const content::OwnFiles files_;
  const std::shared_ptr<content::ContentService> contents_;
  rpc::Concerns concerns_;
  absl::Status installed_;
  std::vector<std::string> service_names_;
  std::vector<rpc::Route> open_;
  rpc::Route rest_;
  Introductions introductions_{signer_};
  rpc::Web web_;
  // Answers every call but health's.
  std::unique_ptr<rpc::Entrance> entrance_;
  std::unique_ptr<rpc::UnaryEntrance> unary_entrance_;
  std::vector<std::function<void(std::stop_token)>> background_;
  std::string address_;
  std::shared_ptr<grpc::ServerCredentials> credentials_;
  std::unique_ptr<grpc::Server> server_;
  // For probes and at the door; a server of gRPC has health of its own.
  Health health_;
  // In place of the server where clients come in.
  std::unique_ptr<front::Front> front_;
  std::unique_ptr<front::Front> probes_;
  std::vector<std::jthread> threads_;
  int port_ = 0;
  std::vector<const rpc::RecordType*> types_ = {&operations::Operations::all()};
  std::vector<const rpc::RecordType*> sealed_;
  std::vector<std::string> obsolete_;
  // A step of the schema was due.
  bool rewritten_ = false;
  bool up_to_date_ = false;
  // As of the last look.
  // Where the store, or else its witness, lies; empty: on no disk of this process.
  std::string folder_;
  mutable Mutex mutex_;
  absl::Status ready_ ABSL_GUARDED_BY(mutex_) = absl::UnavailableError("The service is starting.");
};

// Reads a whole file; INVALID_ARGUMENT naming it when that fails.
absl::StatusOr<std::string> ReadFile(const std::string& path);
// Writes a file by rename, so that a reader sees all of it or none. `mode` is the file's. INVALID_ARGUMENT naming it
// when that fails, UNAVAILABLE when the disk is full.
absl::Status WriteFile(const std::string& path, std::string_view content, int mode = 0644);

// TLS, in which the server shows the certificate as it is when somebody connects, or plaintext without one. Unless
// callers may be `anonymous`, they show one of the same authority, by which they are of the suite; who calls is told by
// the token.
std::shared_ptr<grpc::ServerCredentials> ServerCredentialsOf(const ShownCertificate* certificate, bool anonymous);
std::function<std::shared_ptr<const front::Tls>()> TlsOf(const ShownCertificate* certificate);
// The same towards peers, of the authority in the file `authority` and with the process's own certificate; plaintext
// without one. INVALID_ARGUMENT that names the file when it is of no use.
absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> ChannelCredentialsOf(const std::string& authority,
                                                                               const Certificate* certificate);
// What the other side of a stream may send before this one has read it. Left to itself gRPC lets a fast sender fill
// many megabytes of a slow reader's memory.
inline constexpr int kStreamWindowBytes = 512 << 10;
// Fields of one call between processes: twice what the door takes, since it adds its own.
inline constexpr int kMostMetadataBytes = 2 * static_cast<int>(front::Limits{}.header_bytes);
// How often a service from which nothing comes is asked whether it is there, and how long it may take to answer.
inline constexpr int kPeerPingMs = 10 * 1000;
// Arguments of every channel: message size, reconnect within a second, what notices a service that hangs, no calls to
// replicas that say NOT_SERVING.
// Which replicas of a peer a channel's calls go to.
enum class PeersAsked {
  kReady,  // Those that say that they serve.
  kAll,
};
grpc::ChannelArguments ChannelSettings(PeersAsked asked = PeersAsked::kReady);

}  // namespace congress::server

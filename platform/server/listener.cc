#include "platform/server/listener.h"

#include <utility>

#include "grpcpp/health_check_service_interface.h"
#include "platform/audit/audit_service.h"
#include "platform/backup/backup_service.h"
#include "platform/events/event_service.h"
#include "platform/maintenance/examination.h"
#include "platform/maintenance/maintenance_service.h"
#include "platform/maintenance/observation.h"
#include "platform/operations/operation_service.h"
#include "platform/operations/rebuild.h"
#include "platform/operations/rewrap.h"
#include "platform/pause.h"
#include "platform/rpc/migration.h"
#include "platform/rpc/upkeep.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "platform/store/failure.h"
#include "platform/store/maintained.h"
#include "platform/telemetry/log.h"

namespace congress::server {
namespace {

// How often answers that have outlived their time are deleted.
constexpr absl::Duration kSweepInterval = absl::Hours(6);
// How often refusals of minutes that are over are recorded.
constexpr absl::Duration kRefusalsInterval = absl::Seconds(15);
// How long records are migrated before it is looked whether the process shall end.
constexpr absl::Duration kMigrationTurn = absl::Seconds(1);
// Tells the log what came of a sweep of `what`, where there is something to tell.
void TellSwept(const std::string& service, std::string_view what, const absl::StatusOr<int>& swept) {
  if (!swept.ok()) {
    telemetry::Log(
        telemetry::Level::kWarning, StrCat(what, " were not all swept"),
        {{"service", service}, {"cause", StrCat(store::DriverText(swept.status()), swept.status().ToString())}});
  } else if (*swept > 0) {
    telemetry::Log(telemetry::Level::kInfo, StrCat(what, " swept"), {{"service", service}, {"count", StrCat(*swept)}});
  }
}

void Sweep(const std::string& service, rpc::Gate& gate, const content::OwnFiles& files, const std::stop_token& stop) {
  TellSwept(service, "files that nobody has", files.Sweep(stop));
  const absl::Status events = gate.SweepEvents(stop);
  TellSwept(service, "old events", events.ok() ? absl::StatusOr<int>(0) : events);
  TellSwept(service, "kept answers", gate.SweepAnswers(stop));
}

}  // namespace

Listener::Listener(const Service& service, const Shared& shared, std::unique_ptr<store::Store> store,
                   auth::Signer signer, std::function<std::optional<store::Testimony>()> witnessed,
                   const std::string& checkpoints)
    : name_(service.name),
      steps_(service.steps),
      companions_(service.companions),
      shared_(shared),
      store_(std::move(store)),
      signer_(std::move(signer)),
      notary_(*store_, signer_, service.audited_as.empty() ? service.name : service.audited_as, checkpoints),
      directory_({.service = name_,
                  .store = *store_,
                  .source = [this]() -> rpc::Peer& { return Source(); },
                  .signer = signer_,
                  .clock = shared.clock}),
      keys_(shared.keys == nullptr ? std::nullopt : std::make_optional<rpc::SubjectKeys>(*shared.keys)),
      service_({.verifier = shared.verifier,
                .roles = shared.roles,
                .store = *store_,
                .signer = &signer_,
                .clock = shared.clock,
                .name = name_,
                .directory = &directory_,
                .keys = keys_ ? &*keys_ : nullptr,
                .rates = shared.options.call_rates}),
      own_(rpc::DirectPeer(service_)),
      operations_(service.audited_as.empty() ? service.name : service.audited_as, service_.gate(), signer_),
      files_(operations_.service(), service_.gate(), shared.files, signer_),
      contents_(std::make_shared<content::ContentService>(files_)) {
  gate().Hold(store::Unanswered("the store is brought up to date"));
  service.install(*this);
  installed_.Update(rpc::CheckSubjects());
  Background([this](const std::stop_token& stop) {
    Pause pause;
    do {
      Sweep(name_, gate(), files_, stop);
      pause.Wait(stop, kSweepInterval);
    } while (!stop.stop_requested());
  });
  Background([this](const std::stop_token& stop) {
    Pause pause;
    for (bool more = true; more;) {
      more = !stop.stop_requested();
      const absl::Status recorded = gate().RecordRefusals(more ? shared_.clock() : absl::InfiniteFuture());
      TellSwept(name_, "refusals", recorded.ok() ? absl::StatusOr<int>(0) : recorded);
      if (more) pause.Wait(stop, kRefusalsInterval);
    }
  });
  Background([this](const std::stop_token& stop) { directory_.Run(stop); });
  const std::string& own = service.audited_as.empty() ? name_ : service.audited_as;
  Serve(audit::AuditMethods(own, notary_, concerns_));
  Background([this](const std::stop_token& stop) { notary_.Run(stop, shared_.clock); });
  Serve(events::EventMethods(own, service_, concerns_));
  operations_.Register(std::string(operations::kRebuildIndexes), operations::RebuildWork(types_));
  operations_.Register(std::string(operations::kRewrapKeys), operations::RewrapWork(name_, keys_ ? &*keys_ : nullptr));
  Serve(operations::OperationMethods(operations_, concerns_));
  Serve(content::ContentMethods(contents_));
  Serve(backup::BackupMethods(std::make_shared<backup::BackupService>(
      backup::Subject{.service = own,
                      .keyspace = name_,
                      .version = CONGRESS_VERSION,
                      .store = *store_,
                      .companions = companions_,
                      .contents = contents_->holds() && shared.files != nullptr ? &shared.files->store() : nullptr,
                      .signer = signer_,
                      .recipient = shared.backup_key})));
  const maintenance::Subject maintained = Maintained(own, std::move(witnessed));
  Serve(maintenance::MaintenanceMethods(std::make_shared<maintenance::MaintenanceService>(maintained)));
  Background(
      [this, maintained](const std::stop_token& stop) { maintenance::Observe(maintained, shared_.clock, stop); });
  Background([this](const std::stop_token& stop) { operations_.Run(stop); });
}

// A disk that takes nothing more is told before a commit fails.
absl::Status Listener::RequireRoom(const std::string& folder) {
  constexpr int64_t kLeast = int64_t{256} << 10;
  const auto free = maintenance::FreeDiskBytes(folder);
  if (!free || *free >= kLeast) return absl::OkStatus();
  return absl::UnavailableError(StrCat("the disk of ", folder, " is full: ", *free >> 10, " KiB are free"));
}

maintenance::Subject Listener::Maintained(const std::string& own,
                                          std::function<std::optional<store::Testimony>()> witnessed) {
  const Options& options = shared_.options;
  const bool redis = options.store.starts_with("redis");
  maintenance::Subject subject{
      .service = own,
      .keyspace = name_,
      .version = CONGRESS_VERSION,
      .store = *store_,
      .backend = redis ? "redis" : "sqlite",
      .folder = redis ? options.witness : options.data_dir,
      .types = types_,
      .companions = companions_,
      .contents = contents_->holds() && shared_.files != nullptr ? &shared_.files->store() : nullptr,
      .ready =
          [this] {
            const MutexLock lock(mutex_);
            return ready_;
          },
      .witnessed = std::move(witnessed),
      .audit_goes_on = [this]() -> absl::StatusOr<bool> {
        const auto done = notary_.Sign(shared_.clock());
        if (!done.ok()) return done.status();
        return !done->note.empty();
      },
      .directory_current = [this] { return directory_.CurrentAsOf(); }};
  constexpr std::string_view kSqlite = "sqlite:";
  if (options.store.starts_with(kSqlite)) subject.folder = options.store.substr(kSqlite.size());
  if (const ShownCertificate* certificate = shared_.certificate) {
    subject.certificate_ends = [certificate] { return certificate->Get()->ends; };
  }
  folder_ = subject.folder;
  return subject;
}

Listener::~Listener() { Stop(absl::Now()); }

rpc::Peer& Listener::Source() {
  constexpr std::string_view kAllocation = "allocation";
  // It owns the tree, and follows its own changes as all others do.
  return name_ == kAllocation ? *own_ : shared_.peer(kAllocation);
}

void Listener::Serve(const rpc::Methods& methods) {
  installed_.Update(service_.Add(methods));
  if (methods.service() != nullptr) service_names_.push_back(methods.service()->full_name());
}

void Listener::Seal(std::vector<const rpc::RecordType*> types) {
  sealed_ = std::move(types);
  if (keys_) return;
  installed_.Update(absl::FailedPreconditionError(
      "Records of persons are kept encrypted, and no keys were given: name their file by --content-key."));
}

absl::Status Listener::Start(const std::string& address) {
  RETURN_IF_ERROR(installed_);
  address_ = address;
  credentials_ = ServerCredentialsOf(shared_.certificate, shared_.options.anonymous_peers);
  // Global and before building; the service is part of every server from here on.
  grpc::EnableDefaultHealthCheckService(true);
  BeginHealth();
  const absl::Status listening = Listen();
  return absl::IsUnavailable(listening) ? absl::OkStatus() : listening;
}

absl::Status Listener::Ready() {
  absl::Status ready = MakeReady();
  // Nobody waits for what does not heal.
  if (!up_to_date_ && absl::IsDataLoss(ready)) gate().Hold(ready);
  const MutexLock lock(mutex_);
  ready_ = ready;
  return ready;
}

absl::Status Listener::MakeReady() {
  RETURN_IF_ERROR(Listen());
  // Looks whether the store is what it should be, before anything is read of it.
  RETURN_IF_ERROR(store_->LastSequence().status());
  if (!up_to_date_) RETURN_IF_ERROR(BringUpToDate());
  return RequireRoom(folder_);
}

absl::Status Listener::BringUpToDate() {
  ASSIGN_OR_RETURN(const rpc::MigrationState before, rpc::MigrationStateOf(*store_));
  rewritten_ = rewritten_ || before.schema < store::SchemaOf(steps_).newest;
  ASSIGN_OR_RETURN(const bool migrated, rpc::Migrate(*store_,
                                                     {.steps = steps_,
                                                      .types = types_,
                                                      .principal = signer_.issuer(),
                                                      .sealed = sealed_,
                                                      .keys = keys_ ? &*keys_ : nullptr},
                                                     absl::Now() + kMigrationTurn));
  if (!migrated) {
    ASSIGN_OR_RETURN(const rpc::MigrationState state, rpc::MigrationStateOf(*store_));
    return absl::UnavailableError(StrCat("The store is brought up to date: ", rpc::Told(state)));
  }
  const auto tell = [this](const std::string& type, int64_t records) {
    telemetry::Log(telemetry::Level::kInfo, "bringing the store up to date",
                   {{"service", name_}, {"type", type}, {"records", StrCat(records)}});
  };
  RETURN_IF_ERROR(rpc::BringUpToDate(*store_, types_, signer_.issuer(), tell, obsolete_));
  if (rewritten_) ForgetOldForms();
  gate().Hold(absl::OkStatus());
  up_to_date_ = true;
  return absl::OkStatus();
}

void Listener::ForgetOldForms() {
  auto backend = store_->Maintenance();
  const absl::Status purged = backend.ok() ? (*backend)->Purge() : backend.status();
  if (purged.ok()) return;
  telemetry::Log(telemetry::Level::kWarning, "records that were rewritten may be in the store's log as they were",
                 {{"service", name_}, {"cause", StrCat(store::DriverText(purged), purged.ToString())}});
}

void Listener::StartBackground() {
  for (auto& work : background_) threads_.emplace_back(work);
}

}  // namespace congress::server

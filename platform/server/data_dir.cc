#include "platform/server/data_dir.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <filesystem>
#include <tuple>

#include "absl/time/clock.h"
#include "platform/server/listener.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "platform/telemetry/log.h"

namespace congress::server {
namespace {

constexpr absl::Duration kDevTokenLifetime = absl::Hours(24 * 30);

// What `<folder>/<name>.pem` holds, once it is there: `pem` at first.
absl::StatusOr<std::string> Keep(const std::string& folder, const std::string& name, const std::string& pem) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  const std::string file = StrCat(folder, "/", name, ".pem");
  if (!std::filesystem::exists(file)) RETURN_IF_ERROR(WriteFile(file, pem, 0600));
  return ReadFile(file);
}

// The key in `<folder>/<name>.pem`, made where there is none. On a full disk it is one of this run.
absl::StatusOr<auth::Key> KeptKey(const std::string& folder, const std::string& name) {
  ASSIGN_OR_RETURN(auth::Key made, auth::GenerateKey());
  const auto pem = Keep(folder, name, auth::PrivatePem(made));
  if (absl::IsUnavailable(pem.status())) return made;
  RETURN_IF_ERROR(pem.status());
  auto key = auth::ParsePrivateKey(*pem);
  if (!key.ok()) return absl::InvalidArgumentError(StrCat(folder, "/", name, ".pem: ", key.status().message()));
  return key;
}

}  // namespace

absl::StatusOr<std::unique_ptr<DataDir>> DataDir::Open(const Options& options, auth::Verifier* verifier) {
  const std::string& path = options.data_dir;
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) return absl::InvalidArgumentError(StrCat("cannot make the folder '", path, "': ", error.message()));
  const int lock = open(StrCat(path, "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock < 0) return absl::InvalidArgumentError(StrCat("cannot write in the folder '", path, "'"));
  std::unique_ptr<DataDir> folder(new DataDir(path, lock));
  if (flock(lock, LOCK_EX | LOCK_NB) != 0) {
    return absl::FailedPreconditionError(StrCat("another congressd uses the folder '", path, "'"));
  }
  RETURN_IF_ERROR(folder->RequireContentKeys(options));
  unlink(folder->endpoint_file().c_str());
  const std::string trusted = folder->trusted_keys();
  std::filesystem::create_directory(trusted, error);
  if (std::filesystem::is_empty(trusted, error) && !options.dev) {
    telemetry::Log(telemetry::Level::kWarning, "nobody can log in: put public keys as <issuer>.pem into the folder",
                   {{"folder", trusted}});
  }
  if (options.dev) RETURN_IF_ERROR(folder->MakeDevToken(verifier, options.Now()));
  return folder;
}

DataDir::~DataDir() { close(lock_); }

std::string DataDir::StorePath(const std::string& service) const { return StrCat(path_, "/", service, ".db"); }

std::string DataDir::endpoint_file() const { return StrCat(path_, "/endpoint"); }

std::string DataDir::trusted_keys() const { return StrCat(path_, "/trusted-keys"); }

std::string DataDir::content_url() const { return StrCat("file:", path_, "/content"); }

std::string DataDir::content_key_file() const { return StrCat(path_, "/content-keys"); }

absl::Status DataDir::RequireContentKeys(const Options& options) const {
  if (options.init || !options.content_key.empty()) return absl::OkStatus();
  if (std::filesystem::exists(content_key_file())) return absl::OkStatus();
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(path_, error)) {
    if (entry.path().extension() != ".db") continue;
    return absl::FailedPreconditionError(
        StrCat("The content key file ", content_key_file(), " is missing beside ", entry.path().filename().string(),
               ", and without it no file of the suite opens. Put it back from where it was backed up, or run once with "
               "--init to begin with a new key; what is sealed with the old one stays closed."));
  }
  return absl::OkStatus();
}

absl::StatusOr<auth::Signer> DataDir::SignerFor(const std::string& service, auth::Verifier* verifier) const {
  ASSIGN_OR_RETURN(auth::Key key, KeptKey(StrCat(path_, "/signing-keys"), service));
  auth::Signer signer(StrCat(auth::kProcessPrefix, service), std::move(key));
  RETURN_IF_ERROR(verifier->Trust(signer.issuer(), signer.public_pem()));
  const absl::Status shown = Keep(StrCat(path_, "/public-keys"), signer.issuer(), signer.public_pem()).status();
  // On a full disk it is shown by the next start.
  if (!shown.ok() && !absl::IsUnavailable(shown)) return shown;
  return signer;
}

absl::Status DataDir::MakeDevToken(auth::Verifier* verifier, absl::Time now) const {
  ASSIGN_OR_RETURN(auth::Key key, KeptKey(path_, "dev-key"));
  const auth::Signer signer("dev", std::move(key));
  RETURN_IF_ERROR(verifier->Trust("dev", signer.public_pem(), kDevTokenLifetime));
  // Two people, because whoever submits a plan may not approve it; persons are what is compared.
  for (const auto& [file, subject, role] :
       {std::tuple("token", "dev", "administrator"), std::tuple("approver-token", "dev-approver", "secretary")}) {
    auth::Principal principal;
    principal.subject = subject;
    principal.person = StrCat("persons/", subject);
    principal.bindings = {{role, std::string(auth::kProvince)}};
    principal.clearance = annotations::v1::SENSITIVE;
    const std::string path = StrCat(path_, "/", file);
    RETURN_IF_ERROR(WriteFile(path, signer.Sign(principal, now, kDevTokenLifetime) + "\n", 0600));
    telemetry::Log(telemetry::Level::kWarning, "development mode: a token for use on this machine was written",
                   {{"file", path}, {"role", role}});
  }
  return absl::OkStatus();
}

}  // namespace congress::server

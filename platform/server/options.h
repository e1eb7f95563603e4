// The options of every server binary, read by one parser from command line, environment (CONGRESS_*) and file.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "platform/auth/token.h"
#include "platform/content/files.h"
#include "platform/rpc/rates.h"

namespace congress::server {

struct Options {
  // HOST:PORT; port 0 lets the system choose.
  std::string listen = "127.0.0.1:0";
  // `sqlite:PATH`, `redis://…`, `redis+unix://…`; empty only for congressd.
  std::string store;
  std::string store_password_file;
  // The suite that the stores belong to; empty: the one that they or their witnesses speak of.
  std::string suite;
  // Folder of the witnesses; empty: beside a SQLite store's file, and none for any other.
  std::string witness;
  // What is done to the stores in place of serving.
  bool init = false;
  bool accept_rollback = false;
  // Where the other services are: `drafting=dns:///drafting:50051,…`; replicas without a common name are
  // `drafting=ipv4:10.0.0.1:50051,10.0.0.2:50051,…`.
  std::map<std::string, std::string> peers;
  // Folder of `<issuer>.pem`, each with one public key or more, and `<issuer>.jwks.json`, whose tokens are accepted.
  // Followed, as are the roles and the certificate.
  std::string trusted_keys;
  // How often an account may call a method of one service.
  rpc::CallRates call_rates = {.all = 10'000};
  // How long tokens may be good.
  auth::Lifetimes token_lifetimes;
  // PEM of this process's Ed25519 private key; made anew for the process's life when empty.
  std::string signing_key;
  // A roles.yaml that replaces the built-in one.
  std::string roles;
  // TLS on the listener and towards peers; all three or none.
  std::string tls_cert;
  std::string tls_key;
  std::string tls_ca;
  // Of who signs the certificates by which applications are known at the door; empty: none is asked for.
  std::string client_ca;
  // Whether who calls needs no certificate, which is asked for on TLS otherwise: of the door never.
  bool anonymous_peers = false;
  // Allows plaintext off loopback.
  bool insecure = false;
  // Where files are kept: `file:DIR`, `s3://…`; empty: nowhere, or for congressd in its data folder.
  std::string content;
  // File of the keys that wrap the keys of persons and files; empty only where there are none, or for congressd.
  // Followed.
  std::string content_key;
  // Longest file that is taken, in bytes.
  int64_t max_content = content::kDefaultLimitBytes;
  // A layout of papers that takes the place of the one that is compiled in.
  std::string paper_layout;
  // File of the public key to which backups are encrypted; empty: none are made.
  std::string backup_key;
  // HOST:PORT of the Prometheus page; empty: none.
  std::string metrics;
  // HOST:PORT of a plaintext listener that answers grpc.health.v1 alone, for probes that speak no TLS; empty: none.
  std::string health;
  // From whose pages browsers may call (gateway and congressd), such as `https://office.example`.
  std::vector<std::string> cors_origins;
  // The address that is really listened on is written here once the server serves.
  std::string endpoint_file;
  std::string log_level = "info";
  absl::Duration drain_pause = absl::ZeroDuration();
  absl::Duration drain_deadline = absl::Seconds(20);
  // Answers gRPC reflection (gateway and congressd).
  bool reflection = false;
  // congressd only.
  std::string data_dir;
  bool dev = false;
  // By how many whole days the suite's clock is away from the machine's; none but with `dev`.
  absl::Duration away = absl::ZeroDuration();

  absl::Time Now() const { return absl::Now() + away; }
  bool tls() const { return !tls_cert.empty(); }
};

// Reads the options of `process`. On `--help` or `--version` prints and returns with `exit_code` 0; on a wrong option
// or value prints one line and returns with 2. `exit_code` -1: go on.
Options ParseOptions(int argc, char** argv, const std::string& process, int* exit_code);

// What is wrong with the options together, such as plaintext off loopback.
absl::Status Check(const Options& options, const std::string& process);

}  // namespace congress::server

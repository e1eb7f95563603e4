#include "platform/server/options.h"

#include <cmath>
#include <iostream>
#include <optional>
#include <set>

#include "CLI/CLI.hpp"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "platform/civil/civil.h"
#include "platform/rpc/address.h"
#include "platform/status/strings.h"
#include "platform/telemetry/log.h"

namespace congress::server {
namespace {

// `5s`, `250ms`, `1m`.
std::string CheckDuration(const std::string& text) {
  absl::Duration duration;
  return absl::ParseDuration(text, &duration) && duration >= absl::ZeroDuration()
             ? ""
             : StrCat("'", text, "' is no duration such as 5s or 250ms");
}

// `12h`, `30d`.
std::optional<absl::Duration> LifetimeIn(const std::string& text) {
  int days = 0;
  absl::Duration lifetime;
  if (text.ends_with('d') && absl::SimpleAtoi(text.substr(0, text.size() - 1), &days)) {
    lifetime = absl::Hours(24) * days;
  } else if (!absl::ParseDuration(text, &lifetime)) {
    return std::nullopt;
  }
  return lifetime > absl::ZeroDuration() ? std::optional(lifetime) : std::nullopt;
}

// `12h` for all, `jobs=30d` for those of one issuer.
std::string CheckLifetime(const std::string& text) {
  const size_t equals = text.rfind('=');
  const std::string time = equals == std::string::npos ? text : text.substr(equals + 1);
  return equals != 0 && LifetimeIn(time).has_value() ? "" : StrCat("'", text, "' is no time such as 12h, or jobs=30d");
}

auth::Lifetimes LifetimesOf(const std::vector<std::string>& said) {
  auth::Lifetimes lifetimes;
  for (const std::string& text : said) {
    const size_t equals = text.rfind('=');
    if (equals == std::string::npos) {
      lifetimes.longest = *LifetimeIn(text);
    } else {
      lifetimes.by_issuer[text.substr(0, equals)] = *LifetimeIn(text.substr(equals + 1));
    }
  }
  return lifetimes;
}

// `500` for all, `dossiers.packages.download=0.1` for the methods of one permission.
std::string CheckRate(const std::string& text) {
  double rate = 0;
  const bool right = absl::SimpleAtod(text.substr(text.rfind('=') + 1), &rate) && rate >= 0 && !text.starts_with('=');
  return right && std::isfinite(rate) ? ""
                                      : StrCat("'", text, "' is no number of calls such as 500, or PERMISSION=0.1");
}

void TakeRates(const std::vector<std::string>& said, rpc::CallRates* rates) {
  for (const std::string& text : said) {
    const size_t equals = text.rfind('=');
    const bool all = equals == std::string::npos;
    double rate = 0;
    if (absl::SimpleAtod(all ? text : text.substr(equals + 1), &rate)) {
      (all ? rates->all : rates->by_permission[text.substr(0, equals)]) = rate;
    }
  }
}

std::string CheckAddress(const std::string& text) {
  return rpc::PortOf(text).has_value() ? "" : StrCat("'", text, "' is no HOST:PORT");
}

std::string CheckLevel(const std::string& text) {
  telemetry::Level level;
  return telemetry::ParseLevel(text, &level) ? "" : StrCat("'", text, "' is none of debug, info, warning, error");
}

// As a browser names the page that calls.
std::string CheckOrigin(const std::string& text) {
  const size_t scheme = text.find("://");
  const std::string host = scheme == std::string::npos ? "" : text.substr(scheme + 3);
  const bool plain = !host.empty() && host.find_first_of("/?#@*\\ ") == std::string::npos &&
                     text == absl::AsciiStrToLower(text) &&
                     (text.starts_with("https://") || text.starts_with("http://"));
  return plain ? "" : StrCat("'", text, "' is no origin such as https://office.example");
}

std::string CheckDay(const std::string& text) {
  const auto day = civil::Parse(text);
  return day.ok() ? "" : std::string(day.status().message());
}

}  // namespace

Options ParseOptions(int argc, char** argv, const std::string& process, int* exit_code) {
  Options options;
  std::vector<std::string> peers;
  std::vector<std::string> lifetimes;
  std::vector<std::string> rates;
  std::string pause = "0s";
  std::string deadline = "20s";
  std::string today;
  CLI::App app(StrCat(process, ": a server of the congress suite"));
  app.set_version_flag("--version", CONGRESS_VERSION);
  app.set_config("--config", "", "File of options in TOML, one `option = value` a line");
  app.allow_config_extras(CLI::config_extras_mode::error);
  const auto add = [&](const std::string& name, auto& value, const std::string& help) {
    std::string environment = StrCat("CONGRESS_", name);
    for (char& c : environment) c = c == '-' ? '_' : absl::ascii_toupper(static_cast<unsigned char>(c));
    return app.add_option(StrCat("--", name), value, help)->envname(environment)->capture_default_str();
  };
  add("listen", options.listen, "HOST:PORT to serve on; port 0 lets the system choose")->check(CheckAddress);
  const bool suite = process == "congressd";
  if (suite) {
    add("data-dir", options.data_dir, "Folder of everything that the suite keeps");
    app.add_flag("--dev", options.dev, "Make keys and an administrator's token for use on this machine; reflection on")
        ->envname("CONGRESS_DEV");
    add("today", today, "With --dev: the day, as 2025-07-16, that the suite takes for today")->check(CheckDay);
  } else {
    add("store", options.store, "sqlite:PATH, redis://HOST:PORT/DB or redis+unix:///SOCKET");
    add("store-password-file", options.store_password_file, "File that holds the store's password")
        ->check(CLI::ExistingFile);
    add("peers", peers,
        "Other services: drafting=dns:///HOST:PORT or, of several replicas, drafting=ipv4:IP:PORT,IP:PORT; separated "
        "by "
        "commas")
        ->delimiter(',');
    add("trusted-keys", options.trusted_keys, "Folder of <issuer>.pem public keys and <issuer>.jwks.json")
        ->check(CLI::ExistingDirectory);
    add("signing-key", options.signing_key, "PEM of this process's Ed25519 private key")->check(CLI::ExistingFile);
    add("endpoint-file", options.endpoint_file, "File to write the real address to once the server serves");
  }
  add("token-lifetime", lifetimes,
      "How long a token may be valid, 12h unless told, and of which issuers longer or shorter, as 12h,jobs=30d")
      ->delimiter(',')
      ->check(CheckLifetime);
  add("call-rate", rates,
      "Calls a second that one account may make of a method, 10000 unless told, and of which permissions fewer or "
      "more, "
      "as 500,dossiers.packages.download=0.1; 0: any number")
      ->delimiter(',')
      ->check(CheckRate);
  add("suite", options.suite, "Name of the suite that the stores belong to; without one a new suite gets a UUID");
  add("witness", options.witness,
      "Folder for the witness of what was acknowledged, outside the store; beside a SQLite file by default");
  app.add_flag("--init", options.init, "Make the stores where there are none, and end");
  app.add_flag("--accept-rollback", options.accept_rollback,
               "Begin a new epoch in stores that were set back or restored, and end");
  if (suite || process == "gateway") {
    add("client-ca", options.client_ca,
        "PEM of the authority that signs applications' certificates: who shows one and sends no token calls as "
        "x509:NAME, the URI or DNS name in it")
        ->check(CLI::ExistingFile);
    add("cors-origins", options.cors_origins, "From whose pages browsers may call: https://HOST,…; nobody's by default")
        ->delimiter(',')
        ->check(CheckOrigin);
    app.add_flag("--reflection", options.reflection, "Answer gRPC reflection")->envname("CONGRESS_REFLECTION");
  }
  add("roles", options.roles, "A roles.yaml in place of the built-in one")->check(CLI::ExistingFile);
  add("tls-cert", options.tls_cert, "PEM of the server's certificate")->check(CLI::ExistingFile);
  add("tls-key", options.tls_key, "PEM of the certificate's key")->check(CLI::ExistingFile);
  add("tls-ca", options.tls_ca, "PEM of the authority that signed the peers' certificates")->check(CLI::ExistingFile);
  app.add_flag(
      "--anonymous-peers", options.anonymous_peers,
      "Serve callers that show no certificate of --tls-ca, as those must whose certificates are for servers alone");
  app.add_flag("--insecure", options.insecure, "Allow plaintext off loopback")->envname("CONGRESS_INSECURE");
  add("content", options.content, "Where files are kept: file:DIR or s3://BUCKET?endpoint=https://HOST:PORT");
  add("content-key", options.content_key, "File of the keys that wrap the keys of persons and files")
      ->check(CLI::ExistingFile);
  add("max-content", options.max_content, "Longest file that is taken, with KB, MB or GB")
      ->transform(CLI::AsSizeValue(false))
      ->check(CLI::Range(int64_t{1}, int64_t{1} << 40));
  add("paper-layout", options.paper_layout, "A layout.yaml of Party papers in place of the built-in one")
      ->check(CLI::ExistingFile);
  add("backup-key", options.backup_key, "File of the public key to which backups are encrypted")
      ->check(CLI::ExistingFile);
  add("metrics", options.metrics, "HOST:PORT of the Prometheus page")->check(CheckAddress);
  add("health", options.health, "HOST:PORT of a plaintext listener for health alone, for probes that speak no TLS")
      ->check(CheckAddress);
  add("log-level", options.log_level, "debug, info, warning or error")->check(CheckLevel);
  add("drain-pause", pause, "Time between NOT_SERVING and the closing of the port")->check(CheckDuration);
  add("drain-deadline", deadline, "Time that running calls get to end")->check(CheckDuration);

  *exit_code = -1;
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked) {
    *exit_code = app.exit(asked);
    return options;
  } catch (const CLI::ParseError& error) {
    std::cerr << process << ": " << error.what() << "\n";
    *exit_code = 2;
    return options;
  }
  // By whole days, so that it goes on over restarts.
  if (!today.empty()) options.away = absl::Hours(24) * (*civil::Parse(today) - civil::Today(absl::Now()));
  options.token_lifetimes = LifetimesOf(lifetimes);
  TakeRates(rates, &options.call_rates);
  absl::ParseDuration(pause, &options.drain_pause);
  absl::ParseDuration(deadline, &options.drain_deadline);
  std::string last;
  for (const std::string& peer : peers) {
    // A list of addresses has commas as well: what names no service goes on with it.
    if (!last.empty() && peer.find('=') == std::string::npos) {
      options.peers[last] += "," + peer;
      continue;
    }
    const std::pair<std::string, std::string> parts = absl::StrSplit(peer, absl::MaxSplits('=', 1));
    last = parts.first;
    options.peers.insert(parts);
  }
  if (options.dev) options.reflection = true;
  if (const absl::Status status = Check(options, process); !status.ok()) {
    std::cerr << process << ": " << status.message() << "\n";
    *exit_code = 2;
  }
  return options;
}

absl::Status Check(const Options& options, const std::string& process) {
  if (options.tls_cert.empty() != options.tls_key.empty() || options.tls_cert.empty() != options.tls_ca.empty()) {
    return absl::InvalidArgumentError("--tls-cert, --tls-key and --tls-ca go together");
  }
  if (!options.client_ca.empty() && !options.tls()) {
    return absl::InvalidArgumentError("--client-ca needs --tls-*: certificates are shown over TLS");
  }
  if (!options.tls() && !options.insecure && !rpc::IsLoopback(options.listen)) {
    return absl::InvalidArgumentError(
        StrCat("--listen ", options.listen, " is not on loopback: give --tls-*, or --insecure to serve plaintext"));
  }
  if (options.init && options.accept_rollback) {
    return absl::InvalidArgumentError("--init and --accept-rollback exclude each other");
  }
  if (options.suite.size() > 128) return absl::InvalidArgumentError("--suite has at most 128 bytes");
  if (options.dev && !rpc::IsLoopback(options.listen)) {
    return absl::InvalidArgumentError("--dev makes an administrator's token and so listens on loopback only");
  }
  if (options.away != absl::ZeroDuration() && !options.dev) {
    return absl::InvalidArgumentError("--today is for trying the suite out and so needs --dev");
  }
  static const std::set<std::string> services = {"allocation", "dossiers", "drafting", "scheduling"};
  for (const auto& [name, target] : options.peers) {
    if (!services.contains(name) || target.empty()) {
      return absl::InvalidArgumentError(
          StrCat("--peers: '", name, "=", target,
                 "' is no SERVICE=TARGET with one of allocation, dossiers, drafting, scheduling"));
    }
    if (!options.tls() && !options.insecure && !rpc::IsLoopback(target)) {
      return absl::InvalidArgumentError(
          StrCat("--peers: ", target, " is not on loopback: give --tls-*, or --insecure to call in plaintext"));
    }
  }
  // Not by the parser, which would name a missing option before it names an unknown one.
  if (process == "congressd") {
    return options.data_dir.empty() ? absl::InvalidArgumentError("--data-dir is required") : absl::OkStatus();
  }
  if (!options.content.empty() && options.content_key.empty()) {
    return absl::InvalidArgumentError("--content needs --content-key");
  }
  if (options.store.empty()) return absl::InvalidArgumentError("--store is required");
  if (options.trusted_keys.empty()) return absl::InvalidArgumentError("--trusted-keys is required");
  return absl::OkStatus();
}

}  // namespace congress::server

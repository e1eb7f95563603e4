#include "tests/support/suite.h"

#include <arpa/inet.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "nlohmann/json.hpp"
#include "platform/rpc/message_size.h"
#include "platform/server/options.h"
#include "platform/status/strings.h"
#include "tests/support/person.h"
#include "tests/support/reasons.h"

namespace congress::support {
namespace {

[[noreturn]] void GiveUp(const std::string& line) {
  std::fprintf(stderr, "%s\n", line.c_str());
  std::abort();
}

// In one step: a process that was started before may be reading the file.
void WriteFile(const std::string& path, const std::string& content) {
  const std::string whole = path + ".new";
  if (!(std::ofstream(whole, std::ios::binary) << content << std::flush)) GiveUp(StrCat("cannot write ", whole));
  std::filesystem::rename(whole, path);
}

std::string FirstLine(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

std::shared_ptr<grpc::Channel> ChannelTo(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(rpc::kMaxReadBytes);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 50);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 50);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 200);
  // Each test's channel has connections of its own.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

// Other tests that run meanwhile take another port: the name of a socket, which goes with this process.
bool Claim(int port) {
  const int claim = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  const std::string name = StrCat("congress-test-port-", port);
  // Behind a zero byte it is no file.
  name.copy(address.sun_path + 1, sizeof(address.sun_path) - 1);
  if (bind(claim, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0) return true;
  close(claim);
  return false;
}

}  // namespace

std::string FreeAddress() {
  // The kernel gives 32768 and above to whoever connects.
  constexpr int kFirst = 20'000;
  constexpr int kLast = 32'000;
  static std::mt19937 random(std::random_device{}());
  for (int tries = 0; tries < 100; ++tries) {
    const int port = std::uniform_int_distribution<int>(kFirst, kLast)(random);
    const int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const bool free = bind(probe, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
    close(probe);
    if (free && Claim(port)) return StrCat("127.0.0.1:", port);
  }
  GiveUp("no free port for the test");
}

void PrintTo(Shape shape, std::ostream* out) {
  *out << (shape == Shape::kOneProcess ? "congressd" : "separate processes");
}

Suite::Suite(const Options& options) : shape_(options.shape), issuer_("test", *auth::GenerateKey()) {
  std::filesystem::create_directory(folder() + "/trusted-keys");
  Trust("test", issuer_.public_pem());
  std::vector<std::string> starts;
  const std::string content_key = StrCat(folder(), "/content-key");
  WriteFile(content_key, StrCat("test ", std::string(64, '7'), "\n"));
  const std::string backup_key = options.backup_key.value_or(folder() + "/backup-key");
  if (!options.backup_key) WriteFile(backup_key, StrCat("congress-backup-public-key ", std::string(64, '9'), "\n"));
  const std::string content = options.content.empty() ? StrCat("file:", folder(), "/content") : options.content;
  if (shape_ == Shape::kOneProcess) {
    members_["congressd"] = {.command = Words("congressd", options),
                             .endpoint_file = "endpoint",
                             .address = FreeAddress(),
                             .channel = nullptr,
                             .process = nullptr};
    auto& command = members_["congressd"].command;
    command.insert(command.end(), {"--dev", "--data-dir", folder()});
    starts = {"congressd"};
  } else {
    // Keys first: a process reads whom it trusts when it starts.
    starts.assign(std::begin(kServices), std::end(kServices));
    starts.push_back("gateway");
    for (const std::string& name : starts) {
      const auth::Key key = *auth::GenerateKey();
      WriteFile(StrCat(folder(), "/", name, ".pem"), auth::PrivatePem(key));
      Trust(StrCat(auth::kProcessPrefix, name), auth::PublicPem(key));
      // Each is told where the others will be.
      members_[name].address = FreeAddress();
    }
  }
  for (const std::string& name : starts) {
    if (shape_ == Shape::kSeparate) members_[name] = MemberOf(name, options);
    auto& command = members_[name].command;
    command.insert(command.end(),
                   {"--log-level", options.log_level, "--content", content, "--content-key", content_key});
    if (!backup_key.empty()) command.insert(command.end(), {"--backup-key", backup_key});
    command.insert(command.end(), options.arguments.begin(), options.arguments.end());
    if (name == door()) command.insert(command.end(), options.door_arguments.begin(), options.door_arguments.end());
    if (shape_ == Shape::kSeparate) MakeStore(command);
    Start(name);
    members_[name].channel = ChannelTo(members_[name].address);
  }
}

Suite::~Suite() {
  for (auto& [name, member] : members_) {
    member.process->Kill();
    KeepReasons(*member.process);
  }
}

std::vector<std::string> Suite::Words(const std::string& binary, const Options& options) const {
  std::vector<std::string> words;
  if (!options.disk.empty()) {
    // What the folder holds so far goes with it onto the disk that takes its place.
    words = {"unshare",
             "-rm",
             "sh",
             "-c",
             StrCat("mkdir \"$0/disk\" && mount -t tmpfs -o size=", options.disk,
                    " tmpfs \"$0/disk\" && find \"$0\" -xdev -mindepth 1 -maxdepth 1 ! -name disk -exec cp -a {} "
                    "\"$0/disk\" \\; && mount --bind \"$0/disk\" \"$0\" && exec \"$@\""),
             folder()};
  }
  if (options.program.empty()) {
    words.push_back(Binary(binary));
  } else {
    words.insert(words.end(), {options.program, binary});
  }
  return words;
}

std::string Suite::FileOf(const std::string& process, const std::string& name) const {
  return StrCat("/proc/", members_.at(process).process->pid(), "/root", folder(), "/", name);
}

void Suite::Trust(const std::string& issuer, const std::string& public_pem) const {
  WriteFile(StrCat(folder(), "/trusted-keys/", issuer, ".pem"), public_pem);
}

Suite::Member Suite::MemberOf(const std::string& service, const Options& options) const {
  std::vector<std::string> peers;
  for (const auto& [name, member] : members_) {
    if (name != service && name != "gateway") peers.push_back(StrCat(name, "=", member.address));
  }
  Member member{.command = Words(StrCat("congress-", service), options),
                .endpoint_file = StrCat(service, ".endpoint"),
                .address = members_.at(service).address,
                .channel = nullptr,
                .process = nullptr};
  member.command.insert(
      member.command.end(),
      {"--store", options.store.empty() ? StrCat("sqlite:", folder(), "/", service, ".db") : options.store,
       "--trusted-keys", folder() + "/trusted-keys", "--signing-key", StrCat(folder(), "/", service, ".pem"),
       "--endpoint-file", StrCat(folder(), "/", member.endpoint_file)});
  if (!peers.empty()) member.command.insert(member.command.end(), {"--peers", absl::StrJoin(peers, ",")});
  if (service == "gateway") member.command.push_back("--reflection");
  return member;
}

std::vector<std::string> Suite::names() const {
  std::vector<std::string> names;
  for (const auto& [name, member] : members_) names.push_back(name);
  return names;
}

void Suite::Kill(const std::string& name) { process(name).Kill(); }

void Suite::Start(const std::string& name) {
  while (!StartOnce(name)) {
  }
}

std::string Suite::AddReplica(const std::string& service) {
  const Member& first = members_.at(service);
  const std::string name = StrCat(service, "-", members_.size());
  Member replica{.command = first.command,
                 .endpoint_file = StrCat(name, ".endpoint"),
                 .address = FreeAddress(),
                 .channel = nullptr,
                 .process = nullptr};
  const auto file = [&](const Member& member) { return StrCat(folder(), "/", member.endpoint_file); };
  std::replace(replica.command.begin(), replica.command.end(), file(first), file(replica));
  members_[name] = std::move(replica);
  Start(name);
  members_[name].channel = ChannelTo(members_[name].address);
  return name;
}

bool Suite::StartOnce(const std::string& name) {
  Member& member = members_.at(name);
  if (member.process != nullptr) {
    member.process->Kill();
    KeepReasons(*member.process);
  }
  std::error_code ignored;
  std::filesystem::remove(StrCat(folder(), "/", member.endpoint_file), ignored);
  std::vector<std::string> command = member.command;
  command.insert(command.end(), {"--listen", member.address});
  member.process = std::make_unique<Process>(command);
  const bool serves = Eventually(
      [&] { return std::filesystem::exists(FileOf(name, member.endpoint_file)) || !member.process->Runs(); });
  if (!serves || !member.process->Runs()) {
    if (member.process->Wait(absl::ZeroDuration()) == 128 + SIGKILL) return false;
    GiveUp(StrCat(name, " does not serve: ", member.process->Errors()));
  }
  member.address = FirstLine(FileOf(name, member.endpoint_file));
  return true;
}

std::string Suite::Token(std::string_view subject, const std::vector<std::string>& bindings,
                         annotations::v1::Grade clearance, std::optional<std::string_view> person,
                         absl::Duration lifetime) const {
  auth::Principal principal;
  principal.subject = std::string(subject);
  principal.clearance = clearance;
  principal.person = person.has_value() ? std::string(*person) : PersonOf(subject);
  for (const std::string& binding : bindings) {
    const size_t at = binding.find('@');
    principal.bindings.push_back({binding.substr(0, at), StrCat("organisations/", binding.substr(at + 1))});
  }
  return issuer_.Sign(principal, absl::Now(), lifetime);
}

std::unique_ptr<grpc::ClientContext> Suite::As(std::string_view subject, const std::vector<std::string>& bindings,
                                               annotations::v1::Grade clearance) const {
  auto context = std::make_unique<grpc::ClientContext>();
  context->AddMetadata("authorization", StrCat("Bearer ", Token(subject, bindings, clearance)));
  context->set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(60)));
  return context;
}

std::string Suite::AdminTokenFile() const {
  const std::string path = folder() + "/admin-token";
  WriteFile(path, Token("admin", {"administrator@province"}) + "\n");
  return path;
}

void Suite::KeepReasons(const Process& process) const {
  for (const absl::string_view line : absl::StrSplit(process.Errors(), '\n', absl::SkipEmpty())) {
    const auto record = nlohmann::json::parse(line.begin(), line.end(), nullptr, false);
    if (!record.is_object() || record.value("message", "") != "call") continue;
    if (const std::string reason = record.value("reason", ""); !reason.empty()) {
      KeepReason(record.value("method", ""), reason);
    }
  }
}

}  // namespace congress::support

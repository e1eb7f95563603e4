// The suite as real processes of a test: all in one, or each service by itself behind the gateway.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "congress/annotations/v1/options.pb.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "platform/auth/token.h"
#include "tests/support/process.h"
#include "tests/support/temporary_folder.h"

namespace congress::support {

// An address on loopback that a server can be killed on and started on again: outside the range from which the kernel
// gives ports to whoever connects, so that nobody takes it in between.
std::string FreeAddress();

enum class Shape {
  // congressd: one process, SQLite.
  kOneProcess,
  // congress-drafting, -allocation, -dossiers, -scheduling and -gateway.
  kSeparate,
};
void PrintTo(Shape shape, std::ostream* out);

class Suite {
 public:
  struct Options {
    Shape shape = Shape::kOneProcess;
    // With kSeparate: the store of every service; empty for a SQLite file each.
    std::string store;
    // Where files lie, as `--content` has it; empty for a folder.
    std::string content = {};
    // File of the key to which backups are encrypted; empty for none. Unless told, one that nobody can open.
    std::optional<std::string> backup_key = std::nullopt;
    // Further options of every server.
    std::vector<std::string> arguments = {};
    // Of the process at whose port outsiders come alone.
    std::vector<std::string> door_arguments = {};
    // At `debug` the reasons of errors are kept.
    std::string log_level = "debug";
    // Path of a program that plays every server, named by its first argument, and may kill itself; empty for those that
    // are shipped.
    std::string program = {};
    // With kOneProcess: the size of a disk on which all of it lies, such as `64m`; it goes with the process. Needs user
    // namespaces.
    std::string disk = {};
  };

  // Returns when every process serves; ends the test program with the reason when one does not.
  explicit Suite(const Options& options);
  explicit Suite(Shape shape) : Suite(Options{.shape = shape, .store = "", .arguments = {}}) {}
  // Kills what runs and keeps the reasons of errors that the processes logged, for the walk over the comments.
  ~Suite();
  Suite(const Suite&) = delete;
  Suite& operator=(const Suite&) = delete;

  // Channels live as long as the suite and find a restarted process again.
  std::shared_ptr<grpc::Channel> channel() const { return Channel(door()); }
  // To one process; with kOneProcess there is only `congressd`.
  std::shared_ptr<grpc::Channel> Channel(const std::string& process) const { return members_.at(process).channel; }
  // HOST:PORT of the gateway.
  const std::string& endpoint() const { return address(door()); }
  const std::string& address(const std::string& process) const { return members_.at(process).address; }
  const std::string& folder() const { return folder_.path(); }
  // A file of that folder as the process sees it, which may have a disk of its own.
  std::string FileOf(const std::string& process, const std::string& name) const;
  Shape shape() const { return shape_; }

  // `congressd`, or `drafting`, `allocation`, `dossiers`, `scheduling`, `gateway`.
  std::vector<std::string> names() const;
  Process& process(const std::string& name) { return *members_.at(name).process; }
  // SIGKILL.
  void Kill(const std::string& name);
  // Starts a process that has ended, on its old address and files, and again while it kills itself; returns when it
  // serves.
  void Start(const std::string& name);

  // Starts another replica of the service on the same store; its name, for Channel.
  std::string AddReplica(const std::string& service);

  // A token of one who holds `bindings` (`role@organisation-id`) with this clearance. `person`: to whom the account
  // belongs, empty for a token that names no person; unless told, PersonOf(subject). `lifetime`: how long it is good.
  std::string Token(std::string_view subject, const std::vector<std::string>& bindings,
                    annotations::v1::Grade clearance = annotations::v1::SENSITIVE,
                    std::optional<std::string_view> person = std::nullopt,
                    absl::Duration lifetime = absl::Hours(1)) const;
  // A context with such a token and a deadline of 20 s.
  std::unique_ptr<grpc::ClientContext> As(std::string_view subject, const std::vector<std::string>& bindings,
                                          annotations::v1::Grade clearance = annotations::v1::SENSITIVE) const;
  std::unique_ptr<grpc::ClientContext> Admin() const { return As("admin", {"administrator@province"}); }
  // A file with an administrator's token, for congressctl.
  std::string AdminTokenFile() const;

 private:
  struct Member {
    std::vector<std::string> command;
    // Its name in the folder.
    std::string endpoint_file;
    std::string address;
    std::shared_ptr<grpc::Channel> channel;
    std::unique_ptr<Process> process;
  };

  std::string door() const { return shape_ == Shape::kOneProcess ? "congressd" : "gateway"; }
  void Trust(const std::string& issuer, const std::string& public_pem) const;
  // The words that start a binary.
  std::vector<std::string> Words(const std::string& binary, const Options& options) const;
  // The command of a service of its own, with keys and with its peers.
  Member MemberOf(const std::string& service, const Options& options) const;
  // Starts the process once; false when it kills itself before it serves.
  bool StartOnce(const std::string& name);
  void KeepReasons(const Process& process) const;

  const Shape shape_;
  TemporaryFolder folder_;
  auth::Signer issuer_;
  std::map<std::string, Member> members_;
};

// What every test of separate processes starts.
inline constexpr const char* kServices[] = {"drafting", "allocation", "dossiers", "scheduling"};

}  // namespace congress::support

// One service in process for a test: real Gate, real store (SQLite in memory), in-process channel, stopped clock.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "congress/annotations/v1/options.pb.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "platform/auth/token.h"
#include "platform/content/content_service.h"
#include "platform/front/front.h"
#include "platform/rpc/client.h"
#include "platform/rpc/fields.h"
#include "platform/rpc/front_entrance.h"
#include "platform/rpc/service.h"
#include "platform/server/host.h"
#include "tests/support/fixed_directory.h"
#include "tests/support/status_matchers.h"

namespace congress::support {

class TestService {
 public:
  // `peers`: channels to other services that this one calls, by name; a missing peer answers UNAVAILABLE.
  // `keeps_files`: whether it has a place for files.
  explicit TestService(const server::Service& service,
                       const std::map<std::string, std::shared_ptr<grpc::Channel>>& peers = {},
                       bool keeps_files = true);
  ~TestService();

  std::shared_ptr<grpc::Channel> channel() const;
  // Serves at a front as well; its port on loopback.
  int StartFront(const front::Limits& limits = {}, rpc::Web web = {});
  store::Store& store();
  rpc::Gate& gate();
  // Adds a process key, which wraps from now on; takes all others away.
  void AddProcessKey(const std::string& id);
  void DropOldProcessKeys();
  // Its files, in a temporary folder.
  const content::OwnFiles& own_files();
  content::Files& files();
  std::string content_folder() const;
  // For direct calls.
  rpc::Service& service();
  // The organisations that the service knows of.
  FixedDirectory& organisations();
  // The server's clock stands still; 2025-06-16 02:00 UTC at first.
  void SetNow(absl::Time now);
  absl::Time now() const;
  // Trusts another TestService's process, before its first call: `b.Trust("process-a", a.signer().public_pem())`.
  void Trust(std::string_view issuer, std::string_view public_pem);
  // What this service signs its own calls with.
  const auth::Signer& signer() const;

  // A context whose token binds the caller to `bindings` (`role@organisation-id`), with the highest clearance
  // unless told. `person` as in TestToken.
  std::unique_ptr<grpc::ClientContext> As(std::string_view subject, const std::vector<std::string>& bindings,
                                          annotations::v1::Grade clearance = annotations::v1::SENSITIVE,
                                          std::optional<std::string_view> person = std::nullopt);
  // Contexts that are made from here on ask for this language, as `accept-language` has it.
  void Speak(std::string_view language);
  // As administrator@province.
  std::unique_ptr<grpc::ClientContext> Admin();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The message as a replay gives it: without its graded fields.
template <class T>
T AsReplayed(T message) {
  rpc::Redact(annotations::v1::GRADE_UNSPECIFIED, &message);
  return message;
}

// A token for tests, signed by the key that every TestService trusts. `person`: to whom the account belongs, empty for
// a token that names no person; unless told, PersonOf(subject).
std::string TestToken(std::string_view subject, const std::vector<std::string>& bindings,
                      annotations::v1::Grade clearance, absl::Time now,
                      std::optional<std::string_view> person = std::nullopt);

}  // namespace congress::support

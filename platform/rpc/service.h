// One service of a process: its methods behind its Gate, and the places of those who call them.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "platform/rpc/gate.h"
#include "platform/rpc/incoming_call.h"
#include "platform/rpc/methods.h"
#include "platform/rpc/places.h"

namespace congress::rpc {

// Safe for many threads once all methods are added.
class Service {
 public:
  // Calls at work, each on a thread: enough that those who wait for the store's disk do so together.
  static constexpr Places::Limits kCalls = {.running = 64, .most = 256};
  // Streams wait more than they work, so they have places of their own.
  static constexpr Places::Limits kStreams = {.running = 256, .most = 256};

  explicit Service(const Gate::Parts& parts) : gate_(parts) {}

  Gate& gate() { return gate_; }
  // FAILED_PRECONDITION when the table is not complete; see Methods::Check.
  absl::Status Add(Methods methods);
  // The method `congress.x.v1.XService/Method`; null when the service has none of that name.
  const Method* Find(std::string_view name) const;
  // Answers an incoming call of a method of this service; null when it has no such method.
  std::unique_ptr<Answerer> Answer(IncomingCall& call);
  // Names of the methods with one request and one answer.
  std::vector<std::string> UnaryMethods() const;
  // The kinds of resources that its methods speak of, such as `dossiers`: what stands before an id in their names.
  const std::set<std::string, std::less<>>& kinds() const { return kinds_; }
  Places& PlacesFor(const Method& method) { return method.streams() ? streams_ : calls_; }

 private:
  Gate gate_;
  std::map<std::string, Method, std::less<>> methods_;
  std::set<std::string, std::less<>> kinds_;
  Places calls_{kCalls};
  Places streams_{kStreams};
};

}  // namespace congress::rpc

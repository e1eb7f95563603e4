// What a service is given when it is installed in a process, alone or beside others.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "platform/auth/token.h"
#include "platform/backup/companions.h"
#include "platform/content/content_service.h"
#include "platform/operations/operations.h"
#include "platform/paper/layout.h"
#include "platform/rpc/concerns.h"
#include "platform/rpc/gate.h"
#include "platform/rpc/incoming_call.h"
#include "platform/rpc/methods.h"
#include "platform/rpc/peer.h"
#include "platform/rpc/rest.h"
#include "platform/store/schema.h"
#include "platform/store/store.h"

namespace congress::server {

class Host {
 public:
  virtual ~Host() = default;

  // The Gate and keyspace of this service.
  virtual rpc::Gate& gate() = 0;
  virtual store::Store& store() = 0;
  virtual const rpc::Clock& clock() const = 0;
  // Signs what the process does by itself.
  virtual const auth::Signer& signer() const = 0;
  // The long work of this service.
  virtual operations::Operations& operations() = 0;
  // Another service of the suite, such as `drafting`; it lives as long as the process and may be used before that
  // service is up.
  virtual rpc::Peer& Peer(std::string_view service) = 0;

  // Takes the repositories whose indexes are kept: before the service serves, their entries are there.
  // Records of `obsolete` types, which older versions wrote, are deleted then.
  virtual void Index(std::vector<const rpc::RecordType*> types, std::vector<std::string> obsolete = {}) = 0;
  // Takes the repositories of records with graded fields; the process ends with one line when it has no keys for them.
  virtual void Seal(std::vector<const rpc::RecordType*> types) = 0;
  // Takes the methods of an RPC service; the process ends with one line when the table is not complete.
  virtual void Serve(const rpc::Methods& methods) = 0;
  // The files of its resources; they live as long as the process.
  virtual const content::OwnFiles& files() const = 0;
  // Takes a kind of resources whose files are sent and fetched by ContentService.
  virtual void Holds(content::Holder holder) = 0;
  // Takes what tells whether a resource is about the caller, which events and the audit log keep from them.
  virtual void Concerns(rpc::Concerns concerns) = 0;
  // Takes who answers calls that ask nobody who they are: reflection. They do not pass the Gate.
  virtual void ServeOpen(rpc::Route route) = 0;
  // How papers look here; it lives as long as the process.
  virtual const paper::Layout& layout() const = 0;
  // Whether the process was told to answer reflection.
  virtual bool reflection() const = 0;
  // Who answers what no method of this service does: the gateway's routes. Such a process is the door, where clients
  // come in.
  virtual void ServeRest(rpc::Route route) = 0;
  // Takes what describes the methods that come in here to who calls them in JSON. `openapi`: the same as a document,
  // for anybody; null where nobody shall list them. `rest`: the paths that they declare; outlives the host.
  virtual void Describe(const google::protobuf::DescriptorPool& descriptors,
                        std::function<const std::string&()> openapi, const rpc::RestPaths* rest) = 0;
  // Runs `work` on a thread of its own from when the server is up until it drains.
  virtual void Background(std::function<void(std::stop_token)> work) = 0;
};

// A service as `Main` sees it.
struct Service {
  // `allocation`, and the name of its keyspace, peer and health service.
  std::string name;
  // Under which name AuditService and EventService speak of its logs; empty: its own.
  std::string audited_as = {};
  std::function<void(Host&)> install;
  // How its keyspace came to be as this version reads it, oldest first.
  std::vector<store::SchemaStep> steps = {};
  // Which of its records are never without others.
  std::vector<backup::Companions> companions = {};
};

}  // namespace congress::server

// What the audit logs of a suite say was done, to hold a client's journal against.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "congress/audit/v1/audit.pb.h"
#include "tests/support/suite.h"

namespace congress::e2e {

class AuditLogs {
 public:
  // Reads every service's log through the gateway, and again while one does not answer yet.
  static absl::StatusOr<AuditLogs> Read(const support::Suite& suite);

  // How many commits changed something under this id; `method` is `congress.dossiers.v1.CreatePerson`, the request's
  // type without its ending. An empty principal stands for anyone.
  int Count(std::string_view method, std::string_view request_id, std::string_view principal = "") const;
  // Every commit that changed something, in words that are the same in every run of the same work: without times and
  // places in the log. The ids under which a preparation calls come from its uid and are left out.
  std::multiset<std::string> Deeds() const;
  // The first log whose numbers do not rise; empty when there is none.
  std::string Disorder() const;
  // All records by service, in order.
  const std::map<std::string, std::vector<audit::v1::AuditRecord>>& logs() const { return logs_; }
  // Records of `service` that changed something, in order.
  std::vector<audit::v1::AuditRecord> Changes(const std::string& service) const;

 private:
  std::map<std::string, std::vector<audit::v1::AuditRecord>> logs_;
};

}  // namespace congress::e2e

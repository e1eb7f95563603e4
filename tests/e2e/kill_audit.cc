#include "tests/e2e/kill_audit.h"

#include <algorithm>

#include "absl/strings/str_join.h"
#include "congress/audit/v1/audit_service.grpc.pb.h"
#include "platform/auth/token.h"
#include "platform/rpc/client.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "tests/support/process.h"

namespace congress::e2e {
namespace {

using audit::v1::AuditRecord;
using audit::v1::AuditService;

absl::StatusOr<std::vector<AuditRecord>> ReadLog(const support::Suite& suite, const std::string& service) {
  const auto stub = AuditService::NewStub(suite.channel());
  std::vector<AuditRecord> records;
  audit::v1::ListAuditRecordsRequest request;
  // The gateway keeps what the preparation does.
  request.set_parent(StrCat("services/", service == "gateway" ? "preparation" : service));
  request.set_page_size(1000);
  do {
    ASSIGN_OR_RETURN(const auto page,
                     rpc::Invoke(*stub, &AuditService::StubInterface::ListAuditRecords, suite.Admin(), request));
    records.insert(records.end(), page.audit_records().begin(), page.audit_records().end());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return records;
}

// `congress.dossiers.v1.PersonService/CreatePerson` as a journal names it.
std::string WithoutService(const std::string& method) {
  const std::string package = method.substr(0, method.find('/'));
  return StrCat(package.substr(0, package.rfind('.')), ".", method.substr(method.find('/') + 1));
}

// Without the last id where the server makes it at random.
std::string Known(const std::string& name) {
  const size_t id = name.rfind('/') + 1;
  for (const char* kind : {"operations/", "stageEntries/", "exceptions/", "tenures/"}) {
    if (name.substr(0, id).ends_with(kind)) return name.substr(0, id) + "-";
  }
  return name;
}

std::string Words(const std::string& service, const AuditRecord& record) {
  std::vector<std::string> changes;
  for (const auto& change : record.changes()) {
    changes.push_back(StrCat(audit::v1::Change::Kind_Name(change.kind()), " ", Known(change.name())));
  }
  std::sort(changes.begin(), changes.end());
  // Of a preparation or an operation: what a process calls for itself is named after the operation, which has a random
  // id.
  const bool by_step = record.principal().starts_with(auth::kProcessPrefix);
  return StrCat(service, ": ", record.principal(), " for '", record.on_behalf_of(), "' ", record.method(), " ",
                by_step ? "by a step" : record.request_id(), ": ", absl::StrJoin(changes, ", "));
}

}  // namespace

absl::StatusOr<AuditLogs> AuditLogs::Read(const support::Suite& suite) {
  AuditLogs logs;
  for (const std::string service : {"allocation", "dossiers", "drafting", "scheduling", "gateway"}) {
    absl::StatusOr<std::vector<AuditRecord>> log = absl::UnknownError("never asked");
    support::Eventually([&] {
      log = ReadLog(suite, service);
      return !absl::IsUnavailable(log.status());
    });
    RETURN_IF_ERROR(log.status());
    logs.logs_[service] = *std::move(log);
  }
  return logs;
}

int AuditLogs::Count(std::string_view method, std::string_view request_id, std::string_view principal) const {
  int count = 0;
  for (const auto& [service, log] : logs_) {
    for (const AuditRecord& record : log) {
      if (record.request_id() == request_id && record.changes_size() > 0 &&
          (principal.empty() || record.principal() == principal) && WithoutService(record.method()) == method) {
        ++count;
      }
    }
  }
  return count;
}

std::multiset<std::string> AuditLogs::Deeds() const {
  std::multiset<std::string> deeds;
  for (const auto& [service, log] : logs_) {
    for (const AuditRecord& record : log) {
      if (record.changes_size() > 0) deeds.insert(Words(service, record));
    }
  }
  return deeds;
}

std::string AuditLogs::Disorder() const {
  for (const auto& [service, log] : logs_) {
    for (size_t i = 1; i < log.size(); ++i) {
      if (log[i].sequence() > log[i - 1].sequence()) continue;
      return StrCat(service, " has ", log[i].sequence(), " behind ", log[i - 1].sequence());
    }
  }
  return "";
}

std::vector<AuditRecord> AuditLogs::Changes(const std::string& service) const {
  std::vector<AuditRecord> changes;
  std::copy_if(logs_.at(service).begin(), logs_.at(service).end(), std::back_inserter(changes),
               [](const AuditRecord& record) { return record.changes_size() > 0; });
  return changes;
}

}  // namespace congress::e2e

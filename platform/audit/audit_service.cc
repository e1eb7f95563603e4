#include "platform/audit/audit_service.h"

#include <algorithm>
#include <vector>

#include "absl/strings/numbers.h"
#include "congress/annotations/v1/options.pb.h"
#include "platform/audit/merkle.h"
#include "platform/auth/roles.h"
#include "platform/civil/civil.h"
#include "platform/rpc/gate.h"
#include "platform/rpc/repository.h"
#include "platform/status/strings.h"

namespace congress::audit {
namespace {

store::Range LogRange() { return store::Range::Prefix(StrCat(rpc::kAuditLog, "/")); }

absl::StatusOr<int64_t> SequenceOf(std::string_view key) {
  int64_t sequence = 0;
  if (!absl::SimpleAtoi(ToAbsl(key.substr(key.rfind('/') + 1)), &sequence)) return rpc::Corrupt(key);
  return sequence;
}

// The clearance without which nobody is told of the record: that of what it shows, and of the method alone, since that
// a suspension was entered at all is told to nobody else.
annotations::v1::Grade ClearanceToRead(const v1::AuditRecord& record) {
  annotations::v1::Grade grade = record.grade();
  // Older versions did not say up to which grade fields were shown.
  if (grade == annotations::v1::GRADE_UNSPECIFIED && record.graded_reads_size() > 0) grade = annotations::v1::Grade_MAX;
  std::string name = record.method();
  std::replace(name.begin(), name.end(), '/', '.');
  const auto* method = google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(name);
  if (method == nullptr) return grade;
  return std::max(grade, auth::ClearanceFor(method->options().GetExtension(annotations::v1::method).permission()));
}

v1::AuditRecord Withheld(const v1::AuditRecord& record) {
  v1::AuditRecord left;
  *left.mutable_time() = record.time();
  left.set_withheld(true);
  return left;
}

// Whether the request speaks of the log of `service`, and the caller may read it.
absl::Status Authorise(rpc::Call& call, std::string_view parent, std::string_view service) {
  RETURN_IF_ERROR(call.Require(auth::kProvince));
  return rpc::RequireService(parent, service);
}

// One page of the log.
struct Page {
  std::vector<store::Record> records;
  std::string next_page_token;
};

template <class Request>
absl::StatusOr<Page> ReadPage(rpc::Call& call, const Request& request) {
  const rpc::PageRequest page = rpc::PageOf(request);
  ASSIGN_OR_RETURN(const std::string last, rpc::LastKeyOf(page, call.store().Epoch()));
  const store::Range range = last.empty() ? LogRange() : LogRange().After(last);
  Page read;
  ASSIGN_OR_RETURN(read.records, call.store().Scan(range, rpc::ClampPageSize(page.page_size)));
  if (read.records.empty()) return read;
  const std::string& end = read.records.back().key;
  ASSIGN_OR_RETURN(const auto next, call.store().Scan(range.After(end), 1));
  if (!next.empty()) read.next_page_token = rpc::TokenFor(page, end, call.store().Epoch());
  return read;
}

}  // namespace

absl::StatusOr<v1::ListAuditRecordsResponse> AuditService::ListAuditRecords(
    rpc::Call& call, const v1::ListAuditRecordsRequest& request) const {
  RETURN_IF_ERROR(Authorise(call, request.parent(), service_));
  ASSIGN_OR_RETURN(Page page, ReadPage(call, request));
  v1::ListAuditRecordsResponse answer;
  for (const auto& record : page.records) {
    v1::AuditRecord* item = answer.add_audit_records();
    if (!item->ParseFromString(record.value)) return rpc::Corrupt(record.key);
    ASSIGN_OR_RETURN(const int64_t sequence, SequenceOf(record.key));
    ASSIGN_OR_RETURN(const bool kept, IsKeptFrom(call, *item));
    if (kept) *item = Withheld(*item);
    item->set_sequence(sequence);
  }
  answer.set_next_page_token(std::move(page.next_page_token));
  return answer;
}

absl::StatusOr<v1::ListAuditLeavesResponse> AuditService::ListAuditLeaves(
    rpc::Call& call, const v1::ListAuditLeavesRequest& request) const {
  RETURN_IF_ERROR(Authorise(call, request.parent(), service_));
  ASSIGN_OR_RETURN(Page page, ReadPage(call, request));
  v1::ListAuditLeavesResponse answer;
  for (const auto& record : page.records) {
    answer.add_leaf_sha256(LeafHash(record.value));
    ASSIGN_OR_RETURN(const int64_t sequence, SequenceOf(record.key));
    answer.add_sequences(sequence);
  }
  answer.set_next_page_token(std::move(page.next_page_token));
  return answer;
}

absl::StatusOr<v1::Checkpoint> AuditService::GetAuditCheckpoint(rpc::Call& call,
                                                                const v1::GetAuditCheckpointRequest& request) const {
  RETURN_IF_ERROR(Authorise(call, request.parent(), service_));
  TreeHash tree;
  store::Range range = LogRange();
  while (true) {
    ASSIGN_OR_RETURN(const auto records, call.store().Scan(range, rpc::kMaxPageSize));
    if (records.empty()) break;
    for (const auto& record : records) tree.Add(LeafHash(record.value));
    range = range.After(records.back().key);
  }
  v1::Checkpoint checkpoint;
  checkpoint.set_service(service_);
  checkpoint.set_tree_size(tree.size());
  checkpoint.set_root_sha256(tree.Root());
  *checkpoint.mutable_create_time() = civil::ToTimestamp(call.now());
  return checkpoint;
}

absl::StatusOr<bool> AuditService::IsKeptFrom(rpc::Call& call, const v1::AuditRecord& record) const {
  const annotations::v1::Grade grade = ClearanceToRead(record);
  if (grade > call.principal().clearance) return true;
  if (concerns_ == nullptr || call.principal().person.empty()) return false;
  std::vector<std::string> names(record.graded_reads().begin(), record.graded_reads().end());
  for (const v1::Change& change : record.changes()) names.push_back(change.name());
  for (const std::string& name : names) {
    ASSIGN_OR_RETURN(const bool own, concerns_(call, name, grade));
    if (own) return true;
  }
  return false;
}

rpc::Bind<AuditService> AuditMethods(const std::string& service, rpc::Concerns concerns) {
  return rpc::Bind("congress.audit.v1.AuditService", std::make_shared<AuditService>(service, std::move(concerns)))
      .On("ListAuditRecords", &AuditService::ListAuditRecords)
      .On("ListAuditLeaves", &AuditService::ListAuditLeaves)
      .On("GetAuditCheckpoint", &AuditService::GetAuditCheckpoint);
}

}  // namespace congress::audit

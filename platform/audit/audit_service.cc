#include "platform/audit/audit_service.h"

#include <algorithm>
#include <vector>

#include "absl/strings/numbers.h"
#include "congress/annotations/v1/options.pb.h"
#include "platform/audit/log_reading.h"
#include "platform/auth/roles.h"
#include "platform/civil/civil.h"
#include "platform/rpc/gate.h"
#include "platform/rpc/repository.h"
#include "platform/status/status.h"
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

// `given`, or all that there is where none was; INVALID_ARGUMENT outside of `least` to `most`.
absl::StatusOr<int64_t> SizeOf(std::string_view field, int64_t given, int64_t least, int64_t most) {
  const int64_t size = given == 0 ? most : given;
  status::Violations violations;
  if (size > most) violations.Add(field, status::PlatformFault::ABOVE_MAXIMUM, {{"maximum", StrCat(most)}});
  if (size < least) violations.Add(field, status::PlatformFault::BELOW_MINIMUM, {{"minimum", StrCat(least)}});
  RETURN_IF_ERROR(violations.ToStatus());
  return size;
}

// One page of the log.
struct Page {
  std::vector<store::Record> records;
  std::string next_page_token;
};

absl::StatusOr<Page> ReadPage(rpc::Call& call, const v1::ListAuditRecordsRequest& request) {
  const rpc::PageRequest page = rpc::PageOf(request);
  ASSIGN_OR_RETURN(std::string last, rpc::LastKeyOf(page, call.store().Epoch()));
  if (last.empty() && request.after_sequence() > 0) last = store::AppendKey(rpc::kAuditLog, request.after_sequence());
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
    for (v1::Change& change : *item->mutable_changes()) change.set_revision(sequence);
  }
  answer.set_next_page_token(std::move(page.next_page_token));
  return answer;
}

absl::StatusOr<v1::AuditLeaf> AuditService::Shown(rpc::Call& call, const Slot& slot) const {
  v1::AuditLeaf shown;
  shown.set_sequence(slot.sequence());
  if (slot.leaf) {
    shown.set_index(slot.leaf->index);
    shown.set_leaf_sha256(slot.leaf->sha256);
  }
  v1::AuditRecord act;
  // Of what cannot be read nobody knows who may see it.
  if (!slot.record || !act.ParseFromString(slot.record->value)) return shown;
  ASSIGN_OR_RETURN(const bool kept, IsKeptFrom(call, act));
  shown.set_withheld(kept);
  if (!kept) shown.set_record(slot.record->value);
  return shown;
}

absl::StatusOr<v1::ListAuditLeavesResponse> AuditService::ListAuditLeaves(
    rpc::Call& call, const v1::ListAuditLeavesRequest& request) const {
  RETURN_IF_ERROR(Authorise(call, request.parent(), service_));
  const rpc::PageRequest page = rpc::PageOf(request);
  ASSIGN_OR_RETURN(const std::string last, rpc::LastKeyOf(page, call.store().Epoch()));
  store::Revision after = request.after_sequence();
  if (!last.empty()) {
    ASSIGN_OR_RETURN(after, SequenceOf(last));
  }
  RETURN_IF_ERROR(notary_.tree().Follow());
  ASSIGN_OR_RETURN(const Reading reading,
                   ReadLog(call.store(), notary_.tree(), after, rpc::ClampPageSize(page.page_size)));
  v1::ListAuditLeavesResponse answer;
  for (const Slot& slot : reading.slots) {
    ASSIGN_OR_RETURN(*answer.add_leaves(), Shown(call, slot));
  }
  if (reading.more) {
    answer.set_next_page_token(
        rpc::TokenFor(page, store::AppendKey(rpc::kAuditLog, reading.through), call.store().Epoch()));
  }
  return answer;
}

absl::StatusOr<v1::Checkpoint> AuditService::GetAuditCheckpoint(rpc::Call& call,
                                                                const v1::GetAuditCheckpointRequest& request) const {
  RETURN_IF_ERROR(Authorise(call, request.parent(), service_));
  ASSIGN_OR_RETURN(const Notary::Signed done, notary_.Sign(call.now()));
  v1::Checkpoint checkpoint;
  checkpoint.set_service(service_);
  checkpoint.set_tree_size(done.head.size);
  checkpoint.set_root_sha256(done.head.root);
  *checkpoint.mutable_create_time() = civil::ToTimestamp(call.now());
  checkpoint.set_note(done.note);
  checkpoint.set_verifier_key(ToString(done.key));
  checkpoint.set_last_sequence(done.head.sequence);
  return checkpoint;
}

absl::StatusOr<v1::AuditInclusionProof> AuditService::GetAuditInclusionProof(
    rpc::Call& call, const v1::GetAuditInclusionProofRequest& request) const {
  RETURN_IF_ERROR(Authorise(call, request.parent(), service_));
  LogTree& tree = notary_.tree();
  RETURN_IF_ERROR(tree.Follow());
  ASSIGN_OR_RETURN(const int64_t size, SizeOf("tree_size", request.tree_size(), 0, tree.size()));
  // Whatever lies in the log, it is what was recorded that is proved.
  ASSIGN_OR_RETURN(const Reading reading, ReadLog(call.store(), tree, request.sequence() - 1, 1));
  if (reading.slots.empty() || !reading.slots.front().leaf || reading.slots.front().sequence() != request.sequence()) {
    return status::NotFound("AuditRecord", StrCat(request.parent(), "/auditRecords/", request.sequence()));
  }
  const Leaf& leaf = *reading.slots.front().leaf;
  RETURN_IF_ERROR(SizeOf("tree_size", size, leaf.index + 1, tree.size()).status());
  v1::AuditInclusionProof proof;
  ASSIGN_OR_RETURN(*proof.mutable_leaf(), Shown(call, reading.slots.front()));
  proof.set_tree_size(size);
  ASSIGN_OR_RETURN(const auto hashes, tree.Inclusion(leaf.index, size));
  proof.mutable_sha256()->Add(hashes.begin(), hashes.end());
  return proof;
}

absl::StatusOr<v1::AuditConsistencyProof> AuditService::GetAuditConsistencyProof(
    rpc::Call& call, const v1::GetAuditConsistencyProofRequest& request) const {
  RETURN_IF_ERROR(Authorise(call, request.parent(), service_));
  LogTree& tree = notary_.tree();
  RETURN_IF_ERROR(tree.Follow());
  ASSIGN_OR_RETURN(const int64_t second, SizeOf("second_size", request.second_size(), 1, tree.size()));
  ASSIGN_OR_RETURN(const int64_t first, SizeOf("first_size", request.first_size(), 1, second));
  v1::AuditConsistencyProof proof;
  proof.set_first_size(first);
  proof.set_second_size(second);
  ASSIGN_OR_RETURN(const auto hashes, tree.Consistency(first, second));
  proof.mutable_sha256()->Add(hashes.begin(), hashes.end());
  return proof;
}

absl::StatusOr<bool> AuditService::IsKeptFrom(rpc::Call& call, const v1::AuditRecord& record) const {
  const annotations::v1::Grade grade = ClearanceToRead(record);
  if (grade > call.principal().clearance) return true;
  if (concerns_ == nullptr || call.principal().person.empty()) return false;
  std::vector<std::string> names(record.graded_reads().begin(), record.graded_reads().end());
  for (const v1::GradedRead& read : record.reads()) names.insert(names.end(), read.names().begin(), read.names().end());
  for (const v1::Change& change : record.changes()) names.push_back(change.name());
  for (const std::string& name : names) {
    ASSIGN_OR_RETURN(const bool own, concerns_(call, name, grade));
    if (own) return true;
  }
  return false;
}

rpc::Bind<AuditService> AuditMethods(const std::string& service, Notary& notary, rpc::Concerns concerns) {
  return rpc::Bind("congress.audit.v1.AuditService",
                   std::make_shared<AuditService>(service, notary, std::move(concerns)))
      .On("ListAuditRecords", &AuditService::ListAuditRecords)
      .On("ListAuditLeaves", &AuditService::ListAuditLeaves)
      .On("GetAuditCheckpoint", &AuditService::GetAuditCheckpoint)
      .On("GetAuditInclusionProof", &AuditService::GetAuditInclusionProof)
      .On("GetAuditConsistencyProof", &AuditService::GetAuditConsistencyProof);
}

}  // namespace congress::audit

#include "platform/audit/audit_service.h"

#include "absl/strings/numbers.h"
#include "platform/audit/merkle.h"
#include "platform/civil/civil.h"
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

}  // namespace

grpc::Status AuditService::ListAuditRecords(grpc::ServerContext* context, const v1::ListAuditRecordsRequest* request,
                                            v1::ListAuditRecordsResponse* response) {
  return gate_.Pass(
      context, *request, response,
      [](rpc::Call& call, const v1::ListAuditRecordsRequest& checked) -> absl::StatusOr<v1::ListAuditRecordsResponse> {
        RETURN_IF_ERROR(call.Require(auth::kProvince));
        const rpc::PageRequest page = rpc::PageOf(checked);
        ASSIGN_OR_RETURN(const std::string last, rpc::LastKeyOf(page));
        const int size = rpc::ClampPageSize(page.page_size);
        const store::Range range = last.empty() ? LogRange() : LogRange().After(last);
        ASSIGN_OR_RETURN(const auto records, call.store().Scan(range, size));
        v1::ListAuditRecordsResponse answer;
        for (const auto& record : records) {
          v1::AuditRecord* item = answer.add_audit_records();
          if (!item->ParseFromString(record.value)) return rpc::Corrupt(record.key);
          ASSIGN_OR_RETURN(const int64_t sequence, SequenceOf(record.key));
          item->set_sequence(sequence);
        }
        if (!records.empty()) {
          ASSIGN_OR_RETURN(const auto next, call.store().Scan(range.After(records.back().key), 1));
          if (!next.empty()) answer.set_next_page_token(rpc::TokenFor(page, records.back().key));
        }
        return answer;
      });
}

grpc::Status AuditService::GetAuditCheckpoint(grpc::ServerContext* context,
                                              const v1::GetAuditCheckpointRequest* request, v1::Checkpoint* response) {
  return gate_.Pass(context, *request, response,
                    [this](rpc::Call& call, const v1::GetAuditCheckpointRequest&) -> absl::StatusOr<v1::Checkpoint> {
                      RETURN_IF_ERROR(call.Require(auth::kProvince));
                      v1::Checkpoint checkpoint;
                      std::vector<std::string> leaves;
                      store::Range range = LogRange();
                      while (true) {
                        ASSIGN_OR_RETURN(const auto records, call.store().Scan(range, rpc::kMaxPageSize));
                        if (records.empty()) break;
                        for (const auto& record : records) leaves.push_back(LeafHash(record.value));
                        range = range.After(records.back().key);
                      }
                      checkpoint.set_service(service_);
                      checkpoint.set_tree_size(static_cast<int64_t>(leaves.size()));
                      checkpoint.set_root_sha256(RootHash(leaves));
                      for (std::string& leaf : leaves) checkpoint.add_leaf_sha256(std::move(leaf));
                      *checkpoint.mutable_create_time() = civil::ToTimestamp(call.now());
                      return checkpoint;
                    });
}

}  // namespace congress::audit

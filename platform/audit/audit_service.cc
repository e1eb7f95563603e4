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

// One page of the log.
struct Page {
  std::vector<store::Record> records;
  std::string next_page_token;
};

template <class Request>
absl::StatusOr<Page> ReadPage(rpc::Call& call, const Request& request) {
  RETURN_IF_ERROR(call.Require(auth::kProvince));
  const rpc::PageRequest page = rpc::PageOf(request);
  ASSIGN_OR_RETURN(const std::string last, rpc::LastKeyOf(page));
  const store::Range range = last.empty() ? LogRange() : LogRange().After(last);
  Page read;
  ASSIGN_OR_RETURN(read.records, call.store().Scan(range, rpc::ClampPageSize(page.page_size)));
  if (read.records.empty()) return read;
  const std::string& end = read.records.back().key;
  ASSIGN_OR_RETURN(const auto next, call.store().Scan(range.After(end), 1));
  if (!next.empty()) read.next_page_token = rpc::TokenFor(page, end);
  return read;
}

}  // namespace

grpc::Status AuditService::ListAuditRecords(grpc::ServerContext* context, const v1::ListAuditRecordsRequest* request,
                                            v1::ListAuditRecordsResponse* response) {
  return gate_.Pass(
      context, *request, response,
      [](rpc::Call& call, const v1::ListAuditRecordsRequest& checked) -> absl::StatusOr<v1::ListAuditRecordsResponse> {
        ASSIGN_OR_RETURN(Page page, ReadPage(call, checked));
        v1::ListAuditRecordsResponse answer;
        for (const auto& record : page.records) {
          v1::AuditRecord* item = answer.add_audit_records();
          if (!item->ParseFromString(record.value)) return rpc::Corrupt(record.key);
          ASSIGN_OR_RETURN(const int64_t sequence, SequenceOf(record.key));
          item->set_sequence(sequence);
        }
        answer.set_next_page_token(std::move(page.next_page_token));
        return answer;
      });
}

grpc::Status AuditService::ListAuditLeaves(grpc::ServerContext* context, const v1::ListAuditLeavesRequest* request,
                                           v1::ListAuditLeavesResponse* response) {
  return gate_.Pass(
      context, *request, response,
      [](rpc::Call& call, const v1::ListAuditLeavesRequest& checked) -> absl::StatusOr<v1::ListAuditLeavesResponse> {
        ASSIGN_OR_RETURN(Page page, ReadPage(call, checked));
        v1::ListAuditLeavesResponse answer;
        for (const auto& record : page.records) answer.add_leaf_sha256(LeafHash(record.value));
        answer.set_next_page_token(std::move(page.next_page_token));
        return answer;
      });
}

grpc::Status AuditService::GetAuditCheckpoint(grpc::ServerContext* context,
                                              const v1::GetAuditCheckpointRequest* request, v1::Checkpoint* response) {
  return gate_.Pass(context, *request, response,
                    [this](rpc::Call& call, const v1::GetAuditCheckpointRequest&) -> absl::StatusOr<v1::Checkpoint> {
                      RETURN_IF_ERROR(call.Require(auth::kProvince));
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
                    });
}

}  // namespace congress::audit

#include "platform/rpc/repository.h"

#include <openssl/sha.h>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "congress/store/v1/stored.pb.h"

namespace congress::rpc {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

std::string Sha256(std::string_view bytes) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

}  // namespace

PageRequest PageOf(const Message& request) {
  PageRequest page;
  std::unique_ptr<Message> rest(request.New());
  rest->CopyFrom(request);
  const auto& reflection = *request.GetReflection();
  if (const FieldDescriptor* field = request.GetDescriptor()->FindFieldByName("page_size")) {
    page.page_size = reflection.GetInt32(request, field);
    reflection.ClearField(rest.get(), field);
  }
  if (const FieldDescriptor* field = request.GetDescriptor()->FindFieldByName("page_token")) {
    page.page_token = reflection.GetString(request, field);
    reflection.ClearField(rest.get(), field);
  }
  page.arguments_sha256 = Sha256(request.GetDescriptor()->full_name() + '\0' + rest->SerializeAsString());
  return page;
}

int ClampPageSize(int page_size) { return page_size <= 0 ? kDefaultPageSize : std::min(page_size, kMaxPageSize); }

namespace internal {

absl::StatusOr<store::Record> LoadRecord(Call& call, std::string_view key) {
  if (const Changes::Staged* staged = call.changes().Find(key)) {
    if (!staged->write.value.has_value()) return absl::NotFoundError(ToAbsl(key));
    return store::Record{std::string(key), *staged->write.value, store::kAbsent};
  }
  auto record = call.store().Get(key);
  if (record.ok()) {
    call.changes().Expect(key, record->revision);
  } else if (absl::IsNotFound(record.status())) {
    call.changes().Expect(key, store::kAbsent);
  }
  return record;
}

absl::StatusOr<std::vector<store::Record>> ScanRecords(Call& call, const store::Range& range, int limit) {
  store::Range rest = range;
  while (true) {
    ASSIGN_OR_RETURN(std::vector<store::Record> records, call.store().Scan(rest, limit));
    if (call.changes().empty()) return records;
    // What the call has staged lies over what is stored, up to where this page ends.
    const bool last = records.empty();
    const std::string end = last ? rest.end : rest.After(records.back().key).begin;
    std::map<std::string, store::Record, std::less<>> merged;
    for (store::Record& record : records) merged.emplace(record.key, std::move(record));
    const auto& staged = call.changes().staged();
    for (auto it = staged.lower_bound(rest.begin); it != staged.end() && (end.empty() || it->first < end); ++it) {
      merged.erase(it->first);
      const auto& value = it->second.write.value;
      if (value.has_value()) merged.emplace(it->first, store::Record{it->first, *value, store::kAbsent});
    }
    // A page of which everything is deleted is not the end.
    if (merged.empty() && !last) {
      rest.begin = end;
      continue;
    }
    records.clear();
    for (auto& [key, record] : merged) records.push_back(std::move(record));
    return records;
  }
}

absl::StatusOr<std::string> LastKeyOf(const PageRequest& page) {
  if (page.page_token.empty()) return std::string();
  std::string bytes;
  store::v1::PageToken token;
  if (!absl::WebSafeBase64Unescape(page.page_token, &bytes) || !token.ParseFromString(bytes) ||
      token.last_key().empty() || token.arguments_sha256() != page.arguments_sha256) {
    return status::InvalidArgument(status::PlatformReason::PAGE_TOKEN_INVALID,
                                   "The page token is damaged or belongs to another list; begin without one.");
  }
  return token.last_key();
}

std::string TokenFor(const PageRequest& page, std::string_view last_key) {
  store::v1::PageToken token;
  token.set_last_key(std::string(last_key));
  token.set_arguments_sha256(page.arguments_sha256);
  return absl::WebSafeBase64Escape(token.SerializeAsString());
}

absl::Status EtagMismatch(std::string_view name) {
  return status::Error(absl::StatusCode::kAborted, status::PlatformReason::ETAG_MISMATCH,
                       StrCat("'", name, "' has changed since it was read; read it again."),
                       {{"name", std::string(name)}});
}

absl::Status Corrupt(std::string_view key) {
  return status::Error(absl::StatusCode::kDataLoss, status::PlatformReason::RECORD_CORRUPT,
                       StrCat("The record at '", key, "' cannot be read."));
}

}  // namespace internal
}  // namespace congress::rpc

#include "platform/rpc/paging.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "congress/store/v1/stored.pb.h"
#include "platform/digest/sha256.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::rpc {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

absl::Status PageTokenInvalid() { return status::InvalidArgument(status::PlatformReason::PAGE_TOKEN_INVALID); }

// Of everything but the paging fields. Only pages that have a next one or one before need it.
std::string ArgumentsSha256(const PageRequest& page) {
  if (page.request == nullptr) return "";
  const Message& request = *page.request;
  std::unique_ptr<Message> rest(request.New());
  rest->CopyFrom(request);
  for (const char* name : {"page_size", "page_token"}) {
    if (const FieldDescriptor* field = request.GetDescriptor()->FindFieldByName(name)) {
      request.GetReflection()->ClearField(rest.get(), field);
    }
  }
  return digest::Sha256(request.GetDescriptor()->full_name() + '\0' + rest->SerializeAsString());
}

}  // namespace

PageRequest PageOf(const Message& request) {
  PageRequest page{.page_size = 0, .page_token = "", .request = &request};
  const auto& reflection = *request.GetReflection();
  if (const FieldDescriptor* field = request.GetDescriptor()->FindFieldByName("page_size")) {
    page.page_size = reflection.GetInt32(request, field);
  }
  if (const FieldDescriptor* field = request.GetDescriptor()->FindFieldByName("page_token")) {
    page.page_token = reflection.GetString(request, field);
  }
  return page;
}

int ClampPageSize(int page_size) { return page_size <= 0 ? kDefaultPageSize : std::min(page_size, kMaxPageSize); }

absl::StatusOr<std::string> LastKeyOf(const PageRequest& page, int64_t epoch) {
  if (page.page_token.empty()) return std::string();
  std::string bytes;
  store::v1::PageToken token;
  if (!absl::WebSafeBase64Unescape(page.page_token, &bytes) || !token.ParseFromString(bytes) ||
      token.last_key().empty() || token.epoch() != epoch || token.arguments_sha256() != ArgumentsSha256(page)) {
    return PageTokenInvalid();
  }
  return token.last_key();
}

std::string TokenFor(const PageRequest& page, std::string_view last_key, int64_t epoch) {
  store::v1::PageToken token;
  token.set_last_key(std::string(last_key));
  token.set_epoch(epoch);
  token.set_arguments_sha256(ArgumentsSha256(page));
  return absl::WebSafeBase64Escape(token.SerializeAsString());
}

absl::StatusOr<Slice> SliceOf(const PageRequest& page, size_t size) {
  ASSIGN_OR_RETURN(const std::string last, LastKeyOf(page));
  Slice slice;
  if (!last.empty() && (!absl::SimpleAtoi(last, &slice.begin) || slice.begin > size)) {
    return PageTokenInvalid();
  }
  slice.end = std::min(size, slice.begin + static_cast<size_t>(ClampPageSize(page.page_size)));
  if (slice.end < size) slice.next_page_token = TokenFor(page, StrCat(slice.end));
  return slice;
}

}  // namespace congress::rpc

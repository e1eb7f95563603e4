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
  page.arguments_sha256 = digest::Sha256(request.GetDescriptor()->full_name() + '\0' + rest->SerializeAsString());
  return page;
}

int ClampPageSize(int page_size) { return page_size <= 0 ? kDefaultPageSize : std::min(page_size, kMaxPageSize); }

absl::StatusOr<std::string> LastKeyOf(const PageRequest& page) {
  if (page.page_token.empty()) return std::string();
  std::string bytes;
  store::v1::PageToken token;
  if (!absl::WebSafeBase64Unescape(page.page_token, &bytes) || !token.ParseFromString(bytes) ||
      token.last_key().empty() || token.arguments_sha256() != page.arguments_sha256) {
    return PageTokenInvalid();
  }
  return token.last_key();
}

std::string TokenFor(const PageRequest& page, std::string_view last_key) {
  store::v1::PageToken token;
  token.set_last_key(std::string(last_key));
  token.set_arguments_sha256(page.arguments_sha256);
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

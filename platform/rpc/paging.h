// Pages of lists (AIP-158): sizes, and tokens that are bound to the list they belong to.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"

namespace congress::rpc {

inline constexpr int kDefaultPageSize = 100;
inline constexpr int kMaxPageSize = 1000;
// A page ends early after so many bytes, so that it fits into a message.
inline constexpr size_t kMaxPageBytes = size_t{8} << 20;

// The paging fields of a List request, and the request for the sake of all its others: a token is bound to them.
struct PageRequest {
  int page_size = 0;
  std::string page_token;
  // Null: there are no others.
  const google::protobuf::Message* request = nullptr;
};

// Reads `page_size` and `page_token` of any request, which must live as long as what is made of it.
PageRequest PageOf(const google::protobuf::Message& request);

// The page size to use: default for 0, clamped to the maximum.
int ClampPageSize(int page_size);

// The key behind which the page begins, empty for the first; INVALID_ARGUMENT `PAGE_TOKEN_INVALID`, for one of another
// epoch of the store too.
absl::StatusOr<std::string> LastKeyOf(const PageRequest& page, int64_t epoch = 0);

// The token of the page behind `last_key`.
std::string TokenFor(const PageRequest& page, std::string_view last_key, int64_t epoch = 0);

// Which part of `size` items in memory a page shows.
struct Slice {
  size_t begin = 0;
  size_t end = 0;
  // Empty on the last page.
  std::string next_page_token;
};
absl::StatusOr<Slice> SliceOf(const PageRequest& page, size_t size);

}  // namespace congress::rpc

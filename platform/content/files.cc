#include "platform/content/files.h"

#include "platform/content/open.h"
#include "platform/status/macros.h"

namespace congress::content {

absl::StatusOr<std::unique_ptr<Files>> Files::Open(const std::string& url, int64_t limit_bytes) {
  ASSIGN_OR_RETURN(std::unique_ptr<ContentStore> store, content::Open(url));
  return std::make_unique<Files>(std::move(store), limit_bytes);
}

}  // namespace congress::content

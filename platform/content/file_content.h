// Contents as the files of one folder.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "platform/content/content_store.h"

namespace congress::content {

// A content is written under a name with a dot, flushed, renamed to its id, and the folder flushed. Such a file is
// locked by who writes it: what a killed process left has no lock and goes when the folder is opened next.
class FileContent : public ContentStore {
 public:
  // Makes the folder where needed. FAILED_PRECONDITION in one sentence for the operator when it cannot be used.
  static absl::StatusOr<std::unique_ptr<FileContent>> Open(const std::string& folder);

  ~FileContent() override;
  FileContent(const FileContent&) = delete;
  FileContent& operator=(const FileContent&) = delete;

  absl::Status Put(std::string_view id, int64_t size_bytes, Source source) override;
  absl::Status Get(std::string_view id, int64_t offset, Sink sink) override;
  absl::Status Delete(std::string_view id) override;
  absl::StatusOr<std::vector<StoredContent>> List(std::string_view after, int limit) override;

 private:
  explicit FileContent(int folder) : folder_(folder) {}

  // Every file is reached from here, so a folder that is moved under us does not send a write elsewhere.
  const int folder_;
};

}  // namespace congress::content

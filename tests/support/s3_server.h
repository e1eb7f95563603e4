// A real S3 server (moto) of a test program's own, on a free port.
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>

#include "tests/support/temporary_folder.h"

namespace congress::support {

// The folder of the Python environment that scripts/s3_tools.sh makes.
inline constexpr std::string_view kS3Tools = CONGRESS_S3_TOOLS;

// Has one bucket, `content`, and refuses wrong signatures. Ends the test program with one line when it does not start.
// Dies with the thread that started it.
class S3Server {
 public:
  S3Server();
  ~S3Server();
  S3Server(const S3Server&) = delete;
  S3Server& operator=(const S3Server&) = delete;

  // One for all tests of a program: it takes a second to start.
  static S3Server& Shared();

  // For --content: the objects under `prefix`, with a credentials file of the server's user.
  std::string url(std::string_view prefix) const;
  const std::string& endpoint() const { return endpoint_; }
  const std::string& key_id() const { return key_id_; }
  const std::string& secret() const { return secret_; }

 private:
  const TemporaryFolder folder_;
  std::string endpoint_;
  std::string key_id_;
  std::string secret_;
  pid_t process_ = -1;
};

}  // namespace congress::support

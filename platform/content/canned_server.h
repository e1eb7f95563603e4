// A server of a test's own that answers every request alike and keeps what it was asked.
#pragma once

#include <map>
#include <string>
#include <thread>
#include <vector>

#include "platform/sync.h"

namespace congress::content {

struct AskedRequest {
  std::string method;
  // Path and query as they came.
  std::string target;
  // Names in lower case.
  std::map<std::string, std::string> headers;
  std::string body;
};

class CannedServer {
 public:
  // `answer` with head and body, after which the connection is closed; empty: no answer, and the connection stays.
  explicit CannedServer(std::string answer);
  ~CannedServer();
  CannedServer(const CannedServer&) = delete;
  CannedServer& operator=(const CannedServer&) = delete;

  const std::string& endpoint() const { return endpoint_; }
  std::vector<AskedRequest> asked();

 private:
  void Serve();
  void Answer(int connection);

  const std::string answer_;
  int listener_ = -1;
  std::string endpoint_;
  Mutex mutex_;
  std::vector<AskedRequest> asked_ ABSL_GUARDED_BY(mutex_);
  std::vector<int> held_;
  std::thread thread_;
};

}  // namespace congress::content

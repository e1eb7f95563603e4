#include "tests/support/s3_server.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace congress::support {
namespace {

[[noreturn]] void GiveUp(const std::string& line) {
  std::fprintf(stderr, "%s\n", line.c_str());
  std::abort();
}

// What comes up to the first line feed, or to the end of the other side.
std::string ReadLine(int descriptor) {
  constexpr int kMilliseconds = 60'000;
  std::string line;
  char next = 0;
  pollfd waiting = {descriptor, POLLIN, 0};
  while (poll(&waiting, 1, kMilliseconds) == 1 && read(descriptor, &next, 1) == 1 && next != '\n') line.push_back(next);
  return line;
}

}  // namespace

S3Server::S3Server() {
  const std::string python = std::string(kS3Tools) + "/bin/python";
  const std::string script = std::string(CONGRESS_SOURCE_DIR) + "/tests/support/s3_server.py";
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) GiveUp("No pipe for the S3 server.");
  process_ = fork();
  if (process_ == 0) {
    // A test program that dies leaves no server behind.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(ends[1], STDOUT_FILENO);
    execl(python.c_str(), python.c_str(), script.c_str(), nullptr);
    _exit(127);
  }
  close(ends[1]);
  std::string port;
  std::istringstream(ReadLine(ends[0])) >> port >> key_id_ >> secret_;
  close(ends[0]);
  if (secret_.empty()) GiveUp("The S3 server does not start; does scripts/s3_tools.sh pass?");
  endpoint_ = "http://127.0.0.1:" + port;
  std::ofstream(folder_.File("credentials"))
      << "[default]\naws_access_key_id = " << key_id_ << "\naws_secret_access_key = " << secret_ << "\n";
}

S3Server::~S3Server() {
  kill(process_, SIGKILL);
  waitpid(process_, nullptr, 0);
}

S3Server& S3Server::Shared() {
  static S3Server server;
  return server;
}

std::string S3Server::url(std::string_view prefix) const {
  return "s3://content/" + std::string(prefix) + "?endpoint=" + endpoint_ +
         "&credentials-file=" + folder_.File("credentials");
}

}  // namespace congress::support

#include "tests/support/redis_server.h"

#include <fcntl.h>
#include <hiredis/hiredis.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace congress::support {
namespace {

[[noreturn]] void GiveUp(const std::string& line) {
  std::fprintf(stderr, "%s\n", line.c_str());
  std::abort();
}

// The reply's text; an error reply's with a - before it.
std::string Ask(const std::string& socket, const std::vector<std::string>& words) {
  redisContext* const context = redisConnectUnixWithTimeout(socket.c_str(), timeval{.tv_sec = 1, .tv_usec = 0});
  std::string answer = "no connection";
  if (context != nullptr && context->err == 0) {
    redisSetTimeout(context, timeval{.tv_sec = 5, .tv_usec = 0});
    std::vector<const char*> texts;
    std::vector<size_t> sizes;
    for (const std::string& word : words) {
      texts.push_back(word.data());
      sizes.push_back(word.size());
    }
    auto* const reply =
        static_cast<redisReply*>(redisCommandArgv(context, static_cast<int>(words.size()), texts.data(), sizes.data()));
    answer = "no reply";
    if (reply != nullptr) {
      const redisReply* last = reply;
      while (last->type == REDIS_REPLY_ARRAY && last->elements > 0) last = last->element[last->elements - 1];
      answer = last->type == REDIS_REPLY_INTEGER ? std::to_string(last->integer) : std::string(last->str, last->len);
      if (last->type == REDIS_REPLY_ERROR) answer.insert(0, "-");
      freeReplyObject(reply);
    }
  }
  if (context != nullptr) redisFree(context);
  return answer;
}

}  // namespace

RedisServer::RedisServer(std::vector<std::string> arguments) : arguments_(std::move(arguments)) {
  socket_ = folder_.File("redis.sock");
  Start();
}

RedisServer::~RedisServer() { Kill(); }

void RedisServer::Start() {
  std::vector<std::string> words = {"redis-server", "--port", "0", "--unixsocket", socket_, "--dir", folder_.path(),
                                    "--logfile", folder_.File("redis.log"), "--save", "", "--appendonly", "yes",
                                    "--appendfsync", "always",
                                    // Tests search the files for what must not be there.
                                    "--rdbcompression", "no", "--maxmemory-policy", "noeviction"};
  words.insert(words.end(), arguments_.begin(), arguments_.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  unlink(socket_.c_str());
  process_ = fork();
  if (process_ == 0) {
    // A test program that dies leaves no server behind.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int nothing = open("/dev/null", O_RDWR);
    dup2(nothing, STDOUT_FILENO);
    execvp(argv[0], argv.data());
    _exit(127);
  }
  const absl::Time deadline = absl::Now() + absl::Seconds(60);
  while (!Answers()) {
    int ended = 0;
    if (waitpid(process_, &ended, WNOHANG) == process_) {
      process_ = -1;
      GiveUp("redis-server ended at its start; is it installed?");
    }
    if (absl::Now() > deadline) GiveUp("redis-server does not answer.");
    absl::SleepFor(absl::Milliseconds(2));
  }
}

bool RedisServer::Answers() const {
  const std::string answer = Ask(socket_, {"PING"});
  return answer == "PONG" || answer.starts_with("-NOAUTH") || answer.starts_with("-NOPERM");
}

void RedisServer::Kill() {
  if (process_ < 0) return;
  kill(process_, SIGKILL);
  waitpid(process_, nullptr, 0);
  process_ = -1;
}

void RedisServer::Pause() {
  kill(process_, SIGSTOP);
  waitpid(process_, nullptr, WUNTRACED);
}

void RedisServer::Resume() { kill(process_, SIGCONT); }

std::string RedisServer::Command(const std::vector<std::string>& words) const { return Ask(socket_, words); }

}  // namespace congress::support

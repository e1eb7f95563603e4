#include "tests/support/process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "absl/time/clock.h"
#include "platform/status/strings.h"

namespace congress::support {
namespace {

constexpr absl::Duration kPoll = absl::Milliseconds(2);

// A file in memory that this process and the child write and read; not inherited by other children.
int MemoryFile(std::string_view content = "") {
  const int file = memfd_create("congress-test", MFD_CLOEXEC);
  if (file < 0 || pwrite(file, content.data(), content.size(), 0) != static_cast<ssize_t>(content.size())) {
    std::perror("memfd_create");
    std::abort();
  }
  return file;
}

std::string ReadAll(int file) {
  std::string content;
  char buffer[65536];
  while (true) {
    const ssize_t count = pread(file, buffer, sizeof buffer, static_cast<off_t>(content.size()));
    if (count <= 0) return content;
    content.append(buffer, static_cast<size_t>(count));
  }
}

// Pointers as exec wants them.
std::vector<char*> Pointers(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace

bool Eventually(absl::FunctionRef<bool()> condition, absl::Duration timeout) {
  const absl::Time deadline = absl::Now() + timeout;
  while (!condition()) {
    if (absl::Now() > deadline) return false;
    absl::SleepFor(kPoll);
  }
  return true;
}

std::string Binary(std::string_view name) { return StrCat(CONGRESS_BIN_DIR, "/", name); }

Process::Process(const std::vector<std::string>& command, const std::map<std::string, std::string>& environment,
                 std::string_view input)
    : output_(MemoryFile()), errors_(MemoryFile()) {
  // Everything that allocates happens before the fork: other threads of the test may hold the allocator's lock.
  std::vector<std::string> words = command;
  std::vector<std::string> variables;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string text = *variable;
    if (!environment.contains(text.substr(0, text.find('=')))) variables.push_back(text);
  }
  for (const auto& [name, value] : environment) variables.push_back(StrCat(name, "=", value));
  std::vector<char*> argv = Pointers(words);
  std::vector<char*> envp = Pointers(variables);
  const int given = MemoryFile(input);
  const pid_t parent = getpid();
  pid_ = fork();
  if (pid_ == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(127);
    dup2(given, STDIN_FILENO);
    dup2(output_, STDOUT_FILENO);
    dup2(errors_, STDERR_FILENO);
    execvpe(argv[0], argv.data(), envp.data());
    _exit(127);
  }
  close(given);
}

Process::~Process() {
  Kill();
  close(output_);
  close(errors_);
}

void Process::Signal(int number) const {
  if (!status_.has_value()) kill(pid_, number);
}

void Process::Pause() const {
  if (status_.has_value()) return;
  Signal(SIGSTOP);
  // An end is only looked at, for Wait to find; a stop is taken note of, so that the next one is waited for again.
  siginfo_t seen{};
  waitid(P_PID, static_cast<id_t>(pid_), &seen, WSTOPPED | WEXITED | WNOWAIT);
  waitid(P_PID, static_cast<id_t>(pid_), &seen, WSTOPPED | WNOHANG);
}

void Process::Resume() const { Signal(SIGCONT); }

void Process::Kill() {
  Signal(SIGKILL);
  Wait(absl::InfiniteDuration());
}

std::optional<int> Process::Wait(absl::Duration timeout) {
  Eventually(
      [this] {
        if (status_.has_value()) return true;
        int ended = 0;
        if (waitpid(pid_, &ended, WNOHANG) != pid_) return false;
        status_ = WIFEXITED(ended) ? WEXITSTATUS(ended) : 128 + WTERMSIG(ended);
        return true;
      },
      timeout);
  return status_;
}

std::string Process::Output() const { return ReadAll(output_); }
std::string Process::Errors() const { return ReadAll(errors_); }

Finished RunToEnd(const std::vector<std::string>& command, const std::map<std::string, std::string>& environment,
                  std::string_view input, absl::Duration timeout) {
  Process process(command, environment, input);
  const std::optional<int> status = process.Wait(timeout);
  if (!status.has_value()) {
    std::fprintf(stderr, "%s does not end:\n%s\n", command.front().c_str(), process.Errors().c_str());
    std::abort();
  }
  return {*status, process.Output(), process.Errors()};
}

void MakeStore(std::vector<std::string> command) {
  command.push_back("--init");
  const Finished made = RunToEnd(command);
  if (made.status == 0) return;
  std::fprintf(stderr, "%s made no store: %s", command.front().c_str(), made.errors.c_str());
  std::_Exit(2);
}

}  // namespace congress::support

#include "tests/e2e/kill_demo.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "congress/drafting/v1/number_register_service.grpc.pb.h"
#include "platform/rpc/client.h"
#include "platform/status/strings.h"

namespace congress::e2e {
namespace {

using drafting::v1::NumberRegisterService;
using support::Process;

constexpr char kInput[] = CONGRESS_SOURCE_DIR "/examples/sample-province";
constexpr char kNumberSeries[] = "numberSeries/song-mo-common";
constexpr int kMostRuns = 20;

std::string WriteToken(const support::Suite& suite, const std::string& subject) {
  const std::string path = StrCat(suite.folder(), "/token-of-", subject);
  std::ofstream(path) << suite.Token(subject, {"administrator@province"}) << "\n";
  return path;
}

std::string ReadFrom(const std::string& path, size_t offset) {
  std::ifstream file(path, std::ios::binary);
  file.seekg(static_cast<std::streamoff>(offset));
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

// When a calendar was written, and by which suite, is no part of what was decided.
std::string WithoutStamps(const std::string& content) {
  std::string kept;
  for (absl::string_view line : absl::StrSplit(absl::StrReplaceAll(content, {{"\r\n ", ""}}), '\n')) {
    if (absl::StartsWith(line, "DTSTAMP")) continue;
    if (absl::StartsWith(line, "UID") || absl::StartsWith(line, "RELATED-TO")) line = line.substr(0, line.rfind('@'));
    absl::StrAppend(&kept, line, "\n");
  }
  return kept;
}

}  // namespace

void DemoJournal::Follow() {
  const std::string added = ReadFrom(path_, offset_);
  const size_t end = added.rfind('\n');
  if (end == std::string::npos) return;
  offset_ += end + 1;
  for (const absl::string_view line : absl::StrSplit(absl::string_view(added).substr(0, end), '\n')) {
    const std::vector<std::string> words = absl::StrSplit(line, absl::MaxSplits(' ', 2));
    if (words.size() < 2) continue;
    Call& call = calls_[words[1]];
    if (words[0] == "start") call.method = words.at(2);
    const bool answered = call.done || !call.refused.empty();
    if (words[0] == "refused") call.refused = words.at(2);
    if (words[0] == "done") call.done = true;
    if (!answered && (call.done || !call.refused.empty())) ++answered_;
  }
}

Demo::Demo(const support::Suite& suite)
    : suite_(suite),
      token_file_(WriteToken(suite, "preparer")),
      approver_token_file_(WriteToken(suite, "approver")),
      journal_(suite.folder() + "/journal") {}

std::unique_ptr<Process> Demo::Start() const {
  return std::make_unique<Process>(std::vector<std::string>{
      support::Binary("congressctl"), "demo", "run", "--server", suite_.endpoint(), "--token-file", token_file_,
      "--approver-token-file", approver_token_file_, "--input", kInput, "--output", suite_.folder() + "/results",
      "--journal", suite_.folder() + "/journal"});
}

std::string Demo::Finish(std::unique_ptr<Process> run) const {
  for (int runs = 1;; ++runs) {
    const std::optional<int> status = run->Wait(absl::Seconds(240));
    if (status == 0) return "";
    const std::string errors = run->Errors();
    if (!status.has_value() || runs == kMostRuns || !WasInterrupted(errors))
      return StrCat("the demo ended badly: ", errors);
    run = Start();
  }
}

bool Demo::WasInterrupted(const std::string& errors) {
  return absl::StrContains(errors, "UNAVAILABLE") || absl::StrContains(errors, "DEADLINE_EXCEEDED") ||
         absl::StrContains(errors, "CANCELLED");
}

std::map<std::string, std::string> Demo::Results() const {
  std::map<std::string, std::string> results;
  for (const auto& entry : std::filesystem::directory_iterator(suite_.folder() + "/results")) {
    std::string content = ReadFrom(entry.path(), 0);
    if (entry.path().extension() == ".ics") content = WithoutStamps(content);
    // A workbook says within when its plan was computed; its table is in the CSV.
    if (entry.path().extension() == ".xlsx" && !content.empty()) content = "a workbook";
    // The names of the papers are made at random, and the suite signs it with a key of its own.
    if (entry.path().filename() == "package.zip" && !content.empty()) content = "a package";
    results[entry.path().filename()] = std::move(content);
  }
  return results;
}

std::multiset<std::string> Demo::Numbers() const {
  drafting::v1::ListNumberEntriesRequest request;
  request.set_parent(kNumberSeries);
  const auto stub = NumberRegisterService::NewStub(suite_.channel());
  const auto page =
      rpc::Invoke(*stub, &NumberRegisterService::StubInterface::ListNumberEntries, suite_.Admin(), request);
  std::multiset<std::string> numbers;
  if (!page.ok()) return {page.status().ToString()};
  for (const auto& entry : page->number_entries()) {
    // The decision on a plan has a name of which the end is made at random.
    const std::string& whole = entry.document();
    const size_t random = whole.find("/decisions/");
    numbers.insert(StrCat(entry.formatted(), " ", drafting::v1::NumberEntry::State_Name(entry.state()), " for ",
                          random == std::string::npos ? whole : whole.substr(0, random)));
  }
  return numbers;
}

}  // namespace congress::e2e

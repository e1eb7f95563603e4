// What revising one section of a long document costs, through the gateway, beside a durable commit of the same run.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

#include "congress/dossiers/v1/person_service.grpc.pb.h"
#include "congress/drafting/v1/drafting_service.grpc.pb.h"
#include "platform/status/strings.h"
#include "tests/bench/long_document.h"
#include "tests/support/suite.h"

namespace congress {
namespace {

constexpr int kSections = 48;
constexpr int kWordsOfSection = 960;
constexpr int kCalls = 200;
constexpr double kMostRatio = 2;

const char* const kWords[] = {"nhiệm", "vụ",   "giải", "pháp", "phát",  "triển", "kinh", "tế",        "xã",  "hội",
                              "của",   "Đảng", "bộ",   "tỉnh", "trong", "nhiệm", "kỳ",   "2020–2025", "đạt", "12,5%"};

std::string Text(int seed) {
  std::string text;
  for (int i = 0; i < kWordsOfSection; ++i) {
    text += kWords[static_cast<size_t>(seed * 7 + i * i + i) % std::size(kWords)];
    text += i % 20 == 19 ? ".\n" : " ";
  }
  return text;
}

[[noreturn]] void Fail(const grpc::Status& status) {
  std::fprintf(stderr, "draft_bench: %s\n", status.error_message().c_str());
  std::exit(1);
}

// The median in milliseconds.
double Median(const std::function<grpc::Status(int)>& call) {
  std::vector<double> times;
  for (int i = 0; i < kCalls; ++i) {
    const auto start = std::chrono::steady_clock::now();
    if (const grpc::Status status = call(i); !status.ok()) Fail(status);
    times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
  }
  std::nth_element(times.begin(), times.begin() + kCalls / 2, times.end());
  return times[kCalls / 2];
}

int Bench() {
  support::Suite suite(support::Shape::kOneProcess);
  const auto drafting = drafting::v1::DraftingService::NewStub(suite.channel());
  const auto persons = dossiers::v1::PersonService::NewStub(suite.channel());
  const drafting::v1::CreateDocumentRequest create = bench::LongDocument(kSections, Text);
  drafting::v1::Document made;
  if (const auto status = drafting->CreateDocument(suite.Admin().get(), create, &made); !status.ok()) Fail(status);
  std::string base = made.latest_revision();
  const auto revise = [&](int number) {
    drafting::v1::ReviseDocumentRequest request;
    request.set_name(made.name());
    request.set_base_revision(base);
    auto& change = *request.add_edits()->mutable_change();
    change.set_section(StrCat("s", number % kSections));
    change.set_text(StrCat("Lần ", number, ". ", Text(number)));
    drafting::v1::Revision revision;
    const grpc::Status status = drafting->ReviseDocument(suite.Admin().get(), request, &revision);
    base = revision.name();
    return status;
  };
  const auto commit = [&](int number) {
    dossiers::v1::CreatePersonRequest request;
    request.set_person_id(StrCat("p-", number));
    request.mutable_person()->set_organisation("organisations/province");
    request.mutable_person()->set_display_name("Người Giả Định");
    dossiers::v1::Person person;
    return persons->CreatePerson(suite.Admin().get(), request, &person);
  };
  const double committed = Median(commit);
  const double revised = Median(revise);
  std::printf("a durable commit %.2f ms, one of %d sections (%d words in all) revised %.2f ms: %.2f x (bound %.0f)%s\n",
              committed, kSections, kSections * kWordsOfSection, revised, revised / committed, kMostRatio,
              revised > kMostRatio * committed ? ", above it" : "");
  return 0;
}

}  // namespace
}  // namespace congress

int main() { return congress::Bench(); }

// What verifying an audit log costs beside the same SHA-256 calls alone, what following one costs as it grows, and what
// an act's hashes add to it. Ratios are of one run.
#include <openssl/evp.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "platform/audit/log_tree.h"
#include "platform/audit/merkle.h"
#include "platform/audit/verify.h"
#include "platform/store/envelope.h"
#include "platform/store/open.h"

namespace congress {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kRecords = 1'000'000;
constexpr int kRounds = 3;
constexpr double kMostRatio = 1.5;
// Of an act of one change.
constexpr size_t kRecordBytes = 320;

double Seconds(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

// One hash of each record and one of each node above them, of as many bytes, into one place.
double Bare(const std::vector<std::string>& records) {
  const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  std::string input(9 + kRecordBytes, 'x');
  unsigned char digest[32];
  const auto begin = Clock::now();
  for (size_t i = 0; i < records.size(); ++i) {
    EVP_Digest(records[i].data(), records[i].size(), digest, nullptr, algorithm, nullptr);
    if (i > 0) EVP_Digest(input.data(), 65, digest, nullptr, algorithm, nullptr);
  }
  return Seconds(begin);
}

void BenchVerify() {
  std::vector<std::string> records;  // With the nine bytes that stand before them under the hash.
  std::vector<std::string> leaves;
  audit::TreeHash tree;
  for (int i = 0; i < kRecords; ++i) {
    records.push_back(std::string(9, '\0') + "record " + std::to_string(i));
    records.back().resize(9 + kRecordBytes, 'x');
    leaves.push_back(audit::LeafHash(i + 1, std::string_view(records.back()).substr(9)));
    tree.Add(leaves.back());
  }
  const audit::TreeHead head{.origin = "x/drafting", .size = kRecords, .root = tree.Root(), .sequence = kRecords};
  std::vector<double> ratios;
  for (int round = 0; round < kRounds; ++round) {
    const double bare = Bare(records);
    const auto begin = Clock::now();
    audit::Verifier verifier({head});
    for (int i = 0; i < kRecords; ++i) {
      const auto at = static_cast<size_t>(i);
      verifier.Add({.index = i,
                    .sequence = i + 1,
                    .leaf_sha256 = leaves[at],
                    .record = std::string_view(records[at]).substr(9)});
    }
    const audit::Verdict verdict = verifier.End();
    const double verified = Seconds(begin);
    if (verdict.finding_count != 0) std::printf("audit_bench: a whole log was not taken for one\n");
    ratios.push_back(verified / bare);
    std::printf("%d records: the same SHA-256 calls %.2f s, verified in %.2f s; %.2f x\n", kRecords, bare, verified,
                ratios.back());
  }
  std::sort(ratios.begin(), ratios.end());
  const double median = ratios[kRounds / 2];
  std::printf("audit verify: %.2f x the same SHA-256 calls (at most %.1f)%s\n", median, kMostRatio,
              median > kMostRatio ? ", above it" : "");
}

// Microseconds, and bytes in the store, that following costs a record as the log grows; and those of one proof.
void BenchFollow() {
  auto store = *store::Open("sqlite::memory:", "bench");
  audit::LogTree tree(*store, "log/audit");
  int size = 0;
  for (const int until : {1'000, 10'000, 100'000, 200'000}) {
    for (; size < until; ++size) {
      if (!store->Commit({.appends = {{"log/audit", std::string(kRecordBytes, 'x')}}}).ok()) return;
    }
    const auto before = tree.size();
    auto begin = Clock::now();
    if (!tree.Follow().ok()) return;
    const double followed = Seconds(begin) * 1e6 / static_cast<double>(tree.size() - before);
    begin = Clock::now();
    size_t hashes = 0;
    constexpr int kProofs = 1000;
    for (int i = 0; i < kProofs; ++i) hashes += tree.Inclusion(int64_t{i} * (until / kProofs), until)->size();
    std::printf("%7d records: followed in %.2f µs a record, a proof of %zu hashes in %.1f µs, a root in ", until,
                followed, hashes / kProofs, Seconds(begin) * 1e6 / kProofs);
    begin = Clock::now();
    for (int i = 0; i < kProofs; ++i) static_cast<void>(tree.RootAt(until).ok());
    std::printf("%.1f µs\n", Seconds(begin) * 1e6 / kProofs);
  }
}

void BenchAct() {
  const store::Write write{
      .key = "r/Person/persons/p-1", .value = std::string(600, 'r'), .organisation = "organisations/u"};
  constexpr int kTimes = 200'000;
  size_t bytes = 0;
  const auto begin = Clock::now();
  for (int i = 0; i < kTimes; ++i) bytes += store::StoredSha256(write).size();
  std::printf("the hash of a record of 600 bytes adds %.2f µs and %zu bytes to its act\n",
              Seconds(begin) * 1e6 / kTimes, bytes / kTimes + 2);
}

}  // namespace
}  // namespace congress

int main() {
  congress::BenchVerify();
  congress::BenchFollow();
  congress::BenchAct();
}

#include "services/allocation/certificate/verify_tie.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "platform/digest/sha256.h"
#include "services/allocation/certificate/inputs_text.h"

namespace congress::allocation {
namespace {

// In bytes; 200 characters.
constexpr size_t kMostSeed = 800;

// Those of the tied keys that go first, in the order in which they stand.
std::vector<std::string> FirstOf(const v1::CertifiedTie& tie) {
  std::vector<std::pair<std::string, std::string>> order;
  for (const std::string& key : tie.keys())
    order.emplace_back(tie.has_lot() ? LotOrder(tie.lot().seed(), key) : "", key);
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  order.resize(std::min(order.size(), static_cast<size_t>(std::max<int64_t>(0, tie.seats_at_stake()))));
  std::set<std::string> first;
  for (const auto& [hash, key] : order) first.insert(key);
  std::vector<std::string> winners;
  for (const std::string& key : tie.keys()) {
    if (first.contains(key)) winners.push_back(key);
  }
  return winners;
}

}  // namespace

bool VerifyNames(bool named, const v1::CertifiedTie& tie, const std::string& inputs_sha256,
                 const std::vector<Tied>& tied, Findings* findings) {
  const auto refuse = [&](const char* finding) {
    findings->Add(finding);
    return false;
  };
  if (tied.empty() != !named) return refuse(tied.empty() ? "a tie is named where none is" : "a tie is not named");
  if (tied.empty()) return false;
  std::vector<std::string> keys;
  std::vector<std::string> winners;
  for (const Tied& one : tied) {
    keys.push_back(one.key);
    if (one.won) winners.push_back(one.key);
  }
  if (!std::equal(keys.begin(), keys.end(), tie.keys().begin(), tie.keys().end())) {
    return refuse("the tie names others than those who stand alike");
  }
  if (!std::equal(winners.begin(), winners.end(), tie.winners().begin(), tie.winners().end())) {
    findings->Add("the tie names other winners than those who have the seat");
  }
  if (tie.seats_at_stake() <= 0 || tie.seats_at_stake() >= static_cast<int64_t>(keys.size())) {
    findings->Add("the tie names other seats at stake");
  }
  if (digest::Sha256Hex(DecisionText(tie, inputs_sha256)) != tie.decision_sha256()) {
    findings->Add("the tie's decision_sha256 is not its hash");
  }
  if (tie.by_case() == v1::CertifiedTie::BY_NOT_SET) {
    if (!winners.empty()) findings->Add("nothing is named that decided the tie");
    return false;
  }
  if (tie.by_case() == v1::CertifiedTie::kFirst && !tie.first()) findings->Add("nothing is named that decided the tie");
  const v1::CertifiedLot& lot = tie.lot();
  if (lot.seed().size() > kMostSeed || !IsOneLine(lot.seed()) || !IsOneLine(lot.name()) || !IsOneLine(lot.drawn_by())) {
    return refuse("the lot cannot be read");
  }
  if (tie.has_lot() && digest::Sha256Hex(LotText(tie.lot(), inputs_sha256)) != tie.lot().sha256()) {
    findings->Add("the lot's sha256 is not its hash");
  }
  return true;
}

void VerifyTie(const v1::Certificate& certificate, const std::vector<Tied>& tied, Findings* findings) {
  const v1::CertifiedTie& tie = certificate.tie();
  if (!VerifyNames(certificate.has_tie(), tie, certificate.inputs_sha256(), tied, findings)) return;
  const std::vector<std::string> first = FirstOf(tie);
  if (!std::equal(first.begin(), first.end(), tie.winners().begin(), tie.winners().end())) {
    findings->Add("what decided the tie gives the seats to others");
  }
}

}  // namespace congress::allocation

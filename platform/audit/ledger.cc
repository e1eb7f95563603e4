#include "platform/audit/ledger.h"

#include <algorithm>
#include <cstring>

#include "platform/digest/sha256.h"
#include "platform/status/strings.h"

namespace congress::audit {
namespace {

// Calls `visit` with the hashes of key and value, and whether the record has a name, of all that the act tells of.
template <class Visit>
void ForEachRecord(const v1::AuditRecord& act, Visit visit) {
  for (const v1::Change& change : act.changes()) {
    // Older versions did not say where it lies.
    if (change.type().empty()) continue;
    visit(digest::Sha256(StrCat(kRecords, change.type(), "/", change.name())), change.value_sha256(), true);
  }
  for (const v1::Trace& trace : act.traces()) visit(trace.key_sha256(), trace.value_sha256(), false);
}

}  // namespace

size_t Ledger::HashOfHalf::operator()(const Half& half) const {
  size_t hash = 0;
  std::memcpy(&hash, half.data(), sizeof(hash));
  return hash;
}

Ledger::Half Ledger::HalfOf(std::string_view sha256) {
  Half half = {};
  std::copy_n(sha256.data(), std::min(half.size(), sha256.size()), half.data());
  return half;
}

void Ledger::Act(const v1::AuditRecord& act, int64_t sequence) {
  if (!act.covers()) {
    if (covered_from_ != 0) uncovered_.insert(sequence);
    return;
  }
  if (covered_from_ == 0) covered_from_ = sequence;
  ForEachRecord(act, [&](std::string_view key, std::string_view value, bool named) {
    left_[HalfOf(key)] = {.sequence = sequence, .value = HalfOf(value), .there = !value.empty(), .named = named};
  });
}

void Ledger::Forget(const v1::AuditRecord& act) {
  ForEachRecord(act, [&](std::string_view key, std::string_view, bool) { left_.erase(HalfOf(key)); });
}

std::optional<Ledger::Fault> Ledger::Met(std::string_view key, int64_t revision, std::string_view value_sha256) {
  if (!key.starts_with(kRecords) || covered_from_ == 0) return std::nullopt;
  const auto known = left_.find(HalfOf(digest::Sha256(key)));
  if (known != left_.end()) known->second.met = true;
  if (uncovered_.contains(revision)) return std::nullopt;
  if (known == left_.end()) return revision < covered_from_ ? std::nullopt : std::optional(Fault::kAdded);
  const Left& left = known->second;
  if (left.sequence != revision) return Fault::kSetBack;
  if (!left.there) return Fault::kAdded;
  if (left.value != HalfOf(value_sha256)) return Fault::kEdited;
  return std::nullopt;
}

std::vector<int64_t> Ledger::Missed(bool named) const {
  std::vector<int64_t> missed;
  for (const auto& [key, left] : left_) {
    if (left.there && !left.met && left.named == named) missed.push_back(left.sequence);
  }
  std::sort(missed.begin(), missed.end());
  return missed;
}

}  // namespace congress::audit

#include "platform/audit/verify.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "platform/status/strings.h"

namespace congress::audit {
namespace {

// As platform/store/store.h divides a revision.
constexpr int kEpochBits = 40;

int64_t EpochOf(int64_t sequence) { return sequence >> kEpochBits; }

std::string Told(const TreeHead& head) {
  return StrCat("the checkpoint of ", absl::FormatTime("%Y-%m-%d %H:%M:%S UTC", head.time, absl::UTCTimeZone()), " (",
                head.size, " records)");
}

}  // namespace

std::string NumberOf(int64_t sequence) {
  const int64_t number = sequence & ((int64_t{1} << kEpochBits) - 1);
  return EpochOf(sequence) == 0 ? StrCat(number) : StrCat(number, " of epoch ", EpochOf(sequence));
}

std::string Finding::ToString() const {
  const std::string number = NumberOf(sequence);
  switch (kind) {
    case Kind::kAltered:
      return StrCat("record ", number, " was altered");
    case Kind::kRemoved:
      return StrCat("record ", number, " was removed from the log, or is damaged");
    case Kind::kAdded:
      return StrCat("record ", number, " was put into the log afterwards");
    case Kind::kOutOfOrder:
      return StrCat("record ", number, " does not stand in its place");
    case Kind::kLeftOut:
      return StrCat("lines before record ", number, " are missing in the export");
    case Kind::kChanged:
      return good.size == 0 ? StrCat("the log is not what ", Told(bad),
                                     " says, nor any before: it was changed up to record ", NumberOf(bad.sequence))
                            : StrCat("the log was changed between record ", NumberOf(good.sequence), " and record ",
                                     NumberOf(bad.sequence), ": it is what ", Told(good), " says, and not what ",
                                     Told(bad), " does");
    case Kind::kCut:
      return StrCat("the log ends with record ", number, ", but ", Told(bad), " goes on to record ",
                    NumberOf(bad.sequence), ": it was cut or set back");
  }
  return "";
}

Verifier::Verifier(std::vector<TreeHead> heads) : heads_(std::move(heads)), found_(8) {
  std::sort(heads_.begin(), heads_.end(), [](const TreeHead& a, const TreeHead& b) {
    return std::tie(a.size, a.epoch, a.time) < std::tie(b.size, b.epoch, b.time);
  });
  for (const TreeHead& head : heads_) {
    const TreeHead& newest = verdict_.checkpoint;
    if (std::tie(newest.epoch, newest.size) <= std::tie(head.epoch, head.size)) verdict_.checkpoint = head;
  }
  Compare();
}

void Verifier::Find(Finding::Kind kind, int64_t sequence) {
  ++verdict_.finding_count;
  if (++found_[static_cast<size_t>(kind)] <= kMostFindings) verdict_.findings.push_back({kind, sequence});
}

int64_t Verifier::KeptOf(const TreeHead& head) const {
  // Only who has the key begins an epoch.
  if (head.epoch >= verdict_.checkpoint.epoch) return head.size;
  const auto next = begins_.upper_bound(head.epoch);
  return next == begins_.end() ? head.size : next->second;
}

void Verifier::Compare() {
  for (; next_ < heads_.size() && heads_[next_].size == tree_.size(); ++next_) {
    const TreeHead& head = heads_[next_];
    // The log has come to another epoch before: what was signed there was given up.
    if (KeptOf(head) < head.size) {
      verdict_.given_up = std::max(verdict_.given_up, head.size - KeptOf(head));
    } else if (whole_ && head.root == tree_.Root()) {
      good_ = head;
    } else if (whole_ && !std::exchange(changed_, true)) {
      ++verdict_.finding_count;
      verdict_.findings.push_back({Finding::Kind::kChanged, good_.sequence, good_, head});
    }
  }
}

void Verifier::Add(const Entry& entry) {
  ++verdict_.record_count;
  verdict_.withheld += entry.withheld ? 1 : 0;
  if (entry.sequence <= last_) Find(Finding::Kind::kOutOfOrder, entry.sequence);
  if (EpochOf(entry.sequence) > EpochOf(last_)) begins_.emplace(EpochOf(entry.sequence), tree_.size());
  last_ = std::max(last_, entry.sequence);
  if (entry.leaf_sha256.empty()) return Find(Finding::Kind::kAdded, entry.sequence);
  if (entry.index != tree_.size() && std::exchange(whole_, false)) Find(Finding::Kind::kLeftOut, entry.sequence);
  if (entry.record.empty() && !entry.withheld) Find(Finding::Kind::kRemoved, entry.sequence);
  if (!entry.record.empty() && LeafHash(entry.sequence, entry.record) != entry.leaf_sha256) {
    Find(Finding::Kind::kAltered, entry.sequence);
  }
  tree_.Add(std::string(entry.leaf_sha256));
  if (next_ < heads_.size()) Compare();
}

Verdict Verifier::End() {
  for (; whole_ && next_ < heads_.size(); ++next_) {
    const TreeHead& head = heads_[next_];
    if (head.epoch < verdict_.checkpoint.epoch) {
      verdict_.given_up = std::max(verdict_.given_up, head.size - std::min(KeptOf(head), tree_.size()));
      continue;
    }
    ++verdict_.finding_count;
    verdict_.findings.push_back({Finding::Kind::kCut, last_, good_, head});
    break;
  }
  verdict_.later = std::max<int64_t>(0, tree_.size() - verdict_.checkpoint.size);
  return std::move(verdict_);
}

}  // namespace congress::audit

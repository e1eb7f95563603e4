#include "services/scheduling/domain/flow.h"

#include <algorithm>
#include <deque>
#include <limits>

namespace congress::scheduling {
namespace {

constexpr int64_t kFar = std::numeric_limits<int64_t>::max();

}  // namespace

int Flow::AddNode() {
  first_.emplace_back();
  return static_cast<int>(first_.size()) - 1;
}

int Flow::AddArc(int from, int to, int capacity, int64_t cost) {
  const int number = static_cast<int>(arcs_.size());
  arcs_.push_back({to, capacity, cost});
  arcs_.push_back({from, 0, -cost});
  first_[Index(from)].push_back(number);
  first_[Index(to)].push_back(number + 1);
  return number;
}

// Bellman and Ford with a queue: costs may be negative on the way back through an arc.
bool Flow::FindPath(int source, int sink) {
  distance_.assign(first_.size(), kFar);
  via_.assign(first_.size(), -1);
  std::vector<bool> queued(first_.size(), false);
  std::deque<int> queue{source};
  distance_[Index(source)] = 0;
  while (!queue.empty()) {
    const int node = queue.front();
    queue.pop_front();
    queued[Index(node)] = false;
    for (const int number : first_[Index(node)]) {
      const Arc& arc = arcs_[Index(number)];
      if (arc.capacity == 0) continue;
      const int64_t distance = distance_[Index(node)] + arc.cost;
      if (distance >= distance_[Index(arc.to)]) continue;
      distance_[Index(arc.to)] = distance;
      via_[Index(arc.to)] = number;
      if (!queued[Index(arc.to)]) {
        queued[Index(arc.to)] = true;
        queue.push_back(arc.to);
      }
    }
  }
  return distance_[Index(sink)] != kFar;
}

int Flow::Send(int source, int sink) {
  int sent = 0;
  while (FindPath(source, sink)) {
    int most = std::numeric_limits<int>::max();
    for (int node = sink; node != source;) {
      const int number = via_[Index(node)];
      most = std::min(most, arcs_[Index(number)].capacity);
      node = arcs_[Index(number) ^ 1].to;
    }
    for (int node = sink; node != source;) {
      const int number = via_[Index(node)];
      arcs_[Index(number)].capacity -= most;
      arcs_[Index(number) ^ 1].capacity += most;
      node = arcs_[Index(number) ^ 1].to;
    }
    sent += most;
  }
  return sent;
}

std::vector<bool> Flow::Reachable(int source) const {
  std::vector<bool> reached(first_.size(), false);
  std::vector<int> open{source};
  reached[Index(source)] = true;
  while (!open.empty()) {
    const int node = open.back();
    open.pop_back();
    for (const int number : first_[Index(node)]) {
      const Arc& arc = arcs_[Index(number)];
      if (arc.capacity == 0 || reached[Index(arc.to)]) continue;
      reached[Index(arc.to)] = true;
      open.push_back(arc.to);
    }
  }
  return reached;
}

}  // namespace congress::scheduling

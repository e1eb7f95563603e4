// Flows of least cost through a network: the exact core of placement and attendance.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace congress::scheduling {

// A number as the place in a vector.
inline std::size_t Index(int number) { return static_cast<std::size_t>(number); }

// A network whose arcs carry whole units. Augments along cheapest paths, so every flow it holds is the cheapest of its
// size; equal costs are decided by the order in which arcs were added, so two runs agree. The arcs have no cycle of
// negative cost.
class Flow {
 public:
  explicit Flow(int nodes) : first_(static_cast<std::size_t>(nodes)) {}

  int AddNode();
  // Returns the arc's number.
  int AddArc(int from, int to, int capacity, int64_t cost);
  // Sends as much as possible from `source` to `sink`, in addition to what flows already; returns how much was added.
  int Send(int source, int sink);
  // Units on the arc.
  int On(int arc) const { return arcs_[static_cast<std::size_t>(arc) ^ 1].capacity; }
  // Which nodes can still be reached from `source`; behind a largest flow this is the tightest cut on the side of the
  // source.
  std::vector<bool> Reachable(int source) const;

 private:
  struct Arc {
    int to;
    int capacity;  // What can still be sent; the partner at the number ^ 1 holds what was sent.
    int64_t cost;
  };

  bool FindPath(int source, int sink);

  std::vector<Arc> arcs_;
  std::vector<std::vector<int>> first_;
  std::vector<int64_t> distance_;
  std::vector<int> via_;
};

}  // namespace congress::scheduling

#include "services/allocation/certificate/verify_cycles.h"

#include <algorithm>
#include <string>
#include <tuple>

#include "services/allocation/certificate/inputs_text.h"
#include "services/allocation/certificate/verify_tie.h"

namespace congress::allocation {
namespace {

// Each is a search among all.
constexpr size_t kMostTied = 2'000;

// Rows, and behind them columns, with the arcs along which a seat could go: from the row to the column of a cell that
// could win one, from the column to the row of a cell that could lose one.
class Graph {
 public:
  Graph(size_t rows, size_t columns) : rows_(rows), arcs_(rows + columns), seen_(rows + columns) {}

  struct Arc {
    size_t from;
    size_t to;
  };
  Arc ArcOf(const ClaimedCell& cell, bool won) const {
    return won ? Arc{rows_ + cell.column, cell.row} : Arc{cell.row, rows_ + cell.column};
  }
  void Add(const Arc& arc) { arcs_[arc.from].push_back(arc.to); }

  // Whether arcs lead from one to the other.
  bool Leads(size_t from, size_t to) {
    std::fill(seen_.begin(), seen_.end(), false);
    bool found = false;
    Walk(from, [&](size_t node) { found = found || node == to; });
    return found;
  }

  // Calls `done` for each node that can be reached from `from` and was not seen before, after all behind it.
  template <class Done>
  void Walk(size_t from, Done done) {
    struct Step {
      size_t node;
      size_t next;
    };
    if (seen_[from]) return;
    seen_[from] = true;
    std::vector<Step> path = {{from, 0}};
    while (!path.empty()) {
      const size_t node = path.back().node;
      if (path.back().next == arcs_[node].size()) {
        done(node);
        path.pop_back();
        continue;
      }
      const size_t to = arcs_[node][path.back().next++];
      if (seen_[to]) continue;
      seen_[to] = true;
      path.push_back({to, 0});
    }
  }
  size_t nodes() const { return arcs_.size(); }

 private:
  size_t rows_;
  std::vector<std::vector<size_t>> arcs_;
  std::vector<bool> seen_;
};

// Those on cycles, in the order of the cells: both ends of their arc can be reached from each other (Kosaraju).
std::vector<CellAtEdge> OnCycles(const TableClaims& claims, const std::vector<CellAtEdge>& edges) {
  Graph forward(claims.rows.size(), claims.columns.size());
  Graph backward(claims.rows.size(), claims.columns.size());
  for (const CellAtEdge& edge : edges) {
    const Graph::Arc arc = forward.ArcOf(claims.cells[edge.cell], edge.won);
    forward.Add(arc);
    backward.Add({arc.to, arc.from});
  }
  std::vector<size_t> finished;
  for (size_t node = 0; node < forward.nodes(); ++node) {
    forward.Walk(node, [&](size_t done) { finished.push_back(done); });
  }
  std::vector<size_t> root(forward.nodes());
  for (auto node = finished.rbegin(); node != finished.rend(); ++node) {
    backward.Walk(*node, [&](size_t member) { root[member] = *node; });
  }
  std::vector<CellAtEdge> tied;
  for (const CellAtEdge& edge : edges) {
    const Graph::Arc arc = forward.ArcOf(claims.cells[edge.cell], edge.won);
    if (root[arc.from] == root[arc.to]) tied.push_back(edge);
  }
  return tied;
}

// By the lot or as they stand.
std::vector<CellAtEdge> InOrder(const v1::CertifiedTie& tie, const TableClaims& claims,
                                const std::vector<CellAtEdge>& tied) {
  if (!tie.has_lot()) return tied;
  std::vector<std::tuple<std::string, size_t, CellAtEdge>> drawn;
  for (size_t i = 0; i < tied.size(); ++i) {
    const ClaimedCell& cell = claims.cells[tied[i].cell];
    drawn.emplace_back(LotOrder(tie.lot().seed(), tie.keys(static_cast<int>(i))),
                       cell.row * claims.columns.size() + cell.column, tied[i]);
  }
  std::sort(drawn.begin(), drawn.end(), [](const auto& a, const auto& b) {
    return std::tie(std::get<0>(a), std::get<1>(a)) < std::tie(std::get<0>(b), std::get<1>(b));
  });
  std::vector<CellAtEdge> order;
  for (const auto& [hash, place, edge] : drawn) order.push_back(edge);
  return order;
}

}  // namespace

void VerifyCycles(const v1::TableCertificate& certificate, const TableClaims& claims,
                  const std::vector<CellAtEdge>& edges, Findings* findings) {
  const std::vector<CellAtEdge> tied = OnCycles(claims, edges);
  if (tied.size() > kMostTied) return findings->Add(StrCat("more than ", kMostTied, " cells are tied"));
  std::vector<Tied> names;
  for (const CellAtEdge& edge : tied) {
    const v1::CertifiedCell& cell = certificate.cells(static_cast<int>(edge.cell));
    names.push_back({CellKey(cell.row(), cell.column()), edge.won});
  }
  const v1::CertifiedTie& tie = certificate.tie();
  if (!VerifyNames(certificate.has_tie(), tie, certificate.inputs_sha256(), names, findings)) {
    if (!tied.empty() && findings->empty()) findings->Add("nothing has decided the tie");
    return;
  }
  if (tie.seats_at_stake() != tie.winners_size()) findings->Add("the tie names other seats at stake");
  if (!findings->empty()) return;
  // From the last to the first: one without a seat would have it if it could take it from those behind it alone.
  const std::vector<CellAtEdge> order = InOrder(tie, claims, tied);
  Graph behind(claims.rows.size(), claims.columns.size());
  for (auto edge = order.rbegin(); edge != order.rend(); ++edge) {
    const Graph::Arc arc = behind.ArcOf(claims.cells[edge->cell], edge->won);
    if (!edge->won && behind.Leads(arc.to, arc.from)) {
      return findings->Add("what decided the tie gives the seats to others");
    }
    behind.Add(arc);
  }
}

}  // namespace congress::allocation

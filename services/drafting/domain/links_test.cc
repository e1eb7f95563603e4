#include "services/drafting/domain/links.h"

#include <map>
#include <random>
#include <set>

#include "tests/support/status_matchers.h"

namespace congress::drafting {
namespace {

using support::IsOk;
using support::kFailed;
using support::StatusIs;

// Links by their ends.
struct Graph {
  std::map<std::string, std::vector<v1::PaperLink>> to;
  std::map<std::string, std::vector<std::string>> replaced;

  static v1::PaperLink Link(const std::string& source, v1::PaperLink::Kind kind, const std::string& target) {
    v1::PaperLink link;
    link.set_source(source);
    link.set_kind(kind);
    link.set_target(target);
    return link;
  }
  absl::Status Check(const v1::PaperLink& link) {
    return CheckNoCircle(
        link, [this](const std::string& paper) -> absl::StatusOr<std::vector<std::string>> { return replaced[paper]; });
  }
  void Add(const v1::PaperLink& link) {
    to[link.target()].push_back(link);
    if (link.kind() == v1::PaperLink::REPLACES) replaced[link.source()].push_back(link.target());
  }
  v1::PaperImpact Impact(const std::string& paper) {
    return *ImpactOf(paper,
                     [this](const std::string& at) -> absl::StatusOr<std::vector<v1::PaperLink>> { return to[at]; });
  }
};

TEST(LinkName, IsOneForEachSourceKindAndTarget) {
  const std::string name = LinkName(Graph::Link("a", v1::PaperLink::BASIS, "b"));
  EXPECT_EQ(name, LinkName(Graph::Link("a", v1::PaperLink::BASIS, "b")));
  EXPECT_NE(name, LinkName(Graph::Link("b", v1::PaperLink::BASIS, "a")));
  EXPECT_NE(name, LinkName(Graph::Link("a", v1::PaperLink::AMENDS, "b")));
}

// Of random links those that are taken never let a paper replace itself, and those that are refused would.
TEST(CheckNoCircle, RefusesExactlyWhatWouldCloseOne) {
  std::mt19937 random(7);
  Graph graph;
  std::map<std::string, std::set<std::string>> below;  // What a paper replaces in the end.
  for (int i = 0; i < 300; ++i) {
    const std::string source(1, static_cast<char>('a' + random() % 12));
    const std::string target(1, static_cast<char>('a' + random() % 12));
    const v1::PaperLink link = Graph::Link(source, v1::PaperLink::REPLACES, target);
    if (source == target || below[target].contains(source)) {
      ASSERT_THAT(graph.Check(link), StatusIs(kFailed, "LINKS_IN_CIRCLE")) << source << target;
      continue;
    }
    ASSERT_THAT(graph.Check(link), IsOk()) << source << target;
    graph.Add(link);
    for (auto& [paper, all] : below) {
      if (paper != source && !all.contains(source)) continue;
      all.insert(target);
      all.insert(below[target].begin(), below[target].end());
    }
    below[source].insert(target);
    below[source].insert(below[target].begin(), below[target].end());
  }
}

TEST(ImpactOf, NamesEachOnceByTheShortestWay) {
  Graph graph;
  graph.Add(Graph::Link("b", v1::PaperLink::BASIS, "a"));
  graph.Add(Graph::Link("c", v1::PaperLink::IMPLEMENTS, "b"));
  graph.Add(Graph::Link("d", v1::PaperLink::AMENDS, "c"));
  graph.Add(Graph::Link("d", v1::PaperLink::BASIS, "b"));
  graph.Add(Graph::Link("a", v1::PaperLink::BASIS, "d"));  // A circle of bases does no harm.
  graph.Add(Graph::Link("e", v1::PaperLink::REPLACES, "c"));
  const v1::PaperImpact impact = graph.Impact("a");
  ASSERT_EQ(impact.touched_size(), 3);
  EXPECT_EQ(impact.touched(0).paper(), "b");
  EXPECT_EQ(impact.touched(2).paper(), "d");
  ASSERT_EQ(impact.touched(2).path_size(), 2);
  EXPECT_EQ(impact.touched(2).path(0).source(), "d");
  EXPECT_EQ(impact.touched(2).path(1).target(), "a");
  EXPECT_EQ(impact.touched(1).replaced_by(0), "e");
}

TEST(ImpactOf, EndsAfterAThousand) {
  Graph graph;
  for (size_t i = 0; i <= kMostTouched; ++i) {
    graph.Add(Graph::Link(std::to_string(i), v1::PaperLink::BASIS, "a"));
  }
  const v1::PaperImpact impact = graph.Impact("a");
  EXPECT_EQ(impact.touched_size(), static_cast<int>(kMostTouched));
  EXPECT_TRUE(impact.truncated());
}

}  // namespace
}  // namespace congress::drafting

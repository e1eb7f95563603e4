#include "cli/yaml/source.h"

#include "gtest/gtest.h"

namespace congress::cli::yaml {
namespace {

TEST(SourceMap, FindsAFieldOrTheNearestAroundIt) {
  SourceMap places;
  places.Put("", {1, 1});
  places.Put("base", {3, 1});
  places.Put("base.by_kind", {4, 3});
  places.Put("base.by_kind[10]", {7, 7});
  places.Put("base.by_kind[10].seats", {8, 7});
  EXPECT_EQ(places.Find("base.by_kind[10].seats"), (Place{8, 7}));
  EXPECT_EQ(places.Find("base.by_kind[10].kind"), (Place{7, 7}));
  EXPECT_EQ(places.Find("base.by_kind[1].seats"), (Place{4, 3}));
  EXPECT_EQ(places.Find("base.by_organisation[0]"), (Place{3, 1}));
  EXPECT_EQ(places.Find("based"), (Place{1, 1}));
  EXPECT_TRUE(places.Has("base"));
  EXPECT_FALSE(places.Has("base.by_kind[1]"));
}

TEST(Render, ListsFaultsInTheOrderOfTheFile) {
  EXPECT_EQ(Render("f.yaml", {{{10, 2}, "b", "is wrong"}, {{9, 4}, "a[0].c", "comes twice"}, {{9, 3}, "", "is odd"}}),
            "f.yaml:9:3: is odd\nf.yaml:9:4: a[0].c: comes twice\nf.yaml:10:2: b: is wrong");
  EXPECT_EQ(Render("f.yaml", {}), "");
}

}  // namespace
}  // namespace congress::cli::yaml

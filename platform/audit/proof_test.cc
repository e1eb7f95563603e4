#include "platform/audit/proof.h"

#include "absl/strings/escaping.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/audit/merkle.h"
#include "platform/digest/sha256.h"
#include "tests/support/status_matchers.h"

namespace congress::audit {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string RootOfAll(const std::vector<std::string>& leaves, size_t begin, size_t end) {
  TreeHash tree;
  for (size_t i = begin; i < end; ++i) tree.Add(leaves[i]);
  return tree.Root();
}

// A tree of which all leaves are there.
class Tree {
 public:
  explicit Tree(std::vector<std::string> leaves) : leaves_(std::move(leaves)) {}

  std::string Root(int64_t size) const {
    return *RootOf(size, [this](int level, int64_t index) { return Node(level, index); });
  }
  std::vector<std::string> Inclusion(int64_t index, int64_t size) const {
    return *ProveInclusion(index, size, [this](int level, int64_t at) { return Node(level, at); });
  }
  std::vector<std::string> Consistency(int64_t first, int64_t second) const {
    return *ProveConsistency(first, second, [this](int level, int64_t at) { return Node(level, at); });
  }
  const std::string& leaf(int64_t index) const { return leaves_[static_cast<size_t>(index)]; }

 private:
  absl::StatusOr<std::string> Node(int level, int64_t index) const {
    const size_t width = size_t{1} << level;
    return RootOfAll(leaves_, static_cast<size_t>(index) * width, (static_cast<size_t>(index) + 1) * width);
  }
  std::vector<std::string> leaves_;
};

Tree Numbered(int size) {
  std::vector<std::string> leaves;
  for (int i = 0; i < size; ++i) leaves.push_back(LeafHash(std::to_string(i)));
  return Tree(std::move(leaves));
}

std::vector<std::string> InHex(const std::vector<std::string>& hashes) {
  std::vector<std::string> hex;
  for (const std::string& hash : hashes) hex.push_back(absl::BytesToHexString(hash));
  return hex;
}

// The leaves of Certificate Transparency's reference tests, and the roots and proofs that they publish for RFC 6962.
Tree Reference() {
  std::vector<std::string> leaves;
  for (const char* hex :
       {"", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"}) {
    leaves.push_back(LeafHash(absl::HexStringToBytes(hex)));
  }
  return Tree(std::move(leaves));
}

TEST(Merkle, FollowsRfc6962) {
  const Tree tree = Reference();
  EXPECT_EQ(absl::BytesToHexString(LeafHash("")), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  EXPECT_THAT(InHex({tree.Root(0), tree.Root(1), tree.Root(2), tree.Root(3), tree.Root(4), tree.Root(5), tree.Root(6),
                     tree.Root(7), tree.Root(8)}),
              ElementsAre("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"));
}

TEST(Inclusion, FollowsRfc6962) {
  const Tree tree = Reference();
  EXPECT_THAT(tree.Inclusion(0, 1), IsEmpty());
  EXPECT_THAT(InHex(tree.Inclusion(0, 8)),
              ElementsAre("96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                          "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                          "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"));
  EXPECT_THAT(InHex(tree.Inclusion(5, 8)),
              ElementsAre("bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                          "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"));
  EXPECT_THAT(InHex(tree.Inclusion(2, 3)),
              ElementsAre("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"));
  EXPECT_THAT(InHex(tree.Inclusion(1, 5)),
              ElementsAre("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                          "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                          "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"));
}

TEST(Consistency, FollowsRfc6962) {
  const Tree tree = Reference();
  EXPECT_THAT(tree.Consistency(1, 1), IsEmpty());
  EXPECT_THAT(InHex(tree.Consistency(1, 8)),
              ElementsAre("96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                          "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                          "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"));
  EXPECT_THAT(InHex(tree.Consistency(6, 8)),
              ElementsAre("0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                          "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"));
  EXPECT_THAT(InHex(tree.Consistency(2, 5)),
              ElementsAre("5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                          "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"));
}

TEST(Inclusion, HoldsForEachLeafOfEachTreeAndForNoOther) {
  const Tree tree = Numbered(33);
  for (int64_t size = 1; size <= 33; ++size) {
    for (int64_t index = 0; index < size; ++index) {
      const auto proof = tree.Inclusion(index, size);
      EXPECT_TRUE(Includes(tree.leaf(index), index, size, proof, tree.Root(size))) << index << " of " << size;
      for (int64_t other = 0; other < size; ++other) {
        if (other == index) continue;
        EXPECT_FALSE(Includes(tree.leaf(other), index, size, proof, tree.Root(size)));
        EXPECT_FALSE(Includes(tree.leaf(index), other, size, proof, tree.Root(size)));
      }
      auto longer = proof;
      longer.push_back(tree.leaf(0));
      EXPECT_FALSE(Includes(tree.leaf(index), index, size, longer, tree.Root(size)));
      if (proof.empty()) continue;
      longer = proof;
      longer.front()[7] ^= 1;
      EXPECT_FALSE(Includes(tree.leaf(index), index, size, longer, tree.Root(size)));
      longer = proof;
      longer.pop_back();
      EXPECT_FALSE(Includes(tree.leaf(index), index, size, longer, tree.Root(size)));
    }
  }
  EXPECT_FALSE(Includes(tree.leaf(0), -1, 1, {}, tree.Root(1)));
  EXPECT_FALSE(Includes(tree.leaf(0), 1, 1, {}, tree.Root(1)));
}

TEST(Consistency, HoldsForEachPairOfTreesAndForNoOther) {
  const Tree tree = Numbered(33);
  for (int64_t second = 1; second <= 33; ++second) {
    for (int64_t first = 1; first <= second; ++first) {
      const auto proof = tree.Consistency(first, second);
      EXPECT_TRUE(GoesOn(first, tree.Root(first), second, tree.Root(second), proof)) << first << " to " << second;
      EXPECT_FALSE(GoesOn(first, tree.Root(33 - first), second, tree.Root(second), proof) && 33 - first != first);
      EXPECT_FALSE(GoesOn(first, tree.Root(first), second, tree.Root(second - 1), proof));
      auto other = proof;
      other.push_back(tree.leaf(0));
      EXPECT_FALSE(GoesOn(first, tree.Root(first), second, tree.Root(second), other));
      if (proof.empty()) continue;
      other = proof;
      other.back()[31] ^= 1;
      EXPECT_FALSE(GoesOn(first, tree.Root(first), second, tree.Root(second), other));
      other = proof;
      other.pop_back();
      EXPECT_FALSE(GoesOn(first, tree.Root(first), second, tree.Root(second), other));
    }
  }
  EXPECT_FALSE(GoesOn(0, digest::Sha256(""), 1, tree.Root(1), {}));
  EXPECT_FALSE(GoesOn(2, tree.Root(2), 1, tree.Root(1), {}));
}

}  // namespace
}  // namespace congress::audit

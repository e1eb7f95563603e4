#include "services/drafting/domain/near_duplicates.h"

#include <algorithm>
#include <map>
#include <random>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/drafting/domain/opinion_words.h"
#include "services/drafting/testing/prose.h"

namespace congress::drafting {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<OpinionText> Numbered(const std::vector<std::string>& texts) {
  std::vector<OpinionText> opinions;
  for (size_t i = 0; i < texts.size(); ++i) opinions.push_back({"opinions/" + std::to_string(100'000 + i), texts[i]});
  return opinions;
}

size_t ClusterCount(const std::vector<std::string>& texts) {
  return ClusterNearDuplicates(Numbered(texts)).clusters.size();
}

bool Same(const std::string& a, const std::string& b) { return ClusterCount({a, b}) == 1; }

TEST(NearDuplicates, TakesThoseThatDifferInTheirDressTogether) {
  const std::string plain = "Đề nghị bổ sung chỉ tiêu về chuyển đổi số trong xây dựng Đảng.";
  for (const std::string text : {
           "đề nghị bổ sung chỉ tiêu về chuyển đổi số trong xây dựng Đảng",
           "Bổ sung chỉ tiêu về chuyển đổi số trong xây dựng Đảng!",
           "- Đề nghị bổ sung chỉ tiêu về chuyển đổi số, trong xây dựng Đảng;",
           "1. Đề nghị bổ sung chỉ tiêu về chuyển đổi số trong xây dựng đảng.",
           "2) Kiến nghị bổ sung thêm các chỉ tiêu về chuyển đổi số trong xây dựng Đảng ./.",
           "Nhất trí với dự thảo, đề nghị bổ sung chỉ tiêu về chuyển đổi số trong xây dựng Đảng.",
           "Cơ bản nhất trí với dự thảo báo cáo chính trị. Tuy nhiên, đề nghị bổ sung chỉ tiêu về chuyển đổi số trong "
           "xây dựng Đảng.",
           "Thống nhất cao với các nội dung của dự thảo văn kiện và kính đề nghị Ban Soạn thảo xem xét, nghiên cứu, bổ "
           "sung chỉ tiêu chuyển đổi số trong việc xây dựng Đảng. Xin trân trọng cảm ơn!",
           "Đảng uỷ xã Nghi Lộc đề nghị bổ sung chỉ tiêu về chuyển đổi số trong xây dựng Đảng.",
           "Đảng ủy phường Trường Vinh: Nhất trí với dự thảo; đề nghị bổ sung chỉ tiêu về chuyển đổi số trong xây dựng "
           "Đảng",
           "Chi bộ thôn 3, xã Quỳnh Lưu nhất trí, xã Quỳnh Lưu đề xuất bổ sung chỉ tiêu về chuyển đổi số trong xây "
           "dựng "
           "Đảng.",
           "ĐỀ NGHỊ BỔ SUNG CHỈ TIÊU VỀ CHUYỂN ĐỔI SỐ TRONG XÂY DỰNG ĐẢNG",
       }) {
    EXPECT_TRUE(Same(plain, text)) << text;
  }
  EXPECT_TRUE(Same("Hoàn thiện hoà giải ở cơ sở", "Hoàn thiện hòa giải ở cơ sở"));
}

TEST(NearDuplicates, KeepsApartWhatAsksForSomethingElse) {
  const std::vector<std::pair<std::string, std::string>> kCases = {
      {"Đề nghị tăng mức hỗ trợ cho cán bộ thôn trong giai đoạn sắp xếp tổ chức bộ máy của tỉnh",
       "Đề nghị giảm mức hỗ trợ cho cán bộ thôn trong giai đoạn sắp xếp tổ chức bộ máy của tỉnh"},
      {"Đề nghị giữ chỉ tiêu kết nạp đảng viên hằng năm của toàn Đảng bộ tỉnh như dự thảo đã nêu",
       "Đề nghị không giữ chỉ tiêu kết nạp đảng viên hằng năm của toàn Đảng bộ tỉnh như dự thảo đã nêu"},
      {"Chỉ tiêu thu ngân sách đến năm 2030 đạt 50.000 tỷ đồng là phù hợp với khả năng của tỉnh trong giai đoạn mới",
       "Chỉ tiêu thu ngân sách đến năm 2030 đạt 55.000 tỷ đồng là phù hợp với khả năng của tỉnh trong giai đoạn mới"},
      {"Tốc độ tăng trưởng bình quân 8%/năm", "Tốc độ tăng trưởng bình quân 8/năm"},
      {"Chỉ số sản xuất công nghiệp đạt -5%", "Chỉ số sản xuất công nghiệp đạt 5%"},
      {"Đề nghị xây dựng hai trường học liên cấp tại trung tâm xã mới theo quy hoạch chung của tỉnh",
       "Đề nghị xây dựng ba trường học liên cấp tại trung tâm xã mới theo quy hoạch chung của tỉnh"},
      {"Đề nghị sửa nội dung Mục II của dự thảo", "Đề nghị sửa nội dung Mục III của dự thảo"},
      {"Đề nghị xem xét chỉ tiêu về giảm nghèo bền vững ở các xã miền núi, vùng đồng bào dân tộc thiểu số",
       "Đề nghị xem xét lại chỉ tiêu về giảm nghèo bền vững ở các xã miền núi, vùng đồng bào dân tộc thiểu số"},
      {"Nhất trí với dự thảo", "Không nhất trí với dự thảo"},
      {"Nhất trí với dự thảo, đề nghị bổ sung chỉ tiêu", "Chưa nhất trí với dự thảo, đề nghị bổ sung chỉ tiêu"},
      {"Nhất trí với chỉ tiêu thu ngân sách", "Đề nghị chỉ tiêu thu ngân sách"},
      {"Đầu tư đường từ xã Nghi Lộc", "Đầu tư đường từ xã Quỳnh Lưu"},
      {"Xã Nghi Lộc thiếu nước sạch, đề nghị đầu tư", "Xã Nghi Lộc thiếu trường học, đề nghị đầu tư"},
      {"Đề nghị xã Nghi Lộc đề nghị tỉnh đầu tư", "Đề nghị xã Quỳnh Lưu đề nghị tỉnh đầu tư"},
      {"Đề nghị bỏ nội dung này", "Đề nghị bổ sung nội dung này"},
      {"Tăng chi cho y tế, tăng chi cho giáo dục, giảm chi cho hội nghị, giảm chi cho lễ hội",
       "Tăng chi cho hội nghị, tăng chi cho lễ hội, giảm chi cho y tế, giảm chi cho giáo dục"},
      {"Đề nghị đầu tư đường đến trung tâm xã", "Đề nghị đầu tư cầu đến trung tâm xã"},
      {"Đã nêu đủ chỉ tiêu.", "Đã nêu đủ chỉ tiêu?"},
      {"Phương án A hoặc phương án B", "Phương án A và phương án B"},
      {"XÃ NGHI LỘC MẤT ĐIỆN ĐỀ NGHỊ SỬA", "XÃ NGHI LỘC MẤT NƯỚC ĐỀ NGHỊ SỬA"},
      {"", "Đề nghị"},
  };
  for (const auto& [a, b] : kCases) EXPECT_FALSE(Same(a, b)) << a << "\n" << b;
}

TEST(NearDuplicates, AMemberLeavesOutAtMostOneWordInTen) {
  const std::string ten = "a b d e g h k n o p";
  EXPECT_TRUE(Same(ten, "a b d e g k n o p"));
  EXPECT_FALSE(Same(ten, "a b d e g h k n"));
  EXPECT_FALSE(Same("a b d e g h k n o", "a b d e g h k n"));
  const std::string twenty = ten + " q r s u y f j w z ơ";
  const auto clusters = ClusterNearDuplicates({{"x", "b d e g h k n o p q r s u y f j w z ơ"},
                                               {"z", twenty},
                                               {"y", twenty},
                                               {"w", "b d e g h k n o p q r s u y f j w z"},
                                               {"v", "b d e g h k n o p q r s u y f j w"}})
                            .clusters;
  ASSERT_EQ(clusters.size(), 2u);
  EXPECT_EQ(clusters[0], (Cluster{"v", {{"v", 0}}}));
  EXPECT_EQ(clusters[1], (Cluster{"y", {{"w", 2}, {"x", 1}, {"y", 0}, {"z", 0}}}));
  EXPECT_THAT(ClusterNearDuplicates({}).clusters, IsEmpty());
}

// A chain in which each text has one word less than the one before it does not drift away from its representative.
TEST(NearDuplicates, NoChainLeadsAwayFromTheRepresentative) {
  std::vector<std::string> chain;
  for (size_t words = 100; words > 50; --words) {
    std::string text;
    for (size_t i = 0; i < words; ++i) text += "w" + std::string(1 + i / 26, static_cast<char>('a' + i % 26)) + " ";
    chain.push_back(text);
  }
  const std::vector<OpinionText> opinions = Numbered(chain);
  for (const Cluster& cluster : ClusterNearDuplicates(opinions).clusters) {
    const auto words = [&](const std::string& id) {
      return 100 - (std::stoll(id.substr(sizeof("opinions/") - 1)) - 100'000);
    };
    for (const ClusterMember& member : cluster.members) {
      EXPECT_GE(words(member.id) * kSaidIn, words(cluster.representative) * kSaidOf);
      EXPECT_EQ(member.left_out, words(cluster.representative) - words(member.id));
    }
  }
}

// Opinions of a few invented ones, changed as communes change them and now and then in what they say.
std::vector<std::string> Varied(size_t count, uint32_t seed) {
  sample::Prose prose(seed);
  std::vector<sample::Sentence> originals;
  for (size_t i = 0; i < count / 20 + 1; ++i) originals.push_back(prose.NewSentence());
  std::vector<std::string> texts;
  for (size_t i = 0; i < count; ++i) {
    sample::Sentence sentence = originals[prose.Number(originals.size())];
    if (prose.IsOneIn(3)) sentence.erase(sentence.begin() + static_cast<std::ptrdiff_t>(prose.Number(sentence.size())));
    if (prose.IsOneIn(3)) sentence[prose.Number(sentence.size())] = prose.Word();
    const std::string frame = prose.IsOneIn(2) ? "Nhất trí với dự thảo, đề nghị " : "Xã Nghi Lộc đề nghị ";
    texts.push_back((prose.IsOneIn(2) ? frame : "") + sample::TextOf(sentence));
  }
  return texts;
}

TEST(NearDuplicates, IsTheSameInEveryOrderAndKeepsItsWord) {
  for (uint32_t seed = 1; seed <= 20; ++seed) {
    std::vector<OpinionText> opinions = Numbered(Varied(200, seed));
    std::map<std::string, std::string> texts;
    for (const OpinionText& opinion : opinions) texts[opinion.id] = opinion.text;
    const Clusters clusters = ClusterNearDuplicates(opinions);
    std::shuffle(opinions.begin(), opinions.end(), std::mt19937(seed));
    ASSERT_EQ(ClusterNearDuplicates(opinions).clusters, clusters.clusters);
    EXPECT_LT(clusters.clusters.size(), opinions.size());
    OpinionWords reader;
    size_t members = 0;
    for (const Cluster& cluster : clusters.clusters) {
      const SaidWords whole = reader.Read(texts.at(cluster.representative));
      for (const ClusterMember& member : cluster.members) {
        const SaidWords part = reader.Read(texts.at(member.id));
        ++members;
        EXPECT_EQ(part.decisive, whole.decisive);
        EXPECT_EQ(part.all.size() + static_cast<size_t>(member.left_out), whole.all.size());
        EXPECT_GE(part.all.size() * kSaidIn, whole.all.size() * kSaidOf);
        auto from = whole.all.begin();
        for (const uint32_t word : part.all) {
          from = std::find(from, whole.all.end(), word);
          ASSERT_NE(from, whole.all.end()) << texts.at(member.id) << "\n" << texts.at(cluster.representative);
          ++from;
        }
      }
    }
    EXPECT_EQ(members, opinions.size());
  }
}

// Whatever 10,000 texts are, far fewer pairs of them are compared than there are.
TEST(NearDuplicates, DoesNotGrowWithTheSquareOfTheTexts) {
  constexpr size_t kTexts = 10'000;
  const std::string common = "phát triển kinh tế xanh gắn với bảo vệ môi trường biển và rừng theo hướng bền vững ";
  const auto compared = [](const auto& text) {
    std::vector<std::string> texts;
    for (size_t i = 0; i < kTexts; ++i) texts.push_back(text(i));
    return ClusterNearDuplicates(Numbered(texts));
  };
  const auto word = [](size_t i) {
    std::string letters = "v";
    for (; i > 0; i /= 26) letters += static_cast<char>('a' + i % 26);
    return letters;
  };
  const Clusters equal = compared([&](size_t) { return common; });
  EXPECT_EQ(equal.clusters.size(), 1u);
  EXPECT_EQ(equal.comparisons, 0);
  const Clusters one_other = compared([&](size_t i) { return common + word(i); });
  EXPECT_EQ(one_other.clusters.size(), kTexts);
  EXPECT_EQ(one_other.comparisons, 0);
  const Clusters two_other = compared([&](size_t i) { return word(i % 100) + " " + common + word(1000 + i / 100); });
  EXPECT_EQ(two_other.clusters.size(), kTexts);
  EXPECT_EQ(two_other.comparisons, 0);
  // One word is missing in each, or two in turn: lengths that could be in each other.
  const auto without = [&](size_t first, size_t second) {
    std::string text;
    for (size_t i = 0; i < 100; ++i) text += i == first || i == second ? "" : word(i) + " ";
    return text;
  };
  const Clusters missing = compared([&](size_t i) { return without(i % 100, i / 100); });
  EXPECT_LT(missing.comparisons, static_cast<int64_t>(100 * kTexts));
}

}  // namespace
}  // namespace congress::drafting

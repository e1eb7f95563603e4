#include "platform/content/zip_end.h"

#include "gtest/gtest.h"
#include "platform/status/strings.h"

namespace congress::content {
namespace {

std::string Number(uint64_t number, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i, number >>= 8) text += static_cast<char>(number & 0xFF);
  return text;
}

// A ZIP file of one part of `packed` bytes that says it has `whole`.
std::string ZipOf(uint64_t packed, uint64_t whole, std::string_view comment = "") {
  const std::string name = "word/document.xml";
  const std::string sizes = StrCat(Number(packed, 4), Number(whole, 4), Number(name.size(), 2));
  const std::string part = StrCat("PK\3\4", std::string(14, '\0'), sizes, Number(0, 2), name, std::string(packed, 'x'));
  const std::string entry = StrCat("PK\1\2", std::string(16, '\0'), sizes, std::string(16, '\0'), name);
  return StrCat(part, entry, "PK\5\6", std::string(4, '\0'), Number(1, 2), Number(1, 2), Number(entry.size(), 4),
                Number(part.size(), 4), Number(comment.size(), 2), comment);
}

bool IsFit(std::string_view bytes) {
  ZipEnd end;
  for (; !bytes.empty(); bytes.remove_prefix(std::min<size_t>(bytes.size(), 1000))) end.Take(bytes.substr(0, 1000));
  return end.IsFit();
}

TEST(ZipEnd, TakesWholeFiles) {
  EXPECT_TRUE(IsFit(ZipOf(100, 4000)));
  EXPECT_TRUE(IsFit(ZipOf(100, 4000, "a comment")));
  EXPECT_TRUE(IsFit(ZipOf(3 << 20, 5 << 20))) << "of which not all is kept";
}

TEST(ZipEnd, RefusesWhatWouldFillADisk) {
  EXPECT_FALSE(IsFit(ZipOf(290'000, 300 << 20)));
  EXPECT_FALSE(IsFit(ZipOf(1000, 2 << 20))) << "packed more than a hundred times";
  EXPECT_TRUE(IsFit(ZipOf(30'000, 2 << 20)));
}

TEST(ZipEnd, RefusesWhatIsCutOrDamaged) {
  const std::string whole = ZipOf(3000, 4000);
  for (const size_t left : {whole.size() - 1, whole.size() - 30, whole.size() / 2, size_t{4}, size_t{0}}) {
    EXPECT_FALSE(IsFit(whole.substr(0, left))) << left;
  }
  EXPECT_FALSE(IsFit(whole.substr(10))) << "parts that are not where the list says";
  std::string damaged = whole;
  damaged[whole.rfind("PK\1\2")] = 'X';
  EXPECT_FALSE(IsFit(damaged));
  EXPECT_FALSE(IsFit(StrCat(whole, "behind the end")));
}

}  // namespace
}  // namespace congress::content

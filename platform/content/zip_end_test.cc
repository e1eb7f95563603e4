#include "platform/content/zip_end.h"

#include <zlib.h>

#include "gtest/gtest.h"
#include "platform/status/strings.h"

namespace congress::content {
namespace {

std::string Number(uint64_t number, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i, number >>= 8) text += static_cast<char>(number & 0xFF);
  return text;
}

std::string Deflated(const std::string& whole) {
  z_stream stream = {};
  EXPECT_EQ(deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY), Z_OK);
  std::string packed(deflateBound(&stream, whole.size()), '\0');
  std::string bytes = whole;
  stream.next_in = reinterpret_cast<Bytef*>(bytes.data());
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

// How a part lies in a file, and what is said of it there and in the list.
struct Part {
  std::string bytes;
  int method = 8;
  uint64_t whole = 0;
  int flags = 0;
  std::string tail = {};
};

Part PartOf(const std::string& whole) { return {.bytes = Deflated(whole), .whole = whole.size()}; }

std::string ZipOf(const Part& part, std::string_view comment = "") {
  const std::string name = "word/document.xml";
  const std::string form = StrCat(Number(20, 2), Number(static_cast<uint64_t>(part.flags), 2),
                                  Number(static_cast<uint64_t>(part.method), 2), std::string(8, '\0'));
  const std::string sizes = StrCat(Number(part.bytes.size(), 4), Number(part.whole, 4));
  const std::string said = (part.flags & 8) != 0 ? std::string(8, '\0') : sizes;
  const std::string before =
      StrCat("PK\3\4", form, said, Number(name.size(), 2), Number(0, 2), name, part.bytes, part.tail);
  const std::string entry =
      StrCat("PK\1\2", Number(20, 2), form, sizes, Number(name.size(), 2), std::string(16, '\0'), name);
  return StrCat(before, entry, "PK\5\6", std::string(4, '\0'), Number(1, 2), Number(1, 2), Number(entry.size(), 4),
                Number(before.size(), 4), Number(comment.size(), 2), comment);
}

// What hardly gets smaller.
std::string Noise(size_t size) {
  std::string noise(size, '\0');
  uint32_t state = 1;
  for (char& one : noise) one = static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
  return noise;
}

// More than all parts may be, and not packed a hundred times.
const Part& Large() {
  static const Part part = PartOf(StrCat(Noise(3 << 20), std::string(254 << 20, 'a')));
  return part;
}

bool IsFit(std::string_view bytes) {
  ZipEnd end;
  for (; !bytes.empty(); bytes.remove_prefix(std::min<size_t>(bytes.size(), 1000))) end.Take(bytes.substr(0, 1000));
  return end.IsFit();
}

TEST(ZipEnd, TakesWholeFiles) {
  const std::string text(4000, 'a');
  EXPECT_TRUE(IsFit(ZipOf(PartOf(text))));
  EXPECT_TRUE(IsFit(ZipOf(PartOf(text), "a comment")));
  EXPECT_TRUE(IsFit(ZipOf({.bytes = text, .method = 0, .whole = text.size()})));
  EXPECT_TRUE(IsFit(ZipOf({.bytes = "", .method = 0})));
  EXPECT_TRUE(IsFit(ZipOf(PartOf(Noise(3 << 20))))) << "of which not all is kept";
  Part behind = PartOf(text);
  behind.flags = 8;
  for (const char* mark : {"PK\7\10", ""}) {
    behind.tail = StrCat(mark, std::string(12, '\1'));
    EXPECT_TRUE(IsFit(ZipOf(behind))) << "sizes behind the bytes, as Word writes them";
  }
}

TEST(ZipEnd, RefusesWhatWouldFillADisk) {
  EXPECT_FALSE(IsFit(ZipOf(PartOf(std::string(2 << 20, 'a'))))) << "packed more than a hundred times";
  EXPECT_FALSE(IsFit(ZipOf({.bytes = Noise(290'000), .whole = 300 << 20})));
  EXPECT_FALSE(IsFit(ZipOf(Large())));
}

TEST(ZipEnd, RefusesAListThatLies) {
  Part bomb = Large();
  bomb.whole = 4000;
  EXPECT_FALSE(IsFit(ZipOf(bomb)));
  bomb = PartOf(std::string(900'000, 'a'));
  bomb.whole = 899'999;
  EXPECT_FALSE(IsFit(ZipOf(bomb)));
  bomb.whole = 900'000;
  EXPECT_TRUE(IsFit(ZipOf(bomb)));
  bomb.bytes += "more than the part has";
  EXPECT_FALSE(IsFit(ZipOf(bomb)));
  EXPECT_FALSE(IsFit(ZipOf({.bytes = "not packed", .whole = 10}))) << "no deflate";
  EXPECT_FALSE(IsFit(ZipOf({.bytes = "another method", .method = 12, .whole = 14})));
  EXPECT_FALSE(IsFit(ZipOf({.bytes = "encrypted", .method = 0, .whole = 9, .flags = 1})));
  EXPECT_FALSE(IsFit(ZipOf({.bytes = "no length", .method = 0, .whole = 9, .flags = 8, .tail = std::string(12, 'x')})));
}

TEST(ZipEnd, RefusesWhatIsCutOrDamaged) {
  const std::string whole = ZipOf(PartOf(Noise(3000)));
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

#include "platform/digest/sha256.h"

#include "gtest/gtest.h"

namespace congress::digest {
namespace {

// FIPS 180-4, examples of SHA-256.
TEST(Sha256, IsThatOfTheStandard) {
  EXPECT_EQ(Sha256Hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Sha256Hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(Sha256Hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST(Sha256, CountsZeroBytes) {
  EXPECT_EQ(Sha256(std::string_view("\0", 1)).size(), kSha256Bytes);
  EXPECT_NE(Sha256(std::string_view("\0", 1)), Sha256(""));
}

// Pieces shorter and longer than what is gathered, and those that just fill it.
TEST(Sha256Stream, IsTheHashOfAllItsPieces) {
  for (const size_t size : {size_t{0}, size_t{1}, size_t{63}, size_t{4095}, size_t{4096}, size_t{4097}, size_t{9000}}) {
    Sha256Stream stream;
    std::string whole;
    for (const char c : {'a', 'b', 'c'}) {
      const std::string piece(size, c);
      stream << piece << c;
      whole += piece + c;
    }
    EXPECT_EQ(stream.Hex(), Sha256Hex(whole)) << size;
  }
}

}  // namespace
}  // namespace congress::digest

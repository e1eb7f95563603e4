#include "platform/content/key_wrap.h"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/escaping.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace congress::content {
namespace {

using support::IsOk;
using support::StatusIs;
using support::TemporaryFolder;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

constexpr char kOwner[] = "persons/p-7";

KeyWrap Wraps(const std::string& current = "k1") {
  static const auto& keys = *new std::map<std::string, DataKey>{{"k1", DataKey::Random()}, {"k2", DataKey::Random()}};
  return KeyWrap(keys, current);
}

TEST(DataKey, IsAnotherEachTimeAndItsChildrenAreTheirOwn) {
  const DataKey key = DataKey::Random();
  EXPECT_NE(key.bytes(), DataKey::Random().bytes());
  EXPECT_EQ(key.Derive("salt", "purpose").bytes(), DataKey::Of(key.bytes()).Derive("salt", "purpose").bytes());
  EXPECT_NE(key.Derive("salt", "purpose").bytes(), key.Derive("salt", "other").bytes());
  EXPECT_NE(key.Derive("salt", "purpose").bytes(), key.Derive("other", "purpose").bytes());
}

// The value is another implementation's (Python's cryptography); the cases of RFC 5869 have keys of other lengths.
TEST(DataKey, DerivesAsHkdfDoes) {
  const DataKey key = DataKey::Of(std::string(32, '\x0b'));
  const std::string salt("\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c", 13);
  const std::string info("\xf0\xf1\xf2\xf3\xf4\xf5\xf6\xf7\xf8\xf9", 10);
  EXPECT_EQ(absl::BytesToHexString(std::string(key.Derive(salt, info).bytes())),
            "d4100799f26a09615a72af3e58fa3841a2ff20d5ace3fb392e562e207fe6b718");
}

TEST(KeyWrap, OpensWhatItWrapped) {
  const DataKey key = DataKey::Random();
  const WrappedKey wrapped = Wraps().Wrap(key, kOwner);
  EXPECT_EQ(wrapped.key_id, "k1");
  EXPECT_EQ(wrapped.bytes.find(key.bytes()), std::string::npos);
  EXPECT_NE(wrapped.bytes, Wraps().Wrap(key, kOwner).bytes);
  ASSERT_OK_AND_ASSIGN(const DataKey opened, Wraps().Unwrap(wrapped, kOwner));
  EXPECT_EQ(opened.bytes(), key.bytes());
}

TEST(KeyWrap, OpensAfterARotationAndSaysWhatIsToBeWrappedAnew) {
  const DataKey key = DataKey::Random();
  const WrappedKey older = Wraps("k1").Wrap(key, kOwner);
  const KeyWrap rotated = Wraps("k2");
  EXPECT_TRUE(rotated.IsOutdated(older));
  ASSERT_OK_AND_ASSIGN(const DataKey opened, rotated.Unwrap(older, kOwner));
  const WrappedKey newer = rotated.Wrap(opened, kOwner);
  EXPECT_FALSE(rotated.IsOutdated(newer));
  ASSERT_OK_AND_ASSIGN(const DataKey again, rotated.Unwrap(newer, kOwner));
  EXPECT_EQ(again.bytes(), key.bytes());
}

TEST(KeyWrap, FindsEveryChange) {
  const WrappedKey wrapped = Wraps().Wrap(DataKey::Random(), kOwner);
  const auto is_corrupt = StatusIs(absl::StatusCode::kDataLoss, "CONTENT_CORRUPT");
  for (size_t bit = 0; bit < 8 * wrapped.bytes.size(); ++bit) {
    WrappedKey changed = wrapped;
    changed.bytes[bit / 8] = static_cast<char>(changed.bytes[bit / 8] ^ (1 << bit % 8));
    EXPECT_THAT(Wraps().Unwrap(changed, kOwner), is_corrupt) << bit;
  }
  for (const size_t size : {size_t{0}, wrapped.bytes.size() - 1}) {
    EXPECT_THAT(Wraps().Unwrap({"k1", wrapped.bytes.substr(0, size)}, kOwner), is_corrupt) << size;
  }
  EXPECT_THAT(Wraps().Unwrap({"k1", wrapped.bytes + "x"}, kOwner), is_corrupt);
  EXPECT_THAT(Wraps().Unwrap({"k2", wrapped.bytes}, kOwner), is_corrupt);
  EXPECT_THAT(Wraps().Unwrap(wrapped, "persons/p-8"), is_corrupt);
  EXPECT_THAT(Wraps().Unwrap({"k3", wrapped.bytes}, kOwner),
              StatusIs(absl::StatusCode::kUnavailable, "CONTENT_UNAVAILABLE"));
}

TEST(KeyWrap, MakesItsFileOnceAndForItselfAlone) {
  const TemporaryFolder folder;
  const std::string path = folder.File("content.keys");
  ASSERT_OK_AND_ASSIGN(const KeyWrap first, KeyWrap::Load(path));
  struct stat info = {};
  ASSERT_EQ(stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777u, 0600u);
  const WrappedKey wrapped = first.Wrap(DataKey::Random(), kOwner);
  ASSERT_OK_AND_ASSIGN(const KeyWrap second, KeyWrap::Load(path));
  EXPECT_THAT(second.Unwrap(wrapped, kOwner), IsOk());
}

TEST(KeyWrap, WrapsByTheLastKeyOfItsFile) {
  const TemporaryFolder folder;
  const std::string path = folder.File("keys");
  std::ofstream(path) << "b " << std::string(64, 'a') << "\n\na " << std::string(64, 'B') << "\n";
  ASSERT_OK_AND_ASSIGN(const KeyWrap wrap, KeyWrap::Load(path));
  EXPECT_EQ(wrap.Wrap(DataKey::Random(), kOwner).key_id, "a");
  EXPECT_TRUE(wrap.IsOutdated({"b", ""}));
}

TEST(KeyWrap, SaysWhyAFileCannotBeUsedAndShowsNoKey) {
  const TemporaryFolder folder;
  const std::string secret(64, 'a');
  for (const std::string& text : {std::string(), "k1 " + secret.substr(1), "k1 g" + secret.substr(1), secret,
                                  "k1 " + secret + " x", "k1 " + secret + "\nk1 " + secret}) {
    std::ofstream(folder.File("keys")) << text;
    const auto wrap = KeyWrap::Load(folder.File("keys"));
    ASSERT_TRUE(absl::IsFailedPrecondition(wrap.status())) << text;
    const std::string message(wrap.status().message());
    EXPECT_THAT(message, EndsWith("."));
    EXPECT_THAT(message, HasSubstr(folder.File("keys")));
    EXPECT_THAT(message, Not(HasSubstr(secret.substr(1))));
  }
  EXPECT_TRUE(absl::IsFailedPrecondition(KeyWrap::Load(folder.File("none/keys")).status()));
}

TEST(KeyWrap, CopiesTakeOverNewKeysTogether) {
  const KeyWrap wrap({{"old", DataKey::Random()}}, "old");
  const KeyWrap copy = wrap;
  const DataKey key = DataKey::Random();
  const WrappedKey before = copy.Wrap(key, kOwner);
  wrap.Become(KeyWrap({{"new", DataKey::Random()}}, "new"));
  EXPECT_EQ(copy.current(), "new");
  EXPECT_TRUE(copy.IsOutdated(before));
  EXPECT_TRUE(absl::IsUnavailable(copy.Unwrap(before, kOwner).status()));
}

TEST(Hmac, IsThatOfEverybody) {
  EXPECT_EQ(absl::BytesToHexString(Hmac(DataKey::Of(std::string(DataKey::kBytes, 'k')), "text")),
            "8d3a9f54db4f3f1e3addef3fc62a0359d0d9d2a87c07cf465284062fded2baa2");
}

}  // namespace
}  // namespace congress::content

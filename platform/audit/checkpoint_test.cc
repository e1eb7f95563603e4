#include "platform/audit/checkpoint.h"

#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/audit/checkpoint_file.h"
#include "platform/audit/merkle.h"
#include "platform/auth/token.h"
#include "platform/status/strings.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace congress::audit {
namespace {

using support::IsOk;
using support::StatusIs;
using ::testing::HasSubstr;
using ::testing::SizeIs;

const absl::Time kSigned = absl::FromUnixSeconds(1'750'000'000);

const auth::Signer& Process() {
  static const auto& signer = *new auth::Signer("process-drafting", *auth::GenerateKey());
  return signer;
}

TreeHead HeadOf(int64_t size, absl::Time time = kSigned, int64_t epoch = 0) {
  return {.origin = "province/drafting",
          .size = size,
          .root = LeafHash(std::to_string(size)),
          .epoch = epoch,
          .sequence = size * 2,
          .time = time};
}

VerifierKey KeyOf(const auth::Signer& signer, const std::string& name = "province/drafting") {
  VerifierKey key = *ParseVerifierKey(signer.public_pem());
  key.name = name;
  return key;
}

std::string Signed(const TreeHead& head, const auth::Signer& signer = Process()) {
  return NoteOf(head, KeyOf(signer, head.origin), [&](std::string_view text) { return signer.SignText(text); });
}

TEST(Checkpoint, IsWrittenAsC2spSays) {
  const std::string note = Signed(HeadOf(3));
  EXPECT_THAT(note, testing::MatchesRegex("province/drafting\n3\n[A-Za-z0-9+/]{43}=\nepoch 0\nsequence 6\n"
                                          "time 2025-06-15T15:06:40.000Z\n\n\u2014 province/drafting "
                                          "[A-Za-z0-9+/]{90}[A-Za-z0-9+/=]{2}\n"));
  ASSERT_OK_AND_ASSIGN(const TreeHead read, OpenNote(note, std::vector{KeyOf(Process())}));
  EXPECT_EQ(TextOf(read), TextOf(HeadOf(3)));
}

// The key of the documentation of Go's package golang.org/x/mod/sumdb/note.
TEST(VerifierKey, IsWrittenAsC2spSays) {
  constexpr char kKnown[] = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
  ASSERT_OK_AND_ASSIGN(const VerifierKey key, ParseVerifierKey(StrCat(kKnown, "\n")));
  EXPECT_EQ(key.name, "PeterNeumann");
  EXPECT_EQ(ToString(key), kKnown);
  for (const char* other :
       {"", "PeterNeumann", "x+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+AhpcQ==", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"}) {
    EXPECT_THAT(ParseVerifierKey(other), StatusIs(absl::StatusCode::kInvalidArgument, "")) << other;
  }
}

TEST(Checkpoint, OfAnotherKeyOrLogOrTextIsRefused) {
  const std::string note = Signed(HeadOf(3));
  const auth::Signer stranger("process-drafting", *auth::GenerateKey());
  EXPECT_THAT(OpenNote(note, std::vector{KeyOf(stranger)}), StatusIs(absl::StatusCode::kPermissionDenied, ""));
  EXPECT_THAT(OpenNote(note, std::vector{KeyOf(Process(), "province/allocation")}),
              StatusIs(absl::StatusCode::kPermissionDenied, ""));
  EXPECT_THAT(OpenNote(note, std::vector{KeyOf(stranger), KeyOf(Process(), "")}), IsOk());
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
           {"\n3\n", "\n4\n"}, {"sequence 6", "sequence 8"}, {"epoch 0", "epoch 1"}, {"15:06", "15:07"}}) {
    EXPECT_THAT(OpenNote(absl::StrReplaceAll(note, {{from, to}}), std::vector{KeyOf(Process())}),
                StatusIs(absl::StatusCode::kPermissionDenied, ""))
        << from;
  }
  // One that was signed for another log.
  TreeHead other = HeadOf(3);
  other.origin = "province/allocation";
  const std::string moved = absl::StrReplaceAll(Signed(other), {{"province/allocation\n3", "province/drafting\n3"}});
  EXPECT_THAT(OpenNote(moved, std::vector{KeyOf(Process(), "")}), StatusIs(absl::StatusCode::kPermissionDenied, ""));
  for (const char* none :
       {"", "x", "a\n1\nAAAA\n\n\u2014 a AAAA\n", "a\n-1\n\n\u2014 a AAAA\n", "\n\n\u2014 a AAAA\n"}) {
    EXPECT_THAT(ParseNote(none), StatusIs(absl::StatusCode::kInvalidArgument, "")) << none;
  }
}

// What a process signs for callers is never taken for a token, nor the other way round.
TEST(Checkpoint, IsNoToken) {
  const std::string text = TextOf(HeadOf(3));
  EXPECT_THAT(text, HasSubstr("\n"));
  auth::Verifier verifier;
  ASSERT_THAT(verifier.Trust("process-drafting", Process().public_pem()), IsOk());
  EXPECT_FALSE(verifier.Verify(text, kSigned).ok());
}

TEST(Origin, HasNoSpaceAndNoPlus) {
  EXPECT_EQ(OriginOf("tỉnh+ nghệ an", "drafting").find_first_of(" +"), std::string::npos);
  EXPECT_EQ(OriginOf("", "drafting"), "congress/drafting");
}

class CheckpointFileTest : public ::testing::Test {
 protected:
  std::string Text() const {
    std::string text;
    FILE* const file = fopen(file_.path().c_str(), "r");
    for (int c = 0; file != nullptr && (c = fgetc(file)) != EOF;) text.push_back(static_cast<char>(c));
    if (file != nullptr) fclose(file);
    return text;
  }
  void Add(const TreeHead& head) { ASSERT_THAT(file_.Add(Signed(head), head), IsOk()); }
  std::vector<int64_t> Sizes() const {
    std::vector<int64_t> sizes;
    for (const std::string& note : SplitNotes(Text())) {
      sizes.push_back(OpenNote(note, std::vector{KeyOf(Process())}).value().size);
    }
    return sizes;
  }

  support::TemporaryFolder folder_;
  CheckpointFile file_{folder_.File("drafting.checkpoints")};
};

TEST_F(CheckpointFileTest, KeepsTheNewestAndOneAMinute) {
  ASSERT_OK_AND_ASSIGN(const auto none, file_.Newest());
  EXPECT_FALSE(none.has_value());
  for (int second = 0; second < 200; ++second) Add(HeadOf(second + 1, kSigned + absl::Seconds(second)));
  EXPECT_THAT(Sizes(), testing::ElementsAre(1, 61, 121, 181, 200));
  ASSERT_OK_AND_ASSIGN(const auto newest, file_.Newest());
  EXPECT_EQ(newest->size, 200);
  // One that is not newer changes nothing; a new epoch may begin with less.
  Add(HeadOf(150, kSigned + absl::Hours(1)));
  EXPECT_EQ(Sizes().back(), 200);
  Add(HeadOf(150, kSigned + absl::Hours(1), /*epoch=*/1));
  Add(HeadOf(151, kSigned + absl::Hours(1), /*epoch=*/1));
  EXPECT_THAT(Sizes(), testing::ElementsAre(1, 61, 121, 181, 200, 150, 151));
}

TEST_F(CheckpointFileTest, GoesOnBehindWhatACrashLeft) {
  Add(HeadOf(1));
  Add(HeadOf(2, kSigned + absl::Minutes(5)));
  const std::string torn = Text() + "province/drafting\n3\nhalf";
  FILE* const file = fopen(file_.path().c_str(), "w");
  fwrite(torn.data(), 1, torn.size(), file);
  fclose(file);
  EXPECT_THAT(Sizes(), testing::ElementsAre(1, 2));
  Add(HeadOf(3, kSigned + absl::Minutes(10)));
  EXPECT_THAT(Sizes(), testing::ElementsAre(1, 2, 3));
  EXPECT_THAT(Text(), Not(HasSubstr("half")));
}

TEST_F(CheckpointFileTest, ThatCannotBeWrittenSaysSo) {
  const CheckpointFile nowhere(folder_.File("none/x.checkpoints"));
  EXPECT_THAT(nowhere.Add(Signed(HeadOf(1)), HeadOf(1)), StatusIs(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"));
}

}  // namespace
}  // namespace congress::audit

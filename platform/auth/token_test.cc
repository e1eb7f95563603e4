#include "platform/auth/token.h"

#include <filesystem>
#include <fstream>

#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace congress::auth {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'750'000'000);

class TokenTest : public ::testing::Test {
 protected:
  TokenTest() : signer_("office", *GenerateKey()), process_("process-gateway", *GenerateKey()) {
    EXPECT_THAT(verifier_.Trust("office", signer_.public_pem()), support::IsOk());
    EXPECT_THAT(verifier_.Trust("process-gateway", process_.public_pem()), support::IsOk());
  }
  static Principal Clerk() {
    Principal clerk;
    clerk.subject = "thu";
    clerk.bindings = {{"clerk", "organisations/unit-1"}};
    clerk.clearance = annotations::v1::CONFIDENTIAL;
    clerk.person = "persons/7";
    return clerk;
  }
  std::string Cause(std::string_view token, absl::Time now = kNow) {
    const auto result = verifier_.Verify(token, now);
    EXPECT_THAT(result, support::StatusIs(absl::StatusCode::kUnauthenticated, "TOKEN_INVALID"));
    google::rpc::ErrorInfo info;
    status::Detail(result.status(), &info);
    return info.metadata().at("cause");
  }

  Signer signer_;
  Signer process_;
  Verifier verifier_;
};

TEST_F(TokenTest, WhatIsSignedIsRead) {
  ASSERT_OK_AND_ASSIGN(const Principal read, verifier_.Verify(signer_.Sign(Clerk(), kNow, absl::Hours(1)), kNow));
  EXPECT_EQ(read.subject, "thu");
  ASSERT_EQ(read.bindings.size(), 1u);
  EXPECT_EQ(read.bindings[0].role, "clerk");
  EXPECT_EQ(read.bindings[0].organisation, "organisations/unit-1");
  EXPECT_EQ(read.clearance, annotations::v1::CONFIDENTIAL);
  EXPECT_EQ(read.person, "persons/7");
}

// Four eyes compare persons by name, so two spellings of one would be two persons.
TEST_F(TokenTest, APersonIsNamedInOneWayOnly) {
  for (const char* person : {"persons/P7", "persons/7 ", "7", "persons/7/", "persons/7\u200b", "persons/", "xyz",
                             "persons/-7", "persons/a/b", " persons/7"}) {
    Principal clerk = Clerk();
    clerk.person = person;
    EXPECT_EQ(Cause(signer_.Sign(clerk, kNow, absl::Hours(1))), "person") << person;
  }
}

TEST_F(TokenTest, EveryChangedCharacterIsRefused) {
  const std::string token = signer_.Sign(Clerk(), kNow, absl::Hours(1));
  for (size_t i = 0; i < token.size(); ++i) {
    if (token[i] == '.') continue;
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(verifier_.Verify(changed, kNow).ok()) << i;
  }
}

TEST_F(TokenTest, TimeIsJudgedWithAFewSecondsOfDifference) {
  const std::string token = signer_.Sign(Clerk(), kNow, absl::Minutes(1));
  EXPECT_THAT(verifier_.Verify(token, kNow + absl::Seconds(64)), support::IsOk());
  EXPECT_EQ(Cause(token, kNow + absl::Seconds(65)), "expired");
  EXPECT_THAT(verifier_.Verify(token, kNow - absl::Seconds(5)), support::IsOk());
  EXPECT_EQ(Cause(token, kNow - absl::Seconds(6)), "not_yet_valid");
}

TEST_F(TokenTest, ForeignTokensAreRefused) {
  EXPECT_EQ(Cause(""), "malformed");
  EXPECT_EQ(Cause("a.b.c"), "malformed");
  const Signer stranger("stranger", *GenerateKey());
  EXPECT_EQ(Cause(stranger.Sign(Clerk(), kNow, absl::Hours(1))), "issuer");
  const Signer impostor("office", *GenerateKey());
  EXPECT_EQ(Cause(impostor.Sign(Clerk(), kNow, absl::Hours(1))), "signature");
}

TEST_F(TokenTest, AProcessSpeaksOnlyForItselfAndSaysForWhom) {
  ASSERT_OK_AND_ASSIGN(
      const Principal read,
      verifier_.Verify(process_.SignForProcess({"thu", "persons/7"}, "organisations/unit-1", kNow), kNow));
  EXPECT_EQ(read.subject, "process-gateway");
  EXPECT_EQ(read.on_behalf_of, "thu");
  EXPECT_EQ(read.person, "persons/7");
  ASSERT_EQ(read.bindings.size(), 1u);
  EXPECT_EQ(read.bindings[0].role, "process");
  EXPECT_EQ(read.bindings[0].organisation, "organisations/unit-1");
  Principal claims = Clerk();
  claims.subject = "process-gateway";
  claims.bindings = {{"administrator", "organisations/unit-1"}};
  ASSERT_OK_AND_ASSIGN(const Principal bold, verifier_.Verify(process_.Sign(claims, kNow, absl::Minutes(1)), kNow));
  ASSERT_EQ(bold.bindings.size(), 1u);
  EXPECT_EQ(bold.bindings[0].role, "process");
  claims.subject = "process-allocation";
  EXPECT_EQ(Cause(process_.Sign(claims, kNow, absl::Minutes(1))), "subject");
  EXPECT_EQ(Cause(signer_.Sign(claims, kNow, absl::Minutes(1))), "subject");
}

TEST_F(TokenTest, PeopleCannotActOnBehalfOfOthers) {
  Principal clerk = Clerk();
  clerk.on_behalf_of = "secretary";
  ASSERT_OK_AND_ASSIGN(const Principal read, verifier_.Verify(signer_.Sign(clerk, kNow, absl::Hours(1)), kNow));
  EXPECT_EQ(read.on_behalf_of, "");
}

TEST(Key, PemRoundTripsAndGarbageIsRefused) {
  ASSERT_OK_AND_ASSIGN(const Key key, GenerateKey());
  EXPECT_THAT(ParsePrivateKey(PrivatePem(key)), support::IsOk());
  EXPECT_FALSE(ParsePrivateKey(PublicPem(key)).ok());
  EXPECT_FALSE(ParsePublicKeys("-----BEGIN PUBLIC KEY-----\nx\n-----END PUBLIC KEY-----\n").ok());
  EXPECT_FALSE(ParsePublicKeys("").ok());
}

// A key is changed without a moment in which tokens of the old or the new one are refused.
TEST_F(TokenTest, AnIssuerMayHaveSeveralKeys) {
  const Signer next("office", *GenerateKey());
  const std::string old_token = signer_.Sign(Clerk(), kNow, absl::Hours(1));
  const std::string new_token = next.Sign(Clerk(), kNow, absl::Hours(1));
  EXPECT_EQ(Cause(new_token), "signature");
  EXPECT_THAT(verifier_.Trust("office", signer_.public_pem() + next.public_pem()), support::IsOk());
  EXPECT_THAT(verifier_.Verify(old_token, kNow), support::IsOk());
  EXPECT_THAT(verifier_.Verify(new_token, kNow), support::IsOk());
  // One faulty key refuses all of them, and what was trusted stays.
  EXPECT_FALSE(verifier_.Trust("office", next.public_pem() + "-----BEGIN PUBLIC KEY-----\nx\n").ok());
  EXPECT_THAT(verifier_.Verify(old_token, kNow), support::IsOk());
  EXPECT_THAT(verifier_.Trust("office", next.public_pem()), support::IsOk());
  EXPECT_EQ(Cause(old_token), "signature");
}

TEST_F(TokenTest, AnotherLookAtAFolderTakesWhatIsThereThenOrNothing) {
  const support::TemporaryFolder folder;
  const Signer first("first", *GenerateKey());
  const Signer second("second", *GenerateKey());
  const auto is_trusted = [&](const Signer& signer) {
    return verifier_.Verify(signer.Sign(Clerk(), kNow, absl::Hours(1)), kNow).ok();
  };
  std::ofstream(folder.File("first.pem")) << first.public_pem();
  ASSERT_THAT(verifier_.TrustFolder(folder.path()), support::IsOk());
  EXPECT_TRUE(is_trusted(first));
  std::filesystem::remove(folder.File("first.pem"));
  std::ofstream(folder.File("second.pem")) << second.public_pem();
  std::ofstream(folder.File("torn.pem")) << second.public_pem().substr(0, 40);
  EXPECT_FALSE(verifier_.TrustFolder(folder.path()).ok());
  EXPECT_TRUE(is_trusted(first));
  EXPECT_FALSE(is_trusted(second));
  std::filesystem::remove(folder.File("torn.pem"));
  ASSERT_THAT(verifier_.TrustFolder(folder.path()), support::IsOk());
  EXPECT_FALSE(is_trusted(first));
  EXPECT_TRUE(is_trusted(second));
  EXPECT_TRUE(is_trusted(signer_)) << "told, not found in a folder";
}

TEST(SignedText, IsKnownByItsSignerAlone) {
  const Signer signer("process-drafting", *GenerateKey());
  Verifier verifier;
  const std::string signature = signer.SignText("a word\nand a text");
  EXPECT_FALSE(verifier.HasSigned("process-drafting", "a word\nand a text", signature));
  ASSERT_THAT(verifier.Trust("process-drafting", signer.public_pem()), support::IsOk());
  EXPECT_TRUE(verifier.HasSigned("process-drafting", "a word\nand a text", signature));
  EXPECT_FALSE(verifier.HasSigned("process-drafting", "a word\nand a test", signature));
  EXPECT_FALSE(verifier.HasSigned("process-dossiers", "a word\nand a text", signature));
  EXPECT_FALSE(verifier.HasSigned("process-drafting", "a word\nand a text", ""));
}

}  // namespace
}  // namespace congress::auth

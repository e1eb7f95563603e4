// Which tokens are taken and which are not, row by row.
#include <filesystem>
#include <fstream>

#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/auth/remembered.h"
#include "platform/auth/testing_token.h"
#include "platform/auth/token.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace congress::auth {
namespace {

using ::testing::HasSubstr;

const absl::Time kMoment = absl::FromUnixSeconds(1'750'000'000);
constexpr char kPlain[] = R"({"alg":"EdDSA","typ":"JWT"})";
constexpr char kClaims[] = R"({"iss":"office","sub":"an","aud":"congress","iat":1750000000,"exp":1750000100})";

// Whose signature it bears.
enum class By { kOffice, kOfficeP256, kStranger, kNobody, kSecretOfPublicPem };

struct Row {
  const char* name;
  std::string header;
  std::string claims;
  By by;
  // Empty: it is taken.
  const char* cause;
};

std::string With(const std::string& more) {
  return absl::StrReplaceAll(kClaims, {{"{", absl::StrCat("{", more, ",")}});
}
std::string Instead(const std::string& what, const std::string& other) {
  return absl::StrReplaceAll(kClaims, {{what, other}});
}
std::string Audience(const std::string& audience) { return Instead(R"("congress")", audience); }
std::string Times(const std::string& iat, const std::string& exp) {
  return absl::StrReplaceAll(kClaims, {{"1750000000", iat}, {"1750000100", exp}});
}
std::string Header(const std::string& more) { return absl::StrCat(R"({"alg":"EdDSA",)", more, "}"); }

const Row kRows[] = {
    {"EdDSA", kPlain, kClaims, By::kOffice, ""},
    {"Ed25519", R"({"alg":"Ed25519"})", kClaims, By::kOffice, ""},
    {"ES256", R"({"alg":"ES256"})", kClaims, By::kOfficeP256, ""},
    {"AccessTokenType", R"({"alg":"EdDSA","typ":"application/at+JWT"})", kClaims, By::kOffice, ""},
    {"OtherType", R"({"alg":"EdDSA","typ":"logout+jwt"})", kClaims, By::kOffice, "type"},
    // Algorithms.
    {"None", R"({"alg":"none"})", kClaims, By::kNobody, "algorithm"},
    {"NoneInCapitals", R"({"alg":"NONE"})", kClaims, By::kNobody, "algorithm"},
    {"NoAlgorithm", R"({"typ":"JWT"})", kClaims, By::kOffice, "algorithm"},
    {"AlgorithmThatIsNoText", R"({"alg":["EdDSA"]})", kClaims, By::kOffice, "algorithm"},
    {"HmacWithThePublicKey", R"({"alg":"HS256"})", kClaims, By::kSecretOfPublicPem, "algorithm"},
    {"Ed25519CalledES256", R"({"alg":"ES256"})", kClaims, By::kOffice, "signature"},
    {"P256CalledEdDSA", kPlain, kClaims, By::kOfficeP256, "signature"},
    {"RSA", R"({"alg":"RS256"})", kClaims, By::kOffice, "algorithm"},
    {"Stranger", kPlain, kClaims, By::kStranger, "signature"},
    {"NoSignature", kPlain, kClaims, By::kNobody, "signature"},
    {"UnknownIssuer", kPlain, Instead("office", "stranger"), By::kStranger, "issuer"},
    {"NoIssuer", kPlain, Instead(R"("iss":"office",)", ""), By::kOffice, "issuer"},
    // What the header demands.
    {"Crit", Header(R"("crit":["b64"],"b64":false)"), kClaims, By::kOffice, "crit"},
    {"CritOfNothing", Header(R"("crit":[])"), kClaims, By::kOffice, "crit"},
    {"KeyInTheToken", Header(R"("jwk":{"kty":"OKP","crv":"Ed25519","x":"AA"})"), kClaims, By::kStranger, "signature"},
    {"KeyIdOfAKeyWithoutOne", Header(R"("kid":"../office")"), kClaims, By::kOffice, ""},
    {"KeyIdThatIsNoText", Header(R"("kid":7)"), kClaims, By::kOffice, "malformed"},
    {"HeaderTwice", R"({"alg":"EdDSA","alg":"none"})", kClaims, By::kOffice, "malformed"},
    {"HeaderIsNoObject", R"(["EdDSA"])", kClaims, By::kOffice, "malformed"},
    // Claims.
    {"ClaimTwice", kPlain, With(R"("sub":"binh")"), By::kOffice, "malformed"},
    {"ClaimTwiceByEscapes", kPlain, With(R"("s\u0075b":"binh")"), By::kOffice, "malformed"},
    {"ClaimTwiceWithin", kPlain, With(R"("x":{"a":[{"b":1,"b":2}]})"), By::kOffice, "malformed"},
    {"SameNameInTwoObjects", kPlain, With(R"("x":{"sub":1},"y":{"sub":2})"), By::kOffice, ""},
    {"AByteOrderMark", kPlain, absl::StrCat("\xef\xbb\xbf", kClaims), By::kOffice, "malformed"},
    {"ANulBehindIt", kPlain, absl::StrCat(kClaims, std::string(1, '\0')), By::kOffice, "malformed"},
    {"ClaimsAreNoObject", kPlain, "[]", By::kOffice, "malformed"},
    {"MoreThanOneObject", kPlain, absl::StrCat(kClaims, kClaims), By::kOffice, "malformed"},
    {"NoUtf8", kPlain, With("\"x\":\"\xff\""), By::kOffice, "malformed"},
    {"AudienceInAList", kPlain, Audience(R"(["account","congress"])"), By::kOffice, ""},
    {"OtherAudience", kPlain, Audience(R"("congresses")"), By::kOffice, "audience"},
    {"OtherAudiences", kPlain, Audience(R"(["account"])"), By::kOffice, "audience"},
    {"NoAudiences", kPlain, Audience("[]"), By::kOffice, "audience"},
    {"AudienceThatIsNoText", kPlain, Audience(R"(["congress",7])"), By::kOffice, "audience"},
    {"AudienceInAnObject", kPlain, Audience(R"({"congress":true})"), By::kOffice, "audience"},
    {"NoAudience", kPlain, Instead(R"("aud":"congress",)", ""), By::kOffice, "audience"},
    {"NoSubject", kPlain, Instead(R"("sub":"an",)", ""), By::kOffice, "subject"},
    {"ProcessAsSubject", kPlain, Instead(R"("an")", R"("process-drafting")"), By::kOffice, "subject"},
    {"CertificateAsSubject", kPlain, Instead(R"("an")", R"("x509:app.office")"), By::kOffice, "subject"},
    {"SubjectWithAnEscape", kPlain, Instead(R"("an")", R"("an\u001b[2J")"), By::kOffice, "subject"},
    {"SubjectThatTurns", kPlain, Instead(R"("an")", "\"an\u202e\""), By::kOffice, "subject"},
    {"SubjectWithAnUnseenSpace", kPlain, Instead(R"("an")", R"("an\u200b")"), By::kOffice, "subject"},
    {"SubjectWithAByteOrderMark", kPlain, Instead(R"("an")", R"("\ufeffan")"), By::kOffice, "subject"},
    {"SubjectWithAControlOfC1", kPlain, Instead(R"("an")", R"("a\u009bn")"), By::kOffice, "subject"},
    {"SubjectThatEndsEarly", kPlain, Instead(R"("an")", R"("an\u0000x")"), By::kOffice, "subject"},
    // Times: at 1750000000, with 5 s of difference.
    {"FractionalTimes", kPlain, Times("1749999999.25", "1750000100.75"), By::kOffice, ""},
    {"TimesInPowers", kPlain, Times("1.75e9", "1.7500001e9"), By::kOffice, ""},
    {"TimeInText", kPlain, Times("1750000000", R"("1750000100")"), By::kOffice, "malformed"},
    {"TimeWithoutEnd", kPlain, Times("1750000000", "1e300"), By::kOffice, "malformed"},
    {"NoExpiry", kPlain, Instead(R"(,"exp":1750000100)", ""), By::kOffice, "malformed"},
    {"ExpiredWithinTheDifference", kPlain, Times("1749999900", "1749999995.5"), By::kOffice, ""},
    {"ExpiredBeyondIt", kPlain, Times("1749999900", "1749999995"), By::kOffice, "expired"},
    {"IssuedWithinTheDifference", kPlain, Times("1750000005", "1750000100"), By::kOffice, ""},
    {"IssuedBeyondIt", kPlain, Times("1750000005.5", "1750000100"), By::kOffice, "not_yet_valid"},
    {"GoodWithinTheDifference", kPlain, With(R"("nbf":1750000005)"), By::kOffice, ""},
    {"GoodBeyondIt", kPlain, With(R"("nbf":1750000006)"), By::kOffice, "not_yet_valid"},
    {"StartInText", kPlain, With(R"("nbf":"0")"), By::kOffice, "malformed"},
    {"TwelveHours", kPlain, Times("1750000000", "1750043200"), By::kOffice, ""},
    {"MoreThanTwelveHours", kPlain, Times("1750000000", "1750043201"), By::kOffice, "lifetime"},
    {"OldAndStillGood", kPlain, Times("1700000000", "1750000100"), By::kOffice, "lifetime"},
    {"OfNoAge", kPlain, Instead(R"("iat":1750000000,)", ""), By::kOffice, ""},
    {"OfNoAgeAndForLong", kPlain, R"({"iss":"office","sub":"an","aud":"congress","exp":1750043201})", By::kOffice,
     "lifetime"},
};

class Verified : public ::testing::Test {
 protected:
  Verified() { EXPECT_THAT(verifier_.Trust("office", PublicPem(office_) + PublicPem(p256_)), support::IsOk()); }
  std::string Make(const std::string& header, const std::string& claims, By by) const {
    const std::string text = SignedPart(header, claims);
    switch (by) {
      case By::kOffice:
        return Token(text, SignatureOf(office_, text));
      case By::kOfficeP256:
        return Token(text, Es256Signature(p256_, text));
      case By::kStranger:
        return Token(text, SignatureOf(stranger_, text));
      case By::kSecretOfPublicPem:
        return Token(text, Hs256Signature(PublicPem(office_), text));
      default:
        return Token(text, "");
    }
  }
  static std::string CauseOf(const Verifier& verifier, std::string_view token) {
    const auto verified = verifier.Verify(token, kMoment);
    if (verified.ok()) return "";
    google::rpc::ErrorInfo info;
    status::Detail(verified.status(), &info);
    return info.reason() == "TOKEN_INVALID" ? info.metadata().at("cause") : info.reason();
  }
  std::string CauseOf(std::string_view token) const { return CauseOf(verifier_, token); }

  const Key office_ = *GenerateKey();
  const Key p256_ = P256Key();
  const Key stranger_ = *GenerateKey();
  Verifier verifier_;
};

TEST_F(Verified, EachRowAsItSays) {
  for (const Row& row : kRows) {
    EXPECT_EQ(CauseOf(Make(row.header, row.claims, row.by)), row.cause) << row.name;
  }
}

// Whoever reads a token in another way than its signer might let another one in.
TEST_F(Verified, ATokenHasOneSpelling) {
  const std::string token = Make(kPlain, kClaims, By::kOffice);
  ASSERT_EQ(CauseOf(token), "");
  for (const std::string& other :
       {token + "=", token + "==", token + " ", " " + token, token + "\n", token + ".", "." + token,
        absl::StrReplaceAll(token, {{".", ".."}}), token.substr(0, token.rfind('.')),
        absl::StrReplaceAll(token, {{".", "=."}}), token + ", " + token}) {
    EXPECT_EQ(CauseOf(other), "malformed") << other;
  }
  // A signature of 64 bytes leaves four bits of its last character without a meaning.
  std::string loose = token;
  loose.back() = loose.back() == 'A' ? 'B' : static_cast<char>(loose.back() + 1);
  EXPECT_EQ(CauseOf(loose), "malformed");
}

TEST_F(Verified, ATokenHasAnEnd) {
  const auto of_size = [&](size_t more) {
    return Make(kPlain, With(absl::StrCat(R"("x":")", std::string(more, 'x'), R"(")")), By::kOffice);
  };
  EXPECT_EQ(CauseOf(of_size(5000)), "");
  EXPECT_EQ(CauseOf(of_size(7000)), "malformed");
  EXPECT_EQ(CauseOf(std::string(10 << 20, 'a')), "malformed");
  EXPECT_EQ(CauseOf(Make(kPlain, With(R"("x":)" + std::string(2500, '[') + std::string(2500, ']')), By::kOffice)), "");
}

TEST_F(Verified, HowLongIsSaidForEachIssuer) {
  const Verifier lenient({.longest = absl::Hours(1), .by_issuer = {{"office", absl::Hours(24 * 366)}}});
  Verifier strict({.longest = absl::Seconds(99)});
  ASSERT_THAT(strict.Trust("office", PublicPem(office_)), support::IsOk());
  ASSERT_THAT(const_cast<Verifier&>(lenient).Trust("office", PublicPem(office_)), support::IsOk());
  const std::string token = Make(kPlain, kClaims, By::kOffice);
  EXPECT_EQ(CauseOf(strict, token), "lifetime");
  EXPECT_EQ(CauseOf(lenient, Make(kPlain, Times("1750000000", "1781600000"), By::kOffice)), "");
}

// The door alone says whom a certificate names, and nothing else of them.
TEST_F(Verified, TheDoorIntroducesApplications) {
  const Signer door("process-gateway", *GenerateKey());
  const Signer other("process-drafting", *GenerateKey());
  for (const Signer* signer : {&door, &other}) {
    ASSERT_THAT(verifier_.Trust(signer->issuer(), signer->public_pem()), support::IsOk());
  }
  const absl::Time since = kMoment - absl::Hours(24 * 90);
  const auto known = verifier_.Verify(door.SignForCertificate("app.office", since, kMoment), kMoment);
  ASSERT_THAT(known, support::IsOk());
  EXPECT_EQ(known->Account(), "x509:app.office");
  EXPECT_EQ(known->issued, since);
  EXPECT_FALSE(known->IsProcess());
  EXPECT_EQ(CauseOf(other.SignForCertificate("app.office", since, kMoment)), "subject");
  // Whatever else it says.
  Principal claimed;
  claimed.subject = "x509:app.office";
  claimed.person = "persons/an";
  claimed.clearance = annotations::v1::SENSITIVE;
  claimed.bindings = {{"administrator", "organisations/province"}};
  const auto bare = verifier_.Verify(door.Sign(claimed, kMoment, absl::Minutes(1)), kMoment);
  ASSERT_THAT(bare, support::IsOk());
  EXPECT_TRUE(bare->bindings.empty() && bare->person.empty());
  EXPECT_EQ(bare->clearance, annotations::v1::GRADE_UNSPECIFIED);
  EXPECT_EQ(bare->issued, absl::InfinitePast()) << "whose certificate's age is not known";
}

class Jwks : public Verified {
 protected:
  // Trusts what lies in the folder.
  absl::Status Look() { return read_.TrustFolder(folder_.path()); }
  void Put(const std::string& file, const std::string& text) { std::ofstream(folder_.File(file)) << text; }
  static std::string Set(const std::string& keys, const std::string& more = "") {
    return absl::StrCat("{", more, R"("keys":[)", keys, "]}");
  }
  std::string With2Keys() const { return Set(OkpOf(office_, "one") + "," + JwkOf(p256_, "two")); }

  support::TemporaryFolder folder_;
  Verifier read_;
};

TEST_F(Jwks, GiveAnIssuerSeveralNamedKeys) {
  Put("office.jwks.json", With2Keys());
  ASSERT_THAT(Look(), support::IsOk());
  EXPECT_EQ(CauseOf(read_, Make(kPlain, kClaims, By::kOffice)), "");
  EXPECT_EQ(CauseOf(read_, Make(Header(R"("kid":"one")"), kClaims, By::kOffice)), "");
  EXPECT_EQ(CauseOf(read_, Make(R"({"alg":"ES256","kid":"two"})", kClaims, By::kOfficeP256)), "");
  // The key of that name alone counts.
  EXPECT_EQ(CauseOf(read_, Make(Header(R"("kid":"two")"), kClaims, By::kOffice)), "algorithm");
  EXPECT_EQ(CauseOf(read_, Make(Header(R"("kid":"three")"), kClaims, By::kOffice)), "key");
}

TEST_F(Jwks, AKeyOfAnotherIssuerIsForeign) {
  Put("office.jwks.json", Set(OkpOf(office_, "one")));
  Put("other.jwks.json", Set(OkpOf(stranger_, "two"), R"("issuer":"https://id.example/realms/office",)"));
  ASSERT_THAT(Look(), support::IsOk());
  EXPECT_EQ(CauseOf(read_, Make(Header(R"("kid":"two")"), kClaims, By::kStranger)), "key");
  EXPECT_EQ(CauseOf(read_, Make(Header(R"("kid":"one")"), kClaims, By::kStranger)), "signature");
  const std::string claims = Instead("office", "https://id.example/realms/office");
  EXPECT_EQ(CauseOf(read_, Make(Header(R"("kid":"two")"), claims, By::kStranger)), "");
  // The file's name is not the issuer's where the set says another.
  EXPECT_EQ(CauseOf(read_, Make(kPlain, Instead("office", "other"), By::kStranger)), "issuer");
}

TEST_F(Jwks, JoinThePemOfTheirIssuer) {
  Put("office.jwks.json", Set(JwkOf(p256_, "two")));
  Put("office.pem", PublicPem(office_));
  ASSERT_THAT(Look(), support::IsOk());
  EXPECT_EQ(CauseOf(read_, Make(kPlain, kClaims, By::kOffice)), "");
  EXPECT_EQ(CauseOf(read_, Make(R"({"alg":"ES256"})", kClaims, By::kOfficeP256)), "");
}

TEST_F(Jwks, PassOverWhatIsForOthersAndRefuseWhatIsWrong) {
  const std::string rsa = R"({"kty":"RSA","kid":"r","n":"AQAB","e":"AQAB"})";
  const std::string sealing = absl::StrReplaceAll(JwkOf(p256_, "enc"), {{R"("sig")", R"("enc")"}});
  Put("office.jwks.json", Set(absl::StrCat(rsa, ",", sealing, ",", OkpOf(office_, "one"))));
  ASSERT_THAT(Look(), support::IsOk());
  EXPECT_EQ(CauseOf(read_, Make(R"({"alg":"ES256"})", kClaims, By::kOfficeP256)), "algorithm");
  const std::string whole = OkpOf(office_, "one");
  for (const auto& [text, says] : std::vector<std::pair<std::string, std::string>>{
           {Set(rsa), "no Ed25519 or P-256 key"},
           {Set(""), "no Ed25519 or P-256 key"},
           {"[]", "no JWK Set"},
           {whole, "no JWK Set"},
           {Set(whole, R"("keys":[],)"), "no JWK Set"},
           {Set(absl::StrReplaceAll(whole, {{"{", R"({"d":"AAAA",)"}})), "private half"},
           {Set(R"({"kty":"OKP","crv":"Ed25519","kid":"short","x":"AAAA"})"), "no point"},
           {Set(absl::StrReplaceAll(JwkOf(p256_, "off"), {{R"("y":")", R"("y":"A)"}})), "no point"},
           {Set("7"), "something else than keys"}}) {
    Put("office.jwks.json", text);
    const absl::Status refused = Look();
    EXPECT_THAT(std::string(refused.message()), HasSubstr(says)) << text;
    EXPECT_EQ(CauseOf(read_, Make(kPlain, kClaims, By::kOffice)), "") << "what was trusted stays";
  }
  Put("office.jwks.json", Set(whole, R"("issuer":"process-drafting",)"));
  EXPECT_THAT(std::string(Look().message()), HasSubstr("process"));
}

// The group has 256 bits as well.
TEST(Key, OnlyP256IsTakenOfAllCurves) {
  for (const char* curve : {"secp256k1", "P-384", "brainpoolP256r1"}) {
    const Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", curve));
    EXPECT_FALSE(ParsePublicKeys(PublicPem(key)).ok()) << curve;
  }
}

TEST_F(Verified, WhatIsRememberedGoesWithTheKey) {
  RememberedTokens remembered(verifier_);
  const std::string token = Make(kPlain, kClaims, By::kOffice);
  EXPECT_THAT(remembered.Verify(token, kMoment), support::IsOk());
  ASSERT_THAT(verifier_.Trust("office", PublicPem(stranger_)), support::IsOk());
  EXPECT_FALSE(remembered.Verify(token, kMoment).ok()) << "at the same moment";
}

}  // namespace
}  // namespace congress::auth

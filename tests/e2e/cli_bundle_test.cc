// Bundles as their receiver judges and confirms them, without a server.
#include <filesystem>
#include <fstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/bundle/receipt.h"
#include "platform/bundle/testing_bundle.h"
#include "tests/e2e/start.h"

namespace congress::e2e {
namespace {

using support::Finished;
using ::testing::HasSubstr;

class Bundles : public Start {
 protected:
  Bundles() {
    WriteFile("goi.zip", bundle::ZipOf(sender_));
    WriteFile("noi-gui.pem", sender_.public_pem());
  }

  void WriteFile(const std::string& name, const std::string& text) const {
    std::ofstream(path(name), std::ios::binary) << text;
  }
  std::string ReadFile(const std::string& name) const {
    std::ifstream file(path(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }
  Finished Bundle(const std::string& verb, const std::vector<std::string>& more = {}) const {
    std::vector<std::string> words = {
        support::Binary("congressctl"), "bundle", verb, path("goi.zip"), "--sender", path("noi-gui.pem")};
    words.insert(words.end(), more.begin(), more.end());
    return support::RunToEnd(words);
  }

  const auth::Signer sender_ = bundle::NewSigner();
};

TEST_F(Bundles, AreJudgedByTheKeyThatCameOnAnotherWay) {
  const Finished whole = Bundle("verify");
  EXPECT_EQ(whole.status, 0) << whole.errors;
  EXPECT_THAT(whole.output, HasSubstr("Tỉnh uỷ Nghệ An: Hồ sơ văn kiện"));
  EXPECT_THAT(whole.output, HasSubstr("all 3 files are as they were signed"));
  EXPECT_THAT(Bundle("verify", {"--lang", "vi"}).output, HasSubstr("đủ 3 tệp và nguyên vẹn"));

  // One paper is exchanged, as long as the first.
  auto contents = bundle::Papers();
  const auto signed_manifest = *bundle::Sign(bundle::ManifestOf(contents), sender_);
  std::string zip = bundle::Written(signed_manifest);
  zip.replace(zip.find("%PDF-1.7"), 8, "%PDF-1.8");
  WriteFile("goi.zip", zip);
  const Finished altered = Bundle("verify");
  EXPECT_EQ(altered.status, 1);
  EXPECT_THAT(altered.output, HasSubstr("01-NQ-ĐH Nghị quyết.pdf has been altered"));
  WriteFile("goi.zip", bundle::ZipOf(sender_));

  WriteFile("noi-gui.pem", bundle::NewSigner().public_pem());
  const Finished stranger = Bundle("verify");
  EXPECT_EQ(stranger.status, 1);
  EXPECT_THAT(stranger.output, HasSubstr("a key that is not trusted for this sender"));
  WriteFile("noi-gui.pem", "no key");
  EXPECT_NE(Bundle("verify").status, 0);
  WriteFile("goi.zip", "no bundle");
  EXPECT_EQ(Bundle("verify").status, 1);
}

TEST_F(Bundles, AreConfirmedByASignedReceipt) {
  ASSERT_EQ(support::RunToEnd({support::Binary("congressctl"), "token", "keygen", "--private", path("luu-tru.pem"),
                               "--public", path("luu-tru.pub")})
                .status,
            0);
  const std::vector<std::string> more = {"--key",         path("luu-tru.pem"), "--issuer", "luu-tru",
                                         "--received-by", "Trần Thị B",        "--output", path("receipt.json")};
  const Finished made = Bundle("receipt", more);
  ASSERT_EQ(made.status, 0) << made.errors;
  bundle::v1::SignedReceipt receipt;
  receipt.set_receipt(ReadFile("receipt.json"));
  receipt.set_signature(ReadFile("receipt.json.sig"));
  auth::Verifier receivers;
  ASSERT_THAT(receivers.Trust("luu-tru", ReadFile("luu-tru.pub")), support::IsOk());
  const auto signed_manifest = *bundle::Sign(bundle::ManifestOf(bundle::Papers()), sender_);
  ASSERT_OK_AND_ASSIGN(const auto checked, bundle::CheckReceipt(receipt, signed_manifest, receivers));
  EXPECT_EQ(checked.received_by(), "Trần Thị B");
  EXPECT_EQ(checked.receiver_name(), "Kho lưu trữ lịch sử");
  EXPECT_EQ(checked.findings_size(), 0);
  EXPECT_NE(Bundle("receipt", more).status, 0) << "nobody's receipt is written over";
}

}  // namespace
}  // namespace congress::e2e

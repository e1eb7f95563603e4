#include "platform/bundle/receipt.h"

#include "platform/bundle/testing_bundle.h"

namespace congress::bundle {
namespace {

using support::kInvalid;
using support::MetadataIn;
using support::StatusIs;

class ReceiptTest : public ::testing::Test {
 protected:
  v1::SignedReceipt Signed(const std::vector<v1::Finding>& findings) const {
    v1::Receipt receipt;
    receipt.set_receiver("organisations/archive");
    receipt.set_receiver_name("Kho lưu trữ lịch sử");
    receipt.set_received_by("clerk-archive");
    receipt.mutable_receive_time()->set_seconds(1'750'125'600);
    return SignReceipt(receipt, bundle_, *ParseManifest(bundle_.manifest()), findings, receiver_);
  }
  std::string CauseFor(const v1::SignedReceipt& receipt, const auth::Verifier& receivers) const {
    const absl::Status refused = CheckReceipt(receipt, bundle_, receivers).status();
    EXPECT_THAT(refused, StatusIs(kInvalid, "RECEIPT_INVALID"));
    return MetadataIn(refused, "cause");
  }

  const auth::Signer receiver_ = NewSigner("archive-nghe-an");
  const Knowing receivers_{receiver_};
  const v1::SignedManifest bundle_ = *Sign(ManifestOf(Papers()), NewSigner());
};

TEST_F(ReceiptTest, SaysWhoReceivedWhatAndWhatWasAmiss) {
  v1::Finding finding;
  finding.set_kind(v1::Finding::ALTERED);
  finding.set_name("Danh mục.txt");
  const v1::SignedReceipt receipt = Signed({finding});
  EXPECT_EQ(receipt.receipt(),
            "{\n"
            "  \"bundle\": \"congresses/nghe-an-20/transmissions/1\",\n"
            "  \"manifest_sha256\": \"" +
                digest::Sha256Hex(bundle_.manifest()) +
                "\",\n"
                "  \"receiver\": \"organisations/archive\",\n"
                "  \"receiver_name\": \"Kho lưu trữ lịch sử\",\n"
                "  \"received_by\": \"clerk-archive\",\n"
                "  \"receive_time\": \"2025-06-17T02:00:00Z\",\n"
                "  \"findings\": [\n"
                "    {\n"
                "      \"kind\": \"ALTERED\",\n"
                "      \"name\": \"Danh mục.txt\"\n"
                "    }\n"
                "  ],\n"
                "  \"issuer\": \"archive-nghe-an\"\n"
                "}\n");
  ASSERT_OK_AND_ASSIGN(const v1::Receipt read, CheckReceipt(receipt, bundle_, receivers_));
  EXPECT_EQ(read.received_by(), "clerk-archive");
  ASSERT_EQ(read.findings_size(), 1);
  EXPECT_EQ(read.findings(0).kind(), v1::Finding::ALTERED);
}

TEST_F(ReceiptTest, IsBelievedOnlyAsItWasSignedAndAboutThisBundle) {
  const v1::SignedReceipt receipt = Signed({});
  EXPECT_EQ(CauseFor(receipt, auth::Verifier()), "signature");
  EXPECT_EQ(CauseFor(receipt, Knowing(NewSigner("archive-nghe-an"))), "signature");
  v1::SignedReceipt altered = receipt;
  altered.mutable_receipt()->replace(receipt.receipt().find("clerk"), 5, "CLERK");
  EXPECT_EQ(CauseFor(altered, receivers_), "signature");
  altered = receipt;
  altered.mutable_signature()->back() ^= 1;
  EXPECT_EQ(CauseFor(altered, receivers_), "signature");
  for (const std::string& text : {std::string(), std::string("{}"), receipt.receipt() + "\n", bundle_.manifest()}) {
    altered.set_receipt(text);
    EXPECT_EQ(CauseFor(altered, receivers_), "form") << text;
  }
  const auto other = *Sign(ManifestOf({{"a", "a"}}), NewSigner());
  const absl::Status refused = CheckReceipt(receipt, other, receivers_).status();
  EXPECT_EQ(MetadataIn(refused, "cause"), "bundle");
}

}  // namespace
}  // namespace congress::bundle

#include "platform/bundle/receipt.h"

#include <string>

#include "platform/bundle/failure.h"
#include "platform/bundle/manifest.h"
#include "platform/digest/sha256.h"

namespace congress::bundle {
namespace {

absl::Status Invalid(std::string_view cause) {
  return status::InvalidArgument(v1::RECEIPT_INVALID, {{"cause", std::string(cause)}});
}

}  // namespace

v1::SignedReceipt SignReceipt(v1::Receipt receipt, const v1::SignedManifest& bundle, const v1::Manifest& manifest,
                              const std::vector<v1::Finding>& findings, const auth::Signer& signer) {
  receipt.set_bundle(manifest.bundle());
  receipt.set_manifest_sha256(digest::Sha256Hex(bundle.manifest()));
  receipt.mutable_receive_time()->set_nanos(0);
  receipt.mutable_findings()->Assign(findings.begin(), findings.end());
  receipt.set_issuer(signer.issuer());
  v1::SignedReceipt signed_receipt;
  signed_receipt.set_receipt(ToJson(receipt));
  // It begins with a brace and a line feed, as no token does and nothing else that a process signs.
  signed_receipt.set_signature(signer.SignText(signed_receipt.receipt()));
  return signed_receipt;
}

absl::StatusOr<v1::Receipt> CheckReceipt(const v1::SignedReceipt& signed_receipt, const v1::SignedManifest& bundle,
                                         const auth::Verifier& receivers) {
  v1::Receipt receipt;
  if (static_cast<int64_t>(signed_receipt.receipt().size()) > kMostManifestBytes ||
      !FromJson(signed_receipt.receipt(), &receipt)) {
    return Invalid("form");
  }
  if (!receivers.HasSigned(receipt.issuer(), signed_receipt.receipt(), signed_receipt.signature())) {
    return Invalid("signature");
  }
  if (receipt.manifest_sha256() != digest::Sha256Hex(bundle.manifest())) return Invalid("bundle");
  return receipt;
}

}  // namespace congress::bundle

// Receipts: what the receiver of a bundle answers, signed, and what the sender makes of it.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "congress/bundle/v1/bundle.pb.h"
#include "platform/auth/token.h"

namespace congress::bundle {

// The receipt of a bundle with these findings. `receipt` says who received it and when; the rest is filled in.
v1::SignedReceipt SignReceipt(v1::Receipt receipt, const v1::SignedManifest& bundle, const v1::Manifest& manifest,
                              const std::vector<v1::Finding>& findings, const auth::Signer& signer);

// The receipt, if one whom `receivers` knows has signed it and it is about `bundle`. INVALID_ARGUMENT
// `RECEIPT_INVALID`. Its findings may name files that the bundle has not, which stay for the sender to read.
absl::StatusOr<v1::Receipt> CheckReceipt(const v1::SignedReceipt& signed_receipt, const v1::SignedManifest& bundle,
                                         const auth::Verifier& receivers);

}  // namespace congress::bundle

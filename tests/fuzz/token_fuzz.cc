// No bytes are a token unless they are one that the trusted key has signed, and any may lie where keys are read.
#include <cstdlib>

#include "platform/auth/token.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using congress::auth::Signer;
  using congress::auth::Verifier;
  static const absl::Time now = absl::FromUnixSeconds(1'750'000'000);
  static const Verifier& verifier = *[] {
    auto* made = new Verifier;
    const Signer signer("office", *congress::auth::GenerateKey());
    if (!made->Trust("office", signer.public_pem()).ok()) std::abort();
    return made;
  }();
  if (verifier.Verify({reinterpret_cast<const char*>(data), size}, now).ok()) std::abort();
  congress::auth::ParseJwks({reinterpret_cast<const char*>(data), size}).IgnoreError();
  return 0;
}

// Certificates for tests of TLS, made on the spot so that none ever expires in the repository.
#pragma once

#include <string>

#include "absl/time/time.h"

namespace congress::support {

// Both as PEM.
struct Certificate {
  std::string chain;
  std::string key;
};

// An authority that signs others.
Certificate MakeAuthority();
// A server's certificate for 127.0.0.1 and localhost, valid from `begins` to `ends`, both counted from now.
Certificate IssueForLoopback(const Certificate& authority, absl::Duration begins = -absl::Hours(1),
                             absl::Duration ends = absl::Hours(1));
// The certificate of an application; `names` as OpenSSL writes subject alternative names, such as `URI:spiffe://x/app`.
Certificate IssueForClient(const Certificate& authority, const std::string& names);
// One that is for servers alone, as its extended key usage says.
Certificate IssueForServersAlone(const Certificate& authority);

}  // namespace congress::support

// Certificates for tests of TLS, made on the spot so that none ever expires in the repository.
#pragma once

#include <string>

namespace congress::support {

// Both as PEM.
struct Certificate {
  std::string chain;
  std::string key;
};

// An authority that signs others.
Certificate MakeAuthority();
// A server's certificate for 127.0.0.1 and localhost.
Certificate IssueForLoopback(const Certificate& authority);

}  // namespace congress::support

// Checks certificates. Nothing here computes an apportionment, and nothing that does is linked: the conditions are
// checked that every right apportionment fulfils and no other.
#pragma once

#include <string>
#include <vector>

#include "congress/allocation/v1/certificate.pb.h"

namespace congress::allocation {

// What does not hold, the first 32 findings; empty when the certificate proves its seats.
std::vector<std::string> VerifyCertificate(const v1::Certificate& certificate);
std::vector<std::string> VerifyCertificate(const v1::TableCertificate& certificate);

}  // namespace congress::allocation

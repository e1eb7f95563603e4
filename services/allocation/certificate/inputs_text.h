// The texts whose SHA-256 stands in a certificate. docs/allocation.md defines them.
#pragma once

#include <string>
#include <string_view>

#include "congress/allocation/v1/certificate.pb.h"
#include "platform/digest/sha256.h"

namespace congress::allocation {

// Whether it can stand in such a text: no control character could pass for the end of a field or of a line.
bool IsOneLine(std::string_view text);

// The hash of what was apportioned: method, seats and units, without any result. Units are added one by one, so that
// who checks a certificate reads it once.
class InputsHash {
 public:
  explicit InputsHash(const v1::Certificate& certificate);
  void Add(const v1::CertifiedUnit& unit);
  std::string Hex() { return hash_.Hex(); }

 private:
  digest::Sha256Stream hash_;
};
// With all its units.
std::string InputsSha256(const v1::Certificate& certificate);

// Of a table that was apportioned, without any result; and of what came out, divisors and seats.
std::string InputsText(const v1::TableCertificate& certificate);
std::string ResultText(const v1::TableCertificate& certificate);

// How a cell is called in ties.
std::string CellKey(std::string_view row, std::string_view column);

// Of what decided a tie, or that nothing did.
std::string DecisionText(const v1::CertifiedTie& tie, const std::string& inputs_sha256);

// Of a lot that was drawn for these inputs.
std::string LotText(const v1::CertifiedLot& lot, const std::string& inputs_sha256);

// Which of two tied keys goes first in the lot with this seed: the one with the smaller value.
std::string LotOrder(const std::string& seed, const std::string& key);

}  // namespace congress::allocation

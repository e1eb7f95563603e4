#include "services/allocation/certificate/inputs_text.h"

#include <algorithm>

#include "platform/digest/sha256.h"
#include "platform/status/strings.h"

namespace congress::allocation {

bool IsOneLine(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

InputsHash::InputsHash(const v1::Certificate& certificate) {
  hash_ << "method\t" << certificate.method() << "\nfirst_divisor\t" << certificate.first_divisor() << "\nseats\t"
        << std::to_string(certificate.seats()) << "\n";
  const auto add = [this](std::string_view name, const std::string& value) {
    if (!value.empty()) hash_ << name << '\t' << value << '\n';
  };
  add("threshold", certificate.threshold());
  add("plan_inputs", certificate.plan_inputs_sha256());
  add("rule_set", certificate.rule_set());
}

void InputsHash::Add(const v1::CertifiedUnit& unit) {
  hash_ << unit.key() << '\t' << unit.weight();
  if (unit.minimum() != 0 || unit.has_maximum()) {
    hash_ << '\t' << std::to_string(unit.minimum());
    if (unit.has_maximum()) hash_ << '\t' << std::to_string(unit.maximum());
  }
  hash_ << '\n';
}

std::string InputsSha256(const v1::Certificate& certificate) {
  InputsHash hash(certificate);
  for (const v1::CertifiedUnit& unit : certificate.units()) hash.Add(unit);
  return hash.Hex();
}

std::string InputsText(const v1::TableCertificate& certificate) {
  std::string text = StrCat("table\nmethod\t", certificate.method(), "\nfirst_divisor\t", certificate.first_divisor(),
                            "\nupper_method\t", certificate.upper_method(), "\nseat_for_strongest\t",
                            certificate.seat_for_strongest() ? 1 : 0, "\n");
  const auto append = [&](std::string_view side, const v1::CertifiedLine& line, bool given) {
    const std::string seats = given ? StrCat(line.seats()) : "";
    text += StrCat(side, "\t", line.key(), "\t", line.excluded() ? "excluded" : seats, "\n");
  };
  for (const v1::CertifiedLine& row : certificate.rows()) append("row", row, true);
  // What the upper method gave is no input.
  for (const v1::CertifiedLine& column : certificate.columns()) {
    append("column", column, certificate.upper_method().empty());
  }
  for (const v1::CertifiedCell& cell : certificate.cells()) {
    text += StrCat("cell\t", cell.row(), "\t", cell.column(), "\t", cell.weight(), "\t", cell.minimum(), "\n");
  }
  return text;
}

std::string ResultText(const v1::TableCertificate& certificate) {
  std::string text = StrCat("inputs\t", certificate.inputs_sha256(), "\n");
  const auto append = [&](std::string_view side, const v1::CertifiedLine& line) {
    text += StrCat(side, "\t", line.key(), "\t", line.divisor(), "\t", line.seats(), "\n");
  };
  for (const v1::CertifiedLine& row : certificate.rows()) append("row", row);
  for (const v1::CertifiedLine& column : certificate.columns()) append("column", column);
  for (const v1::CertifiedCell& cell : certificate.cells()) {
    text += StrCat("cell\t", cell.row(), "\t", cell.column(), "\t", cell.seats(), "\n");
  }
  return text;
}

std::string CellKey(std::string_view row, std::string_view column) { return StrCat(row, " / ", column); }

std::string DecisionText(const v1::CertifiedTie& tie, const std::string& inputs_sha256) {
  const char* decided = tie.has_lot() ? "lot" : tie.has_first() ? "first" : "";
  return StrCat("inputs\t", inputs_sha256, "\ndecided\t", decided, "\n");
}

std::string LotText(const v1::CertifiedLot& lot, const std::string& inputs_sha256) {
  return StrCat("inputs\t", inputs_sha256, "\nlot\t", lot.name(), "\nseed\t", lot.seed(), "\ndrawn_by\t",
                lot.drawn_by(), "\ndraw_time\t", lot.draw_time().seconds(), ".", lot.draw_time().nanos(), "\n");
}

std::string LotOrder(const std::string& seed, const std::string& key) {
  return digest::Sha256Hex(StrCat(seed, "\n", key));
}

}  // namespace congress::allocation

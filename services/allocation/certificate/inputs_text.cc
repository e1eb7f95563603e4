#include "services/allocation/certificate/inputs_text.h"

#include <algorithm>

#include "platform/digest/sha256.h"
#include "platform/status/strings.h"

namespace congress::allocation {

bool IsOneLine(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

std::string InputsText(const v1::Certificate& certificate) {
  std::string text = StrCat("method\t", certificate.method(), "\nfirst_divisor\t", certificate.first_divisor(),
                            "\nseats\t", certificate.seats(), "\n");
  const auto append = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) text.append(name).append("\t").append(value).append("\n");
  };
  append("threshold", certificate.threshold());
  append("plan_inputs", certificate.plan_inputs_sha256());
  append("rule_set", certificate.rule_set());
  // About as long as it gets with short keys.
  text.reserve(text.size() + 24 * static_cast<size_t>(certificate.units_size()));
  for (const v1::CertifiedUnit& unit : certificate.units()) {
    text.append(unit.key()).push_back('\t');
    text.append(unit.weight());
    if (unit.minimum() != 0 || unit.has_maximum()) {
      text.append("\t").append(std::to_string(unit.minimum()));
      if (unit.has_maximum()) text.append("\t").append(std::to_string(unit.maximum()));
    }
    text.push_back('\n');
  }
  return text;
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

std::string LotText(const v1::CertifiedLot& lot, const std::string& inputs_sha256) {
  return StrCat("inputs\t", inputs_sha256, "\nlot\t", lot.name(), "\nseed\t", lot.seed(), "\ndrawn_by\t",
                lot.drawn_by(), "\ndraw_time\t", lot.draw_time().seconds(), ".", lot.draw_time().nanos(), "\n");
}

std::string LotOrder(const std::string& seed, const std::string& key) {
  return digest::Sha256Hex(StrCat(seed, "\n", key));
}

}  // namespace congress::allocation

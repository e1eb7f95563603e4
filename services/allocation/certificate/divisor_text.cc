#include "services/allocation/certificate/divisor_text.h"

#include <string_view>

#include "services/allocation/certificate/claims.h"

namespace congress::allocation {
namespace {

constexpr std::string_view kRoot = "√";

}  // namespace

std::optional<WrittenDivisor> ReadDivisor(const std::string& text, bool squared) {
  if (text.empty()) return WrittenDivisor{};
  const bool root = text.starts_with(kRoot);
  if (root && !squared) return std::nullopt;
  const auto value = ParseRational(root ? std::string_view(text).substr(kRoot.size()) : std::string_view(text));
  if (!value.has_value()) return std::nullopt;
  if (root) return WrittenDivisor{.given = true, .power = *value, .plain = std::nullopt};
  return WrittenDivisor{.given = true, .power = squared ? mpq_class(*value * *value) : *value, .plain = value};
}

}  // namespace congress::allocation

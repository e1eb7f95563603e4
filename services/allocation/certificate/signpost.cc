#include "services/allocation/certificate/signpost.h"

#include <charconv>
#include <utility>

namespace congress::allocation {
namespace {

constexpr uint64_t kMostPart = 1'000'000'000;
constexpr std::string_view kStationary = "stationary:";

std::optional<uint64_t> PartOf(std::string_view text) {
  uint64_t part = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), part);
  if (error != std::errc() || end != text.data() + text.size() || part > kMostPart) return std::nullopt;
  return part;
}

// `P/Q` in 0..1.
std::optional<std::pair<uint64_t, uint64_t>> ShareOf(std::string_view text) {
  const size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto numerator = PartOf(text.substr(0, slash));
  const auto denominator = PartOf(text.substr(slash + 1));
  if (!numerator.has_value() || !denominator.has_value() || *denominator == 0 || *numerator > *denominator) {
    return std::nullopt;
  }
  return std::pair(*numerator, *denominator);
}

SignpostRule Stationary(uint64_t offset, uint64_t step) {
  return {.offset = offset, .step = step, .first = offset, .first_step = step};
}

}  // namespace

std::optional<SignpostRule> SignpostRuleOf(std::string_view method, std::string_view first_divisor) {
  if (method == "modified-sainte-lague") {
    const auto first = first_divisor.empty() ? std::pair<uint64_t, uint64_t>(7, 10) : ShareOf(first_divisor);
    if (!first.has_value() || first->first == 0) return std::nullopt;
    SignpostRule rule = Stationary(1, 2);
    rule.first = first->first;
    rule.first_step = first->second;
    return rule;
  }
  if (!first_divisor.empty()) return std::nullopt;
  if (method == "adams") return Stationary(0, 1);
  if (method == "sainte-lague") return Stationary(1, 2);
  if (method == "danish") return Stationary(1, 3);
  if (method == "dhondt") return Stationary(1, 1);
  if (method == "dean") return SignpostRule{.mean = SignpostRule::Mean::kHarmonic};
  if (method == "huntington-hill") return SignpostRule{.mean = SignpostRule::Mean::kGeometric};
  if (method == "imperiali-divisor") return SignpostRule{.halved = true};
  if (!method.starts_with(kStationary)) return std::nullopt;
  const auto share = ShareOf(method.substr(kStationary.size()));
  if (!share.has_value()) return std::nullopt;
  return Stationary(share->first, share->second);
}

}  // namespace congress::allocation

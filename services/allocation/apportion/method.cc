#include "services/allocation/apportion/method.h"

#include <charconv>
#include <map>

namespace congress::apportion {
namespace {

constexpr int64_t kMostFractionPart = 1'000'000'000;
constexpr std::string_view kStationary = "stationary:";

const std::map<std::string, Method, std::less<>>& Named() {
  static const auto& methods = *new std::map<std::string, Method, std::less<>>{
      {"adams", Signposts::Adams()},
      {"danish", Signposts::Danish()},
      {"dean", Signposts::Dean()},
      {"dhondt", Signposts::DHondt()},
      {"droop", Quota::kDroop},
      {"hagenbach-bischoff", Quota::kHagenbachBischoff},
      {"hamilton-min", SpecialRule::kHamiltonWithMinima},
      {"hare", Quota::kHare},
      {"huntington-hill", Signposts::HuntingtonHill()},
      {"imperiali", Quota::kImperiali},
      {"imperiali-divisor", Signposts::Imperiali()},
      {"modified-sainte-lague", Signposts::ModifiedSainteLague()},
      {"quota-method", SpecialRule::kQuotaMethod},
      {"sainte-lague", Signposts::SainteLague()},
      {"swiss", SpecialRule::kSwiss},
  };
  return methods;
}

std::optional<int64_t> ParseNumber(std::string_view text) {
  int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || text.empty() || text[0] == '-') return std::nullopt;
  return number;
}

}  // namespace

std::string_view WithoutAlias(std::string_view name) {
  static const auto& aliases = *new std::map<std::string_view, std::string_view>{
      {"hamilton", "hare"}, {"hill", "huntington-hill"}, {"jefferson", "dhondt"}, {"webster", "sainte-lague"}};
  const auto found = aliases.find(name);
  return found == aliases.end() ? name : found->second;
}

std::optional<Fraction> ParseFraction(std::string_view text) {
  const size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto numerator = ParseNumber(text.substr(0, slash));
  const auto denominator = ParseNumber(text.substr(slash + 1));
  if (!numerator.has_value() || !denominator.has_value()) return std::nullopt;
  if (*denominator == 0 || *denominator > kMostFractionPart || *numerator > *denominator) return std::nullopt;
  return Fraction{*numerator, *denominator};
}

std::optional<Method> MethodNamed(std::string_view name, std::optional<Fraction> first) {
  if (first.has_value()) {
    if (name != "modified-sainte-lague" || first->numerator <= 0 || first->denominator <= 0) return std::nullopt;
    return Signposts::ModifiedSainteLague(*first);
  }
  if (name.starts_with(kStationary)) {
    const auto fraction = ParseFraction(name.substr(kStationary.size()));
    if (!fraction.has_value()) return std::nullopt;
    return Signposts::Stationary(*fraction);
  }
  const auto found = Named().find(WithoutAlias(name));
  if (found == Named().end()) return std::nullopt;
  return found->second;
}

const std::vector<std::string>& MethodNames() {
  static const auto& names = *new std::vector<std::string>([] {
    std::vector<std::string> all;
    for (const auto& [name, method] : Named()) all.push_back(name);
    return all;
  }());
  return names;
}

bool KnowsMinima(const Method& method) {
  if (std::holds_alternative<Signposts>(method)) return true;
  const auto* special = std::get_if<SpecialRule>(&method);
  return special != nullptr && *special == SpecialRule::kHamiltonWithMinima;
}

Outcome Apportion(const Method& method, const std::vector<Unit>& units, int64_t seats, absl::uint128 scale) {
  if (const auto* signposts = std::get_if<Signposts>(&method)) return ByDivisor(*signposts, units, seats);
  if (const auto* quota = std::get_if<Quota>(&method)) return ByLargestRemainder(*quota, units, seats, scale);
  switch (std::get<SpecialRule>(method)) {
    case SpecialRule::kHamiltonWithMinima:
      return ByHamiltonWithMinima(units, seats);
    case SpecialRule::kSwiss:
      return BySwissRule(units, seats, scale);
    case SpecialRule::kQuotaMethod:
      return ByQuotaMethod(units, seats);
  }
  return Refusal{Refusal::Kind::kOutOfRange};
}

void DecideBy(const Method& method, const std::vector<Unit>& units, int64_t seats, const std::vector<size_t>& order,
              Apportionment* result) {
  const auto* special = std::get_if<SpecialRule>(&method);
  if (special == nullptr || *special != SpecialRule::kQuotaMethod) return Decide(order, result);
  *result = std::get<Apportionment>(ByQuotaMethod(units, seats, order));
}

}  // namespace congress::apportion

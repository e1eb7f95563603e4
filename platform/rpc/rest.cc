#include "platform/rpc/rest.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "google/api/annotations.pb.h"
#include "nlohmann/json.hpp"
#include "platform/rpc/json.h"
#include "platform/rpc/known_options.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"

namespace congress::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;
using Json = nlohmann::ordered_json;

// Before the token nobody makes work: no field lies deeper.
constexpr int kMostDots = 8;

int HexDigit(char c) {
  const auto digit = static_cast<unsigned char>(c);
  return absl::ascii_isxdigit(digit) ? (absl::ascii_isdigit(digit) ? c - '0' : absl::ascii_tolower(digit) - 'a' + 10)
                                     : -1;
}

// Once, so that nobody reads it in another way. `plus`: whether a plus is a space.
std::optional<std::string> Decoded(std::string_view text, bool plus) {
  std::string decoded;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += plus && text[i] == '+' ? ' ' : text[i];
      continue;
    }
    const int high = i + 2 < text.size() ? HexDigit(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? HexDigit(text[i + 2]) : -1;
    if (high < 0 || low < 0) return std::nullopt;
    decoded += static_cast<char>(high << 4 | low);
    i += 2;
  }
  return decoded;
}

std::vector<std::string_view> SegmentsOf(std::string_view path) {
  std::vector<std::string_view> segments;
  for (const absl::string_view segment : absl::StrSplit(ToAbsl(path.substr(1)), '/')) {
    segments.emplace_back(segment.data(), segment.size());
  }
  return segments;
}

// What stands behind the colon of the last segment.
std::string_view TakeCustom(std::string_view* path) {
  const size_t colon = path->rfind(':');
  if (colon == std::string_view::npos || path->find('/', colon) != std::string_view::npos) return "";
  const std::string_view custom = path->substr(colon + 1);
  *path = path->substr(0, colon);
  return custom;
}

// The members of an object, one behind the other. Those that are said twice stay two.
class Members {
 public:
  explicit Members(const Descriptor* type) : type_(type) {}

  // `path`: names with dots between them.
  void Set(std::string_view path, const std::string& text) {
    const size_t dot = path.find('.');
    const std::string_view name = path.substr(0, dot);
    const FieldDescriptor* field = type_ == nullptr ? nullptr : FieldNamed(*type_, name);
    const std::string key = field == nullptr ? std::string(name) : field->json_name();
    if (dot != std::string_view::npos) return Within(key, field).Set(path.substr(dot + 1), text);
    const bool repeated = field != nullptr && field->is_repeated();
    const bool flag = field != nullptr && field->cpp_type() == FieldDescriptor::CPPTYPE_BOOL;
    const Json value = flag && (text == "true" || text == "false") ? Json(text == "true") : Json(text);
    if (repeated) return lists_[key].push_back(value);
    values_.emplace_back(key, value);
  }
  // An object that is a member; the same one for the same name.
  Members& Within(const std::string& key, const FieldDescriptor* field) {
    const auto* type = field == nullptr || field->is_repeated() ? nullptr : field->message_type();
    return objects_.try_emplace(key, type).first->second;
  }
  // Without the braces; `but`: without this one.
  std::string Text(std::optional<std::string_view> but = std::nullopt) const {
    std::string text;
    // Bytes that are no UTF-8 end neither the writing nor the process.
    constexpr auto kReplace = Json::error_handler_t::replace;
    const auto add = [&](const std::string& key, const std::string& value) {
      if (key == but) return;
      absl::StrAppend(&text, text.empty() ? "" : ",", Json(key).dump(-1, ' ', false, kReplace), ":", value);
    };
    for (const auto& [key, value] : values_) add(key, value.dump(-1, ' ', false, kReplace));
    for (const auto& [key, list] : lists_) add(key, list.dump(-1, ' ', false, kReplace));
    for (const auto& [key, object] : objects_) add(key, StrCat("{", object.Text(), "}"));
    return text;
  }

 private:
  const Descriptor* const type_;
  std::vector<std::pair<std::string, Json>> values_;
  std::map<std::string, Json> lists_;
  std::map<std::string, Members> objects_;
};

// The object with more members at its beginning. What is no object stays as it is.
std::string With(const std::string& members, std::string_view object) {
  const size_t brace = object.find_first_not_of(" \t\r\n");
  if (members.empty() || brace == std::string_view::npos || object[brace] != '{') return std::string(object);
  const std::string_view rest = object.substr(brace + 1);
  const size_t next = rest.find_first_not_of(" \t\r\n");
  const bool more = next != std::string_view::npos && rest[next] != '}';
  return StrCat("{", members, more ? "," : "", rest);
}

}  // namespace

std::optional<std::vector<std::pair<std::string, std::string>>> PairsOf(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> pairs;
  if (query.empty()) return pairs;
  for (const absl::string_view one : absl::StrSplit(ToAbsl(query), '&')) {
    const std::string_view pair(one.data(), one.size());
    const size_t equals = pair.find('=');
    auto key = Decoded(pair.substr(0, equals), /*plus=*/true);
    auto value = equals == std::string_view::npos ? "" : Decoded(pair.substr(equals + 1), /*plus=*/true);
    if (!key || !value || std::count(key->begin(), key->end(), '.') > kMostDots) return std::nullopt;
    pairs.emplace_back(*std::move(key), *std::move(value));
  }
  return pairs;
}

std::vector<RestWay> RestWaysOf(const MethodDescriptor& method) {
  std::vector<RestWay> ways;
  if (method.client_streaming() || method.server_streaming()) return ways;
  const google::api::HttpRule declared = KnownOptions(method).GetExtension(google::api::http);
  const auto add = [&](const google::api::HttpRule& rule) {
    const std::pair<const char*, const std::string&> verbs[] = {{"GET", rule.get()},
                                                                {"POST", rule.post()},
                                                                {"PATCH", rule.patch()},
                                                                {"PUT", rule.put()},
                                                                {"DELETE", rule.delete_()}};
    for (const auto& [verb, path] : verbs) {
      if (!path.empty()) ways.push_back({.verb = verb, .path = path, .body = rule.body()});
    }
  };
  add(declared);
  for (const google::api::HttpRule& rule : declared.additional_bindings()) add(rule);
  return ways;
}

absl::StatusOr<RestPaths> RestPaths::Of(const std::vector<const google::protobuf::ServiceDescriptor*>& services) {
  RestPaths paths;
  for (const auto* service : services) {
    for (int i = 0; i < service->method_count(); ++i) {
      const MethodDescriptor& method = *service->method(i);
      for (const RestWay& way : RestWaysOf(method)) RETURN_IF_ERROR(paths.Add(method, way));
    }
  }
  return paths;
}

absl::Status RestPaths::Add(const MethodDescriptor& method, const RestWay& way) {
  const auto useless = [&](std::string_view why) {
    return absl::InvalidArgumentError(StrCat(method.full_name(), ": the path ", way.path, " ", why));
  };
  if (!way.path.starts_with("/v1/")) return useless("does not begin with /v1/");
  Template made;
  made.request.method = StrCat(method.service()->full_name(), "/", method.name());
  made.request.type = method.input_type();
  made.request.body = way.body;
  if (!way.body.empty() && way.body != "*" && FieldNamed(*method.input_type(), way.body) == nullptr) {
    return useless("has no such body");
  }
  std::string_view rest = way.path;
  const std::string custom(TakeCustom(&rest));
  // Variables are taken out of their braces, which hold slashes.
  while (!rest.empty()) {
    if (rest.front() == '/') rest.remove_prefix(1);
    if (rest.front() != '{') {
      const size_t end = std::min(rest.find('/'), rest.size());
      made.segments.push_back({.literal = std::string(rest.substr(0, end))});
      rest.remove_prefix(end);
      continue;
    }
    const size_t end = rest.find('}');
    if (end == std::string_view::npos) return useless("has a brace without its other");
    const std::string_view variable = rest.substr(1, end - 1);
    rest.remove_prefix(end + 1);
    const size_t equals = variable.find('=');
    made.variables.emplace_back(variable.substr(0, equals));
    const std::string_view pattern = equals == std::string_view::npos ? "*" : variable.substr(equals + 1);
    if (pattern.find("**") != std::string_view::npos) return useless("has a variable of any length");
    for (const absl::string_view segment : absl::StrSplit(ToAbsl(pattern), '/')) {
      made.segments.push_back({.literal = segment == "*" ? "" : std::string(segment),
                               .variable = static_cast<int>(made.variables.size()) - 1});
    }
  }
  for (const std::string& variable : made.variables) {
    const Descriptor* type = method.input_type();
    for (const absl::string_view name : absl::StrSplit(ToAbsl(variable), '.')) {
      const auto* field = type == nullptr ? nullptr : FieldNamed(*type, {name.data(), name.size()});
      if (field == nullptr) return useless("names a field that is not there");
      type = field->message_type();
    }
  }
  std::vector<Template>& others = templates_[{.verb = way.verb, .segments = made.segments.size(), .custom = custom}];
  for (const Template& other : others) {
    const bool same = std::equal(made.segments.begin(), made.segments.end(), other.segments.begin(),
                                 [](const auto& a, const auto& b) { return a.literal == b.literal; });
    if (same) return useless(StrCat("is that of ", other.request.method, " as well"));
  }
  others.push_back(std::move(made));
  return absl::OkStatus();
}

std::optional<RestRequest> RestPaths::Find(std::string_view verb, std::string_view path,
                                           std::set<std::string>* allowed) const {
  // A colon with nothing behind it is none of them.
  if (path.ends_with(':')) return std::nullopt;
  const std::string_view custom = TakeCustom(&path);
  std::vector<std::string> segments;
  for (const std::string_view segment : SegmentsOf(path)) {
    auto decoded = Decoded(segment, /*plus=*/false);
    // One that holds a slash would be two to somebody else.
    if (!decoded || decoded->empty() || decoded->find('/') != std::string::npos) return std::nullopt;
    segments.push_back(*std::move(decoded));
  }
  std::optional<RestRequest> found;
  size_t most = 0;
  for (const auto& [place, templates] : templates_) {
    if (place.segments != segments.size() || place.custom != custom) continue;
    for (const Template& one : templates) {
      size_t literals = 0;
      bool fits = true;
      for (size_t i = 0; fits && i < segments.size(); ++i) {
        const std::string& literal = one.segments[i].literal;
        fits = literal.empty() || literal == segments[i];
        if (!literal.empty()) ++literals;
      }
      if (!fits) continue;
      if (place.verb != verb) {
        allowed->insert(place.verb);
        continue;
      }
      // The one that says most of it.
      if (found.has_value() && literals <= most) continue;
      most = literals;
      found = one.request;
      for (const std::string& variable : one.variables) found->bound.emplace_back(variable, "");
      for (size_t i = 0; i < segments.size(); ++i) {
        if (one.segments[i].variable < 0) continue;
        std::string& value = found->bound[static_cast<size_t>(one.segments[i].variable)].second;
        absl::StrAppend(&value, value.empty() ? "" : "/", segments[i]);
      }
    }
  }
  return found;
}

std::optional<std::function<std::string(std::string_view body)>> MessageOf(const RestRequest& request,
                                                                           std::string_view query) {
  const auto pairs = PairsOf(query);
  if (!pairs) return std::nullopt;
  Members members(request.type);
  for (const auto& [field, value] : request.bound) members.Set(field, value);
  for (const auto& [field, value] : *pairs) members.Set(field, value);
  if (request.body.empty()) {
    return [text = StrCat("{", members.Text(), "}")](std::string_view) { return text; };
  }
  if (request.body == "*") {
    return [text = members.Text()](std::string_view body) {
      const bool nothing = body.find_first_not_of(" \t\r\n") == std::string_view::npos;
      return With(text, nothing ? "{}" : body);
    };
  }
  const FieldDescriptor* field = FieldNamed(*request.type, request.body);
  const std::string& key = field->json_name();
  return [key, inner = members.Within(key, field).Text(), outer = members.Text(key)](std::string_view body) {
    // By itself, so that it cannot end its place and begin another.
    if (!Json::accept(body)) return std::string(body);
    return StrCat("{", Json(key).dump(), ":", With(inner, body), outer.empty() ? "" : ",", outer, "}");
  };
}

}  // namespace congress::rpc

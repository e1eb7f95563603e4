// The JSON path that each RPC declares for the door: there is one, it is its own, and it fits the request.
#include <map>

#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "google/api/annotations.pb.h"
#include "gtest/gtest.h"
#include "platform/rpc/known_options.h"
#include "tests/e2e/any_rpc.h"

namespace congress::e2e {
namespace {

using google::protobuf::FieldDescriptor;

struct Path {
  std::string verb;
  std::string text;
};

Path PathOf(const google::api::HttpRule& rule) {
  switch (rule.pattern_case()) {
    case google::api::HttpRule::kGet:
      return {"GET", rule.get()};
    case google::api::HttpRule::kPost:
      return {"POST", rule.post()};
    case google::api::HttpRule::kPatch:
      return {"PATCH", rule.patch()};
    case google::api::HttpRule::kDelete:
      return {"DELETE", rule.delete_()};
    default:
      return {};
  }
}

std::vector<google::api::HttpRule> RulesOf(const MethodDescriptor& method) {
  const google::api::HttpRule rule = rpc::KnownOptions(method).GetExtension(google::api::http);
  std::vector<google::api::HttpRule> rules = {rule};
  rules.insert(rules.end(), rule.additional_bindings().begin(), rule.additional_bindings().end());
  return rules;
}

// `{dossier.name=congresses/*/dossiers/*}` without the field, so that two fields with one pattern are one path.
std::string WithoutFields(const std::string& path) {
  const size_t open = path.find('{');
  const size_t equals = path.find('=');
  return open == std::string::npos ? path : path.substr(0, open + 1) + path.substr(equals + 1);
}

TEST(JsonPaths, EveryMethodHasItsOwn) {
  std::map<std::string, std::string> taken;
  for (const MethodDescriptor* method : Methods()) {
    for (const auto& rule : RulesOf(*method)) {
      const Path path = PathOf(rule);
      ASSERT_TRUE(path.text.starts_with("/v1/")) << FullName(*method) << " declares no path";
      const auto [other, fresh] = taken.emplace(path.verb + " " + WithoutFields(path.text), FullName(*method));
      EXPECT_TRUE(fresh) << FullName(*method) << " and " << other->second << " share " << other->first;
    }
  }
}

TEST(JsonPaths, NameFieldsOfTheirRequests) {
  for (const MethodDescriptor* method : Methods()) {
    for (const auto& rule : RulesOf(*method)) {
      const std::string path = PathOf(rule).text;
      if (!rule.body().empty() && rule.body() != "*") {
        EXPECT_NE(method->input_type()->FindFieldByName(rule.body()), nullptr) << FullName(*method) << rule.body();
      }
      const size_t open = path.find('{');
      if (open == std::string::npos) continue;
      const auto* type = method->input_type();
      const FieldDescriptor* field = nullptr;
      for (const std::string& step :
           std::vector<std::string>(absl::StrSplit(path.substr(open + 1, path.find('=') - open - 1), '.'))) {
        ASSERT_NE(type, nullptr) << path;
        field = type->FindFieldByName(step);
        ASSERT_NE(field, nullptr) << FullName(*method) << " has no " << step;
        type = field->message_type();
      }
      EXPECT_EQ(field->cpp_type(), FieldDescriptor::CPPTYPE_STRING) << path;
    }
  }
}

// What only reads is a GET, what changes is none.
TEST(JsonPaths, ReadsAreGets) {
  for (const MethodDescriptor* method : Methods()) {
    const bool reads = method->name().starts_with("Get") || method->name().starts_with("List");
    const bool changes = method->input_type()->FindFieldByName("request_id") != nullptr;
    const std::string verb = PathOf(RulesOf(*method)[0]).verb;
    if (reads) {
      EXPECT_EQ(verb, "GET") << FullName(*method);
    }
    if (changes) {
      EXPECT_NE(verb, "GET") << FullName(*method);
    }
  }
}

}  // namespace
}  // namespace congress::e2e

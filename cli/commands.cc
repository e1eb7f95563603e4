#include "cli/commands.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"
#include "google/protobuf/descriptor.pb.h"
#include "proto/descriptors.h"

namespace congress::cli {
namespace {

// `CreateAllocationPlan` → `create-allocation-plan`.
std::string Kebab(std::string_view camel) {
  std::string result;
  for (const char c : camel) {
    if (absl::ascii_isupper(static_cast<unsigned char>(c)) && !result.empty()) result.push_back('-');
    result.push_back(absl::ascii_tolower(static_cast<unsigned char>(c)));
  }
  return result;
}

std::string Plural(std::string noun) {
  if (noun.ends_with("congress") || noun.ends_with("process")) return noun + "es";
  // Nouns that are one thing of a congress keep their form.
  if (noun.ends_with("s") || noun.ends_with("inbox") || noun.ends_with("attendance") || noun.ends_with("lineage") ||
      noun.ends_with("vitae") || noun.ends_with("personnel")) {
    return noun;
  }
  if (noun.ends_with("y") && !noun.ends_with("ay")) return noun.substr(0, noun.size() - 1) + "ies";
  return noun + "s";
}

// What people say of rights, where the method's name is that of a resource.
const std::map<std::string, std::string, std::less<>>& VerbsOfAccess() {
  static const auto& verbs = *new std::map<std::string, std::string, std::less<>>{
      {"CreateRoleBinding", "bind"},        {"GetRoleBinding", "get"},        {"ListRoleBindings", "list"},
      {"UpdateRoleBinding", "update"},      {"RevokeRoleBinding", "revoke"},  {"TestPermissions", "test"},
      {"ListPermissionHolders", "who-can"}, {"ExplainPermission", "why-not"},
  };
  return verbs;
}

}  // namespace

Command CommandOf(const google::protobuf::MethodDescriptor& method) {
  if (method.service()->full_name() == "congress.access.v1.AccessService") {
    const auto verb = VerbsOfAccess().find(method.name());
    if (verb != VerbsOfAccess().end()) return {"access", verb->second, &method};
  }
  const std::string words = Kebab(method.name());
  const size_t dash = words.find('-');
  if (dash == std::string::npos) {
    // A verb alone, such as Watch of EventService, is about what the service is of.
    std::string service = method.service()->name();
    if (service.ends_with("Service")) service.resize(service.size() - std::string("Service").size());
    return {Plural(Kebab(service)), words, &method};
  }
  std::string verb = words.substr(0, dash);
  std::string noun = words.substr(dash + 1);
  // `BatchCreateOpinions` and `SignOffDocument` have two words for what is done.
  if (verb == "batch" || words.starts_with("sign-off-")) {
    const size_t second = noun.find('-');
    verb += "-" + noun.substr(0, second);
    noun = noun.substr(second + 1);
  }
  return {Plural(noun), verb, &method};
}

namespace {

std::vector<Command> MakeCommands() {
  std::vector<Command> commands;
  for (const auto* service : DescribedServices()) {
    if (!service->file()->package().starts_with("congress.")) continue;
    for (int i = 0; i < service->method_count(); ++i) commands.push_back(CommandOf(*service->method(i)));
  }
  std::sort(commands.begin(), commands.end(),
            [](const Command& a, const Command& b) { return std::tie(a.noun, a.verb) < std::tie(b.noun, b.verb); });
  return commands;
}

}  // namespace

const std::vector<Command>& Commands() {
  // Reading the descriptors is most of what a short command does.
  static const std::vector<Command>& commands = *new std::vector<Command>(MakeCommands());
  return commands;
}

std::string Comment(const google::protobuf::MethodDescriptor& method) {
  google::protobuf::SourceLocation location;
  return method.GetSourceLocation(&location) ? location.leading_comments : "";
}

template <class Descriptor>
std::string Summary(const Descriptor& descriptor) {
  google::protobuf::SourceLocation location;
  if (!descriptor.GetSourceLocation(&location)) return "";
  std::string text = absl::StrReplaceAll(location.leading_comments, {{"\n", " "}, {"  ", " "}});
  if (const size_t end = text.find(". "); end != std::string::npos) {
    // `Required.` and its like are words of behaviour, not the sentence.
    const size_t next = end < 12 ? text.find(". ", end + 1) : end;
    text = text.substr(0, next == std::string::npos ? text.size() : next + 1);
  }
  return std::string(absl::StripAsciiWhitespace(text));
}
template std::string Summary(const google::protobuf::MethodDescriptor&);
template std::string Summary(const google::protobuf::FieldDescriptor&);

}  // namespace congress::cli

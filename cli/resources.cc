#include "cli/resources.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "cli/commands.h"
#include "cli/context.h"
#include "cli/language.h"
#include "congress/annotations/v1/options.pb.h"
#include "google/protobuf/dynamic_message.h"
#include "platform/backup/backup_file.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "platform/text/keys.h"

namespace congress::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

constexpr char kAnyService[] = "services/*";
// What a context says.
constexpr char kCongress[] = "congresses/*";
constexpr char kPlan[] = "congresses/*/allocationPlans/*";
// Of those that a text may mean, so many are named.
constexpr size_t kMostNamed = 8;

// `congresses/*/allocationPlans/*` → `congresses/*`; empty for what is in nothing.
std::string ParentPattern(const std::string& pattern) {
  const size_t star = pattern.rfind('/');
  const size_t collection = star == std::string::npos || star == 0 ? star : pattern.rfind('/', star - 1);
  return collection == std::string::npos ? "" : pattern.substr(0, collection);
}

// What a resource of the pattern lies in, with a `/` after it; none where the context does not say.
std::optional<std::string> Folder(const std::string& pattern) {
  const std::string parent = ParentPattern(pattern);
  const std::string collection = pattern.substr(parent.empty() ? 0 : parent.size() + 1);
  const std::string own = collection.substr(0, collection.size() - 1);
  if (parent.empty()) return own;
  const auto name = NameInContext(parent);
  return name.has_value() ? std::optional(StrCat(*name, "/", own)) : std::nullopt;
}

bool MayBeId(const std::string& text) {
  const auto fits = [](unsigned char c) { return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-'; };
  return !text.empty() && std::all_of(text.begin(), text.end(), fits);
}

// The words of a text, for comparing.
std::vector<std::string> WordsOf(const std::string& text) {
  return absl::StrSplit(text::SearchKey(absl::StrReplaceAll(text, {{"-", " "}, {"_", " "}})), ' ', absl::SkipEmpty());
}

// Whether the words are some of the name's, or begin them, in their order and side by side.
bool Goes(const std::vector<std::string>& words, const std::vector<std::string>& name, bool whole) {
  for (size_t first = 0; first + words.size() <= name.size(); ++first) {
    size_t same = 0;
    while (same < words.size() &&
           (whole ? name[first + same] == words[same] : name[first + same].starts_with(words[same]))) {
      ++same;
    }
    if (same == words.size()) return true;
  }
  return false;
}

std::string IdOf(const std::string& name) { return name.substr(name.rfind('/') + 1); }

// The methods that read one resource of the pattern, and that list them.
struct Methods {
  const MethodDescriptor* get = nullptr;
  const MethodDescriptor* list = nullptr;
};

const FieldDescriptor* ListOf(const Descriptor& answer, const Descriptor& item) {
  for (int i = 0; i < answer.field_count(); ++i) {
    if (answer.field(i)->is_repeated() && answer.field(i)->message_type() == &item) return answer.field(i);
  }
  return nullptr;
}

// Whether the field takes resources of the pattern, beside others or alone.
bool Takes(const FieldDescriptor& field, const std::string& pattern) {
  const std::vector<std::string> patterns =
      absl::StrSplit(field.options().GetExtension(annotations::v1::field).resource(), '|');
  return std::find(patterns.begin(), patterns.end(), pattern) != patterns.end();
}

Methods MethodsOf(const std::string& pattern) {
  Methods methods;
  const std::vector<Command>& commands = Commands();
  for (const Command& command : commands) {
    const FieldDescriptor* name = command.method->input_type()->FindFieldByName("name");
    if (command.verb == "get" && name != nullptr && PatternOf(*name) == pattern &&
        command.method->output_type()->FindFieldByName("name") != nullptr) {
      methods.get = command.method;
    }
  }
  if (methods.get == nullptr) return methods;
  for (const Command& command : commands) {
    if (command.verb != "list" || ListOf(*command.method->output_type(), *methods.get->output_type()) == nullptr)
      continue;
    const FieldDescriptor* parent = command.method->input_type()->FindFieldByName("parent");
    const bool of_all = ParentPattern(pattern).empty();
    if (of_all || (parent != nullptr && Takes(*parent, ParentPattern(pattern)))) methods.list = command.method;
  }
  return methods;
}

std::string TextIn(const Message& message, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
    if (field == nullptr || field->is_repeated() || field->cpp_type() != FieldDescriptor::CPPTYPE_STRING) continue;
    if (std::string text = message.GetReflection()->GetString(message, field); !text.empty()) return text;
  }
  return "";
}

void SetText(Message* message, const char* name, const std::string& text) {
  const FieldDescriptor* field = message->GetDescriptor()->FindFieldByName(name);
  if (field != nullptr && field->cpp_type() == FieldDescriptor::CPPTYPE_STRING && !field->is_repeated()) {
    message->GetReflection()->SetString(message, field, text);
  }
}

}  // namespace

std::string PatternOf(const FieldDescriptor& field) {
  const auto& rule = field.options().GetExtension(annotations::v1::field);
  std::vector<std::string> patterns = absl::StrSplit(rule.resource(), '|');
  // `-` stands for all, and is written as it is.
  std::erase_if(patterns, [](const std::string& one) { return one.ends_with("/-"); });
  if (rule.or_text() || patterns.size() > 1) return "";
  if (patterns.size() == 1 && patterns[0].ends_with("/*")) return patterns[0];
  // A resource's own name is what it is read by.
  if (!rule.resource().empty() || field.name() != "name") return "";
  for (const Command& command : Commands()) {
    if (command.verb != "get" || command.method->output_type() != field.containing_type()) continue;
    const FieldDescriptor* name = command.method->input_type()->FindFieldByName("name");
    return name == nullptr ? "" : PatternOf(*name);
  }
  return "";
}

std::optional<std::string> NameInContext(const std::string& pattern) {
  const Context& context = ContextInUse();
  std::string name;
  if (pattern == kCongress) {
    name = context.congress().empty() ? context.plan().substr(0, context.plan().find('/', context.plan().find('/') + 1))
                                      : context.congress();
  }
  if (pattern == kPlan) name = context.plan();
  return name.empty() ? std::nullopt : std::optional(name);
}

std::optional<status::Sentence> LackInContext(const std::string& pattern) {
  const bool plan = pattern == kPlan;
  if ((!plan && pattern != kCongress) || NameInContext(pattern).has_value()) return std::nullopt;
  const std::string& name = ContextInUse().name();
  const std::string command =
      StrCat("congressctl context set ", name.empty() ? "NAME" : name,
             plan && NameInContext(kCongress).has_value() ? "" : " --congress CONGRESS", plan ? " --plan PLAN" : "");
  const status::Sentence what =
      plan ? status::Sentence{.en = "plan", .vi = "phương án"} : status::Sentence{.en = "congress", .vi = "đại hội"};
  const status::Sentence lack =
      name.empty() ? status::Sentence{.en = StrCat("no context in use says which ", what.en, " is meant"),
                                      .vi = StrCat("không có ngữ cảnh nào đang dùng để biết ", what.vi)}
                   : status::Sentence{.en = StrCat("the context '", name, "' has no ", what.en),
                                      .vi = StrCat("ngữ cảnh '", name, "' chưa có ", what.vi)};
  return status::Sentence{.en = StrCat(lack.en, "; name the ", what.en, " wholly, or set it: ", command),
                          .vi = StrCat(lack.vi, "; cần ghi tên đầy đủ của ", what.vi, ", hoặc đặt bằng: ", command)};
}

std::string Expanded(const std::string& pattern, const std::string& text) {
  const auto folder = Folder(pattern);
  return text.empty() || text.find('/') != std::string::npos || !folder.has_value() ? text : *folder + text;
}

absl::StatusOr<std::vector<Resources::Item>> Resources::List(const std::string& pattern,
                                                             const std::string& words) const {
  std::vector<Item> items;
  if (pattern == kAnyService) {
    for (const std::string_view service : backup::kServices) items.push_back({StrCat("services/", service), ""});
    return items;
  }
  const std::string parent = ParentPattern(pattern);
  const auto holder = parent.empty() ? std::optional<std::string>("") : NameInContext(parent);
  return holder.has_value() ? ListIn(*holder, pattern, words) : items;
}

absl::StatusOr<std::vector<Resources::Item>> Resources::ListIn(const std::string& parent, const std::string& pattern,
                                                               const std::string& words) const {
  std::vector<Item> items;
  const Methods methods = MethodsOf(pattern);
  if (methods.list == nullptr) return items;
  google::protobuf::DynamicMessageFactory factory;
  const std::unique_ptr<Message> request(factory.GetPrototype(methods.list->input_type())->New());
  const std::unique_ptr<Message> page(factory.GetPrototype(methods.list->output_type())->New());
  if (!parent.empty()) SetText(request.get(), "parent", parent);
  // A service that searches by itself need not send all.
  SetText(request.get(), "query", words);
  if (const FieldDescriptor* size = request->GetDescriptor()->FindFieldByName("page_size")) {
    request->GetReflection()->SetInt32(request.get(), size, 1000);
  }
  const FieldDescriptor& list = *ListOf(*methods.list->output_type(), *methods.get->output_type());
  while (true) {
    page->Clear();
    RETURN_IF_ERROR(connection_.Call(*methods.list, *request, page.get()));
    for (int i = 0; i < page->GetReflection()->FieldSize(*page, &list); ++i) {
      const Message& item = page->GetReflection()->GetRepeatedMessage(*page, &list, i);
      items.push_back({TextIn(item, {"name"}), TextIn(item, {"display_name", "title", "subject"})});
    }
    const std::string next = TextIn(*page, {"next_page_token"});
    if (next.empty()) return items;
    SetText(request.get(), "page_token", next);
  }
}

absl::StatusOr<std::vector<Resources::Item>> Resources::Find(const std::string& pattern,
                                                             const std::string& text) const {
  const std::vector<std::string> words = WordsOf(text);
  ASSIGN_OR_RETURN(std::vector<Item> items, List(pattern, absl::StrJoin(words, " ")));
  std::erase_if(items, [&](const Item& item) {
    return !IdOf(item.name).starts_with(text) && !item.name.starts_with(text) &&
           (words.empty() || !Goes(words, WordsOf(item.display), false));
  });
  return items;
}

absl::StatusOr<std::vector<Resources::Item>> Resources::Steps(const std::string& pattern,
                                                              const std::string& text) const {
  const std::vector<std::string> parts = absl::StrSplit(pattern, '/');
  std::vector<std::string> said = absl::StrSplit(text, '/');
  // What is being typed.
  std::string rest = said.back();
  said.pop_back();
  if (said.empty()) {
    std::string known = pattern;
    while (!known.empty() && !NameInContext(known).has_value()) known = ParentPattern(known);
    if (!known.empty()) said = absl::StrSplit(*NameInContext(known), '/');
  } else if (said.size() % 2 == 1) {
    said.pop_back();
  }
  const size_t end = said.size() + 2;
  if (end > parts.size()) return std::vector<Item>();
  for (size_t i = 0; i < said.size(); i += 2) {
    if (said[i] != parts[i]) return std::vector<Item>();
  }
  if (text.ends_with(parts[end - 2])) rest.clear();
  const std::string parent = absl::StrJoin(said, "/");
  const std::string collection = StrCat(parent, parent.empty() ? "" : "/", parts[end - 2], "/");
  // What lies in what the context says, Find finds.
  if (end == parts.size() && Folder(pattern) == collection) return std::vector<Item>();
  const std::string next = absl::StrJoin(parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(end), "/");
  ASSIGN_OR_RETURN(std::vector<Item> items, ListIn(parent, next, ""));
  std::erase_if(items, [&](const Item& item) { return !item.name.starts_with(collection + rest); });
  for (Item& item : items) {
    if (end < parts.size()) item.name += StrCat("/", parts[end], "/");
  }
  return items;
}

absl::StatusOr<std::string> Resources::Resolve(const std::string& pattern, const std::string& text, bool exact) const {
  const std::string name = Expanded(pattern, text);
  if (text.empty() || text.find('/') != std::string::npos || pattern == kAnyService) return name;
  if (name == text) {
    // What it lies in is the context's to say.
    const auto lack = LackInContext(ParentPattern(pattern));
    if (!lack.has_value()) return name;
    return Wrong({.en = StrCat("'", text, "': ", lack->en), .vi = StrCat("'", text, "': ", lack->vi)});
  }
  const Methods methods = MethodsOf(pattern);
  if (methods.get == nullptr || methods.list == nullptr) return name;
  google::protobuf::DynamicMessageFactory factory;
  if (MayBeId(text)) {
    const std::unique_ptr<Message> request(factory.GetPrototype(methods.get->input_type())->New());
    const std::unique_ptr<Message> answer(factory.GetPrototype(methods.get->output_type())->New());
    SetText(request.get(), "name", name);
    // What else the server has to say it says of the command itself.
    if (!absl::IsNotFound(connection_.Call(*methods.get, *request, answer.get()))) return name;
  }
  ASSIGN_OR_RETURN(const std::vector<Item> found, Find(pattern, text));
  const std::vector<std::string> words = WordsOf(text);
  // What it is called wholly goes before what is called so among other words, and that before beginnings of words.
  std::vector<Item> same;
  std::copy_if(found.begin(), found.end(), std::back_inserter(same),
               [&](const Item& item) { return WordsOf(item.display) == words; });
  if (same.empty() && !exact) {
    std::copy_if(found.begin(), found.end(), std::back_inserter(same),
                 [&](const Item& item) { return Goes(words, WordsOf(item.display), true); });
  }
  if (same.empty() && !exact) same = found;
  if (same.size() == 1) return same[0].name;
  const std::vector<Item>& meant = same.empty() ? found : same;
  // Nothing goes with it: the server says of the name that there is none.
  if (meant.empty() && MayBeId(text)) return name;
  std::vector<std::string> named;
  for (const Item& item : meant) named.push_back(StrCat(IdOf(item.name), " (", item.display, ")"));
  if (named.size() > kMostNamed) {
    named.resize(kMostNamed);
    named.push_back("…");
  }
  const std::string all = absl::StrJoin(named, ", ");
  if (all.empty()) {
    return Wrong({.en = StrCat("nothing is called '", text, "'"), .vi = StrCat("không tìm thấy '", text, "'")});
  }
  return Wrong(
      {.en = StrCat("'", text, "' is no id", same.empty() ? " and no whole name" : "", "; did you mean ", all, "?"),
       .vi = StrCat("'", text, "' không phải mã", same.empty() ? " hoặc tên đầy đủ" : "", "; có phải là ", all,
                    " không?")});
}

}  // namespace congress::cli

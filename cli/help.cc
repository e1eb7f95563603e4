#include "cli/help.h"

#include <algorithm>
#include <cstdio>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "cli/language.h"
#include "cli/output_columns.h"
#include "cli/terminal.h"
#include "cli/visible.h"
#include "cli/yaml/document.h"
#include "platform/status/strings.h"
#include "platform/text/text.h"

extern "C" const char congress_examples_yaml_begin[];
extern "C" const char congress_examples_yaml_end[];

namespace congress::cli {
namespace {

// In the order in which a congress is prepared.
const std::pair<const char*, status::Sentence> kSections[] = {
    {"preparation", {.en = "The congress", .vi = "Đại hội"}},
    {"allocation", {.en = "Organisations, allocation and delegates", .vi = "Tổ chức đảng, phân bổ và đại biểu"}},
    {"dossiers", {.en = "Persons, dossiers, positions", .vi = "Nhân sự, hồ sơ, chức danh"}},
    {"drafting", {.en = "Documents, opinions, numbers", .vi = "Văn kiện, góp ý, số văn bản"}},
    {"scheduling", {.en = "Calendars, tasks, meetings", .vi = "Lịch, nhiệm vụ, cuộc họp"}},
    {"suite", {.en = "Every service", .vi = "Mọi dịch vụ"}},
    {"", {.en = "congressctl itself", .vi = "Riêng congressctl"}},
};

std::string Heading(const std::string& text) { return MayColour() ? StrCat("\033[1m", text, "\033[0m") : text; }

// Our own escapes must pass, so not by std::cout, which is guarded.
void Print(const std::string& text) { std::fputs(text.c_str(), stdout); }

// Fixed words of the help and of our comments, in Vietnamese.
const std::pair<const char*, const char*> kWords[] = {
    {"Usage", "Cách dùng"},
    {"OPTIONS", "TÙY CHỌN"},
    {"Positionals", "Tên"},
    {"Request", "Yêu cầu"},
    {"Options", "Tùy chọn"},
    {"Output", "Kết quả"},
    {"REQUIRED", "BẮT BUỘC"},
    {"Env", "biến"},
    {"Excludes", "không dùng cùng"},
    {"Needs", "cần có"},
    {"names", "tên"},
    {"TEXT", "CHỮ"},
    {"INT", "SỐ NGUYÊN"},
    {"UINT", "SỐ NGUYÊN"},
    {"FLOAT", "SỐ"},
    {"NONNEGATIVE", "TỪ 0"},
    {"FILE", "TỆP"},
    {"DIR", "THƯ MỤC"},
    {"ID", "MÃ"},
    {"CONTEXT", "NGỮ CẢNH"},
    {"Permission", "Quyền"},
    {"Errors", "Lỗi"},
    {"Required", "Bắt buộc"},
    {"Optional", "Không bắt buộc"},
    {"Immutable", "Không đổi được"},
};

// The word for people; itself where it is none of the fixed ones.
std::string Word(const std::string& word) {
  if (LanguageOfUser() == status::Language::kEnglish) return word;
  const auto* found =
      std::find_if(std::begin(kWords), std::end(kWords), [&](const auto& known) { return known.first == word; });
  return found == std::end(kWords) ? word : found->second;
}

// `TEXT:{vi,en}` and `INT:INT in [1 - 9]` with the words for the types; values that are typed stay.
std::string Type(const std::string& type) {
  std::string text;
  size_t at = 0;
  while (at < type.size() && type[at] != '{' && type[at] != '[') {
    size_t end = at;
    while (end < type.size() && absl::ascii_isupper(static_cast<unsigned char>(type[end]))) ++end;
    // Of a name such as `organisations/*` nothing is a word.
    text += end > at ? Word(type.substr(at, end - at)) : type.substr(at, 1);
    at = std::max(end, at + 1);
  }
  return text + type.substr(at);
}

// The options of the request before those of every command.
class OwnFirst : public CLI::Formatter {
 public:
  OwnFirst() {
    for (const char* name : {"Usage", "OPTIONS", "Positionals"}) label(name, Word(name));
  }
  std::string make_help(const CLI::App* app, std::string name, CLI::AppFormatMode) const override {
    std::vector<std::string> groups = app->get_groups();
    std::stable_partition(groups.begin(), groups.end(), [](const auto& group) { return group.starts_with("Request"); });
    std::string text = make_description(app) + make_usage(app, name) + make_positionals(app);
    for (const std::string& group : groups) {
      const auto options = app->get_options(
          [&group](const CLI::Option* option) { return option->get_group() == group && option->nonpositional(); });
      if (!group.empty() && !options.empty()) text += make_group(group, false, options);
    }
    return text;
  }
  std::string make_option_usage(const CLI::Option* option) const override {
    return StrCat("[", Word(option->get_name(true)), option->get_expected_max() > 1 ? "...]" : "]");
  }
  std::string make_option_name(const CLI::Option* option, bool positional) const override {
    return positional ? Word(option->get_name(true)) : option->get_name(false, true);
  }
  std::string make_option_opts(const CLI::Option* option) const override {
    std::string text;
    if (const std::string& form = option->get_option_text(); !form.empty()) {
      text += StrCat(" ", Type(form));
    } else if (option->get_type_size() != 0) {
      if (!option->get_type_name().empty()) text += StrCat(" ", Type(option->get_type_name()));
      if (!option->get_default_str().empty()) text += StrCat("=", option->get_default_str());
      if (option->get_expected_max() == CLI::detail::expected_max_vector_size) text += " ...";
    }
    if (option->get_required()) text += StrCat(" ", Word("REQUIRED"));
    if (!option->get_envname().empty()) text += StrCat(" (", Word("Env"), ":", option->get_envname(), ")");
    for (const auto& [word, others] : {std::pair("Needs", option->get_needs()), {"Excludes", option->get_excludes()}}) {
      if (!others.empty()) text += StrCat(" ", Word(word), ":");
      for (const CLI::Option* other : others) text += StrCat(" ", other->get_name());
    }
    return text;
  }
  // In columns of characters, where CLI11 counts bytes.
  std::string make_option(const CLI::Option* option, bool positional) const override {
    std::string text = StrCat("  ", make_option_name(option, positional), make_option_opts(option));
    const std::string column(get_column_width(), ' ');
    const std::string told = absl::StrReplaceAll(make_option_desc(option), {{"\n", StrCat("\n", column)}});
    const size_t width = text::Length(text);
    if (!told.empty()) text += StrCat(width < column.size() ? column.substr(width) : StrCat("\n", column), told);
    return text + "\n";
  }
  std::string make_option_desc(const CLI::Option* option) const override {
    if (option->check_lname("help")) {
      return Say({.en = option->get_description(), .vi = "In phần trợ giúp này rồi thoát"});
    }
    // What a comment of a field begins with; the rest is the protos' own.
    const std::string& said = option->get_description();
    const size_t end = said.find(". ");
    return end == std::string::npos ? said : StrCat(Word(said.substr(0, end)), said.substr(end));
  }
  std::string make_description(const CLI::App* app) const override {
    std::string text = CLI::Formatter::make_description(app);
    for (const char* word : {"Permission", "Errors"}) {
      const std::string begin = StrCat("\n ", word, ": ");
      if (const size_t at = text.find(begin); at != std::string::npos) {
        text.replace(at, begin.size(), StrCat("\n ", Word(word), ": "));
      }
    }
    return text;
  }
  std::string make_group(std::string group, bool positional, std::vector<const CLI::Option*> options) const override {
    // `Request: delegate`, of the fields of a message within the request.
    const size_t end = std::min(group.find(": "), group.size());
    std::string heading = Word(group.substr(0, end));
    if (end < group.size()) heading += StrCat(": ", TitleOf(group.substr(end + 2), LanguageOfUser()));
    std::string text = StrCat("\n", Heading(heading), "\n");
    for (const CLI::Option* option : options) text += Visible(make_option(option, positional));
    return text;
  }
};

const yaml::Document& Examples() {
  static const yaml::Document& document = *new yaml::Document(yaml::Parse(
      {congress_examples_yaml_begin, static_cast<size_t>(congress_examples_yaml_end - congress_examples_yaml_begin)}));
  return document;
}

}  // namespace

void PrintNouns(const std::vector<Known>& commands) {
  Print(Say({.en = "congressctl <noun> <verb> [names] [options]; `congressctl <noun> <verb> --help` tells more.\n",
             .vi = "congressctl <đối tượng> <việc> [tên] [tùy chọn]; xem thêm bằng `congressctl <đối tượng> <việc> "
                   "--help`.\n"}));
  for (const auto& [service, title] : kSections) {
    std::map<std::string, std::string> verbs;
    for (const Known& command : commands) {
      if (command.service == service) verbs[command.noun] += StrCat(" ", command.verb);
    }
    Print(StrCat("\n", Heading(Say(title)), "\n"));
    for (const auto& [noun, all] : verbs) Print(absl::StrFormat("  %-28s%s\n", noun, all));
  }
}

int ShowHelp(const CLI::App& app) {
  std::string text = OwnFirst().make_help(&app, app.get_name(), CLI::AppFormatMode::Normal);
  while (text.ends_with('\n')) text.pop_back();
  const std::string command = app.get_name().substr(app.get_name().find(' ') + 1);
  const std::vector<std::string> examples = ExamplesOf(command);
  if (!examples.empty()) text += StrCat("\n\n", Heading(Say({.en = "Examples", .vi = "Ví dụ"})));
  for (const std::string& example : examples) text += StrCat("\n  ", example);
  Print(text + "\n");
  return std::fflush(stdout) == 0 ? 0 : 1;
}

std::vector<std::string> ExamplesOf(const std::string& command) {
  std::vector<std::string> lines;
  if (Examples().root == nullptr) return lines;
  for (const auto& [key, value] : Examples().root->entries) {
    if (key->text != command) continue;
    for (const yaml::Node* item : value->items) lines.push_back(item->text);
  }
  return lines;
}

std::vector<std::string> CommandsWithExamples() {
  std::vector<std::string> commands;
  if (Examples().root == nullptr) return commands;
  for (const auto& entry : Examples().root->entries) commands.push_back(entry.first->text);
  return commands;
}

}  // namespace congress::cli

#include "cli/help.h"

#include <algorithm>
#include <cstdio>
#include <map>

#include "absl/strings/str_format.h"
#include "cli/language.h"
#include "cli/terminal.h"
#include "cli/visible.h"
#include "cli/yaml/document.h"
#include "platform/status/strings.h"

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

// The options of the request before those of every command.
class OwnFirst : public CLI::Formatter {
 public:
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
    return StrCat("[", option->get_name(true), option->get_expected_max() > 1 ? "...]" : "]");
  }
  std::string make_group(std::string group, bool positional, std::vector<const CLI::Option*> options) const override {
    std::string text = StrCat("\n", Heading(group), "\n");
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

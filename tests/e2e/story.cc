#include "tests/e2e/story.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "platform/auth/roles.h"
#include "platform/civil/civil.h"
#include "platform/status/strings.h"

namespace congress::e2e {
namespace {

[[noreturn]] void GiveUp(const std::string& place, std::string_view why) {
  std::fprintf(stderr, "%s: %s\n", place.c_str(), std::string(why).c_str());
  std::abort();
}

// The role with the fewest permissions that holds this one.
std::string LeastRole(std::string_view permission) {
  for (const char* role : {"reader", "inspector", "reviewer", "clerk", "secretary"}) {
    if (auth::Roles::Default().Grants(role, permission)) return role;
  }
  return "administrator";
}

void ReadDirective(const std::string& line, Step* step) {
  const std::vector<std::string> words = absl::StrSplit(line, ' ', absl::SkipEmpty());
  if (words[0] == "@as" && words.size() == 2) {
    step->role = words[1].substr(0, words[1].find('@'));
    step->organisation = words[1].substr(words[1].find('@') + 1);
  } else if (words[0] == "@account" && words.size() == 2) {
    step->account = words[1];
  } else if (words[0] == "@clearance" && words.size() == 2 && words[1] == "none") {
    step->cleared = false;
  } else if (words[0] == "@keep" && words.size() == 3) {
    step->keeps[words[1]] = words[2];
  } else if (words[0] == "@until" && words.size() == 3) {
    step->until_field = words[1];
    step->until_value = words[2];
  } else {
    GiveUp(step->place, StrCat("unknown directive ", line));
  }
}

void ReadFile(const std::filesystem::path& path, std::vector<Step>* steps) {
  std::ifstream file(path);
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    const std::string place = StrCat(path.filename().string(), ":", number);
    if (line.starts_with("call ")) {
      Step step;
      step.place = place;
      step.method = FindMethod(line.substr(5));
      if (step.method == nullptr) GiveUp(place, StrCat("no RPC ", line.substr(5)));
      step.role = LeastRole(PermissionOf(*step.method));
      steps->push_back(std::move(step));
    } else if (line.starts_with("@")) {
      ReadDirective(line, &steps->back());
    } else if (!line.starts_with("#") && !line.empty()) {
      absl::StrAppend(&steps->back().text, line, "\n");
    }
  }
}

// As the story's calendar has it.
bool IsOff(absl::CivilDay day) {
  const absl::Weekday weekday = absl::GetWeekday(day);
  return weekday == absl::Weekday::saturday || weekday == absl::Weekday::sunday ||
         day == absl::CivilDay(day.year(), 1, 1);
}

std::string ValueOf(const std::string& variable, const Variables& variables, absl::Time now) {
  const absl::CivilDay today = civil::Today(now);
  const size_t plus = variable.find('+');
  int more = 0;
  if (plus != std::string::npos && !absl::SimpleAtoi(variable.substr(plus + 1), &more)) GiveUp(variable, "no number");
  const std::string name = variable.substr(0, plus);
  if (name == "year") return StrCat(today.year() + more);
  if (name == "today" || name == "workday") {
    absl::CivilDay day = today + more;
    while (name == "workday" && IsOff(day)) ++day;
    return absl::StrFormat("{ year: %d month: %d day: %d }", day.year(), day.month(), day.day());
  }
  const auto kept = variables.find(name);
  if (kept == variables.end()) GiveUp(variable, "nothing was kept under this name");
  return kept->second;
}

}  // namespace

std::vector<Step> ReadStory() {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(CONGRESS_STORY_DIR)) paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  std::vector<Step> steps;
  for (const auto& path : paths) ReadFile(path, &steps);
  return steps;
}

std::string FillIn(const std::string& text, const Variables& variables, absl::Time now) {
  std::string filled;
  size_t from = 0;
  while (true) {
    const size_t begin = text.find("${", from);
    if (begin == std::string::npos) return filled + text.substr(from);
    const size_t end = text.find('}', begin);
    filled += text.substr(from, begin - from) + ValueOf(text.substr(begin + 2, end - begin - 2), variables, now);
    from = end + 1;
  }
}

}  // namespace congress::e2e

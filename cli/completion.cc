#include "cli/completion.h"

#include <algorithm>
#include <iostream>
#include <map>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "cli/connection.h"
#include "cli/context.h"
#include "cli/language.h"
#include "cli/resources.h"
#include "cli/settings.h"
#include "cli/visible.h"
#include "platform/status/strings.h"
#include "platform/text/keys.h"

namespace congress::cli {
namespace {

// Who types does not wait longer; with the start of the program it is less than 150 ms.
constexpr absl::Duration kPatience = absl::Milliseconds(90);

struct Asked {
  bool any = false;
  // The word that the cursor stands in, from its beginning to the cursor.
  std::string word;
  // What of `--flag=value` is before the value, where a shell takes both as one word.
  std::string before;
  const Settings* settings = nullptr;
  std::map<const CLI::Option*, std::function<std::vector<std::string>()>> words;
};

Asked& Question() {
  static Asked& asked = *new Asked;
  return asked;
}

void Offer(std::string_view word, std::string_view what) {
  std::string line = StrCat(Question().before, word);
  if (!what.empty()) line += StrCat("\t", what);
  // A line is one offer.
  std::replace(line.begin(), line.end(), '\n', ' ');
  std::cout << Visible(line) + "\n";
}

bool Begins(const std::string& candidate) {
  return absl::AsciiStrToLower(candidate).starts_with(absl::AsciiStrToLower(Question().word));
}

// The values of an option whose type lists them, as in `TEXT:{table,json,csv}`.
std::vector<std::string> ValuesOf(const std::string& type) {
  const size_t begin = type.find('{');
  const size_t end = type.find('}');
  if (begin == std::string::npos || end == std::string::npos) return {};
  return absl::StrSplit(type.substr(begin + 1, end - begin - 1), ',');
}

// Ids of the resources that the pattern describes, each once, with what they are called; or names of contexts.
void OfferResources(const std::string& pattern, bool whole = false) {
  // Of several kinds an id does not say which is meant.
  if (pattern.find('|') != std::string::npos) {
    const std::vector<std::string> kinds = absl::StrSplit(pattern, '|');
    for (const std::string& kind : kinds) {
      if (!NameInContext(kind).has_value()) OfferResources(kind, /*whole=*/true);
    }
    return;
  }
  if (pattern == kContextName) {
    for (const std::string& name : ContextNames()) {
      if (Begins(name)) Offer(name, "");
    }
    return;
  }
  if (Question().settings == nullptr) return;
  ConnectionOptions options = Question().settings->Connecting();
  options.timeout = kPatience;
  const auto connection = Connection::Open(options);
  if (!connection.ok()) return;
  const std::string& word = Question().word;
  const Resources resources(*connection);
  const auto items = resources.Find(pattern, word);
  if (!items.ok()) return;
  if (items->empty()) {
    const auto steps = resources.Steps(pattern, word);
    if (!steps.ok()) return;
    for (const Resources::Item& item : *steps) Offer(item.name, item.display);
    return;
  }
  // In the form that was begun: a whole resource name or an id.
  whole = whole || word.find('/') != std::string::npos || Expanded(pattern, "x") == "x";
  for (const Resources::Item& item : *items) {
    Offer(whole ? item.name : item.name.substr(item.name.rfind('/') + 1), item.display);
  }
}

void OfferValues(const CLI::Option& option) {
  if (const auto words = Question().words.find(&option); words != Question().words.end()) {
    std::string& word = Question().word;
    if (const size_t comma = word.rfind(','); comma != std::string::npos && option.get_delimiter() == ',') {
      Question().before += word.substr(0, comma + 1);
      word.erase(0, comma + 1);
    }
    for (const std::string& one : words->second()) {
      if (Begins(one)) Offer(one, "");
    }
    return;
  }
  std::string type = option.get_option_text();
  if (type.empty()) type = option.get_type_name();
  for (const std::string& value : ValuesOf(type)) {
    if (Begins(value)) Offer(value, "");
  }
  const std::vector<std::string> parts = absl::StrSplit(type, ' ');
  for (const std::string& part : parts) {
    if (part.ends_with("/*") || part == kContextName) OfferResources(part);
  }
}

// Names without flags: the one whose turn it is, of those that the context does not say.
void OfferNames(const CLI::Option& names) {
  const std::vector<std::string> all = absl::StrSplit(names.get_option_text(), ' ');
  std::vector<std::string> patterns = all;
  std::erase_if(patterns, [](const std::string& pattern) { return NameInContext(pattern).has_value(); });
  // Where the context says all of them, who names one wants another.
  if (patterns.empty()) patterns = all;
  if (names.count() < patterns.size()) OfferResources(patterns[names.count()]);
}

// The option that the word before the cursor leaves waiting for a value; none where there is none.
const CLI::Option* Waiting(const CLI::App& app, const std::string& before) {
  if (before.size() < 2 || before[0] != '-') return nullptr;
  const CLI::Option* option = app.get_option_no_throw(before);
  return option != nullptr && option->get_expected_min() > 0 && option->get_type_size_max() > 0 ? option : nullptr;
}

void OfferFlags(const CLI::App& app) {
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_lnames().empty() || (option->count() > 0 && option->get_expected_max() <= 1)) continue;
    const std::string name = StrCat("--", option->get_lnames()[0]);
    if (Begins(name)) Offer(name, option->get_description());
  }
}

constexpr char kBash[] = R"(# Completion of congressctl for bash: source <(congressctl completion bash)
_congressctl() {
  local word=${COMP_WORDS[COMP_CWORD]} words IFS=$'\n'
  words=("${COMP_WORDS[@]:1:COMP_CWORD-1}")
  # What stands in quotes is one word, with the quote that is open.
  word=${word#[\"\']}
  COMPREPLY=($(congressctl __complete "${words[@]}" "${word//\\/}" 2>/dev/null | cut -f1))
  # A name that goes on is no whole word yet.
  [[ ${COMPREPLY[0]} == */ ]] && compopt -o nospace 2>/dev/null
  return 0
}
complete -o default -F _congressctl congressctl
)";

constexpr char kZsh[] = R"(#compdef congressctl
# Completion of congressctl for zsh: source <(congressctl completion zsh)
_congressctl() {
  local -a found shown
  local line
  while IFS= read -r line; do
    found+=("${line%%$'\t'*}")
    shown+=("${line/$'\t'/  }")
  done < <(congressctl __complete "${(@Q)words[2,CURRENT-1]}" "${${(Q)words[CURRENT]}#[\"\']}" 2>/dev/null)
  # A name that goes on is no whole word yet.
  local -a unspaced
  [[ ${found[1]} == */ ]] && unspaced=(-S '')
  if (( $#found )); then compadd -U $unspaced -l -d shown -a found; else _files; fi
}
if [ "$funcstack[1]" = _congressctl ]; then _congressctl "$@"; else compdef _congressctl congressctl; fi
)";

constexpr char kFish[] = R"(# Completion of congressctl for fish: congressctl completion fish | source
function __congressctl
  set -l words (commandline -opc)[2..-1]
  congressctl __complete $words (commandline -ct) 2>/dev/null
end
complete -c congressctl -a '(__congressctl)'
)";

}  // namespace

bool Completing() { return Question().any; }

void OfferByServer(const Settings* settings) { Question().settings = settings; }

void OfferWords(const CLI::Option* option, std::function<std::vector<std::string>()> words) {
  Question().words[option] = std::move(words);
}

int OfferOptions(CLI::App* app, int words, int argc, char** argv) {
  const std::string before = argc > words + 1 ? argv[argc - 1] : "";
  const CLI::Option* waiting = Waiting(*app, before);
  // Server, token and context may be among the words; what is missing or wrong in an unfinished line does not matter.
  std::vector<char*> given(argv + words, argv + argc - (waiting != nullptr ? 1 : 0));
  try {
    app->parse(static_cast<int>(given.size()), given.data());
  } catch (const CLI::Error&) {
  }
  if (waiting != nullptr) {
    OfferValues(*waiting);
  } else if (Question().word.starts_with("-")) {
    OfferFlags(*app);
  } else {
    for (const CLI::Option* option : app->get_options()) {
      if (option->get_positional()) OfferNames(*option);
    }
  }
  return 0;
}

int Complete(int argc, char** argv, const std::vector<Known>& commands, const std::function<int(int, char**)>& run) {
  if (argc < 3) return 0;
  Question().any = true;
  Question().word = argv[argc - 1];
  // Words of a line that is being typed, without `__complete` and the last one.
  std::vector<std::string> words = {argv[0]};
  bool parted = false;
  for (int i = 2; i + 1 < argc; ++i) {
    const std::string_view word = argv[i];
    // bash parts `--flag=value` and `127.0.0.1:50050` in three.
    if (word == "=") continue;
    if (word == ":" || parted) {
      words.back() += word;
    } else {
      words.emplace_back(word);
    }
    parted = word == ":";
  }
  std::string& last = Question().word;
  if (last == "=") last.clear();
  if (const size_t equals = last.find('='); last.starts_with("--") && equals != std::string::npos) {
    words.push_back(last.substr(0, equals));
    Question().before = last.substr(0, equals + 1);
    last.erase(0, equals + 1);
  }
  const std::vector<std::string> leading = TakeLeading(&words);
  if (words.size() == 1) {
    if (!leading.empty() && (leading.back() == "--lang" || leading.back() == "--context")) {
      if (leading.back() == "--context") OfferResources(kContextName);
      for (const char* language : {"vi", "en"}) {
        if (leading.back() == "--lang" && Begins(language)) Offer(language, "");
      }
      return 0;
    }
    for (const char* flag : {"--lang", "--context", "--help", "--version"}) {
      if (last.starts_with("-") && Begins(flag)) Offer(flag, "");
    }
  }
  std::set<std::string> offered;
  bool alone = false;
  for (const Known& known : commands) {
    if (words.size() == 1 && Begins(known.noun) && offered.insert(known.noun).second) Offer(known.noun, "");
    if (words.size() < 2 || known.noun != words[1]) continue;
    alone = alone || known.verb.empty();
    if (words.size() == 2 && !known.verb.empty() && Begins(known.verb)) Offer(known.verb, known.what);
  }
  if (words.size() < 3 && !(words.size() == 2 && alone)) return 0;
  words.insert(words.end(), leading.begin(), leading.end());
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  run(static_cast<int>(pointers.size()), pointers.data());
  return 0;
}

int PrintCompletion(std::string_view shell, int argc, char** argv) {
  CLI::App app(Say({.en = "Prints the script that completes congressctl's command lines, ids by asking the server: "
                          "source it in the shell's start file.",
                    .vi = "In tập lệnh gợi ý dòng lệnh congressctl, hỏi máy chủ để gợi ý mã: nạp bằng source trong tệp "
                          "khởi động của shell."}),
               StrCat("congressctl completion ", shell));
  if (const auto ended = Parse(&app, 2, argc, argv)) return *ended;
  return Write(shell == "bash" ? kBash : shell == "zsh" ? kZsh : kFish, "");
}

}  // namespace congress::cli

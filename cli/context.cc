#include "cli/context.h"

#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "cli/connection.h"
#include "cli/language.h"
#include "cli/private_file.h"
#include "cli/request.h"
#include "cli/request_file.h"
#include "cli/settings.h"
#include "cli/yaml/document.h"
#include "cli/yaml/message.h"
#include "congress/annotations/v1/options.pb.h"
#include "nlohmann/json.hpp"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::cli {
namespace {

using google::protobuf::FieldDescriptor;

Context& InUse() {
  static Context& context = *new Context;
  return context;
}

// Where the file lies; empty where the user has no folder.
std::string Path() {
  const char* folder = std::getenv("XDG_CONFIG_HOME");
  if (folder != nullptr && *folder == '/') return StrCat(folder, "/congress/config.yaml");
  const char* home = std::getenv("HOME");
  return home == nullptr || *home == '\0' ? "" : StrCat(home, "/.config/congress/config.yaml");
}

absl::Status CheckLanguage(const std::string& language) {
  if (language.empty() || language == "vi" || language == "en") return absl::OkStatus();
  return Wrong({.en = StrCat("the language '", language, "' is neither vi nor en"),
                .vi = StrCat("ngôn ngữ '", language, "' không phải vi hoặc en")});
}

absl::Status CheckContext(const Context& context) {
  RETURN_IF_ERROR(CheckLanguage(context.language()));
  if (!context.server().empty()) RETURN_IF_ERROR(CheckServer(context.server()));
  const std::string& format = context.format();
  if (format.empty() || format == "table" || format == "json" || format == "csv") return absl::OkStatus();
  return Wrong({.en = StrCat("the format '", format, "' is none of table, json, csv"),
                .vi = StrCat("định dạng '", format, "' không phải table, json hoặc csv")});
}

// The options that they stand for are taken without case, too.
void WithoutCase(Context* context) {
  absl::AsciiStrToLower(context->mutable_language());
  absl::AsciiStrToLower(context->mutable_format());
}

bool IsNeeded(const FieldDescriptor& field) { return field.options().GetExtension(annotations::v1::field).required(); }

absl::StatusOr<Configuration> Load() {
  Configuration all;
  const std::string path = Path();
  struct stat facts {};
  if (path.empty() || stat(path.c_str(), &facts) != 0) return all;
  // Who may change it chooses where the token is sent.
  if ((facts.st_mode & 022) != 0) {
    return Wrong({.en = StrCat("others may change the file '", path, "'; run: chmod 600 '", path, "'"),
                  .vi = StrCat("người khác sửa được tệp '", path, "'; hãy chạy: chmod 600 '", path, "'")});
  }
  ASSIGN_OR_RETURN(const std::string text, ReadInput(path));
  yaml::Document document = yaml::Parse(text);
  std::vector<yaml::Fault> faults = std::move(document.faults);
  if (document.root != nullptr) faults = yaml::ReadMessage(*document.root, IsNeeded, &all).faults;
  if (!faults.empty()) return absl::InvalidArgumentError(yaml::Render(path, std::move(faults)));
  for (Context& context : *all.mutable_contexts()) {
    WithoutCase(&context);
    const absl::Status checked = CheckContext(context);
    if (!checked.ok()) return absl::InvalidArgumentError(StrCat(path, ": ", context.name(), ": ", checked.message()));
  }
  return all;
}

// Texts in quotes as JSON has them, which YAML reads as well.
std::string Written(const Configuration& all) {
  const auto quoted = [](const std::string& text) {
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  };
  std::string text =
      StrCat("current: ", quoted(all.current()), "\ncontexts:", all.contexts().empty() ? " []" : "", "\n");
  for (const Context& context : all.contexts()) {
    std::vector<const FieldDescriptor*> fields;
    context.GetReflection()->ListFields(context, &fields);
    for (const FieldDescriptor* field : fields) {
      const bool truth = field->cpp_type() == FieldDescriptor::CPPTYPE_BOOL;
      text += StrCat(field == fields[0] ? "  - " : "    ", field->name(), ": ",
                     truth ? "true" : quoted(context.GetReflection()->GetString(context, field)), "\n");
    }
  }
  return text;
}

absl::Status Save(const Configuration& all) {
  const std::string path = Path();
  if (path.empty()) {
    return Wrong({.en = "there is no folder for the configuration; set HOME or XDG_CONFIG_HOME",
                  .vi = "không có thư mục cấu hình; cần đặt biến HOME hoặc XDG_CONFIG_HOME"});
  }
  std::error_code ignored;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), ignored);
  return WritePrivate(path, Written(all));
}

// The context of that name. INVALID_ARGUMENT where there is none, with those that there are.
absl::StatusOr<Context*> Find(const std::string& name, Configuration* all) {
  std::vector<std::string> known;
  for (Context& context : *all->mutable_contexts()) {
    if (context.name() == name) return &context;
    known.push_back(context.name());
  }
  const std::string meant = known.empty() ? "" : absl::StrJoin(known, ", ");
  return Wrong({.en = StrCat("there is no context '", name, "'",
                             known.empty() ? "; `congressctl context set` makes one" : StrCat(", only ", meant)),
                .vi = StrCat("không có ngữ cảnh '", name, "'",
                             known.empty() ? "; `congressctl context set` tạo mới" : StrCat(", chỉ có ", meant))});
}

// The value of `--name VALUE` or `--name=VALUE`, or else of the variable.
std::string Told(int argc, char** argv, const std::string& name, const char* variable) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == name && i + 1 < argc) return argv[i + 1];
    if (word.starts_with(name) && word.substr(name.size()).starts_with('=')) {
      return std::string(word.substr(name.size() + 1));
    }
  }
  const char* value = std::getenv(variable);
  return value == nullptr ? "" : value;
}

int List(const Configuration& all, Format format) {
  std::vector<std::vector<std::string>> rows = {
      {"current", "name", "server", "token_file", "congress", "plan", "language", "format"}};
  for (const Context& context : all.contexts()) {
    rows.push_back({context.name() == all.current() ? "*" : "", context.name(), context.server(), context.token_file(),
                    context.congress(), context.plan(), context.language(), context.format()});
  }
  return Write(RenderRows(rows, format), "");
}

// A file from the root on, as the command may be called from any folder.
std::string FromRoot(const std::string& path) {
  std::error_code ignored;
  return path.empty() ? path : std::filesystem::absolute(path, ignored).lexically_normal().string();
}

// `value`, or what it is the last part of.
std::string Within(const std::string& collection, const std::string& value) {
  return value.empty() || value.find('/') != std::string::npos ? value : StrCat(collection, "/", value);
}

int Set(int argc, char** argv) {
  CLI::App app(Say({.en = "Makes a context or changes the one of that name; the first one is in use at once.",
                    .vi = "Tạo ngữ cảnh hoặc sửa ngữ cảnh cùng tên; ngữ cảnh đầu tiên được dùng ngay."}),
               "congressctl context set");
  Context wanted;
  app.add_option("name", *wanted.mutable_name(), Say({.en = "What it is to be called", .vi = "Tên đặt cho ngữ cảnh"}))
      ->required();
  app.add_option("--server", *wanted.mutable_server(),
                 Say({.en = "HOST:PORT of the gateway", .vi = "Địa chỉ HOST:PORT của cổng"}));
  app.add_option("--token-file", *wanted.mutable_token_file(),
                 Say({.en = "File that holds the bearer token", .vi = "Tệp chứa mã xác thực"}))
      ->option_text("FILE");
  app.add_option("--tls-ca", *wanted.mutable_tls_ca(),
                 Say({.en = "PEM of the authority that signed the gateway's certificate",
                      .vi = "Tệp PEM của nơi đã ký chứng thư của cổng"}))
      ->option_text("FILE");
  bool insecure = false;
  app.add_option("--insecure", insecure,
                 Say({.en = "true: the token may be sent unencrypted to another machine",
                      .vi = "true: cho phép gửi mã xác thực không mã hóa sang máy khác"}));
  app.add_option("--congress", *wanted.mutable_congress(),
                 Say({.en = "The congress that is meant where a command needs one",
                      .vi = "Đại hội được hiểu khi lệnh cần đại hội"}));
  app.add_option("--plan", *wanted.mutable_plan(),
                 Say({.en = "The plan that is meant where a command needs one",
                      .vi = "Phương án được hiểu khi lệnh cần phương án"}));
  // `--lang` beside it: what is said of the language here is for all runs with the context.
  app.add_option("--language,--lang", *wanted.mutable_language(), Say({.en = "vi or en", .vi = "vi hoặc en"}))
      ->option_text("TEXT:{vi,en}");
  app.add_option("--format", *wanted.mutable_format(), Say({.en = "table, json or csv", .vi = "table, json hoặc csv"}))
      ->option_text("TEXT:{table,json,csv}");
  if (const auto ended = Parse(&app, 2, argc, argv)) return *ended;
  // A shell's variable that is not set, for one. With a '/' it is the name of a congress or of a folder, set by
  // mistake: it was meant for --congress or --token-file.
  if (wanted.name().empty() || wanted.name().find_first_of("/\\\n\t") != std::string::npos) {
    return Usage({.en = StrCat("'", wanted.name(), "' is no name of a context: a word without '/' and '\\'"),
                  .vi = StrCat("'", wanted.name(), "' không phải là tên ngữ cảnh: cần một từ không có '/' và '\\'")});
  }
  auto all = Load();
  if (!all.ok()) return FaultyFile(all.status());
  auto found = Find(wanted.name(), &*all);
  Context* context = found.ok() ? *found : all->add_contexts();
  wanted.set_insecure(insecure);
  wanted.set_token_file(FromRoot(wanted.token_file()));
  wanted.set_tls_ca(FromRoot(wanted.tls_ca()));
  WithoutCase(&wanted);
  wanted.set_congress(Within("congresses", wanted.congress()));
  const std::string& congress = wanted.congress().empty() ? context->congress() : wanted.congress();
  if (congress.empty() && !wanted.plan().empty() && wanted.plan().find('/') == std::string::npos) {
    return Usage({.en = StrCat("--plan: '", wanted.plan(), "' is a plan of which congress? give --congress as well"),
                  .vi = StrCat("--plan: '", wanted.plan(), "' thuộc đại hội nào? cần thêm --congress")});
  }
  wanted.set_plan(Within(StrCat(congress, "/allocationPlans"), wanted.plan()));
  context->set_name(wanted.name());
  // A plan is of its congress: what approves by the context must not act on the one before.
  if (!wanted.congress().empty() && wanted.congress() != context->congress()) context->clear_plan();
  // What is given empty is taken out.
  for (int i = 1; i < Context::descriptor()->field_count(); ++i) {
    const FieldDescriptor* field = Context::descriptor()->field(i);
    std::string flag = StrCat("--", field->name());
    std::replace(flag.begin(), flag.end(), '_', '-');
    if (app.count(flag) == 0) continue;
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_BOOL) {
      context->set_insecure(insecure);
    } else {
      context->GetReflection()->SetString(context, field, wanted.GetReflection()->GetString(wanted, field));
    }
  }
  if (const absl::Status checked = CheckContext(*context); !checked.ok()) return Refused(checked);
  if (all->current().empty()) all->set_current(wanted.name());
  const absl::Status saved = Save(*all);
  return saved.ok() ? 0 : Refused(saved);
}

// `use`, `show` and `delete`, which name one of them.
int Choose(std::string_view verb, int argc, char** argv) {
  const bool show = verb == "show";
  CLI::App app(
      Say(show            ? status::Sentence{.en = "Shows a context, the one in use unless another is named.",
                                             .vi = "Xem một ngữ cảnh, nếu không ghi tên thì là ngữ cảnh đang dùng."}
          : verb == "use" ? status::Sentence{.en = "Uses the context from now on.", .vi = "Dùng ngữ cảnh này từ nay."}
                          : status::Sentence{.en = "Deletes a context.", .vi = "Xóa một ngữ cảnh."}),
      StrCat("congressctl context ", verb));
  std::string name;
  app.add_option("name", name, Say({.en = "The context", .vi = "Ngữ cảnh"}))
      ->required(!show)
      ->option_text(kContextName);
  if (const auto ended = Parse(&app, 2, argc, argv)) return *ended;
  auto all = Load();
  if (!all.ok()) return FaultyFile(all.status());
  if (name.empty()) name = InUse().name().empty() ? all->current() : InUse().name();
  const auto found = Find(name, &*all);
  if (!found.ok()) return Refused(found.status());
  if (show) return Write(StrCat("# ", Path(), "\n", Render(**found, Format::kTable)), "");
  if (verb == "use") {
    all->set_current(name);
  } else {
    if (all->current() == name) all->clear_current();
    auto& contexts = *all->mutable_contexts();
    contexts.erase(std::find_if(contexts.begin(), contexts.end(), [&](const auto& one) { return &one == *found; }));
  }
  const absl::Status saved = Save(*all);
  return saved.ok() ? 0 : Refused(saved);
}

}  // namespace

std::vector<std::string> TakeLeading(std::vector<std::string>* words) {
  size_t end = 1;
  while (end < words->size()) {
    const std::string& word = (*words)[end];
    const std::string flag = word.substr(0, word.find('='));
    if (flag != "--lang" && flag != "--context") break;
    end += flag == word ? size_t{2} : size_t{1};
  }
  const auto begin = words->begin() + 1;
  const auto behind = words->begin() + static_cast<std::ptrdiff_t>(std::min(end, words->size()));
  std::vector<std::string> leading(begin, behind);
  words->erase(begin, behind);
  return leading;
}

absl::Status TakeUpContext(int argc, char** argv) {
  // What is wrong is told in the language that was asked for.
  const std::string language = absl::AsciiStrToLower(Told(argc, argv, "--lang", "CONGRESS_LANG"));
  RETURN_IF_ERROR(CheckLanguage(language));
  SetLanguage(language);
  ASSIGN_OR_RETURN(Configuration all, Load());
  const std::string told = Told(argc, argv, "--context", "CONGRESS_CONTEXT");
  const std::string& name = told.empty() ? all.current() : told;
  if (name.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const Context* context, Find(name, &all));
  InUse() = *context;
  if (language.empty()) SetLanguage(context->language());
  return absl::OkStatus();
}

const Context& ContextInUse() { return InUse(); }

std::vector<std::string> ContextNames() {
  std::vector<std::string> names;
  const auto all = Load();
  if (!all.ok()) return names;
  for (const Context& context : all->contexts()) names.push_back(context.name());
  return names;
}

int RunContext(std::string_view verb, int argc, char** argv) {
  if (verb == "set") return Set(argc, argv);
  if (verb != "list") return Choose(verb, argc, argv);
  CLI::App app(Say({.en = "Lists the contexts; the one in use has a star.",
                    .vi = "Liệt kê các ngữ cảnh; ngữ cảnh đang dùng có dấu sao."}),
               "congressctl context list");
  std::string format = "table";
  app.add_option("-o,--output-format", format, Say({.en = "How the result is shown", .vi = "Dạng hiển thị kết quả"}))
      ->transform(OneOf({"table", "json", "csv"}));
  if (const auto ended = Parse(&app, 2, argc, argv)) return *ended;
  const auto all = Load();
  if (!all.ok()) return FaultyFile(all.status());
  return List(*all, format == "json" ? Format::kJson : format == "csv" ? Format::kCsv : Format::kTable);
}

}  // namespace congress::cli

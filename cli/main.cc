// congressctl: a client of the gateway. Every RPC is a command; exit status 0 done, 1 the server said no, 2 usage.
#include <unistd.h>

#include <fstream>
#include <iostream>

#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "cli/apportion/apportion.h"
#include "cli/apportion/biapportion.h"
#include "cli/apportion/verify.h"
#include "cli/audit_verify.h"
#include "cli/backup.h"
#include "cli/commands.h"
#include "cli/contents.h"
#include "cli/demo/demo.h"
#include "cli/long_work.h"
#include "cli/maintenance.h"
#include "cli/names.h"
#include "cli/output_options.h"
#include "cli/request.h"
#include "cli/request_file.h"
#include "cli/rule_set_check.h"
#include "cli/settings.h"
#include "cli/stream.h"
#include "google/protobuf/dynamic_message.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "proto/descriptors.h"

namespace congress::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Calls until the last page and gathers all of them in the first answer, unless the user chose a page.
absl::Status CallAllPages(const Connection& connection, const google::protobuf::MethodDescriptor& method,
                          Message* request, Message* answer) {
  const FieldDescriptor* asked = request->GetDescriptor()->FindFieldByName("page_token");
  const FieldDescriptor* next = answer->GetDescriptor()->FindFieldByName("next_page_token");
  const FieldDescriptor* size = request->GetDescriptor()->FindFieldByName("page_size");
  const bool follow =
      asked != nullptr && next != nullptr && size != nullptr && request->GetReflection()->GetInt32(*request, size) == 0;
  if (follow) request->GetReflection()->SetInt32(request, size, 1000);
  std::unique_ptr<Message> page(answer->New());
  while (true) {
    page->Clear();
    if (absl::Status status = connection.Call(method, *request, page.get()); !status.ok()) return status;
    // Merging appends the items and replaces the counts and the token.
    answer->MergeFrom(*page);
    const std::string token = next == nullptr ? "" : page->GetReflection()->GetString(*page, next);
    if (!follow) return absl::OkStatus();
    answer->GetReflection()->ClearField(answer, next);
    if (token.empty()) return absl::OkStatus();
    request->GetReflection()->SetString(request, asked, token);
  }
}

// Reads the request from the file that is named, if any; what the YAML file said stays in `file`. None when the command
// goes on, else the exit status.
std::optional<int> ReadRequest(const std::string& json, const std::string& yaml, Message* request,
                               std::optional<RequestFile>* file) {
  if (json.empty() && yaml.empty()) return std::nullopt;
  const auto text = ReadInput(json.empty() ? yaml : json);
  if (!text.ok()) return Refused(text.status());
  if (!json.empty()) {
    const absl::Status merged = MergeJson(*text, request);
    return merged.ok() ? std::nullopt : std::optional(Refused(merged));
  }
  auto read = RequestFile::Parse(yaml, *text, request);
  if (!read.ok()) return FaultyFile(read.status());
  *file = *std::move(read);
  return std::nullopt;
}

int RunCommand(const Command& command, int argc, char** argv) {
  const auto& method = *command.method;
  CLI::App app(Comment(method), StrCat("congressctl ", command.noun, " ", command.verb));
  Settings settings;
  settings.AddTo(&app);
  bool async = false;
  if (BeginsOperation(method)) app.add_flag("--async", async, "Print the operation at once instead of waiting for it");
  std::string json;
  std::string yaml;
  const std::string& type = method.input_type()->full_name();
  auto* in_json = app.add_option("--json", json, StrCat("File with the request, or - : JSON of ", type));
  app.add_option("--file", yaml, StrCat("File with the request or its resource, or - : YAML of ", type))
      ->excludes(in_json);
  const std::vector<Flag> flags = FlagsOf(*method.input_type());
  std::vector<std::vector<std::string>> values(flags.size());
  for (size_t i = 0; i < flags.size(); ++i) {
    const FieldDescriptor& field = *flags[i].path.back();
    // A flag of the command's own goes before one of congressctl's.
    if (app.get_option_no_throw(StrCat("--", flags[i].name)) != nullptr) continue;
    auto* option = app.add_option(StrCat("--", flags[i].name), values[i], Summary(field));
    option->group(flags[i].path.size() == 1 ? "Request" : StrCat("Request: ", flags[i].path[0]->name()));
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_BOOL)
      option->expected(0, 1)->default_str("true")->option_text("[=true|false]");
    if (field.is_repeated())
      option->delimiter(',')->expected(1, 1 << 20);
    else if (field.cpp_type() != FieldDescriptor::CPPTYPE_BOOL)
      option->expected(1);
  }
  OutputOptions output;
  output.AddTo(&app);
  if (const auto ended = Parse(&app, 2, argc, argv)) return *ended;
  // Before anything is done that could not be shown.
  const absl::Status shown = CheckView(output.view(), settings.Form() == Format::kJson, *method.output_type());
  if (!shown.ok()) return Refused(shown);
  google::protobuf::DynamicMessageFactory factory;
  const std::unique_ptr<Message> request(factory.GetPrototype(method.input_type())->New());
  const std::unique_ptr<Message> answer(factory.GetPrototype(method.output_type())->New());
  std::optional<RequestFile> file;
  if (const auto ended = ReadRequest(json, yaml, request.get(), &file)) return *ended;
  for (size_t i = 0; i < flags.size(); ++i) {
    if (const absl::Status status = SetFlag(flags[i], values[i], request.get()); !status.ok()) return Refused(status);
    if (file.has_value() && !values[i].empty()) file->Overrule(flags[i]);
  }
  AddTypedToMask(flags, values, request.get());
  const auto connection = Connection::Open(settings.Connecting());
  if (!connection.ok()) return Refused(connection.status());
  if (method.server_streaming()) {
    const bool limited = app.count("--timeout") > 0;
    return FollowCommand(*connection, method, *request, answer.get(), settings, output.view(),
                         limited ? absl::Now() + settings.Connecting().timeout : absl::InfiniteFuture());
  }
  absl::Status called;
  if (BeginsOperation(method) && !async) {
    operations::v1::Operation operation;
    called = BeginAndFollow(*connection, method, *request, &operation);
    answer->ParseFromString(operation.SerializeAsString());
  } else {
    called = CallAllPages(*connection, method, request.get(), answer.get());
  }
  const auto* by_steps = MethodBySteps(method);
  if (by_steps != nullptr && status::ReasonOf(called) == "CHANGE_TOO_LARGE") {
    called = CallBySteps(*connection, *by_steps, *request, answer.get());
  }
  if (!called.ok()) return file.has_value() ? file->Refused(called) : Refused(called);
  if (settings.Form() == Format::kTable) Names(*connection).Show(answer.get());
  const std::string result = Render(*answer, settings.Form(), output.view());
  if (settings.output.empty() && isatty(STDOUT_FILENO) == 1 && result.find('\0') != std::string::npos) {
    return Usage({.en = "the answer is a file and no text: name a file or a folder for it by --output",
                  .vi = "kết quả là một tệp, không phải văn bản; cần --output với tên tệp hoặc thư mục"});
  }
  return Write(result, TargetOf(*answer, settings.Form(), settings.output), output.bom());
}

void PrintNouns(const std::vector<Command>& commands) {
  std::cout << "congressctl <noun> <verb> [options]: the suite's commands; `congressctl <noun> <verb> --help` tells "
               "more.\n\n";
  for (size_t i = 0; i < commands.size();) {
    std::string verbs;
    const std::string& noun = commands[i].noun;
    for (; i < commands.size() && commands[i].noun == noun; ++i) verbs += " " + commands[i].verb;
    if (noun == "rule-sets") verbs += " check";
    if (noun == "contents") verbs += " attach";
    std::cout << absl::StrFormat("  %-26s%s\n", noun, verbs);
  }
  for (const auto& [noun, what] :
       {std::pair("apportion", " (a table of weights; verify)"),
        std::pair("biapportion", " (rows and columns at once)"), std::pair("audit", " verify"),
        std::pair("backup", " keygen create list verify restore"), std::pair("demo", " run"),
        std::pair("status", " (how each service is)"), std::pair("doctor", " (examines all that the services keep)")}) {
    std::cout << absl::StrFormat("  %-26s%s\n", noun, what);
  }
}

int RunDemoCommand(int argc, char** argv) {
  CLI::App app("Prepares a congress from a folder of input, step by step, and writes its results to a folder.",
               "congressctl demo run");
  Settings settings;
  settings.AddTo(&app);
  std::string input;
  std::string approver_token_file;
  std::string journal_file;
  app.add_option("--input", input, "Folder with the province's input")->required()->check(CLI::ExistingDirectory);
  app.add_option("--approver-token-file", approver_token_file, "Token of who approves what the first submits")
      ->envname("CONGRESS_APPROVER_TOKEN_FILE")
      ->required();
  app.add_option("--journal", journal_file, "File to which every changing call and its outcome is appended");
  if (const auto ended = Parse(&app, 2, argc, argv)) return *ended;
  if (settings.output.empty()) {
    return Usage({.en = "--output: which folder takes the results?", .vi = "--output: cần thư mục để ghi kết quả"});
  }
  const auto connection = Connection::Open(settings.Connecting());
  if (!connection.ok()) return Refused(connection.status());
  ConnectionOptions approving = settings.Connecting();
  approving.token_file = approver_token_file;
  const auto approver = Connection::Open(approving);
  if (!approver.ok()) return Refused(approver.status());
  std::ofstream journal;
  if (!journal_file.empty()) {
    journal.open(journal_file, std::ios::app);
    if (!journal) return CannotWrite(journal_file);
  }
  const absl::Status status =
      demo::Run(*connection, *approver, input, settings.output, journal_file.empty() ? nullptr : &journal);
  return status.ok() ? 0 : Refused(status);
}

int Main(int argc, char** argv) {
  const std::vector<Command> commands = Commands(Descriptors());
  const std::string noun = argc > 1 ? argv[1] : "--help";
  const std::string verb = argc > 2 ? argv[2] : "--help";
  if (noun == "--help" || noun == "-h" || noun == "help") {
    PrintNouns(commands);
    return 0;
  }
  if (noun == "--version") {
    std::cout << CONGRESS_VERSION << "\n";
    return 0;
  }
  if (noun == "apportion") return verb == "verify" ? ApportionVerify(argc, argv) : Apportion(argc, argv);
  if (noun == "biapportion") return Biapportion(argc, argv);
  if (noun == "status") return RunStatus(argc, argv);
  if (noun == "doctor") return RunDoctor(argc, argv);
  if (noun == "backup") return RunBackup(verb, argc, argv);
  if (noun == "audit" && verb == "verify") return AuditVerify(argc, argv);
  if (noun == "rule-sets" && verb == "check") return CheckRuleSet(argc, argv);
  if (noun == "contents" && IsContentVerb(verb)) return RunContents(verb, argc, argv);
  if (noun == "demo" && verb == "run") return RunDemoCommand(argc, argv);
  bool known = false;
  for (const Command& command : commands) {
    if (command.noun != noun) continue;
    known = true;
    if (command.verb == verb) return RunCommand(command, argc, argv);
  }
  if (!known) {
    return Usage({.en = StrCat("there is no '", noun, "'; `congressctl --help` lists what there is"),
                  .vi = StrCat("không có '", noun, "'; `congressctl --help` liệt kê các lệnh")});
  }
  if (verb != "--help" && verb != "-h") {
    Usage({.en = StrCat("'", noun, "' has no '", verb, "'"), .vi = StrCat("'", noun, "' không có '", verb, "'")});
  }
  std::ostream& out = verb == "--help" ? std::cout : std::cerr;
  const auto print = [&](std::string_view known_verb, std::string_view what) {
    out << absl::StrFormat("  congressctl %s %-14s %s\n", noun, ToAbsl(known_verb), ToAbsl(what));
  };
  for (const Command& command : commands) {
    if (command.noun == noun) print(command.verb, Summary(*command.method));
  }
  if (noun == "contents") print("attach", "Registers a paper in a dossier and sends its file.");
  if (noun == "rule-sets") print("check", "Checks a file with a rule set, without a server.");
  return verb == "--help" || verb == "-h" ? 0 : kUsage;
}

}  // namespace
}  // namespace congress::cli

int main(int argc, char** argv) { return congress::cli::Main(argc, argv); }

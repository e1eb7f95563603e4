// congressctl: a client of the gateway. Every RPC is a command; exit status 0 done, 1 the server said no or what was
// asked for does not hold, 2 usage.
#include <algorithm>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "cli/apportion/apportion.h"
#include "cli/apportion/biapportion.h"
#include "cli/apportion/verify.h"
#include "cli/audit.h"
#include "cli/backup.h"
#include "cli/bundles.h"
#include "cli/call.h"
#include "cli/commands.h"
#include "cli/completion.h"
#include "cli/contents.h"
#include "cli/context.h"
#include "cli/demo/demo.h"
#include "cli/help.h"
#include "cli/language.h"
#include "cli/maintenance.h"
#include "cli/nearest.h"
#include "cli/rule_set_check.h"
#include "cli/settings.h"
#include "cli/shortfalls.h"
#include "cli/terminal.h"
#include "cli/token.h"
#include "cli/visible.h"
#include "cli/what_if.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/text/text.h"

namespace congress::cli {
namespace {

int RunDemo(int argc, char** argv) {
  CLI::App app(
      Say({.en = "Prepares a congress from a folder of input, step by step, and writes its results to a folder.",
           .vi = "Chuẩn bị một đại hội từ thư mục dữ liệu, từng bước, và ghi kết quả vào một thư mục."}),
      "congressctl demo run");
  Settings settings;
  settings.AddTo(&app);
  std::string input;
  std::string approver_token_file;
  std::string journal_file;
  app.add_option("--input", input, Say({.en = "Folder with the province's input", .vi = "Thư mục dữ liệu của tỉnh"}))
      ->required()
      ->check(CLI::ExistingDirectory);
  app.add_option("--approver-token-file", approver_token_file,
                 Say({.en = "Token of who approves what the first submits",
                      .vi = "Mã xác thực của người duyệt những gì người thứ nhất trình"}))
      ->envname("CONGRESS_APPROVER_TOKEN_FILE")
      ->required();
  app.add_option("--journal", journal_file,
                 Say({.en = "File to which every changing call and its outcome is appended",
                      .vi = "Tệp ghi thêm mỗi lệnh làm thay đổi dữ liệu và kết quả của lệnh"}));
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

// A command that is no RPC, or more than one. An empty verb: the noun alone.
struct Own {
  const char* service;
  const char* noun;
  const char* verb;
  status::Sentence what;
  int (*run)(std::string_view verb, int argc, char** argv);
};

template <int (*Run)(int, char**)>
int WithoutVerb(std::string_view, int argc, char** argv) {
  return Run(argc, argv);
}

const Own kOwn[] = {
    {"allocation",
     "what-if",
     "",
     {"Computes a plan with another number of delegates.", "Tính phương án với tổng số đại biểu khác."},
     WithoutVerb<RunWhatIf>},
    {"allocation",
     "shortfalls",
     "",
     {"Names who lacks women, young people or minorities.",
      "Nêu đơn vị còn thiếu đại biểu nữ, trẻ tuổi, dân tộc thiểu số."},
     WithoutVerb<RunShortfalls>},
    {"",
     "apportion",
     "",
     {"Apportions seats to the rows of a file.", "Phân bổ số ghế cho các dòng của tệp."},
     WithoutVerb<Apportion>},
    {"",
     "apportion",
     "verify",
     {"Checks a certificate of an apportionment.", "Kiểm tra chứng nhận của một lần phân bổ."},
     WithoutVerb<ApportionVerify>},
    {"",
     "biapportion",
     "",
     {"Apportions by rows and columns at once.", "Phân bổ đồng thời theo dòng và cột."},
     WithoutVerb<Biapportion>},
    {"suite",
     "status",
     "",
     {"Tells how each service is.", "Cho biết tình trạng từng dịch vụ."},
     WithoutVerb<RunStatus>},
    {"suite",
     "doctor",
     "",
     {"Examines all that the services keep.", "Kiểm tra toàn bộ dữ liệu của các dịch vụ."},
     WithoutVerb<RunDoctor>},
    {"suite", "backup", "keygen", {"Makes the keys of backups.", "Tạo khóa cho bản sao lưu."}, RunBackup},
    {"suite", "backup", "create", {"Makes a backup of every service.", "Sao lưu mọi dịch vụ."}, RunBackup},
    {"suite",
     "backup",
     "list",
     {"Lists the backups of a folder.", "Liệt kê các bản sao lưu trong thư mục."},
     RunBackup},
    {"suite",
     "backup",
     "verify",
     {"Proves that a backup is whole.", "Kiểm tra bản sao lưu còn nguyên vẹn."},
     RunBackup},
    {"suite", "backup", "restore", {"Writes stores from a backup.", "Khôi phục dữ liệu từ bản sao lưu."}, RunBackup},
    {"dossiers", "packages", "download", {"Fetches a package of dossiers.", "Tải một gói hồ sơ."}, RunBundle},
    {"drafting",
     "hand-overs",
     "download",
     {"Fetches the bundle of a hand-over.", "Tải gói tài liệu của một lần bàn giao."},
     RunBundle},
    {"drafting",
     "bundle",
     "verify",
     {"Proves that a bundle is its sender's and whole.", "Kiểm tra gói tài liệu đúng của nơi gửi và nguyên vẹn."},
     RunBundle},
    {"drafting", "bundle", "receipt", {"Signs a receipt for a bundle.", "Ký biên nhận gói tài liệu."}, RunBundle},
    {"suite",
     "audit",
     "verify",
     {"Holds an audit log against signed checkpoints.", "Đối chiếu nhật ký với điểm kiểm đã ký."},
     WithoutVerb<AuditVerify>},
    {"suite",
     "audit",
     "archive",
     {"Keeps an audit log in a folder, part by part.", "Lưu trữ nhật ký vào thư mục theo từng phần."},
     RunAudit},
    {"suite", "audit", "export", {"Writes an audit log to a file.", "Ghi nhật ký ra tệp."}, RunAudit},
    {"suite", "audit", "tail", {"Shows the last records of an audit log.", "Hiện các bản ghi mới nhất."}, RunAudit},
    {"suite",
     "audit",
     "prove",
     {"Proves that a record is in the log.", "Chứng minh bản ghi có trong nhật ký."},
     RunAudit},
    {"suite",
     "audit",
     "witness",
     {"Keeps checkpoints of an audit log elsewhere.", "Giữ điểm kiểm của nhật ký ở nơi khác."},
     RunAudit},
    {"allocation",
     "rule-sets",
     "check",
     {"Checks a file with a rule set, without a server.", "Kiểm tra tệp bộ quy tắc, không cần máy chủ."},
     WithoutVerb<CheckRuleSet>},
    {"suite",
     "contents",
     "attach",
     {"Registers a paper in a dossier and sends its file.", "Ghi một thành phần vào hồ sơ và gửi tệp."},
     RunContents},
    {"suite",
     "contents",
     "upload",
     {"Sends the file of a registered paper.", "Gửi tệp của thành phần đã ghi."},
     RunContents},
    {"suite", "contents", "download", {"Fetches the file of a paper.", "Tải tệp của một thành phần."}, RunContents},
    {"",
     "demo",
     "run",
     {"Prepares a congress from a folder of input.", "Chuẩn bị một đại hội từ thư mục dữ liệu."},
     WithoutVerb<RunDemo>},
    {"", "token", "keygen", {"Makes the keys of an issuer of tokens.", "Tạo khóa cho nơi cấp mã xác thực."}, RunToken},
    {"", "token", "issue", {"Makes a token for a person.", "Cấp mã xác thực cho một người."}, RunToken},
    {"", "token", "show", {"Tells what a token says.", "Cho biết nội dung mã xác thực."}, RunToken},
    {"", "context", "list", {"Lists the contexts.", "Liệt kê các ngữ cảnh."}, RunContext},
    {"", "context", "use", {"Uses a context from now on.", "Dùng một ngữ cảnh từ nay."}, RunContext},
    {"", "context", "set", {"Makes or changes a context.", "Tạo hoặc sửa một ngữ cảnh."}, RunContext},
    {"", "context", "show", {"Shows a context.", "Xem một ngữ cảnh."}, RunContext},
    {"", "context", "delete", {"Deletes a context.", "Xóa một ngữ cảnh."}, RunContext},
    {"",
     "completion",
     "bash",
     {"Prints the completion script of bash.", "In tập lệnh gợi ý cho bash."},
     PrintCompletion},
    {"", "completion", "zsh", {"Prints the completion script of zsh.", "In tập lệnh gợi ý cho zsh."}, PrintCompletion},
    {"",
     "completion",
     "fish",
     {"Prints the completion script of fish.", "In tập lệnh gợi ý cho fish."},
     PrintCompletion},
};

const Own* FindOwn(std::string_view noun, std::string_view verb) {
  const auto* found = std::find_if(std::begin(kOwn), std::end(kOwn),
                                   [&](const Own& own) { return own.noun == noun && own.verb == verb; });
  return found == std::end(kOwn) ? nullptr : found;
}

// `allocation` of congress.allocation.v1; `suite` of what every process serves.
std::string ServiceOf(const Command& command) {
  const std::string& package = command.method->file()->package();
  const std::string service = package.substr(9, package.rfind('.') - 9);
  for (const char* known : {"preparation", "allocation", "dossiers", "drafting", "scheduling"}) {
    if (service == known) return service;
  }
  return "suite";
}

std::vector<Known> All(const std::vector<Command>& commands) {
  std::vector<Known> all;
  for (const Command& command : commands) {
    if (FindOwn(command.noun, command.verb) == nullptr) {
      all.push_back({ServiceOf(command), command.noun, command.verb, Summary(*command.method)});
    }
  }
  for (const Own& own : kOwn) all.push_back({own.service, own.noun, own.verb, Say(own.what)});
  return all;
}

bool AsksForHelp(std::string_view word) { return word == "--help" || word == "-h" || word == "help"; }

// What there is of the noun; `verb` is none of it.
int TellVerbs(const std::vector<Known>& all, const std::string& noun, const std::string& verb) {
  std::vector<std::string> nouns;
  std::vector<std::string> verbs;
  for (const Known& known : all) {
    nouns.push_back(known.noun);
    if (known.noun == noun) verbs.push_back(known.verb);
  }
  const auto meant = [](const std::string& near) {
    return near.empty()
               ? status::Sentence{}
               : status::Sentence{StrCat("; did you mean ", near, "?"), StrCat("; có phải là ", near, " không?")};
  };
  if (verbs.empty()) {
    const status::Sentence near = meant(Nearest(noun, nouns));
    return Usage({.en = StrCat("there is no '", noun, "'", near.en,
                               near.en.empty() ? "; `congressctl --help` lists what there is" : ""),
                  .vi = StrCat("không có '", noun, "'", near.vi,
                               near.vi.empty() ? "; `congressctl --help` liệt kê các lệnh" : "")});
  }
  const bool asked = AsksForHelp(verb);
  if (!asked) {
    const status::Sentence near = meant(Nearest(verb, verbs));
    Usage({.en = StrCat("'", noun, "' has no '", verb, "'", near.en),
           .vi = StrCat("'", noun, "' không có '", verb, "'", near.vi)});
  }
  std::ostream& out = asked ? std::cout : std::cerr;
  for (const Known& known : all) {
    if (known.noun != noun) continue;
    out << absl::StrFormat("  congressctl %s %-14s %s\n", noun, known.verb, known.what);
  }
  return asked ? 0 : kUsage;
}

int Run(int argc, char** argv) {
  const std::string noun = argc > 1 ? argv[1] : "--help";
  const std::string verb = argc > 2 ? argv[2] : "--help";
  if (noun == "--version") {
    std::cout << CONGRESS_VERSION << "\n";
    return 0;
  }
  const std::vector<Command>& commands = Commands();
  if (noun == "__complete") return Complete(argc, argv, All(commands), Run);
  if (AsksForHelp(noun)) {
    PrintNouns(All(commands));
    return 0;
  }
  if (const Own* own = FindOwn(noun, verb)) return own->run(verb, argc, argv);
  for (const Command& command : commands) {
    if (command.noun == noun && command.verb == verb) return RunCall(command, argc, argv);
  }
  if (const Own* own = FindOwn(noun, "")) return own->run("", argc, argv);
  return TellVerbs(All(commands), noun, verb);
}

int Main(int argc, char** argv) {
  GuardTerminal();
  for (int i = 1; i < argc; ++i) {
    if (text::FindInvalidUtf8(argv[i]) == std::string::npos) continue;
    return Usage({.en = StrCat("argument ", i, " is no UTF-8: ", Visible(argv[i])),
                  .vi = StrCat("tham số thứ ", i, " không phải UTF-8: ", Visible(argv[i]))});
  }
  const std::string_view noun = argc > 1 ? argv[1] : "";
  // A faulty file must not keep anybody from looking at it, and no shell from completing.
  const absl::Status taken = TakeUpContext(argc, argv);
  if (!taken.ok() && noun != "context" && noun != "__complete" && !noun.starts_with("-")) {
    return Usage(std::string(taken.message()));
  }
  return Run(argc, argv);
}

}  // namespace
}  // namespace congress::cli

int main(int argc, char** argv) {
  std::vector<std::string> words(argv, argv + argc);
  const std::vector<std::string> leading = congress::cli::TakeLeading(&words);
  if (words.size() == 1) words.emplace_back("--help");
  words.insert(words.end(), leading.begin(), leading.end());
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  return congress::cli::Main(static_cast<int>(words.size()), pointers.data());
}

#include "cli/settings.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "cli/completion.h"
#include "cli/context.h"
#include "cli/error.h"
#include "cli/help.h"
#include "cli/language.h"
#include "cli/nearest.h"
#include "cli/output_ending.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::cli {
namespace {

// Whether errors are told as JSON, as the results are.
bool errors_as_json = false;

// Why the options cannot be taken, in one line.
std::string FaultOf(const CLI::App& app, const CLI::ParseError& error) {
  const std::string what = error.what();
  constexpr std::string_view kRequired = " is required";
  if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr && what.ends_with(kRequired)) {
    return Say({.en = what, .vi = StrCat("cần có ", what.substr(0, what.size() - kRequired.size()))});
  }
  constexpr std::string_view kNotIn = " not in {";
  if (const size_t at = what.find(kNotIn); at != std::string::npos && what.ends_with('}')) {
    const std::string all = what.substr(at + kNotIn.size(), what.size() - at - kNotIn.size() - 1);
    const std::string told = what.substr(0, at);
    const std::string near = Nearest(told.substr(told.rfind(' ') + 1), absl::StrSplit(all, ','));
    return Say(
        {.en = StrCat(told, " is none of ", all, near.empty() ? "" : StrCat("; did you mean ", near, "?")),
         .vi = StrCat(told, " không thuộc ", all, near.empty() ? "" : StrCat("; có phải là ", near, " không?"))});
  }
  const std::vector<std::string> extras = app.remaining();
  const auto flag =
      std::find_if(extras.begin(), extras.end(), [](const std::string& word) { return word.starts_with("-"); });
  // What stands behind an option that there is not was taken for one name more.
  const bool is_too_many = dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr;
  if (is_too_many && flag == extras.end() && what.starts_with("names: ")) {
    return Say({.en = "more names than were expected here", .vi = "thừa tên so với số cần ghi"});
  }
  if (dynamic_cast<const CLI::ExtrasError*>(&error) == nullptr && !(is_too_many && flag != extras.end())) return what;
  const std::string first = flag != extras.end() ? *flag : extras.empty() ? "" : extras.front();
  const std::string extra = first.substr(0, first.find('='));
  std::vector<std::string> known;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) known.push_back(StrCat("--", name));
  }
  const std::string meant = extra.starts_with("-") ? Nearest(extra, known) : "";
  return Say(
      {.en = StrCat("'", extra, "' was not expected here", meant.empty() ? "" : StrCat("; did you mean ", meant, "?")),
       .vi = StrCat("không có '", extra, "' ở đây", meant.empty() ? "" : StrCat("; có phải là ", meant, " không?"))});
}

}  // namespace

int Usage(std::string_view message) {
  if (errors_as_json) {
    std::cerr << ErrorAsJson(absl::InvalidArgumentError(ToAbsl(message)));
    return kUsage;
  }
  std::cerr << StrCat("congressctl: ", message, "\n");
  return kUsage;
}

int Usage(const status::Sentence& message) { return Usage(Say(message)); }

int Refused(const absl::Status& status) {
  const bool usage = KindOf(status) == "USAGE";
  if (errors_as_json) {
    std::cerr << ErrorAsJson(status);
    return usage ? kUsage : kRefused;
  }
  if (usage) return Usage(std::string(status.message()));
  std::cerr << RenderError(status);
  return kRefused;
}

bool ErrorsAsJson() { return errors_as_json; }

int NotHeld(const absl::Status& verdict) {
  if (verdict.ok()) return 0;
  if (errors_as_json) return Refused(verdict);
  const std::string message(verdict.message());
  std::cerr << StrCat("congressctl: ", message, message.ends_with('\n') ? "" : "\n");
  return kRefused;
}

CLI::Validator OneOf(std::vector<std::string> values) { return CLI::IsMember(std::move(values), CLI::ignore_case); }

void Settings::AddTo(CLI::App* app) {
  const Context& context = ContextInUse();
  connection.server = context.server();
  connection.tls_ca = context.tls_ca();
  connection.insecure = context.insecure();
  // A token in the environment wins over a file of the context.
  if (std::getenv("CONGRESS_TOKEN") == nullptr) connection.token_file = context.token_file();
  if (!context.format().empty()) format = context.format();
  app->add_option("--server", connection.server,
                  Say({.en = "HOST:PORT of the gateway", .vi = "Địa chỉ HOST:PORT của cổng"}))
      ->envname("CONGRESS_SERVER");
  app->add_option("--token-file", connection.token_file,
                  Say({.en = "File that holds the bearer token", .vi = "Tệp chứa mã xác thực"}))
      ->envname("CONGRESS_TOKEN_FILE");
  app->add_option("--tls-ca", connection.tls_ca,
                  Say({.en = "PEM of the authority that signed the gateway's certificate",
                       .vi = "Tệp PEM của nơi đã ký chứng thư của cổng"}))
      ->envname("CONGRESS_TLS_CA");
  app->add_flag("--insecure", connection.insecure,
                Say({.en = "Send the token unencrypted to another machine",
                     .vi = "Gửi mã xác thực không mã hóa sang máy khác"}))
      ->envname("CONGRESS_INSECURE");
  app->add_option("--timeout", timeout_seconds,
                  Say({.en = "Seconds to wait for an answer; how long a stream is followed, without end unless given",
                       .vi = "Số giây chờ trả lời; với luồng là thời gian theo dõi, không giới hạn nếu không ghi"}))
      ->check([](const std::string& text) {
        const double seconds = std::strtod(text.c_str(), nullptr);
        if (seconds >= 0.001 && seconds <= 86400) return std::string();
        return Say({.en = "from 0.001 to 86400 seconds", .vi = "từ 0.001 đến 86400 giây"});
      })
      ->capture_default_str();
  format_given_ =
      app->add_option("-o,--output-format", format,
                      Say({.en = "How the result is shown; unless given, as --output ends: .csv, .json, .xlsx",
                           .vi = "Dạng hiển thị kết quả; không ghi thì theo đuôi của --output: .csv, .json, .xlsx"}))
          ->transform(OneOf({"table", "json", "csv", "xlsx"}))
          ->capture_default_str();
  app->add_option(
      "--output", output,
      Say({.en = "File to write the result to instead of standard output; a folder for a file that has a name",
           .vi = "Tệp nhận kết quả thay cho đầu ra chuẩn; hoặc thư mục nếu kết quả là tệp đã có tên"}));
  OfferByServer(this);
}

Format Settings::Form() const {
  const bool is_said = format_given_ != nullptr && format_given_->count() > 0;
  const std::string ending = is_said ? "" : EndingOf(output);
  const std::string& said = ending.empty() ? format : ending;
  return said == "json"   ? Format::kJson
         : said == "csv"  ? Format::kCsv
         : said == "xlsx" ? Format::kXlsx
                          : Format::kTable;
}

int Settings::Write(const std::string& text) const { return cli::Write(text, output, Bom(std::nullopt)); }

std::optional<bool> Settings::Bom(std::optional<bool> said) const {
  return Form() == Format::kJson || Form() == Format::kXlsx ? false : said;
}

ConnectionOptions Settings::Connecting() const {
  ConnectionOptions options = connection;
  options.timeout = absl::Seconds(timeout_seconds);
  return options;
}

int CannotWrite(const std::string& path) {
  return Usage({.en = StrCat("cannot write the file '", path, "'"), .vi = StrCat("không ghi được tệp '", path, "'")});
}

int Write(const std::string& rendered, const std::string& path, std::optional<bool> bom) {
  const std::string text = ForTarget(rendered, path, bom);
  if (path.empty()) {
    std::cout << text << std::flush;
    return std::cout ? 0 : Usage({.en = "cannot write to standard output", .vi = "không ghi được ra đầu ra chuẩn"});
  }
  std::ofstream file(path, std::ios::binary);
  file << text << std::flush;
  return file ? 0 : CannotWrite(path);
}

std::optional<int> Parse(CLI::App* app, int words, int argc, char** argv) {
  // They were read before (TakeUpContext).
  std::string ignored;
  if (app->get_option_no_throw("--context") == nullptr) {
    app->add_option("--context", ignored,
                    Say({.en = "Use this context instead of the one in use",
                         .vi = "Dùng ngữ cảnh này thay cho ngữ cảnh đang dùng"}))
        ->type_name(kContextName)
        ->envname("CONGRESS_CONTEXT");
  }
  if (app->get_option_no_throw("--lang") == nullptr) {
    app->add_option("--lang", ignored,
                    Say({.en = "Language of what people read", .vi = "Ngôn ngữ của phần cho người đọc"}))
        ->envname("CONGRESS_LANG")
        ->transform(OneOf({"vi", "en"}));
  }
  if (Completing()) return OfferOptions(app, words, argc, argv);
  // What was read of a line that is at fault counts as well.
  const auto take_format = [app] {
    const CLI::Option* format = app->get_option_no_throw("--output-format");
    if (format == nullptr) return;
    // As it was typed, where another option is at fault.
    const std::string said = format->count() > 0 ? format->results().back() : ContextInUse().format();
    errors_as_json = absl::EqualsIgnoreCase(said, "json");
  };
  try {
    app->parse(argc - words, argv + words);
    take_format();
  } catch (const CLI::CallForHelp&) {
    return ShowHelp(*app);
  } catch (const CLI::Success& asked) {
    return app->exit(asked);
  } catch (const CLI::ParseError& error) {
    take_format();
    return Usage(FaultOf(*app, error));
  }
  return std::nullopt;
}

}  // namespace congress::cli

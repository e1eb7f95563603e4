#include "cli/settings.h"

#include <fstream>
#include <iostream>

#include "cli/language.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::cli {

int Usage(std::string_view message) {
  std::cerr << "congressctl: " << message << "\n";
  return kUsage;
}

int Usage(const status::Sentence& message) { return Usage(message.In(LanguageOfUser())); }

int Refused(const absl::Status& status) {
  if (absl::IsInvalidArgument(status) && status::ReasonOf(status).empty()) return Usage(std::string(status.message()));
  std::cerr << RenderError(status);
  return kRefused;
}

void Settings::AddTo(CLI::App* app) {
  app->add_option("--server", connection.server, "HOST:PORT of the gateway")->envname("CONGRESS_SERVER");
  app->add_option("--token-file", connection.token_file, "File that holds the bearer token")
      ->envname("CONGRESS_TOKEN_FILE");
  app->add_option("--tls-ca", connection.tls_ca, "PEM of the authority that signed the gateway's certificate")
      ->envname("CONGRESS_TLS_CA");
  app->add_flag("--insecure", connection.insecure, "Send the token unencrypted to another machine")
      ->envname("CONGRESS_INSECURE");
  app->add_option("--timeout", timeout_seconds,
                  "Seconds to wait for an answer; how long a stream is followed, without end unless given")
      ->check([](const std::string& text) {
        const double seconds = std::strtod(text.c_str(), nullptr);
        if (seconds >= 0.001 && seconds <= 86400) return std::string();
        return status::Sentence{.en = "from 0.001 to 86400 seconds", .vi = "từ 0.001 đến 86400 giây"}.In(
            LanguageOfUser());
      })
      ->capture_default_str();
  app->add_option("-o,--output-format", format, "table, json or csv")
      ->check(CLI::IsMember({"table", "json", "csv"}))
      ->capture_default_str();
  app->add_option("--output", output,
                  "File to write the result to instead of standard output; a folder for a file that has a name");
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
  try {
    app->parse(argc - words, argv + words);
  } catch (const CLI::Success& asked) {
    return app->exit(asked);
  } catch (const CLI::ParseError& error) {
    return Usage(error.what());
  }
  return std::nullopt;
}

}  // namespace congress::cli

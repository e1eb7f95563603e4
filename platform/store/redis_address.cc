#include "platform/store/redis_address.h"

#include <charconv>
#include <fstream>
#include <iterator>
#include <optional>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "platform/status/macros.h"

namespace congress::store {
namespace {

constexpr std::string_view kTcp = "redis://";
constexpr std::string_view kUnix = "redis+unix://";

absl::Status Malformed(std::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("The store's Redis address ", std::string(what), "."));
}

// The text before the first `mark`, which is cut off `rest` with it; nothing without a mark.
std::optional<std::string_view> CutBefore(std::string_view& rest, std::string_view mark) {
  const size_t at = rest.find(mark);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view head = rest.substr(0, at);
  rest.remove_prefix(at + mark.size());
  return head;
}

absl::StatusOr<int> Number(std::string_view text, int least, int most, std::string_view what) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < least || number > most) {
    return Malformed(absl::StrCat("names a ", std::string(what), " that is no number from ", least, " to ", most));
  }
  return number;
}

absl::StatusOr<std::string> Unescape(std::string_view text) {
  std::string plain;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      plain.push_back(text[i]);
      continue;
    }
    int byte = 0;
    const char* const digits = text.data() + i + 1;
    if (i + 2 >= text.size() || std::from_chars(digits, digits + 2, byte, 16).ptr != digits + 2) {
      return Malformed("has a % without two hexadecimal digits in user or password");
    }
    plain.push_back(static_cast<char>(byte));
    i += 2;
  }
  return plain;
}

absl::StatusOr<std::string> PasswordIn(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string password{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!file.good() && !file.eof()) {
    return absl::FailedPreconditionError(absl::StrCat("The password file ", path, " of the store cannot be read."));
  }
  while (!password.empty() && (password.back() == '\n' || password.back() == '\r')) password.pop_back();
  if (password.empty()) {
    return absl::FailedPreconditionError(absl::StrCat("The password file ", path, " of the store is empty."));
  }
  return password;
}

absl::Status ReadOptions(std::string_view options, RedisAddress& address) {
  while (!options.empty()) {
    std::string_view value = options;
    if (const auto head = CutBefore(options, "&")) {
      value = *head;
    } else {
      options = {};
    }
    const std::string_view key = CutBefore(value, "=").value_or("");
    if (key == "password-file") {
      ASSIGN_OR_RETURN(const std::string path, Unescape(value));
      ASSIGN_OR_RETURN(address.password, PasswordIn(path));
    } else if (key == "db") {
      ASSIGN_OR_RETURN(address.database, Number(value, 0, 1'000'000, "database"));
    } else {
      return Malformed("has an unknown option; known are db and password-file");
    }
  }
  return absl::OkStatus();
}

// `user:password@` at the start of `rest`, up to the last @, since a password may hold one.
absl::Status ReadLogin(std::string_view& rest, RedisAddress& address) {
  const size_t at = rest.rfind('@');
  if (at == std::string_view::npos) return absl::OkStatus();
  std::string_view login = rest.substr(0, at);
  rest.remove_prefix(at + 1);
  const std::optional<std::string_view> user = CutBefore(login, ":");
  ASSIGN_OR_RETURN(address.user, Unescape(user.value_or(login)));
  if (user) {
    ASSIGN_OR_RETURN(address.password, Unescape(login));
  }
  return absl::OkStatus();
}

absl::Status ReadHost(std::string_view rest, RedisAddress& address) {
  std::string_view host = rest;
  if (const auto head = CutBefore(rest, "/")) {
    host = *head;
    if (!rest.empty()) {
      ASSIGN_OR_RETURN(address.database, Number(rest, 0, 1'000'000, "database"));
    }
  }
  std::string_view port;
  if (host.starts_with('[')) {
    host.remove_prefix(1);
    const auto inner = CutBefore(host, "]");
    if (!inner) return Malformed("has a [ without its ]");
    port = host;
    host = *inner;
  } else if (const size_t colon = host.rfind(':'); colon != std::string_view::npos) {
    port = host.substr(colon);
    host = host.substr(0, colon);
  }
  if (!port.empty()) {
    ASSIGN_OR_RETURN(address.port, Number(port.substr(1), 1, 65535, "port"));
  }
  if (host.empty()) return Malformed("names no host");
  address.host = host;
  return absl::OkStatus();
}

}  // namespace

std::string RedisAddress::Label() const {
  if (!socket.empty()) return absl::StrCat("Redis at ", socket);
  return absl::StrCat("Redis at ", host, ":", port);
}

absl::StatusOr<RedisAddress> ParseRedisUrl(std::string_view url) {
  const bool is_unix = url.starts_with(kUnix);
  if (!is_unix && !url.starts_with(kTcp)) return Malformed("begins with neither redis:// nor redis+unix://");
  std::string_view rest = url.substr(is_unix ? kUnix.size() : kTcp.size());
  RedisAddress address;
  // The login ends before the options begin, so a ? in a password is written %3F.
  std::string_view options;
  if (const auto head = CutBefore(rest, "?")) {
    options = rest;
    rest = *head;
  }
  RETURN_IF_ERROR(ReadLogin(rest, address));
  if (is_unix) {
    if (!rest.starts_with('/')) return Malformed("names no absolute path of a socket");
    address.socket = rest;
  } else {
    RETURN_IF_ERROR(ReadHost(rest, address));
  }
  RETURN_IF_ERROR(ReadOptions(options, address));
  return address;
}

}  // namespace congress::store

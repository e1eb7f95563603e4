#include "platform/content/s3_address.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"

namespace congress::content {
namespace {

absl::Status Malformed(std::string_view what) {
  return absl::InvalidArgumentError(StrCat("The address of the content store ", what, "."));
}

std::string Unescape(const std::string& text) {
  int size = 0;
  const std::unique_ptr<char, void (*)(void*)> plain(
      curl_easy_unescape(nullptr, text.data(), static_cast<int>(text.size()), &size), curl_free);
  return std::string(plain.get(), static_cast<size_t>(size));
}

bool IsBucket(const std::string& name) {
  return name.size() >= 3 && name.size() <= 63 && std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
         });
}

// Servers and what stands before them take such parts out of a path, and then the signature is another.
bool IsPrefix(const std::string& prefix) {
  if (prefix.empty()) return true;
  const std::vector<std::string> parts = absl::StrSplit(prefix, '/');
  return std::none_of(parts.begin(), parts.end(),
                      [](const std::string& part) { return part.empty() || part == "." || part == ".."; });
}

bool IsEndpoint(const std::string& endpoint) {
  std::string_view host = endpoint;
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (host.starts_with(scheme)) host.remove_prefix(scheme.size());
  }
  return host.size() < endpoint.size() && !host.empty() && host.find_first_of("/?#@ ") == std::string_view::npos;
}

absl::StatusOr<S3Credentials> FromEnvironment() {
  const auto value = [](const char* name) {
    const char* const text = std::getenv(name);
    return std::string(text == nullptr ? "" : text);
  };
  S3Credentials credentials = {value("AWS_ACCESS_KEY_ID"), value("AWS_SECRET_ACCESS_KEY"), value("AWS_SESSION_TOKEN")};
  if (credentials.key_id.empty() || credentials.secret.empty()) {
    return absl::FailedPreconditionError(
        "The content store has no credentials: give credentials-file= in its address, or AWS_ACCESS_KEY_ID and "
        "AWS_SECRET_ACCESS_KEY in the environment.");
  }
  return credentials;
}

}  // namespace

absl::StatusOr<S3Credentials> ReadCredentials(const std::string& path) {
  const auto refusal = [&path](std::string_view why) {
    return absl::FailedPreconditionError(StrCat("The credentials file ", path, " of the content store ", why, "."));
  };
  std::ifstream file(path);
  if (!file) return refusal("cannot be read");
  S3Credentials credentials;
  bool is_default = true;
  for (std::string line; std::getline(file, line);) {
    absl::StripAsciiWhitespace(&line);
    if (line.starts_with('[')) is_default = line == "[default]";
    const std::pair<std::string, std::string> entry = absl::StrSplit(line, absl::MaxSplits('=', 1));
    const std::string key(absl::StripAsciiWhitespace(entry.first));
    const std::string value(absl::StripAsciiWhitespace(entry.second));
    if (!is_default) continue;
    if (key == "aws_access_key_id") credentials.key_id = value;
    if (key == "aws_secret_access_key") credentials.secret = value;
    if (key == "aws_session_token") credentials.session_token = value;
  }
  if (credentials.key_id.empty() || credentials.secret.empty()) {
    return refusal("names no aws_access_key_id or no aws_secret_access_key");
  }
  return credentials;
}

absl::StatusOr<S3Address> ParseS3Url(std::string_view url) {
  constexpr std::string_view kScheme = "s3://";
  if (!url.starts_with(kScheme)) return Malformed("does not begin with s3://");
  url.remove_prefix(kScheme.size());
  const std::pair<std::string, std::string> halves = absl::StrSplit(ToAbsl(url), absl::MaxSplits('?', 1));
  const std::pair<std::string, std::string> place = absl::StrSplit(halves.first, absl::MaxSplits('/', 1));
  S3Address address;
  address.bucket = place.first;
  if (!IsBucket(address.bucket)) return Malformed("names no bucket of 3 to 63 characters a-z, 0-9, '-' and '.'");
  address.prefix = Unescape(place.second);
  if (address.prefix.ends_with('/')) address.prefix.pop_back();
  if (!IsPrefix(address.prefix)) return Malformed("has a prefix with an empty part, '.' or '..'");
  if (!address.prefix.empty()) address.prefix.push_back('/');

  std::string credentials_file;
  for (const auto& option : absl::StrSplit(halves.second, '&', absl::SkipEmpty())) {
    const std::pair<std::string, std::string> entry = absl::StrSplit(option, absl::MaxSplits('=', 1));
    const std::string value = Unescape(entry.second);
    if (value.empty()) return Malformed("has an option without a value");
    if (entry.first == "endpoint") {
      address.endpoint = value.ends_with('/') ? value.substr(0, value.size() - 1) : value;
    } else if (entry.first == "region") {
      address.region = value;
    } else if (entry.first == "ca-file") {
      address.ca_file = value;
    } else if (entry.first == "credentials-file") {
      credentials_file = value;
    } else {
      return Malformed("has an unknown option; known are endpoint, region, ca-file and credentials-file");
    }
  }
  if (!IsEndpoint(address.endpoint)) return Malformed("names no endpoint such as endpoint=https://host:9000");
  if (address.region.find_first_of(": /") != std::string::npos)
    return Malformed("names a region with ':', '/' or a space");
  ASSIGN_OR_RETURN(address.credentials,
                   credentials_file.empty() ? FromEnvironment() : ReadCredentials(credentials_file));
  return address;
}

}  // namespace congress::content

#include "platform/content/s3_client.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <mutex>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"

namespace congress::content {
namespace {

constexpr size_t kMostIdle = 8;
constexpr size_t kMostErrorBytes = 4096;

// SHA-256 of nothing.
constexpr std::string_view kNoBody = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
// The body of an upload goes out as it comes in, so its hash cannot stand in the headers before it.
constexpr std::string_view kBodyNotHashed = "UNSIGNED-PAYLOAD";

std::string Escape(std::string_view text) {
  const std::unique_ptr<char, void (*)(void*)> escaped(
      curl_easy_escape(nullptr, text.data(), static_cast<int>(text.size())), curl_free);
  return escaped.get();
}

// What libcurl's callbacks of one request share.
struct Exchange {
  CURL* handle;
  const S3Request& request;
  Sink sink;
  // Of body or sink.
  absl::Status ended = absl::OkStatus();
  // The beginning of what a refusal says.
  std::string refusal = {};

  int HttpStatus() const {
    long code = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &code);
    return static_cast<int>(code);
  }
  // A server that knows no ranges answers with the whole, which is not what was asked for.
  bool Succeeded() const {
    constexpr int kPartial = 206;
    const int code = HttpStatus();
    return request.offset > 0 ? code == kPartial : code >= 200 && code < 300;
  }
};

size_t Send(char* room, size_t, size_t size, void* context) {
  auto& exchange = *static_cast<Exchange*>(context);
  const auto count = exchange.request.body->Read({room, size});
  if (count.ok()) return *count;
  exchange.ended = count.status();
  return CURL_READFUNC_ABORT;
}

size_t Receive(char* bytes, size_t, size_t size, void* context) {
  auto& exchange = *static_cast<Exchange*>(context);
  if (!exchange.Succeeded()) {
    exchange.refusal.append(bytes,
                            std::min(size, kMostErrorBytes - std::min(kMostErrorBytes, exchange.refusal.size())));
    return size;
  }
  exchange.ended = exchange.sink({bytes, size});
  return exchange.ended.ok() ? size : 0;
}

std::string CodeIn(std::string_view refusal) {
  constexpr std::string_view kOpen = "<Code>";
  const size_t begin = refusal.find(kOpen);
  const size_t end = refusal.find("</Code>");
  if (begin == std::string_view::npos || end == std::string_view::npos || end < begin) return "";
  return std::string(refusal.substr(begin + kOpen.size(), end - begin - kOpen.size()));
}

std::string NameOf(const S3Request& request, const S3Address& address) {
  return StrCat(request.method, " ", address.endpoint, "/", address.bucket, "/", address.prefix, request.id);
}

}  // namespace

S3Client::S3Client(S3Address address) : address_(std::move(address)) {
  static std::once_flag once;
  std::call_once(once, [] {
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) std::abort();
  });
}

S3Client::Handle S3Client::Take() {
  MutexLock lock(mutex_);
  if (idle_.empty()) return Handle(curl_easy_init(), curl_easy_cleanup);
  Handle handle = std::move(idle_.back());
  idle_.pop_back();
  return handle;
}

void S3Client::GiveBack(Handle handle) {
  curl_easy_reset(handle.get());
  MutexLock lock(mutex_);
  if (idle_.size() < kMostIdle) idle_.push_back(std::move(handle));
}

std::string S3Client::Url(const S3Request& request) const {
  std::string url = StrCat(address_.endpoint, "/", address_.bucket);
  if (!request.id.empty()) {
    // A / stays one, everything else that is not plain is escaped, once: so S3 wants it in the signature.
    const std::string key = StrCat(address_.prefix, request.id);
    for (size_t begin = 0; begin <= key.size();) {
      const size_t end = std::min(key.find('/', begin), key.size());
      url += StrCat("/", Escape(std::string_view(key).substr(begin, end - begin)));
      begin = end + 1;
    }
  }
  char mark = '?';
  for (const auto& [name, value] : request.query) {
    url += StrCat(std::string(1, std::exchange(mark, '&')), Escape(name), "=", Escape(value));
  }
  return url;
}

absl::StatusOr<S3Answer> S3Client::Ask(const S3Request& request, Sink sink) {
  Handle handle = Take();
  if (handle == nullptr) return Unanswered("libcurl gave no handle");
  CURL* const curl = handle.get();
  Exchange exchange = {curl, request, sink};
  std::array<char, CURL_ERROR_SIZE> error = {};
  const std::string url = Url(request);
  const std::string provider = StrCat("aws:amz:", address_.region, ":s3");

  curl_slist* headers = nullptr;
  const absl::Cleanup freeing = [&headers] { curl_slist_free_all(headers); };
  const std::string hash = StrCat("x-amz-content-sha256: ", request.body == nullptr ? kNoBody : kBodyNotHashed);
  headers = curl_slist_append(headers, hash.c_str());
  const std::string token = StrCat("x-amz-security-token: ", address_.credentials.session_token);
  if (!address_.credentials.session_token.empty()) headers = curl_slist_append(headers, token.c_str());

  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request.method);
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(curl, CURLOPT_AWS_SIGV4, provider.c_str());
  curl_easy_setopt(curl, CURLOPT_USERNAME, address_.credentials.key_id.c_str());
  curl_easy_setopt(curl, CURLOPT_PASSWORD, address_.credentials.secret.c_str());
  // One request at a time: HTTP/2 would bring nothing, and no answer before the body is sent (Expect).
  curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  // The address says where contents go, not http_proxy in somebody's environment.
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, error.data());
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS,
                   static_cast<long>(absl::ToInt64Milliseconds(address_.connect_timeout)));
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, static_cast<long>(absl::ToInt64Seconds(address_.stall_timeout)));
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, Receive);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &exchange);
  if (!address_.ca_file.empty()) curl_easy_setopt(curl, CURLOPT_CAINFO, address_.ca_file.c_str());
  if (request.offset > 0) curl_easy_setopt(curl, CURLOPT_RANGE, StrCat(request.offset, "-").c_str());
  if (request.body != nullptr) {
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(request.body->left()));
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, Send);
    curl_easy_setopt(curl, CURLOPT_READDATA, &exchange);
    // A kept connection may turn out dead when part of the body is gone, and a source gives its bytes once.
    curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, 1L);
  }
  const CURLcode done = curl_easy_perform(curl);
  S3Answer answer = {exchange.HttpStatus(), exchange.Succeeded(), CodeIn(exchange.refusal)};
  GiveBack(std::move(handle));

  if (!exchange.ended.ok()) return exchange.ended;
  if (done != CURLE_OK) {
    const std::string_view words = error[0] == '\0' ? curl_easy_strerror(done) : error.data();
    return Unanswered(StrCat(NameOf(request, address_), ": ", words));
  }
  return answer;
}

absl::Status S3Client::Refused(const S3Request& request, const S3Answer& answer) const {
  return Unanswered(StrCat(NameOf(request, address_), ": HTTP ", answer.http_status, " ", answer.error_code));
}

}  // namespace congress::content

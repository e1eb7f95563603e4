// What libcurl signs, beside what botocore makes of the same request.
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "platform/content/canned_server.h"
#include "platform/content/s3_content.h"
#include "platform/content/testing_bytes.h"
#include "tests/support/s3_server.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace congress::content {
namespace {

using support::IsOk;

std::string Json(const std::string& text) {
  return "\"" + absl::StrReplaceAll(text, {{"\\", "\\\\"}, {"\"", "\\\""}}) + "\"";
}

// One line for s3_signature.py. `path` is the plain one.
std::string Line(const AskedRequest& asked, const S3Address& address, const std::string& path) {
  std::string headers;
  for (const auto& [name, value] : asked.headers) {
    headers += (headers.empty() ? "" : ", ") + Json(name) + ": " + Json(value);
  }
  const std::string& token = address.credentials.session_token;
  return "{\"method\": " + Json(asked.method) + ", \"target\": " + Json(asked.target) + ", \"headers\": {" + headers +
         "}, \"key_id\": " + Json(address.credentials.key_id) + ", \"secret\": " + Json(address.credentials.secret) +
         ", \"token\": " + (token.empty() ? "null" : Json(token)) + ", \"region\": " + Json(address.region) +
         ", \"path\": " + Json(path) + "}\n";
}

// The lines that botocore answers.
std::vector<std::string> AskBotocore(const std::string& lines) {
  const support::TemporaryFolder folder;
  std::ofstream(folder.File("in")) << lines;
  const std::string command = std::string(support::kS3Tools) + "/bin/python " + CONGRESS_SOURCE_DIR +
                              "/tests/support/s3_signature.py < " + folder.File("in") + " > " + folder.File("out");
  EXPECT_EQ(std::system(command.c_str()), 0);
  std::ifstream file(folder.File("out"));
  std::vector<std::string> answers;
  for (std::string line; std::getline(file, line);) answers.push_back(line);
  return answers;
}

TEST(S3Signature, IsBotocoresForAwkwardKeysAndQueries) {
  CannedServer server("HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n");
  std::string lines;
  std::vector<AskedRequest> all;
  for (const char* prefix :
       {"", "a/", "Đại hội XX/", "a b+c&d=e?f#g/", "~x!*'(),;:@$[]|\\\"<>^`{}/", "%2F%/", "deep/er/", "=/", "a%20b/"}) {
    for (const char* token : {"", "AQoDYXdz//+=EJr"}) {
      S3Address address;
      address.endpoint = server.endpoint();
      address.region = "ap-southeast-1";
      address.bucket = "content.of-tests";
      address.prefix = prefix;
      address.credentials = {"AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", token};
      S3Content store(address);
      const size_t before = server.asked().size();
      PutBytes(store, "id-1", "abc", 3).IgnoreError();
      PutBytes(store, "id-1", "", 0).IgnoreError();
      ReadBytes(store, "id-1");
      ReadBytes(store, "id-1", 7);
      store.Delete("id-1").IgnoreError();
      store.List("", 5).status().IgnoreError();
      store.List("id-1", 1000).status().IgnoreError();
      const std::vector<AskedRequest> asked = server.asked();
      ASSERT_EQ(asked.size(), before + 7);
      for (size_t i = before; i < asked.size(); ++i) {
        const bool is_list = asked[i].target.find('?') != std::string::npos;
        lines += Line(asked[i], address, "/" + address.bucket + (is_list ? "" : "/" + address.prefix + "id-1"));
        EXPECT_EQ(asked[i].headers.contains("x-amz-security-token"), *token != '\0');
      }
      all = asked;
    }
  }
  const std::vector<std::string> answers = AskBotocore(lines);
  ASSERT_EQ(answers.size(), all.size());
  for (size_t i = 0; i < all.size(); ++i) {
    const std::string path = all[i].target.substr(0, all[i].target.find('?'));
    const std::string authorization = all[i].headers.at("authorization");
    const size_t at = authorization.find("Signature=");
    ASSERT_NE(at, std::string::npos);
    EXPECT_EQ(path + " " + authorization.substr(at + 10), answers[i]) << all[i].method << " " << all[i].target;
  }
}

}  // namespace
}  // namespace congress::content

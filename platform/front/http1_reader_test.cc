// Requests of HTTP/1.1 as clients write them, in pieces of any size; and as nobody may, for two readers would take them
// for two things.
#include "platform/front/http1_reader.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace congress::front {
namespace {

using Found = Http1Reader::Found;
using std::string_literals::operator""s;
using ::testing::ElementsAre;

// What a reader makes of bytes: each request as `METHOD PATH [body]`, and a fault as its status.
std::vector<std::string> Read(std::string_view bytes, size_t step, size_t header_bytes = 4'000) {
  Http1Reader reader(header_bytes);
  std::vector<std::string> told;
  std::string body;
  std::string waiting;
  for (size_t at = 0; at <= bytes.size(); at += step) {
    waiting += bytes.substr(at, step);
    while (true) {
      std::string_view rest = waiting;
      const Found found = reader.Read(&rest);
      body += reader.body();
      if (found == Found::kEnd) {
        told.push_back(reader.request().method + " " + reader.request().path + " [" + body + "]");
        body.clear();
      }
      if (found == Found::kFault) {
        told.emplace_back(reader.fault());
        return told;
      }
      waiting.erase(0, waiting.size() - rest.size());
      if (found == Found::kNothing) break;
    }
  }
  return told;
}

std::vector<std::string> ReadWhole(std::string_view bytes) { return Read(bytes, bytes.size()); }

constexpr char kGet[] = "GET /next HTTP/1.1\r\nHost: x\r\n\r\n";

TEST(Http1Reader, ReadsRequestsInPiecesOfAnySize) {
  const std::string bytes =
      "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello"s +
      "POST /b?c=%20 HTTP/1.1\r\nhost:x:1\r\nTransfer-Encoding: "
      "Chunked\r\n\r\n3\r\nabc\r\n0A\r\n0123456789\r\n0\r\n\r\n" +
      "POST /t HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: b\r\nContent-Length: 9\r\n\r\n" + kGet;
  for (size_t step = 1; step <= bytes.size(); ++step) {
    EXPECT_THAT(Read(bytes, step),
                ElementsAre("POST /a [hello]", "POST /b?c=%20 [abc0123456789]", "POST /t []", "GET /next []"))
        << step;
  }
}

TEST(Http1Reader, ReadsFieldsWithoutTheSpacesAroundThem) {
  Http1Reader reader(4'000);
  std::string_view bytes = "GET / HTTP/1.1\r\nHOST: x \t\r\nA:\r\nB-c:\t d  e \r\nConnection: a, Close\r\n\r\n";
  ASSERT_EQ(reader.Read(&bytes), Found::kHeader);
  EXPECT_EQ(reader.request().authority, "x");
  EXPECT_EQ(reader.request().version, 1);
  EXPECT_EQ(reader.request().Find("a"), "");
  EXPECT_EQ(reader.request().Find("b-c"), "d  e");
  EXPECT_FALSE(reader.keeps());
  EXPECT_FALSE(reader.awaits_word());
}

TEST(Http1Reader, TellsWhoWaitsForAWord) {
  Http1Reader reader(4'000);
  std::string_view bytes = "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-Continue\r\nContent-Length: 1\r\n\r\n";
  ASSERT_EQ(reader.Read(&bytes), Found::kHeader);
  EXPECT_TRUE(reader.awaits_word());
  EXPECT_TRUE(reader.keeps());
}

TEST(Http1Reader, RefusesWhatTwoReadersTakeForTwoThings) {
  const auto start = [](const std::string& line) { return line + "\r\nHost: x\r\n\r\n"; };
  const auto header = [](const std::string& lines) { return "POST / HTTP/1.1\r\nHost: x\r\n" + lines + "\r\n"; };
  const auto chunks = [&](const std::string& body) { return header("Transfer-Encoding: chunked\r\n") + body; };
  const struct {
    const char* what;
    std::string bytes;
    const char* status = "400";
  } kCases[] = {
      {"a length and chunks", header("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n")},
      {"chunks and a length", header("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n")},
      {"two lengths", header("Content-Length: 3\r\nContent-Length: 4\r\n")},
      {"one length twice", header("Content-Length: 3\r\nContent-Length: 3\r\n")},
      {"a list of lengths", header("Content-Length: 3, 3\r\n")},
      {"a length with a sign", header("Content-Length: +3\r\n")},
      {"a length below zero", header("Content-Length: -1\r\n")},
      {"a length in hexadecimal", header("Content-Length: 0x3\r\n")},
      {"a length with a space in it", header("Content-Length: 1 0\r\n")},
      {"an empty length", header("Content-Length:\r\n")},
      {"a length beyond all numbers", header("Content-Length: 99999999999999999999\r\n")},
      {"a length in quotes", header("Content-Length: \"3\"\r\n")},
      {"another encoding", header("Transfer-Encoding: gzip\r\n")},
      {"another encoding before chunks", header("Transfer-Encoding: gzip, chunked\r\n")},
      {"chunks of chunks", header("Transfer-Encoding: chunked, chunked\r\n")},
      {"chunks twice", header("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n")},
      {"identity", header("Transfer-Encoding: identity\r\n")},
      {"chunks by another name", header("Transfer-Encoding: xchunked\r\n")},
      {"chunks in quotes", header("Transfer-Encoding: \"chunked\"\r\n")},
      {"chunks with a parameter", header("Transfer-Encoding: chunked;a=b\r\n")},
      {"chunks behind a vertical tab", header("Transfer-Encoding: \vchunked\r\n")},
      {"an empty encoding", header("Transfer-Encoding:\r\n")},
      {"a space before the colon", header("Content-Length : 3\r\n")},
      {"a tab before the colon", header("Transfer-Encoding\t: chunked\r\n")},
      {"a field that goes on in the next line", header("A: b\r\n c\r\n")},
      {"a field that goes on behind a tab", header("Content-Length: 1\r\n\t0\r\n")},
      {"a space before the first field", "POST / HTTP/1.1\r\n Host: x\r\n\r\n"},
      {"a field without a name", header(": b\r\n")},
      {"a field without a colon", header("Content-Length\r\n")},
      {"a name that is no token", header("Content(Length): 3\r\n")},
      {"a name with a byte of another alphabet", header("Content-Length\xc3\xa9: 3\r\n")},
      {"a NUL in a value", header("A: b\0c\r\n"s)},
      {"a bare CR in a value", header("A: b\rContent-Length: 3\r\n")},
      {"a bare LF in a value", header("A: b\nContent-Length: 3\r\n")},
      {"lines that end with LF alone", "GET / HTTP/1.1\nHost: x\n\n"},
      {"a header that ends with LF alone", "GET / HTTP/1.1\r\nHost: x\r\n\n"},
      {"lines that end with CR alone", "GET / HTTP/1.1\rHost: x\r\r\n\r\n"},
      {"an empty line before the first", "\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n"},
      {"no host", "GET / HTTP/1.1\r\n\r\n"},
      {"an empty host", "GET / HTTP/1.1\r\nHost:\r\n\r\n"},
      {"two hosts", "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n"},
      {"one host twice", "GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n"},
      {"a host with a path", "GET / HTTP/1.1\r\nHost: x/y\r\n\r\n"},
      {"a host with a user", "GET / HTTP/1.1\r\nHost: a@x\r\n\r\n"},
      {"hosts in a list", "GET / HTTP/1.1\r\nHost: x, y\r\n\r\n"},
      {"a target with a host", start("GET http://y/ HTTP/1.1")},
      {"a target that is a host", start("CONNECT y:443 HTTP/1.1")},
      {"a target of all", start("OPTIONS * HTTP/1.1")},
      {"a target with a space", start("GET /a b HTTP/1.1")},
      {"a target with a fragment", start("GET /a#b HTTP/1.1")},
      {"a target in another alphabet", start("GET /\xc3\xa9 HTTP/1.1")},
      {"no target", start("GET HTTP/1.1")},
      {"an empty target", start("GET  HTTP/1.1")},
      {"two spaces before the target", start("GET  / HTTP/1.1")},
      {"a tab before the target", start("GET\t/ HTTP/1.1")},
      {"a space at the end of the line", start("GET / HTTP/1.1 ")},
      {"a space before the method", start(" GET / HTTP/1.1")},
      {"a method that is no token", start("G(T / HTTP/1.1")},
      {"no version", start("GET /")},
      {"a version of a protocol that is none", start("GET / http/1.1")},
      {"a version with more digits", start("GET / HTTP/1.10")},
      {"a version before 1.1", start("GET / HTTP/1.0"), "505"},
      {"a version beyond 1.1", start("PRI * HTTP/2.0"), "505"},
      {"an expectation of something else", header("Expect: 200-ok\r\n"), "417"},
      {"a chunk without a size", chunks("\r\nabc\r\n0\r\n\r\n")},
      {"a chunk with a sign", chunks("+3\r\nabc\r\n0\r\n\r\n")},
      {"a chunk with a prefix", chunks("0x3\r\nabc\r\n0\r\n\r\n")},
      {"a chunk with an extension", chunks("3;a=b\r\nabc\r\n0\r\n\r\n")},
      {"a chunk with an extension that hides a line", chunks("3;a=\"\r\nabc\r\n0\r\n\r\n")},
      {"a last chunk with an extension", chunks("0;a\r\n\r\n")},
      {"a chunk with a space behind its size", chunks("3 \r\nabc\r\n0\r\n\r\n")},
      {"a chunk whose size ends with LF alone", chunks("3\nabc\r\n0\r\n\r\n")},
      {"a chunk whose size ends with CR alone", chunks("3\rabc\r\n0\r\n\r\n")},
      {"a chunk of a size beyond all numbers", chunks("100000003\r\nabc\r\n0\r\n\r\n")},
      {"a chunk that is longer than its size", chunks("3\r\nabcd\r\n0\r\n\r\n")},
      {"a chunk that ends with LF alone", chunks("3\r\nabc\n0\r\n\r\n")},
      {"a trailer that goes on in the next line", chunks("0\r\nA: b\r\n c\r\n\r\n")},
      {"a trailer with a bare CR", chunks("0\r\nA: b\rC: d\r\n\r\n")},
      {"a trailer that is none", chunks("0\r\nGET / HTTP/1.1\r\n\r\n")},
      {"trailers that end with LF alone", chunks("0\r\n\n")},
  };
  EXPECT_GE(std::size(kCases), 50u);
  for (const auto& [what, bytes, status] : kCases) {
    // Nothing behind it is read.
    EXPECT_THAT(ReadWhole(bytes + kGet), ElementsAre(status)) << what;
    EXPECT_THAT(Read(bytes + kGet, 1), ElementsAre(status)) << what;
  }
}

TEST(Http1Reader, RefusesHeadersThatAreTooLong) {
  const auto read = [](const std::string& fields) {
    return Read("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n" + fields, 7, /*header_bytes=*/300);
  };
  const std::string end = "\r\n0\r\n\r\n";
  // Each field counts 32 more than it has.
  const std::string fits = "A: " + std::string(300 - 15 - (4 + 1 + 32) - (17 + 7 + 32) - (1 + 32), 'x') + "\r\n";
  EXPECT_THAT(read(fits + end), ElementsAre("POST / []"));
  EXPECT_THAT(read("A" + fits + end), ElementsAre("431"));
  std::string many;
  for (int i = 0; i < 20; ++i) many += "A:\r\n";
  EXPECT_THAT(read(many + end), ElementsAre("431"));
  EXPECT_THAT(read(std::string(400, 'x')), ElementsAre("431")) << "a line that does not end";
  EXPECT_THAT(read("\r\n0\r\n" + many + "\r\n"), ElementsAre("431")) << "trailers are of the header";
}

}  // namespace
}  // namespace congress::front

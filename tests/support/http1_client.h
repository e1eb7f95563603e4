// A client that speaks HTTP/1.1 byte by byte, so that a test can say what no library would.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace congress::support {

struct HttpAnswer {
  std::string status;
  std::map<std::string, std::string> fields;
  std::string body;
  // Of how many chunks the body came; 0: its length was told.
  int chunks = 0;
};

class Http1Client {
 public:
  // To a port of loopback, from this address of it.
  explicit Http1Client(int port, const std::string& from = "127.0.0.1");
  ~Http1Client();
  Http1Client(const Http1Client&) = delete;
  Http1Client& operator=(const Http1Client&) = delete;

  // False once the other side takes nothing more.
  bool Send(std::string_view bytes);
  // A request with a body; `more`: further lines of its header, each with CR LF.
  bool Ask(std::string_view method, std::string_view path, std::string_view body = "", std::string_view more = "");
  // The next answer, without its body when `bare`; nothing when the connection has ended or it is none.
  std::optional<HttpAnswer> Next(bool bare = false);
  // The next piece of an answer that goes on.
  std::string Some();
  // Reads to the end of the connection; false when it does not come.
  bool Ends();

 private:
  bool Fill();
  std::optional<std::string> Line();
  bool Take(size_t bytes, std::string* text);

  const int socket_;
  bool late_ = false;  // Nothing came for long.
  std::string read_;
};

}  // namespace congress::support

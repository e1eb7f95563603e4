#include "platform/front/http1_reader.h"

#include <algorithm>
#include <array>

namespace congress::front {
namespace {

constexpr std::string_view kBad = "400";
// Digits of a length; more are of no body that anybody takes.
constexpr size_t kMostDigits = 12;
constexpr size_t kMostHexDigits = 8;

constexpr std::array<bool, 256> TokenCharacters() {
  std::array<bool, 256> is = {};
  for (const char c : std::string_view("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                       "!#$%&'*+-.^_`|~")) {
    is[static_cast<unsigned char>(c)] = true;
  }
  return is;
}
constexpr std::array<bool, 256> kTokenCharacters = TokenCharacters();

bool IsToken(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) { return kTokenCharacters[c]; });
}

bool IsDigit(unsigned char c) { return c >= '0' && c <= '9'; }

int HexDigit(unsigned char c) {
  if (IsDigit(c)) return c - '0';
  const int letter = (c | 0x20) - 'a';
  return letter >= 0 && letter < 6 ? 10 + letter : -1;
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  return lower;
}

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Text of one line, or bytes of whatever encoding.
bool IsValue(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return c == '\t' || (c >= ' ' && c != 0x7f); });
}

// Takes the first of lines of which each ends with CR LF. False when a CR stands elsewhere.
bool TakeLine(std::string_view* lines, std::string_view* line) {
  const size_t end = lines->find('\r');
  if (lines->substr(end, 2) != "\r\n") return false;
  *line = lines->substr(0, end);
  lines->remove_prefix(end + 2);
  return true;
}

// HOST or HOST:PORT.
bool IsAuthority(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return c > ' ' && c < 0x7f && std::string_view("/?#@\\,\"<>^`{|}").find(static_cast<char>(c)) == std::string::npos;
  });
}

}  // namespace

Http1Reader::Found Http1Reader::Fault(std::string_view status) {
  fault_ = status;
  state_ = State::kFault;
  return Found::kFault;
}

Http1Reader::Found Http1Reader::Read(std::string_view* bytes) {
  body_ = {};
  switch (state_) {
    case State::kHeader:
      return ReadHeader(bytes);
    case State::kLength:
    case State::kChunk:
      if (left_ > 0) {
        if (bytes->empty()) return Found::kNothing;
        body_ = bytes->substr(0, static_cast<size_t>(std::min<uint64_t>(left_, bytes->size())));
        bytes->remove_prefix(body_.size());
        left_ -= body_.size();
        return Found::kBody;
      }
      state_ = state_ == State::kLength ? State::kEnd : State::kChunkEnd;
      return Read(bytes);
    case State::kChunkEnd:
      if (!std::string_view("\r\n").starts_with(bytes->substr(0, 2))) return Fault(kBad);
      if (bytes->size() < 2) return Found::kNothing;
      bytes->remove_prefix(2);
      state_ = State::kChunkSize;
      [[fallthrough]];
    case State::kChunkSize:
      return ReadChunkSize(bytes);
    case State::kTrailers: {
      const size_t end = EndOfLines(*bytes);
      if (end == 0) return fault_.empty() ? Found::kNothing : Fault(fault_);
      // They say nothing that anybody asks for, but must be what they seem.
      std::string_view lines = bytes->substr(0, end - 2);
      bytes->remove_prefix(end);
      const size_t fields = request_.fields.size();
      for (std::string_view line; !lines.empty();) {
        if (!TakeLine(&lines, &line)) return Fault(kBad);
        if (const std::string_view fault = ReadField(line); !fault.empty()) return Fault(fault);
      }
      request_.fields.resize(fields);
      state_ = State::kEnd;
      [[fallthrough]];
    }
    case State::kEnd:
      state_ = State::kHeader;
      return Found::kEnd;
    case State::kFault:
      break;
  }
  return Found::kFault;
}

size_t Http1Reader::EndOfLines(std::string_view bytes) {
  while (scanned_ < bytes.size()) {
    const size_t end = bytes.find('\n', scanned_);
    if (end == std::string_view::npos) {
      scanned_ = bytes.size();
      break;
    }
    if (end == 0 || bytes[end - 1] != '\r') {
      fault_ = kBad;
      return 0;
    }
    scanned_ = end + 1;
    // An empty line.
    if (end == 1 || (end >= 3 && bytes[end - 2] == '\n')) {
      scanned_ = 0;
      return end + 1;
    }
  }
  if (bytes.size() > header_bytes_) fault_ = "431";
  return 0;
}

Http1Reader::Found Http1Reader::ReadHeader(std::string_view* bytes) {
  const size_t end = EndOfLines(*bytes);
  if (end == 0) return fault_.empty() ? Found::kNothing : Fault(fault_);
  std::string_view lines = bytes->substr(0, end - 2);
  bytes->remove_prefix(end);
  request_ = {};
  request_.version = 1;
  size_ = 0;
  keeps_ = true;
  awaits_word_ = false;
  left_ = 0;
  for (bool first = true; !lines.empty(); first = false) {
    std::string_view line;
    if (!TakeLine(&lines, &line)) return Fault(kBad);
    if (const std::string_view fault = first ? ReadStart(line) : ReadField(line); !fault.empty()) return Fault(fault);
  }
  if (const std::string_view fault = CheckHeader(); !fault.empty()) return Fault(fault);
  return Found::kHeader;
}

std::string_view Http1Reader::ReadStart(std::string_view line) {
  const size_t first = line.find(' ');
  if (first == std::string_view::npos) return kBad;
  const size_t last = line.rfind(' ');
  const std::string_view method = line.substr(0, first);
  const std::string_view version = line.substr(last + 1);
  if (last == first || !IsToken(method)) return kBad;
  const std::string_view target = line.substr(first + 1, last - first - 1);
  // The origin's form alone: whom else a proxy asks is nothing that is known here.
  const bool plain = target.starts_with('/') && std::all_of(target.begin(), target.end(), [](unsigned char c) {
                       return c > ' ' && c < 0x7f && c != '#';
                     });
  if (!version.starts_with("HTTP/") || version.size() != 8 || !IsDigit(static_cast<unsigned char>(version[5])) ||
      version[6] != '.' || !IsDigit(static_cast<unsigned char>(version[7]))) {
    return kBad;
  }
  if (version != "HTTP/1.1") return "505";
  if (!plain) return kBad;
  request_.method = method;
  request_.path = target;
  size_ += line.size();
  return "";
}

std::string_view Http1Reader::ReadField(std::string_view line) {
  // What goes on from the line before begins with a space, which is no part of a name; nor is one before the colon.
  const size_t colon = line.find(':');
  if (colon == std::string_view::npos || !IsToken(line.substr(0, colon))) return kBad;
  const std::string_view value = Trimmed(line.substr(colon + 1));
  if (!IsValue(value)) return kBad;
  size_ += colon + value.size() + 32;
  if (size_ > header_bytes_) return "431";
  request_.fields.push_back({Lower(line.substr(0, colon)), std::string(value)});
  return "";
}

std::string_view Http1Reader::CheckHeader() {
  int hosts = 0;
  int lengths = 0;
  int encodings = 0;
  for (const Field& field : request_.fields) {
    if (field.name == "host") {
      ++hosts;
      request_.authority = field.value;
    } else if (field.name == "content-length") {
      ++lengths;
      if (field.value.empty() || field.value.size() > kMostDigits) return kBad;
      for (const char c : field.value) {
        if (!IsDigit(static_cast<unsigned char>(c))) return kBad;
        left_ = left_ * 10 + static_cast<uint64_t>(c - '0');
      }
    } else if (field.name == "transfer-encoding") {
      ++encodings;
      if (Lower(field.value) != "chunked") return kBad;
    } else if (field.name == "connection") {
      std::string_view rest = field.value;
      while (!rest.empty()) {
        const size_t comma = std::min(rest.find(','), rest.size());
        if (Lower(Trimmed(rest.substr(0, comma))) == "close") keeps_ = false;
        rest.remove_prefix(std::min(comma + 1, rest.size()));
      }
    } else if (field.name == "expect") {
      if (Lower(field.value) != "100-continue") return "417";
      awaits_word_ = true;
    }
  }
  if (hosts != 1 || !IsAuthority(request_.authority) || lengths + encodings > 1) return kBad;
  state_ = encodings == 1 ? State::kChunkSize : State::kLength;
  return "";
}

Http1Reader::Found Http1Reader::ReadChunkSize(std::string_view* bytes) {
  left_ = 0;
  for (size_t i = 0; i < bytes->size(); ++i) {
    const int digit = HexDigit(static_cast<unsigned char>((*bytes)[i]));
    if (digit >= 0 && i < kMostHexDigits) {
      left_ = left_ * 16 + static_cast<uint64_t>(digit);
      continue;
    }
    // Nothing else stands in the line: extensions, which nobody asks for, hide what other readers take for its end.
    if (i == 0 || (*bytes)[i] != '\r') return Fault(kBad);
    if (i + 1 == bytes->size()) return Found::kNothing;
    if ((*bytes)[i + 1] != '\n') return Fault(kBad);
    bytes->remove_prefix(i + 2);
    state_ = left_ == 0 ? State::kTrailers : State::kChunk;
    return Read(bytes);
  }
  return Found::kNothing;
}

}  // namespace congress::front

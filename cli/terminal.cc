#include "cli/terminal.h"

#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <string>

#include "cli/visible.h"

namespace congress::cli {
namespace {

// What is written, visibly, to another buffer.
class VisibleBuffer : public std::streambuf {
 public:
  explicit VisibleBuffer(std::streambuf* to) : to_(*to) {}

 protected:
  std::streamsize xsputn(const char* text, std::streamsize size) override {
    const std::string visible = Visible({text, static_cast<size_t>(size)});
    const auto wanted = static_cast<std::streamsize>(visible.size());
    return to_.sputn(visible.data(), wanted) == wanted ? size : 0;
  }
  int_type overflow(int_type character) override {
    if (traits_type::eq_int_type(character, traits_type::eof())) return traits_type::not_eof(character);
    const char one = traits_type::to_char_type(character);
    return xsputn(&one, 1) == 1 ? character : traits_type::eof();
  }
  int sync() override { return to_.pubsync(); }

 private:
  std::streambuf& to_;
};

}  // namespace

void GuardTerminal() {
  // They last as long as the streams.
  std::cerr.rdbuf(new VisibleBuffer(std::cerr.rdbuf()));
  if (isatty(STDOUT_FILENO) == 1) std::cout.rdbuf(new VisibleBuffer(std::cout.rdbuf()));
}

bool MayColour() {
  const char* none = std::getenv("NO_COLOR");
  return (none == nullptr || *none == '\0') && isatty(STDOUT_FILENO) == 1;
}

}  // namespace congress::cli

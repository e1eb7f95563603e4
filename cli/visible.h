// What may reach a terminal.
#pragma once

#include <string>
#include <string_view>

namespace congress::cli {

// The text with all that a terminal obeys or that changes the order of letters written out, such as `\x1b` and
// `\u202e`; tabs and line breaks, CRLF as well, stay, bytes that are no UTF-8 become `\x..`. What it has written out
// it leaves as it is.
std::string Visible(std::string_view text);

}  // namespace congress::cli

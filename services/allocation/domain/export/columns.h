// Plain text laid out on a page of fixed width, as letterheads and signatures need it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace congress::allocation {

// Characters on a line.
inline constexpr size_t kPageWidth = 80;

// The lines of a text, broken between words where they are longer than `width`; a longer word stays whole.
std::vector<std::string> Wrapped(std::string_view text, size_t width);

// The lines of a text in the middle of the page.
std::string Centred(std::string_view text);

enum class LeftColumn { kCentred, kFlush };

// Two blocks of text side by side, the right one in the middle of its half of the page.
std::string SideBySide(std::string_view left, LeftColumn alignment, std::string_view right);

}  // namespace congress::allocation

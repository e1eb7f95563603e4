// Keeps what data says from being obeyed by a terminal.
#pragma once

namespace congress::cli {

// From here on standard error, and standard output where it is a terminal, take visible characters only (visible.h).
void GuardTerminal();

// Whether standard output may be coloured: a terminal, and no NO_COLOR.
bool MayColour();

}  // namespace congress::cli

// `congressctl contents`: files of papers, to the server and back.
#pragma once

#include <string_view>

namespace congress::cli {

// Whether `contents VERB` is one of these commands.
bool IsContentVerb(std::string_view verb);

// `attach` registers a paper by its file and sends it, `upload` sends the file of one that is registered, `download`
// fetches it; what was cut goes on by itself. The exit status.
int RunContents(std::string_view verb, int argc, char** argv);

}  // namespace congress::cli

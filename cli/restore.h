// `congressctl backup restore`.
#pragma once

namespace congress::cli {

int RunRestore(int argc, char** argv);

}  // namespace congress::cli

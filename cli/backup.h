// `congressctl backup`: keys of backups, and backups themselves.
#pragma once

#include <string_view>

namespace congress::cli {

// `keygen` makes the two keys, `create` fetches a backup of all services from the running suite, `list` tells what a
// folder has, `verify` holds a file against what was signed, `restore` writes it into empty stores, without a server.
// The exit status.
int RunBackup(std::string_view verb, int argc, char** argv);

}  // namespace congress::cli

#include "platform/server/main.h"

#include "services/allocation/install.h"

int main(int argc, char** argv) { return congress::server::Main(argc, argv, congress::allocation::Service()); }

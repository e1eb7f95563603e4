#include "platform/server/main.h"

#include "services/scheduling/install.h"

int main(int argc, char** argv) { return congress::server::Main(argc, argv, congress::scheduling::Service()); }

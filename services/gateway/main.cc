#include "platform/server/main.h"

#include "services/gateway/install.h"

int main(int argc, char** argv) { return congress::server::Main(argc, argv, congress::gateway::Service()); }

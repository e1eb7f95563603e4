#include "platform/server/main.h"

#include "services/drafting/install.h"

int main(int argc, char** argv) { return congress::server::Main(argc, argv, congress::drafting::Service()); }

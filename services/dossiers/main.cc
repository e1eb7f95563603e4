// The server of the dossiers service.
#include "platform/server/main.h"

#include "services/dossiers/install.h"

int main(int argc, char** argv) { return congress::server::Main(argc, argv, congress::dossiers::Service()); }

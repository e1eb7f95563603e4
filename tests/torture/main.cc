// Any server of the suite, by name as the first argument, with failpoints that fail.
#include "platform/server/main.h"

#include <cstdio>
#include <string>
#include <vector>

#include "services/allocation/install.h"
#include "services/dossiers/install.h"
#include "services/drafting/install.h"
#include "services/gateway/install.h"
#include "services/scheduling/install.h"

int main(int argc, char** argv) {
  using congress::server::Service;
  const std::string name = argc > 1 ? argv[1] : "";
  const std::vector<Service> services = {congress::drafting::Service(), congress::allocation::Service(),
                                         congress::dossiers::Service(), congress::scheduling::Service(),
                                         congress::gateway::Service()};
  if (name == "congressd") return congress::server::MainSuite(argc - 1, argv + 1, services);
  for (const Service& service : services) {
    if (name == "congress-" + service.name) return congress::server::Main(argc - 1, argv + 1, service);
  }
  std::fprintf(stderr, "congress-failing: the first argument is the name of a server\n");
  return 2;
}

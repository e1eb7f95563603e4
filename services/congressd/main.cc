// The whole suite in one process on the embedded store.
#include "platform/server/main.h"

#include "services/allocation/install.h"
#include "services/dossiers/install.h"
#include "services/drafting/install.h"
#include "services/gateway/install.h"
#include "services/scheduling/install.h"

int main(int argc, char** argv) {
  // Each may call those before it; the gateway is the door.
  return congress::server::MainSuite(
      argc, argv,
      {congress::drafting::Service(), congress::allocation::Service(), congress::dossiers::Service(),
       congress::scheduling::Service(), congress::gateway::Service()});
}

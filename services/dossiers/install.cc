#include "services/dossiers/install.h"

#include <memory>

#include "services/dossiers/dossier_service.h"
#include "services/dossiers/person_service.h"
#include "services/dossiers/position_service.h"

namespace congress::dossiers {

server::Service Service() {
  return {.name = "dossiers", .install = [](server::Host& host) {
            const auto* persons = v1::GetPersonRequest::descriptor()->file()->FindServiceByName("PersonService");
            const auto* dossiers = v1::GetDossierRequest::descriptor()->file()->FindServiceByName("DossierService");
            const auto* positions =
                v1::GetPositionSlotRequest::descriptor()->file()->FindServiceByName("PositionService");
            host.Serve(std::make_unique<PersonService>(host.gate()), *persons);
            host.Serve(std::make_unique<DossierService>(host.gate()), *dossiers);
            host.Serve(std::make_unique<PositionService>(host.gate()), *positions);
          }};
}

}  // namespace congress::dossiers

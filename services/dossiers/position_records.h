// Where tenures are kept, and how all of one person are found.
#pragma once

#include <string>

#include "congress/dossiers/v1/index.pb.h"
#include "congress/dossiers/v1/tenure.pb.h"
#include "platform/rpc/repository.h"

namespace congress::dossiers {

inline const rpc::Repository<v1::Tenure> kTenures(
    "dossiers.tenures.read",
    {.order = nullptr,
     .by = {{.field = "organisation", .values = rpc::Value(&v1::Tenure::organisation)},
            {.field = "person", .values = rpc::Value(&v1::Tenure::person)}},
     .of_all = "congresses/-/positions/-/tenures/"},
    [](const v1::Tenure& tenure) { return tenure.person(); });

// Every tenure of a person: two that begin at the same time collide on it.
inline const rpc::Repository<v1::PersonTenures> kPersonTenures(rpc::kUnlisted);

inline v1::PersonTenures NewPersonTenures(const std::string& person) {
  v1::PersonTenures tenures;
  tenures.set_name(person + "/tenures");
  return tenures;
}

}  // namespace congress::dossiers

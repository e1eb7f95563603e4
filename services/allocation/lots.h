// Lots that a call draws: their names, who draws them, and those of a congress.
#pragma once

#include <string>
#include <string_view>

#include "congress/allocation/v1/stored.pb.h"
#include "platform/rpc/call.h"
#include "platform/rpc/repository.h"
#include "platform/status/strings.h"
#include "platform/uuid/uuid.h"
#include "services/allocation/domain/apportionment/lot.h"

namespace congress::allocation {

inline constexpr std::string_view kLots = "lots/";

inline const rpc::Repository<v1::DrawnLots> kDrawnLots{rpc::kUnlisted};

inline LotDrawer LotDrawerOf(const rpc::Call& call, const std::string& organisation) {
  return {.lot = StrCat(kLots, uuid::Random()),
          .organisation = organisation,
          .person = call.principal().Account(),
          .time = call.now()};
}

// Of a congress for which none was drawn yet. `organisation`: whose plan is the first.
inline v1::DrawnLots NoLots(std::string_view congress, std::string_view organisation) {
  v1::DrawnLots none;
  none.set_name(StrCat(congress, "/drawnLots"));
  none.set_organisation(std::string(organisation));
  return none;
}

}  // namespace congress::allocation

// Lots that a call draws: their names, and who draws them.
#pragma once

#include <string>
#include <string_view>

#include "platform/rpc/call.h"
#include "platform/status/strings.h"
#include "platform/uuid/uuid.h"
#include "services/allocation/domain/apportionment/lot.h"

namespace congress::allocation {

inline constexpr std::string_view kLots = "lots/";

inline LotDrawer LotDrawerOf(const rpc::Call& call, const std::string& organisation) {
  return {.lot = StrCat(kLots, uuid::Random()),
          .organisation = organisation,
          .person = call.principal().Account(),
          .time = call.now()};
}

}  // namespace congress::allocation

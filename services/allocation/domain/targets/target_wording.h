// Targets, their spread and their gaps in words.
#pragma once

#include <string>

#include "congress/allocation/v1/target.pb.h"
#include "congress/allocation/v1/target_spread.pb.h"
#include "platform/status/sentence.h"
#include "services/allocation/domain/plan_line.h"

namespace congress::allocation {

// In which direction it is meant: `ít nhất`.
std::string SenseOf(const v1::Target& target, const status::Teller& tell);

// Who is counted: `nữ`.
std::string GroupOf(const v1::Target& target, const status::Teller& tell);

// Sets the sentences of a spread of the target, and of its gaps, from the numbers that are there.
void TellSpread(const v1::Target& target, const LineNames& names, const status::Teller& tell, v1::TargetSpread* spread);

}  // namespace congress::allocation

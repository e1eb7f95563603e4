// Ties on the command line.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "congress/allocation/v1/apportionment.pb.h"

namespace congress::cli {

// `first`, `lot:SEED`; empty: a tie is told and left open. INVALID_ARGUMENT for anything else.
absl::StatusOr<allocation::v1::TieDecision> ReadTies(const std::string& text);

// What an open tie means, for standard error.
std::string OpenTie(const allocation::v1::ApportionmentTie& tie);

// What a lot decided, for standard error.
std::string DrawnLot(const allocation::v1::Lot& lot);

}  // namespace congress::cli

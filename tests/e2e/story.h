// The story: files of requests, one or more valid ones for every RPC, that together prepare a small congress.
//
//     # a comment
//     call allocation.v1.OrganisationService/GetOrganisation
//     @as reviewer@province
//     name: "organisations/unit-101"
//
// A request is in protobuf's text format. `${today}` and `${today+30}` are dates, `${workday+30}` the first
// working day from that one on, `${year}` and `${year+1}` numbers,
// `${x}` what `@keep x path.of.field` kept of an answer before. `@as`: the role that asks, and where it is held;
// otherwise the least role that holds the method's permission, at the province. `@account`: by whose account, where one
// role asks for two persons; otherwise the role's. `@clearance none`: without sight of
// graded fields. `@until field VALUE`: ask again until the answer says so.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "tests/e2e/any_rpc.h"

namespace congress::e2e {

struct Step {
  // `10_allocation.story:12`.
  std::string place;
  const MethodDescriptor* method = nullptr;
  std::string text;
  // Role that passes, and where it is held.
  std::string role;
  std::string organisation = "province";
  std::string account;
  bool cleared = true;
  // Variable and path of the field.
  std::map<std::string, std::string> keeps;
  // Field and value; empty: at once.
  std::string until_field;
  std::string until_value;
};

// All steps in the order of the files' names. Ends the test program with a line for a fault.
std::vector<Step> ReadStory();

// What the story has kept of answers so far.
using Variables = std::map<std::string, std::string>;

// The step's text with its variables filled in.
std::string FillIn(const std::string& text, const Variables& variables, absl::Time now);

}  // namespace congress::e2e

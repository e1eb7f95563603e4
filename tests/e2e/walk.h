// A walk through the story on a running suite: each step is asked first by those who must be refused, then with faults,
// then as it stands, then again.
#pragma once

#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "tests/e2e/any_rpc.h"
#include "tests/e2e/story.h"
#include "tests/support/suite.h"

namespace congress::e2e {

// What was done with a step's request. The first ones change nothing, in this order.
enum class Probe {
  kWrongRole,       // By a role without the permission.
  kOutsider,        // By an administrator of an organisation that owns nothing, as their token claims.
  kBoundOutsider,   // By one whom the suite made that, once it knows the organisation.
  kDeputyOutsider,  // By the deputy of one.
  kBadPageToken,    // With a page token that nobody gave.
  kStaleEtag,       // With an etag that the resource never had.
  kMissing,         // About a resource that does not exist.
  kDryRun,          // With `validate_only`.
  kPass,            // As it stands, by the step's role.
  kReplay,          // Once more, under the same request_id.
  kUncleared,       // Once more, by the same principal with no clearance.
  kReused,          // Another request under the same request_id.
  kAgain,           // The same request under a new request_id, for a method that makes a resource.
};

// A step and the answers to its probes; probes that the method has no field for are absent.
struct Leg {
  Step step;
  std::unique_ptr<Message> request;
  std::string wrong_role;
  std::map<Probe, Answer> answers;

  const Answer* Of(Probe probe) const {
    const auto found = answers.find(probe);
    return found == answers.end() ? nullptr : &found->second;
  }
};

// Walks the whole story through the gateway.
std::vector<Leg> Walk(const support::Suite& suite);

// Where a walk is made: in one process, in separate ones on SQLite, in separate ones on Redis.
enum class Ground { kCongressd, kSeparate, kRedis };
inline constexpr Ground kGrounds[] = {Ground::kCongressd, Ground::kSeparate, Ground::kRedis};
// As tests are named by it.
std::string NameOf(Ground ground);
void PrintTo(Ground ground, std::ostream* out);

// The walk of this test program; made once on each ground.
const std::vector<Leg>& WalkOn(Ground ground);

// What lay in the files of that walk when it was made: stores and their logs, contents, what processes had written; by
// path.
const std::map<std::string, std::string>& FilesOf(Ground ground);

}  // namespace congress::e2e

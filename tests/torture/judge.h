// Holds what clients were told against what the suite holds. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "congress/audit/v1/audit.pb.h"
#include "tests/torture/journal.h"

namespace congress::torture {

// What a suite holds, as it was read.
struct Holding {
  // When the reading began: what was answered before must be in it.
  absl::Time begin = absl::InfiniteFuture();
  // Nothing was under way while it was read, so that what was read one after the other belongs together.
  bool quiet = true;

  // The audit log of each service, in order, and what was found when it was held against its Merkle tree.
  std::map<std::string, std::vector<audit::v1::AuditRecord>> logs = {};
  std::vector<std::string> tampering = {};
  // How far each service's witness says that commits were answered.
  std::map<std::string, int64_t> witnessed = {};
  // Resources by what stands before the last `/` of their names; read after the logs. Only these collections are
  // judged.
  std::map<std::string, std::set<std::string>> resources = {};
  // Numbers of the register, in its order.
  std::vector<int64_t> numbers = {};
  // SHA-256, in hexadecimal, of each file that resources refer to, or why it could not be read.
  std::map<std::string, std::string> files = {};
};

struct Fault {
  enum class Kind {
    // A call was answered, and what it did is not there.
    kLost,
    // One request has two effects.
    kDoubled,
    // Every answer said that nothing was changed, and something was.
    kRefusedYetDone,
    // One request was answered in two ways.
    kTwoAnswers,
    // Two requests were given the same resource, such as a number.
    kGivenTwice,
    // An effect of a request that nobody sent.
    kNeverAsked,
    // What was done before something else lies behind it in the log.
    kOutOfOrder,
    // The log's numbers do not rise, its tree does not match, or a record that was read before is gone or altered.
    kLogBroken,
    // A resource without an entry that made it, with two, or an entry without its resource.
    kNotAudited,
    // Numbers of the register are not 1, 2, 3 …
    kNumbers,
    // A file that was answered is not there, or one that is there is not what was sent.
    kFile,
    // Answered before the witness knew.
    kNotWitnessed,
  };
  Kind kind;
  // Whom or what it concerns.
  std::string what;
};
std::string NameOf(Fault::Kind kind);
void PrintTo(const Fault& fault, std::ostream* out);

// All that cannot be; empty when clients were told the truth. Every request of the journal makes one commit. `earlier`,
// unless null, is what the same suite held before.
std::vector<Fault> Judge(const std::vector<Attempt>& journal, const Holding& holding, const Holding* earlier = nullptr);

}  // namespace congress::torture

// Matching occasions to people so that the people's numbers of occasions are level: the search behind attendance.
#pragma once

#include <vector>

#include "platform/status/wanted.h"

namespace congress::scheduling {

// Something that one person attends on all its days. People and days are numbers from 0.
struct Occasion {
  std::vector<int> days;        // Ascending, at least one.
  std::vector<int> candidates;  // Ascending.
  std::vector<int> preferred;   // Ascending, some of the candidates.
};

struct LevelMatching {
  enum class Outcome {
    kFound,      // `chosen` holds a matching.
    kUncovered,  // Proved: not every occasion can have a person.
    kUnlevel,    // Proved: the numbers of occasions cannot differ by at most one.
    kGaveUp,     // Neither found nor ruled out.
  };
  Outcome outcome = Outcome::kGaveUp;
  // By occasion: the person.
  std::vector<int> chosen;
  // Proof of kUncovered: on these days these people alone can take these occasions. Without people and occasions: the
  // occasions of several days on these days exclude each other.
  std::vector<int> days;
  std::vector<int> people;
  std::vector<int> occasions;
  // With kUnlevel: the numbers of an arrangement as level as was found; `people` are those who get the least.
  int least = 0;
  int most = 0;
  // With kGaveUp: why, where it is because nobody waits any more.
  absl::Status unwanted = absl::OkStatus();
};

// Nobody is in two occasions on one day. Occasions of one day alone are solved exactly by a flow whose cost rises with
// a person's number, so that the squares of the numbers are least and preferences are counted behind them. Those of
// several days are decided by search; relaxations that look at one of their days give the proofs where they can.
LevelMatching MatchLevel(const std::vector<Occasion>& occasions, int people, int days, int most_steps,
                         status::Wanted wanted = nullptr);

}  // namespace congress::scheduling

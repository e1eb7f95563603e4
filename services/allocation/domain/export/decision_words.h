// The words of a decision in each language that it is written in: same facts, same order, same figures.
#pragma once

#include <cstdint>
#include <string>

#include "absl/time/civil_time.h"
#include "platform/status/sentence.h"

namespace congress::allocation {

// Texts in the order in which they stand in the decision. `$0`, `$1` … stand for what the line above a text names.
struct DecisionWords {
  const char* draft;
  // Said of a text that is not the one that decides; empty for the one that does.
  const char* translation;

  const char* party;
  const char* blank_issuer;
  // $0 is the number without the Vietnamese `Số`.
  const char* number;
  const char* blank_number;
  // $0 is the place, $1 the day.
  const char* place_and_day;
  const char* blank_place;
  const char* blank_day;
  const char* kind;
  const char* subject;

  // $0 is the legal basis.
  const char* basis;
  // $0 is the rule set, $1 the day on which it came into force.
  const char* rule;
  const char* decides;

  // Delegates: $0 all, $1 ex officio, $2 elected, $3 appointed.
  const char* sums;
  // $0 is the number of seats of open ties.
  const char* undecided;
  // $0 is the most delegates.
  const char* cap;

  // $0 organisations, $1 members, seats: $2 base, $3 by members or pools ($6), $5 further; $4 explains $3.
  const char* method;
  const char* by_members;
  const char* by_pools;
  // $0 is how many delegates are appointed beside those of the organisations.
  const char* appointed_beside;
  // $0 is how many delegates ex officio sit on seats of their organisations.
  const char* ex_officio_within;
  // $0 is the tie rule.
  const char* ties;

  // $0 is `less_ex_officio` where delegates ex officio sit on seats of their organisations.
  const char* lines;
  const char* less_ex_officio;
  // $0 place in the list, $1 name, $2 code, $3 seats, $4 how they are filled, $5 members, $6 how these are known,
  // seats: $7 base, $8 by members, $9 further, and less those that delegates ex officio take.
  const char* line;
  const char* elected;
  const char* appointed;

  // Article 4 of a plan with targets for the whole congress.
  const char* structure;
  // $0 name, $1 group, $2 direction, $3 number, $4 as a share, $5 tolerance, $6 among how many, $7 whether these are
  // without those ex officio, $8 whether it is binding.
  const char* target;
  // $0 is the tolerance.
  const char* tolerance;
  const char* without_ex_officio;
  const char* binding;
  const char* guiding;
  // $0 is how many are allocated, $1 names each part with its number.
  const char* parts;
  const char* ex_officio_part;
  const char* appointed_part;

  // $0 is the number of the last article.
  const char* execution;
  const char* recipients;
  // $0 is the number of the last article.
  const char* blank_recipients;
  const char* blank_authority;
  const char* blank_title;
  const char* blank_name;
  // $0 is the hash.
  const char* hash;

  std::string (*grouped)(int64_t number);
  std::string (*day)(absl::CivilDay day);
  // Of the sentences that explain the plan.
  status::Language language;
};

const DecisionWords& Vietnamese();
const DecisionWords& English();

}  // namespace congress::allocation

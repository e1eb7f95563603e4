// A target against the delegates there are.
#pragma once

#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "congress/allocation/v1/credential.pb.h"
#include "congress/allocation/v1/delegate.pb.h"
#include "congress/allocation/v1/target.pb.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "platform/status/sentence.h"
#include "services/allocation/domain/delegation/delegations.h"

namespace congress::allocation {

// Full years on a day: one number, or two where the day of birth is not known and decides.
struct Ages {
  int least = 0;
  int most = 0;
};

// `birth` is not after the day.
Ages AgesOn(const google::type::Date& birth, absl::CivilDay day);

// Whether one of these ages is below `age`; nothing where that is not certain.
std::optional<bool> IsUnder(const Ages& ages, int age);

// Whether the delegate belongs to the target's group on the opening day, where that is known.
std::optional<bool> InGroup(const v1::Delegate& delegate, const v1::Target& target, absl::CivilDay opening);

// INVALID_ARGUMENT `FIELDS_INVALID` naming what cannot be judged: an amount that is missing, an age or a sector without
// its group or a group without it, a share above one, an id that comes twice.
absl::Status CheckTargets(const google::protobuf::RepeatedPtrField<v1::Target>& targets);

// What to judge by.
struct Field {
  // What is seen of the congress.
  const Delegations& delegations;
  // Who is counted.
  const std::vector<const v1::Delegate*>& counted;
  // Whether shares are taken of the seats planned rather than of those counted.
  bool of_planned = false;
  absl::CivilDay opening;
  // In which the results are explained.
  status::Language language = status::Language::kEnglish;
};

// The targets that can be judged by what is seen, in their order: those of the congress when all of it is seen, those
// of an organisation when that one is. Among all delegates of an organisation are those ex officio who belong to it,
// though their seats are the congress's.
std::vector<v1::TargetResult> JudgeTargets(const google::protobuf::RepeatedPtrField<v1::Target>& targets,
                                           const Field& field);

}  // namespace congress::allocation

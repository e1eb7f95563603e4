// Times in which nobody is appointed or planned, and the exceptions from them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "congress/dossiers/v1/basis.pb.h"
#include "congress/dossiers/v1/freeze_period.pb.h"
#include "services/dossiers/domain/actor.h"

namespace congress::dossiers {

// A freeze to enter; `FIELDS_INVALID` for an end before the beginning.
absl::StatusOr<v1::FreezePeriod> EnterFreeze(std::string_view id, v1::FreezePeriod freeze, const Actor& actor);

// Ended before its time. `FIELDS_INVALID` without a decision, and for a day outside it; FAILED_PRECONDITION
// `FREEZE_LIFTED`.
absl::StatusOr<v1::FreezePeriod> Lift(v1::FreezePeriod freeze, const google::type::Date& lift_date,
                                      const v1::Basis& basis);

bool HoldsOn(const v1::FreezePeriod& freeze, absl::CivilDay day);

// What somebody is about to do, and when it was decided and begins.
struct PersonnelAct {
  v1::FreezePeriod::Act act = v1::FreezePeriod::APPOINTMENT;
  std::string person;
  std::string position;
  std::string position_kind;
  absl::CivilDay decided;
  absl::CivilDay begins;
};

// Whether the freeze stops the act: it holds on the day of the decision or on the first day, so that a date before or
// after it does not get round it.
bool Stops(const v1::FreezePeriod& freeze, const PersonnelAct& act);

// Whether the exception is for this act, not decided after it, and neither used nor taken back.
bool Allows(const v1::FreezeException& exception, const PersonnelAct& act);

// An exception to record. `FIELDS_INVALID` without a decision; FAILED_PRECONDITION `FREEZE_LIFTED`.
absl::StatusOr<v1::FreezeException> Except(const v1::FreezePeriod& freeze, std::string_view id,
                                           v1::FreezeException exception, const Actor& actor);

// Taken back; FAILED_PRECONDITION `EXCEPTION_SPENT` when it was used or taken back before.
absl::StatusOr<v1::FreezeException> TakeBack(v1::FreezeException exception, const std::string& reason);

// FAILED_PRECONDITION `APPOINTMENT_FROZEN` for the act.
absl::Status Frozen(const v1::FreezePeriod& freeze, v1::FreezePeriod::Act act);

}  // namespace congress::dossiers

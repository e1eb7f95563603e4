// Erasing a person: what holds it back, who asks for it and confirms it, and what takes the person's place.
#pragma once

#include <functional>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "congress/dossiers/v1/dossier.pb.h"
#include "congress/dossiers/v1/erasure_service.pb.h"
#include "congress/dossiers/v1/package.pb.h"
#include "congress/dossiers/v1/person.pb.h"
#include "congress/dossiers/v1/personnel_plan.pb.h"
#include "congress/dossiers/v1/personnel_process.pb.h"
#include "congress/dossiers/v1/position_slot.pb.h"
#include "congress/dossiers/v1/stage_entry.pb.h"
#include "congress/dossiers/v1/suspension.pb.h"
#include "congress/dossiers/v1/tenure.pb.h"
#include "google/protobuf/message.h"
#include "services/dossiers/domain/actor.h"

namespace congress::dossiers {

// The records of one person: the one that stands, and its aliases.
using PersonNames = std::set<std::string>;

// FAILED_PRECONDITION `PERSON_HELD` where one of their dossiers is under way, or has to be kept on `today`; where they
// hold a position; where they are candidates in a process that runs; where a package with a dossier of theirs is not
// answered; where they stand in a personnel plan that is not decided; where
// something is under way against them, or a seat is decided for them.
absl::Status RequireErasable(const v1::Dossier& dossier, absl::CivilDay today);
absl::Status RequireErasable(const v1::Tenure& tenure, absl::CivilDay today);
absl::Status RequireErasable(const v1::PositionSlot& slot, const PersonNames& names);
absl::Status RequireErasable(const v1::PersonnelProcess& process, const PersonNames& names);
absl::Status RequireErasable(const v1::Package& package);
absl::Status RequireErasable(const v1::PersonnelPlan& plan);
absl::Status RequireErasable(const v1::Suspension& suspension, absl::CivilDay today);
absl::Status RequireErasable(const v1::StageEntry& entry);

// The erasure that the actor asks for; `known` is what there was before, if anything. `FIELDS_INVALID`,
// FAILED_PRECONDITION `ERASURE_REQUESTED`.
absl::StatusOr<v1::PersonErasure> AskForErasure(const v1::PersonErasure& known, const v1::Person& person,
                                                const v1::RequestErasureRequest& request, const Actor& actor);

// FAILED_PRECONDITION `ERASURE_NOT_REQUESTED` unless it waits for somebody to confirm it.
absl::Status RequireRequested(const v1::PersonErasure& erasure);

// The request, taken back. `ERASURE_NOT_REQUESTED`.
absl::StatusOr<v1::PersonErasure> TakeBackErasure(v1::PersonErasure erasure, const std::string& reason,
                                                  const Actor& actor);

// The erasure, done: nothing in it is about the person any more but their ids.
v1::PersonErasure Erased(v1::PersonErasure erasure, const PersonNames& names, const Actor& actor);

void AddLeft(v1::PersonErasure::Left::Kind kind, int count, v1::PersonErasure* erasure);

// Puts `stand_in` in the place of each of the names, wherever a text of the message, at any depth, is one. Whether
// there was any.
bool PutInPlace(const PersonNames& names, const std::string& stand_in, google::protobuf::Message* message);

// Puts `stand_in` in their place in a plan, whose act stays, and takes the words on them away.
void TakeOut(const PersonNames& names, const std::string& stand_in, v1::PersonnelPlan* plan);

// The tenure with days and decisions, and without words.
v1::Tenure WithoutWords(v1::Tenure tenure);

}  // namespace congress::dossiers

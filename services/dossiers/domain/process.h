// Personnel processes: who is in them, which step's turn it is, and how they end.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "congress/dossiers/v1/personnel_process.pb.h"
#include "congress/dossiers/v1/process_template.pb.h"
#include "congress/dossiers/v1/step_result.pb.h"
#include "services/dossiers/domain/actor.h"

namespace congress::dossiers {

// A process with all that decides where it stands.
struct Proceeding {
  v1::ProcessTemplate rules;
  v1::PersonnelProcess process;
  // Every result that was recorded, those out of force too, in any order.
  std::vector<v1::StepResult> results;
};

// Whether a result was neither corrected nor voided.
bool InForce(const v1::StepResult& result);

// The place of the step in the template; -1 when it has none of the id.
int PlaceOf(const v1::ProcessTemplate& rules, std::string_view step_id);

// The results in force, in the order of steps and ballots.
std::vector<const v1::StepResult*> ResultsInForce(const Proceeding& proceeding);

// A new process under `parent` at its first step. `FIELDS_INVALID` for a person who comes twice and for term and kind
// of position where the template asks for planning; FAILED_PRECONDITION `PROCESS_TEMPLATE_NOT_EFFECTIVE`.
absl::StatusOr<v1::PersonnelProcess> Begin(std::string_view parent, std::string_view id, v1::PersonnelProcess process,
                                           const v1::ProcessTemplate& rules, const Actor& actor);

// FAILED_PRECONDITION `PROCESS_NOT_RUNNING`.
absl::Status RequireRunning(const v1::PersonnelProcess& process);

// The process with what an update changed. `FIELDS_INVALID` without title or places; `PROCESS_NOT_RUNNING`;
// `RESULTS_PRESENT` for another number of places.
absl::StatusOr<v1::PersonnelProcess> ReviseProcess(const v1::PersonnelProcess& before, v1::PersonnelProcess after,
                                                   const Actor& actor);

// Adds somebody, or brings back who was withdrawn at the step that is still open. `PROCESS_NOT_RUNNING`,
// `CANDIDATES_CLOSED`, `CANDIDATE_PRESENT`.
absl::StatusOr<v1::PersonnelProcess> AddCandidate(Proceeding proceeding, const std::string& person, const Actor& actor);

// `PROCESS_NOT_RUNNING`, `CANDIDATE_NOT_RUNNING`.
absl::StatusOr<v1::PersonnelProcess> WithdrawCandidate(Proceeding proceeding, const std::string& person,
                                                       const std::string& reason, const Actor& actor);

// `FIELDS_INVALID`; `PROCESS_NOT_RUNNING`, `STEP_OUT_OF_ORDER` for a step that is done.
absl::StatusOr<v1::PersonnelProcess> Schedule(Proceeding proceeding, std::string_view step_id,
                                              const google::type::Date& opens, const google::type::Date& closes,
                                              const Actor& actor);

// `PROCESS_NOT_RUNNING`, `STEP_OUT_OF_ORDER`, `TIE_OPEN`, `MINUTES_MISSING`.
absl::StatusOr<v1::PersonnelProcess> Conclude(Proceeding proceeding, const std::string& conclusion,
                                              const v1::Basis& basis, const Actor& actor);

// `PROCESS_NOT_RUNNING`.
absl::StatusOr<v1::PersonnelProcess> Cancel(v1::PersonnelProcess process, const std::string& reason,
                                            const Actor& actor);

// Sets steps and candidates of a running process to what follows from the results in force and the settlements.
void Recount(Proceeding* proceeding);

// Lets the settlement of the step, where it has one, stand no longer.
void Unsettle(v1::StepState* step);

// The step whose turn it is; null when all are done.
v1::StepState* CurrentStep(v1::PersonnelProcess* process);

// `FIELDS_INVALID` for a step that the process does not have; FAILED_PRECONDITION `STEP_OUT_OF_ORDER` or, where the
// step before it is tied or short, `TIE_OPEN`, unless it is this one's turn.
absl::Status RequireTurn(v1::PersonnelProcess* process, std::string_view step_id);

// FAILED_PRECONDITION `STEP_OUT_OF_ORDER`; `cause` says what is out of order.
absl::Status OutOfOrder(const v1::PersonnelProcess& process, std::string_view step_id, std::string_view cause,
                        const std::string& current = "");

// Who is to be voted on now at the step whose turn it is.
std::vector<std::string> Standing(const v1::PersonnelProcess& process, const v1::StepState& step);

}  // namespace congress::dossiers

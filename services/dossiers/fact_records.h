// The stored facts of persons, and what a caller is told of them.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/rpc/call.h"
#include "services/dossiers/domain/person_facts.h"

namespace congress::dossiers {

// All facts of the person in the order in which they were entered, also those of older stores and those that only the
// record tells.
absl::StatusOr<std::vector<v1::PersonFact>> FactsOf(rpc::Call& call, const v1::Person& person);

// Stages facts of the person; new ones get their names.
std::vector<v1::PersonFact> PutFacts(rpc::Call& call, const v1::Person& person, std::vector<v1::PersonFact> facts);

// The curriculum vitae of a person of whom nobody has said anything yet.
v1::CurriculumVitae BlankCurriculum(const v1::Person& person);

// Stages all facts and the curriculum of a person with the organisation that keeps the record now: the new one reads
// the history, and the old one no longer does.
absl::Status MoveFacts(rpc::Call& call, const v1::Person& person);

// Whether the caller may see the field: even that there is a fact of it is told only to them.
bool MaySee(const rpc::Call& call, const v1::PersonFact& fact);

// `FIELD_GRADED` unless the caller may see the field.
absl::Status RequireSight(const rpc::Call& call, const google::protobuf::FieldDescriptor& field);

}  // namespace congress::dossiers

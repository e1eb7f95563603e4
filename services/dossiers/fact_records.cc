#include "services/dossiers/fact_records.h"

#include <set>
#include <utility>

#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/grades.h"
#include "services/dossiers/ids.h"
#include "services/dossiers/records.h"

namespace congress::dossiers {

absl::StatusOr<std::vector<v1::PersonFact>> FactsOf(rpc::Call& call, const v1::Person& person) {
  ASSIGN_OR_RETURN(std::vector<v1::PersonFact> facts, kPersonFacts.LoadAll(call, StrCat(person.name(), "/facts/")));
  ASSIGN_OR_RETURN(const std::vector<v1::PersonChange> changes,
                   kPersonChanges.LoadAll(call, StrCat(person.name(), "/changes/")));
  std::set<std::string> stored;
  for (const v1::PersonFact& fact : facts) stored.insert(fact.name());
  // One of an older store that something was done about since is stored as a fact.
  for (v1::PersonFact& fact : FactsOfChanges(person, changes)) {
    if (!stored.contains(fact.name())) facts.push_back(std::move(fact));
  }
  return WithPresent(person, std::move(facts));
}

std::vector<v1::PersonFact> PutFacts(rpc::Call& call, const v1::Person& person, std::vector<v1::PersonFact> facts) {
  for (v1::PersonFact& fact : facts) {
    if (fact.name().empty()) fact.set_name(StrCat(person.name(), "/facts/", RandomId(kIdBelowParent)));
    fact = kPersonFacts.Put(call, std::move(fact));
  }
  return facts;
}

v1::CurriculumVitae BlankCurriculum(const v1::Person& person) {
  v1::CurriculumVitae curriculum;
  curriculum.set_name(StrCat(person.name(), "/curriculumVitae"));
  curriculum.set_organisation(person.organisation());
  return curriculum;
}

absl::Status MoveFacts(rpc::Call& call, const v1::Person& person) {
  ASSIGN_OR_RETURN(std::vector<v1::PersonFact> facts, kPersonFacts.LoadAll(call, StrCat(person.name(), "/facts/")));
  for (v1::PersonFact& fact : facts) {
    fact.set_organisation(person.organisation());
    kPersonFacts.Put(call, std::move(fact));
  }
  ASSIGN_OR_RETURN(std::vector<v1::PersonChange> changes,
                   kPersonChanges.LoadAll(call, StrCat(person.name(), "/changes/")));
  for (v1::PersonChange& change : changes) {
    change.set_organisation(person.organisation());
    kPersonChanges.Put(call, std::move(change));
  }
  ASSIGN_OR_RETURN(v1::CurriculumVitae curriculum, kCurricula.LoadOr(call, BlankCurriculum(person)));
  if (!curriculum.has_update_time()) return absl::OkStatus();
  curriculum.set_organisation(person.organisation());
  kCurricula.Put(call, std::move(curriculum));
  return absl::OkStatus();
}

bool MaySee(const rpc::Call& call, const v1::PersonFact& fact) {
  const auto* field = FactField(fact.field());
  return field == nullptr || GradeOf(*field) <= call.principal().clearance;
}

absl::Status RequireSight(const rpc::Call& call, const google::protobuf::FieldDescriptor& field) {
  if (GradeOf(field) <= call.principal().clearance) return absl::OkStatus();
  return status::Error(absl::StatusCode::kPermissionDenied, status::PlatformReason::FIELD_GRADED,
                       {{"field", field.name()}, {"cause", "see"}});
}

}  // namespace congress::dossiers

// Where this service keeps its resources, under what they are found, and under whose key graded fields lie. A type with
// indexes has one repository.
#pragma once

#include <string>
#include <vector>

#include "congress/dossiers/v1/checklist_template.pb.h"
#include "congress/dossiers/v1/component.pb.h"
#include "congress/dossiers/v1/curriculum_vitae.pb.h"
#include "congress/dossiers/v1/dossier.pb.h"
#include "congress/dossiers/v1/index.pb.h"
#include "congress/dossiers/v1/person.pb.h"
#include "congress/dossiers/v1/person_fact.pb.h"
#include "congress/dossiers/v1/position_slot.pb.h"
#include "congress/dossiers/v1/suspected_duplicate.pb.h"
#include "congress/dossiers/v1/suspension.pb.h"
#include "congress/dossiers/v1/verification.pb.h"
#include "platform/rpc/repository.h"
#include "platform/text/order.h"

namespace congress::dossiers {

// The person of whom a record below theirs is a part: `persons/p-7` of `persons/p-7/facts/k2v7m0qa`.
inline std::string PersonOf(std::string_view name) {
  return std::string(name.substr(0, name.find('/', sizeof("persons"))));
}

// Fields that are graded are in no index: what is found would tell what is in them.
inline const rpc::Repository<v1::Person> kPersons(
    "dossiers.persons.read",
    {.order = [](const v1::Person& person) { return text::NameSortKey(person.display_name()); },
     .by = {{.field = "organisation", .values = rpc::Value(&v1::Person::organisation)},
            {.field = "display_name",
             .values = rpc::Value(&v1::Person::display_name),
             .kind = rpc::IndexKind::kWords}}},
    [](const v1::Person& person) { return person.name(); });

// Nobody is told that a fact is written: of one of a hidden field the event alone would tell. Who watches, and who
// reads the audit, is told of the person, who is written with it.
inline const rpc::Repository<v1::PersonFact> kPersonFacts(rpc::kUnlisted, "", [](const v1::PersonFact& fact) {
  return PersonOf(fact.name());
});

inline const rpc::Repository<v1::CurriculumVitae> kCurricula(
    rpc::kPart, "dossiers.persons.read",
    [](const v1::CurriculumVitae& curriculum) { return curriculum.organisation(); },
    [](const v1::CurriculumVitae& curriculum) { return PersonOf(curriculum.name()); });

// Nothing tells of these but FindPersonByIdentifier and SeparatePersons.
inline const rpc::Repository<v1::IdentifierClaim> kIdentifierClaims(rpc::kUnlisted);
inline const rpc::Repository<v1::PersonMerge> kPersonMerges(rpc::kUnlisted, "",
                                                            [](const v1::PersonMerge& merge) { return merge.kept(); });

inline const rpc::Repository<v1::SuspectedDuplicate> kSuspectedDuplicates(
    "dossiers.duplicates.read", [](const v1::SuspectedDuplicate& pair) { return pair.organisation(); },
    [](const v1::SuspectedDuplicate& pair) { return pair.name(); });

// As older versions kept the history of a record; read as facts.
inline const rpc::Repository<v1::PersonChange> kPersonChanges(rpc::kUnlisted, "", [](const v1::PersonChange& change) {
  return PersonOf(change.name());
});

inline const rpc::Repository<v1::ChecklistTemplate> kChecklistTemplates("dossiers.templates.read");

inline const rpc::Repository<v1::Dossier> kDossiers(
    "dossiers.dossiers.read",
    {.order = nullptr,
     .by = {{.field = "organisation", .values = rpc::Value(&v1::Dossier::organisation)},
            {.field = "person", .values = rpc::Value(&v1::Dossier::person)},
            {.field = "purpose", .values = rpc::Value(&v1::Dossier::purpose)},
            {.field = "template", .values = rpc::Value(&v1::Dossier::template_)},
            {.field = "state",
             .values =
                 [](const v1::Dossier& dossier) {
                   return std::vector<std::string>{v1::Dossier::State_Name(dossier.state())};
                 }}}},
    [](const v1::Dossier& dossier) { return dossier.person(); });

// No event and no entry of the audit names a paper: that there is one is graded as it is. What is told of the change is
// told of its dossier, which changes with it.
inline const rpc::Repository<v1::Component> kComponents(rpc::kUnlisted, "dossiers.dossiers.read",
                                                        [](const v1::Component& paper) { return paper.person(); });

// Their permissions demand a clearance, so that lists, events and the audit tell nobody else of them. The person is
// graded, so they lie under keys of their own, and FiledUnder finds those of a dossier or person.
inline const rpc::Repository<v1::Verification> kVerifications(
    rpc::kPart, "dossiers.verifications.read", [](const v1::Verification& one) { return one.organisation(); },
    [](const v1::Verification& one) { return one.name(); });
inline const rpc::Repository<v1::Suspension> kSuspensions(
    rpc::kPart, "dossiers.suspensions.read", [](const v1::Suspension& one) { return one.organisation(); },
    [](const v1::Suspension& one) { return one.name(); });
// For those that follow a person or dossier: that a person moved is told to whom their suspension is not.
inline const rpc::Repository<v1::Verification> kFollowingVerifications(rpc::kUnlisted, "",
                                                                       [](const v1::Verification& one) {
                                                                         return one.name();
                                                                       });
inline const rpc::Repository<v1::Suspension> kFollowingSuspensions(rpc::kUnlisted, "", [](const v1::Suspension& one) {
  return one.name();
});
inline const rpc::Repository<v1::Filed> kFiled(rpc::kUnlisted);

inline const rpc::Repository<v1::PersonAliases> kPersonAliases(rpc::kUnlisted);
inline const rpc::Repository<v1::PersonDossiers> kPersonDossiers(rpc::kUnlisted);

inline const rpc::Repository<v1::PositionSlot> kPositionSlots(
    "dossiers.positions.read",
    {.order = nullptr,
     .by = {{.field = "organisation", .values = rpc::Value(&v1::PositionSlot::organisation)},
            {.field = "display_name",
             .values = rpc::Value(&v1::PositionSlot::display_name),
             .kind = rpc::IndexKind::kWords}}},
    [](const v1::PositionSlot& slot) { return slot.name(); });

}  // namespace congress::dossiers

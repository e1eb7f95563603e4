// Where this service keeps its resources, and under what they are found. A type with indexes has one repository.
#pragma once

#include <string>
#include <vector>

#include "congress/dossiers/v1/checklist_template.pb.h"
#include "congress/dossiers/v1/curriculum_vitae.pb.h"
#include "congress/dossiers/v1/dossier.pb.h"
#include "congress/dossiers/v1/index.pb.h"
#include "congress/dossiers/v1/person.pb.h"
#include "congress/dossiers/v1/person_fact.pb.h"
#include "congress/dossiers/v1/position_slot.pb.h"
#include "congress/dossiers/v1/suspected_duplicate.pb.h"
#include "platform/rpc/repository.h"
#include "platform/text/order.h"

namespace congress::dossiers {

// Fields that are graded are in no index: what is found would tell what is in them.
inline const rpc::Repository<v1::Person> kPersons(
    "dossiers.persons.read",
    {.order = [](const v1::Person& person) { return text::NameSortKey(person.display_name()); },
     .by = {
         {.field = "organisation", .values = rpc::Value(&v1::Person::organisation)},
         {.field = "display_name", .values = rpc::Value(&v1::Person::display_name), .kind = rpc::IndexKind::kWords}}});

// Nobody is told that a fact is written: of one of a hidden field the event alone would tell. Who watches, and who
// reads the audit, is told of the person, who is written with it.
inline const rpc::Repository<v1::PersonFact> kPersonFacts(rpc::kUnlisted);

inline const rpc::Repository<v1::CurriculumVitae> kCurricula(rpc::kPart, "dossiers.persons.read");

// Nothing tells of these but FindPersonByIdentifier and SeparatePersons.
inline const rpc::Repository<v1::IdentifierClaim> kIdentifierClaims(rpc::kUnlisted);
inline const rpc::Repository<v1::IdentifierKey> kIdentifierKeys(rpc::kUnlisted);
inline const rpc::Repository<v1::PersonMerge> kPersonMerges(rpc::kUnlisted);

inline const rpc::Repository<v1::SuspectedDuplicate> kSuspectedDuplicates("dossiers.duplicates.read");

// As older versions kept the history of a record; read as facts.
inline const rpc::Repository<v1::PersonChange> kPersonChanges(rpc::kUnlisted);

inline const rpc::Repository<v1::ChecklistTemplate> kChecklistTemplates("dossiers.templates.read");

inline const rpc::Repository<v1::Dossier> kDossiers(
    "dossiers.dossiers.read", {.order = nullptr,
                               .by = {{.field = "organisation", .values = rpc::Value(&v1::Dossier::organisation)},
                                      {.field = "person", .values = rpc::Value(&v1::Dossier::person)},
                                      {.field = "purpose", .values = rpc::Value(&v1::Dossier::purpose)},
                                      {.field = "template", .values = rpc::Value(&v1::Dossier::template_)},
                                      {.field = "state",
                                       .values =
                                           [](const v1::Dossier& dossier) {
                                             return std::vector<std::string>{v1::Dossier::State_Name(dossier.state())};
                                           }}},
                               .of_all = "congresses/-/dossiers/"});

inline const rpc::Repository<v1::DossierClaim> kDossierClaims(rpc::kUnlisted);

inline const rpc::Repository<v1::PositionSlot> kPositionSlots(
    "dossiers.positions.read", {.order = nullptr,
                                .by = {{.field = "organisation", .values = rpc::Value(&v1::PositionSlot::organisation)},
                                       {.field = "display_name",
                                        .values = rpc::Value(&v1::PositionSlot::display_name),
                                        .kind = rpc::IndexKind::kWords}}});

}  // namespace congress::dossiers

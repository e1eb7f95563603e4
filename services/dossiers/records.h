// Where this service keeps its resources, under what they are found, and under whose key graded fields lie. A type with
// indexes has one repository.
#pragma once

#include <string>
#include <vector>

#include "congress/dossiers/v1/checklist_template.pb.h"
#include "congress/dossiers/v1/dossier.pb.h"
#include "congress/dossiers/v1/index.pb.h"
#include "congress/dossiers/v1/person.pb.h"
#include "congress/dossiers/v1/position_slot.pb.h"
#include "platform/rpc/repository.h"
#include "platform/text/order.h"

namespace congress::dossiers {

// Fields that are graded are in no index: what is found would tell what is in them.
inline const rpc::Repository<v1::Person> kPersons(
    "dossiers.persons.read",
    {.order = [](const v1::Person& person) { return text::NameSortKey(person.display_name()); },
     .by = {{.field = "organisation", .values = rpc::Value(&v1::Person::organisation)},
            {.field = "display_name",
             .values = rpc::Value(&v1::Person::display_name),
             .kind = rpc::IndexKind::kWords}}},
    [](const v1::Person& person) { return person.name(); });

inline const rpc::Repository<v1::PersonChange> kPersonChanges(
    rpc::kPart, "dossiers.persons.read", [](const v1::PersonChange& change) { return change.organisation(); },
    [](const v1::PersonChange& change) { return change.name().substr(0, change.name().find("/changes/")); });

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

inline const rpc::Repository<v1::DossierClaim> kDossierClaims(rpc::kUnlisted);

inline const rpc::Repository<v1::PositionSlot> kPositionSlots(
    "dossiers.positions.read", {.order = nullptr,
                                .by = {{.field = "organisation", .values = rpc::Value(&v1::PositionSlot::organisation)},
                                       {.field = "display_name",
                                        .values = rpc::Value(&v1::PositionSlot::display_name),
                                        .kind = rpc::IndexKind::kWords}}});

}  // namespace congress::dossiers

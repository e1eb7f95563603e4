// Where this service keeps its resources, and under what they are found. A type with indexes has one repository.
#pragma once

#include <string>
#include <vector>

#include "congress/dossiers/v1/checklist_template.pb.h"
#include "congress/dossiers/v1/component.pb.h"
#include "congress/dossiers/v1/dossier.pb.h"
#include "congress/dossiers/v1/index.pb.h"
#include "congress/dossiers/v1/person.pb.h"
#include "congress/dossiers/v1/position_slot.pb.h"
#include "congress/dossiers/v1/suspension.pb.h"
#include "congress/dossiers/v1/verification.pb.h"
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

inline const rpc::Repository<v1::PersonChange> kPersonChanges(rpc::kPart, "dossiers.persons.read");

inline const rpc::Repository<v1::ChecklistTemplate> kChecklistTemplates("dossiers.templates.read");

inline const rpc::Repository<v1::Dossier> kDossiers(
    "dossiers.dossiers.read", {.order = nullptr,
                               .by = {{.field = "organisation", .values = rpc::Value(&v1::Dossier::organisation)},
                                      {.field = "person", .values = rpc::Value(&v1::Dossier::person)},
                                      {.field = "purpose", .values = rpc::Value(&v1::Dossier::purpose)},
                                      {.field = "template", .values = rpc::Value(&v1::Dossier::template_)},
                                      {.field = "state", .values = [](const v1::Dossier& dossier) {
                                         return std::vector<std::string>{v1::Dossier::State_Name(dossier.state())};
                                       }}}});

// No event and no entry of the audit names a paper: that there is one is graded as it is. What is told of the change is
// told of its dossier, which changes with it.
inline const rpc::Repository<v1::Component> kComponents(rpc::kUnlisted, "dossiers.dossiers.read");

// Their permissions demand a clearance, so that lists, events and audit tell nobody else of them.
inline const rpc::Repository<v1::Verification> kVerifications(rpc::kPart, "dossiers.verifications.read");
inline const rpc::Repository<v1::Suspension> kSuspensions(rpc::kPart, "dossiers.suspensions.read");

inline const rpc::Repository<v1::PersonDossiers> kPersonDossiers(rpc::kUnlisted);
inline const rpc::Repository<v1::HashKey> kHashKeys(rpc::kUnlisted);

inline const rpc::Repository<v1::PositionSlot> kPositionSlots(
    "dossiers.positions.read", {.order = nullptr,
                                .by = {{.field = "organisation", .values = rpc::Value(&v1::PositionSlot::organisation)},
                                       {.field = "display_name",
                                        .values = rpc::Value(&v1::PositionSlot::display_name),
                                        .kind = rpc::IndexKind::kWords}}});

}  // namespace congress::dossiers

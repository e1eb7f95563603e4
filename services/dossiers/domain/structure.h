// Who a body is made up of, in numbers, against the targets of the rules.
#pragma once

#include <optional>
#include <vector>

#include "absl/time/civil_time.h"
#include "congress/dossiers/v1/person.pb.h"
#include "congress/dossiers/v1/personnel_rule_set.pb.h"
#include "congress/dossiers/v1/structure_service.pb.h"
#include "platform/status/sentence.h"

namespace congress::dossiers {

// Somebody who counts.
struct BodyMember {
  // None: the caller may not read the record, or there is none.
  std::optional<v1::Person> person = {};
  v1::Candidacy candidacy = v1::CANDIDACY_UNSPECIFIED;
};

// Counts the members and the numbers that the request gives. `rules`, which may be null, has the targets.
v1::Structure CountBody(const v1::CountPersonnelRequest& request, const std::vector<BodyMember>& members,
                        const v1::PersonnelRuleSet* rules, absl::CivilDay as_of, status::Language language);

}  // namespace congress::dossiers

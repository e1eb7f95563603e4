// A personnel plan that takes the place of a decided one: whose tenures go on under it, and whose end.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "congress/dossiers/v1/basis.pb.h"
#include "congress/dossiers/v1/personnel_plan.pb.h"
#include "congress/dossiers/v1/tenure.pb.h"
#include "google/type/date.pb.h"
#include "platform/rpc/call.h"
#include "services/dossiers/domain/actor.h"

namespace congress::dossiers {

// The plan whose place this one takes while that is decided; none where it takes none, or that is decided no more.
absl::StatusOr<std::optional<v1::PersonnelPlan>> SupersededBy(rpc::Call& call, const v1::PersonnelPlan& plan);

// By position and person, the tenures that go on as they are.
using KeptTenures = std::map<std::pair<std::string, std::string>, std::string>;

// Stages that the tenure on the position, which a plan began, ends by a decision. `reason` may be empty.
absl::Status EndByPlan(rpc::Call& call, const std::string& position, const v1::Tenure& tenure,
                       const google::type::Date& until, const std::string& reason, const v1::Basis& decision,
                       const Actor& actor);

// Stages that the tenures of `old` end with the day before `day`, by the decision, but those of persons whom `plan`
// puts on the same position.
absl::StatusOr<KeptTenures> EndTenuresOf(rpc::Call& call, const v1::PersonnelPlan& old, const v1::PersonnelPlan& plan,
                                         const v1::Basis& decision, absl::CivilDay day, const Actor& actor);

}  // namespace congress::dossiers

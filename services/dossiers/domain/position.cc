#include "services/dossiers/domain/position.h"

#include <algorithm>
#include <utility>

#include "congress/dossiers/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::dossiers {
namespace {

using Persons = google::protobuf::RepeatedPtrField<std::string>;

bool Holds(const Persons& persons, const std::string& person) {
  return std::find(persons.begin(), persons.end(), person) != persons.end();
}

// Whether the person was there; they no longer are.
bool Remove(Persons* persons, const std::string& person) {
  const auto found = std::find(persons->begin(), persons->end(), person);
  if (found == persons->end()) return false;
  persons->erase(found);
  return true;
}

// The slot with the counts that follow from norm and persons, and its stamp.
v1::PositionSlot Counted(v1::PositionSlot slot, const Actor& actor) {
  slot.set_filled_count(slot.holders_size());
  slot.set_vacant_count(slot.norm() - slot.holders_size());
  *slot.mutable_update_time() = civil::ToTimestamp(actor.now);
  return slot;
}

absl::Status Check(const v1::PositionSlot& slot, std::string_view path) {
  status::Violations violations;
  if (slot.organisation().empty()) violations.Add(StrCat(path, ".organisation"), status::PlatformFault::REQUIRED);
  if (slot.display_name().empty()) violations.Add(StrCat(path, ".display_name"), status::PlatformFault::REQUIRED);
  return violations.ToStatus();
}

absl::Status Refuse(v1::Reason reason, const v1::PositionSlot& slot, const std::string& person) {
  return status::FailedPrecondition(reason, {{"name", slot.name()}, {"person", person}});
}

}  // namespace

absl::StatusOr<v1::PositionSlot> Establish(std::string_view parent, std::string_view id, v1::PositionSlot slot,
                                           const Actor& actor, std::string_view path) {
  RETURN_IF_ERROR(Check(slot, path));
  slot.set_name(StrCat(parent, "/positions/", id));
  *slot.mutable_create_time() = civil::ToTimestamp(actor.now);
  return Counted(std::move(slot), actor);
}

absl::StatusOr<v1::PositionSlot> Revise(v1::PositionSlot slot, const Actor& actor) {
  RETURN_IF_ERROR(Check(slot, "position_slot"));
  if (slot.norm() < slot.holders_size()) {
    return status::FailedPrecondition(
        v1::POSITION_NORM_TOO_LOW,
        {{"name", slot.name()}, {"filled", StrCat(slot.holders_size())}, {"norm", StrCat(slot.norm())}});
  }
  return Counted(std::move(slot), actor);
}

absl::Status CheckNorm(const v1::PositionSlot& slot,
                       const std::vector<v1::GetPositionNormsResponse::PositionNorm>& norms) {
  for (const auto& norm : norms) {
    if (slot.norm() >= norm.minimum() && slot.norm() <= norm.maximum()) continue;
    return status::FailedPrecondition(v1::NORM_OUTSIDE_RULE, {{"norm", StrCat(slot.norm())},
                                                              {"minimum", StrCat(norm.minimum())},
                                                              {"maximum", StrCat(norm.maximum())},
                                                              {"rule_set", norm.rule_set()}});
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::PositionSlot> Propose(v1::PositionSlot slot, const std::string& person) {
  if (Holds(slot.holders(), person) || Holds(slot.candidates(), person)) {
    return Refuse(v1::POSITION_PERSON_PRESENT, slot, person);
  }
  slot.add_candidates(person);
  return slot;
}

absl::StatusOr<v1::PositionSlot> Withdraw(v1::PositionSlot slot, const std::string& person) {
  if (!Remove(slot.mutable_candidates(), person)) return Refuse(v1::POSITION_PERSON_NOT_PROPOSED, slot, person);
  return slot;
}

absl::StatusOr<v1::PositionSlot> Fill(v1::PositionSlot slot, const std::string& person, bool unproposed,
                                      const Actor& actor) {
  if (Holds(slot.holders(), person)) return Refuse(v1::POSITION_PERSON_PRESENT, slot, person);
  if (!Remove(slot.mutable_candidates(), person) && !unproposed) {
    return Refuse(v1::POSITION_PERSON_NOT_PROPOSED, slot, person);
  }
  if (slot.holders_size() >= slot.norm()) {
    return status::FailedPrecondition(v1::POSITION_FULL, {{"name", slot.name()}, {"norm", StrCat(slot.norm())}});
  }
  slot.add_holders(person);
  return Counted(std::move(slot), actor);
}

absl::StatusOr<v1::PositionSlot> Vacate(v1::PositionSlot slot, const std::string& person, const Actor& actor) {
  if (!Remove(slot.mutable_holders(), person)) return Refuse(v1::POSITION_PERSON_ABSENT, slot, person);
  return Counted(std::move(slot), actor);
}

}  // namespace congress::dossiers

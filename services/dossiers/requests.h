// What the adapters ask of a request beyond the rules of single fields, who makes it, and whom it concerns.
#pragma once

#include <algorithm>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "congress/dossiers/v1/component.pb.h"
#include "congress/dossiers/v1/dossier.pb.h"
#include "platform/civil/civil.h"
#include "platform/rpc/call.h"
#include "platform/rpc/fields.h"
#include "platform/rpc/repository.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/actor.h"
#include "services/dossiers/domain/basis.h"
#include "services/dossiers/domain/person_facts.h"
#include "services/dossiers/persons.h"

namespace congress::dossiers {

// The caller as the domain sees them.
inline Actor ActorOf(const rpc::Call& call) {
  const auth::Principal& principal = call.principal();
  return {
      .subject = principal.Account(), .person = principal.person, .clearance = principal.clearance, .now = call.now()};
}

// The same with all names of the person, for judging who else did something.
inline absl::StatusOr<Actor> NamedActor(rpc::Call& call) {
  Actor actor = ActorOf(call);
  ASSIGN_OR_RETURN(Names own, OwnNames(call));
  actor.names = std::move(own.all);
  return actor;
}

// Nobody handles their own dossier: `SAME_PERSON` when a change by the caller concerns themselves, also under the name
// of an alias, `PERSON_UNKNOWN` when the token does not tell.
inline absl::Status RequireOther(rpc::Call& call, std::vector<std::string> persons) {
  ASSIGN_OR_RETURN(const Names own, OwnNames(call));
  for (std::string& person : persons) {
    if (own.Has(person)) person = call.principal().person;
  }
  return call.RequireOther(persons);
}
inline absl::Status RequireOther(rpc::Call& call, const std::string& person) {
  return RequireOther(call, std::vector<std::string>{person});
}

// `SAME_PERSON` when what is read concerns the caller. Reading does not need a person: who is unknown is taken for
// somebody else.
inline absl::Status RefuseOwn(rpc::Call& call, const std::string& person) {
  ASSIGN_OR_RETURN(const bool self, IsSelf(call, person));
  return self ? RequireOther(call, person) : absl::OkStatus();
}

// The same for what nobody is told of themselves: NOT_FOUND, as where there is none.
inline absl::Status HideOwn(rpc::Call& call, std::string_view kind, const std::string& name,
                            const std::vector<std::string>& persons) {
  ASSIGN_OR_RETURN(const Names own, OwnNames(call));
  return own.HasAny(persons) ? status::NotFound(kind, name) : absl::OkStatus();
}
inline absl::Status HideOwn(rpc::Call& call, std::string_view kind, const std::string& name,
                            const std::string& person) {
  return HideOwn(call, kind, name, std::vector<std::string>{person});
}

// Those of a list that the caller `may_read` and that can be read. Of the others they are told the name; whom they are
// about, nobody knows.
template <class T, class MayRead>
absl::StatusOr<std::vector<T>> Legible(rpc::Call& call, const rpc::Repository<T>& kind, std::string_view prefix,
                                       MayRead may_read) {
  std::set<std::string> damaged;
  ASSIGN_OR_RETURN(std::vector<T> all, kind.LoadAll(call, prefix, &damaged));
  std::erase_if(all, [&](const T& one) {
    if (!may_read(one)) return true;
    const bool lacks = damaged.contains(one.name());
    if (lacks) call.LacksGraded(one.name());
    return lacks;
  });
  return all;
}

// Until it is submitted, a dossier shows its graded papers only to those who gather them, or did until their
// organisation ended.
inline bool IsStillGathered(const rpc::Call& call, const v1::Dossier& dossier) {
  return dossier.state() == v1::Dossier::OPEN && !call.HoldsOrHeld("dossiers.dossiers.attach", dossier.organisation());
}

// Nobody writes blind: `FIELD_GRADED` when the message sets a field, at any depth, that the caller may not see.
inline absl::Status RefuseBlind(const rpc::Call& call, const google::protobuf::Message& said) {
  absl::Status refused;
  rpc::ForEachMessage(said, [&](const google::protobuf::Message& message) {
    std::vector<const google::protobuf::FieldDescriptor*> fields;
    message.GetReflection()->ListFields(message, &fields);
    for (const auto* field : fields) {
      if (rpc::RuleOf(*field).grade() <= call.principal().clearance || !refused.ok()) continue;
      refused = status::Error(absl::StatusCode::kPermissionDenied, status::PlatformReason::FIELD_GRADED,
                              {{"field", field->name()}});
    }
  });
  return refused;
}

// Since when and why what a request says is so. `FIELDS_INVALID` for days that have not come yet.
template <class Request>
absl::StatusOr<Reasoned> ReasonedBy(const Request& request, absl::Time now) {
  Reasoned reasoned;
  if (request.has_basis()) reasoned.basis = request.basis();
  RETURN_IF_ERROR(RequireTaken(request.basis(), now));
  if (!request.has_valid_from()) return reasoned;
  status::Violations violations;
  if (civil::FirstDay(request.valid_from()) > civil::Today(now)) {
    violations.Add("valid_from", status::PlatformFault::IN_FUTURE);
  }
  reasoned.valid_from = request.valid_from();
  RETURN_IF_ERROR(violations.ToStatus());
  return reasoned;
}

// Whether the caller may know that the paper is there.
inline bool MaySee(const rpc::Call& call, const v1::Dossier& dossier, const v1::Component& paper) {
  if (paper.grade() == annotations::v1::GRADE_UNSPECIFIED) return true;
  return paper.grade() <= call.principal().clearance && !IsStillGathered(call, dossier);
}

// `FIELDS_INVALID` when an update does not say what to update.
inline absl::Status RequireName(std::string_view field, std::string_view name) {
  status::Violations violations;
  if (name.empty()) violations.Add(field, status::PlatformFault::REQUIRED);
  return violations.ToStatus();
}

// Puts records in the order in which they were entered.
template <class T>
void SortByCreation(std::vector<T>* records) {
  std::stable_sort(records->begin(), records->end(), [](const T& one, const T& other) {
    return civil::FromTimestamp(one.create_time()) < civil::FromTimestamp(other.create_time());
  });
}

// `FIELDS_INVALID` naming the items of a batch whose key, told by `key_of`, came before. Empty ones are made here.
template <class Items, class KeyOf>
absl::Status RequireDistinct(const Items& items, std::string_view field, std::string_view key_field, KeyOf key_of) {
  status::Violations violations;
  std::set<std::string_view> seen;
  for (int i = 0; i < items.size(); ++i) {
    if (!key_of(items[i]).empty() && !seen.insert(key_of(items[i])).second) {
      violations.Add(StrCat(field, "[", i, "].", key_field), status::PlatformFault::REPEATED,
                     {{"value", std::string(key_of(items[i]))}});
    }
  }
  return violations.ToStatus();
}

}  // namespace congress::dossiers

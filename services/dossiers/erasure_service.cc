#include "services/dossiers/erasure_service.h"

#include <string>
#include <utility>
#include <vector>

#include "platform/civil/civil.h"
#include "platform/rpc/paging.h"
#include "platform/status/macros.h"
#include "services/dossiers/domain/erasure.h"
#include "services/dossiers/erasing.h"
#include "services/dossiers/erasure_records.h"
#include "services/dossiers/persons.h"
#include "services/dossiers/requests.h"

namespace congress::dossiers {
namespace {

// Names the operations.
constexpr std::string_view kErasePerson = "ErasePerson";

v1::PersonErasure NoErasure(const v1::Person& person) {
  v1::PersonErasure erasure;
  erasure.set_name(ErasureOf(person.name()));
  erasure.set_organisation(person.organisation());
  return erasure;
}

}  // namespace

ErasureService::ErasureService(rpc::Gate& gate, operations::Operations& operations, const content::OwnFiles& files)
    : operations_(operations), files_(files) {
  operations.Register(std::string(kErasePerson), [&gate](rpc::Call&, operations::Step& step) -> absl::StatusOr<bool> {
    ASSIGN_OR_RETURN(const auto erased, step.RequestAs<v1::ErasedNames>());
    const std::vector<std::string> names(erased.persons().begin(), erased.persons().end());
    RETURN_IF_ERROR(gate.EraseTraces(names, {}));
    return true;
  });
}

absl::StatusOr<v1::PersonErasure> ErasureService::RequestErasure(rpc::Call& call,
                                                                 const v1::RequestErasureRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Person person, PersonAt(call, request.name()));
  RETURN_IF_ERROR(RequireOther(call, person.name()));
  RETURN_IF_ERROR(RequireTaken(request.basis(), call.now()));
  ASSIGN_OR_RETURN(const Belongings theirs, BelongingsOf(call, person.name()));
  RETURN_IF_ERROR(RequireErasable(theirs, civil::Today(call.now())));
  ASSIGN_OR_RETURN(const v1::PersonErasure known, kErasures.LoadOr(call, NoErasure(person)));
  ASSIGN_OR_RETURN(v1::PersonErasure erasure, AskForErasure(known, person, request, ActorOf(call)));
  return kErasures.Put(call, std::move(erasure));
}

absl::StatusOr<v1::PersonErasure> ErasureService::WithdrawErasure(rpc::Call& call,
                                                                  const v1::WithdrawErasureRequest& request) const {
  return kErasures.Mutate(call, request.name(), request.etag(),
                          [&](v1::PersonErasure erasure) -> absl::StatusOr<v1::PersonErasure> {
                            RETURN_IF_ERROR(RequireOther(call, PersonOf(erasure.name())));
                            return TakeBackErasure(std::move(erasure), request.reason(), ActorOf(call));
                          });
}

absl::StatusOr<v1::ErasePersonResponse> ErasureService::ErasePerson(rpc::Call& call,
                                                                    const v1::ErasePersonRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Person person, PersonAt(call, request.name()));
  RETURN_IF_ERROR(RequireOther(call, person.name()));
  ASSIGN_OR_RETURN(v1::PersonErasure erasure, kErasures.LoadOr(call, NoErasure(person)));
  RETURN_IF_ERROR(kErasures.CheckEtag(erasure, request.etag()));
  RETURN_IF_ERROR(RequireRequested(erasure));
  RETURN_IF_ERROR(RequireOther(call, erasure.requester_person()));
  ASSIGN_OR_RETURN(const Belongings theirs, BelongingsOf(call, person.name()));
  RETURN_IF_ERROR(RequireErasable(theirs, civil::Today(call.now())));
  RETURN_IF_ERROR(EraseAll(call, files_, theirs, &erasure));
  v1::ErasedNames names;
  names.mutable_persons()->Assign(theirs.names.begin(), theirs.names.end());
  erasure = Erased(std::move(erasure), theirs.names, ActorOf(call));
  // What is only looked at begins nothing, and nothing is to be waited for.
  if (!request.validate_only()) {
    erasure.set_operation(operations_.Begin(call, kErasePerson, person.organisation(), names).name());
  }
  // Who asks for an alias is told as well that they were erased, and nobody gets the id again.
  for (const std::string& name : theirs.names) {
    v1::PersonErasure one = erasure;
    one.set_name(ErasureOf(name));
    kErasures.Put(call, std::move(one));
  }
  v1::ErasePersonResponse response;
  response.set_erased_count(erasure.erased_count());
  *response.mutable_left() = erasure.left();
  response.set_operation(erasure.operation());
  *response.mutable_erase_time() = erasure.settle_time();
  return response;
}

absl::StatusOr<v1::PersonErasure> ErasureService::GetPersonErasure(rpc::Call& call,
                                                                   const v1::GetPersonErasureRequest& request) const {
  ASSIGN_OR_RETURN(v1::PersonErasure erasure, kErasures.Get(call, request.name()));
  RETURN_IF_ERROR(RefuseOwn(call, PersonOf(erasure.name())));
  return erasure;
}

absl::StatusOr<v1::ListPersonErasuresResponse> ErasureService::ListPersonErasures(
    rpc::Call& call, const v1::ListPersonErasuresRequest& request) const {
  ASSIGN_OR_RETURN(const Names own, OwnNames(call));
  ASSIGN_OR_RETURN(auto page, kErasures.List(call, "persons/", rpc::PageOf(request), [&](const v1::PersonErasure& one) {
    return !own.Has(PersonOf(one.name())) && (request.state() == 0 || one.state() == request.state());
  }));
  v1::ListPersonErasuresResponse listed;
  listed.mutable_person_erasures()->Assign(page.items.begin(), page.items.end());
  listed.set_next_page_token(std::move(page.next_page_token));
  return listed;
}

absl::StatusOr<v1::Person> ErasedPerson(rpc::Call& call, const std::string& name) {
  const auto erasure = kErasures.Load(call, ErasureOf(name));
  if (!erasure.ok() && !absl::IsNotFound(erasure.status())) return erasure.status();
  const bool told = erasure.ok() && erasure->state() == v1::PersonErasure::ERASED &&
                    call.Holds(kPersons.read_permission(), erasure->organisation());
  if (!told) return status::NotFound(v1::Person::descriptor()->name(), name);
  RETURN_IF_ERROR(call.Require(erasure->organisation()));
  v1::Person person;
  person.set_name(name);
  person.set_organisation(erasure->organisation());
  *person.mutable_erase_time() = erasure->settle_time();
  return person;
}

}  // namespace congress::dossiers

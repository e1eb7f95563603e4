#include "services/dossiers/person_service.h"

#include <string>
#include <utility>
#include <vector>

#include "platform/imports/import.h"
#include "platform/rpc/field_mask.h"
#include "platform/rpc/fields.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/grades.h"
#include "services/dossiers/domain/person_record.h"
#include "services/dossiers/folders.h"
#include "services/dossiers/records.h"
#include "services/dossiers/requests.h"

namespace congress::dossiers {
namespace {

constexpr std::string_view kUpdate = "dossiers.persons.update";

// One's own record is refused where graded fields would be shown.
absl::Status RefuseOwnGraded(const rpc::Call& call, const v1::Person& person) {
  if (!ShowsGraded(person, call.principal().clearance)) return absl::OkStatus();
  return RefuseOwn(call, person.name());
}

// Whether the caller may see the field that was changed: even that a graded field changed is told only to them.
bool MaySee(const rpc::Call& call, const v1::PersonChange& change) {
  const auto* field = v1::Person::descriptor()->FindFieldByName(change.field());
  return field == nullptr || GradeOf(*field) <= call.principal().clearance;
}

}  // namespace

absl::StatusOr<v1::Person> PersonService::CreatePerson(rpc::Call& call, const v1::CreatePersonRequest& request) const {
  return Create(call, request.person_id(), request.person(), "person");
}

absl::StatusOr<v1::BatchCreatePersonsResponse> PersonService::BatchCreatePersons(
    rpc::Call& call, const v1::BatchCreatePersonsRequest& request) const {
  RETURN_IF_ERROR(RequireDistinct(request.persons(), "persons", "person_id",
                                  [](const v1::NewPerson& item) { return std::string_view(item.person_id()); }));
  v1::BatchCreatePersonsResponse created;
  for (int i = 0; i < request.persons_size(); ++i) {
    const v1::NewPerson& item = request.persons(i);
    ASSIGN_OR_RETURN(*created.add_persons(),
                     Create(call, item.person_id(), item.person(), StrCat("persons[", i, "].person")));
  }
  return created;
}

absl::StatusOr<v1::Person> PersonService::GetPerson(rpc::Call& call, const v1::GetPersonRequest& request) const {
  ASSIGN_OR_RETURN(v1::Person person, kPersons.Get(call, request.name()));
  RETURN_IF_ERROR(RefuseOwnGraded(call, person));
  return person;
}

absl::StatusOr<v1::ListPersonsResponse> PersonService::ListPersons(rpc::Call& call,
                                                                   const v1::ListPersonsRequest& request) const {
  ASSIGN_OR_RETURN(rpc::Query<v1::Person> query, rpc::QueryOf<v1::Person>(request));
  query.Of(call, request.organisation());
  if (!request.query().empty()) {
    query.filter.push_back({.field = "display_name", .op = rpc::Term::Operator::kHas, .value = request.query()});
  }
  ASSIGN_OR_RETURN(auto page, kPersons.Find(call, "persons/", rpc::PageOf(request), query));
  v1::ListPersonsResponse listed;
  listed.set_next_page_token(std::move(page.next_page_token));
  for (v1::Person& person : page.items) {
    if (IsOwn(call, person.name())) ClearGraded(&person);
    *listed.add_persons() = std::move(person);
  }
  return listed;
}

absl::StatusOr<v1::Person> PersonService::UpdatePerson(rpc::Call& call, const v1::UpdatePersonRequest& request) const {
  RETURN_IF_ERROR(RequireName("person.name", request.person().name()));
  ASSIGN_OR_RETURN(const v1::Person before, kPersons.Get(call, request.person().name()));
  RETURN_IF_ERROR(RequireOther(call, before.name()));
  RETURN_IF_ERROR(kPersons.CheckEtag(before, request.person().etag()));
  return Patch(call, before, request.person(), request.update_mask());
}

absl::StatusOr<tables::v1::ImportResult> PersonService::ImportPersons(rpc::Call& call,
                                                                      const v1::ImportPersonsRequest& request) const {
  ASSIGN_OR_RETURN(const tables::Form form, tables::FormOf(request.sheet(), ""));
  ASSIGN_OR_RETURN(const csv::Table table, tables::Read(request.csv(), form));
  const auto create = [&](const std::string& id, const v1::Person& person) -> absl::Status {
    v1::CreatePersonRequest one;
    one.set_person_id(id);
    *one.mutable_person() = person;
    RETURN_IF_ERROR(rpc::CheckFields(&one));
    return Create(call, id, one.person(), "person").status();
  };
  const auto update = [&](const v1::Person& before, const v1::Person& patch,
                          const google::protobuf::FieldMask& mask) -> absl::Status {
    RETURN_IF_ERROR(RequireOther(call, before.name()));
    RETURN_IF_ERROR(call.Require(kUpdate, before.organisation()));
    return Patch(call, before, patch, mask).status();
  };
  // Nobody learns of their own record, not even that a file agrees with it.
  const auto refused = [&](const v1::Person& person) { return RefuseOwn(call, person.name()); };
  return imports::Import(call, kPersons, "persons/", table, request.validate_only(), create, update, refused);
}

absl::StatusOr<v1::ListPersonChangesResponse> PersonService::ListPersonChanges(
    rpc::Call& call, const v1::ListPersonChangesRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Person person, kPersons.Get(call, request.parent()));
  RETURN_IF_ERROR(RefuseOwnGraded(call, person));
  ASSIGN_OR_RETURN(auto page,
                   kPersonChanges.List(call, StrCat(request.parent(), "/changes/"), rpc::PageOf(request),
                                       [&](const v1::PersonChange& change) { return MaySee(call, change); }));
  v1::ListPersonChangesResponse listed;
  listed.mutable_changes()->Assign(page.items.begin(), page.items.end());
  listed.set_next_page_token(std::move(page.next_page_token));
  return listed;
}

absl::StatusOr<v1::Person> PersonService::Create(rpc::Call& call, std::string_view id, const v1::Person& person,
                                                 std::string_view path) const {
  RETURN_IF_ERROR(RequireOther(call, StrCat("persons/", id)));
  ASSIGN_OR_RETURN(v1::Person recorded, Record(id, person, ActorOf(call), path));
  return kPersons.Create(call, std::move(recorded));
}

absl::StatusOr<v1::Person> PersonService::Patch(rpc::Call& call, const v1::Person& before, const v1::Person& patch,
                                                const google::protobuf::FieldMask& mask) const {
  v1::Person patched = before;
  RETURN_IF_ERROR(rpc::ApplyUpdate(call, mask, patch, &patched));
  ASSIGN_OR_RETURN(const v1::Person after, Amend(std::move(patched), ActorOf(call)));
  RETURN_IF_ERROR(call.Require(kUpdate, after.organisation()));
  return Change(call, before, after);
}

absl::StatusOr<v1::Person> PersonService::Change(rpc::Call& call, const v1::Person& before,
                                                 const v1::Person& after) const {
  ASSIGN_OR_RETURN(std::vector<v1::PersonChange> history,
                   kPersonChanges.LoadAll(call, StrCat(before.name(), "/changes/")));
  const std::vector<v1::PersonChange> fresh = ChangesBetween(before, after, history, ActorOf(call));
  if (fresh.empty()) return before;
  RETURN_IF_ERROR(FollowPerson(call, before, after));
  for (const v1::PersonChange& change : fresh) kPersonChanges.Put(call, change);
  if (after.organisation() != before.organisation()) {
    // The history follows the person, so that the new organisation reads it and the old one no longer does.
    for (v1::PersonChange& change : history) {
      change.set_organisation(after.organisation());
      kPersonChanges.Put(call, std::move(change));
    }
  }
  return kPersons.Put(call, after);
}

}  // namespace congress::dossiers

#include "services/dossiers/person_service.h"

#include <string>
#include <utility>
#include <vector>

#include "platform/rpc/field_mask.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/grades.h"
#include "services/dossiers/domain/own_dossier.h"
#include "services/dossiers/domain/person_record.h"
#include "services/dossiers/person_names.h"
#include "services/dossiers/requests.h"

namespace congress::dossiers {
namespace {

// One's own record is refused where graded fields would be shown.
absl::Status RefuseOwnGraded(const rpc::Call& call, const v1::Person& person) {
  if (!ShowsGraded(person, call.principal().clearance)) return absl::OkStatus();
  return RefuseOwn(call.principal().person, person.name());
}

// Whether the caller may see the field that was changed: even that a graded field changed is told only to them.
bool MaySee(const rpc::Call& call, const v1::PersonChange& change) {
  const auto* field = v1::Person::descriptor()->FindFieldByName(change.field());
  return field == nullptr || GradeOf(*field) <= call.principal().clearance;
}

}  // namespace

grpc::Status PersonService::CreatePerson(grpc::ServerContext* context, const v1::CreatePersonRequest* request,
                                         v1::Person* response) {
  return gate_.Pass(context, *request, response, [&](rpc::Call& call, const v1::CreatePersonRequest& checked) {
    return Create(call, checked.person_id(), checked.person(), "person");
  });
}

grpc::Status PersonService::BatchCreatePersons(grpc::ServerContext* context,
                                               const v1::BatchCreatePersonsRequest* request,
                                               v1::BatchCreatePersonsResponse* response) {
  using Response = absl::StatusOr<v1::BatchCreatePersonsResponse>;
  return gate_.Pass(
      context, *request, response, [&](rpc::Call& call, const v1::BatchCreatePersonsRequest& checked) -> Response {
        RETURN_IF_ERROR(RequireDistinct(checked.persons(), "persons", "person_id",
                                        [](const v1::NewPerson& item) { return std::string_view(item.person_id()); }));
        v1::BatchCreatePersonsResponse created;
        for (int i = 0; i < checked.persons_size(); ++i) {
          const v1::NewPerson& item = checked.persons(i);
          ASSIGN_OR_RETURN(*created.add_persons(),
                           Create(call, item.person_id(), item.person(), StrCat("persons[", i, "].person")));
        }
        return created;
      });
}

grpc::Status PersonService::GetPerson(grpc::ServerContext* context, const v1::GetPersonRequest* request,
                                      v1::Person* response) {
  using Response = absl::StatusOr<v1::Person>;
  return gate_.Pass(context, *request, response, [&](rpc::Call& call, const v1::GetPersonRequest& checked) -> Response {
    ASSIGN_OR_RETURN(v1::Person person, persons_.Get(call, checked.name()));
    RETURN_IF_ERROR(RefuseOwnGraded(call, person));
    return person;
  });
}

grpc::Status PersonService::ListPersons(grpc::ServerContext* context, const v1::ListPersonsRequest* request,
                                        v1::ListPersonsResponse* response) {
  using Response = absl::StatusOr<v1::ListPersonsResponse>;
  return gate_.Pass(context, *request, response,
                    [&](rpc::Call& call, const v1::ListPersonsRequest& checked) -> Response {
                      const std::string query = QueryKeyOf(checked.query());
                      const auto matches = [&](const v1::PersonNameEntry& entry) {
                        return (checked.organisation().empty() || entry.organisation() == checked.organisation()) &&
                               entry.search_key().find(query) != std::string::npos;
                      };
                      ASSIGN_OR_RETURN(auto page, names_.List(call, kPersonNames, rpc::PageOf(checked), matches));
                      v1::ListPersonsResponse listed;
                      listed.set_next_page_token(std::move(page.next_page_token));
                      for (const v1::PersonNameEntry& entry : page.items) {
                        auto person = persons_.Load(call, entry.person());
                        if (!person.ok()) return person.status();
                        // Renamed or moved since the entry was read: what the caller may see is judged by the person.
                        if (!call.Holds(call.permission(), person->organisation())) continue;
                        if (IsOwn(call.principal().person, person->name())) ClearGraded(&*person);
                        *listed.add_persons() = *std::move(person);
                      }
                      return listed;
                    });
}

grpc::Status PersonService::UpdatePerson(grpc::ServerContext* context, const v1::UpdatePersonRequest* request,
                                         v1::Person* response) {
  using Response = absl::StatusOr<v1::Person>;
  return gate_.Pass(context, *request, response,
                    [&](rpc::Call& call, const v1::UpdatePersonRequest& checked) -> Response {
                      RETURN_IF_ERROR(RequireName("person.name", checked.person().name()));
                      ASSIGN_OR_RETURN(const v1::Person before, persons_.Get(call, checked.person().name()));
                      RETURN_IF_ERROR(rpc::Repository<v1::Person>::CheckEtag(before, checked.person().etag()));
                      v1::Person patched = before;
                      RETURN_IF_ERROR(rpc::ApplyUpdate(call, checked.update_mask(), checked.person(), &patched));
                      ASSIGN_OR_RETURN(const v1::Person after, Amend(std::move(patched), ActorOf(call)));
                      RETURN_IF_ERROR(call.Require(after.organisation()));
                      return Change(call, before, after);
                    });
}

grpc::Status PersonService::ListPersonChanges(grpc::ServerContext* context, const v1::ListPersonChangesRequest* request,
                                              v1::ListPersonChangesResponse* response) {
  using Response = absl::StatusOr<v1::ListPersonChangesResponse>;
  return gate_.Pass(
      context, *request, response, [&](rpc::Call& call, const v1::ListPersonChangesRequest& checked) -> Response {
        ASSIGN_OR_RETURN(const v1::Person person, persons_.Get(call, checked.parent()));
        RETURN_IF_ERROR(RefuseOwnGraded(call, person));
        ASSIGN_OR_RETURN(auto page,
                         changes_.List(call, StrCat(checked.parent(), "/changes/"), rpc::PageOf(checked),
                                       [&](const v1::PersonChange& change) { return MaySee(call, change); }));
        v1::ListPersonChangesResponse listed;
        listed.mutable_changes()->Assign(page.items.begin(), page.items.end());
        listed.set_next_page_token(std::move(page.next_page_token));
        return listed;
      });
}

absl::StatusOr<v1::Person> PersonService::Create(rpc::Call& call, std::string_view id, const v1::Person& person,
                                                 std::string_view path) const {
  ASSIGN_OR_RETURN(v1::Person recorded, Record(id, person, ActorOf(call), path));
  ASSIGN_OR_RETURN(recorded, persons_.Create(call, std::move(recorded)));
  names_.Put(call, NameEntryOf(recorded));
  return recorded;
}

absl::StatusOr<v1::Person> PersonService::Change(rpc::Call& call, const v1::Person& before,
                                                 const v1::Person& after) const {
  ASSIGN_OR_RETURN(std::vector<v1::PersonChange> history, changes_.LoadAll(call, StrCat(before.name(), "/changes/")));
  const std::vector<v1::PersonChange> fresh = ChangesBetween(before, after, history, ActorOf(call));
  if (fresh.empty()) return before;
  for (const v1::PersonChange& change : fresh) changes_.Put(call, change);
  if (after.organisation() != before.organisation()) {
    // The history follows the person, so that the new organisation reads it and the old one no longer does.
    for (v1::PersonChange& change : history) {
      change.set_organisation(after.organisation());
      changes_.Put(call, std::move(change));
    }
  }
  const v1::PersonNameEntry entry = NameEntryOf(after);
  if (const std::string old = NameEntryOf(before).name(); old != entry.name()) names_.Delete(call, old);
  names_.Put(call, entry);
  return persons_.Put(call, after);
}

}  // namespace congress::dossiers

#include "services/dossiers/person_service.h"

#include <string>
#include <utility>
#include <vector>

#include "congress/dossiers/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/imports/import.h"
#include "platform/paper/paper.h"
#include "platform/rpc/field_mask.h"
#include "platform/rpc/fields.h"
#include "platform/rpc/paging.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/grades.h"
#include "services/dossiers/domain/person_record.h"
#include "services/dossiers/domain/persons_paper.h"
#include "services/dossiers/erasure_records.h"
#include "services/dossiers/fact_records.h"
#include "services/dossiers/folders.h"
#include "services/dossiers/identifier_claims.h"
#include "services/dossiers/ids.h"
#include "services/dossiers/persons.h"
#include "services/dossiers/records.h"
#include "services/dossiers/requests.h"

namespace congress::dossiers {
namespace {

constexpr std::string_view kUpdate = "dossiers.persons.update";

// One's own record is refused where graded fields would be shown.
absl::Status RefuseOwnGraded(rpc::Call& call, const v1::Person& person) {
  if (!ShowsGraded(person, call.principal().clearance)) return absl::OkStatus();
  return RefuseOwn(call, person.name());
}

// What ListPersons and ExportPersons ask for alike.
template <class Request>
void Narrow(const rpc::Call& call, const Request& request, rpc::Query<v1::Person>* query) {
  query->Of(call, request.organisation());
  if (!request.query().empty()) {
    query->filter.push_back({.field = "display_name", .op = rpc::Term::Operator::kHas, .value = request.query()});
  }
  // The record that stands for an alias is listed.
  query->matches = [](const v1::Person& person) { return person.merged_into().empty(); };
}

// The person who has one of the identifiers and whom the caller may read; none where that is nobody.
absl::StatusOr<std::string> ByIdentifiers(rpc::Call& call, const v1::Person& said) {
  for (const v1::Identifier& identifier : said.identifiers()) {
    // Who may not see identifiers could try them out.
    RETURN_IF_ERROR(RequireSight(call, *v1::Person::descriptor()->FindFieldByName("identifiers")));
    ASSIGN_OR_RETURN(const std::vector<std::string> names, PersonsWith(call, identifier));
    for (const std::string& name : names) {
      ASSIGN_OR_RETURN(std::string standing, StandingName(call, name));
      const absl::StatusOr<v1::Person> person = kPersons.Read(call, standing);
      if (person.ok()) return standing;
      if (!absl::IsNotFound(person.status())) return person.status();
    }
  }
  return "";
}

// `persons/p` of `persons/p/facts/f`.
std::string PersonOfFact(std::string_view name) { return std::string(name.substr(0, name.find("/facts/"))); }

Grade GradeOfFact(const std::string& field) {
  const auto* of = FactField(field);
  return of == nullptr ? annotations::v1::GRADE_UNSPECIFIED : GradeOf(*of);
}

}  // namespace

absl::StatusOr<v1::Person> PersonService::CreatePerson(rpc::Call& call, const v1::CreatePersonRequest& request) const {
  return Create(call, request.person_id(), request.person(), "person_id", "person");
}

absl::StatusOr<v1::BatchCreatePersonsResponse> PersonService::BatchCreatePersons(
    rpc::Call& call, const v1::BatchCreatePersonsRequest& request) const {
  RETURN_IF_ERROR(RequireDistinct(request.persons(), "persons", "person_id",
                                  [](const v1::NewPerson& item) { return std::string_view(item.person_id()); }));
  v1::BatchCreatePersonsResponse created;
  for (int i = 0; i < request.persons_size(); ++i) {
    const v1::NewPerson& item = request.persons(i);
    const std::string path = StrCat("persons[", i, "].");
    ASSIGN_OR_RETURN(*created.add_persons(),
                     Create(call, item.person_id(), item.person(), StrCat(path, "person_id"), StrCat(path, "person")));
  }
  return created;
}

absl::StatusOr<v1::Person> PersonService::GetPerson(rpc::Call& call, const v1::GetPersonRequest& request) const {
  absl::StatusOr<v1::Person> person = PersonAt(call, request.name());
  if (absl::IsNotFound(person.status())) return ErasedPerson(call, request.name());
  if (person.ok()) RETURN_IF_ERROR(RefuseOwnGraded(call, *person));
  return person;
}

absl::StatusOr<v1::ListPersonsResponse> PersonService::ListPersons(rpc::Call& call,
                                                                   const v1::ListPersonsRequest& request) const {
  ASSIGN_OR_RETURN(rpc::Query<v1::Person> query, rpc::QueryOf<v1::Person>(request));
  Narrow(call, request, &query);
  const bool cleared = call.principal().clearance > annotations::v1::GRADE_UNSPECIFIED;
  query.fields = cleared ? rpc::Fields::kAll : rpc::Fields::kUngraded;
  ASSIGN_OR_RETURN(auto page, kPersons.Find(call, "persons/", rpc::PageOf(request), query));
  ASSIGN_OR_RETURN(const std::string own, StandingName(call, call.principal().person));
  v1::ListPersonsResponse listed;
  listed.set_next_page_token(std::move(page.next_page_token));
  for (v1::Person& person : page.items) {
    if (person.name() == own) ClearGraded(&person);
    *listed.add_persons() = std::move(person);
  }
  return listed;
}

absl::StatusOr<v1::ExportPersonsResponse> PersonService::ExportPersons(rpc::Call& call,
                                                                       const v1::ExportPersonsRequest& request) const {
  rpc::Query<v1::Person> query;
  Narrow(call, request, &query);
  ASSIGN_OR_RETURN(const std::string own, StandingName(call, call.principal().person));
  std::vector<v1::Person> persons;
  rpc::PageRequest page{.page_size = rpc::kMaxPageSize, .page_token = "", .request = nullptr};
  do {
    ASSIGN_OR_RETURN(auto found, kPersons.Find(call, "persons/", page, query));
    for (v1::Person& person : found.items) {
      rpc::Redact(call.principal().clearance, &person);
      if (person.name() == own) ClearGraded(&person);
      persons.push_back(std::move(person));
    }
    page.page_token = std::move(found.next_page_token);
  } while (!page.page_token.empty());
  if (persons.empty()) return paper::NothingToPrint("persons", request.organisation());
  v1::ExportPersonsResponse response;
  const auto name_of = [&](const std::string& organisation) { return call.NameOf(organisation); };
  ASSIGN_OR_RETURN(paper::File file, paper::Render(PersonsPaper(persons, name_of, request.form(), call.language()),
                                                   request.paper_format(), layout_));
  for (const v1::Person& person : persons) {
    const std::vector<std::string> fields = GradedInPersonsPaper(person);
    if (fields.empty()) continue;
    v1::PersonShown& shown = *response.add_shown();
    shown.set_name(person.name());
    shown.mutable_fields()->Assign(fields.begin(), fields.end());
  }
  response.set_content_type(file.media_type);
  response.set_file_name(StrCat("persons", file.extension));
  response.set_content(std::move(file.content));
  response.set_person_count(static_cast<int>(persons.size()));
  return response;
}

absl::StatusOr<v1::Person> PersonService::UpdatePerson(rpc::Call& call, const v1::UpdatePersonRequest& request) const {
  RETURN_IF_ERROR(RequireName("person.name", request.person().name()));
  ASSIGN_OR_RETURN(const v1::Person before, PersonAt(call, request.person().name()));
  RETURN_IF_ERROR(RequireOther(call, before.name()));
  RETURN_IF_ERROR(kPersons.CheckEtag(before, request.person().etag()));
  ASSIGN_OR_RETURN(const Reasoned reasoned, ReasonedBy(request, call.now()));
  return Patch(call, before, request.person(), request.update_mask(), reasoned);
}

absl::StatusOr<tables::v1::ImportResult> PersonService::ImportPersons(rpc::Call& call,
                                                                      const v1::ImportPersonsRequest& request) const {
  ASSIGN_OR_RETURN(const tables::Form form, tables::FormOf(request.sheet(), ""));
  ASSIGN_OR_RETURN(const csv::Table table, tables::Read(request.csv(), form));
  const auto create = [&](const std::string& id, const v1::Person& person) -> absl::StatusOr<v1::Person> {
    v1::CreatePersonRequest one;
    one.set_person_id(id);
    *one.mutable_person() = person;
    RETURN_IF_ERROR(rpc::CheckFields(&one));
    return Create(call, id, one.person(), "name", "person");
  };
  const auto update = [&](const v1::Person& before, const v1::Person& patch,
                          const google::protobuf::FieldMask& mask) -> absl::Status {
    RETURN_IF_ERROR(RequireOther(call, before.name()));
    RETURN_IF_ERROR(call.Require(kUpdate, before.organisation()));
    if (!before.merged_into().empty()) {
      RETURN_IF_ERROR(ReadPerson(call, before.name()).status());
      return status::FailedPrecondition(v1::PERSON_MERGED,
                                        {{"name", before.name()}, {"merged_into", before.merged_into()}});
    }
    return Patch(call, before, patch, mask, {}).status();
  };
  // Nobody learns of their own record, not even that a file agrees with it.
  const auto refused = [&](const v1::Person& person) { return RefuseOwn(call, person.name()); };
  const auto find = [&](const v1::Person& said) { return ByIdentifiers(call, said); };
  return imports::Import<v1::Person>(call, kPersons, "persons/", table, request.validate_only(), create, update,
                                     refused, find);
}

absl::StatusOr<v1::PersonFact> PersonService::RecordPersonFact(rpc::Call& call,
                                                               const v1::RecordPersonFactRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Person person, PersonAt(call, request.parent()));
  RETURN_IF_ERROR(RequireOther(call, person.name()));
  RETURN_IF_ERROR(kPersons.CheckEtag(person, request.etag()));
  RETURN_IF_ERROR(RequireTaken(request.basis(), call.now()));
  const auto* field = FactField(request.field());
  if (field != nullptr) RETURN_IF_ERROR(RequireSight(call, *field));
  ASSIGN_OR_RETURN(const std::vector<v1::PersonFact> facts, FactsOf(call, person));
  v1::PersonFact said;
  said.set_field(request.field());
  *said.mutable_value() = request.value();
  if (request.has_valid_from()) *said.mutable_valid_from() = request.valid_from();
  if (request.has_valid_until()) *said.mutable_valid_until() = request.valid_until();
  if (request.has_basis()) *said.mutable_basis() = request.basis();
  ASSIGN_OR_RETURN(Entered entered, Enter(person, facts, said, ActorOf(call)));
  std::vector<v1::PersonFact> written = PutFacts(call, person, std::move(entered.facts));
  RETURN_IF_ERROR(ClaimIdentifiers(call, person, entered.person));
  RETURN_IF_ERROR(FollowPerson(call, person, entered.person));
  kPersons.Put(call, std::move(entered.person), GradeOfFact(request.field()));
  return std::move(written.back());
}

absl::StatusOr<v1::PersonFact> PersonService::CorrectPersonFact(rpc::Call& call,
                                                                const v1::CorrectPersonFactRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Person person, PersonAt(call, PersonOfFact(request.name())));
  RETURN_IF_ERROR(RequireOther(call, person.name()));
  ASSIGN_OR_RETURN(const std::vector<v1::PersonFact> facts, FactsOf(call, person));
  for (const v1::PersonFact& fact : facts) {
    if (fact.name() != request.name() || !MaySee(call, fact)) continue;
    // Read by its name, so that two corrections at once do not pass unseen.
    ASSIGN_OR_RETURN(const v1::PersonFact known, kPersonFacts.LoadOr(call, fact));
    RETURN_IF_ERROR(kPersonFacts.CheckEtag(known, request.etag()));
    RETURN_IF_ERROR(RequireTaken(request.basis(), call.now()));
    v1::Person touched = person;
    *touched.mutable_update_time() = civil::ToTimestamp(call.now());
    kPersons.Put(call, std::move(touched), GradeOfFact(known.field()));
    return PutFacts(call, person, {WithBasis(known, request.basis(), request.reason(), ActorOf(call))}).front();
  }
  return status::NotFound(v1::PersonFact::descriptor()->name(), request.name());
}

absl::StatusOr<v1::ListPersonFactsResponse> PersonService::ListPersonFacts(
    rpc::Call& call, const v1::ListPersonFactsRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Person person, PersonAt(call, request.parent()));
  RETURN_IF_ERROR(RefuseOwnGraded(call, person));
  ASSIGN_OR_RETURN(std::vector<v1::PersonFact> facts, FactsOf(call, person));
  std::erase_if(facts, [&](const v1::PersonFact& fact) {
    return !MaySee(call, fact) || (!request.field().empty() && fact.field() != request.field());
  });
  if (request.has_as_of()) facts = AsOf(facts, civil::FromDate(request.as_of()));
  ASSIGN_OR_RETURN(rpc::Slice page, rpc::SliceOf(rpc::PageOf(request), facts.size()));
  v1::ListPersonFactsResponse listed;
  for (size_t i = page.begin; i < page.end; ++i) *listed.add_facts() = std::move(facts[i]);
  listed.set_next_page_token(std::move(page.next_page_token));
  return listed;
}

absl::StatusOr<v1::Person> PersonService::Create(rpc::Call& call, std::string_view id, const v1::Person& person,
                                                 std::string_view id_path, std::string_view path) const {
  RETURN_IF_ERROR(RequireOther(call, StrCat("persons/", id)));
  RETURN_IF_ERROR(RefuseBlind(call, person));
  ASSIGN_OR_RETURN(v1::Person recorded, Record(id, person, ActorOf(call), path));
  // Who may make nothing there is told so, and not which ids would do.
  RETURN_IF_ERROR(call.Require(recorded.organisation()));
  ASSIGN_OR_RETURN(const std::string own_id, IdFor(call, id, recorded.organisation(), id_path));
  recorded.set_name(StrCat("persons/", own_id));
  ASSIGN_OR_RETURN(const bool was_theirs, kErasures.Exists(call, ErasureOf(recorded.name())));
  if (was_theirs) return status::AlreadyExists(v1::Person::descriptor()->name(), recorded.name());
  ASSIGN_OR_RETURN(recorded, kPersons.Create(call, std::move(recorded)));
  RETURN_IF_ERROR(ClaimIdentifiers(call, v1::Person(), recorded));
  return recorded;
}

absl::StatusOr<v1::Person> PersonService::Patch(rpc::Call& call, const v1::Person& before, const v1::Person& patch,
                                                const google::protobuf::FieldMask& mask,
                                                const Reasoned& reasoned) const {
  v1::Person patched = before;
  RETURN_IF_ERROR(rpc::ApplyUpdate(call, mask, patch, &patched));
  ASSIGN_OR_RETURN(const v1::Person after, Amend(std::move(patched), ActorOf(call)));
  return Change(call, before, after, reasoned);
}

absl::StatusOr<v1::Person> PersonService::Change(rpc::Call& call, const v1::Person& before, const v1::Person& after,
                                                 const Reasoned& reasoned) const {
  ASSIGN_OR_RETURN(const std::vector<v1::PersonFact> facts, FactsOf(call, before));
  std::vector<v1::PersonFact> written = FactsOfUpdate(before, after, facts, reasoned, ActorOf(call));
  if (written.empty()) return before;
  RETURN_IF_ERROR(ClaimIdentifiers(call, before, after));
  RETURN_IF_ERROR(FollowPerson(call, before, after));
  PutFacts(call, after, std::move(written));
  return kPersons.Put(call, after);
}

}  // namespace congress::dossiers

#include "services/dossiers/persons.h"

#include <utility>
#include <vector>

#include "platform/digest/sha256.h"
#include "platform/rpc/records.h"
#include "platform/rpc/stored.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/dossiers/records.h"

namespace congress::dossiers {
namespace {

absl::StatusOr<v1::PersonAliases> AliasesOf(rpc::Call& call, const std::string& person) {
  v1::PersonAliases none;
  none.set_name(StrCat(person, "/aliases"));
  return kPersonAliases.LoadOr(call, std::move(none));
}

// Where calls of the person collide: few enough places that a batch of a thousand persons, which has ten entries for
// each, has room in one commit.
std::string PlaceOf(const std::string& person) {
  constexpr size_t kPlaces = 1 << 14;
  return StrCat("persons ", std::stoul(digest::Sha256Hex(person).substr(0, 8), nullptr, 16) % kPlaces);
}

// The record that stands for the name, for a caller who may read both.
absl::StatusOr<v1::Person> Standing(rpc::Call& call, const std::string& name) {
  ASSIGN_OR_RETURN(v1::Person person, kPersons.Load(call, name));
  const auto hidden = [&](const v1::Person& one) {
    return !call.Holds(kPersons.read_permission(), one.organisation());
  };
  if (hidden(person)) return status::NotFound("Person", name);
  while (!person.merged_into().empty()) {
    ASSIGN_OR_RETURN(person, kPersons.Load(call, std::string(person.merged_into())));
  }
  // What another organisation calls them is not told.
  if (hidden(person)) return status::NotFound("Person", name);
  return person;
}

absl::Status CollideOnRecords(rpc::Call& call, const std::string& name, const std::string& standing) {
  if (auth::ReadsOnly(call.permission())) return absl::OkStatus();
  RETURN_IF_ERROR(rpc::CollideOn(call, PlaceOf(standing)));
  return standing == name ? absl::OkStatus() : rpc::CollideOn(call, PlaceOf(name));
}

}  // namespace

absl::StatusOr<Names> NamesOf(rpc::Call& call, const std::string& name) {
  Names names;
  if (name.empty()) return names;
  ASSIGN_OR_RETURN(names.standing, StandingName(call, name));
  names.all.push_back(names.standing);
  for (size_t i = 0; i < names.all.size(); ++i) {
    ASSIGN_OR_RETURN(const v1::PersonAliases known, AliasesOf(call, names.all[i]));
    names.all.insert(names.all.end(), known.aliases().begin(), known.aliases().end());
  }
  return names;
}

absl::StatusOr<Names> OwnNames(rpc::Call& call) { return NamesOf(call, call.principal().person); }

absl::Status CollideOnPerson(rpc::Call& call, const std::string& name) {
  if (auth::ReadsOnly(call.permission())) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::string standing, StandingName(call, name));
  return CollideOnRecords(call, name, standing);
}

absl::Status CollideOnPersons(rpc::Call& call, const std::vector<std::string>& names) {
  for (const std::string& name : names) RETURN_IF_ERROR(CollideOnPerson(call, name));
  return absl::OkStatus();
}

absl::StatusOr<v1::Person> PersonAt(rpc::Call& call, const std::string& name) {
  ASSIGN_OR_RETURN(v1::Person person, Standing(call, name));
  RETURN_IF_ERROR(call.Require(person.organisation()));
  RETURN_IF_ERROR(CollideOnRecords(call, name, person.name()));
  return person;
}

absl::StatusOr<v1::Person> ReadPerson(rpc::Call& call, const std::string& name) {
  ASSIGN_OR_RETURN(v1::Person person, Standing(call, name));
  RETURN_IF_ERROR(call.Require(kPersons.read_permission(), person.organisation()));
  RETURN_IF_ERROR(CollideOnRecords(call, name, person.name()));
  return person;
}

absl::StatusOr<std::string> StandingName(rpc::Call& call, std::string name) {
  while (true) {
    // It asks nothing graded, so a damaged key does not hold it up.
    const auto record = rpc::LoadRecord(call, rpc::RecordKey(kPersons.type(), name));
    if (absl::IsNotFound(record.status())) return name;
    if (!record.ok()) return record.status();
    v1::Person person;
    if (!person.ParseFromString(record->value)) return rpc::Corrupt(record->key);
    if (person.merged_into().empty()) return name;
    name = person.merged_into();
  }
}

absl::StatusOr<std::map<std::string, std::string>> ToldNames(rpc::Call& call, const std::set<std::string>& persons) {
  const std::string& permission = kPersons.read_permission();
  const bool all = call.Holds(permission, auth::kProvince);
  std::map<std::string, std::string> told;
  for (const std::string& person : persons) told.emplace(person, person);
  if (all) return told;
  // Without a check at the commit: it would be one for each of a list.
  const auto readable = [&](std::span<const std::string> names) -> absl::StatusOr<std::vector<bool>> {
    std::set<std::string> damaged;
    ASSIGN_OR_RETURN(const auto records, rpc::LoadStored(call, kPersons, names, &damaged));
    std::vector<bool> may(records.size());
    for (size_t i = 0; i < records.size(); ++i) {
      may[i] = records[i].has_value() && call.Holds(permission, records[i]->organisation());
    }
    return may;
  };
  const std::vector<std::string> asked(persons.begin(), persons.end());
  ASSIGN_OR_RETURN(const std::vector<bool> known, readable(asked));
  for (size_t i = 0; i < asked.size(); ++i) {
    if (known[i]) continue;
    ASSIGN_OR_RETURN(const Names names, NamesOf(call, asked[i]));
    ASSIGN_OR_RETURN(const std::vector<bool> may, readable(names.all));
    const auto first = std::find(may.begin(), may.end(), true);
    if (first != may.end()) told[asked[i]] = names.all[static_cast<size_t>(first - may.begin())];
  }
  return told;
}

absl::StatusOr<bool> IsSelf(rpc::Call& call, const std::string& person) {
  const std::string& self = call.principal().person;
  if (self.empty() || self == person) return !self.empty();
  ASSIGN_OR_RETURN(const Names own, OwnNames(call));
  return own.Has(person);
}

absl::Status AddAlias(rpc::Call& call, const std::string& kept, const std::string& alias) {
  ASSIGN_OR_RETURN(v1::PersonAliases aliases, AliasesOf(call, kept));
  aliases.add_aliases(alias);
  kPersonAliases.Put(call, std::move(aliases));
  return absl::OkStatus();
}

absl::Status RemoveAlias(rpc::Call& call, const std::string& kept, const std::string& alias) {
  ASSIGN_OR_RETURN(v1::PersonAliases known, AliasesOf(call, kept));
  auto& aliases = *known.mutable_aliases();
  aliases.erase(std::remove(aliases.begin(), aliases.end(), alias), aliases.end());
  kPersonAliases.Put(call, std::move(known));
  return absl::OkStatus();
}

}  // namespace congress::dossiers

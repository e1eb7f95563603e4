// Records of persons by their names, aliases resolved: a record that was merged into another stands for that one.
// Whatever a request says of a person comes in here, before it is judged or stored.
#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "congress/dossiers/v1/person.pb.h"
#include "platform/rpc/call.h"
#include "platform/status/macros.h"

namespace congress::dossiers {

// One person under every name that their records have had. What was stored before a merge keeps the name that it was
// entered with.
struct Names {
  // The name under which the record stands; empty for nobody.
  std::string standing;
  // That one, and those of the aliases.
  std::vector<std::string> all;

  bool Has(std::string_view name) const { return std::find(all.begin(), all.end(), name) != all.end(); }
  template <class Stored>
  bool HasAny(const Stored& stored) const {
    return std::any_of(stored.begin(), stored.end(), [&](const std::string& name) { return Has(name); });
  }
  // The name by which the person is in `stored`, a list of names; `otherwise` where they are not in it.
  template <class Stored>
  std::string In(const Stored& stored, const std::string& otherwise) const {
    for (const std::string& name : stored) {
      if (Has(name)) return name;
    }
    return otherwise;
  }
  // Lets `stored` name the person as their record stands.
  template <class Stored>
  void Unify(Stored* stored) const {
    for (std::string& name : *stored) {
      if (Has(name)) name = standing;
    }
  }
};

// A name of which there is no record stays, and an empty one is nobody's.
absl::StatusOr<Names> NamesOf(rpc::Call& call, const std::string& name);
// Those of the caller.
absl::StatusOr<Names> OwnNames(rpc::Call& call);

// A call that writes says so of each person whom it enters somewhere, moves, merges, separates or erases, or whose
// dossiers, places and lists it decides on, before it reads those: such calls of one person collide. Said under the
// name that is given and the one that stands for it, so that a merger and a naming of the duplicate meet.
absl::Status CollideOnPerson(rpc::Call& call, const std::string& name);
absl::Status CollideOnPersons(rpc::Call& call, const std::vector<std::string>& names);

// The person, for a caller who may read them and holds the method's permission there; of an alias the record that
// stands for it. NOT_FOUND alike when it is missing or may not be read, of the name that was given. Whoever writes
// collides on them.
absl::StatusOr<v1::Person> PersonAt(rpc::Call& call, const std::string& name);
// The same for a caller who may read them: for what a method needs besides its own.
absl::StatusOr<v1::Person> ReadPerson(rpc::Call& call, const std::string& name);

// The name under which the person's record stands; a name of which there is no record stays.
absl::StatusOr<std::string> StandingName(rpc::Call& call, std::string name);

// By which names the caller is told of these persons: the name that a record has where they may read who bears it, else
// another of the person's that they may read. Who may read none is told the one of the record.
absl::StatusOr<std::map<std::string, std::string>> ToldNames(rpc::Call& call, const std::set<std::string>& persons);

// Names the persons of records that are shown in that way.
template <class Records>
absl::Status TellPersons(rpc::Call& call, Records* records) {
  std::set<std::string> persons;
  for (const auto& one : *records) persons.insert(one.person());
  ASSIGN_OR_RETURN(const auto told, ToldNames(call, persons));
  for (auto& one : *records) one.set_person(told.at(one.person()));
  return absl::OkStatus();
}
template <class Record>
absl::StatusOr<Record> Told(rpc::Call& call, Record record) {
  std::span<Record> one(&record, 1);
  RETURN_IF_ERROR(TellPersons(call, &one));
  return record;
}

// Whether the caller is the person, also under the name of an alias.
absl::StatusOr<bool> IsSelf(rpc::Call& call, const std::string& person);

// Stages that `alias` is one of the names of `kept`, or no more.
absl::Status AddAlias(rpc::Call& call, const std::string& kept, const std::string& alias);
absl::Status RemoveAlias(rpc::Call& call, const std::string& kept, const std::string& alias);

}  // namespace congress::dossiers

#include "platform/rpc/organisations.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "congress/annotations/v1/options.pb.h"
#include "platform/civil/civil.h"
#include "platform/rpc/fields.h"
#include "platform/rpc/filter.h"
#include "platform/rpc/records.h"
#include "platform/rpc/repository.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"

namespace congress::rpc {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr std::string_view kCollection = "organisations/";

// What is asked of an organisation that a message names.
struct Mention {
  bool committee = false;      // A field says that it must be a Party committee.
  bool may_have_ended = true;  // No field asks that it stands.

  // Named here as well.
  void Add(const Mention& other) {
    committee = committee || other.committee;
    may_have_ended = may_have_ended && other.may_have_ended;
  }
};
using Mentions = std::map<std::string, Mention, std::less<>>;

// Adds the organisations that fields of the message name, without the field `but`. What the server puts together tells
// what was: it names nobody anew.
void AddNamed(const Message& message, const FieldDescriptor* but, Mentions* named) {
  const auto& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field == but) continue;
    const annotations::v1::FieldRule& rule = RuleOf(*field);
    const int size = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !rule.output_only()) {
      for (int i = 0; i < size; ++i) {
        AddNamed(field->is_repeated() ? reflection.GetRepeatedMessage(message, field, i)
                                      : reflection.GetMessage(message, field),
                 nullptr, named);
      }
    }
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_STRING ||
        !std::string_view(rule.resource()).starts_with(kCollection) || rule.may_be_unknown()) {
      continue;
    }
    for (int i = 0; i < size; ++i) {
      const std::string value =
          field->is_repeated() ? reflection.GetRepeatedString(message, field, i) : reflection.GetString(message, field);
      // What lies in an organisation, such as a post, is none itself.
      if (!value.starts_with(kCollection) || value.find('/', kCollection.size()) != std::string::npos) continue;
      (*named)[value].Add({.committee = rule.committee(), .may_have_ended = rule.may_have_ended()});
    }
  }
}

Mentions NamedIn(const Message& message, const FieldDescriptor* but = nullptr) {
  Mentions named;
  AddNamed(message, but, &named);
  return named;
}

// What a request that changes nothing asks for: in its fields and its filter, but not what is read by its name.
Mentions AskedFor(const Message& request) {
  const auto& type = *request.GetDescriptor();
  Mentions named = NamedIn(request, type.FindFieldByName("name"));
  const FieldDescriptor* text = type.FindFieldByName("filter");
  if (text == nullptr || text->cpp_type() != FieldDescriptor::CPPTYPE_STRING) return named;
  const auto filter = ParseFilter(request.GetReflection()->GetString(request, text));
  if (!filter.ok()) return named;
  for (const Term& term : *filter) {
    if (term.op == Term::Operator::kEquals && term.value.starts_with(kCollection)) named[term.value];
  }
  return named;
}

// What the record names beside whose it is.
absl::StatusOr<Mentions> NamedInRecord(const RecordType& type, const std::string& key, const std::string& value,
                                       std::string_view owner) {
  const std::unique_ptr<Message> record(type.prototype().New());
  if (!record->ParseFromString(value)) return Corrupt(key);
  const FieldDescriptor* whose = record->GetDescriptor()->FindFieldByName("organisation");
  const bool owns = whose != nullptr && whose->cpp_type() == FieldDescriptor::CPPTYPE_STRING && !whose->is_repeated() &&
                    record->GetReflection()->GetString(*record, whose) == owner;
  return NamedIn(*record, owns ? whose : nullptr);
}

// What is asked of whose record it is.
Mention Owning(const RecordType& type) {
  const FieldDescriptor* whose = type.prototype().GetDescriptor()->FindFieldByName("organisation");
  return {.committee = whose != nullptr && RuleOf(*whose).committee(), .may_have_ended = false};
}

// The organisations that records name from this call on: whose they are, where they are new or moved, and what their
// fields name that named others, or nobody, before.
absl::StatusOr<Mentions> NewlyNamed(Call& call) {
  std::map<std::string, Mentions> by_key;
  std::vector<std::string> changed;  // Keys of records that were there before and may name somebody else now.
  for (const auto& [key, staged] : call.changes().staged()) {
    const std::string& owner = staged.write.organisation;
    // An organisation is its own, and comes from where the tree does.
    if (staged.name.empty() || staged.type == nullptr || !staged.write.value.has_value() || owner == staged.name) {
      continue;
    }
    ASSIGN_OR_RETURN(Mentions named, NamedInRecord(*staged.type, key, *staged.write.value, owner));
    const bool moved =
        !staged.is_new() && !staged.previous_organisation.empty() && staged.previous_organisation != owner;
    // A part goes on with what it is part of.
    const bool entered = !staged.type->part() && (staged.is_new() || moved);
    if (entered && !owner.empty()) named[owner].Add(Owning(*staged.type));
    if (named.empty()) continue;
    if (!staged.is_new()) changed.push_back(key);
    by_key.emplace(key, std::move(named));
  }
  ASSIGN_OR_RETURN(const std::vector<store::Record> stored, StoredRecords(call, changed));
  for (const store::Record& record : stored) {
    if (record.revision == store::kAbsent) continue;
    const Changes::Staged& staged = *call.changes().Find(record.key);
    ASSIGN_OR_RETURN(const Mentions before, NamedInRecord(*staged.type, record.key, record.value, record.organisation));
    std::erase_if(by_key[record.key], [&](const auto& named) {
      const bool moved_there = named.first == staged.write.organisation && named.first != record.organisation;
      return before.contains(named.first) && !moved_there;
    });
  }
  Mentions all;
  for (const auto& [key, named] : by_key) {
    for (const auto& [name, mention] : named) all[name].Add(mention);
  }
  return all;
}

absl::Status Closed(const directory::Tree& tree, const directory::Organisation& organisation, absl::CivilDay day) {
  status::Metadata metadata = {{"organisation", organisation.name}, {"ended", civil::Format(*organisation.until)}};
  std::string successors = SuccessorsIn(tree, organisation.name, day);
  metadata.emplace_back(successors.empty() ? "cause" : "successor", successors.empty() ? "alone" : successors);
  return status::FailedPrecondition(status::PlatformReason::ORGANISATION_CLOSED, metadata);
}

}  // namespace

std::string SuccessorsIn(const directory::Tree& tree, std::string_view organisation, absl::CivilDay day) {
  const auto name = [](std::string* out, const directory::Organisation* one) { out->append(one->name); };
  return absl::StrJoin(tree.Successors(organisation, day), ", ", name);
}

absl::Status CheckOrganisations(directory::Directory& directory, const Message& request, Call::Scope& scope,
                                Call& call) {
  const bool changes = !call.changes().empty();
  Mentions named = changes ? NamedIn(request) : AskedFor(request);
  ASSIGN_OR_RETURN(const Mentions newly, NewlyNamed(call));
  for (const auto& [name, mention] : newly) named.try_emplace(name);
  // The root is there before anything is imported, and does not end.
  named.erase(std::string(auth::kProvince));
  if (named.empty()) return absl::OkStatus();
  if (scope.tree == nullptr) {
    ASSIGN_OR_RETURN(scope.tree, directory.Snapshot(scope.deadline));
  }
  const absl::CivilDay today = civil::Today(scope.now);
  for (const auto& [name, mention] : named) {
    const directory::Organisation* known = scope.tree->Find(name);
    if (known == nullptr) {
      ASSIGN_OR_RETURN(scope.tree, directory.Ask(name, scope.deadline));
      known = scope.tree->Find(name);
      if (known == nullptr) return directory::Unknown(name);
    }
    if (const auto found = newly.find(name); found != newly.end()) {
      if (!found->second.may_have_ended && known->EndedOn(today)) return Closed(*scope.tree, *known, today);
      if (found->second.committee && !known->IsCommittee()) {
        return status::FailedPrecondition(status::PlatformReason::ORGANISATION_NO_COMMITTEE, {{"organisation", name}});
      }
    }
    if (changes) call.changes().Expect(directory::EntryKey(name), known->revision);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<status::Sentence>> UnknownIn(Call& call, const Message& message) {
  std::vector<status::Sentence> unknown;
  for (const auto& [name, mention] : NamedIn(message)) {
    const absl::Status known = call.RequireKnown(name);
    if (absl::IsNotFound(known)) {
      unknown.push_back(status::Say(status::PlatformReason::ORGANISATION_UNKNOWN, {{"organisation", name}}));
    } else if (!known.ok()) {
      return known;
    }
  }
  return unknown;
}

absl::Status WithDisplayNames(absl::Status status, const directory::Tree& tree) {
  return status::Rewritten(std::move(status), [&](std::string text) {
    const auto in_id = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    for (size_t at = text.find(kCollection); at != std::string::npos; at = text.find(kCollection, at)) {
      size_t end = at + kCollection.size();
      while (end < text.size() && in_id(text[end])) ++end;
      const directory::Organisation* known = tree.Find(std::string_view(text).substr(at, end - at));
      // What lies in an organisation, such as a room, is none itself.
      const bool goes_on = end + 1 < text.size() && text[end] == '/' && in_id(text[end + 1]);
      if (goes_on || known == nullptr || known->display_name.empty()) {
        at = end;
        continue;
      }
      text.replace(at, end - at, known->display_name);
      at += known->display_name.size();
    }
    return text;
  });
}

}  // namespace congress::rpc

#include "platform/rpc/organisations.h"

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "congress/annotations/v1/options.pb.h"
#include "google/rpc/error_details.pb.h"
#include "platform/civil/civil.h"
#include "platform/rpc/fields.h"
#include "platform/rpc/filter.h"
#include "platform/rpc/records.h"
#include "platform/rpc/repository.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::rpc {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr std::string_view kCollection = "organisations/";

// What is asked of an organisation that a message names.
struct Mention {
  bool committee = false;      // A field says that it must be a Party committee.
  bool may_have_ended = true;  // No field asks that it stands.
  std::string field = {};      // The first that names it.

  // Named here as well.
  void Add(const Mention& other) {
    committee = committee || other.committee;
    may_have_ended = may_have_ended && other.may_have_ended;
  }
};
using Mentions = std::map<std::string, Mention, std::less<>>;

// Adds the organisations that fields of the message name, without the field `but`. `path` stands before the fields.
// What the server puts together tells what was: it names nobody anew.
void AddNamed(const Message& message, const FieldDescriptor* but, const std::string& path, Mentions* named) {
  const auto& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field == but) continue;
    const annotations::v1::FieldRule& rule = RuleOf(*field);
    const int size = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    const auto at = [&](int i) {
      return field->is_repeated() ? StrCat(path, field->name(), "[", i, "]") : path + field->name();
    };
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !rule.output_only()) {
      for (int i = 0; i < size; ++i) {
        AddNamed(field->is_repeated() ? reflection.GetRepeatedMessage(message, field, i)
                                      : reflection.GetMessage(message, field),
                 nullptr, at(i) + ".", named);
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
      Mention& mention = named->try_emplace(value, Mention{.field = at(i)}).first->second;
      mention.Add({.committee = rule.committee(), .may_have_ended = rule.may_have_ended()});
    }
  }
}

Mentions NamedIn(const Message& message, const FieldDescriptor* but = nullptr) {
  Mentions named;
  AddNamed(message, but, "", &named);
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
    if (term.op == Term::Operator::kEquals && term.value.starts_with(kCollection)) named[term.value].field = "filter";
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

// The organisations that records name from this call on, by the records' keys: whose they are, where they are new or
// moved, and what their fields name that named others, or nobody, before.
absl::StatusOr<std::map<std::string, Mentions>> NewlyNamed(Call& call) {
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
  return by_key;
}

absl::Status Closed(const directory::Tree& tree, const directory::Organisation& organisation, absl::CivilDay day) {
  status::Metadata metadata = {{"organisation", organisation.name}, {"ended", civil::Format(*organisation.until)}};
  std::string successors = SuccessorsIn(tree, organisation.name, day);
  metadata.emplace_back(successors.empty() ? "cause" : "successor", successors.empty() ? "alone" : successors);
  return status::FailedPrecondition(status::PlatformReason::ORGANISATION_CLOSED, metadata);
}

// Whether what the work refused says already that the organisation is nowhere.
bool Tells(const absl::Status& worked, const std::string& name, const absl::Status& unknown) {
  google::rpc::ResourceInfo missing;
  if (status::Detail(worked, &missing) && missing.resource_name() == name) return true;
  google::rpc::BadRequest parts;
  status::Detail(worked, &parts);
  return worked.message() == unknown.message() ||
         std::any_of(parts.field_violations().begin(), parts.field_violations().end(),
                     [&](const auto& part) { return absl::string_view(part.description()) == unknown.message(); });
}

// What a record may not name from now on.
absl::Status CheckNewly(const Mention& mention, const directory::Tree& tree, const directory::Organisation& known,
                        absl::CivilDay today) {
  if (!mention.may_have_ended && known.EndedOn(today)) return Closed(tree, known, today);
  if (mention.committee && !known.IsCommittee()) {
    return status::FailedPrecondition(status::PlatformReason::ORGANISATION_NO_COMMITTEE,
                                      {{"organisation", known.name}});
  }
  return absl::OkStatus();
}

// The refusal of the work, or OK, with what is refused for the organisations that are named.
absl::Status Judged(const absl::Status& worked, directory::Directory& directory, const Message& request,
                    Call::Scope& scope, Call& call) {
  const bool changes = !call.changes().empty();
  Mentions named = changes ? NamedIn(request) : AskedFor(request);
  ASSIGN_OR_RETURN(const auto by_key, NewlyNamed(call));
  Mentions newly;
  for (const auto& [key, of_record] : by_key) {
    for (const auto& [name, mention] : of_record) {
      newly[name].Add(mention);
      named.try_emplace(name, Mention{.field = call.changes().Find(key)->name});
    }
  }
  // The root is there before anything is imported, and does not end.
  named.erase(std::string(auth::kProvince));
  if (named.empty()) return worked;
  if (scope.tree == nullptr) {
    ASSIGN_OR_RETURN(scope.tree, directory.Snapshot(scope.deadline));
  }
  status::Refusals refusals;
  RETURN_IF_ERROR(refusals.Note("", worked));
  const absl::CivilDay today = civil::Today(scope.now);
  for (const auto& [name, mention] : named) {
    const directory::Organisation* known = scope.tree->Find(name);
    if (known == nullptr) {
      auto newer = directory.Ask(name, scope.deadline);
      if (newer.ok()) scope.tree = *newer;
      known = scope.tree->Find(name);
      const absl::Status unknown = newer.ok() ? directory::Unknown(name) : newer.status();
      if (known == nullptr && !Tells(worked, name, unknown)) RETURN_IF_ERROR(refusals.Note(mention.field, unknown));
      if (known == nullptr) continue;
    }
    if (const auto found = newly.find(name); found != newly.end()) {
      RETURN_IF_ERROR(refusals.Note(mention.field, CheckNewly(found->second, *scope.tree, *known, today)));
    }
    if (changes) call.changes().Expect(directory::EntryKey(name), known->revision);
  }
  return refusals.ToStatus();
}

}  // namespace

std::string SuccessorsIn(const directory::Tree& tree, std::string_view organisation, absl::CivilDay day) {
  const auto name = [](std::string* out, const directory::Organisation* one) { out->append(one->name); };
  return absl::StrJoin(tree.Successors(organisation, day), ", ", name);
}

absl::Status CheckOrganisations(directory::Directory& directory, const Message& request, Call::Scope& scope,
                                Call& call) {
  return Judged(absl::OkStatus(), directory, request, scope, call);
}

absl::Status WithUnknown(const absl::Status& worked, directory::Directory* directory, const Message& request,
                         Call::Scope& scope, Call& call) {
  const bool told = directory != nullptr && call.authorised() && status::IsRefusal(worked);
  if (!told || absl::IsPermissionDenied(worked)) return worked;
  absl::Status all = Judged(worked, *directory, request, scope, call);
  // What could not be found out is no reason to hide what was.
  return status::IsRefusal(all) ? all : worked;
}

absl::StatusOr<std::map<std::string, absl::Status>> RefusedRecords(Call& call) {
  ASSIGN_OR_RETURN(const auto by_key, NewlyNamed(call));
  std::map<std::string, absl::Status> refused;
  for (const auto& [key, named] : by_key) {
    status::Refusals refusals;
    for (const auto& [name, mention] : named) {
      const auto tree = call.TreeWith(name);
      RETURN_IF_ERROR(refusals.Note("", tree.status()));
      const directory::Organisation* known = tree.ok() && *tree != nullptr ? (*tree)->Find(name) : nullptr;
      if (known == nullptr) continue;
      RETURN_IF_ERROR(refusals.Note("", CheckNewly(mention, **tree, *known, civil::Today(call.now()))));
    }
    if (!refusals.empty()) refused.emplace(call.changes().Find(key)->name, refusals.ToStatus());
  }
  return refused;
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

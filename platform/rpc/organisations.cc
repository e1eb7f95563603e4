#include "platform/rpc/organisations.h"

#include <set>
#include <string>
#include <vector>

#include "congress/annotations/v1/options.pb.h"
#include "platform/civil/civil.h"
#include "platform/rpc/fields.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"

namespace congress::rpc {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr std::string_view kCollection = "organisations/";

// The organisations that fields of the message name.
void AddNamed(const Message& message, std::set<std::string, std::less<>>* names) {
  const auto& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const annotations::v1::FieldRule& rule = field->options().GetExtension(annotations::v1::field);
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_STRING ||
        !std::string_view(rule.resource()).starts_with(kCollection) || rule.may_be_unknown()) {
      continue;
    }
    const auto add = [&](std::string value) {
      if (value.starts_with(kCollection)) names->insert(std::move(value));
    };
    if (!field->is_repeated()) {
      add(reflection.GetString(message, field));
    } else {
      for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
        add(reflection.GetRepeatedString(message, field, i));
      }
    }
  }
}

absl::Status Closed(const directory::Organisation& organisation) {
  status::Metadata metadata = {{"organisation", organisation.name}, {"ended", civil::Format(*organisation.until)}};
  if (organisation.continued_by.empty()) {
    metadata.emplace_back("cause", "alone");
  } else {
    metadata.emplace_back("successor", organisation.continued_by);
  }
  return status::FailedPrecondition(status::PlatformReason::ORGANISATION_CLOSED, metadata);
}

}  // namespace

absl::Status CheckOrganisations(directory::Directory& directory, const Message& request, Call::Scope& scope,
                                Call& call) {
  std::set<std::string, std::less<>> named;
  ForEachMessage(request, [&](const Message& message) { AddNamed(message, &named); });
  std::set<std::string, std::less<>> entered;  // That get something new.
  for (const auto& [key, staged] : call.changes().staged()) {
    const std::string& owner = staged.write.organisation;
    // An organisation is its own, and comes from where the tree does.
    if (staged.name.empty() || staged.type == nullptr || owner.empty() || owner == staged.name) continue;
    const bool moved =
        !staged.is_new() && !staged.previous_organisation.empty() && staged.previous_organisation != owner;
    if ((staged.is_new() && !staged.type->part()) || moved) entered.insert(owner);
  }
  named.insert(entered.begin(), entered.end());
  // The root is there before anything is imported, and does not end.
  named.erase(std::string(auth::kProvince));
  if (named.empty()) return absl::OkStatus();
  if (scope.tree == nullptr) {
    ASSIGN_OR_RETURN(scope.tree, directory.Snapshot(scope.deadline));
  }
  for (const std::string& name : named) {
    const directory::Organisation* known = scope.tree->Find(name);
    if (known == nullptr) {
      ASSIGN_OR_RETURN(scope.tree, directory.Ask(name, scope.deadline));
      known = scope.tree->Find(name);
      if (known == nullptr) return directory::Unknown(name);
    }
    if (entered.contains(name) && known->EndedOn(civil::Today(scope.now))) return Closed(*known);
    call.changes().Expect(directory::EntryKey(name), known->revision);
  }
  return absl::OkStatus();
}

absl::Status WithDisplayNames(absl::Status status, const directory::Tree& tree) {
  return status::Rewritten(std::move(status), [&](std::string text) {
    const auto in_id = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    for (size_t at = text.find(kCollection); at != std::string::npos; at = text.find(kCollection, at)) {
      size_t end = at + kCollection.size();
      while (end < text.size() && in_id(text[end])) ++end;
      const directory::Organisation* known = tree.Find(std::string_view(text).substr(at, end - at));
      if (known == nullptr || known->display_name.empty()) {
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

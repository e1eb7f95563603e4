// Where this service keeps its resources, and under what they are found. A type with indexes has one repository.
#pragma once

#include <string>
#include <vector>

#include "congress/drafting/v1/document.pb.h"
#include "congress/drafting/v1/number_register.pb.h"
#include "congress/drafting/v1/stored.pb.h"
#include "platform/rpc/repository.h"
#include "platform/text/order.h"

namespace congress::drafting {

inline const rpc::Repository<v1::Document> kDocuments(
    "drafting.documents.read",
    {.order = [](const v1::Document& document) { return text::NaturalKey(document.display_name()); },
     .by = {{.field = "organisation", .values = rpc::Value(&v1::Document::organisation)},
            {.field = "kind", .values = rpc::Value(&v1::Document::kind)},
            {.field = "display_name",
             .values = rpc::Value(&v1::Document::display_name),
             .kind = rpc::IndexKind::kWords}}});

inline const rpc::Repository<v1::NumberEntry> kNumberEntries(
    "drafting.numbers.read",
    {.order = nullptr,
     .by = {{.field = "organisation", .values = rpc::Value(&v1::NumberEntry::organisation)},
            {.field = "state",
             .values =
                 [](const v1::NumberEntry& entry) {
                   return std::vector<std::string>{v1::NumberEntry::State_Name(entry.state())};
                 }},
            {.field = "title", .values = rpc::Value(&v1::NumberEntry::title), .kind = rpc::IndexKind::kWords}}});

inline const rpc::Repository<v1::NumberCounter> kNumberCounters{rpc::kUnlisted};

// Revisions lie in two records, so that lists do not read the text: what a list shows, and the sections.
class Revisions {
 public:
  // As Repository's, with the sections.
  absl::StatusOr<v1::Revision> Load(rpc::Call& call, std::string_view name) const;
  absl::StatusOr<v1::Revision> Get(rpc::Call& call, std::string_view name) const;
  v1::Revision Put(rpc::Call& call, v1::Revision revision) const;
  // Without the sections.
  absl::StatusOr<rpc::Page<v1::Revision>> List(rpc::Call& call, std::string_view prefix,
                                               const rpc::PageRequest& page) const {
    return shown_.List(call, prefix, page);
  }

 private:
  absl::StatusOr<v1::Revision> WithText(rpc::Call& call, v1::Revision revision) const;

  rpc::Repository<v1::Revision> shown_{rpc::kPart, "drafting.documents.read"};
  rpc::Repository<v1::RevisionText> texts_{rpc::kUnlisted};
};
inline const Revisions kRevisions;

}  // namespace congress::drafting

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

}  // namespace congress::drafting

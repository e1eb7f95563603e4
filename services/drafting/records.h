// Where this service keeps its resources, and under what they are found. A type with indexes has one repository.
#pragma once

#include <limits>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "congress/drafting/v1/document.pb.h"
#include "congress/drafting/v1/incoming_paper.pb.h"
#include "congress/drafting/v1/issued_paper.pb.h"
#include "congress/drafting/v1/number_register.pb.h"
#include "congress/drafting/v1/paper_link.pb.h"
#include "congress/drafting/v1/stored.pb.h"
#include "platform/civil/civil.h"
#include "platform/rpc/repository.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/text/order.h"
#include "services/drafting/domain/register_number.h"
#include "services/drafting/domain/transmission.h"

namespace congress::drafting {

// INVALID_ARGUMENT: which resource an update means is not said by the field's own rules, as a create leaves it out.
inline absl::Status RequireName(std::string_view name, std::string_view field) {
  status::Violations violations;
  if (name.empty()) violations.Add(field, status::PlatformFault::REQUIRED);
  return violations.ToStatus();
}

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

// The values of an index that is a date of the resource.
template <class T>
std::vector<std::string> DayOf(const T& resource, const google::type::Date& (T::*date)() const) {
  const google::type::Date& day = (resource.*date)();
  return civil::IsValid(day) ? std::vector<std::string>{civil::Format(civil::FromDate(day))}
                             : std::vector<std::string>();
}

inline const rpc::Repository<v1::IncomingPaper> kIncomingPapers(
    "drafting.incoming.read",
    {.order =
         [](const v1::IncomingPaper& paper) {
           return StrCat(civil::Format(civil::FromDate(paper.received_date())), text::NaturalKey(paper.name()));
         },
     .by = {
         {.field = "organisation", .values = rpc::Value(&v1::IncomingPaper::organisation)},
         {.field = "issuer_organisation", .values = rpc::Value(&v1::IncomingPaper::issuer_organisation)},
         {.field = "received_date",
          .values = [](const v1::IncomingPaper& paper) { return DayOf(paper, &v1::IncomingPaper::received_date); }},
         {.field = "due_date",
          .values = [](const v1::IncomingPaper& paper) { return DayOf(paper, &v1::IncomingPaper::due_date); }},
         // Of those that wait for an answer alone: the overdue ones are few among all that ever were due.
         {.field = "open_due_date",
          .values =
              [](const v1::IncomingPaper& paper) {
                return paper.answered_by().empty() ? DayOf(paper, &v1::IncomingPaper::due_date)
                                                   : std::vector<std::string>();
              }},
         {.field = "answered_by", .values = rpc::Value(&v1::IncomingPaper::answered_by)},
         {.field = "printed",
          .values =
              [](const v1::IncomingPaper& paper) { return std::vector<std::string>{PrintedKey(paper.number())}; }},
         {.field = "issuer", .values = rpc::Value(&v1::IncomingPaper::issuer), .kind = rpc::IndexKind::kWords},
         {.field = "abstract", .values = rpc::Value(&v1::IncomingPaper::abstract), .kind = rpc::IndexKind::kWords}}});

inline const rpc::Repository<v1::IssuedPaper> kIssuedPapers(
    "drafting.papers.read",
    {.order = nullptr,
     .by = {{.field = "organisation", .values = rpc::Value(&v1::IssuedPaper::organisation)},
            {.field = "state",
             .values =
                 [](const v1::IssuedPaper& paper) {
                   return std::vector<std::string>{v1::IssuedPaper::State_Name(paper.state())};
                 }},
            {.field = "document_type", .values = rpc::Value(&v1::IssuedPaper::document_type)},
            {.field = "document_date",
             .values = [](const v1::IssuedPaper& paper) { return DayOf(paper, &v1::IssuedPaper::document_date); }},
            {.field = "intention", .values = rpc::Value(&v1::IssuedPaper::intention)},
            {.field = "revision", .values = rpc::Value(&v1::IssuedPaper::revision)},
            {.field = "superseded_by", .values = rpc::Value(&v1::IssuedPaper::superseded_by)},
            {.field = "printed",
             .values =
                 [](const v1::IssuedPaper& paper) { return std::vector<std::string>{PrintedKey(paper.printed())}; }},
            {.field = "title", .values = rpc::Value(&v1::IssuedPaper::title), .kind = rpc::IndexKind::kWords}},
     .of_all = "numberSeries/-/papers/"});

inline const rpc::Repository<v1::IssuedPaperText> kIssuedTexts{rpc::kUnlisted};

inline const rpc::Repository<v1::PaperLink> kPaperLinks(
    "drafting.links.read", {.order = nullptr,
                            .by = {{.field = "source", .values = rpc::Value(&v1::PaperLink::source)},
                                   {.field = "target", .values = rpc::Value(&v1::PaperLink::target)}}});

inline const rpc::Repository<v1::PaperUse> kPaperUses{rpc::kUnlisted};

// Sorts the latest first.
inline std::string LatestFirst(const google::protobuf::Timestamp& time) {
  return absl::StrFormat("%020d", std::numeric_limits<int64_t>::max() - absl::ToUnixMicros(civil::FromTimestamp(time)));
}

inline const rpc::Repository<v1::Transmission> kTransmissions(
    "drafting.transmissions.read",
    {.order = [](const v1::Transmission& transmission) { return LatestFirst(transmission.send_time()); },
     .by = {{.field = "organisation", .values = rpc::Value(&v1::Transmission::organisation)},
            {.field = "purpose",
             .values =
                 [](const v1::Transmission& transmission) {
                   return std::vector<std::string>{v1::Transmission::Purpose_Name(transmission.purpose())};
                 }},
            {.field = "paper", .values = SentPapers},
            {.field = "due_date",
             .values = [](const v1::Transmission& one) { return DayOf(one, &v1::Transmission::due_date); }},
            {.field = "title", .values = rpc::Value(&v1::Transmission::title), .kind = rpc::IndexKind::kWords}}});

// Sorts behind every day.
inline constexpr std::string_view kNotDue = "never";

// The indexes of a delivery at one of its ends. 500 are sent in one commit, which leaves room for few of them.
template <class T>
rpc::Indexes<T> DeliveryIndexes(const v1::Delivery& (*delivery)(const T&)) {
  return {.order = [=](const T& one) { return LatestFirst(delivery(one).send_time()); },
          .by = {{.field = "organisation", .values = rpc::Value(&T::organisation)},
                 {.field = "state",
                  .values =
                      [=](const T& one) {
                        return std::vector<std::string>{v1::Delivery::State_Name(delivery(one).state())};
                      }},
                 // Of those that wait for somebody alone: the overdue ones are few among all that ever were due.
                 {.field = "open_due_date",
                  .values =
                      [=](const T& one) {
                        if (!IsAwaited(delivery(one))) return std::vector<std::string>();
                        std::vector<std::string> due = DayOf(delivery(one), &v1::Delivery::due_date);
                        return due.empty() ? std::vector<std::string>{std::string(kNotDue)} : due;
                      }}},
          .of_all = "transmissions/-/deliveries/"};
}
// A delivery is kept for both ends under its name, each with events of its own.
inline const rpc::Repository<v1::Delivery> kDeliveries(
    "drafting.transmissions.read",
    DeliveryIndexes<v1::Delivery>([](const v1::Delivery& one) -> const v1::Delivery& { return one; }));
inline const rpc::Repository<v1::SentDelivery> kSentDeliveries(
    "drafting.transmissions.read",
    DeliveryIndexes<v1::SentDelivery>([](const v1::SentDelivery& one) -> const v1::Delivery& {
      return one.delivery();
    }));

inline const rpc::Repository<v1::SentPaper> kSentPapers{rpc::kUnlisted};

}  // namespace congress::drafting

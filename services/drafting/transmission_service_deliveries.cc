// What becomes of each delivery.
#include <algorithm>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "congress/drafting/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/rpc/query.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/drafting/deliveries.h"
#include "services/drafting/domain/issued_paper.h"
#include "services/drafting/domain/secrecy.h"
#include "services/drafting/papers.h"
#include "services/drafting/records.h"
#include "services/drafting/transmission_service.h"

namespace congress::drafting {
namespace {

using Matches = std::function<bool(const v1::Delivery&)>;
using Values = std::vector<std::string>;

// As one of its ends is shown it.
v1::Delivery ToEnd(const rpc::Call& call, v1::Delivery delivery, absl::CivilDay as_of) {
  if (!ReadsSender(call, delivery.sender())) delivery.clear_author_person();
  delivery.set_days_overdue(DaysOverdue(delivery, as_of));
  return delivery;
}

// The same with the papers and the note.
DeliveryOr ToReaderOf(rpc::Call& call, const v1::Transmission& transmission, v1::Delivery delivery) {
  if (ReadsSender(call, delivery.sender()) || IsReadable(delivery)) {
    *delivery.mutable_papers() = transmission.papers();
    delivery.set_note(transmission.note());
    RETURN_IF_ERROR(TellPapers(call, delivery.mutable_papers()));
  }
  return ToEnd(call, std::move(delivery), civil::Today(call.now()));
}

// What a term asks of a delivery that no index serves; its days sort as texts.
std::optional<Values> SaidOf(const v1::Delivery& delivery, std::string_view field) {
  if (field == "purpose") return Values{v1::Transmission::Purpose_Name(delivery.purpose())};
  if (field == "send_date") return Values{civil::Format(civil::Today(civil::FromTimestamp(delivery.send_time())))};
  if (field == "due_date") return DayOf(delivery, &v1::Delivery::due_date);
  if (field == "organisation") return Values{delivery.organisation()};
  if (field == "sender") return Values{delivery.sender()};
  if (field == "title") return Values{delivery.title()};
  return std::nullopt;
}

// One page at the end that `records` are kept for. `filter` goes to the indexes as far as they serve it, and to what
// each delivery says for the rest; of the organisation at the end the index knows.
template <class T>
absl::StatusOr<rpc::Page<T>> FindDeliveries(rpc::Call& call, const rpc::Repository<T>& records,
                                            const v1::ListDeliveriesRequest& request, const rpc::Filter& filter,
                                            const std::string& at_end, const v1::Delivery& (*delivery)(const T&),
                                            const Matches& matches) {
  rpc::Query<T> query;
  rpc::Filter rest;
  for (const rpc::Term& term : filter) (SaidOf({}, term.field).has_value() ? rest : query.filter).push_back(term);
  query.Of(call, at_end);
  query.matches = [&](const T& record) {
    const v1::Delivery& one = delivery(record);
    return matches(one) && std::all_of(rest.begin(), rest.end(), [&](const rpc::Term& term) {
             return rpc::Meets(*SaidOf(one, term.field), term);
           });
  };
  return records.Find(call, StrCat(request.parent(), "/deliveries/"), rpc::PageOf(request), query);
}

// The answer with number and date of the paper that it names, which must be `owner`'s.
absl::StatusOr<v1::DeliveryAnswer> WithPaper(rpc::Call& call, v1::DeliveryAnswer answer, const std::string& owner) {
  if (answer.paper().empty()) return answer;
  status::Violations violations;
  if (!answer.number().empty()) violations.Add("answer.number", v1::GIVEN_TWICE, {{"other", "answer.paper"}});
  if (answer.has_date()) violations.Add("answer.date", v1::GIVEN_TWICE, {{"other", "answer.paper"}});
  RETURN_IF_ERROR(violations.ToStatus());
  ASSIGN_OR_RETURN(const Paper paper, ReadPaper(call, answer.paper(), /*assigned=*/true));
  if (!call.IsWithin(paper.organisation, owner)) {
    return PaperNotOwn(answer.paper(), owner);
  }
  answer.set_number(WithoutWord(paper.number));
  *answer.mutable_date() = paper.date;
  return answer;
}

// Stages what was done with a delivery, and shows it.
DeliveryOr KeepDone(rpc::Call& call, v1::Delivery delivery) {
  ASSIGN_OR_RETURN(const v1::Transmission transmission, kTransmissions.Load(call, ParentOf(delivery.name())));
  ASSIGN_OR_RETURN(delivery, KeepDelivery(call, transmission, std::move(delivery)));
  return ToReaderOf(call, transmission, std::move(delivery));
}

// What is done in the name of the receiver, which may be by an account of another organisation.
Act ActFor(const rpc::Call& call, const v1::Delivery& delivery) {
  Act act = ActOf(call);
  std::string of = call.HoldsAs(call.permission(), delivery.organisation());
  if (of != delivery.organisation()) act.entered_by = std::move(of);
  return act;
}

// What was written with what was done. FAILED_PRECONDITION `SECRECY_MARK_FOUND`.
template <class Request>
absl::Status RefuseMarkedAnswer(const Request& request) {
  if (request.not_graded()) return absl::OkStatus();
  RETURN_IF_ERROR(RefuseMarkedText(request.answer().text()));
  return RefuseMarkedText(request.reason());
}

absl::Status RequireAnotherPerson(const rpc::Call& call, const v1::Delivery& delivery) {
  return call.RequireOther(std::vector<std::string>{delivery.author_person()});
}

}  // namespace

DeliveryOr TransmissionService::GetDelivery(rpc::Call& call, const v1::GetDeliveryRequest& request) const {
  ASSIGN_OR_RETURN(v1::Delivery delivery, access_.ReadDelivery(call, request.name()));
  ASSIGN_OR_RETURN(const v1::Transmission transmission, kTransmissions.Load(call, ParentOf(delivery.name())));
  return ToReaderOf(call, transmission, std::move(delivery));
}

absl::StatusOr<v1::ListDeliveriesResponse> TransmissionService::ListDeliveries(
    rpc::Call& call, const v1::ListDeliveriesRequest& request) const {
  ASSIGN_OR_RETURN(rpc::Filter filter, rpc::ParseFilter(request.filter()));
  RETURN_IF_ERROR(rpc::CheckValues(filter, *v1::Delivery::descriptor()));
  const absl::CivilDay as_of = request.has_as_of() ? civil::FromDate(request.as_of()) : civil::Today(call.now());
  if (request.overdue()) {
    filter.push_back({.field = "open_due_date", .op = rpc::Term::Operator::kLess, .value = civil::Format(as_of)});
  }
  const Matches matches = [&](const v1::Delivery& delivery) {
    const bool unanswered = delivery.purpose() == v1::Transmission::FOR_APPROVAL && IsAwaited(delivery);
    return call.IsOf(delivery.organisation(), request.organisation()) &&
           call.IsOf(delivery.sender(), request.sender()) && (!request.unanswered() || unanswered);
  };
  const bool all = request.parent().ends_with("/-");
  std::string sender = request.sender();
  if (!all) {
    const auto transmission = kTransmissions.Load(call, request.parent());
    if (!transmission.ok() && !absl::IsNotFound(transmission.status())) return transmission.status();
    if (transmission.ok()) sender = transmission->organisation();
  }
  v1::ListDeliveriesResponse answer;
  const auto add = [&](const v1::Delivery& delivery, const std::string& etag) {
    v1::Delivery& one = *answer.add_deliveries() = ToEnd(call, InList(delivery), as_of);
    one.set_etag(etag);
  };
  if (!sender.empty() && ReadsSender(call, sender)) {
    ASSIGN_OR_RETURN(const auto page,
                     FindDeliveries<v1::SentDelivery>(
                         call, kSentDeliveries, request, filter, all ? sender : "",
                         [](const v1::SentDelivery& one) -> const v1::Delivery& { return one.delivery(); }, matches));
    for (const v1::SentDelivery& one : page.items) add(one.delivery(), one.etag());
    answer.set_next_page_token(page.next_page_token);
    return answer;
  }
  ASSIGN_OR_RETURN(const auto page, FindDeliveries<v1::Delivery>(
                                        call, kDeliveries, request, filter, request.organisation(),
                                        [](const v1::Delivery& one) -> const v1::Delivery& { return one; }, matches));
  for (const v1::Delivery& one : page.items) add(one, one.etag());
  answer.set_next_page_token(page.next_page_token);
  return answer;
}

DeliveryOr TransmissionService::ReceiveDelivery(rpc::Call& call, const v1::ReceiveDeliveryRequest& request) const {
  ASSIGN_OR_RETURN(v1::Delivery delivery, access_.ReadDelivery(call, request.name()));
  RETURN_IF_ERROR(call.Require(delivery.organisation()));
  RETURN_IF_ERROR(kDeliveries.CheckEtag(delivery, request.etag()));
  RETURN_IF_ERROR(RequireAnotherPerson(call, delivery));
  const int acts = delivery.acts_size();
  const Act act = ActFor(call, delivery);
  if (!request.not_graded()) RETURN_IF_ERROR(RefuseMarkedText(request.note()));
  ASSIGN_OR_RETURN(delivery, Receive(std::move(delivery), request.note(), act));
  if (delivery.acts_size() > acts) return KeepDone(call, std::move(delivery));
  ASSIGN_OR_RETURN(const v1::Transmission transmission, kTransmissions.Load(call, ParentOf(delivery.name())));
  return ToReaderOf(call, transmission, std::move(delivery));
}

DeliveryOr TransmissionService::AnswerDelivery(rpc::Call& call, const v1::AnswerDeliveryRequest& request) const {
  ASSIGN_OR_RETURN(v1::Delivery delivery, access_.ReadDelivery(call, request.name()));
  RETURN_IF_ERROR(call.Require(delivery.organisation()));
  RETURN_IF_ERROR(kDeliveries.CheckEtag(delivery, request.etag()));
  RETURN_IF_ERROR(RequireAnotherPerson(call, delivery));
  RETURN_IF_ERROR(RefuseMarkedAnswer(request));
  ASSIGN_OR_RETURN(v1::DeliveryAnswer answer, WithPaper(call, request.answer(), delivery.organisation()));
  const Act act = ActFor(call, delivery);
  ASSIGN_OR_RETURN(delivery, AnswerBack(std::move(delivery), std::move(answer), request.reason(), act));
  return KeepDone(call, std::move(delivery));
}

DeliveryOr TransmissionService::RecordDelivery(rpc::Call& call, const v1::RecordDeliveryRequest& request) const {
  ASSIGN_OR_RETURN(v1::Delivery delivery, access_.ReadDelivery(call, request.name()));
  RETURN_IF_ERROR(call.Require(delivery.sender()));
  RETURN_IF_ERROR(kDeliveries.CheckEtag(delivery, request.etag()));
  RETURN_IF_ERROR(RefuseMarkedAnswer(request));
  v1::RecordDeliveryRequest known = request;
  if (request.has_answer()) {
    RETURN_IF_ERROR(RequireAnotherPerson(call, delivery));
    RETURN_IF_ERROR(RequireExternal(call, delivery.organisation()));
    ASSIGN_OR_RETURN(*known.mutable_answer(), WithPaper(call, request.answer(), delivery.sender()));
  }
  ASSIGN_OR_RETURN(delivery, Record(std::move(delivery), known, ActOf(call)));
  return KeepDone(call, std::move(delivery));
}

DeliveryOr TransmissionService::ReopenDelivery(rpc::Call& call, const v1::ReopenDeliveryRequest& request) const {
  ASSIGN_OR_RETURN(v1::Delivery delivery, access_.ReadDelivery(call, request.name()));
  constexpr std::string_view kRecord = "drafting.transmissions.record";
  Act act = ActOf(call);
  if (delivery.entered_by_sender() && call.Holds(kRecord, delivery.sender())) {
    RETURN_IF_ERROR(call.Require(kRecord, delivery.sender()));
  } else {
    RETURN_IF_ERROR(call.Require(delivery.organisation()));
    RETURN_IF_ERROR(RequireAnotherPerson(call, delivery));
    act = ActFor(call, delivery);
    if (IsAnswered(delivery)) RETURN_IF_ERROR(call.Require("drafting.transmissions.answer", delivery.organisation()));
  }
  RETURN_IF_ERROR(kDeliveries.CheckEtag(delivery, request.etag()));
  ASSIGN_OR_RETURN(delivery, Reopen(std::move(delivery), request.reason(), act));
  return KeepDone(call, std::move(delivery));
}

DeliveryOr TransmissionService::WithdrawDelivery(rpc::Call& call, const v1::WithdrawDeliveryRequest& request) const {
  ASSIGN_OR_RETURN(v1::Delivery delivery, access_.ReadDelivery(call, request.name()));
  RETURN_IF_ERROR(call.Require(delivery.sender()));
  RETURN_IF_ERROR(kDeliveries.CheckEtag(delivery, request.etag()));
  ASSIGN_OR_RETURN(delivery, Withdraw(std::move(delivery), request.reason(), ActOf(call)));
  return KeepDone(call, std::move(delivery));
}

}  // namespace congress::drafting

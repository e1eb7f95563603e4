#include "services/drafting/domain/transmission.h"

#include <algorithm>
#include <set>
#include <utility>

#include "congress/drafting/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::drafting {
namespace {

using Answered = v1::DeliveryAnswer;

// Nothing that was done is forgotten, so there is an end to it.
constexpr int kMostActs = 100;

// Notes what was done and when; the state is the delivery's by now.
DeliveryOr Done(v1::Delivery delivery, const std::string& note, const Act& act) {
  if (delivery.acts_size() >= kMostActs) {
    return status::FailedPrecondition(v1::DELIVERY_ACTS_MANY,
                                      {{"delivery", delivery.name()}, {"most", StrCat(kMostActs)}});
  }
  v1::DeliveryAct& done = *delivery.add_acts();
  done.set_state(delivery.state());
  done.set_author(act.account);
  *done.mutable_time() = civil::ToTimestamp(act.now);
  done.set_note(note);
  done.set_entered_by_sender(delivery.entered_by_sender());
  done.set_entered_by(act.entered_by);
  if (delivery.has_answer()) *done.mutable_answer() = delivery.answer();
  *delivery.mutable_update_time() = done.time();
  return delivery;
}

absl::Status OfDelivery(v1::Reason reason, const v1::Delivery& delivery) {
  return status::FailedPrecondition(reason, {{"delivery", delivery.name()},
                                             {"state", v1::Delivery::State_Name(delivery.state())},
                                             {"purpose", v1::Transmission::Purpose_Name(delivery.purpose())}});
}

absl::Status CheckInForce(const v1::Delivery& delivery) {
  return delivery.state() == v1::Delivery::WITHDRAWN ? OfDelivery(v1::DELIVERY_WITHDRAWN, delivery) : absl::OkStatus();
}

absl::Status CheckDecision(const v1::Delivery& delivery, const Answered& answer) {
  const bool asked = delivery.purpose() == v1::Transmission::FOR_APPROVAL;
  if (answer.decision() == Answered::APPROVED && !asked) return OfDelivery(v1::NO_APPROVAL_ASKED, delivery);
  return absl::OkStatus();
}

void RequireField(bool given, std::string_view field, status::Violations* violations) {
  if (!given) violations->Add(field, status::PlatformFault::REQUIRED);
}

// What is done with a delivery is done from the day of sending on.
void CheckDay(const v1::Delivery& delivery, const google::type::Date& date, absl::CivilDay today,
              std::string_view field, status::Violations* violations) {
  const absl::CivilDay sent = civil::Today(civil::FromTimestamp(delivery.send_time()));
  if (civil::FromDate(date) > today) violations->Add(field, status::PlatformFault::IN_FUTURE);
  if (civil::FromDate(date) < sent) violations->Add(field, v1::BEFORE_OTHER_DAY, {{"other", civil::Format(sent)}});
}

// Whether what is known of the delivery was entered by another than its receiver.
bool IsEntered(const v1::Delivery& delivery) { return delivery.entered_by_sender() || !delivery.entered_by().empty(); }

// Whether what the receiver does takes the place of that: what it does itself, of whatever was entered for it.
bool TakesPlace(const v1::Delivery& delivery, const Act& act) {
  return delivery.entered_by_sender() || (IsEntered(delivery) && act.entered_by.empty());
}

v1::Delivery Take(v1::Delivery delivery, Answered answer) {
  delivery.set_state(answer.decision() == Answered::APPROVED ? v1::Delivery::APPROVED : v1::Delivery::RETURNED);
  if (!delivery.has_receive_date()) *delivery.mutable_receive_date() = answer.date();
  *delivery.mutable_answer() = std::move(answer);
  return delivery;
}

}  // namespace

absl::Status CheckTransmission(const v1::Transmission& transmission, absl::CivilDay today) {
  status::Violations violations;
  if (transmission.has_due_date() && civil::FromDate(transmission.due_date()) < today) {
    violations.Add("transmission.due_date", v1::BEFORE_OTHER_DAY, {{"other", civil::Format(today)}});
  }
  std::set<std::string_view> papers;
  for (int i = 0; i < transmission.papers_size(); ++i) {
    const std::string& paper = transmission.papers(i).paper();
    if (papers.insert(paper).second) continue;
    violations.Add(StrCat("transmission.papers[", i, "].paper"), status::PlatformFault::REPEATED, {{"value", paper}});
  }
  return violations.ToStatus();
}

absl::Status CheckReceivers(const Receivers& receivers, const std::string& sender) {
  status::Violations violations;
  std::set<std::string_view> known;
  for (int i = 0; i < receivers.size(); ++i) {
    const std::string field = StrCat("receivers[", i, "]");
    if (receivers[i] == sender) violations.Add(field, v1::RECEIVER_IS_SENDER);
    if (!known.insert(receivers[i]).second) {
      violations.Add(field, status::PlatformFault::REPEATED, {{"value", receivers[i]}});
    }
  }
  return violations.ToStatus();
}

std::string DeliveryName(std::string_view transmission, std::string_view receiver) {
  return StrCat(transmission, "/deliveries/", receiver.substr(receiver.rfind('/') + 1));
}

std::string ReceiverIn(std::string_view delivery) {
  return StrCat("organisations/", delivery.substr(delivery.rfind('/') + 1));
}

v1::Delivery Send(const v1::Transmission& transmission, const std::string& receiver, const Act& act) {
  v1::Delivery delivery;
  delivery.set_name(DeliveryName(transmission.name(), receiver));
  delivery.set_organisation(receiver);
  delivery.set_sender(transmission.organisation());
  delivery.set_purpose(transmission.purpose());
  delivery.set_title(transmission.title());
  delivery.set_state(v1::Delivery::SENT);
  if (transmission.has_due_date()) *delivery.mutable_due_date() = transmission.due_date();
  delivery.set_author(act.account);
  delivery.set_author_person(act.person);
  *delivery.mutable_send_time() = civil::ToTimestamp(act.now);
  *delivery.mutable_update_time() = delivery.send_time();
  return delivery;
}

bool IsIssuedPaper(std::string_view paper) {
  return paper.starts_with("numberSeries/") && paper.find("/papers/") != paper.npos;
}

std::string SentDocument(const std::string& paper) {
  const size_t end = paper.find("/revisions/");
  return end == paper.npos ? "" : paper.substr(0, end);
}

std::vector<std::string> SentPapers(const v1::Transmission& transmission) {
  std::set<std::string> papers;
  for (const v1::TransmittedPaper& paper : transmission.papers()) {
    papers.insert(paper.paper());
    if (std::string document = SentDocument(paper.paper()); !document.empty()) papers.insert(std::move(document));
  }
  return {papers.begin(), papers.end()};
}

DeliveryOr SendLater(v1::Delivery delivery, const std::string& note, const Act& act) {
  delivery.set_state(v1::Delivery::SENT);
  delivery.clear_receive_date();
  delivery.clear_entered_by_sender();
  delivery.clear_entered_by();
  delivery.set_author(act.account);
  delivery.set_author_person(act.person);
  *delivery.mutable_send_time() = civil::ToTimestamp(act.now);
  return Done(std::move(delivery), note, act);
}

DeliveryOr Receive(v1::Delivery delivery, const std::string& note, const Act& act) {
  RETURN_IF_ERROR(CheckInForce(delivery));
  const bool recorded = delivery.state() == v1::Delivery::RECEIVED && TakesPlace(delivery, act);
  if (delivery.state() != v1::Delivery::SENT && !recorded) return delivery;
  delivery.set_state(v1::Delivery::RECEIVED);
  delivery.clear_entered_by_sender();
  delivery.set_entered_by(act.entered_by);
  if (!recorded) *delivery.mutable_receive_date() = civil::ToDate(civil::Today(act.now));
  return Done(std::move(delivery), note, act);
}

DeliveryOr AnswerBack(v1::Delivery delivery, Answered answer, const std::string& reason, const Act& act) {
  RETURN_IF_ERROR(CheckInForce(delivery));
  RETURN_IF_ERROR(CheckDecision(delivery, answer));
  const absl::CivilDay today = civil::Today(act.now);
  status::Violations violations;
  if (!answer.has_date()) *answer.mutable_date() = civil::ToDate(today);
  CheckDay(delivery, answer.date(), today, "answer.date", &violations);
  RequireField(answer.decision() != Answered::RETURNED || !answer.text().empty(), "answer.text", &violations);
  const bool own = IsAnswered(delivery) && !TakesPlace(delivery, act);
  RequireField(!own || !reason.empty(), "reason", &violations);
  RETURN_IF_ERROR(violations.ToStatus());
  delivery.clear_entered_by_sender();
  delivery.set_entered_by(act.entered_by);
  return Done(Take(std::move(delivery), std::move(answer)), reason, act);
}

DeliveryOr Record(v1::Delivery delivery, const v1::RecordDeliveryRequest& request, const Act& act) {
  RETURN_IF_ERROR(CheckInForce(delivery));
  if (delivery.state() != v1::Delivery::SENT && !delivery.entered_by_sender()) {
    return OfDelivery(v1::RECEIVER_HAS_ACTED, delivery);
  }
  const absl::CivilDay today = civil::Today(act.now);
  const Answered& answer = request.answer();
  status::Violations violations;
  RequireField(request.has_receive_date() || request.has_answer(), "receive_date", &violations);
  bool replaced = request.has_receive_date() && delivery.has_receive_date();
  if (request.has_receive_date()) CheckDay(delivery, request.receive_date(), today, "receive_date", &violations);
  if (request.has_answer()) {
    RETURN_IF_ERROR(CheckDecision(delivery, answer));
    replaced = replaced || IsAnswered(delivery);
    RequireField(answer.decision() != Answered::RETURNED || !answer.text().empty(), "answer.text", &violations);
    RequireField(!answer.number().empty(), "answer.number", &violations);
    RequireField(answer.has_date(), "answer.date", &violations);
    if (answer.has_date()) CheckDay(delivery, answer.date(), today, "answer.date", &violations);
  }
  RequireField(!replaced || !request.reason().empty(), "reason", &violations);
  RETURN_IF_ERROR(violations.ToStatus());
  delivery.set_entered_by_sender(true);
  if (request.has_receive_date()) *delivery.mutable_receive_date() = request.receive_date();
  if (request.has_answer()) {
    delivery = Take(std::move(delivery), answer);
  } else if (!IsAnswered(delivery)) {
    delivery.set_state(v1::Delivery::RECEIVED);
  }
  return Done(std::move(delivery), request.reason(), act);
}

DeliveryOr Reopen(v1::Delivery delivery, const std::string& reason, const Act& act) {
  RETURN_IF_ERROR(CheckInForce(delivery));
  if (delivery.state() == v1::Delivery::SENT) return OfDelivery(v1::DELIVERY_UNANSWERED, delivery);
  if (IsAnswered(delivery)) {
    delivery.set_state(v1::Delivery::RECEIVED);
    delivery.clear_answer();
  } else {
    delivery.set_state(v1::Delivery::SENT);
    delivery.clear_receive_date();
    delivery.clear_entered_by_sender();
    delivery.clear_entered_by();
  }
  return Done(std::move(delivery), reason, act);
}

DeliveryOr Withdraw(v1::Delivery delivery, const std::string& reason, const Act& act) {
  if (delivery.state() == v1::Delivery::WITHDRAWN) return delivery;
  if (IsAnswered(delivery)) return OfDelivery(v1::DELIVERY_ANSWERED, delivery);
  delivery.set_state(v1::Delivery::WITHDRAWN);
  return Done(std::move(delivery), reason, act);
}

bool IsAnswered(const v1::Delivery& delivery) {
  return delivery.state() == v1::Delivery::APPROVED || delivery.state() == v1::Delivery::RETURNED;
}

bool IsAwaited(const v1::Delivery& delivery) {
  const bool received = delivery.state() == v1::Delivery::RECEIVED;
  return delivery.state() == v1::Delivery::SENT || (received && delivery.purpose() == v1::Transmission::FOR_APPROVAL);
}

bool IsReadable(const v1::Delivery& delivery) {
  return delivery.state() != v1::Delivery::WITHDRAWN || delivery.has_receive_date();
}

int DaysOverdue(const v1::Delivery& delivery, absl::CivilDay as_of) {
  if (!delivery.has_due_date() || !IsAwaited(delivery)) return 0;
  return static_cast<int>(std::max<absl::civil_diff_t>(as_of - civil::FromDate(delivery.due_date()), 0));
}

v1::Delivery InList(v1::Delivery delivery) {
  delivery.clear_acts();
  if (delivery.has_answer()) delivery.mutable_answer()->clear_text();
  return delivery;
}

void CountDeliveries(const std::vector<v1::Delivery>& deliveries, absl::CivilDay today,
                     v1::Transmission* transmission) {
  int sent = 0, received = 0, approved = 0, returned = 0, recorded = 0, overdue = 0;
  for (const v1::Delivery& delivery : deliveries) {
    if (delivery.state() == v1::Delivery::WITHDRAWN) continue;
    ++sent;
    received += delivery.state() != v1::Delivery::SENT ? 1 : 0;
    approved += delivery.state() == v1::Delivery::APPROVED ? 1 : 0;
    returned += delivery.state() == v1::Delivery::RETURNED ? 1 : 0;
    recorded += IsEntered(delivery) ? 1 : 0;
    overdue += DaysOverdue(delivery, today) > 0 ? 1 : 0;
  }
  transmission->set_delivery_count(sent);
  transmission->set_received_count(received);
  transmission->set_approved_count(approved);
  transmission->set_returned_count(returned);
  transmission->set_recorded_count(recorded);
  transmission->set_overdue_count(overdue);
}

}  // namespace congress::drafting

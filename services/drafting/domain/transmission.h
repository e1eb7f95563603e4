// Papers that are sent up and down: what may be sent, and what becomes of a delivery.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "congress/drafting/v1/transmission.pb.h"
#include "congress/drafting/v1/transmission_service.pb.h"
#include "services/drafting/domain/act.h"

namespace congress::drafting {

using Receivers = google::protobuf::RepeatedPtrField<std::string>;
using DeliveryOr = absl::StatusOr<v1::Delivery>;

// INVALID_ARGUMENT `FIELDS_INVALID`: the day is over, or a paper comes twice.
absl::Status CheckTransmission(const v1::Transmission& transmission, absl::CivilDay today);
// INVALID_ARGUMENT `FIELDS_INVALID`: a receiver comes twice, or is the sender.
absl::Status CheckReceivers(const Receivers& receivers, const std::string& sender);

// `transmissions/{transmission}/deliveries/{organisation}`.
std::string DeliveryName(std::string_view transmission, std::string_view receiver);
// The organisation in the name of a delivery.
std::string ReceiverIn(std::string_view delivery);

// The papers on their way to `receiver`.
v1::Delivery Send(const v1::Transmission& transmission, const std::string& receiver, const Act& act);

// Under what it is found: its papers, and of revisions their documents.
std::vector<std::string> SentPapers(const v1::Transmission& transmission);
// Whether it is a paper with files that was issued here.
bool IsIssuedPaper(std::string_view paper);
// The document of a revision; empty for any other paper.
std::string SentDocument(const std::string& paper);

// What is done with a delivery. Each answers FAILED_PRECONDITION `DELIVERY_ACTS_MANY` where too much was done already,
// and those of the receiver `DELIVERY_WITHDRAWN` where it was taken back.

// One that was taken back, or none yet, on its way after the others.
DeliveryOr SendLater(v1::Delivery delivery, const std::string& note, const Act& act);
// Nothing changes where the receiver has it already by what it did itself.
DeliveryOr Receive(v1::Delivery delivery, const std::string& note, const Act& act);
// INVALID_ARGUMENT `FIELDS_INVALID`; FAILED_PRECONDITION `NO_APPROVAL_ASKED`.
DeliveryOr AnswerBack(v1::Delivery delivery, v1::DeliveryAnswer answer, const std::string& reason, const Act& act);
// By the sender, for the receiver. As AnswerBack, and FAILED_PRECONDITION `RECEIVER_HAS_ACTED`.
DeliveryOr Record(v1::Delivery delivery, const v1::RecordDeliveryRequest& request, const Act& act);
// FAILED_PRECONDITION `DELIVERY_UNANSWERED`.
DeliveryOr Reopen(v1::Delivery delivery, const std::string& reason, const Act& act);
// FAILED_PRECONDITION `DELIVERY_ANSWERED`.
DeliveryOr Withdraw(v1::Delivery delivery, const std::string& reason, const Act& act);

// Whether the receiver has answered.
bool IsAnswered(const v1::Delivery& delivery);
// Whether what it is due for is still to be done.
bool IsAwaited(const v1::Delivery& delivery);
// Whether the receiver may read the papers.
bool IsReadable(const v1::Delivery& delivery);
// Days by which what it is due for is late on the day; 0 when it is not.
int DaysOverdue(const v1::Delivery& delivery, absl::CivilDay as_of);

// As lists show it.
v1::Delivery InList(v1::Delivery delivery);
// Fills in the counts of the transmission's deliveries.
void CountDeliveries(const std::vector<v1::Delivery>& deliveries, absl::CivilDay today, v1::Transmission* transmission);

}  // namespace congress::drafting

// Where deliveries are kept, and to whom papers may be sent.
#pragma once

#include "absl/status/status.h"
#include "congress/drafting/v1/transmission.pb.h"
#include "platform/rpc/call.h"

namespace congress::drafting {

// Stages the delivery at both its ends, and what texts it approves. `is_new`: the caller knows that it was not there.
absl::StatusOr<v1::Delivery> KeepDelivery(rpc::Call& call, const v1::Transmission& transmission, v1::Delivery delivery,
                                          bool is_new = false);

// Whether `receiver` stands above `sender`, or outside the province.
bool IsSuperior(const rpc::Call& call, std::string_view receiver, std::string_view sender);
// FAILED_PRECONDITION `RECEIVER_NOT_SUPERIOR`.
absl::Status RequireSuperior(const rpc::Call& call, const std::string& receiver, std::string_view sender);

// FAILED_PRECONDITION `RECEIVER_ANSWERS_ITSELF`.
absl::Status RequireExternal(const rpc::Call& call, const std::string& receiver);

using TransmittedPapers = google::protobuf::RepeatedPtrField<v1::TransmittedPaper>;
// Fills in what became of issued papers.
absl::Status TellPapers(rpc::Call& call, TransmittedPapers* papers);

// Whether the caller reads what `organisation` sends.
bool ReadsSender(const rpc::Call& call, std::string_view organisation);

}  // namespace congress::drafting

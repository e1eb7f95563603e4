// Where deliveries are kept, and to whom papers may be sent.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "congress/drafting/v1/stored.pb.h"
#include "congress/drafting/v1/transmission.pb.h"
#include "platform/rpc/call.h"

namespace congress::drafting {

// Stages the delivery at both its ends, and what texts it approves. `is_new`: the caller knows that it was not there.
absl::StatusOr<v1::Delivery> KeepDelivery(rpc::Call& call, const v1::Transmission& transmission, v1::Delivery delivery,
                                          bool is_new = false);

// Those of one transmission.
absl::StatusOr<std::vector<v1::Delivery>> LoadDeliveries(rpc::Call& call, std::string_view transmission);

// Which transmissions send the paper, or revisions of the document; of what was never sent an empty record.
absl::StatusOr<v1::SentPaper> LoadSent(rpc::Call& call, std::string_view paper);

// Whether it is outside the province's Party organisation.
bool IsExternal(const rpc::Call& call, std::string_view organisation);

// FAILED_PRECONDITION `RECEIVER_NOT_SUPERIOR` unless `receiver` stands above `sender`, or outside the province.
absl::Status RequireSuperior(const rpc::Call& call, const std::string& receiver, std::string_view sender);

// FAILED_PRECONDITION `RECEIVER_ANSWERS_ITSELF`.
absl::Status RequireExternal(const rpc::Call& call, const std::string& receiver);

using TransmittedPapers = google::protobuf::RepeatedPtrField<v1::TransmittedPaper>;
// Fills in what became of issued papers.
absl::Status TellPapers(rpc::Call& call, TransmittedPapers* papers);

// Whether the caller reads what `organisation` sends.
bool ReadsSender(const rpc::Call& call, std::string_view organisation);

}  // namespace congress::drafting

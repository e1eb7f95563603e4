// Answers kept by `request_id`, so that a repetition gives what the first call gave. The Gate uses them; nobody else.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "congress/store/v1/stored.pb.h"
#include "google/protobuf/message.h"
#include "platform/rpc/call.h"
#include "platform/store/store.h"

namespace congress::rpc {

// How long an answer is kept for a person's call.
inline constexpr absl::Duration kAnswersLive = absl::Hours(24 * 7);
// How long for a process's own: a preparation that was blocked may go on long after. No congress takes a year to
// prepare, and these answers hold no personnel data.
inline constexpr absl::Duration kProcessAnswersLive = absl::Hours(24 * 366);

// Where the answer to a call lies and what request it must fit.
struct AnswerSlot {
  // Empty for a call without `request_id`, whose answer nobody keeps.
  std::string key;
  std::string request_sha256;
  // Revision of an outlived answer that the new one replaces.
  store::Revision expected = store::kAbsent;
};

struct KeptAnswer {
  store::v1::StoredAnswer answer;
  store::Revision revision = store::kAbsent;
};

// The slot of `request`, which is checked already, by principal, method and `request_id` of the call.
AnswerSlot SlotOf(const Call::Scope& scope, const google::protobuf::Message& request);

// The answer in the slot, or none; an outlived one counts as none and is noted in the slot. INVALID_ARGUMENT
// `REQUEST_ID_REUSED` when it belongs to another request.
absl::StatusOr<std::optional<KeptAnswer>> FindAnswer(const Call::Scope& scope, AnswerSlot* slot);

// The write that keeps `response` in the slot, without its graded fields: who may see them is not for this record to
// know.
store::Write KeepAnswer(const Call& call, const AnswerSlot& slot, const google::protobuf::Message& response);

// For a replay: a resource of the answer may belong to another organisation by now, whose reader the caller need not
// be. Demands there what the first call demanded where it was. NOT_FOUND is no concern of the replay.
absl::Status RequireOwnersOfNow(Call& call, const store::v1::StoredAnswer& answer,
                                const google::protobuf::Message& response);

// Where a service's answers lie.
store::Range AnswersRange();

// What a look at a few answers found.
struct Outlived {
  // How many were staged for deletion, or change.
  int staged = 0;
  // Where the next look begins; empty when nothing was left.
  std::string last_key;
  // The first record that could not be read.
  absl::Status damage;
};

// Stages the deletion of outlived answers among the first hundred of `range`.
absl::StatusOr<Outlived> StageOutlived(Call& call, const store::Range& range);

// Takes the response out of the answers that speak of one of `subjects`, such as `persons/p-7`, among the first hundred
// of `range`. What they answer stays known as done.
absl::StatusOr<Outlived> StageErased(Call& call, const store::Range& range, std::span<const std::string> subjects);

}  // namespace congress::rpc

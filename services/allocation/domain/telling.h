// Sentences that hold other sentences, each in its own language.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "congress/allocation/v1/reason.pb.h"
#include "platform/status/sentence.h"
#include "platform/status/status.h"

namespace congress::allocation {

// The sentence of `value`, filled in from `metadata` and with `told` under `key`.
template <status::ProtoEnum E>
status::Sentence SayWith(E value, status::Metadata metadata, const std::string& key, const status::Sentence& told) {
  metadata.emplace_back(key, told.en);
  status::Sentence sentence = status::Say(value, metadata);
  metadata.back().second = told.vi;
  sentence.vi = status::Say(value, metadata).vi;
  return sentence;
}

// FAILED_PRECONDITION `reason` that says so; the metadata hold `told` in English.
inline absl::Status FailedWith(v1::Reason reason, status::Metadata metadata, const std::string& key,
                               const status::Sentence& told) {
  const status::Sentence sentence = SayWith(reason, metadata, key, told);
  metadata.emplace_back(key, told.en);
  absl::Status failed =
      status::ErrorWith(absl::StatusCode::kFailedPrecondition, *v1::Reason_descriptor(), reason, sentence, metadata);
  status::AttachPrecondition(failed, v1::Reason_Name(reason), metadata);
  return failed;
}

}  // namespace congress::allocation

// Sentences that hold other sentences, each in its own language.
#pragma once

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "platform/status/sentence.h"
#include "platform/status/status.h"

namespace congress::status {

// The sentence of `value`, filled in from `metadata` and with `told` under `key`.
template <ProtoEnum E>
Sentence SayWith(E value, Metadata metadata, const std::string& key, const Sentence& told) {
  metadata.emplace_back(key, told.en);
  Sentence sentence = Say(value, metadata);
  metadata.back().second = told.vi;
  sentence.vi = Say(value, metadata).vi;
  return sentence;
}

// FAILED_PRECONDITION `reason` that says so; the metadata hold `told` in English.
template <ProtoEnum E>
absl::Status FailedWith(E reason, Metadata metadata, const std::string& key, const Sentence& told) {
  const Sentence sentence = SayWith(reason, metadata, key, told);
  metadata.emplace_back(key, told.en);
  const auto& reasons = *google::protobuf::GetEnumDescriptor<E>();
  absl::Status failed = ErrorWith(absl::StatusCode::kFailedPrecondition, reasons, reason, sentence, metadata);
  AttachPrecondition(failed, reasons.FindValueByNumber(reason)->name(), metadata);
  return failed;
}

}  // namespace congress::status

#include "platform/operations/rewrap.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "congress/operations/v1/operation_service.pb.h"
#include "platform/status/macros.h"
#include "platform/store/stretch.h"
#include "platform/telemetry/metrics.h"

namespace congress::operations {
namespace {

// Looked at in one step: a call that makes or needs one of these keys meanwhile waits for the commit at most.
constexpr int kKeysAtOnce = 500;
// Keys that do not open of which the response names the subject.
constexpr int kMostSubjects = 20;

void Note(std::string_view key_id, v1::RewrapKeysResponse* found) {
  auto& uses = *found->mutable_uses();
  auto use = std::find_if(uses.begin(), uses.end(), [&](const v1::KeyUse& one) { return one.key_id() == key_id; });
  if (use == uses.end()) {
    uses.Add()->set_key_id(std::string(key_id));
    use = uses.end() - 1;
  }
  use->set_key_count(use->key_count() + 1);
}

void NoteUnopened(const std::string& key, v1::RewrapKeysResponse* found) {
  found->set_unopened_count(found->unopened_count() + 1);
  if (found->unopened_subjects_size() < kMostSubjects) {
    found->add_unopened_subjects(key.substr(rpc::kSubjectKeys.size()));
  }
}

void RewrapOne(rpc::Call& call, rpc::SubjectKeys& keys, const store::Record& record, v1::RewrapKeysResponse* found) {
  const std::string subject = record.key.substr(rpc::kSubjectKeys.size());
  const auto rewrapped = keys.Rewrap(subject, record.value);
  if (!rewrapped.ok()) {
    // What else would open it some day is not known here.
    NoteUnopened(record.key, found);
  } else if (rewrapped->has_value()) {
    call.changes().Put({.key = record.key, .value = **rewrapped, .expected = record.revision}, "");
    found->set_rewrapped_count(found->rewrapped_count() + 1);
  }
  const bool anew = rewrapped.ok() && rewrapped->has_value();
  Note(rpc::SubjectKeys::KeyIdOf(anew ? **rewrapped : record.value), found);
}

absl::Status Count(rpc::Call& call, const store::Range& range, v1::RewrapCheckpoint* at) {
  int64_t total = 0;
  RETURN_IF_ERROR(store::VisitStretches(call.store(), range, kKeysAtOnce, [&](const store::Stretch& stretch) {
    total += stretch.size();
    return absl::OkStatus();
  }));
  at->set_total(total);
  return absl::OkStatus();
}

}  // namespace

Work RewrapWork(std::string service, rpc::SubjectKeys* keys) {
  return [service = std::move(service), keys](rpc::Call& call, Step& step) -> absl::StatusOr<bool> {
    ASSIGN_OR_RETURN(auto at, step.CheckpointAs<v1::RewrapCheckpoint>());
    v1::RewrapKeysResponse& found = *at.mutable_found();
    store::Range range = store::Range::Prefix(rpc::kSubjectKeys);
    bool last = keys == nullptr;
    if (!at.has_total()) {
      RETURN_IF_ERROR(Count(call, range, &at));
    } else if (!last) {
      if (!at.after().empty()) range = range.After(at.after());
      ASSIGN_OR_RETURN(const store::Stretch stretch, store::ReadStretch(call.store(), range, kKeysAtOnce));
      for (const store::Record& record : stretch.records) RewrapOne(call, *keys, record, &found);
      if (!stretch.damaged.empty()) NoteUnopened(stretch.damaged, &found);
      found.set_key_count(found.key_count() + stretch.size());
      at.set_after(stretch.last());
      last = stretch.last().empty();
    }
    if (last) {
      std::map<std::string, int64_t> uses;
      for (const v1::KeyUse& use : found.uses()) uses[use.key_id()] = use.key_count();
      telemetry::KeysWrapped(service, uses);
    }
    step.progress.set_unit(v1::Progress::KEYS);
    step.progress.set_done(found.key_count());
    step.progress.set_total(last ? found.key_count() : std::max(at.total(), found.key_count() + 1));
    step.response = std::make_unique<v1::RewrapKeysResponse>(found);
    step.checkpoint = at.SerializeAsString();
    return last;
  };
}

}  // namespace congress::operations

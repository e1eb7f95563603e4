#include "platform/rpc/answers.h"

#include <algorithm>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/strings/ascii.h"
#include "platform/auth/token.h"
#include "platform/civil/civil.h"
#include "platform/digest/sha256.h"
#include "platform/rpc/fields.h"
#include "platform/rpc/repository.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::rpc {
namespace {

using status::PlatformReason;

constexpr std::string_view kAnswers = "q/";
// A sweep's commits stay short, so that no caller waits behind one.
constexpr int kSweptAtOnce = 100;

// What becomes of an answer; without a value it is deleted.
struct Staging {
  std::optional<std::string> value = std::nullopt;
};

// Stages what `judge` says of each of the first hundred answers.
absl::StatusOr<Outlived> StageSome(Call& call, const store::Range& range,
                                   absl::FunctionRef<std::optional<Staging>(store::v1::StoredAnswer&)> judge) {
  ASSIGN_OR_RETURN(const auto records, call.store().Scan(range, kSweptAtOnce));
  Outlived outlived;
  for (const store::Record& record : records) {
    outlived.last_key = record.key;
    store::v1::StoredAnswer answer;
    // One damaged record must not keep all behind it alive.
    if (!answer.ParseFromString(record.value)) {
      outlived.damage.Update(Corrupt(record.key));
      continue;
    }
    auto staging = judge(answer);
    if (!staging.has_value()) continue;
    call.changes().Put({record.key, std::move(staging->value), record.revision}, "");
    ++outlived.staged;
  }
  return outlived;
}

// Whether the bytes hold the name, and not as the beginning of a longer segment.
bool Names(std::string_view bytes, std::string_view name) {
  for (size_t at = bytes.find(name); at != std::string_view::npos; at = bytes.find(name, at + 1)) {
    const std::string_view rest = bytes.substr(at + name.size());
    if (rest.empty() || !(absl::ascii_isalnum(static_cast<unsigned char>(rest[0])) || rest[0] == '-')) return true;
  }
  return false;
}

}  // namespace

AnswerSlot SlotOf(const Call::Scope& scope, const google::protobuf::Message& request) {
  if (scope.request_id.empty()) return {};
  return {.key = StrCat(kAnswers, digest::Sha256Hex(StrCat(scope.principal.subject, "\n", scope.method)), "/",
                        absl::AsciiStrToLower(scope.request_id)),
          .request_sha256 = digest::Sha256(request.SerializeAsString())};
}

absl::StatusOr<std::optional<KeptAnswer>> FindAnswer(const Call::Scope& scope, AnswerSlot* slot) {
  // Of this look alone: what an earlier one found may have been swept since.
  slot->expected = store::kAbsent;
  auto record = scope.store.Get(slot->key);
  if (absl::IsNotFound(record.status())) return std::nullopt;
  if (!record.ok()) return record.status();
  KeptAnswer kept{.answer = {}, .revision = record->revision};
  if (!kept.answer.ParseFromString(record->value)) return Corrupt(slot->key);
  if (civil::FromTimestamp(kept.answer.expire_time()) <= scope.now) {
    slot->expected = record->revision;
    return std::nullopt;
  }
  if (kept.answer.request_sha256() != slot->request_sha256) {
    return status::InvalidArgument(PlatformReason::REQUEST_ID_REUSED, {{"request_id", scope.request_id}});
  }
  return kept;
}

store::Write KeepAnswer(const Call& call, const AnswerSlot& slot, const google::protobuf::Message& response) {
  store::v1::StoredAnswer answer;
  answer.set_request_sha256(slot.request_sha256);
  if (CanHoldGraded(*response.GetDescriptor())) {
    const std::unique_ptr<google::protobuf::Message> plain(response.New());
    plain->CopyFrom(response);
    Redact(annotations::v1::GRADE_UNSPECIFIED, plain.get());
    answer.set_response(plain->SerializeAsString());
  } else {
    answer.set_response(response.SerializeAsString());
  }
  const bool of_process = call.principal().subject.starts_with(auth::kProcessPrefix);
  *answer.mutable_expire_time() = civil::ToTimestamp(call.now() + (of_process ? kProcessAnswersLive : kAnswersLive));
  for (const Demand& demand : call.demands()) {
    auto* kept = answer.add_demands();
    kept->set_permission(demand.permission);
    kept->set_organisation(demand.organisation);
  }
  return {slot.key, answer.SerializeAsString(), slot.expected};
}

absl::Status RequireOwnersOfNow(Call& call, const store::v1::StoredAnswer& answer,
                                const google::protobuf::Message& response) {
  absl::Status status;
  ForEachMessage(response, [&](const google::protobuf::Message& resource) {
    const std::string name = StringField(resource, "name");
    const std::string owner = StringField(resource, "organisation");
    if (!status.ok() || name.empty() || owner.empty()) return;
    const auto record = call.store().Get(RecordKey(resource.GetDescriptor()->name(), name));
    if (!record.ok()) return;
    const std::unique_ptr<google::protobuf::Message> current(resource.New());
    if (!current->ParseFromString(record->value)) {
      status = Corrupt(record->key);
      return;
    }
    const std::string owner_now = StringField(*current, "organisation");
    if (owner_now == owner) return;
    for (const auto& demand : answer.demands()) {
      if (!demand.organisation().empty()) status.Update(call.Require(demand.permission(), owner_now));
    }
  });
  return status;
}

store::Range AnswersRange() { return store::Range::Prefix(kAnswers); }

absl::StatusOr<Outlived> StageOutlived(Call& call, const store::Range& range) {
  return StageSome(call, range, [&](const store::v1::StoredAnswer& answer) -> std::optional<Staging> {
    if (civil::FromTimestamp(answer.expire_time()) > call.now()) return std::nullopt;
    return Staging{};
  });
}

absl::StatusOr<Outlived> StageErased(Call& call, const store::Range& range, std::span<const std::string> subjects) {
  return StageSome(call, range, [&](store::v1::StoredAnswer& answer) -> std::optional<Staging> {
    const auto named = std::find_if(subjects.begin(), subjects.end(),
                                    [&](const std::string& subject) { return Names(answer.response(), subject); });
    if (named == subjects.end()) return std::nullopt;
    answer.clear_response();
    answer.set_erased(*named);
    return Staging{.value = answer.SerializeAsString()};
  });
}

}  // namespace congress::rpc

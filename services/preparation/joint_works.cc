#include "services/preparation/joint_works.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "google/rpc/status.pb.h"
#include "platform/civil/civil.h"
#include "platform/content/data_key.h"
#include "platform/digest/sha256.h"
#include "platform/rpc/client.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/uuid/uuid.h"
#include "services/preparation/domain/steps.h"

namespace congress::preparation {
namespace {

constexpr absl::Duration kStepDeadline = absl::Seconds(30);

v1::JointWork ToldOf(const v1::JointWorkCheckpoint& work, status::Language language) {
  v1::JointWork told;
  for (const KeptStep& kept : work.steps()) {
    v1::Step& step = *told.add_steps();
    step = kept.step();
    Tell(language, &step);
  }
  return told;
}

void Record(const rpc::Call& call, v1::Step::State state, const absl::Status& refusal, v1::Step* step) {
  step->set_state(state);
  *step->mutable_outcome_time() = civil::ToTimestamp(call.now());
  if (!refusal.ok()) Refuse(refusal, step);
}

// Stages where the work stands.
void Keep(const rpc::Call& call, const v1::JointWorkCheckpoint& work, operations::Step* step) {
  step->progress.set_unit(operations::v1::Progress::STEPS);
  step->progress.set_total(work.steps_size());
  step->progress.set_done(std::count_if(work.steps().begin(), work.steps().end(), [](const KeptStep& kept) {
    return kept.step().state() == v1::Step::DONE || kept.step().state() == v1::Step::LEFT;
  }));
  step->checkpoint = work.SerializeAsString();
  step->response = std::make_unique<v1::JointWork>(ToldOf(work, call.language()));
}

absl::Status RefusalOf(const KeptStep& kept) {
  google::rpc::Status said;
  if (!said.ParseFromString(kept.refusal())) return absl::DataLossError("The step's refusal cannot be read.");
  return rpc::FromGrpc(grpc::Status(static_cast<grpc::StatusCode>(said.code()), said.message(), kept.refusal()));
}

// Of one work alone, so that one nonce is enough; nobody makes it who has not the signing key.
content::DataKey KeyOf(const auth::Signer& signer, const std::string& uid) {
  return content::DataKey::Of(digest::Sha256(signer.SignText(StrCat("congress-joint-work\n", uid))));
}

const std::string& Nonce() {
  static const auto& zeros = *new std::string(content::Gcm::kNonceBytes, '\0');
  return zeros;
}

// The first that is not over; null: all are.
KeptStep* NextOf(v1::JointWorkCheckpoint* work) {
  for (KeptStep& kept : *work->mutable_steps()) {
    const v1::Step::State state = kept.step().state();
    if (state == v1::Step::PENDING || state == v1::Step::BLOCKED) return &kept;
  }
  return nullptr;
}

}  // namespace

std::string Doing::RequestId(std::string_view what) const {
  return uuid::V5(work_.uid(), StrCat(kept_.step().id(), " ", what));
}

absl::Duration Doing::Since(v1::Step::Making making) const {
  for (const KeptStep& kept : work_.steps()) {
    if (kept.step().making() == making) return call_.now() - civil::FromTimestamp(kept.step().outcome_time());
  }
  return absl::InfiniteDuration();
}

int Doing::CountOf(v1::Step::Making making) const {
  for (const KeptStep& kept : work_.steps()) {
    if (kept.step().making() == making && kept.subject() == kept_.subject()) return kept.step().count();
  }
  return 0;
}

absl::StatusOr<std::string> Doing::OpenRequest() const {
  ASSIGN_OR_RETURN(const auto kept, step_.RequestAs<v1::SealedRequest>());
  if (kept.sealed().size() < content::Gcm::kTagBytes) return absl::DataLossError("The work's request is cut off.");
  std::string bytes(kept.sealed().size() - content::Gcm::kTagBytes, '\0');
  content::Gcm gcm(KeyOf(signer_, work_.uid()), content::Gcm::Direction::kOpen);
  if (!gcm.Open(Nonce(), work_.uid(), kept.sealed(), bytes.data())) {
    return absl::DataLossError("The work's request was sealed under another signing key.");
  }
  return bytes;
}

rpc::Header Doing::Header() const {
  // Good where the starter's permissions were checked, and nowhere else.
  const std::string token =
      signer_.SignForProcess({.account = work_.account(), .person = work_.person()}, work_.organisation(), call_.now());
  return {.method = "",
          .authorization = StrCat("Bearer ", token),
          .call_id = work_.uid(),
          .language = call_.language() == status::Language::kVietnamese ? "vi" : "en",
          .deadline = absl::Now() + kStepDeadline};
}

JointPlan::JointPlan(const rpc::Call& call, std::string_view organisation) {
  work_.set_account(call.principal().Account());
  work_.set_person(call.principal().person);
  work_.set_organisation(std::string(organisation));
  work_.set_uid(uuid::Random());
}

void JointPlan::Add(std::string id, v1::Step::Making making, std::string_view subject) {
  KeptStep& kept = *work_.add_steps();
  kept.set_subject(std::string(subject));
  kept.mutable_step()->set_id(std::move(id));
  kept.mutable_step()->set_making(making);
  kept.mutable_step()->set_state(v1::Step::PENDING);
}

void JointWorks::Register(const std::string& kind, StepKinds kinds) {
  const auto shared = std::make_shared<const StepKinds>(std::move(kinds));
  operations_.Register(
      kind, [this, shared](rpc::Call& call, operations::Step& step) { return Work(call, step, *shared); },
      [this, shared](rpc::Call& call, operations::Step& step) { return TakeBack(call, step, *shared); });
}

operations::v1::Operation JointWorks::Begin(rpc::Call& call, std::string_view kind,
                                            const google::protobuf::Message& request, bool validate_only,
                                            JointPlan plan) const {
  const v1::JointWorkCheckpoint work = std::move(plan).Take();
  if (validate_only) {
    operations::v1::Operation shown;
    shown.set_organisation(work.organisation());
    shown.set_kind(std::string(kind));
    shown.mutable_response()->PackFrom(ToldOf(work, call.language()));
    return shown;
  }
  const std::string plain = request.SerializeAsString();
  v1::SealedRequest kept;
  kept.mutable_sealed()->resize(plain.size() + content::Gcm::kTagBytes);
  content::Gcm gcm(KeyOf(signer_, work.uid()), content::Gcm::Direction::kSeal);
  gcm.Seal(Nonce(), work.uid(), plain, kept.mutable_sealed()->data());
  return operations_.Begin(call, kind, work.organisation(), kept, {.checkpoint = work.SerializeAsString()});
}

absl::StatusOr<bool> JointWorks::Work(rpc::Call& call, operations::Step& step, const StepKinds& kinds) const {
  ASSIGN_OR_RETURN(v1::JointWorkCheckpoint work, step.CheckpointAs<v1::JointWorkCheckpoint>());
  KeptStep* next = NextOf(&work);
  if (next == nullptr) return true;
  if (next->step().state() == v1::Step::BLOCKED) return RefusalOf(*next);
  if (!next->begun()) {
    // Committed before the call, so that whoever takes the work back knows of one that may have been made.
    next->set_begun(true);
    Keep(call, work, &step);
    return false;
  }
  const StepKind& kind = kinds.at(next->step().making());
  Doing doing(call, step, work, *next, peers_, signer_);
  const absl::StatusOr<bool> last = kind.work(doing, *next);
  if (!last.ok() && status::IsPassing(last.status())) return last.status();
  if (!last.ok()) {
    // Once there is no way back the others are done all the same.
    Record(call, step.settled ? v1::Step::LEFT : v1::Step::BLOCKED, last.status(), next->mutable_step());
    if (!step.settled) next->set_refusal(rpc::ToGrpc(last.status()).error_details());
  } else {
    if (kind.take_back == nullptr) step.settled = true;
    if (*last) Record(call, v1::Step::DONE, absl::OkStatus(), next->mutable_step());
  }
  Keep(call, work, &step);
  return NextOf(&work) == nullptr;
}

absl::StatusOr<bool> JointWorks::TakeBack(rpc::Call& call, operations::Step& step, const StepKinds& kinds) const {
  ASSIGN_OR_RETURN(v1::JointWorkCheckpoint work, step.CheckpointAs<v1::JointWorkCheckpoint>());
  KeptStep* open = NextOf(&work);
  if (open != nullptr && open->begun() && open->step().state() == v1::Step::PENDING) {
    // Whether its call was made is learnt by making it.
    const StepKind& kind = kinds.at(open->step().making());
    Doing doing(call, step, work, *open, peers_, signer_);
    const absl::StatusOr<bool> last = kind.work(doing, *open);
    if (!last.ok() && status::IsPassing(last.status())) return last.status();
    if (last.ok() && kind.take_back == nullptr) step.settled = true;
    if (!last.ok()) Record(call, v1::Step::BLOCKED, last.status(), open->mutable_step());
    if (last.ok() && *last) Record(call, v1::Step::DONE, absl::OkStatus(), open->mutable_step());
    if (last.ok() && !*last && kind.take_back != nullptr) open->set_begun(false);
    Keep(call, work, &step);
    return false;
  }
  for (int i = work.steps_size() - 1; i >= 0; --i) {
    KeptStep& done = *work.mutable_steps(i);
    if (done.step().state() != v1::Step::DONE) continue;
    Doing doing(call, step, work, done, peers_, signer_);
    const absl::Status refused = kinds.at(done.step().making()).take_back(doing, done);
    if (!refused.ok() && status::IsPassing(refused)) return refused;
    Record(call, refused.ok() ? v1::Step::TAKEN_BACK : v1::Step::LEFT, refused, done.mutable_step());
    Keep(call, work, &step);
    return std::none_of(work.steps().begin(), work.steps().end(),
                        [](const KeptStep& kept) { return kept.step().state() == v1::Step::DONE; });
  }
  Keep(call, work, &step);
  return true;
}

}  // namespace congress::preparation

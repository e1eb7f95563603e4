#include "tests/e2e/kill_load.h"

#include <utility>

#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "platform/rpc/fields.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/uuid/uuid.h"
#include "tests/e2e/kill_chance.h"

namespace congress::e2e {
namespace {

using torture::Outcome;

// A client that was cut off gives some requests up, so that some stay unacknowledged.
constexpr size_t kGivenUpPercent = 40;
constexpr absl::Duration kPatience = absl::Seconds(60);
constexpr absl::Duration kBetweenAttempts = absl::Milliseconds(20);
constexpr char kColumns[] = "code,name,kind,parent,members,members_as_of,merged_from,valid_from\\n";

struct Kind {
  const char* method;
  // `$` is the call's own number.
  const char* text;
};
// One of every service. What is imported stands only after the days of which other tests' plans are; the import and the
// numbers meet others at the same record.
constexpr Kind kKinds[] = {
    {"drafting.v1.NumberRegisterService/ReserveNumber",
     "parent: 'numberSeries/kill' number_entry { title: 'Văn bản giả định' intention: 'congresses/k/papers/d-$' }"},
    {"dossiers.v1.PersonService/CreatePerson",
     "person_id: 'p-$' person { organisation: 'organisations/province' display_name: 'Người Giả Định' "
     "health: 'Loại 1' }"},
    {"allocation.v1.OrganisationService/ImportOrganisations",
     "csv: 'code,name,kind,parent,members,members_as_of,merged_from,valid_from\\nk-$,Đảng bộ xã giả định "
     "$,commune,province,10,2026-01-31,,2026-06-01\\n'"},
    {"dossiers.v1.PersonService/BatchCreatePersons",
     "persons { person_id: 'a-$' person { organisation: 'organisations/province' display_name: 'Người Một' } } "
     "persons { person_id: 'b-$' person { organisation: 'organisations/province' display_name: 'Người Hai' } }"},
    {"scheduling.v1.TaskService/CreatePlan",
     "plan_id: 'l-$' plan { organisation: 'organisations/province' number: '$' title: 'Kế hoạch giả định' }"},
    {"preparation.v1.PreparationService/CreateCongress",
     "congress_id: 'c-$' congress { organisation: 'organisations/province' display_name: 'Đại hội giả định' "
     "level: PROVINCE term: '2026–2031' }"},
};

std::string PrincipalOf(size_t thread) { return thread % 2 == 0 ? "writer-a" : "writer-b"; }

}  // namespace

Outcome OutcomeOf(const absl::Status& status) {
  if (status.ok()) return Outcome::kAnswered;
  const std::string reason = status::ReasonOf(status);
  if (reason == "STORE_UNAVAILABLE" || reason == "CONTENT_UNAVAILABLE") return Outcome::kRefused;
  const bool unknown = absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) || absl::IsCancelled(status);
  return unknown ? Outcome::kUnknown : Outcome::kRefused;
}

bool MayBeRepeated(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) || absl::IsCancelled(status) ||
         absl::IsAborted(status) || absl::IsResourceExhausted(status);
}

Load::Load(const support::Suite& suite, const std::string& purpose, torture::Journal& journal, size_t calls_of_thread)
    : suite_(suite), purpose_(purpose), journal_(journal), calls_of_thread_(calls_of_thread) {}

Load::~Load() { stopped_ = abandoned_ = true; }

LoadCall Load::Make(size_t thread, size_t number) const {
  const Kind& kind = kKinds[number % std::size(kKinds)];
  LoadCall call;
  call.method = FindMethod(kind.method);
  call.principal = PrincipalOf(thread);
  call.request_id = uuid::V5(uuid::kCongress, StrCat("kill/", purpose_, "/", thread / 2, "/", number));
  const std::string text = absl::StrReplaceAll(kind.text, {{"$", StrCat(thread, "-", number)}});
  call.request = FromText(*call.method->input_type(), StrCat(text, " request_id: '", call.request_id, "'"));
  return call;
}

absl::Status Load::Prepare() const {
  RETURN_IF_ERROR(Ask(suite_.channel(), "allocation.v1.OrganisationService/ImportOrganisations", suite_.Admin(),
                      StrCat("csv: '", kColumns, "province,Đảng bộ tỉnh giả định,province,,100,2026-01-31,,\\n'"))
                      .status);
  return Ask(suite_.channel(), "drafting.v1.NumberRegisterService/CreateNumberSeries", suite_.Admin(),
             "number_series_id: 'kill' number_series { organisation: 'organisations/province' issuer: 'Tỉnh ủy giả "
             "định' issuer_symbol: 'TU' term: '2026-2031' document_type: 'QĐ' }")
      .status;
}

void Load::Start() {
  for (size_t thread = 0; thread < kThreads; ++thread) {
    threads_.emplace_back([this, thread] { Run(thread); });
  }
}

absl::Status Load::Send(const LoadCall& call) const {
  const size_t place =
      journal_.Begin({.method = FullName(*call.method), .principal = call.principal, .request_id = call.request_id});
  Answer answer =
      Call(suite_.channel(), *call.method, suite_.As(call.principal, {"administrator@province"}), *call.request);
  if (!answer.status.ok()) {
    journal_.End(place, OutcomeOf(answer.status));
    return answer.status;
  }
  // A repetition gives the answer without what is graded.
  rpc::Redact(annotations::v1::GRADE_UNSPECIFIED, answer.message.get());
  journal_.End(place, Outcome::kAnswered, answer.message->SerializeAsString(),
               rpc::StringField(*answer.message, "name"));
  return absl::OkStatus();
}

void Load::Run(size_t thread) {
  KillChance chance(StrCat("load/", purpose_, "/", thread));
  for (size_t number = 0; number < calls_of_thread_ && !stopped_; ++number) {
    calls_[thread].push_back(Make(thread, number));
    Insist(calls_[thread].back(), chance.Percent(kGivenUpPercent));
  }
}

void Load::Insist(const LoadCall& call, bool give_up) {
  // Only what a kill falls into is given up; what is sent while nobody is there is not in doubt.
  bool first = true;
  bool ended = false;
  while (!ended && !abandoned_) {
    const absl::Status status = Send(call);
    const bool doubtful = OutcomeOf(status) == Outcome::kUnknown;
    const bool given_up = doubtful && std::exchange(first, false) && give_up;
    ended = status.ok() || !MayBeRepeated(status) || given_up;
    {
      const std::lock_guard lock(mutex_);
      if (!status.ok() && !MayBeRepeated(status)) {
        refusal_.Update(
            absl::Status(status.code(), StrCat(call.method->full_name(), ": ", std::string(status.message()))));
      }
      if (ended) ++ended_;
    }
    if (ended) moved_.notify_all();
    if (status.ok()) return;
    suite_.channel()->WaitForConnected(absl::ToChronoTime(absl::Now() + kPatience));
    absl::SleepFor(kBetweenAttempts);
  }
}

bool Load::Await(size_t ended) {
  std::unique_lock lock(mutex_);
  return moved_.wait_for(lock, absl::ToChronoNanoseconds(kPatience), [&] { return ended_ >= ended; });
}

void Load::Stop() { stopped_ = true; }

absl::Status Load::Finish() {
  if (!stopped_ && !Await(size())) return absl::DeadlineExceededError("the calls do not end");
  threads_.clear();
  return refusal_;
}

absl::Status Load::Repeat(const LoadCall& call) const {
  absl::Status status;
  support::Eventually([&] {
    status = Send(call);
    return status.ok() || !MayBeRepeated(status);
  });
  return status;
}

std::vector<const LoadCall*> Load::calls() const {
  std::vector<const LoadCall*> all;
  for (const auto& of_thread : calls_) {
    for (const LoadCall& call : of_thread) all.push_back(&call);
  }
  return all;
}

}  // namespace congress::e2e

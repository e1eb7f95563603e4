#include "tests/e2e/kill_load.h"

#include <set>
#include <utility>

#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "congress/drafting/v1/number_register_service.grpc.pb.h"
#include "platform/rpc/client.h"
#include "platform/rpc/fields.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "platform/uuid/uuid.h"
#include "tests/e2e/kill_chance.h"

namespace congress::e2e {
namespace {

using drafting::v1::NumberRegisterService;

constexpr size_t kThreads = 4;
constexpr size_t kCallsPerThread = 75;
// A client that was cut off gives some requests up, so that some stay unacknowledged.
constexpr size_t kGivenUpPercent = 40;
constexpr absl::Duration kPatience = absl::Seconds(60);
constexpr absl::Duration kBetweenAttempts = absl::Milliseconds(20);
constexpr char kSeries[] = "numberSeries/kill";
constexpr char kColumns[] = "code,name,kind,parent,members,members_as_of,merged_from,valid_from\\n";

struct Kind {
  const char* method;
  // `$` is the call's own number.
  const char* text;
};
// One of every service; the import and the numbers meet others at the same record.
constexpr Kind kKinds[] = {
    {"drafting.v1.NumberRegisterService/ReserveNumber",
     "parent: 'numberSeries/kill' number_entry { title: 'Văn bản giả định' intention: 'congresses/k/documents/d-$' }"},
    {"dossiers.v1.PersonService/CreatePerson",
     "person_id: 'p-$' person { organisation: 'organisations/province' display_name: 'Người Giả Định' "
     "health: 'Loại 1' }"},
    {"allocation.v1.OrganisationService/ImportOrganisations",
     "csv: 'code,name,kind,parent,members,members_as_of,merged_from,valid_from\\nk-$,Đảng bộ xã giả định "
     "$,commune,province,10,2026-01-31,,2026-01-01\\n'"},
    {"dossiers.v1.PersonService/BatchCreatePersons",
     "persons { person_id: 'a-$' person { organisation: 'organisations/province' display_name: 'Người Một' } } "
     "persons { person_id: 'b-$' person { organisation: 'organisations/province' display_name: 'Người Hai' } }"},
    {"scheduling.v1.TaskService/CreatePlan",
     "plan_id: 'l-$' plan { organisation: 'organisations/province' number: '$' title: 'Kế hoạch giả định' }"},
    {"preparation.v1.PreparationService/CreateCongress",
     "congress_id: 'c-$' congress { organisation: 'organisations/province' display_name: 'Đại hội giả định' "
     "level: PROVINCE term: '2026–2031' }"},
};

// Whether the outcome is not known, or is known to be nothing and may be another next time.
bool MayBeRepeated(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) || absl::IsCancelled(status) ||
         absl::IsAborted(status) || absl::IsResourceExhausted(status);
}

std::string PrincipalOf(size_t thread) { return thread % 2 == 0 ? "writer-a" : "writer-b"; }

}  // namespace

Load::Load(const support::Suite& suite, const std::string& purpose) : suite_(suite), purpose_(purpose) {
  calls_.resize(kThreads);
  for (size_t thread = 0; thread < kThreads; ++thread) {
    for (size_t i = 0; i < kCallsPerThread; ++i) {
      const Kind& kind = kKinds[i % std::size(kKinds)];
      const std::string id = uuid::V5(uuid::kCongress, StrCat("kill/", purpose, "/", thread / 2, "/", i));
      LoadCall call;
      call.method = FindMethod(kind.method);
      const std::string type = call.method->input_type()->full_name();
      call.name = type.substr(0, type.size() - std::string_view("Request").size());
      call.principal = PrincipalOf(thread);
      call.request_id = id;
      const std::string text = absl::StrReplaceAll(kind.text, {{"$", StrCat(thread, "-", i)}});
      call.request = FromText(*call.method->input_type(), StrCat(text, " request_id: '", id, "'"));
      calls_[thread].push_back(std::move(call));
    }
  }
}

Load::~Load() { stopped_ = true; }

size_t Load::size() const { return kThreads * kCallsPerThread; }

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
    threads_.emplace_back([this, thread] { Run(calls_[thread], thread); });
  }
}

absl::StatusOr<std::string> Load::Send(const LoadCall& call) const {
  Answer answer =
      Call(suite_.channel(), *call.method, suite_.As(call.principal, {"administrator@province"}), *call.request);
  RETURN_IF_ERROR(answer.status);
  // A repetition gives the answer without what is graded.
  rpc::Redact(annotations::v1::GRADE_UNSPECIFIED, answer.message.get());
  return answer.message->SerializeAsString();
}

void Load::Run(std::vector<LoadCall>& calls, size_t thread) {
  KillChance chance(StrCat("load/", purpose_, "/", thread));
  for (LoadCall& call : calls) {
    bool ended = false;
    // Only what a kill falls into is given up; what is sent while nobody is there is not in doubt.
    bool first = true;
    while (!ended && !stopped_) {
      const absl::StatusOr<std::string> answer = Send(call);
      {
        const std::lock_guard lock(mutex_);
        if (answer.ok()) {
          call.answer = *answer;
        } else if (!MayBeRepeated(answer.status())) {
          refusal_.Update(
              absl::Status(answer.status().code(), StrCat(call.name, ": ", std::string(answer.status().message()))));
        }
        // Contention is told: nothing was done.
        const bool doubtful = !answer.ok() && !absl::IsAborted(answer.status());
        call.in_doubt = call.in_doubt || doubtful;
        const bool given_up = doubtful && std::exchange(first, false) && chance.Percent(kGivenUpPercent);
        ended = answer.ok() || !MayBeRepeated(answer.status()) || given_up;
        if (ended) ++ended_;
      }
      if (ended) moved_.notify_all();
      if (answer.ok()) continue;
      suite_.channel()->WaitForConnected(absl::ToChronoTime(absl::Now() + kPatience));
      absl::SleepFor(kBetweenAttempts);
    }
  }
}

bool Load::Await(size_t ended) {
  std::unique_lock lock(mutex_);
  return moved_.wait_for(lock, absl::ToChronoNanoseconds(kPatience), [&] { return ended_ >= ended; });
}

absl::Status Load::Finish() {
  if (!Await(size())) return absl::DeadlineExceededError("the calls do not end");
  threads_.clear();
  return refusal_;
}

absl::StatusOr<std::string> Load::Repeat(const LoadCall& call) const {
  absl::StatusOr<std::string> answer = absl::UnknownError("never sent");
  support::Eventually([&] {
    answer = Send(call);
    return answer.ok() || !MayBeRepeated(answer.status());
  });
  return answer;
}

std::vector<const LoadCall*> Load::calls() const {
  std::vector<const LoadCall*> all;
  for (const auto& of_thread : calls_) {
    for (const LoadCall& call : of_thread) all.push_back(&call);
  }
  return all;
}

std::vector<const LoadCall*> Load::Acknowledged() const {
  std::vector<const LoadCall*> some = calls();
  const std::lock_guard lock(mutex_);
  std::erase_if(some, [](const LoadCall* call) { return !call->answer.has_value(); });
  return some;
}

std::vector<const LoadCall*> Load::InDoubt() const {
  std::vector<const LoadCall*> some = calls();
  const std::lock_guard lock(mutex_);
  std::erase_if(some, [](const LoadCall* call) { return !call->in_doubt; });
  return some;
}

std::string Load::Fault(const AuditLogs& logs, const std::vector<const LoadCall*>& acknowledged) const {
  if (const std::string disorder = logs.Disorder(); !disorder.empty()) return disorder;
  const std::set<const LoadCall*> answered(acknowledged.begin(), acknowledged.end());
  for (const LoadCall* call : calls()) {
    const int count = logs.Count(call->name, call->request_id, call->principal);
    const std::string which = StrCat(call->name, " ", call->request_id, " of ", call->principal);
    if (count > 1) return StrCat(which, " was done ", count, " times");
    if (count == 0 && answered.contains(call)) return StrCat(which, " was acknowledged and is lost");
  }
  return "";
}

std::string Load::NumberFault() const {
  drafting::v1::ListNumberEntriesRequest request;
  request.set_parent(kSeries);
  request.set_page_size(1000);
  const auto stub = NumberRegisterService::NewStub(suite_.channel());
  const auto page =
      rpc::Invoke(*stub, &NumberRegisterService::StubInterface::ListNumberEntries, suite_.Admin(), request);
  if (!page.ok()) return page.status().ToString();
  std::map<std::string, std::string> number_of;
  for (int i = 0; i < page->number_entries_size(); ++i) {
    const auto& entry = page->number_entries(i);
    if (entry.number() != i + 1) return StrCat("number ", entry.number(), " at place ", i + 1);
    if (!number_of.emplace(entry.intention(), entry.name()).second) return StrCat(entry.intention(), " has two");
  }
  for (const LoadCall* call : Acknowledged()) {
    drafting::v1::NumberEntry answer;
    if (call->name != "congress.drafting.v1.ReserveNumber") continue;
    if (!answer.ParseFromString(*call->answer)) return "an answer that is none";
    if (number_of[answer.intention()] != answer.name()) return StrCat(answer.name(), " is not in the register");
  }
  return "";
}

}  // namespace congress::e2e

#include "tests/e2e/kill_preparation.h"

#include <algorithm>

#include "absl/strings/str_replace.h"
#include "congress/preparation/v1/preparation_service.grpc.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "platform/civil/civil.h"
#include "platform/rpc/client.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "platform/uuid/uuid.h"
#include "tests/support/process.h"

namespace congress::e2e {
namespace {

struct Rpc {
  const char* method;
  const char* text;
};

constexpr Rpc kProvisions[] = {
    {"allocation.v1.OrganisationService/ImportOrganisations",
     "csv: 'code,name,kind,parent,members,members_as_of,merged_from,valid_from\\n"
     "province,Đảng bộ tỉnh giả định,province,,4000,2026-01-31,,\\n"
     "101,Đảng bộ xã Một,commune,province,2500,2026-01-31,,2026-01-01\\n"
     "102,Đảng bộ xã Hai,commune,province,1500,2026-01-31,,2026-01-01\\n'"},
    {"allocation.v1.RuleSetService/CreateRuleSet",
     "rule_set_id: 'rules' rule_set { organisation: 'organisations/province' display_name: 'Quy tắc giả định' "
     "legal_basis: 'Giả định' effective_from { year: 2026 month: 1 day: 1 } ex_officio_count: 2 appointed_count: 1 "
     "base { by_merged_units { from_units: 1 seats: 2 } } "
     "member_step { open_total { members_per_seat: 1000 remainder: FLOOR } } "
     "tie_rule: MORE_MEMBERS_THEN_EARLIER_CODE }"},
    {"scheduling.v1.CalendarService/CreateCalendar",
     "calendar_id: 'days' calendar { organisation: 'organisations/province' display_name: 'Ngày làm việc (giả định)' "
     "first_year: 2026 last_year: 2026 }"},
    {"drafting.v1.DraftingService/CreateDocumentTemplate",
     "document_template_id: 'report' document_template { organisation: 'organisations/province' kind: 'report' "
     "symbol: 'BC' display_name: 'Báo cáo giả định' sections { id: 'one' title: 'Một' } "
     "steps { id: 'draft' display_name: 'Dự thảo' } steps { id: 'final' display_name: 'Hoàn thiện' frozen: true } }"},
};

constexpr char kStart[] =
    "congress_id: '{id}' congress { organisation: 'organisations/province' display_name: 'Đại hội giả định' "
    "level: PROVINCE term: '2026–2031' delegate_cap: 80 rule_set: 'ruleSets/rules' } "
    "scope { allocation_plan { id: 'plan' display_name: 'Phân bổ' as_of { year: 2026 month: 2 day: 1 } } "
    "documents { id: 'a' document_template: 'documentTemplates/report' } "
    "documents { id: 'b' document_template: 'documentTemplates/report' display_name: 'Báo cáo B' } "
    "documents { id: 'c' document_template: 'documentTemplates/report' } "
    "documents { id: 'd' document_template: 'documentTemplates/report' } "
    "task_plan { id: '{id}' number: '1-KH/TU' title: 'Kế hoạch giả định' "
    "csv: 'code,title,owner,class,due,done_on,document\\n1,In tài liệu,Văn phòng,one-off,2026-03-01,,\\n"
    "2,Giao ban,Văn phòng,regular,,,\\n' } "
    "windows { id: 'below' first_day { year: 2026 month: 3 day: 2 } last_day { year: 2026 month: 3 day: 31 } "
    "longest_days: 2 calendar: 'calendars/days' } }";

// Everything that a preparation makes.
constexpr Rpc kMade[] = {
    {"preparation.v1.PreparationService/GetPreparation", "name: 'congresses/{id}/preparation'"},
    {"preparation.v1.PreparationService/GetCongress", "name: 'congresses/{id}'"},
    {"allocation.v1.AllocationService/GetAllocationPlan", "name: 'congresses/{id}/allocationPlans/plan'"},
    {"drafting.v1.DraftingService/ListDocuments", "parent: 'congresses/{id}'"},
    {"drafting.v1.DraftingService/GetDocument", "name: 'congresses/{id}/documents/a'"},
    {"drafting.v1.DraftingService/GetDocument", "name: 'congresses/{id}/documents/d'"},
    {"scheduling.v1.TaskService/GetPlan", "name: 'plans/{id}'"},
    {"scheduling.v1.TaskService/ListTasks", "parent: 'plans/{id}'"},
    {"scheduling.v1.SchedulingService/ListWindows", "parent: 'congresses/{id}'"},
    {"preparation.v1.PreparationService/GetReadiness", "name: 'congresses/{id}' as_of { year: 2026 month: 2 day: 15 }"},
};

std::string With(const std::string& id, const char* text) { return absl::StrReplaceAll(text, {{"{id}", id}}); }

// Clears times, uids and etags, at every depth.
void ClearWhatMayDiffer(Message* message) {
  const auto& reflection = *message->GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(*message, &fields);
  for (const FieldDescriptor* field : fields) {
    const bool time = field->message_type() != nullptr &&
                      field->message_type()->full_name() == google::protobuf::Timestamp::descriptor()->full_name();
    if (time || field->name() == "uid" || field->name() == "etag") {
      reflection.ClearField(message, field);
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && field->is_repeated()) {
      for (int i = 0; i < reflection.FieldSize(*message, field); ++i) {
        ClearWhatMayDiffer(reflection.MutableRepeatedMessage(message, field, i));
      }
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      ClearWhatMayDiffer(reflection.MutableMessage(message, field));
    }
  }
}

}  // namespace

absl::StatusOr<std::unique_ptr<Message>> Preparations::Read(const std::string& method, const std::string& text) const {
  Answer answer;
  support::Eventually([&] {
    answer = Ask(channel_, method, suite_.Admin(), text);
    return !absl::IsUnavailable(answer.status);
  });
  RETURN_IF_ERROR(answer.status);
  return std::move(answer.message);
}

absl::Status Preparations::Provide() const {
  for (const Rpc& provision : kProvisions) RETURN_IF_ERROR(Read(provision.method, provision.text).status());
  return absl::OkStatus();
}

absl::Status Preparations::Start(const std::string& id) const {
  const std::string request_id = uuid::V5(uuid::kCongress, StrCat("kill/", id));
  return Read("preparation.v1.PreparationService/StartPreparation",
              StrCat(With(id, kStart), " request_id: '", request_id, "'"))
      .status();
}

int Preparations::DoneSteps(const std::string& id, absl::Time before) const {
  using Service = preparation::v1::PreparationService;
  preparation::v1::GetPreparationRequest request;
  request.set_name(StrCat("congresses/", id, "/preparation"));
  const auto stub = Service::NewStub(channel_);
  const auto found = rpc::Invoke(*stub, &Service::StubInterface::GetPreparation, suite_.Admin(), request);
  if (!found.ok()) return -1;
  const auto done = std::count_if(found->steps().begin(), found->steps().end(), [&](const auto& step) {
    return step.state() == preparation::v1::Step::DONE && civil::FromTimestamp(step.outcome_time()) < before;
  });
  return static_cast<int>(done);
}

absl::StatusOr<std::string> Preparations::Outcome(const std::string& id) const {
  std::string state;
  const bool ended = support::Eventually([&] {
    const auto preparation = Read(kMade[0].method, With(id, kMade[0].text));
    state = preparation.ok() ? FieldAt(**preparation, "state") : preparation.status().ToString();
    return state == "DONE" || state == "BLOCKED";
  });
  if (!ended || state != "DONE") return absl::FailedPreconditionError(StrCat(id, " is ", state));
  std::string outcome;
  for (const Rpc& made : kMade) {
    ASSIGN_OR_RETURN(const auto message, Read(made.method, With(id, made.text)));
    ClearWhatMayDiffer(message.get());
    absl::StrAppend(&outcome, made.method, "\n", message->DebugString(), "\n");
  }
  return absl::StrReplaceAll(outcome, {{id, "{id}"}});
}

}  // namespace congress::e2e

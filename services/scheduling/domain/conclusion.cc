#include "services/scheduling/domain/conclusion.h"

#include <set>

#include "absl/strings/str_split.h"
#include "congress/scheduling/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/paper/build.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/scheduling/domain/task.h"

namespace congress::scheduling {

absl::Status CheckConclusion(const v1::Conclusion& conclusion) {
  status::Violations violations;
  if (conclusion.title().empty()) violations.Add("conclusion.title", status::PlatformFault::REQUIRED);
  if (conclusion.text().empty()) violations.Add("conclusion.text", status::PlatformFault::REQUIRED);
  std::set<std::string> ids;
  for (int i = 0; i < conclusion.items_size(); ++i) {
    const std::string& code = conclusion.items(i).code();
    const std::string at = StrCat("conclusion.items[", i, "].code");
    if (const auto fault = FaultOfCode(code); fault.has_value()) {
      violations.Add(at, *fault);
    } else if (!ids.insert(*TaskId(code)).second) {
      violations.Add(at, status::PlatformFault::REPEATED, {{"value", code}});
    }
  }
  return violations.ToStatus();
}

absl::Status RequireDraft(const v1::Conclusion& conclusion) {
  if (conclusion.state() == v1::Conclusion::ISSUED) {
    return status::FailedPrecondition(v1::CONCLUSION_ISSUED,
                                      {{"name", conclusion.name()}, {"number", conclusion.number()}});
  }
  if (conclusion.state() == v1::Conclusion::ISSUING) {
    return status::FailedPrecondition(v1::CONCLUSION_ISSUING, {{"name", conclusion.name()}});
  }
  return absl::OkStatus();
}

absl::Status CheckIssue(const v1::IssueConclusionRequest& request, const v1::Conclusion& conclusion,
                        absl::CivilDay held, absl::CivilDay today) {
  status::Violations violations;
  const bool elsewhere = request.number_series().empty();
  if (elsewhere && request.number().empty()) violations.Add("number_series", status::PlatformFault::REQUIRED);
  if (elsewhere && !request.number().empty() && !request.has_date()) {
    violations.Add("date", status::PlatformFault::REQUIRED);
  }
  if (!elsewhere && !request.number().empty()) violations.Add("number", v1::NUMBER_AND_SERIES);
  if (request.has_date() && civil::FromDate(request.date()) > today) {
    violations.Add("date", status::PlatformFault::IN_FUTURE);
  }
  if ((request.has_date() ? civil::FromDate(request.date()) : today) < held) {
    violations.Add("date", v1::BEFORE_MEETING, {{"last_day", civil::Format(held)}});
  }
  if (!conclusion.items().empty() && conclusion.plan().empty()) {
    violations.Add("conclusion.plan", status::PlatformFault::REQUIRED);
  }
  return violations.ToStatus();
}

// What is issued is Vietnamese, whoever asks for it.
paper::v1::Paper NoticePaper(const v1::Conclusion& conclusion, const paper::v1::Form& form,
                             const std::function<std::string(const std::string&)>& name_of) {
  paper::v1::Paper paper;
  paper.set_language(paper::v1::VIETNAMESE);
  paper::SetForm(form, &paper);
  paper.clear_number();
  paper.clear_date();
  paper.set_abstract(conclusion.title());
  paper::Blocks* body = paper.mutable_body();
  const std::vector<std::string> paragraphs = absl::StrSplit(conclusion.text(), '\n', absl::SkipWhitespace());
  for (const std::string& paragraph : paragraphs) paper::AddText(paragraph, body);
  for (const v1::Conclusion::Item& item : conclusion.items()) {
    const std::string owner = item.owner().starts_with("organisations/") ? name_of(item.owner()) : item.owner();
    std::string told = StrCat(owner, ": ", item.text());
    if (item.has_due_date()) {
      told += StrCat("; hoàn thành chậm nhất ngày ",
                     paper::Day(civil::FromDate(item.due_date()), status::Language::kVietnamese));
    }
    paper::AddItem(StrCat(told, "."), body);
  }
  return paper;
}

v1::Task TaskOf(const v1::Conclusion& conclusion, const v1::Conclusion::Item& item, const std::string& organisation) {
  v1::Task task;
  task.set_organisation(organisation);
  task.set_code(item.code());
  task.set_title(item.text());
  task.set_owner(item.owner());
  task.set_post(item.post());
  task.set_source(conclusion.name());
  task.set_task_class(v1::Task::ONE_OFF);
  if (item.has_due_date()) *task.mutable_due_date() = item.due_date();
  task.set_document(conclusion.number());
  return task;
}

v1::Conclusion Issue(v1::Conclusion conclusion, const std::string& number, const google::type::Date& date,
                     const std::string& paper, const Doer& doer) {
  conclusion.set_state(v1::Conclusion::ISSUED);
  conclusion.set_number(number);
  *conclusion.mutable_date() = date;
  conclusion.set_paper(paper);
  AddNote(v1::Conclusion::State_Name(conclusion.state()), doer, "", conclusion.mutable_notes());
  return conclusion;
}

}  // namespace congress::scheduling

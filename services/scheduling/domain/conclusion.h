// Conclusions of meetings: their notice and their tasks.
#pragma once

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "congress/paper/v1/paper.pb.h"
#include "congress/scheduling/v1/conclusion_service.pb.h"
#include "congress/scheduling/v1/task.pb.h"
#include "services/scheduling/domain/doer.h"

namespace congress::scheduling {

// INVALID_ARGUMENT `FIELDS_INVALID` for a conclusion without title or text, and for codes that are none or stand there
// twice.
absl::Status CheckConclusion(const v1::Conclusion& conclusion);

// FAILED_PRECONDITION `CONCLUSION_ISSUED`, `CONCLUSION_ISSUING`.
absl::Status RequireDraft(const v1::Conclusion& conclusion);

// INVALID_ARGUMENT `FIELDS_INVALID` unless the request says a series, or number and day, that day lies from the last
// one of the meeting, `held`, to today, and the items have a plan.
absl::Status CheckIssue(const v1::IssueConclusionRequest& request, const v1::Conclusion& conclusion,
                        absl::CivilDay held, absl::CivilDay today);

// The notice, without number and date. `name_of`: what people call an organisation.
paper::v1::Paper NoticePaper(const v1::Conclusion& conclusion, const paper::v1::Form& form,
                             const std::function<std::string(const std::string&)>& name_of);

// The task of an item, without name.
v1::Task TaskOf(const v1::Conclusion& conclusion, const v1::Conclusion::Item& item, const std::string& organisation);

// Issued under the number.
v1::Conclusion Issue(v1::Conclusion conclusion, const std::string& number, const google::type::Date& date,
                     const std::string& paper, const Doer& doer);

}  // namespace congress::scheduling

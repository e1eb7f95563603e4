// Invented templates, ballots and processes for tests.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "congress/dossiers/v1/personnel_process.pb.h"
#include "congress/dossiers/v1/process_template.pb.h"
#include "congress/dossiers/v1/step_result.pb.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/step_results.h"
#include "services/dossiers/testing/sample.h"

namespace congress::dossiers::sample {

// A ballot that needs more than half of those convened.
inline v1::ProcessStep BallotOf(std::string_view id) {
  v1::ProcessStep step;
  step.set_step_id(std::string(id));
  step.set_title(StrCat("Bước ", id));
  step.set_body("Ban Chấp hành");
  step.set_act(v1::ProcessStep::BALLOT);
  step.set_base(v1::ProcessStep::CONVENED);
  step.mutable_threshold()->set_numerator(1);
  step.mutable_threshold()->set_denominator(2);
  return step;
}

// A review of the list, a ballot without a limit, and one for as many as there are seats.
inline v1::ProcessTemplate ThreeSteps() {
  v1::ProcessTemplate rules;
  rules.set_name("processTemplates/three");
  rules.set_organisation("organisations/province");
  rules.set_display_name("Quy trình ba bước (mẫu)");
  rules.set_kind(v1::RE_ELECTION);
  *rules.mutable_effective_date() = civil::ToDate(CivilDay(2025, 5, 1));
  rules.set_legal_basis("Quy định mẫu số 2-QĐ/TW");
  v1::ProcessStep& review = *rules.add_steps();
  review.set_step_id("review");
  review.set_title("Rà soát danh sách");
  review.set_act(v1::ProcessStep::REVIEW);
  *rules.add_steps() = BallotOf("poll");
  rules.mutable_steps(1)->set_allows_new_candidates(true);
  *rules.add_steps() = BallotOf("vote");
  rules.mutable_steps(2)->set_limit_to_seats(true);
  return rules;
}

// 50 convened, present, and ballots, all valid; who agrees to p-0, p-1 and so on.
inline v1::StepResult VotesOf(const std::vector<int>& votes, CivilDay day = kToday) {
  v1::StepResult result;
  *result.mutable_date() = civil::ToDate(day);
  result.set_convened(50);
  result.set_present(50);
  result.set_issued(50);
  result.set_returned(50);
  result.set_valid(50);
  for (size_t i = 0; i < votes.size(); ++i) {
    v1::Tally& tally = *result.add_tallies();
    tally.set_person(StrCat("persons/p-", i));
    tally.set_agree(votes[i]);
    tally.set_disagree(50 - votes[i]);
  }
  return result;
}

// The same of these persons alone.
inline v1::StepResult VotesOn(const std::vector<int>& persons, const std::vector<int>& votes, CivilDay day = kToday) {
  v1::StepResult result = VotesOf(votes, day);
  for (size_t i = 0; i < persons.size(); ++i) {
    result.mutable_tallies(static_cast<int>(i))->set_person(StrCat("persons/p-", persons[i]));
  }
  return result;
}

// A meeting without ballots.
inline v1::StepResult Meeting(CivilDay day = kToday) {
  v1::StepResult result;
  *result.mutable_date() = civil::ToDate(day);
  result.set_convened(17);
  result.set_present(15);
  return result;
}

// What is asked for of a process with the persons p-0, p-1 and so on.
inline v1::PersonnelProcess WantedProcess(int candidates, int seats) {
  v1::PersonnelProcess process;
  process.set_organisation(std::string(kUnit));
  process.set_template_("processTemplates/three");
  process.set_title("Giới thiệu nhân sự tái cử (mẫu)");
  process.set_body("Ban Chấp hành Đảng bộ");
  process.set_seat_count(seats);
  for (int i = 0; i < candidates; ++i) process.add_candidates()->set_person(StrCat("persons/p-", i));
  return process;
}

}  // namespace congress::dossiers::sample

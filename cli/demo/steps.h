// The steps of the main job, in the order of the days that they are about. Each finds what an earlier run did, ends
// with one line of progress and leaves its files in the output folder.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "cli/demo/work.h"
#include "congress/drafting/v1/document.pb.h"
#include "congress/scheduling/v1/body.pb.h"

namespace congress::cli::demo {

// 1. Previews and imports the organisations, imports them again, checks the lineage.
absl::Status ImportOrganisations(Work& work);

// 2. Lays down rule set, number series, calendar and templates, and has the congress prepared.
absl::Status LayDownRules(Work& work);
absl::Status PrepareCongress(Work& work);
// Enters that the post sits in the body, as far as the input goes back; `key` names the call in the journal.
absl::Status SeatIn(Work& work, const std::string& key, const std::string& body, const std::string& post,
                    scheduling::v1::Membership::Role role);
// Enters the posts of those who attend; each sits in the body that sends them.
absl::Status EnterPosts(Work& work);
// Enters the province's own congress and the hearings; one was held, and its conclusion is issued.
absl::Status HoldSessions(Work& work);

// 3. Counts the tasks, enters reported figures. Then keeps that report, enters what comes later, and counts the same
// day again.
absl::Status CountTasks(Work& work);
absl::Status EnterFigures(Work& work);
absl::Status KeepReport(Work& work);
// Draws tasks, conclusions and figures together as they were known at that report, and shows which figures do not add
// up: `work-report.docx`, `session-report.docx`.
absl::Status ReportWork(Work& work);

// 4. Submits, approves and issues the plan: `allocation.csv`, `.xlsx` and `.svg`, `decision` and `project` as
// `.txt`, `.docx` and `.pdf`. The decision that was issued, which it verifies: `decision-issued.docx` and `.pdf`.
absl::Status DecideAllocation(Work& work);

// 5. Revises the documents, plans and takes them to the step at which opinions are asked for, the approver signing what
// that needs, holds one's round of opinions, disposes of every opinion: `opinions.csv` and
// `.docx`, `redline.docx`.
absl::Status DraftDocuments(Work& work);
// The approver signs what the next step of a document asks for.
absl::Status SignOff(Work& work, const drafting::v1::Document& document);
absl::Status CollectOpinions(Work& work);
// Has working groups approve the congresses of the units by their reports, before the first of them.
absl::Status ApproveUnits(Work& work);
// Sends guidance to the units below, which confirm it: `papers.csv`, `papers.pdf`.
absl::Status SendGuidance(Work& work);

// 6. Places the meetings and assigns who attends: `attendance.csv`, `calendar.ics`.
absl::Status ScheduleMeetings(Work& work);

// 7. Fills every seat, tries one too many, gathers the dossiers: `dossier-gaps.csv`.
absl::Status RecordDelegates(Work& work);
absl::Status GatherDossiers(Work& work);
// Hands one dossier in; another person reviews and accepts it.
absl::Status AcceptDossier(Work& work, const std::string& name, const std::string& key);

// 8. Personnel. The scheme that is approved before anybody is named: `personnel-scheme.csv`.
absl::Status ApproveScheme(Work& work);
// Re-election, then the first-time candidates of the planning list, with the votes of each step: `personnel-votes.csv`,
// and the minutes of their last counts as the input names them.
absl::Status HoldProcesses(Work& work);
// Sends the dossiers of two who passed to the superior, which receives and accepts them: `package.zip`.
absl::Status SendDossiersUpward(Work& work);
// Follows one person through four stages: `stages.csv`.
absl::Status FollowFourStages(Work& work);
// Decides who holds the key posts of the units below, all in one call: `personnel-plans.csv`.
absl::Status DecideUnitPlans(Work& work);
// Shows a freeze that stops one appointment and, by an exception, not another.
absl::Status HoldFreeze(Work& work);

// 9. Joins it all: `readiness.json`.
absl::Status ShowReadiness(Work& work);
// What waits for the first post that attends, which the preparer's person holds, and what is overdue anywhere:
// `inbox.csv`, `overdue.csv`.
absl::Status ShowInbox(Work& work);

}  // namespace congress::cli::demo

#include <algorithm>

#include "absl/strings/str_join.h"
#include "cli/demo/steps.h"
#include "congress/dossiers/v1/person_service.grpc.pb.h"
#include "congress/dossiers/v1/stage_service.grpc.pb.h"
#include "platform/civil/civil.h"
#include "platform/csv/csv.h"
#include "platform/status/strings.h"

namespace congress::cli::demo {
namespace {

using People = dossiers::v1::PersonService;
using dossiers::v1::StageConflict;
using dossiers::v1::StageEntry;
using dossiers::v1::StageService;
using Conflicts = google::protobuf::RepeatedPtrField<StageConflict>;

std::string Sentences(const Conflicts& conflicts) {
  return absl::StrJoin(conflicts, " ",
                       [](std::string* out, const StageConflict& conflict) { out->append(conflict.sentence()); });
}

// What does not fit with one entry.
Conflicts About(const StageEntry& entry, const Conflicts& all) {
  Conflicts found;
  for (const StageConflict& conflict : all) {
    const auto& entries = conflict.entries();
    if (std::find(entries.begin(), entries.end(), entry.name()) != entries.end()) *found.Add() = conflict;
  }
  return found;
}

// As officials call it.
std::string SeatOf(const Work& work, const StageEntry& entry) {
  if (entry.has_arrangement()) return entry.arrangement().to_post();
  for (const auto& rule : work.personnel().rule_set().personnel_rule_set().stages()) {
    if (rule.stage() == entry.stage() && rule.seat() == entry.seat()) return rule.display_name();
  }
  return entry.seat();
}

absl::Status WriteTable(Work& work, const dossiers::v1::PersonStagesView& view) {
  std::string table =
      csv::Line({"person", "stage", "seat", "organisation", "candidacy", "cut_off", "state", "conflicts"});
  for (const StageEntry& entry : view.stage_entries()) {
    table +=
        csv::Line({view.person(), dossiers::v1::Stage_Name(entry.stage()), SeatOf(work, entry), entry.organisation(),
                   entry.has_arrangement() ? "" : dossiers::v1::Candidacy_Name(entry.candidacy()),
                   entry.has_cut_off_date() ? civil::Format(civil::FromDate(entry.cut_off_date())) : "",
                   StageEntry::State_Name(entry.state()), Sentences(About(entry, view.conflicts()))});
  }
  return work.output.Write("stages.csv", table);
}

}  // namespace

absl::Status FollowFourStages(Work& work) {
  const FourStages& story = work.personnel().four_stages();
  const auto people = People::NewStub(work.preparer.channel());
  ASSIGN_OR_RETURN(const auto person, work.preparer.Change("stages/person", *people,
                                                           &People::StubInterface::CreatePerson, story.person()));
  const auto stub = StageService::NewStub(work.preparer.channel());
  dossiers::v1::BatchCreateStageEntriesRequest create;
  for (const StageEntry& entry : story.entries()) {
    auto& one = *create.add_stage_entries();
    one.set_parent(person.name());
    *one.mutable_stage_entry() = entry;
  }
  RETURN_IF_ERROR(
      work.preparer.Change("stages", *stub, &StageService::StubInterface::BatchCreateStageEntries, create).status());
  dossiers::v1::PreviewStageDecisionRequest preview;
  preview.set_parent(person.name());
  *preview.mutable_stage_entry() = story.preview();
  ASSIGN_OR_RETURN(const auto asked,
                   work.preparer.Ask(*stub, &StageService::StubInterface::PreviewStageDecision, preview));
  dossiers::v1::GetPersonStagesRequest get;
  get.set_name(person.name());
  ASSIGN_OR_RETURN(const auto view, work.preparer.Ask(*stub, &StageService::StubInterface::GetPersonStages, get));
  RETURN_IF_ERROR(WriteTable(work, view));
  work.progress.Tell("   %s in %d stages, conflicts: %d: %s: stages.csv",
                     "   %s ở %d giai đoạn, vướng: %d: %s: stages.csv", person.display_name(),
                     view.stage_entries_size(), view.conflicts_size(), Sentences(view.conflicts()));
  work.progress.Tell("   Asked about another seat before it is decided: %s",
                     "   Hỏi trước khi quyết định một vị trí khác: %s", Sentences(asked.conflicts()));
  return absl::OkStatus();
}

}  // namespace congress::cli::demo

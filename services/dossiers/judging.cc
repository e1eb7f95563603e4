#include "services/dossiers/judging.h"

#include <span>
#include <utility>

#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "services/dossiers/folders.h"
#include "services/dossiers/records.h"

namespace congress::dossiers {

Grade JudgedGrade(const rpc::Call& call, const Names& own, const v1::Dossier& dossier) {
  return own.Has(dossier.person()) ? annotations::v1::GRADE_UNSPECIFIED : call.principal().clearance;
}

absl::StatusOr<Judging> Judging::Begin(rpc::Call& call, absl::CivilDay as_of, std::optional<absl::CivilDay> before) {
  Judging judging(as_of, before);
  ASSIGN_OR_RETURN(judging.own_, OwnNames(call));
  ASSIGN_OR_RETURN(auto templates, kChecklistTemplates.LoadAll(call, "checklistTemplates/"));
  for (v1::ChecklistTemplate& loaded : templates) {
    Checklist& checklist = judging.checklists_[loaded.name()];
    checklist.loaded = std::move(loaded);
    checklist.requirements = RequirementsOf(checklist.loaded, call.principal().clearance);
  }
  return judging;
}

v1::DossierCompleteness Judging::Of(rpc::Call& call, const v1::Dossier& dossier, Detail detail) {
  const auto checklist = checklists_.find(dossier.template_());
  // A template is never deleted.
  if (checklist == checklists_.end()) return {};
  if (!all_read_ && !papers_.contains(dossier.name()))
    failure_.Update(Read(call, StrCat(dossier.name(), "/components/")));
  if (damaged_.contains(dossier.name())) call.LacksGraded(dossier.name());
  const auto papers = papers_.find(dossier.name());
  const bool none = papers == papers_.end();
  return Judged(call, checklist->second,
                {dossier, none ? std::span<const v1::Component>() : std::span(std::as_const(papers->second))}, detail);
}

absl::Status Judging::ReadAll(rpc::Call& call, std::string_view congress) {
  all_read_ = true;
  return Read(call, StrCat(congress, "/dossiers/"));
}

absl::Status Judging::Read(rpc::Call& call, const std::string& prefix) {
  std::set<std::string> damaged;
  ASSIGN_OR_RETURN(auto papers, kComponents.LoadAll(call, prefix, &damaged));
  for (const std::string& paper : damaged) damaged_.insert(DossierOf(paper));
  for (v1::Component& paper : papers) papers_[DossierOf(paper.name())].push_back(std::move(paper));
  return absl::OkStatus();
}

v1::DossierCompleteness Judging::Judged(const rpc::Call& call, const Checklist& checklist, const FolderView& folder,
                                        Detail detail) const {
  const Grade judged = JudgedGrade(call, own_, folder.dossier);
  v1::DossierCompleteness result =
      judged == call.principal().clearance
          ? JudgeRequirements(checklist.requirements, folder, as_of_, before_, detail)
          : JudgeRequirements(RequirementsOf(checklist.loaded, judged), folder, as_of_, before_, detail);
  result.set_judged_grade(judged);
  return result;
}

}  // namespace congress::dossiers

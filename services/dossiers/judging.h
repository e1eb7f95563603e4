// How far dossiers fulfil their checklists, as their caller may know it.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "platform/rpc/call.h"
#include "services/dossiers/domain/checklist.h"
#include "services/dossiers/domain/completeness.h"
#include "services/dossiers/persons.h"

namespace congress::dossiers {

// Up to which grade a caller of these names is told of the dossier's papers: of their own dossier, of those without
// grade.
Grade JudgedGrade(const rpc::Call& call, const Names& own, const v1::Dossier& dossier);

// Judges dossiers without the standing of each item. Thousands of dossiers share a few templates.
class Judging {
 public:
  static absl::StatusOr<Judging> Begin(rpc::Call& call, absl::CivilDay as_of, std::optional<absl::CivilDay> before);

  // A paper whose graded fields are damaged counts for what is left of it, and the answer says so of its dossier. When
  // the store does not give the papers, failure() says so.
  v1::DossierCompleteness Of(rpc::Call& call, const v1::Dossier& dossier, Detail detail = Detail::kGaps);
  // Reads the papers of all dossiers of the congress at once, for who looks at each of them.
  absl::Status ReadAll(rpc::Call& call, std::string_view congress);
  const absl::Status& failure() const { return failure_; }

 private:
  Judging(absl::CivilDay as_of, std::optional<absl::CivilDay> before) : as_of_(as_of), before_(before) {}

  struct Checklist {
    v1::ChecklistTemplate loaded;
    std::vector<Requirement> requirements;  // Point into `loaded`.
  };

  // The papers whose names begin so.
  absl::Status Read(rpc::Call& call, const std::string& prefix);
  v1::DossierCompleteness Judged(const rpc::Call& call, const Checklist& checklist, const FolderView& folder,
                                 Detail detail) const;

  Names own_;
  absl::CivilDay as_of_;
  std::optional<absl::CivilDay> before_;
  std::map<std::string, Checklist, std::less<>> checklists_;
  bool all_read_ = false;
  std::map<std::string, std::vector<v1::Component>, std::less<>> papers_;
  // Dossiers with a paper that cannot be read whole.
  std::set<std::string, std::less<>> damaged_;
  absl::Status failure_;
};

}  // namespace congress::dossiers

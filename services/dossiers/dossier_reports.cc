// What DossierService judges over dossiers: completeness, gaps, readiness.
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "platform/civil/civil.h"
#include "platform/paper/paper.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/checklist.h"
#include "services/dossiers/domain/completeness.h"
#include "services/dossiers/domain/gaps_paper.h"
#include "services/dossiers/domain/lifecycle.h"
#include "services/dossiers/domain/readiness.h"
#include "services/dossiers/dossier_service.h"
#include "services/dossiers/folders.h"
#include "services/dossiers/judging.h"
#include "services/dossiers/position_records.h"

namespace congress::dossiers {
namespace {

std::optional<absl::CivilDay> DayOf(const google::type::Date& date, bool is_set) {
  return is_set ? std::optional(civil::FromDate(date)) : std::nullopt;
}

// Which dossiers count by who has a seat, and who has none.
class Roll {
 public:
  explicit Roll(const v1::DelegateRoll& delegates) : delegates_(delegates) {
    for (const v1::DelegateRoll::Entry& one : delegates.ended()) ended_.insert(one.person());
  }

  bool Counts(const v1::Dossier& dossier) {
    if (dossier.purpose() != delegates_.purpose()) return true;
    met_.insert(dossier.person());
    return !ended_.contains(dossier.person());
  }
  // Of those with a seat, who was not met.
  std::vector<v1::DelegateRoll::Entry> Without() const {
    std::vector<v1::DelegateRoll::Entry> without;
    for (const v1::DelegateRoll::Entry& one : delegates_.seated()) {
      if (!met_.contains(one.person())) without.push_back(one);
    }
    return without;
  }

 private:
  const v1::DelegateRoll& delegates_;
  std::set<std::string, std::less<>> ended_;
  std::set<std::string, std::less<>> met_;
};

}  // namespace

absl::StatusOr<v1::DossierCompleteness> DossierService::GetDossierCompleteness(
    rpc::Call& call, const v1::GetDossierCompletenessRequest& request) const {
  ASSIGN_OR_RETURN(v1::Dossier dossier, kDossiers.Get(call, request.name()));
  ASSIGN_OR_RETURN(const v1::ChecklistTemplate checklist, kChecklistTemplates.Load(call, dossier.template_()));
  const absl::CivilDay usual = JudgedOn(checklist, civil::Today(call.now()));
  ASSIGN_OR_RETURN(const Folder folder, FolderOf(call, std::move(dossier)));
  ASSIGN_OR_RETURN(const Names own, OwnNames(call));
  return Told(call, Judge(checklist, folder, DayOf(request.as_of(), request.has_as_of()).value_or(usual),
                          DayOf(request.before(), request.has_before()), JudgedGrade(call, own, folder.dossier)));
}

absl::StatusOr<v1::ListDossierGapsResponse> DossierService::ListDossierGaps(
    rpc::Call& call, const v1::ListDossierGapsRequest& request) const {
  ASSIGN_OR_RETURN(Judging judging, Judging::Begin(call, civil::Today(call.now()), civil::FromDate(request.before())));
  v1::ListDossierGapsResponse listed;
  const std::string parent = StrCat(request.parent(), "/dossiers/");
  // Once for all pages: it takes a look at every dossier.
  if (request.page_token().empty()) {
    RETURN_IF_ERROR(judging.ReadAll(call, request.parent()));
    RETURN_IF_ERROR(kDossiers.Visit(
        call, parent,
        [&](const v1::Dossier& dossier) {
          if (IsPutAway(dossier) || !call.IsOf(dossier.organisation(), request.organisation())) return;
          Add(judging.Of(call, dossier), listed.mutable_sums());
        },
        rpc::Fields::kUngraded));
  }
  rpc::Query<v1::Dossier> query;
  query.fields = rpc::Fields::kUngraded;
  query.Of(call, request.organisation());
  std::map<std::string, v1::DossierCompleteness> gaps;
  query.matches = [&](const v1::Dossier& dossier) {
    if (IsPutAway(dossier)) return false;
    v1::DossierCompleteness judged = judging.Of(call, dossier);
    if (!HasGaps(judged)) return false;
    gaps.insert_or_assign(dossier.name(), std::move(judged));
    return true;
  };
  query.bytes = [&](const v1::Dossier& dossier) { return gaps[dossier.name()].ByteSizeLong(); };
  ASSIGN_OR_RETURN(auto page, kDossiers.Find(call, parent, rpc::PageOf(request), query));
  RETURN_IF_ERROR(judging.failure());
  for (const v1::Dossier& dossier : page.items) *listed.add_dossiers() = std::move(gaps[dossier.name()]);
  RETURN_IF_ERROR(TellPersons(call, listed.mutable_dossiers()));
  listed.set_next_page_token(std::move(page.next_page_token));
  return listed;
}

absl::StatusOr<v1::ExportDossierGapsResponse> DossierService::ExportDossierGaps(
    rpc::Call& call, const v1::ExportDossierGapsRequest& request) const {
  GapTable gaps;
  gaps.before = civil::FromDate(request.before());
  ASSIGN_OR_RETURN(Judging judging, Judging::Begin(call, civil::Today(call.now()), gaps.before));
  RETURN_IF_ERROR(judging.ReadAll(call, request.parent()));
  RETURN_IF_ERROR(kDossiers.Visit(
      call, StrCat(request.parent(), "/dossiers/"),
      [&](const v1::Dossier& dossier) {
        if (IsPutAway(dossier) || !call.IsOf(dossier.organisation(), request.organisation())) return;
        v1::DossierCompleteness judged = judging.Of(call, dossier);
        Add(judged, &gaps.sums);
        if (HasGaps(judged)) gaps.dossiers.push_back(std::move(judged));
      },
      rpc::Fields::kUngraded));
  // That all of some dossiers are complete is worth a paper; that there are none is not.
  if (gaps.sums.dossier_count() == 0) return paper::NothingToPrint(request.parent(), request.organisation());
  RETURN_IF_ERROR(TellPersons(call, &gaps.dossiers));
  // Those whom the caller may not read are not shown here.
  std::map<std::string, std::string> names;
  for (const v1::DossierCompleteness& dossier : gaps.dossiers) names.emplace(dossier.person(), "");
  RETURN_IF_ERROR(kPersons.Visit(call, "persons/", [&](const v1::Person& person) {
    if (const auto wanted = names.find(person.name()); wanted != names.end()) wanted->second = person.display_name();
  }));
  gaps.organisation_name = [&](const std::string& organisation) { return call.NameOf(organisation); };
  gaps.person_name = [&](const std::string& person) { return names[person]; };
  ASSIGN_OR_RETURN(paper::File file,
                   paper::Render(GapsPaper(gaps, request, call.language()), request.paper_format(), layout_));
  v1::ExportDossierGapsResponse response;
  response.set_content_type(file.media_type);
  response.set_file_name(StrCat("dossier-gaps", file.extension));
  response.set_content(std::move(file.content));
  response.set_dossier_count(static_cast<int>(gaps.dossiers.size()));
  return response;
}

absl::StatusOr<v1::GetDossierReadinessResponse> DossierService::GetDossierReadiness(
    rpc::Call& call, const v1::GetDossierReadinessRequest& request) const {
  const absl::CivilDay as_of = DayOf(request.as_of(), request.has_as_of()).value_or(civil::Today(call.now()));
  ASSIGN_OR_RETURN(Judging judging, Judging::Begin(call, as_of, std::nullopt));
  RETURN_IF_ERROR(judging.ReadAll(call, request.parent()));
  std::vector<v1::DossierCompleteness> dossiers;
  std::vector<v1::PositionSlot> slots;
  // What is told no more need not be worded.
  std::map<std::string, int> blockers;
  // Those of an organisation that has ended stand in the row of who goes on for it.
  std::map<std::string, std::string> rows;
  const auto row_of = [&](const std::string& organisation) -> const std::string& {
    const auto [row, fresh] = rows.try_emplace(organisation);
    if (fresh) row->second = call.StandingFor(organisation, as_of);
    return row->second;
  };
  Roll roll(request.delegates());
  const auto judge = [&](const v1::Dossier& dossier) {
    if (IsGivenUp(dossier) || !roll.Counts(dossier)) return;
    const std::string& row = row_of(dossier.organisation());
    if (dossier.state() == v1::Dossier::CLOSED) {
      // It was accepted, and blocks nothing any more.
      v1::DossierCompleteness& closed = dossiers.emplace_back();
      closed.set_organisation(row);
      closed.set_state(v1::Dossier::ACCEPTED);
      return;
    }
    int& told = blockers[row];
    v1::DossierCompleteness& judged =
        dossiers.emplace_back(judging.Of(call, dossier, told < kMostBlockers ? Detail::kGaps : Detail::kCounts));
    judged.set_organisation(row);
    told += judged.state() == v1::Dossier::ACCEPTED ? 0 : 1;
    told += judged.fulfilled_count() == judged.required_count() ? 0 : 1;
  };
  // Nothing that is graded in a dossier itself is judged.
  RETURN_IF_ERROR(kDossiers.Visit(call, StrCat(request.parent(), "/dossiers/"), judge, rpc::Fields::kUngraded));
  RETURN_IF_ERROR(
      kPositionSlots.Visit(call, StrCat(request.parent(), "/positions/"), [&](const v1::PositionSlot& slot) {
        slots.push_back(slot);
        slots.back().set_organisation(row_of(slot.organisation()));
      }));
  const bool counted = call.principal().clearance >= annotations::v1::CONFIDENTIAL;
  if (counted) {
    for (v1::PositionSlot& slot : slots) {
      ASSIGN_OR_RETURN(slot, WithCandidates(call, std::move(slot)));
    }
  }
  std::vector<v1::DelegateRoll::Entry> without = roll.Without();
  std::erase_if(without, [&](const auto& one) { return !call.Holds(call.permission(), one.organisation()); });
  for (v1::DelegateRoll::Entry& one : without) one.set_organisation(row_of(one.organisation()));
  v1::GetDossierReadinessResponse response =
      JudgeReadiness(dossiers, slots, call.language(), without, counted ? Candidates::kCounted : Candidates::kHidden);
  *response.mutable_as_of() = civil::ToDate(as_of);
  return response;
}

}  // namespace congress::dossiers

#include <set>

#include "absl/strings/str_join.h"
#include "cli/demo/invent.h"
#include "cli/demo/steps.h"
#include "congress/dossiers/v1/dossier_service.grpc.pb.h"
#include "platform/civil/civil.h"
#include "platform/csv/csv.h"
#include "platform/status/strings.h"

namespace congress::cli::demo {
namespace {

using Service = dossiers::v1::DossierService;
using dossiers::v1::ListDossierGapsResponse;

constexpr size_t kDossiersAtOnce = 100;

std::string DossierId(const Seat& seat) { return StrCat("dossier-", seat.id); }
std::string DossierName(const Work& work, const Seat& seat) {
  return StrCat(work.congress(), "/dossiers/", DossierId(seat));
}

// The delegates of organisations; those ex officio have their dossiers from their own election.
std::vector<Seat> SeatsWithDossier(const Work& work) {
  std::vector<Seat> seats;
  std::copy_if(work.seats.begin(), work.seats.end(), std::back_inserter(seats),
               [&](const Seat& seat) { return seat.organisation != work.plan.organisation(); });
  return seats;
}

absl::Status OpenDossiers(Work& work, Service::Stub& stub, const std::vector<Seat>& seats) {
  int heads = 0;
  return InBatches(work, "7. Dossiers", seats, kDossiersAtOnce, [&](size_t number, const std::vector<Seat>& batch) {
    dossiers::v1::BatchCreateDossiersRequest request;
    request.set_parent(work.congress());
    for (const Seat& seat : batch) {
      auto& entry = *request.add_dossiers();
      entry.set_dossier_id(DossierId(seat));
      auto& dossier = *entry.mutable_dossier();
      dossier.set_organisation(seat.organisation);
      dossier.set_person(seat.person());
      dossier.set_purpose(work.province().dossiers().purpose());
      dossier.set_template_(
          StrCat("checklistTemplates/", work.province().checklist_template().checklist_template_id()));
      // Of whom the planning list is made; the others stand for nothing that the rules judge.
      if (!seat.head) continue;
      dossier.set_position_kind(work.personnel().planning().position_kind());
      dossier.set_candidacy((++heads % 2) == 0 ? dossiers::v1::INCUMBENT : dossiers::v1::NEWCOMER);
    }
    return work.preparer
        .Change(StrCat("dossiers/", number), stub, &Service::StubInterface::BatchCreateDossiers, request)
        .status();
  });
}

absl::Status AttachPapers(Work& work, Service::Stub& stub, const std::vector<Seat>& seats) {
  return InBatches(work, "7. Papers", seats, kDossiersAtOnce, [&](size_t number, const std::vector<Seat>& batch) {
    dossiers::v1::BatchAttachComponentsRequest request;
    for (const Seat& seat : batch) {
      auto& entry = *request.add_dossiers();
      entry.set_dossier(DossierName(work, seat));
      for (auto& paper : InventPapers(work.province(), DossierId(seat), work.begun(), work.judged(), seat.head)) {
        *entry.add_attachments() = std::move(paper);
      }
    }
    return work.preparer
        .Change(StrCat("papers/", number), stub, &Service::StubInterface::BatchAttachComponents, request)
        .status();
  });
}

std::string TitlesOf(const google::protobuf::RepeatedPtrField<dossiers::v1::RequirementGap>& gaps) {
  return absl::StrJoin(gaps, "; ", [](std::string* out, const auto& gap) { out->append(gap.title()); });
}

// Lists what lacks or ends before the day that is judged; returns the dossiers that are not complete then.
absl::StatusOr<std::set<std::string>> ListGaps(Work& work, Service::Stub& stub) {
  dossiers::v1::ListDossierGapsRequest request;
  request.set_parent(work.congress());
  *request.mutable_before() = civil::ToDate(work.judged());
  std::string table =
      csv::Line({"dossier", "organisation", "organisation_name", "person", "missing", "expired", "expiring"});
  std::set<std::string> incomplete;
  dossiers::v1::GapSums sums;
  RETURN_IF_ERROR(work.preparer.AskAll(
      stub, &Service::StubInterface::ListDossierGaps, request, [&](const ListDossierGapsResponse& page) {
        sums = page.sums();
        for (const auto& dossier : page.dossiers()) {
          incomplete.insert(dossier.dossier());
          table += csv::Line({dossier.dossier(), dossier.organisation(), work.NameOf(dossier.organisation()),
                              dossier.person(), TitlesOf(dossier.missing()), TitlesOf(dossier.expired()),
                              TitlesOf(dossier.expiring())});
        }
      }));
  RETURN_IF_ERROR(work.output.Write("dossier-gaps.csv", table));
  work.progress.Tell(
      "   %d dossiers; %d with gaps: %d papers missing, %d expired, %d ending before %s: dossier-gaps.csv",
      "   %d hồ sơ; %d chưa đủ: thiếu %d giấy tờ, %d hết hạn, %d sẽ hết hạn trước %s: dossier-gaps.csv",
      sums.dossier_count(), sums.gap_dossier_count(), sums.missing_count(), sums.expired_count(), sums.expiring_count(),
      DayTold(work.judged()));
  return incomplete;
}

// Complete dossiers go to the reviewer, who is another than who hands them in.
absl::Status ReviewComplete(Work& work, const std::vector<Seat>& seats, const std::set<std::string>& incomplete) {
  for (const Seat& seat : seats) {
    const std::string name = DossierName(work, seat);
    if (incomplete.contains(name)) continue;
    work.progress.Count("7. Dossiers accepted", work.accepted.size(), seats.size());
    RETURN_IF_ERROR(AcceptDossier(work, name, seat.id));
    work.accepted.push_back(seat);
  }
  work.progress.Tell("   %d dossiers complete as of %s submitted and accepted by another",
                     "   %d hồ sơ đủ tính đến %s đã nộp và được người khác tiếp nhận", work.accepted.size(),
                     DayTold(work.judged()));
  return absl::OkStatus();
}

}  // namespace

absl::Status AcceptDossier(Work& work, const std::string& name, const std::string& key) {
  const auto stub = Service::NewStub(work.preparer.channel());
  const auto reviewing = Service::NewStub(work.approver.channel());
  dossiers::v1::SubmitDossierRequest submit;
  submit.set_name(name);
  RETURN_IF_ERROR(
      work.preparer.Change(StrCat("submit/", key), *stub, &Service::StubInterface::SubmitDossier, submit).status());
  dossiers::v1::BeginDossierReviewRequest begin;
  begin.set_name(name);
  RETURN_IF_ERROR(
      work.approver.Change(StrCat("review/", key), *reviewing, &Service::StubInterface::BeginDossierReview, begin)
          .status());
  dossiers::v1::AcceptDossierRequest accept;
  accept.set_name(name);
  return work.approver.Change(StrCat("accept/", key), *reviewing, &Service::StubInterface::AcceptDossier, accept)
      .status();
}

absl::Status GatherDossiers(Work& work) {
  const auto stub = Service::NewStub(work.preparer.channel());
  const std::vector<Seat> seats = SeatsWithDossier(work);
  RETURN_IF_ERROR(OpenDossiers(work, *stub, seats));
  RETURN_IF_ERROR(AttachPapers(work, *stub, seats));
  ASSIGN_OR_RETURN(const std::set<std::string> incomplete, ListGaps(work, *stub));
  return ReviewComplete(work, seats, incomplete);
}

}  // namespace congress::cli::demo

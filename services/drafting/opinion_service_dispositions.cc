// What becomes of opinions: dispositions, wording, the report.
#include <map>
#include <set>
#include <utility>

#include "congress/drafting/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/paper/build.h"
#include "platform/paper/paper.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/drafting/domain/draft.h"
#include "services/drafting/domain/opinion.h"
#include "services/drafting/domain/opinion_clusters.h"
#include "services/drafting/domain/opinion_report.h"
#include "services/drafting/domain/secrecy.h"
#include "services/drafting/domain/wordings.h"
#include "services/drafting/item.h"
#include "services/drafting/opinion_service.h"
#include "services/drafting/records.h"
#include "services/drafting/revisions.h"

namespace congress::drafting {
namespace {

// Most opinions of one batch, and most that an answer names.
constexpr int kMostInBatch = 2000;
constexpr int kMostNamed = 1000;

v1::OpinionDisposition FromRequest(const v1::DisposeOpinionRequest& request) {
  v1::OpinionDisposition wish;
  wish.set_name(request.name());
  wish.set_disposition(request.disposition());
  wish.set_reason(request.reason());
  wish.set_etag(request.etag());
  return wish;
}

// Each opinion once, all of one round.
class Named {
 public:
  explicit Named(const std::string& round) : round_(round) {}

  absl::Status Add(const std::string& name) {
    if (ParentOf(name) != round_) return status::InvalidArgument(v1::OPINION_ELSEWHERE, {{"name", name}});
    if (!names_.insert(name).second) return status::InvalidArgument(v1::OPINION_REPEATED, {{"name", name}});
    return absl::OkStatus();
  }
  int size() const { return static_cast<int>(names_.size()); }

 private:
  const std::string& round_;
  std::set<std::string> names_;
};

absl::Status CheckBatch(const v1::BatchDisposeOpinionsRequest& request) {
  Named named(request.parent());
  for (int i = 0; i < request.dispositions_size(); ++i) {
    const v1::OpinionDisposition& one = request.dispositions(i);
    absl::Status status = named.Add(one.name());
    for (const std::string& also : one.also()) status.Update(named.Add(also));
    if (!status.ok()) return AtItem("dispositions", i, status);
  }
  if (named.size() <= kMostInBatch) return absl::OkStatus();
  status::Violations violations;
  violations.Add("dispositions", v1::OPINIONS_MANY, {{"count", StrCat(named.size())}, {"most", StrCat(kMostInBatch)}});
  return violations.ToStatus();
}

}  // namespace

bool OpinionService::IsSourceGone(const rpc::Call& call, const v1::Opinion& opinion) {
  const absl::CivilDay today = civil::Today(call.now());
  const directory::Organisation* standing = call.Known(call.StandingFor(InvitedOf(opinion), today));
  return standing != nullptr && standing->EndedOn(today);
}

absl::StatusOr<v1::Opinion> OpinionService::DisposeOne(rpc::Call& call, const v1::OpinionRound& round,
                                                       const v1::OpinionDisposition& wish, bool not_graded) const {
  ASSIGN_OR_RETURN(v1::Opinion opinion, access_.LoadOpinion(call, wish.name()));
  RETURN_IF_ERROR(call.Require(opinion.collector()));
  RETURN_IF_ERROR(collected_.CheckEtag(opinion, wish.etag()));
  if (!not_graded) RETURN_IF_ERROR(RefuseMarkedText(wish.reason()));
  ASSIGN_OR_RETURN(v1::Invitation invitation, invitations_.Load(call, InvitationOf(round, opinion)));
  // No other round can go on with it.
  const bool after_closing = WasLeftOver(opinion) && IsSourceGone(call, opinion);
  ASSIGN_OR_RETURN(OpinionChange change, Dispose(std::move(opinion), std::move(invitation), round, wish.disposition(),
                                                 wish.reason(), ActOf(call), after_closing));
  silent_.Put(call, std::move(change.invitation));
  return ToCollector(collected_.Put(call, std::move(change.opinion)), round);
}

absl::StatusOr<v1::Opinion> OpinionService::DisposeOpinion(rpc::Call& call,
                                                           const v1::DisposeOpinionRequest& request) const {
  // So that one who may not read the opinion learns nothing of its round.
  RETURN_IF_ERROR(access_.LoadOpinion(call, request.name()).status());
  ASSIGN_OR_RETURN(const v1::OpinionRound round, rounds_.Load(call, ParentOf(request.name())));
  return DisposeOne(call, round, FromRequest(request), request.not_graded());
}

absl::StatusOr<v1::BatchDisposeOpinionsResponse> OpinionService::BatchDisposeOpinions(
    rpc::Call& call, const v1::BatchDisposeOpinionsRequest& request) const {
  RETURN_IF_ERROR(access_.ReadRound(call, request.parent()).status());
  ASSIGN_OR_RETURN(const v1::OpinionRound round, rounds_.Load(call, request.parent()));
  RETURN_IF_ERROR(CheckBatch(request));
  v1::BatchDisposeOpinionsResponse answer;
  for (int i = 0; i < request.dispositions_size(); ++i) {
    v1::OpinionDisposition wish = request.dispositions(i);
    auto disposed = DisposeOne(call, round, wish, request.not_graded());
    if (!disposed.ok()) return AtItem("dispositions", i, disposed.status());
    *answer.add_opinions() = *std::move(disposed);
    wish.clear_etag();
    for (const std::string& also : request.dispositions(i).also()) {
      auto other = access_.LoadOpinion(call, also);
      if (other.ok() && other->disposition() == v1::DISPOSITION_UNSPECIFIED) {
        wish.set_name(also);
        other = DisposeOne(call, round, wish, request.not_graded());
      }
      if (!other.ok()) return AtItem("dispositions", i, other.status());
      *answer.add_opinions() = ToCollector(*std::move(other), round);
    }
  }
  return answer;
}

absl::StatusOr<v1::OpinionRound> OpinionService::PublishAll(rpc::Call& call, v1::OpinionRound round,
                                                            const std::vector<v1::Opinion>& opinions,
                                                            Invitations* invitations) const {
  std::set<std::string> told;
  for (const v1::Opinion& opinion : opinions) {
    if (AwaitsPublication(opinion, round)) told.insert(InvitationOf(round, opinion));
  }
  ASSIGN_OR_RETURN(round, Publish(std::move(round), opinions, ActOf(call)));
  for (v1::Invitation& invitation : *invitations) {
    if (!told.contains(invitation.name())) continue;
    invitation.clear_unpublished_count();
    *invitation.mutable_publish_time() = civil::ToTimestamp(call.now());
    *invitation.mutable_update_time() = invitation.publish_time();
  }
  return round;
}

absl::StatusOr<v1::OpinionRound> OpinionService::PublishDispositions(
    rpc::Call& call, const v1::PublishDispositionsRequest& request) const {
  ASSIGN_OR_RETURN(v1::OpinionRound round, GetRound(call, request.name(), request.etag()));
  RETURN_IF_ERROR(CheckNoImport(call, round));
  // First what every answer is counted in: one that comes after it collides with this.
  ASSIGN_OR_RETURN(Invitations invitations, LoadInvitations(call, round));
  ASSIGN_OR_RETURN(const auto opinions, collected_.LoadAll(call, StrCat(round.name(), "/opinions/")));
  ASSIGN_OR_RETURN(round, PublishAll(call, std::move(round), opinions, &invitations));
  return PutAll(call, std::move(round), std::move(invitations));
}

absl::StatusOr<v1::ListOpinionClustersResponse> OpinionService::ListOpinionClusters(
    rpc::Call& call, const v1::ListOpinionClustersRequest& request) const {
  ASSIGN_OR_RETURN(const v1::OpinionRound round, access_.ReadRound(call, request.parent()));
  RETURN_IF_ERROR(call.Require(round.organisation()));
  ASSIGN_OR_RETURN(const auto opinions, collected_.LoadAll(call, StrCat(round.name(), "/opinions/")));
  std::vector<v1::OpinionCluster> clusters = ClustersOf(opinions);
  if (request.undisposed()) {
    std::erase_if(clusters, [](const v1::OpinionCluster& cluster) { return cluster.undisposed_count() == 0; });
  }
  ASSIGN_OR_RETURN(const rpc::Slice slice, rpc::SliceOf(rpc::PageOf(request), clusters.size()));
  v1::ListOpinionClustersResponse answer;
  for (size_t i = slice.begin; i < slice.end; ++i) *answer.add_opinion_clusters() = std::move(clusters[i]);
  answer.set_next_page_token(slice.next_page_token);
  return answer;
}

absl::StatusOr<v1::MergeOpinionWordingsResponse> OpinionService::MergeOpinionWordings(
    rpc::Call& call, const v1::MergeOpinionWordingsRequest& request) const {
  ASSIGN_OR_RETURN(const v1::OpinionRound round, access_.ReadRound(call, request.name()));
  RETURN_IF_ERROR(call.Require(round.organisation()));
  RETURN_IF_ERROR(call.RequireOther({}));  // Whoever changes the text does not sign it.
  if (round.state() == v1::OpinionRound::CANCELLED) return CheckOpen(round);
  RETURN_IF_ERROR(CheckNoImport(call, round));
  ASSIGN_OR_RETURN(v1::Document document, kDocuments.Load(call, ParentOf(round.name())));
  ASSIGN_OR_RETURN(const v1::Revision asked, kRevisions.Load(call, round.revision()));
  ASSIGN_OR_RETURN(const v1::Revision last, kRevisions.Load(call, document.latest_revision()));
  ASSIGN_OR_RETURN(const auto all, collected_.LoadAll(call, StrCat(round.name(), "/opinions/")));
  Named named(request.name());
  std::set<std::string> wished(request.opinions().begin(), request.opinions().end());
  for (int i = 0; i < request.opinions_size(); ++i) {
    if (absl::Status status = named.Add(request.opinions(i)); !status.ok()) return AtItem("opinions", i, status);
    RETURN_IF_ERROR(access_.LoadOpinion(call, request.opinions(i)).status());
  }
  std::vector<v1::Opinion> opinions;
  for (const v1::Opinion& known : all) {
    const auto taken = [&](const v1::Opinion& opinion) {
      return wished.empty() ? CheckWording(opinion).ok() && opinion.disposition() == v1::TAKEN
                            : wished.contains(opinion.name());
    };
    if (!taken(known)) continue;
    // Whoever withdraws or answers it before this commits makes the merge run again.
    ASSIGN_OR_RETURN(v1::Opinion opinion, collected_.Load(call, known.name()));
    if (wished.contains(opinion.name())) RETURN_IF_ERROR(CheckWording(opinion));
    if (taken(opinion)) opinions.push_back(std::move(opinion));
  }
  const History history = kRevisions.HistoryOf(call, document.name());
  ASSIGN_OR_RETURN(Reworded reworded, PutWordings(opinions, asked, last, history, call.language()));
  v1::MergeOpinionWordingsResponse answer;
  answer.mutable_merged()->Assign(reworded.merged.begin(), reworded.merged.end());
  answer.mutable_collisions()->Assign(reworded.collisions.begin(), reworded.collisions.end());
  if (reworded.merged.empty()) return answer;
  ASSIGN_OR_RETURN(Draft draft, TakeWordings(std::move(document), last, std::move(reworded.sections), reworded.merged,
                                             request.note(), ActOf(call)));
  const std::set<std::string> merged(reworded.merged.begin(), reworded.merged.end());
  std::set<std::string> sections;
  for (v1::Opinion& opinion : opinions) {
    if (!merged.contains(opinion.name())) continue;
    sections.insert(opinion.section());
    opinion.set_merged_into(draft.revision.name());
    collected_.Put(call, std::move(opinion));
  }
  for (const v1::Opinion& opinion : all) {
    const bool open = Counts(opinion) && opinion.disposition() == v1::DISPOSITION_UNSPECIFIED;
    if (open && sections.contains(opinion.section()) && answer.undisposed_size() < kMostNamed) {
      answer.add_undisposed(opinion.name());
    }
  }
  kDocuments.Put(call, std::move(draft.document));
  // The undo of an import stands on the round, and looks again at what may still be withdrawn.
  ASSIGN_OR_RETURN(v1::OpinionRound stored, rounds_.Load(call, round.name()));
  rounds_.Put(call, std::move(stored));
  ASSIGN_OR_RETURN(*answer.mutable_revision(), kRevisions.Put(call, std::move(draft.revision)));
  return answer;
}

absl::StatusOr<OpinionCollection> OpinionService::Collect(rpc::Call& call, const std::string& round_name) const {
  ASSIGN_OR_RETURN(v1::OpinionRound round, access_.ReadRound(call, round_name));
  RETURN_IF_ERROR(call.Require(round.organisation()));
  return CollectOpinions(call, std::move(round));
}

absl::StatusOr<v1::OpinionReport> OpinionService::GetOpinionReport(rpc::Call& call,
                                                                   const v1::GetOpinionReportRequest& request) const {
  ASSIGN_OR_RETURN(OpinionCollection collected, Collect(call, request.name()));
  return std::move(collected.report);
}

absl::StatusOr<v1::ExportOpinionReportResponse> OpinionService::ExportOpinionReport(
    rpc::Call& call, const v1::ExportOpinionReportRequest& request) const {
  ASSIGN_OR_RETURN(const OpinionCollection collected, Collect(call, request.name()));
  const OpinionTable table = collected.Table(call);
  v1::ExportOpinionReportResponse answer;
  if (request.format() == v1::ExportOpinionReportRequest::PAPER || paper::MeansPaper(request)) {
    ASSIGN_OR_RETURN(paper::File file, paper::Render(OpinionPaper(table, request.form(), call.language()),
                                                     request.paper_format(), layout_));
    ASSIGN_OR_RETURN(*answer.mutable_content(), Fitting(std::move(file.content)));
    answer.set_content_type(file.media_type);
    answer.set_file_name(StrCat("opinions", file.extension));
    return answer;
  }
  ASSIGN_OR_RETURN(*answer.mutable_content(), PrintCsv(table, call.language()));
  answer.set_content_type("text/csv; charset=utf-8");
  answer.set_file_name("opinions.csv");
  return answer;
}

}  // namespace congress::drafting

// Handlers of opinion rounds, opinions and their report.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "congress/drafting/v1/opinion_service.pb.h"
#include "congress/drafting/v1/stored.pb.h"
#include "platform/imports/import.h"
#include "platform/operations/operations.h"
#include "platform/paper/layout.h"
#include "platform/rpc/call.h"
#include "platform/rpc/repository.h"
#include "platform/tables/columns.h"
#include "services/drafting/access.h"
#include "services/drafting/act_of.h"
#include "services/drafting/domain/opinion.h"
#include "services/drafting/opinion_collection.h"

namespace congress::drafting {

// Safe for many threads. An invitation counts its source's opinions: two opinions of one source collide there, those of
// different ones do not, and closing a round stands on all of them.
class OpinionService {
 public:
  // The layout of papers outlives the service.
  OpinionService(const paper::Layout& layout, operations::Operations& operations);

  absl::StatusOr<v1::OpinionRound> CreateOpinionRound(rpc::Call& call,
                                                      const v1::CreateOpinionRoundRequest& request) const;
  absl::StatusOr<v1::OpinionRound> GetOpinionRound(rpc::Call& call, const v1::GetOpinionRoundRequest& request) const;
  absl::StatusOr<v1::ListOpinionRoundsResponse> ListOpinionRounds(rpc::Call& call,
                                                                  const v1::ListOpinionRoundsRequest& request) const;
  absl::StatusOr<v1::OpinionRound> BatchCreateInvitations(rpc::Call& call,
                                                          const v1::BatchCreateInvitationsRequest& request) const;
  absl::StatusOr<v1::OpinionRound> UpdateOpinionRound(rpc::Call& call,
                                                      const v1::UpdateOpinionRoundRequest& request) const;
  absl::StatusOr<v1::OpinionRound> ExtendOpinionRound(rpc::Call& call,
                                                      const v1::ExtendOpinionRoundRequest& request) const;
  absl::StatusOr<v1::RemindInvitationsResponse> RemindInvitations(rpc::Call& call,
                                                                  const v1::RemindInvitationsRequest& request) const;
  absl::StatusOr<v1::OpinionRound> CloseOpinionRound(rpc::Call& call,
                                                     const v1::CloseOpinionRoundRequest& request) const;
  absl::StatusOr<v1::OpinionRound> CancelOpinionRound(rpc::Call& call,
                                                      const v1::CancelOpinionRoundRequest& request) const;
  absl::StatusOr<v1::CarryOpinionsResponse> CarryOpinions(rpc::Call& call,
                                                          const v1::CarryOpinionsRequest& request) const;

  absl::StatusOr<v1::Invitation> GetInvitation(rpc::Call& call, const v1::GetInvitationRequest& request) const;
  absl::StatusOr<v1::ListInvitationsResponse> ListInvitations(rpc::Call& call,
                                                              const v1::ListInvitationsRequest& request) const;
  absl::StatusOr<v1::OpinionRound> WithdrawInvitation(rpc::Call& call,
                                                      const v1::WithdrawInvitationRequest& request) const;
  absl::StatusOr<v1::Invitation> AnswerInvitation(rpc::Call& call, const v1::AnswerInvitationRequest& request) const;
  absl::StatusOr<v1::Invitation> ReopenInvitation(rpc::Call& call, const v1::ReopenInvitationRequest& request) const;

  absl::StatusOr<v1::Opinion> CreateOpinion(rpc::Call& call, const v1::CreateOpinionRequest& request) const;
  absl::StatusOr<v1::BatchCreateOpinionsResponse> BatchCreateOpinions(
      rpc::Call& call, const v1::BatchCreateOpinionsRequest& request) const;
  absl::StatusOr<v1::Opinion> GetOpinion(rpc::Call& call, const v1::GetOpinionRequest& request) const;
  absl::StatusOr<v1::ListOpinionsResponse> ListOpinions(rpc::Call& call, const v1::ListOpinionsRequest& request) const;
  absl::StatusOr<v1::Opinion> WithdrawOpinion(rpc::Call& call, const v1::WithdrawOpinionRequest& request) const;

  absl::StatusOr<tables::v1::ImportResult> ImportOpinions(rpc::Call& call,
                                                          const v1::ImportOpinionsRequest& request) const;
  absl::StatusOr<operations::v1::Operation> StartOpinionImport(rpc::Call& call,
                                                               const v1::StartOpinionImportRequest& request) const;
  absl::StatusOr<v1::OpinionImport> GetOpinionImport(rpc::Call& call, const v1::GetOpinionImportRequest& request) const;
  absl::StatusOr<v1::ListOpinionImportsResponse> ListOpinionImports(rpc::Call& call,
                                                                    const v1::ListOpinionImportsRequest& request) const;
  absl::StatusOr<operations::v1::Operation> UndoOpinionImport(rpc::Call& call,
                                                              const v1::UndoOpinionImportRequest& request) const;

  absl::StatusOr<v1::Opinion> DisposeOpinion(rpc::Call& call, const v1::DisposeOpinionRequest& request) const;
  absl::StatusOr<v1::BatchDisposeOpinionsResponse> BatchDisposeOpinions(
      rpc::Call& call, const v1::BatchDisposeOpinionsRequest& request) const;
  absl::StatusOr<v1::OpinionRound> PublishDispositions(rpc::Call& call,
                                                       const v1::PublishDispositionsRequest& request) const;
  absl::StatusOr<v1::ListOpinionClustersResponse> ListOpinionClusters(
      rpc::Call& call, const v1::ListOpinionClustersRequest& request) const;
  absl::StatusOr<v1::MergeOpinionWordingsResponse> MergeOpinionWordings(
      rpc::Call& call, const v1::MergeOpinionWordingsRequest& request) const;

  absl::StatusOr<v1::OpinionReport> GetOpinionReport(rpc::Call& call, const v1::GetOpinionReportRequest& request) const;
  absl::StatusOr<v1::ExportOpinionReportResponse> ExportOpinionReport(
      rpc::Call& call, const v1::ExportOpinionReportRequest& request) const;

 private:
  // What the opinions of one call are given in.
  struct Giving {
    v1::OpinionRound round;
    v1::Revision revision;
    Quotables quotables = {};
    // By the steps of an operation, whose beginning has demanded the permissions.
    bool permitted = false;
    bool not_graded = false;
    std::string opinion_import = {};
    // Those who are asked and for whom the caller may answer: a table may call them by their names.
    std::vector<std::string> answers_for = {};
  };

  // An opinion, and whether it was not there before.
  struct Given {
    v1::Opinion opinion;
    bool is_new = true;
  };

  const paper::Layout& layout_;
  operations::Operations& operations_;

  // The round as it is kept, for a method of its own.
  absl::StatusOr<v1::OpinionRound> GetRound(rpc::Call& call, const std::string& name, const std::string& etag) const;
  // Stages the invitations, and the round as it is shown from then on.
  v1::OpinionRound PutAll(rpc::Call& call, v1::OpinionRound round, Invitations invitations) const;
  // Stages that the dispositions of `opinions` are shown from now on.
  absl::StatusOr<v1::OpinionRound> PublishAll(rpc::Call& call, v1::OpinionRound round,
                                              const std::vector<v1::Opinion>& opinions, Invitations* invitations) const;
  // Demands what is needed to answer the invitation now. `late_reason`: as CreateOpinion demands it.
  absl::Status RequireAnswering(rpc::Call& call, const v1::Invitation& invitation,
                                const std::string& late_reason) const;
  // Demands what is needed to enter something of the organisation now. FAILED_PRECONDITION as IsLate and Over.
  static absl::Status RequireEntering(rpc::Call& call, const v1::OpinionRound& round, const std::string& organisation,
                                      const std::string& late_reason);

  // What opinions of the round are given in, by a table.
  absl::StatusOr<Giving> GivingByTable(rpc::Call& call, const std::string& round, bool not_graded) const;
  // What opinions of the round are given in.
  static absl::StatusOr<Giving> GivingIn(rpc::Call& call, v1::OpinionRound round);
  // The round, for giving opinions of `organisation`, which the caller may do.
  absl::StatusOr<Giving> Begin(rpc::Call& call, const std::string& name, const std::string& organisation) const;
  // The opinion with who gives it today and for which invited one. FAILED_PRECONDITION `NOT_INVITED`; INVALID_ARGUMENT
  // `FIELDS_INVALID` where it could be for several.
  static absl::StatusOr<v1::Opinion> Addressed(const rpc::Call& call, const v1::OpinionRound& round,
                                               v1::Opinion opinion);
  // The opinion that was given under the same key, or without a key says the same; nothing where there is none.
  // ALREADY_EXISTS `OPINION_KEY_TAKEN` where that of the key says something else.
  absl::StatusOr<std::optional<v1::Opinion>> FindGiven(rpc::Call& call, const v1::OpinionRound& round,
                                                       const v1::Opinion& addressed) const;
  absl::StatusOr<Given> GiveOne(rpc::Call& call, Giving* giving, v1::Opinion opinion) const;
  // Stages the opinion with what it is known by.
  absl::StatusOr<v1::Opinion> PutGiven(rpc::Call& call, const v1::OpinionRound& round, OpinionChange change) const;
  absl::Status WithdrawOne(rpc::Call& call, const v1::OpinionRound& round, v1::Opinion opinion, bool by_collector,
                           const std::string& reason) const;
  absl::StatusOr<v1::Opinion> DisposeOne(rpc::Call& call, const v1::OpinionRound& round,
                                         const v1::OpinionDisposition& wish, bool not_graded) const;
  // Whether its source has ended and nobody goes on for it.
  static bool IsSourceGone(const rpc::Call& call, const v1::Opinion& opinion);
  // Stages that the opinion of `from` is given once more in `round`, where its source is invited.
  absl::StatusOr<v1::Opinion> CarryOne(rpc::Call& call, const v1::OpinionRound& from, v1::Opinion opinion,
                                       const v1::Document& document, const v1::Revision& revision,
                                       v1::OpinionRound* round) const;
  absl::StatusOr<OpinionCollection> Collect(rpc::Call& call, const std::string& round_name) const;

  // What the rows of the table from `begin` on do, `most` of them.
  absl::StatusOr<tables::v1::ImportResult> GiveRows(rpc::Call& call, Giving* giving, const tables::Columned& read,
                                                    size_t begin, size_t most, bool validate_only) const;
  absl::StatusOr<v1::OpinionImport> NewImport(rpc::Call& call, const Giving& giving, const std::string& file) const;
  // What withdrawing the opinions of an import again forbids waits for its operation. FAILED_PRECONDITION
  // `IMPORT_UNDER_WAY`.
  absl::Status CheckNoImport(rpc::Call& call, const v1::OpinionRound& round) const;
  absl::StatusOr<bool> ImportStep(rpc::Call& call, operations::Step& step) const;
  absl::StatusOr<bool> WithdrawStep(rpc::Call& call, operations::Step& step) const;

  Access access_;
  // Nobody's resources: only Load and Put are used, after a Require at the giver.
  rpc::Repository<v1::OpinionKey> keys_{rpc::kUnlisted};
  rpc::Repository<v1::OpinionRound> rounds_{rpc::kPart, "drafting.rounds.read"};
  // The same records to the organisation that is asked or gave an opinion, and to the one that collects.
  rpc::Repository<v1::Invitation> invitations_{rpc::kPart, "drafting.rounds.read"};
  rpc::Repository<v1::Invitation> sent_{rpc::kPart, "drafting.rounds.read", &v1::Invitation::collector};
  // For what sources are not told of: how far the collector is with their opinions.
  rpc::Repository<v1::Invitation> silent_{rpc::kUnlisted};
  rpc::Repository<v1::Opinion> given_{rpc::kPart, "drafting.opinions.read"};
  rpc::Repository<v1::Opinion> collected_{rpc::kPart, "drafting.opinions.read", &v1::Opinion::collector};
  // The same records to the organisation that collects, and to the one of whose opinions they are.
  rpc::Repository<v1::OpinionImport> imports_{rpc::kPart, "drafting.opinions.read"};
  rpc::Repository<v1::OpinionImport> given_imports_{rpc::kPart, "drafting.opinions.read", &v1::OpinionImport::giver};
};

}  // namespace congress::drafting

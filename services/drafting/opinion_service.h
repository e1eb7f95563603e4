// Handlers of opinion rounds, opinions and their report.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "congress/drafting/v1/opinion_service.pb.h"
#include "congress/drafting/v1/stored.pb.h"
#include "platform/paper/layout.h"
#include "platform/rpc/call.h"
#include "platform/rpc/repository.h"
#include "services/drafting/access.h"

namespace congress::drafting {

// Safe for many threads. An invitation counts its organisation's opinions: two opinions of one organisation collide
// there, those of different ones do not, and closing a round stands on all of them.
class OpinionService {
 public:
  // The layout of papers outlives the service.
  explicit OpinionService(const paper::Layout& layout) : layout_(layout) {}

  absl::StatusOr<v1::OpinionRound> CreateOpinionRound(rpc::Call& call,
                                                      const v1::CreateOpinionRoundRequest& request) const;
  absl::StatusOr<v1::OpinionRound> GetOpinionRound(rpc::Call& call, const v1::GetOpinionRoundRequest& request) const;
  absl::StatusOr<v1::ListOpinionRoundsResponse> ListOpinionRounds(rpc::Call& call,
                                                                  const v1::ListOpinionRoundsRequest& request) const;
  absl::StatusOr<v1::ListInvitationsResponse> ListInvitations(rpc::Call& call,
                                                              const v1::ListInvitationsRequest& request) const;
  absl::StatusOr<v1::OpinionRound> CloseOpinionRound(rpc::Call& call,
                                                     const v1::CloseOpinionRoundRequest& request) const;
  absl::StatusOr<v1::Opinion> CreateOpinion(rpc::Call& call, const v1::CreateOpinionRequest& request) const;
  absl::StatusOr<v1::BatchCreateOpinionsResponse> BatchCreateOpinions(
      rpc::Call& call, const v1::BatchCreateOpinionsRequest& request) const;
  absl::StatusOr<tables::v1::ImportResult> ImportOpinions(rpc::Call& call,
                                                          const v1::ImportOpinionsRequest& request) const;
  absl::StatusOr<v1::Opinion> GetOpinion(rpc::Call& call, const v1::GetOpinionRequest& request) const;
  absl::StatusOr<v1::ListOpinionsResponse> ListOpinions(rpc::Call& call, const v1::ListOpinionsRequest& request) const;
  absl::StatusOr<v1::Opinion> DisposeOpinion(rpc::Call& call, const v1::DisposeOpinionRequest& request) const;
  absl::StatusOr<v1::BatchDisposeOpinionsResponse> BatchDisposeOpinions(
      rpc::Call& call, const v1::BatchDisposeOpinionsRequest& request) const;
  absl::StatusOr<v1::OpinionReport> GetOpinionReport(rpc::Call& call, const v1::GetOpinionReportRequest& request) const;
  absl::StatusOr<v1::ExportOpinionReportResponse> ExportOpinionReport(
      rpc::Call& call, const v1::ExportOpinionReportRequest& request) const;

 private:
  const paper::Layout& layout_;

  // By what an opinion is known again: for whom it is given, on which section, and what it says.
  using Content = std::tuple<std::string, std::string, std::string>;

  // An opinion, and whether it was not there before.
  struct Given {
    v1::Opinion opinion;
    bool is_new = true;
  };

  // A round with what its report is made of.
  struct Collected {
    v1::OpinionRound round;
    v1::Document document;
    std::vector<v1::Opinion> opinions;
    v1::OpinionReport report;
  };

  absl::StatusOr<v1::OpinionRound> Open(rpc::Call& call, const v1::CreateOpinionRoundRequest& request) const;
  absl::StatusOr<v1::OpinionRound> Close(rpc::Call& call, const v1::CloseOpinionRoundRequest& request) const;
  // The round, for giving an opinion of `organisation`, which the caller may do.
  absl::StatusOr<v1::OpinionRound> RoundFor(rpc::Call& call, const std::string& name,
                                            const std::string& organisation) const;
  // The opinion with who gives it today and for which invited one. FAILED_PRECONDITION `NOT_INVITED`; INVALID_ARGUMENT
  // `FIELDS_INVALID` where it could be for several.
  static absl::StatusOr<v1::Opinion> Addressed(const rpc::Call& call, const v1::OpinionRound& round,
                                               v1::Opinion opinion);
  // Without a key it is that of `known` which says the same.
  absl::StatusOr<Given> GiveUnlessKnown(rpc::Call& call, const v1::OpinionRound& round, const v1::Revision& revision,
                                        v1::Opinion said, std::map<Content, std::string>* known) const;
  // The opinion that was given under the same key; nothing without a key or where there is none. ALREADY_EXISTS
  // `OPINION_KEY_TAKEN` where it says something else.
  absl::StatusOr<std::optional<v1::Opinion>> GivenUnderKey(rpc::Call& call, const v1::OpinionRound& round,
                                                           const v1::Opinion& addressed) const;
  absl::StatusOr<Given> GiveOne(rpc::Call& call, const v1::OpinionRound& round, const v1::Revision& revision,
                                const v1::Opinion& opinion) const;
  absl::StatusOr<v1::Opinion> DisposeOne(rpc::Call& call, const v1::OpinionDisposition& wish) const;
  absl::StatusOr<Collected> Collect(rpc::Call& call, const std::string& round_name) const;

  Access access_;
  // Nobody's resources: only Load and Put are used, after a Require at the giver.
  rpc::Repository<v1::OpinionKey> keys_{rpc::kUnlisted};
  rpc::Repository<v1::OpinionRound> rounds_{rpc::kPart, "drafting.rounds.read"};
  rpc::Repository<v1::Invitation> invitations_{rpc::kPart, "drafting.rounds.read"};
  // The same records to the organisation that gave an opinion and to the one that collects.
  rpc::Repository<v1::Opinion> given_{rpc::kPart, "drafting.opinions.read"};
  rpc::Repository<v1::Opinion> collected_{rpc::kPart, "drafting.opinions.read", &v1::Opinion::collector};
};

}  // namespace congress::drafting

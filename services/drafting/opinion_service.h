// gRPC adapter of opinion rounds, opinions and their report.
#pragma once

#include <string>
#include <vector>

#include "congress/drafting/v1/opinion_service.grpc.pb.h"
#include "platform/rpc/gate.h"
#include "platform/rpc/repository.h"
#include "services/drafting/access.h"

namespace congress::drafting {

// Safe for many threads. An invitation counts its organisation's opinions: two opinions of one organisation collide
// there, those of different ones do not, and closing a round stands on all of them.
class OpinionService final : public v1::OpinionService::Service {
 public:
  explicit OpinionService(rpc::Gate& gate) : gate_(gate) {}

  grpc::Status CreateOpinionRound(grpc::ServerContext* context, const v1::CreateOpinionRoundRequest* request,
                                  v1::OpinionRound* response) override;
  grpc::Status GetOpinionRound(grpc::ServerContext* context, const v1::GetOpinionRoundRequest* request,
                               v1::OpinionRound* response) override;
  grpc::Status ListOpinionRounds(grpc::ServerContext* context, const v1::ListOpinionRoundsRequest* request,
                                 v1::ListOpinionRoundsResponse* response) override;
  grpc::Status ListInvitations(grpc::ServerContext* context, const v1::ListInvitationsRequest* request,
                               v1::ListInvitationsResponse* response) override;
  grpc::Status CloseOpinionRound(grpc::ServerContext* context, const v1::CloseOpinionRoundRequest* request,
                                 v1::OpinionRound* response) override;
  grpc::Status CreateOpinion(grpc::ServerContext* context, const v1::CreateOpinionRequest* request,
                             v1::Opinion* response) override;
  grpc::Status BatchCreateOpinions(grpc::ServerContext* context, const v1::BatchCreateOpinionsRequest* request,
                                   v1::BatchCreateOpinionsResponse* response) override;
  grpc::Status GetOpinion(grpc::ServerContext* context, const v1::GetOpinionRequest* request,
                          v1::Opinion* response) override;
  grpc::Status ListOpinions(grpc::ServerContext* context, const v1::ListOpinionsRequest* request,
                            v1::ListOpinionsResponse* response) override;
  grpc::Status DisposeOpinion(grpc::ServerContext* context, const v1::DisposeOpinionRequest* request,
                              v1::Opinion* response) override;
  grpc::Status BatchDisposeOpinions(grpc::ServerContext* context, const v1::BatchDisposeOpinionsRequest* request,
                                    v1::BatchDisposeOpinionsResponse* response) override;
  grpc::Status GetOpinionReport(grpc::ServerContext* context, const v1::GetOpinionReportRequest* request,
                                v1::OpinionReport* response) override;
  grpc::Status ExportOpinionReport(grpc::ServerContext* context, const v1::ExportOpinionReportRequest* request,
                                   v1::ExportOpinionReportResponse* response) override;

 private:
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
  absl::StatusOr<v1::Opinion> GiveOne(rpc::Call& call, const v1::OpinionRound& round, const v1::Revision& revision,
                                      const v1::Opinion& opinion) const;
  absl::StatusOr<v1::Opinion> DisposeOne(rpc::Call& call, const v1::OpinionDisposition& wish) const;
  absl::StatusOr<Collected> Collect(rpc::Call& call, const std::string& round_name) const;

  rpc::Gate& gate_;
  Access access_;
  rpc::Repository<v1::Document> documents_{"drafting.documents.read"};
  rpc::Repository<v1::Revision> revisions_{"drafting.documents.read"};
  rpc::Repository<v1::OpinionRound> rounds_{"drafting.rounds.read"};
  rpc::Repository<v1::Invitation> invitations_{"drafting.rounds.read"};
  // The same records to the organisation that gave an opinion and to the one that collects.
  rpc::Repository<v1::Opinion> given_{"drafting.opinions.read"};
  rpc::Repository<v1::Opinion> collected_{"drafting.opinions.read", &v1::Opinion::collector};
};

}  // namespace congress::drafting

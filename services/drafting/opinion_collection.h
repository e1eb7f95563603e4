// A round with all that its report is made of.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "congress/drafting/v1/document.pb.h"
#include "congress/drafting/v1/opinion.pb.h"
#include "congress/drafting/v1/opinion_report.pb.h"
#include "platform/rpc/call.h"
#include "services/drafting/domain/opinion_report.h"

namespace congress::drafting {

struct OpinionCollection {
  v1::OpinionRound round;
  v1::Document document;
  // Those that count.
  std::vector<v1::Opinion> opinions;
  v1::OpinionReport report;

  // Lives no longer than both.
  OpinionTable Table(const rpc::Call& call) const {
    return {document, round, report, opinions,
            [&call](const std::string& organisation) { return call.NameOf(organisation); }};
  }
};

// Of a round that the caller may read. Reads what is kept, whoever asks.
absl::StatusOr<OpinionCollection> CollectOpinions(rpc::Call& call, v1::OpinionRound round);

// The round's invitations in their order.
absl::StatusOr<Invitations> LoadInvitations(rpc::Call& call, const v1::OpinionRound& round);

// What is still to be done with opinions of the document's rounds that are over.
absl::StatusOr<OpinionsLeft> OpinionsLeftOf(rpc::Call& call, const v1::Document& document);

}  // namespace congress::drafting

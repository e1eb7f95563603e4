// Who may read what besides the organisation that owns it: an organisation that is invited to an opinion round reads
// the round, its revision and the document, and only those; one to which a revision was sent reads it and the document,
// and one to which an issued paper was sent that paper.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "congress/drafting/v1/document.pb.h"
#include "congress/drafting/v1/issued_paper.pb.h"
#include "congress/drafting/v1/opinion.pb.h"
#include "congress/drafting/v1/transmission.pb.h"
#include "platform/rpc/repository.h"

namespace congress::drafting {

// Each method answers NOT_FOUND alike when the resource is missing and when the caller may not read it, and demands
// the method's permission at the organisation by which the caller reads.
class Access {
 public:
  absl::StatusOr<v1::Document> ReadDocument(rpc::Call& call, std::string_view name) const;
  absl::StatusOr<v1::Revision> ReadRevision(rpc::Call& call, std::string_view name) const;
  // To an invited organisation the round names no other.
  absl::StatusOr<v1::OpinionRound> ReadRound(rpc::Call& call, std::string_view name) const;
  // The organisation that gave it and the one that collects may read an opinion, as it is shown to them.
  absl::StatusOr<v1::Opinion> ReadOpinion(rpc::Call& call, std::string_view name) const;
  // The same as it is kept.
  absl::StatusOr<v1::Opinion> LoadOpinion(rpc::Call& call, std::string_view name) const;
  // Whoever reads the papers of the organisation that keeps the series, and those to which it was sent.
  absl::StatusOr<v1::IssuedPaper> ReadIssuedPaper(rpc::Call& call, std::string_view name) const;
  // The organisation that collects and the one of whose opinions it is may read an import.
  absl::StatusOr<v1::OpinionImport> ReadOpinionImport(rpc::Call& call, std::string_view name) const;
  // Its sender and its receiver may read a delivery; as it is kept.
  absl::StatusOr<v1::Delivery> ReadDelivery(rpc::Call& call, std::string_view name) const;
  // The invited organisation and the one that collects may read an invitation; as it is kept.
  absl::StatusOr<v1::Invitation> ReadInvitation(rpc::Call& call, std::string_view name) const;

  // Each as it is shown to the caller, who may read it.
  static v1::Opinion ToReader(const rpc::Call& call, v1::Opinion opinion, const v1::OpinionRound& round);
  static v1::Invitation ToReader(const rpc::Call& call, v1::Invitation invitation);

 private:
  rpc::Repository<v1::OpinionRound> rounds_{rpc::kPart, "drafting.rounds.read"};
  rpc::Repository<v1::Opinion> opinions_{rpc::kPart, "drafting.opinions.read"};
  rpc::Repository<v1::OpinionImport> imports_{rpc::kPart, "drafting.opinions.read"};
  rpc::Repository<v1::Invitation> invitations_{rpc::kPart, "drafting.rounds.read"};
};

// Name of the resource above, such as a revision's document.
std::string_view ParentOf(std::string_view name);

}  // namespace congress::drafting

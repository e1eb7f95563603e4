#include "services/drafting/hand_over_service.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "congress/drafting/v1/reason.pb.h"
#include "platform/bundle/manifest.h"
#include "platform/bundle/receipt.h"
#include "platform/bundle/send.h"
#include "platform/civil/civil.h"
#include "platform/rpc/paging.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/drafting/access.h"
#include "services/drafting/act_of.h"
#include "services/drafting/domain/hand_over.h"
#include "services/drafting/domain/secrecy.h"
#include "services/drafting/records.h"

namespace congress::drafting {
namespace {

bool HoldsEitherEnd(const rpc::Call& call, const v1::HandOver& hand_over) {
  const auto holds = [&](const std::string& end) { return !end.empty() && call.Holds(call.permission(), end); };
  return holds(hand_over.organisation()) || holds(hand_over.receiver());
}

// INVALID_ARGUMENT unless it is exactly one of the two.
absl::Status CheckReceipts(const v1::ConfirmHandOverRequest& request) {
  status::Violations violations;
  if (!request.has_receipt() && !request.has_signed_receipt()) {
    violations.Add("receipt", status::PlatformFault::REQUIRED);
  }
  if (request.has_receipt() && request.has_signed_receipt()) {
    violations.Add("signed_receipt", v1::ONE_RECEIPT);
  }
  if (request.has_signed_receipt() && KeyDigest(request.receiver_key_pem()).empty()) {
    violations.Add("receiver_key_pem", v1::ONE_PUBLIC_KEY);
  }
  return violations.ToStatus();
}

}  // namespace

absl::StatusOr<operations::v1::Operation> HandOverService::StartHandOver(
    rpc::Call& call, const v1::StartHandOverRequest& request) const {
  v1::HandOver hand_over = request.hand_over();
  RETURN_IF_ERROR(call.RequireKnown(hand_over.organisation()));
  RETURN_IF_ERROR(call.Require(hand_over.organisation()));
  RETURN_IF_ERROR(call.RequireOther({}));  // Who began it does not confirm it.
  RETURN_IF_ERROR(files_.Available());
  RETURN_IF_ERROR(CheckHandOver(hand_over));
  if (!request.not_graded()) {
    RETURN_IF_ERROR(RefuseMarkedTitle(hand_over.title()));
    RETURN_IF_ERROR(RefuseMarkedTitle(hand_over.receiver_name()));
  }
  hand_over.set_name(StrCat("handOvers/", request.hand_over_id()));
  for (const std::string& name : hand_over.resources()) {
    std::string organisation;
    if (name.starts_with("numberSeries/")) {
      ASSIGN_OR_RETURN(const v1::NumberSeries series, series_.Read(call, name));
      for (const char* permission : {"drafting.numbers.read", "drafting.papers.read"}) {
        RETURN_IF_ERROR(call.Require(permission, series.organisation()));
      }
      organisation = series.organisation();
    } else {
      ASSIGN_OR_RETURN(const v1::Document document, kDocuments.Read(call, name));
      RETURN_IF_ERROR(call.Require("drafting.opinions.read", document.organisation()));
      organisation = document.organisation();
    }
    if (!call.IsWithin(organisation, hand_over.organisation())) {
      return status::FailedPrecondition(v1::RESOURCE_OF_ANOTHER,
                                        {{"name", name}, {"organisation", call.NameOf(organisation)}});
    }
  }
  if (!hand_over.replaces().empty()) {
    ASSIGN_OR_RETURN(const v1::HandOver before, hand_overs_.Read(call, hand_over.replaces()));
    RETURN_IF_ERROR(call.Require(before.organisation()));
    RETURN_IF_ERROR(Withdraw(before, "", ActOf(call)).status());
    RETURN_IF_ERROR(CheckReady(before));
  }
  if (hand_over.receiver_name().empty()) hand_over.set_receiver_name(call.NameOf(hand_over.receiver()));
  const Act act = ActOf(call);
  hand_over.set_author(act.account);
  hand_over.set_author_person(act.person);
  *hand_over.mutable_create_time() = civil::ToTimestamp(act.now);
  NoteAct(v1::HandOver::COLLECTING, "", act, &hand_over);
  const std::string organisation = hand_over.organisation();
  RETURN_IF_ERROR(hand_overs_.Create(call, std::move(hand_over)).status());
  return operations_.Begin(call, kStartHandOver, organisation, request);
}

absl::StatusOr<v1::HandOver> HandOverService::AtEitherEnd(rpc::Call& call, const std::string& name) const {
  ASSIGN_OR_RETURN(v1::HandOver hand_over, hand_overs_.Load(call, name));
  for (const std::string& end : {hand_over.organisation(), hand_over.receiver()}) {
    if (end.empty() || !call.Holds("drafting.handovers.read", end)) continue;
    RETURN_IF_ERROR(call.Require(end));
    return hand_over;
  }
  return status::NotFound("HandOver", name);
}

absl::StatusOr<v1::HandOver> HandOverService::GetHandOver(rpc::Call& call,
                                                          const v1::GetHandOverRequest& request) const {
  return AtEitherEnd(call, request.name());
}

absl::StatusOr<v1::ListHandOversResponse> HandOverService::ListHandOvers(
    rpc::Call& call, const v1::ListHandOversRequest& request) const {
  call.Filtered();
  ASSIGN_OR_RETURN(auto all, hand_overs_.LoadAll(call, "handOvers/"));
  std::erase_if(all, [&](const v1::HandOver& one) {
    return !HoldsEitherEnd(call, one) || !call.IsOf(one.organisation(), request.organisation()) ||
           !call.IsOf(one.receiver(), request.receiver()) ||
           (request.state() != v1::HandOver::STATE_UNSPECIFIED && request.state() != one.state());
  });
  ASSIGN_OR_RETURN(const rpc::Slice slice, rpc::SliceOf(rpc::PageOf(request), all.size()));
  v1::ListHandOversResponse answer;
  for (size_t i = slice.begin; i < slice.end; ++i) *answer.add_hand_overs() = ForList(std::move(all[i]));
  answer.set_next_page_token(slice.next_page_token);
  return answer;
}

absl::Status HandOverService::DownloadHandOver(rpc::Call& call, const v1::DownloadHandOverRequest& request,
                                               rpc::Writer<v1::DownloadHandOverResponse>& writer) const {
  ASSIGN_OR_RETURN(const v1::HandOver hand_over, AtEitherEnd(call, request.name()));
  RETURN_IF_ERROR(CheckReady(hand_over));
  ASSIGN_OR_RETURN(const v1::HandOverBundle bundle, bundles_.Load(call, BundleOf(hand_over.name())));
  ASSIGN_OR_RETURN(const auto files, kept_.LoadAll(call, FilesOf(hand_over.name())));
  std::map<std::string_view, const v1::HandOverFile*> by_name;
  for (const v1::HandOverFile& file : files) by_name[file.file().name()] = &file;

  v1::DownloadHandOverResponse head;
  head.set_size_bytes(hand_over.size_bytes());
  head.set_file_name(StrCat(hand_over.name().substr(hand_over.name().rfind('/') + 1), ".zip"));
  RETURN_IF_ERROR(writer.Write(std::move(head)));
  const auto read = [&](const congress::bundle::v1::File& file, content::Sink sink) -> absl::Status {
    const auto found = by_name.find(file.name());
    if (found == by_name.end()) return absl::InternalError("A hand-over lacks a file of its manifest.");
    const v1::HandOverFile& kept = *found->second;
    if (!kept.has_content()) return sink(kept.bytes());
    return files_.Read(call, kept.owner(), kept.content(), 0, sink);
  };
  return congress::bundle::Send<v1::DownloadHandOverResponse>(bundle.signed_manifest(), read, request.offset(), writer);
}

absl::StatusOr<v1::HandOverReceipt> HandOverService::ReceiptOf(rpc::Call& call, const v1::HandOver& hand_over,
                                                               const v1::ConfirmHandOverRequest& request) const {
  if (!request.has_signed_receipt()) return request.receipt();
  ASSIGN_OR_RETURN(const v1::HandOverBundle bundle, bundles_.Load(call, BundleOf(hand_over.name())));
  congress::bundle::v1::Receipt said;
  // In whose name it is signed it says itself; CheckReceipt refuses what cannot be read.
  (void)congress::bundle::FromJson(request.signed_receipt().receipt(), &said);
  auth::Verifier receivers;
  RETURN_IF_ERROR(receivers.Trust(said.issuer(), request.receiver_key_pem()));
  ASSIGN_OR_RETURN(said, congress::bundle::CheckReceipt(request.signed_receipt(), bundle.signed_manifest(), receivers));
  v1::HandOverReceipt receipt;
  receipt.set_received_by(said.received_by());
  *receipt.mutable_receive_date() = civil::ToDate(civil::Today(civil::FromTimestamp(said.receive_time())));
  *receipt.mutable_findings() = said.findings();
  receipt.set_key_sha256(KeyDigest(request.receiver_key_pem()));
  *receipt.mutable_signed_receipt() = request.signed_receipt();
  return receipt;
}

absl::StatusOr<v1::HandOver> HandOverService::ConfirmHandOver(rpc::Call& call,
                                                              const v1::ConfirmHandOverRequest& request) const {
  ASSIGN_OR_RETURN(v1::HandOver hand_over, AtEitherEnd(call, request.name()));
  RETURN_IF_ERROR(hand_overs_.CheckEtag(hand_over, request.etag()));
  RETURN_IF_ERROR(call.RequireOther(std::array{hand_over.author_person()}));
  RETURN_IF_ERROR(CheckReceipts(request));
  RETURN_IF_ERROR(CheckReady(hand_over));
  ASSIGN_OR_RETURN(v1::HandOverReceipt receipt, ReceiptOf(call, hand_over, request));
  ASSIGN_OR_RETURN(hand_over, Confirm(std::move(hand_over), std::move(receipt), request.reason(), ActOf(call)));
  return hand_overs_.Put(call, std::move(hand_over));
}

absl::StatusOr<v1::HandOver> HandOverService::WithdrawHandOver(rpc::Call& call,
                                                               const v1::WithdrawHandOverRequest& request) const {
  ASSIGN_OR_RETURN(v1::HandOver hand_over, AtEitherEnd(call, request.name()));
  RETURN_IF_ERROR(call.Require(hand_over.organisation()));
  RETURN_IF_ERROR(hand_overs_.CheckEtag(hand_over, request.etag()));
  const v1::HandOver::State before = hand_over.state();
  ASSIGN_OR_RETURN(hand_over, Withdraw(std::move(hand_over), request.reason(), ActOf(call)));
  return before == hand_over.state() ? hand_over : hand_overs_.Put(call, std::move(hand_over));
}

}  // namespace congress::drafting

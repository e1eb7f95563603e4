// How far the documents of a congress are: what blocks, and the table of their state.
#include <algorithm>
#include <iterator>
#include <map>

#include "platform/auth/principal.h"
#include "platform/civil/civil.h"
#include "platform/paper/build.h"
#include "platform/paper/paper.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "services/drafting/approvals.h"
#include "services/drafting/deliveries.h"
#include "services/drafting/domain/drafting_state.h"
#include "services/drafting/domain/issued_paper.h"
#include "services/drafting/domain/readiness.h"
#include "services/drafting/drafting_service.h"
#include "services/drafting/records.h"

namespace congress::drafting {
namespace {

// What was sent for approval last of the document, to each receiver, as far as the caller may read it.
absl::StatusOr<std::vector<v1::Delivery>> LastSent(rpc::Call& call, const std::string& document) {
  ASSIGN_OR_RETURN(const v1::SentPaper sent, LoadSent(call, document));
  for (auto name = sent.transmissions().rbegin(); name != sent.transmissions().rend(); ++name) {
    ASSIGN_OR_RETURN(const v1::Transmission transmission, kTransmissions.Load(call, *name));
    const bool asked = transmission.purpose() == v1::Transmission::FOR_APPROVAL;
    if (asked && ReadsSender(call, transmission.organisation())) {
      return LoadDeliveries(call, *name);
    }
  }
  return std::vector<v1::Delivery>();
}

using Numbers = std::multimap<std::string, v1::NumberEntry>;

// The printed numbers by what they are the papers of, as far as the caller may read them.
absl::StatusOr<Numbers> NumbersByIntention(rpc::Call& call) {
  Numbers numbers;
  RETURN_IF_ERROR(kNumberEntries.Visit(call, "numberSeries/", [&](const v1::NumberEntry& entry) {
    if (entry.state() != v1::NumberEntry::ASSIGNED) return;
    numbers.emplace(entry.document().empty() ? entry.intention() : entry.document(), entry);
  }));
  return numbers;
}

// The number under which the document's paper is in force; null when there is none. Who has the document gives it one
// before somebody above does, nobody else does, and a number whose paper was recalled is on no paper.
const v1::NumberEntry* NumberOf(const rpc::Call& call, const v1::Document& document, const Numbers& numbers) {
  const auto [first, end] = numbers.equal_range(document.name());
  const v1::NumberEntry* above = nullptr;
  for (auto entry = first; entry != end; ++entry) {
    const v1::NumberEntry& number = entry->second;
    if (number.issued_paper() != document.issued_paper()) continue;
    if (call.IsOf(document.organisation(), number.organisation())) return &number;
    if (above == nullptr && call.IsWithin(document.organisation(), number.organisation())) above = &number;
  }
  return above;
}

}  // namespace

absl::StatusOr<Papers> DraftingService::PapersOf(rpc::Call& call, const std::string& congress) const {
  call.Filtered();
  const std::string prefix = StrCat(congress, "/documents/");
  const auto hidden = [&](const auto& resource) { return !call.Holds(call.permission(), resource.organisation()); };
  Papers papers;
  papers.whole = call.Holds(call.permission(), auth::kProvince);
  ASSIGN_OR_RETURN(papers.documents, kDocuments.LoadAll(call, prefix));
  ASSIGN_OR_RETURN(papers.rounds, rounds_.LoadAll(call, prefix));
  ASSIGN_OR_RETURN(papers.invitations, invitations_.LoadAll(call, prefix));
  std::copy_if(papers.documents.begin(), papers.documents.end(), std::back_inserter(papers.unseen), hidden);
  std::erase_if(papers.documents, hidden);
  for (const v1::Document& document : papers.documents) {
    ASSIGN_OR_RETURN(const bool missing, LacksApproval(call, document));
    if (missing) papers.unapproved.insert(document.name());
  }
  return papers;
}

absl::StatusOr<v1::GetDraftingReadinessResponse> DraftingService::GetDraftingReadiness(
    rpc::Call& call, const v1::GetDraftingReadinessRequest& request) const {
  ASSIGN_OR_RETURN(Papers papers, PapersOf(call, request.parent()));
  std::erase_if(papers.invitations,
                [&](const v1::Invitation& one) { return !call.Holds(call.permission(), one.organisation()); });
  const absl::CivilDay as_of = request.has_as_of() ? civil::FromDate(request.as_of()) : civil::Today(call.now());
  call.AttributeToStanding(as_of, &papers.invitations);
  return Judge(request.parent(), papers, as_of, call.language());
}

absl::StatusOr<v1::ExportDraftingStateResponse> DraftingService::ExportDraftingState(
    rpc::Call& call, const v1::ExportDraftingStateRequest& request) const {
  ASSIGN_OR_RETURN(Papers papers, PapersOf(call, request.parent()));
  DraftingState state{.documents = {},
                      .as_of = request.has_as_of() ? civil::FromDate(request.as_of()) : civil::Today(call.now()),
                      .name_of = [&](const std::string& organisation) { return call.NameOf(organisation); }};
  ASSIGN_OR_RETURN(const auto numbers, NumbersByIntention(call));
  const v1::GetDraftingReadinessResponse told = Judge(request.parent(), papers, state.as_of, call.language());
  for (size_t i = 0; i < papers.documents.size(); ++i) {
    const v1::Document& document = papers.documents[i];
    if (!call.IsOf(document.organisation(), request.organisation())) continue;
    DocumentState& one = state.documents.emplace_back();
    one.progress = told.documents(static_cast<int>(i));
    std::vector<v1::OpinionRound> rounds;
    std::copy_if(papers.rounds.begin(), papers.rounds.end(), std::back_inserter(rounds),
                 [&](const v1::OpinionRound& round) { return ParentOf(round.name()) == document.name(); });
    CountRounds(rounds, papers.invitations, &one);
    const v1::DocumentStep& step = document.steps(document.current_step() - 1);
    one.lacks_round = step.rule().requires_closed_round() && step.open_rounds() + step.closed_rounds() == 0;
    ASSIGN_OR_RETURN(one.sent, LastSent(call, document.name()));
    const v1::NumberEntry* number = NumberOf(call, document, numbers);
    if (number != nullptr) one.number = WithoutWord(number->formatted());
  }
  v1::ExportDraftingStateResponse answer;
  if (request.format() == v1::ExportDraftingStateRequest::PAPER || paper::MeansPaper(request)) {
    if (state.documents.empty()) return paper::NothingToPrint(request.parent(), request.organisation());
    ASSIGN_OR_RETURN(paper::File file, paper::Render(StatePaper(state, request.form(), call.language()),
                                                     request.paper_format(), layout_));
    answer.set_content(std::move(file.content));
    answer.set_content_type(file.media_type);
    answer.set_file_name(StrCat("papers", file.extension));
    return answer;
  }
  answer.set_content(PrintStateCsv(state, call.language()));
  answer.set_content_type("text/csv; charset=utf-8");
  answer.set_file_name("papers.csv");
  return answer;
}

}  // namespace congress::drafting

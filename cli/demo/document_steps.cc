#include <algorithm>
#include <map>
#include <string>

#include "absl/strings/str_format.h"
#include "cli/demo/invent.h"
#include "cli/demo/steps.h"
#include "congress/drafting/v1/drafting_service.grpc.pb.h"
#include "congress/drafting/v1/opinion_service.grpc.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/strings.h"

namespace congress::cli::demo {
namespace {

using Drafting = drafting::v1::DraftingService;
using OpinionService = drafting::v1::OpinionService;
using drafting::v1::Opinion;

constexpr size_t kOpinionsAtOnce = 50;

std::string DocumentName(const Work& work, const std::string& id) { return StrCat(work.congress(), "/documents/", id); }

absl::Status Plan(Work& work, Drafting::Stub& stub) {
  for (const DocumentPlan& plan : work.province().document_plans()) {
    drafting::v1::ReplanDocumentRequest request;
    request.set_name(DocumentName(work, plan.document()));
    *request.mutable_planned_steps() = plan.planned_steps();
    request.set_reason(plan.reason());
    RETURN_IF_ERROR(
        work.preparer.Change(StrCat("plan/", plan.document()), stub, &Drafting::StubInterface::ReplanDocument, request)
            .status());
  }
  return absl::OkStatus();
}

// A document goes from its first step to the one at which opinions are asked for, leaving none out.
absl::Status Advance(Work& work, Drafting::Stub& stub, const std::string& id) {
  drafting::v1::GetDocumentRequest get;
  get.set_name(DocumentName(work, id));
  ASSIGN_OR_RETURN(drafting::v1::Document document,
                   work.preparer.Ask(stub, &Drafting::StubInterface::GetDocument, get));
  const std::string& until = work.province().opinions().step();
  while (document.steps(document.current_step() - 1).rule().id() != until &&
         document.current_step() < document.steps_size()) {
    RETURN_IF_ERROR(SignOff(work, document));
    drafting::v1::AdvanceDocumentStepRequest request;
    request.set_name(document.name());
    request.set_step(document.steps(document.current_step()).rule().id());
    ASSIGN_OR_RETURN(document, work.preparer.Change(StrCat("advance/", id, "/", request.step()), stub,
                                                    &Drafting::StubInterface::AdvanceDocumentStep, request));
  }
  work.progress.Say(
      StrCat("   ", document.display_name(), ": ", document.progress(), " (", document.draft_title(), ")"));
  return absl::OkStatus();
}

absl::StatusOr<drafting::v1::OpinionRound> OpenRound(Work& work, OpinionService::Stub& stub,
                                                     const std::string& revision) {
  const Opinions& rules = work.province().opinions();
  drafting::v1::CreateOpinionRoundRequest request;
  request.set_parent(DocumentName(work, rules.document()));
  request.set_opinion_round_id(rules.round());
  auto& round = *request.mutable_opinion_round();
  round.set_display_name(rules.display_name());
  round.set_revision(revision);
  // The round was held on paper, so that a story of one day has its end, on the text as it was printed before.
  *round.mutable_first_date() = civil::ToDate(work.begun() - rules.window_days());
  *round.mutable_text_date() = round.first_date();
  *round.mutable_last_date() = civil::ToDate(work.begun() - 1);
  round.set_record_reason(rules.record_reason());
  for (const auto* line : work.LinesOf(rules.kinds())) round.add_invited(line->organisation());
  return work.preparer.Change("round", stub, &OpinionService::StubInterface::CreateOpinionRound, request);
}

absl::StatusOr<std::vector<Opinion>> GiveOpinions(Work& work, OpinionService::Stub& stub,
                                                  const drafting::v1::OpinionRound& round,
                                                  const drafting::v1::Revision& revision) {
  const Opinions& rules = work.province().opinions();
  std::vector<Opinion> opinions;
  for (int i = 0; i < round.invited_size(); ++i) {
    const std::string& organisation = round.invited(i);
    if (i % rules.one_without_remarks_in() == 1) {
      drafting::v1::AnswerInvitationRequest request;
      request.set_name(StrCat(round.name(), "/invitations/", organisation.substr(organisation.rfind('/') + 1)));
      request.set_answer(drafting::v1::NO_REMARKS);
      request.set_late_reason(rules.record_reason());
      *request.mutable_receive_date() = round.last_date();
      RETURN_IF_ERROR(work.preparer
                          .Change(StrCat("no-remarks/", organisation), stub,
                                  &OpinionService::StubInterface::AnswerInvitation, request)
                          .status());
      continue;
    }
    for (Opinion& opinion : InventOpinions(work.province(), organisation, revision.sections())) {
      opinion.set_late_reason(i == 0 ? rules.late_reason() : rules.record_reason());
      *opinion.mutable_receive_date() = i == 0 ? civil::ToDate(work.begun()) : round.last_date();
      opinions.push_back(std::move(opinion));
    }
  }
  std::vector<Opinion> given;
  RETURN_IF_ERROR(
      InBatches(work, "5. Opinions", opinions, kOpinionsAtOnce, [&](size_t number, const std::vector<Opinion>& batch) {
        drafting::v1::BatchCreateOpinionsRequest request;
        request.set_parent(round.name());
        request.mutable_opinions()->Assign(batch.begin(), batch.end());
        auto answer = work.preparer.Change(StrCat("opinions/", number), stub,
                                           &OpinionService::StubInterface::BatchCreateOpinions, request);
        if (answer.ok()) given.insert(given.end(), answer->opinions().begin(), answer->opinions().end());
        return answer.status();
      }));
  return given;
}

absl::Status Dispose(Work& work, OpinionService::Stub& stub, const std::string& round,
                     const std::vector<Opinion>& opinions) {
  return InBatches(work, "5. Dispositions", opinions, kOpinionsAtOnce,
                   [&](size_t number, const std::vector<Opinion>& batch) {
                     drafting::v1::BatchDisposeOpinionsRequest request;
                     request.set_parent(round);
                     for (const Opinion& opinion : batch)
                       *request.add_dispositions() = InventAnswer(work.province(), opinion.name());
                     return work.preparer
                         .Change(StrCat("dispositions/", number), stub,
                                 &OpinionService::StubInterface::BatchDisposeOpinions, request)
                         .status();
                   });
}

absl::Status Report(Work& work, OpinionService::Stub& stub, const drafting::v1::OpinionRound& round) {
  drafting::v1::GetOpinionReportRequest get;
  get.set_name(round.name());
  ASSIGN_OR_RETURN(const auto report, work.preparer.Ask(stub, &OpinionService::StubInterface::GetOpinionReport, get));
  drafting::v1::ExportOpinionReportRequest table;
  table.set_name(round.name());
  table.set_format(drafting::v1::ExportOpinionReportRequest::CSV);
  ASSIGN_OR_RETURN(const auto file,
                   work.preparer.Ask(stub, &OpinionService::StubInterface::ExportOpinionReport, table));
  RETURN_IF_ERROR(work.output.Write("opinions.csv", file.content()));
  table.set_format(drafting::v1::ExportOpinionReportRequest::PAPER);
  table.set_paper_format(paper::v1::DOCX);
  ASSIGN_OR_RETURN(const auto paper,
                   work.preparer.Ask(stub, &OpinionService::StubInterface::ExportOpinionReport, table));
  RETURN_IF_ERROR(work.output.Write("opinions.docx", paper.content()));
  const auto& counts = report.counts();
  const auto late = std::count_if(report.sources().begin(), report.sources().end(),
                                  [](const drafting::v1::SourceOpinions& source) { return source.late(); });
  work.progress.Tell(
      "   %d opinions of %d organisations from %s to %s (%d late, %d without remarks) = %d taken + %d in part + %d not "
      "taken; round closed: opinions.csv, .docx",
      "   %d ý kiến của %d tổ chức từ %s đến %s (%d gửi muộn, %d không có ý kiến) = %d tiếp thu + %d tiếp thu một phần "
      "+ %d không tiếp thu; đã kết thúc đợt lấy ý kiến: opinions.csv, .docx",
      counts.total(), report.answers().opinions(), DayTold(round.first_date()), DayTold(round.last_date()), late,
      report.answers().no_remarks(), counts.taken(), counts.partly_taken(), counts.not_taken());
  return absl::OkStatus();
}

// What the Standing Committee reads: all that changed since the text was begun, marked, with the tracked changes of
// Word.
absl::Status PrintRedline(Work& work, Drafting::Stub& stub, const std::string& revision) {
  drafting::v1::ExportRevisionRequest request;
  request.set_name(revision);
  request.set_base_revision(StrCat(DocumentName(work, work.province().opinions().document()), "/revisions/000001"));
  request.set_paper_format(paper::v1::DOCX);
  ASSIGN_OR_RETURN(const auto file, work.preparer.Ask(stub, &Drafting::StubInterface::ExportRevision, request));
  RETURN_IF_ERROR(work.output.Write("redline.docx", file.content()));
  work.progress.Tell("   The text that is sent for opinions, with what changed since it was begun: redline.docx",
                     "   Bản gửi lấy ý kiến, có đánh dấu những chỗ đã sửa từ đầu: redline.docx");
  return absl::OkStatus();
}

// The revision as it is now, to which the round refers.
absl::StatusOr<drafting::v1::Revision> LatestRevision(Work& work, Drafting::Stub& stub) {
  drafting::v1::GetDocumentRequest get;
  get.set_name(DocumentName(work, work.province().opinions().document()));
  ASSIGN_OR_RETURN(const auto document, work.preparer.Ask(stub, &Drafting::StubInterface::GetDocument, get));
  drafting::v1::GetRevisionRequest revision;
  revision.set_name(document.latest_revision());
  return work.preparer.Ask(stub, &Drafting::StubInterface::GetRevision, revision);
}

}  // namespace

absl::Status SignOff(Work& work, const drafting::v1::Document& document) {
  const auto stub = Drafting::NewStub(work.approver.channel());
  for (const drafting::v1::MissingSignOff& missing : document.missing_signoffs()) {
    drafting::v1::SignOffDocumentRequest request;
    request.set_name(document.name());
    request.set_revision(document.latest_revision());
    request.set_sha256(document.sha256());
    request.set_role(missing.role());
    RETURN_IF_ERROR(work.approver
                        .Change(StrCat("sign-off/", document.name(), "/", missing.step(), "/", missing.role()), *stub,
                                &Drafting::StubInterface::SignOffDocument, request)
                        .status());
  }
  return absl::OkStatus();
}

absl::Status DraftDocuments(Work& work) {
  const auto stub = Drafting::NewStub(work.preparer.channel());
  int number = 0;
  std::string merged;
  std::map<std::string, int> revisions;
  for (const Revision& revision : work.province().revisions()) {
    drafting::v1::ReviseDocumentRequest request;
    request.set_name(DocumentName(work, revision.document()));
    // Not as it is asked for now: a run that goes on after a kill sends the same.
    const int last = ++revisions[revision.document()];
    request.set_base_revision(
        absl::StrFormat("%s/revisions/%06d", request.name(), revision.base() == 0 ? last : revision.base()));
    request.set_note(revision.note());
    *request.mutable_edits() = revision.edits();
    ASSIGN_OR_RETURN(const auto made, work.preparer.Change(StrCat("revision/", ++number), *stub,
                                                           &Drafting::StubInterface::ReviseDocument, request));
    if (made.cause() != drafting::v1::Revision::MERGE) continue;
    const bool vi = LanguageOfUser() == status::Language::kVietnamese;
    merged += vi ? absl::StrFormat("; %s: gộp sửa đổi của hai biên tập viên trên bản %d thành bản %d",
                                   revision.document(), revision.base(), made.number())
                 : absl::StrFormat("; %s: two editors' changes of revision %d merged as revision %d",
                                   revision.document(), revision.base(), made.number());
  }
  work.progress.Tell("5. Documents: %d, revised %d times%s", "5. Văn kiện: %d, sửa %d lần%s",
                     work.province().preparation().scope().documents_size(), work.province().revisions_size(), merged);
  RETURN_IF_ERROR(Plan(work, *stub));
  for (const auto& document : work.province().preparation().scope().documents()) {
    RETURN_IF_ERROR(Advance(work, *stub, document.id()));
  }
  return absl::OkStatus();
}

absl::Status CollectOpinions(Work& work) {
  const auto drafting = Drafting::NewStub(work.preparer.channel());
  const auto stub = OpinionService::NewStub(work.preparer.channel());
  ASSIGN_OR_RETURN(const auto revision, LatestRevision(work, *drafting));
  RETURN_IF_ERROR(PrintRedline(work, *drafting, revision.name()));
  ASSIGN_OR_RETURN(const auto round, OpenRound(work, *stub, revision.name()));
  ASSIGN_OR_RETURN(const std::vector<Opinion> opinions, GiveOpinions(work, *stub, round, revision));
  RETURN_IF_ERROR(Dispose(work, *stub, round.name(), opinions));
  drafting::v1::CloseOpinionRoundRequest close;
  close.set_name(round.name());
  RETURN_IF_ERROR(
      work.preparer.Change("round/close", *stub, &OpinionService::StubInterface::CloseOpinionRound, close).status());
  return Report(work, *stub, round);
}

}  // namespace congress::cli::demo

#include <functional>
#include <set>

#include "services/drafting/domain/links.h"
#include "services/drafting/testing/scene.h"

namespace congress::drafting {
namespace {

using support::IsOk;

// One RPC with a request that its `passes` role may make, and a role at the same place that may not.
struct Row {
  std::string rpc;
  std::string passes;
  std::string refused;
  std::function<absl::Status(Scene&, const std::string& binding)> call;
};

template <class Method>
Row Make(const std::string& rpc, const std::string& passes, const std::string& refused, Method method,
         const std::string& text) {
  return {rpc, passes, refused,
          [=](Scene& scene, const std::string& binding) { return scene.Call(method, text, binding).status(); }};
}

// The same by another person.
template <class Method>
Row ByAnother(const std::string& rpc, const std::string& passes, const std::string& refused, Method method,
              const std::string& text) {
  return {rpc, passes, refused, [=](Scene& scene, const std::string& binding) {
            return scene.CallAs("binh", method, text, binding).status();
          }};
}

const std::string kName = StrCat("name: '", kDocument, "' ");
const std::string kRoundName = StrCat("name: '", kRound, "' ");
const std::string kFirstRevision = StrCat(kDocument, "/revisions/000001");
const std::string kBase = StrCat("base_revision: '", kFirstRevision, "' ");
const std::string kOpinion = StrCat("name: '", kRound, "/opinions/0001-000001' ");
const std::string kEntry = "name: 'numberSeries/qd/entries/000001' ";
const std::string kGiven = "{ organisation: 'organisations/a' section: 'tasks' text: 'x' } ";
const std::string kTemplate = R"(document_template { organisation: 'organisations/province' kind: 'k' symbol: 'BC'
  display_name: 'x' sections { id: 'a' title: 'x' } steps { id: 'a' display_name: 'x' } steps { id: 'b' display_name: 'x' } } )";
const std::string kSeries = R"(number_series { organisation: 'organisations/province' issuer: 'Tỉnh ủy'
  issuer_symbol: 'TU' term: '2025-2030' document_type: 'NQ' } )";
const std::string kWish = "parent: 'numberSeries/qd' number_entry { title: 'x' intention: 'congresses/xx/plans/b' } ";

const std::string kIncoming = R"(incoming_paper { organisation: 'organisations/province' number: '35-CT/TW' issuer: 'x'
  abstract: 'x' paper_date { year: 2025 month: 6 day: 1 } received_date { year: 2025 month: 6 day: 3 } } )";
const std::string kLink = R"(paper_link { source: 'numberSeries/qd/entries/000001' kind: BASIS
  target: 'incomingPapers/old' } )";
const std::string kTransmission = StrCat(
    "transmission { organisation: 'organisations/province' title: 'x' purpose: ", "FOR_INFORMATION papers { paper: '",
    kDocument, "/revisions/000001' } } ", "receivers: 'organisations/a' ");
const std::string kDelivery = "name: 'transmissions/old/deliveries/a' ";
// UUIDv5 of what the link says.
const std::string kLinkName = LinkName(Parse<v1::CreatePaperLinkRequest>(kLink).paper_link());

const std::string kPaper = "parent: 'numberSeries/qd' intention: 'congresses/xx/plans/c' paper { abstract: 'x' } ";
const std::string kPaperName = "name: 'numberSeries/bc/papers/000001' ";
const std::string kFinal = "congresses/xx/documents/final";

// In an order in which each still finds what it needs. No shipped role lacks reading, so a role that is unknown does.
std::vector<Row> Rows() {
  const char clerk[] = "clerk@province";
  const char reader[] = "reader@province";
  const char nobody[] = "visitor@province";
  const char reviewer[] = "reviewer@province";
  const char secretary[] = "secretary@province";
  return {
      Make("CreateDocumentTemplate", clerk, reader, &Drafting::CreateDocumentTemplate,
           StrCat("document_template_id: 'new' ", kTemplate)),
      Make("GetDocumentTemplate", reader, nobody, &Drafting::GetDocumentTemplate, "name: 'documentTemplates/old'"),
      Make("ListDocumentTemplates", reader, nobody, &Drafting::ListDocumentTemplates, ""),
      Make("CreateDocument", "process@province", reader, &Drafting::CreateDocument, Scene::DocumentText("other")),
      Make("GetDocument", reader, nobody, &Drafting::GetDocument, kName),
      Make("ListDocuments", reader, nobody, &Drafting::ListDocuments, "parent: 'congresses/xx'"),
      Make("UpdateDocument", clerk, reader, &Drafting::UpdateDocument,
           StrCat("document { name: '", kDocument, "' display_name: 'y' }")),
      Make("ReplanDocument", clerk, reader, &Drafting::ReplanDocument,
           StrCat(kName, "planned_steps { step: 'final' planned_date { year: 2025 month: 9 day: 1 } } reason: 'x'")),
      Make("ReviseDocument", clerk, reader, &Drafting::ReviseDocument,
           StrCat(kName, kBase, "edits { change { section: 'tasks' text: 'x' } }")),
      Make("RevertRevision", clerk, reader, &Drafting::RevertRevision,
           StrCat("name: '", kDocument, "/revisions/000002'")),
      Make("GetSection", reader, nobody, &Drafting::GetSection, StrCat("name: '", kFirstRevision, "/sections/tasks'")),
      Make("GetRevision", reader, nobody, &Drafting::GetRevision, StrCat("name: '", kFirstRevision, "'")),
      Make("ListRevisions", reader, nobody, &Drafting::ListRevisions, StrCat("parent: '", kDocument, "'")),
      Make("CompareRevisions", reader, nobody, &Drafting::CompareRevisions,
           StrCat("base: '", kFirstRevision, "' target: '", kFirstRevision, "'")),
      Make("ExportRevision", reader, nobody, &Drafting::ExportRevision,
           StrCat("name: '", kFirstRevision, "' base_revision: '", kFirstRevision, "'")),
      {"ImportRevision", clerk, reader,
       [](Scene& scene, const std::string& binding) {
         const std::string name = StrCat("name: '", kFirstRevision, "' paper_format: DOCX");
         const auto file = scene.Call(&Drafting::ExportRevision, name);
         v1::ImportRevisionRequest request;
         request.set_parent(kDocument);
         request.set_docx(file.ok() ? file->content() : "");
         return scene.Call(&Drafting::ImportRevision, request, scene.service().As("an", {binding})).status();
       }},
      Make("AdvanceDocumentStep", clerk, reader, &Drafting::AdvanceDocumentStep, StrCat(kName, "step: 'opinions'")),
      // By another person than who wrote.
      {"SignOffDocument", reviewer, clerk,
       [](Scene& scene, const std::string& binding) {
         return scene.Sign("binh", "role: 'reviewer'", binding).status();
       }},
      {"WithdrawSignOff", reviewer, clerk,
       [](Scene& scene, const std::string& binding) {
         const std::string text = StrCat(kName, "role: 'reviewer' reason: 'x'");
         return scene.CallAs("binh", &Drafting::WithdrawSignOff, text, binding).status();
       }},
      Make("ReturnDocumentStep", reviewer, clerk, &Drafting::ReturnDocumentStep,
           StrCat(kName, "step: 'draft' reason: 'x'")),
      Make("GetDraftingReadiness", reader, nobody, &Drafting::GetDraftingReadiness, "parent: 'congresses/xx'"),
      Make("ExportDraftingState", reader, nobody, &Drafting::ExportDraftingState, "parent: 'congresses/xx'"),
      Make("CreateOpinionRound", clerk, reader, &Opinions::CreateOpinionRound, Scene::RoundText("report", "new")),
      Make("GetOpinionRound", reader, nobody, &Opinions::GetOpinionRound, kRoundName),
      Make("ListOpinionRounds", reader, nobody, &Opinions::ListOpinionRounds, "parent: 'congresses/xx'"),
      Make("ListInvitations", reader, nobody, &Opinions::ListInvitations, "parent: 'congresses/xx'"),
      Make("CreateOpinion", "clerk@a", "reader@a", &Opinions::CreateOpinion,
           StrCat("parent: '", kRound, "' opinion ", kGiven)),
      Make("BatchCreateOpinions", "clerk@a", "reader@a", &Opinions::BatchCreateOpinions,
           StrCat("parent: '", kRound, "' opinions ", kGiven)),
      Make("ImportOpinions", "clerk@a", "reader@a", &Opinions::ImportOpinions,
           StrCat("parent: '", kRound, "' csv: 'organisation,section,text\\norganisations/a,tasks,y\\n'")),
      Make("GetOpinion", reader, nobody, &Opinions::GetOpinion, kOpinion),
      Make("ListOpinions", reader, nobody, &Opinions::ListOpinions, StrCat("parent: '", kRound, "'")),
      Make("DisposeOpinion", clerk, reader, &Opinions::DisposeOpinion, StrCat(kOpinion, "disposition: TAKEN")),
      Make("BatchDisposeOpinions", clerk, reader, &Opinions::BatchDisposeOpinions,
           StrCat("parent: '", kRound, "' dispositions { name: '", kRound,
                  "/opinions/0001-000002' disposition: TAKEN } ", "dispositions { name: '", kRound,
                  "/opinions/0001-000003' disposition: UPHELD reason: 'x' }")),
      Make("PublishDispositions", secretary, clerk, &Opinions::PublishDispositions, kRoundName),
      Make("MergeOpinionWordings", clerk, reader, &Opinions::MergeOpinionWordings, kRoundName),
      Make("ListOpinionClusters", reader, nobody, &Opinions::ListOpinionClusters, StrCat("parent: '", kRound, "'")),
      Make("StartOpinionImport", "clerk@a", "reader@a", &Opinions::StartOpinionImport,
           StrCat("parent: '", kRound, "' csv: 'organisation,text\\norganisations/a,z\\n'")),
      Make("GetOpinionImport", reader, nobody, &Opinions::GetOpinionImport,
           StrCat("name: '", kRound, "/opinionImports/000001'")),
      Make("ListOpinionImports", reader, nobody, &Opinions::ListOpinionImports, StrCat("parent: '", kRound, "'")),
      Make("GetOpinionReport", reader, nobody, &Opinions::GetOpinionReport, kRoundName),
      Make("ExportOpinionReport", reader, nobody, &Opinions::ExportOpinionReport, kRoundName),
      Make("BatchCreateInvitations", clerk, reader, &Opinions::BatchCreateInvitations,
           StrCat("parent: '", kRound, "' ", "invited: 'organisations/u'")),
      Make("WithdrawInvitation", clerk, reader, &Opinions::WithdrawInvitation,
           StrCat("name: '", kRound, "/invitations/u'")),
      Make("UpdateOpinionRound", clerk, reader, &Opinions::UpdateOpinionRound,
           StrCat("opinion_round { name: '", kRound, "' display_name: 'x' }")),
      Make("ExtendOpinionRound", clerk, reader, &Opinions::ExtendOpinionRound,
           StrCat(kRoundName, "last_date { year: 2025 month: 7 day: 1 } reason: 'x'")),
      Make("RemindInvitations", clerk, reader, &Opinions::RemindInvitations, StrCat("parent: '", kRound, "'")),
      Make("GetInvitation", reader, nobody, &Opinions::GetInvitation, StrCat("name: '", kRound, "/invitations/b'")),
      Make("AnswerInvitation", "clerk@b", "reader@b", &Opinions::AnswerInvitation,
           StrCat("name: '", kRound, "/invitations/b' answer: NO_REMARKS")),
      Make("ReopenInvitation", "clerk@b", "reader@b", &Opinions::ReopenInvitation,
           StrCat("name: '", kRound, "/invitations/b'")),
      Make("WithdrawOpinion", "clerk@c", "reader@c", &Opinions::WithdrawOpinion,
           StrCat("name: '", kDocument, "/opinionRounds/again/opinions/0003-000001' reason: 'x'")),
      Make("UndoOpinionImport", secretary, clerk, &Opinions::UndoOpinionImport,
           StrCat("name: '", kDocument, "/opinionRounds/undone/opinionImports/000001' reason: 'x'")),
      Make("CancelOpinionRound", secretary, clerk, &Opinions::CancelOpinionRound,
           StrCat("name: '", kDocument, "/opinionRounds/again' reason: 'x'")),
      Make("CarryOpinions", clerk, reader, &Opinions::CarryOpinions,
           StrCat(kRoundName, "from: '", kDocument, "/opinionRounds/again'")),
      Make("CloseOpinionRound", secretary, clerk, &Opinions::CloseOpinionRound,
           StrCat("name: '", kDocument, "/opinionRounds/held' silent_reason: 'x'")),
      Make("CreateNumberSeries", clerk, reader, &Register::CreateNumberSeries,
           StrCat("number_series_id: 'nq' ", kSeries)),
      Make("ContinueNumberSeries", secretary, clerk, &Register::ContinueNumberSeries,
           "name: 'numberSeries/qd' last_number: 1 reason: 'x'"),
      Make("GetNumberSeries", reader, nobody, &Register::GetNumberSeries, "name: 'numberSeries/qd'"),
      Make("ListNumberSeries", reader, nobody, &Register::ListNumberSeries, ""),
      Make("ReserveNumber", clerk, reader, &Register::ReserveNumber, kWish),
      Make("AssignNumber", clerk, reader, &Register::AssignNumber,
           StrCat(kEntry, "document_date { year: 2025 month: 6 day: 16 }")),
      Make("VoidNumber", clerk, "process@province", &Register::VoidNumber,
           "name: 'numberSeries/qd/entries/000002' reason: 'x'"),
      Make("GetNumberEntry", reader, nobody, &Register::GetNumberEntry, kEntry),
      Make("ListNumberEntries", reader, nobody, &Register::ListNumberEntries, "parent: 'numberSeries/qd'"),
      Make("ListNumberGaps", reader, nobody, &Register::ListNumberGaps, "parent: 'numberSeries/qd'"),
      Make("UpdateNumberSeries", secretary, reader, &Register::UpdateNumberSeries,
           "number_series { name: 'numberSeries/qd' date_order: WARN }"),
      Make("CheckNumberSeries", reader, nobody, &Register::CheckNumberSeries, "name: 'numberSeries/qd'"),
      Make("CorrectNumberEntry", clerk, reader, &Register::CorrectNumberEntry,
           StrCat(kEntry, "values { title: 'y' } reason: 'x'")),
      Make("FindNumberEntries", reader, nobody, &Register::FindNumberEntries, "printed: '01-QĐ/TU'"),
      Make("ImportNumberEntries", clerk, reader, &Register::ImportNumberEntries,
           "parent: 'numberSeries/qd' number_import_id: 'cu' csv: 'number,document_date,title\\n9,2025-06-16,x\\n'"),
      Make("ListNumberImports", reader, nobody, &Register::ListNumberImports, "parent: 'numberSeries/qd'"),
      Make("UndoNumberImport", clerk, reader, &Register::UndoNumberImport,
           "name: 'numberSeries/qd/imports/cu' reason: 'x'"),
      Make("CreateIncomingPaper", clerk, reader, &Incoming::CreateIncomingPaper,
           StrCat("incoming_paper_id: 'new' ", kIncoming, "incoming_paper { number: '36-CT/TW' }")),
      Make("GetIncomingPaper", reader, nobody, &Incoming::GetIncomingPaper, "name: 'incomingPapers/old'"),
      Make("ListIncomingPapers", reader, nobody, &Incoming::ListIncomingPapers, ""),
      Make("UpdateIncomingPaper", clerk, reader, &Incoming::UpdateIncomingPaper,
           "incoming_paper { name: 'incomingPapers/old' abstract: 'y' }"),
      Make("CreatePaperLink", clerk, reader, &Links::CreatePaperLink, kLink),
      Make("ListPaperLinks", reader, nobody, &Links::ListPaperLinks, ""),
      Make("GetPaperImpact", reader, nobody, &Links::GetPaperImpact, "paper: 'incomingPapers/old'"),
      Make("DeletePaperLink", clerk, reader, &Links::DeletePaperLink, StrCat("name: '", kLinkName, "'")),
      Make("CreateTransmission", clerk, reader, &Sending::CreateTransmission,
           StrCat("transmission_id: 'new' ", kTransmission)),
      Make("GetTransmission", reader, nobody, &Sending::GetTransmission, "name: 'transmissions/old'"),
      Make("ListTransmissions", reader, nobody, &Sending::ListTransmissions, ""),
      Make("BatchCreateDeliveries", clerk, reader, &Sending::BatchCreateDeliveries,
           "parent: 'transmissions/old' receivers: 'organisations/u'"),
      Make("GetDelivery", "reader@u", nobody, &Sending::GetDelivery, "name: 'transmissions/old/deliveries/u'"),
      Make("ListDeliveries", reader, nobody, &Sending::ListDeliveries, "parent: 'transmissions/-'"),
      ByAnother("ReceiveDelivery", "clerk@a", "reader@a", &Sending::ReceiveDelivery, kDelivery),
      ByAnother("ReopenDelivery", "clerk@a", "reader@a", &Sending::ReopenDelivery, StrCat(kDelivery, "reason: 'x'")),
      ByAnother("RecordDelivery", clerk, reader, &Sending::RecordDelivery,
                StrCat(kDelivery, "receive_date { year: 2025 month: 6 day: 16 }")),
      ByAnother("AnswerDelivery", "secretary@a", "clerk@a", &Sending::AnswerDelivery,
                StrCat(kDelivery, "answer { decision: RETURNED text: 'x' }")),
      Make("WithdrawDelivery", clerk, reader, &Sending::WithdrawDelivery,
           "name: 'transmissions/old/deliveries/u' reason: 'x'"),
      Make("WithdrawTransmission", clerk, reader, &Sending::WithdrawTransmission,
           "name: 'transmissions/old' reason: 'x'"),
      Make("IssuePaper", secretary, clerk, &Issuing::IssuePaper, kPaper),
      Make("BatchIssuePapers", secretary, clerk, &Issuing::BatchIssuePapers,
           StrCat("parent: 'numberSeries/qd' requests { ", kPaper, "intention: 'congresses/xx/plans/d' }")),
      Make("IssueDocument", secretary, clerk, &Issuing::IssueDocument,
           StrCat("name: '", kFinal, "' number_series: 'numberSeries/bc'")),
      Make("GetIssuedPaper", reader, nobody, &Issuing::GetIssuedPaper, kPaperName),
      Make("ListIssuedPapers", reader, nobody, &Issuing::ListIssuedPapers, "parent: 'numberSeries/-'"),
      Make("RecallIssuedPaper", secretary, clerk, &Issuing::RecallIssuedPaper, StrCat(kPaperName, "reason: 'x'")),
      Make("VerifyIssuedPaper", reader, nobody, &Issuing::VerifyIssuedPaper, "content: 'x'"),
  };
}

void Furnish(Scene& scene) {
  scene.MakeDocument();
  scene.MakeRound();
  EXPECT_THAT(scene.Give("a", "tasks"), IsOk());
  const std::string again = StrCat("parent: '", kDocument, "/opinionRounds/again' ");
  EXPECT_THAT(scene.Call(&Opinions::CreateOpinionRound,
                         StrCat(Scene::RoundText("report", "again"), " opinion_round { invited: 'organisations/c' }")),
              IsOk());
  EXPECT_THAT(
      scene.Call(&Opinions::CreateOpinion, StrCat(again, "opinion { organisation: 'organisations/c' text: 'x' }")),
      IsOk());
  // A round of its own, which nothing ends while an import of it is undone.
  scene.MakeRound("report", "undone");
  EXPECT_THAT(scene.Call(&Opinions::ImportOpinions, StrCat("parent: '", kDocument, "/opinionRounds/undone' ",
                                                           "csv: 'organisation,text\\norganisations/a,y\\n'")),
              IsOk());
  EXPECT_THAT(scene.Call(&Opinions::CreateOpinionRound,
                         StrCat(Scene::RoundText("report", "held"), " opinion_round { record_reason: 'x' ",
                                "first_date { month: 5 day: 1 } last_date { month: 5 day: 20 } ",
                                "text_date { year: 2025 month: 5 day: 1 } }")),
              IsOk());
  EXPECT_THAT(scene.Call(&Drafting::CreateDocumentTemplate, StrCat("document_template_id: 'old' ", kTemplate)), IsOk());
  EXPECT_THAT(scene.Call(&Register::CreateNumberSeries,
                         StrCat("number_series_id: 'qd' ", kSeries, "number_series { document_type: 'QĐ' }")),
              IsOk());
  EXPECT_THAT(
      scene.Call(&Register::ReserveNumber, StrCat(kWish, "number_entry { intention: 'congresses/xx/plans/a' }")),
      IsOk());
  EXPECT_THAT(scene.Call(&Incoming::CreateIncomingPaper, StrCat("incoming_paper_id: 'old' ", kIncoming)), IsOk());
  EXPECT_THAT(scene.Call(&Sending::CreateTransmission, StrCat("transmission_id: 'old' ", kTransmission)), IsOk());
  EXPECT_THAT(scene.Call(&Register::CreateNumberSeries,
                         StrCat("number_series_id: 'bc' ", kSeries, "number_series { document_type: 'BC' }")),
              IsOk());
  EXPECT_THAT(scene.Call(&Issuing::IssuePaper,
                         StrCat(kPaper, "parent: 'numberSeries/bc' intention: 'congresses/xx/plans/first'")),
              IsOk());
  EXPECT_THAT(scene.Call(&Drafting::CreateDocument, R"(parent: 'congresses/xx' document_id: 'final' document {
                         organisation: 'organisations/province' kind: 'final' symbol: 'BC' display_name: 'Báo cáo mẫu' }
                         sections { id: 'a' title: 'Một' } steps { id: 'a' display_name: 'x' }
                         steps { id: 'b' display_name: 'x' })"),
              IsOk());
  EXPECT_THAT(scene.Sign("binh", "role: 'reviewer'", "reviewer@province", kFinal), IsOk());
  EXPECT_THAT(scene.Call(&Drafting::AdvanceDocumentStep, StrCat("name: '", kFinal, "' step: 'b'")), IsOk());
}

TEST(Access, LetsOneRolePassAndRefusesAnotherForEveryRpc) {
  Scene scene;
  Furnish(scene);
  for (const Row& row : Rows()) {
    EXPECT_EQ(row.call(scene, row.refused).code(), kDenied) << row.rpc;
    EXPECT_THAT(row.call(scene, row.passes), IsOk()) << row.rpc;
  }
}

TEST(Access, RefusesEveryRpcToAnotherOrganisation) {
  Scene scene;
  Furnish(scene);
  // These answer with what the caller may read, which is nothing.
  const std::set<std::string> filtered = {
      "ListDocumentTemplates", "ListDocuments",       "ListOpinionRounds",  "ListInvitations",  "ListNumberSeries",
      "GetDraftingReadiness",  "FindNumberEntries",   "ListIncomingPapers", "ListPaperLinks",   "ListTransmissions",
      "ListDeliveries",        "ExportDraftingState", "ListIssuedPapers",   "VerifyIssuedPaper"};
  for (const Row& row : Rows()) {
    const absl::Status status = row.call(scene, "administrator@z");
    if (filtered.contains(row.rpc)) {
      EXPECT_THAT(status, IsOk()) << row.rpc;
    } else {
      EXPECT_TRUE(status.code() == kMissing || status.code() == kDenied) << row.rpc << " " << status;
    }
  }
}

TEST(Access, ShowsAnotherOrganisationEmptyLists) {
  Scene scene;
  Furnish(scene);
  const std::string parent = "parent: 'congresses/xx'";
  const std::string stranger = "administrator@z";
  const std::string empty;
  ASSERT_OK_AND_ASSIGN(const auto templates, scene.Call(&Drafting::ListDocumentTemplates, "", stranger));
  EXPECT_EQ(templates.SerializeAsString(), empty);
  ASSERT_OK_AND_ASSIGN(const auto documents, scene.Call(&Drafting::ListDocuments, parent, stranger));
  EXPECT_EQ(documents.SerializeAsString(), empty);
  ASSERT_OK_AND_ASSIGN(const auto rounds, scene.Call(&Opinions::ListOpinionRounds, parent, stranger));
  EXPECT_EQ(rounds.SerializeAsString(), empty);
  ASSERT_OK_AND_ASSIGN(const auto invitations, scene.Call(&Opinions::ListInvitations, parent, stranger));
  EXPECT_EQ(invitations.SerializeAsString(), empty);
  ASSERT_OK_AND_ASSIGN(const auto series, scene.Call(&Register::ListNumberSeries, "", stranger));
  EXPECT_EQ(series.SerializeAsString(), empty);
  ASSERT_OK_AND_ASSIGN(const auto papers, scene.Call(&Incoming::ListIncomingPapers, "", stranger));
  EXPECT_EQ(papers.SerializeAsString(), empty);
  ASSERT_OK_AND_ASSIGN(const auto links, scene.Call(&Links::ListPaperLinks, "", stranger));
  EXPECT_EQ(links.SerializeAsString(), empty);
  ASSERT_OK_AND_ASSIGN(const auto issued, scene.Call(&Issuing::ListIssuedPapers, "parent: 'numberSeries/-'", stranger));
  EXPECT_EQ(issued.SerializeAsString(), empty);
  ASSERT_OK_AND_ASSIGN(const auto found, scene.Call(&Register::FindNumberEntries, "printed: '01-QĐ/TU'", stranger));
  EXPECT_EQ(found.SerializeAsString(), empty);
  ASSERT_OK_AND_ASSIGN(const auto readiness, scene.Call(&Drafting::GetDraftingReadiness, parent, stranger));
  EXPECT_EQ(readiness.blockers_size() + readiness.organisations_size() + readiness.documents_size(), 0);
}

TEST(Access, IsTestedForEveryRpcThatThereIs) {
  std::set<std::string> tested;
  for (const Row& row : Rows()) tested.insert(row.rpc);
  for (const auto* message : {v1::CreateDocumentRequest::descriptor(), v1::CreateOpinionRequest::descriptor(),
                              v1::ReserveNumberRequest::descriptor(), v1::CreateIncomingPaperRequest::descriptor(),
                              v1::CreatePaperLinkRequest::descriptor(), v1::CreateTransmissionRequest::descriptor(),
                              v1::IssuePaperRequest::descriptor()}) {
    const auto& service = *message->file()->service(0);
    for (int i = 0; i < service.method_count(); ++i) {
      EXPECT_TRUE(tested.contains(service.method(i)->name())) << service.method(i)->full_name();
    }
  }
}

}  // namespace
}  // namespace congress::drafting

// Marks of state secrets are asked about wherever somebody writes.
#include "congress/allocation/v1/organisation.pb.h"
#include "congress/drafting/v1/hand_over_service.grpc.pb.h"
#include "services/drafting/testing/opinions.h"

namespace congress::drafting {
namespace {

using support::IsOk;
using support::StatusIs;

using SecrecyMarks = OpinionsTest;

TEST_F(SecrecyMarks, AreAskedAboutWhereverSomebodyWrites) {
  const std::string graded = "text: 'TỐI MẬT - Về nhân sự'";
  const auto give = [&](const std::string& said, const std::string& more = "") {
    return scene.Call(&Opinions::CreateOpinion,
                      StrCat(kInRound, "opinion { organisation: 'organisations/a' ", said, " } ", more));
  };
  EXPECT_THAT(give(graded), StatusIs(kFailed, "SECRECY_MARK_FOUND"));
  EXPECT_THAT(give("text: 'Tổng hợp' parts { giver: 'Chi bộ 1' text: 'Độ mật: MẬT' }"),
              StatusIs(kFailed, "SECRECY_MARK_FOUND"));
  EXPECT_THAT(give(graded, "not_graded: true"), IsOk());
  const std::string many = StrCat("opinions { organisation: 'organisations/b' ", graded, " } ");
  EXPECT_THAT(GiveMany(many), StatusIs(kFailed, "SECRECY_MARK_FOUND"));
  EXPECT_THAT(GiveMany(StrCat(many, "not_graded: true")), IsOk());
  const auto import = [&](const std::string& more) {
    return scene.Call(&Opinions::ImportOpinions,
                      StrCat(kInRound, "csv: 'organisation,text\\norganisations/a,(MẬT) Về nhân sự\\n' ", more));
  };
  EXPECT_THAT(import(""), StatusIs(kInvalid, "ROWS_REJECTED"));
  EXPECT_THAT(import("not_graded: true"), IsOk());
  const auto create = [&](const std::string& more) {
    return scene.Call(&Drafting::CreateDocument,
                      StrCat(Scene::DocumentText("graded"), "document { display_name: 'Đề án nhân sự (MẬT)' } ", more));
  };
  EXPECT_THAT(create(""), StatusIs(kFailed, "SECRECY_MARK_FOUND"));
  EXPECT_THAT(create("not_graded: true"), IsOk());
  const auto rename = [&](const std::string& more) {
    return scene.Call(&Drafting::UpdateDocument,
                      StrCat("document { name: '", kDocument, "' display_name: 'TUYỆT MẬT - Báo cáo' } ", more));
  };
  EXPECT_THAT(rename(""), StatusIs(kFailed, "SECRECY_MARK_FOUND"));
  EXPECT_THAT(rename("not_graded: true"), IsOk());
  const auto send = [&](const std::string& more) {
    return scene.Call(&Sending::CreateTransmission,
                      StrCat("transmission_id: 't' receivers: 'organisations/a' transmission { organisation: ",
                             "'organisations/province' purpose: FOR_INFORMATION title: 'Độ mật: MẬT' papers { paper: '",
                             kDocument, "/revisions/000001' } } ", more));
  };
  EXPECT_THAT(send(""), StatusIs(kFailed, "SECRECY_MARK_FOUND"));
  EXPECT_THAT(send("not_graded: true"), IsOk());
}

TEST_F(SecrecyMarks, AreAskedAboutInWhatRoundsSay) {
  // Refused, and taken by who has made sure.
  const auto asks = [](const auto& call, const std::string& text) {
    EXPECT_THAT(call(text), StatusIs(kFailed, "SECRECY_MARK_FOUND")) << text;
    EXPECT_THAT(call(StrCat(text, " not_graded: true")), IsOk()) << text;
  };
  const auto create = [&](const std::string& text) { return scene.Call(&Opinions::CreateOpinionRound, text); };
  asks(create, StrCat(Scene::RoundText("report", "marked"), " opinion_round { display_name: 'Đợt 2 (MẬT)' }"));
  const std::string group = "groups { id: 'g' display_name: 'Tổ TỐI MẬT' organisation: 'organisations/z' } ";
  asks(create, StrCat(Scene::RoundText("report", "grouped"), " opinion_round { ", group, "}"));
  asks([&](const std::string& text) { return scene.Call(&Opinions::UpdateOpinionRound, text); },
       StrCat("opinion_round { name: '", kRound, "' display_name: 'Độ mật: MẬT' }"));
  asks([&](const std::string& text) { return scene.Call(&Opinions::BatchCreateInvitations, text); },
       StrCat(kInRound, group));
  asks([&](const std::string& text) { return scene.Call(&Opinions::AnswerInvitation, text); },
       StrCat("name: '", kRound, "/invitations/b' answer: NO_REMARKS note: 'TUYỆT MẬT: nhất trí'"));
  ASSERT_THAT(GiveMany(StrCat(Opinion("a", "tasks"), Opinion("a", "review"))), IsOk());
  asks([&](const std::string& text) { return scene.Call(&Opinions::DisposeOpinion, text); },
       Dispose("0001-000001", "NOT_TAKEN", "(MẬT) Đã có chủ trương"));
  asks([&](const std::string& text) { return scene.Call(&Opinions::BatchDisposeOpinions, text); },
       StrCat(kInRound, "dispositions { ", Dispose("0001-000002", "NOT_TAKEN", "(MẬT) Đã có chủ trương"), " }"));
}

TEST_F(SecrecyMarks, AreAskedAboutInTemplatesAnswersAndHandOvers) {
  const auto asks = [](const auto& call, const std::string& text) {
    EXPECT_THAT(call(text), StatusIs(kFailed, "SECRECY_MARK_FOUND")) << text;
    EXPECT_THAT(call(StrCat(text, " not_graded: true")), IsOk()) << text;
  };
  asks([&](const std::string& text) { return scene.Call(&Drafting::CreateDocumentTemplate, text); },
       R"(document_template_id: 'marked' document_template { organisation: 'organisations/province' kind: 'report'
          symbol: 'BC' display_name: 'Báo cáo' sections { id: 'a' title: 'Nhân sự (TỐI MẬT)' }
          steps { id: 'draft' display_name: 'x' } steps { id: 'final' display_name: 'y' } })");
  ASSERT_THAT(scene.Call(&Sending::CreateTransmission,
                         StrCat("transmission_id: 't' receivers: 'organisations/a' receivers: 'organisations/b' ",
                                "transmission { organisation: 'organisations/province' purpose: FOR_INFORMATION ",
                                "title: 'Gửi' papers { paper: '", kDocument, "/revisions/000001' } }")),
              IsOk());
  const auto as_chi = [&](auto method, const std::string& binding) {
    return [this, method, binding](const std::string& text) { return scene.CallAs("chi", method, text, binding); };
  };
  asks(as_chi(&Sending::ReceiveDelivery, "clerk@a"), "name: 'transmissions/t/deliveries/a' note: '(MẬT) Đã nhận'");
  const std::string returned = "answer { decision: RETURNED text: 'TỐI MẬT: xem lại' }";
  asks(as_chi(&Sending::AnswerDelivery, "secretary@a"), StrCat("name: 'transmissions/t/deliveries/a' ", returned));
  directory::Organisation centre;
  centre.name = "organisations/centre";
  centre.role = allocation::v1::Organisation::EXTERNAL;
  scene.service().organisations().Put(centre);
  asks([&](const std::string& text) { return scene.Call(&Sending::BatchCreateDeliveries, text); },
       "parent: 'transmissions/t' receivers: 'organisations/centre' note: 'Độ mật: MẬT'");
  asks(as_chi(&Sending::RecordDelivery, "clerk@province"),
       StrCat("name: 'transmissions/t/deliveries/centre' ", returned,
              " answer { number: '12-CV/VPTW' date { year: 2025 month: 6 day: 16 } }"));
  const auto stub = v1::HandOverService::NewStub(scene.service().channel());
  asks(
      [&](const std::string& text) {
        return rpc::Invoke(*stub, &v1::HandOverService::StubInterface::StartHandOver,
                           scene.service().As("an", {"administrator@province"}), Parse<v1::StartHandOverRequest>(text));
      },
      StrCat("hand_over_id: 'h' hand_over { organisation: 'organisations/province' receiver_name: 'Kho lưu trữ' ",
             "title: 'Tài liệu MẬT của Đại hội' resources: '", kDocument, "' }"));
}

}  // namespace
}  // namespace congress::drafting

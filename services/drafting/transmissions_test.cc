// What is sent, to whom, and who reads it.
#include "services/drafting/testing/transmissions.h"

#include "gmock/gmock.h"
#include "tests/support/person.h"

namespace congress::drafting {
namespace {

using support::IsOk;
using support::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Transmissions = TransmissionTest;

TEST_F(Transmissions, AreReadAtBothEndsWithTheirPapers) {
  const std::string more = "transmission { note: 'Đề nghị thực hiện' due_date { year: 2025 month: 6 day: 20 } }";
  ASSERT_OK_AND_ASSIGN(const auto sent, Send("hd-05", {"a", "b"}, StrCat(more, kUuid)));
  EXPECT_EQ(sent.delivery_count(), 2);
  EXPECT_EQ(sent.author(), "an");
  ASSERT_EQ(sent.papers_size(), 1);
  EXPECT_EQ(sent.papers(0).number(), "Dự thảo lần 1");
  EXPECT_EQ(sent.papers(0).title(), "Báo cáo");
  EXPECT_EQ(sent.papers(0).sha256().size(), 64u);
  EXPECT_EQ(Send("hd-05", {"a", "b"}, StrCat(more, kUuid))->SerializeAsString(), sent.SerializeAsString());
  EXPECT_THAT(Send("hd-05", {"a"}), StatusIs(kExists, "RESOURCE_EXISTS"));

  ASSERT_OK_AND_ASSIGN(const auto received, Get("hd-05", "a", "reader@a"));
  EXPECT_EQ(received.organisation(), "organisations/a");
  EXPECT_EQ(received.sender(), "organisations/province");
  EXPECT_EQ(received.state(), v1::Delivery::SENT);
  EXPECT_EQ(received.note(), "Đề nghị thực hiện");
  EXPECT_EQ(received.papers(0).SerializeAsString(), sent.papers(0).SerializeAsString());
  EXPECT_EQ(received.author_person(), "") << "whose account it is is the sender's business";
  EXPECT_EQ(Get("hd-05", "a")->author_person(), support::PersonOf("an"));
  EXPECT_EQ(Get("hd-05", "a")->etag(), received.etag());
  EXPECT_THAT(Get("hd-05", "a", "reader@b"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Get("hd-05", "z"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&Sending::GetDelivery, "name: 'x'"), StatusIs(kInvalid, "FIELDS_INVALID"));
  const std::string named = "name: 'transmissions/hd-05'";
  EXPECT_THAT(scene.Call(&Sending::GetTransmission, named, "reader@a"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&Sending::GetTransmission, "name: 'x'"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(Receive("hd-05", "a"), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto counted, scene.Call(&Sending::GetTransmission, named, "reader@province"));
  EXPECT_EQ(counted.received_count(), 1);
  EXPECT_EQ(counted.overdue_count(), 0);
  EXPECT_EQ(counted.etag(), sent.etag()) << "receivers do not change the transmission";
  scene.SetDay(5);
  EXPECT_EQ(scene.Call(&Sending::GetTransmission, named, "reader@province")->overdue_count(), 1) << "b has not got it";
  EXPECT_EQ(Get("hd-05", "b")->days_overdue(), 1);
  EXPECT_EQ(Get("hd-05", "a")->days_overdue(), 0);
}

TEST_F(Transmissions, OpenTheRevisionAndNoOther) {
  ASSERT_THAT(scene.Call(&Drafting::ReviseDocument, StrCat("name: '", kDocument, "' base_revision: '", kRevision,
                                                           "' edits { change { section: 'tasks' text: 'Mới' } }")),
              IsOk());
  const auto read = [&](const std::string& number, const std::string& binding) {
    return scene.Call(&Drafting::GetRevision, StrCat("name: '", kDocument, "/revisions/", number, "'"), binding);
  };
  const std::string document = StrCat("name: '", kDocument, "'");
  EXPECT_THAT(read("000001", "reader@a"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&Drafting::GetDocument, document, "reader@a"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  ASSERT_THAT(Send("hd-05", {"a"}), IsOk());
  EXPECT_THAT(read("000001", "reader@a"), IsOk());
  EXPECT_THAT(read("000002", "reader@a"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(read("000001", "reader@b"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_EQ(scene.Call(&Drafting::GetDocument, document, "reader@a")->latest_revision(), "") << "as the invited see it";
  // The next one is compared with what came before.
  ASSERT_THAT(Send("hd-05-2", {"a", "b"}, "transmission { follows: 'transmissions/hd-05' }",
                   StrCat(kDocument, "/revisions/000002")),
              IsOk());
  EXPECT_EQ(Get("hd-05-2", "a", "reader@a")->follows(), "transmissions/hd-05/deliveries/a");
  EXPECT_EQ(Get("hd-05-2", "b", "reader@b")->follows(), "");
  const std::string both = StrCat("base: '", kRevision, "' target: '", kDocument, "/revisions/000002'");
  EXPECT_THAT(scene.Call(&Drafting::CompareRevisions, both, "reader@a"), IsOk());
  EXPECT_THAT(scene.Call(&Drafting::CompareRevisions, both, "reader@b"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  // What is taken back closes, unless it was received.
  ASSERT_THAT(Receive("hd-05-2", "a"), IsOk());
  ASSERT_THAT(scene.Call(&Sending::WithdrawTransmission, "name: 'transmissions/hd-05-2' reason: 'Nhầm tệp'"), IsOk());
  EXPECT_THAT(read("000002", "reader@a"), IsOk());
  EXPECT_THAT(read("000002", "reader@b"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_EQ(Get("hd-05-2", "a", "reader@a")->state(), v1::Delivery::WITHDRAWN);
  EXPECT_EQ(Get("hd-05-2", "a", "reader@a")->papers_size(), 1);
  EXPECT_EQ(Get("hd-05-2", "b", "reader@b")->papers_size(), 0);
  EXPECT_EQ(Get("hd-05-2", "b")->papers_size(), 1) << "the sender knows what it sent";
}

TEST_F(Transmissions, SendSheetsByNumberDateAndTitle) {
  ASSERT_THAT(scene.Call(&Register::CreateNumberSeries,
                         "number_series_id: 'qd' number_series { organisation: 'organisations/province' issuer: 'Tỉnh "
                         "ủy' issuer_symbol: 'TU' term: '2025-2030' document_type: 'QĐ' }"),
              IsOk());
  ASSERT_THAT(
      scene.Call(&Register::ReserveNumber,
                 "parent: 'numberSeries/qd' number_entry { secrecy: MAT holder: 'Văn thư' intention: 'papers/y' }"),
      IsOk());
  const std::string entry = "numberSeries/qd/entries/000001";
  EXPECT_THAT(Send("mat", {"a"}, "", entry), StatusIs(kFailed, "NUMBER_NOT_ASSIGNED"));
  ASSERT_THAT(scene.Call(&Register::AssignNumber, StrCat("name: '", entry, "' ", Day("document_date", 6, 12))), IsOk());
  ASSERT_THAT(scene.Call(&Incoming::CreateIncomingPaper,
                         StrCat("incoming_paper_id: 'ct-35' incoming_paper { organisation: 'organisations/province' "
                                "number: '35-CT/TW' issuer: 'Bộ Chính trị' abstract: 'Về đại hội' ",
                                Day("paper_date", 6, 1), Day("received_date", 6, 3), "}")),
              IsOk());
  ASSERT_OK_AND_ASSIGN(const auto sent,
                       Send("mat", {"a"}, "transmission { papers { paper: 'incomingPapers/ct-35' } }", entry));
  EXPECT_EQ(sent.papers(0).number(), "01-QĐ/TU");
  EXPECT_EQ(sent.papers(0).title(), "");
  EXPECT_EQ(sent.papers(0).date().day(), 12);
  EXPECT_EQ(sent.papers(1).number(), "35-CT/TW");
  EXPECT_EQ(sent.papers(1).title(), "Về đại hội");
  EXPECT_EQ(Get("mat", "a", "reader@a")->papers_size(), 2);
}

TEST_F(Transmissions, RefuseWhatCannotBeSent) {
  EXPECT_THAT(Send("a", {"a", "a"}), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(Send("a", {"province"}), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(Send("a", {}), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(Send("a", {"a"}, StrCat("transmission { papers { paper: '", kRevision, "' } }")),
              StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(Send("a", {"a"}, StrCat("transmission { ", Day("due_date", 6, 15), "}")),
              StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(Send("a", {"a"}, "", StrCat(kDocument, "/revisions/000009")), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Send("a", {"a"}, "", "incomingPapers/none"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Send("a", {"a"}, "transmission { follows: 'transmissions/none' }"),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Send("a", {"a"}, "transmission { purpose: FOR_APPROVAL }"), StatusIs(kFailed, "RECEIVER_NOT_SUPERIOR"));
  EXPECT_THAT(Send("a", {"b"}, "transmission { organisation: 'organisations/a' }"), StatusIs(kFailed, "PAPER_NOT_OWN"));
  EXPECT_THAT(scene.CallNameless(&Sending::CreateTransmission, SendText("a", {"a"})),
              StatusIs(kDenied, "PERSON_UNKNOWN"));
  EXPECT_THAT(scene.Call(&Sending::CreateTransmission, SendText("a", {"b"}), "clerk@a"),
              StatusIs(kDenied, "PERMISSION_MISSING"));
  // A commune does not send what it cannot read.
  EXPECT_THAT(scene.Call(&Sending::CreateTransmission,
                         SendText("a", {"b"}, "transmission { organisation: 'organisations/a' }"), "clerk@a"),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  ASSERT_THAT(Send("hd-05", {"a"}, "validate_only: true"), IsOk());
  ASSERT_THAT(Send("hd-05", {"a"}), IsOk()) << "nothing was stored";
  EXPECT_THAT(SendUp("up", "transmission { follows: 'transmissions/hd-05' }"), StatusIs(kFailed, "PAPER_NOT_OWN"));
  EXPECT_THAT(SendUp("up", "", {"centre", "province"}), IsOk());
  // The province sends what its communes wrote.
  EXPECT_THAT(Send("down", {"b"}, "", kCommuneRevision), IsOk());
}

TEST_F(Transmissions, GoToFurtherReceiversAndComeBackFromAll) {
  ASSERT_THAT(Send("hd-05", {"a", "b", "centre"}), IsOk());
  ASSERT_THAT(Receive("hd-05", "a"), IsOk());
  ASSERT_THAT(Answer("hd-05", "b", "RETURNED text: 'Không phải của đơn vị'"), IsOk());
  const std::string parent = "parent: 'transmissions/hd-05' ";
  const auto add = [&](const std::string& more) {
    return scene.CallAs("binh", &Sending::BatchCreateDeliveries, StrCat(parent, more), "clerk@province");
  };
  ASSERT_OK_AND_ASSIGN(const auto more, add(Receivers({"a", "c"})));
  EXPECT_EQ(more.delivery_count(), 4);
  EXPECT_EQ(more.received_count(), 2) << "a keeps its delivery as it is";
  EXPECT_EQ(Get("hd-05", "c")->author(), "binh");
  EXPECT_THAT(add(""), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(add(Receivers({"c", "c"})), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Call(&Sending::BatchCreateDeliveries, StrCat("parent: 'transmissions/none' ", Receivers({"c"}))),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.CallNameless(&Sending::BatchCreateDeliveries, StrCat(parent, Receivers({"c"}))),
              StatusIs(kDenied, "PERSON_UNKNOWN"));
  ASSERT_THAT(SendUp("up"), IsOk());
  EXPECT_THAT(scene.Call(&Sending::BatchCreateDeliveries, StrCat("parent: 'transmissions/up' ", Receivers({"b"}))),
              StatusIs(kFailed, "RECEIVER_NOT_SUPERIOR"));

  const auto take_back = [&](const std::string& name, const std::string& reason) {
    return scene.Call(&Sending::WithdrawTransmission, StrCat("name: '", name, "' ", reason), "clerk@province");
  };
  EXPECT_THAT(take_back("transmissions/none", "reason: 'x'"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(take_back("transmissions/hd-05", ""), StatusIs(kInvalid, "FIELDS_INVALID"));
  ASSERT_OK_AND_ASSIGN(const auto back, take_back("transmissions/hd-05", "reason: 'Nhầm tệp'"));
  EXPECT_EQ(back.delivery_count(), 1) << "what is answered stays";
  EXPECT_EQ(back.returned_count(), 1);
  ASSERT_OK_AND_ASSIGN(const auto withdrawn, Get("hd-05", "a", "reader@a"));
  EXPECT_EQ(withdrawn.acts(withdrawn.acts_size() - 1).note(), "Nhầm tệp");
  ASSERT_THAT(take_back("transmissions/hd-05", "reason: 'Lại'"), IsOk());
  EXPECT_EQ(Get("hd-05", "a")->acts_size(), withdrawn.acts_size()) << "a repeated call changes nothing";
  ASSERT_THAT(add(Receivers({"a"})), IsOk());
  EXPECT_EQ(Get("hd-05", "a")->state(), v1::Delivery::SENT);
  EXPECT_EQ(Get("hd-05", "a")->author(), "binh");
}

// `hd-05, hd-04` …
std::vector<std::string> Ids(const absl::StatusOr<v1::ListTransmissionsResponse>& listed) {
  EXPECT_THAT(listed, IsOk());
  std::vector<std::string> ids;
  if (!listed.ok()) return ids;
  for (const auto& one : listed->transmissions()) ids.push_back(one.name().substr(one.name().find('/') + 1));
  return ids;
}

TEST_F(Transmissions, AreListedTheLatestFirst) {
  ASSERT_THAT(Send("first", {"a"}, "transmission { note: 'x' }"), IsOk());
  scene.SetDay(1);
  ASSERT_THAT(Send("second", {"b"}, "transmission { purpose: FOR_INFORMATION title: 'Thông báo' }"), IsOk());
  ASSERT_THAT(SendUp("up"), IsOk());
  const auto list = [&](const std::string& more, const std::string& binding = "reader@province") {
    return scene.Call(&Sending::ListTransmissions, more, binding);
  };
  EXPECT_THAT(Ids(list("")), ElementsAre("second", "up", "first"));
  EXPECT_THAT(Ids(list("", "reader@a")), ElementsAre("up"));
  EXPECT_THAT(Ids(list("organisation: 'organisations/province'")), ElementsAre("second", "first"));
  EXPECT_THAT(Ids(list(StrCat("paper: '", kDocument, "'"))), ElementsAre("second", "first"));
  EXPECT_THAT(Ids(list(StrCat("paper: '", kCommuneRevision, "'"))), ElementsAre("up"));
  EXPECT_THAT(Ids(list("filter: 'purpose=FOR_INFORMATION AND title:\"thong bao\"'")), ElementsAre("second"));
  const auto first = list("page_size: 2");
  EXPECT_THAT(Ids(list(StrCat("page_size: 2 page_token: '", first->next_page_token(), "'"))), ElementsAre("first"));
  EXPECT_EQ(first->transmissions(0).papers_size() + first->transmissions(0).delivery_count(), 0) << "lists are lean";
  EXPECT_THAT(list("filter: 'sender=x'"), StatusIs(kInvalid, "FILTER_INVALID"));
  EXPECT_THAT(list("page_size: -1"), StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST_F(Transmissions, ReachFiveHundredOrNobody) {
  std::vector<std::string> communes;
  for (int i = 0; i < 500; ++i) communes.push_back(StrCat("xa-", i));
  std::vector<std::string> with_ended = communes;
  with_ended.back() = "ended";
  scene.service().organisations().End("organisations/ended", absl::CivilDay(2025, 6, 1), "");
  EXPECT_THAT(Send("hd-05", with_ended), StatusIs(kFailed, "ORGANISATION_CLOSED"));
  EXPECT_THAT(List("", "administrator@province"), IsEmpty());
  ASSERT_OK_AND_ASSIGN(const auto sent,
                       Send("hd-05", communes, StrCat("transmission { ", Day("due_date", 6, 20), "}")));
  EXPECT_EQ(sent.delivery_count(), 500);
  EXPECT_THAT(List("", "reader@xa-499"), ElementsAre("hd-05/deliveries/xa-499"));
  ASSERT_THAT(Receive("hd-05", "xa-7"), IsOk());
  EXPECT_EQ(List("filter: 'state=SENT' page_size: 1000", "reader@province", "transmissions/hd-05").size(), 499u);
  EXPECT_THAT(List("filter: 'state=RECEIVED' sender: 'organisations/province'", "reader@province"),
              ElementsAre("hd-05/deliveries/xa-7"));
}

TEST_F(Transmissions, AreReadByWhoGoesOnForTheReceiver) {
  ASSERT_THAT(Send("hd-05", {"b"}), IsOk());
  scene.service().organisations().End("organisations/b", absl::CivilDay(2025, 6, 1), "organisations/c");
  EXPECT_THAT(Send("hd-06", {"b"}), StatusIs(kFailed, "ORGANISATION_CLOSED"));
  EXPECT_THAT(List("organisation: 'organisations/c'", "reader@c"), ElementsAre("hd-05/deliveries/b"));
  EXPECT_THAT(scene.Call(&Drafting::GetRevision, StrCat("name: '", kRevision, "'"), "reader@c"), IsOk());
  EXPECT_THAT(scene.CallAs("chi", &Sending::ReceiveDelivery, Name("hd-05", "b"), "clerk@c"), IsOk());
  EXPECT_THAT(scene.CallAs("chi", &Sending::ReceiveDelivery, Name("hd-05", "b"), "clerk@b"),
              StatusIs(kDenied, "PERMISSION_MISSING"));
}

}  // namespace
}  // namespace congress::drafting

// What becomes of a delivery, at either end.
#include "congress/events/v1/event_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "services/drafting/testing/transmissions.h"

namespace congress::drafting {
namespace {

using support::IsOk;
using support::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Deliveries = TransmissionTest;

TEST_F(Deliveries, AreReceivedByOtherPeopleThanWhoSentThem) {
  ASSERT_THAT(Send("hd-05", {"a"}), IsOk());
  const std::string named = Name("hd-05", "a");
  const auto receive = [&](const std::string& who, const std::string& binding, const std::string& more = "") {
    return scene.CallAs(who, &Sending::ReceiveDelivery, StrCat(named, more), binding);
  };
  EXPECT_THAT(receive("an", "clerk@province"), StatusIs(kDenied, "SAME_PERSON"));
  EXPECT_THAT(scene.CallNameless(&Sending::ReceiveDelivery, named), StatusIs(kDenied, "PERSON_UNKNOWN"));
  EXPECT_THAT(receive("chi", "reader@a"), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(receive("chi", "clerk@b"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&Sending::ReceiveDelivery, "name: 'x'"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(Receive("hd-05", "a", "etag: '999'"), StatusIs(kAborted, "ETAG_MISMATCH"));
  ASSERT_OK_AND_ASSIGN(const auto received, Receive("hd-05", "a", "note: 'Đã nhận đủ'"));
  EXPECT_EQ(received.state(), v1::Delivery::RECEIVED);
  EXPECT_EQ(received.receive_date().day(), 16);
  EXPECT_EQ(received.acts(0).note(), "Đã nhận đủ");
  const auto again = Receive("hd-05", "a");
  EXPECT_EQ(again->acts_size(), 1) << "a repeated call changes nothing";
  EXPECT_EQ(again->etag(), received.etag());
  // By mistake.
  EXPECT_THAT(Reopen("hd-05", "a", "clerk@a", ""), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(Reopen("hd-05", "a", "clerk@a", "reason: 'Nhầm' etag: '999'"), StatusIs(kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(Reopen("hd-05", "b", "clerk@b"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&Sending::ReopenDelivery, StrCat(named, "reason: 'x'")), StatusIs(kDenied, "SAME_PERSON"));
  EXPECT_THAT(scene.CallNameless(&Sending::ReopenDelivery, StrCat(named, "reason: 'x'")),
              StatusIs(kDenied, "PERSON_UNKNOWN"));
  ASSERT_OK_AND_ASSIGN(const auto open, Reopen("hd-05", "a", "clerk@a"));
  EXPECT_EQ(open.state(), v1::Delivery::SENT);
  EXPECT_FALSE(open.has_receive_date());
  EXPECT_EQ(open.acts_size(), 2);
  EXPECT_THAT(Reopen("hd-05", "a", "clerk@a"), StatusIs(kFailed, "DELIVERY_UNANSWERED"));
  EXPECT_THAT(Withdraw("hd-05", "a", ""), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(Withdraw("hd-05", "z"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Withdraw("hd-05", "a", "reason: 'x' etag: '999'"), StatusIs(kAborted, "ETAG_MISMATCH"));
  ASSERT_THAT(Withdraw("hd-05", "a"), IsOk());
  EXPECT_THAT(Withdraw("hd-05", "a"), IsOk());
  EXPECT_THAT(Receive("hd-05", "a"), StatusIs(kFailed, "DELIVERY_WITHDRAWN"));
  EXPECT_THAT(Answer("hd-05", "a", "RETURNED text: 'x'"), StatusIs(kFailed, "DELIVERY_WITHDRAWN"));
  EXPECT_THAT(Record("hd-05", "a", Day("receive_date", 6, 16)), StatusIs(kFailed, "DELIVERY_WITHDRAWN"));
  EXPECT_THAT(Reopen("hd-05", "a", "clerk@a"), StatusIs(kFailed, "DELIVERY_WITHDRAWN"));
}

TEST_F(Deliveries, AreAnsweredAndAnsweredAnew) {
  ASSERT_THAT(SendUp("up"), IsOk());
  const std::string named = Name("up", "province");
  EXPECT_THAT(scene.Call(&Sending::AnswerDelivery, StrCat(named, "answer { decision: APPROVED }")),
              StatusIs(kDenied, "SAME_PERSON"));
  EXPECT_THAT(scene.CallNameless(&Sending::AnswerDelivery, StrCat(named, "answer { decision: APPROVED }")),
              StatusIs(kDenied, "PERSON_UNKNOWN"));
  EXPECT_THAT(
      scene.CallAs("binh", &Sending::AnswerDelivery, StrCat(named, "answer { decision: APPROVED }"), "clerk@province"),
      StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(Answer("none", "province", "APPROVED"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Answer("up", "province", "RETURNED"), StatusIs(kInvalid, "FIELDS_INVALID")) << "says nothing";
  EXPECT_THAT(Answer("up", "province", StrCat("APPROVED ", Day("date", 6, 17))), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(Answer("up", "province", StrCat("APPROVED ", Day("date", 6, 15))), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(Answer("up", "province", "APPROVED", "etag: '999'"), StatusIs(kAborted, "ETAG_MISMATCH"));
  ASSERT_OK_AND_ASSIGN(const auto returned, Answer("up", "province", "RETURNED text: 'Bổ sung số liệu'"));
  EXPECT_EQ(returned.state(), v1::Delivery::RETURNED);
  EXPECT_EQ(returned.receive_date().day(), 16) << "it counts as received by that";
  EXPECT_EQ(returned.answer().date().day(), 16);
  EXPECT_THAT(Answer("up", "province", "APPROVED"), StatusIs(kInvalid, "FIELDS_INVALID")) << "a reason is wanted";
  ASSERT_OK_AND_ASSIGN(const auto approved, Answer("up", "province", "APPROVED", "reason: 'Đã bổ sung'"));
  EXPECT_EQ(approved.state(), v1::Delivery::APPROVED);
  EXPECT_EQ(approved.acts(0).answer().text(), "Bổ sung số liệu");
  EXPECT_THAT(scene.Call(&Sending::WithdrawDelivery, StrCat(named, "reason: 'x'"), "clerk@a"),
              StatusIs(kFailed, "DELIVERY_ANSWERED"));
  EXPECT_THAT(Reopen("up", "province", "clerk@province"), StatusIs(kDenied, "PERMISSION_MISSING"));
  ASSERT_OK_AND_ASSIGN(const auto open, Reopen("up", "province", "secretary@province"));
  EXPECT_EQ(open.state(), v1::Delivery::RECEIVED);
  EXPECT_FALSE(open.has_answer());
  EXPECT_EQ(open.acts_size(), 3);
  ASSERT_THAT(Send("hd-05", {"a"}), IsOk());
  EXPECT_THAT(Answer("hd-05", "a", "APPROVED"), StatusIs(kFailed, "NO_APPROVAL_ASKED"));
  EXPECT_THAT(Answer("hd-05", "a", "RETURNED text: 'Gửi nhầm nơi'"), IsOk()) << "whatever it was sent for";
}

TEST_F(Deliveries, TakeNumberAndDateFromThePaperOfTheAnswer) {
  ASSERT_THAT(scene.Call(&Register::CreateNumberSeries,
                         "number_series_id: 'qd' number_series { organisation: 'organisations/province' issuer: 'Tỉnh "
                         "ủy' issuer_symbol: 'TU' term: '2025-2030' document_type: 'QĐ' }"),
              IsOk());
  for (const char* intention : {"one", "two"}) {
    ASSERT_THAT(
        scene.Call(&Register::ReserveNumber,
                   StrCat("parent: 'numberSeries/qd' number_entry { title: 'x' intention: 'papers/", intention, "' }")),
        IsOk());
  }
  const std::string paper = "paper: 'numberSeries/qd/entries/000001' ";
  ASSERT_THAT(scene.Call(&Register::AssignNumber,
                         StrCat("name: 'numberSeries/qd/entries/000001' ", Day("document_date", 6, 16))),
              IsOk());
  ASSERT_THAT(SendUp("up", "", {"province", "centre"}), IsOk());
  EXPECT_THAT(Answer("up", "province", "APPROVED paper: 'numberSeries/qd/entries/000009'"),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Answer("up", "province", "APPROVED paper: 'numberSeries/qd/entries/000002'"),
              StatusIs(kFailed, "NUMBER_NOT_ASSIGNED"));
  EXPECT_THAT(Answer("up", "province", StrCat("APPROVED number: '01-QĐ/TU' ", paper)),
              StatusIs(kInvalid, "FIELDS_INVALID"));
  const std::string admin = "administrator@province";
  EXPECT_THAT(scene.CallAs("binh", &Sending::AnswerDelivery,
                           StrCat(Name("up", "centre"), "answer { decision: APPROVED ", paper, "}"), admin),
              StatusIs(kFailed, "PAPER_NOT_OWN"))
      << "the province's number is no paper of the centre";
  ASSERT_OK_AND_ASSIGN(const auto approved, Answer("up", "province", StrCat("APPROVED ", paper)));
  EXPECT_EQ(approved.answer().number(), "01-QĐ/TU");
  EXPECT_EQ(approved.answer().date().day(), 16);
  EXPECT_EQ(Get("up", "province", "reader@a")->answer().number(), "01-QĐ/TU");
  // The commune's own number answers nothing for the province, and the province's is not the commune's.
  const auto record = [&](const std::string& more) {
    return scene.CallAs("chi", &Sending::RecordDelivery,
                        StrCat(Name("up", "centre"), "answer { decision: APPROVED ", more, " }"), admin);
  };
  EXPECT_THAT(record(paper), StatusIs(kFailed, "PAPER_NOT_OWN"));
  EXPECT_THAT(record("paper: 'numberSeries/qd/entries/000002'"), StatusIs(kFailed, "NUMBER_NOT_ASSIGNED"));
  EXPECT_THAT(record("paper: 'incomingPapers/none'"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  ASSERT_THAT(scene.Call(&Register::CreateNumberSeries,
                         "number_series_id: 'xa' number_series { organisation: 'organisations/b' issuer: 'Đảng ủy xã' "
                         "issuer_symbol: 'ĐU' term: '2025-2030' document_type: 'QĐ' }"),
              IsOk());
  ASSERT_THAT(scene.Call(&Register::ReserveNumber,
                         "parent: 'numberSeries/xa' number_entry { title: 'x' intention: 'papers/y' }"),
              IsOk());
  ASSERT_THAT(scene.Call(&Register::AssignNumber,
                         StrCat("name: 'numberSeries/xa/entries/000001' ", Day("document_date", 6, 16))),
              IsOk());
  ASSERT_THAT(Send("hd-05", {"a"}), IsOk());
  EXPECT_THAT(scene.CallAs("binh", &Sending::AnswerDelivery,
                           StrCat(Name("hd-05", "a"),
                                  "answer { decision: RETURNED text: 'x' paper: 'numberSeries/xa/entries/000001' }"),
                           admin),
              StatusIs(kFailed, "PAPER_NOT_OWN"));
}

TEST_F(Deliveries, AreRecordedForThoseWithoutTheSoftware) {
  ASSERT_THAT(Send("tw", {"centre"}, "transmission { purpose: FOR_APPROVAL }"), IsOk());
  ASSERT_THAT(Send("hd-05", {"a"}), IsOk());
  scene.SetDay(5);
  const std::string day = Day("receive_date", 6, 21);
  const auto dated = [](int date) {
    return StrCat("answer { decision: APPROVED number: '127-QĐ/TW' ", Day("date", 6, date),
                  "} reason: 'Công văn đến' ");
  };
  const std::string answer = dated(18);
  EXPECT_THAT(Record("none", "a", day), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Record("tw", "centre", ""), StatusIs(kInvalid, "FIELDS_INVALID"));
  for (const int wrong : {15, 22}) {
    EXPECT_THAT(Record("tw", "centre", Day("receive_date", 6, wrong)), StatusIs(kInvalid, "FIELDS_INVALID")) << wrong;
    EXPECT_THAT(Record("tw", "centre", dated(wrong)), StatusIs(kInvalid, "FIELDS_INVALID")) << wrong;
  }
  EXPECT_THAT(Record("tw", "centre", "answer { decision: APPROVED }"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(Record("tw", "centre", StrCat(day, "etag: '999'")), StatusIs(kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(Record("tw", "centre", answer, "an"), StatusIs(kDenied, "SAME_PERSON"));
  EXPECT_THAT(scene.CallNameless(&Sending::RecordDelivery, StrCat(Name("tw", "centre"), answer)),
              StatusIs(kDenied, "PERSON_UNKNOWN"));
  EXPECT_THAT(scene.CallAs("chi", &Sending::RecordDelivery, StrCat(Name("hd-05", "a"), day), "clerk@a"),
              StatusIs(kDenied, "PERMISSION_MISSING"));
  // Who sent it may say that it arrived, but not what was answered.
  ASSERT_OK_AND_ASSIGN(const auto received, Record("tw", "centre", day, "an"));
  EXPECT_TRUE(received.entered_by_sender());
  EXPECT_THAT(Record("tw", "centre", Day("receive_date", 6, 16)), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_EQ(Record("tw", "centre", StrCat(Day("receive_date", 6, 16), "reason: 'Ghi nhầm ngày'"))->receive_date().day(),
            16);
  ASSERT_OK_AND_ASSIGN(const auto approved, Record("tw", "centre", answer));
  EXPECT_EQ(approved.state(), v1::Delivery::APPROVED);
  EXPECT_TRUE(approved.entered_by_sender());
  EXPECT_TRUE(approved.acts(2).entered_by_sender());
  const auto counted = scene.Call(&Sending::GetTransmission, "name: 'transmissions/tw'");
  EXPECT_EQ(counted->approved_count(), 1);
  EXPECT_EQ(counted->recorded_count(), 1) << "an approval that the sender entered does not look as one that was given";
  // The receiver takes its own answer's place, and needs no reason for it.
  ASSERT_OK_AND_ASSIGN(const auto own, Answer("tw", "centre", "RETURNED text: 'Chưa duyệt'"));
  EXPECT_FALSE(own.entered_by_sender());
  EXPECT_THAT(Record("tw", "centre", answer), StatusIs(kFailed, "RECEIVER_HAS_ACTED"));
  // Communes answer themselves; that paper came back may be entered for none of them.
  EXPECT_THAT(Record("hd-05", "a", answer), StatusIs(kFailed, "RECEIVER_ANSWERS_ITSELF"));
  ASSERT_THAT(Send("tw-2", {"centre"}), IsOk());
  EXPECT_THAT(Record("tw-2", "centre", answer), StatusIs(kFailed, "NO_APPROVAL_ASKED"));
  ASSERT_THAT(Record("hd-05", "a", day), IsOk());
  EXPECT_EQ(Reopen("hd-05", "a", "clerk@province")->state(), v1::Delivery::SENT) << "by who entered it";
  ASSERT_THAT(Record("hd-05", "a", day), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto confirmed, Receive("hd-05", "a"));
  EXPECT_FALSE(confirmed.entered_by_sender());
  EXPECT_THAT(Reopen("hd-05", "a", "clerk@b"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
}

TEST_F(Deliveries, SayWhoseAccountActedForTheReceiver) {
  ASSERT_THAT(Send("hd-05", {"a", "b"}), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto received,
                       scene.CallAs("binh", &Sending::ReceiveDelivery, Name("hd-05", "a"), "clerk@province"));
  EXPECT_EQ(received.entered_by(), "organisations/province");
  EXPECT_EQ(received.acts(0).entered_by(), "organisations/province");
  EXPECT_EQ(Receive("hd-05", "b")->entered_by(), "") << "its own account";
  EXPECT_EQ(Get("hd-05", "a", "reader@a")->entered_by(), "organisations/province") << "at the receiver's end";
  ASSERT_OK_AND_ASSIGN(const auto sent,
                       scene.Call(&Sending::ListDeliveries, "parent: 'transmissions/hd-05'", "reader@province"));
  ASSERT_EQ(sent.deliveries_size(), 2);
  EXPECT_EQ(sent.deliveries(0).entered_by(), "organisations/province") << "at the sender's";
  EXPECT_EQ(scene.Call(&Sending::GetTransmission, "name: 'transmissions/hd-05'")->recorded_count(), 1);
  // The commune's own word takes its place.
  ASSERT_OK_AND_ASSIGN(const auto own, Answer("hd-05", "a", "RETURNED text: 'Gửi nhầm'"));
  EXPECT_EQ(own.entered_by(), "");
  ASSERT_OK_AND_ASSIGN(const auto other, scene.CallAs("binh", &Sending::AnswerDelivery,
                                                      StrCat(Name("hd-05", "a"),
                                                             "answer { decision: RETURNED text: 'Trả' } reason: 'Hộ'"),
                                                      "secretary@province"));
  EXPECT_EQ(other.entered_by(), "organisations/province");
  EXPECT_EQ(other.acts(1).entered_by(), "");
  EXPECT_EQ(other.acts(2).entered_by(), "organisations/province");
  ASSERT_THAT(Reopen("hd-05", "b", "clerk@b"), IsOk());
  EXPECT_EQ(Get("hd-05", "b")->entered_by(), "");
}

// What the province enters for a commune holds until the commune speaks itself.
TEST_F(Deliveries, WhatTheReceiverDoesTakesThePlaceOfWhatWasEnteredForIt) {
  ASSERT_THAT(Send("hd-05", {"a", "b"}), IsOk());
  const auto enter = [&](const std::string& who, const std::string& more = "") {
    return scene.CallAs(who, &Sending::ReceiveDelivery, StrCat(Name("hd-05", "a"), more), "clerk@province");
  };
  const auto count = [&] {
    return scene.Call(&Sending::GetTransmission, "name: 'transmissions/hd-05'")->recorded_count();
  };
  ASSERT_THAT(enter("binh"), IsOk());
  EXPECT_EQ(enter("dung", "note: 'Lần nữa'")->acts_size(), 1) << "another account of the province has nothing to add";
  scene.SetDay(2);
  ASSERT_OK_AND_ASSIGN(const auto received, Receive("hd-05", "a", "note: 'Đã nhận đủ'"));
  EXPECT_EQ(received.entered_by(), "");
  ASSERT_EQ(received.acts_size(), 2);
  EXPECT_EQ(received.acts(1).note(), "Đã nhận đủ");
  EXPECT_EQ(received.receive_date().day(), 16) << "it was received on the day that was entered";
  EXPECT_EQ(count(), 0);
  EXPECT_EQ(Receive("hd-05", "a")->acts_size(), 2);
  // An answer that was entered for it is replaced without a reason; its own is not.
  ASSERT_THAT(
      scene.CallAs("binh", &Sending::AnswerDelivery,
                   StrCat(Name("hd-05", "b"), "answer { decision: RETURNED text: 'Trả' }"), "secretary@province"),
      IsOk());
  EXPECT_EQ(count(), 1);
  ASSERT_OK_AND_ASSIGN(const auto own, Answer("hd-05", "b", "RETURNED text: 'Gửi nhầm'"));
  EXPECT_EQ(own.entered_by(), "");
  EXPECT_EQ(own.answer().text(), "Gửi nhầm");
  EXPECT_EQ(count(), 0);
  EXPECT_THAT(Answer("hd-05", "b", "RETURNED text: 'x'"), StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST_F(Deliveries, AreListedForEachEnd) {
  ASSERT_THAT(Send("hd-05", {"a", "b"}, StrCat("transmission { ", Day("due_date", 6, 16), "}")), IsOk());
  scene.SetDay(1);
  ASSERT_THAT(SendUp("up"), IsOk());
  ASSERT_THAT(Send("hd-06", {"a"}, "transmission { purpose: FOR_INFORMATION title: 'Thông báo' }"), IsOk());
  EXPECT_THAT(List("", "reader@a"), ElementsAre("hd-06/deliveries/a", "hd-05/deliveries/a"));
  EXPECT_THAT(List("", "reader@province"),
              ElementsAre("hd-06/deliveries/a", "up/deliveries/province", "hd-05/deliveries/a", "hd-05/deliveries/b"));
  EXPECT_THAT(List("sender: 'organisations/a'", "reader@a"), ElementsAre("up/deliveries/province"));
  EXPECT_THAT(List("sender: 'organisations/province'", "reader@b"), ElementsAre("hd-05/deliveries/b"));
  EXPECT_THAT(List("organisation: 'organisations/b'", "reader@province"), ElementsAre("hd-05/deliveries/b"));
  EXPECT_THAT(List("unanswered: true", "reader@province"), ElementsAre("up/deliveries/province"));
  EXPECT_THAT(List("overdue: true", "reader@a"), ElementsAre("hd-05/deliveries/a"));
  EXPECT_THAT(List(StrCat("overdue: true ", Day("as_of", 6, 16)), "reader@a"), IsEmpty());
  EXPECT_THAT(List("filter: 'purpose=FOR_INFORMATION AND title:\"thong bao\" AND send_date>=2025-06-17'", "reader@a"),
              ElementsAre("hd-06/deliveries/a"));
  EXPECT_THAT(List("", "reader@b", "transmissions/hd-05"), ElementsAre("hd-05/deliveries/b"));
  EXPECT_THAT(List("", "reader@province", "transmissions/hd-05"),
              ElementsAre("hd-05/deliveries/a", "hd-05/deliveries/b"));
  EXPECT_THAT(List("", "administrator@z", "transmissions/hd-05"), IsEmpty());
  EXPECT_THAT(List("", "reader@province", "transmissions/none"), IsEmpty());
  const auto list = [&](const std::string& more) {
    return scene.Call(&Sending::ListDeliveries, StrCat("parent: 'transmissions/-' ", more), "reader@a");
  };
  EXPECT_EQ(list("overdue: true")->deliveries(0).days_overdue(), 1);
  EXPECT_EQ(list("")->deliveries(0).etag(), Get("hd-06", "a")->etag());
  EXPECT_THAT(list("filter: 'papers=x'"), StatusIs(kInvalid, "FILTER_INVALID"));
  EXPECT_THAT(list("page_size: -1"), StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST_F(Deliveries, ForgetNothingThatWasDone) {
  const std::string day = Day("receive_date", 6, 16);
  for (const char* id : {"sent", "received", "taken"}) ASSERT_THAT(Send(id, {"a"}), IsOk());
  for (int i = 0; i < 50; ++i) {
    ASSERT_THAT(Receive("sent", "a"), IsOk());
    ASSERT_THAT(Reopen("sent", "a", "clerk@a"), IsOk());
  }
  EXPECT_THAT(Receive("sent", "a"), StatusIs(kFailed, "DELIVERY_ACTS_MANY"));
  EXPECT_THAT(Answer("sent", "a", "RETURNED text: 'x'"), StatusIs(kFailed, "DELIVERY_ACTS_MANY"));
  EXPECT_THAT(Record("sent", "a", day), StatusIs(kFailed, "DELIVERY_ACTS_MANY"));
  EXPECT_THAT(Withdraw("sent", "a"), StatusIs(kFailed, "DELIVERY_ACTS_MANY"));
  EXPECT_THAT(scene.Call(&Sending::WithdrawTransmission, "name: 'transmissions/sent' reason: 'x'"),
              StatusIs(kFailed, "DELIVERY_ACTS_MANY"));
  for (int i = 0; i < 99; ++i) {
    ASSERT_THAT(Record("received", "a", StrCat(day, "reason: 'x'")), IsOk());
    ASSERT_THAT(Record("taken", "a", StrCat(day, "reason: 'x'")), IsOk());
  }
  ASSERT_THAT(Record("received", "a", StrCat(day, "reason: 'x'")), IsOk());
  EXPECT_THAT(Reopen("received", "a", "clerk@province"), StatusIs(kFailed, "DELIVERY_ACTS_MANY"));
  ASSERT_THAT(Withdraw("taken", "a"), IsOk());
  EXPECT_THAT(scene.Call(&Sending::BatchCreateDeliveries, StrCat("parent: 'transmissions/taken' ", Receivers({"a"}))),
              StatusIs(kFailed, "DELIVERY_ACTS_MANY"));
}

TEST_F(Deliveries, TellBothEndsOfEachChange) {
  const auto stub = events::v1::EventService::NewStub(scene.service().channel());
  events::v1::WatchRequest request;
  request.set_parent("services/drafting");
  request.add_kinds("deliveries");
  for (const char* binding : {"reader@a", "reader@province"}) {
    const auto context = scene.service().As("watcher", {binding});
    const auto reader = stub->Watch(context.get(), request);
    events::v1::WatchResponse told;
    ASSERT_TRUE(reader->Read(&told));
    ASSERT_THAT(Send(StrCat("to-", std::string(binding).substr(7)), {"a"}), IsOk());
    ASSERT_TRUE(reader->Read(&told));
    context->TryCancel();
    EXPECT_EQ(told.events(0).name(), StrCat("transmissions/to-", std::string(binding).substr(7), "/deliveries/a"));
  }
}

}  // namespace
}  // namespace congress::drafting

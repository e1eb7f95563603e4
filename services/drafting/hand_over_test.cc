// Papers that are handed over for good, as files that a receiver judges.
#include "services/drafting/domain/hand_over.h"

#include "congress/drafting/v1/hand_over_service.grpc.pb.h"
#include "platform/bundle/read.h"
#include "platform/bundle/receipt.h"
#include "services/drafting/testing/issuing_scene.h"
#include "tests/support/process.h"

namespace congress::drafting {
namespace {

using support::IsOk;
using support::MetadataIn;
using support::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using HandOvers = v1::HandOverService::StubInterface;
using congress::bundle::Reader;

class HandOverTest : public IssuingTest {
 protected:
  HandOverTest() : stub_(v1::HandOverService::NewStub(scene.service().channel())) {
    scene.SetDay(0);
    scene.MakeDocument();
    scene.MakeRound();
    EXPECT_THAT(scene.Give("a", "tasks"), IsOk());
    EXPECT_THAT(Reserve("a"), IsOk());
    EXPECT_THAT(Publish("b"), IsOk());
  }

  template <class Request, class Response>
  absl::StatusOr<Response> Call(rpc::UnaryMethod<HandOvers, Request, Response> method, const std::string& text,
                                const std::string& who = "an", const std::string& binding = "administrator@province") {
    return rpc::Invoke(*stub_, method, scene.service().As(who, {binding}), Parse<Request>(text));
  }
  absl::StatusOr<operations::v1::Operation> Start(const std::string& id, const std::string& more = "") {
    return Call(&HandOvers::StartHandOver,
                StrCat("hand_over_id: '", id,
                       "' hand_over { organisation: 'organisations/province' receiver_name: 'Kho lưu trữ lịch sử' "
                       "title: 'Tài liệu Đại hội XX' resources: '",
                       kDocument, "' resources: 'numberSeries/qd' ", more, " }"));
  }
  absl::StatusOr<v1::HandOver> Get(const std::string& id = "dh", const std::string& binding = "reader@province") {
    return Call(&HandOvers::GetHandOver, StrCat("name: 'handOvers/", id, "'"), "an", binding);
  }
  // One that is ready.
  v1::HandOver Made(const std::string& id = "dh", const std::string& more = "") {
    EXPECT_THAT(Start(id, more), IsOk());
    EXPECT_TRUE(support::Eventually([&] {
      const auto made = Get(id);
      return made.ok() && made->state() != v1::HandOver::COLLECTING;
    }));
    return Get(id).value_or(v1::HandOver());
  }
  absl::StatusOr<std::string> Fetch(const std::string& id = "dh", const std::string& more = "",
                                    const std::string& binding = "administrator@province") {
    const auto context = scene.service().As("an", {binding});
    const auto reader = stub_->DownloadHandOver(
        context.get(), Parse<v1::DownloadHandOverRequest>(StrCat("name: 'handOvers/", id, "' ", more)));
    std::string bytes;
    v1::DownloadHandOverResponse piece;
    while (reader->Read(&piece)) bytes += piece.data();
    RETURN_IF_ERROR(rpc::FromGrpc(reader->Finish()));
    return bytes;
  }
  absl::StatusOr<v1::HandOver> Confirm(const std::string& more, const std::string& who = "binh",
                                       const std::string& binding = "administrator@province") {
    return Call(&HandOvers::ConfirmHandOver, StrCat("name: 'handOvers/dh' ", more), who, binding);
  }
  static std::string Paper(const std::string& more = "") {
    return StrCat("receipt { received_by: 'Trần Thị B' ", Day("receive_date", 6, 16), more, " } ");
  }

  std::unique_ptr<HandOvers> stub_;
};

TEST_F(HandOverTest, HasEveryTextTheOpinionsAndTheRegisterAndIsWhole) {
  const v1::HandOver made = Made();
  ASSERT_EQ(made.state(), v1::HandOver::READY);
  std::vector<std::string> names;
  for (const auto& file : made.manifest().files()) names.push_back(file.name());
  EXPECT_THAT(names, ElementsAre("Danh mục.csv", "Sổ văn bản/02 QĐ-TU 2025-2030.csv",
                                 "Văn bản ban hành/02 QĐ-TU 2025-2030/02-QĐ-TU về việc thành lập Tổ giúp việc.docx",
                                 "Văn bản ban hành/02 QĐ-TU 2025-2030/02-QĐ-TU về việc thành lập Tổ giúp việc.pdf",
                                 "Văn kiện/01 Báo cáo/01 Bản sau cùng.docx", "Văn kiện/01 Báo cáo/01 Bản sau cùng.pdf",
                                 "Văn kiện/01 Báo cáo/02 Ý kiến góp ý - Cấp xã.pdf"));
  EXPECT_EQ(made.file_count(), 7);
  ASSERT_OK_AND_ASSIGN(const std::string zip, Fetch());
  EXPECT_EQ(static_cast<int64_t>(zip.size()), made.size_bytes());
  EXPECT_EQ(*Fetch(), zip) << "the same bytes every time";
  EXPECT_EQ(*Fetch("dh", "offset: 1000"), zip.substr(1000));
  EXPECT_EQ(*Fetch("dh", StrCat("offset: ", zip.size())), "");

  ASSERT_OK_AND_ASSIGN(Reader reader, Reader::Open(congress::bundle::InMemory(zip)));
  auth::Verifier senders;
  ASSERT_THAT(senders.Trust(scene.service().signer().issuer(), scene.service().signer().public_pem()), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto findings, reader.Verify(senders));
  EXPECT_EQ(findings.size(), 0U);
  const auto read = [&](int place) {
    std::string bytes;
    EXPECT_THAT(reader.Read(made.manifest().files(place),
                            [&](std::string_view piece) {
                              bytes += piece;
                              return absl::OkStatus();
                            }),
                IsOk());
    return bytes;
  };
  EXPECT_THAT(read(0), HasSubstr("Văn kiện/01 Báo cáo/01 Bản sau cùng.pdf,,Báo cáo - Bản sau cùng,"));
  EXPECT_THAT(read(1), HasSubstr("Thành lập tổ"));
  for (const int pdf : {3, 5, 6}) EXPECT_THAT(read(pdf), ::testing::StartsWith("%PDF-"));
}

TEST(FileNameOf, EndsWithAWord) {
  const std::string title = "02-QĐ-TU về việc thành lập Tổ giúp việc Tiểu ban Văn kiện";
  EXPECT_EQ(FileNameOf("02-QĐ/TU về việc thành lập Tổ giúp việc Tiểu ban Văn kiện Đại hội"), title);
  EXPECT_EQ(FileNameOf(title), title);
  EXPECT_EQ(FileNameOf(StrCat(title, ", Đại hội đại biểu Đảng bộ tỉnh")), title);
  const std::string word = FileNameOf(StrCat("x", std::string(38, 'x'), "ữữữữữữữữữữữữữữữữữữữữ"));
  EXPECT_LE(word.size(), 80U);
  EXPECT_TRUE(word.ends_with("ữ")) << "a whole letter";
  EXPECT_EQ(FileNameOf("..."), "_");
}

TEST_F(HandOverTest, TellsHowFarItIsAndNotThatNothingIsDone) {
  ASSERT_OK_AND_ASSIGN(const auto begun, Start("dh"));
  operations::v1::Operation done;
  ASSERT_TRUE(support::Eventually([&] {
    EXPECT_THAT(scene.service().gate().Perform({}, "test",
                                               [&](rpc::Call& call) -> absl::Status {
                                                 ASSIGN_OR_RETURN(
                                                     done, operations::Operations::all().Load(call, begun.name()));
                                                 return absl::OkStatus();
                                               }),
                IsOk());
    return done.state() == operations::v1::Operation::DONE;
  }));
  EXPECT_EQ(done.progress().unit(), operations::v1::Progress::RECORDS);
  EXPECT_EQ(done.progress().done(), 2);
}

TEST_F(HandOverTest, IsConfirmedByWhoDidNotBeginIt) {
  Made();
  EXPECT_THAT(Confirm(Paper(), "an"), StatusIs(kDenied, "SAME_PERSON"));
  EXPECT_THAT(Confirm(""), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(Confirm(Paper("disputed: true")), StatusIs(kInvalid, "FIELDS_INVALID")) << "what is wrong?";
  EXPECT_THAT(Confirm(StrCat(Paper(), "receipt { receive_date { year: 2099 } }")),
              StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(Confirm(StrCat(Paper(), "etag: '999'")), StatusIs(kAborted, "ETAG_MISMATCH"));
  ASSERT_OK_AND_ASSIGN(const auto disputed, Confirm(Paper("disputed: true remarks: 'Thiếu bản ký'")));
  EXPECT_EQ(disputed.state(), v1::HandOver::DISPUTED);
  EXPECT_THAT(Confirm(Paper()), StatusIs(kInvalid, "FIELDS_INVALID")) << "why is the first replaced?";
  ASSERT_OK_AND_ASSIGN(const auto confirmed, Confirm(StrCat(Paper(), "reason: 'Đã bổ sung' ", kUuid)));
  EXPECT_EQ(confirmed.state(), v1::HandOver::CONFIRMED);
  EXPECT_EQ(Confirm(StrCat(Paper(), "reason: 'Đã bổ sung' ", kUuid))->SerializeAsString(),
            confirmed.SerializeAsString());
  ASSERT_EQ(confirmed.acts_size(), 4);
  EXPECT_EQ(confirmed.acts(2).receipt().remarks(), "Thiếu bản ký");
  EXPECT_THAT(Call(&HandOvers::WithdrawHandOver, "name: 'handOvers/dh' reason: 'x'"),
              StatusIs(kFailed, "HAND_OVER_CONFIRMED"));
  EXPECT_THAT(Start("dh-2", "replaces: 'handOvers/dh'"), StatusIs(kFailed, "HAND_OVER_CONFIRMED"));
}

TEST_F(HandOverTest, ASignedReceiptNamesItsKeyAndWhatWasWrong) {
  Made();
  ASSERT_OK_AND_ASSIGN(const std::string zip, Fetch());
  ASSERT_OK_AND_ASSIGN(const Reader reader, Reader::Open(congress::bundle::InMemory(zip)));
  const auth::Signer archive("luu-tru", *auth::GenerateKey());
  congress::bundle::v1::Receipt receipt;
  receipt.set_received_by("Trần Thị B");
  receipt.mutable_receive_time()->set_seconds(1750039200);
  congress::bundle::v1::Finding missing;
  missing.set_kind(congress::bundle::v1::Finding::MISSING);
  missing.set_name("Danh mục.csv");
  const auto sign = [&](const std::vector<congress::bundle::v1::Finding>& findings) {
    v1::ConfirmHandOverRequest request;
    request.set_name("handOvers/dh");
    request.set_receiver_key_pem(archive.public_pem());
    *request.mutable_signed_receipt() =
        congress::bundle::SignReceipt(receipt, reader.signed_manifest(), reader.manifest(), findings, archive);
    return request;
  };
  const auto confirm = [&](const v1::ConfirmHandOverRequest& request) {
    return rpc::Invoke(*stub_, &HandOvers::ConfirmHandOver, scene.service().As("binh", {"administrator@province"}),
                       request);
  };
  v1::ConfirmHandOverRequest altered = sign({});
  altered.mutable_signed_receipt()->mutable_receipt()->append(" ");
  EXPECT_THAT(confirm(altered), StatusIs(kInvalid, "RECEIPT_INVALID"));
  v1::ConfirmHandOverRequest keyless = sign({});
  keyless.clear_receiver_key_pem();
  EXPECT_THAT(confirm(keyless), StatusIs(kInvalid, "FIELDS_INVALID"));
  ASSERT_OK_AND_ASSIGN(const auto disputed, confirm(sign({missing})));
  EXPECT_EQ(disputed.state(), v1::HandOver::DISPUTED);
  EXPECT_EQ(disputed.receipt().findings(0).name(), "Danh mục.csv");
  EXPECT_EQ(disputed.receipt().key_sha256().size(), 64U);
  EXPECT_EQ(disputed.receipt().receive_date().day(), 16);
  v1::ConfirmHandOverRequest whole = sign({});
  whole.set_reason("Đã gửi lại");
  ASSERT_OK_AND_ASSIGN(const auto confirmed, confirm(whole));
  EXPECT_EQ(confirmed.state(), v1::HandOver::CONFIRMED);
}

TEST_F(HandOverTest, IsReadAtEitherEndAndNowhereElse) {
  Made("dh", "receiver: 'organisations/a' receiver_name: ''");
  EXPECT_EQ(Get("dh", "reader@a")->receiver_name(), Get()->receiver_name());
  EXPECT_NE(Get()->receiver_name(), "");
  EXPECT_THAT(Get("dh", "reader@b"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Fetch("dh", "", "administrator@a"), IsOk());
  EXPECT_THAT(Fetch("dh", "", "administrator@b"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  const auto list = [&](const std::string& binding, const std::string& more = "") {
    const auto listed = Call(&HandOvers::ListHandOvers, more, "an", binding);
    EXPECT_THAT(listed, IsOk());
    return listed.ok() ? listed->hand_overs_size() : -1;
  };
  EXPECT_EQ(list("reader@a"), 1);
  EXPECT_EQ(list("reader@b"), 0);
  EXPECT_EQ(list("reader@province", "state: CONFIRMED"), 0);
  EXPECT_EQ(list("reader@province", "receiver: 'organisations/a' state: READY"), 1);
  EXPECT_EQ(list("reader@province", "receiver: 'organisations/b'"), 0);
  EXPECT_THAT(Confirm(Paper(), "chi", "administrator@a"), IsOk()) << "its receiver confirms it as well";
  EXPECT_THAT(Call(&HandOvers::WithdrawHandOver, "name: 'handOvers/dh' reason: 'x'", "chi", "administrator@a"),
              StatusIs(kDenied, "PERMISSION_MISSING"));
}

TEST_F(HandOverTest, ACorrectedOneTakesThePlaceOfTheFirst) {
  Made();
  EXPECT_THAT(Start("dh"), StatusIs(kExists, "RESOURCE_EXISTS"));
  EXPECT_EQ(Made("dh-2", "replaces: 'handOvers/dh'").state(), v1::HandOver::READY);
  EXPECT_EQ(Get("dh")->state(), v1::HandOver::WITHDRAWN);
  EXPECT_THAT(Fetch("dh"), StatusIs(kFailed, "HAND_OVER_NOT_READY"));
  EXPECT_THAT(Start("dh-3", "replaces: 'handOvers/dh'"), StatusIs(kFailed, "HAND_OVER_NOT_READY"));
  EXPECT_THAT(Confirm(Paper()), StatusIs(kFailed, "HAND_OVER_NOT_READY"));
  const std::string withdraw = "name: 'handOvers/dh-2' reason: 'Nhầm'";
  ASSERT_OK_AND_ASSIGN(const auto once, Call(&HandOvers::WithdrawHandOver, withdraw));
  EXPECT_EQ(Call(&HandOvers::WithdrawHandOver, withdraw)->SerializeAsString(), once.SerializeAsString());
}

TEST_F(HandOverTest, RefusesWhatIsNotToBeHandedOver) {
  EXPECT_THAT(Start("x", StrCat("resources: '", kDocument, "'")), StatusIs(kInvalid, "FIELDS_INVALID")) << "twice";
  EXPECT_THAT(Start("x", "receiver_name: ''"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(Start("x", "resources: 'numberSeries/none'"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Start("x", "organisation: 'organisations/a'"), StatusIs(kFailed, "RESOURCE_OF_ANOTHER"));
  EXPECT_THAT(Get("x"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  const auto nameless = [&](auto method, const auto& request) {
    return rpc::Invoke(*stub_, method,
                       scene.service().As("nameless", {"administrator@province"}, annotations::v1::SENSITIVE,
                                          std::string_view()),
                       request)
        .status();
  };
  Made();
  const auto unknown = StatusIs(kDenied, "PERSON_UNKNOWN");
  EXPECT_THAT(nameless(&HandOvers::ConfirmHandOver,
                       Parse<v1::ConfirmHandOverRequest>(StrCat("name: 'handOvers/dh' ", Paper()))),
              unknown);
  EXPECT_THAT(nameless(&HandOvers::StartHandOver,
                       Parse<v1::StartHandOverRequest>("hand_over_id: 'y' hand_over { organisation: "
                                                       "'organisations/province' receiver_name: 'x' title: 'x' "
                                                       "resources: 'numberSeries/qd' }")),
              unknown);
}

TEST_F(HandOverTest, IsNotTakenBackWhileItIsMade) {
  const rpc::Repository<v1::HandOver> records{"drafting.handovers.read"};
  const auto put = [&](rpc::Call& call) {
    v1::HandOver making;
    making.set_name("handOvers/making");
    making.set_organisation("organisations/province");
    making.set_state(v1::HandOver::COLLECTING);
    records.PutNew(call, std::move(making));
    return absl::OkStatus();
  };
  ASSERT_THAT(scene.service().gate().Perform({}, "test", put), IsOk());
  EXPECT_THAT(Call(&HandOvers::WithdrawHandOver, "name: 'handOvers/making' reason: 'x'"),
              StatusIs(kFailed, "HAND_OVER_NOT_READY"));
}

TEST_F(HandOverTest, AFileThatWasLostIsTold) {
  Made();
  auto& store = scene.service().files().store();
  const auto files = store.List("", content::ContentStore::kMostListed);
  ASSERT_THAT(files, IsOk());
  for (const content::StoredContent& file : *files) ASSERT_THAT(store.Delete(file.id), IsOk());
  EXPECT_THAT(Fetch(), StatusIs(absl::StatusCode::kDataLoss, "CONTENT_CORRUPT"));
}

TEST(HandOversWithoutFiles, AreNotBegun) {
  support::ServiceFixture<v1::HandOverService> fixture(Service(), {}, /*keeps_files=*/false);
  const auto begun = fixture.Call(
      &HandOvers::StartHandOver,
      Parse<v1::StartHandOverRequest>("hand_over_id: 'x' hand_over { organisation: 'organisations/province' "
                                      "receiver_name: 'x' title: 'x' resources: 'numberSeries/qd' }"),
      fixture.service().As("an", {"administrator@province"}));
  EXPECT_THAT(begun, StatusIs(kFailed, "CONTENT_STORE_MISSING"));
}

}  // namespace
}  // namespace congress::drafting

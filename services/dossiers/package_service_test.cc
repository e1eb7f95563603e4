// Packages over their RPCs: what is in them, who answers, what is refused.
#include "congress/content/v1/content_service.grpc.pb.h"
#include "congress/dossiers/v1/alert_service.grpc.pb.h"
#include "congress/dossiers/v1/erasure_service.grpc.pb.h"
#include "congress/dossiers/v1/package_service.grpc.pb.h"
#include "congress/operations/v1/operation_service.grpc.pb.h"
#include "platform/bundle/read.h"
#include "platform/digest/sha256.h"
#include "services/dossiers/testing/fixture.h"

namespace congress::dossiers {
namespace {

using absl::CivilDay;
using absl::StatusCode;
using support::IsOk;
using support::Parse;
using support::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kPackage[] = "congresses/xx/packages/unit-16681-1";
constexpr char kReceiver[] = "secretary@unit-2";
constexpr char kLetter[] = "basis { decision_number: '9-CV/ĐU' decision_date { year: 2025 month: 6 day: 16 } } ";

class PackageServiceTest : public Fixture {
 protected:
  using Stub = v1::PackageService::StubInterface;

  // `d-1` of `p-1`, accepted, with a file for every paper.
  PackageServiceTest() {
    OpenOne();
    for (const char* item : {"application", "health-certificate", "political-conclusion", "comment-residence"}) {
      Upload(AttachFile(item));
    }
    SubmitAndAccept();
  }

  std::string AttachFile(std::string_view item) {
    bytes_ = StrCat("%PDF-1.7 ", item);
    v1::AttachComponentRequest request = NewPaper(item, CivilDay(2025, 6, 1));
    request.mutable_attachment()->mutable_document()->set_file_sha256(digest::Sha256(bytes_));
    request.mutable_attachment()->mutable_document()->set_file_size_bytes(static_cast<int64_t>(bytes_.size()));
    const auto paper = Call(&DossierStub::AttachComponent, request);
    EXPECT_THAT(paper, IsOk());
    return paper->name();
  }
  void Upload(const std::string& paper) {
    const auto stub = content::v1::ContentService::NewStub(service_.channel());
    const auto context = As(kClerk);
    content::v1::Content content;
    const auto writer = stub->UploadContent(context.get(), &content);
    content::v1::UploadContentRequest message;
    message.set_name(paper);
    message.set_media_type("application/pdf");
    message.set_data(bytes_);
    writer->Write(message);
    writer->WritesDone();
    EXPECT_THAT(rpc::FromGrpc(writer->Finish()), IsOk());
  }

  template <class Request, class Response>
  absl::StatusOr<Response> Do(rpc::UnaryMethod<Stub, Request, Response> method, const std::string& text,
                              Context context) {
    return rpc::Invoke(*packages_, method, std::move(context), Parse<Request>(text));
  }
  template <class Request, class Response>
  absl::StatusOr<Response> About(rpc::UnaryMethod<Stub, Request, Response> method, const std::string& text,
                                 Context context) {
    return Do(method, StrCat("name: '", kPackage, "' ", text), std::move(context));
  }
  static std::string New(const std::string& more = "", std::string_view id = "unit-16681-1") {
    return StrCat("parent: 'congresses/xx' package_id: '", id, "' package { organisation: '", sample::kUnit,
                  "' receiver: 'organisations/unit-2' title: 'Hồ sơ cấp ủy' items { dossier: '", kDossier, "' } ", more,
                  " } ");
  }
  absl::StatusOr<operations::v1::Operation> Create(const std::string& text, Context context = nullptr) {
    return Do(&Stub::CreatePackage, text, context == nullptr ? As(kClerk) : std::move(context));
  }
  operations::v1::Operation WaitFor(const std::string& operation) {
    const auto stub = operations::v1::OperationService::NewStub(service_.channel());
    operations::v1::WaitOperationRequest request;
    request.set_name(operation);
    const auto context = service_.Admin();
    const auto reader = stub->WaitOperation(context.get(), request);
    operations::v1::Operation seen;
    while (reader->Read(&seen)) {
    }
    EXPECT_THAT(rpc::FromGrpc(reader->Finish()), IsOk());
    return seen;
  }
  void Build(const std::string& text = New()) {
    const auto begun = Create(text);
    ASSERT_THAT(begun, IsOk());
    ASSERT_EQ(WaitFor(begun->name()).state(), operations::v1::Operation::DONE);
  }
  absl::StatusOr<v1::Package> Get(Context context = nullptr) {
    return About(&Stub::GetPackage, "", context == nullptr ? As(kOwner) : std::move(context));
  }
  absl::StatusOr<v1::Package> Send() { return About(&Stub::SendPackage, kLetter, As(kOwner)); }
  std::string Receipt(const std::string& day = "year: 2025 month: 6 day: 16") {
    return StrCat("receipt { received_by: 'Ban Tổ chức' receive_date { ", day, " } ", "manifest_sha256: '",
                  Get()->manifest_sha256(), "' } ");
  }
  // By an account of its own: who built or sent it has others.
  Context Receiver() { return service_.As("receiver", {kReceiver}); }
  Context Origin() { return service_.As("origin", {std::string(kOwner)}); }
  absl::StatusOr<v1::Package> Receive(Context context, const std::string& more = "") {
    return About(&Stub::ReceivePackage, Receipt() + more, std::move(context));
  }
  absl::StatusOr<std::string> Download(Context context, int64_t offset = 0) {
    v1::DownloadPackageRequest request;
    request.set_name(kPackage);
    request.set_offset(offset);
    const auto reader = packages_->DownloadPackage(context.get(), request);
    std::string zip;
    v1::DownloadPackageResponse piece;
    while (reader->Read(&piece)) zip += piece.data();
    RETURN_IF_ERROR(rpc::FromGrpc(reader->Finish()));
    return zip;
  }
  std::vector<v1::Package> Listed(Context context, const std::string& more = "") {
    const auto listed = Do(&Stub::ListPackages, StrCat("parent: 'congresses/xx' ", more), std::move(context));
    EXPECT_THAT(listed, IsOk());
    return {listed->packages().begin(), listed->packages().end()};
  }
  static auto NotNow(const char* reason) { return StatusIs(StatusCode::kFailedPrecondition, reason); }
  static auto Refused(const char* reason) { return StatusIs(StatusCode::kPermissionDenied, reason); }
  static auto Wrong() { return StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"); }

  std::string bytes_;
  std::unique_ptr<Stub> packages_ = v1::PackageService::NewStub(service_.channel());
};

TEST_F(PackageServiceTest, HoldsFormAndPapersOfEachDossier) {
  Build();
  ASSERT_OK_AND_ASSIGN(const v1::Package built, Get());
  EXPECT_EQ(built.state(), v1::Package::BUILT);
  EXPECT_EQ(built.file_count(), 5);
  EXPECT_FALSE(built.items(0).outdated());
  std::vector<std::string> names;
  for (const auto& file : built.manifest().files()) names.push_back(file.name());
  EXPECT_THAT(names,
              ElementsAre("unit-16681-d-1/01 2C.pdf", "unit-16681-d-1/02 application.pdf",
                          "unit-16681-d-1/03 health-certificate.pdf", "unit-16681-d-1/04 political-conclusion.pdf",
                          "unit-16681-d-1/05 comment-residence.pdf"));
  ASSERT_OK_AND_ASSIGN(const std::string zip, Download(As(kOwner)));
  EXPECT_EQ(static_cast<int64_t>(zip.size()), built.size_bytes());
  ASSERT_OK_AND_ASSIGN(bundle::Reader reader, bundle::Reader::Open(bundle::InMemory(zip)));
  auth::Verifier senders;
  ASSERT_THAT(senders.Trust(service_.signer().issuer(), service_.signer().public_pem()), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto findings, reader.Verify(senders));
  EXPECT_THAT(findings, IsEmpty());
  EXPECT_EQ(digest::Sha256Hex(reader.signed_manifest().manifest()), built.manifest_sha256());
  EXPECT_EQ(*Download(Receiver(), 100), zip.substr(100)) << "the same bytes, from where it was cut";
}

TEST_F(PackageServiceTest, LiesClosedInTheStore) {
  Build();
  const auto all = service_.store().Scan({"", ""}, 10'000);
  ASSERT_THAT(all, IsOk());
  for (const store::Record& record : *all) {
    EXPECT_EQ(record.value.find("03 health-certificate.pdf"), std::string::npos) << record.key;
  }
}

TEST_F(PackageServiceTest, IsBuiltOfAcceptedDossiersWithAllFiles) {
  MakePerson("p-2", "Trần Thị Mẫu");
  MakeDossier("unit-16681-d-2", "persons/p-2");
  const std::string second = "items { dossier: 'congresses/xx/dossiers/unit-16681-d-2' }";
  EXPECT_THAT(Create(New(second)), NotNow("PACKAGE_DOSSIER_OPEN"));
  AttachAll("congresses/xx/dossiers/unit-16681-d-2");
  SubmitAndAccept("congresses/xx/dossiers/unit-16681-d-2");
  EXPECT_THAT(Create(New(second)), NotNow("PAPER_WITHOUT_FILE"));
  EXPECT_THAT(Create(New(StrCat("items { dossier: '", kDossier, "' }"))), Wrong());
  EXPECT_THAT(Create(New("items { dossier: 'congresses/yy/dossiers/unit-16681-d-1' }")), Wrong());
  EXPECT_THAT(Create(New("receiver: 'organisations/unit-16681'")), Wrong());
  EXPECT_THAT(Create(New("", "unit-2-1")), Wrong());
  EXPECT_THAT(Create(New("items { dossier: 'congresses/xx/dossiers/none' }")),
              StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Create(New(), As(kReader)), Refused("PERMISSION_MISSING"));
  EXPECT_THAT(Create(New(), As(kClerk, annotations::v1::CONFIDENTIAL)), Refused("FIELD_GRADED"));
  EXPECT_THAT(Create(New(), AsPerson("persons/p-1", "clerk")), Refused("SAME_PERSON"));
  EXPECT_THAT(Create(New(), AsPerson("", "clerk")), Refused("PERSON_UNKNOWN"));
  Build();
  EXPECT_THAT(Create(New()), StatusIs(StatusCode::kAlreadyExists, "RESOURCE_EXISTS"));
}

TEST_F(PackageServiceTest, GoesToTheReceiverWhoAccepts) {
  Build();
  EXPECT_THAT(Receive(Receiver()), NotNow("PACKAGE_STATE"));
  EXPECT_THAT(About(&Stub::SendPackage, "basis {}", As(kOwner)), Wrong());
  ASSERT_THAT(Send(), IsOk());
  EXPECT_THAT(Send(), NotNow("PACKAGE_STATE"));
  EXPECT_THAT(About(&Stub::ReceivePackage,
                    "receipt { received_by: 'Ban Tổ chức' receive_date { year: 2025 month: 6 day: 17 } "
                    "manifest_sha256: '00' }",
                    Receiver()),
              NotNow("PACKAGE_HASH_MISMATCH"));
  EXPECT_THAT(Receive(As(kOwner), kLetter), Refused("SAME_PERSON")) << "who sent it does not answer for the receiver";
  EXPECT_THAT(Receive(Origin()), Wrong()) << "the receiver's letter is missing";
  ASSERT_THAT(Receive(Receiver()), IsOk());
  const char* tomorrow = "basis { decision_number: '1' decision_date { year: 2025 month: 6 day: 17 } }";
  for (const char* basis : {"basis { source: 'Điện thoại' }", tomorrow}) {
    EXPECT_THAT(About(&Stub::AcceptPackage, basis, Receiver()), Wrong());
  }
  ASSERT_OK_AND_ASSIGN(const v1::Package accepted, About(&Stub::AcceptPackage, kLetter, Origin()));
  EXPECT_EQ(accepted.state(), v1::Package::ACCEPTED);
  EXPECT_EQ(accepted.items(0).outcome(), v1::Package::Item::PASSED);
  EXPECT_EQ(accepted.trail_size(), 5);
  EXPECT_THAT(About(&Stub::AcceptPackage, kLetter, Receiver()), NotNow("PACKAGE_STATE"));
  EXPECT_THAT(About(&Stub::WithdrawPackage, "reason: 'Thôi'", As(kOwner)), NotNow("PACKAGE_STATE"));
}

TEST_F(PackageServiceTest, IsAnAlertOfBothEndsUntilItIsAnswered) {
  const auto alerts = v1::AlertService::NewStub(service_.channel());
  const auto told = [&](Context context, const std::string& more = "") {
    const auto listed = rpc::Invoke(*alerts, &v1::AlertService::StubInterface::ListDossierAlerts, std::move(context),
                                    Parse<v1::ListDossierAlertsRequest>(more));
    EXPECT_THAT(listed, IsOk());
    std::vector<std::string> packages;
    for (const auto& one : listed->alerts()) {
      if (one.kind() == alerts::v1::Alert::PACKAGE) packages.push_back(one.resource());
    }
    return packages;
  };
  Build();
  EXPECT_THAT(told(As(kOwner)), IsEmpty());
  ASSERT_THAT(Send(), IsOk());
  EXPECT_THAT(told(As(kOwner)), ElementsAre(kPackage));
  EXPECT_THAT(told(Receiver()), ElementsAre(kPackage));
  EXPECT_THAT(told(As(kOffice), "organisations: 'organisations/unit-2'"), ElementsAre(kPackage));
  EXPECT_THAT(told(As(kOffice), "organisations: 'organisations/unit-3'"), IsEmpty());
  EXPECT_THAT(told(As(kOwner, annotations::v1::PERSONAL)), IsEmpty());
  EXPECT_THAT(told(AsPerson("persons/p-1", "secretary")), IsEmpty()) << "their own dossier is in it";
  ASSERT_THAT(Receive(Receiver()), IsOk());
  EXPECT_THAT(told(As(kOwner)), ElementsAre(kPackage));
  ASSERT_THAT(About(&Stub::AcceptPackage, kLetter, Receiver()), IsOk());
  EXPECT_THAT(told(As(kOwner)), IsEmpty());
}

TEST_F(PackageServiceTest, IsReturnedAndReplacedByAnother) {
  Build();
  ASSERT_THAT(Send(), IsOk());
  const std::string next = New(StrCat("supersedes: '", kPackage, "'"), "unit-16681-2");
  EXPECT_THAT(Create(next), NotNow("PACKAGE_STATE"));
  EXPECT_THAT(About(&Stub::ReturnPackage, "reason: 'Thiếu'", Receiver()), NotNow("PACKAGE_STATE"));
  for (const char* day : {"year: 2025 month: 1 day: 1", "year: 2099 month: 1 day: 1"}) {
    EXPECT_THAT(About(&Stub::ReceivePackage, Receipt(day), Receiver()), Wrong()) << day;
  }
  ASSERT_THAT(Receive(Receiver()), IsOk());
  EXPECT_THAT(About(&Stub::ReturnPackage, "reason: 'Thiếu'", Origin()), Wrong());
  EXPECT_THAT(
      About(&Stub::ReturnPackage,
            "reason: 'Thiếu' faults { dossier: 'congresses/xx/dossiers/unit-16681-d-9' reason: 'Thiếu' }", Receiver()),
      Wrong());
  ASSERT_OK_AND_ASSIGN(
      const v1::Package returned,
      About(&Stub::ReturnPackage, StrCat("reason: 'Thiếu' faults { dossier: '", kDossier, "' reason: 'Thiếu dấu' }"),
            Receiver()));
  EXPECT_EQ(returned.items(0).outcome(), v1::Package::Item::SENT_BACK);
  EXPECT_EQ(returned.items(0).reason(), "Thiếu dấu");
  Build(next);
  EXPECT_EQ(Get()->superseded_by(), "congresses/xx/packages/unit-16681-2");
  EXPECT_THAT(Create(New(StrCat("supersedes: '", kPackage, "'"), "unit-16681-3")), NotNow("PACKAGE_STATE"));
  // One that was withdrawn makes room for another.
  ASSERT_THAT(Do(&Stub::WithdrawPackage, "name: 'congresses/xx/packages/unit-16681-2' reason: 'Lập lại'", As(kOwner)),
              IsOk());
  EXPECT_EQ(Get()->superseded_by(), "");
  Build(New(StrCat("supersedes: '", kPackage, "'"), "unit-16681-3"));
}

TEST_F(PackageServiceTest, IsNotSentOnceADossierHasChanged) {
  Build();
  ASSERT_THAT(Call(&DossierStub::ReturnDossier,
                   Parse<v1::ReturnDossierRequest>(StrCat("name: '", kDossier, "' return_reason: PAPER_MISSING")),
                   As(kReviewer)),
              IsOk());
  EXPECT_TRUE(Get()->items(0).outdated());
  EXPECT_THAT(Send(), NotNow("PACKAGE_OUTDATED"));
  v1::WithdrawDossierRequest withdraw;
  withdraw.set_name(std::string(kDossier));
  withdraw.set_reason("Thôi ứng cử");
  EXPECT_THAT(Call(&DossierStub::WithdrawDossier, withdraw, As(kOwner)), NotNow("DOSSIER_IN_USE"));
  ASSERT_THAT(About(&Stub::WithdrawPackage, "reason: 'Lập lại'", As(kOwner)), IsOk());
  EXPECT_THAT(Call(&DossierStub::WithdrawDossier, withdraw, As(kOwner)), IsOk());
  EXPECT_THAT(Download(As(kOwner)), NotNow("PACKAGE_STATE"));
}

TEST_F(PackageServiceTest, IsNotSentWhileSomethingIsUnderWayAgainstAPerson) {
  Build();
  ASSERT_OK_AND_ASSIGN(
      const v1::Suspension suspension,
      Call(&SuspensionStub::CreateSuspension,
           Parse<v1::CreateSuspensionRequest>("parent: 'persons/p-1' suspension { cause: PROSECUTION reason: 'mẫu' "
                                              "begin_date { year: 2025 month: 6 day: 16 } basis { source: 'mẫu' } }")));
  EXPECT_THAT(Send(), NotNow("PERSON_SUSPENDED"));
  EXPECT_EQ(support::MetadataIn(Send().status(), "suspension"), suspension.name());
  // Who may not know of it is told no more than of an open verification.
  const absl::Status hidden = About(&Stub::SendPackage, kLetter, As(kOwner, annotations::v1::CONFIDENTIAL)).status();
  EXPECT_THAT(hidden, NotNow("REVIEW_BLOCKED"));
  EXPECT_EQ(hidden.ToString().find(suspension.name()), std::string::npos);
  v1::EndSuspensionRequest end;
  end.set_name(suspension.name());
  end.set_outcome("Hết");
  *end.mutable_end_date() = civil::ToDate(kToday);
  ASSERT_THAT(Call(&SuspensionStub::EndSuspension, end), IsOk());
  EXPECT_THAT(Send(), IsOk());
}

TEST_F(PackageServiceTest, IsReadByBothEndsAndNobodyElse) {
  Build();
  const auto absent = StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND");
  const auto third = [&] { return service_.As("third", {"secretary@unit-3"}); };
  EXPECT_THAT(Get(Receiver()), IsOk());
  EXPECT_THAT(Get(third()), absent);
  EXPECT_THAT(Download(third()), absent);
  EXPECT_THAT(Listed(Receiver()), SizeIs(1));
  EXPECT_THAT(Listed(third()), IsEmpty());
  EXPECT_FALSE(Listed(Receiver()).front().has_manifest());
  EXPECT_THAT(Listed(Receiver(), "state: SENT"), IsEmpty());
  EXPECT_THAT(Listed(Receiver(), "receiver: 'organisations/unit-2' organisation: 'organisations/unit-16681'"),
              SizeIs(1));
  EXPECT_THAT(Download(As(kOwner, annotations::v1::CONFIDENTIAL)), Refused("FIELD_GRADED"));
  EXPECT_THAT(Download(AsPerson("persons/p-1", "secretary")), absent) << "as in their list";
  EXPECT_THAT(Download(AsPerson("", "secretary")), Refused("PERSON_UNKNOWN"));
  EXPECT_THAT(Get(As(kOwner, annotations::v1::PERSONAL)), Refused("CLEARANCE_MISSING"));
  EXPECT_FALSE(Get(As(kOwner, annotations::v1::CONFIDENTIAL))->has_manifest());
}

TEST_F(PackageServiceTest, ChangesNeedAPersonAndTheLastEtag) {
  Build();
  const auto nobody = [&] { return AsPerson("", "secretary"); };
  EXPECT_THAT(About(&Stub::SendPackage, kLetter, nobody()), Refused("PERSON_UNKNOWN"));
  EXPECT_THAT(About(&Stub::WithdrawPackage, "reason: 'Thôi'", nobody()), Refused("PERSON_UNKNOWN"));
  EXPECT_THAT(Receive(nobody(), kLetter), Refused("PERSON_UNKNOWN"));
  EXPECT_THAT(About(&Stub::ReturnPackage, StrCat("reason: 'Thiếu' ", kLetter), nobody()), Refused("PERSON_UNKNOWN"));
  EXPECT_THAT(About(&Stub::AcceptPackage, kLetter, nobody()), Refused("PERSON_UNKNOWN"));
  const auto own = [&] { return AsPerson("persons/p-1", "secretary"); };
  EXPECT_THAT(Get(own()), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Listed(own()), IsEmpty());
  EXPECT_THAT(About(&Stub::SendPackage, kLetter, own()), Refused("SAME_PERSON"));
  EXPECT_THAT(About(&Stub::WithdrawPackage, "reason: 'Thôi'", own()), Refused("SAME_PERSON"));
  const auto builder = [&] { return service_.As("clerk", {std::string(kOwner)}); };
  EXPECT_THAT(About(&Stub::ReturnPackage, StrCat("reason: 'Thiếu' ", kLetter), builder()), Refused("SAME_PERSON"));
  EXPECT_THAT(About(&Stub::AcceptPackage, kLetter, builder()), Refused("SAME_PERSON"));
  const auto stale = StatusIs(StatusCode::kAborted, "ETAG_MISMATCH");
  const std::string old = StrCat("etag: 'old' ", kLetter);
  EXPECT_THAT(About(&Stub::SendPackage, old, As(kOwner)), stale);
  EXPECT_THAT(About(&Stub::WithdrawPackage, "etag: 'old' reason: 'Thôi'", As(kOwner)), stale);
  EXPECT_THAT(Receive(Receiver(), "etag: 'old'"), stale);
  EXPECT_THAT(About(&Stub::ReturnPackage, "etag: 'old' reason: 'Thiếu'", Receiver()), stale);
  EXPECT_THAT(About(&Stub::AcceptPackage, old, Receiver()), stale);
  EXPECT_THAT(About(&Stub::SendPackage, kLetter, Receiver()), Refused("PERMISSION_MISSING"));
}

TEST_F(PackageServiceTest, TheWorkThatMadeItTellsNothingToWhomItIsAbout) {
  Build();
  operations::v1::ListOperationsRequest request;
  request.set_parent("services/dossiers");
  const auto stub = operations::v1::OperationService::NewStub(service_.channel());
  const auto told = [&](Context context) {
    const auto listed =
        rpc::Invoke(*stub, &operations::v1::OperationService::Stub::ListOperations, std::move(context), request);
    EXPECT_THAT(listed, IsOk());
    return listed->operations(0).has_response();
  };
  EXPECT_TRUE(told(service_.As("office", {"secretary@province"}, annotations::v1::SENSITIVE, "persons/office")));
  EXPECT_FALSE(told(service_.As("themselves", {"secretary@province"}, annotations::v1::SENSITIVE, "persons/p-1")));
}

TEST_F(PackageServiceTest, LosesItsListOfFilesWhenSomebodyInItIsErased) {
  Build();
  using Erasures = v1::ErasureService::StubInterface;
  const std::unique_ptr<Erasures> erasures = v1::ErasureService::NewStub(service_.channel());
  const auto ask = [&] {
    return rpc::Invoke(
        *erasures, &Erasures::RequestErasure, service_.As("first", {"administrator@province"}),
        Parse<v1::RequestErasureRequest>("name: 'persons/p-1' reason: 'Theo đơn' basis { source: 'Đơn' }"));
  };
  EXPECT_THAT(ask(), NotNow("PERSON_HELD"));
  ASSERT_THAT(About(&Stub::WithdrawPackage, "reason: 'Thôi'", As(kOwner)), IsOk());
  ASSERT_THAT(Call(&DossierStub::WithdrawDossier,
                   Parse<v1::WithdrawDossierRequest>(StrCat("name: '", kDossier, "' reason: 'Thôi'"))),
              IsOk());
  ASSERT_THAT(ask(), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto gone,
                       rpc::Invoke(*erasures, &Erasures::ErasePerson, service_.As("second", {"administrator@province"}),
                                   Parse<v1::ErasePersonRequest>("name: 'persons/p-1'")));
  EXPECT_EQ(gone.left(0).kind(), v1::PersonErasure::Left::PACKAGE);
  ASSERT_OK_AND_ASSIGN(const v1::Package left, Get());
  EXPECT_FALSE(left.has_manifest());
  EXPECT_TRUE(left.items(0).outdated());
  EXPECT_EQ(left.trail(2).reason(), "");
  EXPECT_TRUE(absl::IsNotFound(service_.store().Get(StrCat("k/", kPackage)).status()));
  const auto all = service_.store().Scan({"", ""}, 10'000);
  ASSERT_THAT(all, IsOk());
  for (const store::Record& record : *all) {
    EXPECT_EQ(record.key.find(StrCat(kPackage, "/")), std::string::npos) << record.key;
  }
}

class PackageWithoutFilesTest : public Fixture {
 protected:
  PackageWithoutFilesTest() : Fixture(/*keeps_files=*/false) {}
};

TEST_F(PackageWithoutFilesTest, NeedsAPlaceForFiles) {
  const auto packages = v1::PackageService::NewStub(service_.channel());
  const auto request = Parse<v1::CreatePackageRequest>(
      "parent: 'congresses/xx' package { organisation: 'organisations/unit-16681' receiver: 'organisations/unit-2' "
      "title: 'Hồ sơ' items { dossier: 'congresses/xx/dossiers/unit-16681-d-1' } }");
  EXPECT_THAT(rpc::Invoke(static_cast<v1::PackageService::StubInterface&>(*packages),
                          &v1::PackageService::StubInterface::CreatePackage, service_.Admin(), request),
              StatusIs(StatusCode::kFailedPrecondition, "CONTENT_STORE_MISSING"));
}

}  // namespace
}  // namespace congress::dossiers

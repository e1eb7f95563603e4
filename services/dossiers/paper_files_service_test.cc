// Files of papers: sent once, verified, served to whoever may see the paper, and deleted when nobody has them.
#include <filesystem>

#include "congress/audit/v1/audit.pb.h"
#include "congress/content/v1/content_service.grpc.pb.h"
#include "platform/content/testing_bytes.h"
#include "platform/digest/sha256.h"
#include "platform/rpc/service.h"
#include "services/dossiers/testing/fixture.h"

namespace congress::dossiers {
namespace {

using absl::StatusCode;
using annotations::v1::GRADE_UNSPECIFIED;
using annotations::v1::PERSONAL;
using content::v1::Content;
using support::IsOk;
using support::StatusIs;

constexpr std::string_view kPdf = "application/pdf";

class PaperFilesTest : public Fixture {
 protected:
  explicit PaperFilesTest(bool keeps_files = true)
      : Fixture(keeps_files), contents_(content::v1::ContentService::NewStub(service_.channel())) {
    OpenOne();
    bytes_ = StrCat("%PDF-1.7\n", content::SomeBytes(200'000));
    paper_ = AttachFile("application", bytes_);
  }

  // Attaches a paper whose file has these bytes; its name.
  std::string AttachFile(std::string_view item, std::string_view bytes) {
    v1::AttachComponentRequest request = NewPaper(item, absl::CivilDay(2025, 6, 1));
    request.mutable_attachment()->mutable_document()->set_file_sha256(digest::Sha256(bytes));
    request.mutable_attachment()->mutable_document()->set_file_size_bytes(static_cast<int64_t>(bytes.size()));
    const auto paper = Call(&DossierStub::AttachComponent, request);
    EXPECT_THAT(paper, IsOk());
    return paper->name();
  }

  absl::StatusOr<Content> Upload(std::string_view bytes, Context context = nullptr, std::string name = "",
                                 std::string_view type = kPdf, std::string_view request_id = "") {
    if (context == nullptr) context = As(kClerk);
    if (name.empty()) name = paper_;
    Content content;
    auto writer = contents_->UploadContent(context.get(), &content);
    content::v1::UploadContentRequest message;
    message.set_name(name);
    message.set_media_type(std::string(type));
    message.set_request_id(std::string(request_id));
    constexpr size_t kPiece = 50'000;
    do {
      message.set_data(std::string(bytes.substr(0, kPiece)));
      bytes.remove_prefix(std::min(kPiece, bytes.size()));
      if (!writer->Write(message)) break;
      message.Clear();
    } while (!bytes.empty());
    writer->WritesDone();
    RETURN_IF_ERROR(rpc::FromGrpc(writer->Finish()));
    return content;
  }

  absl::StatusOr<std::string> Download(Context context, const std::string& name = "", int64_t offset = 0) {
    content::v1::DownloadContentRequest request;
    request.set_name(name.empty() ? paper_ : name);
    request.set_offset(offset);
    auto reader = contents_->DownloadContent(context.get(), request);
    std::string bytes;
    content::v1::DownloadContentResponse piece;
    for (bool first = true; reader->Read(&piece); first = false) {
      EXPECT_EQ(piece.has_content(), first);
      bytes += piece.data();
    }
    RETURN_IF_ERROR(rpc::FromGrpc(reader->Finish()));
    return bytes;
  }

  size_t FilesKept() {
    const auto listed = service_.files().store().List("", content::ContentStore::kMostListed);
    EXPECT_THAT(listed, IsOk());
    return listed->size();
  }
  int Sweep() {
    const auto swept = service_.own_files().Sweep({});
    EXPECT_THAT(swept, IsOk());
    return swept.value_or(-1);
  }
  void Later(absl::Duration time) { service_.SetNow(service_.now() + time); }

  std::string bytes_;
  std::string paper_;
  std::unique_ptr<content::v1::ContentService::StubInterface> contents_;
};

TEST_F(PaperFilesTest, AFileComesBackAsItWasSent) {
  EXPECT_THAT(Download(As(kClerk)), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  ASSERT_OK_AND_ASSIGN(const Content content, Upload(bytes_));
  EXPECT_EQ(content.size_bytes(), static_cast<int64_t>(bytes_.size()));
  EXPECT_EQ(content.media_type(), kPdf);
  EXPECT_EQ(content.sha256(), digest::Sha256(bytes_));
  EXPECT_EQ(content.uploaded_by(), "clerk");
  EXPECT_EQ(Papers(As(kClerk))->front().document().content().id(), content.id());
  EXPECT_EQ(Download(As(kClerk)).value(), bytes_);
  EXPECT_EQ(Download(As(kClerk), "", 100'001).value(), bytes_.substr(100'001));
  EXPECT_EQ(Download(As(kClerk), "", static_cast<int64_t>(bytes_.size())).value(), "");
}

TEST_F(PaperFilesTest, AFileThatWasTakenOverStaysWhenOneOfItsPapersGetsAnother) {
  ASSERT_THAT(Upload(bytes_), IsOk());
  v1::CreateDossierRequest next = NewDossier("d-2", "persons/p-1");
  next.set_parent("congresses/yy");
  ASSERT_THAT(Call(&DossierStub::CreateDossier, next), IsOk());
  v1::AttachComponentRequest reuse;
  reuse.set_name("congresses/yy/dossiers/d-2");
  reuse.mutable_attachment()->set_item_id("application");
  reuse.mutable_attachment()->set_reuse_of(paper_);
  ASSERT_OK_AND_ASSIGN(const v1::Component taken, Call(&DossierStub::AttachComponent, reuse));
  EXPECT_EQ(Download(As(kClerk), taken.name()).value(), bytes_) << "without being sent again";
  ASSERT_THAT(Upload(bytes_), IsOk());
  Later(absl::Hours(48));
  EXPECT_EQ(Sweep(), 0);
  EXPECT_EQ(Download(As(kClerk), taken.name()).value(), bytes_);
  EXPECT_EQ(FilesKept(), 2U);
}

TEST_F(PaperFilesTest, WhatTheServiceMakesItselfStaysOnceSomethingRefersToIt) {
  const content::OwnFiles& files = service_.own_files();
  const content::OwnFiles::Owner owner{.name = "organisations/province", .organisation = "organisations/province"};
  ASSERT_OK_AND_ASSIGN(const Content content, files.Keep(owner, kPdf, bytes_));
  ASSERT_THAT(files.Keep(owner, kPdf, bytes_), IsOk());
  EXPECT_EQ(content.sha256(), digest::Sha256(bytes_));
  const auto perform = [&](const std::function<absl::Status(rpc::Call&)>& work) {
    return service_.gate().Perform({}, "test/Work", work);
  };
  EXPECT_THAT(perform([&](rpc::Call& call) { return files.Refer(call, content); }), IsOk());
  Later(content::kPendingKept);
  EXPECT_EQ(Sweep(), 1) << "the one to which nothing refers";
  std::string read;
  const auto take = [&read](std::string_view bytes) {
    read += bytes;
    return absl::OkStatus();
  };
  EXPECT_THAT(perform([&](rpc::Call& call) { return files.Read(call, owner.name, content, 0, take); }), IsOk());
  EXPECT_EQ(read, bytes_);
  const auto release = [&](rpc::Call& call) {
    files.Release(call, owner.organisation, content);
    return absl::OkStatus();
  };
  EXPECT_THAT(perform(release), IsOk());
  Later(content::kPendingKept);
  EXPECT_EQ(Sweep(), 1);
  EXPECT_EQ(FilesKept(), 0U);
}

TEST_F(PaperFilesTest, WhatIsNotAsAnnouncedIsNoFile) {
  std::string altered = bytes_;
  altered.back() = static_cast<char>(altered.back() + 1);
  EXPECT_THAT(Upload(altered), StatusIs(StatusCode::kInvalidArgument, "CONTENT_HASH_MISMATCH"));
  EXPECT_THAT(Upload(bytes_.substr(0, 1'000)), StatusIs(StatusCode::kInvalidArgument, "CONTENT_TRUNCATED"));
  EXPECT_THAT(Upload(bytes_ + "x"), StatusIs(StatusCode::kInvalidArgument, "CONTENT_TOO_LARGE"));
  EXPECT_THAT(Upload(bytes_, nullptr, "", "text/html"), StatusIs(StatusCode::kInvalidArgument, "CONTENT_TYPE_REFUSED"));
  EXPECT_THAT(Upload(bytes_, nullptr, "", "image/png"), StatusIs(StatusCode::kInvalidArgument, "CONTENT_TYPE_REFUSED"));
  EXPECT_THAT(Upload(bytes_, nullptr, "", ""), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  EXPECT_THAT(Upload(bytes_, nullptr, StrCat(kDossier, "/components/2")),
              StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_EQ(FilesKept(), 0U);
  EXPECT_THAT(Download(As(kClerk)), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  // Longer than the service takes, told before a byte comes.
  v1::AttachComponentRequest request = NewPaper("photo", absl::CivilDay(2025, 6, 1));
  request.mutable_attachment()->mutable_document()->set_file_size_bytes(int64_t{5} << 20);
  ASSERT_OK_AND_ASSIGN(const v1::Component photo, Call(&DossierStub::AttachComponent, request));
  EXPECT_THAT(Upload("", nullptr, photo.name()), StatusIs(StatusCode::kInvalidArgument, "CONTENT_TOO_LARGE"));
}

TEST_F(PaperFilesTest, WhoMayNotAttachMayNotSend) {
  EXPECT_THAT(Upload(bytes_, As(kReviewer)), StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(Upload(bytes_, As(kStranger)), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Upload(bytes_, AsPerson("persons/p-1", "clerk")), StatusIs(StatusCode::kPermissionDenied, "SAME_PERSON"));
  EXPECT_THAT(Upload(bytes_, AsPerson("", "clerk")), StatusIs(StatusCode::kPermissionDenied, "PERSON_UNKNOWN"));
  EXPECT_EQ(FilesKept(), 0U);
}

TEST_F(PaperFilesTest, ASubmittedDossierTakesNoFile) {
  AttachAll();
  ASSERT_THAT(Submit(As(kClerk)), IsOk());
  EXPECT_THAT(Upload(bytes_), StatusIs(StatusCode::kFailedPrecondition, "DOSSIER_NOT_OPEN"));
}

TEST_F(PaperFilesTest, AFileIsGradedAsItsPaper) {
  const std::string health = AttachFile("health-certificate", bytes_);
  // A kept answer tells nothing to who sees the paper no more.
  ASSERT_OK_AND_ASSIGN(const Content graded, Upload(bytes_, nullptr, health));
  EXPECT_EQ(graded.size_bytes(), 0);
  EXPECT_EQ(graded.sha256(), "");
  ASSERT_THAT(Upload(bytes_), IsOk());
  EXPECT_THAT(Upload(bytes_, As(kClerk, PERSONAL), health), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Download(As(kClerk, PERSONAL), health), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Download(AsPerson("persons/p-1", "clerk"), health),
              StatusIs(StatusCode::kPermissionDenied, "SAME_PERSON"));
  EXPECT_THAT(Download(AsPerson("", "clerk"), health), StatusIs(StatusCode::kPermissionDenied, "PERSON_UNKNOWN"));
  EXPECT_THAT(Download(AsPerson("", "clerk")), IsOk()) << "a paper without grade";
  EXPECT_THAT(Download(As(kStranger), health), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_EQ(Download(As(kClerk), health).value(), bytes_);
  EXPECT_EQ(Download(As(kClerk, GRADE_UNSPECIFIED)).value(), bytes_);
  // Others see it once it was submitted.
  EXPECT_THAT(Download(As(kReviewer), health), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  AttachAll();
  // A paper that another has superseded takes no file any more, and gives the one that it has.
  EXPECT_THAT(Upload(bytes_, nullptr, health), StatusIs(StatusCode::kFailedPrecondition, "COMPONENT_NOT_LIVE"));
  ASSERT_THAT(Submit(As(kClerk)), IsOk());
  EXPECT_EQ(Download(As(kReviewer), health).value(), bytes_);
}

TEST_F(PaperFilesTest, EachDownloadIsRecordedOnceBeforeItsFirstByte) {
  ASSERT_THAT(Upload(bytes_), IsOk());
  const auto last = service_.store().LastSequence();
  ASSERT_THAT(Download(As(kReviewer)), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_EQ(service_.store().LastSequence(), last);
  ASSERT_THAT(Download(As(kClerk)), IsOk());
  EXPECT_EQ(*service_.store().LastSequence(), *last + 1);
  const auto page = service_.store().Scan(store::Range::Prefix(StrCat(rpc::kAuditLog, "/")), 100);
  ASSERT_THAT(page, IsOk());
  audit::v1::AuditRecord record;
  ASSERT_TRUE(record.ParseFromString(page->back().value));
  ASSERT_EQ(record.reads_size(), 1);
  EXPECT_THAT(record.reads(0).names(), testing::ElementsAre(paper_));
}

TEST_F(PaperFilesTest, ARepeatedUploadIsToldTheFirstAnswer) {
  ASSERT_OK_AND_ASSIGN(const Content first, Upload(bytes_, nullptr, "", kPdf, kRequestId));
  ASSERT_OK_AND_ASSIGN(const Content second, Upload(bytes_, nullptr, "", kPdf, kRequestId));
  EXPECT_EQ(second.id(), first.id());
  EXPECT_EQ(FilesKept(), 1U);
}

TEST_F(PaperFilesTest, ALostFileIsToldAndSentAgain) {
  ASSERT_OK_AND_ASSIGN(const Content lost, Upload(bytes_));
  ASSERT_THAT(service_.files().store().Delete(lost.id()), IsOk());
  const auto told = Download(As(kClerk));
  EXPECT_THAT(told, StatusIs(StatusCode::kDataLoss, "CONTENT_CORRUPT"));
  EXPECT_EQ(support::MetadataIn(told.status(), "content"), lost.id());
  ASSERT_OK_AND_ASSIGN(const Content again, Upload(bytes_));
  EXPECT_NE(again.id(), lost.id());
  EXPECT_EQ(Download(As(kClerk)).value(), bytes_);
}

TEST_F(PaperFilesTest, AStoreThatDoesNotAnswerIsWaitedFor) {
  ASSERT_OK_AND_ASSIGN(const Content content, Upload(bytes_));
  // Nobody can read a folder as a file.
  const std::string file = StrCat(service_.content_folder(), "/", content.id());
  ASSERT_TRUE(std::filesystem::remove(file));
  ASSERT_TRUE(std::filesystem::create_directory(file));
  EXPECT_THAT(Download(As(kClerk)), StatusIs(StatusCode::kUnavailable, "CONTENT_UNAVAILABLE"));
  std::filesystem::remove_all(service_.content_folder());
  EXPECT_THAT(Upload(bytes_), StatusIs(StatusCode::kUnavailable, "CONTENT_UNAVAILABLE"));
}

class WithoutFilesTest : public PaperFilesTest {
 protected:
  WithoutFilesTest() : PaperFilesTest(/*keeps_files=*/false) {}
};

TEST_F(WithoutFilesTest, FilesAreRefusedInWords) {
  EXPECT_THAT(Upload(bytes_), StatusIs(StatusCode::kFailedPrecondition, "CONTENT_STORE_MISSING"));
  EXPECT_THAT(Download(As(kClerk)), StatusIs(StatusCode::kFailedPrecondition, "CONTENT_STORE_MISSING"));
  EXPECT_EQ(Sweep(), 0);
}

TEST_F(PaperFilesTest, WhatNobodyHasGoesAfterADay) {
  ASSERT_THAT(Upload(bytes_), IsOk());
  ASSERT_THAT(Upload(bytes_), IsOk());  // The first one is replaced.
  EXPECT_THAT(Upload(bytes_.substr(0, 1'000)), StatusIs(StatusCode::kInvalidArgument, "CONTENT_TRUNCATED"));
  EXPECT_EQ(FilesKept(), 2U);
  EXPECT_EQ(Sweep(), 0);
  Later(content::kPendingKept - absl::Seconds(1));
  EXPECT_EQ(Sweep(), 0);
  Later(absl::Seconds(2));
  EXPECT_EQ(Sweep(), 2);
  EXPECT_EQ(Sweep(), 0);
  EXPECT_EQ(FilesKept(), 1U);
  EXPECT_EQ(Download(As(kClerk)).value(), bytes_);
}

// What a kill between the last byte and the commit leaves.
TEST_F(PaperFilesTest, AnUploadThatTakesADayIsNotReferredTo) {
  auto context = As(kClerk);
  Content content;
  auto writer = contents_->UploadContent(context.get(), &content);
  content::v1::UploadContentRequest message;
  message.set_name(paper_);
  message.set_media_type(std::string(kPdf));
  message.set_data(bytes_.substr(0, 100'000));
  ASSERT_TRUE(writer->Write(message));
  // The record of what is coming is there once the service has seen the message.
  const auto pending = [&] {
    const auto found = service_.store().Scan(store::Range::Prefix(rpc::RecordKey("PendingContent", "")), 10);
    return found.ok() ? found->size() : 0;
  };
  while (pending() == 0) absl::SleepFor(absl::Milliseconds(1));
  Later(content::kPendingKept + absl::Seconds(1));
  EXPECT_EQ(Sweep(), 1);
  message.Clear();
  message.set_data(bytes_.substr(100'000));
  writer->Write(message);
  writer->WritesDone();
  // By then the token has ended too.
  EXPECT_THAT(rpc::FromGrpc(writer->Finish()), StatusIs(StatusCode::kUnauthenticated, "TOKEN_INVALID"));
  EXPECT_EQ(FilesKept(), 0U);
  EXPECT_THAT(Download(As(kClerk)), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
}

}  // namespace
}  // namespace congress::dossiers

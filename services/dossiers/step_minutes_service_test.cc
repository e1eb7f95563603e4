// The files of minutes: sent once, fetched by whoever may read the result.
#include "congress/content/v1/content_service.grpc.pb.h"
#include "platform/digest/sha256.h"
#include "services/dossiers/testing/process_fixture.h"

namespace congress::dossiers {
namespace {

using absl::StatusCode;
using sample::Meeting;
using support::IsOk;
using support::StatusIs;

class StepMinutesTest : public ProcessFixture {
 protected:
  StepMinutesTest() : contents_(content::v1::ContentService::NewStub(service_.channel())) {
    Start(2, 1);
    EXPECT_THAT(Record("review", Meeting()), IsOk());
  }
  absl::StatusOr<v1::StepResult> Attach() {
    v1::AttachStepMinutesRequest request;
    request.set_name(kResult);
    request.mutable_minutes()->set_title("Biên bản hội nghị");
    request.mutable_minutes()->set_file_sha256(digest::Sha256(kBytes));
    request.mutable_minutes()->set_file_size_bytes(static_cast<int64_t>(kBytes.size()));
    return Call(&Stub::AttachStepMinutes, request, As("clerk"));
  }
  absl::Status Upload(Context context) {
    content::v1::Content content;
    auto writer = contents_->UploadContent(context.get(), &content);
    content::v1::UploadContentRequest message;
    message.set_name(kResult);
    message.set_media_type("application/pdf");
    message.set_data(std::string(kBytes));
    writer->Write(message);
    writer->WritesDone();
    return rpc::FromGrpc(writer->Finish());
  }
  absl::StatusOr<std::string> Download(Context context) {
    content::v1::DownloadContentRequest request;
    request.set_name(kResult);
    auto reader = contents_->DownloadContent(context.get(), request);
    std::string bytes;
    for (content::v1::DownloadContentResponse piece; reader->Read(&piece);) bytes += piece.data();
    RETURN_IF_ERROR(rpc::FromGrpc(reader->Finish()));
    return bytes;
  }

  static constexpr std::string_view kBytes = "%PDF-1.7 biên bản";
  static constexpr char kResult[] = "congresses/xx/personnelProcesses/unit-16681-p-1/results/review-1";
  std::unique_ptr<content::v1::ContentService::StubInterface> contents_;
};

TEST_F(StepMinutesTest, ComeBackAsTheyWereSent) {
  EXPECT_THAT(Upload(As("clerk")), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  ASSERT_THAT(Attach(), IsOk());
  // Said anew while no file is there.
  ASSERT_THAT(Attach(), IsOk());
  EXPECT_THAT(Upload(AsPerson("persons/p-0")), StatusIs(StatusCode::kPermissionDenied, "SAME_PERSON"));
  ASSERT_THAT(Upload(As("clerk")), IsOk());
  EXPECT_EQ(Download(As("inspector")).value(), kBytes);
  EXPECT_THAT(Download(AsPerson("persons/p-0")), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  // The name alone says nothing to whom the clearance is missing.
  EXPECT_FALSE(Download(As("inspector", annotations::v1::PERSONAL)).ok());
  EXPECT_THAT(Attach(), StatusIs(StatusCode::kFailedPrecondition, "MINUTES_PRESENT"));
}

TEST_F(StepMinutesTest, AreNotSentAfterTheEnd) {
  ASSERT_THAT(Attach(), IsOk());
  ASSERT_THAT(Cancel(), IsOk());
  const auto over = StatusIs(StatusCode::kFailedPrecondition, "PROCESS_NOT_RUNNING");
  EXPECT_THAT(Attach(), over);
  EXPECT_THAT(Upload(As("clerk")), over);
}

TEST_F(StepMinutesTest, BelongToAResultInForce) {
  ASSERT_THAT(Correct("review-1", Meeting()), IsOk());
  EXPECT_THAT(Attach(), StatusIs(StatusCode::kFailedPrecondition, "RESULT_NOT_IN_FORCE"));
}

}  // namespace
}  // namespace congress::dossiers

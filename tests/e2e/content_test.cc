// Files of 64 MiB through the gateway: what they take of memory, and what a kill in between leaves.
#include <map>
#include <thread>

#include "absl/strings/escaping.h"
#include "absl/time/clock.h"
#include "congress/content/v1/content_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/content/testing_bytes.h"
#include "platform/digest/sha256.h"
#include "platform/rpc/client.h"
#include "platform/status/strings.h"
#include "tests/e2e/any_rpc.h"
#include "tests/e2e/story.h"
#include "tests/support/load.h"
#include "tests/support/s3_server.h"
#include "tests/support/status_matchers.h"
#include "tests/support/suite.h"

namespace congress::e2e {
namespace {

using content::v1::Content;
using content::v1::ContentService;
using support::Eventually;
using support::IsOk;
using support::Shape;
using support::Suite;
using ::testing::_;
using ::testing::Each;
using ::testing::Le;
using ::testing::Pair;

constexpr size_t kLargest = size_t{64} << 20;
constexpr size_t kPiece = size_t{128} << 10;
// Of each process beyond what it takes when idle.
constexpr long kMostBytes = long{4} << 20;

struct Place {
  std::string name;
  Shape shape;
  bool s3;
};
void PrintTo(const Place& place, std::ostream* out) { *out << place.name; }

const std::string& Bytes() {
  static const std::string& bytes = *new std::string("%PDF-1.7\n" + content::SomeBytes(kLargest - 9));
  return bytes;
}

class Files : public ::testing::TestWithParam<Place> {
 protected:
  Files()
      : suite_({.shape = GetParam().shape,
                .store = "",
                .content = GetParam().s3 ? support::S3Server::Shared().url(GetParam().name) : "",
                .log_level = "info"}),
        stub_(ContentService::NewStub(suite_.channel())) {
    Make("allocation.v1.OrganisationService/ImportOrganisations",
         "csv: \"code,name,kind,parent,members,members_as_of,merged_from,valid_from\\na,Xã "
         "A,commune,,5,2025-01-01,,2020-01-01\\n\"");
    Make("dossiers.v1.PersonService/CreatePerson",
         "person_id: 'p' person { organisation: 'organisations/a' display_name: 'Nguyễn Thị Mẫu' }");
    Make("dossiers.v1.DossierService/CreateChecklistTemplate",
         "checklist_template_id: 't' checklist_template { organisation: 'organisations/province' display_name: 'Mẫu' "
         "purposes: 'delegate' effective_date { year: 2025 month: 1 day: 1 } legal_basis: 'Mẫu' items { item_id: 'so' "
         "title: 'Sơ yếu' required: true grade: CONFIDENTIAL } }");
    Make("dossiers.v1.DossierService/CreateDossier",
         "parent: 'congresses/mau' dossier_id: 'd' dossier { organisation: 'organisations/a' person: 'persons/p' "
         "purpose: "
         "'delegate' template: 'checklistTemplates/t' }");
    const Answer attached = Ask(
        suite_.channel(), "dossiers.v1.DossierService/AttachComponent", Context(),
        StrCat(
            "name: 'congresses/mau/dossiers/d' attachment { item_id: 'so' issued_date { year: 2025 month: 6 day: 1 } "
            "document { title: 'Sơ yếu' issuer: 'Xã A' file_sha256: '",
            absl::CEscape(digest::Sha256(Bytes())), "' file_size_bytes: ", Bytes().size(), " } }"));
    EXPECT_TRUE(attached.status.ok()) << attached.status;
    paper_ = FieldAt(*attached.message, "name");
  }
  void Make(const std::string& method, const std::string& text) {
    // Until the other services know the organisation.
    absl::Status made;
    const bool done = Eventually([&] {
      made = Ask(suite_.channel(), method, Context(), text).status;
      return made.ok() || !absl::IsNotFound(made);
    });
    ASSERT_TRUE(done && made.ok()) << method << ": " << made;
  }
  std::unique_ptr<grpc::ClientContext> Context() {
    auto context = suite_.Admin();
    context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
    return context;
  }

  // Sends at most `most` bytes, then whatever `then` does.
  absl::StatusOr<Content> Upload(size_t most = kLargest, const std::function<void()>& then = nullptr) {
    const auto context = Context();
    Content content;
    const auto writer = stub_->UploadContent(context.get(), &content);
    content::v1::UploadContentRequest message;
    message.set_name(paper_);
    message.set_media_type("application/pdf");
    for (size_t sent = 0; sent < most; sent += kPiece) {
      message.set_data(Bytes().substr(sent, kPiece));
      if (!writer->Write(message)) break;
      message.Clear();
    }
    if (then != nullptr) then();
    writer->WritesDone();
    const absl::Status status = rpc::FromGrpc(writer->Finish());
    if (!status.ok()) return status;
    return content;
  }
  absl::StatusOr<std::string> DownloadedSha256() {
    content::v1::DownloadContentRequest request;
    request.set_name(paper_);
    const auto context = Context();
    const auto reader = stub_->DownloadContent(context.get(), request);
    content::v1::DownloadContentResponse piece;
    digest::Sha256Stream hash;
    while (reader->Read(&piece)) hash << piece.data();
    const absl::Status status = rpc::FromGrpc(reader->Finish());
    if (!status.ok()) return status;
    return absl::HexStringToBytes(hash.Hex());
  }

  std::map<std::string, long> MemoryNow() {
    std::map<std::string, long> bytes;
    for (const std::string& name : suite_.names()) bytes[name] = support::AnonymousBytes(suite_.process(name).pid());
    return bytes;
  }
  // The most that each process took while `work` ran beyond what it took before.
  std::map<std::string, long> MostBeyond(const std::function<void()>& work) {
    const std::map<std::string, long> before = MemoryNow();
    std::map<std::string, long> beyond;
    {
      const std::jthread watcher([&](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
          for (const auto& [name, bytes] : MemoryNow()) beyond[name] = std::max(beyond[name], bytes - before.at(name));
          absl::SleepFor(absl::Milliseconds(2));
        }
      });
      work();
    }
    return beyond;
  }

  Suite suite_;
  std::unique_ptr<ContentService::Stub> stub_;
  std::string paper_;
};
INSTANTIATE_TEST_SUITE_P(On, Files,
                         ::testing::Values(Place{"OneProcess", Shape::kOneProcess, false},
                                           Place{"SeparateOnS3", Shape::kSeparate, true}),
                         [](const auto& place) { return place.param.name; });

TEST_P(Files, OfTheLargestSizeAreNeverWholeInMemory) {
  // What connections and threads take once.
  ASSERT_THAT(Upload(), IsOk());
  ASSERT_EQ(DownloadedSha256().value(), digest::Sha256(Bytes()));
  EXPECT_THAT(MostBeyond([&] { EXPECT_THAT(Upload(), IsOk()); }), Each(Pair(_, Le(kMostBytes))));
  EXPECT_THAT(MostBeyond([&] { EXPECT_EQ(DownloadedSha256().value(), digest::Sha256(Bytes())); }),
              Each(Pair(_, Le(kMostBytes))));
}

TEST_P(Files, AKilledUploadLeavesNothingThatIsServed) {
  const std::string keeper = GetParam().shape == Shape::kOneProcess ? "congressd" : "dossiers";
  const auto cut = Upload(kLargest / 2, [&] { suite_.Kill(keeper); });
  EXPECT_TRUE(absl::IsUnavailable(cut.status())) << cut.status();
  suite_.Start(keeper);
  EXPECT_TRUE(Eventually([&] { return absl::IsNotFound(DownloadedSha256().status()); })) << DownloadedSha256().status();
  absl::StatusOr<Content> sent;
  EXPECT_TRUE(Eventually([&] {
    sent = Upload();
    return sent.ok();
  })) << sent.status();
  EXPECT_EQ(DownloadedSha256().value(), digest::Sha256(Bytes()));
}

// Rights are asked of each piece.
TEST_P(Files, EndWithTheTokenInTheMiddle) {
  const auto as = [&](const std::string& account) {
    auto context = suite_.As(account, {"administrator@province"});
    context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
    return context;
  };
  const auto take_back = [&](const std::string& account) {
    EXPECT_THAT(Ask(suite_.channel(), "access.v1.TokenRevocationService/CreateTokenRevocation", Context(),
                    StrCat("token_revocation { principal: '", account, "' reason: 'x' }"))
                    .status,
                IsOk());
    EXPECT_TRUE(Eventually([&] {
      const absl::Status asked =
          Ask(suite_.channel(), "dossiers.v1.PersonService/GetPerson", as(account), "name: 'persons/p'").status;
      return absl::IsUnauthenticated(asked);
    }));
  };
  const auto ended = support::StatusIs(absl::StatusCode::kUnauthenticated, "TOKEN_INVALID");

  content::v1::UploadContentRequest message;
  message.set_name(paper_);
  message.set_media_type("application/pdf");
  message.set_data(Bytes().substr(0, kPiece));
  const auto sending = as("sender");
  Content content;
  const auto writer = stub_->UploadContent(sending.get(), &content);
  ASSERT_TRUE(writer->Write(message));
  take_back("sender");
  message.Clear();
  for (size_t sent = kPiece; sent < kLargest; sent += kPiece) {
    message.set_data(Bytes().substr(sent, kPiece));
    if (!writer->Write(message)) break;
  }
  writer->WritesDone();
  EXPECT_THAT(rpc::FromGrpc(writer->Finish()), ended);
  EXPECT_TRUE(absl::IsNotFound(DownloadedSha256().status())) << "nothing is kept";

  ASSERT_THAT(Upload(), IsOk());
  content::v1::DownloadContentRequest request;
  request.set_name(paper_);
  const auto reading = as("reader");
  const auto reader = stub_->DownloadContent(reading.get(), request);
  content::v1::DownloadContentResponse piece;
  ASSERT_TRUE(reader->Read(&piece));
  // Nobody reads on, so that most of the file is still to be sent.
  take_back("reader");
  size_t read = piece.data().size();
  while (reader->Read(&piece)) read += piece.data().size();
  EXPECT_THAT(rpc::FromGrpc(reader->Finish()), ended);
  EXPECT_LT(read, kLargest);
}

}  // namespace
}  // namespace congress::e2e

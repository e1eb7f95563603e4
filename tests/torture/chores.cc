#include "tests/torture/chores.h"

#include <functional>
#include <memory>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "congress/backup/v1/backup_service.grpc.pb.h"
#include "congress/content/v1/content_service.grpc.pb.h"
#include "platform/digest/sha256.h"
#include "platform/rpc/client.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "platform/uuid/uuid.h"
#include "tests/e2e/any_rpc.h"
#include "tests/e2e/kill_load.h"

namespace congress::torture {
namespace {

using backup::v1::BackupService;
using content::v1::ContentService;

constexpr char kUploadMethod[] = "congress.content.v1.ContentService/UploadContent";
constexpr char kDossier[] = "congresses/torture/dossiers/d";
constexpr char kUploader[] = "clerk";
constexpr size_t kPapers = 4;
constexpr size_t kPiece = size_t{128} << 10;
// Of several segments and several pieces of the disk.
constexpr size_t kPaperBytes = size_t{300} << 10;
constexpr absl::Duration kBetween = absl::Milliseconds(20);
// Preparations that are under way at once.
constexpr size_t kMostAtOnce = 8;

// Of the same letters for each paper, so that each upload to it brings the same file.
std::string BytesOf(size_t paper) {
  std::string bytes = "%PDF-1.7\n";
  while (bytes.size() < kPaperBytes) absl::StrAppend(&bytes, "paper ", paper, " at ", bytes.size(), "\n");
  return bytes;
}

// Until the other services know the organisations.
absl::Status Until(const std::function<absl::Status()>& make) {
  absl::Status made;
  support::Eventually([&] {
    made = make();
    return !absl::IsNotFound(made) && !absl::IsUnavailable(made);
  });
  return made;
}

}  // namespace

Chores::Chores(const support::Suite& suite, Journal& journal)
    : suite_(suite), journal_(journal), preparations_(suite, suite.channel()), issuing_(suite), editing_(suite) {}

absl::Status Chores::Make(const std::string& method, const std::string& text) const {
  return Until([&] { return e2e::Ask(suite_.channel(), method, suite_.Admin(), text).status; });
}

absl::Status Chores::Prepare() {
  RETURN_IF_ERROR(preparations_.Provide());
  RETURN_IF_ERROR(Until([this] { return issuing_.Provide(); }));
  RETURN_IF_ERROR(
      Make("dossiers.v1.PersonService/CreatePerson",
           "person_id: 'p' person { organisation: 'organisations/province' display_name: 'Người Giả Định' }"));
  RETURN_IF_ERROR(Make(
      "dossiers.v1.DossierService/CreateChecklistTemplate",
      "checklist_template_id: 't' checklist_template { organisation: 'organisations/province' display_name: 'Mẫu' "
      "purposes: 'delegate' effective_date { year: 2025 month: 1 day: 1 } legal_basis: 'Mẫu' items { item_id: 'so' "
      "title: 'Sơ yếu' required: true multiple: true grade: CONFIDENTIAL } }"));
  RETURN_IF_ERROR(
      Make("dossiers.v1.DossierService/CreateDossier",
           "parent: 'congresses/torture' dossier_id: 'd' dossier { organisation: 'organisations/province' person: "
           "'persons/p' purpose: 'delegate' template: 'checklistTemplates/t' }"));
  for (size_t i = 0; i < kPapers; ++i) {
    const std::string bytes = BytesOf(i);
    const std::string text =
        StrCat("name: '", kDossier, "' attachment { item_id: 'so' issued_date { year: 2025 month: 6 day: 1 } document ",
               "{ title: 'Sơ yếu ", i, "' issuer: 'Xã Một' file_sha256: '", absl::CEscape(digest::Sha256(bytes)),
               "' file_size_bytes: ", bytes.size(), " } }");
    RETURN_IF_ERROR(Until([&] {
      const e2e::Answer paper =
          e2e::Ask(suite_.channel(), "dossiers.v1.DossierService/AttachComponent", suite_.Admin(), text);
      if (paper.status.ok()) papers_.push_back(e2e::FieldAt(*paper.message, "name"));
      return paper.status;
    }));
  }
  return absl::OkStatus();
}

void Chores::Start() {
  threads_.emplace_back([this] { SendFiles(); });
  threads_.emplace_back([this] { issuing_.Run(stopped_); });
  threads_.emplace_back([this] { WorkOn(); });
  for (size_t editor = 0; editor < EditingChore::kEditors; ++editor) {
    threads_.emplace_back([this, editor] { editing_.Run(editor, stopped_); });
  }
}

void Chores::Stop() {
  stopped_ = true;
  threads_.clear();
}

void Chores::SendFiles() {
  std::vector<std::string> bytes;
  for (size_t i = 0; i < kPapers; ++i) bytes.push_back(BytesOf(i));
  for (size_t number = 0; !stopped_; ++number) {
    const size_t paper = number % kPapers;
    Upload(papers_[paper], bytes[paper], uuid::V5(uuid::kCongress, StrCat("torture/", number)));
    absl::SleepFor(kBetween);
  }
}

void Chores::Upload(const std::string& paper, const std::string& bytes, const std::string& request_id) {
  absl::Status status = absl::UnavailableError("never sent");
  const auto stub = ContentService::NewStub(suite_.channel());
  while (e2e::MayBeRepeated(status) && !stopped_) {
    const size_t place = journal_.Begin({.method = kUploadMethod,
                                         .principal = kUploader,
                                         .request_id = request_id,
                                         .file = paper,
                                         .sha256 = digest::Sha256Hex(bytes)});
    const auto context = suite_.As(kUploader, {"administrator@province"});
    content::v1::Content content;
    const auto writer = stub->UploadContent(context.get(), &content);
    content::v1::UploadContentRequest message;
    message.set_name(paper);
    message.set_media_type("application/pdf");
    message.set_request_id(request_id);
    for (size_t sent = 0; sent < bytes.size(); sent += kPiece) {
      message.set_data(bytes.substr(sent, kPiece));
      if (!writer->Write(message)) break;
      message.Clear();
    }
    writer->WritesDone();
    status = rpc::FromGrpc(writer->Finish());
    journal_.End(place, e2e::OutcomeOf(status), status.ok() ? content.SerializeAsString() : "");
    if (!status.ok()) absl::SleepFor(kBetween);
  }
}

void Chores::BackUp(const std::string& service) const {
  backup::v1::DownloadBackupRequest request;
  request.set_parent(StrCat("services/", service));
  request.set_backup_id(uuid::Random());
  const auto context = suite_.Admin();
  const auto reader = BackupService::NewStub(suite_.channel())->DownloadBackup(context.get(), request);
  backup::v1::DownloadBackupResponse piece;
  while (reader->Read(&piece)) {
  }
  // One that was cut short is no backup, and says so to who verifies it.
  reader->Finish().ok();
}

void Chores::WorkOn() {
  for (size_t number = 0; !stopped_; ++number) {
    const std::string service = support::kServices[number % std::size(support::kServices)];
    BackUp(service);
    e2e::Ask(suite_.channel(), "operations.v1.OperationService/RebuildIndexes", suite_.Admin(),
             StrCat("parent: 'services/", service, "'"));
    const std::string id = absl::StrFormat("prepared-%06d", number);
    // On a busy machine each waits for an earlier one, so that all end soon after the last blow.
    if (prepared_.size() >= kMostAtOnce) preparations_.Outcome(prepared_[prepared_.size() - kMostAtOnce]).IgnoreError();
    if (preparations_.Start(id).ok()) prepared_.push_back(id);
    absl::SleepFor(kBetween);
  }
}

std::string Chores::PreparationFault() const {
  for (const std::string& id : prepared_) {
    const auto outcome = preparations_.Outcome(id);
    if (!outcome.ok()) return outcome.status().ToString();
  }
  return "";
}

}  // namespace congress::torture

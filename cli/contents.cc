#include "cli/contents.h"

#include <filesystem>
#include <fstream>
#include <functional>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "cli/language.h"
#include "cli/progress_line.h"
#include "cli/request.h"
#include "cli/settings.h"
#include "cli/transfer.h"
#include "congress/content/v1/content_service.grpc.pb.h"
#include "congress/dossiers/v1/dossier_service.pb.h"
#include "platform/civil/civil.h"
#include "platform/digest/sha256.h"
#include "platform/rpc/client.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "platform/uuid/uuid.h"

namespace congress::cli {
namespace {

using content::v1::Content;
using content::v1::ContentService;

constexpr size_t kPieceBytes = size_t{256} << 10;
// A file on this machine, read once to know it and again to send it.
class LocalFile {
 public:
  explicit LocalFile(std::string path) : path_(std::move(path)), stream_(path_, std::ios::binary) {}

  absl::Status Measure() {
    digest::Sha256Stream hash;
    RETURN_IF_ERROR(EachPiece([&](std::string_view piece) {
      hash << piece;
      size_bytes_ += static_cast<int64_t>(piece.size());
      return true;
    }));
    sha256_ = absl::HexStringToBytes(hash.Hex());
    return absl::OkStatus();
  }
  // Until `take` wants no more.
  absl::Status EachPiece(const std::function<bool(std::string_view)>& take) {
    stream_.clear();
    stream_.seekg(0);
    std::string piece(kPieceBytes, '\0');
    while (stream_.read(piece.data(), static_cast<std::streamsize>(piece.size())) || stream_.gcount() > 0) {
      if (!take(std::string_view(piece).substr(0, static_cast<size_t>(stream_.gcount())))) return absl::OkStatus();
    }
    return stream_.bad() || !stream_.eof() ? Unreadable() : absl::OkStatus();
  }
  int64_t size_bytes() const { return size_bytes_; }
  const std::string& sha256() const { return sha256_; }

 private:
  absl::Status Unreadable() const {
    return Wrong(
        {.en = StrCat("cannot read the file '", path_, "'"), .vi = StrCat("không đọc được tệp '", path_, "'")});
  }

  const std::string path_;
  std::ifstream stream_;
  int64_t size_bytes_ = 0;
  std::string sha256_;
};

// By the ending of the file's name; empty when it says nothing.
std::string MediaTypeOf(const std::string& path) {
  const std::string ending = absl::AsciiStrToLower(std::filesystem::path(path).extension().string());
  for (const auto& [known, type] : {
           std::pair(".pdf", "application/pdf"),
           std::pair(".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
           std::pair(".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
           std::pair(".jpg", "image/jpeg"),
           std::pair(".jpeg", "image/jpeg"),
           std::pair(".png", "image/png"),
           std::pair(".tif", "image/tiff"),
           std::pair(".tiff", "image/tiff"),
       }) {
    if (ending == known) return type;
  }
  return "";
}

absl::StatusOr<Content> Send(ContentService::StubInterface& stub, const Connection& connection, LocalFile& file,
                             content::v1::UploadContentRequest first) {
  Content content;
  const auto context = connection.Context();
  const auto writer = stub.UploadContent(context.get(), &content);
  ProgressLine line;
  int64_t sent = 0;
  content::v1::UploadContentRequest message = std::move(first);
  const absl::Status read = file.EachPiece([&](std::string_view piece) {
    message.set_data(std::string(piece));
    const bool taken = writer->Write(message);
    message.Clear();
    sent += static_cast<int64_t>(piece.size());
    ShowShare(line, sent, file.size_bytes());
    return taken;
  });
  if (!read.ok()) {
    context->TryCancel();
    writer->Finish();
    return read;
  }
  if (sent == 0) writer->Write(message);
  writer->WritesDone();
  RETURN_IF_ERROR(rpc::FromGrpc(writer->Finish()));
  return content;
}

absl::StatusOr<Content> Upload(const Connection& connection, const std::string& name, const std::string& type,
                               LocalFile& file) {
  const auto stub = ContentService::NewStub(connection.channel());
  content::v1::UploadContentRequest first;
  first.set_name(name);
  first.set_media_type(type);
  // One that came through although its answer did not is told so.
  first.set_request_id(uuid::Random());
  for (int attempt = 1;; ++attempt) {
    auto content = Send(*stub, connection, file, first);
    if (content.ok() || !IsCut(content.status()) || attempt == kMostAttempts) return content;
    PauseAfter(attempt);
  }
}

// Into `file`, from `done` bytes on, which moves on.
absl::Status Receive(ContentService::StubInterface& stub, const Connection& connection, const std::string& name,
                     std::ofstream& file, digest::Sha256Stream& hash, Content* content, int64_t* done) {
  content::v1::DownloadContentRequest request;
  request.set_name(name);
  request.set_offset(*done);
  const auto context = connection.Context();
  const auto reader = stub.DownloadContent(context.get(), request);
  ProgressLine line;
  content::v1::DownloadContentResponse piece;
  while (reader->Read(&piece)) {
    if (piece.has_content()) {
      // Another file by now cannot go on in the middle.
      if (*done > 0 && piece.content().id() != content->id()) {
        context->TryCancel();
        reader->Finish();
        return Wrong({.en = "the file was replaced meanwhile; begin again", .vi = "tệp vừa được thay; hãy tải lại"});
      }
      *content = piece.content();
    }
    file << piece.data();
    hash << piece.data();
    *done += static_cast<int64_t>(piece.data().size());
    ShowShare(line, *done, content->size_bytes());
  }
  return rpc::FromGrpc(reader->Finish());
}

int Download(const Connection& connection, const std::string& name, const std::string& target) {
  const auto stub = ContentService::NewStub(connection.channel());
  digest::Sha256Stream hash;
  Content content;
  return FetchFile(
      target,
      [&](std::ofstream& file, int64_t* done) { return Receive(*stub, connection, name, file, hash, &content, done); },
      [&] {
        if (absl::HexStringToBytes(hash.Hex()) == content.sha256()) return absl::OkStatus();
        return Wrong({.en = "the file was changed on its way here; fetch it again",
                      .vi = "tệp bị thay đổi trên đường truyền; hãy tải lại"});
      });
}

struct Paper {
  std::string name;
  std::string file;
  std::string media_type;
  std::string item_id;
  std::string issued_date;
  std::string title;
  std::string issuer;
};

// Registers the paper by what its file is; its name.
absl::StatusOr<std::string> Attach(const Connection& connection, const Paper& paper, const LocalFile& file) {
  dossiers::v1::AttachComponentRequest request;
  request.set_name(paper.name);
  request.set_request_id(uuid::Random());
  dossiers::v1::Attachment& attachment = *request.mutable_attachment();
  attachment.set_item_id(paper.item_id);
  ASSIGN_OR_RETURN(const absl::CivilDay issued, civil::Parse(paper.issued_date));
  *attachment.mutable_issued_date() = civil::ToDate(issued);
  attachment.mutable_document()->set_title(paper.title);
  attachment.mutable_document()->set_issuer(paper.issuer);
  attachment.mutable_document()->set_file_sha256(file.sha256());
  attachment.mutable_document()->set_file_size_bytes(file.size_bytes());
  dossiers::v1::Component attached;
  RETURN_IF_ERROR(connection.Call(request, &attached));
  return attached.name();
}

int SendFile(const Settings& settings, const Connection& connection, Paper paper, bool attach) {
  if (paper.media_type.empty()) paper.media_type = MediaTypeOf(paper.file);
  if (paper.media_type.empty()) {
    return Usage(
        {.en = StrCat("what is '", paper.file, "'? say it by --media-type, such as application/pdf"),
         .vi = StrCat("không rõ loại tệp của '", paper.file, "'; hãy ghi --media-type, ví dụ application/pdf")});
  }
  LocalFile file(paper.file);
  if (const absl::Status read = file.Measure(); !read.ok()) return Refused(read);
  if (attach) {
    auto name = Attach(connection, paper, file);
    if (!name.ok()) return Refused(name.status());
    paper.name = *std::move(name);
  }
  const auto content = Upload(connection, paper.name, paper.media_type, file);
  if (!content.ok()) {
    if (attach) {
      Usage({.en = StrCat("the paper is registered as ", paper.name, "; send its file again by `contents upload`"),
             .vi = StrCat("thành phần đã được ghi là ", paper.name, "; hãy gửi lại tệp bằng `contents upload`")});
    }
    return Refused(content.status());
  }
  // By its name the paper is known to `contents download`.
  return settings.Write(settings.Form() == Format::kJson ? ToJson(*content) : StrCat(paper.name, "\n"));
}

}  // namespace

bool IsContentVerb(std::string_view verb) { return verb == "attach" || verb == "upload" || verb == "download"; }

int RunContents(std::string_view verb, int argc, char** argv) {
  const bool attach = verb == "attach";
  const bool download = verb == "download";
  CLI::App app(download ? Say({.en = "Fetches the file of a paper into the file that --output names.",
                               .vi = "Tải tệp của một thành phần vào tệp ghi ở --output."})
               : attach ? Say({.en = "Registers a paper in a dossier and sends its file.",
                               .vi = "Ghi một thành phần vào hồ sơ và gửi tệp."})
                        : Say({.en = "Sends the file of a paper that is registered in a dossier.",
                               .vi = "Gửi tệp của thành phần đã ghi trong hồ sơ."}),
               StrCat("congressctl contents ", verb));
  Settings settings;
  settings.timeout_seconds = kTransferSeconds;
  settings.AddTo(&app);
  Paper paper;
  app.add_option("--name", paper.name,
                 attach
                     ? Say({.en = "The dossier, congresses/{congress}/dossiers/{dossier}",
                            .vi = "Hồ sơ, congresses/{congress}/dossiers/{dossier}"})
                     : Say({.en = "The paper, congresses/{congress}/dossiers/{dossier}/components/{component}, or a "
                                  "file of an issued one, numberSeries/{series}/papers/{number}/files/pdf",
                            .vi = "Thành phần, congresses/{congress}/dossiers/{dossier}/components/{component}, hoặc "
                                  "tệp của văn bản đã phát hành, numberSeries/{series}/papers/{number}/files/pdf"}))
      ->required();
  if (!download) {
    app.add_option("--file", paper.file, Say({.en = "The file", .vi = "Tệp"}))->required()->check(CLI::ExistingFile);
    app.add_option("--media-type", paper.media_type,
                   Say({.en = "Such as application/pdf; by the ending of the file unless given",
                        .vi = "Như application/pdf; không ghi thì theo đuôi tệp"}));
  }
  if (attach) {
    app.add_option("--item-id", paper.item_id,
                   Say({.en = "Item of the dossier's checklist", .vi = "Mục trong danh mục của hồ sơ"}))
        ->required();
    app.add_option("--issued-date", paper.issued_date,
                   Say({.en = "Day of issue, such as 2025-06-01", .vi = "Ngày ban hành, như 2025-06-01"}))
        ->required();
    app.add_option("--title", paper.title, Say({.en = "Title of the paper", .vi = "Trích yếu"}))->required();
    app.add_option("--issuer", paper.issuer, Say({.en = "Who issued it", .vi = "Nơi ban hành"}))->required();
  }
  if (const auto ended = Parse(&app, 2, argc, argv)) return *ended;
  if (download && settings.output.empty()) {
    return Usage({.en = "name a file for it by --output", .vi = "cần --output với tên tệp"});
  }
  const auto connection = Connection::Open(settings.Connecting());
  if (!connection.ok()) return Refused(connection.status());
  if (download) return Download(*connection, paper.name, settings.output);
  return SendFile(settings, *connection, std::move(paper), attach);
}

}  // namespace congress::cli

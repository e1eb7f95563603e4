#include "cli/bundles.h"

#include <array>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <vector>

#include "absl/time/clock.h"
#include "cli/language.h"
#include "cli/private_file.h"
#include "cli/request.h"
#include "cli/settings.h"
#include "cli/transfer.h"
#include "cli/visible.h"
#include "congress/dossiers/v1/package_service.grpc.pb.h"
#include "congress/drafting/v1/hand_over_service.grpc.pb.h"
#include "platform/auth/token.h"
#include "platform/bundle/read.h"
#include "platform/bundle/receipt.h"
#include "platform/rpc/client.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"

namespace congress::cli {
namespace {

absl::Status Unreadable(const std::string& path) {
  return Wrong({.en = StrCat("the file '", path, "' cannot be read"), .vi = StrCat("không đọc được tệp '", path, "'")});
}

// The file where it lies; a bundle may be larger than memory.
absl::StatusOr<bundle::Bytes> InFile(const std::string& path) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  if (error) return Unreadable(path);
  const auto read = [path](int64_t offset, content::Sink sink) -> absl::Status {
    std::ifstream file(path, std::ios::binary);
    file.seekg(offset);
    std::array<char, 64 << 10> piece;
    while (file) {
      file.read(piece.data(), piece.size());
      if (file.bad()) return Unreadable(path);
      if (file.gcount() > 0) RETURN_IF_ERROR(sink({piece.data(), static_cast<size_t>(file.gcount())}));
    }
    return file.eof() ? absl::OkStatus() : Unreadable(path);
  };
  return bundle::Bytes{static_cast<int64_t>(size), read};
}

// A bundle and what is not as it was signed.
struct Judged {
  bundle::v1::SignedManifest signed_manifest;
  bundle::v1::Manifest manifest;
  std::vector<bundle::v1::Finding> findings;
};

absl::StatusOr<Judged> Judge(const std::string& path, const std::string& sender) {
  ASSIGN_OR_RETURN(bundle::Bytes bytes, InFile(path));
  ASSIGN_OR_RETURN(bundle::Reader reader, bundle::Reader::Open(std::move(bytes)));
  ASSIGN_OR_RETURN(const std::string key, ReadInput(sender));
  auth::Verifier senders;
  RETURN_IF_ERROR(senders.Trust(reader.manifest().issuer(), key));
  ASSIGN_OR_RETURN(std::vector<bundle::v1::Finding> findings, reader.Verify(senders));
  return Judged{reader.signed_manifest(), reader.manifest(), std::move(findings)};
}

int Tell(const Judged& judged) {
  const bundle::v1::Manifest& manifest = judged.manifest;
  const std::string files = StrCat(manifest.files_size());
  if (!judged.findings.empty()) {
    const status::Teller tell(LanguageOfUser());
    for (const bundle::v1::Finding& finding : judged.findings) {
      std::cout << Visible(tell(finding.kind(), {{"name", finding.name()}})) << "\n";
    }
    return kRefused;
  }
  const std::string title = Visible(StrCat(manifest.sender_name(), ": ", manifest.title()));
  std::cout << title << "\n"
            << Say({.en = StrCat("signed by this sender, and all ", files, " files are as they were signed"),
                    .vi = StrCat("chữ ký đúng của nơi gửi, đủ ", files, " tệp và nguyên vẹn")})
            << "\n";
  return 0;
}

// What both verbs are given.
struct Given {
  std::string file;
  std::string sender;

  void AddTo(CLI::App* app) {
    app->add_option("file", file, Say({.en = "The bundle, a zip file", .vi = "Gói tài liệu, tệp zip"}))
        ->required()
        ->check(CLI::ExistingFile);
    app->add_option("--sender", sender,
                    Say({.en = "The sender's public key in PEM, which came on another way than the bundle",
                         .vi = "Khóa công khai của nơi gửi (PEM), nhận bằng đường khác với gói tài liệu"}))
        ->required()
        ->check(CLI::ExistingFile);
  }
};

int Verify(int argc, char** argv) {
  CLI::App app(Say({.en = "Proves that a bundle is its sender's and whole, without a server.",
                    .vi = "Kiểm tra gói tài liệu đúng của nơi gửi và nguyên vẹn, không cần máy chủ."}),
               "congressctl bundle verify");
  Given given;
  given.AddTo(&app);
  if (const auto ended = Parse(&app, 2, argc, argv)) return *ended;
  const auto judged = Judge(given.file, given.sender);
  return judged.ok() ? Tell(*judged) : Refused(judged.status());
}

int Receipt(int argc, char** argv) {
  CLI::App app(Say({.en = "Signs a receipt for a bundle: what came, and what was not as it was signed.",
                    .vi = "Ký biên nhận gói tài liệu: đã nhận những gì, điểm nào không khớp."}),
               "congressctl bundle receipt");
  Given given;
  given.AddTo(&app);
  std::string key;
  std::string output;
  bundle::v1::Receipt receipt;
  app.add_option("--key", key, Say({.en = "The receiver's private key", .vi = "Khóa riêng của nơi nhận"}))->required();
  app.add_option_function<std::string>(
         "--issuer", [&](const std::string& issuer) { receipt.set_issuer(issuer); },
         Say({.en = "In whose name it is signed: as the sender knows the receiver's key",
              .vi = "Tên người ký: tên mà nơi gửi dùng cho khóa của nơi nhận"}))
      ->required();
  app.add_option_function<std::string>(
         "--received-by", [&](const std::string& name) { receipt.set_received_by(name); },
         Say({.en = "Who took it over", .vi = "Người nhận"}))
      ->required();
  app.add_option("--output", output,
                 Say({.en = "File to make for the receipt; its signature is made beside it, ending in .sig",
                      .vi = "Tệp biên nhận sẽ tạo; chữ ký nằm bên cạnh, tên có đuôi .sig"}))
      ->required();
  if (const auto ended = Parse(&app, 2, argc, argv)) return *ended;
  const auto judged = Judge(given.file, given.sender);
  if (!judged.ok()) return Refused(judged.status());
  const auto pem = ReadPrivate(key);
  if (!pem.ok()) return Refused(pem.status());
  auto parsed = auth::ParsePrivateKey(*pem);
  if (!parsed.ok()) return Refused(parsed.status());
  const auth::Signer signer(receipt.issuer(), *std::move(parsed));
  receipt.set_receiver(judged->manifest.receiver());
  receipt.set_receiver_name(judged->manifest.receiver_name());
  receipt.mutable_receive_time()->set_seconds(absl::ToUnixSeconds(absl::Now()));
  const bundle::v1::SignedReceipt made =
      bundle::SignReceipt(std::move(receipt), judged->signed_manifest, judged->manifest, judged->findings, signer);
  absl::Status written = WriteNew(output, made.receipt(), 0644);
  if (written.ok()) written = WriteNew(StrCat(output, ".sig"), made.signature(), 0644);
  return written.ok() ? Tell(*judged) : Refused(written);
}

// Appends what comes from `done` bytes on to the file, and says how long the whole is.
template <class Service, class Request, class Piece>
absl::Status Receive(const Connection& connection,
                     std::unique_ptr<grpc::ClientReader<Piece>> (Service::Stub::*download)(grpc::ClientContext*,
                                                                                           const Request&),
                     const std::string& name, std::ofstream& file, int64_t* done, int64_t* size) {
  const auto stub = Service::NewStub(connection.channel());
  Request request;
  request.set_name(name);
  request.set_offset(*done);
  const auto context = connection.Context();
  const auto reader = ((*stub).*download)(context.get(), request);
  ProgressLine line;
  Piece piece;
  while (reader->Read(&piece)) {
    if (piece.size_bytes() > 0) *size = piece.size_bytes();
    file << piece.data();
    *done += static_cast<int64_t>(piece.data().size());
    ShowShare(line, *done, *size);
  }
  return rpc::FromGrpc(reader->Finish());
}

int Download(int argc, char** argv) {
  const bool of_package = argc > 1 && std::string_view(argv[1]) == "packages";
  CLI::App app(of_package ? Say({.en = "Fetches a package of dossiers as one zip file.",
                                 .vi = "Tải một gói hồ sơ thành một tệp zip."})
                          : Say({.en = "Fetches the bundle of a hand-over as one zip file.",
                                 .vi = "Tải gói tài liệu của một lần bàn giao thành một tệp zip."}),
               of_package ? "congressctl packages download" : "congressctl hand-overs download");
  Settings settings;
  settings.timeout_seconds = kTransferSeconds;
  settings.AddTo(&app);
  std::string name;
  app.add_option("name", name,
                 of_package ? Say({.en = "The package", .vi = "Gói hồ sơ"})
                            : Say({.en = "The hand-over", .vi = "Lần bàn giao"}))
      ->required();
  if (const auto ended = Parse(&app, 2, argc, argv)) return *ended;
  if (settings.output.empty()) {
    return Usage({.en = "--output: name the zip file to make", .vi = "--output: cần nêu tên tệp zip sẽ tạo"});
  }
  if (!of_package && name.find('/') == name.npos) name.insert(0, "handOvers/");
  const auto connection = Connection::Open(settings.Connecting());
  if (!connection.ok()) return Refused(connection.status());
  int64_t size = 0;
  return FetchFile(
      settings.output,
      [&](std::ofstream& file, int64_t* done) {
        using dossiers::v1::PackageService;
        using drafting::v1::HandOverService;
        return of_package ? Receive<PackageService>(*connection, &PackageService::Stub::DownloadPackage, name, file,
                                                    done, &size)
                          : Receive<HandOverService>(*connection, &HandOverService::Stub::DownloadHandOver, name, file,
                                                     done, &size);
      },
      [] { return absl::OkStatus(); });
}

}  // namespace

int RunBundle(std::string_view verb, int argc, char** argv) {
  if (verb == "download") return Download(argc, argv);
  return verb == "verify" ? Verify(argc, argv) : Receipt(argc, argv);
}

}  // namespace congress::cli

#include "cli/backup.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/escaping.h"
#include "absl/time/clock.h"
#include "cli/language.h"
#include "cli/manifests.h"
#include "cli/private_file.h"
#include "cli/progress_line.h"
#include "cli/request.h"
#include "cli/restore.h"
#include "cli/settings.h"
#include "congress/backup/v1/backup_service.grpc.pb.h"
#include "platform/backup/backup_file.h"
#include "platform/backup/keys.h"
#include "platform/backup/restore.h"
#include "platform/civil/civil.h"
#include "platform/rpc/client.h"
#include "platform/status/driver_text.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/uuid/uuid.h"

namespace congress::cli {
namespace {

using backup::v1::Manifest;

// What a backup may take where the user says nothing.
constexpr double kBackupSeconds = 4 * 3600;
constexpr std::string_view kPrefix = "congress-";
constexpr std::string_view kSuffix = ".backup";
// Of the keys of persons, of which only the last are kept: with an erased key every backup of the records has lost what
// lies under it.
constexpr std::string_view kKeysFile = "congress.keys";

absl::Status CannotBeWritten(const std::string& path) {
  return Wrong({.en = StrCat("cannot write the file '", path, "'"), .vi = StrCat("không ghi được tệp '", path, "'")});
}

int Keygen(int argc, char** argv) {
  CLI::App app(Say({.en = "Makes the keys of backups: processes get the public one, the private one is kept offline.",
                    .vi = "Tạo cặp khóa sao lưu: các tiến trình giữ khóa công khai, khóa riêng cất ngoài mạng."}),
               "congressctl backup keygen");
  std::string public_file;
  std::string private_file;
  app.add_option("--public", public_file,
                 Say({.en = "File to make for the public key", .vi = "Tệp khóa công khai sẽ tạo"}))
      ->required();
  app.add_option("--private", private_file,
                 Say({.en = "File to make for the private key", .vi = "Tệp khóa riêng sẽ tạo"}))
      ->required();
  if (const auto ended = Parse(&app, 2, argc, argv)) return *ended;
  const backup::KeyPair keys = backup::NewKeyPair();
  // The one that cannot be made again first.
  absl::Status made = WriteNew(private_file, backup::PrivateTextOf(keys), 0600);
  if (made.ok()) made = WriteNew(public_file, backup::TextOf(keys.public_key), 0644);
  return made.ok() ? 0 : Refused(made);
}

// Backups in a folder, the oldest first: their names sort by time.
std::vector<std::filesystem::path> BackupsIn(const std::string& folder) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(kPrefix) && name.ends_with(kSuffix)) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

absl::Status Fetch(const Connection& connection, const std::string& path, const std::string& id,
                   backup::v1::PartKind kind) {
  const auto stub = backup::v1::BackupService::NewStub(connection.channel());
  backup::FileWriter file(path);
  ProgressLine line;
  size_t bytes = 0;
  for (const std::string_view service : backup::kServices) {
    backup::v1::DownloadBackupRequest request;
    request.set_parent(StrCat("services/", service));
    request.set_backup_id(id);
    request.set_kind(kind);
    const auto context = connection.Context();
    const auto reader = stub->DownloadBackup(context.get(), request);
    backup::v1::DownloadBackupResponse piece;
    while (reader->Read(&piece)) {
      file.Add(piece);
      bytes += piece.data().size();
      line.Show(StrCat(service, "  ", bytes >> 20, " MiB"));
    }
    RETURN_IF_ERROR(rpc::FromGrpc(reader->Finish()));
  }
  if (file.Close()) return absl::OkStatus();
  return CannotBeWritten(path);
}

// Fetches into a file of another name until it has proved to be whole.
absl::StatusOr<Manifests> Create(const Connection& connection, const std::string& path, const std::string& id,
                                 backup::v1::PartKind kind, const auth::Verifier* verifier) {
  const std::string part = StrCat(path, ".part");
  const absl::Cleanup remove = [&part] { std::remove(part.c_str()); };
  RETURN_IF_ERROR(Fetch(connection, part, id, kind));
  ASSIGN_OR_RETURN(Manifests manifests, backup::VerifyFile(part, verifier));
  std::error_code error;
  std::filesystem::rename(part, path, error);
  if (error) return CannotBeWritten(path);
  return manifests;
}

void AddMetricsFile(CLI::App* app, std::string* file) {
  app->add_option(
      "--metrics-file", *file,
      Say({.en = "File, rewritten on success, that tells Prometheus's node exporter of when the backup is",
           .vi = "Tệp, ghi lại mỗi khi thành công, báo thời điểm sao lưu cho node exporter của Prometheus"}));
}

// Of which time the backup is that has proved whole: an alert asks how long ago that was.
int WriteMetrics(const std::string& file, const Manifests& manifests) {
  if (file.empty()) return 0;
  const std::string part = StrCat(file, ".part");
  const int written =
      Write(StrCat("# HELP congress_backup_verified_timestamp_seconds Of when the last backup is that was verified.\n"
                   "# TYPE congress_backup_verified_timestamp_seconds gauge\n"
                   "congress_backup_verified_timestamp_seconds ",
                   manifests.front().snapshot_time().seconds(), "\n"),
            part);
  std::error_code error;
  if (written == 0) std::filesystem::rename(part, file, error);
  return error ? CannotWrite(file) : written;
}

// Tells each service that its part has been verified.
absl::Status Attest(const Connection& connection, const Manifests& manifests) {
  for (const Manifest& manifest : manifests) {
    backup::v1::AttestBackupRequest request;
    request.set_parent(StrCat("services/", manifest.service()));
    request.set_backup_id(manifest.backup_id());
    *request.mutable_snapshot_time() = manifest.snapshot_time();
    request.set_sequence(manifest.sequence());
    backup::v1::VerifiedBackup known;
    RETURN_IF_ERROR(connection.Call(request, &known));
  }
  return absl::OkStatus();
}

int RunCreate(int argc, char** argv) {
  CLI::App app(
      Say({.en = "Makes a backup of the running suite in a folder, verifies it and prints the name of its file.",
           .vi = "Sao lưu hệ thống đang chạy vào một thư mục, kiểm tra và in tên tệp."}),
      "congressctl backup create");
  Settings settings;
  settings.timeout_seconds = kBackupSeconds;
  settings.AddTo(&app);
  std::string folder;
  std::string trusted;
  int keep = 0;
  app.add_option("--folder", folder, Say({.en = "Folder that takes the file", .vi = "Thư mục nhận tệp"}))
      ->required()
      ->check(CLI::ExistingDirectory);
  app.add_option("--keep", keep,
                 Say({.en = "How many backups stay in the folder; older ones are deleted. All unless given",
                      .vi = "Số bản sao lưu giữ lại trong thư mục; bản cũ hơn bị xóa. Không ghi thì giữ tất cả"}))
      ->check(CLI::Range(1, 100'000));
  std::string keys;
  app.add_option("--keys", keys,
                 Say({.en = "File that takes the wrapped keys of persons and files, in place of the one before; "
                            "congress.keys in the folder unless given",
                      .vi = "Tệp nhận các khóa (đã bọc) của cá nhân và tệp đính kèm, thay tệp cũ; không ghi thì là "
                            "congress.keys trong thư mục"}));
  std::string metrics;
  AddTrustedKeys(&app, &trusted);
  AddMetricsFile(&app, &metrics);
  if (const auto ended = Parse(&app, 2, argc, argv)) return *ended;
  const auto verifier = VerifierOf(trusted);
  if (!verifier.ok()) return Refused(verifier.status());
  const auto connection = Connection::Open(settings.Connecting());
  if (!connection.ok()) return Refused(connection.status());
  const std::string path =
      StrCat(folder, "/", kPrefix, absl::FormatTime("%Y%m%dT%H%M%E3SZ", absl::Now(), absl::UTCTimeZone()), kSuffix);
  if (keys.empty()) keys = StrCat(folder, "/", kKeysFile);
  const std::string id = uuid::Random();
  const auto manifests = Create(*connection, path, id, backup::v1::RECORDS, verifier->get());
  if (!manifests.ok()) return Refused(manifests.status());
  // After the records: no record that they hold lacks its key, but for what was erased since.
  const auto kept = Create(*connection, keys, id, backup::v1::PERSON_KEYS, verifier->get());
  if (!kept.ok()) return Refused(kept.status());
  // The backup is there, also when nobody could be told.
  if (const absl::Status told = Attest(*connection, *manifests); !told.ok()) return Refused(told);
  std::vector<std::filesystem::path> files = BackupsIn(folder);
  std::error_code error;
  for (; keep > 0 && files.size() > static_cast<size_t>(keep); files.erase(files.begin())) {
    std::filesystem::remove(files.front(), error);
  }
  if (const int failed = WriteMetrics(metrics, *manifests); failed != 0) return failed;
  return settings.Write(StrCat(path, "\n"));
}

std::string StateOf(const absl::Status& verified) {
  const status::Language language = LanguageOfUser();
  return verified.ok() ? status::Sentence{.en = "whole", .vi = "nguyên vẹn"}.In(language)
                       : status::SentenceOf(status::InLanguage(verified, language));
}

int RunList(int argc, char** argv) {
  CLI::App app(Say({.en = "Lists the backups of a folder, the oldest first, and how each stands up to verification.",
                    .vi = "Liệt kê các bản sao lưu trong thư mục, cũ nhất trước, và kết quả kiểm tra từng bản."}),
               "congressctl backup list");
  Settings settings;
  settings.AddTo(&app);
  std::string folder;
  app.add_option("--folder", folder, Say({.en = "The folder", .vi = "Thư mục"}))
      ->required()
      ->check(CLI::ExistingDirectory);
  if (const auto ended = Parse(&app, 2, argc, argv)) return *ended;
  std::vector<std::vector<std::string>> rows = {{"file", "bytes", "time", "records", "state"}};
  for (const std::filesystem::path& path : BackupsIn(folder)) {
    const auto manifests = backup::VerifyFile(path.string(), nullptr);
    std::error_code error;
    int64_t records = 0;
    std::string time;
    if (manifests.ok()) {
      for (const Manifest& manifest : *manifests) records += manifest.record_count();
      time = TimeOf(manifests->front());
    }
    rows.push_back({path.filename().string(), StrCat(std::filesystem::file_size(path, error)), time, StrCat(records),
                    StateOf(manifests.status())});
  }
  return settings.Write(RenderRows(rows, settings.Form()));
}

// Tells of records that were lost before the backup was made, which a version without this look did not notice.
int HoldAgainstAudit(const backup::Backup& backup, const std::string& key_file) {
  const auto keys = PrivateKeyIn(key_file);
  if (!keys.ok()) return Refused(keys.status());
  const absl::Status held = backup::HoldAgainstAudit(backup, *keys);
  if (status::ReasonOf(held) != "RECORD_DAMAGED") return held.ok() ? 0 : Refused(held);
  const std::string what = status::DriverText(held);
  return NotHeld(
      absl::DataLossError(Say({.en = StrCat("the backup is of a store that had lost records: ", what),
                               .vi = StrCat("bản sao lưu được lập từ kho dữ liệu đã mất bản ghi: ", what)})));
}

int RunVerify(int argc, char** argv) {
  CLI::App app(
      Say({.en = "Verifies a backup by its hashes and signatures, without its private key, and tells what it holds.",
           .vi = "Kiểm tra bản sao lưu bằng mã băm và chữ ký, không cần khóa riêng, và cho biết bản đó chứa gì."}),
      "congressctl backup verify");
  Settings settings;
  settings.AddTo(&app);
  std::string file;
  std::string trusted;
  app.add_option("--file", file, Say({.en = "The backup", .vi = "Bản sao lưu"}))->required()->check(CLI::ExistingFile);
  std::string metrics;
  std::string key_file;
  app.add_option("--key", key_file,
                 Say({.en = "File of the private key, to hold the records against their audit log too",
                      .vi = "Tệp khóa riêng, để đối chiếu thêm các bản ghi với nhật ký kiểm tra"}))
      ->check(CLI::ExistingFile);
  AddTrustedKeys(&app, &trusted);
  AddMetricsFile(&app, &metrics);
  bool attest = false;
  app.add_flag("--attest", attest,
               Say({.en = "Tell the running suite that this backup has been verified",
                    .vi = "Báo cho hệ thống đang chạy rằng bản này đã được kiểm tra"}));
  if (const auto ended = Parse(&app, 2, argc, argv)) return *ended;
  const auto verifier = VerifierOf(trusted);
  if (!verifier.ok()) return Refused(verifier.status());
  const auto manifests = backup::VerifyFile(file, verifier->get());
  if (!manifests.ok()) return Refused(manifests.status());
  if (!key_file.empty()) {
    if (const int lost = HoldAgainstAudit({file, *manifests}, key_file); lost != 0) return lost;
  }
  if (attest) {
    const auto connection = Connection::Open(settings.Connecting());
    if (!connection.ok()) return Refused(connection.status());
    if (const absl::Status told = Attest(*connection, *manifests); !told.ok()) return Refused(told);
  }
  if (const int failed = WriteMetrics(metrics, *manifests); failed != 0) return failed;
  return settings.Write(Show(*manifests, settings));
}

constexpr std::pair<std::string_view, int (*)(int, char**)> kVerbs[] = {
    {"keygen", Keygen}, {"create", RunCreate}, {"list", RunList}, {"verify", RunVerify}, {"restore", RunRestore}};

auto Find(std::string_view verb) {
  return std::find_if(std::begin(kVerbs), std::end(kVerbs), [verb](const auto& known) { return known.first == verb; });
}

}  // namespace

int RunBackup(std::string_view verb, int argc, char** argv) {
  const auto known = Find(verb);
  if (known != std::end(kVerbs)) return known->second(argc, argv);
  const bool asked = verb == "--help" || verb == "-h";
  std::ostream& out = asked ? std::cout : std::cerr;
  for (const auto& [name, run] : kVerbs) out << "  congressctl backup " << name << "\n";
  return asked ? 0 : kUsage;
}

}  // namespace congress::cli

#include "cli/restore.h"

#include <sys/stat.h>

#include <iostream>
#include <memory>
#include <string>

#include "cli/language.h"
#include "cli/manifests.h"
#include "cli/settings.h"
#include "platform/backup/backup_file.h"
#include "platform/backup/restore.h"
#include "platform/content/open.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "platform/store/open.h"

namespace congress::cli {
namespace {

// Says which records came back without what is graded of them, on stderr.
void TellLost(const Manifests& manifests, const backup::Restored& lost, bool had_keys) {
  for (size_t i = 0; i < manifests.size(); ++i) {
    const int64_t count = lost.records_without_key[i];
    if (count == 0) continue;
    const std::string& service = manifests[i].service();
    const status::Sentence sentence =
        had_keys
            ? status::Sentence{.en = StrCat(service, ": ", count,
                                            " records came back without their graded fields, as their keys are not "
                                            "in the file of keys: they were erased since."),
                               .vi = StrCat(service, ": ", count,
                                            " bản ghi được khôi phục nhưng thiếu các trường mật, vì khóa không còn "
                                            "trong tệp khóa (đã xóa sau thời điểm sao lưu).")}
            : status::Sentence{.en = StrCat(service, ": ", count,
                                            " records came back without their graded fields, as no file of keys "
                                            "was given (--keys)."),
                               .vi = StrCat(service, ": ", count,
                                            " bản ghi được khôi phục nhưng thiếu các trường mật, vì không có tệp "
                                            "khóa (--keys).")};
    std::cerr << sentence.In(LanguageOfUser()) << std::endl;
  }
}

}  // namespace

int RunRestore(int argc, char** argv) {
  CLI::App app(Say({.en = "Writes a backup into empty stores while no process of the suite runs; then start them with "
                          "--accept-rollback.",
                    .vi = "Khôi phục bản sao lưu vào kho trống khi không tiến trình nào chạy; sau đó khởi động với "
                          "--accept-rollback."}),
               "congressctl backup restore");
  Settings settings;
  settings.AddTo(&app);
  std::string file;
  std::string key_file;
  std::string trusted;
  std::string data_dir;
  std::string store;
  std::string content;
  app.add_option("--file", file, Say({.en = "The backup", .vi = "Bản sao lưu"}))->required()->check(CLI::ExistingFile);
  app.add_option("--key", key_file, Say({.en = "File of the private key", .vi = "Tệp khóa riêng"}))
      ->required()
      ->check(CLI::ExistingFile);
  std::string persons_file;
  app.add_option("--keys", persons_file,
                 Say({.en = "File of the wrapped keys that `backup create` left last; without it what is encrypted of "
                            "persons, and files, stay closed",
                      .vi = "Tệp khóa (đã bọc) của lần `backup create` gần nhất; thiếu tệp này thì dữ liệu mã hóa của "
                            "cá nhân và các tệp không mở được"}))
      ->check(CLI::ExistingFile);
  auto* in_folder = app.add_option(
      "--data-dir", data_dir,
      Say({.en = "Folder of a congressd, made where needed", .vi = "Thư mục của congressd, tự tạo nếu cần"}));
  app.add_option("--store", store,
                 Say({.en = "The services' --store: sqlite:DIR/, redis://HOST:PORT/DB?password-file=FILE",
                      .vi = "Giá trị --store của các dịch vụ: sqlite:DIR/, redis://HOST:PORT/DB?password-file=FILE"}))
      ->excludes(in_folder);
  app.add_option(
      "--content", content,
      Say({.en = "The services' --content, when the backup holds files; with --data-dir its own",
           .vi = "Giá trị --content của các dịch vụ, khi bản sao lưu có tệp; với --data-dir thì là của chính nó"}));
  AddTrustedKeys(&app, &trusted);
  if (const auto ended = Parse(&app, 2, argc, argv)) return *ended;
  if (data_dir.empty() && store.empty()) {
    return Usage({.en = "say by --data-dir or --store where the backup goes",
                  .vi = "cần --data-dir hoặc --store để biết khôi phục vào đâu"});
  }
  if (!data_dir.empty()) store = StrCat("sqlite:", data_dir, "/");
  if (!data_dir.empty() && content.empty()) content = StrCat("file:", data_dir, "/content");
  // Stores hold personnel data, as servers make them.
  umask(077);
  backup::Restored lost;
  const auto restore = [&]() -> absl::StatusOr<Manifests> {
    ASSIGN_OR_RETURN(const auto verifier, VerifierOf(trusted));
    ASSIGN_OR_RETURN(const backup::KeyPair keys, PrivateKeyIn(key_file));
    ASSIGN_OR_RETURN(Manifests manifests, backup::VerifyFile(file, verifier.get()));
    std::unique_ptr<content::ContentStore> contents;
    if (!content.empty()) {
      ASSIGN_OR_RETURN(contents, content::Open(content));
    }
    const auto open = [&store](const std::string& keyspace) { return store::Open(store, keyspace); };
    backup::Backup persons{persons_file, {}};
    if (!persons_file.empty()) {
      ASSIGN_OR_RETURN(persons.manifests, backup::VerifyFile(persons_file, verifier.get()));
    }
    ASSIGN_OR_RETURN(lost, backup::Restore({file, manifests}, persons_file.empty() ? nullptr : &persons, keys,
                                           {.open = open, .contents = contents.get()}));
    return manifests;
  };
  const auto restored = restore();
  if (!restored.ok()) return Refused(restored.status());
  TellLost(*restored, lost, !persons_file.empty());
  return settings.Write(Show(*restored, settings));
}

}  // namespace congress::cli

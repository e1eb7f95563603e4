#include "cli/manifests.h"

#include "absl/strings/escaping.h"
#include "cli/language.h"
#include "cli/request.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"

namespace congress::cli {

using backup::v1::Manifest;

std::string TimeOf(const Manifest& manifest) {
  return civil::FormatUtc(civil::FromTimestamp(manifest.snapshot_time()));
}

std::string Show(const Manifests& manifests, const Settings& settings) {
  std::vector<std::vector<std::string>> rows = {
      {"service", "time", "version", "sequence", "records", "files", "bytes", "records_root"}};
  for (const Manifest& manifest : manifests) {
    rows.push_back({manifest.service(), TimeOf(manifest), manifest.version(), StrCat(manifest.sequence()),
                    StrCat(manifest.record_count()), StrCat(manifest.content_count()), StrCat(manifest.part_bytes()),
                    absl::BytesToHexString(manifest.records_root())});
  }
  return RenderRows(rows, settings.Form());
}

absl::StatusOr<std::unique_ptr<auth::Verifier>> VerifierOf(const std::string& folder) {
  if (folder.empty()) return nullptr;
  auto verifier = std::make_unique<auth::Verifier>();
  RETURN_IF_ERROR(verifier->TrustFolder(folder));
  return verifier;
}

void AddTrustedKeys(CLI::App* app, std::string* folder) {
  app->add_option("--trusted-keys", *folder,
                  Say({.en = "Folder of <issuer>.pem: only what these processes signed is accepted",
                       .vi = "Thư mục chứa <nơi cấp>.pem: chỉ nhận những gì các tiến trình này đã ký"}))
      ->check(CLI::ExistingDirectory);
}

absl::StatusOr<backup::KeyPair> PrivateKeyIn(const std::string& file) {
  ASSIGN_OR_RETURN(const std::string text, ReadInput(file));
  return backup::ParsePrivateKey(text);
}

}  // namespace congress::cli

// A bundle of a few papers, for tests.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "platform/auth/token.h"
#include "platform/bundle/manifest.h"
#include "platform/bundle/read.h"
#include "platform/bundle/write.h"
#include "platform/digest/sha256.h"
#include "tests/support/status_matchers.h"

namespace congress::bundle {

using Contents = std::map<std::string, std::string>;

inline auth::Signer NewSigner(const std::string& issuer = "office-nghe-an") { return {issuer, *auth::GenerateKey()}; }

// Trusts one signer.
class Knowing : public auth::Verifier {
 public:
  explicit Knowing(const auth::Signer& signer) {
    EXPECT_THAT(Trust(signer.issuer(), signer.public_pem()), support::IsOk());
  }
};

inline const Contents& Papers() {
  static const auto& papers = *new Contents{{"Văn bản/01-NQ-ĐH Nghị quyết.pdf", "%PDF-1.7 nghị quyết"},
                                            {"Văn bản/02-BC-ĐH Báo cáo.docx", "PK báo cáo"},
                                            {"Danh mục.txt", ""}};
  return papers;
}

inline v1::Manifest ManifestOf(const Contents& contents) {
  v1::Manifest manifest;
  manifest.set_bundle("congresses/nghe-an-20/transmissions/1");
  manifest.set_title("Hồ sơ văn kiện \"đại hội\"");
  manifest.set_sender("organisations/province");
  manifest.set_sender_name("Tỉnh uỷ Nghệ An");
  manifest.set_receiver("organisations/archive");
  manifest.set_receiver_name("Kho lưu trữ lịch sử");
  manifest.mutable_create_time()->set_seconds(1'750'039'200);
  manifest.mutable_create_time()->set_nanos(5);
  for (const auto& [name, bytes] : contents) {
    v1::File& file = *manifest.add_files();
    file.set_name(name);
    file.set_size_bytes(static_cast<int64_t>(bytes.size()));
    file.set_sha256(digest::Sha256Hex(bytes));
  }
  return manifest;
}

inline std::string Written(const v1::SignedManifest& signed_manifest, const Contents& contents = Papers()) {
  std::string zip;
  const auto file = [&](const v1::File& wanted, content::Sink sink) { return sink(contents.at(wanted.name())); };
  EXPECT_THAT(Write(signed_manifest, file,
                    [&zip](std::string_view piece) {
                      zip += piece;
                      return absl::OkStatus();
                    }),
              support::IsOk());
  return zip;
}

// The bundle of Papers.
inline std::string ZipOf(const auth::Signer& signer, const Contents& contents = Papers()) {
  return Written(*Sign(ManifestOf(contents), signer), contents);
}

// Its findings, such as `ALTERED Danh mục.txt`, or the reason and cause for which it is none.
inline std::vector<std::string> FindingsOf(Bytes bundle, const auth::Verifier& senders) {
  auto reader = Reader::Open(std::move(bundle));
  auto findings = reader.ok() ? reader->Verify(senders) : reader.status();
  if (!findings.ok()) {
    const std::string cause = support::MetadataIn(findings.status(), "cause");
    return {status::ReasonOf(findings.status()) + (cause.empty() ? "" : " " + cause)};
  }
  std::vector<std::string> told;
  for (const v1::Finding& finding : *findings) {
    told.push_back(v1::Finding::Kind_Name(finding.kind()) + (finding.name().empty() ? "" : " " + finding.name()));
  }
  return told;
}
inline std::vector<std::string> FindingsOf(std::string_view zip, const auth::Verifier& senders) {
  return FindingsOf(InMemory(zip), senders);
}

}  // namespace congress::bundle

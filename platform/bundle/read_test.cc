#include "platform/bundle/read.h"

#include "gmock/gmock.h"
#include "platform/bundle/testing_bundle.h"
#include "platform/content/file_content.h"
#include "platform/content/testing_bytes.h"
#include "platform/paper/package.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/zip.h"

namespace congress::bundle {
namespace {

using support::IsOk;
using support::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kReport[] = "Văn bản/02-BC-ĐH Báo cáo.docx";

// What `change` makes of the files of a bundle, packed anew by another program.
template <class Change>
std::string PackedAnew(const std::string& zip, const Change& change) {
  auto parts = support::Unzip(zip);
  EXPECT_THAT(parts, IsOk());
  change(*parts);
  return *paper::Pack({parts->begin(), parts->end()});
}

std::string AllOf(Reader& reader, const v1::File& file) {
  std::string bytes;
  EXPECT_THAT(reader.Read(file,
                          [&bytes](std::string_view piece) {
                            bytes += piece;
                            return absl::OkStatus();
                          }),
              IsOk());
  return bytes;
}

TEST(Read, GivesWhatWasWritten) {
  const auth::Signer signer = NewSigner();
  const std::string zip = ZipOf(signer);
  ASSERT_OK_AND_ASSIGN(Reader reader, Reader::Open(InMemory(zip)));
  EXPECT_EQ(reader.manifest().sender_name(), "Tỉnh uỷ Nghệ An");
  EXPECT_EQ(reader.manifest().create_time().seconds(), 1'750'039'200);
  Contents contents;
  for (const v1::File& file : reader.manifest().files()) contents[file.name()] = AllOf(reader, file);
  EXPECT_EQ(contents, Papers());
  EXPECT_EQ(Written(reader.signed_manifest()), zip);
}

// Papers come from a content store and bundles are read where they lie in one, as services do it.
TEST(Read, GoesFromContentStoreToContentStore) {
  const support::TemporaryFolder folder;
  ASSERT_OK_AND_ASSIGN(const auto store, content::FileContent::Open(folder.path()));
  const std::map<std::string, std::string> ids = {{"Báo cáo.pdf", "paper-1"}, {"Phụ lục/1.xlsx", "paper-2"}};
  Contents papers;
  for (const auto& [name, id] : ids) {
    const std::string bytes = content::SomeBytes(name.size() * 50'000);
    ASSERT_THAT(content::PutBytes(*store, id, bytes, static_cast<int64_t>(bytes.size())), IsOk());
    papers[name] = bytes;
  }
  const auth::Signer signer = NewSigner();
  ASSERT_OK_AND_ASSIGN(const auto signed_manifest, Sign(ManifestOf(papers), signer));
  std::string zip;
  const auto paper = [&](const v1::File& file, content::Sink sink) { return store->Get(ids.at(file.name()), 0, sink); };
  ASSERT_THAT(Write(signed_manifest, paper,
                    [&zip](std::string_view piece) {
                      zip += piece;
                      return absl::OkStatus();
                    }),
              IsOk());
  ASSERT_THAT(content::PutBytes(*store, "bundle", zip, SizeOf(signed_manifest).value()), IsOk());
  const Bytes kept = {static_cast<int64_t>(zip.size()),
                      [&store](int64_t offset, content::Sink sink) { return store->Get("bundle", offset, sink); }};
  EXPECT_THAT(FindingsOf(kept, Knowing(signer)), IsEmpty());
  ASSERT_OK_AND_ASSIGN(Reader reader, Reader::Open(kept));
  for (const v1::File& file : reader.manifest().files()) EXPECT_EQ(AllOf(reader, file), papers.at(file.name()));
  ASSERT_THAT(store->Delete("bundle"), IsOk());
  EXPECT_THAT(Reader::Open(kept).status(), StatusIs(support::kMissing, "RESOURCE_NOT_FOUND"));
}

TEST(Read, GivesNoOtherBytesThanListed) {
  const std::string zip = PackedAnew(ZipOf(NewSigner()), [](auto& parts) {
    parts[kReport] += "!";
    parts.erase("Danh mục.txt");
  });
  ASSERT_OK_AND_ASSIGN(Reader reader, Reader::Open(InMemory(zip)));
  const auto read = [&](int place) {
    return reader.Read(reader.manifest().files(place), [](std::string_view) { return absl::OkStatus(); });
  };
  EXPECT_THAT(read(0), StatusIs(absl::StatusCode::kDataLoss, "FILE_NOT_AS_LISTED"));
  EXPECT_THAT(read(1), IsOk());
  EXPECT_THAT(read(2), StatusIs(absl::StatusCode::kDataLoss, "FILE_NOT_AS_LISTED"));
  EXPECT_EQ(reader.Read(reader.manifest().files(1), [](std::string_view) { return absl::CancelledError("enough"); }),
            absl::CancelledError("enough"));
}

TEST(Verify, FindsNothingInWhatIsIntactWhoeverPackedIt) {
  const auth::Signer signer = NewSigner();
  const Knowing senders(signer);
  const std::string zip = ZipOf(signer);
  EXPECT_THAT(FindingsOf(zip, senders), IsEmpty());
  const std::string anew = PackedAnew(zip, [](auto&) {});
  EXPECT_NE(anew, zip);
  EXPECT_THAT(FindingsOf(anew, senders), IsEmpty());
  EXPECT_THAT(FindingsOf(PackedAnew(zip, [](auto& parts) { parts["Văn bản/"]; }), senders), IsEmpty());
}

TEST(Verify, NamesEachFileThatIsNotAsListed) {
  const auth::Signer signer = NewSigner();
  const Knowing senders(signer);
  const std::string zip = PackedAnew(ZipOf(signer), [](auto& parts) {
    parts[kReport][0] = 'p';
    parts["Danh mục.txt"] = "longer";
    parts.erase("Văn bản/01-NQ-ĐH Nghị quyết.pdf");
    parts["Văn bản/00.exe"] = "MZ";
    parts["readme.txt"] = "";
  });
  EXPECT_THAT(FindingsOf(zip, senders),
              ElementsAre("ALTERED Danh mục.txt", "UNLISTED Văn bản/00.exe", "MISSING Văn bản/01-NQ-ĐH Nghị quyết.pdf",
                          std::string("ALTERED ") + kReport, "UNLISTED readme.txt"));
}

TEST(Verify, DamagedBytesAreAltered) {
  const auth::Signer signer = NewSigner();
  std::string zip = ZipOf(signer);
  zip[zip.find("PK báo cáo") + 4] ^= 1;
  EXPECT_THAT(FindingsOf(zip, Knowing(signer)), ElementsAre(std::string("ALTERED ") + kReport));
}

TEST(Verify, TheSignatureIsThatOfTheManifestByAKnownKey) {
  const auth::Signer signer = NewSigner();
  const auth::Signer other = NewSigner();
  const Knowing senders(signer);
  const v1::SignedManifest mine = *Sign(ManifestOf(Papers()), signer);
  const v1::SignedManifest others = *Sign(ManifestOf(Papers()), other);
  EXPECT_THAT(FindingsOf(Written(mine), senders), IsEmpty());
  // Another key under the same name, and the same key under another name.
  EXPECT_THAT(FindingsOf(Written(others), senders), ElementsAre("SIGNATURE_UNKNOWN"));
  EXPECT_THAT(FindingsOf(Written(mine), auth::Verifier()), ElementsAre("SIGNATURE_UNKNOWN"));
  EXPECT_THAT(FindingsOf(ZipOf(NewSigner("office")), senders), ElementsAre("SIGNATURE_UNKNOWN"));
  // Signature, key and manifest of two bundles.
  v1::SignedManifest mixed = mine;
  mixed.set_signature(others.signature());
  EXPECT_THAT(FindingsOf(Written(mixed), senders), ElementsAre("SIGNATURE_WRONG"));
  mixed.set_public_key_pem(others.public_key_pem());
  EXPECT_THAT(FindingsOf(Written(mixed), senders), ElementsAre("SIGNATURE_UNKNOWN"));
  mixed = mine;
  mixed.set_public_key_pem(others.public_key_pem());
  EXPECT_THAT(FindingsOf(Written(mixed), senders), ElementsAre("SIGNATURE_WRONG"));
  mixed = mine;
  v1::Manifest manifest = ManifestOf(Papers());
  manifest.set_receiver_name("Người khác");
  mixed.set_manifest(Sign(manifest, signer)->manifest());
  EXPECT_THAT(FindingsOf(Written(mixed), senders), ElementsAre("SIGNATURE_WRONG"));
  mixed = mine;
  mixed.set_signature(mine.signature().substr(1));
  EXPECT_THAT(FindingsOf(Written(mixed), senders), ElementsAre("SIGNATURE_WRONG"));
  mixed.set_signature(std::string(5000, 'x'));
  EXPECT_THAT(FindingsOf(Written(mixed), senders), ElementsAre("SIGNATURE_MISSING"));
  mixed = mine;
  mixed.set_public_key_pem("-----BEGIN PUBLIC KEY-----");
  EXPECT_THAT(FindingsOf(Written(mixed), senders), ElementsAre("SIGNATURE_WRONG"));
}

TEST(Verify, TheFilesOfTheBundleItselfAreThere) {
  const auth::Signer signer = NewSigner();
  const Knowing senders(signer);
  const std::string zip = ZipOf(signer);
  const auto without = [&](const std::string& name) {
    return FindingsOf(PackedAnew(zip, [&name](auto& parts) { parts.erase(name); }), senders);
  };
  EXPECT_THAT(without("SHA256SUMS"), ElementsAre("MISSING SHA256SUMS"));
  EXPECT_THAT(without("SHA256SUMS.sig"), ElementsAre("SIGNATURE_MISSING"));
  EXPECT_THAT(without("signer.pem"), ElementsAre("SIGNATURE_MISSING"));
  EXPECT_THAT(without("manifest.json"), ElementsAre("BUNDLE_MALFORMED manifest"));
  const std::string renamed = PackedAnew(zip, [](auto& parts) {
    std::string& manifest = parts["manifest.json"];
    manifest.replace(manifest.find("lịch sử"), std::string_view("lịch sử").size(), "khác");
  });
  EXPECT_THAT(FindingsOf(renamed, senders), ElementsAre("ALTERED manifest.json")) << "the list is as it was signed";
  // Who has no software of ours would be told of another file.
  const std::string other = PackedAnew(zip, [](auto& parts) {
    parts[kReport] = "other";
    std::string& sums = parts["SHA256SUMS"];
    sums.replace(sums.find(digest::Sha256Hex("PK báo cáo")), 64, digest::Sha256Hex("other"));
  });
  EXPECT_THAT(FindingsOf(other, senders), ElementsAre("ALTERED SHA256SUMS", std::string("ALTERED ") + kReport));
}

}  // namespace
}  // namespace congress::bundle

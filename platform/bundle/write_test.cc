#include "platform/bundle/write.h"

#include <algorithm>

#include "gmock/gmock.h"
#include "platform/bundle/testing_bundle.h"
#include "tests/support/zip.h"

namespace congress::bundle {
namespace {

using support::IsOk;
using support::MetadataIn;
using support::StatusIs;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr auto kLoss = absl::StatusCode::kDataLoss;

// Adds what it gets.
struct Gathered {
  std::string* bytes;
  absl::Status operator()(std::string_view piece) const {
    *bytes += piece;
    return absl::OkStatus();
  }
};

TEST(Write, HasTheManifestItsChecksumsTheSignatureAndTheFiles) {
  const auth::Signer signer = NewSigner();
  ASSERT_OK_AND_ASSIGN(const auto parts, support::Unzip(ZipOf(signer)));
  EXPECT_EQ(parts.size(), 7u);
  for (const auto& [name, bytes] : Papers()) EXPECT_EQ(parts.at(name), bytes);
  EXPECT_EQ(parts.at("signer.pem"), signer.public_pem());
  EXPECT_THAT(parts.at("manifest.json"),
              StartsWith("{\n"
                         "  \"bundle\": \"congresses/nghe-an-20/transmissions/1\",\n"
                         "  \"title\": \"Hồ sơ văn kiện \\\"đại hội\\\"\",\n"
                         "  \"sender\": \"organisations/province\",\n"
                         "  \"sender_name\": \"Tỉnh uỷ Nghệ An\",\n"
                         "  \"receiver\": \"organisations/archive\",\n"
                         "  \"receiver_name\": \"Kho lưu trữ lịch sử\",\n"
                         "  \"create_time\": \"2025-06-16T02:00:00Z\",\n"
                         "  \"issuer\": \"office-nghe-an\",\n"
                         "  \"files\": [\n"
                         "    {\n"
                         "      \"name\": \"Danh mục.txt\",\n"
                         "      \"size_bytes\": 0,\n"
                         "      \"sha256\": \"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"\n"
                         "    },\n"));
  EXPECT_THAT(parts.at("SHA256SUMS"),
              StartsWith("# congress bundle 1\n" + digest::Sha256Hex(parts.at("manifest.json")) + "  manifest.json\n" +
                         digest::Sha256Hex(signer.public_pem()) + "  signer.pem\n"));
  EXPECT_THAT(parts.at("SHA256SUMS"), HasSubstr(digest::Sha256Hex("PK báo cáo") + "  Văn bản/02-BC-ĐH Báo cáo.docx\n"));
  EXPECT_TRUE(Knowing(signer).HasSigned("office-nghe-an", parts.at("SHA256SUMS"), parts.at("SHA256SUMS.sig")));
}

TEST(Write, EqualPapersGiveEqualBytesInWhateverOrderTheyCome) {
  const auth::Signer signer = NewSigner();
  v1::Manifest manifest = ManifestOf(Papers());
  const std::string zip = Written(*Sign(manifest, signer));
  std::reverse(manifest.mutable_files()->begin(), manifest.mutable_files()->end());
  EXPECT_EQ(Written(*Sign(manifest, signer)), zip);
  EXPECT_EQ(ZipOf(signer), zip);
}

TEST(Write, TheLengthIsKnownBefore) {
  const auth::Signer signer = NewSigner();
  for (const Contents& contents : {Papers(), Contents{}, Contents{{"a", std::string(100'000, 'a')}}}) {
    ASSERT_OK_AND_ASSIGN(const auto signed_manifest, Sign(ManifestOf(contents), signer));
    EXPECT_EQ(SizeOf(signed_manifest).value(), static_cast<int64_t>(Written(signed_manifest, contents).size()));
  }
}

TEST(Write, NothingLeavesUntilEveryFileIsTheListedOne) {
  ASSERT_OK_AND_ASSIGN(const auto signed_manifest, Sign(ManifestOf(Papers()), NewSigner()));
  for (const std::string other : {"%PDF-1.7 nghị quyếT", "%PDF", "%PDF-1.7 nghị quyết và"}) {
    Contents contents = Papers();
    contents["Văn bản/01-NQ-ĐH Nghị quyết.pdf"] = other;
    std::string zip;
    const auto file = [&](const v1::File& wanted, content::Sink sink) { return sink(contents.at(wanted.name())); };
    const absl::Status written = Write(signed_manifest, file, Gathered{&zip});
    EXPECT_THAT(written, StatusIs(kLoss, "FILE_NOT_AS_LISTED"));
    EXPECT_EQ(MetadataIn(written, "name"), "Văn bản/01-NQ-ĐH Nghị quyết.pdf");
    EXPECT_EQ(zip, "");
  }
  std::string zip;
  const auto lost = [](const v1::File&, content::Sink) { return absl::UnavailableError("lost"); };
  EXPECT_EQ(Write(signed_manifest, lost, Gathered{&zip}), absl::UnavailableError("lost"));
  EXPECT_EQ(zip, "");
}

TEST(Write, AFileThatChangesMeanwhileIsNotHandedOverAsAWhole) {
  const Contents contents = {{"a.txt", "aaaa"}};
  ASSERT_OK_AND_ASSIGN(const auto signed_manifest, Sign(ManifestOf(contents), NewSigner()));
  int asked = 0;
  std::string zip;
  const auto file = [&](const v1::File&, content::Sink sink) { return sink(++asked == 1 ? "aaaa" : "aaab"); };
  EXPECT_THAT(Write(signed_manifest, file, Gathered{&zip}), StatusIs(kLoss, "FILE_NOT_AS_LISTED"));
  EXPECT_LT(zip.size(), static_cast<size_t>(SizeOf(signed_manifest).value()));
}

TEST(Write, PassesFilesOnPieceByPiece) {
  const std::string piece(1000, 'x');
  constexpr int kPieces = 5000;
  std::string whole;
  for (int i = 0; i < kPieces; ++i) whole += piece;
  ASSERT_OK_AND_ASSIGN(const auto signed_manifest, Sign(ManifestOf({{"a.bin", whole}}), NewSigner()));
  size_t longest = 0;
  size_t total = 0;
  const auto file = [&](const v1::File&, content::Sink sink) {
    absl::Status passed;
    for (int i = 0; i < kPieces && passed.ok(); ++i) passed = sink(piece);
    return passed;
  };
  const auto sink = [&](std::string_view bytes) {
    longest = std::max(longest, bytes.size());
    total += bytes.size();
    return total > 2'000'000 ? absl::CancelledError("enough") : absl::OkStatus();
  };
  EXPECT_EQ(Write(signed_manifest, file, sink), absl::CancelledError("enough"));
  EXPECT_LT(longest, 2000u);
  EXPECT_LT(total, 2'002'000u);
}

TEST(Sign, RefusesWhatNoBundleHolds) {
  const auth::Signer signer = NewSigner();
  const auto with = [](const auto& change) {
    v1::Manifest manifest = ManifestOf(Papers());
    change(manifest);
    return manifest;
  };
  const auto reason = [&](const auto& change) {
    const absl::Status refused = Sign(with(change), signer).status();
    return status::ReasonOf(refused) + " " + MetadataIn(refused, "cause");
  };
  EXPECT_EQ(reason([](auto& manifest) { manifest.mutable_files(0)->set_name("../a"); }), "FILE_NAME_INVALID form");
  EXPECT_EQ(reason([](auto& manifest) { manifest.mutable_files(0)->set_name("Manifest.JSON"); }),
            "FILE_NAME_INVALID taken");
  EXPECT_EQ(reason([](auto& manifest) { manifest.mutable_files(0)->set_sha256("ab"); }), "BUNDLE_MALFORMED manifest");
  EXPECT_EQ(reason([](auto& manifest) { manifest.mutable_files(0)->set_size_bytes(-1); }), "BUNDLE_MALFORMED manifest");
  EXPECT_EQ(reason([](auto& manifest) { manifest.mutable_files(0)->set_size_bytes(kMostBytes + 1); }),
            "BUNDLE_TOO_LARGE bytes");
  EXPECT_EQ(reason([](auto& manifest) { manifest.mutable_files(0)->set_size_bytes(INT64_MAX); }),
            "BUNDLE_TOO_LARGE bytes");
  EXPECT_EQ(reason([](auto& manifest) {
              while (manifest.files_size() <= kMostFiles) *manifest.add_files() = manifest.files(0);
            }),
            "BUNDLE_TOO_LARGE files");
  EXPECT_EQ(reason([](auto& manifest) { manifest.set_title(std::string(kMostManifestBytes, 'a')); }),
            "BUNDLE_TOO_LARGE manifest");
}

TEST(ParseManifest, TakesNoOtherTextOfTheSameManifest) {
  ASSERT_OK_AND_ASSIGN(const auto signed_manifest, Sign(ManifestOf(Papers()), NewSigner()));
  const std::string& json = signed_manifest.manifest();
  ASSERT_THAT(ParseManifest(json), IsOk());
  const auto replaced = [&json](const std::string& from, const std::string& to) {
    std::string text = json;
    const size_t at = text.find(from);
    EXPECT_NE(at, text.npos) << from;
    return text.replace(at, from.size(), to);
  };
  for (const std::string& text :
       {json + "\n", json.substr(0, json.size() - 1), "\xEF\xBB\xBF" + json, std::string("{}"), std::string(),
        replaced("\"bundle\"", "bundle"), replaced("  ", " "), replaced("{\n", "{\n  \"bundle\": \"x\",\n"),
        replaced("Tỉnh", "T\\u1ec9nh"), replaced("\"size_bytes\": 0", "\"size_bytes\": \"0\""),
        replaced("{\n", "{\n  \"more\": 1,\n"), replaced("Danh mục.txt", "Văn bản/99.txt")}) {
    EXPECT_THAT(ParseManifest(text), StatusIs(support::kInvalid, "BUNDLE_MALFORMED")) << text;
  }
}

}  // namespace
}  // namespace congress::bundle

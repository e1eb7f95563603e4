// Zip files that somebody made to be read otherwise than they look.
#include "platform/bundle/archive.h"

#include "gmock/gmock.h"
#include "platform/bundle/testing_bundle.h"
#include "platform/bundle/zip_form.h"
#include "platform/content/testing_bytes.h"
#include "platform/paper/package.h"

namespace congress::bundle {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Contents& Plain() {
  static const auto& plain = *new Contents{{"aa/1.txt", "one"}, {"aa/2.txt", "two"}, {"bé.txt", "ba"}};
  return plain;
}

class ArchiveTest : public ::testing::Test {
 protected:
  std::vector<std::string> Findings(std::string_view zip) { return FindingsOf(zip, senders_); }

  // Where the header of a file begins: locally, or in the directory.
  static size_t Local(const std::string& zip, const std::string& name) { return Header(zip, "PK\x03\x04", 30, name); }
  static size_t Central(const std::string& zip, const std::string& name) { return Header(zip, "PK\x01\x02", 46, name); }
  static size_t Header(const std::string& zip, const std::string& sign, size_t length, const std::string& name) {
    size_t at = zip.find(sign);
    while (at != zip.npos && zip.compare(at + length, name.size(), name) != 0) at = zip.find(sign, at + 1);
    EXPECT_NE(at, zip.npos) << name;
    return at;
  }
  // The bundle with other bytes in both headers of a file.
  std::string With(const std::string& name, size_t local, size_t central, const std::string& bytes) const {
    std::string zip = zip_;
    zip.replace(Local(zip, name) + local, bytes.size(), bytes);
    zip.replace(Central(zip, name) + central, bytes.size(), bytes);
    return zip;
  }
  std::string Renamed(const std::string& name, const std::string& to) const {
    EXPECT_EQ(name.size(), to.size());
    return With(name, 30, 46, to);
  }
  size_t Directory() const { return zip_.find("PK\x01\x02"); }
  // The bundle with `bytes` before its directory, whose end knows of them.
  std::string WithBeforeDirectory(const std::string& bytes) const {
    std::string zip = zip_;
    const size_t at = Directory();
    zip.insert(at, bytes);
    const size_t offset = at + bytes.size();
    for (size_t i = 0; i < 4; ++i) zip[zip.size() - 6 + i] = static_cast<char>(offset >> 8 * i & 0xFF);
    return zip;
  }

  const auth::Signer signer_ = NewSigner();
  const Knowing senders_{signer_};
  const std::string zip_ = ZipOf(signer_, Plain());

  void SetUp() override { ASSERT_THAT(Findings(zip_), IsEmpty()); }
};

TEST_F(ArchiveTest, NoFileLeavesTheFolder) {
  EXPECT_THAT(Findings(Renamed("aa/1.txt", "../1.txt")), ElementsAre("FILE_NAME_INVALID form"));
  EXPECT_THAT(Findings(Renamed("aa/1.txt", "/a/1.txt")), ElementsAre("FILE_NAME_INVALID form"));
  EXPECT_THAT(Findings(Renamed("aa/1.txt", "aa\\1.txt")), ElementsAre("FILE_NAME_INVALID form"));
  EXPECT_THAT(Findings(Renamed("aa/1.txt", "C:/1.txt")), ElementsAre("FILE_NAME_INVALID form"));
  // A symbolic link.
  std::string link = zip_;
  link.replace(Central(link, "aa/1.txt") + 40, 2, "\xFF\xA1");
  EXPECT_THAT(Findings(link), ElementsAre("BUNDLE_MALFORMED link"));
}

TEST_F(ArchiveTest, NoNameIsThereTwice) {
  EXPECT_THAT(Findings(Renamed("aa/2.txt", "aa/1.txt")), ElementsAre("BUNDLE_MALFORMED zip"));
  EXPECT_THAT(Findings(Renamed("aa/2.txt", "AA/1.TXT")), ElementsAre("FILE_NAME_INVALID taken"));
  EXPECT_THAT(Findings(Renamed("SHA256SUMS", "signer.PEM")), ElementsAre("FILE_NAME_INVALID taken"));
}

TEST_F(ArchiveTest, BothHeadersSayTheSame) {
  std::string name = zip_;
  name.replace(Local(name, "aa/1.txt") + 30, 8, "aa/9.txt");
  EXPECT_THAT(Findings(name), ElementsAre("BUNDLE_MALFORMED zip"));
  std::string size = zip_;
  size.replace(Central(size, "aa/1.txt") + 24, 1, "\x02");
  EXPECT_THAT(Findings(size), ElementsAre("BUNDLE_MALFORMED zip"));
  // Sizes behind the bytes, and a name in an old code page.
  EXPECT_THAT(Findings(With("aa/1.txt", 6, 8, std::string("\x08\x08", 2))), ElementsAre("BUNDLE_MALFORMED zip"));
  EXPECT_THAT(Findings(With("bé.txt", 6, 8, std::string(2, '\0'))), ElementsAre("BUNDLE_MALFORMED zip"));
}

TEST_F(ArchiveTest, PasswordsAndRarePackingAreRefused) {
  EXPECT_THAT(Findings(With("aa/1.txt", 6, 8, std::string("\x01\x08", 2))), ElementsAre("BUNDLE_MALFORMED encrypted"));
  EXPECT_THAT(Findings(With("aa/1.txt", 8, 10, std::string("\x0C\0", 2))), ElementsAre("BUNDLE_MALFORMED method"));
}

TEST_F(ArchiveTest, ThereIsOneDirectoryAndNoByteThatBelongsToNothing) {
  const std::string directory = zip_.substr(Directory(), zip_.size() - 22 - Directory());
  const std::string other = ZipOf(signer_, {{"aa/1.txt", "two"}});
  EXPECT_THAT(Findings(WithBeforeDirectory(directory)), ElementsAre("BUNDLE_MALFORMED zip"));
  EXPECT_THAT(Findings(WithBeforeDirectory(other)), ElementsAre("BUNDLE_MALFORMED zip"));
  EXPECT_THAT(Findings(zip_ + other), ElementsAre("BUNDLE_MALFORMED zip"));
  EXPECT_THAT(Findings(zip_ + zip_), ElementsAre("BUNDLE_MALFORMED zip"));
  EXPECT_THAT(Findings("MZ" + zip_), ElementsAre("BUNDLE_MALFORMED zip"));
  EXPECT_THAT(Findings(zip_ + "x"), ElementsAre("BUNDLE_MALFORMED zip"));
  // In the comment of the end.
  std::string comment = zip_ + other;
  comment.replace(zip_.size() - 2, 2, {static_cast<char>(other.size() & 0xFF), static_cast<char>(other.size() >> 8)});
  EXPECT_THAT(Findings(comment), ElementsAre("BUNDLE_MALFORMED zip"));
  // Two entries of the directory that lie on the same bytes.
  std::string overlap = zip_;
  overlap.replace(Central(zip_, "aa/2.txt") + 42, 4, zip_.substr(Central(zip_, "aa/1.txt") + 42, 4));
  EXPECT_THAT(Findings(overlap), ElementsAre("BUNDLE_MALFORMED zip"));
}

TEST_F(ArchiveTest, WhatBreaksOffIsNoBundle) {
  for (size_t size = 0; size < zip_.size(); ++size) {
    EXPECT_THAT(Findings(zip_.substr(0, size)), ElementsAre("BUNDLE_MALFORMED zip")) << size;
  }
}

TEST_F(ArchiveTest, NoChangedByteGoesUnnoticed) {
  for (size_t at = 0; at < zip_.size(); ++at) {
    std::string zip = zip_;
    zip[at] = static_cast<char>(zip[at] ^ 0x10);
    if (!Findings(zip).empty()) continue;
    // Only what says nothing of the files, such as the day of an entry, may be another one.
    auto reader = Reader::Open(InMemory(zip));
    ASSERT_THAT(reader, support::IsOk());
    ASSERT_EQ(Written(reader->signed_manifest(), Plain()), zip_) << at;
  }
}

TEST_F(ArchiveTest, NothingIsUnpackedBeyondItsLimits) {
  const auto packed = [this](Contents contents, const std::string& name, size_t size) {
    contents[name] = std::string(size, '0');
    return Findings(*paper::Pack({contents.begin(), contents.end()}));
  };
  EXPECT_THAT(packed(Plain(), "bomb.txt", 20 << 20), ElementsAre("BUNDLE_TOO_LARGE packed"));
  EXPECT_THAT(packed({}, "manifest.json", 20 << 20), ElementsAre("BUNDLE_TOO_LARGE packed"));
  // What is short may be packed as well as it can.
  EXPECT_THAT(packed({}, "a.txt", 1 << 20), ElementsAre("BUNDLE_MALFORMED manifest"));
  // Of many that are not much longer than packed all together, by what they say of themselves.
  paper::PackageParts many;
  for (int i = 0; i < 2200; ++i) many.emplace_back(std::to_string(i), std::string(100, 'a'));
  std::string large = *paper::Pack(many);
  const std::string size("\0\0\x10\0", 4);
  for (size_t at = large.find(kLocalSign); at != large.npos; at = large.find(kLocalSign, at + 1)) {
    large.replace(at + 22, 4, size);
  }
  for (size_t at = large.find(kCentralSign); at != large.npos; at = large.find(kCentralSign, at + 1)) {
    large.replace(at + 24, 4, size);
  }
  EXPECT_THAT(Findings(large), ElementsAre("BUNDLE_TOO_LARGE bytes"));
  for (int i = 2200; i <= 2 * kMostFiles; ++i) many.emplace_back(std::to_string(i), "");
  EXPECT_THAT(Findings(*paper::Pack(many)), ElementsAre("BUNDLE_TOO_LARGE files"));
  Bytes huge = InMemory(zip_);
  huge.size = int64_t{5} << 30;
  EXPECT_THAT(FindingsOf(huge, senders_), ElementsAre("BUNDLE_TOO_LARGE bytes"));
}

TEST_F(ArchiveTest, IsReadWhereItLies) {
  const Contents contents = {{"a.bin", content::SomeBytes(3'000'000)}, {"b.bin", content::SomeBytes(2'000'000)}};
  const std::string zip = ZipOf(signer_, contents);
  size_t given = 0;
  const Bytes far = {static_cast<int64_t>(zip.size()), [&](int64_t offset, content::Sink sink) {
                       for (size_t at = static_cast<size_t>(offset); at < zip.size(); at += 10'000) {
                         given += 10'000;
                         if (const absl::Status took = sink(std::string_view(zip).substr(at, 10'000)); !took.ok()) {
                           return took;
                         }
                       }
                       return absl::OkStatus();
                     }};
  EXPECT_THAT(FindingsOf(far, senders_), IsEmpty());
  // Once, and some windows at the ends.
  EXPECT_LT(given, zip.size() * 3 / 2);
}

TEST_F(ArchiveTest, AnErrorOfTheSourceIsNotOneOfTheBundle) {
  const std::string zip = ZipOf(signer_, {{"a.bin", content::SomeBytes(1'000'000)}, {"b.txt", "b"}});
  int good = 0;
  for (absl::Status status = absl::UnavailableError("gone"); !status.ok(); ++good) {
    ASSERT_EQ(status, absl::UnavailableError("gone"));
    int reads = 0;
    const Bytes failing = {static_cast<int64_t>(zip.size()), [&](int64_t offset, content::Sink sink) {
                             if (++reads > good) return absl::UnavailableError("gone");
                             return sink(std::string_view(zip).substr(static_cast<size_t>(offset)));
                           }};
    auto reader = Reader::Open(failing);
    status = reader.ok() ? reader->Verify(senders_).status() : reader.status();
  }
  // At the directory, at the files, and within one.
  EXPECT_GT(good, 5);
}

}  // namespace
}  // namespace congress::bundle

#include "platform/tables/tables.h"

#include <zip.h>

#include <map>

#include "gtest/gtest.h"
#include "platform/ooxml/package.h"
#include "platform/status/status.h"
#include "platform/xlsx/workbook.h"
#include "tests/support/status_matchers.h"

namespace congress::tables {
namespace {

using support::MetadataIn;
using ::testing::ElementsAre;

// A ZIP file of these parts.
std::string Zip(const std::map<std::string, std::string>& parts, bool encrypted = false) {
  zip_source_t* source = zip_source_buffer_create(nullptr, 0, 0, nullptr);
  zip_source_keep(source);
  zip_t* archive = zip_open_from_source(source, ZIP_TRUNCATE, nullptr);
  for (const auto& [path, content] : parts) {
    const zip_int64_t index =
        zip_file_add(archive, path.c_str(), zip_source_buffer(archive, content.data(), content.size(), 0), 0);
    if (encrypted) zip_file_set_encryption(archive, static_cast<zip_uint64_t>(index), ZIP_EM_AES_256, "mật khẩu");
  }
  zip_close(archive);
  zip_source_open(source);
  zip_stat_t stat;
  zip_source_stat(source, &stat);
  std::string bytes(stat.size, '\0');
  zip_source_read(source, bytes.data(), bytes.size());
  zip_source_close(source);
  zip_source_free(source);
  return bytes;
}

std::string Cause(const std::string& bytes) { return MetadataIn(Read(bytes, {}).status(), "cause"); }

absl::Status Refused(std::string_view cause) { return absl::InvalidArgumentError(std::string(cause)); }

TEST(Read, ReadsWhatTheSuiteWrites) {
  ASSERT_OK_AND_ASSIGN(const std::string bytes,
                       xlsx::Write("Danh sách", absl::UnixEpoch(), [](xlsx::Workbook& workbook) {
                         xlsx::Sheet sheet = workbook.Add("Đơn vị");
                         sheet.Text(0, 0, "Code");
                         sheet.Text(0, 1, "Tên");
                         sheet.Text(0, 2, "Members");
                         sheet.Text(2, 0, "00123");
                         sheet.Text(2, 1, "=1+1\nhai");
                         sheet.Number(2, 2, 1234);
                         sheet.Text(4, 0, "a");
                       }));
  ASSERT_OK_AND_ASSIGN(const csv::Table table, Read(bytes, {.sheet = "don vi"}));
  EXPECT_THAT(table.header, ElementsAre("Code", "Tên", "Members"));
  ASSERT_EQ(table.rows.size(), 2u);
  EXPECT_EQ(table.rows[0].line, 3);
  EXPECT_THAT(table.rows[0].fields, ElementsAre("00123", "=1+1\nhai", "1234"));
  EXPECT_THAT(table.rows[1].fields, ElementsAre("a", "", ""));
}

TEST(Read, WhatBeginsAsNoWorkbookIsCsv) {
  ASSERT_OK_AND_ASSIGN(const csv::Table table, Read("a;b\n1;2\n", {.sheet = "x"}));
  EXPECT_THAT(table.rows[0].fields, ElementsAre("1", "2"));
}

TEST(Read, RefusesWhatIsNoWorkbook) {
  EXPECT_EQ(Cause("PK\x03\x04"), "workbook");
  EXPECT_EQ(Cause(Zip({{"word/document.xml", "<document/>"}})), "workbook");
  EXPECT_EQ(Cause(Zip({{"_rels/.rels", "<x"}})), "workbook");
  EXPECT_EQ(Cause("\xD0\xCF\x11\xE0\xA1\xB1"), "old_workbook");
  EXPECT_EQ(Cause(Zip({{"_rels/.rels", "<x/>"}}, true)), "old_workbook");
  std::string damaged = Zip({{"_rels/.rels", std::string(5'000, 'x')}});
  damaged[60] ^= 1;
  EXPECT_EQ(Cause(damaged), "workbook");
}

TEST(Read, BombsAreRefusedBeforeTheyAreUnpacked) {
  EXPECT_EQ(Cause(Zip({{"_rels/.rels", std::string(ooxml::Package::kFreeBytes + 1, ' ')}})), "unpacked");
  const std::string bytes = Zip({{"a", std::string(1'000'000, ' ')}});
  ASSERT_OK_AND_ASSIGN(ooxml::Package package, ooxml::Package::Open(bytes, Refused));
  // 67 times a million bytes is still below the limit of all parts together.
  for (int i = 0; i < 67; ++i) EXPECT_TRUE(package.Part("a").ok());
  EXPECT_EQ(package.Part("a").status().message(), "unpacked");
}

TEST(Read, APartThatSaysTooLittleOfItselfIsDamaged) {
  std::string bytes = Zip({{"a", std::string(5'000, 'x')}});
  // The size unpacked, in both places where a ZIP file has it.
  const std::string size("\x88\x13\x00\x00", 4);
  for (size_t at = bytes.find(size); at != std::string::npos; at = bytes.find(size, at)) bytes[at] = '\x10';
  ASSERT_OK_AND_ASSIGN(ooxml::Package package, ooxml::Package::Open(bytes, Refused));
  EXPECT_EQ(package.Part("a").status().message(), "damaged");
}

TEST(FormOf, TakesTwoDecimalMarks) {
  EXPECT_EQ(FormOf("", "").value().decimal, 0);
  EXPECT_EQ(FormOf("x", ",").value().decimal, ',');
  EXPECT_THAT(FormOf("", ";"), support::StatusIs(support::kInvalid, "FIELDS_INVALID"));
}

TEST(Read, EveryCauseHasItsSentence) {
  const status::Metadata all = {{"line", "7"},     {"column", "C"},           {"sheet", "Đơn vị"}, {"sheets", "“A”"},
                                {"most", "30000"}, {"most_bytes", "1000000"}, {"value", "#REF!"},  {"below", "9"},
                                {"table", "2"},    {"missing", "1 (text)"}};
  for (const char* cause : {"title", "unnamed", "workbook", "old_workbook", "unpacked", "sheet_missing", "sheet_broken",
                            "sheet_rows", "sheet_columns", "cell_long", "cell_error", "cell_uncomputed", "encoding",
                            "document", "document_table", "tables_lack"}) {
    status::Metadata metadata = all;
    metadata.emplace_back("cause", cause);
    const status::Sentence said = status::Say(status::PlatformReason::CSV_MALFORMED, metadata);
    EXPECT_EQ(said.en.find('{'), std::string::npos) << said.en;
    EXPECT_EQ(said.vi.find('{'), std::string::npos) << said.vi;
    EXPECT_NE(said.en, said.vi);
  }
}

}  // namespace
}  // namespace congress::tables

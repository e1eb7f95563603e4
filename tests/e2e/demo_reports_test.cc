// What `make demo` shows of Nghệ An's congress, held against the sentences of published reports that it stands for:
// examples/nghe-an/reports.csv says which of its words stand for which sentence.
#include <map>
#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/csv/csv.h"
#include "platform/server/listener.h"
#include "platform/status/strings.h"
#include "tests/support/process.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/zip.h"

namespace congress::e2e {
namespace {

using support::IsOk;
using ::testing::HasSubstr;

constexpr char kNgheAn[] = CONGRESS_SOURCE_DIR "/examples/nghe-an";

TEST(DemoReports, EachSentenceIsShown) {
  const support::TemporaryFolder folder;
  const support::Finished run =
      support::RunToEnd({CONGRESS_SOURCE_DIR "/scripts/demo.sh", support::Binary(""), kNgheAn, folder.path() + "/demo"},
                        {{"LC_MESSAGES", "vi_VN.UTF-8"}});
  ASSERT_EQ(run.status, 0) << run.errors;
  std::map<std::string, std::string> shown = {{"progress", run.errors}};
  // A file as it is read: of a DOCX the text with its marks.
  const auto text_of = [&](const std::string& file) -> absl::StatusOr<std::string> {
    if (const auto known = shown.find(file); known != shown.end()) return known->second;
    auto content = server::ReadFile(StrCat(folder.path(), "/demo/results/", file));
    if (content.ok() && file.ends_with(".docx")) {
      auto parts = support::Unzip(*content);
      if (!parts.ok()) return parts.status();
      content = std::move((*parts)["word/document.xml"]);
    }
    if (content.ok()) shown[file] = *content;
    return content;
  };

  const auto list = server::ReadFile(StrCat(kNgheAn, "/reports.csv"));
  ASSERT_THAT(list, IsOk());
  const auto table = csv::Parse(*list);
  ASSERT_THAT(table, IsOk());
  const auto cell = [&](const csv::Row& row, const char* column) {
    return row.fields.at(static_cast<size_t>(table->Column(column)));
  };
  std::set<std::string> sentences;
  for (const csv::Row& row : table->rows) {
    const std::string where = cell(row, "where");
    const auto text = text_of(where);
    ASSERT_THAT(text, IsOk()) << where;
    EXPECT_FALSE(cell(row, "shown").empty() || cell(row, "source").empty()) << "line " << row.line;
    EXPECT_THAT(*text, HasSubstr(cell(row, "shown")))
        << where << " does not show '" << cell(row, "sentence") << "' (" << cell(row, "source") << ")";
    sentences.insert(cell(row, "sentence"));
  }
  EXPECT_GT(sentences.size(), 20u);
  for (const char* file :
       {"progress", "papers.csv", "opinions.docx", "redline.docx", "decision-issued.docx", "personnel-scheme.csv",
        "personnel-process.docx", "personnel-votes.csv", "personnel-plans.csv", "stages.csv", "package.zip",
        "work-report.docx", "session-report.docx", "approvals.csv", "notices.csv", "release.docx"}) {
    EXPECT_TRUE(shown.contains(file)) << "no sentence is shown by " << file;
  }
}

}  // namespace
}  // namespace congress::e2e

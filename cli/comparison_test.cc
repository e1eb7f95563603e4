#include "cli/comparison.h"

#include "cli/output.h"
#include "congress/drafting/v1/drafting_service.pb.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace congress::cli {
namespace {

drafting::v1::CompareRevisionsResponse Parsed(const std::string& text) {
  drafting::v1::CompareRevisionsResponse response;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &response)) << text;
  return response;
}

TEST(Comparison, IsReadAsOneTextWithItsMarks) {
  const auto answer = Parsed(R"(
    sections { section: 'same' difference: UNCHANGED base_title: 'A' target_title: 'A' }
    sections { section: 'review' difference: CHANGED moved: true base_title: 'B cũ' target_title: 'B'
      title_runs { fate: KEPT text: 'B' } title_runs { fate: REMOVED text: ' cũ' }
      pieces { fate: KEPT runs { fate: KEPT text: 'một' } } pieces { fate: KEPT runs { fate: KEPT text: 'hai' } }
      pieces { fate: CHANGED runs { fate: KEPT text: 'ba ' } runs { fate: REMOVED text: 'bốn' }
               runs { fate: ADDED text: 'năm\u2029sáu' } }
      pieces { fate: MOVED_FROM move: 1 runs { fate: KEPT text: 'bảy' } } }
    sections { section: 'new' difference: ADDED target_title: 'C' title_runs { fate: ADDED text: 'C' }
      pieces { fate: ADDED runs { fate: ADDED text: 'tám\nchín' } }
      pieces { fate: MOVED_TO move: 1 runs { fate: KEPT text: 'bảy' } runs { fate: ADDED text: ' rưỡi' } } }
    changed_count: 1 added_count: 1 unchanged_count: 1 marked_word_count: 5)");
  const std::string text = Render(answer, Format::kTable);
  EXPECT_EQ(text.substr(0, text.find("added_count")),
            "review  B[- cũ-]  (changed, moved)\n"
            "  …\n"
            "  ba [-bốn-]{+năm¶sáu+}\n"
            "  [<bảy<]\n"
            "\n"
            "new  {+C+}  (added)\n"
            "  {+tám\n"
            "  chín+}\n"
            "  {>bảy{+ rưỡi+}>}\n");
  EXPECT_NE(text.find("marked_word_count"), std::string::npos);
}

TEST(Comparison, SaysThatNothingDiffers) {
  const std::string text = Render(Parsed("sections { section: 'same' difference: UNCHANGED }"), Format::kTable);
  EXPECT_EQ(text.substr(0, text.find('\n')), "(no difference)");
}

// Who asks for columns gets a table.
TEST(Comparison, IsATableOfTheColumnsThatAreNamed) {
  EXPECT_EQ(Render(Parsed("sections { section: 'a' difference: MOVED }"), Format::kTable,
                   {.columns = {"section", "difference"}}),
            "section  difference\na        MOVED\n");
}

}  // namespace
}  // namespace congress::cli

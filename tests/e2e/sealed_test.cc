// Nothing graded, and no byte of a file, lies open in what the processes write: stores, their logs, contents, log
// lines.
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "gtest/gtest.h"
#include "platform/rpc/fields.h"
#include "tests/e2e/walk.h"

namespace congress::e2e {
namespace {

class Sealed : public ::testing::TestWithParam<Ground> {};
INSTANTIATE_TEST_SUITE_P(OnEveryGround, Sealed, ::testing::ValuesIn(kGrounds),
                         [](const auto& ground) { return NameOf(ground.param); });

// Shorter ones are found by chance.
constexpr size_t kLeast = 8;

// The texts that answers showed in graded fields, and nowhere else.
std::set<std::string> GradedTexts(const std::vector<Leg>& legs) {
  std::set<std::string> all;
  // Who signs a list of files is a process.
  std::set<std::string> plain = {"process-dossiers"};
  for (const Leg& leg : legs) {
    for (const auto& [probe, answer] : leg.answers) {
      if (answer.message == nullptr) continue;
      all.merge(Texts(*answer.message));
      const std::unique_ptr<Message> redacted(answer.message->New());
      redacted->CopyFrom(*answer.message);
      rpc::Redact(annotations::v1::GRADE_UNSPECIFIED, redacted.get());
      plain.merge(Texts(*redacted));
    }
  }
  // The audit log says of which fields something was shown.
  const auto& fields = *FindMethod("dossiers.v1.PersonService/GetPerson")->output_type();
  std::set<std::string> graded;
  for (const std::string& text : all) {
    const bool content = text.size() >= kLeast && fields.FindFieldByName(text) == nullptr;
    if (content && !plain.contains(text)) graded.insert(text);
  }
  return graded;
}

TEST_P(Sealed, NoFileHoldsAGradedText) {
  std::set<std::string> graded = GradedTexts(WalkOn(GetParam()));
  for (const char* told : {"Không có vấn đề", "Bệnh viện tỉnh Mẫu"}) EXPECT_TRUE(graded.contains(told)) << told;
  // Imported, and read by nobody.
  graded.insert("Loại ba theo hội đồng");
  for (const auto& [path, bytes] : FilesOf(GetParam())) {
    for (const std::string& text : graded) EXPECT_FALSE(absl::StrContains(bytes, text)) << text << " in " << path;
  }
}

TEST_P(Sealed, NoFileHoldsTheBytesOfAContent) {
  for (const auto& [path, bytes] : FilesOf(GetParam())) {
    EXPECT_FALSE(absl::StrContains(bytes, "%PDF-1.7 mau")) << path;
  }
}

// Whoever sees stores, logs, audit or what processes say fetches no feed.
TEST_P(Sealed, NoFileHoldsTheTokenOfAFeed) {
  int tokens = 0;
  for (const Leg& leg : WalkOn(GetParam())) {
    if (leg.step.method->name() != "CreateCalendarFeed") continue;
    const std::string token = FieldAt(*leg.Of(Probe::kPass)->message, "token");
    ASSERT_GT(token.size(), 64u);
    ++tokens;
    const std::string secret = token.substr(token.find('.') + 1);
    for (const auto& [path, bytes] : FilesOf(GetParam())) EXPECT_FALSE(absl::StrContains(bytes, secret)) << path;
  }
  EXPECT_GT(tokens, 1);
}

// Else the tests above would hold of files that have nothing.
TEST_P(Sealed, TheFilesAreThoseOfTheWalk) {
  bool found = false;
  for (const auto& [path, bytes] : FilesOf(GetParam())) {
    found = found || absl::StrContains(bytes, "Nguyễn Văn Ví Dụ");
  }
  EXPECT_TRUE(found) << "names stay plain";
}

}  // namespace
}  // namespace congress::e2e

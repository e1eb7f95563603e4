#include "services/scheduling/domain/schedule/release_paper.h"

#include <algorithm>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/paper/paper.h"
#include "services/scheduling/domain/slots.h"
#include "services/scheduling/testing/days.h"

namespace congress::scheduling {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

using Change = v1::ScheduleRelease::Change;

Change* Announce(v1::ScheduleRelease* release, const std::string& unit, int day, const std::string& post) {
  Change* change = release->add_changes();
  change->set_meeting("meetings/x-" + unit);
  change->set_organisation("organisations/" + unit);
  change->set_what(Change::ANNOUNCED);
  *change->mutable_slots() = WholeDays({sample::kMonday + day});
  change->set_attendee("organisations/btv/posts/" + post);
  return change;
}

std::string Named(const std::string& name) { return "«" + name.substr(name.rfind('/') + 1) + "»"; }

// With one space where columns are filled up.
std::string Text(const std::vector<v1::ScheduleRelease>& releases, const std::set<std::string>& cancelled = {},
                 status::Language language = status::Language::kVietnamese) {
  std::string text = *paper::RenderText(ScheduleReleasePaper(releases, cancelled, Named, {}, language));
  text.erase(std::unique(text.begin(), text.end(), [](char one, char next) { return one == ' ' && next == ' '; }),
             text.end());
  return text;
}

class TwoReleases : public ::testing::Test {
 protected:
  TwoReleases() : releases_(2) {
    Announce(&releases_[0], "a", 3, "p1");
    Announce(&releases_[0], "b", 1, "p2");
    Announce(&releases_[0], "c", 0, "p3");
    Change* moved = Announce(&releases_[1], "a", 0, "p2");
    moved->set_what(Change::MOVED_AND_REASSIGNED);
    *moved->mutable_slots_before() = releases_[0].changes(0).slots();
    moved->set_attendee_before(releases_[0].changes(0).attendee());
    releases_[1].set_unchanged_count(2);
  }
  std::vector<v1::ScheduleRelease> releases_;
};

TEST_F(TwoReleases, SayWhatIsNewAndWhatStandsByAllOfThem) {
  const std::string text = Text(releases_);
  for (const char* told : {"đợt công bố số 2", "công bố mới hoặc thay đổi: 1; giữ nguyên như đã công bố: 2.",
                           "«a» | đổi ngày, đổi người dự | 07/8/2025 «p1» | 04/8/2025 «p2»"}) {
    EXPECT_THAT(text, HasSubstr(told));
  }
  // By days, then by name.
  const size_t schedule = text.find("II.");
  EXPECT_THAT(text.substr(schedule), HasSubstr(" 1 | 04/8/2025 | «a» | «p2»"));
  EXPECT_LT(text.find("«a»", schedule), text.find("«c»", schedule));
  EXPECT_LT(text.find("«c»", schedule), text.find("«b»", schedule));
  EXPECT_THAT(Text({releases_[0]}), Not(HasSubstr("đổi ngày")));
  EXPECT_THAT(Text(releases_, {}, status::Language::kEnglish), HasSubstr("other days, other attendee"));
}

TEST_F(TwoReleases, LeaveOutWhatWasCancelled) {
  const std::string text = Text(releases_, {"meetings/x-b"});
  EXPECT_THAT(text, Not(HasSubstr("«b»")));
  EXPECT_THAT(text, HasSubstr("«c»"));
}

TEST_F(TwoReleases, SayWhichRulesWereBrokenAndWhy) {
  EXPECT_THAT(Text(releases_), HasSubstr("Không có."));
  auto* one = releases_[1].add_overrides();
  one->set_rule(v1::OTHER_GROUP);
  one->set_meeting("meetings/x-b");
  one->set_reason("Theo yêu cầu");
  auto* all = releases_[1].add_overrides();
  all->set_rule(v1::LOAD_HIGH);
  all->set_reason("Thiếu người");
  const std::string text = Text(releases_);
  EXPECT_THAT(text, HasSubstr("do người của tổ khác dự | «b» | Theo yêu cầu"));
  EXPECT_THAT(text, HasSubstr("dự nhiều hơn mức tối đa | tất cả | Thiếu người"));
}

TEST_F(TwoReleases, SayWhatEachPostIsTold) {
  auto* notice = releases_[1].add_notices();
  notice->set_post("organisations/btv/posts/p1");
  notice->add_meetings("meetings/x-c");
  notice->add_meetings_left("meetings/x-a");
  EXPECT_THAT(Text(releases_), HasSubstr("«p1» | 04/8/2025: «c» | «a»"));
}

}  // namespace
}  // namespace congress::scheduling

#include "services/scheduling/domain/schedule/release_paper.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_join.h"
#include "platform/civil/civil.h"
#include "platform/paper/build.h"
#include "platform/status/strings.h"
#include "services/scheduling/domain/programme.h"

namespace congress::scheduling {
namespace {

using Change = v1::ScheduleRelease::Change;
using NameOf = std::function<std::string(const std::string&)>;

class ReleaseWriter {
 public:
  ReleaseWriter(const NameOf& name_of, status::Language language, paper::Blocks* body)
      : name_of_(name_of), language_(language), tell_(language), body_(body) {}

  void AddPart(const char* label, const status::Sentence& title) {
    paper::AddParagraph(paper::v1::Paragraph::PART, label, Say(title), body_);
  }
  void AddNone() { paper::AddText(Say({.en = "None.", .vi = "Không có."}), body_); }

  void AddChanges(const v1::ScheduleRelease& release) {
    paper::AddText(Say({.en = "Announced anew: ", .vi = "Số đại hội công bố mới hoặc thay đổi: "}) +
                       StrCat(release.changes_size()) +
                       Say({.en = "; as announced before: ", .vi = "; giữ nguyên như đã công bố: "}) +
                       StrCat(release.unchanged_count()) + ".",
                   body_);
    if (release.changes().empty()) return;
    paper::v1::Table& table = Begin({{12, {.en = "No.", .vi = "STT"}},
                                     {46, {.en = "Party organisation", .vi = "Tổ chức đảng"}},
                                     {30, {.en = "What is new", .vi = "Nội dung"}},
                                     {38, {.en = "Announced before", .vi = "Đã công bố"}},
                                     {38, {.en = "Now", .vi = "Nay là"}}});
    int number = 0;
    for (const Change& change : release.changes()) {
      paper::AddRow({StrCat(++number), name_of_(change.organisation()), tell_(change.what()),
                     Told(change.slots_before(), change.attendee_before()), Told(change.slots(), change.attendee())},
                    table.add_rows());
    }
  }

  void AddStanding(const std::vector<Change>& standing) {
    if (standing.empty()) return AddNone();
    paper::v1::Table& table = Begin({{12, {.en = "No.", .vi = "STT"}},
                                     {34, {.en = "Days", .vi = "Thời gian"}},
                                     {54, {.en = "Party organisation", .vi = "Tổ chức đảng"}},
                                     {56, {.en = "Attends for the level above", .vi = "Đồng chí dự, chỉ đạo"}}});
    int number = 0;
    for (const Change& change : standing) {
      paper::AddRow({StrCat(++number), DaysText(change.slots(), language_), name_of_(change.organisation()),
                     change.attendee().empty() ? "" : name_of_(change.attendee())},
                    table.add_rows());
    }
  }

  void AddOverrides(const v1::ScheduleRelease& release, const std::map<std::string, const Change*>& known) {
    if (release.overrides().empty()) return AddNone();
    paper::v1::Table& table = Begin({{12, {.en = "No.", .vi = "STT"}},
                                     {50, {.en = "Rule", .vi = "Nội dung chưa đúng quy tắc"}},
                                     {46, {.en = "Party organisation", .vi = "Tổ chức đảng"}},
                                     {56, {.en = "Why", .vi = "Lý do"}}});
    int number = 0;
    for (const auto& one : release.overrides()) {
      std::string whose = Say({.en = "all", .vi = "tất cả"});
      if (!one.meeting().empty()) {
        const auto meeting = known.find(one.meeting());
        whose = meeting == known.end() ? one.meeting() : name_of_(meeting->second->organisation());
      }
      paper::AddRow({StrCat(++number), tell_(one.rule()), whose, one.reason()}, table.add_rows());
    }
  }

  void AddNotices(const v1::ScheduleRelease& release, const std::map<std::string, const Change*>& known) {
    if (release.notices().empty()) return AddNone();
    paper::v1::Table& table = Begin({{12, {.en = "No.", .vi = "STT"}},
                                     {48, {.en = "Post", .vi = "Chức danh"}},
                                     {60, {.en = "Comes to", .vi = "Dự"}},
                                     {44, {.en = "Does not come any more to", .vi = "Thôi dự"}}});
    int number = 0;
    for (const auto& notice : release.notices()) {
      std::vector<std::string> comes;
      std::vector<std::string> left;
      for (const std::string& meeting : notice.meetings()) comes.push_back(Meeting(meeting, known, true));
      for (const std::string& meeting : notice.meetings_left()) left.push_back(Meeting(meeting, known, false));
      paper::AddRow({StrCat(++number), name_of_(notice.post()), absl::StrJoin(comes, "\n"), absl::StrJoin(left, "\n")},
                    table.add_rows());
    }
  }

  std::string Say(const status::Sentence& sentence) const { return sentence.In(language_); }

 private:
  paper::v1::Table& Begin(const std::vector<std::pair<int, status::Sentence>>& columns) {
    paper::v1::Table& table = *body_->Add()->mutable_table();
    paper::v1::Row& heading = *table.add_heading();
    for (const auto& [width, title] : columns) {
      paper::AddColumn(width, width == columns.front().first ? paper::v1::CENTRE : paper::v1::ALIGN_UNSPECIFIED,
                       &table);
      paper::AddCell(Say(title), &heading);
    }
    return table;
  }
  // When, and who attends.
  std::string Told(const Slots& slots, const std::string& attendee) const {
    const std::string days = DaysText(slots, language_);
    return attendee.empty() ? days : StrCat(days, "\n", name_of_(attendee));
  }
  std::string Meeting(const std::string& meeting, const std::map<std::string, const Change*>& known, bool days) const {
    const auto change = known.find(meeting);
    if (change == known.end()) return meeting;
    const std::string whose = name_of_(change->second->organisation());
    return days ? StrCat(DaysText(change->second->slots(), language_), ": ", whose) : whose;
  }

  const NameOf& name_of_;
  status::Language language_;
  status::Teller tell_;
  paper::Blocks* body_;
};

// By first day, then by name.
bool Before(const Change& one, const Change& other) {
  const auto key = [](const Change& change) {
    const absl::CivilDay day =
        change.slots().empty() ? absl::CivilDay(9999, 12, 31) : civil::FromDate(change.slots(0).date());
    return std::pair(day, std::string_view(change.meeting()));
  };
  return key(one) < key(other);
}

}  // namespace

paper::v1::Paper ScheduleReleasePaper(const std::vector<v1::ScheduleRelease>& releases,
                                      const std::set<std::string>& cancelled, const NameOf& name_of,
                                      const paper::v1::Form& form, status::Language language) {
  paper::v1::Paper paper;
  paper.set_language(paper::LanguageOf(language));
  paper::SetForm(form, &paper);
  ReleaseWriter writer(name_of, language, paper.mutable_body());
  std::map<std::string, const Change*> known;
  for (const v1::ScheduleRelease& release : releases) {
    for (const Change& change : release.changes()) known[change.meeting()] = &change;
  }
  std::vector<Change> standing;
  for (const auto& [meeting, change] : known) {
    if (!cancelled.contains(meeting)) standing.push_back(*change);
  }
  std::sort(standing.begin(), standing.end(), Before);
  const v1::ScheduleRelease& release = releases.back();
  paper.set_type(writer.Say({.en = "NOTICE", .vi = "THÔNG BÁO"}));
  paper.set_abstract(
      StrCat(writer.Say({.en = "of the congresses of Party organisations and of who attends them (release ",
                         .vi = "lịch đại hội các tổ chức đảng và phân công dự, chỉ đạo (đợt công bố số "}),
             releases.size(), ")"));
  if (!release.note().empty()) paper::AddText(release.note(), paper.mutable_body());
  writer.AddPart("I.", {.en = "What is new since the release before", .vi = "Thay đổi so với đợt công bố trước"});
  writer.AddChanges(release);
  writer.AddPart("II.", {.en = "The schedule", .vi = "Lịch đại hội và người dự"});
  writer.AddStanding(standing);
  writer.AddPart("III.", {.en = "Rules broken on purpose", .vi = "Trường hợp ngoài quy tắc và lý do"});
  writer.AddOverrides(release, known);
  writer.AddPart("IV.", {.en = "What posts are told", .vi = "Nội dung báo cho từng chức danh"});
  writer.AddNotices(release, known);
  return paper;
}

}  // namespace congress::scheduling

#include "cli/demo/invent.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "cli/demo/chance.h"
#include "cli/demo/input.h"
#include "platform/civil/civil.h"
#include "platform/csv/csv.h"
#include "tests/support/status_matchers.h"

namespace congress::cli::demo {
namespace {

const absl::CivilDay kToday(2026, 11, 21);

class Invention : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(const Input input, ReadFolder(GetParam()));
    province_ = input.province;
  }
  Province province_;
};

INSTANTIATE_TEST_SUITE_P(Examples, Invention, testing::Values("examples/nghe-an", "examples/sample-province"),
                         [](const auto& tested) {
                           return absl::StrContains(tested.param, "nghe") ? "NgheAn" : "Sample";
                         });

// The last day of a paper by the checklist, counted independently: months clamp to the end of the month.
absl::CivilDay LastDay(const dossiers::v1::ChecklistItem& item, const google::type::Date& issued) {
  const absl::CivilDay day = civil::FromDate(issued);
  if (item.validity_case() == item.kValidityDays) return day + item.validity_days();
  if (item.validity_case() != item.kValidityMonths) return absl::CivilDay::max();
  absl::CivilMonth month = absl::CivilMonth(day) + item.validity_months();
  absl::CivilDay last = absl::CivilDay(month + 1) - 1;
  return std::min(last, absl::CivilDay(month.year(), month.month(), 1) + day.day() - 1);
}

TEST(Chance, IsTheSameForTheSameSeedAndPurpose) {
  // A golden value: the engine is fixed by the standard, so no other machine may give another.
  EXPECT_EQ(Chance(7, "x").Below(1'000'000), Chance(7, "x").Below(1'000'000));
  Chance a(7, "x"), b(8, "x"), c(7, "y");
  const uint64_t bound = uint64_t{1} << 62;
  const uint64_t first = a.Below(bound);
  EXPECT_NE(first, b.Below(bound));
  EXPECT_NE(first, c.Below(bound));
  std::mt19937_64 reference(14695981039346656037u);
  EXPECT_EQ(Chance(0, "").Below(bound), reference() % bound);
}

TEST(Chance, StaysWithinItsBounds) {
  Chance chance(1, "bounds");
  EXPECT_EQ(chance.Below(0), 0u);
  EXPECT_EQ(chance.Between(5, 4), 5);
  std::set<int64_t> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(chance.Between(-2, 2));
  EXPECT_EQ(seen, (std::set<int64_t>{-2, -1, 0, 1, 2}));
  for (int i = 0; i < 100; ++i) {
    EXPECT_FALSE(chance.Percent(0));
    EXPECT_TRUE(chance.Percent(100));
  }
}

TEST_P(Invention, OfPersonsIsDeterministicAndMarked) {
  std::set<std::string> names;
  int women = 0;
  for (int i = 0; i < 1000; ++i) {
    const std::string id = absl::StrCat("person-", i);
    const auto person = InventPerson(province_, id, "organisations/x", province_.persons().positions(0));
    EXPECT_EQ(person.SerializeAsString(),
              InventPerson(province_, id, "organisations/x", province_.persons().positions(0)).SerializeAsString());
    EXPECT_THAT(person.position_title(), testing::HasSubstr("giả định"));
    EXPECT_TRUE(civil::IsValid(person.birth_date()));
    EXPECT_GE(person.birth_date().year(), province_.persons().first_birth_year());
    EXPECT_LE(person.birth_date().year(), province_.persons().last_birth_year());
    women += person.gender() == dossiers::v1::Person::FEMALE ? 1 : 0;
    names.insert(person.display_name());
  }
  EXPECT_GT(names.size(), 300u);
  EXPECT_NEAR(women, province_.persons().women_per_hundred() * 10, 60);
}

TEST_P(Invention, OfPapersForAWholeDossierLacksNothing) {
  const absl::CivilDay before = kToday + 77;
  size_t most = 0;
  for (const bool whole : {false, true}) {
    for (int i = 0; i < 300; ++i) {
      const auto papers = InventPapers(province_, absl::StrCat("dossier-", i), kToday, before, whole);
      most = std::max(most, papers.size());
      if (!whole) continue;
      EXPECT_EQ(papers.size(), most);
      for (const auto& paper : papers) {
        for (const auto& item : province_.checklist_template().checklist_template().items()) {
          if (item.item_id() != paper.item_id()) continue;
          EXPECT_GE(LastDay(item, paper.issued_date()), before);
        }
      }
    }
  }
}

TEST(InventVotes, LetsThoseStandWhomTheMeetingLets) {
  std::vector<std::string> persons;
  for (int i = 0; i < 27; ++i) persons.push_back(absl::StrCat("persons/p", i));
  Meeting meeting;
  meeting.set_step("ballot");
  meeting.set_convened(64);
  meeting.set_present(62);
  meeting.set_invalid(1);
  meeting.set_failing(2);
  for (uint64_t seed = 0; seed < 50; ++seed) {
    const auto votes = InventVotes(seed, "p", meeting, 23, persons);
    ASSERT_EQ(votes.size(), 27u);
    int least_chosen = 62;
    for (size_t i = 0; i < votes.size(); ++i) {
      EXPECT_EQ(votes[i].person(), persons[i]);
      EXPECT_EQ(votes[i].agree() + votes[i].disagree() + votes[i].blank(), 61);
      // More than half of 64.
      EXPECT_EQ(votes[i].agree() >= 33, i < 25) << i;
      if (i < 23) least_chosen = std::min(least_chosen, votes[i].agree());
      EXPECT_EQ(votes[i].agree() < least_chosen, i >= 23) << "a tie at the edge";
    }
  }
  EXPECT_NE(InventVotes(1, "p", meeting, 23, persons)[0].SerializeAsString() +
                InventVotes(1, "p", meeting, 23, persons)[1].SerializeAsString(),
            InventVotes(2, "p", meeting, 23, persons)[0].SerializeAsString() +
                InventVotes(2, "p", meeting, 23, persons)[1].SerializeAsString());
}

TEST_P(Invention, OfPapersLacksAndEndsAsOftenAsTheInputSays) {
  const auto& checklist = province_.checklist_template().checklist_template();
  const absl::CivilDay before = kToday + 77;
  int lacking = 0, expiring = 0;
  for (int i = 0; i < 1000; ++i) {
    const auto papers = InventPapers(province_, absl::StrCat("dossier-", i), kToday, before);
    std::map<std::string, absl::CivilDay> last;
    for (const auto& paper : papers) {
      EXPECT_LE(civil::FromDate(paper.issued_date()), kToday);
      EXPECT_EQ(paper.document().file_sha256().size(), 32u);
      for (const auto& item : checklist.items()) {
        if (item.item_id() == paper.item_id())
          last[item.any_of_group().empty() ? item.item_id() : item.any_of_group()] = LastDay(item, paper.issued_date());
      }
    }
    std::set<std::string> required;
    for (const auto& item : checklist.items()) {
      if (item.required()) required.insert(item.any_of_group().empty() ? item.item_id() : item.any_of_group());
    }
    lacking += last.size() < required.size() ? 1 : 0;
    int ending = 0;
    for (const auto& [item, day] : last) {
      EXPECT_GE(day, kToday) << "nothing is expired already: " << item;
      ending += day < before ? 1 : 0;
    }
    EXPECT_LE(ending, 1);
    expiring += ending;
  }
  EXPECT_NEAR(lacking, province_.dossiers().lacking_per_hundred() * 10, 40);
  EXPECT_NEAR(expiring, province_.dossiers().expiring_per_hundred() * 10, 40);
}

TEST_P(Invention, OfPapersHoldsOnEveryDayOfTheYear) {
  for (absl::CivilDay today(2026, 1, 1); today < absl::CivilDay(2027, 1, 1); ++today) {
    for (int i = 0; i < 20; ++i) {
      for (const auto& paper : InventPapers(province_, absl::StrCat("dossier-", i), today, today + 45)) {
        EXPECT_LE(civil::FromDate(paper.issued_date()), today);
        for (const auto& item : province_.checklist_template().checklist_template().items()) {
          if (item.item_id() == paper.item_id()) {
            EXPECT_GE(LastDay(item, paper.issued_date()), today) << today;
          }
        }
      }
    }
  }
}

TEST_P(Invention, OfOpinionsKeepsToTheSections) {
  google::protobuf::RepeatedPtrField<drafting::v1::Section> sections;
  for (const char* id : {"a", "b", "c"}) sections.Add()->set_id(id);
  std::set<std::string> met;
  size_t most = 0;
  for (int i = 0; i < 200; ++i) {
    const auto opinions = InventOpinions(province_, absl::StrCat("organisations/", i), sections);
    EXPECT_FALSE(opinions.empty());
    most = std::max(most, opinions.size());
    std::set<std::string> own;
    for (const auto& opinion : opinions) {
      EXPECT_TRUE(own.insert(opinion.section()).second) << opinion.section();
      met.insert(opinion.section());
      EXPECT_FALSE(opinion.text().empty());
    }
  }
  EXPECT_EQ(met, (std::set<std::string>{"a", "b", "c"}));
  EXPECT_EQ(most, static_cast<size_t>(province_.opinions().most_per_organisation()));
}

TEST_P(Invention, OfAnswersGivesAReasonUnlessTaken) {
  std::set<drafting::v1::Disposition> met;
  for (int i = 0; i < 100; ++i) {
    const auto answer = InventAnswer(province_, absl::StrCat("opinion-", i));
    met.insert(answer.disposition());
    if (answer.disposition() != drafting::v1::TAKEN) {
      EXPECT_FALSE(answer.reason().empty());
    }
  }
  EXPECT_GT(met.size(), 1u);
}

TEST_P(Invention, OfTasksCountsAsTheInputSays) {
  const Tasks& rules = province_.tasks();
  ASSERT_OK_AND_ASSIGN(const csv::Table table, csv::Parse(InventTasks(province_)));
  EXPECT_EQ(InventTasks(province_), InventTasks(province_));
  int regular = 0, completed = 0, continuing = 0, open = 0;
  std::set<std::string> codes;
  for (const csv::Row& row : table.rows) {
    codes.insert(row.fields[0]);
    const std::string& task_class = row.fields[3];
    if (task_class == "regular") {
      ++regular;
      continue;
    }
    ASSERT_EQ(task_class, "one-off");
    const bool done = !row.fields[5].empty() && *civil::Parse(row.fields[5]) <= civil::FromDate(rules.as_of());
    done ? ++completed : ++continuing;
    open += row.fields[5].empty() ? 1 : 0;
    if (!done) {
      EXPECT_GT(*civil::Parse(row.fields[4]), civil::FromDate(rules.as_of())) << "not overdue on that day";
    }
  }
  EXPECT_EQ(regular, rules.regular_count());
  EXPECT_EQ(completed, rules.completed_count());
  EXPECT_EQ(continuing, rules.continuing_count());
  EXPECT_EQ(open, rules.open_count());
  EXPECT_EQ(codes.size(), table.rows.size());
}

}  // namespace
}  // namespace congress::cli::demo

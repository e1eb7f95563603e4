#include "services/scheduling/domain/progress.h"

#include "platform/civil/civil.h"
#include "services/scheduling/domain/rhythm.h"
#include "services/scheduling/domain/task.h"
#include "tests/support/status_matchers.h"

namespace congress::scheduling {
namespace {

using absl::CivilDay;
using support::StatusIs;
using Difference = v1::TaskDifference;

constexpr CivilDay kReported(2025, 6, 10);

absl::Time Noon(CivilDay day) { return absl::FromCivil(day, civil::Zone()) + absl::Hours(12); }

// A plan as an office keeps it: each entry at noon of a day.
class Office {
 public:
  void Add(const std::string& code, CivilDay entered, v1::Task::Class task_class = v1::Task::ONE_OFF) {
    v1::Task task;
    task.set_name("plans/p/tasks/" + code);
    task.set_code(code);
    task.set_organisation("organisations/province");
    task.set_task_class(task_class);
    if (entered > CivilDay(2025, 6, 1)) *task.mutable_start_date() = civil::ToDate(entered);
    ledger.tasks.push_back(Entered(std::move(task), nullptr, v1::Task::ADDED, "an", Noon(entered), nullptr));
  }
  template <class Change>
  void Enter(const std::string& code, CivilDay entered, v1::Task::Change what, Change change) {
    for (v1::Task& task : ledger.tasks) {
      if (task.code() != code) continue;
      v1::Task after = task;
      change(&after);
      task = Entered(std::move(after), &task, what, "binh", Noon(entered), &ledger.histories[task.name()]);
      return;
    }
    ADD_FAILURE() << code;
  }
  void Complete(const std::string& code, CivilDay entered, CivilDay done) {
    Enter(code, entered, v1::Task::COMPLETED,
          [&](v1::Task* task) { *task->mutable_done_date() = civil::ToDate(done); });
  }
  std::string Count(CivilDay as_of, CivilDay known_on) const {
    const v1::ProgressCounts counts = CountTasks(KnownAt(ledger, Noon(known_on)), as_of);
    return absl::StrCat(counts.total_count(), " = ", counts.regular_count(), " + ", counts.completed_count(), " + ",
                        counts.continuing_count());
  }
  std::vector<std::string> Causes(const ProgressMoment& first, const ProgressMoment& second) const {
    std::vector<std::string> causes;
    const auto compared = CompareProgress(ledger, first, second);
    EXPECT_TRUE(compared.ok());
    for (const auto& one : compared->differences()) {
      causes.push_back(one.task().code() + " " + Difference::Cause_Name(one.cause()));
    }
    return causes;
  }

  Ledger ledger;
};

// 19 = 2 regular + 6 completed + 11 continuing on 10 June 2025, and what July brought.
Office NineteenAndJuly() {
  Office office;
  for (int i = 1; i <= 19; ++i) {
    office.Add("t" + std::to_string(i), CivilDay(2025, 6, 1), i <= 2 ? v1::Task::REGULAR : v1::Task::ONE_OFF);
  }
  for (int i = 3; i <= 8; ++i) office.Complete("t" + std::to_string(i), CivilDay(2025, 6, 9), CivilDay(2025, 6, i));
  office.Add("t20", CivilDay(2025, 7, 5));
  office.Complete("t9", CivilDay(2025, 7, 6), CivilDay(2025, 6, 9));
  office.Complete("t10", CivilDay(2025, 7, 7), CivilDay(2025, 7, 1));
  return office;
}

TEST(Report, OfADayStaysAsItWasWhateverIsEnteredLater) {
  const Office office = NineteenAndJuly();
  EXPECT_EQ(office.Count(kReported, kReported), "19 = 2 + 6 + 11");
  EXPECT_EQ(office.Count(kReported, CivilDay(2025, 7, 5)), "19 = 2 + 6 + 11") << "a task was added";
  EXPECT_EQ(office.Count(kReported, CivilDay(2025, 7, 31)), "19 = 2 + 7 + 10") << "as it is known now";
  EXPECT_EQ(office.Count(CivilDay(2025, 7, 31), CivilDay(2025, 7, 31)), "20 = 2 + 8 + 10");
  EXPECT_EQ(LaterEntries(office.ledger, kReported, Noon(kReported)), 1);
  EXPECT_EQ(LaterEntries(office.ledger, CivilDay(2025, 7, 31), Noon(kReported)), 3);
}

TEST(KnowledgeOf, IsThatOfTheReportElseOfTheDayItself) {
  const absl::Time now = Noon(CivilDay(2025, 7, 31));
  const absl::Time end = absl::FromCivil(kReported + 1, civil::Zone()) - absl::Nanoseconds(1);
  EXPECT_EQ(KnowledgeOf(kReported, nullptr, Noon(CivilDay(2025, 6, 1)), now), end);
  // A plan that is entered afterwards is known by the end of that day.
  EXPECT_EQ(KnowledgeOf(kReported, nullptr, Noon(CivilDay(2025, 7, 1)), now),
            absl::FromCivil(CivilDay(2025, 7, 2), civil::Zone()) - absl::Nanoseconds(1));
  EXPECT_EQ(KnowledgeOf(CivilDay(2025, 7, 31), nullptr, Noon(CivilDay(2025, 6, 1)), now), now);
  v1::ProgressReport report;
  *report.mutable_known_time() = civil::ToTimestamp(Noon(CivilDay(2025, 6, 11)));
  EXPECT_EQ(KnowledgeOf(kReported, &report, Noon(CivilDay(2025, 6, 1)), now), Noon(CivilDay(2025, 6, 11)));
}

TEST(CompareProgress, NamesEachTaskWithItsCause) {
  const Office office = NineteenAndJuly();
  const ProgressMoment told{kReported, Noon(kReported)}, known{kReported, Noon(CivilDay(2025, 7, 31))},
      july{CivilDay(2025, 7, 31), Noon(CivilDay(2025, 7, 31))};
  EXPECT_EQ(office.Causes(told, known), (std::vector<std::string>{"t9 COMPLETION_ENTERED_LATER", "t20 ADDED"}));
  EXPECT_EQ(office.Causes(told, july),
            (std::vector<std::string>{"t9 COMPLETION_ENTERED_LATER", "t10 COMPLETED_SINCE", "t20 ADDED"}));
  EXPECT_EQ(office.Causes(known, july), (std::vector<std::string>{"t10 COMPLETED_SINCE", "t20 STARTED"}));
  EXPECT_THAT(CompareProgress(office.ledger, july, told).status(),
              StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID"));
}

TEST(CompareProgress, KnowsEveryCause) {
  const CivilDay june(2025, 6, 5), july(2025, 7, 5);
  const auto cause_of = [&](auto before, auto after) {
    Office office;
    office.Add("a", CivilDay(2025, 6, 1));
    office.Enter("a", june, v1::Task::CHANGED, before);
    office.Enter("a", july, v1::Task::CHANGED, after);
    const auto causes = office.Causes({kReported, Noon(kReported)}, {july, Noon(july)});
    return causes.empty() ? std::string() : causes.front();
  };
  const auto nothing = [](v1::Task*) {};
  const auto done = [](CivilDay day) {
    return [day](v1::Task* task) { *task->mutable_done_date() = civil::ToDate(day); };
  };
  const auto due = [](CivilDay day) {
    return [day](v1::Task* task) { *task->mutable_due_date() = civil::ToDate(day); };
  };
  const auto start = [](CivilDay day) {
    return [day](v1::Task* task) { *task->mutable_start_date() = civil::ToDate(day); };
  };
  const auto cancelled = [](bool mistaken) {
    return [mistaken](v1::Task* task) {
      *task->mutable_cancellation()->mutable_from_date() = civil::ToDate(CivilDay(2025, 6, 2));
      task->mutable_cancellation()->set_mistaken(mistaken);
    };
  };
  const auto undone = [](v1::Task* task) {
    task->clear_done_date();
    task->clear_cancellation();
  };
  EXPECT_EQ(cause_of(nothing, nothing), "");
  EXPECT_EQ(cause_of(nothing, done(july)), "a COMPLETED_SINCE");
  EXPECT_EQ(cause_of(nothing, done(kReported)), "a COMPLETION_ENTERED_LATER");
  EXPECT_EQ(cause_of(done(july), done(kReported)), "a DONE_DATE_CORRECTED");
  EXPECT_EQ(cause_of(done(kReported), done(july + 1)), "a DONE_DATE_CORRECTED");
  EXPECT_EQ(cause_of(done(kReported), undone), "a REOPENED");
  EXPECT_EQ(cause_of(cancelled(false), undone), "a REOPENED");
  EXPECT_EQ(cause_of(nothing, cancelled(false)), "a CANCELLED_SINCE");
  EXPECT_EQ(cause_of(nothing, cancelled(true)), "a ENTERED_BY_MISTAKE");
  EXPECT_EQ(cause_of(start(kReported + 1), nothing), "a STARTED");
  EXPECT_EQ(cause_of(start(kReported + 1), start(kReported)), "a START_CHANGED");
  EXPECT_EQ(cause_of(nothing, start(july + 1)), "a START_CHANGED");
  EXPECT_EQ(cause_of(due(july - 1), nothing), "a BECAME_OVERDUE");
  EXPECT_EQ(cause_of(due(june), due(july)), "a DUE_CHANGED");
  EXPECT_EQ(cause_of(nothing, [](v1::Task* task) { task->set_task_class(v1::Task::REGULAR); }), "a RECLASSIFIED");
}

// What each status is worth to total, regular, completed, continuing and overdue.
int Worth(Difference::Status status, int figure) {
  switch (status) {
    case Difference::REGULAR:
      return figure == 0 || figure == 1;
    case Difference::COMPLETED:
      return figure == 0 || figure == 2;
    case Difference::CONTINUING:
      return figure == 0 || figure == 3;
    case Difference::OVERDUE:
      return figure == 0 || figure >= 3;
    default:
      return 0;
  }
}

TEST(CompareProgress, ExplainsTheDifferencesOfTheCountsExactly) {
  Office office = NineteenAndJuly();
  office.Enter("t11", CivilDay(2025, 7, 8), v1::Task::CANCELLED, [](v1::Task* task) {
    *task->mutable_cancellation()->mutable_from_date() = civil::ToDate(CivilDay(2025, 7, 8));
  });
  office.Enter("t12", CivilDay(2025, 7, 9), v1::Task::CHANGED,
               [](v1::Task* task) { *task->mutable_due_date() = civil::ToDate(CivilDay(2025, 7, 1)); });
  office.Enter("t13", CivilDay(2025, 7, 9), v1::Task::CHANGED,
               [](v1::Task* task) { task->set_task_class(v1::Task::REGULAR); });
  for (CivilDay a(2025, 6, 1); a < CivilDay(2025, 7, 12); a += 4) {
    for (CivilDay b = a; b < CivilDay(2025, 7, 12); b += 3) {
      const auto compared = CompareProgress(office.ledger, {a, Noon(a)}, {b, Noon(b)});
      ASSERT_TRUE(compared.ok());
      const auto figures = [](const v1::ProgressCounts& counts) {
        return std::vector<int>{counts.total_count(), counts.regular_count(), counts.completed_count(),
                                counts.continuing_count(), counts.overdue_count()};
      };
      std::vector<int> sums = figures(compared->before());
      for (const Difference& one : compared->differences()) {
        EXPECT_NE(one.cause(), Difference::CAUSE_UNSPECIFIED);
        for (int i = 0; i < 5; ++i) sums[static_cast<size_t>(i)] += Worth(one.after(), i) - Worth(one.before(), i);
      }
      EXPECT_EQ(sums, figures(compared->after())) << a << " " << b;
    }
  }
}

TEST(VersionsOf, TellsWhoEnteredWhatAndWhen) {
  Office office;
  office.Add("a", CivilDay(2025, 6, 1));
  office.Complete("a", CivilDay(2025, 6, 9), CivilDay(2025, 6, 8));
  const auto versions = VersionsOf(office.ledger.tasks[0], office.ledger.histories["plans/p/tasks/a"]);
  ASSERT_EQ(versions.size(), 2u);
  EXPECT_EQ(versions[0].change(), v1::Task::ADDED);
  EXPECT_EQ(versions[0].account(), "an");
  EXPECT_FALSE(versions[0].task().has_done_date());
  EXPECT_EQ(versions[1].change(), v1::Task::COMPLETED);
  EXPECT_EQ(versions[1].account(), "binh");
  EXPECT_EQ(civil::FromTimestamp(versions[1].known_time()), Noon(CivilDay(2025, 6, 9)));
}

TEST(MeasurePlan, ListsOccurrencesThatWereOverdueAsItWasKnown) {
  Office office;
  office.Add("a", CivilDay(2025, 6, 1), v1::Task::REGULAR);
  office.Enter("a", CivilDay(2025, 6, 1), v1::Task::CHANGED, [](v1::Task* task) {
    task->mutable_rhythm()->set_every(v1::Rhythm::WEEK);
    task->mutable_rhythm()->set_due_day(5);
    *task->mutable_start_date() = civil::ToDate(CivilDay(2025, 6, 2));
  });
  v1::Occurrence occurrence;
  occurrence.set_name("plans/p/tasks/a/occurrences/2025-w23");
  occurrence.set_period("2025-W23");
  *occurrence.mutable_due_date() = civil::ToDate(CivilDay(2025, 6, 6));
  v1::OccurrenceEntry& entry = *occurrence.add_entries();
  *entry.mutable_known_time() = civil::ToTimestamp(Noon(CivilDay(2025, 6, 16)));
  *entry.mutable_done_date() = civil::ToDate(CivilDay(2025, 6, 6));
  office.ledger.occurrences.push_back(occurrence);
  const auto measure = [&](CivilDay as_of, CivilDay known) {
    return MeasurePlan({}, office.ledger, {as_of, Noon(known)}, status::Language::kEnglish);
  };
  const auto told = measure(CivilDay(2025, 6, 14), CivilDay(2025, 6, 15));
  ASSERT_EQ(told.overdue_occurrences_size(), 2);
  EXPECT_EQ(told.overdue_occurrences(0).period(), "2025-W23");
  EXPECT_EQ(told.overdue_occurrences(1).period(), "2025-W24");
  EXPECT_EQ(told.later_entry_count(), 1);
  const auto known = measure(CivilDay(2025, 6, 14), CivilDay(2025, 6, 20));
  ASSERT_EQ(known.overdue_occurrences_size(), 1);
  EXPECT_EQ(known.overdue_occurrences(0).period(), "2025-W24");
  // On the day itself it is in time.
  EXPECT_EQ(measure(CivilDay(2025, 6, 13), CivilDay(2025, 6, 20)).overdue_occurrences_size(), 0);
}

TEST(MeasurePlan, CountsEachPartyOfAJointProgramme) {
  Office office;
  office.Add("a", CivilDay(2025, 6, 1));
  office.Add("b", CivilDay(2025, 6, 1));
  office.ledger.tasks[1].set_organisation("organisations/council");
  v1::Plan plan;
  plan.set_organisation("organisations/province");
  const auto measure = [&] {
    return MeasurePlan(plan, office.ledger, {kReported, Noon(kReported)}, status::Language::kEnglish);
  };
  EXPECT_EQ(measure().parties_size(), 0);
  plan.add_partners("organisations/council");
  const auto progress = measure();
  ASSERT_EQ(progress.parties_size(), 2);
  EXPECT_EQ(progress.parties(0).counts().overdue_occurrence_count(), 0);
  EXPECT_EQ(progress.parties(1).organisation(), "organisations/council");
  EXPECT_EQ(progress.parties(1).counts().total_count(), 1);
  EXPECT_EQ(progress.total_count(), 2);
}

}  // namespace
}  // namespace congress::scheduling

// The register beside a simple model of it: many threads reserve, assign, correct and void at once, and what each was
// answered is replayed against a list of numbers.
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <thread>

#include "platform/civil/civil.h"
#include "services/drafting/testing/register_scene.h"

namespace congress::drafting {
namespace {

using support::IsOk;
using support::StatusIs;

constexpr int kModelThreads = 100;
constexpr int kModelEach = 4;

// What a thread was told last of each number.
using Told = std::map<int64_t, v1::NumberEntry>;

class NumberModel : public RegisterTest {
 protected:
  // Goes through the life of a few numbers, by chance.
  void Live(int thread, Told* told) {
    std::mt19937 random(static_cast<unsigned>(thread));
    for (int i = 0; i < kModelEach; ++i) {
      auto entry = Reserve(StrCat("t", thread, "-", i));
      ASSERT_THAT(entry, IsOk());
      const int fate = static_cast<int>(random() % 4);
      if (fate == 1) entry = scene.Call(&Register::VoidNumber, StrCat("name: '", entry->name(), "' reason: 'x'"));
      if (fate >= 2) entry = Assign(entry->name(), 6, 1 + static_cast<int>(random() % 28));
      ASSERT_THAT(entry, IsOk());
      if (fate == 3) entry = Correct(entry->name(), StrCat("values { title: 'T", thread, "' }"));
      ASSERT_THAT(entry, IsOk());
      entry->clear_findings();
      const bool fresh = told->emplace(entry->number(), *entry).second;
      EXPECT_TRUE(fresh) << entry->number() << " was given to one twice";
    }
  }
};

TEST_F(NumberModel, AHundredThreadsAreToldWhatTheRegisterSays) {
  std::vector<Told> told(kModelThreads);
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < kModelThreads; ++thread) {
      threads.emplace_back([&, thread] { Live(thread, &told[static_cast<size_t>(thread)]); });
    }
  }
  Told model;
  for (const Told& one : told) {
    for (const auto& [number, entry] : one) {
      EXPECT_TRUE(model.emplace(number, entry).second) << number << " was given to two";
    }
  }
  ASSERT_EQ(model.size(), static_cast<size_t>(kModelThreads * kModelEach));
  EXPECT_EQ(model.begin()->first, 1);
  EXPECT_EQ(model.rbegin()->first, kModelThreads * kModelEach) << "without a hole";
  // The register says the same of each, in order.
  std::string token;
  auto expected = model.begin();
  std::map<v1::NumberEntry::State, int> states;
  do {
    ASSERT_OK_AND_ASSIGN(const auto page, scene.Call(&Register::ListNumberEntries,
                                                     StrCat("parent: 'numberSeries/qd' page_token: '", token, "'")));
    for (const v1::NumberEntry& entry : page.number_entries()) {
      ASSERT_NE(expected, model.end());
      EXPECT_EQ(entry.SerializeAsString(), expected->second.SerializeAsString());
      ++states[entry.state()];
      ++expected;
    }
    token = page.next_page_token();
  } while (!token.empty());
  EXPECT_EQ(expected, model.end());
  ASSERT_OK_AND_ASSIGN(const auto gaps, Gaps());
  EXPECT_EQ(gaps.assigned_count(), states[v1::NumberEntry::ASSIGNED]);
  EXPECT_EQ(gaps.reserved_count(), states[v1::NumberEntry::RESERVED]);
  EXPECT_EQ(gaps.voided_count(), states[v1::NumberEntry::VOIDED]);
  // Each date that contradicts a lower number is told, as a walk over the model finds it.
  int disorders = 0;
  absl::CivilDay latest;
  for (const auto& [number, entry] : model) {
    if (entry.state() != v1::NumberEntry::ASSIGNED) continue;
    const absl::CivilDay day = civil::FromDate(entry.document_date());
    if (day < latest) ++disorders;
    latest = std::max(latest, day);
  }
  EXPECT_EQ(Check()->findings_size(), disorders);
}

// Of a series that refuses dates out of order none is, however many assign at once.
TEST_F(NumberModel, ARefusingSeriesStaysInOrder) {
  ASSERT_THAT(Update("date_order: REFUSE"), IsOk());
  constexpr int kNumbers = 60;
  for (int i = 0; i < kNumbers; ++i) ASSERT_THAT(Reserve(StrCat("n", i)), IsOk());
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kNumbers; ++i) {
      threads.emplace_back([&, i] {
        std::mt19937 random(static_cast<unsigned>(i));
        const auto assigned = scene.Call(
            &Register::AssignNumber, StrCat("name: 'numberSeries/qd/entries/", i < 9 ? "00000" : "0000", i + 1, "' ",
                                            Day("document_date", 6, 1 + static_cast<int>(random() % 28))));
        EXPECT_TRUE(assigned.ok() || status::ReasonOf(assigned.status()) == "DATE_OUT_OF_SEQUENCE")
            << assigned.status();
      });
    }
  }
  ASSERT_OK_AND_ASSIGN(const auto gaps, Gaps());
  EXPECT_EQ(Check()->findings_size(), 0);
  EXPECT_GT(gaps.assigned_count(), 0);
}

}  // namespace
}  // namespace congress::drafting

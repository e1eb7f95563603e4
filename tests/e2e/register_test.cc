// The register of numbers under a hundred callers at once: what they were told, what the log says was done and what the
// register holds are one story. The log is replayed against a list of numbers that knows no more than the rules.
#include <algorithm>
#include <functional>
#include <map>
#include <mutex>
#include <random>
#include <thread>

#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "congress/drafting/v1/issuing_service.grpc.pb.h"
#include "congress/drafting/v1/number_register_service.grpc.pb.h"
#include "gtest/gtest.h"
#include "platform/civil/civil.h"
#include "platform/rpc/client.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "tests/e2e/kill_audit.h"
#include "tests/support/redis_server.h"
#include "tests/support/status_matchers.h"
#include "tests/support/suite.h"

namespace congress::e2e {
namespace {

namespace v1 = drafting::v1;
using support::IsOk;
using Entry = v1::NumberEntry;
using Register = v1::NumberRegisterService::StubInterface;
using Issuing = v1::IssuingService::StubInterface;

constexpr int kCallers = 100;
constexpr int kNumbersOfCaller = 4;
constexpr int kDays = 28;
// How many processes serve the callers on Redis.
constexpr int kReplicas = 3;

struct SeriesOfModel {
  const char* id;
  const char* type;
  v1::NumberSeries::DateOrder order;
};
constexpr SeriesOfModel kSeries[] = {{"decisions", "QĐ", v1::NumberSeries::REFUSE},
                                     {"notices", "TB", v1::NumberSeries::WARN},
                                     {"conclusions", "KL", v1::NumberSeries::WARN}};

// By number.
using Numbers = std::map<int64_t, Entry>;

class RegisterReplay : public ::testing::TestWithParam<bool> {
 protected:
  RegisterReplay() {
    support::Suite::Options options{.shape = support::Shape::kOneProcess, .store = ""};
    if (GetParam()) {
      redis_ = std::make_unique<support::RedisServer>();
      options.shape = support::Shape::kSeparate;
      options.store = redis_->url();
    }
    suite_ = std::make_unique<support::Suite>(options);
    std::vector<std::shared_ptr<grpc::Channel>> doors = {suite_->channel()};
    if (GetParam()) {
      doors = {suite_->Channel("drafting")};
      while (doors.size() < kReplicas) doors.push_back(suite_->Channel(suite_->AddReplica("drafting")));
    }
    for (const auto& door : doors) {
      registers_.push_back(v1::NumberRegisterService::NewStub(door));
      issuing_.push_back(v1::IssuingService::NewStub(door));
    }
    for (const SeriesOfModel& model : kSeries) {
      v1::CreateNumberSeriesRequest request;
      request.set_number_series_id(model.id);
      v1::NumberSeries& series = *request.mutable_number_series();
      series.set_organisation("organisations/province");
      series.set_issuer("Tỉnh ủy Mẫu");
      series.set_issuer_symbol("TU");
      series.set_term("giả định");
      series.set_document_type(model.type);
      series.set_date_order(model.order);
      EXPECT_THAT(Ask(0, &Register::CreateNumberSeries, request), IsOk());
    }
  }

  template <class Request, class Response>
  absl::StatusOr<Response> Ask(int caller, rpc::UnaryMethod<Register, Request, Response> method,
                               const Request& request) {
    return rpc::Invoke(*registers_[static_cast<size_t>(caller) % registers_.size()], method, As(caller), request);
  }
  std::unique_ptr<grpc::ClientContext> As(int caller) const {
    return suite_->As(StrCat("clerk-", caller), {"administrator@province"});
  }

  // Goes through the life of a few numbers, by chance, and keeps what was told of each last.
  void Live(int caller) {
    std::mt19937 random(static_cast<unsigned>(caller));
    for (int i = 0; i < kNumbersOfCaller; ++i) {
      const SeriesOfModel& model = kSeries[static_cast<size_t>(caller + i) % std::size(kSeries)];
      const std::string series = StrCat("numberSeries/", model.id);
      const std::string intention = StrCat("papers/", caller, "-", i);
      const auto fate = random() % 5;
      const absl::CivilDay day = today_ - static_cast<int>(random() % kDays);
      if (fate == 4) {
        Publish(caller, series, intention);
        continue;
      }
      v1::ReserveNumberRequest reserve;
      reserve.set_parent(series);
      reserve.mutable_number_entry()->set_title("Văn bản giả định");
      reserve.mutable_number_entry()->set_intention(intention);
      const auto entry = Hear(series, Ask(caller, &Register::ReserveNumber, reserve));
      if (!entry.ok() || fate == 0) continue;
      if (fate == 1) {
        v1::VoidNumberRequest give_up;
        give_up.set_name(entry->name());
        give_up.set_reason("Không ban hành nữa");
        Hear(series, Ask(caller, &Register::VoidNumber, give_up)).IgnoreError();
        continue;
      }
      v1::AssignNumberRequest assign;
      assign.set_name(entry->name());
      *assign.mutable_document_date() = civil::ToDate(day);
      const auto assigned = Ask(caller, &Register::AssignNumber, assign);
      if (model.order == v1::NumberSeries::REFUSE && status::ReasonOf(assigned.status()) == "DATE_OUT_OF_SEQUENCE") {
        continue;
      }
      if (!Hear(series, assigned).ok() || fate == 2) continue;
      v1::CorrectNumberEntryRequest correct;
      correct.set_name(entry->name());
      correct.set_reason("Ghi nhầm");
      correct.mutable_values()->set_title(StrCat("Văn bản của ", caller));
      Hear(series, Ask(caller, &Register::CorrectNumberEntry, correct)).IgnoreError();
    }
  }

  void Publish(int caller, const std::string& series, const std::string& intention) {
    v1::IssuePaperRequest request;
    request.set_parent(series);
    request.set_intention(intention);
    request.mutable_paper()->set_abstract("về việc giả định");
    const auto paper = rpc::Invoke(*issuing_[static_cast<size_t>(caller) % issuing_.size()], &Issuing::IssuePaper,
                                   As(caller), request);
    const std::lock_guard lock(mutex_);
    if (!paper.ok()) return refusals_.push_back(paper.status().ToString());
    if (!papers_.emplace(intention, paper->name()).second) refusals_.push_back(StrCat(intention, " has two papers"));
  }

  absl::StatusOr<Entry> Hear(const std::string& series, absl::StatusOr<Entry> entry) {
    const std::lock_guard lock(mutex_);
    if (entry.ok()) {
      entry->clear_findings();
      Entry& known = told_[series][entry->number()];
      if (!known.intention().empty() && known.intention() != entry->intention()) {
        refusals_.push_back(StrCat(entry->name(), " was given to two"));
      }
      known = *entry;
    } else {
      refusals_.push_back(entry.status().ToString());
    }
    return entry;
  }

  // What the log makes of the numbers, step by step. Empty, or what cannot be.
  std::string Replay(const std::vector<audit::v1::AuditRecord>& log) {
    for (const audit::v1::AuditRecord& record : log) {
      const std::string method = record.method().substr(record.method().rfind('/') + 1);
      for (const audit::v1::Change& change : record.changes()) {
        const size_t collection = change.name().find("/entries/");
        if (collection == std::string::npos) continue;
        auto& states = replayed_[change.name().substr(0, collection)];
        const std::string what = StrCat(method, " ", change.name());
        if (change.kind() == audit::v1::Change::CREATED) {
          if (change.name().substr(collection) != absl::StrFormat("/entries/%06d", states.size() + 1)) {
            return StrCat(what, " after ", states.size(), " numbers");
          }
          if (method != "ReserveNumber" && method != "IssuePaper") return what;
          states.push_back(Entry::RESERVED);
          continue;
        }
        const size_t place = std::stoul(change.name().substr(collection + 9)) - 1;
        if (change.kind() != audit::v1::Change::UPDATED || place >= states.size()) return what;
        auto& state = states[place];
        const bool corrected = method == "CorrectNumberEntry";
        if (state != (corrected ? Entry::ASSIGNED : Entry::RESERVED)) {
          return StrCat(what, " of a number that is ", Entry::State_Name(state));
        }
        if (!corrected) state = method == "VoidNumber" ? Entry::VOIDED : Entry::ASSIGNED;
      }
    }
    return "";
  }

  Numbers Held(const std::string& series) {
    Numbers numbers;
    v1::ListNumberEntriesRequest request;
    request.set_parent(series);
    request.set_page_size(1000);
    const auto page = Ask(0, &Register::ListNumberEntries, request);
    EXPECT_THAT(page, IsOk());
    if (!page.ok()) return numbers;
    EXPECT_EQ(page->next_page_token(), "");
    for (const Entry& entry : page->number_entries()) {
      EXPECT_TRUE(numbers.emplace(entry.number(), entry).second) << entry.name() << " is there twice";
    }
    return numbers;
  }

  // The register's list of one series against the replay, what callers were told, its gaps and its days.
  void CheckSeries(const SeriesOfModel& model) {
    const std::string series = StrCat("numberSeries/", model.id);
    const Numbers held = Held(series);
    const auto& replayed = replayed_[series];
    ASSERT_EQ(held.size(), replayed.size());
    std::map<Entry::State, int> states;
    std::map<std::string, Entry::State> without_document;
    int disorders = 0;
    absl::CivilDay latest;
    for (const auto& [number, entry] : held) {
      ASSERT_EQ(entry.state(), replayed.at(static_cast<size_t>(number - 1))) << entry.name();
      ++states[entry.state()];
      if (const auto told = told_[series].find(number); told != told_[series].end()) {
        EXPECT_EQ(told->second.SerializeAsString(), entry.SerializeAsString());
      } else {
        EXPECT_EQ(papers_[entry.intention()], entry.issued_paper()) << entry.name() << " was told to nobody";
        EXPECT_FALSE(entry.issued_paper().empty());
      }
      if (entry.state() != Entry::ASSIGNED) {
        without_document[entry.name()] = entry.state();
        EXPECT_EQ(entry.void_reason().empty(), entry.state() != Entry::VOIDED);
        continue;
      }
      const absl::CivilDay day = civil::FromDate(entry.document_date());
      if (day < latest) ++disorders;
      latest = std::max(latest, day);
    }
    EXPECT_TRUE(model.order != v1::NumberSeries::REFUSE || disorders == 0) << disorders;
    v1::CheckNumberSeriesRequest check;
    check.set_name(series);
    const auto findings = Ask(0, &Register::CheckNumberSeries, check);
    ASSERT_THAT(findings, IsOk());
    EXPECT_EQ(findings->findings_size(), disorders);
    v1::ListNumberGapsRequest request;
    request.set_parent(series);
    request.set_page_size(1000);
    const auto gaps = Ask(0, &Register::ListNumberGaps, request);
    ASSERT_THAT(gaps, IsOk());
    EXPECT_EQ(gaps->last_number(), static_cast<int64_t>(held.size()));
    EXPECT_EQ(gaps->assigned_count(), states[Entry::ASSIGNED]);
    EXPECT_EQ(gaps->reserved_count(), states[Entry::RESERVED]);
    EXPECT_EQ(gaps->voided_count(), states[Entry::VOIDED]);
    std::map<std::string, Entry::State> explained;
    for (const v1::NumberGap& gap : gaps->gaps()) explained[gap.entry().name()] = gap.entry().state();
    EXPECT_EQ(explained, without_document);
  }

  std::unique_ptr<support::RedisServer> redis_;
  std::unique_ptr<support::Suite> suite_;
  std::vector<std::unique_ptr<Register>> registers_;
  std::vector<std::unique_ptr<Issuing>> issuing_;
  const absl::CivilDay today_ = civil::Today(absl::Now());
  // States by series, the first number first.
  std::map<std::string, std::vector<Entry::State>> replayed_;
  std::mutex mutex_;  // Guards what is below.
  // By series.
  std::map<std::string, Numbers> told_;
  // By intention.
  std::map<std::string, std::string> papers_;
  std::vector<std::string> refusals_;
};
INSTANTIATE_TEST_SUITE_P(On, RegisterReplay, ::testing::Bool(),
                         [](const auto& redis) { return redis.param ? "ThreeReplicasOnRedis" : "Sqlite"; });

TEST_P(RegisterReplay, AHundredCallersAreToldWhatIsDone) {
  {
    std::vector<std::jthread> callers;
    for (int caller = 0; caller < kCallers; ++caller) callers.emplace_back([this, caller] { Live(caller); });
  }
  EXPECT_EQ(refusals_, std::vector<std::string>()) << "CONTENTION among them or not";
  EXPECT_GT(papers_.size(), 20u);
  const auto logs = AuditLogs::Read(*suite_);
  ASSERT_THAT(logs, IsOk());
  EXPECT_EQ(Replay(logs->Changes("drafting")), "");
  size_t numbers = 0;
  for (const SeriesOfModel& model : kSeries) {
    CheckSeries(model);
    numbers += replayed_[StrCat("numberSeries/", model.id)].size();
  }
  EXPECT_EQ(numbers, size_t{kCallers * kNumbersOfCaller});
}

}  // namespace
}  // namespace congress::e2e

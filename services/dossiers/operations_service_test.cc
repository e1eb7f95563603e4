// Long work, by the rebuild of indexes: what it finds, that it can be waited for and cancelled, that it survives.
#include <algorithm>

#include "congress/operations/v1/operation_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "platform/operations/operation_service.h"
#include "platform/operations/rebuild.h"
#include "platform/rpc/index.h"
#include "platform/rpc/index_writes.h"
#include "platform/rpc/records.h"
#include "platform/store/enveloped_store.h"
#include "platform/store/sqlite_store.h"
#include "services/dossiers/records.h"
#include "services/dossiers/testing/fixture.h"

namespace congress::dossiers {
namespace {

using operations::v1::Operation;
using operations::v1::OperationService;
using support::IsOk;
using support::StatusIs;
using Code = absl::StatusCode;

class OperationsTest : public Fixture {
 protected:
  absl::StatusOr<Operation> Rebuild(Context context = nullptr) {
    operations::v1::RebuildIndexesRequest request;
    request.set_parent("services/dossiers");
    if (context == nullptr) context = service_.Admin();
    return rpc::Invoke(*stub_, &OperationService::Stub::RebuildIndexes, std::move(context), request);
  }
  // Every answer of the stream.
  std::vector<Operation> Wait(const std::string& name, Context context = nullptr) {
    operations::v1::WaitOperationRequest request;
    request.set_name(name);
    if (context == nullptr) context = service_.Admin();
    const auto reader = stub_->WaitOperation(context.get(), request);
    std::vector<Operation> seen;
    Operation one;
    while (reader->Read(&one)) seen.push_back(one);
    EXPECT_THAT(rpc::FromGrpc(reader->Finish()), IsOk());
    return seen;
  }
  size_t Found() {
    v1::ListPersonsRequest request;
    request.set_query("mau");
    const auto listed = Call(&PersonStub::ListPersons, request);
    EXPECT_THAT(listed, IsOk());
    return static_cast<size_t>(listed->persons_size());
  }
  // Loses an entry and makes up another.
  void Damage() {
    const auto entries = *service_.store().Scan(store::Range::Prefix(rpc::IndexRange("Person")), 100);
    ASSERT_GT(entries.size(), 3U);
    store::Batch batch;
    for (const store::Record& entry : entries) batch.writes.push_back({.key = entry.key});
    batch.writes.push_back({.key = rpc::IndexKey("Person", "", "persons/", "", "order", "persons/nobody"),
                            .value = "",
                            .organisation = "organisations/x"});
    ASSERT_THAT(service_.store().Commit(batch), IsOk());
  }

  std::unique_ptr<OperationService::Stub> stub_ = OperationService::NewStub(service_.channel());
};

TEST_F(OperationsTest, ARebuildAddsWhatIsMissingAndTakesAwayWhatIsWrong) {
  for (int i = 0; i < 5; ++i) MakePerson(StrCat("p-", i), "Nguyễn Thị Mẫu");
  Damage();
  EXPECT_EQ(Found(), 0U);
  const auto begun = Rebuild();
  ASSERT_THAT(begun, IsOk());
  EXPECT_EQ(begun->state(), Operation::RUNNING);
  const auto seen = Wait(begun->name());
  ASSERT_FALSE(seen.empty());
  EXPECT_EQ(seen.back().state(), Operation::DONE);
  EXPECT_EQ(seen.back().kind(), "RebuildIndexes");
  operations::v1::RebuildIndexesResponse found;
  ASSERT_TRUE(seen.back().response().UnpackTo(&found));
  EXPECT_EQ(found.record_count(), 5);
  EXPECT_GT(found.added_count(), 5);
  EXPECT_EQ(found.removed_count(), 1);
  EXPECT_EQ(seen.back().progress().done(), seen.back().progress().total());
  EXPECT_GT(seen.back().progress().total(), 5 + found.added_count()) << "the entries count as well";
  for (const Operation& one : seen) {
    if (one.state() == Operation::RUNNING && one.progress().total() > 0) {
      EXPECT_LT(one.progress().done(), one.progress().total()) << "all is done only at the end";
    }
  }
  EXPECT_EQ(Found(), 5U);
  // Nothing is left to do.
  const auto again = Wait(Rebuild()->name()).back();
  ASSERT_TRUE(again.response().UnpackTo(&found));
  EXPECT_EQ(found.added_count() + found.removed_count(), 0);
  operations::v1::ListOperationsRequest list;
  list.set_parent("services/dossiers");
  const auto listed = rpc::Invoke(*stub_, &OperationService::Stub::ListOperations, service_.Admin(), list);
  ASSERT_THAT(listed, IsOk());
  EXPECT_EQ(listed->operations_size(), 2);
}

TEST_F(OperationsTest, IsForThoseOfTheProvince) {
  EXPECT_THAT(Rebuild(As("administrator@unit-2")), StatusIs(Code::kPermissionDenied, "PERMISSION_MISSING"));
  const auto begun = Rebuild();
  ASSERT_THAT(begun, IsOk());
  operations::v1::GetOperationRequest get;
  get.set_name(begun->name());
  EXPECT_THAT(rpc::Invoke(*stub_, &OperationService::Stub::GetOperation, As(kClerk), get),
              StatusIs(Code::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(rpc::Invoke(*stub_, &OperationService::Stub::GetOperation, service_.Admin(), get), IsOk());
  operations::v1::ListOperationsRequest list;
  list.set_parent("services/drafting");
  EXPECT_THAT(rpc::Invoke(*stub_, &OperationService::Stub::ListOperations, service_.Admin(), list),
              StatusIs(Code::kNotFound, "RESOURCE_NOT_FOUND"));
}

// The work of a rebuild on a store whose bytes the test reaches.
TEST(Rebuild, PassesOverWhatIsDamagedAndNamesIt) {
  auto bytes = *store::SqliteStore::Open(":memory:");
  store::Store& below = *bytes;
  store::EnvelopedStore store(std::move(bytes));
  const auth::Principal nobody;
  const auto commit = [&](absl::FunctionRef<absl::Status(rpc::Call&)> work) {
    const rpc::Call::Scope scope{.principal = nobody,
                                 .roles = auth::Roles::Default(),
                                 .store = store,
                                 .method = "",
                                 .permission = "",
                                 .call_id = "",
                                 .language = "",
                                 .now = absl::UnixEpoch(),
                                 .deadline = absl::InfiniteFuture()};
    rpc::Call call(scope);
    ASSERT_THAT(work(call), IsOk());
    store::Batch batch = call.changes().ToBatch();
    ASSERT_THAT(rpc::AddIndexWrites(call, &batch), IsOk());
    if (batch.writes.empty()) return;
    ASSERT_THAT(store.Commit(batch), IsOk());
  };
  commit([&](rpc::Call& call) {
    for (int i = 0; i < 5; ++i) {
      v1::Person person;
      person.set_name(StrCat("persons/p-", i));
      person.set_organisation("organisations/unit-1");
      person.set_display_name("Nguyễn Thị Mẫu");
      kPersons.Put(call, std::move(person));
    }
    return absl::OkStatus();
  });
  const store::Range index = store::Range::Prefix(rpc::IndexRange("Person"));
  const std::vector<store::Record> entries = *store.Scan(index, 100);
  const std::string record = rpc::RecordKey("Person", "persons/p-2");
  // An entry of p-0, one that no record has, and one whose type is none.
  const std::string wrong = rpc::IndexKey("Person", "", "persons/", "", "order", "persons/nobody");
  const std::string strange = rpc::IndexKey("Rerson", "", "persons/", "", "order", "persons/p-0");
  for (const std::string& key : {record, entries.front().key, wrong, strange}) {
    ASSERT_THAT(below.Commit({.writes = {{.key = key, .value = "\1rot"}}}), IsOk());
  }
  EXPECT_FALSE(store.Scan(index, 100).ok());
  const operations::Work rebuild = operations::RebuildWork({&kPersons});
  operations::Step step{.request = "", .checkpoint = "", .settled = false, .progress = {}, .response = nullptr};
  for (bool last = false; !last;) {
    commit([&](rpc::Call& call) {
      const auto done = rebuild(call, step);
      last = done.value_or(true);
      return done.status();
    });
  }
  EXPECT_EQ(step.progress.done(), 5 + static_cast<int64_t>(entries.size()) + 2);
  EXPECT_EQ(step.progress.total(), step.progress.done());
  const auto& found = static_cast<const operations::v1::RebuildIndexesResponse&>(*step.response);
  EXPECT_EQ(found.damaged_count(), 1);
  EXPECT_THAT(found.damaged_keys(), testing::ElementsAre(record));
  EXPECT_EQ(found.added_count(), 1);
  EXPECT_EQ(found.removed_count(), 2);
  ASSERT_OK_AND_ASSIGN(const auto after, store.Scan(store::Range::Prefix(store::kIndexes), 100));
  EXPECT_EQ(after.size(), entries.size());
}

// By a runner of the test's own, one step at a time.
class OwnRunner : public OperationsTest {
 protected:
  // Does steps until `steps` were done, then hangs until it is stopped.
  operations::Work Counting(int last) {
    return [this, last](rpc::Call&, operations::Step& step) -> absl::StatusOr<bool> {
      const int done = step.checkpoint.empty() ? 1 : std::stoi(step.checkpoint) + 1;
      step.checkpoint = std::to_string(done);
      ++steps_;
      if (done == fail_at_) return absl::InternalError("a fault");
      if (done == wait_at_) return absl::UnavailableError("a silent service");
      return done == last;
    };
  }
  std::string Begin(operations::Operations& operations, const std::string& kind = "Count") {
    std::string name;
    EXPECT_THAT(service_.gate().Perform(service_.signer().Self(), "test",
                                        [&](rpc::Call& call) -> absl::Status {
                                          name = operations.Begin(call, kind, auth::kProvince, v1::Dossier()).name();
                                          return absl::OkStatus();
                                        }),
                IsOk());
    return name;
  }
  Operation Get(const std::string& name) {
    operations::v1::GetOperationRequest get;
    get.set_name(name);
    return *rpc::Invoke(*stub_, &OperationService::Stub::GetOperation, service_.Admin(), get);
  }
  void Cancel(const std::string& name) {
    operations::v1::CancelOperationRequest cancel;
    cancel.set_name(name);
    EXPECT_THAT(rpc::Invoke(*stub_, &OperationService::Stub::CancelOperation, service_.Admin(), cancel), IsOk());
  }
  void RunUntil(operations::Operations& operations, const std::function<bool()>& reached) {
    std::jthread thread([&](const std::stop_token& stop) { operations.Run(stop); });
    for (int i = 0; i < 10'000 && !reached(); ++i) absl::SleepFor(absl::Milliseconds(1));
    EXPECT_TRUE(reached());
  }

  std::atomic<int> steps_ = 0;
  std::atomic<int> fail_at_ = 0;
  std::atomic<int> wait_at_ = 0;
};

TEST_F(OwnRunner, GoesOnFromItsLastRecordedStep) {
  std::string name;
  wait_at_ = 3;
  {
    operations::Operations first("other", service_.gate(), service_.signer());
    first.Register("Count", Counting(5));
    name = Begin(first);
    RunUntil(first, [&] { return steps_ >= 3; });
    EXPECT_EQ(Get(name).state(), Operation::RUNNING);
  }
  wait_at_ = 0;
  steps_ = 0;
  operations::Operations second("other", service_.gate(), service_.signer());
  second.Register("Count", Counting(5));
  RunUntil(second, [&] { return Get(name).state() == Operation::DONE; });
  EXPECT_EQ(steps_, 3) << "two of five steps were recorded before";
}

TEST_F(OwnRunner, EndsWithAReasonOrWhenAsked) {
  operations::Operations runner("other", service_.gate(), service_.signer());
  runner.Register("Count", Counting(5));
  fail_at_ = 2;
  const std::string failing = Begin(runner);
  RunUntil(runner, [&] { return Get(failing).state() == Operation::FAILED; });
  EXPECT_EQ(Get(failing).error().message(), "a fault");
  runner.Register("Refuse", [](rpc::Call&, operations::Step&) -> absl::StatusOr<bool> {
    return status::FailedPrecondition(status::PlatformReason::CONTENT_STORE_MISSING, {{"service", "x"}});
  });
  const std::string refused = Begin(runner, "Refuse");
  RunUntil(runner, [&] { return Get(refused).state() == Operation::FAILED; });
  google::rpc::ErrorInfo info;
  const google::rpc::Status error = Get(refused).error();
  EXPECT_TRUE(std::any_of(error.details().begin(), error.details().end(),
                          [&](const auto& detail) { return detail.UnpackTo(&info); }));
  EXPECT_EQ(info.reason(), "CONTENT_STORE_MISSING") << "for programs, as a call is answered";
  service_.Speak("vi");
  EXPECT_NE(Get(refused).error().message(), error.message()) << "for people in their language";
  service_.Speak("");
  fail_at_ = 0;
  const std::string cancelled = Begin(runner);
  Cancel(cancelled);
  steps_ = 0;
  RunUntil(runner, [&] { return Get(cancelled).state() == Operation::CANCELLED; });
  EXPECT_EQ(steps_, 0);
}

TEST_F(OwnRunner, WhatACancelledOrFailedOneDidIsTakenBackByStepsUntilItIsSettled) {
  operations::Operations runner("other", service_.gate(), service_.signer());
  int back = 0;
  std::atomic<int> faults = 1;
  const operations::Work take_back = [&](rpc::Call&, operations::Step& step) -> absl::StatusOr<bool> {
    if (faults-- > 0) return absl::InternalError("a fault in taking back");
    ++back;
    step.checkpoint = std::to_string(std::stoi(step.checkpoint) - 1);
    return step.checkpoint == "0";
  };
  bool settles = false;
  const operations::Work count = Counting(4);
  runner.Register(
      "Count",
      [&](rpc::Call& call, operations::Step& step) -> absl::StatusOr<bool> {
        auto last = count(call, step);
        step.settled = settles;
        return last;
      },
      take_back);
  fail_at_ = 3;
  const std::string failing = Begin(runner);
  RunUntil(runner, [&] { return faults < 1; });
  RunUntil(runner, [&] { return Get(failing).state() == Operation::FAILED; });
  EXPECT_EQ(back, 2) << "the two steps that were recorded, though taking back failed once";
  EXPECT_EQ(Get(failing).error().message(), "a fault");
  wait_at_ = 3;
  fail_at_ = 0;
  const std::string cancelled = Begin(runner);
  steps_ = 0;
  RunUntil(runner, [&] { return steps_ >= 3; });
  Cancel(cancelled);
  RunUntil(runner, [&] { return Get(cancelled).state() == Operation::CANCELLED; });
  EXPECT_EQ(back, 4);
  settles = true;
  const std::string settled = Begin(runner);
  steps_ = 0;
  RunUntil(runner, [&] { return steps_ >= 3; });
  Cancel(settled);
  fail_at_ = 3;
  steps_ = 0;
  RunUntil(runner, [&] { return steps_ >= 1; });
  wait_at_ = 0;
  fail_at_ = 0;
  RunUntil(runner, [&] { return Get(settled).state() == Operation::DONE; });
  EXPECT_EQ(back, 4);
}

TEST_F(OwnRunner, IsForgottenAfterAWeek) {
  operations::Operations runner("other", service_.gate(), service_.signer());
  runner.Register("Count", Counting(1));
  const std::string name = Begin(runner);
  RunUntil(runner, [&] { return Get(name).state() == Operation::DONE; });
  service_.SetNow(service_.now() + operations::kKept + absl::Seconds(1));
  operations::v1::GetOperationRequest get;
  get.set_name(name);
  RunUntil(runner, [&] {
    return absl::IsNotFound(rpc::Invoke(*stub_, &OperationService::Stub::GetOperation, service_.Admin(), get).status());
  });
}

}  // namespace
}  // namespace congress::dossiers

// The tree as another service follows it.
#include "platform/directory/projection.h"

#include <algorithm>
#include <atomic>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "congress/events/v1/event_service.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/rpc/client.h"
#include "services/allocation/testing/following_directory.h"

namespace congress::allocation {
namespace {

using support::IsOk;
using support::StatusIs;
using Code = absl::StatusCode;

// Of a process that has followed the tree and is gone.
std::unique_ptr<store::Store> FilledStore(Fixture& f) {
  auto store = *store::Open("sqlite::memory:", "drafting");
  Directory directory(f, store.get());
  directory.Start();
  directory.Await([](const auto& seen) { return Knows(seen, "organisations/b"); });
  directory.Stop();
  return store;
}

TEST(Projection, FollowsTheTree) {
  Fixture f;
  f.ImportTwo();
  Directory directory(f);
  EXPECT_THAT(directory.projection().Snapshot(absl::Now()).status(), StatusIs(Code::kUnavailable, "DIRECTORY_UNREAD"));
  directory.Start();
  const auto tree = directory.Await([](const auto& seen) { return Knows(seen, "organisations/a1"); });
  const directory::Organisation* former = tree->Find("organisations/a1");
  EXPECT_EQ(former->continued_by, "organisations/a");
  EXPECT_EQ(former->until, absl::CivilDay(2025, 6, 16));
  EXPECT_EQ(tree->Find("organisations/a")->display_name, "Xã A");
  ASSERT_THAT(f.Import(sample::kHeader + "c,Xã C,commune,,5,2025-06-10,,2025-06-16\n"), IsOk());
  directory.Await([](const auto& seen) { return Knows(seen, "organisations/c"); });
}

// Others may have records of it.
TEST(Projection, WhatAnUndoneImportMadeHasEndedAndWhoWasAboveGoesOn) {
  Fixture f;
  f.ImportTwo();
  Directory directory(f);
  directory.Start();
  const std::string rows =
      sample::kHeader + "b-1,Chi bộ B1,cell,b,5,2025-06-10,,\nb-2,Chi bộ B2,cell,b-1,5,2025-06-10,,\n";
  const auto import_and_undo = [&](const std::string& name) {
    ASSERT_THAT(f.Import(rows), IsOk());
    directory.Await([](const auto& seen) { return Stands(seen, "organisations/b-2"); });
    v1::UndoOrganisationImportRequest undo;
    undo.set_name(name);
    undo.set_reason("Nhập nhầm");
    ASSERT_THAT(f.Call(&Organisations::UndoOrganisationImport, undo), IsOk());
  };
  import_and_undo("organisationImports/000002");
  const auto tree = directory.Await([](const auto& seen) { return !Stands(seen, "organisations/b-2"); });
  std::vector<std::string> above;
  for (const auto* one : tree->Above("organisations/b-2", kToday)) above.push_back(one->name);
  EXPECT_THAT(above,
              testing::ElementsAre("organisations/b-2", "organisations/b-1", "organisations/b", auth::kProvince));
  EXPECT_EQ(tree->Find("organisations/b-2")->until, kToday);
  const auto successors = tree->Successors("organisations/b-2", kToday);
  ASSERT_EQ(successors.size(), 1U);
  EXPECT_EQ(successors.front()->name, "organisations/b");
  // What comes again is what its source says.
  import_and_undo("organisationImports/000003");
}

// More organisations than one commit holds, here and there.
TEST(Projection, FollowsAnImportBySteps) {
  Fixture f;
  f.ImportTwo();
  Directory directory(f);
  directory.Start();
  const auto count = [](const directory::Tree& seen) {
    return std::count_if(seen.all().begin(), seen.all().end(),
                         [&](const auto& one) { return Stands(seen, one.first); });
  };
  const auto before = count(*directory.Await([](const auto& seen) { return Knows(seen, "organisations/b"); }));
  v1::StartOrganisationImportRequest request;
  request.set_csv(sample::kHeader);
  for (int i = 0; i < 10'001; ++i) absl::StrAppend(request.mutable_csv(), "u", i, ",Xã,commune,,5,2025-06-10,,\n");
  const int asked = directory.asked();
  ASSERT_THAT(f.Call(&Organisations::StartOrganisationImport, request), IsOk());
  const auto whole_or_nothing = [&](const directory::Tree& seen) {
    const auto standing = count(seen);
    EXPECT_THAT(standing, testing::AnyOf(before, before + 10'001));
    return standing;
  };
  directory.Await([&](const auto& seen) { return whole_or_nothing(seen) > before; });
  // After the last part is in its place.
  const std::string more = sample::kHeader + "z,Xã Z,commune,,5,2025-06-10,,\n";
  directory.Await([&](const auto&) { return f.Import(more).ok(); });
  directory.Await([](const auto& seen) { return Knows(seen, "organisations/z"); });
  // One reading in pages of 1,000 with the rights, a question for each part that changed nothing more, and the one at
  // the end.
  EXPECT_LE(directory.asked(), asked + 12 + 2 + 4 + 1);
  v1::UndoOrganisationImportRequest undo_more;
  undo_more.set_name("organisationImports/000003");
  undo_more.set_reason("Nhập nhầm");
  ASSERT_THAT(f.Call(&Organisations::UndoOrganisationImport, undo_more), IsOk());
  directory.Await([](const auto& seen) { return !Stands(seen, "organisations/z"); });
  v1::UndoOrganisationImportRequest undo;
  undo.set_name("organisationImports/000002");
  undo.set_reason("Nhập nhầm");
  directory.Await([&](const auto&) { return f.Call(&Organisations::UndoOrganisationImport, undo).ok(); });
  directory.Await([&](const auto& seen) { return whole_or_nothing(seen) == before; });
}

TEST(Projection, GoesOnWhereItWasAndServesWhatItKnew) {
  Fixture f;
  f.ImportTwo();
  const auto store = FilledStore(f);
  ASSERT_THAT(f.Import(sample::kHeader + "c,Xã C,commune,,5,2025-06-10,,2025-06-16\n"), IsOk());
  Directory directory(f, store.get());
  // Before it has asked anybody.
  directory.projection().Reload();
  const auto known = directory.projection().Snapshot(absl::Now());
  ASSERT_THAT(known.status(), IsOk());
  EXPECT_TRUE(Knows(**known, "organisations/b"));
  EXPECT_FALSE(Knows(**known, "organisations/c"));
  directory.Start();
  directory.Await([](const auto& seen) { return Knows(seen, "organisations/c"); });
}

// Rights and the tree are judged by what lies there, and no log says what it should be.
TEST(Projection, WhatOthersWroteInTheStoreIsComparedAtTheStart) {
  Fixture f;
  f.ImportTwo();
  const auto store = FilledStore(f);
  const std::string key = directory::EntryKey("organisations/b");
  const auto record = store->Get(key);
  ASSERT_THAT(record.status(), IsOk());
  store::v1::DirectoryEntry forged;
  ASSERT_TRUE(forged.ParseFromString(record->value));
  forged.set_display_name("Xã giả");
  ASSERT_THAT(store->Commit({.writes = {{.key = key, .value = forged.SerializeAsString()}}}).status(), IsOk());
  Directory directory(f, store.get());
  directory.Start();
  directory.Await([](const auto& seen) {
    const directory::Organisation* b = seen.Find("organisations/b");
    return b != nullptr && b->display_name != "Xã giả";
  });
}

TEST(Projection, TwoReplicasFillOne) {
  Fixture f;
  f.ImportTwo();
  auto store = *store::Open("sqlite::memory:", "drafting");
  Directory one(f, store.get());
  Directory other(f, store.get());
  one.Start();
  other.Start();
  for (int i = 0; i < 5; ++i) {
    const std::string unit = "u" + std::to_string(i);
    ASSERT_THAT(f.Import(sample::kHeader + unit + ",Xã,commune,,5,2025-06-10,,2025-06-16\n"), IsOk());
    for (Directory* each : {&one, &other}) {
      each->Await([&](const auto& seen) { return Knows(seen, "organisations/" + unit); });
    }
  }
  // Both hold the records that are stored, by their revisions.
  const auto tree = one.Await([](const auto&) { return true; });
  for (const auto& [name, organisation] : tree->all()) {
    EXPECT_EQ(store->Get(directory::EntryKey(name))->revision, organisation.revision) << name;
  }
}

// Two that write over each other's whole readings would each read again and again.
TEST(Projection, ReadsNothingAgainThatAnotherReplicaHasTaken) {
  Fixture f;
  f.ImportTwo();
  auto store = *store::Open("sqlite::memory:", "drafting");
  Directory one(f, store.get());
  one.Start();
  one.Await([](const auto& seen) { return Knows(seen, "organisations/b"); });
  Directory other(f, store.get());
  std::atomic<bool> asked_again = false;
  const auto knows_c = [](const auto& seen) { return Knows(seen, "organisations/c"); };
  // While it asks what has changed the other one is faster.
  one.Interrupt([&]() -> rpc::Peer* {
    other.Start();
    other.Await(knows_c);
    one.Interrupt([&]() -> rpc::Peer* {
      asked_again = true;
      return nullptr;
    });
    return nullptr;
  });
  ASSERT_THAT(f.Import(sample::kHeader + "c,Xã C,commune,,5,2025-06-10,,2025-06-16\n"), IsOk());
  one.Await(knows_c);
  EXPECT_FALSE(asked_again);
}

TEST(Projection, LosesNoChangeToTheWriteOfAnotherReplica) {
  Fixture f;
  f.ImportTwo();
  Directory directory(f);
  directory.Start();
  directory.Await([](const auto& seen) { return Knows(seen, "organisations/b"); });
  // Between the event and its reading the other one writes something else.
  directory.Interrupt([&]() -> rpc::Peer* {
    const auto state = directory.store().Get("d/");
    EXPECT_THAT(state.status(), IsOk());
    EXPECT_THAT(directory.store().Commit({.writes = {{.key = "d/", .value = state->value}}}).status(), IsOk());
    return nullptr;
  });
  ASSERT_THAT(f.Import(sample::kHeader + "c,Xã C,commune,,5,2025-06-10,,2025-06-16\n"), IsOk());
  directory.Await([](const auto& seen) { return Knows(seen, "organisations/c"); });
}

TEST(Projection, StoresNoOlderReadingOverANewerOne) {
  const std::string was = sample::kHeader + "c,Xã C,commune,,5,2025-06-10,,2025-06-16\n";
  Fixture earlier;
  earlier.service().Trust("process-drafting", Signer().public_pem());
  ASSERT_THAT(earlier.Import(was), IsOk());
  const auto late = rpc::DirectPeer(earlier.service().service());
  Fixture f;
  f.ImportTwo();
  auto store = *store::Open("sqlite::memory:", "drafting");
  Directory one(f, store.get());
  one.Start();
  one.Await([](const auto& seen) { return Knows(seen, "organisations/b"); });
  Directory other(f, store.get());
  // By the time that the answer arrives it is old, and the other replica has read what holds now.
  other.Interrupt([&] {
    EXPECT_THAT(f.Import(was), IsOk());
    EXPECT_THAT(f.Import(sample::kHeader + "c,Xã C mới,commune,,5,2025-06-10,,2025-06-16\n"), IsOk());
    one.Await([](const auto& seen) {
      const directory::Organisation* c = seen.Find("organisations/c");
      return c != nullptr && c->display_name == "Xã C mới";
    });
    return late.get();
  });
  const auto tree = other.projection().Ask("organisations/c", absl::Now() + absl::Seconds(20));
  ASSERT_THAT(tree.status(), IsOk());
  EXPECT_EQ((*tree)->Find("organisations/c")->display_name, "Xã C mới");
}

TEST(Projection, AsksForWhatItDoesNotKnowYet) {
  Fixture f;
  f.ImportTwo();
  Directory directory(f);
  directory.Start();
  directory.Await([](const auto& seen) { return Knows(seen, "organisations/b"); });
  directory.Stop();
  ASSERT_THAT(f.Import(sample::kHeader + "c,Xã C,commune,,5,2025-06-10,,2025-06-16\n"), IsOk());
  const absl::Time soon = absl::Now() + absl::Seconds(5);
  const auto tree = directory.projection().Ask("organisations/c", soon);
  ASSERT_THAT(tree.status(), IsOk());
  EXPECT_TRUE(Knows(**tree, "organisations/c"));
  EXPECT_THAT(directory.projection().Ask("organisations/nowhere", soon).status(),
              StatusIs(Code::kNotFound, "ORGANISATION_UNKNOWN"));
}

// A source that is there, and says no more than this.
class ScriptedPeer final : public rpc::Peer {
 public:
  std::unique_ptr<rpc::Answerer> Answer(rpc::IncomingCall&, Manner) override { return nullptr; }
  // What becomes of the next streams, one after the other: whether each tells something before it breaks.
  std::vector<bool> streams;
  std::atomic<int> broken = 0;
  // Whether calls are answered at their deadline, not at once.
  bool hangs = false;

 private:
  absl::Status Call(const rpc::Header& header, const google::protobuf::Message&, google::protobuf::Message*) override {
    if (hangs) absl::SleepFor(header.deadline - absl::Now());
    return rpc::PeerUnavailable("allocation");
  }
  absl::Status Stream(const rpc::Header&, const google::protobuf::Message&, google::protobuf::Message* response,
                      const std::stop_token& stop,
                      absl::FunctionRef<absl::Status(google::protobuf::Message&)> take) override {
    const auto at = static_cast<size_t>(broken);
    while (at >= streams.size() && !stop.stop_requested()) absl::SleepFor(absl::Milliseconds(1));
    if (at < streams.size() && streams[at]) take(*response).IgnoreError();
    ++broken;
    return rpc::PeerUnavailable("allocation");
  }
};

TEST(Projection, BeginsAnewWhenNothingComes) {
  Fixture f;
  f.ImportTwo();
  // The source would tell something each second.
  Directory directory(f, nullptr, [](auto* parts) {
    parts->silence = absl::Milliseconds(20);
    parts->pause = absl::Milliseconds(1);
  });
  directory.SetSource(rpc::ChannelPeer("allocation", f.service().channel()));
  directory.Start();
  directory.Await([](const auto& seen) { return Knows(seen, "organisations/b"); });
  const int before = directory.asked();
  const absl::Time until = absl::Now() + absl::Seconds(20);
  while (directory.asked() < before + 3 && absl::Now() < until) absl::SleepFor(absl::Milliseconds(2));
  EXPECT_GE(directory.asked(), before + 3);
}

TEST(Projection, TellsOfEachOutageOnce) {
  Fixture f;
  Directory directory(f, nullptr, [](auto* parts) { parts->pause = absl::Milliseconds(1); });
  auto scripted = std::make_unique<ScriptedPeer>();
  ScriptedPeer& source = *scripted;
  // Two outages, each of some tries.
  source.streams = {false, false, false, true, false, false};
  directory.SetSource(std::move(scripted));
  testing::internal::CaptureStderr();
  directory.Start();
  while (source.broken < 6) std::this_thread::yield();
  directory.Stop();
  const std::string log = testing::internal::GetCapturedStderr();
  const std::vector<std::string> parts = absl::StrSplit(log, "is not followed");
  EXPECT_EQ(parts.size(), 3u) << log;
}

TEST(Projection, AsksForNoLongerThanItsPatience) {
  Fixture f;
  Directory directory(f, nullptr, [](auto* parts) { parts->patience = absl::Milliseconds(30); });
  auto scripted = std::make_unique<ScriptedPeer>();
  scripted->hangs = true;
  directory.SetSource(std::move(scripted));
  const absl::Time start = absl::Now();
  EXPECT_THAT(directory.projection().Ask("organisations/c", start + absl::Seconds(20)).status(),
              StatusIs(Code::kUnavailable, "PEER_UNAVAILABLE"));
  EXPECT_LT(absl::Now() - start, absl::Seconds(5));
}

TEST(Projection, AsksOneQuestionOnce) {
  Fixture f;
  f.ImportTwo();
  Directory directory(f);
  directory.Start();
  directory.Await([](const auto& seen) { return Knows(seen, "organisations/b"); });
  directory.Stop();
  ASSERT_THAT(f.Import(sample::kHeader + "c,Xã C,commune,,5,2025-06-10,,2025-06-16\n"), IsOk());
  std::atomic<bool> asked = false;
  std::atomic<bool> answer = false;
  directory.Interrupt([&]() -> rpc::Peer* {
    asked = true;
    while (!answer) std::this_thread::yield();
    return nullptr;
  });
  const int before = directory.asked();
  const auto ask = [&] {
    EXPECT_THAT(directory.projection().Ask("organisations/c", absl::Now() + absl::Seconds(20)).status(), IsOk());
  };
  std::jthread first(ask);
  while (!asked) std::this_thread::yield();
  // Nobody waits for the question of another beyond their own deadline.
  EXPECT_THAT(directory.projection().Ask("organisations/c", absl::Now() + absl::Milliseconds(5)).status(),
              StatusIs(Code::kUnavailable, "PEER_UNAVAILABLE"));
  std::jthread second(ask);
  absl::SleepFor(absl::Milliseconds(5));
  answer = true;
  first.join();
  second.join();
  EXPECT_LE(directory.asked(), before + 2) << "the second may have come after the answer";
}

}  // namespace
}  // namespace congress::allocation

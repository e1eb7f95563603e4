// The stream of changes, and the directory that another service makes of it.
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "congress/events/v1/event_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/directory/projection.h"
#include "platform/rpc/event_log.h"
#include "platform/store/open.h"
#include "services/allocation/testing/service_fixture.h"

namespace congress::allocation {
namespace {

using support::IsOk;
using support::StatusIs;
using testing::ElementsAre;
using testing::Pair;
using testing::UnorderedElementsAre;
using Code = absl::StatusCode;
using events::v1::WatchResponse;

// A stream as a client holds it.
class Stream {
 public:
  Stream(Fixture& f, const std::string& binding, const std::string& token = "", const std::string& organisation = "",
         const std::vector<std::string>& kinds = {})
      : stub_(events::v1::EventService::NewStub(f.service().channel())),
        context_(f.service().As("watcher", {binding})) {
    events::v1::WatchRequest request;
    request.set_parent("services/allocation");
    request.set_resume_token(token);
    request.set_organisation(organisation);
    request.mutable_kinds()->Assign(kinds.begin(), kinds.end());
    reader_ = stub_->Watch(context_.get(), request);
  }
  ~Stream() {
    context_->TryCancel();
    if (!std::exchange(ended_, true)) reader_->Finish();
  }
  // The next answer; an empty one when the stream has ended.
  WatchResponse Next() {
    WatchResponse response;
    if (!reader_->Read(&response)) response.Clear();
    return response;
  }
  absl::Status End() {
    WatchResponse ignored;
    while (reader_->Read(&ignored)) {
    }
    ended_ = true;
    return rpc::FromGrpc(reader_->Finish());
  }

 private:
  std::unique_ptr<events::v1::EventService::Stub> stub_;
  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<grpc::ClientReader<WatchResponse>> reader_;
  bool ended_ = false;
};

std::vector<std::pair<std::string, int>> Told(const WatchResponse& response) {
  std::vector<std::pair<std::string, int>> told;
  for (const auto& event : response.events()) told.emplace_back(event.name(), event.change());
  return told;
}

TEST(Watch, TellsOfEachCommitOnceAndFromTheTokenOn) {
  Fixture f;
  f.ImportTwo();
  Stream now(f, "reader@province", "", "", {"organisations"});
  const WatchResponse first = now.Next();
  EXPECT_TRUE(first.events().empty()) << "it begins with a token";
  ASSERT_THAT(f.Import(sample::kHeader + "c,Xã C,commune,,5,2025-06-10,,2025-06-16\n"), IsOk());
  const WatchResponse second = now.Next();
  EXPECT_THAT(Told(second), ElementsAre(Pair("organisations/c", events::v1::Event::CREATED)));
  EXPECT_EQ(second.events(0).kind(), "organisations");
  EXPECT_EQ(second.events(0).organisation(), "organisations/c");
  EXPECT_GT(second.events(0).revision(), 0);
  ASSERT_THAT(f.Import(sample::kHeader + "c,Xã C,commune,,6,2025-06-10,,2025-06-16\n"), IsOk());
  // Again from the first token: both, in order, and no more.
  Stream again(f, "reader@province", first.resume_token(), "", {"organisations"});
  EXPECT_TRUE(again.Next().events().empty());
  EXPECT_THAT(Told(again.Next()), ElementsAre(Pair("organisations/c", events::v1::Event::CREATED)));
  EXPECT_THAT(Told(again.Next()), ElementsAre(Pair("organisations/c", events::v1::Event::UPDATED)));
}

TEST(Watch, EachEventIsJudgedByWhoMayReadItsResource) {
  Fixture f;
  Stream unit(f, "clerk@b");
  Stream organisation(f, "reader@province", "", "organisations/a", {"organisations"});
  unit.Next();
  organisation.Next();
  f.ImportTwo();
  EXPECT_THAT(Told(unit.Next()), ElementsAre(Pair("organisations/b", events::v1::Event::CREATED)));
  EXPECT_THAT(Told(organisation.Next()), ElementsAre(Pair("organisations/a", events::v1::Event::CREATED)));
}

TEST(Watch, RefusesWhatItCannotResume) {
  Fixture f;
  f.ImportTwo();
  EXPECT_THAT(Stream(f, "reader@province", "bm9uc2Vuc2U").End(),
              StatusIs(Code::kInvalidArgument, "RESUME_TOKEN_INVALID"));
  std::string token;
  {
    Stream stream(f, "reader@province");
    token = stream.Next().resume_token();
  }
  ASSERT_THAT(f.Import(sample::kHeader + "c,Xã C,commune,,5,2025-06-10,,2025-06-16\n"), IsOk());
  f.service().SetNow(f.service().now() + rpc::kEventsLive);
  ASSERT_THAT(f.service().gate().SweepEvents(std::stop_token()), IsOk());
  EXPECT_THAT(Stream(f, "reader@province", token).End(), StatusIs(Code::kOutOfRange, "RESUME_TOKEN_OUTLIVED"));
}

TEST(Watch, EndsWithTheTokenOfItsCallerAndWithTheService) {
  Fixture f;
  {
    Stream stream(f, "reader@province");
    stream.Next();
    f.service().SetNow(f.service().now() + absl::Hours(2));
    EXPECT_THAT(stream.End(), StatusIs(Code::kUnauthenticated, "TOKEN_INVALID"));
  }
  Stream stream(f, "reader@province");
  stream.Next();
  f.service().gate().pulse().Close();
  EXPECT_THAT(stream.End(), StatusIs(Code::kUnavailable, "SERVER_STOPPING"));
}

// Replicas sign with one key.
const auth::Signer& Signer() {
  static const auto& signer = *new auth::Signer("process-drafting", *auth::GenerateKey());
  return signer;
}

// The directory of another service, with its own store, over the allocation service of a test.
class Directory {
 public:
  explicit Directory(Fixture& f, store::Store* shared = nullptr) : f_(f), store_(shared) {
    f.service().Trust("process-drafting", Signer().public_pem());
    if (store_ == nullptr) {
      own_ = *store::Open("sqlite::memory:", "drafting");
      store_ = own_.get();
    }
    source_ = rpc::DirectPeer(f.service().service());
    projection_ = std::make_unique<directory::Projection>(
        directory::Projection::Parts{.service = "drafting",
                                     .store = *store_,
                                     .source = [this]() -> rpc::Peer& { return Source(); },
                                     .signer = Signer(),
                                     .clock = [&f] { return f.service().now(); }});
  }
  ~Directory() { Stop(); }
  void Start() {
    thread_ = std::jthread([this](const std::stop_token& stop) { projection_->Run(stop); });
  }
  void Stop() {
    thread_.request_stop();
    if (thread_.joinable()) thread_.join();
  }
  // The tree once `holds` is true of it, which must be soon.
  std::shared_ptr<const directory::Tree> Await(const std::function<bool(const directory::Tree&)>& holds) {
    const absl::Time until = absl::Now() + absl::Seconds(20);
    while (absl::Now() < until) {
      const auto tree = projection_->Snapshot(until);
      if (tree.ok() && holds(**tree)) return *tree;
      absl::SleepFor(absl::Milliseconds(2));
    }
    ADD_FAILURE() << "the directory does not get there";
    return std::make_shared<const directory::Tree>(std::vector<directory::Organisation>());
  }
  // Before the next question to the source this is done; it is answered by the peer that this returns, if any.
  void Interrupt(std::function<rpc::Peer*()> once) {
    const MutexLock lock(mutex_);
    once_ = std::move(once);
  }
  directory::Projection& projection() { return *projection_; }
  store::Store& store() { return *store_; }

 private:
  rpc::Peer& Source() {
    std::function<rpc::Peer*()> once;
    {
      const MutexLock lock(mutex_);
      std::swap(once, once_);
    }
    rpc::Peer* other = once ? once() : nullptr;
    return other != nullptr ? *other : *source_;
  }

  Fixture& f_;
  Mutex mutex_;
  std::function<rpc::Peer*()> once_ ABSL_GUARDED_BY(mutex_);
  std::unique_ptr<store::Store> own_;
  store::Store* store_;
  std::unique_ptr<rpc::Peer> source_;
  std::unique_ptr<directory::Projection> projection_;
  std::jthread thread_;
};

bool Knows(const directory::Tree& tree, std::string_view name) { return tree.Find(name) != nullptr; }

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
  // What an import made goes with it.
  v1::UndoOrganisationImportRequest undo;
  undo.set_name("organisationImports/000002");
  undo.set_reason("Nhập nhầm");
  ASSERT_THAT(f.Call(&Organisations::UndoOrganisationImport, undo), IsOk());
  directory.Await([](const auto& seen) { return !Knows(seen, "organisations/c"); });
}

// More organisations than one commit holds, here and there.
TEST(Projection, FollowsAnImportBySteps) {
  Fixture f;
  f.ImportTwo();
  Directory directory(f);
  directory.Start();
  const size_t before = directory.Await([](const auto& seen) { return Knows(seen, "organisations/b"); })->all().size();
  v1::StartOrganisationImportRequest request;
  request.set_csv(sample::kHeader);
  for (int i = 0; i < 10'001; ++i) absl::StrAppend(request.mutable_csv(), "u", i, ",Xã,commune,,5,2025-06-10,,\n");
  ASSERT_THAT(f.Call(&Organisations::StartOrganisationImport, request), IsOk());
  const auto whole_or_nothing = [&](const directory::Tree& seen) {
    EXPECT_THAT(seen.all().size(), testing::AnyOf(before, before + 10'001));
    return seen.all().size();
  };
  directory.Await([&](const auto& seen) { return whole_or_nothing(seen) > before; });
  v1::UndoOrganisationImportRequest undo;
  undo.set_name("organisationImports/000002");
  undo.set_reason("Nhập nhầm");
  directory.Await([&](const auto&) { return f.Call(&Organisations::UndoOrganisationImport, undo).ok(); });
  directory.Await([&](const auto& seen) { return whole_or_nothing(seen) == before; });
}

TEST(Projection, GoesOnWhereItWasAndServesWhatItKnew) {
  Fixture f;
  f.ImportTwo();
  auto store = *store::Open("sqlite::memory:", "drafting");
  {
    Directory directory(f, store.get());
    directory.Start();
    directory.Await([](const auto& seen) { return Knows(seen, "organisations/b"); });
  }
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

}  // namespace
}  // namespace congress::allocation

// Imports of several commits: prepared, in effect at once, put in place; cancelled, killed, undone.
#include "services/allocation/import_steps.h"

#include "congress/events/v1/event.pb.h"
#include "congress/operations/v1/operation_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/rpc/event_log.h"
#include "services/allocation/testing/service_fixture.h"
#include "services/allocation/tree_changes.h"
#include "services/allocation/tree_record.h"

namespace congress::allocation {
namespace {

using operations::v1::Operation;
using support::IsOk;
using support::StatusIs;

constexpr char kSecondImport[] = "organisationImports/000002";

const std::string kFirstFile = sample::kHeader +
                               "a,Xã A,commune,,100,2025-06-10,,2020-01-01\n"
                               "b,Xã B,commune,,100,2025-06-10,,2020-01-01\n";
// Writes seven organisations: the first two are closed by the merger.
const std::string kLargeFile = "ghi chú," + sample::kHeader +
                               ",c,Xã C,commune,,200,2025-07-10,a;b,2025-06-16\n"
                               ",c-1,Chi bộ C1,cell,c,9,2025-07-10,,\n,c-2,Chi bộ C2,cell,c,9,2025-07-10,,\n"
                               ",c-3,Chi bộ C3,cell,c,9,2025-07-10,,\n,c-4,Chi bộ C4,cell,c,9,2025-07-10,,\n";
constexpr int kPrepared = 4;  // Steps, of two organisations each.
constexpr int kInEffect = kPrepared + 1;
constexpr int kDone = kInEffect + 4;

// An office whose long work goes on one step at a time. Its names are not those of the service, which has a thread for
// its own.
class Office : public Fixture {
 public:
  Office() {
    EXPECT_THAT(Import(kFirstFile), IsOk());
    Restart();
  }

  // As after a kill.
  void Restart() {
    changes_.reset();
    steps_.reset();
    runner_ = std::make_unique<operations::Operations>("office", service().gate(), service().signer());
    steps_ = std::make_unique<ImportSteps>(*runner_, /*most_in_part=*/2);
    changes_ = std::make_unique<TreeChanges>(*steps_);
  }

  absl::Status Do(absl::FunctionRef<absl::Status(rpc::Call&)> work) {
    auth::Principal admin;
    admin.subject = "an";
    admin.bindings = {{"administrator", std::string(auth::kProvince)}};
    return service().gate().Perform(admin, "test", work);
  }

  absl::StatusOr<Operation> Start(const std::string& csv) {
    v1::StartOrganisationImportRequest request;
    request.set_csv(csv);
    absl::StatusOr<Operation> begun;
    RETURN_IF_ERROR(Do([&](rpc::Call& call) {
      begun = steps_->Start(call, request);
      return begun.status();
    }));
    return begun;
  }

  absl::StatusOr<v1::OrganisationImport> Undo(const std::string& name) {
    v1::UndoOrganisationImportRequest request;
    request.set_name(name);
    request.set_reason("nhầm tệp");
    absl::StatusOr<v1::OrganisationImport> undone;
    RETURN_IF_ERROR(Do([&](rpc::Call& call) {
      undone = changes_->Undo(call, request);
      return undone.status();
    }));
    return undone;
  }

  void Step(const Operation& operation, int count = 1) {
    for (int i = 0; i < count; ++i) EXPECT_THAT(runner_->DoStep(operation), IsOk());
  }
  // Does all steps that are left, and tells how many.
  int Finish(const Operation& operation) {
    int steps = 1;
    while (runner_->DoStep(operation).value_or(false)) ++steps;
    return steps;
  }
  void Cancel(const Operation& operation) {
    operations::v1::CancelOperationRequest request;
    request.set_name(operation.name());
    EXPECT_THAT(rpc::Invoke(*stub_, &operations::v1::OperationService::Stub::CancelOperation, Admin(), request),
                IsOk());
  }
  Operation Get(const std::string& name) {
    operations::v1::GetOperationRequest request;
    request.set_name(name);
    auto got = rpc::Invoke(*stub_, &operations::v1::OperationService::Stub::GetOperation, Admin(), request);
    EXPECT_THAT(got, IsOk());
    return *std::move(got);
  }
  // The operation that is changing the tree.
  Operation Changing() {
    std::string name;
    EXPECT_THAT(Do([&](rpc::Call& call) -> absl::Status {
                  ASSIGN_OR_RETURN(const auto tree, LoadTree(call));
                  name = tree.operation();
                  return absl::OkStatus();
                }),
                IsOk());
    return Get(name);
  }

  // Every organisation, as any client reads them, but for revision and time of change.
  std::string Tree() {
    v1::ListOrganisationsRequest request;
    const auto page = Call(&Organisations::ListOrganisations, request);
    EXPECT_THAT(page, IsOk());
    std::string bytes;
    for (v1::Organisation organisation : page->organisations()) {
      v1::GetOrganisationRequest get;
      get.set_name(organisation.name());
      const auto got = Call(&Organisations::GetOrganisation, get);
      EXPECT_THAT(got, IsOk());
      EXPECT_EQ(got->SerializeAsString(), organisation.SerializeAsString());
      EXPECT_NE(organisation.etag(), "");
      organisation.clear_etag();
      organisation.clear_update_time();
      bytes += organisation.SerializeAsString();
    }
    return bytes;
  }
  std::string TreeRevision() {
    const auto page = Call(&Organisations::ListOrganisations, v1::ListOrganisationsRequest());
    EXPECT_THAT(page, IsOk());
    return page->tree_revision();
  }
  std::vector<std::string> Imports() {
    const auto page = Call(&Organisations::ListOrganisationImports, v1::ListOrganisationImportsRequest());
    EXPECT_THAT(page, IsOk());
    std::vector<std::string> imports;
    for (const auto& import : page->organisation_imports()) {
      imports.push_back(StrCat(import.name(), " ", v1::OrganisationImport::State_Name(import.state())));
    }
    return imports;
  }
  // Keys of everything but logs, answers and operations.
  std::vector<std::string> Keys() {
    std::vector<std::string> keys;
    const auto records = service().store().Scan(store::Range::Prefix("r/"), 1000);
    EXPECT_THAT(records, IsOk());
    for (const auto& record : *records) {
      if (!std::string_view(record.key).starts_with("r/Operation")) keys.push_back(record.key);
    }
    return keys;
  }
  // Names of the organisations that events tell of.
  std::multiset<std::string> Told() {
    std::multiset<std::string> told;
    const auto records = service().store().Scan(store::Range::Prefix(StrCat(rpc::kEventLog, "/")), 1000);
    EXPECT_THAT(records, IsOk());
    for (const auto& record : *records) {
      events::v1::EventRecord events;
      EXPECT_TRUE(events.ParseFromString(record.value));
      for (const auto& entry : events.entries()) {
        if (entry.name().starts_with(kOrganisations)) told.insert(entry.name());
      }
    }
    return told;
  }

 private:
  std::unique_ptr<operations::v1::OperationService::Stub> stub_ =
      operations::v1::OperationService::NewStub(service().channel());
  std::unique_ptr<operations::Operations> runner_;
  std::unique_ptr<ImportSteps> steps_;
  std::unique_ptr<TreeChanges> changes_;
};

// What the small import makes of both files.
std::string TreeOfOneCommit() {
  Office office;
  EXPECT_THAT(office.Import(kLargeFile), IsOk());
  return office.Tree();
}

TEST(ImportSteps, AllOfItIsInEffectByOneCommit) {
  Office office;
  const std::string before = office.Tree();
  const auto told = office.Told();
  ASSERT_OK_AND_ASSIGN(const Operation begun, office.Start(kLargeFile));
  for (int i = 0; i < kPrepared; ++i) {
    EXPECT_EQ(office.Tree(), before);
    EXPECT_EQ(office.Imports().size(), 1U);
    office.Step(begun);
  }
  EXPECT_EQ(office.Get(begun.name()).progress().text(), "7 of 7 records prepared; nothing is changed yet");
  EXPECT_EQ(office.Tree(), before);
  EXPECT_EQ(office.Told(), told);
  for (int i = kPrepared; i < kDone; ++i) {
    office.Step(begun);
    EXPECT_EQ(office.Tree(), TreeOfOneCommit()) << i;
  }
  const Operation ended = office.Get(begun.name());
  EXPECT_EQ(ended.state(), Operation::DONE);
  EXPECT_EQ(ended.progress().text(), "in effect; 7 of 7 records put in place");
  v1::ImportOrganisationsResponse did;
  ASSERT_TRUE(ended.response().UnpackTo(&did));
  EXPECT_EQ(did.new_count(), 5);
  EXPECT_THAT(did.ignored_columns(), ::testing::ElementsAre("ghi chú"));
  EXPECT_EQ(did.organisation_import(), kSecondImport);
  v1::GetOrganisationImportRequest get;
  get.set_name(kSecondImport);
  ASSERT_OK_AND_ASSIGN(const auto import, office.Call(&Organisations::GetOrganisationImport, get));
  EXPECT_EQ(import.imported_by(), "an");
  EXPECT_EQ(import.made_count(), 5);
  EXPECT_EQ(import.changed_count(), 2);
  EXPECT_EQ(import.closed_count(), 2);
  EXPECT_EQ(office.Told().size(), told.size() + 7);
}

TEST(ImportSteps, KilledAfterAnyStepItGoesOn) {
  Office office;
  ASSERT_OK_AND_ASSIGN(const Operation begun, office.Start(kLargeFile));
  for (int i = 0; i < kDone; ++i) {
    office.Step(begun);
    office.Restart();
  }
  EXPECT_EQ(office.Get(begun.name()).state(), Operation::DONE);
  EXPECT_EQ(office.Tree(), TreeOfOneCommit());
}

TEST(ImportSteps, UntilItHasEndedTheTreeTakesNoOtherChange) {
  Office office;
  ASSERT_OK_AND_ASSIGN(const Operation begun, office.Start(kLargeFile));
  for (int i = 0; i < kDone; ++i) {
    EXPECT_THAT(office.Import(sample::kHeader + "d,Xã D,commune,,1,2025-06-10,,\n"),
                StatusIs(kFailed, "ORGANISATIONS_CHANGING"));
    v1::StartOrganisationImportRequest start;
    start.set_csv(kLargeFile);
    EXPECT_THAT(office.Call(&Organisations::StartOrganisationImport, start),
                StatusIs(kFailed, "ORGANISATIONS_CHANGING"));
    v1::UndoOrganisationImportRequest undo;
    undo.set_name(kFirstImport);
    undo.set_reason("nhầm tệp");
    EXPECT_THAT(office.Call(&Organisations::UndoOrganisationImport, undo), StatusIs(kFailed, "ORGANISATIONS_CHANGING"));
    v1::MergeDuplicateOrganisationsRequest merge;
    merge.set_name("organisations/a");
    merge.set_duplicate("organisations/b");
    merge.set_reason("nhập hai lần");
    EXPECT_THAT(office.Call(&Organisations::MergeDuplicateOrganisations, merge),
                StatusIs(kFailed, "ORGANISATIONS_CHANGING"));
    office.Step(begun);
  }
  EXPECT_THAT(office.Import(sample::kHeader + "d,Xã D,commune,,1,2025-06-10,,\n"), IsOk());
}

TEST(ImportSteps, CancelledBeforeItIsInEffectItLeavesNothingBehind) {
  for (int steps = 0; steps <= kPrepared; ++steps) {
    Office office;
    const std::string before = office.Tree();
    const auto keys = office.Keys();
    ASSERT_OK_AND_ASSIGN(const Operation begun, office.Start(kLargeFile));
    office.Step(begun, steps);
    office.Cancel(begun);
    EXPECT_EQ(office.Finish(begun), 1);
    EXPECT_EQ(office.Get(begun.name()).state(), Operation::CANCELLED);
    EXPECT_EQ(office.Tree(), before);
    EXPECT_EQ(office.Keys(), keys);
    ASSERT_OK_AND_ASSIGN(const auto next, office.Import(kLargeFile));
    EXPECT_EQ(next.organisation_import(), kSecondImport);
  }
}

TEST(ImportSteps, OnceInEffectItIsNotCancelled) {
  Office office;
  ASSERT_OK_AND_ASSIGN(const Operation begun, office.Start(kLargeFile));
  office.Step(begun, kInEffect);
  office.Cancel(begun);
  EXPECT_EQ(office.Finish(begun), kDone - kInEffect);
  EXPECT_EQ(office.Get(begun.name()).state(), Operation::DONE);
  EXPECT_EQ(office.Tree(), TreeOfOneCommit());
}

TEST(ImportSteps, IsUndoneAtOnceAndGoesOnAfterAKill) {
  Office office;
  const std::string before = office.Tree();
  const auto keys = office.Keys();
  ASSERT_OK_AND_ASSIGN(const Operation begun, office.Start(kLargeFile));
  EXPECT_EQ(office.Finish(begun), kDone);
  ASSERT_OK_AND_ASSIGN(const auto undone, office.Undo(kSecondImport));
  EXPECT_EQ(undone.state(), v1::OrganisationImport::UNDONE);
  const Operation undoing = office.Changing();
  EXPECT_EQ(undoing.kind(), "UndoOrganisationImport");
  office.Cancel(undoing);
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(office.Tree(), before) << i;
    EXPECT_THAT(office.Import(kLargeFile), StatusIs(kFailed, "ORGANISATIONS_CHANGING"));
    office.Step(undoing);
    office.Restart();
  }
  const Operation ended = office.Get(undoing.name());
  EXPECT_EQ(ended.state(), Operation::DONE);
  v1::OrganisationImport did;
  ASSERT_TRUE(ended.response().UnpackTo(&did));
  EXPECT_EQ(did.name(), kSecondImport);
  EXPECT_EQ(office.Tree(), before);
  EXPECT_EQ(office.Imports(),
            (std::vector<std::string>{StrCat(kFirstImport, " IN_EFFECT"), StrCat(kSecondImport, " UNDONE")}));
  EXPECT_EQ(office.Keys().size(), keys.size() + 1) << "the import that is kept as undone";
  EXPECT_THAT(office.Undo(kFirstImport), IsOk());
  EXPECT_EQ(office.Tree(), "");
}

TEST(ImportSteps, TheRevisionOfTheTreeMovesOnceForAllOfIt) {
  Office office;
  std::set<std::string> revisions;
  const auto moves_at = [&](const Operation& operation, int moving, int steps) {
    for (int i = 0; i < steps; ++i) {
      EXPECT_EQ(revisions.insert(office.TreeRevision()).second, i == moving) << i;
      office.Step(operation);
    }
    EXPECT_TRUE(revisions.contains(office.TreeRevision()));
  };
  revisions.insert(office.TreeRevision());
  ASSERT_OK_AND_ASSIGN(const Operation begun, office.Start(kLargeFile));
  moves_at(begun, kInEffect, kDone);
  ASSERT_THAT(office.Undo(kSecondImport), IsOk());
  moves_at(office.Changing(), 0, 4);
  ASSERT_THAT(office.Undo(kFirstImport), IsOk());
  EXPECT_TRUE(revisions.insert(office.TreeRevision()).second);
}

// Whoever decides on the tree meets the old one or the new one, whichever is in effect when it commits.
TEST(ImportSteps, WhatIsDecidedOnTheTreeStandsOnTheWholeOfIt) {
  Office office;
  ASSERT_OK_AND_ASSIGN(const Operation begun, office.Start(kLargeFile));
  office.Step(begun, kPrepared);
  const rpc::Repository<v1::Convener> conveners(rpc::kUnlisted);
  std::vector<size_t> seen;
  ASSERT_THAT(office.Do([&](rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const auto organisations, LoadOrganisations(call));
    seen.push_back(organisations.size());
    v1::Convener decision;
    decision.set_name("congresses/x/convener");
    conveners.Put(call, std::move(decision));
    // It comes into effect between the reading and the commit, and some of it into its place.
    if (seen.size() == 1) office.Step(begun, 2);
    return absl::OkStatus();
  }),
              IsOk());
  EXPECT_EQ(seen, (std::vector<size_t>{3, 8}));
}

// A reading that commits nothing is done again, too.
TEST(ImportSteps, WhoOnlyReadsSeesTheWholeTree) {
  Office office;
  ASSERT_OK_AND_ASSIGN(const Operation begun, office.Start(kLargeFile));
  office.Step(begun, kPrepared);
  int attempts = 0;
  EXPECT_THAT(office.Do([&](rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const auto tree, LoadTree(call));
    if (++attempts == 1) office.Step(begun);
    return RequireSameTree(call, tree);
  }),
              IsOk());
  EXPECT_EQ(attempts, 2);
}

TEST(ImportSteps, RefusesRowsInErrorAtOnce) {
  Office office;
  v1::StartOrganisationImportRequest request;
  request.set_csv(sample::kHeader + "c,,commune,,1,2025-07-10,,\n");
  EXPECT_THAT(office.Call(&Organisations::StartOrganisationImport, request), StatusIs(kInvalid, "IMPORT_REJECTED"));
  request.set_csv("code\n");
  EXPECT_THAT(office.Call(&Organisations::StartOrganisationImport, request), StatusIs(kInvalid, "CSV_MALFORMED"));
  EXPECT_THAT(office.Import(kLargeFile), IsOk()) << "nothing has begun";
}

TEST(ImportSteps, ARepeatedCallBeginsNothingAgain) {
  Office office;
  v1::StartOrganisationImportRequest request;
  request.set_csv(kFirstFile);
  request.set_request_id(RequestId(1));
  ASSERT_OK_AND_ASSIGN(const Operation begun, office.Call(&Organisations::StartOrganisationImport, request));
  ASSERT_OK_AND_ASSIGN(const Operation again, office.Call(&Organisations::StartOrganisationImport, request));
  EXPECT_EQ(again.name(), begun.name());
  request.set_csv(kLargeFile);
  EXPECT_THAT(office.Call(&Organisations::StartOrganisationImport, request), StatusIs(kInvalid, "REQUEST_ID_REUSED"));
}

TEST(ImportSteps, AFileThatChangesNothingEndsAtOnce) {
  Office office;
  ASSERT_OK_AND_ASSIGN(const Operation begun, office.Start(kFirstFile));
  EXPECT_THAT(office.Import(kLargeFile), IsOk()) << "nothing keeps the tree";
  EXPECT_EQ(office.Finish(begun), 1);
  v1::ImportOrganisationsResponse did;
  ASSERT_TRUE(office.Get(begun.name()).response().UnpackTo(&did));
  EXPECT_EQ(did.unchanged_count(), 2);
  EXPECT_EQ(did.organisation_import(), "");
}

}  // namespace
}  // namespace congress::allocation

// That there is something graded is not told: by the audit log, by revisions and events, by ids, by the store's keys.
#include "congress/events/v1/event_service.grpc.pb.h"
#include "platform/events/resume_token.h"
#include "platform/rpc/event_log.h"
#include "services/dossiers/testing/fixture.h"
#include "services/dossiers/testing/process_sample.h"

namespace congress::dossiers {
namespace {

using absl::StatusCode;
using annotations::v1::CONFIDENTIAL;
using annotations::v1::GRADE_UNSPECIFIED;
using annotations::v1::SENSITIVE;
using support::IsOk;
using support::Parse;
using support::StatusIs;

class SecrecyServiceTest : public Fixture {
 protected:
  SecrecyServiceTest() { OpenOne(); }

  v1::Suspension Suspend() {
    const auto suspension = Call(&SuspensionStub::CreateSuspension, Parse<v1::CreateSuspensionRequest>(R"(
      parent: 'persons/p-1'
      suspension { cause: COMPLAINT reason: 'Đơn mẫu' begin_date { year: 2025 month: 6 day: 16 } basis { source: 'x' } }
    )"));
    EXPECT_THAT(suspension, IsOk());
    return *suspension;
  }
  v1::Verification Ask() {
    const auto verification = Call(&VerificationStub::RequestVerification, Parse<v1::RequestVerificationRequest>(R"(
      parent: 'congresses/xx/dossiers/unit-16681-d-1'
      verification { addressee: 'Công an tỉnh Mẫu' question: 'mẫu' request_date { year: 2025 month: 6 day: 16 }
        due_date { year: 2025 month: 6 day: 20 } }
    )"));
    EXPECT_THAT(verification, IsOk());
    return *verification;
  }
  void MakeSlot() {
    ASSERT_THAT(Call(&PositionStub::CreatePositionSlot,
                     Parse<v1::CreatePositionSlotRequest>(
                         StrCat("parent: 'congresses/xx' position_slot_id: 's' position_slot { organisation: '",
                                sample::kUnit, "' display_name: 'Bí thư' norm: 2 }"))),
                IsOk());
  }
  absl::StatusOr<v1::PositionSlot> GetSlot(Context context = nullptr) {
    return Call(&PositionStub::GetPositionSlot, Parse<v1::GetPositionSlotRequest>("name: 'congresses/xx/positions/s'"),
                std::move(context));
  }
  absl::StatusOr<v1::Component> Attach(std::string_view item) {
    return Call(&DossierStub::AttachComponent, NewPaper(item, absl::CivilDay(2025, 6, 1)), As(kClerk));
  }
  absl::StatusOr<audit::v1::ListAuditRecordsResponse> Log(Grade clearance, std::string_view person = "persons/insp") {
    audit::v1::ListAuditRecordsRequest request;
    request.set_parent("services/dossiers");
    request.set_page_size(1000);
    return Call(&AuditStub::ListAuditRecords, request,
                service_.As("inspector", {"inspector@province"}, clearance, person));
  }
  static std::string TextOf(const audit::v1::ListAuditRecordsResponse& log) { return log.ShortDebugString(); }
  // Those that Watch may tell a caller of.
  std::string Events(Grade clearance = SENSITIVE) {
    std::string all;
    const auto events = service_.store().Scan(store::Range::Prefix(StrCat(rpc::kEventLog, "/")), 1000);
    EXPECT_THAT(events, IsOk());
    for (const store::Record& record : *events) {
      events::v1::EventRecord told;
      EXPECT_TRUE(told.ParseFromString(record.value));
      for (const auto& entry : told.entries()) all += entry.grade() <= clearance ? record.key : "";
    }
    return all;
  }
};

TEST_F(SecrecyServiceTest, TheAuditLogTellsOfWhatIsGradedOnlyToWhomItIsShown) {
  const std::string suspension = Suspend().name();
  const std::string verification = Ask().name();
  const std::string paper = Attach("health-certificate")->name();
  const auto names = [&](const std::string& text) {
    int found = 0;
    for (const std::string& name : {suspension, verification, paper}) found += text.find(name) == text.npos ? 0 : 1;
    return found;
  };
  ASSERT_OK_AND_ASSIGN(const auto all, Log(SENSITIVE));
  EXPECT_EQ(names(TextOf(all)), 3) << TextOf(all);
  EXPECT_EQ(TextOf(all).find("withheld"), std::string::npos);
  ASSERT_OK_AND_ASSIGN(const auto none, Log(GRADE_UNSPECIFIED));
  EXPECT_EQ(names(TextOf(none)), 0) << TextOf(none);
  for (const char* method : {"CreateSuspension", "RequestVerification", "AttachComponent"}) {
    EXPECT_EQ(TextOf(none).find(method), std::string::npos) << method;
  }
  // What is kept is told as a number and a time, so that nothing follows from what is missing.
  ASSERT_EQ(none.audit_records_size(), all.audit_records_size());
  int withheld = 0;
  for (int i = 0; i < all.audit_records_size(); ++i) {
    const auto& record = none.audit_records(i);
    EXPECT_EQ(record.sequence(), all.audit_records(i).sequence());
    if (!record.withheld()) continue;
    ++withheld;
    audit::v1::AuditRecord bare;
    bare.set_sequence(record.sequence());
    *bare.mutable_time() = record.time();
    bare.set_withheld(true);
    EXPECT_EQ(record.ShortDebugString(), bare.ShortDebugString());
  }
  EXPECT_EQ(withheld, 3);
  // The clearance for the one is not that for the other.
  ASSERT_OK_AND_ASSIGN(const auto some, Log(CONFIDENTIAL));
  EXPECT_EQ(names(TextOf(some)), 1) << TextOf(some);
}

TEST_F(SecrecyServiceTest, NobodyReadsInTheAuditLogOfTheirOwnCase) {
  const std::string suspension = Suspend().name();
  const std::string verification = Ask().name();
  const std::string paper = Attach("health-certificate")->name();
  ASSERT_THAT(Call(&PlanningStub::CreatePlanningEntry,
                   Parse<v1::CreatePlanningEntryRequest>(
                       StrCat("planning_entry_id: 'unit-16681-e-1' planning_entry { organisation: '", sample::kUnit,
                              "' term: '2025-2030' position_kind: 'member' person: 'persons/p-1' }"))),
              IsOk());
  ASSERT_OK_AND_ASSIGN(const auto own, Log(SENSITIVE, "persons/p-1"));
  for (const std::string& name : {suspension, verification, paper, std::string("planningEntries/unit-16681-e-1")}) {
    EXPECT_EQ(TextOf(own).find(name), std::string::npos) << name;
  }
  EXPECT_NE(TextOf(own).find("CreateDossier"), std::string::npos) << "what is not graded is told";
}

TEST_F(SecrecyServiceTest, ThatAPersonMovedSaysNothingOfWhatIsUnderWay) {
  const std::string suspension = Suspend().name();
  const std::string verification = Ask().name();
  ASSERT_THAT(Call(&PersonIdentityStub::TransferPerson,
                   Parse<v1::TransferPersonRequest>("name: 'persons/p-1' organisation: 'organisations/unit-2'"),
                   service_.As("office", {"secretary@province"}, GRADE_UNSPECIFIED)),
              IsOk());
  ASSERT_OK_AND_ASSIGN(const auto log, Log(SENSITIVE));
  const auto& moved = log.audit_records(log.audit_records_size() - 1);
  EXPECT_NE(moved.method().find("TransferPerson"), std::string::npos);
  for (const auto& change : moved.changes()) {
    EXPECT_NE(change.name(), suspension);
    EXPECT_NE(change.name(), verification);
  }
}

TEST_F(SecrecyServiceTest, AGradedPaperMovesNothingThatOthersSee) {
  const auto etag = [&] { return Get(As(kReviewer, GRADE_UNSPECIFIED))->etag(); };
  const std::string before = etag();
  const std::string told = Events();
  ASSERT_OK_AND_ASSIGN(const v1::Component paper, Attach("health-certificate"));
  EXPECT_EQ(etag(), before);
  v1::WithdrawComponentRequest withdraw;
  withdraw.set_name(paper.name());
  withdraw.set_reason("Nhầm");
  ASSERT_THAT(Call(&DossierStub::WithdrawComponent, withdraw, As(kClerk)), IsOk());
  EXPECT_EQ(etag(), before);
  EXPECT_EQ(Events(), told);
  ASSERT_THAT(Attach("application"), IsOk());
  EXPECT_NE(etag(), before) << "of a paper that everybody sees it may be told";
  EXPECT_NE(Events(), told);
}

TEST_F(SecrecyServiceTest, AProposalMovesNothingThatOthersSee) {
  MakeSlot();
  const auto before = GetSlot(As(kReviewer, GRADE_UNSPECIFIED));
  ASSERT_THAT(before, IsOk());
  const std::string told = Events();
  const auto propose = Parse<v1::ProposePositionSlotRequest>("name: 'congresses/xx/positions/s' person: 'persons/p-1'");
  ASSERT_OK_AND_ASSIGN(const v1::PositionSlot proposed, Call(&PositionStub::ProposePositionSlot, propose));
  EXPECT_EQ(proposed.candidates_size(), 1);
  EXPECT_EQ(proposed.etag(), before->etag());
  EXPECT_EQ(GetSlot(As(kReviewer, GRADE_UNSPECIFIED))->ShortDebugString(), before->ShortDebugString());
  EXPECT_EQ(GetSlot()->candidates_size(), 1);
  const auto withdraw =
      Parse<v1::WithdrawPositionSlotRequest>("name: 'congresses/xx/positions/s' person: 'persons/p-1'");
  ASSERT_THAT(Call(&PositionStub::WithdrawPositionSlot, withdraw), IsOk());
  EXPECT_EQ(GetSlot()->candidates_size(), 0);
  EXPECT_EQ(GetSlot(As(kReviewer, GRADE_UNSPECIFIED))->etag(), before->etag());
  EXPECT_EQ(Events(), told);
}

TEST_F(SecrecyServiceTest, WhatAPersonStandsForMovesNothingThatOthersSee) {
  const auto shown = [&](Grade clearance) { return *Get(As(kReviewer, clearance)); };
  const auto before = shown(annotations::v1::PERSONAL);
  const std::string told = Events(annotations::v1::PERSONAL);
  v1::UpdateDossierRequest update;
  update.mutable_dossier()->set_name(std::string(kDossier));
  update.mutable_dossier()->set_position_kind("member");
  ASSERT_OK_AND_ASSIGN(const v1::Dossier changed, Call(&DossierStub::UpdateDossier, update, As(kClerk)));
  EXPECT_EQ(shown(annotations::v1::PERSONAL).ShortDebugString(), before.ShortDebugString());
  EXPECT_EQ(shown(SENSITIVE).etag(), changed.etag());
  EXPECT_NE(changed.etag(), before.etag());
  EXPECT_EQ(Events(annotations::v1::PERSONAL), told);
  EXPECT_NE(Events(SENSITIVE), told);
  v1::ListDossiersRequest list;
  list.set_parent("congresses/xx");
  const auto listed = Call(&DossierStub::ListDossiers, list, As(kReviewer, annotations::v1::PERSONAL));
  EXPECT_EQ(listed->dossiers(0).etag(), before.etag());
  // Neither does it stand in the way of a change that relies on what is shown, which everybody sees.
  v1::WithdrawDossierRequest withdraw;
  withdraw.set_name(std::string(kDossier));
  withdraw.set_reason("Thôi ứng cử");
  withdraw.set_etag(before.etag());
  EXPECT_THAT(Call(&DossierStub::WithdrawDossier, withdraw, As(kOwner)),
              StatusIs(StatusCode::kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(Call(&DossierStub::WithdrawDossier, withdraw, As(kOwner, annotations::v1::PERSONAL)), IsOk());
  EXPECT_NE(shown(annotations::v1::PERSONAL).etag(), before.etag());
  EXPECT_EQ(shown(annotations::v1::PERSONAL).etag(), shown(SENSITIVE).etag());
  EXPECT_NE(Events(annotations::v1::PERSONAL), told);
}

TEST_F(SecrecyServiceTest, AGradedFieldOfAPersonMovesNothingThatOthersSee) {
  v1::GetPersonRequest get;
  get.set_name("persons/p-1");
  const auto shown = [&](Grade clearance) { return *Call(&PersonStub::GetPerson, get, As(kReviewer, clearance)); };
  const auto unclear = shown(GRADE_UNSPECIFIED);
  const auto personal = shown(annotations::v1::PERSONAL);
  const std::string told = Events(GRADE_UNSPECIFIED);
  v1::UpdatePersonRequest update;
  update.mutable_person()->set_name("persons/p-1");
  update.mutable_person()->set_health("Loại hai");
  ASSERT_THAT(Call(&PersonStub::UpdatePerson, update, As(kClerk)), IsOk());
  EXPECT_EQ(shown(annotations::v1::PERSONAL).ShortDebugString(), personal.ShortDebugString());
  v1::RecordPersonFactRequest fact;
  fact.set_parent("persons/p-1");
  fact.set_field("gender");
  fact.mutable_value()->set_gender(v1::Person::FEMALE);
  ASSERT_THAT(Call(&PersonStub::RecordPersonFact, fact, As(kClerk)), IsOk());
  EXPECT_NE(shown(annotations::v1::PERSONAL).etag(), personal.etag());
  EXPECT_EQ(shown(GRADE_UNSPECIFIED).ShortDebugString(), unclear.ShortDebugString());
  EXPECT_EQ(Events(GRADE_UNSPECIFIED), told);
  const auto facts = Call(&PersonStub::ListPersonFacts, Parse<v1::ListPersonFactsRequest>("parent: 'persons/p-1'"));
  ASSERT_THAT(facts, IsOk());
  for (const v1::PersonFact& one : facts->facts()) {
    if (one.field() != "gender") continue;
    v1::CorrectPersonFactRequest correct;
    correct.set_name(one.name());
    correct.set_reason("Bổ sung căn cứ");
    correct.mutable_basis()->set_source("Lý lịch");
    ASSERT_THAT(Call(&PersonStub::CorrectPersonFact, correct, As(kClerk)), IsOk());
  }
  EXPECT_EQ(shown(GRADE_UNSPECIFIED).ShortDebugString(), unclear.ShortDebugString());
  EXPECT_EQ(Events(GRADE_UNSPECIFIED), told);
  const auto listed = Call(&PersonStub::ListPersons, {}, As(kReviewer, GRADE_UNSPECIFIED));
  ASSERT_THAT(listed, IsOk());
  for (const v1::Person& one : listed->persons()) {
    if (one.name() != unclear.name()) continue;
    EXPECT_EQ(one.ShortDebugString(), unclear.ShortDebugString());
  }
  ASSERT_OK_AND_ASSIGN(const auto log, Log(GRADE_UNSPECIFIED));
  EXPECT_EQ(TextOf(log).find("UpdatePerson"), std::string::npos);
  update.Clear();
  update.mutable_person()->set_name("persons/p-1");
  update.mutable_person()->set_position_title("Bí thư");
  ASSERT_THAT(Call(&PersonStub::UpdatePerson, update, As(kClerk)), IsOk());
  EXPECT_EQ(shown(GRADE_UNSPECIFIED).etag(), shown(SENSITIVE).etag());
  EXPECT_NE(Events(GRADE_UNSPECIFIED), told);
  // Of all this they are told of the last change alone.
  const auto stub = events::v1::EventService::NewStub(service_.channel());
  events::v1::WatchRequest watch;
  watch.set_parent("services/dossiers");
  watch.add_kinds("persons");
  watch.set_resume_token(events::ResumeTokenAt("dossiers", std::stoll(unclear.etag())));
  const auto context = As(kOffice, GRADE_UNSPECIFIED);
  const auto reader = stub->Watch(context.get(), watch);
  events::v1::WatchResponse answer;
  ASSERT_TRUE(reader->Read(&answer)) << "where it begins";
  ASSERT_TRUE(reader->Read(&answer));
  context->TryCancel();
  ASSERT_EQ(answer.events_size(), 1);
  EXPECT_EQ(StrCat(answer.events(0).revision()), shown(SENSITIVE).etag());
}

TEST_F(SecrecyServiceTest, NeitherKeysNorPlainRecordsNameWhoIsSuspendedOrAskedAbout) {
  const std::string suspension = Suspend().name();
  const std::string verification = Ask().name();
  for (const char* type : {"Suspension/", "Verification/", "Filed/"}) {
    const auto records = service_.store().Scan(store::Range::Prefix(StrCat("r/", type)), 100);
    ASSERT_THAT(records, IsOk());
    ASSERT_FALSE(records->empty()) << type;
    for (const store::Record& record : *records) {
      EXPECT_EQ(record.key.find("p-1"), std::string::npos) << record.key;
      EXPECT_EQ(record.value.find("persons/p-1"), std::string::npos) << type;
      EXPECT_EQ(record.value.find("dossiers/unit-16681-d-1"), std::string::npos) << type;
    }
  }
}

TEST_F(SecrecyServiceTest, IdsOfOtherOrganisationsCannotBeTried) {
  MakeSlot();
  const auto clerk = [&] { return As("secretary@unit-2"); };
  MakePerson("unit-2-7", "Trần Văn Mẫu", "organisations/unit-2");
  const auto refused = StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID");
  v1::CreateDossierRequest dossier = NewDossier("unit-16681-d-1", "persons/unit-2-7", "organisations/unit-2");
  EXPECT_THAT(Call(&DossierStub::CreateDossier, dossier, clerk()), refused) << "one that is there";
  dossier.set_dossier_id("unit-16681-d-77");
  EXPECT_THAT(Call(&DossierStub::CreateDossier, dossier, clerk()), refused) << "one that is not";
  v1::BatchCreateDossiersRequest batch;
  batch.set_parent("congresses/xx");
  batch.add_dossiers()->set_dossier_id("unit-16681-d-1");
  *batch.mutable_dossiers(0)->mutable_dossier() = dossier.dossier();
  EXPECT_THAT(Call(&DossierStub::BatchCreateDossiers, batch, clerk()), refused);
  dossier.clear_dossier_id();
  ASSERT_OK_AND_ASSIGN(const v1::Dossier made, Call(&DossierStub::CreateDossier, dossier, clerk()));
  EXPECT_EQ(made.name().size(), std::string("congresses/xx/dossiers/").size() + 12);
  const auto slot = [&](const std::string& id) {
    return Call(&PositionStub::CreatePositionSlot,
                Parse<v1::CreatePositionSlotRequest>(
                    StrCat("parent: 'congresses/xx' position_slot_id: '", id,
                           "' position_slot { organisation: 'organisations/unit-2' display_name: 'Bí thư' norm: 1 }")),
                clerk());
  };
  EXPECT_THAT(slot("s"), refused);
  EXPECT_THAT(slot("unit-2-s"), IsOk());
  EXPECT_THAT(slot(""), IsOk());
  const auto entry = [&](const std::string& id) {
    return Call(&PlanningStub::CreatePlanningEntry,
                Parse<v1::CreatePlanningEntryRequest>(StrCat(
                    "planning_entry_id: '", id, "' planning_entry { organisation: 'organisations/unit-2' term: ", "'t",
                    id, "' position_kind: 'member' person: 'persons/unit-2-7' }")),
                clerk());
  };
  EXPECT_THAT(entry("unit-16681-e-1"), refused);
  EXPECT_THAT(entry("unit-2-e"), IsOk());
  EXPECT_THAT(entry(""), IsOk());
  v1::CreateProcessTemplateRequest rules;
  const auto process = [&](const std::string& id) {
    return Call(&ProcessStub::CreatePersonnelProcess,
                Parse<v1::CreatePersonnelProcessRequest>(StrCat(
                    "parent: 'congresses/xx' personnel_process_id: '", id, "' personnel_process { organisation: ",
                    "'organisations/unit-2' template: 'processTemplates/three' title: 'x' body: 'b", id,
                    "' seat_count: 1 candidates { person: 'persons/unit-2-7' } }")),
                clerk());
  };
  rules.set_process_template_id("three");
  *rules.mutable_process_template() = sample::ThreeSteps();
  rules.mutable_process_template()->clear_name();
  ASSERT_THAT(Call(&ProcessStub::CreateProcessTemplate, rules), IsOk());
  EXPECT_THAT(process("q-1"), refused);
  EXPECT_THAT(process("unit-2-q"), IsOk());
  EXPECT_THAT(process(""), IsOk());
}

TEST_F(SecrecyServiceTest, WhoMustNotKnowOfASuspensionReviewsNothing) {
  AttachAll();
  ASSERT_THAT(Submit(As(kClerk)), IsOk());
  const auto uncleared = StatusIs(StatusCode::kPermissionDenied, "REVIEWER_UNCLEARED");
  EXPECT_THAT(Begin(As(kReviewer, CONFIDENTIAL)), uncleared);
  ASSERT_THAT(Begin(As(kReviewer)), IsOk());
  EXPECT_THAT(Accept(As(kReviewer, CONFIDENTIAL)), uncleared);
  Suspend();
  EXPECT_THAT(Accept(As(kReviewer, CONFIDENTIAL)), uncleared) << "the same as without";
  EXPECT_THAT(Accept(As(kReviewer)), StatusIs(StatusCode::kFailedPrecondition, "PERSON_SUSPENDED"));
}

}  // namespace
}  // namespace congress::dossiers

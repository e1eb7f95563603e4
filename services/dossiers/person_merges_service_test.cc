// Identifiers, and one person who has two records.
#include "services/dossiers/testing/fixture.h"

namespace congress::dossiers {
namespace {

using absl::StatusCode;
using annotations::v1::GRADE_UNSPECIFIED;
using annotations::v1::PERSONAL;
using support::IsOk;
using support::StatusIs;
using testing::ElementsAre;

constexpr char kOther[] = "organisations/unit-2";
constexpr char kCitizen[] = "040080000001";

class PersonMergesTest : public Fixture {
 protected:
  static v1::CreatePersonRequest Known(std::string_view id, std::string_view organisation,
                                       std::string_view citizen_id = kCitizen) {
    v1::CreatePersonRequest request = NewPerson(id, "Nguyễn Thị Mẫu", organisation);
    v1::Identifier& identifier = *request.mutable_person()->add_identifiers();
    identifier.set_kind(v1::Identifier::CITIZEN_ID);
    identifier.set_value(std::string(citizen_id));
    return request;
  }
  // `p-1` of the one organisation and `unit-2-1` of the other, which have an identifier in common.
  void MakeTwo() {
    ASSERT_THAT(Call(&PersonStub::CreatePerson, Known("p-1", sample::kUnit)), IsOk());
    ASSERT_THAT(Call(&PersonStub::CreatePerson, Known("unit-2-1", kOther), As("clerk@unit-2")), IsOk());
  }
  absl::StatusOr<v1::Person> Find(std::string_view value, Context context = nullptr) {
    v1::FindPersonByIdentifierRequest request;
    request.mutable_identifier()->set_kind(v1::Identifier::CITIZEN_ID);
    request.mutable_identifier()->set_value(std::string(value));
    return Call(&PersonIdentityStub::FindPersonByIdentifier, request, std::move(context));
  }
  std::vector<v1::SuspectedDuplicate> Pairs(Context context = nullptr) {
    const auto listed =
        Call(&PersonIdentityStub::ListSuspectedDuplicates, v1::ListSuspectedDuplicatesRequest(), std::move(context));
    EXPECT_THAT(listed, IsOk());
    return {listed->suspected_duplicates().begin(), listed->suspected_duplicates().end()};
  }
  static v1::MergePersonsRequest Merging(std::string_view kept = "persons/p-1",
                                         std::string_view duplicate = "persons/unit-2-1") {
    v1::MergePersonsRequest request;
    request.set_name(std::string(kept));
    request.set_duplicate(std::string(duplicate));
    request.set_reason("Cùng số căn cước");
    return request;
  }
  absl::StatusOr<v1::MergePersonsResponse> Merge(const v1::MergePersonsRequest& request, Context context = nullptr) {
    return Call(&PersonIdentityStub::MergePersons, request, std::move(context));
  }
  absl::StatusOr<v1::MergePersonsResponse> Separate(std::string_view name, Context context = nullptr) {
    v1::SeparatePersonsRequest request;
    request.set_name(std::string(name));
    request.set_reason("Nhầm số căn cước");
    return Call(&PersonIdentityStub::SeparatePersons, request, std::move(context));
  }
  absl::StatusOr<v1::Person> GetPerson(std::string_view name, Context context = nullptr) {
    v1::GetPersonRequest request;
    request.set_name(std::string(name));
    return Call(&PersonStub::GetPerson, request, std::move(context));
  }
};

TEST_F(PersonMergesTest, APersonIsFoundByAnIdentifierHoweverItIsWritten) {
  ASSERT_THAT(Call(&PersonStub::CreatePerson, Known("p-1", sample::kUnit)), IsOk());
  EXPECT_EQ(Find("040 080 000.001", As(kClerk))->name(), "persons/p-1");
  const absl::Status hidden = Find(kCitizen, As("clerk@unit-2")).status();
  EXPECT_THAT(hidden, StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_EQ(hidden.message(), Find("999", As("clerk@unit-2")).status().message()) << "nobody, and one who is hidden";
  EXPECT_THAT(Find(kCitizen, As(kClerk, GRADE_UNSPECIFIED)), StatusIs(StatusCode::kPermissionDenied, "FIELD_GRADED"));
  EXPECT_THAT(Find(kCitizen, As(kReader)), StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(Find(kCitizen, AsPerson("persons/p-1", "secretary")),
              StatusIs(StatusCode::kPermissionDenied, "SAME_PERSON"));
  EXPECT_THAT(Find(""), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  v1::UpdatePersonRequest update;
  update.mutable_person()->set_name("persons/p-1");
  update.mutable_update_mask()->add_paths("identifiers");
  ASSERT_THAT(Call(&PersonStub::UpdatePerson, update, As(kClerk)), IsOk());
  EXPECT_THAT(Find(kCitizen), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND")) << "they have it no more";
}

TEST_F(PersonMergesTest, AnIdentifierIsTakenOnceAmongThoseWhomOneMayRead) {
  ASSERT_THAT(Call(&PersonStub::CreatePerson, Known("p-1", sample::kUnit)), IsOk());
  const auto taken = StatusIs(StatusCode::kAlreadyExists, "IDENTIFIER_TAKEN");
  const auto refused = Call(&PersonStub::CreatePerson, Known("", sample::kUnit, "040-080-000-001"), As(kClerk));
  EXPECT_THAT(refused, taken);
  EXPECT_EQ(support::MetadataIn(refused.status(), "person"), "persons/p-1");
  v1::BatchCreatePersonsRequest batch;
  for (int i = 0; i < 2; ++i)
    *batch.add_persons()->mutable_person() = Known("", sample::kUnit, "040080000007").person();
  EXPECT_THAT(Call(&PersonStub::BatchCreatePersons, batch, As(kClerk)), taken) << "within one call as well";
  MakePerson("p-2", "Trần Văn Thử");
  v1::UpdatePersonRequest update;
  *update.mutable_person() = Known("", sample::kUnit).person();
  update.mutable_person()->clear_organisation();
  update.mutable_person()->set_name("persons/p-2");
  EXPECT_THAT(Call(&PersonStub::UpdatePerson, update, As(kClerk)), taken);
  v1::RecordPersonFactRequest record;
  record.set_parent("persons/p-2");
  record.set_field("identifiers");
  *record.mutable_value()->mutable_identifiers() = update.person().identifiers();
  EXPECT_THAT(Call(&PersonStub::RecordPersonFact, record, As(kClerk)), taken);
  EXPECT_TRUE(Pairs().empty());
}

TEST_F(PersonMergesTest, OfAHiddenOneOnlyTheProvinceIsTold) {
  MakeTwo();
  const auto pairs = Pairs();
  ASSERT_EQ(pairs.size(), 1u);
  EXPECT_THAT(pairs[0].persons(), ElementsAre("persons/p-1", "persons/unit-2-1"));
  EXPECT_EQ(pairs[0].kind(), v1::Identifier::CITIZEN_ID);
  EXPECT_TRUE(Pairs(As("secretary@unit-2")).empty());
  v1::DismissSuspectedDuplicateRequest dismiss;
  dismiss.set_name(pairs[0].name());
  dismiss.set_reason("Hai người khác nhau");
  const auto call = [&](Context context = nullptr) {
    return Call(&PersonIdentityStub::DismissSuspectedDuplicate, dismiss, std::move(context));
  };
  EXPECT_THAT(call(As("secretary@unit-2")), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(call(As(kClerk)), StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(call(service_.As("own", {"secretary@province"}, PERSONAL, "persons/p-1")),
              StatusIs(StatusCode::kPermissionDenied, "SAME_PERSON"));
  EXPECT_THAT(call(service_.As("own", {"secretary@province"}, PERSONAL, "")),
              StatusIs(StatusCode::kPermissionDenied, "PERSON_UNKNOWN"));
  dismiss.set_etag("999999999");
  EXPECT_THAT(call(), StatusIs(StatusCode::kAborted, "ETAG_MISMATCH"));
  dismiss.clear_etag();
  dismiss.set_request_id(std::string(kRequestId));
  ASSERT_OK_AND_ASSIGN(const v1::SuspectedDuplicate dismissed, call());
  EXPECT_EQ(dismissed.state(), v1::SuspectedDuplicate::DISMISSED);
  dismiss.set_reason("Lý do khác");
  EXPECT_THAT(call(), StatusIs(StatusCode::kInvalidArgument, "REQUEST_ID_REUSED"));
  dismiss.clear_request_id();
  EXPECT_THAT(call(), StatusIs(StatusCode::kFailedPrecondition, "DUPLICATE_SETTLED"));
  dismiss.clear_reason();
  EXPECT_THAT(call(), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  v1::ListSuspectedDuplicatesRequest list;
  list.set_page_token("x");
  EXPECT_THAT(Call(&PersonIdentityStub::ListSuspectedDuplicates, list),
              StatusIs(StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"));
  list.set_page_size(-1);
  EXPECT_THAT(Call(&PersonIdentityStub::ListSuspectedDuplicates, list),
              StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
}

TEST_F(PersonMergesTest, TheAliasAnswersWithTheKeptRecord) {
  MakeTwo();
  MakeTemplate();
  MakeDossier("unit-16681-d-1", "persons/unit-2-1", kOther);
  v1::MergePersonsRequest dry = Merging();
  dry.set_validate_only(true);
  EXPECT_EQ(Merge(dry)->touched_size(), 1);
  EXPECT_EQ(GetPerson("persons/unit-2-1")->name(), "persons/unit-2-1");
  ASSERT_OK_AND_ASSIGN(const auto merged, Merge(Merging()));
  EXPECT_EQ(merged.person().name(), "persons/p-1");
  ASSERT_EQ(merged.touched_size(), 1);
  EXPECT_EQ(merged.touched(0).effect(), v1::Touched::REPOINTED);
  EXPECT_EQ(GetPerson("persons/unit-2-1")->name(), "persons/p-1");
  EXPECT_THAT(GetPerson("persons/unit-2-1", As("clerk@unit-2")), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"))
      << "the kept record is another organisation's";
  EXPECT_EQ(Get(nullptr)->person(), "persons/p-1");
  EXPECT_EQ(Call(&PersonStub::ListPersons, v1::ListPersonsRequest())->persons_size(), 1);
  EXPECT_EQ(Find(kCitizen)->name(), "persons/p-1");
  EXPECT_EQ(Pairs()[0].state(), v1::SuspectedDuplicate::MERGED);
  // A second dossier for the purpose is one too many, under either name.
  EXPECT_THAT(Call(&DossierStub::CreateDossier, NewDossier("unit-16681-d-2", "persons/unit-2-1")),
              StatusIs(StatusCode::kFailedPrecondition, "DOSSIER_DUPLICATE"));
  // The account of the alias is the kept person's.
  v1::UpdatePersonRequest update;
  update.mutable_person()->set_name("persons/p-1");
  update.mutable_person()->set_position_title("Bí thư");
  EXPECT_THAT(Call(&PersonStub::UpdatePerson, update, AsPerson("persons/unit-2-1", "secretary")),
              StatusIs(StatusCode::kPermissionDenied, "SAME_PERSON"));
  v1::ImportPersonsRequest import;
  import.set_csv("name,position_title\nunit-2-1,Bí thư\n");
  EXPECT_THAT(Call(&PersonStub::ImportPersons, import), StatusIs(StatusCode::kInvalidArgument, "ROWS_REJECTED"));
}

TEST_F(PersonMergesTest, ASeparationUndoesTheMerge) {
  MakeTwo();
  MakeTemplate();
  MakeDossier("unit-16681-d-1", "persons/unit-2-1", kOther);
  EXPECT_THAT(Separate("persons/unit-2-1"), StatusIs(StatusCode::kFailedPrecondition, "PERSON_NOT_MERGED"));
  ASSERT_THAT(Merge(Merging()), IsOk());
  EXPECT_THAT(Separate("persons/unit-2-1", As(kClerk)), StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(Separate("persons/unit-2-1", As("secretary@unit-16681")),
              StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Separate("persons/unit-2-1", service_.As("own", {"secretary@province"}, PERSONAL, "persons/p-1")),
              StatusIs(StatusCode::kPermissionDenied, "SAME_PERSON"));
  EXPECT_THAT(Separate("persons/unit-2-1", service_.As("own", {"secretary@province"}, PERSONAL, "")),
              StatusIs(StatusCode::kPermissionDenied, "PERSON_UNKNOWN"));
  EXPECT_THAT(Separate("unit-2-1"), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  v1::SeparatePersonsRequest request;
  request.set_name("persons/unit-2-1");
  request.set_reason("Nhầm số căn cước");
  request.set_request_id(std::string(kRequestId));
  ASSERT_OK_AND_ASSIGN(const auto separated, Call(&PersonIdentityStub::SeparatePersons, request));
  EXPECT_EQ(separated.person().name(), "persons/unit-2-1");
  ASSERT_EQ(separated.touched_size(), 1);
  EXPECT_EQ(GetPerson("persons/unit-2-1")->name(), "persons/unit-2-1");
  EXPECT_EQ(Get(nullptr)->person(), "persons/unit-2-1");
  request.set_reason("Lý do khác");
  EXPECT_THAT(Call(&PersonIdentityStub::SeparatePersons, request),
              StatusIs(StatusCode::kInvalidArgument, "REQUEST_ID_REUSED"));
  EXPECT_THAT(Merge(Merging()), IsOk()) << "once more";
  EXPECT_THAT(Separate("persons/unit-2-1"), IsOk());
}

TEST_F(PersonMergesTest, WhatIsUnderWayGoesToWhoKeepsTheRecordAndOnWithThePerson) {
  MakeTwo();
  MakeTemplate();
  MakeDossier("unit-16681-d-1", "persons/unit-2-1", kOther);
  const auto at = [&] { return Get(nullptr)->organisation(); };
  ASSERT_THAT(Merge(Merging()), IsOk());
  EXPECT_EQ(at(), sample::kUnit);
  EXPECT_EQ(Get(nullptr)->transferred_from(), kOther);
  EXPECT_THAT(Get(As("clerk@unit-2")), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  v1::TransferPersonRequest move;
  move.set_name("persons/p-1");
  move.set_organisation("organisations/unit-3");
  ASSERT_OK_AND_ASSIGN(const auto moved, Call(&PersonIdentityStub::TransferPerson, move));
  EXPECT_EQ(moved.touched_size(), 1);
  EXPECT_EQ(at(), "organisations/unit-3");
  ASSERT_THAT(Separate("persons/unit-2-1"), IsOk());
  EXPECT_EQ(at(), kOther) << "where the record is kept that it names again";
}

TEST_F(PersonMergesTest, AnAcceptedDossierOfTheDuplicateFollowsOnceItIsAcceptedNoMore) {
  MakeTwo();
  MakeTemplate();
  MakeDossier("unit-16681-d-1", "persons/unit-2-1", kOther);
  AttachAll();
  SubmitAndAccept(kDossier, "unit-2");
  ASSERT_THAT(Merge(Merging()), IsOk());
  EXPECT_EQ(Get(nullptr)->organisation(), kOther);
  EXPECT_EQ(Get(nullptr)->moves_to(), sample::kUnit);
  v1::TransferPersonRequest move;
  move.set_name("persons/p-1");
  move.set_organisation("organisations/unit-3");
  ASSERT_THAT(Call(&PersonIdentityStub::TransferPerson, move), IsOk());
  EXPECT_EQ(Get(nullptr)->moves_to(), "organisations/unit-3");
  ASSERT_THAT(Separate("persons/unit-2-1"), IsOk());
  EXPECT_EQ(Get(nullptr)->moves_to(), "") << "it is there";
}

TEST_F(PersonMergesTest, RefusesWhatIsNotOnePerson) {
  MakeTwo();
  ASSERT_THAT(Call(&PersonStub::CreatePerson, Known("p-3", sample::kUnit, "040080000003")), IsOk());
  EXPECT_THAT(Merge(Merging("persons/p-1", "persons/p-3")),
              StatusIs(StatusCode::kFailedPrecondition, "PERSONS_DIFFER"));
  EXPECT_THAT(Merge(Merging("persons/p-1", "persons/p-1")), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  EXPECT_THAT(Merge(Merging(), As("secretary@unit-2")), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Merge(Merging(), As(kClerk)), StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  for (const char* own : {"persons/p-1", "persons/unit-2-1"}) {
    EXPECT_THAT(Merge(Merging(), service_.As("own", {"secretary@province"}, PERSONAL, own)),
                StatusIs(StatusCode::kPermissionDenied, "SAME_PERSON"));
  }
  EXPECT_THAT(Merge(Merging(), service_.As("own", {"secretary@province"}, PERSONAL, "")),
              StatusIs(StatusCode::kPermissionDenied, "PERSON_UNKNOWN"));
  v1::MergePersonsRequest request = Merging();
  request.set_request_id(std::string(kRequestId));
  ASSERT_THAT(Merge(request), IsOk());
  request.set_reason("Lý do khác");
  EXPECT_THAT(Merge(request), StatusIs(StatusCode::kInvalidArgument, "REQUEST_ID_REUSED"));
  EXPECT_THAT(Merge(Merging()), StatusIs(StatusCode::kFailedPrecondition, "PERSON_MERGED"));
}

TEST_F(PersonMergesTest, OfTwoDossiersForOnePurposeOneMustGoFirst) {
  MakeTwo();
  MakeTemplate();
  MakeDossier("unit-16681-d-1", "persons/p-1");
  MakeDossier("unit-16681-d-2", "persons/unit-2-1", kOther);
  const auto refused = Merge(Merging());
  EXPECT_THAT(refused, StatusIs(StatusCode::kFailedPrecondition, "DOSSIERS_COLLIDE"));
  EXPECT_EQ(support::MetadataIn(refused.status(), "other"), kDossier);
  v1::WithdrawDossierRequest withdraw;
  withdraw.set_name(std::string(kDossier));
  withdraw.set_reason("Trùng");
  ASSERT_THAT(Call(&DossierStub::WithdrawDossier, withdraw), IsOk());
  EXPECT_THAT(Merge(Merging()), IsOk());
  v1::ReopenDossierRequest reopen;
  reopen.set_name(std::string(kDossier));
  reopen.set_reason("Nhầm");
  EXPECT_THAT(Call(&DossierStub::ReopenDossier, reopen),
              StatusIs(StatusCode::kFailedPrecondition, "DOSSIER_DUPLICATE"));
}

TEST_F(PersonMergesTest, AnAcceptedDossierIsTheOnlyOneForItsPurposeUnderAllNames) {
  constexpr char kSecond[] = "congresses/xx/dossiers/unit-16681-d-2";
  MakeTwo();
  MakeTemplate();
  MakeDossier("unit-16681-d-1", "persons/unit-2-1", kOther);
  AttachAll();
  SubmitAndAccept(kDossier, "unit-2");
  MakeDossier("unit-16681-d-2", "persons/p-1");
  EXPECT_THAT(Merge(Merging()), StatusIs(StatusCode::kFailedPrecondition, "DOSSIERS_COLLIDE"));
  v1::WithdrawDossierRequest withdraw;
  withdraw.set_name(kSecond);
  withdraw.set_reason("Trùng");
  ASSERT_THAT(Call(&DossierStub::WithdrawDossier, withdraw), IsOk());
  ASSERT_THAT(Merge(Merging()), IsOk());
  const auto duplicate = StatusIs(StatusCode::kFailedPrecondition, "DOSSIER_DUPLICATE");
  for (const char* person : {"persons/p-1", "persons/unit-2-1"}) {
    EXPECT_THAT(Call(&DossierStub::CreateDossier, NewDossier("unit-16681-d-3", person)), duplicate) << person;
  }
  v1::ReopenDossierRequest reopen;
  reopen.set_name(kSecond);
  reopen.set_reason("Nhầm");
  EXPECT_THAT(Call(&DossierStub::ReopenDossier, reopen), duplicate);
  ASSERT_THAT(Separate("persons/unit-2-1"), IsOk());
  EXPECT_THAT(Call(&DossierStub::CreateDossier, NewDossier("unit-16681-d-4", "persons/unit-2-1", kOther)), duplicate);
  EXPECT_THAT(Call(&DossierStub::ReopenDossier, reopen), IsOk()) << "now they are two persons";
}

TEST_F(PersonMergesTest, AfterAMoveASeparationBringsBackWhatTheDuplicateHad) {
  MakeTwo();
  MakeTemplate();
  MakeDossier("unit-16681-d-1", "persons/unit-2-1", kOther);
  v1::TransferPersonRequest move;
  move.set_name("persons/p-1");
  move.set_organisation(kOther);
  ASSERT_THAT(Call(&PersonIdentityStub::TransferPerson, move), IsOk());
  ASSERT_THAT(Merge(Merging()), IsOk()) << "both are at one unit";
  move.set_organisation("organisations/unit-3");
  ASSERT_THAT(Call(&PersonIdentityStub::TransferPerson, move), IsOk());
  EXPECT_EQ(Get(nullptr)->organisation(), "organisations/unit-3");
  ASSERT_THAT(Separate("persons/unit-2-1"), IsOk());
  EXPECT_EQ(Get(nullptr)->organisation(), kOther);
}

}  // namespace
}  // namespace congress::dossiers

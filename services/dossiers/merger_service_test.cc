// Units a and b become unit c in the middle of everybody's work: what each side's clerks see and may do.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/dossiers/testing/fixture.h"

namespace congress::dossiers {
namespace {

using support::IsOk;
using support::StatusIs;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;
using Code = absl::StatusCode;

constexpr std::string_view kA = "organisations/a";
constexpr std::string_view kB = "organisations/b";
constexpr std::string_view kC = "organisations/c";

class Merger : public Fixture {
 protected:
  void SetUp() override {
    directory::Organisation successor;
    successor.name = std::string(kC);
    successor.display_name = "Đảng bộ xã C";
    service_.organisations().Put(successor);
    MakeTemplate();
    MakePerson("p-a", "Nguyễn Thị Mẫu", kA);
    MakePerson("p-b", "Trần Văn Mẫu", kB);
    MakeDossier("unit-16681-d-1", "persons/p-a", kA);
  }
  // From today on.
  void Merge() {
    service_.organisations().End(kA, kToday, kC);
    service_.organisations().End(kB, kToday, kC);
  }
  absl::StatusOr<std::vector<std::string>> PersonsSeenBy(std::string_view binding, std::string_view organisation = "") {
    v1::ListPersonsRequest request;
    request.set_organisation(std::string(organisation));
    const auto listed = Call(&PersonStub::ListPersons, request, As(binding));
    if (!listed.ok()) return listed.status();
    std::vector<std::string> names;
    for (const auto& person : listed->persons()) names.push_back(person.name());
    return names;
  }
  absl::StatusOr<v1::Component> Attach(std::string_view binding) {
    return Call(&DossierStub::AttachComponent, NewPaper("application", kToday), As(binding));
  }
};

TEST_F(Merger, UntilTheDayTheSuccessorSeesNothing) {
  service_.organisations().End(kA, kToday + 1, kC);
  EXPECT_THAT(*PersonsSeenBy("clerk@c"), ElementsAre());
  EXPECT_THAT(Get(As("clerk@c")), StatusIs(Code::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Attach("clerk@a"), IsOk());
}

TEST_F(Merger, TheSuccessorFindsEverythingOfItsPredecessors) {
  Merge();
  EXPECT_THAT(*PersonsSeenBy("clerk@c"), UnorderedElementsAre("persons/p-a", "persons/p-b"));
  EXPECT_THAT(*PersonsSeenBy("clerk@c", kC), UnorderedElementsAre("persons/p-a", "persons/p-b"));
  EXPECT_THAT(*PersonsSeenBy("clerk@c", kA), ElementsAre("persons/p-a"));
  EXPECT_THAT(*PersonsSeenBy("clerk@province", kC), UnorderedElementsAre("persons/p-a", "persons/p-b"));
  EXPECT_THAT(*PersonsSeenBy("clerk@x"), ElementsAre());
  EXPECT_THAT(Get(As("reader@c")), StatusIs(Code::kPermissionDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(Get(As("clerk@c")), IsOk());
}

TEST_F(Merger, WhoGatheredADossierGoesOnSeeingItsGradedPapers) {
  ASSERT_THAT(Call(&DossierStub::AttachComponent, NewPaper("health-certificate", kToday), As("clerk@a")), IsOk());
  Merge();
  for (const char* clerk : {"clerk@a", "clerk@c"}) {
    const auto papers = Papers(As(clerk));
    ASSERT_THAT(papers, IsOk());
    ASSERT_EQ(papers->size(), 1U) << clerk;
    EXPECT_TRUE(papers->front().has_sensitive_document()) << clerk;
  }
  EXPECT_TRUE(Papers(As("reviewer@c"))->empty());
}

TEST_F(Merger, TheSuccessorContinuesWhatIsOpen) {
  Merge();
  EXPECT_THAT(Attach("clerk@c"), IsOk());
  v1::TransferPersonRequest request;
  request.set_name("persons/p-a");
  request.set_organisation(std::string(kC));
  const auto moved = Call(&PersonIdentityStub::TransferPerson, request, As("secretary@c"));
  ASSERT_THAT(moved, IsOk());
  ASSERT_EQ(moved->touched_size(), 1);
  EXPECT_EQ(moved->touched(0).resource(), kDossier);
}

TEST_F(Merger, AccountsOfAClosedUnitOnlyRead) {
  Merge();
  EXPECT_THAT(*PersonsSeenBy("clerk@a"), ElementsAre("persons/p-a"));
  EXPECT_THAT(Get(As("clerk@a")), IsOk());
  EXPECT_THAT(Attach("clerk@a"), StatusIs(Code::kPermissionDenied, "PERMISSION_MISSING"));
  const absl::Status refused = Attach("clerk@a").status();
  EXPECT_EQ(support::MetadataIn(refused, "cause"), "ended");
  EXPECT_EQ(support::MetadataIn(refused, "successor"), kC);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("Đảng bộ xã C"));
  EXPECT_THAT(*PersonsSeenBy("clerk@b"), ElementsAre("persons/p-b"));
}

TEST_F(Merger, AListOfAnOrganisationThatIsNotIsNoEmptyList) {
  v1::ListPersonsRequest request;
  request.set_organisation("organisations/nowhere");
  EXPECT_THAT(Call(&PersonStub::ListPersons, request), StatusIs(Code::kNotFound, "ORGANISATION_UNKNOWN"));
  request.clear_organisation();
  request.set_filter("organisation=organisations/nowhere");
  EXPECT_THAT(Call(&PersonStub::ListPersons, request), StatusIs(Code::kNotFound, "ORGANISATION_UNKNOWN"));
}

TEST_F(Merger, NothingNewIsEnteredForAClosedUnit) {
  Merge();
  const auto refused = Call(&PersonStub::CreatePerson, NewPerson("a-2", "Lê Văn Mẫu", kA), As("clerk@c"));
  EXPECT_THAT(refused, StatusIs(Code::kFailedPrecondition, "ORGANISATION_CLOSED"));
  EXPECT_THAT(std::string(refused.status().message()), HasSubstr("Đảng bộ xã C")) << "as people call it";
  EXPECT_EQ(support::MetadataIn(refused.status(), "successor"), kC) << "as programs call it";
  EXPECT_THAT(Call(&PersonStub::CreatePerson, NewPerson("p-2", "Lê Văn Mẫu", kA)),
              StatusIs(Code::kFailedPrecondition, "ORGANISATION_CLOSED"));
  EXPECT_THAT(Call(&PersonStub::CreatePerson, NewPerson("c-2", "Lê Văn Mẫu", kC), As("clerk@c")), IsOk());
}

TEST_F(Merger, NamesWhoStandsAfterTheSuccessorHasEndedToo) {
  Merge();
  service_.organisations().End(kC, kToday, "organisations/d");
  MakePerson("p-d", "Lê Văn Mẫu", "organisations/d");
  const auto closed = Call(&PersonStub::CreatePerson, NewPerson("p-2", "Lê Văn Mẫu", kA));
  EXPECT_EQ(support::MetadataIn(closed.status(), "successor"), "organisations/d");
  EXPECT_EQ(support::MetadataIn(Attach("clerk@a").status(), "successor"), "organisations/d");
}

TEST_F(Merger, NamesThePartsOfASplitThatNobodyTakesOver) {
  directory::Organisation whole;
  whole.name = std::string(kA);
  whole.until = kToday;
  whole.continued_by = std::string(auth::kProvince);
  whole.successors = {std::string(kB), std::string(kC)};
  service_.organisations().Put(whole);
  const auto closed = Call(&PersonStub::CreatePerson, NewPerson("p-2", "Lê Văn Mẫu", kA));
  EXPECT_EQ(support::MetadataIn(closed.status(), "successor"), "organisations/b, organisations/c");
  EXPECT_THAT(std::string(closed.status().message()), HasSubstr("organisations/b, Đảng bộ xã C"));
}

TEST_F(Merger, NobodyMovesIntoAClosedUnit) {
  Merge();
  MakePerson("p-c", "Lê Văn Mẫu", kC);
  v1::TransferPersonRequest request;
  request.set_name("persons/p-c");
  request.set_organisation(std::string(kA));
  EXPECT_THAT(Call(&PersonIdentityStub::TransferPerson, request),
              StatusIs(Code::kFailedPrecondition, "ORGANISATION_CLOSED"));
}

TEST_F(Merger, TheBoardHasOneRowForTheSuccessor) {
  Merge();
  MakePerson("p-c", "Lê Văn Mẫu", kC);
  MakeDossier("unit-16681-d-2", "persons/p-c", kC);
  v1::GetDossierReadinessRequest request;
  request.set_parent(std::string(kCongress));
  const auto readiness = Call(&DossierStub::GetDossierReadiness, request, As("clerk@c"));
  ASSERT_THAT(readiness, IsOk());
  ASSERT_EQ(readiness->organisations_size(), 1);
  EXPECT_EQ(readiness->organisations(0).organisation(), kC);
  EXPECT_EQ(readiness->organisations(0).blocker_count(), 4) << "two open dossiers without papers";
  // As of the day before there were two.
  *request.mutable_as_of() = civil::ToDate(kToday - 1);
  EXPECT_EQ(Call(&DossierStub::GetDossierReadiness, request, As("clerk@c"))->organisations_size(), 2);
}

TEST_F(Merger, OneThatEndsAloneIsGoneOnForByTheOneAboveIt) {
  service_.organisations().End(kA, kToday, "");
  const auto refused = Call(&PersonStub::CreatePerson, NewPerson("p-2", "Lê Văn Mẫu", kA));
  EXPECT_THAT(refused, StatusIs(Code::kFailedPrecondition, "ORGANISATION_CLOSED"));
  EXPECT_EQ(support::MetadataIn(refused.status(), "cause"), "alone");
  service_.organisations().End(kA, kToday, auth::kProvince);
  EXPECT_THAT(*PersonsSeenBy("clerk@province", "organisations/province"), ElementsAre("persons/p-a"));
}

TEST_F(Merger, AnOrganisationThatNobodyKnowsIsNamed) {
  EXPECT_THAT(Call(&PersonStub::CreatePerson, NewPerson("p-2", "Lê Văn Mẫu", "organisations/nowhere")),
              StatusIs(Code::kNotFound, "ORGANISATION_UNKNOWN"));
}

// The tree in memory may be older than the one in the store: then the commit must not stand.
TEST_F(Merger, ADecisionStandsOnTheOrganisationAsItIsStored) {
  directory::Organisation outdated;
  outdated.name = std::string(kA);
  outdated.parent = "organisations/district";
  outdated.revision = 7;
  service_.organisations().Put(outdated);
  EXPECT_THAT(Attach("clerk@a"), StatusIs(Code::kAborted, "CONTENTION"));
  EXPECT_THAT(Call(&PersonStub::CreatePerson, NewPerson("p-2", "Lê Văn Mẫu", kA)),
              StatusIs(Code::kAborted, "CONTENTION"));
  EXPECT_THAT(Get(As("clerk@a")), IsOk()) << "a read stands on nothing that could move";
}

TEST_F(Merger, ARoleCoversWhatLiesBelow) {
  directory::Organisation part;
  part.name = "organisations/a-1";
  part.parent = std::string(kA);
  service_.organisations().Put(part);
  MakePerson("p-1", "Lê Văn Mẫu", "organisations/a-1");
  EXPECT_THAT(*PersonsSeenBy("clerk@a"), UnorderedElementsAre("persons/p-a", "persons/p-1"));
  EXPECT_THAT(*PersonsSeenBy("clerk@a-1"), ElementsAre("persons/p-1"));
  EXPECT_THAT(*PersonsSeenBy("clerk@a", kA), ElementsAre("persons/p-a")) << "asked for one, told of one";
}

}  // namespace
}  // namespace congress::dossiers

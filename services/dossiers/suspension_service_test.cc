// What is under way against persons: who may know of it, and what it holds up.
#include "services/dossiers/testing/fixture.h"

namespace congress::dossiers {
namespace {

using absl::StatusCode;
using annotations::v1::CONFIDENTIAL;
using support::IsOk;
using support::StatusIs;

class SuspensionServiceTest : public Fixture {
 protected:
  SuspensionServiceTest() { OpenOne(); }

  static v1::CreateSuspensionRequest Complaint(std::string_view person = "persons/p-1") {
    v1::CreateSuspensionRequest request;
    request.set_parent(std::string(person));
    v1::Suspension& suspension = *request.mutable_suspension();
    suspension.set_cause(v1::Suspension::COMPLAINT);
    suspension.set_reason("Đơn tố cáo mẫu");
    *suspension.mutable_begin_date() = civil::ToDate(kToday);
    suspension.mutable_basis()->set_source("Phiếu chuyển đơn");
    return request;
  }
  v1::Suspension Suspended() {
    const auto suspension = Call(&SuspensionStub::CreateSuspension, Complaint(), As(kReviewer));
    EXPECT_THAT(suspension, IsOk());
    return *suspension;
  }
  static v1::EndSuspensionRequest Ending(const std::string& name) {
    v1::EndSuspensionRequest request;
    request.set_name(name);
    *request.mutable_end_date() = civil::ToDate(kToday);
    request.set_outcome("Tố cáo không đúng");
    return request;
  }
  absl::StatusOr<v1::Suspension> End(const std::string& name, Context context) {
    return Call(&SuspensionStub::EndSuspension, Ending(name), std::move(context));
  }
  absl::StatusOr<v1::Suspension> Read(const std::string& name, Context context) {
    v1::GetSuspensionRequest request;
    request.set_name(name);
    return Call(&SuspensionStub::GetSuspension, request, std::move(context));
  }
  absl::StatusOr<v1::ListSuspensionsResponse> Listed(Context context, std::string_view parent = "persons/-",
                                                     bool active_only = false, std::string token = "") {
    v1::ListSuspensionsRequest request;
    request.set_parent(std::string(parent));
    request.set_active_only(active_only);
    request.set_page_token(std::move(token));
    return Call(&SuspensionStub::ListSuspensions, request, std::move(context));
  }
};

TEST_F(SuspensionServiceTest, HoldsUpTheAcceptanceUntilItHasEnded) {
  AttachAll();
  ASSERT_THAT(Submit(As(kClerk)), IsOk());
  ASSERT_THAT(Begin(As(kReviewer)), IsOk());
  const std::string name = Suspended().name();
  const auto known = Accept(As(kReviewer));
  EXPECT_THAT(known, StatusIs(StatusCode::kFailedPrecondition, "PERSON_SUSPENDED"));
  EXPECT_EQ(support::MetadataIn(known.status(), "suspension"), name);
  ASSERT_THAT(End(name, As(kReviewer)), IsOk());
  EXPECT_THAT(Accept(As(kReviewer)), IsOk());
}

TEST_F(SuspensionServiceTest, TheDossierTellsOfItOnlyToWhoMayKnow) {
  EXPECT_FALSE(Get(As(kReviewer))->suspended());
  Suspended();
  EXPECT_TRUE(Get(As(kReviewer))->suspended());
  EXPECT_FALSE(Get(As(kReviewer, CONFIDENTIAL))->suspended());
  EXPECT_FALSE(Get(AsPerson("persons/p-1", "reviewer"))->suspended());
  v1::ListDossiersRequest list;
  list.set_parent(std::string(kCongress));
  EXPECT_TRUE(Call(&DossierStub::ListDossiers, list, As(kReviewer))->dossiers(0).suspended());
  EXPECT_FALSE(Call(&DossierStub::ListDossiers, list, AsPerson("persons/p-1", "reviewer"))->dossiers(0).suspended());
}

TEST_F(SuspensionServiceTest, IsNothingForWhoIsNotCleared) {
  const std::string name = Suspended().name();
  const auto missing = StatusIs(StatusCode::kPermissionDenied, "CLEARANCE_MISSING");
  EXPECT_THAT(Call(&SuspensionStub::CreateSuspension, Complaint(), As(kReviewer, CONFIDENTIAL)), missing);
  EXPECT_THAT(End(name, As(kReviewer, CONFIDENTIAL)), missing);
  EXPECT_THAT(Read(name, As(kReviewer, CONFIDENTIAL)), missing);
  EXPECT_THAT(Listed(As(kReviewer, CONFIDENTIAL)), missing);
}

TEST_F(SuspensionServiceTest, NobodySeesOrChangesTheirOwn) {
  const std::string name = Suspended().name();
  const auto own = [&] { return AsPerson("persons/p-1", "reviewer"); };
  const auto same = StatusIs(StatusCode::kPermissionDenied, "SAME_PERSON");
  const auto who = StatusIs(StatusCode::kPermissionDenied, "PERSON_UNKNOWN");
  EXPECT_THAT(Call(&SuspensionStub::CreateSuspension, Complaint(), own()), same);
  EXPECT_THAT(Call(&SuspensionStub::CreateSuspension, Complaint(), AsPerson("", "reviewer")), who);
  EXPECT_THAT(End(name, own()), same);
  EXPECT_THAT(End(name, AsPerson("", "reviewer")), who);
  EXPECT_THAT(Read(name, own()), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_EQ(Listed(own())->suspensions_size(), 0);
}

TEST_F(SuspensionServiceTest, EndsOnceAndIsListedWhileItIsUnderWay) {
  const v1::Suspension suspension = Suspended();
  EXPECT_EQ(Read(suspension.name(), As(kReviewer))->reason(), "Đơn tố cáo mẫu");
  EXPECT_EQ(Listed(As(kReviewer), "persons/p-1", true)->suspensions_size(), 1);
  EXPECT_EQ(Listed(As("reviewer@unit-2"))->suspensions_size(), 0);
  const auto hidden = StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND");
  EXPECT_THAT(Read(suspension.name(), As("reviewer@unit-2")), hidden);
  EXPECT_THAT(End(suspension.name(), As("reviewer@unit-2")), hidden);
  EXPECT_THAT(Call(&SuspensionStub::CreateSuspension, Complaint("persons/none"), As(kReviewer)), hidden);
  EXPECT_THAT(Call(&SuspensionStub::CreateSuspension, Complaint(), As(kClerk)),
              StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  v1::EndSuspensionRequest end = Ending(suspension.name());
  end.set_etag("1");
  EXPECT_THAT(Call(&SuspensionStub::EndSuspension, end, As(kReviewer)),
              StatusIs(StatusCode::kAborted, "ETAG_MISMATCH"));
  const auto invalid = StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID");
  end = Ending(suspension.name());
  *end.mutable_end_date() = civil::ToDate(kToday - 1);
  EXPECT_THAT(Call(&SuspensionStub::EndSuspension, end, As(kReviewer)), invalid);
  v1::CreateSuspensionRequest future = Complaint();
  *future.mutable_suspension()->mutable_begin_date() = civil::ToDate(kToday + 1);
  EXPECT_THAT(Call(&SuspensionStub::CreateSuspension, future, As(kReviewer)), invalid);
  EXPECT_THAT(Read("x", As(kReviewer)), invalid);
  EXPECT_THAT(Listed(As(kReviewer), "x"), invalid);
  EXPECT_THAT(Listed(As(kReviewer), "persons/-", false, "x"),
              StatusIs(StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"));
  ASSERT_THAT(End(suspension.name(), As(kReviewer)), IsOk());
  EXPECT_THAT(End(suspension.name(), As(kReviewer)), StatusIs(StatusCode::kFailedPrecondition, "SUSPENSION_ENDED"));
  EXPECT_EQ(Listed(As(kReviewer), "persons/p-1", true)->suspensions_size(), 0);
  EXPECT_EQ(Listed(As(kReviewer), "persons/p-1")->suspensions_size(), 1);
}

TEST_F(SuspensionServiceTest, MovesWithItsPerson) {
  const std::string name = Suspended().name();
  v1::TransferPersonRequest transfer;
  transfer.set_name("persons/p-1");
  transfer.set_organisation("organisations/unit-2");
  ASSERT_THAT(Call(&PersonIdentityStub::TransferPerson, transfer), IsOk());
  EXPECT_THAT(Read(name, As(kReviewer)), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Read(name, As("reviewer@unit-2")), IsOk());
}

}  // namespace
}  // namespace congress::dossiers

// Papers of dossiers as resources of their own.
#include <thread>

#include "congress/audit/v1/audit.pb.h"
#include "platform/rpc/event_log.h"
#include "platform/rpc/gate.h"
#include "services/dossiers/testing/fixture.h"

namespace congress::dossiers {
namespace {

using absl::CivilDay;
using absl::StatusCode;
using annotations::v1::CONFIDENTIAL;
using annotations::v1::GRADE_UNSPECIFIED;
using support::IsOk;
using support::StatusIs;
using testing::ElementsAre;

class ComponentServiceTest : public Fixture {
 protected:
  ComponentServiceTest() { OpenOne(); }

  v1::Component Attached(std::string_view item, CivilDay issued = CivilDay(2025, 6, 1)) {
    const auto paper = Call(&DossierStub::AttachComponent, NewPaper(item, issued), As(kClerk));
    EXPECT_THAT(paper, IsOk());
    return *paper;
  }
  absl::StatusOr<v1::Component> Paper(Context context, const std::string& name) {
    v1::GetComponentRequest request;
    request.set_name(name);
    return Call(&DossierStub::GetComponent, request, std::move(context));
  }
  absl::StatusOr<v1::Component> Withdraw(Context context, const std::string& name, std::string etag = "",
                                         std::string_view request_id = "") {
    v1::WithdrawComponentRequest request;
    request.set_name(name);
    request.set_reason("nộp nhầm");
    request.set_etag(std::move(etag));
    request.set_request_id(std::string(request_id));
    return Call(&DossierStub::WithdrawComponent, request, std::move(context));
  }
  std::vector<std::string> Items(Context context, const v1::ListComponentsRequest& request = {}) {
    const auto papers = Papers(std::move(context), kDossier, request);
    EXPECT_THAT(papers, IsOk());
    std::vector<std::string> items;
    for (const v1::Component& paper : *papers) items.push_back(paper.item_id());
    return items;
  }
};

TEST_F(ComponentServiceTest, TheIdOfAPaperSaysNothing) {
  const v1::Component one = Attached("application");
  const v1::Component other = Attached("photo");
  const std::string parent = StrCat(kDossier, "/components/");
  EXPECT_TRUE(one.name().starts_with(parent));
  EXPECT_EQ(one.name().size(), parent.size() + 8);
  EXPECT_NE(one.name(), other.name());
  EXPECT_FALSE(one.etag().empty());
  ASSERT_OK_AND_ASSIGN(const v1::Component read, Paper(As(kClerk), one.name()));
  EXPECT_EQ(read.document().title(), "Văn bản mẫu");
  EXPECT_EQ(read.attached_person(), support::PersonOf("clerk"));
}

// Neither list nor name, event or change in the audit tell of a paper above the clearance.
TEST_F(ComponentServiceTest, WhatIsGradedHigherDoesNotExist) {
  Attached("application");
  const std::string health = Attached("health-certificate").name();
  Attached("political-conclusion");
  const auto audited = service_.store().Scan(store::Range::Prefix(StrCat(rpc::kAuditLog, "/")), 1000);
  ASSERT_THAT(audited, IsOk());
  for (const store::Record& record : *audited) {
    audit::v1::AuditRecord act;
    ASSERT_TRUE(act.ParseFromString(record.value));
    for (const auto& change : act.changes()) EXPECT_EQ(change.name().find("/components/"), std::string::npos);
  }
  const auto events = service_.store().Scan(store::Range::Prefix(StrCat(rpc::kEventLog, "/")), 1000);
  ASSERT_THAT(events, IsOk());
  EXPECT_FALSE(events->empty());
  for (const store::Record& record : *events) EXPECT_EQ(record.value.find("/components/"), std::string::npos);
  const auto hidden = StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND");
  EXPECT_THAT(Items(As(kClerk)), ElementsAre("application", "health-certificate", "political-conclusion"));
  EXPECT_THAT(Items(As(kClerk, CONFIDENTIAL)), ElementsAre("application", "political-conclusion"));
  EXPECT_THAT(Items(As(kClerk, GRADE_UNSPECIFIED)), ElementsAre("application"));
  EXPECT_THAT(Paper(As(kClerk, CONFIDENTIAL), health), hidden);
  EXPECT_THAT(Withdraw(As(kClerk, CONFIDENTIAL), health), hidden);
  EXPECT_THAT(Paper(As(kClerk), health), IsOk());
  EXPECT_THAT(Paper(As(kStranger), health), hidden);
}

TEST_F(ComponentServiceTest, OthersSeeGradedPapersOnlyOnceSubmitted) {
  AttachAll();
  EXPECT_THAT(Items(As(kReviewer)), ElementsAre("application", "comment-residence"));
  ASSERT_THAT(Submit(As(kClerk)), IsOk());
  EXPECT_EQ(Items(As(kReviewer)).size(), 4U);
}

TEST_F(ComponentServiceTest, OnesOwnGradedPapersAreRefusedOrLeftOut) {
  AttachAll();
  ASSERT_OK_AND_ASSIGN(const auto papers, Papers(As(kClerk)));
  const auto own = [&] { return AsPerson("persons/p-1", "clerk"); };
  EXPECT_THAT(Items(own()), ElementsAre("application", "comment-residence"));
  EXPECT_THAT(Paper(own(), papers[1].name()), StatusIs(StatusCode::kPermissionDenied, "SAME_PERSON"));
  EXPECT_THAT(Paper(own(), papers[0].name()), IsOk());
  EXPECT_THAT(Withdraw(own(), papers[0].name()), StatusIs(StatusCode::kPermissionDenied, "SAME_PERSON"));
  EXPECT_THAT(Withdraw(AsPerson("", "clerk"), papers[0].name()),
              StatusIs(StatusCode::kPermissionDenied, "PERSON_UNKNOWN"));
  v1::GetDossierCompletenessRequest judge;
  judge.set_name(std::string(kDossier));
  ASSERT_OK_AND_ASSIGN(const auto judged, Call(&DossierStub::GetDossierCompleteness, judge, own()));
  EXPECT_EQ(judged.required_count(), 2);
}

TEST_F(ComponentServiceTest, AreListedByItemAndStatePageByPage) {
  Attached("application", CivilDay(2025, 5, 1));
  Attached("photo");
  Attached("application");
  v1::ListComponentsRequest request;
  request.set_item_id("application");
  EXPECT_EQ(Items(As(kClerk), request).size(), 2U);
  request.set_state(v1::Component::LIVE);
  ASSERT_OK_AND_ASSIGN(auto papers, Papers(As(kClerk), kDossier, request));
  ASSERT_EQ(papers.size(), 1U);
  EXPECT_EQ(papers[0].issued_date().month(), 6);
  request.Clear();
  request.set_parent(std::string(kDossier));
  request.set_page_size(2);
  ASSERT_OK_AND_ASSIGN(const auto page, Call(&DossierStub::ListComponents, request, As(kClerk)));
  EXPECT_EQ(page.components_size(), 2);
  request.set_page_token(page.next_page_token());
  EXPECT_THAT(Items(As(kClerk), request), ElementsAre("application"));
  request.set_item_id("photo");
  EXPECT_THAT(Call(&DossierStub::ListComponents, request, As(kClerk)),
              StatusIs(StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"));
  request.set_parent("congresses/xx");
  EXPECT_THAT(Call(&DossierStub::ListComponents, request, As(kClerk)),
              StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  request.Clear();
  request.set_parent("congresses/xx/dossiers/none");
  EXPECT_THAT(Call(&DossierStub::ListComponents, request, As(kClerk)),
              StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Paper(As(kClerk), "congresses/xx"), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
}

TEST_F(ComponentServiceTest, WithdrawingTellsWhyAndLetsTheOlderCount) {
  const std::string older = Attached("application", CivilDay(2025, 5, 1)).name();
  const v1::Component renewal = Attached("application");
  EXPECT_EQ(Paper(As(kClerk), older)->superseded_by(), renewal.name());
  EXPECT_THAT(Withdraw(As(kReviewer), renewal.name()), StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(Withdraw(As(kClerk), renewal.name(), "1"), StatusIs(StatusCode::kAborted, "ETAG_MISMATCH"));
  ASSERT_OK_AND_ASSIGN(const v1::Component withdrawn, Withdraw(As(kClerk), renewal.name(), "", kRequestId));
  EXPECT_EQ(withdrawn.state(), v1::Component::WITHDRAWN);
  EXPECT_EQ(withdrawn.withdraw_reason(), "nộp nhầm");
  EXPECT_EQ(Paper(As(kClerk, GRADE_UNSPECIFIED), renewal.name())->withdraw_reason(), "");
  EXPECT_EQ(Paper(As(kClerk), older)->state(), v1::Component::LIVE);
  EXPECT_THAT(Withdraw(As(kClerk), renewal.name()), StatusIs(StatusCode::kFailedPrecondition, "COMPONENT_NOT_LIVE"));
  EXPECT_THAT(Withdraw(As(kClerk), older, "", kRequestId), StatusIs(StatusCode::kInvalidArgument, "REQUEST_ID_REUSED"));
  v1::WithdrawComponentRequest mute;
  mute.set_name(older);
  EXPECT_THAT(Call(&DossierStub::WithdrawComponent, mute, As(kClerk)),
              StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  AttachAll();
  ASSERT_THAT(Submit(As(kClerk)), IsOk());
  EXPECT_THAT(Withdraw(As(kClerk), older), StatusIs(StatusCode::kFailedPrecondition, "DOSSIER_NOT_OPEN"));
}

TEST_F(ComponentServiceTest, APaperTakesThePlaceOfTheOneThatItNames) {
  const std::string older = Attached("application", CivilDay(2025, 5, 1)).name();
  const std::string photo = Attached("photo").name();
  v1::AttachComponentRequest request = NewPaper("application", CivilDay(2025, 6, 1));
  request.mutable_attachment()->set_supersedes(photo);
  EXPECT_THAT(Call(&DossierStub::AttachComponent, request, As(kClerk)),
              StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  request.mutable_attachment()->set_supersedes(older);
  ASSERT_THAT(Call(&DossierStub::AttachComponent, request, As(kClerk)), IsOk());
  EXPECT_THAT(Call(&DossierStub::AttachComponent, request, As(kClerk)),
              StatusIs(StatusCode::kFailedPrecondition, "COMPONENT_NOT_LIVE"));
}

// Two clerks attach at once; neither paper is lost, and one of them counts.
TEST_F(ComponentServiceTest, PapersThatComeAtOnceTakeEachOthersPlace) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, context = As(kClerk)]() mutable {
      EXPECT_THAT(Call(&DossierStub::AttachComponent, NewPaper("application", kToday), std::move(context)), IsOk());
    });
  }
  threads.clear();
  v1::ListComponentsRequest live;
  live.set_state(v1::Component::LIVE);
  EXPECT_EQ(Items(As(kClerk)).size(), 4U);
  EXPECT_EQ(Items(As(kClerk), live).size(), 1U);
}

}  // namespace
}  // namespace congress::dossiers

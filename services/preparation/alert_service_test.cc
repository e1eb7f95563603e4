// What the services list as one list, and the inbox of a person, by services that answer what a test says.
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "congress/dossiers/v1/alert_service.grpc.pb.h"
#include "congress/drafting/v1/alert_service.grpc.pb.h"
#include "congress/preparation/v1/alert_service.grpc.pb.h"
#include "congress/scheduling/v1/alert_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "platform/alerts/alerts.h"
#include "platform/rpc/client.h"
#include "platform/status/strings.h"
#include "services/preparation/install.h"
#include "tests/support/service_fixture.h"

namespace congress::preparation {
namespace {

using absl::StatusCode;
using alerts::v1::Alert;
using support::IsOk;
using support::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using AlertStub = v1::AlertService::StubInterface;

// Lists alerts of these days of June, two on a page.
template <class Base, class Request, class Response>
class AlertLists : public Base {
 public:
  AlertLists(std::string name, std::vector<int> days) : name_(std::move(name)), days_(std::move(days)) {}

  grpc::Status Answer(const Request& request, Response* response) {
    asked = request;
    ++count;
    if (down) return {grpc::StatusCode::UNAVAILABLE, ""};
    const size_t first = request.page_token().empty() ? 0 : std::stoul(request.page_token());
    for (size_t i = first; i < std::min(first + 2, days_.size()); ++i) {
      const absl::CivilDay day(2025, 6, days_[i]);
      *response->add_alerts() =
          alerts::AlertOn(Alert::TASK, StrCat(name_, days_[i]), "", day, absl::CivilDay(2025, 6, 16));
    }
    if (first + 2 < days_.size()) response->set_next_page_token(StrCat(first + 2));
    return grpc::Status::OK;
  }
  Request asked;
  int count = 0;
  bool down = false;

 private:
  std::string name_;
  std::vector<int> days_;
};

class DraftingAlerts final
    : public AlertLists<drafting::v1::AlertService::Service, drafting::v1::ListDraftingAlertsRequest,
                        drafting::v1::ListDraftingAlertsResponse> {
 public:
  using AlertLists::AlertLists;
  grpc::Status ListDraftingAlerts(grpc::ServerContext*, const drafting::v1::ListDraftingAlertsRequest* request,
                                  drafting::v1::ListDraftingAlertsResponse* response) override {
    return Answer(*request, response);
  }
};
class DossierAlerts final
    : public AlertLists<dossiers::v1::AlertService::Service, dossiers::v1::ListDossierAlertsRequest,
                        dossiers::v1::ListDossierAlertsResponse> {
 public:
  using AlertLists::AlertLists;
  grpc::Status ListDossierAlerts(grpc::ServerContext*, const dossiers::v1::ListDossierAlertsRequest* request,
                                 dossiers::v1::ListDossierAlertsResponse* response) override {
    return Answer(*request, response);
  }
};
class SchedulingAlerts final
    : public AlertLists<scheduling::v1::AlertService::Service, scheduling::v1::ListSchedulingAlertsRequest,
                        scheduling::v1::ListSchedulingAlertsResponse> {
 public:
  using AlertLists::AlertLists;
  grpc::Status ListSchedulingAlerts(grpc::ServerContext*, const scheduling::v1::ListSchedulingAlertsRequest* request,
                                    scheduling::v1::ListSchedulingAlertsResponse* response) override {
    if (!request->person().empty()) response->add_posts("organisations/office/posts/head");
    for (const std::string& body : bodies) response->add_bodies(body);
    return Answer(*request, response);
  }
  std::vector<std::string> bodies;
};

class JoinedAlertsTest : public ::testing::Test {
 protected:
  JoinedAlertsTest() {
    for (grpc::Service* list : std::initializer_list<grpc::Service*>{&drafts_, &dossiers_, &tasks_}) {
      grpc::ServerBuilder builder;
      builder.RegisterService(list);
      servers_.push_back(builder.BuildAndStart());
    }
    service_ = std::make_unique<support::TestService>(
        Service(),
        std::map<std::string, std::shared_ptr<grpc::Channel>>{{"drafting", servers_[0]->InProcessChannel({})},
                                                              {"dossiers", servers_[1]->InProcessChannel({})},
                                                              {"scheduling", servers_[2]->InProcessChannel({})}});
    stub_ = v1::AlertService::NewStub(service_->channel());
  }
  ~JoinedAlertsTest() override {
    for (const auto& server : servers_) server->Shutdown();
  }
  absl::StatusOr<v1::ListAlertsResponse> List(const std::string& text = "", const char* role = "reader@province") {
    return rpc::Invoke(static_cast<AlertStub&>(*stub_), &AlertStub::ListAlerts, service_->As("an", {role}),
                       support::Parse<v1::ListAlertsRequest>(text));
  }
  absl::StatusOr<v1::ListInboxResponse> Inbox(const std::string& text = "", std::string_view person = "persons/p-1") {
    return rpc::Invoke(static_cast<AlertStub&>(*stub_), &AlertStub::ListInbox,
                       service_->As("an", {"reader@province"}, annotations::v1::SENSITIVE, person),
                       support::Parse<v1::ListInboxRequest>(text));
  }
  template <class Response>
  static std::vector<std::string> Names(const Response& page) {
    std::vector<std::string> names;
    for (const Alert& alert : page.alerts()) names.push_back(alert.resource());
    return names;
  }

  DraftingAlerts drafts_{"drafting-", {1, 12, 30}};
  DossierAlerts dossiers_{"dossiers-", {2}};
  SchedulingAlerts tasks_{"tasks-", {3, 11, 13}};
  std::vector<std::unique_ptr<grpc::Server>> servers_;
  std::unique_ptr<support::TestService> service_;
  std::unique_ptr<v1::AlertService::Stub> stub_;
};

TEST_F(JoinedAlertsTest, TheMostUrgentOfAllComeFirstPageByPage) {
  std::vector<std::string> all;
  std::string token;
  do {
    ASSERT_OK_AND_ASSIGN(const auto page, List(StrCat("page_size: 3 page_token: '", token, "'")));
    EXPECT_THAT(page.gaps(), IsEmpty());
    EXPECT_LE(page.alerts_size(), 3);
    for (const std::string& name : Names(page)) all.push_back(name);
    token = page.next_page_token();
  } while (!token.empty());
  EXPECT_THAT(all,
              ElementsAre("drafting-1", "dossiers-2", "tasks-3", "tasks-11", "drafting-12", "tasks-13", "drafting-30"));
  EXPECT_THAT(List("page_token: 'x'"), StatusIs(StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"));
  // A token is of one list.
  ASSERT_OK_AND_ASSIGN(const auto page, List("page_size: 1"));
  EXPECT_THAT(List(StrCat("organisation: 'organisations/a' page_token: '", page.next_page_token(), "'")),
              StatusIs(StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"));
}

TEST_F(JoinedAlertsTest, EachServiceIsAskedAlike) {
  ASSERT_THAT(List("organisation: 'organisations/a' as_of { year: 2025 month: 6 day: 16 } "
                   "until { year: 2025 month: 6 day: 20 } least: DUE_SOON"),
              IsOk());
  EXPECT_EQ(tasks_.asked.organisation(), "organisations/a");
  EXPECT_FALSE(tasks_.asked.inbox());
  EXPECT_THAT(drafts_.asked.organisations(), ElementsAre("organisations/a"));
  EXPECT_THAT(dossiers_.asked.organisations(), ElementsAre("organisations/a"));
  EXPECT_EQ(drafts_.asked.as_of().day(), 16);
  EXPECT_EQ(dossiers_.asked.until().day(), 20);
  EXPECT_EQ(tasks_.asked.least(), Alert::DUE_SOON);
  EXPECT_THAT(List("organisation: 'x'"), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  EXPECT_THAT(List("", "operator@province"), StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
}

TEST_F(JoinedAlertsTest, AServiceThatDoesNotAnswerIsNamedAndTheListGoesOn) {
  drafts_.down = true;
  ASSERT_OK_AND_ASSIGN(const auto page, List("page_size: 2"));
  EXPECT_THAT(Names(page), ElementsAre("dossiers-2", "tasks-3"));
  ASSERT_EQ(page.gaps_size(), 1);
  EXPECT_EQ(page.gaps(0).service() + " " + page.gaps(0).reason(), "drafting PEER_UNAVAILABLE");
  EXPECT_NE(page.gaps(0).description(), "");
  // It is asked again, and nothing of it is lost.
  drafts_.down = false;
  ASSERT_OK_AND_ASSIGN(const auto rest, List(StrCat("page_size: 9 page_token: '", page.next_page_token(), "'")));
  EXPECT_THAT(Names(rest), ElementsAre("drafting-1", "tasks-11", "drafting-12", "tasks-13", "drafting-30"));
  EXPECT_THAT(rest.gaps(), IsEmpty());
}

TEST_F(JoinedAlertsTest, AnInboxIsOfThePostsAndBodiesOfThePerson) {
  tasks_.bodies = {"organisations/board", "organisations/office"};
  ASSERT_OK_AND_ASSIGN(const auto inbox, Inbox("page_size: 4 least: OVERDUE"));
  EXPECT_THAT(Names(inbox), ElementsAre("drafting-1", "dossiers-2", "tasks-3", "tasks-11"));
  EXPECT_EQ(tasks_.asked.person(), "persons/p-1");
  EXPECT_TRUE(tasks_.asked.inbox());
  EXPECT_THAT(drafts_.asked.organisations(), ElementsAre("organisations/board", "organisations/office"));
  EXPECT_THAT(dossiers_.asked.organisations(), ElementsAre("organisations/board", "organisations/office"));
  EXPECT_EQ(dossiers_.asked.least(), Alert::OVERDUE);
  EXPECT_THAT(inbox.posts(), ElementsAre("organisations/office/posts/head"));
  EXPECT_THAT(inbox.bodies(), ElementsAre("organisations/board", "organisations/office"));
  ASSERT_OK_AND_ASSIGN(const auto rest,
                       Inbox(StrCat("page_size: 9 least: OVERDUE page_token: '", inbox.next_page_token(), "'")));
  EXPECT_THAT(Names(rest), ElementsAre("drafting-12", "tasks-13", "drafting-30"));
  EXPECT_EQ(rest.next_page_token(), "");
}

TEST_F(JoinedAlertsTest, WhoSitsInNoBodyIsNotToldOfWhatWaitsForAny) {
  ASSERT_OK_AND_ASSIGN(const auto inbox, Inbox());
  EXPECT_THAT(Names(inbox), ElementsAre("tasks-3", "tasks-11", "tasks-13"));
  EXPECT_EQ(drafts_.count + dossiers_.count, 0);
}

TEST_F(JoinedAlertsTest, NobodyHasAnInboxWithoutAPersonNorWithoutScheduling) {
  EXPECT_THAT(Inbox("", ""), StatusIs(StatusCode::kPermissionDenied, "PERSON_UNKNOWN"));
  EXPECT_THAT(Inbox("page_token: 'x'"), StatusIs(StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"));
  EXPECT_THAT(Inbox("page_size: -1"), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  tasks_.bodies = {"organisations/board"};
  tasks_.down = true;
  ASSERT_OK_AND_ASSIGN(const auto inbox, Inbox());
  EXPECT_THAT(Names(inbox), IsEmpty());
  ASSERT_EQ(inbox.gaps_size(), 1);
  EXPECT_EQ(inbox.gaps(0).service(), "scheduling");
  EXPECT_EQ(drafts_.count, 0);
}

}  // namespace
}  // namespace congress::preparation

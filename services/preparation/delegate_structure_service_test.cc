// Who the delegates are: what is asked of allocation and of dossiers, by services that answer what a test says.
#include <algorithm>
#include <memory>
#include <string>

#include "congress/allocation/v1/delegate_service.grpc.pb.h"
#include "congress/dossiers/v1/structure_service.grpc.pb.h"
#include "congress/preparation/v1/preparation_service.grpc.pb.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"
#include "platform/civil/civil.h"
#include "platform/rpc/client.h"
#include "platform/status/strings.h"
#include "services/preparation/install.h"
#include "tests/support/test_service.h"

namespace congress::preparation {
namespace {

using absl::StatusCode;
using support::IsOk;
using support::StatusIs;
using Stub = v1::PreparationService::StubInterface;

// Delegates d-0 to d-4 on pages of two, of whom d-3 waits in reserve.
class Delegates final : public allocation::v1::DelegateService::Service {
 public:
  grpc::Status ListDelegates(grpc::ServerContext*, const allocation::v1::ListDelegatesRequest* request,
                             allocation::v1::ListDelegatesResponse* response) override {
    if (down) return {grpc::StatusCode::UNAVAILABLE, ""};
    const int first = request->page_token().empty() ? 0 : std::stoi(request->page_token());
    for (int i = first; i < std::min(first + 2, 5); ++i) {
      allocation::v1::Delegate& delegate = *response->add_delegates();
      delegate.set_person(StrCat("persons/p-", i));
      delegate.set_state(i == 3 ? allocation::v1::Delegate::IN_RESERVE : allocation::v1::Delegate::SEATED);
    }
    if (first + 2 < 5) response->set_next_page_token(StrCat(first + 2));
    return grpc::Status::OK;
  }
  bool down = false;
};

class Structures final : public dossiers::v1::StructureService::Service {
 public:
  grpc::Status CountPersonnel(grpc::ServerContext*, const dossiers::v1::CountPersonnelRequest* request,
                              dossiers::v1::Structure* response) override {
    asked = *request;
    response->set_total(request->persons_size());
    response->set_women(2);
    return grpc::Status::OK;
  }
  dossiers::v1::CountPersonnelRequest asked;
};

class DelegateStructureTest : public ::testing::Test {
 protected:
  DelegateStructureTest()
      : allocation_(ServerOf(delegates_)),
        dossiers_(ServerOf(structures_)),
        service_(Service(),
                 {{"allocation", allocation_->InProcessChannel({})}, {"dossiers", dossiers_->InProcessChannel({})}}),
        stub_(v1::PreparationService::NewStub(service_.channel())) {
    v1::CreateCongressRequest create;
    create.set_congress_id("x");
    v1::Congress& congress = *create.mutable_congress();
    congress.set_organisation("organisations/province");
    congress.set_display_name("Đại hội thử nghiệm");
    congress.set_level(v1::Congress::PROVINCE);
    congress.set_term("2025–2030");
    *congress.mutable_opening_date() = civil::ToDate(absl::CivilDay(2025, 10, 1));
    EXPECT_THAT(rpc::Invoke(static_cast<Stub&>(*stub_), &Stub::CreateCongress, service_.Admin(), create), IsOk());
  }
  ~DelegateStructureTest() override {
    allocation_->Shutdown();
    dossiers_->Shutdown();
  }
  static std::unique_ptr<grpc::Server> ServerOf(grpc::Service& service) {
    grpc::ServerBuilder builder;
    builder.RegisterService(&service);
    return builder.BuildAndStart();
  }
  absl::StatusOr<v1::DelegateStructure> Ask(const v1::GetDelegateStructureRequest& request,
                                            std::unique_ptr<grpc::ClientContext> context = nullptr) {
    if (context == nullptr) context = service_.Admin();
    return rpc::Invoke(static_cast<Stub&>(*stub_), &Stub::GetDelegateStructure, std::move(context), request);
  }

  Delegates delegates_;
  Structures structures_;
  std::unique_ptr<grpc::Server> allocation_;
  std::unique_ptr<grpc::Server> dossiers_;
  support::TestService service_;
  std::unique_ptr<v1::PreparationService::Stub> stub_;
};

v1::GetDelegateStructureRequest About(const std::string& congress) {
  v1::GetDelegateStructureRequest request;
  request.set_name(congress);
  request.add_under_ages(42);
  return request;
}

TEST_F(DelegateStructureTest, WhoHasASeatIsCountedForTheDayOfTheCongress) {
  ASSERT_OK_AND_ASSIGN(const v1::DelegateStructure answer, Ask(About("congresses/x")));
  EXPECT_EQ(answer.structure().total(), 4);
  EXPECT_EQ(answer.structure().women(), 2);
  std::string persons;
  for (const auto& member : structures_.asked.persons()) persons += member.person() + " ";
  EXPECT_EQ(persons, "persons/p-0 persons/p-1 persons/p-2 persons/p-4 ");
  EXPECT_EQ(structures_.asked.organisation(), "organisations/province");
  EXPECT_EQ(structures_.asked.under_ages(0), 42);
  EXPECT_EQ(structures_.asked.as_of().month(), 10);
  v1::GetDelegateStructureRequest dated = About("congresses/x");
  *dated.mutable_as_of() = civil::ToDate(absl::CivilDay(2025, 9, 1));
  ASSERT_THAT(Ask(dated), IsOk());
  EXPECT_EQ(structures_.asked.as_of().month(), 9);
}

TEST_F(DelegateStructureTest, NeedsTheClearanceAndTheCongress) {
  EXPECT_THAT(Ask(About("congresses/none")), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(
      Ask(About("congresses/x"), service_.As("secretary", {"secretary@province"}, annotations::v1::GRADE_UNSPECIFIED)),
      StatusIs(StatusCode::kPermissionDenied, "CLEARANCE_MISSING"));
  EXPECT_THAT(Ask(About("congresses/x"), service_.As("reader", {"reader@province"})),
              StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  delegates_.down = true;
  EXPECT_THAT(Ask(About("congresses/x")), StatusIs(StatusCode::kUnavailable, "PEER_UNAVAILABLE"));
}

}  // namespace
}  // namespace congress::preparation

// Papers that are taken over from another dossier of the same person.
#include "services/dossiers/testing/fixture.h"

namespace congress::dossiers {
namespace {

using absl::CivilDay;
using absl::StatusCode;
using annotations::v1::CONFIDENTIAL;
using support::IsOk;
using support::StatusIs;

constexpr std::string_view kNext = "congresses/yy/dossiers/d-2";

class ComponentReuseTest : public Fixture {
 protected:
  ComponentReuseTest() {
    OpenOne();
    MakeNext("d-2", "persons/p-1");
  }
  void MakeNext(std::string_view id, std::string_view person) {
    v1::CreateDossierRequest request = NewDossier(id, person);
    request.set_parent("congresses/yy");
    EXPECT_THAT(Call(&DossierStub::CreateDossier, request), IsOk());
  }
  v1::Component Attached(std::string_view item, CivilDay issued = CivilDay(2025, 6, 1)) {
    const auto paper = Call(&DossierStub::AttachComponent, NewPaper(item, issued), As(kClerk));
    EXPECT_THAT(paper, IsOk());
    return *paper;
  }
  static v1::AttachComponentRequest TakingOver(const v1::Component& paper, std::string_view item,
                                               std::string_view dossier = kNext) {
    v1::AttachComponentRequest request;
    request.set_name(std::string(dossier));
    request.mutable_attachment()->set_item_id(std::string(item));
    request.mutable_attachment()->set_reuse_of(paper.name());
    return request;
  }
  absl::StatusOr<v1::Component> Reuse(const v1::AttachComponentRequest& request, Context context = nullptr) {
    if (context == nullptr) context = As(kClerk);
    return Call(&DossierStub::AttachComponent, request, std::move(context));
  }
};

TEST_F(ComponentReuseTest, TakesThePaperOverAsItIs) {
  const v1::Component paper = Attached("health-certificate");
  ASSERT_OK_AND_ASSIGN(const v1::Component taken, Reuse(TakingOver(paper, "health-certificate")));
  EXPECT_EQ(taken.reuse_of(), paper.name());
  EXPECT_EQ(taken.sensitive_document().SerializeAsString(), paper.sensitive_document().SerializeAsString());
  EXPECT_EQ(taken.issued_date().SerializeAsString(), paper.issued_date().SerializeAsString());
  EXPECT_TRUE(taken.name().starts_with(kNext));
  v1::BatchAttachComponentsRequest batch;
  v1::DossierAttachments& one = *batch.add_dossiers();
  one.set_dossier(std::string(kNext));
  *one.add_attachments() = TakingOver(Attached("application"), "application").attachment();
  EXPECT_THAT(Call(&DossierStub::BatchAttachComponents, batch, As(kClerk)), IsOk());
}

TEST_F(ComponentReuseTest, IsRefusedForAnotherPersonALowerGradeAndWhatItSaysItself) {
  const auto invalid = StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID");
  const v1::Component paper = Attached("health-certificate");
  EXPECT_THAT(Reuse(TakingOver(paper, "application")), invalid) << "more people would see it";
  v1::AttachComponentRequest twice = TakingOver(paper, "health-certificate");
  *twice.mutable_attachment()->mutable_document() = paper.sensitive_document();
  EXPECT_THAT(Reuse(twice), invalid);
  v1::AttachComponentRequest neither = TakingOver(paper, "health-certificate");
  neither.mutable_attachment()->clear_reuse_of();
  EXPECT_THAT(Reuse(neither), invalid);
  EXPECT_THAT(Reuse(TakingOver(paper, "unknown")), StatusIs(StatusCode::kInvalidArgument, "ITEM_UNKNOWN"));
  MakePerson("p-2", "Trần Văn Thử");
  MakeNext("d-3", "persons/p-2");
  EXPECT_THAT(Reuse(TakingOver(paper, "health-certificate", "congresses/yy/dossiers/d-3")), invalid);
}

TEST_F(ComponentReuseTest, IsRefusedForWhatIsWithdrawnExpiredOrHidden) {
  const v1::Component paper = Attached("health-certificate");
  const v1::AttachComponentRequest request = TakingOver(paper, "health-certificate");
  EXPECT_THAT(Reuse(request, As(kClerk, CONFIDENTIAL)), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"))
      << "above the clearance it does not exist";
  service_.SetNow(sample::Noon(CivilDay(2025, 12, 2)));
  const auto expired = StatusIs(StatusCode::kFailedPrecondition, "COMPONENT_EXPIRED");
  EXPECT_THAT(Reuse(request), expired);
  v1::BatchAttachComponentsRequest batch;
  v1::DossierAttachments& one = *batch.add_dossiers();
  one.set_dossier(std::string(kNext));
  *one.add_attachments() = request.attachment();
  EXPECT_THAT(Call(&DossierStub::BatchAttachComponents, batch, As(kClerk)), expired);
  service_.SetNow(sample::Noon(kToday));
  v1::WithdrawComponentRequest withdraw;
  withdraw.set_name(paper.name());
  withdraw.set_reason("nộp nhầm");
  ASSERT_THAT(Call(&DossierStub::WithdrawComponent, withdraw, As(kClerk)), IsOk());
  EXPECT_THAT(Reuse(request), StatusIs(StatusCode::kFailedPrecondition, "COMPONENT_NOT_LIVE"));
}

}  // namespace
}  // namespace congress::dossiers

#include "services/dossiers/testing/fixture.h"

namespace congress::dossiers {
namespace {

using absl::CivilDay;
using absl::StatusCode;
using annotations::v1::CONFIDENTIAL;
using support::IsOk;
using support::StatusIs;

class DossierBatchTest : public Fixture {};

TEST_F(DossierBatchTest, OpensManyOrNone) {
  MakeTemplate();
  v1::BatchCreatePersonsRequest persons;
  v1::BatchCreateDossiersRequest request;
  request.set_parent(std::string(kCongress));
  for (int i = 0; i < 1000; ++i) {
    auto* person = persons.add_persons();
    person->set_person_id("p-" + std::to_string(i));
    *person->mutable_person() = NewPerson("x", "Nguyễn Văn Mẫu").person();
    auto* item = request.add_dossiers();
    item->set_dossier_id("unit-16681-d-" + std::to_string(i));
    *item->mutable_dossier() = NewDossier("x", "persons/p-" + std::to_string(i)).dossier();
  }
  ASSERT_THAT(Call(&PersonStub::BatchCreatePersons, persons), IsOk());
  const auto create = [&](Context context, const v1::BatchCreateDossiersRequest& batch) {
    return Call(&DossierStub::BatchCreateDossiers, batch, std::move(context));
  };
  const auto with = [&](auto change) {
    v1::BatchCreateDossiersRequest bad = request;
    change(*bad.mutable_dossiers(999));
    return create(As(kClerk), bad);
  };
  using Item = v1::NewDossier;
  EXPECT_THAT(with([](Item& item) { item.set_dossier_id("unit-16681-d-0"); }),
              StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  EXPECT_THAT(with([](Item& item) { item.mutable_dossier()->set_person("persons/p-0"); }),
              StatusIs(StatusCode::kFailedPrecondition, "DOSSIER_DUPLICATE"));
  EXPECT_THAT(with([](Item& item) { item.mutable_dossier()->set_person("persons/nobody"); }),
              StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(with([](Item& item) { item.mutable_dossier()->set_purpose("other"); }),
              StatusIs(StatusCode::kFailedPrecondition, "TEMPLATE_PURPOSE_MISMATCH"));
  EXPECT_THAT(create(As(kStranger), request), StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  service_.SetNow(sample::Noon(CivilDay(2025, 4, 30)));
  EXPECT_THAT(create(As(kClerk), request), StatusIs(StatusCode::kFailedPrecondition, "TEMPLATE_NOT_EFFECTIVE"));
  service_.SetNow(sample::Noon(kToday));
  v1::BatchCreateDossiersRequest dry = request;
  dry.set_validate_only(true);
  EXPECT_THAT(create(As(kClerk), dry), IsOk());
  v1::ListDossiersRequest list;
  list.set_parent(std::string(kCongress));
  EXPECT_EQ(Call(&DossierStub::ListDossiers, list, As(kClerk))->dossiers_size(), 0);
  request.set_request_id(std::string(kRequestId));
  const auto created = create(As(kClerk), request);
  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(created->dossiers_size(), 1000);
  const auto again = create(As(kClerk), request);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->SerializeAsString(), created->SerializeAsString());
  request.mutable_dossiers()->RemoveLast();
  EXPECT_THAT(create(As(kClerk), request), StatusIs(StatusCode::kInvalidArgument, "REQUEST_ID_REUSED"));
  request.clear_request_id();
  EXPECT_THAT(create(As(kClerk), request), StatusIs(StatusCode::kAlreadyExists, "RESOURCE_EXISTS"));
}

TEST_F(DossierBatchTest, AttachesToManyOrNone) {
  OpenOne();
  MakePerson("p-2", "Trần Văn Thử");
  MakeDossier("unit-16681-d-2", "persons/p-2");
  v1::BatchAttachComponentsRequest request;
  for (const char* name : {"congresses/xx/dossiers/unit-16681-d-1", "congresses/xx/dossiers/unit-16681-d-2"}) {
    auto* one = request.add_dossiers();
    one->set_dossier(name);
    for (const char* id : {"application", "health-certificate"}) *one->add_attachments() = sample::Paper(id, kToday);
  }
  const auto attach = [&](Context context, const v1::BatchAttachComponentsRequest& batch) {
    return Call(&DossierStub::BatchAttachComponents, batch, std::move(context));
  };
  const auto with = [&](auto change) {
    v1::BatchAttachComponentsRequest bad = request;
    change(*bad.mutable_dossiers(1));
    return attach(As(kClerk), bad);
  };
  using Item = v1::DossierAttachments;
  const auto refused = StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID");
  EXPECT_THAT(with([](Item& item) { item.set_dossier("congresses/xx/dossiers/unit-16681-d-1"); }), refused);
  EXPECT_THAT(with([](Item& item) { item.mutable_attachments(1)->mutable_document()->set_file_sha256("x"); }), refused);
  EXPECT_THAT(with([](Item& item) { item.mutable_attachments(1)->set_item_id("diary"); }),
              StatusIs(StatusCode::kInvalidArgument, "ITEM_UNKNOWN"));
  EXPECT_THAT(with([](Item& item) { *item.mutable_attachments(1)->mutable_issued_date() = civil::ToDate(kToday + 1); }),
              StatusIs(StatusCode::kInvalidArgument, "DOCUMENT_ISSUED_LATER"));
  EXPECT_THAT(with([](Item& item) { item.set_dossier("congresses/xx/dossiers/none"); }),
              StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(with([](Item& item) { item.set_etag("999"); }), StatusIs(StatusCode::kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(attach(As(kClerk, CONFIDENTIAL), request), StatusIs(StatusCode::kPermissionDenied, "ITEM_GRADED"));
  EXPECT_THAT(attach(As(kReviewer), request), StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(attach(As(kStranger), request), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_TRUE(Papers(As(kClerk))->empty());
  request.set_request_id(std::string(kRequestId));
  ASSERT_OK_AND_ASSIGN(const auto attached, attach(As(kClerk), request));
  ASSERT_EQ(attached.components_size(), 4);
  EXPECT_EQ(attached.components(3).item_id(), "health-certificate");
  ASSERT_THAT(attach(As(kClerk), request), IsOk());
  EXPECT_EQ(Papers(As(kClerk))->size(), 2U) << "the replay attached nothing again";
  request.mutable_dossiers()->RemoveLast();
  EXPECT_THAT(attach(As(kClerk), request), StatusIs(StatusCode::kInvalidArgument, "REQUEST_ID_REUSED"));
  request.clear_request_id();
  AttachAll();
  v1::BatchAttachComponentsRequest renewal;
  renewal.add_dossiers()->set_dossier(std::string(kDossier));
  v1::Attachment& paper = *renewal.mutable_dossiers(0)->add_attachments();
  paper = sample::Paper("application", kToday);
  paper.set_supersedes(attached.components(0).name());
  EXPECT_THAT(attach(As(kClerk), renewal), StatusIs(StatusCode::kFailedPrecondition, "COMPONENT_NOT_LIVE"));
  ASSERT_THAT(Submit(As(kClerk)), IsOk());
  EXPECT_THAT(attach(As(kClerk), request), StatusIs(StatusCode::kFailedPrecondition, "DOSSIER_NOT_OPEN"));
}

}  // namespace
}  // namespace congress::dossiers

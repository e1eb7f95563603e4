#include <algorithm>
#include <array>
#include <thread>

#include "services/dossiers/domain/grades.h"
#include "services/dossiers/testing/fixture.h"

namespace congress::dossiers {
namespace {

using absl::StatusCode;
using support::IsOk;
using support::StatusIs;

constexpr std::string_view kSlot = "congresses/xx/positions/unit-16681-member";

class PositionServiceTest : public Fixture {
 protected:
  using Slot = absl::StatusOr<v1::PositionSlot>;

  static v1::CreatePositionSlotRequest NewSlot(std::string_view id, int norm) {
    v1::CreatePositionSlotRequest request;
    request.set_parent(std::string(kCongress));
    request.set_position_slot_id(std::string(id));
    request.mutable_position_slot()->set_organisation(std::string(sample::kUnit));
    request.mutable_position_slot()->set_display_name("Ủy viên Ban Thường vụ");
    request.mutable_position_slot()->set_norm(norm);
    return request;
  }
  Slot Create(Context context, const v1::CreatePositionSlotRequest& request) {
    return Call(&PositionStub::CreatePositionSlot, request, std::move(context));
  }
  Slot GetSlot(Context context) {
    v1::GetPositionSlotRequest request;
    request.set_name(std::string(kSlot));
    return Call(&PositionStub::GetPositionSlot, request, std::move(context));
  }
  template <class Request>
  static Request Named(std::string_view person, std::string_view etag = "", std::string_view request_id = "") {
    Request request;
    request.set_name(std::string(kSlot));
    request.set_person(std::string(person));
    request.set_etag(std::string(etag));
    request.set_request_id(std::string(request_id));
    return request;
  }
  Slot Propose(Context context, std::string_view person) {
    return Call(&PositionStub::ProposePositionSlot, Named<v1::ProposePositionSlotRequest>(person), std::move(context));
  }
  Slot Withdraw(Context context, std::string_view person) {
    return Call(&PositionStub::WithdrawPositionSlot, Named<v1::WithdrawPositionSlotRequest>(person),
                std::move(context));
  }
  static v1::FillPositionSlotRequest Filling(std::string_view person, std::string_view etag = "",
                                             std::string_view request_id = "") {
    v1::FillPositionSlotRequest request = NewTenure(kSlot, person);
    request.set_etag(std::string(etag));
    request.set_request_id(std::string(request_id));
    return request;
  }
  static v1::VacatePositionSlotRequest Vacating(std::string_view person, std::string_view etag = "",
                                                std::string_view request_id = "") {
    v1::VacatePositionSlotRequest request = NewEnd(kSlot, person);
    request.set_etag(std::string(etag));
    request.set_request_id(std::string(request_id));
    return request;
  }
  absl::StatusOr<v1::Tenure> Fill(Context context, const v1::FillPositionSlotRequest& request) {
    return Call(&PositionStub::FillPositionSlot, request, std::move(context));
  }
  absl::StatusOr<v1::Tenure> Fill(Context context, std::string_view person) {
    return Fill(std::move(context), Filling(person));
  }
  absl::StatusOr<v1::Tenure> Vacate(Context context, std::string_view person) {
    return Call(&PositionStub::VacatePositionSlot, Vacating(person), std::move(context));
  }
  Slot Update(Context context, const v1::PositionSlot& slot, const std::vector<std::string>& mask = {}) {
    v1::UpdatePositionSlotRequest request;
    *request.mutable_position_slot() = slot;
    for (const std::string& path : mask) request.mutable_update_mask()->add_paths(path);
    return Call(&PositionStub::UpdatePositionSlot, request, std::move(context));
  }
};

TEST_F(PositionServiceTest, IsMadeByItsOrganisation) {
  ASSERT_OK_AND_ASSIGN(const v1::PositionSlot slot, Create(As(kClerk), NewSlot("unit-16681-member", 3)));
  EXPECT_EQ(slot.name(), kSlot);
  EXPECT_EQ(slot.vacant_count(), 3);
  EXPECT_THAT(Create(As(kClerk), NewSlot("unit-16681-member", 3)),
              StatusIs(StatusCode::kAlreadyExists, "RESOURCE_EXISTS"));
  const auto refused = StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING");
  EXPECT_THAT(Create(As(kReviewer), NewSlot("unit-16681-other", 3)), refused);
  EXPECT_THAT(Create(As(kStranger), NewSlot("unit-16681-other", 3)), refused);
  EXPECT_THAT(GetSlot(As(kReviewer)), IsOk());
  EXPECT_THAT(GetSlot(As(kReader)), refused);
}

TEST_F(PositionServiceTest, RefusesBadInput) {
  const auto with = [&](auto change) {
    v1::CreatePositionSlotRequest request = NewSlot("unit-16681-member", 3);
    change(request);
    return Create(As(kClerk), request);
  };
  using Request = v1::CreatePositionSlotRequest;
  const auto refused = StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID");
  EXPECT_THAT(with([](Request& r) { r.mutable_position_slot()->set_norm(-1); }), refused);
  EXPECT_THAT(with([](Request& r) { r.mutable_position_slot()->set_norm(1001); }), refused);
  EXPECT_THAT(with([](Request& r) { r.mutable_position_slot()->clear_display_name(); }), refused);
  EXPECT_THAT(with([](Request& r) { r.mutable_position_slot()->clear_organisation(); }), refused);
  EXPECT_THAT(with([](Request& r) { r.set_position_slot_id("1"); }), refused);
  EXPECT_THAT(with([](Request& r) { r.clear_parent(); }), refused);
  EXPECT_THAT(Update(As(kClerk), v1::PositionSlot()), refused);
  EXPECT_THAT(Propose(As(kClerk), "people/p-1"), refused);
  EXPECT_THAT(Fill(As(kOwner), ""), refused);
  EXPECT_THAT(Vacate(As(kOwner), ""), refused);
  v1::GetPositionSlotRequest get;
  EXPECT_THAT(Call(&PositionStub::GetPositionSlot, get, As(kClerk)), refused);
}

TEST_F(PositionServiceTest, CreatesManyOrNone) {
  v1::BatchCreatePositionSlotsRequest request;
  request.set_parent(std::string(kCongress));
  for (int i = 0; i < 130; ++i) {
    auto* item = request.add_position_slots();
    item->set_position_slot_id("unit-16681-member-" + std::to_string(i));
    *item->mutable_position_slot() = NewSlot("unit-16681-x", 9).position_slot();
  }
  const auto create = [&](Context context, const v1::BatchCreatePositionSlotsRequest& batch) {
    return Call(&PositionStub::BatchCreatePositionSlots, batch, std::move(context));
  };
  v1::BatchCreatePositionSlotsRequest bad = request;
  bad.mutable_position_slots(129)->set_position_slot_id("unit-16681-member-0");
  EXPECT_THAT(create(As(kClerk), bad), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  bad = request;
  bad.mutable_position_slots(129)->mutable_position_slot()->clear_display_name();
  EXPECT_THAT(create(As(kClerk), bad), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  EXPECT_THAT(create(As(kStranger), request), StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  v1::ListPositionSlotsRequest list;
  list.set_parent(std::string(kCongress));
  EXPECT_EQ(Call(&PositionStub::ListPositionSlots, list, As(kClerk))->position_slots_size(), 0);
  request.set_request_id(std::string(kRequestId));
  ASSERT_THAT(create(As(kClerk), request), IsOk());
  EXPECT_THAT(create(As(kClerk), request), IsOk());
  request.mutable_position_slots()->RemoveLast();
  EXPECT_THAT(create(As(kClerk), request), StatusIs(StatusCode::kInvalidArgument, "REQUEST_ID_REUSED"));
  request.clear_request_id();
  EXPECT_THAT(create(As(kClerk), request), StatusIs(StatusCode::kAlreadyExists, "RESOURCE_EXISTS"));
}

TEST_F(PositionServiceTest, CountsFilledAndVacant) {
  ASSERT_THAT(Create(As(kClerk), NewSlot("unit-16681-member", 1)), IsOk());
  MakePerson("p-1", "Nguyễn Thị Mẫu");
  MakePerson("p-2", "Trần Văn Thử");
  EXPECT_THAT(Propose(As(kClerk), "persons/nobody"), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  ASSERT_THAT(Propose(As(kClerk), "persons/p-1"), IsOk());
  EXPECT_THAT(Propose(As(kClerk), "persons/p-1"), StatusIs(StatusCode::kFailedPrecondition, "POSITION_PERSON_PRESENT"));
  ASSERT_OK_AND_ASSIGN(v1::PositionSlot slot, Propose(As(kClerk), "persons/p-2"));
  EXPECT_EQ(slot.candidates_size(), 2);
  ASSERT_THAT(Fill(As(kOwner), "persons/p-1"), IsOk());
  ASSERT_OK_AND_ASSIGN(slot, GetSlot(As(kClerk)));
  EXPECT_EQ(slot.filled_count(), 1);
  EXPECT_EQ(slot.vacant_count(), 0);
  EXPECT_THAT(Fill(As(kOwner), "persons/p-2"), StatusIs(StatusCode::kFailedPrecondition, "POSITION_FULL"));
  ASSERT_THAT(Vacate(As(kOwner), "persons/p-1"), IsOk());
  ASSERT_OK_AND_ASSIGN(slot, GetSlot(As(kClerk)));
  EXPECT_EQ(slot.vacant_count(), 1);
  EXPECT_THAT(Vacate(As(kOwner), "persons/p-1"), StatusIs(StatusCode::kFailedPrecondition, "POSITION_PERSON_ABSENT"));
  ASSERT_OK_AND_ASSIGN(slot, Withdraw(As(kClerk), "persons/p-2"));
  EXPECT_EQ(slot.candidates_size(), 0);
  EXPECT_THAT(Withdraw(As(kClerk), "persons/p-2"),
              StatusIs(StatusCode::kFailedPrecondition, "POSITION_PERSON_NOT_PROPOSED"));
}

// Who is proposed is told to nobody without the clearance: neither by name nor by number.
TEST_F(PositionServiceTest, HidesCandidates) {
  ASSERT_THAT(Create(As(kClerk), NewSlot("unit-16681-member", 1)), IsOk());
  MakePerson("p-1", "Nguyễn Thị Mẫu");
  ASSERT_THAT(Propose(As(kClerk), "persons/p-1"), IsOk());
  ASSERT_OK_AND_ASSIGN(const v1::PositionSlot slot, GetSlot(As(kClerk, annotations::v1::PERSONAL)));
  EXPECT_EQ(slot.candidates_size(), 0);
  const auto uncleared = StatusIs(StatusCode::kPermissionDenied, "CLEARANCE_MISSING");
  EXPECT_THAT(Propose(As(kClerk, annotations::v1::PERSONAL), "persons/p-1"), uncleared);
  EXPECT_THAT(Withdraw(As(kClerk, annotations::v1::PERSONAL), "persons/p-1"), uncleared);
  EXPECT_THAT(Fill(As(kOwner, annotations::v1::PERSONAL), "persons/p-1"), uncleared);
}

// The last place is given once, however many ask at the same time.
TEST_F(PositionServiceTest, FillsTheLastPlaceOnce) {
  ASSERT_THAT(Create(As(kClerk), NewSlot("unit-16681-member", 1)), IsOk());
  std::array<absl::Status, 4> outcomes;
  for (size_t i = 0; i < outcomes.size(); ++i) {
    MakePerson("p-" + std::to_string(i), "Nguyễn Văn Mẫu");
    ASSERT_THAT(Propose(As(kClerk), "persons/p-" + std::to_string(i)), IsOk());
  }
  std::vector<std::jthread> threads;
  for (size_t i = 0; i < outcomes.size(); ++i) {
    threads.emplace_back([&, i, context = As(kOwner)]() mutable {
      outcomes[i] = Fill(std::move(context), "persons/p-" + std::to_string(i)).status();
    });
  }
  threads.clear();
  EXPECT_EQ(std::count_if(outcomes.begin(), outcomes.end(), [](const auto& status) { return status.ok(); }), 1);
  ASSERT_OK_AND_ASSIGN(const v1::PositionSlot slot, GetSlot(As(kClerk)));
  EXPECT_EQ(slot.filled_count(), 1);
}

TEST_F(PositionServiceTest, UpdatesTitleAndNormButNeverBelowTheHolders) {
  ASSERT_OK_AND_ASSIGN(v1::PositionSlot slot, Create(As(kClerk), NewSlot("unit-16681-member", 2)));
  MakePerson("p-1", "Nguyễn Thị Mẫu");
  ASSERT_THAT(Propose(As(kClerk), "persons/p-1"), IsOk());
  ASSERT_THAT(Fill(As(kOwner), "persons/p-1"), IsOk());
  slot.set_norm(3);
  EXPECT_THAT(Update(As(kClerk), slot), StatusIs(StatusCode::kAborted, "ETAG_MISMATCH"));
  slot.clear_etag();
  ASSERT_OK_AND_ASSIGN(v1::PositionSlot updated, Update(As(kClerk), slot));
  EXPECT_EQ(updated.vacant_count(), 2);
  EXPECT_EQ(updated.filled_count(), 1);
  updated.set_norm(0);
  EXPECT_THAT(Update(As(kClerk), updated, {"norm"}),
              StatusIs(StatusCode::kFailedPrecondition, "POSITION_NORM_TOO_LOW"));
  v1::PositionSlot moved = updated;
  moved.set_organisation("organisations/unit-2");
  EXPECT_THAT(Update(As(kClerk), moved, {"organisation"}), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  EXPECT_THAT(Update(As(kReviewer), updated, {"norm"}), StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
}

TEST_F(PositionServiceTest, IsHiddenFromOtherOrganisations) {
  ASSERT_OK_AND_ASSIGN(const v1::PositionSlot slot, Create(As(kClerk), NewSlot("unit-16681-member", 2)));
  const auto hidden = StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND");
  EXPECT_THAT(GetSlot(As(kStranger)), hidden);
  EXPECT_THAT(Update(As(kStranger), slot), hidden);
  EXPECT_THAT(Propose(As(kStranger), "persons/p-1"), hidden);
  EXPECT_THAT(Fill(As(kStranger), "persons/p-1"), hidden);
  EXPECT_THAT(Vacate(As(kStranger), "persons/p-1"), hidden);
}

TEST_F(PositionServiceTest, NeedsThePermissionOfEachVerb) {
  ASSERT_THAT(Create(As(kClerk), NewSlot("unit-16681-member", 2)), IsOk());
  const auto refused = StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING");
  EXPECT_THAT(Propose(As(kReviewer), "persons/p-1"), refused);
  EXPECT_THAT(Fill(As(kReviewer), "persons/p-1"), refused);
  EXPECT_THAT(Vacate(As(kReviewer), "persons/p-1"), refused);
}

TEST_F(PositionServiceTest, ChecksEtagsAndReplaysEveryVerb) {
  ASSERT_THAT(Create(As(kClerk), NewSlot("unit-16681-member", 2)), IsOk());
  MakePerson("p-1", "Nguyễn Thị Mẫu");
  const auto verb = [&](auto method, auto request_of) {
    EXPECT_THAT(Call(method, request_of("persons/p-1", "1", ""), As(kOwner)),
                StatusIs(StatusCode::kAborted, "ETAG_MISMATCH"));
    auto once = Call(method, request_of("persons/p-1", "", kRequestId), As(kOwner));
    const auto again = Call(method, request_of("persons/p-1", "", kRequestId), As(kOwner));
    ASSERT_THAT(once, IsOk());
    ASSERT_THAT(again, IsOk());
    ClearGraded(&*once);  // Nothing graded is kept for a replay.
    EXPECT_EQ(once->SerializeAsString(), again->SerializeAsString());
    EXPECT_THAT(Call(method, request_of("persons/p-2", "", kRequestId), As(kOwner)),
                StatusIs(StatusCode::kInvalidArgument, "REQUEST_ID_REUSED"));
  };
  // The slot is revision 1; the person moves the sequence on, and proposing the slot's revision.
  ASSERT_THAT(Update(As(kClerk),
                     [&] {
                       v1::PositionSlot slot = *GetSlot(As(kClerk));
                       slot.set_norm(3);
                       return slot;
                     }()),
              IsOk());
  verb(&PositionStub::ProposePositionSlot, Named<v1::ProposePositionSlotRequest>);
  verb(&PositionStub::WithdrawPositionSlot, Named<v1::WithdrawPositionSlotRequest>);
  verb(&PositionStub::FillPositionSlot, Filling);
  verb(&PositionStub::VacatePositionSlot, Vacating);
}

TEST_F(PositionServiceTest, RefusesAnotherRequestUnderAUsedId) {
  const auto reused = StatusIs(StatusCode::kInvalidArgument, "REQUEST_ID_REUSED");
  v1::CreatePositionSlotRequest create = NewSlot("unit-16681-member", 2);
  create.set_request_id(std::string(kRequestId));
  ASSERT_THAT(Create(As(kClerk), create), IsOk());
  ASSERT_THAT(Create(As(kClerk), create), IsOk());
  create.mutable_position_slot()->set_norm(3);
  EXPECT_THAT(Create(As(kClerk), create), reused);
  v1::UpdatePositionSlotRequest update;
  update.mutable_position_slot()->set_name(std::string(kSlot));
  update.mutable_position_slot()->set_norm(3);
  update.set_request_id(std::string(kRequestId));
  ASSERT_THAT(Call(&PositionStub::UpdatePositionSlot, update, As(kClerk)), IsOk());
  update.mutable_position_slot()->set_norm(4);
  EXPECT_THAT(Call(&PositionStub::UpdatePositionSlot, update, As(kClerk)), reused);
}

TEST_F(PositionServiceTest, ListsByOrganisationAndVacancy) {
  ASSERT_THAT(Create(As(kClerk), NewSlot("unit-16681-a", 0)), IsOk());
  ASSERT_THAT(Create(As(kClerk), NewSlot("unit-16681-b", 1)), IsOk());
  ASSERT_THAT(Create(As(kClerk), NewSlot("unit-16681-c", 1)), IsOk());
  v1::ListPositionSlotsRequest request;
  request.set_parent(std::string(kCongress));
  const auto count = [&](Context context) {
    const auto listed = Call(&PositionStub::ListPositionSlots, request, std::move(context));
    EXPECT_THAT(listed, IsOk());
    return listed->position_slots_size();
  };
  EXPECT_EQ(count(As(kClerk)), 3);
  EXPECT_EQ(count(As(kStranger)), 0);
  request.set_vacant_only(true);
  EXPECT_EQ(count(As(kClerk)), 2);
  request.set_organisation("organisations/unit-2");
  EXPECT_EQ(count(service_.Admin()), 0);
  request.clear_organisation();
  request.set_page_size(1);
  EXPECT_EQ(count(As(kClerk)), 1);
  request.set_page_token("damaged");
  EXPECT_THAT(Call(&PositionStub::ListPositionSlots, request, As(kClerk)),
              StatusIs(StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"));
  request.set_page_size(-1);
  EXPECT_THAT(Call(&PositionStub::ListPositionSlots, request, As(kClerk)),
              StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
}

}  // namespace
}  // namespace congress::dossiers

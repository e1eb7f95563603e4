#include "absl/strings/str_format.h"
#include "cli/demo/chance.h"
#include "cli/demo/invent.h"
#include "cli/demo/steps.h"
#include "congress/allocation/v1/delegate_service.grpc.pb.h"
#include "congress/dossiers/v1/person_service.grpc.pb.h"
#include "platform/status/strings.h"

namespace congress::cli::demo {
namespace {

using Delegates = allocation::v1::DelegateService;
using People = dossiers::v1::PersonService;

constexpr size_t kDelegatesAtOnce = 100;

// Every seat of the plan, in its order: those ex officio, those of the organisations, those beside them.
std::vector<Seat> SeatsOf(const Work& work) {
  const Persons& persons = work.province().persons();
  std::vector<Seat> seats;
  const auto add = [&](int64_t count, std::string_view prefix, const std::string& organisation,
                       allocation::v1::Origin origin, auto position) {
    for (int64_t i = 1; i <= count; ++i) {
      std::string id = absl::StrFormat("%s-%03d", std::string(prefix), i);
      std::string title = position(id);
      const bool head = i == 1 && organisation != work.plan.organisation();
      seats.push_back({std::move(id), organisation, origin, std::move(title), head});
    }
  };
  add(work.plan.totals().ex_officio(), "ex-officio", work.plan.organisation(), allocation::v1::EX_OFFICIO,
      [&](const std::string&) { return persons.ex_officio_position(); });
  int place = 0;
  for (const auto& line : work.plan.lines()) {
    add(line.seats(), absl::StrFormat("%04d", ++place), line.organisation(), line.origin(), [&](const std::string& id) {
      return Chance(work.province().seed(), StrCat("position/", id)).OneOf(persons.positions());
    });
  }
  add(work.plan.rule().appointed_count(), "appointed", work.plan.organisation(), allocation::v1::APPOINTED,
      [&](const std::string&) { return persons.appointed_position(); });
  return seats;
}

allocation::v1::Delegate DelegateOn(const Work& work, const Seat& seat) {
  allocation::v1::Delegate delegate;
  delegate.set_organisation(seat.organisation);
  delegate.set_person(seat.person());
  delegate.set_plan(work.plan.name());
  delegate.set_origin(seat.origin);
  return delegate;
}

absl::Status RecordPersons(Work& work) {
  const auto stub = People::NewStub(work.preparer.channel());
  return InBatches(
      work, "7. Persons", work.seats, kDelegatesAtOnce, [&](size_t number, const std::vector<Seat>& batch) {
        dossiers::v1::BatchCreatePersonsRequest request;
        for (const Seat& seat : batch) {
          auto& entry = *request.add_persons();
          entry.set_person_id(StrCat("person-", seat.id));
          *entry.mutable_person() = InventPerson(work.province(), entry.person_id(), seat.organisation, seat.position);
        }
        return work.preparer
            .Change(StrCat("persons/", number), *stub, &People::StubInterface::BatchCreatePersons, request)
            .status();
      });
}

absl::Status FillSeats(Work& work, Delegates::Stub& stub) {
  return InBatches(
      work, "7. Delegates", work.seats, kDelegatesAtOnce, [&](size_t number, const std::vector<Seat>& batch) {
        allocation::v1::BatchCreateDelegatesRequest request;
        request.set_parent(work.congress());
        for (const Seat& seat : batch) {
          auto& entry = *request.add_entries();
          entry.set_delegate_id(StrCat("delegate-", seat.id));
          *entry.mutable_delegate() = DelegateOn(work, seat);
        }
        return work.preparer
            .Change(StrCat("delegates/", number), stub, &Delegates::StubInterface::BatchCreateDelegates, request)
            .status();
      });
}

// Shows that a full quota holds.
absl::Status TryOneTooMany(Work& work, Delegates::Stub& stub) {
  const auto& line = work.plan.lines(0);
  allocation::v1::CreateDelegateRequest request;
  request.set_parent(work.congress());
  request.set_delegate_id("delegate-one-too-many");
  *request.mutable_delegate() = DelegateOn(work, {"one-too-many", line.organisation(), line.origin(), ""});
  const absl::Status status =
      work.preparer.Try("one-too-many", stub, &Delegates::StubInterface::CreateDelegate, request).status();
  if (status::ReasonOf(status) == "QUOTA_EXCEEDED") {
    work.progress.Tell("   One more for %s is refused: %s", "   Thêm một đại biểu của %s bị từ chối: %s",
                       line.display_name(), status::SentenceOf(status));
    return absl::OkStatus();
  }
  if (!status.ok()) return status;
  return absl::FailedPreconditionError(StrCat("a delegate was recorded beyond the quota of ", line.display_name()));
}

}  // namespace

absl::Status RecordDelegates(Work& work) {
  work.seats = SeatsOf(work);
  RETURN_IF_ERROR(RecordPersons(work));
  const auto stub = Delegates::NewStub(work.preparer.channel());
  RETURN_IF_ERROR(FillSeats(work, *stub));
  work.progress.Tell("7. Recorded %d delegates, all invented", "7. Đã ghi %d đại biểu, đều là nhân vật giả định",
                     work.seats.size());
  return TryOneTooMany(work, *stub);
}

}  // namespace congress::cli::demo

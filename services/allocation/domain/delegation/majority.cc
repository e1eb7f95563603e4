#include "services/allocation/domain/delegation/majority.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "congress/allocation/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/allocation/domain/delegation/standing.h"
#include "services/allocation/domain/wording.h"

namespace congress::allocation {
namespace {

// Who says so, since when, and how surely that is known. A new regulation is a new row. The first one has no day: it
// holds for whatever was before the second.
struct Regulation {
  std::optional<absl::CivilDay> from;
  const char* citation;
  v1::MajorityBasis::Confidence confidence;
};

const Regulation kRegulations[] = {
    {std::nullopt, "Điều 32 Quy chế bầu cử trong Đảng ban hành kèm theo Quyết định số 244-QĐ/TW",
     v1::MajorityBasis::HIGH},
    {absl::CivilDay(2024, 10, 10),
     "Quy chế bầu cử trong Đảng ban hành kèm theo văn bản số 190-QĐ/TW, cơ bản giữ cách tính tại Điều 32 của Quyết "
     "định số 244-QĐ/TW",
     v1::MajorityBasis::MEDIUM},
};

// Where a delegate stands when votes are counted.
struct Voter {
  bool was_present = false;
  bool recorded = false;
  bool declared_absent = false;
};

Voter VoterOf(const v1::Delegate& delegate, absl::CivilDay day) {
  Voter voter;
  for (const v1::Attendance* record : AttendanceOn(delegate, day)) {
    voter.recorded = true;
    voter.was_present = voter.was_present || record->presence() == v1::Attendance::PRESENT;
    voter.declared_absent = voter.declared_absent || record->presence() == v1::Attendance::ABSENT_THROUGHOUT;
  }
  return voter;
}

// The day of the first session recorded; after `day` when there is none.
absl::CivilDay FirstSession(const Delegations& delegations) {
  absl::CivilDay first = delegations.day + 1;
  for (const auto& delegate : delegations.delegates) {
    for (const v1::Attendance* record : AttendanceOn(delegate, delegations.day)) {
      first = std::min(first, civil::FromDate(record->date()));
    }
  }
  return first;
}

std::vector<std::string> InLines(const v1::GetMajorityBaseResponse& base) {
  std::vector<std::string> lines = {
      StrCat("Số đại biểu chính thức được triệu tập: ", Grouped(base.convened()), "."),
      StrCat("Trừ đại biểu là cấp ủy viên cấp triệu tập vắng mặt suốt thời gian đại hội: ",
             Grouped(base.committee_absent()), "."),
      StrCat("Trừ đại biểu chính thức khác vắng mặt suốt thời gian đại hội, không có đại biểu dự khuyết thay thế: ",
             Grouped(base.delegates_absent()), "."),
      StrCat("Số đại biểu làm căn cứ tính kết quả bầu cử: ", Grouped(base.convened()), " − ",
             Grouped(base.committee_absent()), " − ", Grouped(base.delegates_absent()), " = ", Grouped(base.base()),
             "."),
      StrCat("Trúng cử phải được số phiếu đồng ý quá một nửa của ", Grouped(base.base()), ", tức ít nhất ",
             Grouped(base.least_votes()), " phiếu."),
      StrCat("Căn cứ: ", base.basis().citation(), "."),
  };
  if (base.absent_undeclared() > 0) {
    lines.push_back(StrCat("Lưu ý: ", Grouped(base.absent_undeclared()),
                           " đại biểu vắng mặt ở mọi phiên đã ghi nhận nhưng chưa được ghi là vắng mặt suốt thời gian "
                           "đại hội, nên chưa được trừ."));
  }
  if (base.not_convened() > 0) {
    lines.push_back(StrCat("Lưu ý: ", Grouped(base.not_convened()),
                           " đại biểu chính thức chưa được ghi nhận triệu tập, nên không được tính."));
  }
  return lines;
}

}  // namespace

v1::MajorityBasis MajorityBasisOn(absl::CivilDay day) {
  const Regulation* last = std::begin(kRegulations);
  for (const Regulation& regulation : kRegulations) {
    if (!regulation.from.has_value() || *regulation.from <= day) last = &regulation;
  }
  v1::MajorityBasis basis;
  basis.set_citation(last->citation);
  if (last->from.has_value()) *basis.mutable_effective_from() = civil::ToDate(*last->from);
  basis.set_confidence(last->confidence);
  return basis;
}

absl::StatusOr<v1::GetMajorityBaseResponse> ReckonMajority(const Delegations& delegations) {
  v1::GetMajorityBaseResponse base;
  const Summons summons(delegations);
  const absl::CivilDay first_session = FirstSession(delegations);
  for (const auto& delegate : delegations.delegates) {
    const v1::Delegate::State state = StateOn(delegate, delegations.day);
    const bool left_later = state == v1::Delegate::WITHDRAWN && delegate.origin() != v1::RESERVE &&
                            civil::FromDate(delegate.end().date()) > first_session;
    if (state != v1::Delegate::SEATED && !left_later) continue;
    if (!summons.Reached(delegate)) {
      if (state == v1::Delegate::SEATED) base.set_not_convened(base.not_convened() + 1);
      continue;
    }
    base.set_convened(base.convened() + 1);
    const Voter voter = VoterOf(delegate, delegations.day);
    if (voter.was_present) continue;
    if (!voter.declared_absent && !left_later) {
      if (voter.recorded) base.set_absent_undeclared(base.absent_undeclared() + 1);
    } else if (delegate.origin() == v1::EX_OFFICIO) {
      base.set_committee_absent(base.committee_absent() + 1);
    } else {
      base.set_delegates_absent(base.delegates_absent() + 1);
    }
  }
  const int64_t absent = base.committee_absent() + base.delegates_absent();
  base.set_base(base.convened() - absent);
  if (base.base() == 0) {
    status::Metadata metadata = {{"convened", StrCat(base.convened())}, {"absent", StrCat(absent)}};
    if (base.convened() == 0) metadata.emplace_back("cause", "NOBODY");
    return status::FailedPrecondition(v1::MAJORITY_BASE_EMPTY, metadata);
  }
  base.set_least_votes(base.base() / 2 + 1);
  *base.mutable_basis() = MajorityBasisOn(delegations.day);
  for (std::string& line : InLines(base)) base.add_lines(std::move(line));
  return base;
}

}  // namespace congress::allocation

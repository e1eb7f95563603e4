#include "services/drafting/domain/dates.h"

#include <algorithm>

#include "congress/drafting/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/drafting/domain/numbers.h"
#include "services/drafting/domain/printed_number.h"
#include "services/drafting/domain/terms.h"

namespace congress::drafting {
namespace {

constexpr absl::CivilDay kEpoch(1970, 1, 1);

int32_t DaysOf(absl::CivilDay day) { return static_cast<int32_t>(day - kEpoch); }

// The first place whose number is not below.
int PlaceOfNumber(const v1::NumberDates& dates, int64_t number) {
  return static_cast<int>(std::lower_bound(dates.numbers().begin(), dates.numbers().end(), number) -
                          dates.numbers().begin());
}

bool Has(const v1::NumberDates& dates, int place, int64_t number) {
  return place < dates.numbers_size() && dates.numbers(place) == number;
}

}  // namespace

v1::NumberDates DatesOf(const std::string& series, const std::vector<v1::NumberEntry>& entries) {
  v1::NumberDates dates;
  dates.set_name(StrCat(series, "/dates"));
  for (const v1::NumberEntry& entry : entries) {
    if (entry.state() != v1::NumberEntry::ASSIGNED) continue;
    dates.add_numbers(entry.number());
    dates.add_days(DaysOf(civil::FromDate(entry.document_date())));
  }
  return dates;
}

void SetDate(v1::NumberDates* dates, int64_t number, absl::CivilDay day) {
  const int place = PlaceOfNumber(*dates, number);
  if (Has(*dates, place, number)) {
    dates->set_days(place, DaysOf(day));
    return;
  }
  dates->add_numbers(number);
  dates->add_days(DaysOf(day));
  std::rotate(dates->mutable_numbers()->begin() + place, dates->mutable_numbers()->end() - 1,
              dates->mutable_numbers()->end());
  std::rotate(dates->mutable_days()->begin() + place, dates->mutable_days()->end() - 1, dates->mutable_days()->end());
}

void DropDate(v1::NumberDates* dates, int64_t number) {
  const int place = PlaceOfNumber(*dates, number);
  if (!Has(*dates, place, number)) return;
  dates->mutable_numbers()->erase(dates->mutable_numbers()->begin() + place);
  dates->mutable_days()->erase(dates->mutable_days()->begin() + place);
}

std::optional<Disorder> DisorderAt(const v1::NumberDates& dates, int64_t number, absl::CivilDay day) {
  const int place = PlaceOfNumber(dates, number);
  const auto& days = dates.days();
  const auto made = [&](int other, bool before) {
    return Disorder{number, day, dates.numbers(other), kEpoch + dates.days(other), before};
  };
  const auto latest = std::max_element(days.begin(), days.begin() + place);
  if (latest != days.begin() + place && *latest > DaysOf(day)) {
    return made(static_cast<int>(latest - days.begin()), true);
  }
  const auto above = days.begin() + place + (Has(dates, place, number) ? 1 : 0);
  const auto earliest = std::min_element(above, days.end());
  if (earliest != days.end() && *earliest < DaysOf(day)) {
    return made(static_cast<int>(earliest - days.begin()), false);
  }
  return std::nullopt;
}

std::vector<Disorder> Disorders(const v1::NumberDates& dates, size_t most) {
  std::vector<Disorder> disorders;
  int latest = 0;
  for (int i = 1; i < dates.days_size() && disorders.size() < most; ++i) {
    if (dates.days(i) < dates.days(latest)) {
      disorders.push_back(
          {dates.numbers(i), kEpoch + dates.days(i), dates.numbers(latest), kEpoch + dates.days(latest), true});
    } else {
      latest = i;
    }
  }
  return disorders;
}

absl::Status CheckOrder(const v1::NumberSeries& series, const std::optional<Disorder>& disorder) {
  if (!disorder || series.date_order() != v1::NumberSeries::REFUSE) return absl::OkStatus();
  return status::FailedPrecondition(v1::DATE_OUT_OF_SEQUENCE, MetadataOf(*disorder));
}

absl::Status CheckAllInTerm(const v1::NumberSeries& series, const v1::NumberDates& dates) {
  for (int i = 0; i < dates.days_size(); ++i) {
    RETURN_IF_ERROR(CheckInTerm(series, StrCat(dates.numbers(i)), kEpoch + dates.days(i)));
  }
  return absl::OkStatus();
}

v1::NumberFinding FindingOf(const std::string& series, const Disorder& disorder, const status::Teller& tell) {
  v1::NumberFinding finding;
  finding.set_kind(v1::NumberFinding::DATE_OUT_OF_SEQUENCE);
  finding.set_entry(EntryName(series, disorder.number));
  finding.set_text(tell(finding.kind(), MetadataOf(disorder)));
  return finding;
}

std::vector<v1::NumberFinding> FindingsOf(const v1::NumberSeries& series, const std::vector<v1::NumberEntry>& entries,
                                          absl::CivilDay today, const status::Teller& tell) {
  std::vector<v1::NumberFinding> findings;
  for (const Disorder& disorder : Disorders(DatesOf(series.name(), entries), kMostFindings)) {
    findings.push_back(FindingOf(series.name(), disorder, tell));
  }
  for (const v1::NumberEntry& entry : entries) {
    if (entry.state() != v1::NumberEntry::RESERVED) continue;
    if (auto over = TermOver(series, entry.name(), today, tell)) findings.push_back(*std::move(over));
  }
  // Names hold the number in six digits.
  std::sort(findings.begin(), findings.end(),
            [](const v1::NumberFinding& a, const v1::NumberFinding& b) { return a.entry() < b.entry(); });
  if (findings.size() > kMostFindings) findings.resize(kMostFindings);
  return findings;
}

status::Metadata MetadataOf(const Disorder& disorder) {
  return {{"number", TwoDigits(disorder.number)},
          {"date", civil::Format(disorder.date)},
          {"other", TwoDigits(disorder.other)},
          {"other_date", civil::Format(disorder.other_date)},
          {"cause", disorder.before ? "before" : "after"}};
}

}  // namespace congress::drafting

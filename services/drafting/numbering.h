// How a series gives its numbers, whoever asks for them, and where the days of its papers are filed.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "congress/drafting/v1/number_register.pb.h"
#include "congress/drafting/v1/stored.pb.h"
#include "platform/rpc/call.h"
#include "platform/rpc/repository.h"

namespace congress::drafting {

// Nothing is authorised here. Two reservations at once collide on the series' counter, and the Gate repeats one.
class Numbering {
 public:
  // Checks what a number of the series is to be for, before it is reserved for it or assigned to it. What is no
  // document of this service is checked by the form of its name alone. INVALID_ARGUMENT `INTENTION_INVALID`; NOT_FOUND
  // for a document that the caller may not read; FAILED_PRECONDITION `PAPER_NOT_OWN` for one that is not of the series'
  // organisation or of one below it.
  absl::Status CheckIntention(rpc::Call& call, const v1::NumberSeries& series, const std::string& intention) const;
  // The number that the intention has in the series, the newest; none where it was voided or never given.
  absl::StatusOr<std::optional<v1::NumberEntry>> EntryOf(rpc::Call& call, const v1::NumberSeries& series,
                                                         const std::string& intention) const;
  // That number, or the next one. Errors as ReserveNumber.
  absl::StatusOr<v1::NumberEntry> TakeFor(rpc::Call& call, const v1::NumberSeries& series,
                                          const v1::NumberEntry& wish) const;
  // The next one, which is the intention's from now on.
  absl::StatusOr<v1::NumberEntry> TakeNext(rpc::Call& call, const v1::NumberSeries& series,
                                           const v1::NumberEntry& wish) const;
  // A number whose record was lost, for the paper that bears it. FAILED_PRECONDITION `NUMBER_NOT_RESERVED` for another.
  absl::StatusOr<v1::NumberEntry> TakeLost(rpc::Call& call, const v1::NumberSeries& series, const v1::NumberEntry& wish,
                                           const std::string& entry) const;

  // The dates of the series' papers; of a series of an older version they are gathered from its entries.
  absl::StatusOr<v1::NumberDates> LoadDates(rpc::Call& call, const std::string& series) const;
  void PutDates(rpc::Call& call, v1::NumberDates dates) const { dates_.Put(call, std::move(dates)); }
  // Notes the date of a number that has changed beside those of the others, or refuses it; what is to be looked at.
  // FAILED_PRECONDITION `DATE_OUT_OF_SEQUENCE` where the series refuses it.
  absl::StatusOr<std::optional<v1::NumberFinding>> FileDate(rpc::Call& call, const v1::NumberSeries& series,
                                                            bool changed, int64_t number, absl::CivilDay day) const;

 private:
  v1::NumberEntry Keep(rpc::Call& call, const v1::NumberSeries& series, v1::NumberEntry entry) const;
  absl::Status RefuseGiven(rpc::Call& call, const v1::NumberCounter& counter, const v1::NumberEntry& entry) const;

  // Nobody's resources, as kNumberCounters are.
  rpc::Repository<v1::NumberIntention> intentions_{rpc::kUnlisted};
  rpc::Repository<v1::NumberDates> dates_{rpc::kUnlisted};
};
inline const Numbering kNumbering;

}  // namespace congress::drafting

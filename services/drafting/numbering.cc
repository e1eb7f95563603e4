#include "services/drafting/numbering.h"

#include "platform/civil/civil.h"
#include "platform/rpc/records.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "platform/store/failure.h"
#include "services/drafting/domain/dates.h"
#include "services/drafting/domain/issued_paper.h"
#include "services/drafting/domain/numbers.h"
#include "services/drafting/papers.h"
#include "services/drafting/records.h"

namespace congress::drafting {
namespace {

std::string IntentionName(const v1::NumberSeries& series, const std::string& intention) {
  return StrCat(series.name(), "/intentions/", intention);
}

}  // namespace

// DATA_LOSS `RECORD_DAMAGED` where the register is further than its counter: somebody has put back one of its records.
absl::Status Numbering::RefuseGiven(rpc::Call& call, const v1::NumberCounter& counter,
                                    const v1::NumberEntry& entry) const {
  ASSIGN_OR_RETURN(const bool given, kNumberEntries.Exists(call, entry.name()));
  if (!given) return absl::OkStatus();
  // Another call may have given it since the counter was read; then this one conflicts, and runs again.
  const std::string key = rpc::RecordKey("NumberCounter", counter.name());
  ASSIGN_OR_RETURN(const store::Record now, call.store().Get(key));
  v1::NumberCounter known;
  if (!known.ParseFromString(now.value) || known.next() != counter.next()) return absl::OkStatus();
  return store::DamagedRecord(key, "it is behind the entries");
}

absl::Status Numbering::CheckIntention(rpc::Call& call, const v1::NumberSeries& series,
                                       const std::string& intention) const {
  RETURN_IF_ERROR(CheckIntentionName(intention));
  if (!IsDocument(intention)) return absl::OkStatus();
  ASSIGN_OR_RETURN(const v1::Document document, kDocuments.Read(call, intention));
  if (call.IsWithin(document.organisation(), series.organisation())) return absl::OkStatus();
  return PaperNotOwn(intention, series.organisation());
}

absl::StatusOr<std::optional<v1::NumberEntry>> Numbering::EntryOf(rpc::Call& call, const v1::NumberSeries& series,
                                                                  const std::string& intention) const {
  const auto known = intentions_.Load(call, IntentionName(series, intention));
  if (absl::IsNotFound(known.status())) return std::nullopt;
  RETURN_IF_ERROR(known.status());
  ASSIGN_OR_RETURN(v1::NumberEntry entry, kNumberEntries.Load(call, known->entry()));
  if (entry.state() == v1::NumberEntry::VOIDED) return std::nullopt;
  return entry;
}

absl::StatusOr<v1::NumberEntry> Numbering::TakeFor(rpc::Call& call, const v1::NumberSeries& series,
                                                   const v1::NumberEntry& wish) const {
  ASSIGN_OR_RETURN(std::optional<v1::NumberEntry> known, EntryOf(call, series, wish.intention()));
  if (!known.has_value()) return TakeNext(call, series, wish);
  RETURN_IF_ERROR(CheckSameWish(*known, wish));
  return *std::move(known);
}

absl::StatusOr<v1::NumberEntry> Numbering::TakeNext(rpc::Call& call, const v1::NumberSeries& series,
                                                    const v1::NumberEntry& wish) const {
  ASSIGN_OR_RETURN(v1::NumberCounter counter, kNumberCounters.Load(call, StrCat(series.name(), "/counter")));
  if (counter.epoch() != call.store().Epoch()) return Waits(counter, series.name());
  const absl::Time last = counter.has_reserve_time() ? civil::FromTimestamp(counter.reserve_time()) : call.now();
  ASSIGN_OR_RETURN(const absl::Time now, ReserveTime(series, last, call.now()));
  v1::NumberEntry entry = Reserve(series, wish, counter.next(), call.principal().subject, now);
  RETURN_IF_ERROR(RefuseGiven(call, counter, entry));
  counter.set_next(counter.next() + 1);
  *counter.mutable_reserve_time() = entry.reserve_time();
  kNumberCounters.Put(call, std::move(counter));
  call.changes().Expect(rpc::RecordKey("NumberEntry", entry.name()), store::kAbsent);
  return Keep(call, series, std::move(entry));
}

v1::NumberEntry Numbering::Keep(rpc::Call& call, const v1::NumberSeries& series, v1::NumberEntry entry) const {
  v1::NumberIntention intention;
  intention.set_name(IntentionName(series, entry.intention()));
  intention.set_entry(entry.name());
  intentions_.Put(call, std::move(intention));
  return kNumberEntries.Put(call, std::move(entry));
}

absl::StatusOr<v1::NumberEntry> Numbering::TakeLost(rpc::Call& call, const v1::NumberSeries& series,
                                                    const v1::NumberEntry& wish, const std::string& entry) const {
  ASSIGN_OR_RETURN(const v1::NumberEntry lost, kNumberEntries.Load(call, entry));
  if (lost.state() != v1::NumberEntry::LOST) return NotReserved(lost);
  return Keep(call, series, Reserve(series, wish, lost.number(), call.principal().subject, call.now()));
}

absl::StatusOr<v1::NumberDates> Numbering::LoadDates(rpc::Call& call, const std::string& series) const {
  auto known = dates_.Load(call, StrCat(series, "/dates"));
  if (!absl::IsNotFound(known.status())) return known;
  ASSIGN_OR_RETURN(const auto entries, kNumberEntries.LoadAll(call, StrCat(series, "/entries/")));
  return DatesOf(series, entries);
}

absl::StatusOr<std::optional<v1::NumberFinding>> Numbering::FileDate(rpc::Call& call, const v1::NumberSeries& series,
                                                                     bool changed, int64_t number,
                                                                     absl::CivilDay day) const {
  ASSIGN_OR_RETURN(v1::NumberDates dates, LoadDates(call, series.name()));
  const std::optional<Disorder> disorder = DisorderAt(dates, number, day);
  if (changed) {
    RETURN_IF_ERROR(CheckOrder(series, disorder));
    SetDate(&dates, number, day);
    PutDates(call, std::move(dates));
  }
  if (!disorder) return std::nullopt;
  return FindingOf(series.name(), *disorder, status::Teller(call.language()));
}

}  // namespace congress::drafting

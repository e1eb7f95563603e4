#include "services/drafting/domain/numbers.h"

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "congress/drafting/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/text/keys.h"
#include "services/drafting/domain/printed_number.h"
#include "services/drafting/domain/secrecy.h"
#include "services/drafting/domain/symbol.h"

namespace congress::drafting {
namespace {

// A call lasts no longer, and clocks that are kept differ by less.
constexpr absl::Duration kMostBehind = absl::Minutes(5);

// `congresses/xx/documents/political-report`: pairs of segments of unreserved characters.
bool IsResourceName(std::string_view name) {
  const std::vector<std::string> segments = absl::StrSplit(ToAbsl(name), '/');
  return segments.size() % 2 == 0 && std::all_of(segments.begin(), segments.end(), [](const std::string& segment) {
           return !segment.empty() && std::all_of(segment.begin(), segment.end(), [](char c) {
             return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == '.';
           });
         });
}

// Whoever issues together is named once, and not beside itself. `path`: where the request has the title.
absl::Status CheckIssuers(const v1::NumberSeries& series, const v1::NumberEntry& wish, std::string_view path) {
  status::Violations violations;
  std::set<std::string> known = {text::IdentityKey(series.issuer())};
  for (int i = 0; i < wish.joint_issuers_size(); ++i) {
    if (known.insert(text::IdentityKey(wish.joint_issuers(i))).second) continue;
    violations.Add(StrCat(path.substr(0, path.size() - std::string_view("title").size()), "joint_issuers[", i, "]"),
                   status::PlatformFault::REPEATED, {{"value", wish.joint_issuers(i)}});
  }
  return violations.ToStatus();
}

// A state secret is known by number, type, date and holder alone; every other document by its title.
absl::Status CheckTitle(const v1::NumberEntry& wish, std::string_view path) {
  if (!IsClassified(wish.secrecy())) {
    status::Violations violations;
    if (wish.title().empty()) violations.Add(path, status::PlatformFault::REQUIRED);
    return violations.ToStatus();
  }
  if (!wish.title().empty()) return RefuseClassified(wish.secrecy());
  if (wish.holder().empty()) {
    return status::InvalidArgument(v1::HOLDER_MISSING, {{"secrecy", v1::Secrecy_Name(wish.secrecy())}});
  }
  return absl::OkStatus();
}

}  // namespace

std::string EntryName(const std::string& series, int64_t number) {
  return absl::StrFormat("%s/entries/%06d", series, number);
}

v1::NumberEntry EntryAt(const v1::NumberSeries& series, v1::NumberEntry entry, int64_t number, absl::Time now) {
  // Of a lost number of a common series nobody knows the type.
  const std::string& type = entry.document_type().empty() ? "…" : entry.document_type();
  entry.set_name(EntryName(series.name(), number));
  entry.set_organisation(series.organisation());
  entry.set_issuer(series.issuer());
  entry.set_number(number);
  entry.set_formatted(PrintNumber({.number = number, .symbol = type, .issuer = series.issuer_symbol()}));
  *entry.mutable_update_time() = civil::ToTimestamp(now);
  return entry;
}

absl::Status NotReserved(const v1::NumberEntry& entry) {
  return status::FailedPrecondition(v1::NUMBER_NOT_RESERVED, {{"state", v1::NumberEntry::State_Name(entry.state())},
                                                              {"formatted", entry.formatted()}});
}

absl::Status NotAssigned(const v1::NumberEntry& entry) {
  return status::FailedPrecondition(v1::NUMBER_NOT_ASSIGNED, {{"formatted", entry.formatted()},
                                                              {"state", v1::NumberEntry::State_Name(entry.state())}});
}

v1::NumberSeries Canonical(v1::NumberSeries series) {
  series.set_document_type(KnownSymbol(series.document_type(), NumberForm::kParty));
  return series;
}

absl::Status CheckSeries(const v1::NumberSeries& series) {
  RETURN_IF_ERROR(CheckIssuerSymbol(series.issuer_symbol()));
  return series.document_type().empty() ? absl::OkStatus() : CheckTypeSymbol(series.document_type());
}

namespace {

// Whether symbols mean one type: also where one that is in no list was typed without its marks, such as QD for QĐ. ĐA
// and DA are both in the list.
bool IsSameType(const std::string& a, const std::string& b) {
  if (a == b) return true;
  const auto is_known = [](const std::string& symbol) {
    PrintedNumber number;
    number.symbol = KnownSymbol(symbol, NumberForm::kParty);
    return !TypesOf(number).empty();
  };
  return text::SearchKey(a) == text::SearchKey(b) && !(is_known(a) && is_known(b));
}

}  // namespace

std::string TermSeriesName(const v1::NumberSeries& series) {
  // What is printed decides, whoever keeps the register. A key holds no line break, so that two never meet in one name.
  return StrCat("termSeries/", absl::WebSafeBase64Escape(StrCat(text::IdentityKey(series.issuer()), "\n",
                                                                text::IdentityKey(series.issuer_symbol()), "\n",
                                                                text::IdentityKey(series.term()))));
}

absl::StatusOr<v1::TermSeries> Claim(v1::TermSeries term, const v1::NumberSeries& series) {
  const std::string wanted = text::IdentityKey(series.document_type());
  for (const auto& [type, name] : term.series()) {
    if (!type.empty() && !wanted.empty() && !IsSameType(type, wanted)) continue;
    return status::FailedPrecondition(v1::SERIES_OVERLAP, {{"series", name},
                                                           {"document_type", series.document_type()},
                                                           {"issuer_symbol", series.issuer_symbol()},
                                                           {"term", series.term()},
                                                           {"cause", type.empty()     ? "common"
                                                                     : wanted.empty() ? "some_type"
                                                                                      : "same_type"}});
  }
  term.set_name(TermSeriesName(series));
  (*term.mutable_series())[wanted] = series.name();
  return term;
}

absl::Status CheckIntentionName(const std::string& name) {
  if (IsResourceName(name)) return absl::OkStatus();
  return status::InvalidArgument(v1::INTENTION_INVALID, {{"intention", name}});
}

absl::StatusOr<v1::NumberEntry> CheckWish(const v1::NumberSeries& series, v1::NumberEntry wish) {
  RETURN_IF_ERROR(CheckIntentionName(wish.intention()));
  return CheckEntry(series, std::move(wish), "number_entry.title");
}

absl::StatusOr<v1::NumberEntry> CheckEntry(const v1::NumberSeries& series, v1::NumberEntry wish,
                                           std::string_view path) {
  const std::string& type = series.document_type();
  // `qđ` is the series' QĐ, and printed as the series writes it.
  const bool same = text::IdentityKey(wish.document_type()) == text::IdentityKey(type);
  if (wish.document_type().empty() || same) wish.set_document_type(type);
  if (wish.document_type().empty() || (!type.empty() && !same && wish.document_type() != type)) {
    return status::FailedPrecondition(v1::TYPE_NOT_IN_SERIES, {{"document_type", wish.document_type()},
                                                               {"series_type", type},
                                                               {"cause", type.empty() ? "missing" : "other"}});
  }
  RETURN_IF_ERROR(CheckTypeSymbol(wish.document_type()));
  if (type.empty()) wish.set_document_type(KnownSymbol(wish.document_type(), NumberForm::kParty));
  RETURN_IF_ERROR(CheckTitle(wish, path));
  RETURN_IF_ERROR(CheckIssuers(series, wish, path));
  return wish;
}

absl::StatusOr<absl::Time> ReserveTime(const v1::NumberSeries& series, absl::Time last, absl::Time now) {
  if (now + kMostBehind >= last) return std::max(now, last);
  return status::FailedPrecondition(
      v1::CLOCK_BEHIND, {{"series", series.name()}, {"time", civil::Format(now)}, {"last", civil::Format(last)}});
}

v1::NumberEntry Reserve(const v1::NumberSeries& series, v1::NumberEntry wish, int64_t number, const std::string& author,
                        absl::Time now) {
  v1::NumberEntry entry = EntryAt(series, std::move(wish), number, now);
  entry.set_state(v1::NumberEntry::RESERVED);
  entry.set_reserved_by(author);
  *entry.mutable_reserve_time() = entry.update_time();
  return entry;
}

absl::Status CheckGap(int64_t next, int64_t last) { return CheckGap(next, last, last - next + 1, kMostLostAtOnce); }

absl::Status CheckGap(int64_t first, int64_t last, int64_t numbers, int64_t most) {
  if (numbers <= most) return absl::OkStatus();
  return status::FailedPrecondition(
      v1::GAP_TOO_LARGE,
      {{"first", StrCat(first)}, {"last", StrCat(last)}, {"numbers", StrCat(numbers)}, {"most", StrCat(most)}});
}

absl::Status Waits(const v1::NumberCounter& counter, const std::string& series) {
  return status::FailedPrecondition(v1::SERIES_WAITS, {{"series", series}, {"known", StrCat(counter.next() - 1)}});
}

std::vector<v1::NumberEntry> Lost(const v1::NumberSeries& series, int64_t next, int64_t last, const std::string& reason,
                                  absl::Time now) {
  std::vector<v1::NumberEntry> lost;
  for (int64_t number = next; number <= last; ++number) {
    v1::NumberEntry entry;
    entry.set_document_type(series.document_type());
    entry.set_state(v1::NumberEntry::LOST);
    entry.set_void_reason(reason);
    lost.push_back(EntryAt(series, std::move(entry), number, now));
  }
  return lost;
}

absl::Status CheckSameWish(const v1::NumberEntry& entry, const v1::NumberEntry& wish) {
  const bool same_type = text::IdentityKey(entry.document_type()) == text::IdentityKey(wish.document_type());
  if (same_type && entry.secrecy() == wish.secrecy()) return absl::OkStatus();
  return status::FailedPrecondition(
      v1::INTENTION_TAKEN,
      {{"entry", entry.name()}, {"intention", wish.intention()}, {"formatted", entry.formatted()}});
}

absl::StatusOr<v1::NumberEntry> Assign(v1::NumberEntry entry, const v1::AssignNumberRequest& request, absl::Time now) {
  const std::string& document = request.document().empty() ? entry.intention() : request.document();
  if (entry.state() == v1::NumberEntry::ASSIGNED && entry.document() == document &&
      civil::FromDate(entry.document_date()) == civil::FromDate(request.document_date())) {
    return entry;
  }
  if (entry.state() != v1::NumberEntry::RESERVED && entry.state() != v1::NumberEntry::LOST) return NotReserved(entry);
  if (document.empty()) {
    status::Violations violations;
    violations.Add("document", status::PlatformFault::REQUIRED);
    return violations.ToStatus();
  }
  if (civil::FromDate(request.document_date()) > civil::Today(now)) {
    status::Violations violations;
    violations.Add("document_date", status::PlatformFault::IN_FUTURE);
    return violations.ToStatus();
  }
  entry.set_document(document);
  *entry.mutable_document_date() = request.document_date();
  entry.set_state(v1::NumberEntry::ASSIGNED);
  *entry.mutable_update_time() = civil::ToTimestamp(now);
  return entry;
}

absl::StatusOr<v1::NumberEntry> Void(v1::NumberEntry entry, const std::string& reason, absl::Time now) {
  if (entry.state() != v1::NumberEntry::RESERVED) return NotReserved(entry);
  entry.set_void_reason(reason);
  entry.set_state(v1::NumberEntry::VOIDED);
  *entry.mutable_update_time() = civil::ToTimestamp(now);
  return entry;
}

int DaysSinceReservation(const v1::NumberEntry& entry, absl::CivilDay as_of) {
  // Of a lost one nobody knows.
  if (!entry.has_reserve_time()) return 0;
  return static_cast<int>(as_of - civil::Today(civil::FromTimestamp(entry.reserve_time())));
}

bool IsGap(const v1::NumberEntry& entry, absl::CivilDay as_of, int days) {
  if (entry.state() == v1::NumberEntry::VOIDED || entry.state() == v1::NumberEntry::LOST) return true;
  return entry.state() == v1::NumberEntry::RESERVED && (days == 0 || DaysSinceReservation(entry, as_of) >= days);
}

void SumUp(const std::vector<v1::NumberEntry>& entries, v1::ListNumberGapsResponse& response) {
  if (entries.empty()) return;
  const auto count = [&](v1::NumberEntry::State state) {
    return std::count_if(entries.begin(), entries.end(), [&](const auto& entry) { return entry.state() == state; });
  };
  response.set_first_number(entries.front().number());
  response.set_last_number(entries.back().number());
  response.set_assigned_count(count(v1::NumberEntry::ASSIGNED));
  response.set_reserved_count(count(v1::NumberEntry::RESERVED));
  response.set_voided_count(count(v1::NumberEntry::VOIDED));
  response.set_lost_count(count(v1::NumberEntry::LOST));
}

}  // namespace congress::drafting

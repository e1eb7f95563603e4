#include "services/drafting/domain/terms.h"

#include "congress/drafting/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/text/keys.h"

namespace congress::drafting {
namespace {

std::optional<absl::CivilDay> PlenumOf(const v1::CreateNumberSeriesRequest& request) {
  if (!request.has_plenum_date()) return std::nullopt;
  return civil::FromDate(request.plenum_date());
}

bool BeginsWithPlenum(const v1::CreateNumberSeriesRequest& request) {
  const auto plenum = PlenumOf(request);
  return plenum && request.has_closing_date() && *plenum <= civil::FromDate(request.closing_date());
}

bool IsSame(const std::string& a, const std::string& b) { return text::IdentityKey(a) == text::IdentityKey(b); }

}  // namespace

absl::CivilDay FirstDayOfTerm(absl::CivilDay closing, std::optional<absl::CivilDay> plenum) {
  return plenum && *plenum <= closing ? *plenum : closing + 1;
}

absl::StatusOr<v1::NumberSeries> WithTerm(v1::NumberSeries series, const v1::CreateNumberSeriesRequest& request) {
  status::Violations violations;
  if (request.has_closing_date() && series.has_first_date()) {
    violations.Add("closing_date", v1::GIVEN_TWICE, {{"other", "number_series.first_date"}});
  }
  if (request.has_plenum_date() && !request.has_closing_date()) {
    violations.Add("closing_date", status::PlatformFault::REQUIRED);
  }
  if (request.has_closing_date()) {
    const absl::CivilDay closing = civil::FromDate(request.closing_date());
    *series.mutable_first_date() = civil::ToDate(FirstDayOfTerm(closing, PlenumOf(request)));
  }
  if (!request.preceding().empty() && !series.has_first_date()) {
    violations.Add("number_series.first_date", status::PlatformFault::REQUIRED);
  }
  RETURN_IF_ERROR(violations.ToStatus());
  RETURN_IF_ERROR(CheckTermDays(series));
  return series;
}

absl::Status CheckTermDays(const v1::NumberSeries& series) {
  status::Violations violations;
  if (series.has_first_date() && series.has_last_date() &&
      civil::FromDate(series.last_date()) < civil::FromDate(series.first_date())) {
    violations.Add("number_series.last_date", v1::BEFORE_OTHER_DAY, {{"other", "first_date"}});
  }
  return violations.ToStatus();
}

absl::StatusOr<v1::NumberSeries> EndedBy(v1::NumberSeries preceding, const v1::NumberSeries& series,
                                         const v1::CreateNumberSeriesRequest& request) {
  const bool is_other = !IsSame(preceding.issuer(), series.issuer()) ||
                        !IsSame(preceding.issuer_symbol(), series.issuer_symbol()) ||
                        !IsSame(preceding.document_type(), series.document_type());
  if (is_other || IsSame(preceding.term(), series.term())) {
    return status::FailedPrecondition(
        v1::SERIES_NOT_PRECEDING,
        {{"series", series.name()}, {"preceding", preceding.name()}, {"cause", is_other ? "other" : "same_term"}});
  }
  const absl::CivilDay first = civil::FromDate(series.first_date());
  // On the day of a plenum inside the congress both committees date papers: they say no hour.
  const absl::CivilDay last = BeginsWithPlenum(request) ? first : first - 1;
  if (!preceding.has_last_date() || civil::FromDate(preceding.last_date()) > last) {
    *preceding.mutable_last_date() = civil::ToDate(last);
  }
  RETURN_IF_ERROR(CheckTermDays(preceding));
  return preceding;
}

absl::Status CheckInTerm(const v1::NumberSeries& series, const std::string& formatted, absl::CivilDay day) {
  const bool before = series.has_first_date() && day < civil::FromDate(series.first_date());
  const bool after = series.has_last_date() && day > civil::FromDate(series.last_date());
  if (!before && !after) return absl::OkStatus();
  status::Metadata metadata = {
      {"formatted", formatted}, {"date", civil::Format(day)}, {"cause", before ? "before" : "after"}};
  if (series.has_first_date()) metadata.emplace_back("first_date", civil::Format(civil::FromDate(series.first_date())));
  if (series.has_last_date()) metadata.emplace_back("last_date", civil::Format(civil::FromDate(series.last_date())));
  return status::FailedPrecondition(v1::DATE_OUTSIDE_TERM, metadata);
}

std::optional<v1::NumberFinding> TermOver(const v1::NumberSeries& series, const std::string& entry,
                                          absl::CivilDay today, const status::Teller& tell) {
  if (!series.has_last_date() || today <= civil::FromDate(series.last_date())) return std::nullopt;
  v1::NumberFinding finding;
  finding.set_kind(v1::NumberFinding::TERM_OVER);
  finding.set_entry(entry);
  finding.set_text(tell(finding.kind(), {{"last_date", civil::Format(civil::FromDate(series.last_date()))}}));
  return finding;
}

}  // namespace congress::drafting

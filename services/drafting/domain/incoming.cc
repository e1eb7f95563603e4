#include "services/drafting/domain/incoming.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "congress/drafting/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/text/keys.h"
#include "services/drafting/domain/printed_number.h"
#include "services/drafting/domain/register_number.h"
#include "services/drafting/domain/secrecy.h"
#include "services/drafting/domain/symbol.h"

namespace congress::drafting {
namespace {

// A state secret is known by number, type, date and holder alone; every other paper by issuer and abstract.
absl::Status CheckContent(const v1::IncomingPaper& paper) {
  const bool has_issuer = !paper.issuer().empty() || !paper.issuer_organisation().empty();
  if (IsClassified(paper.secrecy())) {
    if (has_issuer || !paper.abstract().empty()) return RefuseClassified(paper.secrecy());
    if (!paper.holder().empty()) return absl::OkStatus();
    return status::InvalidArgument(v1::HOLDER_MISSING, {{"secrecy", v1::Secrecy_Name(paper.secrecy())}});
  }
  status::Violations violations;
  if (!has_issuer) violations.Add("incoming_paper.issuer", status::PlatformFault::REQUIRED);
  if (paper.abstract().empty()) violations.Add("incoming_paper.abstract", status::PlatformFault::REQUIRED);
  return violations.ToStatus();
}

NumberForm FormOf(const std::string& number) {
  const auto printed = ParsePrintedNumber(number);
  return printed.ok() ? printed->form : NumberForm::kParty;
}

absl::Status CheckDays(const v1::IncomingPaper& paper, absl::CivilDay today) {
  status::Violations violations;
  const absl::CivilDay date = civil::FromDate(paper.paper_date());
  if (date > today) violations.Add("incoming_paper.paper_date", status::PlatformFault::IN_FUTURE);
  if (civil::FromDate(paper.received_date()) > today) {
    violations.Add("incoming_paper.received_date", status::PlatformFault::IN_FUTURE);
  }
  if (civil::FromDate(paper.received_date()) < date) {
    violations.Add("incoming_paper.received_date", v1::BEFORE_OTHER_DAY, {{"other", "paper_date"}});
  }
  if (paper.has_due_date() && civil::FromDate(paper.due_date()) < date) {
    violations.Add("incoming_paper.due_date", v1::BEFORE_OTHER_DAY, {{"other", "paper_date"}});
  }
  return violations.ToStatus();
}

}  // namespace

absl::StatusOr<v1::IncomingPaper> CheckIncoming(v1::IncomingPaper paper, absl::CivilDay today) {
  RETURN_IF_ERROR(CheckDays(paper, today));
  RETURN_IF_ERROR(CheckContent(paper));
  if (paper.document_type().empty()) {
    const auto printed = ParsePrintedNumber(paper.number());
    if (printed.ok()) paper.set_document_type(printed->symbol);
  }
  if (!paper.document_type().empty()) {
    RETURN_IF_ERROR(CheckTypeSymbol(paper.document_type()));
    paper.set_document_type(KnownSymbol(paper.document_type(), FormOf(paper.number())));
  }
  return paper;
}

std::string ClaimName(const v1::IncomingPaper& paper) {
  const std::string issuer =
      paper.issuer_organisation().empty() ? text::IdentityKey(paper.issuer()) : paper.issuer_organisation();
  return StrCat("incomingClaims/",
                absl::WebSafeBase64Escape(StrCat(paper.organisation(), "\n", PrintedKey(paper.number()), "\n", issuer,
                                                 "\n", civil::Format(civil::FromDate(paper.paper_date())))));
}

int DaysOverdue(const v1::IncomingPaper& paper, absl::CivilDay as_of) {
  if (!paper.has_due_date() || !paper.answered_by().empty()) return 0;
  return static_cast<int>(std::max<absl::civil_diff_t>(as_of - civil::FromDate(paper.due_date()), 0));
}

}  // namespace congress::drafting

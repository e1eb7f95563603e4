#include "services/drafting/papers.h"

#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "services/drafting/domain/numbers.h"
#include "services/drafting/records.h"

namespace congress::drafting {

absl::StatusOr<Paper> ReadPaper(rpc::Call& call, const std::string& name, bool assigned) {
  if (name.starts_with("incomingPapers/")) {
    ASSIGN_OR_RETURN(const v1::IncomingPaper paper, kIncomingPapers.Read(call, name));
    return Paper{paper.organisation(), paper.number(), paper.abstract(), paper.paper_date()};
  }
  ASSIGN_OR_RETURN(const v1::NumberEntry entry, kNumberEntries.Read(call, name));
  const bool given = entry.state() == v1::NumberEntry::ASSIGNED;
  if (entry.state() == v1::NumberEntry::VOIDED || (assigned && !given)) return NotAssigned(entry);
  return Paper{entry.organisation(), entry.formatted(), entry.title(), entry.document_date()};
}

absl::StatusOr<v1::PaperUse> LoadUse(rpc::Call& call, const std::string& paper) {
  v1::PaperUse use;
  use.set_name(StrCat(paper, "/use"));
  return kPaperUses.LoadOr(call, std::move(use));
}

}  // namespace congress::drafting

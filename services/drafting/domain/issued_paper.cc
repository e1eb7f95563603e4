#include "services/drafting/domain/issued_paper.h"

#include <algorithm>

#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "congress/drafting/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/digest/sha256.h"
#include "platform/paper/build.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/text/keys.h"
#include "platform/text/text.h"
#include "services/drafting/domain/places.h"
#include "services/drafting/domain/printed_number.h"
#include "services/drafting/domain/revision_paper.h"
#include "services/drafting/domain/secrecy.h"
#include "services/drafting/domain/steps.h"

namespace congress::drafting {
namespace {

constexpr char kEntries[] = "/entries/";
constexpr char kPapers[] = "/papers/";

std::string OneLine(std::string_view text) {
  return absl::StrJoin(absl::StrSplit(ToAbsl(text), absl::ByAnyChar(" \n\t"), absl::SkipEmpty()), " ");
}

// `ngày 08 tháng 7 năm 2025`.
std::string InWords(absl::CivilDay day, paper::v1::Language language) {
  if (language == paper::v1::ENGLISH) return civil::Format(day);
  const status::DayFigures figures = status::InFigures(day.year(), day.month(), day.day());
  return StrCat("ngày ", figures.day, " tháng ", figures.month, " năm ", figures.year);
}

void RequireEmpty(bool empty, const char* field, status::Violations* violations) {
  if (!empty) violations->Add(field, v1::FILLED_IN);
}

// What a mark of secrecy would stand in: what is above the text, the text itself and each annex.
Sections Marked(const paper::v1::Paper& paper) {
  Sections sections;
  v1::Section& above = *sections.Add();
  above.set_id("paper");
  for (const std::string& line : {paper.remark(), paper.urgency(), paper.circulation(), paper.parent(), paper.motto(),
                                  paper.type(), paper.abstract()}) {
    if (!line.empty()) paper::AddText(line, above.mutable_body());
  }
  v1::Section& body = *sections.Add();
  body.set_id("body");
  *body.mutable_body() = paper.body();
  for (const paper::v1::Annex& annex : paper.annexes()) {
    v1::Section& section = *sections.Add();
    section.set_id("annexes");
    section.set_title(annex.title());
    *section.mutable_body() = annex.body();
  }
  return sections;
}

// A number of a type, as far as its types are asked for.
PrintedNumber PartyNumber(const std::string& symbol) {
  PrintedNumber number;
  number.symbol = symbol;
  return number;
}

// What the heading calls the paper, where the caller has not said it. A letter has no name of a type.
std::string TypeOf(const v1::NumberEntry& entry) {
  const auto types = TypesOf(PartyNumber(entry.document_type()));
  if (types.empty() || entry.document_type() == "CV") return "";
  return text::ToCapitals(types.front());
}

absl::Status CheckType(const std::string& type, const std::string& symbol) {
  const auto others = SymbolsOf(type);
  const bool fits = others.empty() || std::any_of(others.begin(), others.end(), [&](std::string_view other) {
                      return text::IdentityKey(other) == text::IdentityKey(symbol);
                    });
  status::Violations violations;
  if (!fits) {
    violations.Add("paper.type", v1::TYPE_OF_ANOTHER_SYMBOL,
                   {{"type", type}, {"symbol", symbol}, {"other", std::string(others.front())}});
  }
  return violations.ToStatus();
}

// What is filled in where it stands in braces.
constexpr char kNumber[] = "number";
constexpr char kDate[] = "date";

// Adds what stands in braces in `text` and is not filled in.
void AddUnknownPlaceholders(absl::string_view text, const std::string& field, status::Violations* violations) {
  for (size_t open = text.find('{'); open != text.npos; open = text.find('{', open + 1)) {
    const size_t close = text.find('}', open);
    if (close == text.npos) return;
    const std::string word(text.substr(open + 1, close - open - 1));
    if (word == kNumber || word == kDate) continue;
    violations->Add(field, v1::PLACEHOLDER_UNKNOWN,
                    {{"placeholder", word}, {"known", StrCat("'", kNumber, "', '", kDate, "'")}});
  }
}

// What the name of the document says behind its type: the heading does not say `BÁO CÁO` twice.
std::string AbstractOf(const v1::Document& document) {
  std::vector<std::string> words = absl::StrSplit(document.display_name(), ' ', absl::SkipEmpty());
  for (const std::string_view type : TypesOf(PartyNumber(document.symbol()))) {
    const std::vector<std::string> named = absl::StrSplit(ToAbsl(type), ' ');
    if (words.size() <= named.size()) continue;
    const auto rest = words.begin() + static_cast<ptrdiff_t>(named.size());
    if (text::IdentityKey(absl::StrJoin(words.begin(), rest, " ")) != text::IdentityKey(type)) continue;
    return absl::StrJoin(rest, words.end(), " ");
  }
  return document.display_name();
}

// Whether it names something in this collection of a congress.
// Whether it is a resource of the collection, or with `below` one that lies in such a resource.
bool IsBelowCongress(std::string_view intention, std::string_view collection, bool below = false) {
  const std::vector<std::string> parts = absl::StrSplit(ToAbsl(intention), '/');
  return (parts.size() == 4 || (below && parts.size() > 4)) && parts[0] == "congresses" && parts[2] == collection;
}

status::Metadata Named(const v1::IssuedPaper& paper) { return {{"number", paper.printed()}, {"paper", paper.name()}}; }

}  // namespace

std::string WithoutWord(const std::string& formatted) { return std::string(absl::StripPrefix(formatted, "Số ")); }

std::string TextNameOf(std::string_view paper) { return StrCat(paper, "/text"); }

std::string PaperNameOf(std::string_view entry) { return absl::StrReplaceAll(ToAbsl(entry), {{kEntries, kPapers}}); }
std::string EntryNameOf(std::string_view paper) { return absl::StrReplaceAll(ToAbsl(paper), {{kPapers, kEntries}}); }

bool IsDocument(std::string_view intention) { return IsBelowCongress(intention, "documents"); }

absl::Status RefuseForeign(const std::string& intention) {
  if (IsBelowCongress(intention, "documents", /*below=*/true)) {
    return status::FailedPrecondition(v1::INTENTION_OF_DOCUMENT, {{"intention", intention}, {"cause", "document"}});
  }
  if (IsBelowCongress(intention, "allocationPlans")) {
    return status::FailedPrecondition(v1::INTENTION_OF_DOCUMENT, {{"intention", intention}, {"cause", "plan"}});
  }
  return absl::OkStatus();
}

std::string DigestOf(const v1::IssuePaperRequest& request) {
  v1::IssuePaperRequest asked;
  *asked.mutable_paper() = request.paper();
  asked.set_document_type(request.document_type());
  *asked.mutable_joint_issuers() = request.joint_issuers();
  for (const std::string& name : request.supersedes()) asked.add_supersedes(EntryNameOf(name));
  return digest::Sha256Hex(asked.SerializeAsString());
}

absl::Status CheckRequest(const v1::IssuePaperRequest& request, absl::CivilDay today) {
  const paper::v1::Paper& paper = request.paper();
  status::Violations violations;
  RequireEmpty(paper.number().empty(), "paper.number", &violations);
  RequireEmpty(!paper.has_date(), "paper.date", &violations);
  RequireEmpty(paper.draft().empty(), "paper.draft", &violations);
  if (OneLine(paper.abstract()).empty()) violations.Add("paper.abstract", status::PlatformFault::REQUIRED);
  for (int i = 0; i < paper.annexes_size(); ++i) {
    AddUnknownPlaceholders(paper.annexes(i).reference(), StrCat("paper.annexes[", i, "].reference"), &violations);
  }
  if (request.has_document_date() && civil::FromDate(request.document_date()) > today) {
    violations.Add("document_date", status::PlatformFault::IN_FUTURE);
  }
  if (!request.entry().empty()) {
    if (!request.entry().starts_with(StrCat(request.parent(), "/"))) {
      violations.Add("entry", status::PlatformFault::NOT_A_NAME, {{"form", StrCat(request.parent(), "/entries/*")}});
    }
    if (!request.has_document_date()) violations.Add("document_date", status::PlatformFault::REQUIRED);
  }
  std::vector<std::string> superseded;
  for (const std::string& name : request.supersedes()) {
    const std::string entry = EntryNameOf(name);
    if (std::find(superseded.begin(), superseded.end(), entry) != superseded.end()) {
      violations.Add("supersedes", status::PlatformFault::REPEATED, {{"value", name}});
    }
    superseded.push_back(entry);
  }
  RETURN_IF_ERROR(violations.ToStatus());
  if (request.not_graded()) return absl::OkStatus();
  RETURN_IF_ERROR(RefuseMarkedTitle(OneLine(paper.abstract())));
  for (const std::string& recipient : paper.recipients()) RETURN_IF_ERROR(RefuseMarkedText(recipient));
  return RefuseMarked(Marked(paper), {});
}

v1::NumberEntry WishOf(const v1::IssuePaperRequest& request) {
  v1::NumberEntry wish;
  wish.set_intention(request.intention());
  wish.set_document_type(request.document_type());
  wish.set_title(OneLine(request.paper().abstract()));
  *wish.mutable_joint_issuers() = request.joint_issuers();
  return wish;
}

absl::StatusOr<paper::v1::Paper> PaperAs(const v1::NumberSeries& series, const v1::NumberEntry& entry,
                                         absl::CivilDay day, paper::v1::Paper paper) {
  RETURN_IF_ERROR(CheckType(paper.type(), entry.document_type()));
  const std::string number = WithoutWord(entry.formatted());
  paper.set_number(number);
  *paper.mutable_date() = civil::ToDate(day);
  if (paper.issuer().empty()) paper.add_issuer(text::ToCapitals(series.issuer()));
  if (paper.type().empty()) paper.set_type(TypeOf(entry));
  for (paper::v1::Annex& annex : *paper.mutable_annexes()) {
    absl::StrReplaceAll(
        {{StrCat("{", kNumber, "}"), number}, {StrCat("{", kDate, "}"), InWords(day, paper.language())}},
        annex.mutable_reference());
  }
  return paper;
}

v1::IssuedPaper BeginPaper(const v1::NumberSeries& series, const v1::NumberEntry& entry, absl::CivilDay day,
                           const v1::IssuePaperRequest& request, const Act& act, const v1::IssuedPaper* before) {
  v1::IssuedPaper paper;
  paper.set_name(PaperNameOf(entry.name()));
  paper.set_organisation(series.organisation());
  paper.set_entry(entry.name());
  paper.set_printed(WithoutWord(entry.formatted()));
  *paper.mutable_document_date() = civil::ToDate(day);
  paper.set_document_type(entry.document_type());
  paper.set_title(OneLine(request.paper().abstract()));
  paper.set_issuer(series.issuer());
  paper.set_term(series.term());
  paper.set_intention(request.intention());
  *paper.mutable_joint_issuers() = request.joint_issuers();
  paper.set_state(v1::IssuedPaper::ISSUING);
  for (const std::string& name : request.supersedes()) paper.add_supersedes(EntryNameOf(name));
  paper.set_issued_by(act.account);
  paper.set_issued_by_person(act.person);
  *paper.mutable_create_time() = before != nullptr ? before->create_time() : civil::ToTimestamp(act.now);
  paper.set_request_sha256(DigestOf(request));
  return paper;
}

bool IsSame(const v1::IssuedPaper& paper, const v1::IssuePaperRequest& request) {
  const bool same_day = !request.has_document_date() ||
                        civil::FromDate(request.document_date()) == civil::FromDate(paper.document_date());
  return same_day && paper.request_sha256() == DigestOf(request);
}

bool IsDone(const v1::IssuedPaper& paper, const v1::IssuePaperRequest& request) {
  const bool issued = paper.state() == v1::IssuedPaper::ISSUED || paper.state() == v1::IssuedPaper::SUPERSEDED;
  return issued && IsSame(paper, request);
}

bool IsOver(const v1::IssuedPaper& paper, const v1::IssuePaperRequest& request) {
  if (paper.state() == v1::IssuedPaper::RECALLED || paper.state() == v1::IssuedPaper::SUPERSEDED) return true;
  const auto& named = request.supersedes();
  return paper.state() == v1::IssuedPaper::ISSUED &&
         std::any_of(named.begin(), named.end(),
                     [&](const std::string& name) { return EntryNameOf(name) == paper.entry(); });
}

absl::Status CheckGoesOn(const v1::IssuedPaper& paper, const v1::IssuePaperRequest& request, const Act& act) {
  if (paper.issued_by() == act.account || IsSame(paper, request)) return absl::OkStatus();
  status::Metadata metadata = Named(paper);
  metadata.emplace_back("account", paper.issued_by());
  return status::FailedPrecondition(v1::PAPER_OF_ANOTHER, metadata);
}

absl::Status PaperIssued(const v1::IssuedPaper& paper) {
  return status::FailedPrecondition(v1::PAPER_ISSUED, Named(paper));
}

absl::Status PaperIssued(const v1::NumberEntry& entry) {
  return status::FailedPrecondition(v1::PAPER_ISSUED,
                                    {{"number", WithoutWord(entry.formatted())}, {"paper", entry.issued_paper()}});
}

absl::Status NotInForce(const v1::IssuedPaper& paper) {
  status::Metadata metadata = Named(paper);
  metadata.emplace_back("state", v1::IssuedPaper::State_Name(paper.state()));
  return status::FailedPrecondition(v1::PAPER_NOT_IN_FORCE, metadata);
}

v1::IssuedPaper Publish(v1::IssuedPaper paper, std::vector<v1::IssuedFile> files, const Act& act) {
  for (v1::IssuedFile& file : files) *paper.add_files() = std::move(file);
  paper.set_state(v1::IssuedPaper::ISSUED);
  *paper.mutable_issue_time() = civil::ToTimestamp(act.now);
  paper.set_issued_by(act.account);
  paper.set_issued_by_person(act.person);
  return paper;
}

absl::StatusOr<v1::IssuedPaper> SupersedeBy(v1::IssuedPaper paper, const std::string& by) {
  if (paper.state() != v1::IssuedPaper::ISSUED) return NotInForce(paper);
  paper.set_state(v1::IssuedPaper::SUPERSEDED);
  paper.set_superseded_by(by);
  return paper;
}

absl::StatusOr<v1::IssuedPaper> Recall(v1::IssuedPaper paper, const std::string& reason, const Act& act) {
  if (paper.state() == v1::IssuedPaper::RECALLED) return paper;
  if (paper.state() != v1::IssuedPaper::ISSUED) return NotInForce(paper);
  paper.set_state(v1::IssuedPaper::RECALLED);
  paper.set_recall_reason(reason);
  paper.set_recall_author(act.account);
  *paper.mutable_recall_time() = civil::ToTimestamp(act.now);
  return paper;
}

paper::v1::Paper DocumentPaper(const v1::Document& document, const v1::Revision& revision,
                               const paper::v1::Form& form) {
  paper::v1::Paper paper;
  paper::SetForm(form, &paper);
  paper.set_abstract(AbstractOf(document));
  AddSections(revision, paper.mutable_body());
  return paper;
}

absl::Status CheckFinal(const v1::Document& document) {
  if (IsFinal(document)) return absl::OkStatus();
  return status::FailedPrecondition(
      v1::DOCUMENT_NOT_FINAL,
      {{"document", document.name()}, {"step_name", CurrentStep(document).rule().display_name()}});
}

absl::Status CheckNotIssued(const v1::Document& document, const v1::IssuedPaper& paper) {
  const std::string& issued = document.issued_paper();
  const auto& over = paper.supersedes();
  const bool free = issued.empty() || issued == paper.name() ||
                    std::find(over.begin(), over.end(), EntryNameOf(issued)) != over.end();
  return free ? absl::OkStatus() : DocumentIssued(document);
}

v1::PaperVerification Tell(const v1::IssuedPaper& paper, const v1::IssuedPaper* by, bool altered,
                           const status::Teller& tell) {
  using V = v1::PaperVerification;
  V told;
  told.set_name(paper.name());
  told.set_printed(paper.printed());
  *told.mutable_document_date() = paper.document_date();
  told.set_title(paper.title());
  told.set_issuer(paper.issuer());
  const auto day = [](const google::type::Date& date) { return civil::Format(civil::FromDate(date)); };
  status::Metadata filled = {{"number", paper.printed()}, {"date", day(paper.document_date())}};
  V::Finding finding = V::GENUINE;
  if (altered) {
    finding = V::ALTERED;
  } else if (paper.state() == v1::IssuedPaper::RECALLED) {
    finding = V::RECALLED;
    filled.emplace_back("recall_date", civil::Format(civil::Today(civil::FromTimestamp(paper.recall_time()))));
  } else if (by != nullptr) {
    finding = V::SUPERSEDED;
    filled.emplace_back("other", by->printed());
    filled.emplace_back("other_date", day(by->document_date()));
    if (by->state() == v1::IssuedPaper::RECALLED) filled.emplace_back("cause", "recalled");
  }
  told.set_finding(finding);
  told.set_text(tell(finding, filled));
  return told;
}

}  // namespace congress::drafting

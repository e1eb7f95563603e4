#include "tests/torture/editing_chore.h"

#include <set>
#include <utility>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "platform/rpc/client.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/uuid/uuid.h"
#include "tests/e2e/kill_load.h"

namespace congress::torture {
namespace {

namespace v1 = drafting::v1;

// Between what an editor reads and what it writes, so that the others write meanwhile.
constexpr absl::Duration kBetweenReadAndWrite = absl::Milliseconds(200);
constexpr absl::Duration kBetweenAsking = absl::Milliseconds(20);
// Of one editor; then all go on with another text, so that none grows for ever.
constexpr size_t kEditsOfDocument = 40;
constexpr char kCommon[] = "common";

// Who may administer, but is another one.
std::string NameOf(size_t editor) { return StrCat("editor-", editor); }

std::string DocumentOf(size_t number) {
  return StrCat("congresses/torture/documents/text-", number / kEditsOfDocument);
}

bool IsConflict(const absl::Status& status) { return status::ReasonOf(status) == "MERGE_CONFLICT"; }

std::vector<std::string> LinesOf(const v1::Section& section) {
  std::vector<std::string> lines;
  for (const auto& block : section.body()) {
    std::string& line = lines.emplace_back();
    for (const auto& span : block.paragraph().spans()) line += span.text();
  }
  return lines;
}

void AddWords(const v1::Section& section, std::map<std::string, int>* words) {
  for (const std::string& line : LinesOf(section)) {
    for (const auto part : absl::StrSplit(line, ' ')) {
      const std::string word(part);
      if (word.starts_with("e-")) ++(*words)[word];
    }
  }
}

}  // namespace

template <class Request, class Response>
absl::StatusOr<Response> EditingChore::Insist(size_t editor,
                                              grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                                           Response*),
                                              const Request& request, const std::atomic<bool>& stopped) const {
  const auto stub = v1::DraftingService::NewStub(suite_.channel());
  absl::StatusOr<Response> answer = absl::UnavailableError("never sent");
  while (e2e::MayBeRepeated(answer.status()) && !IsConflict(answer.status()) && !stopped) {
    answer = rpc::Invoke(*stub, method, suite_.As(NameOf(editor), {"administrator@province"}), request);
    if (!answer.ok()) absl::SleepFor(kBetweenAsking);
  }
  return answer;
}

absl::Status EditingChore::Begin(size_t editor, const std::string& document, const std::atomic<bool>& stopped) const {
  v1::CreateDocumentRequest request;
  request.set_parent("congresses/torture");
  request.set_document_id(document.substr(document.rfind('/') + 1));
  request.mutable_document()->set_organisation("organisations/province");
  request.mutable_document()->set_kind("report");
  request.mutable_document()->set_symbol("BC");
  request.mutable_document()->set_display_name("Báo cáo giả định");
  std::vector<std::string> lines;
  for (size_t i = 0; i < kEditors; ++i) {
    v1::Section& own = *request.add_sections();
    own.set_id(StrCat("s", i));
    own.set_title(StrCat("Mục ", i));
    own.set_text("Riêng:");
    lines.push_back(StrCat("Đoạn ", i, ":"));
  }
  lines.emplace_back("Chung:");
  v1::Section& common = *request.add_sections();
  common.set_id(kCommon);
  common.set_title("Mục chung");
  common.set_text(absl::StrJoin(lines, "\n"));
  for (const char* step : {"draft", "final"}) {
    request.add_steps()->set_id(step);
    request.mutable_steps()->rbegin()->set_display_name(step);
  }
  const absl::Status status = Insist(editor, &Stub::CreateDocument, request, stopped).status();
  return absl::IsAlreadyExists(status) ? absl::OkStatus() : status;
}

absl::Status EditingChore::Put(size_t editor, const std::string& document, size_t number,
                               const std::atomic<bool>& stopped) {
  Told& told = told_[editor];
  const std::string word = StrCat("e-", editor, "-", number);
  const std::string section = number % 3 == 0 ? StrCat("s", editor) : kCommon;
  const size_t line = number % 3 == 0 ? 0 : number % 3 == 1 ? editor : kEditors;
  for (size_t reading = 0;; ++reading) {
    v1::GetDocumentRequest get;
    get.set_name(document);
    ASSIGN_OR_RETURN(const v1::Document latest, Insist(editor, &Stub::GetDocument, get, stopped));
    v1::GetSectionRequest read;
    read.set_name(StrCat(latest.latest_revision(), "/sections/", section));
    ASSIGN_OR_RETURN(const v1::Section before, Insist(editor, &Stub::GetSection, read, stopped));
    std::vector<std::string> lines = LinesOf(before);
    if (line >= lines.size()) return absl::DataLossError(StrCat(read.name(), " has lost a paragraph"));
    absl::StrAppend(&lines[line], " ", word);
    // Who was refused is quick, so that it comes to an end.
    if (reading == 0) absl::SleepFor(kBetweenReadAndWrite);
    v1::ReviseDocumentRequest revise;
    revise.set_name(document);
    revise.set_base_revision(latest.latest_revision());
    revise.set_request_id(uuid::V5(uuid::kCongress, StrCat("torture/", document, "/", word, "/", reading)));
    v1::SectionEdit::Change& change = *revise.add_edits()->mutable_change();
    change.set_section(section);
    change.set_text(absl::StrJoin(lines, "\n"));
    const auto made = Insist(editor, &Stub::ReviseDocument, revise, stopped);
    if (made.ok()) {
      if (made->cause() == v1::Revision::MERGE) ++told.merges;
      told.edits[document].push_back({word, section, made->name()});
      return absl::OkStatus();
    }
    if (!IsConflict(made.status())) return made.status();
    ++told.conflicts;
  }
}

void EditingChore::Run(size_t editor, const std::atomic<bool>& stopped) {
  absl::Status status;
  for (size_t number = 0; !stopped && status.ok(); ++number) {
    const std::string document = DocumentOf(number);
    if (number % kEditsOfDocument == 0) status = Begin(editor, document, stopped);
    if (status.ok()) status = Put(editor, document, number, stopped);
  }
  if (!status.ok() && !e2e::MayBeRepeated(status)) told_[editor].refusal = status.ToString();
}

absl::StatusOr<std::vector<v1::Revision>> EditingChore::History(const std::string& document) const {
  v1::ListRevisionsRequest request;
  request.set_parent(document);
  request.set_page_size(1000);
  std::vector<v1::Revision> history;
  do {
    ASSIGN_OR_RETURN(const auto page, Insist(0, &Stub::ListRevisions, request, false));
    history.insert(history.end(), page.revisions().begin(), page.revisions().end());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return history;
}

absl::StatusOr<std::map<std::string, int>> EditingChore::WordsOf(const std::string& revision,
                                                                 const std::string& section) const {
  std::map<std::string, int> words;
  if (section.empty()) {
    v1::GetRevisionRequest request;
    request.set_name(revision);
    ASSIGN_OR_RETURN(const v1::Revision read, Insist(0, &Stub::GetRevision, request, false));
    for (const v1::Section& part : read.sections()) AddWords(part, &words);
  } else {
    v1::GetSectionRequest request;
    request.set_name(StrCat(revision, "/sections/", section));
    ASSIGN_OR_RETURN(const v1::Section read, Insist(0, &Stub::GetSection, request, false));
    AddWords(read, &words);
  }
  return words;
}

std::string EditingChore::FaultOf(const std::string& document) const {
  const auto history = History(document);
  if (!history.ok()) return StrCat(document, ": ", history.status().ToString());
  // By name; what was made before it.
  std::map<std::string, std::string> before;
  std::string last;
  for (const v1::Revision& revision : *history) {
    const auto& parents = revision.parents();
    if (parents.empty() != last.empty() || (!parents.empty() && parents[0] != last)) {
      return StrCat(revision.name(), " does not follow ", last);
    }
    for (const std::string& parent : parents) {
      if (!before.contains(parent))
        return StrCat(revision.name(), " has the parent ", parent, ", which is not before it");
    }
    before[revision.name()] = last;
    last = revision.name();
    if (revision.number() != static_cast<int>(before.size())) return StrCat(last, " has another number");
  }
  const auto words = WordsOf(last);
  if (!words.ok()) return StrCat(last, ": ", words.status().ToString());
  for (const auto& [word, count] : *words) {
    if (count != 1) return StrCat(word, " is ", count, " times in ", last);
  }
  // Each edit puts one word in, and none takes one out.
  if (words->size() + 1 != before.size()) {
    return StrCat(document, " has ", before.size(), " revisions for ", words->size(), " edits");
  }
  std::set<std::string> made;
  for (const Told& told : told_) {
    const auto edits = told.edits.find(document);
    if (edits == told.edits.end()) continue;
    for (const Edit& edit : edits->second) {
      if (!words->contains(edit.word)) return StrCat(edit.word, " was acknowledged and is not in ", last);
      if (!made.insert(edit.revision).second) return StrCat(edit.revision, " was answered for two edits");
      const auto found = before.find(edit.revision);
      if (found == before.end()) return StrCat(edit.revision, " was answered and is not there");
      const auto there = WordsOf(edit.revision, edit.section);
      const auto not_there = WordsOf(found->second, edit.section);
      if (!there.ok() || !not_there.ok()) return StrCat(edit.revision, " or the one before it cannot be read");
      if (!there->contains(edit.word) || not_there->contains(edit.word)) {
        return StrCat(edit.revision, " was answered for ", edit.word, ", which came with another one");
      }
    }
  }
  return "";
}

std::string EditingChore::Fault() const {
  std::set<std::string> documents;
  size_t merges = 0;
  size_t conflicts = 0;
  for (const Told& told : told_) {
    if (!told.refusal.empty()) return told.refusal;
    for (const auto& [document, edits] : told.edits) documents.insert(document);
    merges += told.merges;
    conflicts += told.conflicts;
  }
  for (const std::string& document : documents) {
    if (std::string fault = FaultOf(document); !fault.empty()) return fault;
  }
  // Otherwise nothing was shown.
  if (merges == 0 || conflicts == 0) return StrCat("there were ", merges, " merges and ", conflicts, " conflicts");
  return "";
}

}  // namespace congress::torture

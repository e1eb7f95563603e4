// An edited DOCX file of a revision as edits of that revision.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "congress/drafting/v1/revision_file.pb.h"
#include "platform/docx/docx.h"
#include "platform/paper/layout.h"
#include "platform/status/sentence.h"
#include "services/drafting/domain/sections.h"

namespace congress::drafting {

// INVALID_ARGUMENT `DOCX_UNREADABLE` with the cause, as docx::Read refuses a file.
absl::Status DocxUnreadable(std::string_view cause);

// Name of the revision of the document from which the file was made. `paper`: the issued paper that the file calls
// itself; empty for none. INVALID_ARGUMENT `DOCX_UNREADABLE`: `issued`, `unmarked`, `other_document`.
absl::StatusOr<std::string> BaseOf(const docx::Document& file, const std::string& document, const std::string& paper);
// INVALID_ARGUMENT `DOCX_UNREADABLE`: `other_text` unless the file was made from this text.
absl::Status CheckBase(const docx::Document& file, const v1::Revision& base);

// What has no place in the document.
struct Unplaced {
  v1::UnplacedPart::Cause cause;
  std::string section;
  std::string text;
  // Of a section that the revision does not have.
  std::string mark;
};

struct Brought {
  SectionEdits edits;
  std::vector<Unplaced> unplaced;
};

// Styles of what stands around the text of a paper, as docx::Piece has them.
std::set<std::string> FormStyles(const paper::Layout& layout);

// What `file` changed of `base`, which has all bodies. `printed` is what is read of a file that nobody has edited: what
// a file cannot say is the same in both.
Brought ReadEdits(const docx::Document& file, const docx::Document& printed, const v1::Revision& base,
                  const std::set<std::string>& form_styles);

// As it is told, at most 500 of them.
void Tell(const std::vector<Unplaced>& unplaced, status::Language language, v1::ImportRevisionResponse* response);
// INVALID_ARGUMENT `DOCX_UNPLACED` unless there is none.
absl::Status RequirePlaced(const std::vector<Unplaced>& unplaced);

}  // namespace congress::drafting

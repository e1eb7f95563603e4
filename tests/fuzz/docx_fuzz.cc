// Whatever the bytes, a document ends as pieces or as a refusal: as a file, and as the parts of one that unpacked well,
// since bytes at random seldom do. Every table fills its columns, as a paper demands.
#include <cstdlib>

#include "platform/docx/docx.h"
#include "platform/paper/paper.h"
#include "platform/status/status.h"

namespace {

absl::Status Refused(std::string_view cause) { return absl::InvalidArgumentError(std::string(cause)); }

void Require(const absl::StatusOr<congress::docx::Document>& document) {
  if (!document.ok()) {
    if (!absl::IsInvalidArgument(document.status())) std::abort();
    return;
  }
  congress::paper::v1::Paper paper;
  for (const congress::docx::Piece& piece : document->pieces) *paper.add_body() = piece.block;
  // What is too much for one paper is refused where it is taken.
  if (congress::status::ReasonOf(congress::paper::Check(paper)) == "TABLE_INCONSISTENT") std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace congress;
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  Require(docx::Read("PK\x03\x04" + bytes, Refused));
  for (const std::string& xml : {bytes, "<w:document><w:body>" + bytes + "</w:body></w:document>"}) {
    Require(docx::ReadParts(
        [&](const std::string& path) -> absl::StatusOr<std::string> {
          if (path == "d.xml") return xml;
          if (path == "_rels/d.xml.rels") return std::string("<Relationships/>");
          return std::string("<Relationships><Relationship Type='officeDocument' Target='d.xml'/></Relationships>");
        },
        Refused));
  }
  return 0;
}

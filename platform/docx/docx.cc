#include "platform/docx/docx.h"

#include <optional>
#include <pugixml.hpp>
#include <utility>

#include "platform/docx/paragraph.h"
#include "platform/docx/styles.h"
#include "platform/docx/table.h"
#include "platform/docx/xml.h"
#include "platform/status/macros.h"
#include "platform/text/text.h"

namespace congress::docx {
namespace {

// Entities come in by a DOCTYPE, which no such document has.
bool Parse(const std::string& xml, pugi::xml_document* part) {
  if (text::FindInvalidUtf8(xml) != std::string::npos || xml.find("<!DOCTYPE") != std::string::npos) return false;
  return part->load_buffer(xml.data(), xml.size(), pugi::parse_default | pugi::parse_ws_pcdata_single,
                           pugi::encoding_utf8)
             .status == pugi::status_ok;
}

class BodyReader {
 public:
  explicit BodyReader(const Styles& styles) : styles_(styles) {}

  std::vector<Piece> Read(const pugi::xml_node& body) {
    Walk(body, [this](const pugi::xml_node& node) { return Take(node); });
    Flush();
    return std::move(pieces_);
  }

 private:
  // Nothing that stands below the body holds more of it.
  bool Take(const pugi::xml_node& node) {
    const std::string_view name = NameOf(node);
    if (name == "p") {
      Add(ReadParagraph(node, styles_));
    } else if (name == "tbl") {
      Flush();
      Piece table = ReadTable(node, styles_);
      if (table.block.block_case() == paper::v1::Block::BLOCK_NOT_SET && table.findings.empty()) return false;
      pieces_.push_back(std::move(table));
      // Between paragraphs bookmarks stand in what holds them.
      pieces_.back().anchors.insert(pieces_.back().anchors.begin(), anchors_.begin(), anchors_.end());
      anchors_.clear();
    } else if (name == "altChunk") {
      // Another file within this one.
      pieces_.push_back({.style = {}, .anchors = {}, .block = {}, .findings = {{Unheld::kPicture, ""}}});
    } else if (name == "bookmarkStart") {
      anchors_.emplace_back(ValueOf(node, "name"));
    } else {
      Piece unknown;
      TellUnknown(node, &unknown.findings);
      if (!unknown.findings.empty()) pieces_.push_back(std::move(unknown));
    }
    return false;
  }

  void Add(Paragraph paragraph) {
    paragraph.anchors.insert(paragraph.anchors.begin(), anchors_.begin(), anchors_.end());
    anchors_.clear();
    if (joining_.has_value()) Join(*std::exchange(joining_, std::nullopt), &paragraph);
    if (paragraph.joins) {
      joining_ = std::move(paragraph);
    } else {
      Emit(std::move(paragraph));
    }
  }

  void Flush() {
    if (joining_.has_value() && !joining_->runs.empty()) Emit(*std::move(joining_));
    joining_.reset();
  }

  void Emit(Paragraph paragraph) {
    // What keeps tables apart.
    if (paragraph.style == "gap" && paragraph.runs.empty() && paragraph.findings.empty() && paragraph.anchors.empty()) {
      return;
    }
    pieces_.push_back(PieceOf(std::move(paragraph)));
  }

  const Styles& styles_;
  std::vector<Piece> pieces_;
  std::vector<std::string> anchors_;
  std::optional<Paragraph> joining_;
};

// The part at the path; nothing where there is none.
absl::Status Load(const ooxml::PartOf& part, const std::string& path, const ooxml::Refuse& refuse,
                  pugi::xml_document* document) {
  if (path.empty()) return absl::OkStatus();
  const auto xml = part(path);
  if (absl::IsNotFound(xml.status())) return refuse("damaged");
  RETURN_IF_ERROR(xml.status());
  if (xml->size() > kMostDocumentBytes) return refuse("unpacked");
  return Parse(*xml, document) ? absl::OkStatus() : refuse("damaged");
}

absl::StatusOr<std::map<std::string, std::string>> ReadProperties(const ooxml::PartOf& part, const std::string& path,
                                                                  const ooxml::Refuse& refuse) {
  std::map<std::string, std::string> properties;
  pugi::xml_document document;
  RETURN_IF_ERROR(Load(part, path, refuse, &document));
  for (const pugi::xml_node& property : document.document_element().children()) {
    properties.emplace(ValueOf(property, "name"), property.first_child().text().get());
  }
  return properties;
}

}  // namespace

absl::StatusOr<Document> ReadParts(const ooxml::PartOf& part, const ooxml::Refuse& refuse) {
  ASSIGN_OR_RETURN(const std::vector<ooxml::Relation> roots, ooxml::RelationsOf(part, "", refuse));
  const std::string main = ooxml::PathOfType(roots, "officeDocument");
  if (main.empty()) return refuse("damaged");
  ASSIGN_OR_RETURN(const std::vector<ooxml::Relation> relations, ooxml::RelationsOf(part, main, refuse));
  if (!ooxml::PathOfType(relations, "vbaProject").empty()) return refuse("macros");
  pugi::xml_document document;
  RETURN_IF_ERROR(Load(part, main, refuse, &document));
  const pugi::xml_node body = ChildOf(document.document_element(), "body");
  if (NameOf(document.document_element()) != "document" || !body) return refuse("damaged");
  Document read;
  ASSIGN_OR_RETURN(read.properties, ReadProperties(part, ooxml::PathOfType(roots, "custom-properties"), refuse));
  pugi::xml_document styles;
  RETURN_IF_ERROR(Load(part, ooxml::PathOfType(relations, "styles"), refuse, &styles));
  read.pieces = BodyReader(Styles(styles.document_element())).Read(body);
  return read;
}

absl::StatusOr<Document> Read(std::string_view bytes, const ooxml::Refuse& refuse) {
  if (ooxml::IsCompound(bytes)) return refuse("encrypted");
  if (!ooxml::IsZip(bytes)) return refuse("damaged");
  ASSIGN_OR_RETURN(ooxml::Package package, ooxml::Package::Open(bytes, refuse));
  return ReadParts([&](const std::string& path) { return package.Part(path); }, refuse);
}

}  // namespace congress::docx

#include "cli/yaml/document.h"

#include <algorithm>
#include <map>
#include <sstream>

#include "absl/strings/str_format.h"
#include "platform/status/strings.h"
#include "platform/text/text.h"
#include "yaml-cpp/eventhandler.h"
#include "yaml-cpp/exceptions.h"
#include "yaml-cpp/parser.h"

namespace congress::cli::yaml {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Line and column of bytes.
class Lines {
 public:
  explicit Lines(std::string_view text) : text_(text) {
    for (size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\n') starts_.push_back(i + 1);
    }
  }

  // `column` counts bytes, as yaml-cpp does. Characters are counted from the place asked for before: places come nearly
  // in order, and a line may be as long as the file.
  Place At(size_t line, size_t column) {
    line = std::min(line, starts_.size() - 1);
    const size_t offset = std::min(starts_[line] + column, text_.size());
    if (line != line_) {
      line_ = line;
      offset_ = starts_[line];
      characters_ = 0;
    }
    characters_ += offset > offset_ ? Characters(offset_, offset) : -Characters(offset, offset_);
    offset_ = offset;
    return {static_cast<int>(line) + 1, characters_ + 1};
  }
  Place At(const YAML::Mark& mark) {
    return mark.is_null() ? Place{} : At(static_cast<size_t>(mark.line), static_cast<size_t>(mark.column));
  }
  Place Of(size_t offset) {
    const auto next = std::upper_bound(starts_.begin(), starts_.end(), offset);
    const auto line = static_cast<size_t>(next - starts_.begin()) - 1;
    return At(line, offset - starts_[line]);
  }

 private:
  int Characters(size_t from, size_t to) const {
    const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
    const std::string_view part = text_.substr(from, to - from);
    return static_cast<int>(std::count_if(part.begin(), part.end(), begins));
  }

  const std::string_view text_;
  std::vector<size_t> starts_ = {0};
  size_t line_ = 0;
  size_t offset_ = 0;
  int characters_ = 0;
};

// Offset of the first character that no YAML text holds, npos without one. yaml-cpp takes some of them for the end of
// the text.
size_t FindControl(std::string_view text) {
  const auto found = std::find_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' && c != '\r') || c == 0x7f;
  });
  return found == text.end() ? std::string_view::npos : static_cast<size_t>(found - text.begin());
}

// Builds the tree from yaml-cpp's events. Exceptions are how a handler ends the reading; none leaves Parse.
class Builder : public YAML::EventHandler {
 public:
  Builder(Lines* lines, Document* document) : lines_(lines), document_(document) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (started_) throw YAML::ParserException(mark, "another document begins; a file holds one");
    started_ = true;
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Close(Begin(Node::Kind::kNull, mark, "", anchor));
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    Begin(Node::Kind::kScalar, mark, tag, anchor)->text = value;
    Close(open_.back());
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    Begin(Node::Kind::kList, mark, tag, anchor);
  }
  void OnSequenceEnd() override { Close(open_.back()); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    Begin(Node::Kind::kMap, mark, tag, anchor);
  }
  void OnMapEnd() override { Close(open_.back()); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const Node* target = anchors_.at(anchor);
    if (std::find(open_.begin(), open_.end(), target) != open_.end()) {
      throw YAML::ParserException(mark, "the alias stands within what it names");
    }
    Append(target, mark);
  }

 private:
  Node* Begin(Node::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    Node& node = document_->nodes.emplace_back();
    node.kind = kind;
    node.place = lines_->At(mark);
    // yaml-cpp's words for plain and for quoted values without a tag.
    if (tag != "?" && tag != "!") node.tag = tag;
    if (anchor != YAML::NullAnchor) anchors_[anchor] = &node;
    if (open_.size() >= static_cast<size_t>(kMostDepth)) TooDeep(mark);
    open_.push_back(&node);
    marks_.push_back(mark);
    return &node;
  }

  void Close(const Node* node) {
    const YAML::Mark mark = marks_.back();
    open_.pop_back();
    marks_.pop_back();
    Append(node, mark);
  }

  // Adds a finished node to the one around it; keys and values of a map take turns.
  void Append(const Node* node, const YAML::Mark& mark) {
    if (open_.empty()) {
      document_->root = node;
      return;
    }
    Node& around = *open_.back();
    around.size += node->size;
    around.depth = std::max(around.depth, node->depth + 1);
    if (around.size > kMostNodes) {
      throw YAML::ParserException(mark, StrCat("more than ", kMostNodes, " values, aliases unfolded"));
    }
    if (around.depth > kMostDepth) TooDeep(mark);
    if (around.kind == Node::Kind::kList) {
      around.items.push_back(node);
    } else if (around.entries.empty() || around.entries.back().second != nullptr) {
      around.entries.emplace_back(node, nullptr);
    } else {
      around.entries.back().second = node;
    }
  }

  [[noreturn]] void TooDeep(const YAML::Mark& mark) const {
    throw YAML::ParserException(mark, StrCat("nested deeper than ", kMostDepth, " levels"));
  }

  Lines* const lines_;
  Document* const document_;
  bool started_ = false;
  std::vector<Node*> open_;
  std::vector<YAML::Mark> marks_;
  std::map<YAML::anchor_t, const Node*> anchors_;
};

}  // namespace

Document Parse(std::string_view text) {
  Document document;
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  const auto refuse = [&](Place place, std::string what) {
    document.root = nullptr;
    document.faults.push_back({place, "", std::move(what)});
  };
  if (text.size() > kMostBytes) {
    refuse({}, StrCat("has ", text.size(), " bytes; at most ", kMostBytes, " are taken"));
    return document;
  }
  Lines lines(text);
  if (const size_t bad = text::FindInvalidUtf8(text); bad != std::string_view::npos) {
    refuse(lines.Of(bad), "is no UTF-8");
  } else if (const size_t control = FindControl(text); control != std::string_view::npos) {
    refuse(lines.Of(control), absl::StrFormat("holds the control character 0x%02x", text[control]));
  }
  if (!document.faults.empty()) return document;
  try {
    // At the end of the text yaml-cpp takes a quote that nobody closed for closed; at the end of a document it does
    // not.
    std::istringstream stream(StrCat(text, text.ends_with('\n') ? "" : "\n", "...\n"));
    YAML::Parser parser(stream);
    Builder builder(&lines, &document);
    while (parser.HandleNextDocument(builder)) continue;
    if (document.root == nullptr || document.root->kind == Node::Kind::kNull) refuse({}, "is empty");
  } catch (const YAML::Exception& error) {
    refuse(lines.At(error.mark), error.msg);
  }
  return document;
}

}  // namespace congress::cli::yaml

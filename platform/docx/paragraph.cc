#include "platform/docx/paragraph.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_replace.h"
#include "platform/docx/xml.h"
#include "platform/status/strings.h"
#include "platform/text/clean.h"
#include "platform/text/text.h"

namespace congress::docx {
namespace {

using Role = paper::v1::Paragraph;

constexpr size_t kMostTold = 100;
// What follows the label of an article that was written on within the label's style.
constexpr size_t kMostLabelBytes = 48;

// Follows the elements of a paragraph.
class ParagraphReader {
 public:
  // `style`: id of that of the paragraph.
  ParagraphReader(std::string_view style, const Styles& styles, Paragraph* paragraph)
      : style_(style), styles_(styles), paragraph_(*paragraph) {}

  void ReadAll(const pugi::xml_node& root) {
    Walk(root, [&](const pugi::xml_node& node) { return Take(node); });
  }

 private:
  void Tell(Unheld what, std::string_view text = {}) { paragraph_.findings.push_back({what, Beginning(text)}); }

  // Whether it holds more of the paragraph.
  bool Take(const pugi::xml_node& node) {
    const std::string_view name = NameOf(node);
    if (IsGone(name)) {
      paragraph_.had_more = true;
    } else if (name == "r") {
      ReadRun(node);
    } else if (name == "bookmarkStart") {
      paragraph_.anchors.emplace_back(ValueOf(node, "name"));
    } else if (name == "hyperlink") {
      Tell(Unheld::kLink, TextWithin(node));
      return true;
    } else if (name == "oMath" || name == "oMathPara") {
      Tell(Unheld::kFormula);
    } else {
      TellUnknown(node, &paragraph_.findings);
    }
    return false;
  }

  void ReadRun(const pugi::xml_node& node) {
    Run run;
    bool plain = true;
    bool hidden = styles_.Hides(style_, "");
    Walk(node, [&](const pugi::xml_node& child) {
      const std::string_view name = NameOf(child);
      if (name == "rPr") {
        plain = ReadProperties(child, &run);
        hidden =
            ChildOf(child, "vanish") ? IsOn(child, "vanish") : styles_.Hides(style_, ValueOf(ChildOf(child, "rStyle")));
      } else if (name == "t") {
        run.text += child.text().get();
      } else if (name == "tab") {
        run.text += '\t';
      } else if (name == "cr" ||
                 (name == "br" && (ValueOf(child, "type").empty() || ValueOf(child, "type") == "textWrapping"))) {
        run.text += '\n';
      } else if (name == "noBreakHyphen") {
        run.text += '-';
      } else if (name == "sym") {
        Tell(Unheld::kSymbol);
      } else if (name == "footnoteReference" || name == "endnoteReference") {
        Tell(Unheld::kFootnote);
      } else if (name == "commentReference") {
        Tell(Unheld::kComment);
      } else if (name == "drawing" || name == "pict" || name == "object") {
        Tell(Unheld::kPicture);
      } else if (name == "ruby") {
        AddText(std::exchange(run.text, ""), run, plain, hidden);
        ReadRuby(child);
      } else {
        TellUnknown(child, &paragraph_.findings);
      }
      return false;
    });
    AddText(std::move(run.text), run, plain, hidden);
  }

  // The words below; those above them are told.
  void ReadRuby(const pugi::xml_node& node) {
    Tell(Unheld::kRuby, TextWithin(ChildOf(node, "rt")));
    if (depth_ == kMostDepth) return;
    ++depth_;
    ReadAll(ChildOf(node, "rubyBase"));
    --depth_;
  }

  // Text with the properties of `run`.
  void AddText(std::string text, Run run, bool plain, bool hidden) {
    auto clean = text::Clean(text::Kind::kSpan, text);
    if (!clean.ok() && !hidden) Tell(Unheld::kSymbol);
    run.text = clean.ok() ? *std::move(clean) : text::CleanOrDrop(text::Kind::kSpan, text);
    if (run.text.empty()) return;
    const bool blank = run.text.find_first_not_of(" \t\n") == std::string::npos;
    if (hidden) {
      if (!blank) Tell(Unheld::kHidden, run.text);
      return;
    }
    if (!plain && !blank) Tell(Unheld::kEmphasis, run.text);
    paragraph_.runs.push_back(std::move(run));
  }

  // Whether spans have all of the emphasis.
  static bool ReadProperties(const pugi::xml_node& node, Run* run) {
    const std::string style = StyleKey(ValueOf(ChildOf(node, "rStyle")));
    run->label = style.starts_with("label");
    run->bold = style.starts_with("strong");
    run->italic = style.ends_with("emphasis");
    if (ChildOf(node, "b")) run->bold = IsOn(node, "b");
    if (ChildOf(node, "i")) run->italic = IsOn(node, "i");
    const std::string_view raised = ValueOf(ChildOf(node, "vertAlign"));
    return !IsOn(node, "u") && !IsOn(node, "strike") && !IsOn(node, "dstrike") &&
           (raised.empty() || raised == "baseline");
  }

  const std::string_view style_;
  const Styles& styles_;
  Paragraph& paragraph_;
  int depth_ = 0;
};

Role::Role RoleOf(const std::string& style) {
  static const auto& roles = *new std::map<std::string, Role::Role, std::less<>>{
      {"article", Role::ARTICLE}, {"operative", Role::OPERATIVE}, {"part", Role::PART},
      {"section", Role::SECTION}, {"note", Role::NOTE},           {"heading1", Role::PART}};
  if (const auto found = roles.find(style); found != roles.end()) return found->second;
  return style.starts_with("heading") && style.size() == 8 ? Role::SECTION : Role::ROLE_UNSPECIFIED;
}

// Takes the label from the front of the runs. Who goes on writing behind a label has its style, so it ends where labels
// do; `begin` is the first run that is text.
std::string TakeLabel(std::vector<Run>* runs, size_t* begin) {
  std::string label;
  for (*begin = 0; *begin < runs->size() && (*runs)[*begin].label; ++*begin) label += (*runs)[*begin].text;
  size_t end = label.size();
  for (const char* const mark : {". ", ") "})
    end = std::min(end, label.find(mark) + (label.find(mark) == std::string::npos ? 0 : 1));
  if (end > kMostLabelBytes) end = 0;
  std::string rest = label.substr(end);
  label.resize(end);
  // One space sets it off.
  if (!label.empty() && rest.starts_with(' ')) rest.erase(0, 1);
  if (!rest.empty()) {
    --*begin;
    (*runs)[*begin] = {.text = std::move(rest)};
  }
  return text::CleanOrDrop(text::Kind::kLine, label);
}

}  // namespace

std::string Paragraph::Text() const {
  std::string text;
  for (const Run& run : runs) text += run.text;
  return text;
}

std::string StyleKey(std::string_view id) {
  std::string key;
  for (const char c : id) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c))) key += absl::ascii_tolower(static_cast<unsigned char>(c));
  }
  return key;
}

void TellUnknown(const pugi::xml_node& node, std::vector<Finding>* findings) {
  const std::string text = TextWithin(node);
  if (text.find_first_not_of(" \t\n") != std::string::npos) findings->push_back({Unheld::kUnknown, Beginning(text)});
}

std::string Beginning(std::string_view text) {
  size_t end = 0;
  for (size_t i = 0; i < kMostTold && end < text.size(); ++i) {
    if (!text::TakeCodePoint(text, &end)) break;
  }
  return StrCat(absl::StrReplaceAll(ToAbsl(text.substr(0, end)), {{"\n", " "}, {"\t", " "}}),
                end < text.size() ? "…" : "");
}

Paragraph ReadParagraph(const pugi::xml_node& node, const Styles& styles) {
  Paragraph paragraph;
  const pugi::xml_node properties = ChildOf(node, "pPr");
  const std::string_view style = ValueOf(ChildOf(properties, "pStyle"));
  paragraph.style = StyleKey(style);
  paragraph.align = std::string(ValueOf(ChildOf(properties, "jc")));
  paragraph.joins = HasGone(ChildOf(properties, "rPr"));
  const pugi::xml_node numbering = ChildOf(properties, "numPr");
  const std::string_view number = ValueOf(ChildOf(numbering, "numId"));
  paragraph.numbered = !number.empty() && number != "0";
  if (!absl::SimpleAtoi(ToAbsl(ValueOf(ChildOf(numbering, "ilvl"))), &paragraph.level)) paragraph.level = 0;
  ParagraphReader(style, styles, &paragraph).ReadAll(node);
  return paragraph;
}

void Join(Paragraph before, Paragraph* paragraph) {
  paragraph->had_more = true;
  if (!before.runs.empty()) {
    paragraph->anchors.insert(paragraph->anchors.begin(), before.anchors.begin(), before.anchors.end());
  }
  paragraph->runs.insert(paragraph->runs.begin(), std::make_move_iterator(before.runs.begin()),
                         std::make_move_iterator(before.runs.end()));
  paragraph->findings.insert(paragraph->findings.begin(), before.findings.begin(), before.findings.end());
}

void AddSpans(const std::vector<Run>& runs, size_t begin, Spans* spans) {
  for (size_t i = begin; i < runs.size(); ++i) {
    const Run& run = runs[i];
    paper::v1::Span* last = spans->empty() ? nullptr : &*spans->rbegin();
    if (last == nullptr || last->bold() != run.bold || last->italic() != run.italic) {
      last = spans->Add();
      last->set_bold(run.bold);
      last->set_italic(run.italic);
    }
    last->mutable_text()->append(run.text);
  }
}

Piece PieceOf(Paragraph paragraph) {
  Piece piece;
  const bool is_item = paragraph.style.size() == 5 && paragraph.style.starts_with("item");
  size_t begin = 0;
  std::string label = TakeLabel(&paragraph.runs, &begin);
  if (is_item || paragraph.numbered) {
    paper::v1::Item& item = *piece.block.mutable_list()->add_items();
    if (paragraph.numbered) {
      paragraph.findings.push_back({Unheld::kNumbering, Beginning(paragraph.Text())});
      if (label.empty()) label.push_back('-');
    }
    item.set_level(std::clamp(is_item ? paragraph.style.back() - '0' : paragraph.level, 0, 3));
    item.set_mark(std::move(label));
    AddSpans(paragraph.runs, begin, item.mutable_spans());
  } else {
    paper::v1::Paragraph& made = *piece.block.mutable_paragraph();
    made.set_role(RoleOf(paragraph.style));
    made.set_label(std::move(label));
    AddSpans(paragraph.runs, begin, made.mutable_spans());
  }
  piece.style = std::move(paragraph.style);
  piece.anchors = std::move(paragraph.anchors);
  piece.findings = std::move(paragraph.findings);
  return piece;
}

}  // namespace congress::docx

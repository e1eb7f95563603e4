#include "platform/paper/layout.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <functional>

#include "platform/status/strings.h"

extern "C" const char congress_paper_layout_begin[];
extern "C" const char congress_paper_layout_end[];

namespace congress::paper {
namespace {

// What reads the value of a key.
using Read = std::function<void(const YAML::Node&)>;

[[noreturn]] void Refuse(const YAML::Node& node, std::string_view what) {
  throw YAML::RepresentationException(node.Mark(), std::string(what));
}

void ReadMap(const YAML::Node& node, const std::map<std::string, Read>& keys) {
  if (!node.IsMap()) Refuse(node, "a map is wanted here");
  for (const auto& entry : node) {
    const auto found = keys.find(entry.first.as<std::string>());
    if (found == keys.end()) Refuse(entry.first, StrCat("unknown key '", entry.first.as<std::string>(), "'"));
    found->second(entry.second);
  }
}

Read Into(std::string* text) {
  return [text](const YAML::Node& node) { *text = node.as<std::string>(); };
}

Read Into(bool* flag) {
  return [flag](const YAML::Node& node) { *flag = node.as<bool>(); };
}

Read Into(int* number, int least, int most) {
  return [=](const YAML::Node& node) {
    *number = node.as<int>();
    if (*number < least || *number > most) Refuse(node, StrCat("a number from ", least, " to ", most, " is wanted"));
  };
}

Read Into(Side* side) {
  return [side](const YAML::Node& node) {
    static const std::map<std::string, Side> sides = {
        {"left", Side::kLeft}, {"centre", Side::kCentre}, {"right", Side::kRight}, {"both", Side::kBoth}};
    const auto found = sides.find(node.as<std::string>());
    if (found == sides.end()) Refuse(node, "left, centre, right or both is wanted");
    *side = found->second;
  };
}

// One text for all languages or one for each.
Read Into(Wording* wording) {
  return [wording](const YAML::Node& node) {
    if (node.IsScalar()) {
      (*wording)["vi"] = (*wording)["en"] = node.as<std::string>();
    } else {
      ReadMap(node, {{"vi", Into(&(*wording)["vi"])}, {"en", Into(&(*wording)["en"])}});
    }
  };
}

template <class Value>
Read Each(std::map<std::string, Value>* values, void (*read)(const YAML::Node&, Value*)) {
  return [=](const YAML::Node& node) {
    if (!node.IsMap()) Refuse(node, "a map is wanted here");
    for (const auto& entry : node) read(entry.second, &(*values)[entry.first.as<std::string>()]);
  };
}

void ReadStyle(const YAML::Node& node, Style* style) {
  constexpr int kMostSpace = 400;
  ReadMap(node, {{"size", Into(&style->size, 4, 96)},
                 {"bold", Into(&style->bold)},
                 {"italic", Into(&style->italic)},
                 {"underline", Into(&style->underline)},
                 {"ruled", Into(&style->ruled)},
                 {"align", Into(&style->align)},
                 {"line", Into(&style->line, 80, 400)},
                 {"before", Into(&style->before, 0, kMostSpace)},
                 {"after", Into(&style->after, 0, kMostSpace)},
                 {"first", Into(&style->first, 0, 50)},
                 {"indent", Into(&style->indent, 0, 50)},
                 {"level", Into(&style->level, 0, 9)},
                 {"keep", Into(&style->keep)}});
}

void ReadWording(const YAML::Node& node, Wording* wording) { Into(wording)(node); }

void ReadMonths(const YAML::Node& node, std::vector<std::string>* months) {
  *months = node.as<std::vector<std::string>>();
  if (months->size() != 12) Refuse(node, "twelve months are wanted");
}

class Reader {
 public:
  Layout Run(const YAML::Node& root) {
    Layout& l = layout_;
    constexpr int kMost = 1000;
    const Read signature = [&](const YAML::Node& node) {
      ReadMap(node, {{"lines", Into(&l.kept_lines, 0, 20)}, {"letters", Into(&l.line_letters, 1, kMost)}});
    };
    ReadMap(root, {{"page",
                    [&](const YAML::Node& page) {
                      ReadMap(page, {{"width", Into(&l.width, 100, kMost)},
                                     {"height", Into(&l.height, 100, kMost)},
                                     {"top", Into(&l.top, 5, kMost)},
                                     {"bottom", Into(&l.bottom, 5, kMost)},
                                     {"left", Into(&l.left, 0, kMost)},
                                     {"right", Into(&l.right, 0, kMost)}});
                      // On its long side too there must be room for some lines.
                      const int shorter = std::min(l.width, l.height);
                      if (shorter - std::max(l.left + l.right, l.top + l.bottom) < 50) {
                        Refuse(page, "the margins leave less than 50 mm");
                      }
                    }},
                   {"font", Into(&l.font)},
                   {"page_number",
                    [&](const YAML::Node& number) {
                      ReadMap(number, {{"first", Into(&l.first_number, 1, 2)}, {"style", Named(&l.number_style)}});
                    }},
                   {"footer",
                    [&](const YAML::Node& foot) {
                      ReadMap(foot, {{"style", Named(&l.footer_style)}});
                    }},
                   {"signature", signature},
                   {"styles", Each<Style>(&l.styles, ReadStyle)},
                   {"before", Parts(&l.before)},
                   {"after", Parts(&l.after)},
                   {"annex", Parts(&l.annex)},
                   {"blanks", Each<Wording>(&l.blanks, ReadWording)},
                   {"months", Each<std::vector<std::string>>(&l.months, ReadMonths)}});
    if (l.width == 0 || l.height == 0 || l.font.empty()) Refuse(root, "page and font are wanted");
    for (const auto& [name, node] : named_) {
      if (!l.styles.contains(name)) Refuse(node, StrCat("no style '", name, "'"));
    }
    // What the body of a paper is made of.
    for (const char* name : {"text", "article", "operative", "part", "section", "note", "item-0", "item-1", "item-2",
                             "item-3", "cell", "cell-centre", "cell-right", "cell-heading", "gap"}) {
      if (!l.styles.contains(name)) Refuse(root, StrCat("no style '", name, "'"));
    }
    if (l.number_style.empty() || l.footer_style.empty()) Refuse(root, "page_number and footer need a style");
    return std::move(layout_);
  }

 private:
  // The name of a style, which stands perhaps further down.
  Read Named(std::string* style) {
    return [this, style](const YAML::Node& node) {
      *style = node.as<std::string>();
      named_.emplace_back(*style, node);
    };
  }

  void ReadLine(const YAML::Node& node, Line* line) {
    ReadMap(node, {{"style", Named(&line->style)}, {"text", Into(&line->text)}});
    if (line->style.empty() || line->text.empty()) Refuse(node, "a line has a style and a text");
  }

  Read Lines(std::vector<Line>* lines) {
    return [this, lines](const YAML::Node& node) {
      for (const auto& line : node) ReadLine(line, &lines->emplace_back());
    };
  }

  Read Parts(std::vector<Part>* parts) {
    return [this, parts](const YAML::Node& node) {
      for (const auto& entry : node) {
        Part& part = parts->emplace_back();
        if (!entry["columns"]) {
          ReadLine(entry, &part.left.emplace_back());
          continue;
        }
        ReadMap(entry, {{"columns", [&](const YAML::Node& widths) { part.widths = widths.as<std::vector<int>>(); }},
                        {"left", Lines(&part.left)},
                        {"right", Lines(&part.right)}});
        const auto& widths = part.widths;
        if (widths.size() != 2 || *std::min_element(widths.begin(), widths.end()) < 1) {
          Refuse(entry, "columns are two widths");
        }
      }
    };
  }

  Layout layout_;
  std::vector<std::pair<std::string, YAML::Node>> named_;
};

}  // namespace

absl::StatusOr<Layout> Layout::Parse(std::string_view yaml) {
  // yaml-cpp reports by exceptions; none leaves this function.
  try {
    return Reader().Run(YAML::Load(std::string(yaml)));
  } catch (const YAML::Exception& error) {
    return absl::InvalidArgumentError(StrCat("line ", error.mark.line + 1, ": ", error.msg));
  }
}

const Layout& Layout::Default() {
  static const Layout& layout = *new Layout(*Parse({congress_paper_layout_begin, congress_paper_layout_end}));
  return layout;
}

}  // namespace congress::paper

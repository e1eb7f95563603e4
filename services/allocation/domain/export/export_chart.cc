#include "services/allocation/domain/export/export_chart.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include "absl/numeric/int128.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "platform/text/text.h"
#include "services/allocation/domain/export/chart_labels.h"
#include "services/allocation/domain/export/chart_scale.h"
#include "services/allocation/domain/export/xml_text.h"
#include "services/allocation/domain/wording.h"

namespace congress::allocation {
namespace {

using Line = v1::AllocationLine;

// All lengths are tenths of a pixel.
constexpr int64_t kWidth = 9000;
constexpr int64_t kHeight = 6200;
constexpr Box kPlot = {.left = 700, .top = 800, .right = 8650, .bottom = 5200};
constexpr int64_t kPlotWidth = kPlot.right - kPlot.left;
constexpr int64_t kPlotHeight = kPlot.bottom - kPlot.top;
constexpr int64_t kRadius = 42;
// Between a mark and the names of others, so that none seems to belong to it.
constexpr int64_t kRoom = 100;
// A line of small text, and a character of it; wide letters and those of wide fonts fit as well.
constexpr int64_t kTextHeight = 150;
constexpr int64_t kTextWidth = 76;
constexpr size_t kMostLabels = 12;
constexpr size_t kMostNameLength = 40;
constexpr size_t kMostTitleLength = 100;

// `12.3`.
std::string Px(int64_t tenths) { return StrCat(tenths / 10, ".", tenths % 10); }

std::string Shortened(const std::string& text, size_t most) {
  if (text::Length(text) <= most) return text;
  std::string kept;
  size_t characters = 0;
  for (const char byte : text) {
    if ((static_cast<unsigned char>(byte) & 0xC0) != 0x80 && ++characters == most) break;
    kept.push_back(byte);
  }
  return kept + "…";
}

std::string Facts(const Line& line) {
  return StrCat(line.display_name(), ": ", Grouped(line.members()), " đảng viên",
                BasisInWords(line.members_basis(), status::Language::kVietnamese), ", ", Grouped(line.seats()),
                " đại biểu");
}

class Chart {
 public:
  explicit Chart(const v1::AllocationPlan& plan) : plan_(plan) {
    int64_t most_members = 0;
    int64_t most_seats = 0;
    for (const Line& line : plan.lines()) {
      members_ += line.members();
      seats_ += line.seats();
      most_members = std::max(most_members, line.members());
      most_seats = std::max(most_seats, line.seats());
    }
    // Room, so that no mark lies on the edge. Ticks of long numbers stand further apart.
    most_members += most_members / 20;
    most_seats += most_seats / 20 + 1;
    const auto digits = static_cast<int64_t>(Grouped(most_members).size());
    across_ = RoundScale(most_members, kPlotWidth / std::max<int64_t>(700, (digits + 4) * kTextWidth));
    up_ = RoundScale(most_seats, 10);
  }

  std::string Draw() {
    const std::vector<const Line*> farthest = Farthest();
    std::string svg = absl::Substitute(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"$0\" height=\"$1\" viewBox=\"0 0 $0 $1\" role=\"img\" "
        "aria-labelledby=\"chart-title chart-description\" font-family=\"'Noto Sans', 'DejaVu Sans', Arial, "
        "sans-serif\" font-size=\"12\" fill=\"#222222\">\n",
        kWidth / 10, kHeight / 10);
    absl::StrAppend(&svg, "<title id=\"chart-title\">", EscapeXml(StrCat(kTitle, ": ", plan_.display_name())),
                    "</title>\n<desc id=\"chart-description\">", EscapeXml(Description(farthest)), "</desc>\n",
                    "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
    svg += Heading() + Axes() + Average() + Points() + Names(farthest) + Legend();
    return svg + "</svg>\n";
  }

 private:
  static constexpr char kTitle[] = "Số đại biểu và số đảng viên của từng tổ chức đảng";

  Point At(int64_t members, int64_t seats) const {
    return {kPlot.left + across_.At(members, kPlotWidth), kPlot.bottom - up_.At(seats, kPlotHeight)};
  }
  Point At(const Line& line) const { return At(line.members(), line.seats()); }

  // By how many seats a line lies off the average, as a part of all members.
  absl::int128 Deviation(const Line& line) const {
    const absl::int128 off = absl::int128(line.seats()) * members_ - absl::int128(line.members()) * seats_;
    return off < 0 ? -off : off;
  }

  // Those farthest from the average, the farthest first.
  std::vector<const Line*> Farthest() const {
    std::vector<const Line*> lines;
    for (const Line& line : plan_.lines()) {
      if (Deviation(line) > 0) lines.push_back(&line);
    }
    std::stable_sort(lines.begin(), lines.end(),
                     [&](const Line* a, const Line* b) { return Deviation(*a) > Deviation(*b); });
    lines.resize(std::min(lines.size(), kMostLabels));
    return lines;
  }

  // `1 đại biểu bình quân 464,1 đảng viên`, rounded to tenths.
  std::string AverageInWords() const {
    if (seats_ == 0) return "Không có đại biểu";
    const auto tenths = static_cast<int64_t>((absl::int128(members_) * 10 + seats_ / 2) / seats_);
    return StrCat("Bình quân chung: ", Grouped(tenths / 10), ",", tenths % 10, " đảng viên / 1 đại biểu");
  }

  std::string Description(const std::vector<const Line*>& farthest) const {
    std::string text =
        StrCat("Biểu đồ ", plan_.lines_size(), " tổ chức đảng: trục ngang là số đảng viên, trục dọc là số đại biểu. ",
               AverageInWords(), " (đường nét đứt).");
    if (farthest.empty()) return text;
    const auto facts = [](std::string* out, const Line* line) { out->append(Facts(*line)); };
    return StrCat(text, " Lệch xa bình quân nhất: ", absl::StrJoin(farthest, "; ", facts), ".");
  }

  std::string Heading() const {
    return absl::Substitute(
        "<text x=\"$0\" y=\"28\" font-size=\"18\" font-weight=\"bold\">$1</text>\n"
        "<text x=\"$0\" y=\"49\" font-size=\"14\">$2</text>\n"
        "<text x=\"$0\" y=\"67\">$3</text>\n",
        Px(kPlot.left), kTitle, EscapeXml(Shortened(plan_.display_name(), kMostTitleLength)), EscapeXml(Notes()));
  }

  // How far the plan has come, and what its figures are not.
  std::string Notes() const {
    std::vector<std::string> notes = {Standing(plan_)};
    const auto counted = [](const Line& line) {
      return line.members_basis().empty() || line.members_basis() == "published";
    };
    const auto known = std::count_if(plan_.lines().begin(), plan_.lines().end(), counted);
    if (const auto others = plan_.lines_size() - known; others > 0) {
      notes.push_back(StrCat("số đảng viên của ", others, "/", plan_.lines_size(), " tổ chức không phải số thống kê"));
    }
    if (const int64_t open = SeatsAtStake(plan_); open > 0) {
      notes.push_back(StrCat("chưa kể ", Grouped(open), " đại biểu chờ bốc thăm"));
    }
    return absl::StrJoin(notes, "; ");
  }

  std::string Axes() const {
    std::string svg = "<g stroke=\"#dddddd\">\n";
    std::string numbers;
    for (int64_t members = 0; members <= across_.end; members += across_.step) {
      const std::string x = Px(At(members, 0).x);
      absl::SubstituteAndAppend(&svg, "<path d=\"M$0 $1V$2\"/>\n", x, Px(kPlot.top), Px(kPlot.bottom));
      absl::SubstituteAndAppend(&numbers, "<text x=\"$0\" y=\"$1\" text-anchor=\"middle\">$2</text>\n", x,
                                Px(kPlot.bottom + 190), Grouped(members));
    }
    for (int64_t seats = 0; seats <= up_.end; seats += up_.step) {
      const int64_t y = At(0, seats).y;
      absl::SubstituteAndAppend(&svg, "<path d=\"M$0 $1H$2\"/>\n", Px(kPlot.left), Px(y), Px(kPlot.right));
      absl::SubstituteAndAppend(&numbers, "<text x=\"$0\" y=\"$1\" text-anchor=\"end\">$2</text>\n",
                                Px(kPlot.left - 80), Px(y + 40), Grouped(seats));
    }
    absl::StrAppend(&svg, "</g>\n", numbers);
    absl::SubstituteAndAppend(&svg, "<path d=\"M$0 $1V$2H$3\" fill=\"none\" stroke=\"#222222\"/>\n", Px(kPlot.left),
                              Px(kPlot.top), Px(kPlot.bottom), Px(kPlot.right));
    absl::SubstituteAndAppend(&svg, "<text x=\"$0\" y=\"$1\" text-anchor=\"middle\" font-size=\"14\">$2</text>\n",
                              Px((kPlot.left + kPlot.right) / 2), Px(kPlot.bottom + 420), "Số đảng viên");
    absl::SubstituteAndAppend(
        &svg, "<text transform=\"translate(18 $0) rotate(-90)\" text-anchor=\"middle\" font-size=\"14\">$1</text>\n",
        Px((kPlot.top + kPlot.bottom) / 2), "Số đại biểu");
    return svg;
  }

  // Where the line of the average leaves the plot.
  Point AverageEnd() const {
    const absl::int128 at_edge = absl::int128(seats_) * across_.end;
    const absl::int128 at_top = absl::int128(members_) * up_.end;
    if (at_edge <= at_top) return {kPlot.right, kPlot.bottom - static_cast<int64_t>(at_edge * kPlotHeight / at_top)};
    return {kPlot.left + static_cast<int64_t>(at_top * kPlotWidth / at_edge), kPlot.top};
  }

  std::string Average() const {
    if (members_ == 0) return "";
    const Point end = AverageEnd();
    return absl::Substitute(
        "<path id=\"average\" d=\"M$0 $1L$2 $3\" stroke=\"#444444\" stroke-width=\"1.5\" stroke-dasharray=\"7 4\"/>\n",
        Px(kPlot.left), Px(kPlot.bottom), Px(end.x), Px(end.y));
  }

  // Elected and appointed differ by shape and not by colour alone.
  static std::string Mark(Point at, v1::Origin origin, const std::string& inner) {
    if (origin == v1::APPOINTED) {
      return absl::Substitute(
          "<path d=\"M$0 $1l$2 $2l-$2 $2l-$2 -$2z\" fill=\"#e08214\" fill-opacity=\"0.75\" stroke=\"#7f3b08\">$3"
          "</path>\n",
          Px(at.x), Px(at.y - kRadius - 10), Px(kRadius + 10), inner);
    }
    return absl::Substitute(
        "<circle cx=\"$0\" cy=\"$1\" r=\"$2\" fill=\"#4393c3\" fill-opacity=\"0.6\" stroke=\"#053061\">$3</circle>\n",
        Px(at.x), Px(at.y), Px(kRadius), inner);
  }

  std::string Points() const {
    std::string svg = "<g id=\"points\">\n";
    for (const Line& line : plan_.lines()) {
      svg += Mark(At(line), line.origin(), StrCat("<title>", EscapeXml(Facts(line)), "</title>"));
    }
    return svg + "</g>\n";
  }

  // What names must not cover: every mark, and the line of the average.
  std::vector<Box> Taken() const {
    constexpr int64_t kPieces = 400;
    std::vector<Box> taken;
    for (const Line& line : plan_.lines()) taken.push_back(Around(At(line), kRoom));
    if (members_ == 0) return taken;
    const Point end = AverageEnd();
    for (int64_t i = 0; i <= kPieces; ++i) {
      taken.push_back(Around(
          {kPlot.left + (end.x - kPlot.left) * i / kPieces, kPlot.bottom - (kPlot.bottom - end.y) * i / kPieces}, 20));
    }
    return taken;
  }

  std::string Names(const std::vector<const Line*>& lines) const {
    LabelPlacer placer(kPlot, Taken(), kRoom + 20);
    std::string svg = "<g id=\"names\">\n";
    for (const Line* line : lines) {
      const std::string name = Shortened(line->display_name(), kMostNameLength);
      const Point at = At(*line);
      const auto label = placer.Place(at, static_cast<int64_t>(text::Length(name)) * kTextWidth, kTextHeight);
      if (!label.has_value()) continue;
      if (label->leader.has_value()) {
        absl::SubstituteAndAppend(&svg, "<path d=\"M$0 $1L$2 $3\" stroke=\"#888888\" stroke-width=\"0.8\"/>\n",
                                  Px(at.x), Px(at.y), Px(label->leader->x), Px(label->leader->y));
      }
      // At the end of its box that is nearer to the point, whatever the font's true width is.
      const Box& box = label->box;
      const bool is_right = box.left > at.x;
      const bool is_left = box.right < at.x;
      absl::SubstituteAndAppend(&svg, "<text x=\"$0\" y=\"$1\" text-anchor=\"$2\">$3</text>\n",
                                Px(is_right  ? box.left
                                   : is_left ? box.right
                                             : (box.left + box.right) / 2),
                                Px(box.bottom - 36),
                                is_right  ? "start"
                                : is_left ? "end"
                                          : "middle",
                                EscapeXml(name));
    }
    return svg + "</g>\n";
  }

  std::string Legend() const {
    const int64_t y = kHeight - 250;
    const auto entry = [&](int64_t x, const std::string& text) {
      return absl::Substitute("<text x=\"$0\" y=\"$1\">$2</text>\n", Px(x), Px(y + 42), text);
    };
    return StrCat("<g id=\"legend\">\n", Mark({kPlot.left + 60, y}, v1::ELECTED, ""),
                  entry(kPlot.left + 160, "Đại biểu được bầu"), Mark({kPlot.left + 1860, y}, v1::APPOINTED, ""),
                  entry(kPlot.left + 1960, "Đại biểu được chỉ định"),
                  absl::Substitute("<path d=\"M$0 $1h40\" stroke=\"#444444\" stroke-width=\"1.5\" "
                                   "stroke-dasharray=\"7 4\"/>\n",
                                   Px(kPlot.left + 3960), Px(y)),
                  entry(kPlot.left + 4460, AverageInWords()), "</g>\n");
  }

  const v1::AllocationPlan& plan_;
  int64_t members_ = 0;
  int64_t seats_ = 0;
  Scale across_;
  Scale up_;
};

}  // namespace

absl::StatusOr<std::string> ToChart(const v1::AllocationPlan& plan) {
  RETURN_IF_ERROR(CheckFitForXml(plan));
  return Chart(plan).Draw();
}

}  // namespace congress::allocation

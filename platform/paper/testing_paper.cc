#include "platform/paper/testing_paper.h"

#include "platform/paper/build.h"
#include "platform/status/strings.h"

namespace congress::paper {
namespace {

void AddCell(const std::string& text, v1::Row* row, int columns = 1) {
  v1::Cell& cell = *row->add_cells();
  cell.set_columns(columns);
  if (!text.empty()) AddSpan(text, cell.mutable_spans());
}

void FillHeading(v1::Paper* paper) {
  paper->add_issuer("TỈNH ỦY MẪU");
  paper->add_issuer("BAN THƯỜNG VỤ");
  paper->set_number("12-QĐ/TU");
  paper->set_place("Mẫu");
  paper->mutable_date()->set_year(2025);
  paper->mutable_date()->set_month(7);
  paper->mutable_date()->set_day(9);
  paper->set_type("QUYẾT ĐỊNH");
  paper->set_abstract("về việc phân bổ đại biểu dự Đại hội đại biểu Đảng bộ tỉnh");
  paper->add_legal_bases("Căn cứ Điều lệ Đảng");
  paper->add_legal_bases("Xét đề nghị của Ban Tổ chức Tỉnh ủy");
  paper->mutable_signature()->set_authority("T/M BAN THƯỜNG VỤ");
  paper->mutable_signature()->set_title("BÍ THƯ");
  paper->mutable_signature()->set_name("Nguyễn Văn Mẫu");
  paper->add_recipients("Như Điều 3");
  paper->add_recipients("Văn phòng, các ban, đảng ủy trực thuộc");
}

// Headings in two rows, the first of which has a cell over three columns.
v1::Table UnitTable(int units) {
  v1::Table table;
  for (const int width : {6, 44, 16, 16, 18}) {
    table.add_columns()->set_width(width);
    table.mutable_columns(table.columns_size() - 1)->set_align(width == 44 ? v1::ALIGN_UNSPECIFIED : v1::RIGHT);
  }
  v1::Row& above = *table.add_heading();
  AddTallCell("TT", 2, &above);
  AddTallCell("Tổ chức đảng", 2, &above);
  AddCell("Đại biểu", &above, 3);
  v1::Row& below = *table.add_heading();
  for (const char* text : {"Cơ bản", "Thêm", "Tổng"}) AddCell(text, &below);
  for (int i = 1; i <= units; ++i) {
    v1::Row& row = *table.add_rows();
    for (const std::string& text :
         {StrCat(i), StrCat("Đảng bộ xã Mẫu thứ ", i), StrCat(i % 3), StrCat(i % 5), StrCat(i % 3 + i % 5)}) {
      AddCell(text, &row);
    }
  }
  return table;
}

}  // namespace

void AddSpan(const std::string& text, google::protobuf::RepeatedPtrField<v1::Span>* spans) {
  spans->Add()->set_text(text);
}

v1::Paragraph* AddParagraphTo(v1::Paper* paper, v1::Paragraph::Role role, const std::string& label,
                              const std::string& text) {
  v1::Paragraph* const paragraph = paper->add_body()->mutable_paragraph();
  paragraph->set_role(role);
  paragraph->set_label(label);
  AddSpan(text, paragraph->mutable_spans());
  return paragraph;
}

v1::Paper DecisionOn(int units) {
  v1::Paper paper;
  FillHeading(&paper);
  AddParagraphTo(&paper, v1::Paragraph::OPERATIVE, "", "BAN THƯỜNG VỤ TỈNH ỦY\nQUYẾT ĐỊNH:");
  AddParagraphTo(&paper, v1::Paragraph::ARTICLE, "Điều 1.", "Phân bổ đại biểu cho các tổ chức đảng theo Phụ lục.");
  AddParagraphTo(&paper, v1::Paragraph::ARTICLE, "Điều 2.", "Các tổ chức đảng có tên trong Phụ lục thi hành.");
  v1::Annex& annex = *paper.add_annexes();
  annex.set_label("PHỤ LỤC");
  annex.set_title("SỐ LƯỢNG ĐẠI BIỂU");
  annex.set_reference("kèm theo Quyết định số 12-QĐ/TU");
  annex.set_footer("Mã số liệu: 0123456789abcdef");
  *annex.add_body()->mutable_table() = UnitTable(units);
  return paper;
}

v1::Paper FullPaper() {
  v1::Paper paper = DecisionOn(60);
  paper.set_remark("Bản dùng để kiểm thử.");
  paper.set_draft("DỰ THẢO LẦN 2");
  paper.set_urgency("KHẨN");
  paper.set_circulation("Lưu hành nội bộ");
  paper.set_parent("ĐẢNG BỘ CẤP TRÊN");
  paper.set_motto("ĐẢNG CỘNG SẢN VIỆT NAM");
  AddParagraphTo(&paper, v1::Paragraph::PART, "I.", "TÌNH HÌNH");
  AddParagraphTo(&paper, v1::Paragraph::SECTION, "1.", "Kết quả & hạn chế <năm 2025>");
  v1::Paragraph* const stressed = AddParagraphTo(&paper, v1::Paragraph::ROLE_UNSPECIFIED, "", "Chữ thường, ");
  stressed->add_spans()->set_text("đậm, ");
  stressed->mutable_spans(1)->set_bold(true);
  stressed->add_spans()->set_text("nghiêng, ");
  stressed->mutable_spans(2)->set_italic(true);
  stressed->add_spans()->set_text("cả hai\ttrên một dòng\nvà dòng sau.");
  stressed->mutable_spans(3)->set_bold(true);
  stressed->mutable_spans(3)->set_italic(true);
  AddParagraphTo(&paper, v1::Paragraph::NOTE, "", "Số đảng viên là số ước tính.");
  v1::List& list = *paper.add_body()->mutable_list();
  for (const auto& [mark, level] : {std::pair{"-", 0}, {"+", 1}, {"a)", 2}, {"1.", 3}}) {
    v1::Item& item = *list.add_items();
    item.set_mark(mark);
    item.set_level(level);
    AddSpan(StrCat("ý thứ ", level + 1, " của danh sách"), item.mutable_spans());
  }
  *paper.add_body()->mutable_table() = UnitTable(2);
  for (int i = 0; i < 30; ++i) {
    AddParagraphTo(
        &paper, v1::Paragraph::ROLE_UNSPECIFIED, "",
        "Đảng ủy chỉ đạo, nghiêm túc thực hiện những nhiệm vụ đã được Đại hội quyết nghị; kiểm điểm việc thực "
        "hiện hằng quý và báo cáo trước ngày cuối cùng của quý.");
  }
  v1::Annex& wide = *paper.add_annexes();
  wide.set_label("PHỤ LỤC 2");
  wide.set_title("BẢNG NGANG");
  wide.set_landscape(true);
  *wide.add_body()->mutable_table() = UnitTable(3);
  return paper;
}

v1::Paper ReportOf(int words) {
  static constexpr const char* kWords[] = {"Đảng", "bộ",   "tỉnh", "lãnh",  "đạo", "nhân", "dân",
                                           "thực", "hiện", "nghị", "quyết", "Đại", "hội"};
  v1::Paper paper;
  FillHeading(&paper);
  paper.set_type("BÁO CÁO CHÍNH TRỊ");
  std::string text;
  for (int i = 1; i <= words; ++i) {
    text += text.empty() ? "" : " ";
    text += kWords[i % 13];
    if (i % 120 != 0 && i != words) continue;
    AddParagraphTo(&paper, v1::Paragraph::ROLE_UNSPECIFIED, "", text + ".");
    text.clear();
  }
  return paper;
}

}  // namespace congress::paper

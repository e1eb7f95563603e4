#include "services/dossiers/domain/gaps_paper.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"
#include "platform/civil/civil.h"
#include "platform/paper/build.h"

namespace congress::dossiers {
namespace {

using status::Sentence;
using Requirements = google::protobuf::RepeatedPtrField<v1::RequirementGap>;

class Words {
 public:
  explicit Words(status::Language language) : language_(language) {}

  template <class... Facts>
  std::string operator()(const Sentence& sentence, const Facts&... facts) const {
    return absl::Substitute(sentence.In(language_), facts...);
  }
  std::string Day(absl::CivilDay day) const { return paper::Day(day, language_); }

 private:
  const status::Language language_;
};

// `Thiếu: Tờ trình; Sơ yếu lý lịch.`; nothing where there are none.
void AddGaps(const Sentence& what, const Requirements& gaps, const Words& say, std::vector<std::string>* lines) {
  if (gaps.empty()) return;
  std::vector<std::string> titles;
  for (const v1::RequirementGap& gap : gaps) {
    titles.push_back(gap.has_last_valid_date()
                         ? absl::StrCat(gap.title(), " (", say.Day(civil::FromDate(gap.last_valid_date())), ")")
                         : gap.title());
  }
  lines->push_back(absl::StrCat(say(what), ": ", absl::StrJoin(titles, "; "), "."));
}

}  // namespace

paper::v1::Paper GapsPaper(const GapTable& gaps, const v1::ExportDossierGapsRequest& request,
                           status::Language language) {
  const Words say(language);
  paper::v1::Paper paper;
  paper.set_language(paper::LanguageOf(language));
  paper::SetForm(request.form(), &paper);
  paper.set_type(say({.en = "LIST", .vi = "DANH SÁCH"}));
  std::string about = say({.en = "of dossiers that lack papers", .vi = "hồ sơ còn thiếu giấy tờ, tài liệu"});
  if (!request.organisation().empty()) {
    absl::StrAppend(&about, say({.en = " of ", .vi = " của "}), gaps.organisation_name(request.organisation()));
  }
  if (!request.congress_display_name().empty()) {
    absl::StrAppend(&about, say({.en = " for ", .vi = " phục vụ "}), request.congress_display_name());
  }
  paper.set_abstract(about);
  paper::Blocks* body = paper.mutable_body();
  const v1::GapSums& sums = gaps.sums;
  paper::AddText(
      say({.en = "Dossiers with gaps: $0 of $1; papers missing: $2, no longer valid: $3, ending before $4: $5.",
           .vi = "Có $0/$1 hồ sơ chưa đầy đủ; giấy tờ còn thiếu: $2; hết giá trị: $3; hết giá trị trước ngày $4: $5."},
          sums.gap_dossier_count(), sums.dossier_count(), sums.missing_count(), sums.expired_count(),
          say.Day(gaps.before), sums.expiring_count()),
      body);
  paper::v1::Table& table = *body->Add()->mutable_table();
  paper::AddColumn(13, paper::v1::CENTRE, &table);
  for (const int width : {42, 38, 67}) paper::AddColumn(width, paper::v1::ALIGN_UNSPECIFIED, &table);
  paper::AddRow({say({.en = "No.", .vi = "STT"}), say({.en = "Party organisation", .vi = "Tổ chức đảng"}),
                 say({.en = "Name", .vi = "Họ và tên"}), say({.en = "Gaps", .vi = "Giấy tờ cần bổ sung"})},
                table.add_heading());
  int number = 0;
  for (const v1::DossierCompleteness& dossier : gaps.dossiers) {
    std::vector<std::string> lines;
    AddGaps({.en = "Missing", .vi = "Còn thiếu"}, dossier.missing(), say, &lines);
    AddGaps({.en = "No longer valid", .vi = "Đã hết giá trị"}, dossier.expired(), say, &lines);
    AddGaps({.en = "Ending", .vi = "Sắp hết giá trị"}, dossier.expiring(), say, &lines);
    paper::AddRow({absl::StrCat(++number), gaps.organisation_name(dossier.organisation()),
                   gaps.person_name(dossier.person()), absl::StrJoin(lines, "\n")},
                  table.add_rows());
  }
  return paper;
}

}  // namespace congress::dossiers

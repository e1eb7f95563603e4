#include "services/dossiers/domain/count_paper.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "platform/civil/civil.h"
#include "platform/paper/build.h"
#include "services/dossiers/domain/result_words.h"

namespace congress::dossiers {
namespace {

using status::Sentence;

void AddVotes(const Counted& counted, status::Language language, paper::Blocks* body) {
  const auto say = [&](const Sentence& sentence) { return sentence.In(language); };
  paper::v1::Table& table = *body->Add()->mutable_table();
  paper::AddColumn(11, paper::v1::CENTRE, &table);
  paper::AddColumn(38, paper::v1::ALIGN_UNSPECIFIED, &table);
  for (const int width : {14, 16, 18, 18, 17, 28}) paper::AddColumn(width, paper::v1::CENTRE, &table);
  paper::AddRow({say({.en = "No.", .vi = "STT"}), say({.en = "Name", .vi = "Họ và tên"}),
                 say({.en = "Born", .vi = "Năm sinh"}), say({.en = "Agree", .vi = "Đồng ý"}),
                 say({.en = "Disagree", .vi = "Không đồng ý"}), say({.en = "No opinion", .vi = "Không có ý kiến"}),
                 say({.en = "Share", .vi = "Tỷ lệ"}), say({.en = "Result", .vi = "Kết quả"})},
                table.add_heading());
  for (int i = 0; i < counted.result.choices_size(); ++i) {
    const v1::Choice& choice = counted.result.choices(i);
    const v1::Tally& tally = counted.result.tallies(i);
    const NamedPerson person = counted.person(choice.person());
    paper::AddRow(
        {absl::StrCat(i + 1), person.name, YearOf(person), absl::StrCat(choice.votes()), absl::StrCat(tally.disagree()),
         absl::StrCat(counted.result.valid() - tally.agree() - tally.disagree()),
         Percent(choice.votes(), choice.base(), language), OutcomeOf(choice, language)},
        table.add_rows());
  }
}

}  // namespace

paper::v1::Paper CountPaper(const Counted& counted, const v1::ExportStepResultRequest& request,
                            status::Language language) {
  const auto say = [&](const Sentence& sentence, const auto&... facts) {
    return absl::Substitute(sentence.In(language), facts...);
  };
  const v1::StepResult& result = counted.result;
  const bool ballot = counted.rule.act() == v1::ProcessStep::BALLOT;
  paper::v1::Paper paper;
  paper.set_language(paper::LanguageOf(language));
  paper::SetForm(request.form(), &paper);
  paper.set_type(say({.en = "MINUTES", .vi = "BIÊN BẢN"}));
  std::string about = ballot
                          ? say({.en = "of the count of ballots: $0", .vi = "kiểm phiếu: $0"}, counted.process.title())
                          : say({.en = "of the meeting: $0", .vi = "hội nghị: $0"}, counted.process.title());
  if (!request.congress_display_name().empty()) {
    absl::StrAppend(&about, say({.en = " for ", .vi = " phục vụ "}), request.congress_display_name());
  }
  paper.set_abstract(about);
  paper::Blocks* body = paper.mutable_body();
  paper::AddText(
      say({.en = "Organisation: $0. Body: $1. Places: $2.", .vi = "Tổ chức: $0. Cơ quan: $1. Số lượng cần chọn: $2."},
          counted.organisation_name, counted.process.body(), counted.process.seat_count()),
      body);
  paper::AddText(say({.en = "Step: $0, ballot $1. Met on $2: $3.", .vi = "Bước: $0, lần $1. Họp ngày $2: $3."},
                     counted.rule.title(), result.round(), paper::Day(civil::FromDate(result.date()), language),
                     result.body().empty() ? counted.process.body() : result.body()),
                 body);
  paper::AddText(say({.en = "Convened: $0; present: $1.", .vi = "Số người được triệu tập: $0; có mặt: $1."},
                     result.convened(), result.present()),
                 body);
  if (ballot) {
    paper::AddText(say({.en = "Ballots given out: $0; returned: $1; valid: $2; invalid: $3.",
                        .vi = "Số phiếu phát ra: $0; thu về: $1; hợp lệ: $2; không hợp lệ: $3."},
                       result.issued(), result.returned(), result.valid(), result.invalid()),
                   body);
    if (result.stated_base() > 0) {
      paper::AddText(say({.en = "Base of the count: $0. $1", .vi = "Số làm căn cứ tính: $0. $1"}, result.stated_base(),
                         result.stated_base_source()),
                     body);
    }
    AddVotes(counted, language, body);
    for (const v1::Choice& choice : result.choices()) {
      paper::AddItem(ChoiceSentence(counted.rule, choice, WithYear(counted.person(choice.person())), language), body);
    }
  }
  const std::string& basis = counted.rule.legal_basis();
  if (!basis.empty()) paper::AddText(say({.en = "Legal basis: $0", .vi = "Căn cứ: $0"}, basis), body);
  return paper;
}

}  // namespace congress::dossiers

#include "cli/demo/invent.h"

#include <algorithm>
#include <array>

#include "cli/demo/chance.h"
#include "platform/status/strings.h"

namespace congress::cli::demo {
namespace {

constexpr std::array<std::string_view, 12> kFamilyNames = {"Nguyễn", "Trần", "Lê",  "Phạm", "Hoàng", "Phan",
                                                           "Vũ",     "Đặng", "Bùi", "Hồ",   "Ngô",   "Lương"};
constexpr std::array<std::string_view, 6> kWomensMiddleNames = {"Thị", "Thị Minh", "Thanh", "Ngọc", "Thu", "Khánh"};
constexpr std::array<std::string_view, 6> kMensMiddleNames = {"Văn", "Đức", "Hữu", "Quang", "Xuân", "Công"};
constexpr std::array<std::string_view, 12> kWomensNames = {"An",  "Bình", "Chi",  "Dung", "Giang", "Hà",
                                                           "Hoa", "Lan",  "Linh", "Mai",  "Thảo",  "Yến"};
constexpr std::array<std::string_view, 12> kMensNames = {"Anh",  "Cường", "Dũng", "Hải", "Hùng",  "Khoa",
                                                         "Long", "Nam",   "Phúc", "Sơn", "Thắng", "Tùng"};

google::type::Date Day(int64_t year, int64_t month, int64_t day) {
  google::type::Date date;
  date.set_year(static_cast<int32_t>(year));
  date.set_month(static_cast<int32_t>(month));
  date.set_day(static_cast<int32_t>(day));
  return date;
}

}  // namespace

dossiers::v1::Person InventPerson(const Province& province, const std::string& person_id,
                                  const std::string& organisation, const std::string& position) {
  const Persons& rules = province.persons();
  Chance chance(province.seed(), StrCat("person/", person_id));
  const bool woman = chance.Percent(rules.women_per_hundred());
  const std::string_view family = chance.OneOf(kFamilyNames);
  const std::string_view middle = chance.OneOf(woman ? kWomensMiddleNames : kMensMiddleNames);
  dossiers::v1::Person person;
  person.set_organisation(organisation);
  person.set_display_name(StrCat(family, " ", middle, " ", chance.OneOf(woman ? kWomensNames : kMensNames)));
  person.set_position_title(position);
  person.set_gender(woman ? dossiers::v1::Person::FEMALE : dossiers::v1::Person::MALE);
  person.set_ethnicity(chance.OneOf(rules.ethnicities()));
  const int64_t year = chance.Between(rules.first_birth_year(), rules.last_birth_year());
  *person.mutable_birth_date() = Day(year, chance.Between(1, 12), chance.Between(1, 28));
  *person.mutable_party_admission_date() =
      Day(year + chance.Between(20, 30), chance.Between(1, 12), chance.Between(1, 28));
  return person;
}

std::vector<drafting::v1::Opinion> InventOpinions(
    const Province& province, const std::string& organisation,
    const google::protobuf::RepeatedPtrField<drafting::v1::Section>& sections) {
  const Opinions& rules = province.opinions();
  Chance chance(province.seed(), StrCat("opinions/", organisation));
  // At most one on each section, so that no two of them contradict each other.
  std::vector<const drafting::v1::Section*> left;
  for (const auto& section : sections) left.push_back(&section);
  const auto count =
      static_cast<size_t>(chance.Between(1, std::min<int64_t>(rules.most_per_organisation(), sections.size())));
  std::vector<drafting::v1::Opinion> opinions(count);
  for (drafting::v1::Opinion& opinion : opinions) {
    const auto section = left.begin() + chance.Between(0, static_cast<int64_t>(left.size()) - 1);
    opinion.set_organisation(organisation);
    opinion.set_section((*section)->id());
    opinion.set_text(chance.OneOf(rules.texts()));
    left.erase(section);
  }
  return opinions;
}

drafting::v1::OpinionDisposition InventAnswer(const Province& province, const std::string& opinion) {
  Chance chance(province.seed(), StrCat("answer/", opinion));
  const Answer& answer = chance.OneOf(province.opinions().answers());
  drafting::v1::OpinionDisposition disposition;
  disposition.set_name(opinion);
  disposition.set_disposition(answer.disposition());
  disposition.set_reason(answer.reason());
  return disposition;
}

}  // namespace congress::cli::demo

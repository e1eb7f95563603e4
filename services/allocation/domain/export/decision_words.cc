#include "services/allocation/domain/export/decision_words.h"

#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "services/allocation/domain/wording.h"

namespace congress::allocation {
namespace {

std::string GroupedInEnglish(int64_t number) { return absl::StrReplaceAll(Grouped(number), {{".", ","}}); }

std::string DayInEnglish(absl::CivilDay day) {
  static constexpr const char* kMonths[] = {"January", "February", "March",     "April",   "May",      "June",
                                            "July",    "August",   "September", "October", "November", "December"};
  return absl::StrFormat("%d %s %d", day.day(), kMonths[day.month() - 1], day.year());
}

}  // namespace

const DecisionWords& Vietnamese() {
  static const DecisionWords words = {
      .draft = "DỰ THẢO",
      .translation = "",
      .party = "ĐẢNG CỘNG SẢN VIỆT NAM",
      .blank_issuer = "......................",
      .number = "Số $0",
      .blank_number = "Số ......",
      .place_and_day = "$0, $1",
      .blank_place = "........",
      .blank_day = "ngày ... tháng ... năm ......",
      .kind = "QUYẾT ĐỊNH",
      .subject = "về việc phân bổ đại biểu dự đại hội",
      .basis = "- Căn cứ $0;",
      .rule = "- Căn cứ $0, có hiệu lực từ $1;",
      .decides = "QUYẾT ĐỊNH:",
      .sums =
          "Điều 1. Tổng số đại biểu là $0 đồng chí, gồm:\n- Đại biểu đương nhiên: $1;\n- Đại biểu được bầu: $2;\n"
          "- Đại biểu được chỉ định: $3.\n",
      .undecided = "Chưa kể $0 đại biểu chưa phân bổ được vì các tổ chức đảng bằng nhau, chờ bốc thăm.\n",
      .cap = "Số đại biểu tối đa theo quy định: $0.\n",
      .method =
          "Điều 2. Cách phân bổ cho $0 tổ chức đảng ($1 đảng viên):\n- Cơ bản: $2 đại biểu;\n"
          "- $6: $3 đại biểu. $4\n- Cộng thêm: $5 đại biểu.\n",
      .by_members = "Theo số lượng đảng viên",
      .by_pools = "Theo số lượng",
      .appointed_beside = "- Chỉ định ngoài số của các tổ chức đảng: $0 đại biểu.\n",
      .ex_officio_within = "- Trừ đại biểu đương nhiên thuộc các tổ chức đảng: $0 đại biểu.\n",
      .ties = "Khi các tổ chức đảng bằng nhau: $0.\n",
      .lines = "Điều 3. Số đại biểu của từng tổ chức đảng (cơ bản + theo số đảng viên + cộng thêm$0):\n",
      .less_ex_officio = " − đại biểu đương nhiên",
      .line = "$0. $1 ($2): $3 đại biểu $4 ($5 đảng viên$6; $7 + $8 + $9).\n",
      .elected = "được bầu",
      .appointed = "được chỉ định",
      .structure = "Điều 4. Cơ cấu đại biểu dự đại hội:\n",
      .target = "- $0 – $1: $2 $3$4$5 trong $6 đại biểu$7, $8.\n",
      .tolerance = ", được lệch $0,",
      .without_ex_officio = " (không kể đại biểu đương nhiên)",
      .binding = "bắt buộc",
      .guiding = "định hướng",
      .parts = "  Phân bổ $0: $1.\n",
      .ex_officio_part = "đại biểu đương nhiên",
      .appointed_part = "chỉ định ngoài số của các tổ chức đảng",
      .execution =
          "Điều $0. Các tổ chức đảng nêu tại Điều 3 và các cơ quan, đơn vị có liên quan chịu trách nhiệm thi hành "
          "Quyết định này.\n",
      .recipients = "Nơi nhận:",
      .blank_recipients = "- Như Điều $0,\n- ......................,\n- Lưu ................",
      .blank_authority = "T/M ......................",
      .blank_title = "......................",
      .blank_name = "......................",
      .hash = "Mã băm SHA-256 của số liệu đầu vào: $0\n",
      .grouped = Grouped,
      .day = [](absl::CivilDay day) { return InWords(day); },
      .language = status::Language::kVietnamese,
  };
  return words;
}

const DecisionWords& English() {
  static const DecisionWords words = {
      .draft = "DRAFT",
      .translation = "Translation into English; the Vietnamese text decides.",
      .party = "COMMUNIST PARTY OF VIETNAM",
      .blank_issuer = "......................",
      .number = "No. $0",
      .blank_number = "No. ......",
      .place_and_day = "$0, $1",
      .blank_place = "........",
      .blank_day = "... ............ ......",
      .kind = "DECISION",
      .subject = "on the allocation of delegates to the congress",
      .basis = "- Based on: $0;",
      .rule = "- Based on: $0, in force from $1;",
      .decides = "IT IS DECIDED:",
      .sums = "Article 1. Delegates in all: $0, of whom:\n- ex officio: $1;\n- elected: $2;\n- appointed: $3.\n",
      .undecided = "Not counting $0 whom organisations that stand alike still have to draw lots for.\n",
      .cap = "Most delegates that the rules allow: $0.\n",
      .method =
          "Article 2. How they are allocated to $0 Party organisations ($1 members):\n- base: $2;\n"
          "- $6: $3. $4\n- further: $5.\n",
      .by_members = "by the number of members",
      .by_pools = "by what is counted",
      .appointed_beside = "- appointed beside those of the Party organisations: $0.\n",
      .ex_officio_within = "- less those ex officio who belong to the organisations: $0.\n",
      .ties = "Where organisations stand alike: $0.\n",
      .lines = "Article 3. Delegates of each Party organisation (base + by members + further$0):\n",
      .less_ex_officio = " − ex officio",
      .line = "$0. $1 ($2): $3 $4 ($5 members$6; $7 + $8 + $9).\n",
      .elected = "elected",
      .appointed = "appointed",
      .structure = "Article 4. Structure of the delegates to the congress:\n",
      .target = "- $0 – $1: $2 $3$4$5 of $6 delegates$7, $8.\n",
      .tolerance = ", give or take $0,",
      .without_ex_officio = " (those ex officio apart)",
      .binding = "binding",
      .guiding = "guiding",
      .parts = "  Allocated $0: $1.\n",
      .ex_officio_part = "delegates ex officio",
      .appointed_part = "appointed beside those of the Party organisations",
      .execution =
          "Article $0. The Party organisations named in Article 3 and the bodies concerned are responsible for "
          "carrying out this Decision.\n",
      .recipients = "Recipients:",
      .blank_recipients = "- as in Article $0,\n- ......................,\n- kept by ................",
      .blank_authority = "On behalf of ......................",
      .blank_title = "......................",
      .blank_name = "......................",
      .hash = "SHA-256 of the inputs: $0\n",
      .grouped = GroupedInEnglish,
      .day = DayInEnglish,
      .language = status::Language::kEnglish,
  };
  return words;
}

}  // namespace congress::allocation

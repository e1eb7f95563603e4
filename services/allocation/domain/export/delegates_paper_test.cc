#include "services/allocation/domain/export/delegates_paper.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/paper/paper.h"
#include "platform/status/strings.h"

namespace congress::allocation {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

v1::Delegate Of(const std::string& unit, const std::string& person, v1::Origin origin = v1::ELECTED) {
  v1::Delegate delegate;
  delegate.set_organisation(StrCat("organisations/", unit));
  delegate.set_person(StrCat("persons/", person));
  delegate.set_origin(origin);
  delegate.set_state(v1::Delegate::SEATED);
  return delegate;
}

TEST(DelegatesPaper, ListsThoseWhoHoldASeatByOrganisation) {
  std::vector<v1::Delegate> delegates = {Of("b", "hai", v1::APPOINTED), Of("a", "ba"), Of("b", "mot"), Of("a", "thoi")};
  delegates[3].set_state(v1::Delegate::WITHDRAWN);
  delegates[1].add_convocations()->set_notice("Số 11-TB/TU");
  delegates[1].add_convocations()->set_notice("Số 12-TB/TU");
  v1::ExportDelegatesRequest request;
  v1::NamedPerson& named = *request.add_persons();
  named.set_person("persons/mot");
  named.set_display_name("Nguyễn Văn Mẫu");
  named.set_position_title("Bí thư chi bộ");
  const auto name_of = [](const std::string& organisation) { return "Đảng bộ xã " + organisation.substr(14); };
  const std::string text =
      *paper::RenderText(DelegatesPaper(delegates, request, name_of, status::Language::kVietnamese));
  for (const char* part : {"Tổng số: 3 đại biểu.", "Đảng bộ xã a\n 1  |", "Số 12-TB/TU\n", "Đảng bộ xã b\n 2  |",
                           "3  | Nguyễn Văn Mẫu | Bí thư chi bộ | Đại biểu được bầu", "Đại biểu chỉ định"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
  EXPECT_THAT(text, Not(HasSubstr("Số 11-TB/TU")));
  EXPECT_THAT(text, HasSubstr("Số ......\n"));
  request.set_organisation("organisations/a");
  request.mutable_form()->set_number("12-DS/VPTU");
  request.mutable_form()->set_signer_title("CHÁNH VĂN PHÒNG");
  EXPECT_THAT(*paper::RenderText(DelegatesPaper(delegates, request, name_of, status::Language::kVietnamese)),
              testing::AllOf(HasSubstr("Số 12-DS/VPTU\n"), HasSubstr("CHÁNH VĂN PHÒNG\n")));
  EXPECT_EQ(DelegatesPaper(delegates, request, name_of, status::Language::kEnglish).abstract(),
            "of the delegates of Đảng bộ xã a summoned to the congress");
  request.set_congress_display_name("Đại hội Đảng bộ tỉnh Mẫu");
  EXPECT_EQ(DelegatesPaper(delegates, request, name_of, status::Language::kVietnamese).abstract(),
            "đại biểu của Đảng bộ xã a được triệu tập dự Đại hội Đảng bộ tỉnh Mẫu");
}

}  // namespace
}  // namespace congress::allocation

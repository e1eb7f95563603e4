#include "services/dossiers/domain/readiness.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace congress::dossiers {
namespace {

v1::DossierCompleteness Judged(const char* organisation, const char* id, v1::Dossier::State state) {
  v1::DossierCompleteness judged;
  judged.set_organisation(organisation);
  judged.set_dossier(std::string("congresses/xx/dossiers/") + id);
  judged.set_state(state);
  return judged;
}

v1::PositionSlot Slot(const char* organisation, int norm, int filled, int proposed) {
  v1::PositionSlot slot;
  slot.set_name("congresses/xx/positions/secretary");
  slot.set_organisation(organisation);
  slot.set_display_name("Bí thư");
  slot.set_norm(norm);
  slot.set_filled_count(filled);
  slot.set_vacant_count(norm - filled);
  for (int i = 0; i < proposed; ++i) slot.add_candidates("persons/p");
  return slot;
}

TEST(JudgeReadiness, IsReadyWhenEveryDossierIsAcceptedAndComplete) {
  const auto readiness =
      JudgeReadiness({Judged("organisations/a", "1", v1::Dossier::ACCEPTED)}, {}, status::Language::kVietnamese);
  ASSERT_EQ(readiness.organisations_size(), 1);
  EXPECT_TRUE(readiness.organisations(0).ready());
  EXPECT_TRUE(readiness.blockers().empty());
}

TEST(JudgeReadiness, NamesEveryBlockerAtItsOrganisation) {
  v1::DossierCompleteness expired = Judged("organisations/b", "2", v1::Dossier::ACCEPTED);
  expired.add_expired()->set_title("Giấy chứng nhận sức khỏe");
  expired.add_missing()->set_title("Đơn");
  expired.set_required_count(2);
  const auto readiness = JudgeReadiness({expired, Judged("organisations/a", "1", v1::Dossier::RETURNED)}, {},
                                        status::Language::kVietnamese);
  ASSERT_EQ(readiness.organisations_size(), 2);
  const v1::OrganisationReadiness& first = readiness.organisations(0);
  EXPECT_EQ(first.organisation(), "organisations/a");
  EXPECT_FALSE(first.ready());
  ASSERT_EQ(first.blockers_size(), 1);
  EXPECT_EQ(first.blockers(0).reason(), "DOSSIER_NOT_ACCEPTED");
  EXPECT_EQ(first.blockers(0).description(), "Hồ sơ chưa được chấp nhận (bị trả lại để bổ sung).");
  EXPECT_EQ(first.blockers(0).resource(), "congresses/xx/dossiers/1");
  const v1::OrganisationReadiness& second = readiness.organisations(1);
  ASSERT_EQ(second.blockers_size(), 1);
  EXPECT_EQ(second.blockers(0).reason(), "DOSSIER_INCOMPLETE");
  EXPECT_EQ(second.blockers(0).description(),
            "Hồ sơ chưa đủ thành phần. Còn thiếu: Đơn. Hết hạn: Giấy chứng nhận sức khỏe.");
}

TEST(JudgeReadiness, BlocksAPositionWithFewerPersonsThanItsNorm) {
  const v1::DossierCompleteness fine = Judged("organisations/a", "1", v1::Dossier::ACCEPTED);
  const auto lacking = JudgeReadiness({fine}, {Slot("organisations/a", 3, 1, 1)}, status::Language::kVietnamese);
  ASSERT_EQ(lacking.organisations(0).blockers_size(), 1);
  EXPECT_EQ(lacking.organisations(0).blockers(0).reason(), "POSITION_LACKS_CANDIDATES");
  EXPECT_EQ(lacking.organisations(0).blockers(0).description(), "Chức danh “Bí thư” còn khuyết 2/3.");
  const auto counted = JudgeReadiness({fine}, {Slot("organisations/a", 3, 1, 1)}, status::Language::kVietnamese, {},
                                      Candidates::kCounted);
  EXPECT_EQ(counted.organisations(0).blockers(0).description(),
            "Chức danh “Bí thư” còn khuyết 2/3, mới giới thiệu 1 người.");
  const auto enough = [&](Candidates candidates) {
    return JudgeReadiness({fine}, {Slot("organisations/a", 3, 1, 2)}, status::Language::kVietnamese, {}, candidates)
        .organisations(0)
        .ready();
  };
  EXPECT_TRUE(enough(Candidates::kCounted));
  EXPECT_FALSE(enough(Candidates::kHidden)) << "they would be told by it";
}

TEST(JudgeReadiness, SpeaksEnglishToo) {
  v1::DossierCompleteness missing = Judged("organisations/b", "2", v1::Dossier::RETURNED);
  missing.add_missing()->set_title("Đơn");
  missing.set_required_count(1);
  const auto readiness = JudgeReadiness({missing}, {}, status::Language::kEnglish);
  ASSERT_EQ(readiness.organisations(0).blockers_size(), 2);
  EXPECT_EQ(readiness.organisations(0).blockers(0).description(),
            "The dossier is not accepted yet: it is returned for more papers.");
  EXPECT_EQ(readiness.organisations(0).blockers(1).description(), "The dossier is not complete. Missing: Đơn.");
}

TEST(JudgeReadiness, TellsTheFirstBlockersAndCountsAll) {
  std::vector<v1::DossierCompleteness> dossiers;
  for (int i = 0; i < 30; ++i) {
    dossiers.push_back(Judged("organisations/a", std::to_string(i).c_str(), v1::Dossier::OPEN));
    dossiers.back().add_missing()->set_title("Đơn");
    dossiers.back().set_required_count(1);
  }
  const auto readiness = JudgeReadiness(dossiers, {}, status::Language::kVietnamese);
  ASSERT_EQ(readiness.organisations_size(), 1);
  EXPECT_EQ(readiness.organisations(0).blockers_size(), 20);
  EXPECT_EQ(readiness.organisations(0).blocker_count(), 60);
  EXPECT_FALSE(readiness.organisations(0).ready());
}

TEST(JudgeReadiness, BlocksACongressWithoutDossiers) {
  const auto readiness = JudgeReadiness({}, {}, status::Language::kVietnamese);
  ASSERT_EQ(readiness.blockers_size(), 1);
  EXPECT_EQ(readiness.blockers(0).reason(), "NO_DOSSIERS");
  EXPECT_TRUE(readiness.organisations().empty());
}

}  // namespace
}  // namespace congress::dossiers

#include "services/drafting/domain/sign_off.h"

#include "gmock/gmock.h"
#include "services/drafting/testing/stepping.h"

namespace congress::drafting {
namespace {

using sample::Begun;
using sample::By;
using sample::Reading;
using sample::Signed;
using sample::Written;
using support::IsOk;
using support::kFailed;
using support::MetadataIn;
using support::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The second step asks for two experts, the third for one of the office, which may be an author.
const char kReviewed[] = R"(
  steps { id: "draft" display_name: "Dự thảo" }
  steps { id: "review" display_name: "Thẩm định" signoffs { role: "expert" display_name: "Chuyên gia" count: 2 }
          signoffs { role: "office" display_name: "Văn phòng" author_may: true } }
  steps { id: "final" display_name: "Hoàn thiện" })";

// `role: missing` of each.
std::vector<std::string> Missing(const v1::Document& document, int place = 1) {
  std::vector<std::string> missing;
  for (const v1::MissingSignOff& one : MissingSignOffs(document, place)) {
    missing.push_back(one.role() + ": " + std::to_string(one.missing()));
  }
  return missing;
}

absl::StatusOr<v1::Document> Signs(const v1::Document& document, const std::string& who, const std::string& role,
                                   const std::string& step = "") {
  return SignText(document, Reading(document, role, step), By(who));
}

absl::StatusOr<v1::Document> Withdraws(const v1::Document& document, const std::string& who, const std::string& role,
                                       const std::string& step = "") {
  v1::WithdrawSignOffRequest request;
  request.set_role(role);
  request.set_step(step);
  request.set_reason("Nhầm bản");
  return WithdrawSigned(document, request, By(who));
}

TEST(MissingSignOffs, CountPersonsPerRole) {
  v1::Document document = Begun(kReviewed);
  EXPECT_THAT(Missing(document), ElementsAre("expert: 2", "office: 1"));
  EXPECT_THAT(Missing(document, 2), ElementsAre("reviewer: 1"));
  EXPECT_THAT(Missing(document, 0), IsEmpty());
  document = Signed(document, "binh", "expert");
  EXPECT_THAT(Missing(document), ElementsAre("expert: 1", "office: 1"));
  document = Signed(document, "chi", "expert");
  EXPECT_THAT(Missing(document), ElementsAre("office: 1"));
  document = Signed(document, "an", "office");
  EXPECT_THAT(Missing(document), IsEmpty());
  EXPECT_THAT(CheckSigned(document, 1), IsOk());
  EXPECT_THAT(Missing(document, 2), ElementsAre("reviewer: 1"));
}

TEST(SignText, IsForTheNextStepUnlessALaterIsNamed) {
  const v1::Document document = Signed(Begun(kReviewed), "binh", "reviewer", "final");
  EXPECT_EQ(document.signoffs(0).step(), "final");
  EXPECT_THAT(Signs(document, "chi", "reviewer"), StatusIs(kFailed, "SIGNOFF_NOT_ASKED"));
  EXPECT_THAT(Signs(document, "chi", "expert", "final"), StatusIs(kFailed, "SIGNOFF_NOT_ASKED"));
  EXPECT_THAT(Signs(document, "chi", "expert", "draft"), StatusIs(kFailed, "SIGNOFF_NOT_ASKED"));
  EXPECT_THAT(Signs(document, "chi", "expert", "nowhere"), StatusIs(kFailed, "STEP_UNKNOWN"));
  v1::Document last = Begun(kReviewed);
  last.set_current_step(3);
  EXPECT_THAT(Signs(last, "chi", "reviewer"), StatusIs(kFailed, "SIGNOFF_NOT_ASKED"));
}

TEST(SignText, CountsAPersonOnceWhateverTheRole) {
  const v1::Document document = Signed(Begun(kReviewed), "binh", "expert");
  const auto again = Signs(document, "binh", "expert");
  EXPECT_THAT(again, StatusIs(kFailed, "SIGNED_ALREADY"));
  const auto other_role = Signs(document, "binh", "office");
  EXPECT_THAT(other_role, StatusIs(kFailed, "SIGNED_ALREADY"));
  EXPECT_EQ(MetadataIn(other_role.status(), "role"), "expert");
  Act other_account = By("binh");
  other_account.account = "binh-2";
  EXPECT_THAT(SignText(document, Reading(document, "expert"), other_account), StatusIs(kFailed, "SIGNED_ALREADY"));
}

TEST(SignText, IsOfTheTextThatTheDocumentHas) {
  const v1::Document document = Begun(kReviewed);
  auto request = Reading(document, "expert");
  request.set_sha256("other");
  const auto digest = SignText(document, request, By("binh"));
  EXPECT_THAT(digest, StatusIs(kFailed, "TEXT_NOT_CURRENT"));
  EXPECT_EQ(MetadataIn(digest.status(), "cause"), "sha256");
  const auto revision = SignText(Written(document, "two", "an"), Reading(document, "expert"), By("binh"));
  EXPECT_THAT(revision, StatusIs(kFailed, "TEXT_NOT_CURRENT"));
  EXPECT_EQ(MetadataIn(revision.status(), "cause"), "revision");
}

TEST(SignText, IsNotByAnAuthorUnlessTheRuleAllows) {
  const auto author = Signs(Begun(kReviewed), "an", "expert");
  EXPECT_THAT(author, StatusIs(absl::StatusCode::kPermissionDenied, "REVIEWER_IS_AUTHOR"));
  EXPECT_EQ(MetadataIn(author.status(), "person"), "persons/an");
  EXPECT_THAT(Signs(Begun(kReviewed), "an", "office"), IsOk());
}

TEST(NoteAuthor, RemembersWhoWroteSinceTheLastMilestone) {
  v1::Document document = Written(Begun(kReviewed), "two", "binh");
  EXPECT_THAT(document.authors(), ElementsAre("persons/an", "persons/binh"));
  document = Written(document, "three", "an");
  EXPECT_THAT(document.authors(), ElementsAre("persons/an", "persons/binh"));
  v1::Milestone& milestone = *document.add_milestones();
  milestone.set_sha256("three");
  *milestone.mutable_authors() = document.authors();
  // Whoever wrote the frozen text does not sign it; what is written on it is by others.
  EXPECT_THAT(Signs(document, "binh", "expert"), StatusIs(absl::StatusCode::kPermissionDenied, "REVIEWER_IS_AUTHOR"));
  document = Written(document, "four", "chi");
  EXPECT_THAT(document.authors(), ElementsAre("persons/chi"));
  EXPECT_THAT(Signs(document, "binh", "expert"), IsOk());
  // The text comes back by another's hand, and is theirs still.
  document = Written(document, "three", "chi");
  EXPECT_THAT(Signs(document, "binh", "expert"), StatusIs(absl::StatusCode::kPermissionDenied, "REVIEWER_IS_AUTHOR"));
}

TEST(IsInForce, EndsWithTheTextAndComesBackWithIt) {
  v1::Document document = Signed(Begun(kReviewed), "binh", "expert");
  EXPECT_TRUE(IsInForce(document, document.signoffs(0)));
  document = Written(document, "two", "an");
  EXPECT_FALSE(IsInForce(document, document.signoffs(0)));
  EXPECT_THAT(Missing(document), ElementsAre("expert: 2", "office: 1"));
  document = Written(document, "one", "an");
  EXPECT_TRUE(IsInForce(document, document.signoffs(0)));
  // Whoever signed and then wrote is an author.
  document = Written(Written(document, "two", "binh"), "one", "binh");
  EXPECT_FALSE(IsInForce(document, document.signoffs(0)));
  EXPECT_THAT(Missing(document), ElementsAre("expert: 2", "office: 1"));
}

TEST(WithdrawSigned, TakesTheOwnBackAndKeepsItWithTheReason) {
  const v1::Document document = Signed(Begun(kReviewed), "binh", "expert");
  EXPECT_THAT(Withdraws(document, "chi", "expert"), StatusIs(kFailed, "SIGNOFF_NOT_GIVEN"));
  EXPECT_THAT(Withdraws(document, "binh", "office"), StatusIs(kFailed, "SIGNOFF_NOT_GIVEN"));
  EXPECT_THAT(Withdraws(document, "binh", "expert", "final"), StatusIs(kFailed, "SIGNOFF_NOT_GIVEN"));
  ASSERT_OK_AND_ASSIGN(const v1::Document without, Withdraws(document, "binh", "expert"));
  ASSERT_EQ(without.signoffs_size(), 1);
  EXPECT_EQ(without.signoffs(0).withdraw_reason(), "Nhầm bản");
  EXPECT_FALSE(IsInForce(without, without.signoffs(0)));
  EXPECT_THAT(Missing(without), ElementsAre("expert: 2", "office: 1"));
  EXPECT_THAT(Withdraws(without, "binh", "expert"), StatusIs(kFailed, "SIGNOFF_NOT_GIVEN"));
  EXPECT_THAT(Missing(Signed(without, "binh", "office")), ElementsAre("expert: 2"));
  // After the last step nothing is next.
  v1::Document last = document;
  last.set_current_step(3);
  const auto no_step = Withdraws(last, "binh", "expert");
  EXPECT_THAT(no_step, StatusIs(kFailed, "SIGNOFF_NOT_GIVEN"));
  EXPECT_EQ(status::SentenceOf(no_step.status()).find("''"), std::string::npos) << "it names no step that is none";
  EXPECT_THAT(Withdraws(last, "binh", "expert", "review"), IsOk());
}

TEST(SignText, ForgetsTheOldestOfThoseThatHoldNoMore) {
  v1::Document document = Begun(kReviewed);
  for (int i = 0; i < 205; ++i) document = Signed(Written(document, std::to_string(i), "an"), "binh", "expert");
  EXPECT_EQ(document.signoffs_size(), 200);
  EXPECT_EQ(document.signoffs(199).sha256(), "204");
  EXPECT_EQ(document.signoffs(0).sha256(), "5");
}

}  // namespace
}  // namespace congress::drafting

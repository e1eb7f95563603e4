#include "services/preparation/domain/readiness.h"

#include "gtest/gtest.h"
#include "platform/status/status.h"

namespace congress::preparation {
namespace {

const absl::CivilDay kDay(2025, 9, 1);

v1::Blocker Blocker(const char* service, const char* reason) {
  v1::Blocker blocker;
  blocker.set_service(service);
  blocker.set_reason(reason);
  return blocker;
}

Parts AllReady() {
  Parts parts;
  for (const char* service : {"allocation", "dossiers", "drafting", "scheduling"}) {
    parts[service].organisations["organisations/a"] = {};
  }
  return parts;
}

TEST(Readiness, IsReadyOnlyWhenEveryPartIs) {
  EXPECT_TRUE(Join("congresses/x", AllReady(), kDay, status::Language::kEnglish).ready());
  for (const char* service : {"allocation", "dossiers", "drafting", "scheduling"}) {
    Parts blocked = AllReady();
    blocked[service].organisations["organisations/a"].push_back(Blocker(service, "WHY"));
    const auto row = Join("congresses/x", blocked, kDay, status::Language::kEnglish);
    EXPECT_FALSE(row.ready()) << service;
    EXPECT_EQ(row.organisations(0).blockers(0).service(), service);
    Parts whole = AllReady();
    whole[service].blockers.push_back(Blocker(service, "WHY"));
    EXPECT_FALSE(Join("congresses/x", whole, kDay, status::Language::kEnglish).ready()) << service;
  }
}

TEST(Readiness, SaysOfSchedulingWhatOfItBlocks) {
  const struct {
    const char* reason;
    v1::PartState approval;
    v1::PartState congress;
    v1::PartState attendance;
  } rows[] = {{"APPROVAL_STALE", v1::BLOCKED, v1::READY, v1::READY},
              {"MEETING_ON_DAY_OFF", v1::READY, v1::BLOCKED, v1::READY},
              {"ATTENDEE_DECLINED", v1::READY, v1::READY, v1::BLOCKED},
              {"TASK_OVERDUE", v1::READY, v1::READY, v1::READY},
              {"MEETING_MISSING", v1::NOTHING, v1::BLOCKED, v1::NOTHING}};
  for (const auto& [reason, approval, congress, attendance] : rows) {
    Parts parts = AllReady();
    parts["scheduling"].organisations["organisations/a"].push_back(Blocker("scheduling", reason));
    const auto row = Join("congresses/x", parts, kDay, status::Language::kEnglish).organisations(0);
    EXPECT_EQ(row.scheduling(), v1::BLOCKED) << reason;
    EXPECT_EQ(row.approval(), approval) << reason;
    EXPECT_EQ(row.congress(), congress) << reason;
    EXPECT_EQ(row.attendance(), attendance) << reason;
  }
  Parts silent = AllReady();
  silent["scheduling"].status = absl::UnavailableError("");
  EXPECT_EQ(Join("congresses/x", silent, kDay, status::Language::kEnglish).organisations(0).attendance(), v1::UNKNOWN);
}

TEST(Readiness, OfOneOrganisationHasItsRowAlone) {
  Parts parts = AllReady();
  parts["drafting"].organisations["organisations/b"].push_back(Blocker("drafting", "WHY"));
  const auto one = Join("congresses/x", parts, kDay, status::Language::kEnglish, "organisations/a");
  ASSERT_EQ(one.organisations_size(), 1);
  EXPECT_TRUE(one.ready());
  const auto unknown = Join("congresses/x", parts, kDay, status::Language::kEnglish, "organisations/c");
  ASSERT_EQ(unknown.organisations_size(), 1);
  EXPECT_EQ(unknown.organisations(0).attendance(), v1::NOTHING);
}

TEST(Readiness, CountsWhatAServiceDoesNotTell) {
  // Of the shape of the services' answers.
  v1::Readiness answer;
  auto* blocked = answer.add_organisations();
  blocked->set_organisation("organisations/a");
  blocked->set_blocker_count(64);
  for (int i = 0; i < 20; ++i) blocked->add_blockers();
  Parts parts = AllReady();
  parts["dossiers"] = PartOf("dossiers", answer);
  parts["scheduling"].organisations["organisations/a"].push_back(Blocker("scheduling", "WHY"));
  const auto row = Join("congresses/x", parts, kDay, status::Language::kEnglish).organisations(0);
  EXPECT_EQ(row.blockers_size(), 21);
  EXPECT_EQ(row.blocker_count(), 65);
}

TEST(Readiness, ShowsTheNameThatAnyServiceKnows) {
  Parts parts = AllReady();
  parts["allocation"].display_names["organisations/a"] = "Đảng bộ xã A";
  EXPECT_EQ(Join("congresses/x", parts, kDay, status::Language::kEnglish).organisations(0).display_name(),
            "Đảng bộ xã A");
}

TEST(Readiness, AGapIsNeverReadAsReady) {
  for (const char* service : {"allocation", "dossiers", "drafting", "scheduling"}) {
    Parts parts = AllReady();
    parts[service] = Part{absl::UnavailableError("silent"), {}, {}, {}};
    const auto readiness = Join("congresses/x", parts, kDay, status::Language::kEnglish);
    EXPECT_TRUE(readiness.partial());
    EXPECT_FALSE(readiness.ready());
    ASSERT_EQ(readiness.gaps_size(), 1);
    EXPECT_EQ(readiness.gaps(0).service(), service);
    EXPECT_EQ(readiness.gaps(0).code(), "UNAVAILABLE");
    const auto& row = readiness.organisations(0);
    EXPECT_FALSE(row.ready());
    int unknown = 0;
    for (const auto state : {row.allocation(), row.dossiers(), row.drafting(), row.scheduling()}) {
      unknown += state == v1::UNKNOWN;
      EXPECT_TRUE(state == v1::UNKNOWN || state == v1::READY);
    }
    EXPECT_EQ(unknown, 1);
  }
}

TEST(Readiness, TellsOfAGapInTheCallersLanguage) {
  Parts parts = AllReady();
  parts["drafting"].status = status::Unavailable(status::PlatformReason::PEER_UNAVAILABLE, {{"service", "drafting"}});
  const auto told = [&](status::Language language) {
    return Join("congresses/x", parts, kDay, language).gaps(0).description();
  };
  EXPECT_EQ(told(status::Language::kEnglish), "The service 'drafting' does not answer; try again.");
  EXPECT_EQ(told(status::Language::kVietnamese), "Dịch vụ 'drafting' không trả lời; hãy thử lại.");
}

TEST(Readiness, NothingKnownIsNothingReady) {
  EXPECT_FALSE(Join("congresses/x", Parts(), kDay, status::Language::kEnglish).ready());
}

TEST(Readiness, EveryOrganisationThatAnyServiceNamesHasARow) {
  Parts parts = AllReady();
  parts["scheduling"].organisations["organisations/b"] = {};
  const auto readiness = Join("congresses/x", parts, kDay, status::Language::kEnglish);
  ASSERT_EQ(readiness.organisations_size(), 2);
  EXPECT_EQ(readiness.organisations(1).organisation(), "organisations/b");
  EXPECT_EQ(readiness.organisations(1).allocation(), v1::NOTHING);
  EXPECT_EQ(readiness.organisations(1).scheduling(), v1::READY);
  EXPECT_EQ(readiness.ready_count(), 2);
}

}  // namespace
}  // namespace congress::preparation

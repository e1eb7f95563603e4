// What a record says and said, and why.
#include "congress/events/v1/event.pb.h"
#include "platform/rpc/event_log.h"
#include "services/dossiers/records.h"
#include "services/dossiers/testing/fixture.h"

namespace congress::dossiers {
namespace {

using absl::CivilDay;
using absl::StatusCode;
using annotations::v1::CONFIDENTIAL;
using support::IsOk;
using support::StatusIs;

class PersonFactsTest : public Fixture {
 protected:
  void SetUp() override { MakePerson("p-1", "Nguyễn Thị Mẫu"); }

  static v1::RecordPersonFactRequest Position(std::string_view title, CivilDay from) {
    v1::RecordPersonFactRequest request;
    request.set_parent("persons/p-1");
    request.set_field("position_title");
    request.mutable_value()->set_position_title(std::string(title));
    *request.mutable_valid_from() = civil::ToDate(from);
    request.mutable_basis()->set_decision_number("127-QĐ/TU");
    return request;
  }
  static v1::RecordPersonFactRequest Health(std::string_view health) {
    v1::RecordPersonFactRequest request;
    request.set_parent("persons/p-1");
    request.set_field("health");
    request.mutable_value()->set_health(std::string(health));
    return request;
  }
  static v1::CorrectPersonFactRequest Correction(const v1::PersonFact& fact) {
    v1::CorrectPersonFactRequest request;
    request.set_name(fact.name());
    request.mutable_basis()->set_decision_number("128-QĐ/TU");
    request.set_reason("Nhầm số quyết định");
    return request;
  }
  std::vector<v1::PersonFact> Facts(std::string_view field, Context context = nullptr) {
    v1::ListPersonFactsRequest request;
    request.set_parent("persons/p-1");
    request.set_field(std::string(field));
    const auto listed = Call(&PersonStub::ListPersonFacts, request, std::move(context));
    EXPECT_THAT(listed, IsOk());
    return {listed->facts().begin(), listed->facts().end()};
  }
  v1::Person Person() {
    v1::GetPersonRequest request;
    request.set_name("persons/p-1");
    return *Call(&PersonStub::GetPerson, request);
  }
};

TEST_F(PersonFactsTest, APastFactJoinsTheHistoryAndALaterOneIsThePresent) {
  ASSERT_OK_AND_ASSIGN(const v1::PersonFact now,
                       Call(&PersonStub::RecordPersonFact, Position("Trưởng phòng", CivilDay(2020, 5, 1)), As(kClerk)));
  EXPECT_FALSE(now.has_superseded_time());
  EXPECT_FALSE(now.etag().empty());
  EXPECT_EQ(now.recorded_person(), support::PersonOf("clerk"));
  EXPECT_EQ(Person().position_title(), "Trưởng phòng");
  ASSERT_OK_AND_ASSIGN(const v1::PersonFact past,
                       Call(&PersonStub::RecordPersonFact, Position("Cán sự", CivilDay(2010, 5, 1)), As(kClerk)));
  EXPECT_TRUE(past.has_superseded_time());
  EXPECT_EQ(Person().position_title(), "Trưởng phòng");
  ASSERT_OK_AND_ASSIGN(const v1::PersonFact later,
                       Call(&PersonStub::RecordPersonFact, Position("Phó Giám đốc", CivilDay(2025, 1, 1)), As(kClerk)));
  EXPECT_EQ(Person().position_title(), "Phó Giám đốc");
  const auto facts = Facts("position_title");
  ASSERT_EQ(facts.size(), 3u);
  int present = 0;
  for (const v1::PersonFact& fact : facts) present += fact.has_superseded_time() ? 0 : 1;
  EXPECT_EQ(present, 1);
  v1::ListPersonFactsRequest then;
  then.set_parent("persons/p-1");
  *then.mutable_as_of() = civil::ToDate(CivilDay(2015, 1, 1));
  ASSERT_OK_AND_ASSIGN(const auto listed, Call(&PersonStub::ListPersonFacts, then));
  ASSERT_EQ(listed.facts_size(), 1);
  EXPECT_EQ(listed.facts(0).value().position_title(), "Cán sự");
}

TEST_F(PersonFactsTest, AnUpdateSaysSinceWhenAndWhy) {
  v1::UpdatePersonRequest update;
  update.mutable_person()->set_name("persons/p-1");
  update.mutable_person()->set_position_title("Bí thư");
  update.mutable_basis()->set_decision_number("9-QĐ/TU");
  *update.mutable_valid_from() = civil::ToDate(kToday + 1);
  EXPECT_THAT(Call(&PersonStub::UpdatePerson, update, As(kClerk)),
              StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  *update.mutable_valid_from() = civil::ToDate(kToday);
  ASSERT_THAT(Call(&PersonStub::UpdatePerson, update, As(kClerk)), IsOk());
  const auto facts = Facts("position_title");
  ASSERT_EQ(facts.size(), 1u);
  EXPECT_EQ(facts[0].basis().decision_number(), "9-QĐ/TU");
  EXPECT_EQ(civil::FromDate(facts[0].valid_from()), kToday);
}

TEST_F(PersonFactsTest, NothingTellsOfAFactOfAHiddenField) {
  ASSERT_OK_AND_ASSIGN(const v1::PersonFact health, Call(&PersonStub::RecordPersonFact, Health("Loại A"), As(kClerk)));
  EXPECT_THAT(Call(&PersonStub::RecordPersonFact, Health("Loại B"), As(kClerk, CONFIDENTIAL)),
              StatusIs(StatusCode::kPermissionDenied, "FIELD_GRADED"));
  EXPECT_TRUE(Facts("health", As(kClerk, CONFIDENTIAL)).empty());
  EXPECT_EQ(Facts("health", As(kClerk)).size(), 1u);
  const auto hidden = Call(&PersonStub::CorrectPersonFact, Correction(health), As(kClerk, CONFIDENTIAL));
  v1::PersonFact nobody;
  nobody.set_name("persons/p-1/facts/nobody");
  const auto missing = Call(&PersonStub::CorrectPersonFact, Correction(nobody), As(kClerk));
  EXPECT_THAT(hidden, StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(missing, StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  // Beside a value that may be said, one that may not be.
  auto both = Position("Bí thư", kToday);
  both.mutable_value()->set_health("Loại C");
  EXPECT_THAT(Call(&PersonStub::RecordPersonFact, both, As(kClerk)),
              StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
}

TEST_F(PersonFactsTest, ABasisIsCorrectedWithTrace) {
  const v1::PersonFact name = Facts("display_name")[0];
  ASSERT_OK_AND_ASSIGN(const v1::PersonFact corrected,
                       Call(&PersonStub::CorrectPersonFact, Correction(name), As(kClerk)));
  EXPECT_EQ(corrected.basis().decision_number(), "128-QĐ/TU");
  EXPECT_EQ(corrected.value().display_name(), "Nguyễn Thị Mẫu");
  ASSERT_EQ(Facts("display_name").size(), 1u) << "the same fact, stored now";
  v1::CorrectPersonFactRequest again = Correction(corrected);
  again.set_etag("999999999");
  EXPECT_THAT(Call(&PersonStub::CorrectPersonFact, again, As(kClerk)), StatusIs(StatusCode::kAborted, "ETAG_MISMATCH"));
  again.set_etag(corrected.etag());
  again.set_request_id(std::string(kRequestId));
  ASSERT_OK_AND_ASSIGN(const v1::PersonFact twice, Call(&PersonStub::CorrectPersonFact, again, As(kClerk)));
  ASSERT_EQ(twice.corrections_size(), 2);
  EXPECT_EQ(twice.corrections(1).previous().decision_number(), "128-QĐ/TU");
  again.set_reason("Lý do khác");
  EXPECT_THAT(Call(&PersonStub::CorrectPersonFact, again, As(kClerk)),
              StatusIs(StatusCode::kInvalidArgument, "REQUEST_ID_REUSED"));
  EXPECT_THAT(Call(&PersonStub::CorrectPersonFact, Correction(name), As(kReader)),
              StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  v1::CorrectPersonFactRequest silent = Correction(name);
  silent.clear_reason();
  EXPECT_THAT(Call(&PersonStub::CorrectPersonFact, silent, As(kClerk)),
              StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
}

TEST_F(PersonFactsTest, RecordingIsGuardedAsAnUpdateIs) {
  auto request = Position("Bí thư", kToday);
  request.set_etag("999999999");
  EXPECT_THAT(Call(&PersonStub::RecordPersonFact, request, As(kClerk)),
              StatusIs(StatusCode::kAborted, "ETAG_MISMATCH"));
  request.clear_etag();
  EXPECT_THAT(Call(&PersonStub::RecordPersonFact, request, As(kReviewer)),
              StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(Call(&PersonStub::RecordPersonFact, request, As(kStranger)),
              StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  request.set_request_id(std::string(kRequestId));
  ASSERT_OK_AND_ASSIGN(const auto first, Call(&PersonStub::RecordPersonFact, request, As(kClerk)));
  ASSERT_OK_AND_ASSIGN(const auto second, Call(&PersonStub::RecordPersonFact, request, As(kClerk)));
  EXPECT_EQ(first.name(), second.name());
  EXPECT_EQ(Facts("position_title").size(), 1u);
  request.mutable_value()->set_position_title("Phó Bí thư");
  EXPECT_THAT(Call(&PersonStub::RecordPersonFact, request, As(kClerk)),
              StatusIs(StatusCode::kInvalidArgument, "REQUEST_ID_REUSED"));
}

TEST_F(PersonFactsTest, AreListedByPages) {
  for (int year = 2001; year <= 2005; ++year) {
    ASSERT_THAT(Call(&PersonStub::RecordPersonFact, Position("Cán sự", CivilDay(year, 1, 1)), As(kClerk)), IsOk());
  }
  v1::ListPersonFactsRequest request;
  request.set_parent("persons/p-1");
  request.set_page_size(2);
  size_t count = 0;
  do {
    ASSERT_OK_AND_ASSIGN(const auto page, Call(&PersonStub::ListPersonFacts, request, As(kClerk)));
    EXPECT_LE(page.facts_size(), 2);
    count += static_cast<size_t>(page.facts_size());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(count, Facts("").size());
}

// Of a fact of a hidden field the event alone would tell.
TEST_F(PersonFactsTest, EventsTellOfThePersonAlone) {
  ASSERT_OK_AND_ASSIGN(const v1::PersonFact fact, Call(&PersonStub::RecordPersonFact, Health("Loại A"), As(kClerk)));
  ASSERT_THAT(Call(&PersonStub::CorrectPersonFact, Correction(fact), As(kClerk)), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto log, service_.store().Scan(store::Range::Prefix(StrCat(rpc::kEventLog, "/")), 1000));
  std::vector<std::string> told;
  for (const store::Record& record : log) {
    events::v1::EventRecord events;
    ASSERT_TRUE(events.ParseFromString(record.value));
    for (const auto& entry : events.entries()) told.push_back(entry.name());
  }
  EXPECT_EQ(told, (std::vector<std::string>{"persons/p-1", "persons/p-1", "persons/p-1"}));
}

// A store of an older version: the history lies there as changes.
TEST_F(PersonFactsTest, TheHistoryOfAnOlderStoreIsReadAndGoesOn) {
  v1::PersonChange change;
  change.set_name("persons/p-1/changes/000001");
  change.set_organisation(std::string(sample::kUnit));
  change.set_field("display_name");
  change.mutable_previous()->set_display_name("Nguyễn Thị Mậu");
  *change.mutable_previous_since_time() = civil::ToTimestamp(service_.now() - absl::Hours(48));
  *change.mutable_change_time() = civil::ToTimestamp(service_.now() - absl::Hours(24));
  change.set_changed_by("an");
  const auto put = [&](rpc::Call& call) {
    kPersonChanges.Put(call, change);
    return absl::OkStatus();
  };
  ASSERT_THAT(service_.gate().Perform(auth::Principal(), "test.Older/Store", put), IsOk());
  const auto names = [&] {
    std::vector<std::string> told;
    for (const v1::PersonFact& fact : Facts("display_name")) told.push_back(fact.value().display_name());
    return told;
  };
  EXPECT_EQ(names(), (std::vector<std::string>{"Nguyễn Thị Mậu", "Nguyễn Thị Mẫu"}));
  v1::UpdatePersonRequest update;
  update.mutable_person()->set_name("persons/p-1");
  update.mutable_person()->set_display_name("Nguyễn Thị Mẫu Hai");
  ASSERT_THAT(Call(&PersonStub::UpdatePerson, update, As(kClerk)), IsOk());
  EXPECT_EQ(names(), (std::vector<std::string>{"Nguyễn Thị Mậu", "Nguyễn Thị Mẫu", "Nguyễn Thị Mẫu Hai"}));
}

}  // namespace
}  // namespace congress::dossiers

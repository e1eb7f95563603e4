#include "services/dossiers/testing/fixture.h"

namespace congress::dossiers {
namespace {

using absl::StatusCode;
using annotations::v1::CONFIDENTIAL;
using annotations::v1::GRADE_UNSPECIFIED;
using annotations::v1::PERSONAL;
using support::IsOk;
using support::StatusIs;
using testing::ElementsAre;

class PersonServiceTest : public Fixture {
 protected:
  absl::StatusOr<v1::Person> GetPerson(Context context, std::string_view name = "persons/p-1") {
    v1::GetPersonRequest request;
    request.set_name(std::string(name));
    return Call(&PersonStub::GetPerson, request, std::move(context));
  }
  absl::StatusOr<v1::Person> Update(Context context, const v1::Person& person,
                                    const std::vector<std::string>& mask = {}) {
    v1::UpdatePersonRequest request;
    *request.mutable_person() = person;
    for (const std::string& path : mask) request.mutable_update_mask()->add_paths(path);
    return Call(&PersonStub::UpdatePerson, request, std::move(context));
  }
  // What the record said before.
  absl::StatusOr<std::vector<v1::PersonFact>> History(Context context) {
    v1::ListPersonFactsRequest request;
    request.set_parent("persons/p-1");
    ASSIGN_OR_RETURN(const auto listed, Call(&PersonStub::ListPersonFacts, request, std::move(context)));
    std::vector<v1::PersonFact> history;
    for (const v1::PersonFact& fact : listed.facts()) {
      if (fact.has_superseded_time()) history.push_back(fact);
    }
    return history;
  }
  std::vector<std::string> Listed(Context context, const v1::ListPersonsRequest& request = {}) {
    const auto listed = Call(&PersonStub::ListPersons, request, std::move(context));
    EXPECT_THAT(listed, IsOk());
    std::vector<std::string> names;
    for (const v1::Person& person : listed->persons()) names.push_back(person.display_name());
    return names;
  }
  // A person with something in every grade.
  v1::Person MakeGraded() {
    v1::CreatePersonRequest request = NewPerson("p-1", "Nguyễn Thị Mẫu");
    *request.mutable_person()->mutable_birth_date() = civil::ToDate(absl::CivilDay(1980, 2, 29));
    request.mutable_person()->set_gender(v1::Person::FEMALE);
    request.mutable_person()->set_political_conclusion("Đủ tiêu chuẩn chính trị");
    request.mutable_person()->set_health("Loại A");
    auto person = Call(&PersonStub::CreatePerson, request);
    EXPECT_THAT(person, IsOk());
    return *std::move(person);
  }
};

TEST_F(PersonServiceTest, RefusesBadInput) {
  const auto refused = StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID");
  for (const char* id : {"1a", "P-1", "a/b", "a-"}) {
    EXPECT_THAT(Call(&PersonStub::CreatePerson, NewPerson(id, "Nguyễn Thị Mẫu"), As(kClerk)), refused) << id;
  }
  EXPECT_THAT(Call(&PersonStub::CreatePerson, NewPerson("p-1", ""), As(kClerk)), refused);
  EXPECT_THAT(Call(&PersonStub::CreatePerson, NewPerson("p-1", "A", "units/1"), As(kClerk)), refused);
  v1::CreatePersonRequest request = NewPerson("p-1", "Nguyễn Thị Mẫu");
  request.mutable_person()->mutable_birth_date()->set_year(1980);
  request.mutable_person()->mutable_birth_date()->set_day(3);
  EXPECT_THAT(Call(&PersonStub::CreatePerson, request, As(kClerk)), refused);
  *request.mutable_person()->mutable_birth_date() = civil::ToDate(absl::CivilDay(2025, 6, 17));
  EXPECT_THAT(Call(&PersonStub::CreatePerson, request, As(kClerk)), refused);
  EXPECT_THAT(GetPerson(As(kClerk), "people/p-1"), refused);
  EXPECT_THAT(Update(As(kClerk), v1::Person()), refused);
  v1::ListPersonsRequest list;
  list.set_page_size(-1);
  EXPECT_THAT(Call(&PersonStub::ListPersons, list, As(kClerk)), refused);
  v1::ListPersonFactsRequest facts;
  EXPECT_THAT(Call(&PersonStub::ListPersonFacts, facts, As(kClerk)), refused);
}

TEST_F(PersonServiceTest, ReplaysTheSameRequestAndRefusesAnotherUnderItsId) {
  v1::CreatePersonRequest request = NewPerson("", "Nguyễn Thị Mẫu");
  request.set_request_id(std::string(kRequestId));
  const auto first = Call(&PersonStub::CreatePerson, request, As(kClerk));
  const auto second = Call(&PersonStub::CreatePerson, request, As(kClerk));
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(first->SerializeAsString(), second->SerializeAsString()) << "the id as well";
  request.set_person_id("unit-16681-2");
  EXPECT_THAT(Call(&PersonStub::CreatePerson, request, As(kClerk)),
              StatusIs(StatusCode::kInvalidArgument, "REQUEST_ID_REUSED"));
}

TEST_F(PersonServiceTest, ReplaysAnUpdateWithoutASecondEntryInTheHistory) {
  MakePerson("p-1", "Nguyễn Thị Mẫu");
  v1::UpdatePersonRequest request;
  request.mutable_person()->set_name("persons/p-1");
  request.mutable_person()->set_position_title("Chuyên viên");
  request.set_request_id(std::string(kRequestId));
  ASSERT_THAT(Call(&PersonStub::UpdatePerson, request, As(kClerk)), IsOk());
  ASSERT_THAT(Call(&PersonStub::UpdatePerson, request, As(kClerk)), IsOk());
  EXPECT_EQ(History(As(kClerk))->size(), 0u) << "nothing was said before";
  request.mutable_person()->set_position_title("Chuyên viên chính");
  EXPECT_THAT(Call(&PersonStub::UpdatePerson, request, As(kClerk)),
              StatusIs(StatusCode::kInvalidArgument, "REQUEST_ID_REUSED"));
}

TEST_F(PersonServiceTest, ShowsFieldsUpToTheClearance) {
  MakeGraded();
  ASSERT_OK_AND_ASSIGN(const v1::Person plain, GetPerson(As(kClerk, GRADE_UNSPECIFIED)));
  EXPECT_EQ(plain.display_name(), "Nguyễn Thị Mẫu");
  EXPECT_FALSE(plain.has_birth_date());
  EXPECT_EQ(plain.gender(), v1::Person::GENDER_UNSPECIFIED);
  ASSERT_OK_AND_ASSIGN(const v1::Person personal, GetPerson(As(kClerk, PERSONAL)));
  EXPECT_TRUE(personal.has_birth_date());
  EXPECT_TRUE(personal.political_conclusion().empty());
  ASSERT_OK_AND_ASSIGN(const v1::Person confidential, GetPerson(As(kClerk, CONFIDENTIAL)));
  EXPECT_FALSE(confidential.political_conclusion().empty());
  EXPECT_TRUE(confidential.health().empty());
  ASSERT_OK_AND_ASSIGN(const v1::Person all, GetPerson(As(kClerk)));
  EXPECT_EQ(all.health(), "Loại A");
}

TEST_F(PersonServiceTest, HidesPersonsOfOtherOrganisations) {
  const v1::Person person = MakePerson("p-1", "Nguyễn Thị Mẫu");
  const auto hidden = StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND");
  EXPECT_THAT(GetPerson(As(kStranger)), hidden);
  EXPECT_THAT(GetPerson(As(kClerk), "persons/nobody"), hidden);
  EXPECT_THAT(Update(As(kStranger), person), hidden);
  EXPECT_THAT(History(As(kStranger)), hidden);
  EXPECT_TRUE(Listed(As(kStranger)).empty());
}

TEST_F(PersonServiceTest, ListsByGivenNameInTheVietnameseOrder) {
  for (const auto& [id, name] : std::vector<std::pair<const char*, const char*>>{{"a", "Trần Văn Ân"},
                                                                                 {"b", "Nguyễn Thị Bình"},
                                                                                 {"c", "Lê Thị Đào"},
                                                                                 {"d", "Phạm Văn Dũng"},
                                                                                 {"e", "Hoàng Văn An"},
                                                                                 {"f", "Bùi Văn An"},
                                                                                 {"g", "Bùi Văn An"}}) {
    MakePerson(id, name);
  }
  const std::vector<std::string> order = {"Bùi Văn An",      "Bùi Văn An",    "Hoàng Văn An", "Trần Văn Ân",
                                          "Nguyễn Thị Bình", "Phạm Văn Dũng", "Lê Thị Đào"};
  EXPECT_EQ(Listed(As(kClerk)), order);
  // The same order page by page.
  std::vector<std::string> paged;
  v1::ListPersonsRequest request;
  request.set_page_size(2);
  do {
    const auto page = Call(&PersonStub::ListPersons, request, As(kClerk));
    ASSERT_THAT(page, IsOk());
    ASSERT_LE(page->persons_size(), 2);
    for (const v1::Person& person : page->persons()) paged.push_back(person.display_name());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(paged, order);
}

TEST_F(PersonServiceTest, FindsNamesWithoutCaseAndDiacritics) {
  MakePerson("a", "Đặng Thị Hường");
  MakePerson("b", "Nguyễn Văn Hùng");
  const auto found = [&](const char* query) {
    v1::ListPersonsRequest request;
    request.set_query(query);
    return Listed(As(kClerk), request);
  };
  EXPECT_THAT(found("dang thi"), ElementsAre("Đặng Thị Hường"));
  EXPECT_THAT(found(" HƯỜNG "), ElementsAre("Đặng Thị Hường"));
  EXPECT_THAT(found("hu"), ElementsAre("Nguyễn Văn Hùng", "Đặng Thị Hường"));
  EXPECT_TRUE(found("lan").empty());
}

TEST_F(PersonServiceTest, FindsAndSortsNamesAsPeopleSeeThem) {
  MakePerson("a", "Trần\u00a0Văn Cường");
  MakePerson("b", "Nguyễn  Văn Bình ");
  MakePerson("c", " Lê Va\u0306n\u200b An\u00a0");
  EXPECT_THAT(Listed(As(kClerk)), ElementsAre("Lê Văn An", "Nguyễn Văn Bình", "Trần Văn Cường"));
  const auto found = [&](const char* query) {
    v1::ListPersonsRequest request;
    request.set_query(query);
    return Listed(As(kClerk), request);
  };
  EXPECT_THAT(found("văn cường"), ElementsAre("Trần Văn Cường"));
  EXPECT_THAT(found("van\u00a0 binh "), ElementsAre("Nguyễn Văn Bình"));
  EXPECT_THAT(found("Văn An"), ElementsAre("Lê Văn An"));
}

TEST_F(PersonServiceTest, ListsByOrganisation) {
  MakePerson("a", "Nguyễn Văn Hùng");
  MakePerson("b", "Lê Thị Lan", "organisations/unit-2");
  v1::ListPersonsRequest request;
  request.set_organisation("organisations/unit-2");
  EXPECT_THAT(Listed(service_.Admin(), request), ElementsAre("Lê Thị Lan"));
  EXPECT_EQ(Listed(service_.Admin()).size(), 2u);
}

TEST_F(PersonServiceTest, RefusesAPageTokenOfAnotherList) {
  for (const char* id : {"a", "b", "c"}) MakePerson(id, "Nguyễn Văn Hùng");
  v1::ListPersonsRequest request;
  request.set_page_size(1);
  const auto page = Call(&PersonStub::ListPersons, request, As(kClerk));
  ASSERT_THAT(page, IsOk());
  request.set_page_token(page->next_page_token());
  request.set_query("hung");
  EXPECT_THAT(Call(&PersonStub::ListPersons, request, As(kClerk)),
              StatusIs(StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"));
  v1::ListPersonFactsRequest facts;
  facts.set_parent("persons/a");
  facts.set_page_token("x");
  EXPECT_THAT(Call(&PersonStub::ListPersonFacts, facts, As(kClerk)),
              StatusIs(StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"));
}

TEST_F(PersonServiceTest, UpdatesAndKeepsTheHistory) {
  v1::Person person = MakeGraded();
  service_.SetNow(service_.now() + absl::Minutes(5));
  person.set_position_title("Phó Bí thư Đảng ủy");
  person.set_health("Loại B");
  ASSERT_OK_AND_ASSIGN(const v1::Person updated, Update(As(kClerk), person, {"position_title", "health"}));
  EXPECT_EQ(updated.health(), "Loại B");
  EXPECT_NE(updated.etag(), person.etag());
  ASSERT_OK_AND_ASSIGN(const auto history, History(As(kClerk)));
  ASSERT_EQ(history.size(), 1u) << "there was no position before";
  EXPECT_EQ(history[0].field(), "health");
  EXPECT_EQ(history[0].value().health(), "Loại A");
  EXPECT_EQ(history[0].record_time().seconds(), person.create_time().seconds());
}

TEST_F(PersonServiceTest, RefusesAnUpdateOfAFieldAboveTheClearance) {
  v1::Person person = MakeGraded();
  person.set_health("Loại B");
  EXPECT_THAT(Update(As(kClerk, CONFIDENTIAL), person, {"health"}),
              StatusIs(StatusCode::kPermissionDenied, "FIELD_GRADED"));
  person.set_display_name("Nguyễn Thị Mẫu Hai");
  ASSERT_THAT(Update(As(kClerk, CONFIDENTIAL), person, {"*"}), IsOk());
  ASSERT_OK_AND_ASSIGN(const v1::Person kept, GetPerson(As(kClerk)));
  EXPECT_EQ(kept.health(), "Loại A");
  EXPECT_EQ(kept.display_name(), "Nguyễn Thị Mẫu Hai");
}

TEST_F(PersonServiceTest, RefusesAnUpdateOfAnOldRevision) {
  v1::Person person = MakePerson("p-1", "Nguyễn Thị Mẫu");
  person.set_position_title("Chuyên viên");
  ASSERT_THAT(Update(As(kClerk), person, {"position_title"}), IsOk());
  person.set_position_title("Chuyên viên chính");
  EXPECT_THAT(Update(As(kClerk), person, {"position_title"}), StatusIs(StatusCode::kAborted, "ETAG_MISMATCH"));
  person.clear_etag();
  EXPECT_THAT(Update(As(kClerk), person, {"position_title"}), IsOk());
}

TEST_F(PersonServiceTest, RefusesAnUpdateWithoutThePermission) {
  v1::Person person = MakePerson("p-1", "Nguyễn Thị Mẫu");
  EXPECT_THAT(Update(As(kReviewer), person), StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(Update(As(kClerk), person, {"shoe_size"}), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
}

TEST_F(PersonServiceTest, ChangesNothingWhenNothingDiffers) {
  const v1::Person person = MakePerson("p-1", "Nguyễn Thị Mẫu");
  ASSERT_OK_AND_ASSIGN(const v1::Person same, Update(As(kClerk), person, {"display_name"}));
  EXPECT_EQ(same.etag(), person.etag());
  EXPECT_EQ(History(As(kClerk))->size(), 0u);
}

TEST_F(PersonServiceTest, MovesARenamedPersonInTheOrder) {
  v1::Person person = MakePerson("a", "Nguyễn Văn An");
  MakePerson("b", "Nguyễn Văn Bình");
  person.set_display_name("Nguyễn Văn Cường");
  ASSERT_THAT(Update(As(kClerk), person, {"display_name"}), IsOk());
  EXPECT_THAT(Listed(As(kClerk)), ElementsAre("Nguyễn Văn Bình", "Nguyễn Văn Cường"));
}

// A kept answer is for who may read the person now, not for who could then.
TEST_F(PersonServiceTest, AReplayIsRefusedToWhoNoLongerHasThePerson) {
  v1::CreatePersonRequest request = NewPerson("", "Nguyễn Thị Mẫu");
  request.mutable_person()->mutable_birth_date()->set_year(1980);
  request.mutable_person()->mutable_birth_date()->set_month(2);
  request.mutable_person()->mutable_birth_date()->set_day(3);
  request.set_request_id(std::string(kRequestId));
  ASSERT_OK_AND_ASSIGN(const v1::Person first, Call(&PersonStub::CreatePerson, request, As(kClerk)));
  EXPECT_TRUE(first.has_birth_date());
  ASSERT_OK_AND_ASSIGN(const v1::Person replayed, Call(&PersonStub::CreatePerson, request, As(kClerk)));
  EXPECT_FALSE(replayed.has_birth_date()) << "nothing graded is kept";
  v1::TransferPersonRequest move;
  move.set_name(first.name());
  move.set_organisation("organisations/unit-2");
  ASSERT_THAT(Call(&PersonIdentityStub::TransferPerson, move), IsOk());
  EXPECT_THAT(Call(&PersonStub::CreatePerson, request, As(kClerk)),
              StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
}

TEST_F(PersonServiceTest, OfABirthTheYearAloneIsKeptAsSuch) {
  v1::CreatePersonRequest request = NewPerson("p-1", "Nguyễn Thị Mẫu");
  *request.mutable_person()->mutable_birth_date() = civil::ToDate(absl::CivilDay(1975, 3, 28));
  ASSERT_THAT(Call(&PersonStub::CreatePerson, request), IsOk());
  v1::Person fresh;
  fresh.set_name("persons/p-1");
  fresh.mutable_birth_date()->set_year(1975);
  ASSERT_THAT(Update(nullptr, fresh), IsOk());
  ASSERT_OK_AND_ASSIGN(const v1::Person kept, GetPerson(nullptr));
  EXPECT_EQ(kept.birth_date().ShortDebugString(), "year: 1975") << "the month and day that were known before are not";
  fresh.mutable_birth_date()->set_year(2026);
  EXPECT_THAT(Update(nullptr, fresh), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  fresh.clear_birth_date();
  fresh.mutable_party_admission_date()->set_year(1999);
  ASSERT_THAT(Update(nullptr, fresh), IsOk());
  EXPECT_EQ(GetPerson(nullptr)->party_admission_date().ShortDebugString(), "year: 1999") << "as old records have it";
  fresh.mutable_party_admission_date()->set_year(1974);
  const auto refused = Update(nullptr, fresh);
  google::rpc::BadRequest bad;
  ASSERT_TRUE(status::Detail(refused.status(), &bad));
  EXPECT_EQ(bad.field_violations(0).field(), "person.party_admission_date");
  EXPECT_THAT(bad.field_violations(0).description(), testing::HasSubstr("must not be before the day of birth"));
}

TEST_F(PersonServiceTest, ATableChangesWhatItSaysAndKeepsTheHistory) {
  const auto import = [&](const std::string& csv, Context context = nullptr) {
    v1::ImportPersonsRequest request;
    request.set_csv(csv);
    return Call(&PersonStub::ImportPersons, request, std::move(context));
  };
  const std::string head = "name,display_name,organisation,birth_date,assessments\n";
  const std::string row =
      "persons/p-1,Nguyễn Thị Mẫu,organisations/unit-1,1980-02-03,"
      "\"[{\"\"year\"\":2024,\"\"outcome\"\":\"\"Tốt\"\"}]\"\n";
  ASSERT_OK_AND_ASSIGN(auto done, import(head + row));
  EXPECT_EQ(done.new_count(), 1);
  ASSERT_OK_AND_ASSIGN(done, import(head + row));
  EXPECT_EQ(done.unchanged_count(), 1);
  ASSERT_OK_AND_ASSIGN(done, import("name,display_name,birth_date\np-1,Nguyễn Thị Mậu,1981-02-03\n"));
  EXPECT_EQ(done.rows(0).reason(), "display_name: 'Nguyễn Thị Mẫu' becomes 'Nguyễn Thị Mậu'; birth_date changes");
  EXPECT_EQ(History(nullptr)->size(), 2u);
  const auto day = import("name,organisation,display_name\n01/07/2025,unit-1,Trần Mẫu\n");
  EXPECT_THAT(day, StatusIs(StatusCode::kInvalidArgument, "ROWS_REJECTED"));
  google::rpc::BadRequest bad;
  ASSERT_TRUE(status::Detail(day.status(), &bad));
  EXPECT_THAT(bad.field_violations(0).description(),
              testing::HasSubstr("looks like a date that a spreadsheet made of another code"));
  EXPECT_THAT(import("name,gender\np-1,both\n"), StatusIs(StatusCode::kInvalidArgument, "ROWS_REJECTED"));
  EXPECT_THAT(import("name,display_name\np-1,\"Mẫu\n"), StatusIs(StatusCode::kInvalidArgument, "CSV_MALFORMED"));
  EXPECT_THAT(import("display_name\nMẫu\n"), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"))
      << "who is new needs an organisation";
  EXPECT_THAT(import(""), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  EXPECT_THAT(import("name,health\np-1,Loại một\n", service_.As("x", {"clerk@province"}, annotations::v1::PERSONAL)),
              StatusIs(StatusCode::kPermissionDenied, "FIELD_GRADED"));
  // Of every row, in the preview as well.
  service_.organisations().Remove("organisations/unit-98");
  const std::string elsewhere =
      "name,display_name,organisation\np-7,Trần Mẫu,nowhere\np-8,Lê Mẫu,unit-1\np-9,Lê Mậu,unit-98\n";
  v1::ImportPersonsRequest preview;
  preview.set_csv(elsewhere);
  preview.set_validate_only(true);
  ASSERT_OK_AND_ASSIGN(done, Call(&PersonStub::ImportPersons, preview));
  ASSERT_EQ(done.error_count(), 2);
  EXPECT_EQ(done.rows(0).reason(), "There is no organisation organisations/nowhere.");
  EXPECT_EQ(done.rows(1).state(), tables::v1::ImportRow::NEW);
  EXPECT_EQ(done.rows(2).reason(), "There is no organisation organisations/unit-98.");
  EXPECT_THAT(import(elsewhere), StatusIs(StatusCode::kInvalidArgument, "ROWS_REJECTED"));
  EXPECT_THAT(import("name,health\nnobody,Loại một\n"), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(import(head + row, As(kReader)), StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
}

}  // namespace
}  // namespace congress::dossiers

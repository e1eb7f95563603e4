// Who makes records of persons, under which ids, and with what.
#include <regex>
#include <set>

#include "services/dossiers/testing/fixture.h"

namespace congress::dossiers {
namespace {

using absl::StatusCode;
using annotations::v1::CONFIDENTIAL;
using annotations::v1::PERSONAL;
using support::IsOk;
using support::StatusIs;

class PersonCreationTest : public Fixture {
 protected:
  int CountListed() {
    const auto listed = Call(&PersonStub::ListPersons, v1::ListPersonsRequest(), As(kClerk));
    EXPECT_THAT(listed, IsOk());
    return listed->persons_size();
  }
};

TEST_F(PersonCreationTest, CreatesForAClerkOfTheOrganisationOnly) {
  const auto created = Call(&PersonStub::CreatePerson, NewPerson("unit-16681-1", "Nguyễn Thị Mẫu"), As(kClerk));
  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(created->name(), "persons/unit-16681-1");
  EXPECT_FALSE(created->etag().empty());
  for (const std::string_view other : {kReviewer, kReader, kStranger}) {
    EXPECT_THAT(Call(&PersonStub::CreatePerson, NewPerson("p-2", "Trần Văn Thử"), As(other)),
                StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"))
        << other;
  }
}

TEST_F(PersonCreationTest, RefusesATakenId) {
  MakePerson("unit-16681-1", "Nguyễn Thị Mẫu");
  EXPECT_THAT(Call(&PersonStub::CreatePerson, NewPerson("unit-16681-1", "Trần Văn Thử"), As(kClerk)),
              StatusIs(StatusCode::kAlreadyExists, "RESOURCE_EXISTS"));
}

// Lest ALREADY_EXISTS tells of records of others.
TEST_F(PersonCreationTest, AnIdIsMadeHereOrBeginsWithTheOrganisation) {
  MakePerson("p-1", "Nguyễn Thị Mẫu", "organisations/unit-2");
  std::vector<std::string> told;
  for (const char* id : {"p-1", "p-2", "unit-16681", "unit-2-1"}) {
    const auto refused = Call(&PersonStub::CreatePerson, NewPerson(id, "Trần Văn Thử"), As(kClerk));
    EXPECT_THAT(refused, StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID")) << id;
    EXPECT_THAT(std::string(refused.status().message()), testing::HasSubstr("must begin with 'unit-16681-'"));
    told.emplace_back(refused.status().message());
  }
  EXPECT_EQ(told[0], told[1]) << "one that is there, and one that is not";
  std::set<std::string> names;
  for (int i = 0; i < 20; ++i) {
    const auto made = Call(&PersonStub::CreatePerson, NewPerson("", "Trần Văn Thử"), As(kClerk));
    ASSERT_THAT(made, IsOk());
    EXPECT_TRUE(std::regex_match(made->name(), std::regex("persons/[a-z][a-z0-9]{11}"))) << made->name();
    names.insert(made->name());
  }
  EXPECT_EQ(names.size(), 20u);
  v1::BatchCreatePersonsRequest batch;
  for (int i = 0; i < 2; ++i) *batch.add_persons()->mutable_person() = NewPerson("", "Trần Văn Thử").person();
  EXPECT_THAT(Call(&PersonStub::BatchCreatePersons, batch, As(kClerk)), IsOk());
}

// What one may not see one may not give either: it would stand there unread.
TEST_F(PersonCreationTest, NobodyWritesBlindAtCreation) {
  v1::CreatePersonRequest request = NewPerson("", "Nguyễn Thị Mẫu");
  request.mutable_person()->set_political_conclusion("Đủ tiêu chuẩn");
  const auto refused = StatusIs(StatusCode::kPermissionDenied, "FIELD_GRADED");
  EXPECT_THAT(Call(&PersonStub::CreatePerson, request, As(kClerk, PERSONAL)), refused);
  EXPECT_THAT(Call(&PersonStub::CreatePerson, request, As(kClerk, CONFIDENTIAL)), IsOk());
  v1::BatchCreatePersonsRequest batch;
  *batch.add_persons()->mutable_person() = request.person();
  EXPECT_THAT(Call(&PersonStub::BatchCreatePersons, batch, As(kClerk, PERSONAL)), refused);
  v1::ImportPersonsRequest import;
  import.set_csv("name,display_name,organisation,health\nunit-16681-1,Nguyễn Thị Mẫu,unit-16681,Loại một\n");
  EXPECT_THAT(Call(&PersonStub::ImportPersons, import, As(kClerk, CONFIDENTIAL)), refused);
  EXPECT_THAT(Call(&PersonStub::ImportPersons, import, As(kClerk)), IsOk());
}

TEST_F(PersonCreationTest, ARowWithoutANameIsOfWhoHasItsIdentifierOrOfANewPerson) {
  v1::CreatePersonRequest known = NewPerson("unit-16681-1", "Nguyễn Thị Mẫu");
  v1::Identifier& identifier = *known.mutable_person()->add_identifiers();
  identifier.set_kind(v1::Identifier::CITIZEN_ID);
  identifier.set_value("040080000001");
  ASSERT_THAT(Call(&PersonStub::CreatePerson, known), IsOk());
  const auto import = [&](const std::string& rows, Context context, bool validate_only = false) {
    v1::ImportPersonsRequest request;
    request.set_csv(StrCat("display_name,organisation,identifiers\n", rows));
    request.set_validate_only(validate_only);
    return Call(&PersonStub::ImportPersons, request, std::move(context));
  };
  const auto row = [](std::string_view display_name, std::string_view organisation, std::string_view value) {
    return StrCat(display_name, ",", organisation, ",\"[{\"\"kind\"\":\"\"CITIZEN_ID\"\",\"\"value\"\":\"\"", value,
                  "\"\"}]\"\n");
  };
  const std::string both = row("Nguyễn Thị Mậu", "unit-16681", "040080000001") + "Trần Văn Mới,unit-16681,\n";
  ASSERT_OK_AND_ASSIGN(auto done, import(both, As(kClerk), /*validate_only=*/true));
  EXPECT_EQ(done.rows(1).name(), "") << "nobody has the id yet";
  ASSERT_OK_AND_ASSIGN(done, import(both, As(kClerk)));
  EXPECT_EQ(done.rows(0).name(), "persons/unit-16681-1");
  EXPECT_EQ(done.rows(0).state(), tables::v1::ImportRow::CHANGED);
  EXPECT_EQ(done.rows(1).state(), tables::v1::ImportRow::NEW);
  v1::GetPersonRequest get;
  get.set_name(done.rows(1).name());
  EXPECT_EQ(Call(&PersonStub::GetPerson, get)->display_name(), "Trần Văn Mới");
  // Of one file two rows are not one person's.
  EXPECT_THAT(import(row("Nguyễn Thị Mậu", "unit-16681", "040080000001") + row("Mậu", "unit-16681", "040080000001"),
                     As(kClerk)),
              StatusIs(StatusCode::kInvalidArgument, "ROWS_REJECTED"));
  // Whoever may not read the person makes another one, and the province is told.
  ASSERT_OK_AND_ASSIGN(done, import(row("Nguyễn Thị Mậu", "unit-2", "040080000001"), As("clerk@unit-2")));
  EXPECT_EQ(done.new_count(), 1);
  const auto pairs = Call(&PersonIdentityStub::ListSuspectedDuplicates, v1::ListSuspectedDuplicatesRequest());
  EXPECT_EQ(pairs->suspected_duplicates_size(), 1);
  // Who may not see identifiers cannot try them out.
  EXPECT_THAT(import(row("Mậu", "unit-16681", "040080000001"), As(kClerk, annotations::v1::GRADE_UNSPECIFIED)),
              StatusIs(StatusCode::kPermissionDenied, "FIELD_GRADED"));
}

TEST_F(PersonCreationTest, CreatesManyOrNone) {
  v1::BatchCreatePersonsRequest request;
  for (int i = 0; i < 300; ++i) {
    auto* item = request.add_persons();
    item->set_person_id("unit-16681-" + std::to_string(i));
    item->mutable_person()->set_organisation(std::string(sample::kUnit));
    item->mutable_person()->set_display_name("Nguyễn Văn Mẫu");
  }
  v1::BatchCreatePersonsRequest bad = request;
  bad.mutable_persons(299)->mutable_person()->clear_display_name();
  const auto refused = StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID");
  EXPECT_THAT(Call(&PersonStub::BatchCreatePersons, bad, As(kClerk)), refused);
  bad = request;
  bad.mutable_persons(1)->set_person_id("unit-16681-0");
  EXPECT_THAT(Call(&PersonStub::BatchCreatePersons, bad, As(kClerk)), refused);
  bad = request;
  bad.mutable_persons(7)->mutable_person()->set_organisation("organisations/unit-2");
  EXPECT_THAT(Call(&PersonStub::BatchCreatePersons, bad, As(kClerk)),
              StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  EXPECT_EQ(CountListed(), 0);
  v1::BatchCreatePersonsRequest dry = request;
  dry.set_validate_only(true);
  EXPECT_THAT(Call(&PersonStub::BatchCreatePersons, dry, As(kClerk)), IsOk());
  EXPECT_EQ(CountListed(), 0);
  request.set_request_id(std::string(kRequestId));
  const auto created = Call(&PersonStub::BatchCreatePersons, request, As(kClerk));
  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(created->persons_size(), 300);
  const auto again = Call(&PersonStub::BatchCreatePersons, request, As(kClerk));
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->SerializeAsString(), created->SerializeAsString());
  request.mutable_persons()->RemoveLast();
  EXPECT_THAT(Call(&PersonStub::BatchCreatePersons, request, As(kClerk)),
              StatusIs(StatusCode::kInvalidArgument, "REQUEST_ID_REUSED"));
  request.clear_request_id();
  EXPECT_THAT(Call(&PersonStub::BatchCreatePersons, request, As(kClerk)),
              StatusIs(StatusCode::kAlreadyExists, "RESOURCE_EXISTS"));
  EXPECT_THAT(Call(&PersonStub::BatchCreatePersons, request, As(kReader)),
              StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
}

// What a paper shows of graded fields is recorded as any other read of them.
TEST_F(PersonCreationTest, AListOnPaperShowsWhatTheCallerMaySee) {
  v1::CreatePersonRequest request = NewPerson("p-1", "Nguyễn Thị Mẫu");
  request.mutable_person()->mutable_birth_date()->set_year(1980);
  request.mutable_person()->set_gender(v1::Person::FEMALE);
  ASSERT_THAT(Call(&PersonStub::CreatePerson, request), IsOk());
  MakePerson("p-2", "Trần Văn Anh");
  MakePerson("p-3", "Lê Văn Khác", "organisations/unit-2");
  v1::ExportPersonsRequest all;
  ASSERT_OK_AND_ASSIGN(const auto list, Call(&PersonStub::ExportPersons, all, As(kClerk)));
  EXPECT_EQ(list.person_count(), 2) << "of those whom they may read";
  EXPECT_LT(list.content().find("Trần Văn Anh"), list.content().find("Nguyễn Thị Mẫu")) << "by given names";
  EXPECT_THAT(list.content(), testing::HasSubstr("1980"));
  ASSERT_EQ(list.shown_size(), 1);
  EXPECT_EQ(list.shown(0).name(), "persons/p-1");
  EXPECT_THAT(list.shown(0).fields(), testing::ElementsAre("birth_date", "gender"));
  ASSERT_OK_AND_ASSIGN(const auto plain,
                       Call(&PersonStub::ExportPersons, all, As(kClerk, annotations::v1::GRADE_UNSPECIFIED)));
  EXPECT_THAT(plain.content(), testing::Not(testing::HasSubstr("1980")));
  EXPECT_EQ(plain.shown_size(), 0);
  ASSERT_OK_AND_ASSIGN(const auto own, Call(&PersonStub::ExportPersons, all, AsPerson("persons/p-1", "clerk")));
  EXPECT_THAT(own.content(), testing::Not(testing::HasSubstr("1980"))) << "of oneself nothing graded";
  all.set_query("nobody");
  EXPECT_THAT(Call(&PersonStub::ExportPersons, all), StatusIs(StatusCode::kFailedPrecondition, "NOTHING_TO_PRINT"));
  all.set_organisation("units/1");
  EXPECT_THAT(Call(&PersonStub::ExportPersons, all), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
}

}  // namespace
}  // namespace congress::dossiers

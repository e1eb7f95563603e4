#include "platform/rpc/fields.h"

#include "congress/dossiers/v1/person.pb.h"
#include "congress/dossiers/v1/person_service.pb.h"
#include "congress/preparation/v1/preparation_service.pb.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace congress::rpc {
namespace {

using support::IsOk;
using support::StatusIs;

preparation::v1::CreateCongressRequest Valid() {
  preparation::v1::CreateCongressRequest request;
  request.set_congress_id("x");
  auto& congress = *request.mutable_congress();
  congress.set_organisation("organisations/province");
  congress.set_display_name("Đại hội");
  congress.set_level(preparation::v1::Congress::PROVINCE);
  congress.set_term("2025–2030");
  return request;
}

TEST(FitsPattern, MatchesSegmentBySegment) {
  EXPECT_TRUE(FitsPattern("congresses/x/documents/bao-cao", "congresses/*/documents/*"));
  EXPECT_TRUE(FitsPattern("persons/7", "organisations/*|persons/*"));
  for (const char* name : {"", "congresses", "congresses/", "congresses/x/y", "congresses/X", "congresses/-x",
                           "congresses/x-", "congresses/ä", "/congresses/x", "congresses/x/", "congresses/a b"}) {
    EXPECT_FALSE(FitsPattern(name, "congresses/*")) << name;
  }
  EXPECT_TRUE(FitsPattern("congresses/" + std::string(63, 'a'), "congresses/*"));
  EXPECT_FALSE(FitsPattern("congresses/" + std::string(64, 'a'), "congresses/*"));
}

TEST(CheckFields, TakesWhatIsValidAndBringsItToNfc) {
  auto request = Valid();
  request.mutable_congress()->set_display_name(
      "\xC4\x90"
      "e\xCC\x82\xCC\x81");
  EXPECT_THAT(CheckFields(&request), IsOk());
  EXPECT_EQ(request.congress().display_name(), "Đế");
}

TEST(CheckFields, CleansEachStringByItsKind) {
  auto request = Valid();
  request.set_congress_id(" x\u200b");
  request.mutable_congress()->set_display_name("  Đại\u00a0hội\r\nxã  A ");
  request.mutable_congress()->set_legal_basis("một \r\nhai\u2028ba");
  request.mutable_congress()->set_etag(" 7");
  request.set_request_id("6F1C1FF6-4A6B-4A67-9D5C-0D6F6A2D9A1A");
  EXPECT_THAT(CheckFields(&request), IsOk());
  EXPECT_EQ(request.congress_id(), "x");
  EXPECT_EQ(request.congress().display_name(), "Đại hội xã A");
  EXPECT_EQ(request.congress().legal_basis(), "một\nhai\nba");
  EXPECT_EQ(request.congress().etag(), " 7");
  EXPECT_EQ(request.request_id(), "6f1c1ff6-4a6b-4a67-9d5c-0d6f6a2d9a1a");
}

TEST(CheckFields, NamesTheCharacterThatItRefuses) {
  auto request = Valid();
  request.mutable_congress()->set_display_name("Đại hội\a");
  EXPECT_THAT(std::string(CheckFields(&request).message()), ::testing::Not(::testing::IsEmpty()));
  google::rpc::BadRequest details;
  ASSERT_TRUE(status::Detail(CheckFields(&request), &details));
  EXPECT_EQ(details.field_violations(0).description(),
            "has the character U+0007 at position 8, which cannot be kept; correct it");
}

TEST(CheckFields, WhatIsOnlySpacesIsMissing) {
  for (const char* nothing : {" ", "\u00a0\u200b", "\r\n"}) {
    auto request = Valid();
    request.mutable_congress()->set_display_name(nothing);
    EXPECT_THAT(CheckFields(&request), StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID")) << nothing;
  }
}

TEST(CheckFields, DropsWhatOnlyTheServerSetsButForNameAndEtag) {
  auto request = Valid();
  request.mutable_congress()->mutable_create_time()->set_seconds(1);
  request.mutable_congress()->set_name("congresses/y");
  request.mutable_congress()->set_etag("7");
  EXPECT_THAT(CheckFields(&request), IsOk());
  EXPECT_FALSE(request.congress().has_create_time());
  EXPECT_EQ(request.congress().name(), "congresses/y");
  EXPECT_EQ(request.congress().etag(), "7");
}

// One violation at a time, each told by its field.
TEST(CheckFields, TellsEachViolationByItsField) {
  using Request = preparation::v1::CreateCongressRequest;
  const std::vector<std::pair<std::string, std::function<void(Request&)>>> cases = {
      {"congress_id", [](Request& r) { r.clear_congress_id(); }},
      {"congress_id", [](Request& r) { r.set_congress_id("1x"); }},
      {"congress_id", [](Request& r) { r.set_congress_id(std::string(64, 'x')); }},
      {"congress", [](Request& r) { r.clear_congress(); }},
      {"congress.display_name", [](Request& r) { r.mutable_congress()->set_display_name(std::string(301, 'x')); }},
      {"congress.display_name", [](Request& r) { r.mutable_congress()->set_display_name("a\x01"); }},
      {"congress.organisation", [](Request& r) { r.mutable_congress()->set_organisation("organisations/"); }},
      {"congress.level", [](Request& r) { r.mutable_congress()->clear_level(); }},
      {"congress.level",
       [](Request& r) { r.mutable_congress()->set_level(static_cast<preparation::v1::Congress::Level>(99)); }},
      {"congress.delegate_cap", [](Request& r) { r.mutable_congress()->set_delegate_cap(1'000'001); }},
      {"congress.opening_date",
       [](Request& r) {
         r.mutable_congress()->mutable_opening_date()->set_year(2025);
         r.mutable_congress()->mutable_opening_date()->set_month(2);
         r.mutable_congress()->mutable_opening_date()->set_day(29);
       }},
      {"request_id", [](Request& r) { r.set_request_id("6f1c1ff6-4a6b-4a67-9d5c-0d6f6a2d9a1"); }},
  };
  for (const auto& [field, spoil] : cases) {
    Request request = Valid();
    spoil(request);
    const absl::Status status = CheckFields(&request);
    ASSERT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID")) << field;
    google::rpc::BadRequest details;
    ASSERT_TRUE(status::Detail(status, &details));
    ASSERT_EQ(details.field_violations_size(), 1) << field;
    EXPECT_EQ(details.field_violations(0).field(), field);
  }
}

TEST(CheckFields, LengthCountsCharactersNotBytes) {
  auto request = Valid();
  std::string name;
  for (int i = 0; i < 300; ++i) name += "ế";
  request.mutable_congress()->set_display_name(name);
  EXPECT_THAT(CheckFields(&request), IsOk());
  request.mutable_congress()->set_display_name(name + "ế");
  EXPECT_FALSE(CheckFields(&request).ok());
}

// Sets every field of a message to something, so that what is left tells what was removed.
void Fill(google::protobuf::Message* message, int depth) {
  const auto& reflection = *message->GetReflection();
  for (int i = 0; i < message->GetDescriptor()->field_count(); ++i) {
    const auto* field = message->GetDescriptor()->field(i);
    using Field = google::protobuf::FieldDescriptor;
    if (field->cpp_type() == Field::CPPTYPE_STRING) {
      field->is_repeated() ? reflection.AddString(message, field, "x") : reflection.SetString(message, field, "x");
    } else if (field->cpp_type() == Field::CPPTYPE_MESSAGE && depth > 0) {
      Fill(field->is_repeated() ? reflection.AddMessage(message, field) : reflection.MutableMessage(message, field),
           depth - 1);
    } else if (field->cpp_type() == Field::CPPTYPE_ENUM && !field->is_repeated()) {
      reflection.SetEnumValue(message, field, 1);
    }
  }
}

bool HoldsAbove(const google::protobuf::Message& message, annotations::v1::Grade clearance) {
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const auto* field : fields) {
    if (RuleOf(*field).grade() > clearance) return true;
    if (field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) continue;
    const int size = field->is_repeated() ? message.GetReflection()->FieldSize(message, field) : 1;
    for (int i = 0; i < size; ++i) {
      if (HoldsAbove(field->is_repeated() ? message.GetReflection()->GetRepeatedMessage(message, field, i)
                                          : message.GetReflection()->GetMessage(message, field),
                     clearance)) {
        return true;
      }
    }
  }
  return false;
}

TEST(Redact, LeavesNothingAboveTheClearance) {
  using annotations::v1::Grade;
  for (const Grade clearance : {annotations::v1::GRADE_UNSPECIFIED, annotations::v1::PERSONAL,
                                annotations::v1::CONFIDENTIAL, annotations::v1::SENSITIVE}) {
    dossiers::v1::ListPersonsResponse list;
    Fill(&list, 4);
    Fill(list.add_persons(), 4);
    list.mutable_persons(0)->set_name("persons/a");
    list.mutable_persons(1)->set_name("persons/b");
    EXPECT_TRUE(HoldsAbove(list, annotations::v1::GRADE_UNSPECIFIED));
    const auto seen = Redact(clearance, &list);
    EXPECT_FALSE(HoldsAbove(list, clearance));
    if (clearance == annotations::v1::GRADE_UNSPECIFIED) {
      EXPECT_TRUE(seen.empty());
    } else {
      EXPECT_THAT(seen, ::testing::ElementsAre(::testing::Field(&GradedRead::name, "persons/a"),
                                               ::testing::Field(&GradedRead::name, "persons/b")));
      for (const auto* field : seen.front().fields) EXPECT_LE(RuleOf(*field).grade(), clearance);
      EXPECT_FALSE(seen.front().fields.empty());
    }
  }
}

TEST(FillEtags, FillsOnlyWhatIsEmptyAndNamed) {
  preparation::v1::ListCongressesResponse list;
  list.add_congresses()->set_name("congresses/a");
  list.add_congresses()->set_name("congresses/b");
  list.mutable_congresses(1)->set_etag("3");
  list.add_congresses();
  FillEtags("9", &list);
  EXPECT_EQ(list.congresses(0).etag(), "9");
  EXPECT_EQ(list.congresses(1).etag(), "3");
  EXPECT_EQ(list.congresses(2).etag(), "");
}

}  // namespace
}  // namespace congress::rpc

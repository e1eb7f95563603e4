#include "cli/yaml/message.h"

#include "cli/demo/province.pb.h"
#include "congress/allocation/v1/organisation_service.pb.h"
#include "congress/allocation/v1/rule_set_service.pb.h"
#include "congress/scheduling/v1/calendar_service.pb.h"
#include "congress/scheduling/v1/scheduling_service.pb.h"
#include "gmock/gmock.h"
#include "google/protobuf/dynamic_message.h"
#include "gtest/gtest.h"

namespace congress::cli::yaml {
namespace {

using allocation::v1::RuleSet;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// What reading finds, as `LINE:COLUMN: FIELD: WHAT` lines.
std::string Faults(std::string_view text, google::protobuf::Message* message) {
  const Document document = Parse(text);
  if (document.root == nullptr) return Render("", document.faults);
  return Render("", ReadMessage(*document.root, message).faults);
}

TEST(ReadMessage, ReadsDatesEnumsNumbersAndLists) {
  demo::Opinions opinions;
  EXPECT_EQ(Faults("document: report\nstep: a\nround: r\ndisplay_name: Đợt 1\nwindow_days: 15\n"
                   "kinds: [ward, commune]\nmost_per_organisation: 2\ntexts: [\"Thống nhất, đề nghị\"]\nanswers:\n"
                   "  - {disposition: NOT_TAKEN, reason: Đã nêu.}\n",
                   &opinions),
            "");
  EXPECT_EQ(opinions.display_name(), "Đợt 1");
  EXPECT_EQ(opinions.window_days(), 15);
  EXPECT_THAT(opinions.kinds(), testing::ElementsAre("ward", "commune"));
  EXPECT_EQ(opinions.answers(0).disposition(), drafting::v1::NOT_TAKEN);

  demo::Decision decision;
  EXPECT_EQ(Faults("date: 2025-08-27\napproval_reason: x\n", &decision), "");
  EXPECT_EQ(decision.date().year(), 2025);
  EXPECT_EQ(decision.date().day(), 27);
  EXPECT_EQ(Faults("date: {year: 2025, month: 8, day: 28}\n", &decision), "");
  EXPECT_EQ(decision.date().day(), 28);
  EXPECT_EQ(decision.approval_reason(), "");
}

TEST(ReadMessage, KeepsThePlacesOfFields) {
  const Document document = Parse(
      "rule_set_id: r\n"
      "rule_set:\n"
      "  base:\n"
      "    by_kind:\n"
      "      - {kind: ward, seats: 2}\n"
      "      - kind: agency\n"
      "        seats: 3\n");
  ASSERT_NE(document.root, nullptr);
  allocation::v1::CreateRuleSetRequest request;
  const Reading reading = ReadMessage(*document.root, &request);
  EXPECT_TRUE(reading.faults.empty());
  EXPECT_EQ(reading.places.Find("rule_set"), (Place{2, 1}));
  EXPECT_EQ(reading.places.Find("rule_set.base.by_kind[0].seats"), (Place{5, 22}));
  EXPECT_EQ(reading.places.Find("rule_set.base.by_kind[1]"), (Place{6, 9}));
  EXPECT_EQ(reading.places.Find("rule_set.base.by_kind[1].seats"), (Place{7, 9}));
  EXPECT_EQ(reading.places.Find("rule_set.legal_basis"), (Place{2, 1}));
}

struct Bad {
  const char* name;
  const char* yaml;
  const char* told;
};

class BadRuleSet : public testing::TestWithParam<Bad> {};

TEST_P(BadRuleSet, IsToldByPlaceAndField) {
  RuleSet rule;
  EXPECT_THAT(Faults(GetParam().yaml, &rule), StartsWith(GetParam().told));
}

INSTANTIATE_TEST_SUITE_P(
    Keys, BadRuleSet,
    testing::Values(
        Bad{"Unknown", "legal_bases: x\n", ":1:1: legal_bases: is no key that is known here; known are name, "},
        Bad{"JsonName", "legalBasis: x\n", ":1:1: legalBasis: is no key"},
        Bad{"Twice", "replaces: x\nbase: {}\nreplaces: x\n", ":3:1: replaces: comes twice, first in line 1"},
        Bad{"TwiceWithin", "base: {by_kind: [], by_kind: []}\n", ":1:21: base.by_kind: comes twice, first in line 1"},
        Bad{"Merge", "<<: {replaces: x}\n", ":1:1: <<: is no key"},
        Bad{"ListAsKey", "[a]: x\n", ":1:1: has a key that is no name"},
        Bad{"NullAsKey", "~: x\n", ":1:1: has a key that is no name"},
        Bad{"ControlsInAKey", "\"a\\e[31mb\": x\n", ":1:1: a\\x1b[31mb: is no key"},
        Bad{"ServersOwn", "version: 2\n", ":1:1: version: is set by the server"},
        Bad{"Scalar", "x\n", ":1:1: is no table"}, Bad{"List", "- x\n", ":1:1: is no table"},
        Bad{"BothOfAOneof", "member_step:\n  open_total: {members_per_seat: 1}\n  fitted: {total: 1}\n",
            ":3:3: member_step.fitted: excludes 'open_total'"}),
    [](const auto& tested) { return tested.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Types, BadRuleSet,
    testing::Values(Bad{"ListForText", "replaces: [x]\n", ":1:1: replaces: is no single value"},
                    Bad{"MapForText", "replaces: {x: y}\n", ":1:1: replaces: is no single value"},
                    Bad{"TextForList", "additions: x\n", ":1:1: additions: is no list"},
                    Bad{"MapForList", "additions: {seats: 1}\n", ":1:1: additions: is no list"},
                    Bad{"TextForMap", "base: x\n", ":1:1: base: is no table"},
                    Bad{"TextAsItem", "additions:\n  - x\n", ":2:5: additions[0]: is no table"},
                    Bad{"NullAsItem", "additions:\n  -\n", ":1:1: additions[0]: has no value"},
                    Bad{"Null", "legal_basis: ~\n", ":1:1: legal_basis: has no value"},
                    Bad{"Nothing", "legal_basis:\n", ":1:1: legal_basis: has no value"},
                    Bad{"Tag", "legal_basis: !!int 1\n", ":1:1: legal_basis: has a tag"},
                    Bad{"TagOfAMap", "base: !x {}\n", ":1:1: base: is no table"},
                    Bad{"Enum", "tie_rule: BY_LOT\n", ":1:1: tie_rule: 'BY_LOT' is none of MORE_MEMBERS"},
                    Bad{"EnumZero", "tie_rule: TIE_RULE_UNSPECIFIED\n", ":1:1: tie_rule: 'TIE_RULE_UNSPECIFIED' is"},
                    Bad{"EnumNumber", "tie_rule: 1\n", ":1:1: tie_rule: '1' is none of"}),
    [](const auto& tested) { return tested.param.name; });

TEST(ReadMessage, TakesWholeNumbersOnlyAsEverybodyReadsThem) {
  RuleSet rule;
  for (const char* good : {"0", "1", "-1", "9223372036854775807", "-9223372036854775808", "9007199254740993"}) {
    EXPECT_EQ(Faults(std::string("delegate_cap: ") + good, &rule), "");
    EXPECT_EQ(std::to_string(rule.delegate_cap()), good);
  }
  EXPECT_EQ(Faults("delegate_cap: '12'", &rule), "") << "JSON writes int64 as text";
  for (const char* bad :
       {"010",       "0x10", "0o10", "0b1", "1_000", "1,000", "1.000", "1.0", "1e3",  "+1",         "1:30",
        "190:20:30", ".inf", ".nan", "--1", "-01",   "one",   "no",    "''",  "' 1'", "2025-10-01", "１"}) {
    EXPECT_THAT(Faults(std::string("delegate_cap: ") + bad, &rule), HasSubstr("is no whole number")) << bad;
  }
  for (const char* vast : {"9223372036854775808", "-9223372036854775809", "99999999999999999999999999"}) {
    EXPECT_THAT(Faults(std::string("delegate_cap: ") + vast, &rule),
                HasSubstr("is out of range: from -9223372036854775808 to 9223372036854775807"))
        << vast;
  }
  demo::Persons persons;
  EXPECT_THAT(Faults("women_per_hundred: 2147483648", &persons),
              HasSubstr("out of range: from -2147483648 to 2147483647"));
  demo::Province province;
  EXPECT_EQ(Faults("seed: 18446744073709551615", &province), "");
  EXPECT_EQ(province.seed(), 18446744073709551615u);
  EXPECT_THAT(Faults("seed: -1", &province), HasSubstr("out of range: from 0 to"));
}

TEST(ReadMessage, TakesTextsAsTheyStand) {
  RuleSet rule;
  for (const char* text : {"no", "010", "1:30", "2025-10-01", "true", "1.0", "!x"}) {
    // Quoted or not; a tag must be quoted.
    const std::string written = *text == '!' ? std::string("'") + text + "'" : text;
    EXPECT_EQ(Faults("display_name: " + written, &rule), "");
    EXPECT_EQ(rule.display_name(), text);
  }
  EXPECT_EQ(Faults("display_name: ''", &rule), "");
  EXPECT_EQ(Faults("display_name: >\n  một\n  hai\n", &rule), "");
  EXPECT_EQ(rule.display_name(), "một hai\n");
}

TEST(ReadMessage, TakesTrueAndFalseOnly) {
  allocation::v1::CreateRuleSetRequest request;
  EXPECT_EQ(Faults("validate_only: true", &request), "");
  EXPECT_TRUE(request.validate_only());
  for (const char* bad : {"yes", "no", "on", "off", "y", "True", "TRUE", "1", "0", "''"}) {
    EXPECT_THAT(Faults(std::string("validate_only: ") + bad, &request), HasSubstr("is neither true nor false")) << bad;
  }
}

TEST(ReadMessage, TakesDaysOfTheCalendarOnly) {
  RuleSet rule;
  for (const char* bad : {"2025-02-30", "2025-2-3", "25-02-03", "2025/02/03", "03-02-2025", "20250203",
                          "2025-02-03T00:00:00Z", "[2025-02-03]", "2025", "''"}) {
    EXPECT_NE(Faults(std::string("effective_from: ") + bad, &rule), "") << bad;
  }
  EXPECT_EQ(Faults("effective_from: '2024-02-29'", &rule), "");
  EXPECT_EQ(rule.effective_from().day(), 29);
}

TEST(ReadMessage, TakesTimesWithTheirZoneOnly) {
  scheduling::v1::ExportCalendarRequest request;
  EXPECT_EQ(Faults("stamp_time: 2025-10-01T08:00:00+07:00", &request), "");
  EXPECT_EQ(request.stamp_time().seconds(), 1759280400);
  for (const char* bad :
       {"2025-10-01", "2025-10-01 08:00:00", "2025-10-01T08:00:00", "2025-10-01t08:00:00Z", "2025-10-01T25:00:00Z",
        "2025-02-30T08:00:00Z", "10000-01-01T00:00:00Z", "now", "infinite-future-of-it", "2025-10-01T08:00:00Zx"}) {
    EXPECT_THAT(Faults(std::string("stamp_time: ") + bad, &request), HasSubstr("is no time of the form")) << bad;
  }
}

TEST(ReadMessage, TakesBytesAsTextOrBase64AndMasksAsAList) {
  allocation::v1::ImportOrganisationsRequest import;
  EXPECT_EQ(Faults("csv: |\n  code,name\n  1,Một\n", &import), "");
  EXPECT_EQ(import.csv(), "code,name\n1,Một\n");
  EXPECT_EQ(Faults("csv: !!binary AP8=\n", &import), "");
  EXPECT_EQ(import.csv(), std::string("\0\xFF", 2));
  EXPECT_EQ(Faults("csv: !!binary '*'\n", &import), ":1:1: csv: is no base64");
  EXPECT_EQ(Faults("csv: !!str a\n", &import), ":1:1: csv: has a tag that is not !!binary");
  scheduling::v1::UpdateCalendarRequest update;
  EXPECT_EQ(Faults("update_mask: holidays,display_name", &update), "");
  EXPECT_THAT(update.update_mask().paths(), testing::ElementsAre("holidays", "display_name"));
}

TEST(ReadMessage, ReadsMessagesMadeFromDescriptorsTheSame) {
  google::protobuf::DynamicMessageFactory factory;
  const std::unique_ptr<google::protobuf::Message> rule(factory.GetPrototype(RuleSet::descriptor())->New());
  EXPECT_EQ(Faults("effective_from: 2025-07-23\nmember_step: {fitted: {total: 5}}\n", rule.get()), "");
  RuleSet read;
  ASSERT_TRUE(read.ParseFromString(rule->SerializeAsString()));
  EXPECT_EQ(read.effective_from().month(), 7);
  EXPECT_EQ(read.member_step().fitted().total(), 5);
}

TEST(ReadMessage, TellsAllFaultsAtOnceInTheOrderOfTheFile) {
  RuleSet rule;
  EXPECT_EQ(Faults("legal_basis:\n"
                   "additions:\n"
                   "  - {organisation: x, seats: 1.5}\n"
                   "  - {organisation: x, seat: 1}\n"
                   "effective_from: 1/7/2025\n",
                   &rule),
            ":1:1: legal_basis: has no value; leave the key out, or write \"\" for an empty text\n"
            ":3:23: additions[0].seats: '1.5' is no whole number: decimal digits only, no leading 0, point, exponent, "
            "sign +, separator or base\n"
            ":4:23: additions[1].seat: is no key that is known here; known are organisation, seats, reason\n"
            ":5:1: effective_from: '1/7/2025' is no day of the form 2025-10-01");
  std::string many = "additions:\n";
  for (int i = 0; i < 1000; ++i) many += "  - x\n";
  const std::string told = Faults(many, &rule);
  EXPECT_EQ(std::count(told.begin(), told.end(), '\n') + 1, static_cast<int>(kMostFaults));
}

TEST(ReadMessage, NamesWhatIsNeededAndMissing) {
  const Document document = Parse("date: 2025-08-27\n");
  demo::Decision decision;
  const Reading reading = ReadMessage(
      *document.root, [](const auto& field) { return field.name() == "approval_reason"; }, &decision);
  EXPECT_EQ(Render("f", reading.faults), "f:1:1: approval_reason: is missing");
}

}  // namespace
}  // namespace congress::cli::yaml

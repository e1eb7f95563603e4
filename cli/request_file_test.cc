#include "cli/request_file.h"

#include "congress/allocation/v1/reason.pb.h"
#include "congress/allocation/v1/rule_set_service.pb.h"
#include "gtest/gtest.h"
#include "platform/status/status.h"
#include "tests/support/status_matchers.h"

namespace congress::cli {
namespace {

using allocation::v1::CreateRuleSetRequest;
using testing::HasSubstr;
using testing::StartsWith;

constexpr std::string_view kRequest =
    "rule_set_id: r\n"
    "rule_set:\n"
    "  display_name: x\n"
    "  member_step:\n"
    "    open_total:\n"
    "      threshold: 6001\n";

constexpr std::string_view kResource =
    "display_name: x\n"
    "member_step:\n"
    "  open_total:\n"
    "    threshold: 6001\n";

absl::Status Contradiction() {
  status::Violations faults;
  faults.Add("member_step.open_total.threshold", status::Sentence{"must be between 1 and members_per_seat", ""});
  faults.Add("additions[2]", status::Sentence{"appears twice", ""});
  return faults.ToStatus(allocation::v1::RULE_SET_INVALID);
}

TEST(RequestFile, HoldsARequestOrItsResource) {
  CreateRuleSetRequest request;
  ASSERT_THAT(RequestFile::Parse("f.yaml", kRequest, &request), support::IsOk());
  EXPECT_EQ(request.rule_set_id(), "r");
  EXPECT_EQ(request.rule_set().member_step().open_total().threshold(), 6001);
  CreateRuleSetRequest of_resource;
  ASSERT_THAT(RequestFile::Parse("f.yaml", kResource, &of_resource), support::IsOk());
  EXPECT_EQ(of_resource.rule_set().SerializeAsString(), request.rule_set().SerializeAsString());
  // Without a key of either kind the faults are those of the resource.
  EXPECT_THAT(std::string(RequestFile::Parse("f.yaml", "displayname: x\n", &request).status().message()),
              StartsWith("f.yaml:1:1: displayname: is no key that is known here; known are name, organisation, "));
  allocation::v1::GetRuleSetRequest get;
  ASSERT_THAT(RequestFile::Parse("f.yaml", "name: ruleSets/r\n", &get), support::IsOk());
  EXPECT_EQ(get.name(), "ruleSets/r");
}

TEST(RequestFile, SaysWhichFormerUnitsARuleCounts) {
  using allocation::v1::BaseRule;
  const auto read = [](const std::string& value) {
    CreateRuleSetRequest request;
    EXPECT_THAT(RequestFile::Parse("f.yaml", "display_name: x\nbase:\n  former_units: " + value + "\n", &request),
                support::IsOk());
    return request.rule_set().base().former_units();
  };
  EXPECT_EQ(read("ALL_GENERATIONS"), BaseRule::ALL_GENERATIONS);
  EXPECT_EQ(read("LAST_MERGER"), BaseRule::LAST_MERGER);
  CreateRuleSetRequest request;
  EXPECT_THAT(
      std::string(
          RequestFile::Parse("f.yaml", "display_name: x\nbase:\n  former_units: FIRST\n", &request).status().message()),
      StartsWith("f.yaml:3:"));
}

TEST(RequestFile, ListsEveryFaultALine) {
  CreateRuleSetRequest request;
  EXPECT_EQ(RequestFile::Parse("f.yaml", "rule_set_id: [r]\nvalidate_only: no\n", &request).status().message(),
            "f.yaml:1:1: rule_set_id: is no single value\n"
            "f.yaml:2:1: validate_only: 'no' is neither true nor false");
  EXPECT_EQ(RequestFile::Parse("f.yaml", "", &request).status().message(), "f.yaml:1:1: is empty");
}

TEST(RequestFile, PlacesWhatTheServerSaysOfFields) {
  CreateRuleSetRequest request;
  ASSERT_OK_AND_ASSIGN(const RequestFile whole, RequestFile::Parse("f.yaml", kRequest, &request));
  EXPECT_THAT(
      whole.RenderError(Contradiction()),
      StartsWith("f.yaml:2:1: rule_set.additions[2]: appears twice\n"
                 "f.yaml:6:7: rule_set.member_step.open_total.threshold: must be between 1 and members_per_seat\n"
                 "INVALID_ARGUMENT RULE_SET_INVALID"));
  ASSERT_OK_AND_ASSIGN(const RequestFile resource, RequestFile::Parse("f.yaml", kResource, &request));
  EXPECT_THAT(resource.RenderError(Contradiction()),
              StartsWith("f.yaml:1:1: additions[2]: appears twice\n"
                         "f.yaml:4:5: member_step.open_total.threshold: must be between 1 and members_per_seat\n"));
  status::Violations fields;
  fields.Add("rule_set.display_name", status::Sentence{"is too long", ""});
  fields.Add("rule_set_id", status::PlatformFault::REQUIRED);
  EXPECT_THAT(resource.RenderError(fields.ToStatus()), StartsWith("f.yaml:1:1: display_name: is too long\n"
                                                                  "f.yaml:1:1: rule_set_id: is required\n"
                                                                  "INVALID_ARGUMENT FIELDS_INVALID"));
}

TEST(RequestFile, LeavesToFlagsWhatTheySet) {
  CreateRuleSetRequest request;
  ASSERT_OK_AND_ASSIGN(RequestFile file, RequestFile::Parse("f.yaml", kResource, &request));
  for (const Flag& flag : FlagsOf(*CreateRuleSetRequest::descriptor())) {
    if (flag.name == "rule-set-id" || flag.name == "display-name") file.Overrule(flag);
  }
  status::Violations fields;
  fields.Add("rule_set.display_name", status::Sentence{"is too long", ""});
  fields.Add("rule_set_id", status::Sentence{"is no id", ""});
  EXPECT_THAT(file.RenderError(fields.ToStatus()),
              StartsWith("--display-name: is too long\n--rule-set-id: is no id\nINVALID_ARGUMENT FIELDS_INVALID"));
}

TEST(RequestFile, LeavesOtherErrorsAsTheyAre) {
  CreateRuleSetRequest request;
  ASSERT_OK_AND_ASSIGN(const RequestFile file, RequestFile::Parse("f.yaml", kResource, &request));
  const absl::Status status = status::NotFound("ruleSets", "ruleSets/none");
  EXPECT_THAT(file.RenderError(status), StartsWith("NOT_FOUND RESOURCE_NOT_FOUND"));
  EXPECT_THAT(file.RenderError(status), testing::Not(HasSubstr("f.yaml")));
}

}  // namespace
}  // namespace congress::cli

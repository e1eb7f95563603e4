#include "cli/request.h"

#include <fstream>

#include "google/protobuf/dynamic_message.h"
#include "gtest/gtest.h"
#include "proto/descriptors.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace congress::cli {
namespace {

class RequestTest : public ::testing::Test {
 protected:
  RequestTest()
      : type_(*Descriptors().FindMessageTypeByName("congress.preparation.v1.CreateCongressRequest")),
        request_(factory_.GetPrototype(&type_)->New()) {}

  absl::Status Set(const std::string& name, const std::vector<std::string>& values) {
    for (const Flag& flag : FlagsOf(type_)) {
      if (flag.name == name) return SetFlag(flag, values, request_.get());
    }
    return absl::NotFoundError(name);
  }

  google::protobuf::DynamicMessageFactory factory_;
  const google::protobuf::Descriptor& type_;
  std::unique_ptr<google::protobuf::Message> request_;
};

TEST_F(RequestTest, FlagsReachIntoTheResource) {
  EXPECT_THAT(Set("congress-id", {"x"}), support::IsOk());
  EXPECT_THAT(Set("display-name", {"Đại hội"}), support::IsOk());
  EXPECT_THAT(Set("opening-date", {"2025-10-01"}), support::IsOk());
  EXPECT_THAT(Set("level", {"province"}), support::IsOk());
  EXPECT_THAT(Set("delegate-cap", {"500"}), support::IsOk());
  EXPECT_EQ(
      request_->ShortDebugString(),
      "congress_id: \"x\" congress { display_name: \"\\304\\220\\341\\272\\241i h\\341\\273\\231i\" level: PROVINCE "
      "opening_date { year: 2025 month: 10 day: 1 } delegate_cap: 500 }");
}

TEST_F(RequestTest, OutputOnlyFieldsHaveNoFlag) { EXPECT_TRUE(absl::IsNotFound(Set("create-time", {"x"}))); }

TEST_F(RequestTest, WhatDoesNotFitIsSaid) {
  for (const auto& [flag, value, says] : std::vector<std::tuple<const char*, const char*, const char*>>{
           {"opening-date", "1/10/2025", "--opening-date: '1/10/2025' is no date"},
           {"level", "moon", "--level: 'moon' is no value of Level"},
           {"delegate-cap", "many", "--delegate-cap: 'many' is no whole number"},
           {"congress", "{", "not the JSON"}}) {
    const absl::Status status = Set(flag, {value});
    EXPECT_TRUE(absl::IsInvalidArgument(status));
    EXPECT_THAT(std::string(status.message()), ::testing::HasSubstr(says));
  }
}

TEST_F(RequestTest, JsonWithAnUnknownFieldIsRefused) {
  EXPECT_THAT(MergeJson(R"({"congress_id": "x"})", request_.get()), support::IsOk());
  EXPECT_FALSE(MergeJson(R"({"congress_idd": "x"})", request_.get()).ok());
}

TEST_F(RequestTest, JsonTakesDatesAsPeopleWriteThem) {
  EXPECT_THAT(MergeJson(R"({"congress": {"opening_date": "2025-10-01", "closingDate": "2025-10-03",
                                         "window_first_day": {"year": 2025, "month": 8, "day": 1}}})",
                        request_.get()),
              support::IsOk());
  EXPECT_EQ(request_->ShortDebugString(),
            "congress { window_first_day { year: 2025 month: 8 day: 1 } opening_date { year: 2025 month: 10 day: 1 } "
            "closing_date { year: 2025 month: 10 day: 3 } }");
  EXPECT_FALSE(MergeJson(R"({"congress": {"opening_date": "1/10/2025"}})", request_.get()).ok());
}

// Of people nobody may know more; of a congress everybody does.
TEST(SetFlag, TakesOfABirthTheYearAlone) {
  const auto& type = *Descriptors().FindMessageTypeByName("congress.dossiers.v1.CreatePersonRequest");
  google::protobuf::DynamicMessageFactory factory;
  const auto set = [&](const std::string& name, const std::string& value) {
    const std::unique_ptr<google::protobuf::Message> request(factory.GetPrototype(&type)->New());
    for (const Flag& flag : FlagsOf(type)) {
      if (flag.name != name) continue;
      const absl::Status status = SetFlag(flag, {value}, request.get());
      return status.ok() ? request->ShortDebugString() : std::string(status.message());
    }
    return name;
  };
  EXPECT_EQ(set("birth-date", "1975"), "person { birth_date { year: 1975 } }");
  EXPECT_EQ(set("birth-date", "03/1975"), "person { birth_date { year: 1975 month: 3 } }");
  EXPECT_EQ(set("person", R"({"birth_date": "1975-03"})"), "person { birth_date { year: 1975 month: 3 } }");
  EXPECT_EQ(set("birth-date", "75"), "--birth-date: '75' is no date of the form 1975-03-28, 1975-03 or 1975");
  EXPECT_EQ(set("party-admission-date", "1999"), "person { party_admission_date { year: 1999 } }");
}

TEST(SetFlag, ReadsAKeyFromItsFile) {
  const support::TemporaryFolder folder;
  const std::string path = folder.path() + "/luu-tru.pem";
  std::ofstream(path) << "-----BEGIN PUBLIC KEY-----\n";
  const auto& type = *Descriptors().FindMessageTypeByName("congress.drafting.v1.ConfirmHandOverRequest");
  google::protobuf::DynamicMessageFactory factory;
  const std::unique_ptr<google::protobuf::Message> request(factory.GetPrototype(&type)->New());
  const auto set = [&](const std::string& name, const std::string& value) {
    return SetFlag({name, {type.FindFieldByName(name)}}, {value}, request.get());
  };
  EXPECT_THAT(set("receiver_key_pem", StrCat("@", path)), support::IsOk());
  EXPECT_EQ(request->ShortDebugString(), "receiver_key_pem: \"-----BEGIN PUBLIC KEY-----\\n\"");
  EXPECT_FALSE(set("receiver_key_pem", "@/nonexistent/file").ok());
  EXPECT_THAT(set("receiver_key_pem", "x"), support::IsOk());
  EXPECT_THAT(set("reason", "@x"), support::IsOk()) << "other texts are what they are";
  EXPECT_EQ(request->ShortDebugString(), "receiver_key_pem: \"x\" reason: \"@x\"");
}

TEST(SetFlag, TakesALengthOfTimeAsSeconds) {
  const auto& type = *Descriptors().FindMessageTypeByName("congress.events.v1.WatchRequest");
  google::protobuf::DynamicMessageFactory factory;
  const std::unique_ptr<google::protobuf::Message> request(factory.GetPrototype(&type)->New());
  const Flag flag{"heartbeat", {type.FindFieldByName("heartbeat")}};
  EXPECT_THAT(SetFlag(flag, {"5s"}, request.get()), support::IsOk());
  EXPECT_EQ(request->ShortDebugString(), "heartbeat { seconds: 5 }");
  EXPECT_FALSE(SetFlag(flag, {"5 minutes"}, request.get()).ok());
}

TEST(SetFlag, MakesNothingOfWhatNobodyTyped) {
  const auto& type = *Descriptors().FindMessageTypeByName("congress.drafting.v1.ExportOpinionReportRequest");
  google::protobuf::DynamicMessageFactory factory;
  const std::unique_ptr<google::protobuf::Message> request(factory.GetPrototype(&type)->New());
  for (const Flag& flag : FlagsOf(type)) EXPECT_THAT(SetFlag(flag, {}, request.get()), support::IsOk());
  EXPECT_EQ(request->ShortDebugString(), "");
}

TEST(Mask, NamesWhatWasTypedSoThatNothingAndZeroCount) {
  const auto& type = *Descriptors().FindMessageTypeByName("congress.preparation.v1.UpdateCongressRequest");
  google::protobuf::DynamicMessageFactory factory;
  const std::unique_ptr<google::protobuf::Message> request(factory.GetPrototype(&type)->New());
  const std::vector<Flag> flags = FlagsOf(type);
  std::vector<std::vector<std::string>> values(flags.size());
  for (size_t i = 0; i < flags.size(); ++i) {
    if (flags[i].name == "name") values[i] = {"congresses/x"};
    if (flags[i].name == "delegate-cap") values[i] = {"0"};
    if (flags[i].name == "legal-basis") values[i] = {""};
    EXPECT_THAT(SetFlag(flags[i], values[i], request.get()), support::IsOk());
  }
  AddTypedToMask(flags, values, request.get());
  EXPECT_EQ(request->ShortDebugString(),
            "congress { name: \"congresses/x\" } update_mask { paths: \"delegate_cap\" paths: \"legal_basis\" }");
}

TEST_F(RequestTest, DeepJsonIsRefusedBeforeItIsRead) {
  EXPECT_EQ(MergeJson(std::string(1'000'000, '[') + std::string(1'000'000, ']'), request_.get()).message(),
            "the JSON is more than 100 deep");
}

TEST(ReadInput, SaysWhichFileCannotBeRead) {
  setenv("LC_ALL", "vi_VN.UTF-8", 1);
  EXPECT_EQ(ReadInput("/tmp").status().message(), "không đọc được tệp '/tmp': đó là thư mục");
  unsetenv("LC_ALL");
  EXPECT_EQ(ReadInput("/tmp").status().message(), "cannot read the file '/tmp': it is a folder");
  EXPECT_EQ(ReadInput("/nonexistent/file").status().message(), "cannot read the file '/nonexistent/file'");
}

}  // namespace
}  // namespace congress::cli

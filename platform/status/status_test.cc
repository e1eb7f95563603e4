#include "platform/status/status.h"

#include <regex>

#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace congress::status {
namespace {

TEST(Status, CarriesReasonDomainAndMetadata) {
  const absl::Status status = InvalidArgument(PlatformReason::REQUEST_ID_REUSED, {{"request_id", "x"}});
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(Detail(status, &info));
  EXPECT_EQ(info.reason(), "REQUEST_ID_REUSED");
  EXPECT_EQ(info.domain(), "congress");
  EXPECT_EQ(info.metadata().at("request_id"), "x");
}

TEST(Status, EveryReasonFollowsAip193) {
  const std::regex pattern("[A-Z][A-Z0-9_]+[A-Z0-9]");
  const auto* reasons = google::protobuf::GetEnumDescriptor<PlatformReason>();
  for (int i = 0; i < reasons->value_count(); ++i) {
    EXPECT_TRUE(std::regex_match(reasons->value(i)->name(), pattern)) << reasons->value(i)->name();
    EXPECT_LE(reasons->value(i)->name().size(), 63u);
  }
}

TEST(Status, PreconditionsAndRetriesCarryTheirDetails) {
  google::rpc::PreconditionFailure failure;
  ASSERT_TRUE(Detail(FailedPrecondition(PlatformReason::CONTENTION, {{"name", "a/b"}}), &failure));
  EXPECT_EQ(failure.violations(0).type(), "CONTENTION");
  EXPECT_EQ(failure.violations(0).subject(), "a/b");
  google::rpc::RetryInfo retry;
  ASSERT_TRUE(Detail(Unavailable(PlatformReason::STORE_UNAVAILABLE, {}, absl::Milliseconds(1500)), &retry));
  EXPECT_EQ(retry.retry_delay().seconds(), 1);
  EXPECT_EQ(retry.retry_delay().nanos(), 500'000'000);
}

TEST(Violations, ListsThirtyTwoAndCountsTheRest) {
  Violations violations;
  EXPECT_THAT(violations.ToStatus(), support::IsOk());
  for (int i = 0; i < 100; ++i)
    violations.Add(std::string(100, 'f'), Sentence{std::string(500, 'd'), std::string(500, 'm')});
  const absl::Status status = violations.ToStatus();
  EXPECT_THAT(status, support::StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  google::rpc::BadRequest details;
  ASSERT_TRUE(Detail(status, &details));
  EXPECT_EQ(details.field_violations_size(), 32);
  EXPECT_EQ(violations.count(), 100);
  EXPECT_LE(details.ByteSizeLong(), Violations::kMostBytes);
}

// What a caller who reads `language` gets of three faults.
absl::Status Told(Language language) {
  Violations violations;
  violations.Add("title", PlatformFault::REQUIRED);
  violations.Add("seats", PlatformFault::BELOW_MINIMUM, {{"minimum", "1"}});
  return InLanguage(violations.ToStatus(), language);
}

TEST(Language, VietnameseComesBesideTheEnglishMessage) {
  const absl::Status status = Told(Language::kVietnamese);
  EXPECT_EQ(status.message(), "Please correct: title: is required; seats: must be at least 1");
  EXPECT_EQ(SentenceOf(status), "Cần sửa: title: không được để trống; seats: không được nhỏ hơn 1");
  google::rpc::BadRequest details;
  ASSERT_TRUE(Detail(status, &details));
  EXPECT_EQ(details.field_violations(0).description(), "không được để trống");
  // A gateway passes on what the service chose.
  EXPECT_EQ(InLanguage(status, Language::kVietnamese), status);
}

TEST(Language, EnglishComesAlone) {
  const absl::Status status = Told(Language::kEnglish);
  EXPECT_EQ(SentenceOf(status), status.message());
  google::rpc::LocalizedMessage localized;
  EXPECT_FALSE(Detail(status, &localized));
  google::rpc::BadRequest details;
  ASSERT_TRUE(Detail(status, &details));
  EXPECT_EQ(details.field_violations(1).description(), "must be at least 1");
  int payloads = 0;
  status.ForEachPayload([&](absl::string_view, const absl::Cord&) { ++payloads; });
  EXPECT_EQ(payloads, 2) << "the Vietnamese descriptions stay in the process";
}

TEST(Refusals, TellTheFirstAndListAll) {
  Refusals refusals;
  EXPECT_TRUE(refusals.ToStatus().ok());
  refusals.Add("entries[1]", NotFound("Meeting", "meetings/a"));
  google::rpc::BadRequest part;
  ASSERT_TRUE(Detail(refusals.ToStatus(), &part));
  EXPECT_EQ(part.field_violations(0).field(), "entries[1]");
  EXPECT_EQ(refusals.ToStatus().message(), NotFound("Meeting", "meetings/a").message());
  Violations wrong;
  wrong.Add("meeting.title", PlatformFault::REQUIRED);
  refusals.Add("entries[2]", wrong.ToStatus());
  const absl::Status both = refusals.ToStatus();
  EXPECT_EQ(both.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ReasonOf(both), "RESOURCE_NOT_FOUND");
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(Detail(both, &info));
  EXPECT_EQ(info.metadata().at("refused_count"), "2");
  for (const Language language : {Language::kEnglish, Language::kVietnamese}) {
    google::rpc::BadRequest all;
    ASSERT_TRUE(Detail(InLanguage(both, language), &all));
    ASSERT_EQ(all.field_violations_size(), 2);
    EXPECT_EQ(all.field_violations(0).field(), "entries[1]");
    EXPECT_EQ(all.field_violations(1).field(), "entries[2].meeting.title");
    EXPECT_EQ(all.field_violations(0).description(),
              SentenceOf(InLanguage(NotFound("Meeting", "meetings/a"), language)));
    const std::string said = Refusals::SentenceOf(both).In(language);
    EXPECT_NE(said.find(all.field_violations(1).description()), std::string::npos);
  }
}

TEST(Refusals, OfRefusalsNameEveryPart) {
  Refusals room;
  room.Add("meeting.room", NotFound("Room", "rooms/a"));
  room.Add("", NotFound("Window", "windows/w"));
  Refusals all;
  EXPECT_TRUE(all.Note("entries[0]", absl::OkStatus()).ok());
  EXPECT_TRUE(all.Note("entries[1]", room.ToStatus()).ok());
  EXPECT_TRUE(all.Note("", NotFound("Post", "posts/p")).ok());
  google::rpc::BadRequest parts;
  ASSERT_TRUE(Detail(all.ToStatus(), &parts));
  ASSERT_EQ(parts.field_violations_size(), 3);
  EXPECT_EQ(parts.field_violations(0).field(), "entries[1].meeting.room");
  EXPECT_EQ(parts.field_violations(1).field(), "entries[1]");
  EXPECT_EQ(parts.field_violations(2).field(), "");
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(Detail(all.ToStatus(), &info));
  EXPECT_EQ(info.metadata().at("refused_count"), "3");
  // One that is wrong in its fields still says which part it is.
  Violations wrong;
  wrong.Add("meeting.title", PlatformFault::REQUIRED);
  Refusals one;
  one.Add("entries[4]", wrong.ToStatus());
  ASSERT_TRUE(Detail(one.ToStatus(), &parts));
  EXPECT_EQ(parts.field_violations(0).field(), "entries[4].meeting.title");
}

TEST(Refusals, OfTheWholeRequestAloneAreAsTheyWere) {
  Refusals refusals;
  refusals.Add("", NotFound("Meeting", "meetings/a"));
  EXPECT_EQ(refusals.ToStatus(), NotFound("Meeting", "meetings/a"));
}

TEST(Refusals, TakeNoFaultForARefusal) {
  Refusals refusals;
  const absl::Status silent = Unavailable(PlatformReason::PEER_UNAVAILABLE);
  EXPECT_EQ(refusals.Note("entries[0]", silent), silent);
  EXPECT_TRUE(refusals.empty());
}

}  // namespace
}  // namespace congress::status

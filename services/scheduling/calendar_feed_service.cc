#include "services/scheduling/calendar_feed_service.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/escaping.h"
#include "congress/scheduling/v1/reason.pb.h"
#include "congress/scheduling/v1/stored.pb.h"
#include "platform/civil/civil.h"
#include "platform/content/data_key.h"
#include "platform/digest/sha256.h"
#include "platform/rpc/repository.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/scheduling/domain/calendar_feed.h"
#include "services/scheduling/domain/icalendar.h"
#include "services/scheduling/domain/post.h"
#include "services/scheduling/meeting_records.h"
#include "services/scheduling/post_records.h"
#include "services/scheduling/shown_meetings.h"

namespace congress::scheduling {
namespace {

constexpr char kFeeds[] = "calendarFeeds/";
constexpr char kReply[] = "scheduling.posts.reply";
constexpr char kManage[] = "scheduling.calendarFeeds.manage";
// Bytes of the id of a feed, which is part of its token and no secret.
constexpr size_t kIdBytes = 8;

const rpc::Repository<v1::CalendarFeed> kCalendarFeeds{"scheduling.calendarFeeds.read"};
const rpc::Repository<v1::CalendarFeedSecret> kSecrets{rpc::kUnlisted};
const rpc::Repository<v1::CalendarFeedAccount> kAccounts{rpc::kUnlisted};

template <size_t kSize>
std::string RandomBytes() {
  std::array<char, kSize> room;
  content::FillRandom(room);
  return {room.data(), room.size()};
}

std::string SecretName(const std::string& feed) { return StrCat(feed, "/secret"); }
std::string AccountName(const std::string& account) {
  return StrCat("calendarFeedAccounts/", digest::Sha256Hex(account));
}

// The rights that the caller's token claims, for reading their feeds when they are not there. Those that the suite
// gives are what they are then.
void KeepRights(rpc::Call& call) {
  const auth::Principal& principal = call.principal();
  v1::CalendarFeedAccount account;
  account.set_name(AccountName(principal.Account()));
  account.set_account(principal.Account());
  account.set_person(principal.person);
  for (const auth::Binding& binding : principal.bindings) {
    if (!binding.name.empty()) continue;
    auto& kept = *account.add_bindings();
    kept.set_role(binding.role);
    kept.set_organisation(binding.organisation);
  }
  account.set_clearance(principal.clearance);
  *account.mutable_time() = civil::ToTimestamp(call.now());
  kAccounts.Put(call, std::move(account));
}

auth::Principal PrincipalOf(const v1::CalendarFeedAccount& account) {
  auth::Principal principal;
  principal.subject = account.account();
  principal.person = account.person();
  principal.issued = civil::FromTimestamp(account.time());
  principal.clearance = account.clearance();
  for (const auto& binding : account.bindings()) {
    principal.bindings.push_back({binding.role(), binding.organisation()});
  }
  return principal;
}

bool HoldsPost(const rpc::Call& call, const v1::Post& post) {
  const std::string& person = call.principal().person;
  return !person.empty() && HolderOn(post, civil::Today(call.now())) == person;
}

// Whether the caller may have the feed at all; what it shows is judged meeting by meeting.
absl::StatusOr<bool> MayHave(rpc::Call& call, const v1::CalendarFeed& feed, MeetingChoice* choice) {
  *choice = {.organisation = feed.unit(), .post = feed.post(), .body = feed.body(), .followed = true};
  if (feed.post().empty()) return call.Holds(kReadMeetings, feed.organisation());
  const auto post = kPosts.Load(call, feed.post());
  if (absl::IsNotFound(post.status())) return false;
  RETURN_IF_ERROR(post.status());
  choice->holds_post = HoldsPost(call, *post);
  return choice->holds_post || call.Holds(kReply, feed.organisation());
}

// The same of a feed to make, told why not.
absl::Status RequireFeed(rpc::Call& call, const v1::CalendarFeed& feed) {
  if (feed.post().empty()) return call.Require(kReadMeetings, feed.organisation());
  ASSIGN_OR_RETURN(const v1::Post post, kPosts.Load(call, feed.post()));
  if (HoldsPost(call, post)) return call.RequireAnywhere(call.permission());
  if (!call.Holds(kPosts.read_permission(), post.organisation())) return status::NotFound("Post", post.name());
  return call.Require(kReply, post.organisation());
}

bool IsOwn(const rpc::Call& call, const v1::CalendarFeed& feed) {
  return feed.created_by() == call.principal().Account();
}

bool MayRead(const rpc::Call& call, const v1::CalendarFeed& feed) {
  return IsOwn(call, feed) || call.Holds(kCalendarFeeds.read_permission(), feed.organisation());
}

absl::StatusOr<v1::CalendarFeed> Load(rpc::Call& call, const std::string& name) {
  ASSIGN_OR_RETURN(v1::CalendarFeed feed, kCalendarFeeds.Load(call, name));
  if (!MayRead(call, feed)) return status::NotFound("CalendarFeed", name);
  call.Filtered();
  return feed;
}

// Whatever is wrong with a token is told alike, and without it.
absl::Status NoSuchFeed() { return status::NotFound("CalendarFeed", "calendarFeeds/-"); }

// The feed whose token that is.
absl::StatusOr<v1::CalendarFeed> FeedOf(rpc::Call& call, const std::string& text) {
  const std::optional<FeedToken> token = ReadFeedToken(text);
  if (!token.has_value()) return NoSuchFeed();
  v1::CalendarFeedSecret secret;
  secret.set_name(SecretName(token->feed));
  ASSIGN_OR_RETURN(secret, kSecrets.LoadOr(call, std::move(secret)));
  if (!SameInConstantTime(digest::Sha256(token->secret), secret.secret_sha256())) return NoSuchFeed();
  ASSIGN_OR_RETURN(v1::CalendarFeed feed, kCalendarFeeds.Load(call, token->feed));
  if (!IsLive(feed, call.now())) return NoSuchFeed();
  return feed;
}

// What the feed shows to the caller, as whom it is read.
absl::StatusOr<v1::ReadCalendarFeedResponse> Show(rpc::Call& call, const v1::CalendarFeed& feed) {
  MeetingChoice choice;
  ASSIGN_OR_RETURN(const bool may, MayHave(call, feed, &choice));
  if (!may) return NoSuchFeed();
  ASSIGN_OR_RETURN(ShownMeetings shown, MeetingsToShow(call, kReadMeetings, choice));
  for (v1::Meeting& meeting : shown.meetings) {
    for (v1::AgendaItem& item : *meeting.mutable_agenda()) item.clear_papers();
  }
  const auto name_of = NamesFor(call, shown.meetings);
  ASSIGN_OR_RETURN(std::string suite_id, SuiteOf(call));
  CalendarFile file =
      WriteCalendar(shown.meetings, std::nullopt,
                    {.suite_id = std::move(suite_id),
                     .name_of = name_of,
                     .title = StrCat("Lịch họp: ", name_of(feed.post().empty() ? feed.organisation() : feed.post()))});
  v1::ReadCalendarFeedResponse response;
  response.set_content_type("text/calendar; charset=utf-8");
  response.set_content(std::move(file.text));
  response.set_event_count(file.event_count);
  return response;
}

}  // namespace

absl::StatusOr<v1::CreateCalendarFeedResponse> CalendarFeedService::CreateCalendarFeed(
    rpc::Call& call, const v1::CreateCalendarFeedRequest& request) const {
  v1::CreateCalendarFeedResponse response;
  v1::CalendarFeed feed = request.feed();
  RETURN_IF_ERROR(SettleFeed(call.now(), &feed));
  feed.set_organisation(SubjectOrganisation(feed));
  RETURN_IF_ERROR(RequireFeed(call, feed));
  const std::string id = RandomBytes<kIdBytes>();
  feed.set_name(StrCat(kFeeds, "f", absl::BytesToHexString(id)));
  feed.set_created_by(call.principal().Account());
  *feed.mutable_create_time() = civil::ToTimestamp(call.now());
  response.set_token(WriteFeedToken(feed.name(), RandomBytes<kFeedSecretBytes>()));
  v1::CalendarFeedSecret secret;
  secret.set_name(SecretName(feed.name()));
  secret.set_secret_sha256(digest::Sha256(ReadFeedToken(response.token())->secret));
  kSecrets.PutNew(call, std::move(secret));
  KeepRights(call);
  *response.mutable_feed() = kCalendarFeeds.PutNew(call, std::move(feed));
  return response;
}

absl::StatusOr<v1::CalendarFeed> CalendarFeedService::GetCalendarFeed(rpc::Call& call,
                                                                      const v1::GetCalendarFeedRequest& request) const {
  return Load(call, request.name());
}

absl::StatusOr<v1::ListCalendarFeedsResponse> CalendarFeedService::ListCalendarFeeds(
    rpc::Call& call, const v1::ListCalendarFeedsRequest& request) const {
  call.Filtered();
  ASSIGN_OR_RETURN(auto feeds, kCalendarFeeds.LoadAll(call, kFeeds));
  std::erase_if(feeds, [&](const v1::CalendarFeed& feed) {
    return !MayRead(call, feed) || !call.IsOf(feed.organisation(), request.organisation()) ||
           (!request.account().empty() && feed.created_by() != request.account()) ||
           (request.live() && !IsLive(feed, call.now()));
  });
  std::sort(feeds.begin(), feeds.end(), [](const v1::CalendarFeed& one, const v1::CalendarFeed& other) {
    const auto key = [](const v1::CalendarFeed& feed) {
      return std::pair(civil::FromTimestamp(feed.create_time()), std::string_view(feed.name()));
    };
    return key(one) > key(other);
  });
  ASSIGN_OR_RETURN(const rpc::Slice slice, rpc::SliceOf(rpc::PageOf(request), feeds.size()));
  v1::ListCalendarFeedsResponse answer;
  for (size_t i = slice.begin; i < slice.end; ++i) *answer.add_feeds() = std::move(feeds[i]);
  answer.set_next_page_token(slice.next_page_token);
  return answer;
}

absl::StatusOr<v1::CalendarFeed> CalendarFeedService::RevokeCalendarFeed(
    rpc::Call& call, const v1::RevokeCalendarFeedRequest& request) const {
  ASSIGN_OR_RETURN(v1::CalendarFeed feed, Load(call, request.name()));
  RETURN_IF_ERROR(IsOwn(call, feed) ? call.RequireAnywhere(call.permission())
                                    : call.Require(kManage, feed.organisation()));
  RETURN_IF_ERROR(kCalendarFeeds.CheckEtag(feed, request.etag()));
  if (feed.has_revoke_time()) {
    return status::FailedPrecondition(v1::CALENDAR_FEED_REVOKED, {{"name", feed.name()}});
  }
  *feed.mutable_revoke_time() = civil::ToTimestamp(call.now());
  feed.set_revoked_by(call.principal().Account());
  feed.set_revoke_reason(request.reason());
  kSecrets.Delete(call, SecretName(feed.name()));
  return kCalendarFeeds.Put(call, std::move(feed));
}

absl::StatusOr<v1::ReadCalendarFeedResponse> CalendarFeedService::ReadCalendarFeed(
    rpc::Call& call, const v1::ReadCalendarFeedRequest& request) const {
  call.Filtered();
  ASSIGN_OR_RETURN(const v1::CalendarFeed feed, FeedOf(call, request.token()));
  v1::CalendarFeedAccount account;
  account.set_name(AccountName(feed.created_by()));
  ASSIGN_OR_RETURN(account, kAccounts.LoadOr(call, std::move(account)));
  const auto reader = gate_.WithRights(std::make_shared<const auth::Principal>(PrincipalOf(account)));
  if (!reader.ok()) return NoSuchFeed();
  absl::StatusOr<v1::ReadCalendarFeedResponse> response;
  RETURN_IF_ERROR(gate_.Perform(**reader, "congress.scheduling.v1.CalendarFeedService/ReadCalendarFeed",
                                [&](rpc::Call& as_account) {
                                  response = Show(as_account, feed);
                                  return response.status();
                                }));
  return response;
}

}  // namespace congress::scheduling

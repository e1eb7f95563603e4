#include "services/scheduling/body_service.h"

#include <algorithm>
#include <set>

#include "congress/scheduling/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/rpc/field_mask.h"
#include "services/scheduling/domain/affected.h"
#include "services/scheduling/domain/listing.h"
#include "services/scheduling/domain/meeting.h"
#include "services/scheduling/domain/post.h"
#include "services/scheduling/meetings.h"
#include "services/scheduling/post_records.h"
#include "services/scheduling/records.h"
#include "services/scheduling/work_records.h"

namespace congress::scheduling {
namespace {

// In minutes.
constexpr int kWholeDay = 24 * 60;

template <class Request>
absl::CivilDay DayOf(const rpc::Call& call, const Request& request) {
  return request.has_as_of() ? civil::FromDate(request.as_of()) : civil::Today(call.now());
}

// The names of all that `find` gives, however many pages.
template <class T, class Name>
absl::StatusOr<std::vector<std::string>> NamesIn(rpc::Call& call, const rpc::Repository<T>& records,
                                                 const std::string& parent, const rpc::Query<T>& query, Name name) {
  std::vector<std::string> names;
  rpc::PageRequest page{.page_size = rpc::kMaxPageSize, .page_token = ""};
  do {
    ASSIGN_OR_RETURN(const auto found, records.Find(call, parent, page, query));
    for (const T& one : found.items) names.push_back(name(one));
    page.page_token = found.next_page_token;
  } while (!page.page_token.empty());
  return names;
}

// `before`: what the post named already.
absl::Status CheckStandIns(rpc::Call& call, const v1::Post& post, const v1::Post& before) {
  status::Refusals refusals;
  for (int i = 0; i < post.stand_ins_size(); ++i) {
    const std::string& other = post.stand_ins(i);
    const auto& known = before.stand_ins();
    if (std::find(known.begin(), known.end(), other) != known.end()) continue;
    RETURN_IF_ERROR(refusals.Note(StrCat("post.stand_ins[", i, "]"), kPosts.Read(call, other).status()));
  }
  return refusals.ToStatus();
}

absl::Status CheckUnused(rpc::Call& call, const v1::Post& post) {
  std::vector<std::string> users;
  ASSIGN_OR_RETURN(const auto memberships, kMemberships.LoadAll(call, "organisations/"));
  for (const v1::Membership& membership : memberships) {
    if (membership.post() == post.name()) users.push_back(membership.name());
  }
  ASSIGN_OR_RETURN(const auto posts, kPosts.LoadAll(call, "organisations/"));
  for (const v1::Post& other : posts) {
    const auto& stand_ins = other.stand_ins();
    if (std::find(stand_ins.begin(), stand_ins.end(), post.name()) != stand_ins.end()) users.push_back(other.name());
  }
  ASSIGN_OR_RETURN(const auto tasks, kTasks.LoadAll(call, "plans/"));
  for (const v1::Task& task : tasks) {
    if (task.post() == post.name()) users.push_back(task.name());
  }
  ASSIGN_OR_RETURN(const auto meetings, kMeetings.LoadAll(call, "meetings/"));
  for (const v1::Meeting& meeting : meetings) {
    if (Involves(meeting, post.name())) users.push_back(meeting.name());
  }
  if (users.empty()) return absl::OkStatus();
  return status::FailedPrecondition(
      v1::POST_IN_USE, {{"name", post.name()}, {"users", Listed(users)}, {"user_count", StrCat(users.size())}});
}

// `PERIODS_OVERLAP` with the other memberships of the post in the body. Two calls for one post collide, lest neither
// sees the other.
absl::Status CheckApartFromOthers(rpc::Call& call, const v1::Membership& membership) {
  RETURN_IF_ERROR(rpc::CollideOn(call, StrCat("memberships ", membership.organisation(), " ", membership.post())));
  ASSIGN_OR_RETURN(const auto others, kMemberships.LoadAll(call, StrCat(membership.organisation(), "/memberships/")));
  return CheckMembership(membership, others);
}

// Meetings that the post has to be in while it is away as `after` says and was not before.
absl::StatusOr<Hits> HitMeetings(rpc::Call& call, const v1::Post& before, const v1::Post& after) {
  Hits hits;
  const absl::CivilDay today = civil::Today(call.now());
  std::set<std::string> meetings;
  for (const absl::CivilDay day : DaysAway(after, today)) {
    ASSIGN_OR_RETURN(const v1::BookedDay booked, BookedOn(call, after.name(), day));
    for (const v1::BookedInterval& interval : booked.intervals()) meetings.insert(interval.meeting());
  }
  for (const std::string& name : meetings) {
    ASSIGN_OR_RETURN(const v1::Meeting meeting, kMeetings.Load(call, name));
    auto hit = HitByPost(meeting, before, after, today, call.language());
    if (hit.has_value()) AddHit(call, meeting, *std::move(hit), &hits);
  }
  return hits;
}

bool SameAbsences(const v1::Post& one, const v1::Post& other) {
  return std::equal(one.absences().begin(), one.absences().end(), other.absences().begin(), other.absences().end(),
                    [](const v1::PostAbsence& a, const v1::PostAbsence& b) {
                      return a.SerializeAsString() == b.SerializeAsString();
                    });
}

}  // namespace

absl::StatusOr<std::vector<std::string>> PostsOf(rpc::Call& call, const std::string& person, absl::CivilDay day) {
  rpc::Query<v1::Post> query;
  query.Only("person", person);
  query.matches = [&](const v1::Post& post) { return HolderOn(post, day) == person; };
  return NamesIn(call, kPosts, "organisations/-/posts/", query, [](const v1::Post& post) { return post.name(); });
}

absl::StatusOr<std::set<std::string>> StoodInFor(rpc::Call& call, const std::set<std::string>& posts,
                                                 absl::CivilDay day) {
  std::set<std::string> away;
  std::vector<v1::Post> missed;
  RETURN_IF_ERROR(kPosts.Visit(call, "organisations/", [&](const v1::Post& post) {
    if (!IsAway(post, Booking{.what = post.name(), .day = day, .from = 0, .to = kWholeDay})) return;
    away.insert(post.name());
    missed.push_back(post);
  }));
  std::set<std::string> stood_in_for;
  for (const v1::Post& post : missed) {
    const auto& others = post.stand_ins();
    const auto there =
        std::find_if(others.begin(), others.end(), [&](const std::string& other) { return !away.contains(other); });
    if (there != others.end() && posts.contains(*there)) stood_in_for.insert(post.name());
  }
  return stood_in_for;
}

absl::StatusOr<std::set<std::string>> BodiesOf(rpc::Call& call, const std::set<std::string>& posts,
                                               absl::CivilDay day) {
  std::set<std::string> bodies;
  for (const std::string& post : posts) {
    rpc::Query<v1::Membership> query;
    query.Only("post", post);
    query.matches = [&](const v1::Membership& membership) { return GoesOnOn(membership, day); };
    ASSIGN_OR_RETURN(const auto found, NamesIn(call, kMemberships, "organisations/-/memberships/", query,
                                               [](const v1::Membership& one) { return one.organisation(); }));
    bodies.insert(found.begin(), found.end());
  }
  return bodies;
}

absl::StatusOr<std::vector<std::string>> MembersOf(rpc::Call& call, const std::string& body, absl::CivilDay day) {
  rpc::Query<v1::Membership> query;
  query.matches = [&](const v1::Membership& membership) { return GoesOnOn(membership, day); };
  return NamesIn(call, kMemberships, StrCat(body, "/memberships/"), query,
                 [](const v1::Membership& membership) { return membership.post(); });
}

absl::StatusOr<v1::Post> BodyService::CreatePost(rpc::Call& call, const v1::CreatePostRequest& request) const {
  RETURN_IF_ERROR(call.Require(request.parent()));
  v1::Post post = request.post();
  post.set_name(StrCat(request.parent(), "/posts/", request.post_id()));
  post.set_organisation(request.parent());
  RETURN_IF_ERROR(CheckPost(post));
  RETURN_IF_ERROR(CheckStandIns(call, post, {}));
  *post.mutable_create_time() = civil::ToTimestamp(call.now());
  *post.mutable_update_time() = post.create_time();
  return kPosts.Create(call, std::move(post));
}

absl::StatusOr<v1::Post> BodyService::GetPost(rpc::Call& call, const v1::GetPostRequest& request) const {
  return kPosts.Get(call, request.name());
}

absl::StatusOr<v1::ListPostsResponse> BodyService::ListPosts(rpc::Call& call,
                                                             const v1::ListPostsRequest& request) const {
  ASSIGN_OR_RETURN(rpc::Query<v1::Post> query, rpc::QueryOf<v1::Post>(request));
  query.Only("person", request.person());
  if (!request.person().empty()) {
    query.matches = [&, day = DayOf(call, request)](const v1::Post& post) {
      return HolderOn(post, day) == request.person();
    };
  }
  ASSIGN_OR_RETURN(auto page, kPosts.Find(call, StrCat(request.parent(), "/posts/"), rpc::PageOf(request), query));
  v1::ListPostsResponse answer;
  for (v1::Post& post : page.items) *answer.add_posts() = std::move(post);
  answer.set_next_page_token(page.next_page_token);
  return answer;
}

absl::StatusOr<v1::UpdatePostResponse> BodyService::UpdatePost(rpc::Call& call,
                                                               const v1::UpdatePostRequest& request) const {
  const v1::Post& patch = request.post();
  RETURN_IF_ERROR(RequireName(patch.name(), "post.name"));
  Hits hits;
  v1::UpdatePostResponse response;
  ASSIGN_OR_RETURN(*response.mutable_post(),
                   kPosts.Mutate(call, patch.name(), EtagOf(request, patch),
                                 [&](const v1::Post& before) -> absl::StatusOr<v1::Post> {
                                   v1::Post post = before;
                                   RETURN_IF_ERROR(rpc::ApplyUpdate(call, request.update_mask(), patch, &post));
                                   RETURN_IF_ERROR(CheckPost(post));
                                   RETURN_IF_ERROR(CheckStandIns(call, post, before));
                                   if (!SameAbsences(before, post)) {
                                     ASSIGN_OR_RETURN(hits, HitMeetings(call, before, post));
                                   }
                                   *post.mutable_update_time() = civil::ToTimestamp(call.now());
                                   return post;
                                 }));
  if (hits.count > 0 && !request.allow_affected() && !request.validate_only()) {
    return status::FailedPrecondition(
        v1::POST_IN_USE,
        {{"name", patch.name()}, {"cause", "away"}, {"count", StrCat(hits.count)}, {"meeting", hits.first}});
  }
  TellHits(hits, &response);
  return response;
}

absl::StatusOr<google::protobuf::Empty> BodyService::DeletePost(rpc::Call& call,
                                                                const v1::DeletePostRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Post post, kPosts.Get(call, request.name()));
  RETURN_IF_ERROR(kPosts.CheckEtag(post, request.etag()));
  RETURN_IF_ERROR(CheckUnused(call, post));
  kPosts.Delete(call, post.name());
  return google::protobuf::Empty();
}

absl::StatusOr<v1::Membership> BodyService::CreateMembership(rpc::Call& call,
                                                             const v1::CreateMembershipRequest& request) const {
  RETURN_IF_ERROR(call.Require(request.parent()));
  const directory::Organisation* body = call.Known(request.parent());
  if (body != nullptr && body->IsExternal()) {
    return status::FailedPrecondition(v1::NOT_A_BODY, {{"organisation", request.parent()}});
  }
  v1::Membership membership = request.membership();
  membership.set_name(StrCat(request.parent(), "/memberships/", request.membership_id()));
  membership.set_organisation(request.parent());
  RETURN_IF_ERROR(CheckMembership(membership, {}));
  status::Refusals refusals;
  RETURN_IF_ERROR(refusals.Note("membership.post", kPosts.Read(call, membership.post()).status()));
  RETURN_IF_ERROR(refusals.Note("membership", CheckApartFromOthers(call, membership)));
  RETURN_IF_ERROR(refusals.ToStatus());
  *membership.mutable_create_time() = civil::ToTimestamp(call.now());
  *membership.mutable_update_time() = membership.create_time();
  return kMemberships.Create(call, std::move(membership));
}

absl::StatusOr<v1::Membership> BodyService::GetMembership(rpc::Call& call,
                                                          const v1::GetMembershipRequest& request) const {
  return kMemberships.Get(call, request.name());
}

absl::StatusOr<v1::ListMembershipsResponse> BodyService::ListMemberships(
    rpc::Call& call, const v1::ListMembershipsRequest& request) const {
  ASSIGN_OR_RETURN(rpc::Query<v1::Membership> query, rpc::QueryOf<v1::Membership>(request));
  query.Only("post", request.post());
  v1::ListMembershipsResponse answer;
  if (!request.person().empty()) {
    ASSIGN_OR_RETURN(std::vector<std::string> posts, PostsOf(call, request.person(), DayOf(call, request)));
    if (posts.empty()) return answer;
    const std::string first = posts.front();
    posts.erase(posts.begin());
    query.filter.push_back({.field = "post", .value = first, .or_else = std::move(posts)});
  }
  if (request.has_as_of() || !request.person().empty()) {
    query.matches = [day = DayOf(call, request)](const v1::Membership& membership) {
      return GoesOnOn(membership, day);
    };
  }
  ASSIGN_OR_RETURN(auto page,
                   kMemberships.Find(call, StrCat(request.parent(), "/memberships/"), rpc::PageOf(request), query));
  for (v1::Membership& membership : page.items) *answer.add_memberships() = std::move(membership);
  answer.set_next_page_token(page.next_page_token);
  return answer;
}

absl::StatusOr<v1::Membership> BodyService::UpdateMembership(rpc::Call& call,
                                                             const v1::UpdateMembershipRequest& request) const {
  const v1::Membership& patch = request.membership();
  RETURN_IF_ERROR(RequireName(patch.name(), "membership.name"));
  return kMemberships.Mutate(call, patch.name(), EtagOf(request, patch),
                             [&](v1::Membership membership) -> absl::StatusOr<v1::Membership> {
                               RETURN_IF_ERROR(rpc::ApplyUpdate(call, request.update_mask(), patch, &membership));
                               RETURN_IF_ERROR(CheckApartFromOthers(call, membership));
                               *membership.mutable_update_time() = civil::ToTimestamp(call.now());
                               return membership;
                             });
}

absl::StatusOr<google::protobuf::Empty> BodyService::DeleteMembership(
    rpc::Call& call, const v1::DeleteMembershipRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Membership membership, kMemberships.Get(call, request.name()));
  RETURN_IF_ERROR(kMemberships.CheckEtag(membership, request.etag()));
  kMemberships.Delete(call, membership.name());
  return google::protobuf::Empty();
}

}  // namespace congress::scheduling

// Where posts and memberships lie.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "congress/scheduling/v1/body.pb.h"
#include "platform/rpc/repository.h"

namespace congress::scheduling {

inline const rpc::Repository<v1::Post> kPosts(
    "scheduling.posts.read",
    {.order = nullptr,
     .by = {{.field = "organisation", .values = rpc::Value(&v1::Post::organisation)},
            {.field = "person",
             .values =
                 [](const v1::Post& post) {
                   std::set<std::string> persons;
                   for (const v1::PostHolder& holder : post.holders()) persons.insert(holder.person());
                   return std::vector<std::string>(persons.begin(), persons.end());
                 }},
            {.field = "title", .values = rpc::Value(&v1::Post::title), .kind = rpc::IndexKind::kWords}},
     .of_all = "organisations/-/posts/"});

inline const rpc::Repository<v1::Membership> kMemberships(
    "scheduling.memberships.read",
    {.order = nullptr,
     .by = {{.field = "organisation", .values = rpc::Value(&v1::Membership::organisation)},
            {.field = "post", .values = rpc::Value(&v1::Membership::post)},
            {.field = "role",
             .values = [](const v1::Membership& one) { return std::vector{v1::Membership::Role_Name(one.role())}; }}},
     .of_all = "organisations/-/memberships/"});

// The posts that the person holds on that day, those that the caller may read.
absl::StatusOr<std::vector<std::string>> PostsOf(rpc::Call& call, const std::string& person, absl::CivilDay day);

// Of posts that are away on that day and that the caller may read those in whose place one of `posts` stands: the first
// stand-in that is there itself.
absl::StatusOr<std::set<std::string>> StoodInFor(rpc::Call& call, const std::set<std::string>& posts,
                                                 absl::CivilDay day);

// The bodies in which one of the posts sits on that day, those of memberships that the caller may read.
absl::StatusOr<std::set<std::string>> BodiesOf(rpc::Call& call, const std::set<std::string>& posts, absl::CivilDay day);

// The posts that sit in the body on that day, those of memberships that the caller may read.
absl::StatusOr<std::vector<std::string>> MembersOf(rpc::Call& call, const std::string& body, absl::CivilDay day);

}  // namespace congress::scheduling

// BodyService over the service's keyspace.
#pragma once

#include "congress/scheduling/v1/body_service.pb.h"
#include "google/protobuf/empty.pb.h"
#include "platform/rpc/call.h"

namespace congress::scheduling {

class BodyService {
 public:
  absl::StatusOr<v1::Post> CreatePost(rpc::Call& call, const v1::CreatePostRequest& request) const;
  absl::StatusOr<v1::Post> GetPost(rpc::Call& call, const v1::GetPostRequest& request) const;
  absl::StatusOr<v1::ListPostsResponse> ListPosts(rpc::Call& call, const v1::ListPostsRequest& request) const;
  absl::StatusOr<v1::UpdatePostResponse> UpdatePost(rpc::Call& call, const v1::UpdatePostRequest& request) const;
  absl::StatusOr<google::protobuf::Empty> DeletePost(rpc::Call& call, const v1::DeletePostRequest& request) const;
  absl::StatusOr<v1::Membership> CreateMembership(rpc::Call& call, const v1::CreateMembershipRequest& request) const;
  absl::StatusOr<v1::Membership> GetMembership(rpc::Call& call, const v1::GetMembershipRequest& request) const;
  absl::StatusOr<v1::ListMembershipsResponse> ListMemberships(rpc::Call& call,
                                                              const v1::ListMembershipsRequest& request) const;
  absl::StatusOr<v1::Membership> UpdateMembership(rpc::Call& call, const v1::UpdateMembershipRequest& request) const;
  absl::StatusOr<google::protobuf::Empty> DeleteMembership(rpc::Call& call,
                                                           const v1::DeleteMembershipRequest& request) const;
};

}  // namespace congress::scheduling

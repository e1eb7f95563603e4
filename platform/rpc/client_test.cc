#include "platform/rpc/client.h"

#include "gtest/gtest.h"
#include "platform/status/status.h"
#include "tests/support/status_matchers.h"

namespace congress::rpc {
namespace {

using status::PlatformReason;
using support::StatusIs;

TEST(Client, StatusGoesThereAndBackWithItsDetails) {
  const absl::Status status = status::NotFound("Document", "congresses/x/documents/y");
  const absl::Status back = FromGrpc(ToGrpc(status));
  EXPECT_EQ(back, status);
  EXPECT_TRUE(FromGrpc(ToGrpc(absl::OkStatus())).ok());
}

TEST(Client, LongMessagesAreCutAtACharacter) {
  std::string message;
  for (int i = 0; i < 400; ++i) message += "ế";
  const grpc::Status wire = ToGrpc(absl::InvalidArgumentError(message));
  EXPECT_LE(wire.error_message().size(), 600u);
  EXPECT_EQ(wire.error_message().size() % 3, 0u);
}

TEST(Client, ASilentPeerIsNamedOneThatSpeaksIsQuoted) {
  EXPECT_THAT(FromPeer(grpc::Status(grpc::UNAVAILABLE, "connection refused"), "drafting"),
              StatusIs(absl::StatusCode::kUnavailable, "PEER_UNAVAILABLE"));
  EXPECT_THAT(FromPeer(grpc::Status(grpc::DEADLINE_EXCEEDED, ""), "drafting"),
              StatusIs(absl::StatusCode::kUnavailable, "PEER_UNAVAILABLE"));
  for (const grpc::Status& cut : {grpc::Status(grpc::CANCELLED, "Cancelled on the server side"),
                                  ToGrpc(absl::CancelledError("The caller has gone away."))}) {
    EXPECT_THAT(FromPeer(cut, "drafting"), StatusIs(absl::StatusCode::kUnavailable, "PEER_UNAVAILABLE"));
  }
  const absl::Status own = status::Unavailable(PlatformReason::STORE_UNAVAILABLE);
  EXPECT_THAT(FromPeer(ToGrpc(own), "drafting"), StatusIs(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"));
}

}  // namespace
}  // namespace congress::rpc

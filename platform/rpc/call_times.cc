#include "platform/rpc/call_times.h"

#include <algorithm>

#include "congress/annotations/v1/options.pb.h"

namespace congress::rpc {
namespace {

constexpr absl::Duration kUsual = absl::Seconds(60);
// A client that waits for ever must not hold a place for ever.
constexpr absl::Duration kMost = absl::Minutes(5);

}  // namespace

CallTimes CallTimes::Of(const google::protobuf::MethodOptions& options) {
  const annotations::v1::MethodRule& rule = options.GetExtension(annotations::v1::method);
  if (rule.waits()) return {};
  CallTimes times = {kUsual, kMost};
  if (rule.usual_seconds() > 0) times.usual = absl::Seconds(rule.usual_seconds());
  if (rule.most_seconds() > 0) times.most = absl::Seconds(rule.most_seconds());
  return times;
}

absl::Time CallTimes::DeadlineOf(const Header& header) const {
  const bool named = header.deadline < absl::InfiniteFuture();
  return std::min(named ? header.deadline : header.start + usual, header.start + most);
}

}  // namespace congress::rpc

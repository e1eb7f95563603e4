// The front's carrier: one call that comes in at a port of platform/front, in one of the dialects.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "platform/front/stream.h"
#include "platform/rpc/dialect.h"
#include "platform/rpc/incoming_call.h"

namespace congress::rpc {

struct Arrival {
  std::unique_ptr<Dialect> dialect;
  // Said beside the answer, however it ends.
  front::Fields fields = {};
  // The only message, where it does not stand in the body.
  std::optional<std::string> message = {};
  // Makes the only message of the body; null: the body is it.
  std::function<std::string(std::string_view body)> compose = nullptr;
  // `congress.x.v1.XService/Method`, where the path does not say it so.
  std::string method = {};
};

// `congress.x.v1.XService/Method` of a request whose path begins with `/`.
std::string_view MethodIn(const front::Request& request);

// Hands the call to whom `route` finds, which outlives it. `door`: as for Entrance.
void TakeCall(front::Stream& stream, const Route& route, bool door, Arrival arrival);

}  // namespace congress::rpc

// The alerts that a request asks for. For the services' adapters, whose domains link platform_alerts.
#pragma once

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/alerts/alerts.h"
#include "platform/civil/civil.h"
#include "platform/rpc/call.h"
#include "platform/rpc/paging.h"
#include "platform/status/macros.h"

namespace congress::rpc {

// `Request` has the fields `as_of`, `until`, `least` and those of a page; where it has `organisations`, what waits for
// others is left out.
template <class Request>
class AlertList {
 public:
  // Both outlive it.
  AlertList(const Call& call, const Request& request)
      : call_(call),
        request_(request),
        day_(request.has_as_of() ? civil::FromDate(request.as_of()) : civil::Today(call.now())) {}

  // The day of which is told.
  absl::CivilDay day() const { return day_; }

  // Whether what the organisation has is asked for.
  bool IsAskedFor(std::string_view organisation) const {
    if constexpr (requires { request_.organisations(); }) {
      const auto& asked = request_.organisations();
      return asked.empty() ||
             std::any_of(asked.begin(), asked.end(), [&](const auto& one) { return call_.IsOf(organisation, one); });
    }
    return true;
  }

  // Unless it is later or less urgent than is asked for, or waits for others. `other`: who has a part in it.
  void Add(alerts::v1::Alert alert, std::string_view other = "") {
    if (!IsAskedFor(alert.organisation()) && !IsAskedFor(other)) return;
    if (alert.level() < request_.least()) return;
    if (request_.has_until() &&
        (!alert.has_day() || civil::FromDate(alert.day()) > civil::FromDate(request_.until()))) {
      return;
    }
    all_.push_back(std::move(alert));
  }
  void Add(std::optional<alerts::v1::Alert> alert, std::string_view other = "") {
    if (alert.has_value()) Add(*std::move(alert), other);
  }

  // The page, the most urgent first.
  template <class Response>
  absl::StatusOr<Response> Page() {
    std::sort(all_.begin(), all_.end(), alerts::IsBefore);
    ASSIGN_OR_RETURN(const Slice slice, SliceOf(PageOf(request_), all_.size()));
    Response page;
    for (size_t i = slice.begin; i < slice.end; ++i) *page.add_alerts() = std::move(all_[i]);
    page.set_next_page_token(slice.next_page_token);
    return page;
  }

 private:
  const Call& call_;
  const Request& request_;
  absl::CivilDay day_;
  std::vector<alerts::v1::Alert> all_;
};

}  // namespace congress::rpc

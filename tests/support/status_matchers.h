// Matchers for absl::Status and absl::StatusOr.
#pragma once

#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/status/status.h"

namespace congress::support {

inline const absl::Status& StatusOf(const absl::Status& status) { return status; }
template <class T>
const absl::Status& StatusOf(const absl::StatusOr<T>& result) {
  return result.status();
}

// EXPECT_THAT(result, IsOk())
MATCHER(IsOk, negation ? "is not OK" : "is OK") {
  *result_listener << StatusOf(arg).ToString();
  return StatusOf(arg).ok();
}

// EXPECT_THAT(result, StatusIs(absl::StatusCode::kAborted, "ETAG_MISMATCH")): code and reason.
MATCHER_P2(StatusIs, code, reason, "") {
  const absl::Status& status = StatusOf(arg);
  *result_listener << status.ToString() << " with reason " << congress::status::ReasonOf(status);
  return status.code() == code && congress::status::ReasonOf(status) == reason;
}

#define ASSERT_OK_AND_ASSIGN(declaration, expression) \
  ASSERT_OK_AND_ASSIGN_(CONGRESS_TEST_JOIN(ok_or_, __LINE__), declaration, expression)
#define CONGRESS_TEST_JOIN_(a, b) a##b
#define CONGRESS_TEST_JOIN(a, b) CONGRESS_TEST_JOIN_(a, b)
#define ASSERT_OK_AND_ASSIGN_(temporary, declaration, expression) \
  auto temporary = (expression);                                  \
  ASSERT_THAT(temporary, ::congress::support::IsOk());            \
  declaration = *std::move(temporary)

}  // namespace congress::support

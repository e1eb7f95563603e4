// Matchers for absl::Status and absl::StatusOr.
#pragma once

#include <ostream>
#include <regex>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/status/status.h"

namespace congress::support {

// Codes, as tests name them.
inline constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
inline constexpr auto kFailed = absl::StatusCode::kFailedPrecondition;
inline constexpr auto kDenied = absl::StatusCode::kPermissionDenied;
inline constexpr auto kMissing = absl::StatusCode::kNotFound;
inline constexpr auto kExists = absl::StatusCode::kAlreadyExists;
inline constexpr auto kAborted = absl::StatusCode::kAborted;
inline constexpr auto kExhausted = absl::StatusCode::kResourceExhausted;

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
  // A sentence whose metadata were forgotten keeps its `{key}`.
  const bool filled = std::string(status.message()).find('{') == std::string::npos;
  if (!filled) *result_listener << "; its sentence is not filled";
  // Vietnamese write 16/6/2025, outside of what they quote.
  google::rpc::LocalizedMessage localized;
  bool dated = true;
  if (congress::status::Detail(status, &localized) && localized.locale() == "vi") {
    static const auto& iso = *new std::regex(R"((^|[ (])\d{4}-\d{2}-\d{2})");
    dated = !std::regex_search(localized.message(), iso);
  }
  if (!dated) *result_listener << "; its date is not Vietnamese: " << localized.message();
  return status.code() == code && congress::status::ReasonOf(status) == reason && filled && dated;
}

// What the status says under `key` for programs; empty when it says nothing.
inline std::string MetadataIn(const absl::Status& status, const std::string& key) {
  google::rpc::ErrorInfo error;
  if (!congress::status::Detail(status, &error)) return "";
  const auto found = error.metadata().find(key);
  return found == error.metadata().end() ? "" : found->second;
}

// The fields that the status finds fault with, each with a space behind it.
inline std::string FieldsIn(const absl::Status& status) {
  google::rpc::BadRequest bad;
  std::string fields;
  if (!congress::status::Detail(status, &bad)) return fields;
  for (const auto& violation : bad.field_violations()) fields += violation.field() + " ";
  return fields;
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

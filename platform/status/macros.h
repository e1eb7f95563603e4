// Early return on errors, the only two macros of the suite.
#pragma once

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#define RETURN_IF_ERROR(expression)                                                       \
  do {                                                                                    \
    if (absl::Status return_if_error_status = (expression); !return_if_error_status.ok()) \
      return return_if_error_status;                                                      \
  } while (false)

#define CONGRESS_JOIN_(a, b) a##b
#define CONGRESS_JOIN(a, b) CONGRESS_JOIN_(a, b)
#define ASSIGN_OR_RETURN(declaration, expression) \
  ASSIGN_OR_RETURN_(CONGRESS_JOIN(status_or_, __LINE__), declaration, expression)
#define ASSIGN_OR_RETURN_(temporary, declaration, expression) \
  auto temporary = (expression);                              \
  if (!temporary.ok()) return std::move(temporary).status();  \
  declaration = *std::move(temporary)

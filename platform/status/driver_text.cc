#include "platform/status/driver_text.h"

#include "absl/strings/cord.h"

namespace congress::status {

std::string DriverText(const absl::Status& status) {
  const auto payload = status.GetPayload(kDriverTextPayload);
  return payload.has_value() ? std::string(*payload) : std::string();
}

absl::Status WithDriverText(absl::Status status, std::string_view driver_text) {
  status.SetPayload(kDriverTextPayload, absl::Cord(std::string(driver_text)));
  return status;
}

}  // namespace congress::status

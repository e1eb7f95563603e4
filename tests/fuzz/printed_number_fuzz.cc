// Whatever the bytes, a printed number is read or ends in its reason, and what was read prints as what reads the same.
#include <cstdlib>

#include "platform/status/status.h"
#include "services/drafting/domain/printed_number.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace congress;
  const auto number = drafting::ParsePrintedNumber({reinterpret_cast<const char*>(data), size});
  if (!number.ok()) {
    if (status::ReasonOf(number.status()) != "NUMBER_UNREADABLE") std::abort();
    return 0;
  }
  const auto again = drafting::ParsePrintedNumber(drafting::PrintNumber(*number));
  if (!again.ok() || !(*again == *number)) std::abort();
  for (const std::string_view type : drafting::TypesOf(*number)) {
    if (type.empty()) std::abort();
  }
  return 0;
}

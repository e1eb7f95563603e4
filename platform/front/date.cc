#include "platform/front/date.h"

#include <ctime>

namespace congress::front {

std::string_view DateNow() {
  thread_local time_t second = 0;
  thread_local char text[40] = "";
  const time_t now = time(nullptr);
  if (now != second) {
    second = now;
    tm parts = {};
    // No locale is ever set, so that names are English.
    strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", gmtime_r(&now, &parts));
  }
  return text;
}

}  // namespace congress::front

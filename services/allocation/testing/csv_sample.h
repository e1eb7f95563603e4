// Import files for tests. The province of 412 former units is like Nghệ An's in its counts only; names are invented.
#pragma once

#include <string>

#include "platform/status/strings.h"

namespace congress::allocation::sample {

inline const std::string kHeader = "code,name,kind,parent,members,members_as_of,merged_from,valid_from\n";

// 130 communes, 121 of them merged from 403 former ones and 9 unchanged, and 6 further organisations.
inline std::string ProvinceOf412() {
  struct Group {
    int former;
    int units;
  };
  const Group groups[] = {{1, 9}, {2, 29}, {3, 45}, {4, 35}, {5, 7}, {6, 2}, {7, 2}, {9, 1}};
  std::string csv = kHeader;
  int code = 16'000;
  for (const Group& group : groups) {
    for (int unit = 0; unit < group.units; ++unit) {
      ++code;
      std::string merged;
      for (int i = 0; group.former > 1 && i < group.former; ++i) {
        absl::StrAppend(&merged, i == 0 ? "" : ";", "cu-", code, "-", i);
        absl::StrAppend(&csv, "cu-", code, "-", i, ",Xã cũ ", code, "-", i, ",former-commune,,,,,2000-01-01\n");
      }
      absl::StrAppend(&csv, code, ",Xã ", code, ",commune,,", 500 + code % 700, ",2025-06-30,", merged,
                      ",2025-07-01\n");
    }
  }
  for (const char* other : {"police", "army", "agencies", "government", "university", "college"}) {
    absl::StrAppend(&csv, other, ",Đảng bộ ", other, ",", other, ",,1000,2025-06-30,,2020-01-01\n");
  }
  return csv;
}

}  // namespace congress::allocation::sample

#include "services/drafting/item.h"

#include <string>

#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::drafting {

absl::Status AtItem(std::string_view field, int index, const absl::Status& status) {
  const std::string item = StrCat(field, "[", index, "]");
  absl::Status placed(status.code(), absl::StrCat(item, ": ", status.message()));
  status.ForEachPayload([&](absl::string_view type, const absl::Cord& payload) { placed.SetPayload(type, payload); });
  if (google::rpc::LocalizedMessage localized; status::Detail(status, &localized)) {
    localized.set_message(StrCat(item, ": ", localized.message()));
    status::Attach(placed, localized);
  }
  if (google::rpc::ErrorInfo info; status::Detail(status, &info)) {
    (*info.mutable_metadata())["item"] = item;
    status::Attach(placed, info);
  }
  return placed;
}

}  // namespace congress::drafting

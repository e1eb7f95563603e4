#include "services/preparation/domain/joined_alerts.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "platform/alerts/alerts.h"
#include "platform/status/strings.h"

namespace congress::preparation {

void AlertSource::Open() {
  auto page = fetch_(place_.page_token);
  if (page.ok()) page_ = *std::move(page);
  status_ = page.status();
}

const alerts::v1::Alert* AlertSource::Next() {
  while (status_.ok() && place_.taken >= page_.alerts.size() && !page_.next_page_token.empty()) {
    place_ = {.page_token = page_.next_page_token};
    Open();
  }
  return status_.ok() && place_.taken < page_.alerts.size() ? &page_.alerts[place_.taken] : nullptr;
}

alerts::v1::Alert AlertSource::Take() { return std::move(page_.alerts[place_.taken++]); }

std::vector<alerts::v1::Alert> JoinAlerts(std::vector<AlertSource>* sources, size_t most) {
  std::vector<alerts::v1::Alert> joined;
  while (joined.size() < most) {
    AlertSource* first = nullptr;
    for (AlertSource& source : *sources) {
      const alerts::v1::Alert* next = source.Next();
      if (next != nullptr && (first == nullptr || alerts::IsBefore(*next, *first->Next()))) first = &source;
    }
    if (first == nullptr) break;
    joined.push_back(first->Take());
  }
  return joined;
}

std::string PlacesOf(std::vector<AlertSource>* sources) {
  std::string places;
  bool more = false;
  for (AlertSource& source : *sources) {
    more = source.Next() != nullptr || more;
    places +=
        StrCat(places.empty() ? "" : ";", source.service(), ":", source.place().taken, ":", source.place().page_token);
  }
  return more ? places : "";
}

AlertPlace PlaceIn(std::string_view places, std::string_view service) {
  const std::vector<std::string> all = absl::StrSplit(ToAbsl(places), ';');
  for (const std::string& one : all) {
    const std::vector<std::string> parts = absl::StrSplit(one, ':');
    AlertPlace place;
    if (parts.size() == 3 && parts[0] == service && absl::SimpleAtoi(parts[1], &place.taken)) {
      place.page_token = parts[2];
      return place;
    }
  }
  return {};
}

}  // namespace congress::preparation

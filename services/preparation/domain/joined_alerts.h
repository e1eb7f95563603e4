// The alerts of several services as one list, the most urgent first, read page by page.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "congress/alerts/v1/alert.pb.h"

namespace congress::preparation {

// A page of one service's list.
struct AlertPage {
  std::vector<alerts::v1::Alert> alerts = {};
  std::string next_page_token = {};
};

// How far a service's list was read: so many of the page behind the token.
struct AlertPlace {
  std::string page_token = {};
  size_t taken = 0;

  bool operator==(const AlertPlace&) const = default;
};

// The list of one service. Used by one thread at a time.
class AlertSource {
 public:
  using Fetch = std::function<absl::StatusOr<AlertPage>(const std::string& page_token)>;

  AlertSource(std::string service, AlertPlace place, Fetch fetch)
      : service_(std::move(service)), place_(std::move(place)), fetch_(std::move(fetch)) {}

  // Fetches the page at the place.
  void Open();
  // The next alert, of a further page where this one is read; null: there are no more, or the service does not answer.
  const alerts::v1::Alert* Next();
  // The same, taken.
  alerts::v1::Alert Take();

  const std::string& service() const { return service_; }
  const AlertPlace& place() const { return place_; }
  // Why the service did not answer.
  const absl::Status& status() const { return status_; }

 private:
  std::string service_;
  AlertPlace place_;
  Fetch fetch_;
  AlertPage page_;
  absl::Status status_;
};

// Takes at most `most` alerts of sources that are open.
std::vector<alerts::v1::Alert> JoinAlerts(std::vector<AlertSource>* sources, size_t most);

// Where to go on, as text; empty: there are no more.
std::string PlacesOf(std::vector<AlertSource>* sources);
// The place of a service in such a text; its beginning where the text does not name it.
AlertPlace PlaceIn(std::string_view places, std::string_view service);

}  // namespace congress::preparation

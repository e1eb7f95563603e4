// What an examination tells, as it comes.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "congress/maintenance/v1/maintenance_service.pb.h"
#include "platform/status/sentence.h"

namespace congress::maintenance {

class Report {
 public:
  using Send = std::function<absl::Status(v1::ExamineServiceResponse part)>;
  // Of `service`, as cures name it.
  Report(std::string service, status::Language language, Send send)
      : service_(std::move(service)), tell_(language), send_(std::move(send)) {}

  // `where`: a key, or nothing.
  absl::Status Found(v1::FindingKind kind, std::string_view where, const status::Metadata& metadata = {});
  absl::Status CameTo(v1::Progress::Stage stage, int64_t done);
  absl::Status End();

  // What was looked at so far.
  v1::Examination& sums() { return sums_; }
  status::Language language() const { return tell_.language(); }

 private:
  const std::string service_;
  const status::Teller tell_;
  const Send send_;
  v1::Examination sums_;
  std::map<v1::FindingKind, int> sent_;
  // Texts of what is said of the service as a whole.
  std::set<std::string> told_;
};

// A key as people read it: what separates the parts of an index entry is no character.
std::string Shown(std::string_view key);

// What an error says to an operator: its sentence, and the driver's own words.
std::string Said(const absl::Status& status, status::Language language);

}  // namespace congress::maintenance

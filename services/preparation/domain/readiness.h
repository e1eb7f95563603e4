// Joins what the services say into one board. Pure.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "congress/preparation/v1/readiness.pb.h"
#include "platform/status/sentence.h"

namespace congress::preparation {

// What one service says, in the terms of the board.
struct Part {
  // OK, or why there is no answer.
  absl::Status status;
  // Blockers of the congress as a whole.
  std::vector<v1::Blocker> blockers;
  // Blockers by organisation; none: ready.
  std::map<std::string, std::vector<v1::Blocker>> organisations;
  // Names of organisations, from the service that owns them.
  std::map<std::string, std::string> display_names = {};
  // By organisation how many more blockers the service counts than it tells.
  std::map<std::string, int> untold = {};
};

// Every part by service name: `allocation`, `dossiers`, `drafting`, `scheduling`.
using Parts = std::map<std::string, Part>;

// Turns a service's answer, whose messages have the shape that all four share, into a part.
template <class Response>
Part PartOf(const std::string& service, const Response& response) {
  const auto convert = [&](const auto& blocker) {
    v1::Blocker result;
    result.set_service(service);
    result.set_reason(blocker.reason());
    result.set_description(blocker.description());
    result.set_resource(blocker.resource());
    return result;
  };
  Part part;
  for (const auto& blocker : response.blockers()) part.blockers.push_back(convert(blocker));
  for (const auto& organisation : response.organisations()) {
    auto& blockers = part.organisations[organisation.organisation()];
    if constexpr (requires { organisation.display_name(); }) {
      part.display_names[organisation.organisation()] = organisation.display_name();
    }
    if constexpr (requires { organisation.blocker_count(); }) {
      part.untold[organisation.organisation()] = organisation.blocker_count() - organisation.blockers_size();
    }
    for (const auto& blocker : organisation.blockers()) blockers.push_back(convert(blocker));
  }
  return part;
}

// Why a service gave no answer, told in `language`.
v1::Gap GapOf(const std::string& service, const absl::Status& status, status::Language language);

// Joins the parts. An organisation is ready when every service answered, none has a blocker on it and at least one
// has something on it; the congress when all organisations are and nothing blocks it as a whole. Why a service gave no
// answer is told in `language`. `only`: the one organisation that is asked for; empty: all.
v1::Readiness Join(const std::string& congress, const Parts& parts, absl::CivilDay as_of, status::Language language,
                   const std::string& only = "");

}  // namespace congress::preparation

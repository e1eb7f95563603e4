// Papers that others refer to: numbers of the register and incoming papers.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "congress/drafting/v1/paper_link.pb.h"
#include "congress/drafting/v1/stored.pb.h"
#include "google/type/date.pb.h"
#include "platform/rpc/call.h"

namespace congress::drafting {

struct Paper {
  std::string organisation;
  // As it is printed.
  std::string number;
  // Empty for a state secret.
  std::string title;
  // The day that it bears; absent while its number is reserved.
  google::type::Date date = {};
};

// The paper of the name, for a caller who may read it. NOT_FOUND; FAILED_PRECONDITION `NUMBER_NOT_ASSIGNED` for a
// number that was voided, and where it must be `assigned` also for one that is only reserved.
absl::StatusOr<Paper> ReadPaper(rpc::Call& call, const std::string& name, bool assigned = false);

// FAILED_PRECONDITION `PAPER_NOT_OWN`: the paper is not of the organisation or of one below it.
absl::Status PaperNotOwn(const std::string& paper, const std::string& organisation);

// What is built on the paper; of what nobody uses yet an empty record.
absl::StatusOr<v1::PaperUse> LoadUse(rpc::Call& call, const std::string& paper);

// FAILED_PRECONDITION `LINKS_IN_CIRCLE`.
absl::Status RequireNoCircle(rpc::Call& call, const v1::PaperLink& link);

// All links that end at the paper and that the caller may read.
absl::StatusOr<std::vector<v1::PaperLink>> LinksTo(rpc::Call& call, const std::string& target);

// Stages the link, which is none yet, and notes it at both ends. `organisation`: that of its source.
absl::StatusOr<v1::PaperLink> AddLink(rpc::Call& call, v1::PaperLink link, const std::string& organisation);

// Notes at both ends that a link is there (`step` 1) or no longer (-1).
absl::Status CountLink(rpc::Call& call, const v1::PaperLink& link, int step);

}  // namespace congress::drafting

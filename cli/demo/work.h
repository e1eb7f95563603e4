// What the steps of the demo share.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "cli/demo/calls.h"
#include "cli/demo/input.h"
#include "cli/demo/output_folder.h"
#include "cli/demo/progress.h"
#include "congress/allocation/v1/allocation_plan.pb.h"
#include "congress/preparation/v1/preparation.pb.h"

namespace congress::cli::demo {

// One invented person on a seat.
struct Seat {
  // `0001-001`: place of the organisation in the plan and number within it.
  std::string id;
  std::string organisation;
  allocation::v1::Origin origin = allocation::v1::ORIGIN_UNSPECIFIED;
  std::string position;
  // The first of its organisation, who is to hold a key post there: their dossier is whole.
  bool head = false;

  std::string person() const { return "persons/person-" + id; }
};

struct Work {
  const Input& input;
  // Who prepares and who approves.
  Calls preparer;
  Calls approver;
  Progress progress;
  OutputFolder output;

  // Filled in by the steps, in this order.
  std::string convener_name;
  preparation::v1::Preparation preparation;
  allocation::v1::AllocationPlan plan;
  std::vector<Seat> seats;
  // Those whose dossiers were accepted.
  std::vector<Seat> accepted;
  // `persons/{person}` of who has passed the personnel processes, in their order.
  std::vector<std::string> passed;

  const Province& province() const { return input.province; }
  const Personnel& personnel() const { return input.personnel; }
  // `congresses/{congress}`.
  std::string congress() const;
  // Who convenes the congress.
  const std::string& convener() const { return province().preparation().congress().organisation(); }
  // The server's day on which the preparation began, `today` of the input where the server was started for it. All days
  // that its clock judges are counted from it, so that a repeated run asks for the same.
  absl::CivilDay begun() const;
  // The day as of which dossiers and readiness are judged: the opening of the congress, if the server's clock allows.
  absl::CivilDay judged() const;
  // The name of the convener, or of an organisation of the plan, as officials write it; the resource name of others.
  std::string NameOf(const std::string& organisation) const;
  // Organisations of these kinds in the order of the plan.
  template <class Kinds>
  std::vector<const allocation::v1::AllocationLine*> LinesOf(const Kinds& kinds) const {
    std::vector<const allocation::v1::AllocationLine*> lines;
    for (const auto& line : plan.lines()) {
      if (std::find(kinds.begin(), kinds.end(), line.kind()) != kinds.end()) lines.push_back(&line);
    }
    return lines;
  }
};

// Splits `items` into batches and hands each with its number to `send`, until one fails.
template <class Item, class Send>
absl::Status InBatches(Work& work, std::string_view step, const std::vector<Item>& items, size_t size, Send send) {
  for (size_t begin = 0; begin < items.size(); begin += size) {
    const size_t end = std::min(items.size(), begin + size);
    work.progress.Count(step, begin, items.size());
    const std::vector<Item> batch(items.begin() + static_cast<int64_t>(begin),
                                  items.begin() + static_cast<int64_t>(end));
    RETURN_IF_ERROR(send(begin / size, batch));
  }
  return absl::OkStatus();
}

}  // namespace congress::cli::demo

// Plans with targets for tests. All invented.
#pragma once

#include <string>
#include <vector>

#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "services/allocation/testing/plan_sample.h"

namespace congress::allocation::sample {

// A plan whose lines u0, u1, … have these seats, with the targets in text form.
inline v1::AllocationPlan PlanOf(const std::vector<int64_t>& seats, const std::vector<std::string>& targets,
                                 int64_t ex_officio = 0, int64_t beside = 0) {
  v1::AllocationPlan plan = Wanted();
  int64_t total = ex_officio + beside;
  for (size_t i = 0; i < seats.size(); ++i) {
    v1::AllocationLine& line = *plan.add_lines();
    line.set_organisation(StrCat("organisations/u", i));
    line.set_code(StrCat("u", i));
    line.set_display_name(StrCat("Xã ", i));
    line.set_seats(seats[i]);
    total += seats[i];
  }
  plan.mutable_totals()->set_ex_officio(ex_officio);
  plan.mutable_totals()->set_total(total);
  for (const std::string& text : targets) {
    v1::Target& target = *plan.add_targets();
    target.set_id(StrCat("t", plan.targets_size() - 1));
    target.set_display_name("Chỉ tiêu");
    target.set_group(v1::Target::WOMEN);
    target.set_sense(v1::Target::AT_LEAST);
    target.set_base(v1::Target::ALL_DELEGATES);
    target.set_binding(true);
    EXPECT_TRUE(google::protobuf::TextFormat::MergeFromString(text, &target)) << text;
  }
  return plan;
}

}  // namespace congress::allocation::sample

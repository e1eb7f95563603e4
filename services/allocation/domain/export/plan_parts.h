// What the decision and the project before it both say of a plan, in the language of the paper: same facts, same order,
// same figures in each.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/substitute.h"
#include "absl/time/civil_time.h"
#include "congress/allocation/v1/allocation_plan.pb.h"
#include "congress/allocation/v1/allocation_service.pb.h"
#include "congress/paper/v1/paper.pb.h"
#include "platform/paper/build.h"
#include "platform/status/sentence.h"

namespace congress::allocation {

// What a paper about a plan is made of. What it points to outlives it.
struct PlanPaper {
  // Told in the paper's language (`TellPlan`).
  const v1::AllocationPlan& plan;
  // The plan that it replaces; null: none.
  const v1::AllocationPlan* replaced = nullptr;
  const v1::DecisionForm& form;
  status::Language language = status::Language::kVietnamese;
};

class PlanParts {
 public:
  explicit PlanParts(const PlanPaper& made) : plan_(made.plan), form_(made.form), language_(made.language) {}

  // The sentence with `$0`, `$1` … filled in.
  template <class... Facts>
  std::string Say(const status::Sentence& sentence, const Facts&... facts) const {
    return absl::Substitute(sentence.In(language_), facts...);
  }
  // `12.345`.
  std::string Number(int64_t number) const;
  // `ngày 01 tháng 7 năm 2025`.
  std::string Day(const google::type::Date& date) const;
  // The plan's decision as it is cited: `Quyết định số 12-QĐ/TU, ngày 01 tháng 7 năm 2025 của Tỉnh ủy Mẫu`; dotted
  // where it is not issued.
  std::string Cite(const v1::AllocationPlan& plan) const;
  // Who decides, in capitals, a line each: the issuer, or its body that the form names. Nothing where nobody is known.
  std::vector<std::string> Deciders() const;
  // What the plan is about, as it stands behind the type of the paper: `về việc phân bổ đại biểu dự Đại hội`.
  std::string Abstract() const;

  // A paper with whatever does not depend on its type.
  paper::v1::Paper Begin() const;
  // `Căn cứ …` each.
  std::vector<std::string> LegalBases() const;
  // How many delegates there are, as items; `AddUndecided` says what is not among them yet.
  void AddSums(paper::Blocks* blocks) const;
  void AddUndecided(paper::Blocks* blocks) const;
  // How they are allocated: items, then what decides between equals.
  void AddMethod(paper::Blocks* blocks) const;
  // The targets for the whole congress with what falls to each organisation; nothing where there are none.
  void AddStructure(paper::Blocks* blocks) const;
  // The annex with a row for each organisation, its notes, and the hash of the inputs at its foot.
  void AddUnits(const std::string& label, const std::string& reference, paper::v1::Paper* paper) const;

 private:
  // `Ban Thường vụ Tỉnh ủy Mẫu`.
  std::string BodyOf(const std::string& body, const std::string& issuer) const;
  // In capitals, a line of the heading each.
  std::vector<std::string> Issuer() const;
  void AddUnitRows(paper::v1::Table* table, std::vector<std::string>* bases) const;

  const v1::AllocationPlan& plan_;
  const v1::DecisionForm& form_;
  const status::Language language_;
};

}  // namespace congress::allocation

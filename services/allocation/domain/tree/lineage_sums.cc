#include "services/allocation/domain/tree/lineage_sums.h"

#include <map>
#include <set>
#include <string>
#include <utility>

#include "platform/civil/civil.h"
#include "services/allocation/domain/names.h"
#include "services/allocation/domain/tree/duplicates.h"
#include "services/allocation/domain/tree/lineage.h"
#include "services/allocation/domain/tree/organisation.h"

namespace congress::allocation {
namespace {

// Whether a merger or a split made it.
bool Made(const v1::Organisation& organisation) {
  return !organisation.merged_from().empty() || !organisation.split_from().empty();
}

v1::SumCheck Check(const std::string& title, int64_t expected, int64_t actual) {
  v1::SumCheck check;
  check.set_title(title);
  check.set_expected(expected);
  check.set_actual(actual);
  check.set_passed(expected == actual);
  return check;
}

// Counts the former units behind organisations, directly or through others in between. What came by several mergers
// counts as often, so that it shows; a split unit counts with the first of its parts.
class FormerUnits {
 public:
  explicit FormerUnits(const Tree& tree) : tree_(tree) {}

  int64_t Behind(const v1::Organisation& organisation) {
    int64_t count = 0;
    for (const std::string& name : organisation.merged_from()) count += Of(name);
    if (!organisation.split_from().empty() && split_.insert(organisation.split_from()).second) {
      count += Of(organisation.split_from());
    }
    return count;
  }

 private:
  int64_t Of(const std::string& name) {
    const auto former = tree_.find(name);
    if (former == tree_.end()) return 0;
    return Made(former->second) ? Behind(former->second) : 1;
  }

  const Tree& tree_;
  std::set<std::string> split_;
};

// Who stands above it once all has ended whose end is known.
std::string LastParent(const Tree& tree, const v1::Organisation& organisation) {
  return ParentOn(organisation, absl::CivilDay::max(), FinderIn(tree));
}

// For every organisation whose members and parts are known: the members of the parts add up to those of the whole.
void CheckParts(const Tree& tree, status::Language language, v1::CheckLineageResponse* response) {
  std::map<std::string, int64_t, std::less<>> parts;
  for (const auto& [name, organisation] : tree) {
    if (!IsActive(organisation) || !IsCommittee(organisation) || organisation.parent().empty()) continue;
    parts[LastParent(tree, organisation)] += organisation.members();
  }
  for (const auto& [parent, members] : parts) {
    const auto whole = tree.find(parent);
    if (whole == tree.end() || whole->second.members() == 0) continue;
    const status::Sentence title =
        status::Say(v1::SumCheck::MEMBERS_OF_PARTS,
                    {{"organisation", whole->second.display_name()}, {"code", whole->second.code()}});
    *response->add_checks() = Check(title.In(language), whole->second.members(), members);
  }
}

void CountKinds(const Tree& tree, absl::CivilDay day, v1::CheckLineageResponse* response) {
  std::map<std::string, v1::KindCount> kinds;
  for (const auto& [name, organisation] : tree) {
    if (name == kRoot) continue;
    const bool before = ExistsOn(organisation, day - 1);
    const bool after = ExistsOn(organisation, day);
    if (!before && !after) continue;
    v1::KindCount& count = kinds[organisation.kind()];
    count.set_before(count.before() + (before ? 1 : 0));
    count.set_ended(count.ended() + (before && !after ? 1 : 0));
    count.set_begun(count.begun() + (after && !before ? 1 : 0));
    count.set_after(count.after() + (after ? 1 : 0));
  }
  for (auto& [kind, count] : kinds) {
    count.set_kind(kind);
    *response->add_kind_counts() = std::move(count);
  }
}

void CheckExpected(const v1::CheckLineageRequest& expected, status::Language language,
                   v1::CheckLineageResponse* response) {
  const auto title = [&](v1::SumCheck::Kind kind) { return status::Say(kind).In(language); };
  if (expected.expected_before() > 0) {
    *response->add_checks() =
        Check(title(v1::SumCheck::UNITS_BEFORE), expected.expected_before(), response->before_count());
  }
  if (expected.expected_after() > 0) {
    *response->add_checks() =
        Check(title(v1::SumCheck::UNITS_AFTER), expected.expected_after(), response->after_count());
  }
  if (expected.expected_members() > 0) {
    *response->add_checks() = Check(title(v1::SumCheck::MEMBERS), expected.expected_members(), response->members());
  }
}

}  // namespace

v1::CheckLineageResponse SumUp(const std::vector<v1::Organisation>& organisations,
                               const v1::CheckLineageRequest& expected, status::Language language) {
  Tree tree;
  std::set<std::string> made_kinds;
  for (const v1::Organisation& organisation : organisations) {
    tree.emplace(organisation.name(), organisation);
    if (IsActive(organisation) && Made(organisation)) made_kinds.insert(organisation.kind());
  }
  v1::CheckLineageResponse response;
  FormerUnits former(tree);
  int32_t ended = 0;
  int64_t taken_over = 0;
  for (const v1::Organisation& organisation : organisations) {
    if (organisation.state() == v1::Organisation::DUPLICATE || !IsCommittee(organisation)) continue;
    if (organisation.state() == v1::Organisation::ENDED) {
      response.set_ended_count(response.ended_count() + 1);
      continue;
    }
    if (!IsActive(organisation)) {
      if (!Made(organisation)) ++ended;
      continue;
    }
    if (LastParent(tree, organisation) == kRoot) {
      response.set_active_count(response.active_count() + 1);
      response.set_members(response.members() + organisation.members());
    }
    if (Made(organisation)) {
      response.set_after_count(response.after_count() + 1);
      taken_over += former.Behind(organisation);
    } else if (organisation.name() != kRoot && made_kinds.contains(organisation.kind())) {
      response.set_unchanged_count(response.unchanged_count() + 1);
    }
  }
  response.set_before_count(ended + response.unchanged_count());
  response.set_after_count(response.after_count() + response.unchanged_count());
  *response.add_checks() = Check(status::Say(v1::SumCheck::FORMER_UNITS).In(language), ended, taken_over);
  CheckExpected(expected, language, &response);
  CheckParts(tree, language, &response);
  if (expected.has_as_of()) CountKinds(tree, civil::FromDate(expected.as_of()), &response);
  for (auto& suspected : SuspectDuplicates(organisations)) {
    *response.add_suspected_duplicates() = std::move(suspected);
  }
  return response;
}

}  // namespace congress::allocation

#include "services/allocation/domain/tree/import.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <type_traits>

#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "congress/allocation/v1/reason.pb.h"
#include "google/protobuf/util/message_differencer.h"
#include "platform/civil/civil.h"
#include "platform/csv/codes.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/text/keys.h"
#include "services/allocation/domain/names.h"
#include "services/allocation/domain/tree/former_names.h"
#include "services/allocation/domain/tree/import_row.h"
#include "services/allocation/domain/tree/lineage.h"
#include "services/allocation/domain/tree/organisation.h"

namespace congress::allocation {
namespace {

using google::protobuf::util::MessageDifferencer;
using status::Say;
using Row = v1::ImportRow;

constexpr std::string_view kOrganisations = "organisations/";

// Bytes of a reason in an error's details, which stay under 4 KiB.
constexpr size_t kMostReason = 150;
// Of what a row empties, as it is told.
constexpr size_t kMostBefore = 60;

v1::Organisation ImplicitRoot() {
  v1::Organisation root;
  root.set_name(std::string(kRoot));
  root.set_code("province");
  root.set_display_name("Đảng bộ tỉnh");
  root.set_kind("province");
  root.set_state(v1::Organisation::ACTIVE);
  root.set_role(v1::Organisation::PARTY_COMMITTEE);
  return root;
}

// Whether two repeated fields are equal item by item.
template <class Items>
bool SameItems(const Items& a, const Items& b) {
  if constexpr (std::is_base_of_v<google::protobuf::Message, typename Items::value_type>) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), &MessageDifferencer::Equals);
  } else {
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
  }
}

// How the end of an organisation changes, or nothing.
std::optional<status::Sentence> EndDifference(const v1::Organisation& before, const v1::Organisation& after) {
  if (before.successor() != after.successor()) {
    if (!after.successor().empty()) {
      return Say(Row::BECOMES_MERGED, {{"into", std::string(IdOf(after.successor()))}});
    }
    if (after.successors().empty()) return Say(Row::NO_LONGER_MERGED);
  }
  if (!SameItems(before.successors(), after.successors())) {
    return Say(after.successors().empty() ? Row::NO_LONGER_SPLIT : Row::BECOMES_SPLIT);
  }
  if (before.state() != after.state() && after.state() == v1::Organisation::ENDED) {
    return Say(Row::BECOMES_ENDED, {{"day", civil::Format(civil::FromDate(after.valid_until()))}});
  }
  if (before.state() == v1::Organisation::ENDED && IsActive(after)) return Say(Row::NO_LONGER_ENDED);
  if (MessageDifferencer::Equals(before.valid_until(), after.valid_until())) return std::nullopt;
  return Say(Row::LAST_DAY_CHANGES);
}

std::string MeasuresIn(const v1::Organisation& organisation) {
  return absl::StrJoin(organisation.measures(), "; ", [](std::string* out, const v1::Measure& measure) {
    absl::StrAppend(out, measure.name(), " ", measure.value());
  });
}

template <class Names>
std::string IdsIn(const Names& names) {
  return absl::StrJoin(names, "; ", [](std::string* out, const std::string& name) { out->append(IdOf(name)); });
}

// The columns in which two organisations differ, in words.
std::vector<status::Sentence> Differences(const v1::Organisation& before, const v1::Organisation& after) {
  std::vector<status::Sentence> differences;
  const auto note = [&](bool same, std::string_view column) {
    if (!same) differences.push_back(Say(Row::COLUMN_CHANGES, {{"column", std::string(column)}}));
  };
  note(before.code() == after.code(), "code");
  note(before.display_name() == after.display_name(), "name");
  note(before.kind() == after.kind(), "kind");
  note(before.role() == after.role(), "role");
  note(before.parent() == after.parent(), "parent");
  if (before.members() != after.members()) {
    differences.push_back(
        Say(Row::MEMBERS_CHANGE, {{"before", StrCat(before.members())}, {"after", StrCat(after.members())}}));
  }
  const auto compare = [&](const std::string& old, const std::string& now, std::string_view column) {
    if (old.empty() || !now.empty()) return note(old == now, column);
    differences.push_back(
        Say(Row::COLUMN_EMPTIED, {{"column", std::string(column)}, {"before", Cut(old, kMostBefore)}}));
  };
  compare(MeasuresIn(before), MeasuresIn(after), "measures");
  compare(before.members_basis(), after.members_basis(), "members_basis");
  compare(civil::Format(before.members_as_of()), civil::Format(after.members_as_of()), "members_as_of");
  compare(IdsIn(before.merged_from()), IdsIn(after.merged_from()), "merged_from");
  compare(IdOf(before.split_from()), IdOf(after.split_from()), "split_from");
  compare(civil::Format(before.valid_from()), civil::Format(after.valid_from()), "valid_from");
  // A changed name says so itself.
  note(before.display_name() != after.display_name() || SameItems(before.former_names(), after.former_names()),
       "renamed_on");
  if (auto end = EndDifference(before, after)) {
    differences.push_back(*std::move(end));
  } else {
    note(before.continued_by() == after.continued_by(), "takes_over");
  }
  note(before.takes_over() == after.takes_over(), "takes_over");
  return differences;
}

// Works on one file: reads the rows, lays them over the tree, holds the whole together.
class Overlay {
 public:
  Overlay(const csv::Table& table, const Columns& columns, const std::vector<v1::Organisation>& existing,
          absl::CivilDay today)
      : columns_(columns), today_(today) {
    for (const v1::Organisation& organisation : existing) before_.emplace(organisation.name(), Plain(organisation));
    for (const csv::Row& row : table.rows) rows_.push_back(ReadRow(row, columns));
    IndexRows();
    Lay();
    const Complain complain = [this](const std::string& name, const status::Sentence& fault) { Blame(name, fault); };
    DeriveEnds(&after_, complain);
    StayUntilTheDay();
    CheckParents(
        after_, today_, [this](const std::string& name) { return MovedByFile(name); }, complain);
    CheckCommittees();
  }

  Import Result() const {
    Import import;
    for (const ImportedRow& row : rows_) Judge(row, &import);
    for (const v1::ImportRow& row : import.rows) Count(row.state(), &import.counts);
    *import.counts.mutable_ignored_columns() = {columns_.ignored.begin(), columns_.ignored.end()};
    if (import.counts.error_count() > 0) return import;
    for (const auto& [name, organisation] : after_) {
      const auto old = before_.find(name);
      if (old != before_.end() && Differences(old->second, organisation).empty()) continue;
      import.writes.push_back(organisation);
    }
    return import;
  }

 private:
  // Which row speaks for which organisation; the root answers to its own code as well.
  void IndexRows() {
    if (const auto root = before_.find(kRoot); root != before_.end()) root_code_ = root->second.code();
    for (size_t i = 0; i < rows_.size(); ++i) {
      ImportedRow& row = rows_[i];
      if (IdFromCode(row.organisation.code()).empty()) continue;
      const auto [first, fresh] = row_of_.try_emplace(row.organisation.name(), i);
      if (!fresh) {
        row.Fault(Row::CODE_REPEATED,
                  {{"code", Brief(row.organisation.code())}, {"line", StrCat(rows_[first->second].line)}});
      } else if (row.organisation.name() == kRoot) {
        root_code_ = row.organisation.code();
      }
      TellLostZeros(&row);
      TellUnknownKind(&row, &unknown_kinds_);
    }
  }

  // Codes of two units may differ so: the statistics office numbers districts 001 and communes 00001. But a spreadsheet
  // may have taken the zeros away, so it is told and not refused.
  void TellLostZeros(ImportedRow* row) {
    const auto other = codes_.ButForZeros(row->organisation.code(), row->line);
    if (!other.has_value()) return;
    row->Note(
        Row::CODE_DIFFERS_BY_ZEROS,
        {{"code", Brief(row->organisation.code())}, {"other", Brief(other->code)}, {"line", StrCat(other->line)}});
  }

  std::string NameFor(std::string_view code) const {
    if (code.empty() || absl::EqualsIgnoreCase(ToAbsl(code), root_code_)) return std::string(kRoot);
    if (code.starts_with(kOrganisations)) return std::string(code);
    const std::string id = IdFromCode(code);
    // A code that makes no id cannot be known; it is looked up in vain and told as it stands.
    return StrCat(kOrganisations, id.empty() ? code : std::string_view(id));
  }

  void Lay() {
    after_ = before_;
    if (!after_.contains(kRoot)) after_.emplace(kRoot, ImplicitRoot());
    for (const auto& [name, index] : row_of_) {
      ImportedRow& row = rows_[index];
      v1::Organisation organisation = row.organisation;
      if (name != kRoot) organisation.set_parent(NameFor(row.parent_code));
      // Where the parent on record has ended, the file may name who stands above by now: that is no change.
      const auto known = before_.find(name);
      if (known != before_.end() && ParentOn(known->second, today_, FinderIn(before_)) == organisation.parent()) {
        organisation.set_parent(known->second.parent());
      }
      std::set<std::string> merged;
      for (const std::string& code : row.merged_codes) {
        if (!merged.insert(NameFor(code)).second) {
          row.Fault(Row::NAMED_TWICE, {{"column", "merged_from"}, {"code", Brief(code)}});
        }
      }
      // Sorted, so that the order of the cell is no change.
      for (const std::string& former : merged) organisation.add_merged_from(former);
      if (!row.split_code.empty()) organisation.set_split_from(NameFor(row.split_code));
      if (known != before_.end()) CarryOver(known->second, &row, &organisation);
      after_[name] = std::move(organisation);
    }
  }

  // Takes over what a file does not say.
  void CarryOver(const v1::Organisation& old, ImportedRow* row, v1::Organisation* organisation) const {
    if (!old.duplicate_of().empty()) {
      if (!IsAsListed(*row, old)) {
        row->Fault(Row::ROW_OF_DUPLICATE, {{"other", std::string(IdOf(old.duplicate_of()))}});
      }
      *organisation = old;
      return;
    }
    if (columns_.split_from < 0) organisation->set_split_from(old.split_from());
    if (columns_.takes_over < 0) organisation->set_takes_over(old.takes_over());
    if (columns_.role < 0) organisation->set_role(old.role());
    if (columns_.members_basis < 0) organisation->set_members_basis(old.members_basis());
    for (const v1::Measure& measure : old.measures()) {
      if (!columns_.measures.contains(measure.name())) *organisation->add_measures() = measure;
    }
    std::sort(organisation->mutable_measures()->begin(), organisation->mutable_measures()->end(),
              [](const v1::Measure& a, const v1::Measure& b) { return a.name() < b.name(); });
    if (columns_.valid_until < 0 && old.state() == v1::Organisation::ENDED) {
      organisation->set_state(old.state());
      *organisation->mutable_valid_until() = old.valid_until();
    }
    organisation->set_successor(old.successor());
    organisation->set_continued_by(old.continued_by());
    *organisation->mutable_successors() = old.successors();
    // The root's made name was never in use.
    if (MessageDifferencer::Equals(old, ImplicitRoot())) return;
    auto fault = KeepFormerNames(old, row->renamed_on, today_, organisation);
    if (fault.has_value()) row->errors.push_back(*std::move(fault));
  }

  bool MovedByFile(const std::string& name) const {
    const auto old = before_.find(name);
    return row_of_.contains(name) && (old == before_.end() || old->second.parent() != after_.at(name).parent());
  }

  // A file that tells a merger to come puts those below the former unit under the new one. They stay where they are
  // until that day, and go along by themselves. Under others that are yet to begin they cannot be put: who stands above
  // them now would lose them.
  void StayUntilTheDay() {
    for (const auto& [name, index] : row_of_) {
      v1::Organisation& organisation = after_.at(name);
      const auto parent = after_.find(organisation.parent());
      const bool begins_later = parent != after_.end() && parent->second.has_valid_from() &&
                                civil::FromDate(parent->second.valid_from()) > today_;
      if (!begins_later || !before_.contains(name) || !MovedByFile(name)) continue;
      const v1::Organisation& old = before_.at(name);
      if (const auto day = DayOfComing(old.parent(), organisation.parent())) {
        organisation.set_parent(old.parent());
        rows_[index].Note(Row::MOVES_LATER, {{"column", "parent"}, {"day", civil::Format(*day)}});
      } else if (IsActive(organisation)) {
        rows_[index].Fault(Row::PARENT_BEGINS_LATER,
                           {{"column", "parent"},
                            {"code", parent->second.code()},
                            {"day", civil::Format(civil::FromDate(parent->second.valid_from()))}});
      }
    }
  }

  // When `heir` comes to go on for `unit`, itself or through others; nothing where it never does.
  std::optional<absl::CivilDay> DayOfComing(std::string unit, const std::string& heir) const {
    std::set<std::string> met;
    for (auto at = after_.find(unit); at != after_.end() && met.insert(unit).second; at = after_.find(unit)) {
      if (IsActive(at->second) || !at->second.has_valid_until()) break;
      unit = at->second.continued_by();
      if (unit == heir) return civil::FromDate(at->second.valid_until());
    }
    return std::nullopt;
  }

  // Notes a fault of the whole at the row that causes it: the organisation's own, else that of the successor it had, of
  // its parent, or of who takes over the unit that it was split from. What is stored agrees with itself, so one of them
  // is in the file.
  void Blame(const std::string& name, const status::Sentence& fault) {
    if (const auto own = row_of_.find(name); own != row_of_.end()) {
      return rows_[own->second].errors.push_back(fault);
    }
    const auto old = before_.find(name);
    if (old != before_.end()) {
      const v1::Organisation& after = after_.at(name);
      const auto whole = after_.find(after.split_from());
      const std::string rival = whole == after_.end() ? "" : whole->second.successor();
      for (const std::string& other : {old->second.successor(), after.successor(), old->second.parent(), rival}) {
        const auto row = row_of_.find(other);
        if (row == row_of_.end()) continue;
        return rows_[row->second].errors.push_back(Of(old->second.code(), fault));
      }
    }
    if (!rows_.empty()) rows_.front().errors.push_back(Of(IdOf(name), fault));
  }

  // The parent of an organisation in force where a Party committee stands under something else; null otherwise.
  const v1::Organisation* NoCommitteeAbove(const Tree& tree, const std::string& name) const {
    const auto found = tree.find(name);
    if (found == tree.end() || !IsActive(found->second) || !IsCommittee(found->second)) return nullptr;
    const auto parent = tree.find(ParentOn(found->second, today_, FinderIn(tree)));
    return parent == tree.end() || IsCommittee(parent->second) ? nullptr : &parent->second;
  }

  // What stands so already is not the file's doing.
  void CheckCommittees() {
    for (const auto& [name, organisation] : after_) {
      const v1::Organisation* parent = NoCommitteeAbove(after_, name);
      if (parent == nullptr || NoCommitteeAbove(before_, name) != nullptr) continue;
      Blame(name, Say(Row::BELOW_NO_COMMITTEE, {{"parent", parent->code()}}));
    }
  }

  // A fault of another organisation than the row's own.
  static status::Sentence Of(std::string_view code, const status::Sentence& fault) {
    return {.en = StrCat(code, ": ", fault.en), .vi = StrCat(code, ": ", fault.vi)};
  }

  void Judge(const ImportedRow& row, Import* import) const {
    Row& judged = import->rows.emplace_back();
    judged.set_line(row.line);
    judged.set_code(row.organisation.code());
    if (!row.errors.empty()) {
      judged.set_state(Row::ERROR);
      import->reasons.push_back(status::Joined(row.errors, "; "));
      return;
    }
    const auto old = before_.find(row.organisation.name());
    std::vector<status::Sentence> told;
    if (old == before_.end()) {
      judged.set_state(Row::NEW);
    } else {
      told = Differences(old->second, after_.at(row.organisation.name()));
      judged.set_state(told.empty() ? Row::UNCHANGED : Row::CHANGED);
    }
    told.insert(told.end(), row.notes.begin(), row.notes.end());
    import->reasons.push_back(status::Joined(told, "; "));
  }

  static void Count(v1::ImportRow::State state, v1::ImportOrganisationsResponse* counts) {
    if (state == v1::ImportRow::NEW) counts->set_new_count(counts->new_count() + 1);
    if (state == v1::ImportRow::CHANGED) counts->set_changed_count(counts->changed_count() + 1);
    if (state == v1::ImportRow::UNCHANGED) counts->set_unchanged_count(counts->unchanged_count() + 1);
    if (state == v1::ImportRow::ERROR) counts->set_error_count(counts->error_count() + 1);
  }

  Tree before_;
  Tree after_;
  std::vector<ImportedRow> rows_;
  std::map<std::string, size_t, std::less<>> row_of_;
  csv::CodeColumn codes_;
  std::set<std::string> unknown_kinds_;
  std::string root_code_ = "province";
  const Columns columns_;
  absl::CivilDay today_;
};

}  // namespace

absl::StatusOr<Import> PlanImport(const csv::Table& table, const std::vector<v1::Organisation>& existing,
                                  absl::CivilDay today) {
  ASSIGN_OR_RETURN(const Columns columns, Columns::Find(table));
  return Overlay(table, columns, existing, today).Result();
}

absl::Status RefuseErrors(const Import& import) {
  const int errors = import.counts.error_count();
  if (errors == 0) return absl::OkStatus();
  status::Violations faults;
  for (size_t i = 0; i < import.rows.size(); ++i) {
    if (import.rows[i].state() != Row::ERROR) continue;
    const status::Sentence& reason = import.reasons[i];
    faults.Add(StrCat("line ", import.rows[i].line()),
               status::Sentence{.en = Cut(reason.en, kMostReason), .vi = Cut(reason.vi, kMostReason)});
  }
  return faults.ToStatus(v1::IMPORT_REJECTED, {{"errors", StrCat(errors)}, {"rows", StrCat(import.rows.size())}});
}

}  // namespace congress::allocation

#include "services/allocation/domain/tree/import.h"

#include <algorithm>
#include <map>
#include <set>
#include <type_traits>

#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "congress/allocation/v1/reason.pb.h"
#include "google/protobuf/util/message_differencer.h"
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

// Bytes of a reason in an error's details, which stay under 4 KiB.
constexpr size_t kMostReason = 150;

v1::Organisation ImplicitRoot() {
  v1::Organisation root;
  root.set_name(std::string(kRoot));
  root.set_code("province");
  root.set_display_name("Đảng bộ tỉnh");
  root.set_kind("province");
  root.set_state(v1::Organisation::ACTIVE);
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
std::string EndDifference(const v1::Organisation& before, const v1::Organisation& after) {
  if (before.successor() != after.successor()) {
    if (!after.successor().empty()) return StrCat("merged into ", IdOf(after.successor()));
    if (after.successors().empty()) return "no longer merged";
  }
  if (!SameItems(before.successors(), after.successors())) {
    return after.successors().empty() ? "no longer split" : "split";
  }
  return MessageDifferencer::Equals(before.valid_until(), after.valid_until()) ? "" : "last day";
}

// The columns in which two organisations differ, in words.
std::vector<std::string> Differences(const v1::Organisation& before, const v1::Organisation& after) {
  std::vector<std::string> differences;
  const auto note = [&](bool same, std::string_view what) {
    if (!same) differences.emplace_back(what);
  };
  note(before.code() == after.code(), "code");
  note(before.display_name() == after.display_name(), "name");
  note(before.kind() == after.kind(), "kind");
  note(before.parent() == after.parent(), "parent");
  if (before.members() != after.members()) {
    differences.push_back(StrCat("members ", before.members(), " → ", after.members()));
  }
  note(SameItems(before.measures(), after.measures()), "measures");
  note(before.members_basis() == after.members_basis(), "members_basis");
  note(MessageDifferencer::Equals(before.members_as_of(), after.members_as_of()), "members_as_of");
  note(SameItems(before.merged_from(), after.merged_from()), "merged_from");
  note(before.split_from() == after.split_from(), "split_from");
  note(MessageDifferencer::Equals(before.valid_from(), after.valid_from()), "valid_from");
  // A changed name says so itself.
  note(before.display_name() != after.display_name() || SameItems(before.former_names(), after.former_names()),
       "renamed_on");
  const std::string end = EndDifference(before, after);
  note(end.empty(), end);
  return differences;
}

// Works on one file: reads the rows, lays them over the tree, holds the whole together.
class Overlay {
 public:
  Overlay(const csv::Table& table, const Columns& columns, const std::vector<v1::Organisation>& existing,
          absl::CivilDay today)
      : splits_named_(columns.split_from >= 0), today_(today) {
    for (const v1::Organisation& organisation : existing) before_.emplace(organisation.name(), Plain(organisation));
    for (const csv::Row& row : table.rows) rows_.push_back(ReadRow(row, columns));
    IndexRows();
    Lay();
    const Complain complain = [this](const std::string& name, const std::string& reason) { Blame(name, reason); };
    DeriveEnds(&after_, complain);
    CheckParents(after_, complain);
  }

  Import Result() const {
    Import import;
    for (const ImportedRow& row : rows_) import.rows.push_back(Judge(row));
    for (const v1::ImportRow& row : import.rows) Count(row.state(), &import.counts);
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
        row.errors.push_back(
            StrCat("code ", Quote(row.organisation.code()), " stands in line ", rows_[first->second].line, " already"));
      } else if (row.organisation.name() == kRoot) {
        root_code_ = row.organisation.code();
      }
      TellLostZeros(i);
    }
  }

  // Codes of two units may differ so: the statistics office numbers districts 001 and communes 00001. But a spreadsheet
  // may have taken the zeros away, so it is told and not refused.
  void TellLostZeros(size_t index) {
    ImportedRow& row = rows_[index];
    const auto [first, fresh] = row_of_code_.try_emplace(text::CodeKey(row.organisation.code()), index);
    if (fresh || rows_[first->second].organisation.name() == row.organisation.name()) return;
    const ImportedRow& other = rows_[first->second];
    row.notes.push_back(StrCat("code ", Quote(row.organisation.code()), " differs from ",
                               Quote(other.organisation.code()), " in line ", other.line,
                               " only by zeros before the number"));
  }

  std::string NameFor(std::string_view code) const {
    if (code.empty() || absl::EqualsIgnoreCase(ToAbsl(code), root_code_)) return std::string(kRoot);
    const std::string id = IdFromCode(code);
    // A code that makes no id cannot be known; it is looked up in vain and told as it stands.
    return StrCat("organisations/", id.empty() ? code : std::string_view(id));
  }

  void Lay() {
    after_ = before_;
    if (!after_.contains(kRoot)) after_.emplace(kRoot, ImplicitRoot());
    for (const auto& [name, index] : row_of_) {
      ImportedRow& row = rows_[index];
      v1::Organisation organisation = row.organisation;
      if (name != kRoot) organisation.set_parent(NameFor(row.parent_code));
      std::set<std::string> merged;
      for (const std::string& code : row.merged_codes) {
        if (!merged.insert(NameFor(code)).second) {
          row.errors.push_back(StrCat("merged_from names ", Quote(code), " twice"));
        }
      }
      // Sorted, so that the order of the cell is no change.
      for (const std::string& former : merged) organisation.add_merged_from(former);
      if (!row.split_code.empty()) organisation.set_split_from(NameFor(row.split_code));
      if (const auto old = before_.find(name); old != before_.end()) CarryOver(old->second, &row, &organisation);
      after_[name] = std::move(organisation);
    }
  }

  // Takes over what a file does not say.
  void CarryOver(const v1::Organisation& old, ImportedRow* row, v1::Organisation* organisation) const {
    if (!old.duplicate_of().empty()) {
      row->errors.push_back(StrCat("is a duplicate of ", IdOf(old.duplicate_of()), "; take the row out"));
      *organisation = old;
      return;
    }
    if (!splits_named_) organisation->set_split_from(old.split_from());
    organisation->set_successor(old.successor());
    *organisation->mutable_successors() = old.successors();
    // The root's made name was never in use.
    if (MessageDifferencer::Equals(old, ImplicitRoot())) return;
    const std::string fault = KeepFormerNames(old, row->renamed_on, today_, organisation);
    if (!fault.empty()) row->errors.push_back(fault);
  }

  // Notes a fault of the whole at the row that causes it: the organisation's own, else that of the successor it had, of
  // its parent, or of who takes over the unit that it was split from. What is stored agrees with itself, so one of them
  // is in the file.
  void Blame(const std::string& name, const std::string& reason) {
    if (const auto own = row_of_.find(name); own != row_of_.end()) {
      return rows_[own->second].errors.push_back(reason);
    }
    const auto old = before_.find(name);
    if (old != before_.end()) {
      const v1::Organisation& after = after_.at(name);
      const auto whole = after_.find(after.split_from());
      const std::string rival = whole == after_.end() ? "" : whole->second.successor();
      for (const std::string& other : {old->second.successor(), after.successor(), old->second.parent(), rival}) {
        const auto row = row_of_.find(other);
        if (row == row_of_.end()) continue;
        return rows_[row->second].errors.push_back(StrCat(old->second.code(), " ", reason));
      }
    }
    if (!rows_.empty()) rows_.front().errors.push_back(StrCat(IdOf(name), " ", reason));
  }

  v1::ImportRow Judge(const ImportedRow& row) const {
    v1::ImportRow judged;
    judged.set_line(row.line);
    judged.set_code(row.organisation.code());
    if (!row.errors.empty()) {
      judged.set_state(v1::ImportRow::ERROR);
      judged.set_reason(absl::StrJoin(row.errors, "; "));
      return judged;
    }
    const auto old = before_.find(row.organisation.name());
    if (old == before_.end()) {
      judged.set_state(v1::ImportRow::NEW);
      judged.set_reason(absl::StrJoin(row.notes, "; "));
      return judged;
    }
    auto differences = Differences(old->second, after_.at(row.organisation.name()));
    judged.set_state(differences.empty() ? v1::ImportRow::UNCHANGED : v1::ImportRow::CHANGED);
    differences.insert(differences.end(), row.notes.begin(), row.notes.end());
    judged.set_reason(absl::StrJoin(differences, "; "));
    return judged;
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
  // The first row of each code, zeros before a number left out.
  std::map<std::string, size_t> row_of_code_;
  std::string root_code_ = "province";
  bool splits_named_;
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
  for (const v1::ImportRow& row : import.rows) {
    if (row.state() == v1::ImportRow::ERROR) faults.Add(StrCat("line ", row.line()), Cut(row.reason(), kMostReason));
  }
  return faults.ToStatus(v1::IMPORT_REJECTED,
                         StrCat(errors, " of ", import.rows.size(),
                                " rows cannot be taken; nothing was imported. Correct them and import again."),
                         {{"errors", StrCat(errors)}});
}

}  // namespace congress::allocation

#include <algorithm>
#include <set>

#include "cli/demo/chance.h"
#include "cli/demo/invent.h"
#include "platform/civil/civil.h"
#include "platform/digest/sha256.h"
#include "platform/status/strings.h"

namespace congress::cli::demo {
namespace {

using dossiers::v1::Attachment;
using dossiers::v1::ChecklistItem;

// A day moved by whole months may lose up to this many days where the other month is shorter.
constexpr int kMonthSlack = 3;

bool Ends(const ChecklistItem& item) { return item.validity_case() != ChecklistItem::VALIDITY_NOT_SET; }

// Day of issue of a paper that ends on `last` or up to three days before.
absl::CivilDay IssuedToEnd(const ChecklistItem& item, absl::CivilDay last) {
  if (item.validity_case() == ChecklistItem::kValidityDays) return last - item.validity_days();
  const absl::CivilMonth month = absl::CivilMonth(last) - item.validity_months();
  return std::min(absl::CivilDay(month) + (last.day() - 1), absl::CivilDay(month + 1) - 1);
}

// Day of issue of a paper that is valid on the day judged, if one issued today is.
absl::CivilDay IssuedToLast(const ChecklistItem& item, absl::CivilDay today, absl::CivilDay judged, Chance* chance) {
  constexpr int64_t kMostAge = 300;
  if (!Ends(item)) return today - chance->Between(1, kMostAge);
  const absl::CivilDay oldest = IssuedToEnd(item, judged) + kMonthSlack;
  return today - std::max<int64_t>(0, chance->Between(0, std::min(kMostAge, today - oldest)));
}

// The items that a complete dossier holds: of an any-of group the first only.
std::vector<const ChecklistItem*> ItemsToFile(const Province& province) {
  std::vector<const ChecklistItem*> items;
  std::set<std::string> groups;
  for (const ChecklistItem& item : province.checklist_template().checklist_template().items()) {
    if (!item.any_of_group().empty() && !groups.insert(item.any_of_group()).second) continue;
    if (item.required()) items.push_back(&item);
  }
  return items;
}

Attachment FilePaper(const ChecklistItem& item, absl::CivilDay issued, const std::string& issuer, Chance* chance) {
  Attachment attachment;
  attachment.set_item_id(item.item_id());
  *attachment.mutable_issued_date() = civil::ToDate(issued);
  dossiers::v1::Document& paper = *attachment.mutable_document();
  paper.set_title(StrCat(item.title(), " (giả định)"));
  paper.set_issuer(issuer);
  // There is no file; its hash is invented like the rest.
  std::string* hash = paper.mutable_file_sha256();
  while (hash->size() < digest::kSha256Bytes) hash->push_back(static_cast<char>(chance->Below(256)));
  paper.set_file_size_bytes(chance->Between(20'000, 2'000'000));
  return attachment;
}

}  // namespace

std::vector<Attachment> InventPapers(const Province& province, const std::string& dossier_id, absl::CivilDay today,
                                     absl::CivilDay judged, bool whole) {
  const Dossiers& rules = province.dossiers();
  Chance chance(province.seed(), StrCat("papers/", dossier_id));
  std::vector<const ChecklistItem*> items = ItemsToFile(province);
  const int drawn = static_cast<int>(chance.Below(100));
  const int lot = whole ? 100 : drawn;
  const ChecklistItem* ending = nullptr;
  if (lot < rules.lacking_per_hundred()) {
    if (items.size() > 1) items.erase(items.begin() + chance.Between(0, static_cast<int64_t>(items.size()) - 1));
  } else if (lot < rules.lacking_per_hundred() + rules.expiring_per_hundred()) {
    std::vector<const ChecklistItem*> candidates;
    std::copy_if(items.begin(), items.end(), std::back_inserter(candidates),
                 [](const auto* item) { return Ends(*item); });
    if (!candidates.empty()) ending = chance.OneOf(candidates);
  }
  std::vector<Attachment> papers;
  for (const ChecklistItem* item : items) {
    const absl::CivilDay last = today + chance.Between(kMonthSlack, judged - today - 1);
    // A paper that is valid for less than that time cannot end that early unless it is issued later than today.
    const absl::CivilDay issued =
        item == ending ? std::min(today, IssuedToEnd(*item, last)) : IssuedToLast(*item, today, judged, &chance);
    papers.push_back(FilePaper(*item, issued, rules.issuer(), &chance));
  }
  return papers;
}

}  // namespace congress::cli::demo

#include "services/dossiers/domain/attach.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "congress/dossiers/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/digest/sha256.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/checklist.h"
#include "services/dossiers/domain/lifecycle.h"
#include "services/dossiers/domain/paper.h"
#include "services/dossiers/domain/validity.h"

namespace congress::dossiers {
namespace {

// Of a file that was hashed, the hash of none is all zeros.
bool IsSha256(std::string_view hash) {
  return hash.size() == digest::kSha256Bytes && hash.find_first_not_of('\0') != std::string_view::npos;
}

absl::Status CheckPaper(const v1::Attachment& attachment, const Actor& actor, std::string_view path) {
  status::Violations missing;
  if (!attachment.has_issued_date()) missing.Add(StrCat(path, ".issued_date"), status::PlatformFault::REQUIRED);
  if (!attachment.has_document()) missing.Add(StrCat(path, ".document"), status::PlatformFault::REQUIRED);
  RETURN_IF_ERROR(missing.ToStatus());
  if (!IsSha256(attachment.document().file_sha256())) {
    status::Violations violations;
    violations.Add(StrCat(path, ".document.file_sha256"), v1::NOT_A_SHA256);
    return violations.ToStatus();
  }
  const absl::CivilDay issued = civil::FromDate(attachment.issued_date());
  if (issued <= civil::Today(actor.now)) return absl::OkStatus();
  return status::InvalidArgument(v1::DOCUMENT_ISSUED_LATER,
                                 {{"item_id", attachment.item_id()}, {"issued_date", civil::Format(issued)}});
}

// Papers of one moment keep their order.
absl::Time After(const Folder& folder, absl::Time now) {
  for (const v1::Component& paper : folder.components) {
    now = std::max(now, civil::FromTimestamp(paper.attach_time()) + absl::Nanoseconds(1));
  }
  return now;
}

const v1::Component* Find(const Folder& folder, std::string_view name) {
  const auto found = std::find_if(folder.components.begin(), folder.components.end(),
                                  [&](const v1::Component& paper) { return paper.name() == name; });
  return found == folder.components.end() ? nullptr : &*found;
}

absl::Status CheckSuperseded(const Folder& folder, const v1::Attachment& attachment, std::string_view path) {
  if (attachment.supersedes().empty()) return absl::OkStatus();
  const v1::Component* older = Find(folder, attachment.supersedes());
  if (older != nullptr && older->item_id() == attachment.item_id()) return RequireLive(*older);
  status::Violations violations;
  violations.Add(StrCat(path, ".supersedes"), v1::OTHER_ITEM);
  return violations.ToStatus();
}

v1::Component NewPaper(const Folder& folder, const v1::ChecklistItem& item, const v1::Attachment& attachment,
                       std::string_view id, const Actor& actor) {
  v1::Component paper;
  paper.set_name(StrCat(folder.dossier.name(), "/components/", id));
  paper.set_organisation(folder.dossier.organisation());
  paper.set_person(folder.dossier.person());
  paper.set_item_id(item.item_id());
  paper.set_grade(item.grade());
  paper.set_state(v1::Component::LIVE);
  *paper.mutable_issued_date() = attachment.issued_date();
  if (const auto last = LastValidDay(item, civil::FromDate(attachment.issued_date()))) {
    *paper.mutable_last_valid_date() = civil::ToDate(*last);
  }
  *DocumentOf(&paper) = attachment.document();
  paper.set_reuse_of(attachment.reuse_of());
  paper.set_attached_by(actor.subject);
  paper.set_attached_person(actor.person);
  *paper.mutable_attach_time() = civil::ToTimestamp(After(folder, actor.now));
  return paper;
}

}  // namespace

absl::Status RequireLive(const v1::Component& component) {
  if (component.state() == v1::Component::LIVE) return absl::OkStatus();
  return status::FailedPrecondition(
      v1::COMPONENT_NOT_LIVE, {{"name", component.name()}, {"state", v1::Component::State_Name(component.state())}});
}

absl::StatusOr<std::vector<v1::Component>> Attach(const Folder& folder, const v1::ChecklistTemplate& checklist,
                                                  const v1::Attachment& attachment, std::string_view id,
                                                  const Actor& actor, std::string_view path) {
  RETURN_IF_ERROR(CheckPaper(attachment, actor, path));
  RETURN_IF_ERROR(RequireOpen(folder.dossier));
  ASSIGN_OR_RETURN(const v1::ChecklistItem* item, ItemFor(checklist, attachment.item_id(), actor.clearance));
  RETURN_IF_ERROR(CheckSuperseded(folder, attachment, path));
  std::vector<v1::Component> changed = {NewPaper(folder, *item, attachment, id, actor)};
  for (const v1::Component& older : folder.components) {
    if (older.item_id() != item->item_id() || older.state() != v1::Component::LIVE) continue;
    if (item->multiple() && older.name() != attachment.supersedes()) continue;
    v1::Component superseded = older;
    superseded.set_state(v1::Component::SUPERSEDED);
    superseded.set_superseded_by(changed.front().name());
    changed.push_back(std::move(superseded));
  }
  return changed;
}

absl::StatusOr<v1::Attachment> TakeOver(const Folder& folder, const v1::ChecklistTemplate& checklist,
                                        v1::Attachment attachment, v1::Component paper, const Actor& actor,
                                        std::string_view path) {
  ASSIGN_OR_RETURN(const v1::ChecklistItem* item, ItemFor(checklist, attachment.item_id(), actor.clearance));
  status::Violations violations;
  if (attachment.has_issued_date()) violations.Add(StrCat(path, ".issued_date"), v1::TAKEN_OVER);
  if (attachment.has_document()) violations.Add(StrCat(path, ".document"), v1::TAKEN_OVER);
  const std::string at = StrCat(path, ".reuse_of");
  if (paper.person() != folder.dossier.person()) {
    violations.Add(at, v1::OTHER_PERSON);
  } else if (paper.grade() > item->grade()) {
    violations.Add(at, v1::GRADE_LOWERED, {{"item_id", item->item_id()}});
  }
  RETURN_IF_ERROR(violations.ToStatus());
  RETURN_IF_ERROR(RequireLive(paper));
  // By the rule of either checklist, whichever is stricter.
  std::optional<absl::CivilDay> last = LastValidDay(*item, civil::FromDate(paper.issued_date()));
  if (paper.has_last_valid_date()) {
    const absl::CivilDay before = civil::FromDate(paper.last_valid_date());
    last = std::min(last.value_or(before), before);
  }
  if (last.has_value() && *last < civil::Today(actor.now)) {
    return status::FailedPrecondition(v1::COMPONENT_EXPIRED,
                                      {{"name", paper.name()}, {"last_valid_date", civil::Format(*last)}});
  }
  *attachment.mutable_issued_date() = paper.issued_date();
  *attachment.mutable_document() = *DocumentOf(&paper);
  return attachment;
}

absl::StatusOr<std::vector<v1::Component>> WithdrawPaper(const Folder& folder, std::string_view name,
                                                         std::string reason, const Actor& actor) {
  RETURN_IF_ERROR(RequireOpen(folder.dossier));
  v1::Component withdrawn = *Find(folder, name);
  RETURN_IF_ERROR(RequireLive(withdrawn));
  withdrawn.set_state(v1::Component::WITHDRAWN);
  withdrawn.set_withdraw_reason(std::move(reason));
  withdrawn.set_withdrawn_by(actor.subject);
  withdrawn.set_withdrawn_person(actor.person);
  *withdrawn.mutable_withdraw_time() = civil::ToTimestamp(actor.now);
  std::vector<v1::Component> changed = {std::move(withdrawn)};
  for (const v1::Component& older : folder.components) {
    if (older.state() != v1::Component::SUPERSEDED || older.superseded_by() != name) continue;
    v1::Component live = older;
    live.set_state(v1::Component::LIVE);
    live.clear_superseded_by();
    changed.push_back(std::move(live));
  }
  return changed;
}

}  // namespace congress::dossiers

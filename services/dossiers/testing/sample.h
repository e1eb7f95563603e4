// Invented checklists, papers and callers for tests.
#pragma once

#include <string>
#include <string_view>

#include "absl/time/civil_time.h"
#include "congress/dossiers/v1/checklist_template.pb.h"
#include "congress/dossiers/v1/dossier.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/actor.h"
#include "services/dossiers/domain/folder.h"
#include "services/dossiers/domain/validity.h"
#include "tests/support/person.h"

namespace congress::dossiers::sample {

using absl::CivilDay;

// The day on which tests begin.
inline const CivilDay kToday(2025, 6, 16);

inline constexpr std::string_view kUnit = "organisations/unit-16681";

// Noon of a day in Vietnam.
inline absl::Time Noon(CivilDay day) { return absl::FromCivil(day, civil::Zone()) + absl::Hours(12); }

inline Actor Clerk(CivilDay day, std::string_view subject = "clerk") {
  return {.subject = std::string(subject),
          .person = support::PersonOf(subject),
          .clearance = annotations::v1::SENSITIVE,
          .now = Noon(day)};
}

// A required item; `group` makes it one of several.
inline v1::ChecklistItem* AddItem(v1::ChecklistTemplate* checklist, std::string_view id, std::string_view title,
                                  std::string_view group = "") {
  v1::ChecklistItem* item = checklist->add_items();
  item->set_item_id(std::string(id));
  item->set_title(std::string(title));
  item->set_required(true);
  item->set_any_of_group(std::string(group));
  return item;
}

// Five required items, two of them an any-of group, and an optional one: four requirements.
inline v1::ChecklistTemplate Checklist() {
  v1::ChecklistTemplate checklist;
  checklist.set_name("checklistTemplates/committee");
  checklist.set_organisation("organisations/province");
  checklist.set_display_name("Hồ sơ nhân sự cấp ủy (mẫu)");
  checklist.add_purposes("committee-candidate");
  *checklist.mutable_effective_date() = civil::ToDate(CivilDay(2025, 5, 1));
  checklist.set_legal_basis("Quy định mẫu số 1-QĐ/TW");
  AddItem(&checklist, "application", "Đơn ứng cử");
  v1::ChecklistItem* health = AddItem(&checklist, "health-certificate", "Giấy chứng nhận sức khỏe");
  health->set_validity_months(6);
  health->set_lead_time_days(10);
  health->set_grade(annotations::v1::SENSITIVE);
  v1::ChecklistItem* conclusion = AddItem(&checklist, "political-conclusion", "Kết luận tiêu chuẩn chính trị");
  conclusion->set_grade(annotations::v1::CONFIDENTIAL);
  AddItem(&checklist, "comment-residence", "Nhận xét nơi cư trú", "comment")->set_lead_time_days(7);
  v1::ChecklistItem* workplace = AddItem(&checklist, "comment-workplace", "Nhận xét nơi công tác", "comment");
  workplace->set_lead_time_days(3);
  workplace->set_validity_days(90);
  AddItem(&checklist, "photo", "Ảnh 4×6")->set_required(false);
  return checklist;
}

inline v1::Dossier Opened() {
  v1::Dossier dossier;
  dossier.set_name("congresses/xx/dossiers/unit-16681-d-1");
  dossier.set_organisation(std::string(kUnit));
  dossier.set_person("persons/p-1");
  dossier.set_purpose("committee-candidate");
  dossier.set_template_("checklistTemplates/committee");
  dossier.set_state(v1::Dossier::OPEN);
  return dossier;
}

inline v1::Attachment Paper(std::string_view item_id, CivilDay issued) {
  v1::Attachment attachment;
  attachment.set_item_id(std::string(item_id));
  *attachment.mutable_issued_date() = civil::ToDate(issued);
  attachment.mutable_document()->set_title("Văn bản mẫu");
  attachment.mutable_document()->set_issuer("Cơ quan mẫu");
  attachment.mutable_document()->set_file_sha256(std::string(32, 'h'));
  attachment.mutable_document()->set_file_size_bytes(1024);
  return attachment;
}

// Puts a paper into the dossier as attaching does, without its checks.
inline void Put(const v1::ChecklistTemplate& checklist, std::string_view item_id, CivilDay issued, Folder* folder) {
  for (const v1::ChecklistItem& item : checklist.items()) {
    if (item.item_id() != item_id) continue;
    v1::Component& component = folder->components.emplace_back();
    component.set_name(StrCat(folder->dossier.name(), "/components/", folder->components.size()));
    component.set_item_id(std::string(item_id));
    component.set_grade(item.grade());
    component.set_state(v1::Component::LIVE);
    component.set_attached_by("clerk");
    component.set_attached_person(support::PersonOf("clerk"));
    *component.mutable_issued_date() = civil::ToDate(issued);
    if (const auto last = LastValidDay(item, issued)) *component.mutable_last_valid_date() = civil::ToDate(*last);
  }
}

// Complete on any day from `issued` on until the health certificate ends.
inline Folder Complete(const v1::ChecklistTemplate& checklist, CivilDay issued) {
  Folder folder = Opened();
  for (const char* id : {"application", "health-certificate", "political-conclusion", "comment-residence"}) {
    Put(checklist, id, issued, &folder);
  }
  return folder;
}

}  // namespace congress::dossiers::sample

#include "services/dossiers/domain/readiness.h"

#include <map>
#include <string>
#include <string_view>

#include "absl/strings/str_join.h"
#include "platform/status/strings.h"

namespace congress::dossiers {
namespace {

using Gaps = google::protobuf::RepeatedPtrField<v1::RequirementGap>;

std::string_view StateInVietnamese(v1::Dossier::State state) {
  switch (state) {
    case v1::Dossier::SUBMITTED:
      return "đã nộp, chờ thẩm định";
    case v1::Dossier::RETURNED:
      return "bị trả lại để bổ sung";
    case v1::Dossier::ACCEPTED:
      return "đã được chấp nhận";
    default:
      return "đang lập";
  }
}

std::string TitlesOf(const Gaps& gaps) {
  return absl::StrJoin(gaps, "; ", [](std::string* out, const v1::RequirementGap& gap) { out->append(gap.title()); });
}

v1::Blocker Block(std::string_view reason, std::string description, const std::string& resource) {
  v1::Blocker blocker;
  blocker.set_reason(std::string(reason));
  blocker.set_description(std::move(description));
  blocker.set_resource(resource);
  return blocker;
}

void BlockByDossier(const v1::DossierCompleteness& dossier, v1::OrganisationReadiness* readiness) {
  if (dossier.state() != v1::Dossier::ACCEPTED) {
    *readiness->add_blockers() =
        Block("DOSSIER_NOT_ACCEPTED", StrCat("Hồ sơ chưa được chấp nhận (", StateInVietnamese(dossier.state()), ")."),
              dossier.dossier());
  }
  std::string lacks;
  if (!dossier.missing().empty()) lacks = StrCat(" Còn thiếu: ", TitlesOf(dossier.missing()), ".");
  if (!dossier.expired().empty()) absl::StrAppend(&lacks, " Hết hạn: ", TitlesOf(dossier.expired()), ".");
  if (!lacks.empty()) {
    *readiness->add_blockers() =
        Block("DOSSIER_INCOMPLETE", StrCat("Hồ sơ chưa đủ thành phần.", lacks), dossier.dossier());
  }
}

void BlockBySlot(const v1::PositionSlot& slot, v1::OrganisationReadiness* readiness) {
  if (slot.filled_count() + slot.proposed_count() >= slot.norm()) return;
  *readiness->add_blockers() = Block("POSITION_LACKS_CANDIDATES",
                                     StrCat("Chức danh “", slot.display_name(), "” còn khuyết ", slot.vacant_count(),
                                            "/", slot.norm(), ", mới giới thiệu ", slot.proposed_count(), " người."),
                                     slot.name());
}

}  // namespace

v1::GetDossierReadinessResponse JudgeReadiness(const std::vector<v1::DossierCompleteness>& dossiers,
                                               const std::vector<v1::PositionSlot>& slots) {
  std::map<std::string_view, v1::OrganisationReadiness> organisations;
  for (const v1::DossierCompleteness& dossier : dossiers) {
    BlockByDossier(dossier, &organisations[dossier.organisation()]);
  }
  for (const v1::PositionSlot& slot : slots) BlockBySlot(slot, &organisations[slot.organisation()]);
  v1::GetDossierReadinessResponse response;
  for (auto& [name, readiness] : organisations) {
    readiness.set_organisation(std::string(name));
    readiness.set_ready(readiness.blockers().empty());
    *response.add_organisations() = std::move(readiness);
  }
  if (dossiers.empty()) {
    *response.add_blockers() = Block("NO_DOSSIERS", "Chưa lập hồ sơ nhân sự nào cho đại hội.", "");
  }
  return response;
}

}  // namespace congress::dossiers

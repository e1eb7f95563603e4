// A dossier as it lay in stores before papers were resources.
#pragma once

#include <string>

#include "congress/dossiers/v1/index.pb.h"
#include "services/dossiers/testing/sample.h"

namespace congress::dossiers::sample {

// Accepted, once returned before; with an application and a health certificate.
inline std::string OldRecord() {
  v1::Dossier dossier = Opened();
  const auto at = [](int hours) { return civil::ToTimestamp(Noon(kToday) + absl::Hours(hours)); };
  *dossier.mutable_create_time() = at(0);
  dossier.set_state(v1::Dossier::ACCEPTED);
  dossier.set_submitter("clerk");
  dossier.set_submitter_person(support::PersonOf("clerk"));
  *dossier.mutable_submit_time() = at(2);
  v1::DossierBeforeComponents old;
  v1::Review& returned = *old.add_reviews();
  returned.set_outcome(v1::Review::RETURNED);
  returned.set_note("Thiếu dấu");
  returned.set_reviewer("reviewer");
  *returned.mutable_review_time() = at(1);
  v1::Review& accepted = *old.add_reviews();
  accepted.set_outcome(v1::Review::ACCEPTED);
  accepted.set_reviewer("reviewer");
  *accepted.mutable_review_time() = at(3);
  v1::Component& application = *old.add_components();
  application.set_name(StrCat(dossier.name(), "/components/1"));
  application.set_item_id("application");
  application.mutable_document()->set_title("Đơn");
  application.set_attached_by("clerk");
  *application.mutable_attach_time() = at(0);
  // One from before papers had names.
  v1::Component& health = *old.add_components();
  health.set_item_id("health-certificate");
  health.mutable_sensitive_document()->set_title("Giấy khám");
  health.set_attached_by("clerk");
  *health.mutable_attach_time() = at(0);
  // Fields of one message follow each other in any order.
  return dossier.SerializeAsString() + old.SerializeAsString();
}

}  // namespace congress::dossiers::sample

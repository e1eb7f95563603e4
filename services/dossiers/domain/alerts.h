// What of dossiers and positions waits for somebody. Nothing here says of whom it is: the resource does, to who may
// read it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "congress/alerts/v1/alert.pb.h"
#include "congress/dossiers/v1/completeness.pb.h"
#include "congress/dossiers/v1/dossier.pb.h"
#include "congress/dossiers/v1/package.pb.h"
#include "congress/dossiers/v1/position_slot.pb.h"
#include "congress/dossiers/v1/suspension.pb.h"
#include "congress/dossiers/v1/verification.pb.h"
#include "platform/status/sentence.h"

namespace congress::dossiers {

// For how many days ahead papers are told that end: a new one takes its time.
inline constexpr int kPaperDays = 30;

// Each requirement of the dossier whose papers have ended or end soon, as it was judged with `before`.
std::vector<alerts::v1::Alert> PaperAlerts(const v1::DossierCompleteness& judged, absl::CivilDay day,
                                           status::Language language);

// The dossier waits for its review, or for the end of it; none: for neither. `organisation`: what people call it.
std::optional<alerts::v1::Alert> AlertOf(const v1::Dossier& dossier, const std::string& organisation,
                                         absl::CivilDay day, status::Language language);

// Places that are vacant; none: all are taken. `taken_up`: how many persons are planned or proposed for them; absent
// where that is not to be told.
std::optional<alerts::v1::Alert> AlertOf(const v1::PositionSlot& slot, std::optional<int> taken_up,
                                         const std::string& organisation, absl::CivilDay day,
                                         status::Language language);

// A request that is not answered. `addressee`: what people call who is asked.
std::optional<alerts::v1::Alert> AlertOf(const v1::Verification& verification, const std::string& addressee,
                                         absl::CivilDay day, status::Language language);

// A package that was sent and not answered. `receiver`: what people call it.
std::optional<alerts::v1::Alert> AlertOf(const v1::Package& package, const std::string& receiver, absl::CivilDay day,
                                         status::Language language);

// What is under way on the day.
std::optional<alerts::v1::Alert> AlertOf(const v1::Suspension& suspension, absl::CivilDay day,
                                         status::Language language);

// Whether what an alert of the kind is about is graded, so that it is recorded to whom it was told.
bool IsGraded(alerts::v1::Alert::Kind kind);

}  // namespace congress::dossiers

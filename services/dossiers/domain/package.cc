#include "services/dossiers/domain/package.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_format.h"
#include "congress/dossiers/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/basis.h"

namespace congress::dossiers {
namespace {

using Package = v1::Package;

absl::Status WrongPackage(const Package& package) {
  return status::FailedPrecondition(v1::PACKAGE_STATE,
                                    {{"name", package.name()}, {"state", Package::State_Name(package.state())}});
}

}  // namespace

absl::StatusOr<Package> PlanPackage(std::string_view parent, std::string_view id, Package wanted, const Actor& actor) {
  status::Violations violations;
  if (wanted.receiver() == wanted.organisation()) violations.Add("package.receiver", v1::RECEIVER_IS_SENDER);
  std::set<std::string_view> seen;
  for (int i = 0; i < wanted.items_size(); ++i) {
    const std::string& dossier = wanted.items(i).dossier();
    const std::string path = StrCat("package.items[", i, "].dossier");
    if (!dossier.starts_with(StrCat(parent, "/"))) violations.Add(path, v1::NOT_OF_PACKAGE);
    if (!seen.insert(dossier).second) {
      violations.Add(path, status::PlatformFault::REPEATED, {{"value", dossier}});
    }
  }
  RETURN_IF_ERROR(violations.ToStatus());
  wanted.set_name(StrCat(parent, "/packages/", id));
  wanted.set_builder_person(actor.person);
  *wanted.mutable_create_time() = civil::ToTimestamp(actor.now);
  return Noted(std::move(wanted), Package::BUILDING, "", nullptr, actor);
}

absl::Status RequireAccepted(const v1::Dossier& dossier) {
  if (dossier.state() == v1::Dossier::ACCEPTED) return absl::OkStatus();
  return status::FailedPrecondition(v1::PACKAGE_DOSSIER_OPEN,
                                    {{"dossier", dossier.name()}, {"state", v1::Dossier::State_Name(dossier.state())}});
}

absl::Status RequirePackage(const Package& package, std::vector<Package::State> states) {
  const bool fits = std::find(states.begin(), states.end(), package.state()) != states.end();
  return fits ? absl::OkStatus() : WrongPackage(package);
}

absl::Status RequireReplaceable(const Package& package) {
  RETURN_IF_ERROR(RequirePackage(package, {Package::RETURNED}));
  return package.superseded_by().empty() ? absl::OkStatus() : WrongPackage(package);
}

Package Noted(Package package, Package::State state, const std::string& reason, const v1::Basis* basis,
              const Actor& actor) {
  package.set_state(state);
  *package.mutable_update_time() = civil::ToTimestamp(actor.now);
  Package::Note& note = *package.add_trail();
  note.set_state(state);
  *note.mutable_time() = package.update_time();
  note.set_account(actor.subject);
  note.set_person(actor.person);
  note.set_reason(reason);
  if (basis != nullptr) *note.mutable_basis() = *basis;
  return package;
}

absl::StatusOr<Package> ReceivedPackage(Package package, const v1::ReceivePackageRequest& request, const Actor& actor) {
  RETURN_IF_ERROR(RequirePackage(package, {Package::SENT}));
  if (request.receipt().manifest_sha256() != package.manifest_sha256()) {
    return status::FailedPrecondition(v1::PACKAGE_HASH_MISMATCH, {{"name", package.name()}});
  }
  const absl::CivilDay received = civil::FromDate(request.receipt().receive_date());
  const absl::CivilDay built = civil::Today(civil::FromTimestamp(package.trail(0).time()));
  status::Violations violations;
  if (received > civil::Today(actor.now)) violations.Add("receipt.receive_date", status::PlatformFault::IN_FUTURE);
  if (received < built) {
    violations.Add("receipt.receive_date", status::PlatformFault::BELOW_MINIMUM, {{"minimum", civil::Format(built)}});
  }
  RETURN_IF_ERROR(violations.ToStatus());
  *package.mutable_receipt() = request.receipt();
  return Noted(std::move(package), Package::RECEIVED, "", request.has_basis() ? &request.basis() : nullptr, actor);
}

absl::StatusOr<Package> ReturnedPackage(Package package, const v1::ReturnPackageRequest& request, const Actor& actor) {
  RETURN_IF_ERROR(RequirePackage(package, {Package::RECEIVED}));
  std::map<std::string_view, Package::Item*> items;
  for (Package::Item& item : *package.mutable_items()) items[item.dossier()] = &item;
  status::Violations violations;
  for (int i = 0; i < request.faults_size(); ++i) {
    const auto found = items.find(request.faults(i).dossier());
    if (found == items.end()) {
      violations.Add(StrCat("faults[", i, "].dossier"), v1::NOT_OF_PACKAGE);
      continue;
    }
    found->second->set_outcome(Package::Item::SENT_BACK);
    found->second->set_reason(request.faults(i).reason());
  }
  RETURN_IF_ERROR(violations.ToStatus());
  return Noted(std::move(package), Package::RETURNED, request.reason(),
               request.has_basis() ? &request.basis() : nullptr, actor);
}

absl::StatusOr<Package> AcceptedPackage(Package package, const v1::Basis& basis, const Actor& actor) {
  RETURN_IF_ERROR(RequirePackage(package, {Package::RECEIVED}));
  for (Package::Item& item : *package.mutable_items()) item.set_outcome(Package::Item::PASSED);
  return Noted(std::move(package), Package::ACCEPTED, "", &basis, actor);
}

absl::Status RequireLetter(const v1::Basis& basis) {
  status::Violations violations;
  if (!NamesDecision(basis)) violations.Add("basis", v1::DECISION_REQUIRED);
  return violations.ToStatus();
}

std::vector<std::string> SendersOf(const Package& package) {
  std::vector<std::string> senders = {package.builder_person()};
  for (const Package::Note& note : package.trail()) {
    if (note.state() == Package::SENT) senders.push_back(note.person());
  }
  return senders;
}

Package WithoutFiles(Package package) {
  package.clear_manifest();
  return package;
}

std::string PathInPackage(std::string_view dossier, int number, std::string_view what, std::string_view media_type) {
  static const auto& endings = *new std::map<std::string, std::string, std::less<>>{
      {"application/pdf", ".pdf"},
      {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"},
      {"image/jpeg", ".jpg"},
      {"image/png", ".png"}};
  const auto ending = endings.find(media_type);
  return StrCat(dossier.substr(dossier.rfind('/') + 1), "/", absl::StrFormat("%02d ", number), what,
                ending == endings.end() ? "" : ending->second);
}

}  // namespace congress::dossiers

#include "services/drafting/domain/hand_over.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "congress/drafting/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/csv/csv.h"
#include "platform/digest/sha256.h"
#include "platform/status/macros.h"
#include "platform/status/sentence.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/text/clean.h"

namespace congress::drafting {
namespace {

// Bytes of one part of a path, so that a folder and a name in it fit into a bundle's path.
constexpr size_t kMostPartBytes = 80;

absl::Status NotReady(const v1::HandOver& hand_over) {
  return status::FailedPrecondition(
      v1::HAND_OVER_NOT_READY, {{"name", hand_over.name()}, {"state", v1::HandOver::State_Name(hand_over.state())}});
}

}  // namespace

std::string FilesOf(std::string_view hand_over) { return StrCat(hand_over, "/files/"); }
std::string BundleOf(std::string_view hand_over) { return StrCat(hand_over, "/bundle"); }

absl::Status CheckHandOver(const v1::HandOver& hand_over) {
  status::Violations violations;
  if (hand_over.receiver().empty() && hand_over.receiver_name().empty()) {
    violations.Add("hand_over.receiver_name", status::PlatformFault::REQUIRED);
  }
  std::set<std::string_view> resources;
  for (int i = 0; i < hand_over.resources_size(); ++i) {
    if (resources.insert(hand_over.resources(i)).second) continue;
    violations.Add(StrCat("hand_over.resources[", i, "]"), status::PlatformFault::REPEATED,
                   {{"value", hand_over.resources(i)}});
  }
  return violations.ToStatus();
}

absl::Status CheckReady(const v1::HandOver& hand_over) {
  const bool ready = hand_over.state() != v1::HandOver::COLLECTING && hand_over.state() != v1::HandOver::WITHDRAWN;
  return ready ? absl::OkStatus() : NotReady(hand_over);
}

void NoteAct(v1::HandOver::State state, const std::string& reason, const Act& act, v1::HandOver* hand_over) {
  hand_over->set_state(state);
  *hand_over->mutable_update_time() = civil::ToTimestamp(act.now);
  v1::HandOverAct& noted = *hand_over->add_acts();
  noted.set_state(state);
  noted.set_author(act.account);
  *noted.mutable_time() = civil::ToTimestamp(act.now);
  noted.set_reason(reason);
}

absl::StatusOr<v1::HandOver> Confirm(v1::HandOver hand_over, v1::HandOverReceipt receipt, const std::string& reason,
                                     const Act& act) {
  RETURN_IF_ERROR(CheckReady(hand_over));
  status::Violations violations;
  if (hand_over.has_receipt() && reason.empty()) violations.Add("reason", status::PlatformFault::REQUIRED);
  if (receipt.disputed() && receipt.remarks().empty()) {
    violations.Add("receipt.remarks", status::PlatformFault::REQUIRED);
  }
  if (civil::FromDate(receipt.receive_date()) > civil::Today(act.now)) {
    violations.Add("receipt.receive_date", status::PlatformFault::IN_FUTURE);
  }
  const absl::CivilDay begun = civil::Today(civil::FromTimestamp(hand_over.create_time()));
  if (civil::FromDate(receipt.receive_date()) < begun) {
    violations.Add("receipt.receive_date", v1::BEFORE_OTHER_DAY, {{"other", "create_time"}});
  }
  RETURN_IF_ERROR(violations.ToStatus());
  const bool disputed = receipt.disputed() || receipt.findings_size() > 0;
  receipt.set_disputed(disputed);
  NoteAct(disputed ? v1::HandOver::DISPUTED : v1::HandOver::CONFIRMED, reason, act, &hand_over);
  *hand_over.mutable_acts(hand_over.acts_size() - 1)->mutable_receipt() = receipt;
  *hand_over.mutable_receipt() = std::move(receipt);
  return hand_over;
}

absl::StatusOr<v1::HandOver> Withdraw(v1::HandOver hand_over, const std::string& reason, const Act& act) {
  if (hand_over.state() == v1::HandOver::WITHDRAWN) return hand_over;
  RETURN_IF_ERROR(CheckReady(hand_over));
  if (hand_over.state() == v1::HandOver::CONFIRMED) {
    return status::FailedPrecondition(v1::HAND_OVER_CONFIRMED, {{"name", hand_over.name()}});
  }
  NoteAct(v1::HandOver::WITHDRAWN, reason, act, &hand_over);
  return hand_over;
}

v1::HandOver ForList(v1::HandOver hand_over) {
  hand_over.clear_manifest();
  hand_over.clear_acts();
  hand_over.mutable_receipt()->clear_signed_receipt();
  if (hand_over.receipt().received_by().empty()) hand_over.clear_receipt();
  return hand_over;
}

std::string FileNameOf(std::string_view text) {
  std::string name = text::CleanOrDrop(text::Kind::kLine, text);
  std::replace_if(
      name.begin(), name.end(), [](char letter) { return ToAbsl("\\/:*?\"<>|").find(letter) != std::string::npos; },
      '-');
  if (name.size() > kMostPartBytes) {
    size_t end = name.rfind(' ', kMostPartBytes);
    // One word that is as long ends at least not within a letter.
    if (end == name.npos || name.find_first_not_of(" -.") > end) {
      for (end = kMostPartBytes; (static_cast<unsigned char>(name[end]) & 0xC0) == 0x80;) --end;
    }
    name.resize(end);
  }
  const size_t first = name.find_first_not_of(" -.");
  const size_t last = name.find_last_not_of(" .,;");
  if (first == name.npos) return "_";
  return name.substr(first, last + 1 - first);
}

std::string KeyDigest(std::string_view pem) {
  constexpr std::string_view kBegin = "-----BEGIN PUBLIC KEY-----";
  constexpr std::string_view kEnd = "-----END PUBLIC KEY-----";
  const size_t begin = pem.find(kBegin);
  const size_t end = pem.find(kEnd);
  if (begin == pem.npos || end == pem.npos || end < begin || pem.find(kBegin, begin + 1) != pem.npos) return "";
  const std::string_view body = pem.substr(begin + kBegin.size(), end - begin - kBegin.size());
  std::string der;
  if (!absl::Base64Unescape(ToAbsl(body), &der)) return "";
  return digest::Sha256Hex(der);
}

std::string ListOfFiles(const std::vector<congress::bundle::v1::File>& files) {
  std::string csv = csv::Line({"STT", "Tệp", "Số, ký hiệu", "Trích yếu", "Số byte", "SHA-256"});
  int number = 0;
  for (const auto& file : files) {
    csv += csv::Line(
        {StrCat(++number), file.name(), file.number(), file.title(), StrCat(file.size_bytes()), file.sha256()});
  }
  return StrCat("\xEF\xBB\xBF", csv);
}

std::string RegisterCsv(const std::vector<v1::NumberEntry>& entries) {
  const status::Teller tell(status::Language::kVietnamese);
  std::string csv = csv::Line({"number", "document_date", "document_type", "title", "secrecy", "holder",
                               "joint_issuers", "state", "void_reason"});
  for (const v1::NumberEntry& entry : entries) {
    csv += csv::Line(
        {StrCat(entry.number()), entry.has_document_date() ? civil::Format(civil::FromDate(entry.document_date())) : "",
         entry.document_type(), entry.title(),
         entry.secrecy() == v1::SECRECY_UNSPECIFIED ? "" : v1::Secrecy_Name(entry.secrecy()), entry.holder(),
         absl::StrJoin(entry.joint_issuers(), "; "), tell(entry.state()), entry.void_reason()});
  }
  return StrCat("\xEF\xBB\xBF", csv);
}

}  // namespace congress::drafting

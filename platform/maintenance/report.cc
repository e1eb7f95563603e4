#include "platform/maintenance/report.h"

#include <algorithm>
#include <utility>

#include "absl/strings/escaping.h"
#include "platform/status/driver_text.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/text/text.h"

namespace congress::maintenance {
namespace {

using v1::Finding;

// Findings of one kind that are sent: a store that was lost has as many as it had records.
constexpr int kMostSent = 100;

// How bad a finding is, and what helps.
struct Meaning {
  Finding::Severity severity;
  v1::Cure cure;
};

Meaning MeaningOf(v1::FindingKind kind) {
  switch (kind) {
    case v1::INDEX_ENTRY_MISSING:
    case v1::INDEX_ENTRY_STRAY:
      return {Finding::FAULT, v1::REBUILD_INDEXES};
    case v1::STORE_SETTING:
      return {Finding::WARNING, v1::CHANGE_SETTING};
    case v1::SERVICE_UNREADY:
    case v1::FILES_UNAVAILABLE:
      return {Finding::FAULT, v1::REMOVE_CAUSE};
    case v1::STORE_NOT_ITS_OWN:
      return {Finding::FAULT, v1::START_AGAIN};
    case v1::WITNESS_MISSING:
      return {Finding::WARNING, v1::GIVE_WITNESS};
    case v1::CLOCK_BEHIND:
      return {Finding::FAULT, v1::SET_CLOCK};
    case v1::CERTIFICATE_EXPIRED:
      return {Finding::FAULT, v1::RENEW_CERTIFICATE};
    case v1::CERTIFICATE_ENDS:
      return {Finding::WARNING, v1::RENEW_CERTIFICATE};
    case v1::DISK_LOW:
      return {Finding::WARNING, v1::FREE_DISK};
    case v1::FILE_MISSING:
      return {Finding::FAULT, v1::PUT_FILE_BACK};
    case v1::DIRECTORY_BEHIND:
      return {Finding::WARNING, v1::REACH_ALLOCATION};
    case v1::BACKUP_MISSING:
      return {Finding::WARNING, v1::MAKE_BACKUP};
    case v1::PAPER_UNKNOWN:
      return {Finding::WARNING, v1::SAY_WHAT_IS_ON_PAPER};
    default:
      return {Finding::FAULT, v1::RESTORE};
  }
}

}  // namespace

std::string Shown(std::string_view key) {
  std::string shown(key);
  std::replace_if(
      shown.begin(), shown.end(), [](unsigned char c) { return c < ' '; }, ' ');
  // A damaged key is of any bytes.
  return text::FindInvalidUtf8(shown) == std::string::npos ? shown : absl::CHexEscape(shown);
}

std::string Said(const absl::Status& status, status::Language language) {
  const std::string sentence = status::SentenceOf(status::InLanguage(status, language));
  const std::string driver = status::DriverText(status);
  return driver.empty() || driver == sentence ? sentence : StrCat(sentence, " (", driver, ")");
}

absl::Status Report::Found(v1::FindingKind kind, std::string_view where, const status::Metadata& metadata) {
  Meaning meaning = MeaningOf(kind);
  // Entries of indexes are made anew from their records.
  if (kind == v1::RECORD_DAMAGED && where.starts_with(store::kIndexes)) meaning.cure = v1::REBUILD_INDEXES;
  if (kind == v1::RECORD_DAMAGED && where.starts_with(store::kTreeCopy)) meaning.cure = v1::READ_TREE_ANEW;
  std::string text = tell_(kind, metadata);
  // What is wrong with the store as a whole is met by each look at it.
  if (where.empty() && !told_.insert(text).second) return absl::OkStatus();
  const bool fault = meaning.severity == Finding::FAULT;
  sums_.set_fault_count(sums_.fault_count() + (fault ? 1 : 0));
  sums_.set_warning_count(sums_.warning_count() + (fault ? 0 : 1));
  if (++sent_[kind] > kMostSent) return absl::OkStatus();
  v1::ExamineServiceResponse part;
  Finding& finding = *part.mutable_finding();
  finding.set_severity(meaning.severity);
  finding.set_kind(kind);
  finding.set_where(Shown(where));
  finding.set_text(std::move(text));
  finding.set_cure(tell_(meaning.cure, {{"service", service_}}));
  return send_(std::move(part));
}

absl::Status Report::CameTo(v1::Progress::Stage stage, int64_t done) {
  v1::ExamineServiceResponse part;
  part.mutable_progress()->set_stage(stage);
  part.mutable_progress()->set_done(done);
  part.mutable_progress()->set_text(tell_(stage, {{"done", StrCat(done)}}));
  return send_(std::move(part));
}

absl::Status Report::End() {
  v1::ExamineServiceResponse part;
  *part.mutable_examination() = sums_;
  return send_(std::move(part));
}

}  // namespace congress::maintenance

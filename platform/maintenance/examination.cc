#include "platform/maintenance/examination.h"

#include <sys/statvfs.h>

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "platform/backup/verified.h"
#include "platform/civil/civil.h"
#include "platform/maintenance/last_act.h"
#include "platform/maintenance/record_walk.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/store/failure.h"
#include "platform/store/maintained.h"

namespace congress::maintenance {
namespace {

constexpr int64_t kLeastFreeBytes = int64_t{1} << 30;
constexpr absl::Duration kRenewBefore = absl::Hours(24 * 30);
constexpr absl::Duration kDirectoryPatience = absl::Minutes(1);
constexpr absl::Duration kBackupAge = absl::Hours(48);

// Tells what kept a part of the examination from its end, unless nobody waits for it any more.
absl::Status TellStop(const absl::Status& ended, v1::FindingKind kind, const status::Wanted& wanted, Report& report) {
  if (ended.ok()) return ended;
  RETURN_IF_ERROR(wanted());
  if (absl::IsCancelled(ended)) return ended;
  return report.Found(kind, "", {{"said", Said(ended, report.language())}});
}

v1::FindingKind KindOf(const absl::Status& status) {
  if (absl::IsDataLoss(status)) return v1::STORE_DAMAGED;
  return status::ReasonOf(status) == "STORE_REFUSED" ? v1::STORE_NOT_ITS_OWN : v1::SERVICE_UNREADY;
}

// Ids of the files that there are.
absl::StatusOr<std::set<std::string>> ListFiles(content::ContentStore& contents, const status::Wanted& wanted,
                                                Report& report) {
  std::set<std::string> ids;
  std::string last;
  while (true) {
    RETURN_IF_ERROR(wanted());
    ASSIGN_OR_RETURN(const auto listed, contents.List(last, content::ContentStore::kMostListed));
    if (listed.empty()) return ids;
    for (const content::StoredContent& stored : listed) ids.insert(stored.id);
    last = listed.back().id;
    RETURN_IF_ERROR(report.CameTo(v1::Progress::FILES, static_cast<int64_t>(ids.size())));
  }
}

absl::Status LookForFiles(const Subject& subject, const RecordWalk& walk, const status::Wanted& wanted,
                          Report& report) {
  report.sums().set_file_count(static_cast<int64_t>(walk.files().size()));
  if (subject.contents == nullptr) return absl::OkStatus();
  // After the records: a file is there before a record refers to it.
  const auto ids = ListFiles(*subject.contents, wanted, report);
  if (!ids.ok()) return TellStop(ids.status(), v1::FILES_UNAVAILABLE, wanted, report);
  for (const auto& [id, use] : walk.files()) {
    if (ids->contains(id)) continue;
    // Another file may have come in its place.
    const auto record = subject.store.Get(use.record);
    if (!record.ok() || record->revision != use.revision) continue;
    RETURN_IF_ERROR(report.Found(v1::FILE_MISSING, use.record, {{"record", Shown(use.record)}, {"file", id}}));
  }
  return absl::OkStatus();
}

absl::Status AskBackend(const Subject& subject, Report& report) {
  RETURN_IF_ERROR(report.CameTo(v1::Progress::DATABASE, 0));
  ASSIGN_OR_RETURN(store::Maintained * maintained, subject.store.Maintenance());
  ASSIGN_OR_RETURN(const auto faults, maintained->Examine());
  for (const store::SelfFault& fault : faults) {
    RETURN_IF_ERROR(
        report.Found(fault.damage ? v1::STORE_DAMAGED : v1::STORE_SETTING, "", {{"said", Shown(fault.said)}}));
  }
  return absl::OkStatus();
}

absl::Status LookAtAudit(const Subject& subject, Report& report) {
  if (subject.audit_goes_on == nullptr) return absl::OkStatus();
  // What cannot be read is told where it lies.
  return subject.audit_goes_on().value_or(true) ? absl::OkStatus() : report.Found(v1::AUDIT_ALTERED, "");
}

absl::Status LookAtClock(const Subject& subject, absl::Time now, Report& report) {
  const auto last = LastAct(subject.store);
  if (!last || *last - now <= kClockTolerance) return absl::OkStatus();
  return report.Found(v1::CLOCK_BEHIND, "",
                      {{"seconds", StrCat(absl::ToInt64Seconds(*last - now))}, {"last", civil::Format(*last)}});
}

absl::Status LookAtCertificate(const Subject& subject, absl::Time now, Report& report) {
  if (subject.certificate_ends == nullptr) return absl::OkStatus();
  const absl::Time end = subject.certificate_ends();
  if (end - now > kRenewBefore) return absl::OkStatus();
  return report.Found(end <= now ? v1::CERTIFICATE_EXPIRED : v1::CERTIFICATE_ENDS, "", {{"end", civil::Format(end)}});
}

absl::Status LookAtDisk(const Subject& subject, Report& report) {
  const auto free = FreeDiskBytes(subject.folder);
  if (!free || *free >= kLeastFreeBytes) return absl::OkStatus();
  return report.Found(v1::DISK_LOW, subject.folder, {{"mebibytes", StrCat(*free >> 20)}});
}

absl::Status LookAtDirectory(const Subject& subject, absl::Time now, Report& report) {
  if (subject.directory_current == nullptr || now - subject.directory_current() <= kDirectoryPatience) {
    return absl::OkStatus();
  }
  return report.Found(v1::DIRECTORY_BEHIND, "");
}

absl::Status LookAtBackup(const Subject& subject, absl::Time now, Report& report) {
  const auto known = backup::LatestVerified(subject.store, subject.service);
  if (!known.ok()) return absl::OkStatus();
  if (!known->has_value()) return report.Found(v1::BACKUP_MISSING, "");
  const absl::Time time = civil::FromTimestamp((*known)->snapshot_time());
  if (now - time <= kBackupAge) return absl::OkStatus();
  return report.Found(v1::BACKUP_MISSING, "", {{"cause", "old"}, {"time", civil::Format(time)}});
}

}  // namespace

std::optional<int64_t> FreeDiskBytes(const std::string& folder) {
  struct statvfs disk = {};
  if (folder.empty() || statvfs(folder.c_str(), &disk) != 0) return std::nullopt;
  return static_cast<int64_t>(disk.f_bavail) * static_cast<int64_t>(disk.f_frsize);
}

absl::Status Examine(const Subject& subject, absl::Time now, const status::Wanted& wanted, Report& report) {
  const absl::Status ready = subject.ready();
  RETURN_IF_ERROR(TellStop(ready, KindOf(ready), wanted, report));
  RecordWalk walk(subject.store, subject.types, subject.companions, wanted, report);
  const absl::Status walked = walk.Run();
  RETURN_IF_ERROR(TellStop(walked, KindOf(walked), wanted, report));
  RETURN_IF_ERROR(LookForFiles(subject, walk, wanted, report));
  const absl::Status asked = AskBackend(subject, report);
  RETURN_IF_ERROR(TellStop(asked, KindOf(asked), wanted, report));
  if (subject.witnessed != nullptr && !subject.witnessed()) RETURN_IF_ERROR(report.Found(v1::WITNESS_MISSING, ""));
  RETURN_IF_ERROR(LookAtAudit(subject, report));
  RETURN_IF_ERROR(LookAtClock(subject, now, report));
  RETURN_IF_ERROR(LookAtCertificate(subject, now, report));
  RETURN_IF_ERROR(LookAtDisk(subject, report));
  RETURN_IF_ERROR(LookAtDirectory(subject, now, report));
  RETURN_IF_ERROR(LookAtBackup(subject, now, report));
  return report.End();
}

}  // namespace congress::maintenance

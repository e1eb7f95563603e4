// `congressctl audit verify`: what was exported, what lies in a store or what proves one record, held against signed
// checkpoints without a server.
#include "cli/audit_verify.h"

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "cli/audit.h"
#include "cli/audit_files.h"
#include "cli/language.h"
#include "cli/output.h"
#include "cli/request.h"
#include "cli/settings.h"
#include "cli/visible.h"
#include "congress/audit/v1/audit.pb.h"
#include "platform/audit/export.h"
#include "platform/audit/ledger.h"
#include "platform/audit/log_reading.h"
#include "platform/audit/proof.h"
#include "platform/audit/verify.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "platform/store/envelope.h"
#include "platform/store/open.h"
#include "platform/store/stretch.h"

namespace congress::cli {
namespace {

using audit::TreeHead;
using audit::VerifierKey;

constexpr char kLog[] = "log/audit";
constexpr int kAtOnce = 1000;
constexpr std::string_view kSqlite = "sqlite:";

struct Wanted {
  std::string export_file;
  std::string store;
  std::string proof_file;
  std::string service;
  std::vector<std::string> key_files;
  std::vector<std::string> checkpoint_files;
};

absl::StatusOr<std::vector<TreeHead>> HeadsOf(const std::vector<std::string>& files, std::string_view service,
                                              const std::vector<VerifierKey>& keys) {
  std::vector<TreeHead> heads;
  for (const std::string& file : files) {
    if (!std::filesystem::exists(file)) return absl::InvalidArgumentError(StrCat(file, ": there is no such file"));
    ASSIGN_OR_RETURN(const auto more, ReadCheckpoints(file, service, keys));
    heads.insert(heads.end(), more.begin(), more.end());
  }
  return heads;
}

// Of one log: that its key also signs another suite's is no help to it.
absl::Status RequireOneLog(const std::vector<TreeHead>& heads) {
  if (heads.empty()) {
    return absl::InvalidArgumentError("there is no checkpoint to hold the log against; name a file by --checkpoints");
  }
  for (const TreeHead& head : heads) {
    if (head.origin != heads.front().origin) {
      return absl::InvalidArgumentError(
          StrCat("the checkpoints are of two logs: '", heads.front().origin, "' and '", head.origin, "'"));
    }
  }
  return absl::OkStatus();
}

void Tell(const audit::Verdict& verdict, Told* told) {
  for (const audit::Finding& finding : verdict.findings) told->Find(finding.ToString());
  const auto listed = static_cast<int64_t>(verdict.findings.size());
  if (verdict.finding_count > listed) told->Find(StrCat("and ", verdict.finding_count - listed, " more like these"));
  const std::string checkpoint = StrCat(
      "the checkpoint of ", absl::FormatTime("%Y-%m-%d %H:%M:%S UTC", verdict.checkpoint.time, absl::UTCTimeZone()),
      " (", verdict.checkpoint.size, " records)");
  if (told->good) told->Say(StrCat("the log is whole: ", verdict.record_count, " records, by ", checkpoint));
  if (verdict.later > 0) told->Say(StrCat(verdict.later, " records came after ", checkpoint));
  if (verdict.withheld > 0) {
    told->Say(StrCat(verdict.withheld, " records were withheld from who exported them; what they say was not checked"));
  }
  if (verdict.given_up > 0) {
    told->Say(StrCat(verdict.given_up, " records of an earlier epoch were given up when the store was set back"));
  }
}

// An export, or the folder of an archive, that of the service where there are several.
absl::StatusOr<std::vector<std::string>> ExportsOf(const Wanted& wanted) {
  if (!std::filesystem::is_directory(wanted.export_file)) return std::vector<std::string>{wanted.export_file};
  if (wanted.service.empty()) {
    return absl::InvalidArgumentError(StrCat(wanted.export_file, " is an archive: name whose log by --service"));
  }
  auto parts = PartsOf(wanted.export_file, wanted.service);
  if (!parts.empty()) return parts;
  return absl::InvalidArgumentError(StrCat(wanted.export_file, ": there is no log of ", wanted.service));
}

absl::StatusOr<Told> VerifyProof(const Wanted& wanted, const std::vector<VerifierKey>& keys) {
  ASSIGN_OR_RETURN(const std::string text, ReadInput(wanted.proof_file));
  ASSIGN_OR_RETURN(const ProofFile file, ParseProof(text));
  ASSIGN_OR_RETURN(const TreeHead head, OpenFor(file.service, file.note, keys));
  const audit::v1::AuditLeaf& leaf = file.proof.leaf();
  const std::vector<std::string> hashes(file.proof.sha256().begin(), file.proof.sha256().end());
  Told told;
  const std::string number = audit::NumberOf(leaf.sequence());
  if (!audit::Includes(leaf.leaf_sha256(), leaf.index(), head.size, hashes, head.root)) {
    told.Find(StrCat("record ", number, " is not in the log of the checkpoint"));
  } else if (!leaf.withheld() && audit::LeafHash(leaf.sequence(), leaf.record()) != leaf.leaf_sha256()) {
    told.Find(StrCat("record ", number, " was altered: the log has another one in its place"));
  } else {
    told.Say(StrCat("record ", number, " is in the log of ", file.service, ", by the checkpoint of ",
                    absl::FormatTime("%Y-%m-%d %H:%M:%S UTC", head.time, absl::UTCTimeZone())));
  }
  audit::v1::AuditRecord record;
  if (told.good && !leaf.withheld() && record.ParseFromString(leaf.record())) {
    record.set_sequence(leaf.sequence());
    absl::StrAppend(&told.text, ToJson(record), "\n");
  }
  return told;
}

void Tell(audit::Ledger::Fault fault, std::string_view key, Told* told) {
  switch (fault) {
    case audit::Ledger::Fault::kEdited:
      return told->Find(StrCat("'", key, "' is not what the last act on it left: it was edited in the store"));
    case audit::Ledger::Fault::kSetBack:
      return told->Find(
          StrCat("'", key, "' has another revision than the last act on it gave it: an older state was put back"));
    case audit::Ledger::Fault::kAdded:
      return told->Find(StrCat("'", key, "' is there, but no act has left it"));
  }
}

// The records that acts tell of, held against the last act on each.
absl::Status VerifyRecords(store::Store& store, audit::Ledger* ledger, Told* told) {
  int64_t count = 0;
  RETURN_IF_ERROR(store::VisitStretches(
      store, store::Range::Prefix(audit::kRecords), kAtOnce, [&](const store::Stretch& stretch) -> absl::Status {
        for (const store::Record& record : stretch.records) {
          ++count;
          const auto fault = ledger->Met(record.key, record.revision, store::StoredSha256(record));
          if (fault) Tell(*fault, record.key, told);
        }
        if (!stretch.damaged.empty()) {
          ledger->Met(stretch.damaged, 0, "");
          told->Find(StrCat("'", stretch.damaged, "' is damaged"));
        }
        return absl::OkStatus();
      }));
  for (const bool named : {true, false}) {
    for (const int64_t left : ledger->Missed(named)) {
      told->Find(StrCat("record ", audit::NumberOf(left), " of the log left ",
                        named ? "a resource" : "a record beside its resources", " that is there no more"));
    }
  }
  if (told->good) told->Say(StrCat("the records are what the log says: ", count));
  return absl::OkStatus();
}

// The keyspace of the service in the file or folder that a store of SQLite names; none when it is not there.
absl::StatusOr<std::string> SqliteFile(const std::string& url, const std::string& keyspace) {
  std::filesystem::path path = url.substr(kSqlite.size());
  if (std::filesystem::is_directory(path)) path /= StrCat(keyspace, ".db");
  if (!std::filesystem::exists(path))
    return absl::InvalidArgumentError(StrCat(path.string(), ": there is no such file"));
  return path.string();
}

absl::StatusOr<Told> VerifyStore(Wanted wanted, const std::vector<VerifierKey>& keys) {
  // The gateway keeps what the preparation does.
  const std::string keyspace = wanted.service == "preparation" ? "gateway" : wanted.service;
  if (wanted.store.starts_with(kSqlite)) {
    ASSIGN_OR_RETURN(const std::string file, SqliteFile(wanted.store, keyspace));
    const std::string beside = std::filesystem::path(file).replace_extension(".checkpoints").string();
    if (wanted.checkpoint_files.empty() && std::filesystem::exists(beside)) wanted.checkpoint_files = {beside};
    wanted.store = StrCat(kSqlite, file);
  }
  ASSIGN_OR_RETURN(auto heads, HeadsOf(wanted.checkpoint_files, wanted.service, keys));
  RETURN_IF_ERROR(RequireOneLog(heads));
  ASSIGN_OR_RETURN(const auto store, store::Open(wanted.store, keyspace));
  audit::LogTree tree(*store, kLog, audit::LogTree::Keeps::kNothing);
  RETURN_IF_ERROR(tree.Follow());
  audit::Verifier verifier(std::move(heads));
  audit::Ledger ledger;
  audit::Reading reading;
  do {
    ASSIGN_OR_RETURN(reading, audit::ReadLog(*store, tree, reading.through, kAtOnce));
    for (const audit::Slot& slot : reading.slots) {
      audit::Entry entry{.sequence = slot.sequence()};
      if (slot.leaf) entry.index = slot.leaf->index;
      if (slot.leaf) entry.leaf_sha256 = slot.leaf->sha256;
      if (slot.record) entry.record = slot.record->value;
      verifier.Add(entry);
      audit::v1::AuditRecord act;
      if (slot.record && act.ParseFromString(slot.record->value)) ledger.Act(act, slot.sequence());
    }
  } while (reading.more);
  Told told;
  Tell(verifier.End(), &told);
  RETURN_IF_ERROR(VerifyRecords(*store, &ledger, &told));
  return told;
}

absl::StatusOr<Told> VerifyExport(const Wanted& wanted, const std::vector<VerifierKey>& keys) {
  ASSIGN_OR_RETURN(const auto files, ExportsOf(wanted));
  return VerifyExports(files, wanted.checkpoint_files, keys);
}

}  // namespace

void Told::Say(std::string_view sentence) { absl::StrAppend(&text, Visible(sentence), "\n"); }

void Told::Find(std::string_view sentence) {
  good = false;
  Say(sentence);
}

absl::StatusOr<Told> VerifyExports(const std::vector<std::string>& files,
                                   const std::vector<std::string>& checkpoint_files,
                                   const std::vector<VerifierKey>& keys) {
  Told told;
  std::vector<TreeHead> heads;
  std::vector<std::ifstream> exports;
  for (const std::string& name : files) {
    std::ifstream& file = exports.emplace_back(name, std::ios::binary);
    if (!file) return absl::InvalidArgumentError(StrCat(name, ": it cannot be read"));
    ASSIGN_OR_RETURN(const audit::Export exported, audit::ReadExportHeader(file));
    if (heads.empty()) {
      ASSIGN_OR_RETURN(heads, HeadsOf(checkpoint_files, exported.service, keys));
    }
    if (exported.note.empty()) {
      told.Find("the server signed no checkpoint of this log: by the newest one that it keeps the log was altered");
    } else {
      ASSIGN_OR_RETURN(heads.emplace_back(), OpenFor(exported.service, exported.note, keys));
    }
  }
  if (heads.empty() && !told.good) return told;
  RETURN_IF_ERROR(RequireOneLog(heads));
  audit::Verifier verifier(std::move(heads));
  for (std::ifstream& file : exports) {
    RETURN_IF_ERROR(audit::ReadExport(file, [&verifier](const audit::Entry& entry) { verifier.Add(entry); }));
  }
  Tell(verifier.End(), &told);
  return told;
}

int AuditVerify(int argc, char** argv) {
  CLI::App app(
      Say({.en = "Holds an exported audit log, the store itself or the proof of one record against signed "
                 "checkpoints, without a server. Exit status 1 when something was altered, removed, added, cut "
                 "or set back.",
           .vi = "Đối chiếu nhật ký đã xuất, chính kho dữ liệu hoặc bằng chứng của một bản ghi với điểm kiểm đã "
                 "ký, không cần máy chủ. Mã kết thúc 1 nếu có gì bị sửa, xóa, thêm, cắt bớt hoặc quay lui."}),
      "congressctl audit verify");
  Wanted wanted;
  auto* file = app.add_option("--export", wanted.export_file,
                              Say({.en = "File of `audit export`, or folder of `audit archive` with --service",
                                   .vi = "Tệp của `audit export`, hoặc thư mục của `audit archive` kèm --service"}));
  auto* store = app.add_option("--store", wanted.store,
                               Say({.en = "Store that no process serves, such as sqlite:DATA-DIR or redis://HOST: its "
                                          "log and the records behind it",
                                    .vi = "Kho dữ liệu không có tiến trình nào phục vụ, như sqlite:THƯ-MỤC hoặc "
                                          "redis://HOST: nhật ký và các bản ghi"}));
  auto* proof =
      app.add_option("--proof", wanted.proof_file, Say({.en = "File of `audit prove`", .vi = "Tệp của `audit prove`"}));
  auto* service = app.add_option("--service", wanted.service,
                                 Say({.en = "Of which service the store is, or the part of an archive",
                                      .vi = "Kho dữ liệu hoặc bản lưu trữ của dịch vụ nào"}))
                      ->transform(OneOf(AuditedServices()));
  store->needs(service);
  for (auto* one : {file, store, proof}) {
    for (auto* other : {file, store, proof}) {
      if (one != other) one->excludes(other);
    }
  }
  AddKeyOption(&app, &wanted.key_files);
  app.add_option("--checkpoints", wanted.checkpoint_files,
                 Say({.en = "File of checkpoints that was kept outside the store: the service's own, or one of `audit "
                            "witness`; of a store of SQLite the one beside it unless given",
                      .vi = "Tệp điểm kiểm giữ ngoài kho dữ liệu: của chính dịch vụ, hoặc của `audit witness`; với kho "
                            "SQLite mặc định là tệp bên cạnh"}));
  if (const auto ended = Parse(&app, 2, argc, argv)) return *ended;
  if (wanted.export_file.empty() && wanted.store.empty() && wanted.proof_file.empty()) {
    return Usage(
        {.en = "one of --export, --store and --proof is needed", .vi = "cần một trong --export, --store và --proof"});
  }
  const auto keys = ReadKeys(wanted.key_files);
  if (!keys.ok()) return Refused(keys.status());
  const auto told = !wanted.export_file.empty() ? VerifyExport(wanted, *keys)
                    : !wanted.store.empty()     ? VerifyStore(wanted, *keys)
                                                : VerifyProof(wanted, *keys);
  if (!told.ok()) return Refused(told.status());
  const int written = Write(told->text, "");
  return written != 0 || told->good ? written : kRefused;
}

}  // namespace congress::cli

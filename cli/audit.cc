#include "cli/audit.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "cli/audit_files.h"
#include "cli/audit_verify.h"
#include "cli/language.h"
#include "cli/progress_line.h"
#include "cli/settings.h"
#include "cli/transfer.h"
#include "platform/audit/export.h"
#include "platform/audit/proof.h"
#include "platform/audit/verify.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"

namespace congress::cli {
namespace {

using audit::v1::Checkpoint;

constexpr int kPage = 1000;
// How often it is asked what was done since.
constexpr absl::Duration kAgain = absl::Seconds(1);

// What these commands share.
struct Asked {
  Settings settings;
  std::string service;

  void AddTo(CLI::App* app) {
    settings.AddTo(app);
    app->add_option("service", service,
                    Say({.en = "Whose log, such as drafting", .vi = "Nhật ký của dịch vụ nào, như drafting"}))
        ->required()
        ->transform(OneOf(AuditedServices()));
  }
  std::string parent() const { return StrCat("services/", service); }
};

absl::StatusOr<Checkpoint> CheckpointOf(const Connection& connection, const Asked& asked) {
  audit::v1::GetAuditCheckpointRequest request;
  request.set_parent(asked.parent());
  Checkpoint checkpoint;
  RETURN_IF_ERROR(connection.Call(request, &checkpoint));
  return checkpoint;
}

// Nothing is signed of a log that does not go on from its own checkpoints.
absl::Status RequireNote(const Checkpoint& checkpoint) {
  if (!checkpoint.note().empty()) return absl::OkStatus();
  return absl::FailedPreconditionError(
      "The server signs no checkpoint: the log is not what its newest one says, and so it was altered.");
}

// Those behind the record `after`.
absl::Status WriteLeaves(const Connection& connection, const Asked& asked, int64_t after, std::ofstream& file,
                         int64_t* done) {
  ASSIGN_OR_RETURN(const Checkpoint checkpoint, CheckpointOf(connection, asked));
  file.seekp(0);
  file << audit::ExportHeader(asked.service, checkpoint.note());
  audit::v1::ListAuditLeavesRequest request;
  request.set_parent(asked.parent());
  request.set_page_size(kPage);
  request.set_after_sequence(after);
  ProgressLine line;
  *done = 0;
  do {
    audit::v1::ListAuditLeavesResponse page;
    RETURN_IF_ERROR(connection.Call(request, &page));
    for (const audit::v1::AuditLeaf& leaf : page.leaves()) {
      file << audit::ExportLine({.index = leaf.index(),
                                 .sequence = leaf.sequence(),
                                 .leaf_sha256 = leaf.leaf_sha256(),
                                 .record = leaf.record(),
                                 .withheld = leaf.withheld()});
    }
    *done += page.leaves_size();
    line.Show(StrCat(*done, "/", checkpoint.tree_size()));
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  file << audit::ExportEnd(*done);
  return absl::OkStatus();
}

int Export(int argc, char** argv) {
  CLI::App app(Say({.en = "Writes the audit log of a service to a file, with its tree and its newest checkpoint, for "
                          "`audit verify`.",
                    .vi = "Ghi nhật ký kiểm tra của một dịch vụ ra tệp, kèm cây băm và điểm kiểm mới nhất, để dùng với "
                          "`audit verify`."}),
               "congressctl audit export");
  Asked asked;
  asked.AddTo(&app);
  if (const auto ended = Parse(&app, 2, argc, argv)) return *ended;
  if (asked.settings.output.empty()) {
    return Usage({.en = "--output: which file takes the export?", .vi = "--output: cần tên tệp để ghi bản xuất"});
  }
  const auto connection = Connection::Open(asked.settings.Connecting());
  if (!connection.ok()) return Refused(connection.status());
  return FetchFile(
      asked.settings.output,
      [&](std::ofstream& file, int64_t* done) { return WriteLeaves(*connection, asked, 0, file, done); },
      [] { return absl::OkStatus(); });
}

int Tail(int argc, char** argv) {
  CLI::App app(Say({.en = "Shows the last records of an audit log.", .vi = "Hiện các bản ghi nhật ký mới nhất."}),
               "congressctl audit tail");
  Asked asked;
  asked.AddTo(&app);
  int64_t numbers = 20;
  bool follow = false;
  app.add_option("--numbers", numbers,
                 Say({.en = "How many numbers of commits back", .vi = "Lùi lại bao nhiêu số lần ghi"}))
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  app.add_flag("--follow", follow, Say({.en = "Go on until interrupted", .vi = "Tiếp tục theo dõi đến khi bị ngắt"}));
  if (const auto ended = Parse(&app, 2, argc, argv)) return *ended;
  const auto connection = Connection::Open(asked.settings.Connecting());
  if (!connection.ok()) return Refused(connection.status());
  const auto checkpoint = CheckpointOf(*connection, asked);
  if (!checkpoint.ok()) return Refused(checkpoint.status());
  audit::v1::ListAuditRecordsRequest request;
  request.set_parent(asked.parent());
  request.set_page_size(kPage);
  request.set_after_sequence(std::max<int64_t>(0, checkpoint->last_sequence() - numbers));
  while (true) {
    audit::v1::ListAuditRecordsResponse page;
    if (const auto listed = connection->Call(request, &page); !listed.ok()) return Refused(listed);
    if (page.audit_records_size() > 0) {
      request.set_after_sequence(page.audit_records().rbegin()->sequence());
      const int written = asked.settings.Write(RenderStreamed(page, asked.settings.Form()));
      if (written != 0) return written;
      std::cout.flush();
    }
    if (!page.next_page_token().empty()) continue;
    if (!follow) return 0;
    absl::SleepFor(kAgain);
  }
}

absl::StatusOr<ProofFile> Prove(const Connection& connection, const Asked& asked, int64_t sequence) {
  ASSIGN_OR_RETURN(const Checkpoint checkpoint, CheckpointOf(connection, asked));
  RETURN_IF_ERROR(RequireNote(checkpoint));
  audit::v1::GetAuditInclusionProofRequest request;
  request.set_parent(asked.parent());
  request.set_sequence(sequence);
  request.set_tree_size(checkpoint.tree_size());
  ProofFile file{.service = asked.service, .note = checkpoint.note()};
  RETURN_IF_ERROR(connection.Call(request, &file.proof));
  return file;
}

int ProveRecord(int argc, char** argv) {
  CLI::App app(
      Say({.en = "Writes the proof that one record is in the audit log, for `audit verify --proof`: with the "
                 "record and the signed checkpoint, and without the rest of the log.",
           .vi = "Ghi bằng chứng một bản ghi có trong nhật ký, để dùng với `audit verify --proof`: gồm bản ghi và "
                 "điểm kiểm đã ký, không cần phần còn lại của nhật ký."}),
      "congressctl audit prove");
  Asked asked;
  asked.AddTo(&app);
  int64_t sequence = 0;
  app.add_option("--sequence", sequence, Say({.en = "Number of the record", .vi = "Số của bản ghi"}))->required();
  if (const auto ended = Parse(&app, 2, argc, argv)) return *ended;
  const auto connection = Connection::Open(asked.settings.Connecting());
  if (!connection.ok()) return Refused(connection.status());
  const auto proof = Prove(*connection, asked, sequence);
  if (!proof.ok()) return Refused(proof.status());
  return Write(TextOf(*proof), asked.settings.output);
}

// Whether the log still has what `known` says. `now` is its newest state.
absl::StatusOr<bool> GoesOnFrom(const Connection& connection, const Asked& asked, const audit::TreeHead& known,
                                const audit::TreeHead& now) {
  if (known.origin != now.origin || known.size > now.size) return false;
  if (known.size == 0) return true;
  audit::v1::GetAuditConsistencyProofRequest request;
  request.set_parent(asked.parent());
  request.set_first_size(known.size);
  request.set_second_size(now.size);
  audit::v1::AuditConsistencyProof proof;
  RETURN_IF_ERROR(connection.Call(request, &proof));
  const std::vector<std::string> hashes(proof.sha256().begin(), proof.sha256().end());
  return audit::GoesOn(known.size, known.root, now.size, now.root, hashes);
}

// Adds the log's newest checkpoint to the witness; what was found in one sentence, and whether it is good.
absl::StatusOr<std::string> Witness(const Connection& connection, const Asked& asked, const std::string& file,
                                    const std::vector<audit::VerifierKey>& keys, bool* good) {
  ASSIGN_OR_RETURN(const auto known, ReadCheckpoints(file, asked.service, keys));
  ASSIGN_OR_RETURN(const Checkpoint checkpoint, CheckpointOf(connection, asked));
  RETURN_IF_ERROR(RequireNote(checkpoint));
  ASSIGN_OR_RETURN(const audit::TreeHead now, OpenFor(asked.service, checkpoint.note(), keys));
  std::string told = StrCat("the log goes on: ", now.size, " records, up to ", audit::NumberOf(now.sequence), "\n");
  *good = true;
  if (!known.empty()) {
    const audit::TreeHead& last = known.back();
    if (last.epoch < now.epoch) {
      told = StrCat("the store was set back, and epoch ", now.epoch, " has begun: what was signed in epoch ",
                    last.epoch, " and is lost stays in the witness\n");
    } else {
      ASSIGN_OR_RETURN(*good, GoesOnFrom(connection, asked, last, now));
    }
    if (!*good) {
      return StrCat("the log does not go on from the witness, which has ", last.size, " records up to ",
                    audit::NumberOf(last.sequence), ": it was altered, cut or set back\n");
    }
    if (last.epoch == now.epoch && last.size == now.size) return told;
  }
  std::ofstream witness(file, std::ios::binary | std::ios::app);
  witness << checkpoint.note();
  witness.close();
  if (witness.fail()) return absl::InvalidArgumentError(StrCat(file, ": it cannot be written"));
  return told;
}

int ExtendWitness(int argc, char** argv) {
  CLI::App app(
      Say({.en = "Adds the newest checkpoint of an audit log to a file that you keep elsewhere, once the log has "
                 "proved that it still has all that the file says. Exit status 1 when it has not.",
           .vi = "Thêm điểm kiểm mới nhất của nhật ký vào một tệp được giữ ở nơi khác, sau khi nhật ký chứng minh "
                 "vẫn còn mọi điều tệp đã ghi. Mã kết thúc 1 nếu không còn."}),
      "congressctl audit witness");
  Asked asked;
  asked.AddTo(&app);
  std::string file;
  std::vector<std::string> key_files;
  app.add_option("--file", file, Say({.en = "The file; made where there is none", .vi = "Tệp; tạo mới nếu chưa có"}))
      ->required();
  AddKeyOption(&app, &key_files);
  if (const auto ended = Parse(&app, 2, argc, argv)) return *ended;
  const auto keys = ReadKeys(key_files);
  if (!keys.ok()) return Refused(keys.status());
  const auto connection = Connection::Open(asked.settings.Connecting());
  if (!connection.ok()) return Refused(connection.status());
  bool good = false;
  const auto told = Witness(*connection, asked, file, *keys, &good);
  if (!told.ok()) return Refused(told.status());
  const int written = Write(*told, "");
  return written != 0 || good ? written : kRefused;
}

// How far the parts of an archive reach.
struct Reach {
  int64_t leaves = 0;
  int64_t sequence = 0;
};

absl::StatusOr<Reach> ReachOf(const std::vector<std::string>& parts) {
  Reach reach;
  if (parts.empty()) return reach;
  std::ifstream file(parts.back(), std::ios::binary);
  RETURN_IF_ERROR(audit::ReadExportHeader(file).status());
  RETURN_IF_ERROR(audit::ReadExport(file, [&](const audit::Entry& entry) {
    // What was put into the log has no place in the tree.
    if (!entry.leaf_sha256.empty()) reach.leaves = entry.index + 1;
    reach.sequence = std::max(reach.sequence, entry.sequence);
  }));
  return reach;
}

int Archive(int argc, char** argv) {
  CLI::App app(
      Say({.en = "Adds to a folder what came to an audit log since the last time, as a file that is not written again, "
                 "and "
                 "holds the whole against its checkpoints. Exit status 1 when it does not hold.",
           .vi =
               "Thêm vào thư mục lưu trữ phần nhật ký có từ lần trước, thành một tệp không ghi lại nữa, rồi đối chiếu "
               "toàn bộ với điểm kiểm. Mã kết thúc 1 nếu không khớp."}),
      "congressctl audit archive");
  Asked asked;
  asked.AddTo(&app);
  std::string folder;
  std::vector<std::string> key_files;
  app.add_option("--folder", folder, Say({.en = "The folder", .vi = "Thư mục lưu trữ"}))
      ->required()
      ->check(CLI::ExistingDirectory);
  AddKeyOption(&app, &key_files);
  if (const auto ended = Parse(&app, 2, argc, argv)) return *ended;
  const auto keys = ReadKeys(key_files);
  if (!keys.ok()) return Refused(keys.status());
  std::vector<std::string> parts = PartsOf(folder, asked.service);
  const auto reach = ReachOf(parts);
  if (!reach.ok()) return Refused(reach.status());
  const auto connection = Connection::Open(asked.settings.Connecting());
  if (!connection.ok()) return Refused(connection.status());
  const auto checkpoint = CheckpointOf(*connection, asked);
  if (!checkpoint.ok()) return Refused(checkpoint.status());
  if (checkpoint->tree_size() < reach->leaves) {
    return Refused(absl::FailedPreconditionError(
        StrCat("The log has ", checkpoint->tree_size(), " records, the archive ", reach->leaves,
               ": it was cut or set back. After a restore begin another folder.")));
  }
  if (checkpoint->tree_size() > reach->leaves) {
    const std::string part = PartAt(folder, asked.service, reach->leaves);
    const int fetched = FetchFile(
        part,
        [&](std::ofstream& file, int64_t* done) {
          return WriteLeaves(*connection, asked, reach->sequence, file, done);
        },
        [] { return absl::OkStatus(); });
    if (fetched != 0) return fetched;
    using std::filesystem::perms;
    std::filesystem::permissions(part, perms::owner_read | perms::group_read);
    parts.push_back(part);
  }
  if (parts.empty()) return Write("the log is empty\n", "");
  const auto told = VerifyExports(parts, {}, *keys);
  if (!told.ok()) return Refused(told.status());
  const int written = Write(
      StrCat(told->text, checkpoint->tree_size() - reach->leaves, " of them are new; parts: ", parts.size(), "\n"), "");
  return written != 0 || told->good ? written : kRefused;
}

}  // namespace

int RunAudit(std::string_view verb, int argc, char** argv) {
  if (verb == "archive") return Archive(argc, argv);
  if (verb == "export") return Export(argc, argv);
  if (verb == "tail") return Tail(argc, argv);
  if (verb == "prove") return ProveRecord(argc, argv);
  return ExtendWitness(argc, argv);
}

}  // namespace congress::cli

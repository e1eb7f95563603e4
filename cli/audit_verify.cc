#include "cli/audit_verify.h"

#include <iostream>

#include "cli/language.h"
#include "cli/request.h"
#include "cli/settings.h"
#include "congress/audit/v1/audit_service.pb.h"
#include "platform/audit/verify.h"

namespace congress::cli {
namespace {

absl::Status ReadMessage(const std::string& path, google::protobuf::Message* message) {
  const auto text = ReadInput(path);
  if (!text.ok()) return text.status();
  return MergeJson(*text, message);
}

}  // namespace

int AuditVerify(int argc, char** argv) {
  CLI::App app(Say({.en = "Holds exported audit records against a checkpoint, without a server.",
                    .vi = "Đối chiếu nhật ký đã xuất với điểm kiểm, không cần máy chủ."}),
               "congressctl audit verify");
  std::string records_file;
  std::string leaves_file;
  std::string checkpoint_file;
  app.add_option("--records", records_file,
                 Say({.en = "JSON of `congressctl audit-records list -o json`",
                      .vi = "JSON của `congressctl audit-records list -o json`"}))
      ->required();
  app.add_option("--leaves", leaves_file,
                 Say({.en = "JSON of `congressctl audit-leaves list -o json`, made after the checkpoint",
                      .vi = "JSON của `congressctl audit-leaves list -o json`, lập sau điểm kiểm"}))
      ->required();
  app.add_option("--checkpoint", checkpoint_file,
                 Say({.en = "JSON of `congressctl audit-checkpoints get -o json`",
                      .vi = "JSON của `congressctl audit-checkpoints get -o json`"}))
      ->required();
  if (const auto ended = Parse(&app, 2, argc, argv)) return *ended;
  audit::v1::ListAuditRecordsResponse records;
  audit::v1::ListAuditLeavesResponse leaves;
  audit::v1::Checkpoint checkpoint;
  for (const absl::Status& status : {ReadMessage(records_file, &records), ReadMessage(leaves_file, &leaves),
                                     ReadMessage(checkpoint_file, &checkpoint)}) {
    if (!status.ok()) return Refused(status);
  }
  auto tree = audit::LeavesOf(leaves);
  if (!tree.ok()) return Refused(tree.status());
  const auto verdict =
      audit::Verify({records.audit_records().begin(), records.audit_records().end()}, *std::move(tree), checkpoint);
  if (!verdict.ok()) {
    std::cout << verdict.status().message() << "\n";
    return kRefused;
  }
  for (const auto& finding : verdict->findings) std::cout << finding.ToString() << "\n";
  if (verdict->findings.empty()) std::cout << "the log is whole: " << checkpoint.tree_size() << " records\n";
  if (verdict->withheld > 0) {
    std::cout << verdict->withheld << " records were withheld from who exported them; what they say was not checked\n";
  }
  if (verdict->later > 0) std::cout << verdict->later << " records after the checkpoint were not checked\n";
  return verdict->findings.empty() ? 0 : kRefused;
}

}  // namespace congress::cli

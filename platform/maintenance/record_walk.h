// Looks at every record of a keyspace once, in key order, while others write.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "platform/audit/ledger.h"
#include "platform/backup/companions.h"
#include "platform/backup/named_records.h"
#include "platform/maintenance/report.h"
#include "platform/rpc/index.h"
#include "platform/status/wanted.h"
#include "platform/store/store.h"

namespace congress::maintenance {

// A file that a record refers to.
struct FileUse {
  std::string record;
  store::Revision revision = store::kAbsent;
};

// Entries of indexes come before the records that have them, and the audit before all that it tells of, so that one
// pass is enough: of an entry its hash is kept. What does not fit is looked at again, both sides as of one moment,
// before it is told.
class RecordWalk {
 public:
  RecordWalk(store::Store& store, const std::vector<const rpc::RecordType*>& types,
             const std::vector<backup::Companions>& companions, status::Wanted wanted, Report& report);

  // Ends early with what `wanted` says, and with what the store answers that is not about one record.
  absl::Status Run();

  // By their ids.
  const std::map<std::string, FileUse>& files() const { return files_; }

 private:
  struct Entry {
    uint64_t hash = 0;
    bool met = false;  // A record has it.
  };
  struct Type {
    const rpc::RecordType* type = nullptr;
    bool has_files = false;
    // Epoch in which a record of the type is known to agree with the paper; null: it need not.
    const google::protobuf::FieldDescriptor* epoch = nullptr;
  };

  absl::Status LookAt(const store::Record& record);
  absl::Status LookAtResource(const store::Record& record);
  // Of a sealed record whether the key that sealed it is there; told once of each subject.
  absl::Status LookForKey(const store::Record& record, const rpc::RecordType& type,
                          const google::protobuf::Message& plain);
  absl::Status LookForCompanions(const store::Record& record);
  // Of a message that says up to which epoch it agrees with the paper.
  absl::Status LookForPaper(const google::protobuf::Message& message, const Type& type, const store::Record& record);
  absl::Status LookAtAct(const store::Record& record);
  // Whatever a commit of the Gate left says that the audit has it.
  absl::Status LookForAct(const store::Record& record);
  // Whether it is what the last act on it left.
  absl::Status LookForTrace(const store::Record& record);
  absl::Status LookForEntry(const store::Record& record, const rpc::IndexEntry& entry);
  absl::Status LookForEvents();
  // Resources that the audit leaves and that are not there.
  absl::Status LookForNamed();
  // Calls `visit` with every act of the range that can be read.
  template <class Visit>
  absl::Status WalkActs(const store::Range& range, Visit visit);
  // Whether the audit begins where it must, as of the commit `last`.
  absl::Status LookForBegin(store::Revision last);
  // Entries that no record has.
  absl::Status LookForStray();
  absl::Status JudgeStray(const store::Record& entry);
  void AddFiles(const google::protobuf::Message& message, const store::Record& record);
  // Calls `visit` with every record of the range that is not damaged, and tells of the damaged ones if `tells`.
  template <class Visit>
  absl::Status Walk(const store::Range& range, bool tells, Visit visit);
  // The entry of a hash; null when there was none.
  Entry* Find(uint64_t hash);

  store::Store& store_;
  const status::Wanted wanted_;
  Report& report_;
  std::map<std::string, Type, std::less<>> types_;
  const std::vector<backup::Companions>& companions_;
  // Commits that were there when the walk began, and so before whatever it sees of them.
  store::Revision horizon_ = store::kAbsent;
  std::vector<Entry> entries_;  // Sorted by hash once the first record comes.
  bool sorted_ = false;
  // Hashes of the subjects that have a key, with which one it is.
  std::unordered_set<uint64_t> keys_;
  std::set<std::string> keyless_;
  std::vector<store::Revision> acts_;     // Commits that the audit has.
  std::vector<store::Revision> changes_;  // Those of them that changed resources, so that there is an event.
  std::vector<store::Revision> events_;
  backup::NamedRecords named_;
  audit::Ledger ledger_;
  // What the copy of the tree says of itself.
  std::string copy_state_;
  // What the store says of itself.
  std::string format_;
  std::string latest_key_;
  store::Revision latest_ = store::kAbsent;
  std::map<std::string, FileUse> files_;
};

}  // namespace congress::maintenance

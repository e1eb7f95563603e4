// The directory of a process: a copy of the tree of organisations, and of rights in it, in the service's own keyspace,
// kept up to date by the changes that the allocation service tells of.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "congress/events/v1/event_service.pb.h"
#include "platform/auth/token.h"
#include "platform/directory/directory.h"
#include "platform/directory/projection_records.h"
#include "platform/rpc/gate.h"
#include "platform/rpc/peer.h"
#include "platform/sync.h"

namespace congress::directory {

// Safe for many threads. Several replicas fill one projection: each change is written by whoever is first.
class Projection final : public Directory {
 public:
  struct Parts {
    // Of the service that the projection is for, as the metrics name it.
    std::string service;
    store::Store& store;
    // The allocation service.
    std::function<rpc::Peer&()> source;
    const auth::Signer& signer;
    rpc::Clock clock;
    // The source tells each second that it is there. When it has told nothing for so long, it is asked anew.
    absl::Duration silence = absl::Seconds(3);
    // What a call waits at most for the first reading of the tree, or for the answer to its question.
    absl::Duration patience = absl::Seconds(3);
    // A source that is down is asked again after so long.
    absl::Duration pause = absl::Milliseconds(300);
  };
  explicit Projection(Parts parts) : parts_(std::move(parts)) {}

  absl::StatusOr<std::shared_ptr<const Tree>> Snapshot(absl::Time deadline) override;
  absl::StatusOr<std::shared_ptr<const Tree>> Ask(std::string_view organisation, absl::Time deadline) override;
  std::shared_ptr<const Rights> KnownRights() override;
  void Reload() override;

  // When it was last known to be up to date; InfinitePast when it never was.
  absl::Time CurrentAsOf() const {
    return current_nanos_ == 0 ? absl::InfinitePast() : absl::FromUnixNanos(current_nanos_);
  }

  // Follows the tree until `stop` is requested. While the source does not answer, what was known last serves.
  void Run(const std::stop_token& stop);

 private:
  // What the source was asked about one organisation; shared by all who want to know.
  struct Question {
    std::optional<absl::Status> answer;
  };

  // Follows one stream to its end. `answered`: whether it told anything.
  absl::Status FollowOnce(const std::stop_token& stop, bool* answered);
  // Takes what the stream told. `whole`: it has told nothing yet, and does not begin where the projection is.
  absl::Status Take(const events::v1::WatchResponse& response, bool whole);
  // Which organisations the source is asked for.
  struct Wanted {
    // These; none: all.
    std::vector<std::string> names;
    // All only when the tree is not the one any more that was read as a whole last.
    bool if_changed = false;
  };
  // Asks the source and writes what it said; again when the projection was written meanwhile, as that may have been of
  // a later reading. `resume_token`: up to where the projection tells of everything then; empty: as far as before.
  absl::Status Read(const Wanted& wanted, const std::string& resume_token, absl::Time deadline);
  // Neither holds a lock while the source is asked. None when the tree is still the one of the revision `known`.
  absl::StatusOr<std::optional<Reading>> AskForAll(const std::string& known, absl::Time deadline);
  template <class Response, class Request>
  absl::Status AskForPages(std::string_view method, Request request, absl::Time deadline,
                           absl::FunctionRef<void(const Response&)> take);
  absl::Status AskForRights(Reading* reading, absl::Time deadline);
  // Asks for what bears the name. OK also when it is not there, or counts no more.
  template <class Resource, class Request>
  absl::Status AskForOne(const char* method, const std::string& name, absl::Time deadline, Reading* reading);
  absl::StatusOr<Reading> AskFor(const std::vector<std::string>& names, absl::Time deadline);
  // Asks the source about one organisation, until `latest`, or waits for the answer to the same question of another
  // thread, until `deadline`. True when the question was another's.
  absl::StatusOr<bool> AskOnce(const std::string& organisation, absl::Time deadline, absl::Time latest);
  // False once `until` has passed.
  bool WaitUntil(absl::Time until) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status Load() ABSL_EXCLUSIVE_LOCKS_REQUIRED(writing_);
  void Publish() ABSL_EXCLUSIVE_LOCKS_REQUIRED(writing_);
  // Whether another replica has stored the changes up to this token meanwhile; then they are taken from there. Not
  // before the store was compared.
  bool TakenByAnother(const std::string& resume_token) ABSL_EXCLUSIVE_LOCKS_REQUIRED(writing_);
  rpc::Header HeaderUntil(absl::Time deadline) const;

  const Parts parts_;
  // Held while the projection is read or written.
  Mutex writing_;
  Stored stored_ ABSL_GUARDED_BY(writing_);
  bool loaded_ ABSL_GUARDED_BY(writing_) = false;
  // This process has compared all of it with the source. What lies in the store may have been written there by others,
  // so that the first stream begins with a whole reading.
  bool compared_ ABSL_GUARDED_BY(writing_) = false;
  // Where the next stream begins. Ahead of what is stored when nothing has changed since.
  std::string resume_token_ ABSL_GUARDED_BY(writing_);
  // 0: it never was up to date.
  std::atomic<int64_t> current_nanos_ = 0;
  Mutex mutex_;
  // The tree was filled, or a question answered.
  CondVar filled_;
  std::shared_ptr<const Tree> tree_ ABSL_GUARDED_BY(mutex_);
  std::shared_ptr<const Rights> rights_ ABSL_GUARDED_BY(mutex_);
  // Those that are under way.
  std::map<std::string, std::shared_ptr<Question>, std::less<>> questions_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace congress::directory

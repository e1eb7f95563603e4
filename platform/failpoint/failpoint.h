// Places at which a test can make a process end, wait or fail. What is shipped links an empty Fails; a test binary
// brings its own, which the linker takes in its place (tests/torture/failing.cc).
#pragma once

#include <cstddef>
#include <iterator>
#include <string_view>

namespace congress {

// Every place. The torture test fails when one of them is never passed.
inline constexpr std::string_view kFailpoints[] = {
    // Of a call that changes something: before the entries of indexes are reckoned, and before the answer to what is
    // committed.
    "index.entries",
    "gate.reply",
    // Before a commit's records are written, before and after the flush of its group, before the log is folded.
    "sqlite.write",
    "sqlite.flush",
    "sqlite.flushed",
    "sqlite.fold",
    // Before a group of commits is sent, and before its answer is read.
    "redis.commit",
    "redis.committed",
    // Before and after the note of a commit.
    "witness.write",
    "witness.written",
    // Before and after a checkpoint of the audit log is kept.
    "checkpoint.write",
    "checkpoint.written",
    // Before each commit that brings indexes up to date at a start.
    "index.upkeep",
    // Before bytes of a file are written, before it is flushed, named, before its folder is flushed, and before the
    // commit that refers to it.
    "content.write",
    "content.flush",
    "content.name",
    "content.named",
    "content.refer",
    // Of a backup: when the moment is taken, before each page of records and each file.
    "snapshot.taken",
    "snapshot.page",
    "snapshot.file",
    // Before a recorded step of an operation, and after its commit.
    "operation.step",
    "operation.stepped",
    // Of a paper that is issued: when its number is reserved, when its files are kept, and when it is published.
    "issue.begun",
    "issue.kept",
    "issue.published",
    // Before a step of a preparation is done, before it is recorded, and after that.
    "preparation.step",
    "preparation.done",
    "preparation.recorded",
};

struct Failpoint {
  // By its place in the list.
  constexpr explicit Failpoint(size_t place) : index(place) {}
  // A name that is not in the list does not compile.
  consteval Failpoint(const char* name) {  // NOLINT(google-explicit-constructor)
    while (kFailpoints[index] != name) ++index;
  }
  constexpr std::string_view name() const { return kFailpoints[index]; }

  size_t index = 0;
};

// The process passes `point`. True when what follows is to fail as on a full disk; then errno says so.
[[nodiscard]] bool Fails(Failpoint point);

}  // namespace congress

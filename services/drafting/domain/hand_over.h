// What an organisation hands over for good: how it goes from one state to the next, and what its files are called.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "congress/bundle/v1/bundle.pb.h"
#include "congress/drafting/v1/hand_over.pb.h"
#include "congress/drafting/v1/number_register.pb.h"
#include "services/drafting/domain/act.h"

namespace congress::drafting {

// Where its files and its bundle are kept.
std::string FilesOf(std::string_view hand_over);
std::string BundleOf(std::string_view hand_over);

// INVALID_ARGUMENT `FIELDS_INVALID` for one that names no receiver, or a resource twice.
absl::Status CheckHandOver(const v1::HandOver& hand_over);

// FAILED_PRECONDITION `HAND_OVER_NOT_READY` unless it has a bundle that is not withdrawn.
absl::Status CheckReady(const v1::HandOver& hand_over);

// What is confirmed; INVALID_ARGUMENT `FIELDS_INVALID`, and what CheckReady says.
absl::StatusOr<v1::HandOver> Confirm(v1::HandOver hand_over, v1::HandOverReceipt receipt, const std::string& reason,
                                     const Act& act);

// Taken back; FAILED_PRECONDITION `HAND_OVER_CONFIRMED`, and what CheckReady says.
absl::StatusOr<v1::HandOver> Withdraw(v1::HandOver hand_over, const std::string& reason, const Act& act);

// Notes that it came to `state`.
void NoteAct(v1::HandOver::State state, const std::string& reason, const Act& act, v1::HandOver* hand_over);

// Without what GetHandOver alone answers.
v1::HandOver ForList(v1::HandOver hand_over);

// One part of a path in a bundle that says `text`: what systems refuse is replaced, what is too long is cut.
std::string FileNameOf(std::string_view text);

// SHA-256 of a public key in DER, in hexadecimal; empty for a text that is not one PEM block.
std::string KeyDigest(std::string_view pem);

// The list of a bundle's files for people, as CSV.
std::string ListOfFiles(const std::vector<congress::bundle::v1::File>& files);

// The register as CSV, in the columns that ImportNumberEntries reads, and what became of each number.
std::string RegisterCsv(const std::vector<v1::NumberEntry>& entries);

}  // namespace congress::drafting

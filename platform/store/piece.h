// How the graded fields of a record lie beside its plain ones: encrypted, in one piece that begins with the id of its
// key (platform/rpc/sealing.h makes it). Whoever parses the record's message has the plain fields.
#pragma once

#include <optional>
#include <string>

#include "google/protobuf/message.h"

namespace congress::store {

// Which key it is, without telling it.
inline constexpr size_t kPieceKeyIdBytes = 8;

// The value of a record that has the piece.
std::string WithPiece(const google::protobuf::Message& plain, std::string piece);
// Takes the bytes of a field that protobuf keeps for itself, so that no proto can declare it, out of a message; none
// where there is none.
std::optional<std::string> TakeReserved(int number, google::protobuf::Message* message);
// Takes the piece out of a message that was parsed of such a value; none where there is none.
std::optional<std::string> TakePiece(google::protobuf::Message* message);
// The id of the key in such a value; empty when it cannot be read.
std::string PieceKeyIdOf(const std::string& value);

}  // namespace congress::store

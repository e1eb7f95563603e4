#include "platform/store/piece.h"

#include <utility>

#include "google/protobuf/empty.pb.h"
#include "google/protobuf/unknown_field_set.h"

namespace congress::store {
namespace {

using google::protobuf::UnknownField;
using google::protobuf::UnknownFieldSet;

// Protobuf keeps this number for itself: no proto can declare it.
constexpr int kField = 19'900;

}  // namespace

std::string WithPiece(const google::protobuf::Message& plain, std::string piece) {
  UnknownFieldSet beside;
  beside.AddLengthDelimited(kField)->swap(piece);
  std::string value = plain.SerializeAsString();
  std::string end;
  beside.SerializeToString(&end);
  return value + end;
}

std::optional<std::string> TakeReserved(int number, google::protobuf::Message* message) {
  UnknownFieldSet* unknown = message->GetReflection()->MutableUnknownFields(message);
  std::optional<std::string> bytes;
  for (int i = 0; i < unknown->field_count(); ++i) {
    UnknownField* field = unknown->mutable_field(i);
    if (field->number() != number || field->type() != UnknownField::TYPE_LENGTH_DELIMITED) continue;
    bytes = std::move(*field->mutable_length_delimited());
  }
  unknown->DeleteByNumber(number);
  return bytes;
}

std::optional<std::string> TakePiece(google::protobuf::Message* message) { return TakeReserved(kField, message); }

std::string PieceKeyIdOf(const std::string& value) {
  // To a message without fields all are unknown.
  google::protobuf::Empty all;
  if (!all.ParseFromString(value)) return "";
  return TakePiece(&all).value_or("").substr(0, kPieceKeyIdBytes);
}

}  // namespace congress::store

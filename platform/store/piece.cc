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

std::optional<std::string> TakePiece(google::protobuf::Message* message) {
  UnknownFieldSet* unknown = message->GetReflection()->MutableUnknownFields(message);
  std::optional<std::string> piece;
  for (int i = 0; i < unknown->field_count(); ++i) {
    UnknownField* field = unknown->mutable_field(i);
    if (field->number() != kField || field->type() != UnknownField::TYPE_LENGTH_DELIMITED) continue;
    piece = std::move(*field->mutable_length_delimited());
  }
  unknown->DeleteByNumber(kField);
  return piece;
}

std::string PieceKeyIdOf(const std::string& value) {
  // To a message without fields all are unknown.
  google::protobuf::Empty all;
  if (!all.ParseFromString(value)) return "";
  return TakePiece(&all).value_or("").substr(0, kPieceKeyIdBytes);
}

}  // namespace congress::store

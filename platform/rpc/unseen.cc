#include "platform/rpc/unseen.h"

#include <memory>
#include <optional>
#include <string>

#include "congress/store/v1/stored.pb.h"
#include "google/protobuf/unknown_field_set.h"
#include "platform/rpc/fields.h"
#include "platform/status/strings.h"
#include "platform/store/piece.h"

namespace congress::rpc {
namespace {

using annotations::v1::Grade;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Timestamp;
using store::v1::UnseenChanges;

// Beside the sealed piece's own number.
constexpr int kField = 19'901;

// The field where the message has it, of the type; null otherwise.
const FieldDescriptor* EtagOf(const Message& message) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName("etag");
  return field != nullptr && field->cpp_type() == FieldDescriptor::CPPTYPE_STRING ? field : nullptr;
}

const FieldDescriptor* UpdateTimeOf(const Message& message) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName("update_time");
  const bool is_time = field != nullptr && field->message_type() == Timestamp::descriptor();
  return is_time && !field->is_repeated() ? field : nullptr;
}

UnseenChanges TakeNotes(Message* resource) {
  UnseenChanges notes;
  const std::optional<std::string> bytes = store::TakeReserved(kField, resource);
  // What cannot be read says nothing, and the revision is the record's.
  if (bytes.has_value() && !notes.ParseFromString(*bytes)) notes.Clear();
  return notes;
}

const UnseenChanges::View* ViewOf(const UnseenChanges& notes, Grade clearance) {
  for (const UnseenChanges::View& view : notes.views()) {
    if (view.clearance() == clearance) return &view;
  }
  return nullptr;
}

std::string ShownTo(Grade clearance, const Message& resource) {
  const std::unique_ptr<Message> copy(resource.New());
  copy->CopyFrom(resource);
  TakeNotes(copy.get());
  for (const FieldDescriptor* field : {EtagOf(*copy), UpdateTimeOf(*copy)}) {
    if (field != nullptr) copy->GetReflection()->ClearField(copy.get(), field);
  }
  Redact(clearance, copy.get());
  return copy->SerializeAsString();
}

}  // namespace

Grade SeenFrom(const Message& before, const Message& after, Grade otherwise) {
  for (int grade = annotations::v1::Grade_MIN; grade <= annotations::v1::Grade_MAX; ++grade) {
    const auto clearance = static_cast<Grade>(grade);
    if (ShownTo(clearance, before) != ShownTo(clearance, after)) return clearance;
  }
  return otherwise;
}

void NoteUnseen(const Message& before, store::Revision revision, Grade seen_from, Message* after) {
  if (seen_from == annotations::v1::GRADE_UNSPECIFIED || EtagOf(before) == nullptr) return;
  const std::unique_ptr<Message> copy(before.New());
  copy->CopyFrom(before);
  const UnseenChanges earlier = TakeNotes(copy.get());
  UnseenChanges notes;
  for (int grade = annotations::v1::Grade_MIN; grade < seen_from; ++grade) {
    UnseenChanges::View& view = *notes.add_views();
    if (const auto* known = ViewOf(earlier, static_cast<Grade>(grade))) {
      view = *known;
      continue;
    }
    view.set_clearance(static_cast<Grade>(grade));
    view.set_revision(revision);
    const FieldDescriptor* time = UpdateTimeOf(before);
    if (time != nullptr && before.GetReflection()->HasField(before, time)) {
      view.mutable_update_time()->CopyFrom(before.GetReflection()->GetMessage(before, time));
    }
  }
  after->GetReflection()->MutableUnknownFields(after)->AddLengthDelimited(kField)->assign(notes.SerializeAsString());
}

void ShowAsSeen(Grade clearance, Message* resource) {
  if (resource->GetReflection()->GetUnknownFields(*resource).empty()) return;
  const UnseenChanges notes = TakeNotes(resource);
  const UnseenChanges::View* view = ViewOf(notes, clearance);
  if (view == nullptr) return;
  const auto* reflection = resource->GetReflection();
  const FieldDescriptor* time = UpdateTimeOf(*resource);
  // Nothing of it was written yet that they see.
  if (view->revision() == store::kAbsent) {
    reflection->ClearField(resource, EtagOf(*resource));
    if (time != nullptr) reflection->ClearField(resource, time);
    return;
  }
  reflection->SetString(resource, EtagOf(*resource), StrCat(view->revision()));
  if (time != nullptr && view->has_update_time()) {
    reflection->MutableMessage(resource, time)->CopyFrom(view->update_time());
  }
}

}  // namespace congress::rpc

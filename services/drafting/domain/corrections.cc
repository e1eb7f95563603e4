#include "services/drafting/domain/corrections.h"

#include "google/protobuf/util/message_differencer.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "services/drafting/domain/numbers.h"
#include "services/drafting/domain/secrecy.h"
#include "services/drafting/domain/terms.h"

namespace congress::drafting {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::util::MessageDifferencer;

// The fields that differ, with their old values.
v1::NumberCorrection DifferenceOf(const v1::NumberEntryValues& before, const v1::NumberEntryValues& after) {
  v1::NumberCorrection difference;
  v1::NumberEntryValues& old = *difference.mutable_before();
  old = before;
  const auto& type = *v1::NumberEntryValues::descriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* field = type.field(i);
    MessageDifferencer differencer;
    if (differencer.CompareWithFields(before, after, {field}, {field})) {
      old.GetReflection()->ClearField(&old, field);
    } else {
      difference.add_fields(field->name());
    }
  }
  return difference;
}

// The title of what has become a state secret stands nowhere.
void ForgetTitles(v1::NumberEntry* entry) {
  for (v1::NumberCorrection& correction : *entry->mutable_corrections()) correction.mutable_before()->clear_title();
}

}  // namespace

v1::NumberEntryValues ValuesOf(const v1::NumberEntry& entry) {
  v1::NumberEntryValues values;
  values.set_title(entry.title());
  if (entry.has_document_date()) *values.mutable_document_date() = entry.document_date();
  values.set_document_type(entry.document_type());
  values.set_secrecy(entry.secrecy());
  values.set_holder(entry.holder());
  *values.mutable_joint_issuers() = entry.joint_issuers();
  return values;
}

absl::StatusOr<v1::NumberEntry> Correct(const v1::NumberSeries& series, v1::NumberEntry entry,
                                        const Correction& correction) {
  const bool assigned = entry.state() == v1::NumberEntry::ASSIGNED;
  const v1::NumberEntryValues& values = correction.values;
  if (!assigned && (entry.state() != v1::NumberEntry::RESERVED || values.has_document_date())) {
    return NotAssigned(entry);
  }
  const v1::NumberEntryValues before = ValuesOf(entry);
  entry.set_title(values.title());
  entry.set_document_type(values.document_type());
  entry.set_secrecy(values.secrecy());
  entry.set_holder(values.holder());
  *entry.mutable_joint_issuers() = values.joint_issuers();
  // A grade takes the title away by itself; one that the correction gives is refused.
  if (IsClassified(entry.secrecy()) && entry.title() == before.title()) entry.clear_title();
  ASSIGN_OR_RETURN(entry, CheckEntry(series, std::move(entry), "values.title"));
  if (assigned) {
    status::Violations violations;
    if (!values.has_document_date()) {
      violations.Add("values.document_date", status::PlatformFault::REQUIRED);
    } else if (civil::FromDate(values.document_date()) > civil::Today(correction.now)) {
      violations.Add("values.document_date", status::PlatformFault::IN_FUTURE);
    }
    RETURN_IF_ERROR(violations.ToStatus());
    *entry.mutable_document_date() = values.document_date();
    RETURN_IF_ERROR(CheckInTerm(series, entry.formatted(), civil::FromDate(values.document_date())));
  }
  v1::NumberCorrection difference = DifferenceOf(before, ValuesOf(entry));
  if (difference.fields().empty()) return entry;
  *difference.mutable_time() = civil::ToTimestamp(correction.now);
  difference.set_author(correction.author);
  difference.set_reason(correction.reason);
  *entry.add_corrections() = std::move(difference);
  if (IsClassified(entry.secrecy())) ForgetTitles(&entry);
  const int64_t number = entry.number();
  return EntryAt(series, std::move(entry), number, correction.now);
}

}  // namespace congress::drafting

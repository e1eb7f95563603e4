#include "services/dossiers/domain/person_facts.h"

#include <algorithm>
#include <map>
#include <utility>

#include "congress/dossiers/v1/reason.pb.h"
#include "google/protobuf/util/message_differencer.h"
#include "platform/civil/civil.h"
#include "platform/digest/sha256.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/person_record.h"

namespace congress::dossiers {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::util::MessageDifferencer;

// Whether the field is a property, not part of the record's frame.
bool IsProperty(const FieldDescriptor& field) {
  return !field.options().GetExtension(annotations::v1::field).output_only();
}

constexpr std::string_view kOfCurriculum = "curriculum_vitae.";

std::string PathOf(const FieldDescriptor& field) {
  const bool of_curriculum = field.containing_type() == v1::CurriculumVitae::descriptor();
  return StrCat(of_curriculum ? kOfCurriculum : "", field.name());
}

// The record with nothing but this field.
template <class Record>
Record Only(const Record& record, const FieldDescriptor& kept) {
  Record only = record;
  std::vector<const FieldDescriptor*> fields;
  only.GetReflection()->ListFields(only, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field != &kept) only.GetReflection()->ClearField(&only, field);
  }
  return only;
}

// What the person says of the field, replaced by what `value` says.
v1::Person With(v1::Person person, const FieldDescriptor& field, const v1::Person& value) {
  person.GetReflection()->ClearField(&person, &field);
  person.MergeFrom(value);
  return person;
}

bool IsPresent(const v1::PersonFact& fact) { return !fact.has_superseded_time(); }

const v1::PersonFact* PresentOf(const std::vector<v1::PersonFact>& facts, std::string_view field) {
  const auto found = std::find_if(facts.begin(), facts.end(),
                                  [&](const auto& fact) { return fact.field() == field && IsPresent(fact); });
  return found == facts.end() ? nullptr : &*found;
}

void SetValue(v1::Person value, v1::PersonFact* fact) { *fact->mutable_value() = std::move(value); }
void SetValue(v1::CurriculumVitae value, v1::PersonFact* fact) { *fact->mutable_curriculum_vitae() = std::move(value); }

// A fact of the field as the record says it.
template <class Record>
v1::PersonFact FactOf(const Record& record, const FieldDescriptor& field) {
  v1::PersonFact fact;
  fact.set_organisation(record.organisation());
  fact.set_field(PathOf(field));
  SetValue(Only(record, field), &fact);
  return fact;
}

void Stamp(const Actor& actor, v1::PersonFact* fact) {
  *fact->mutable_record_time() = civil::ToTimestamp(actor.now);
  fact->set_recorded_by(actor.subject);
  fact->set_recorded_person(actor.person);
}

v1::PersonFact Superseded(v1::PersonFact fact, const Actor& actor) {
  *fact.mutable_superseded_time() = civil::ToTimestamp(actor.now);
  return fact;
}

// An id that tells nothing, and is the same whenever it is made of the same.
std::string NameFrom(const v1::Person& person, std::string_view what) {
  constexpr size_t kDigits = 12;
  return StrCat(person.name(), "/facts/f", digest::Sha256Hex(StrCat(person.name(), "/", what)).substr(0, kDigits));
}

template <class Record>
std::vector<v1::PersonFact> Written(const Record& before, const Record& after, const std::vector<v1::PersonFact>& facts,
                                    const Reasoned& reasoned, const Actor& actor) {
  std::vector<v1::PersonFact> written;
  const auto& type = *Record::descriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (!IsProperty(field) || MessageDifferencer::Equals(Only(before, field), Only(after, field))) continue;
    v1::PersonFact fresh = FactOf(after, field);
    if (const v1::PersonFact* present = PresentOf(facts, fresh.field())) written.push_back(Superseded(*present, actor));
    if (reasoned.valid_from.has_value()) *fresh.mutable_valid_from() = *reasoned.valid_from;
    if (reasoned.basis.has_value()) *fresh.mutable_basis() = *reasoned.basis;
    Stamp(actor, &fresh);
    written.push_back(std::move(fresh));
  }
  return written;
}

bool HasDay(const v1::PersonFact& fact) { return fact.has_valid_from(); }

void CheckDays(const v1::PersonFact& said, absl::CivilDay today, status::Violations* violations) {
  if (HasDay(said) && civil::FirstDay(said.valid_from()) > today) {
    violations->Add("valid_from", status::PlatformFault::IN_FUTURE);
  }
  if (HasDay(said) && said.has_valid_until() &&
      civil::LastDay(said.valid_until()) < civil::FirstDay(said.valid_from())) {
    violations->Add("valid_until", v1::ENDS_BEFORE_BEGINNING);
  }
}

}  // namespace

const FieldDescriptor* FactField(std::string_view name) {
  const bool of_curriculum = name.starts_with(kOfCurriculum);
  const auto& type = of_curriculum ? *v1::CurriculumVitae::descriptor() : *v1::Person::descriptor();
  const FieldDescriptor* field =
      type.FindFieldByName(std::string(of_curriculum ? name.substr(kOfCurriculum.size()) : name));
  return field != nullptr && IsProperty(*field) ? field : nullptr;
}

absl::CivilDay PlaceOf(const v1::PersonFact& fact) {
  return HasDay(fact) ? civil::FirstDay(fact.valid_from()) : civil::Today(civil::FromTimestamp(fact.record_time()));
}

std::vector<v1::PersonFact> FactsOfChanges(const v1::Person& person, const std::vector<v1::PersonChange>& changes) {
  std::vector<v1::PersonFact> facts;
  std::map<std::string, const v1::PersonChange*> last;
  const auto record = [](const v1::PersonChange* by, v1::PersonFact* fact) {
    if (by == nullptr) return;
    *fact->mutable_record_time() = by->change_time();
    fact->set_recorded_by(by->changed_by());
  };
  for (const v1::PersonChange& change : changes) {
    v1::PersonFact& fact = facts.emplace_back();
    fact.set_name(NameFrom(person, change.name()));
    fact.set_organisation(person.organisation());
    fact.set_field(change.field());
    *fact.mutable_value() = change.previous();
    *fact.mutable_record_time() = change.previous_since_time();
    const v1::PersonChange*& before = last[change.field()];
    record(before, &fact);
    *fact.mutable_superseded_time() = change.change_time();
    before = &change;
  }
  for (const auto& [field, change] : last) {
    const FieldDescriptor* known = FactField(field);
    if (known == nullptr) continue;
    v1::PersonFact fact = FactOf(person, *known);
    fact.set_name(NameFrom(person, StrCat(change->name(), "/present")));
    record(change, &fact);
    facts.push_back(std::move(fact));
  }
  return facts;
}

std::vector<v1::PersonFact> WithPresent(const v1::Person& person, std::vector<v1::PersonFact> stored) {
  const auto& type = *v1::Person::descriptor();
  std::vector<const FieldDescriptor*> said;
  person.GetReflection()->ListFields(person, &said);
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    const bool is_said = std::find(said.begin(), said.end(), &field) != said.end();
    if (!IsProperty(field) || !is_said || PresentOf(stored, field.name()) != nullptr) continue;
    v1::PersonFact fact = FactOf(person, field);
    fact.set_name(NameFrom(person, field.name()));
    *fact.mutable_record_time() = person.create_time();
    stored.push_back(std::move(fact));
  }
  std::sort(stored.begin(), stored.end(), [](const auto& a, const auto& b) {
    const auto key = [](const v1::PersonFact& fact) {
      return std::pair(civil::FromTimestamp(fact.record_time()), fact.name());
    };
    return key(a) < key(b);
  });
  return stored;
}

std::vector<v1::PersonFact> AsOf(const std::vector<v1::PersonFact>& facts, absl::CivilDay day) {
  std::map<std::string, const v1::PersonFact*> last;
  for (const v1::PersonFact& fact : facts) {
    if (PlaceOf(fact) > day) continue;
    const v1::PersonFact*& known = last[fact.field()];
    if (known == nullptr || PlaceOf(fact) >= PlaceOf(*known)) known = &fact;
  }
  std::vector<v1::PersonFact> valid;
  for (const v1::PersonFact& fact : facts) {
    if (last[fact.field()] != &fact) continue;
    if (!fact.has_valid_until() || civil::LastDay(fact.valid_until()) >= day) valid.push_back(fact);
  }
  return valid;
}

std::vector<v1::PersonFact> FactsOfUpdate(const v1::Person& before, const v1::Person& after,
                                          const std::vector<v1::PersonFact>& facts, const Reasoned& reasoned,
                                          const Actor& actor) {
  return Written(before, after, facts, reasoned, actor);
}

std::vector<v1::PersonFact> FactsOfUpdate(const v1::CurriculumVitae& before, const v1::CurriculumVitae& after,
                                          const std::vector<v1::PersonFact>& facts, const Reasoned& reasoned,
                                          const Actor& actor) {
  return Written(before, after, facts, reasoned, actor);
}

absl::StatusOr<Entered> Enter(const v1::Person& person, const std::vector<v1::PersonFact>& facts,
                              const v1::PersonFact& said, const Actor& actor) {
  status::Violations violations;
  const FieldDescriptor* field = FactField(said.field());
  // Whose record it is changes by a transfer alone, and what a curriculum says by its own update.
  if (field == nullptr || field->containing_type() != v1::Person::descriptor() ||
      field->options().GetExtension(annotations::v1::field).immutable()) {
    violations.Add("field", v1::NO_FACTS_OF_FIELD, {{"field", said.field()}});
  } else if (!MessageDifferencer::Equals(said.value(), Only(said.value(), *field))) {
    violations.Add("value", v1::VALUE_OF_OTHER_FIELD, {{"field", said.field()}});
  }
  CheckDays(said, civil::Today(actor.now), &violations);
  RETURN_IF_ERROR(violations.ToStatus());
  // What was so is judged as what is so, lest the record could never have said it.
  ASSIGN_OR_RETURN(v1::Person after, Amend(With(person, *field, said.value()), actor, "value"));
  Entered entered;
  v1::PersonFact fresh = FactOf(after, *field);
  if (HasDay(said)) *fresh.mutable_valid_from() = said.valid_from();
  if (said.has_valid_until()) *fresh.mutable_valid_until() = said.valid_until();
  if (said.has_basis()) *fresh.mutable_basis() = said.basis();
  Stamp(actor, &fresh);
  const v1::PersonFact* present = PresentOf(facts, said.field());
  // What has ended is past, also where nothing is known to have come after it.
  const bool ended = fresh.has_valid_until() && civil::LastDay(fresh.valid_until()) < civil::Today(actor.now);
  const bool is_present = !ended && (present == nullptr || PlaceOf(fresh) >= PlaceOf(*present));
  if (is_present && present != nullptr) entered.facts.push_back(Superseded(*present, actor));
  entered.facts.push_back(is_present ? std::move(fresh) : Superseded(std::move(fresh), actor));
  entered.person = is_present ? std::move(after) : person;
  return entered;
}

v1::PersonFact WithBasis(v1::PersonFact fact, const v1::Basis& basis, std::string reason, const Actor& actor) {
  v1::FactCorrection& correction = *fact.add_corrections();
  if (fact.has_basis()) *correction.mutable_previous() = fact.basis();
  correction.set_reason(std::move(reason));
  *correction.mutable_correct_time() = civil::ToTimestamp(actor.now);
  correction.set_corrected_by(actor.subject);
  correction.set_corrected_person(actor.person);
  *fact.mutable_basis() = basis;
  return fact;
}

}  // namespace congress::dossiers

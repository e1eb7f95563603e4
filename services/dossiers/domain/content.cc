#include "services/dossiers/domain/content.h"

#include <algorithm>
#include <map>

#include "platform/digest/netstring.h"
#include "services/dossiers/domain/paper.h"

namespace congress::dossiers {
namespace {

std::vector<std::string> WatchedOf(const v1::ChecklistTemplate& checklist) {
  if (checklist.watched_fields().empty()) {
    return {"position_title", "political_conclusion", "political_conclusion_outcome", "assessments", "birth_date"};
  }
  return {checklist.watched_fields().begin(), checklist.watched_fields().end()};
}

// The one field of the person. Persons hold no maps, so equal fields have equal bytes.
std::string FieldBytes(v1::Person person, const std::string& name) {
  v1::Person only;
  const auto* field = v1::Person::descriptor()->FindFieldByName(name);
  if (field != nullptr) only.GetReflection()->SwapFields(&only, &person, {field});
  return only.SerializeAsString();
}

std::string PaperBytes(v1::Component paper) {
  v1::Component content;
  content.set_item_id(paper.item_id());
  content.set_grade(paper.grade());
  *content.mutable_issued_date() = paper.issued_date();
  if (paper.has_last_valid_date()) *content.mutable_last_valid_date() = paper.last_valid_date();
  v1::Document& document = *DocumentOf(&content);
  document = *DocumentOf(&paper);
  // The file is what its hash says, wherever it lies.
  document.clear_content();
  return content.SerializeAsString();
}

}  // namespace

std::string ContentOf(const Folder& folder, const v1::ChecklistTemplate& checklist, const v1::Person& person) {
  std::string bytes;
  const auto add = [&bytes](std::string_view part) { bytes += digest::Netstring(part); };
  add(checklist.name());
  std::map<std::string, std::string> papers;
  for (const v1::Component& paper : folder.components) {
    if (paper.state() == v1::Component::LIVE) papers.emplace(paper.name(), PaperBytes(paper));
  }
  for (const auto& [name, paper] : papers) {
    add(name);
    add(paper);
  }
  // No name of a paper is empty.
  add("");
  for (const std::string& field : WatchedOf(checklist)) {
    add(field);
    add(FieldBytes(person, field));
  }
  // What they stand for; nothing where it is not said, so that a review begun before this was kept goes on.
  const v1::Dossier& dossier = folder.dossier;
  if (!dossier.position_kind().empty() || dossier.candidacy() != 0 || !dossier.rule_set().empty()) {
    add("");
    add(dossier.position_kind());
    add(v1::Candidacy_Name(dossier.candidacy()));
    add(dossier.rule_set());
  }
  return bytes;
}

bool WatchedDiffer(const v1::ChecklistTemplate& checklist, const v1::Person& before, const v1::Person& after) {
  const std::vector<std::string> watched = WatchedOf(checklist);
  return std::any_of(watched.begin(), watched.end(),
                     [&](const std::string& field) { return FieldBytes(before, field) != FieldBytes(after, field); });
}

}  // namespace congress::dossiers

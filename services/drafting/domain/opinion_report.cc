#include "services/drafting/domain/opinion_report.h"

#include <algorithm>
#include <map>
#include <set>

#include "services/drafting/domain/opinion.h"
#include "services/drafting/domain/sections.h"

namespace congress::drafting {
namespace {

void Count(const v1::Opinion& opinion, v1::OpinionCounts& counts) {
  counts.set_total(counts.total() + 1);
  switch (opinion.disposition()) {
    case v1::TAKEN:
      return counts.set_taken(counts.taken() + 1);
    case v1::PARTLY_TAKEN:
      return counts.set_partly_taken(counts.partly_taken() + 1);
    case v1::NOT_TAKEN:
      return counts.set_not_taken(counts.not_taken() + 1);
    default:
      return counts.set_undisposed(counts.undisposed() + 1);
  }
}

}  // namespace

v1::OpinionReport Tabulate(const v1::OpinionRound& round, const std::vector<v1::Opinion>& opinions,
                           const v1::Revision& revision, const v1::Revision& latest) {
  v1::OpinionReport report;
  report.set_opinion_round(round.name());
  report.set_organisation(round.organisation());
  std::map<std::string_view, v1::SectionOpinions*> sections;
  for (const v1::Section& section : revision.sections()) {
    v1::SectionOpinions& row = *report.add_sections();
    row.set_section(section.id());
    row.set_title(section.title());
    if (const int place = PlaceOf(latest.sections(), section.id()); place >= 0) {
      row.set_current_title(latest.sections(place).title());
      row.set_current_place(place + 1);
    }
    sections.emplace(section.id(), &row);
  }
  std::map<std::string_view, v1::OrganisationOpinions*> organisations;
  for (const std::string& organisation : round.invited()) {
    v1::OrganisationOpinions& row = *report.add_organisations();
    row.set_organisation(organisation);
    organisations.emplace(organisation, &row);
  }
  std::set<std::pair<std::string_view, std::string_view>> answers;
  for (const v1::Opinion& opinion : opinions) {
    // Both exist: an opinion is filed only for a section of the revision and an invited organisation.
    v1::SectionOpinions& section = *sections.at(opinion.section());
    Count(opinion, *section.mutable_counts());
    const std::string& invited = InvitedOf(opinion);
    v1::OrganisationOpinions& organisation = *organisations.at(invited);
    Count(opinion, *organisation.mutable_counts());
    auto& others = *organisation.mutable_answered_by();
    if (opinion.organisation() != invited &&
        std::find(others.begin(), others.end(), opinion.organisation()) == others.end()) {
      *others.Add() = opinion.organisation();
    }
    Count(opinion, *report.mutable_counts());
    if (answers.emplace(opinion.section(), invited).second) {
      section.set_organisation_count(section.organisation_count() + 1);
    }
  }
  for (const v1::OrganisationOpinions& row : report.organisations()) {
    if (row.counts().total() == 0) report.add_unanswered(row.organisation());
  }
  return report;
}

}  // namespace congress::drafting

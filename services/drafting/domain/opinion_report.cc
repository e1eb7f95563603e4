#include "services/drafting/domain/opinion_report.h"

#include <algorithm>
#include <map>
#include <set>

#include "platform/civil/civil.h"
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
    case v1::NOTED:
      return counts.set_noted(counts.noted() + 1);
    case v1::UPHELD:
      return counts.set_upheld(counts.upheld() + 1);
    default:
      return counts.set_undisposed(counts.undisposed() + 1);
  }
}

void Count(v1::Answer answer, v1::AnswerCounts& counts) {
  counts.set_total(counts.total() + 1);
  switch (answer) {
    case v1::OPINIONS:
      return counts.set_opinions(counts.opinions() + 1);
    case v1::NO_REMARKS:
      return counts.set_no_remarks(counts.no_remarks() + 1);
    case v1::DECLINED:
      return counts.set_declined(counts.declined() + 1);
    case v1::SILENT:
      return counts.set_silent(counts.silent() + 1);
    default:
      return counts.set_unanswered(counts.unanswered() + 1);
  }
}

void AddSections(const v1::Revision& revision, const v1::Revision& latest, bool whole, v1::OpinionReport* report) {
  if (whole) report->add_sections();
  for (const v1::Section& section : revision.sections()) {
    v1::SectionOpinions& row = *report->add_sections();
    row.set_section(section.id());
    row.set_title(section.title());
    if (const int place = PlaceOf(latest.sections(), section.id()); place >= 0) {
      row.set_current_title(latest.sections(place).title());
      row.set_current_place(place + 1);
    }
  }
}

void AddSources(const Invitations& invitations, v1::OpinionReport* report) {
  for (const v1::Invitation& invitation : invitations) {
    v1::SourceOpinions& row = *report->add_sources();
    row.set_organisation(invitation.organisation());
    row.set_group(invitation.group());
    row.set_group_name(invitation.group_name());
    row.set_answer(invitation.answer());
    row.set_late(invitation.has_receive_date() &&
                 civil::FromDate(invitation.receive_date()) > civil::FromDate(invitation.last_date()));
    Count(invitation.answer(), *report->mutable_answers());
  }
}

void Add(const v1::OpinionCounts& more, v1::OpinionCounts& counts) {
  counts.set_total(counts.total() + more.total());
  counts.set_taken(counts.taken() + more.taken());
  counts.set_partly_taken(counts.partly_taken() + more.partly_taken());
  counts.set_not_taken(counts.not_taken() + more.not_taken());
  counts.set_noted(counts.noted() + more.noted());
  counts.set_upheld(counts.upheld() + more.upheld());
  counts.set_undisposed(counts.undisposed() + more.undisposed());
}

void AddKinds(const KindOf& kind_of, v1::OpinionReport* report) {
  std::map<std::pair<bool, std::string>, v1::KindOpinions> kinds;
  for (const v1::SourceOpinions& source : report->sources()) {
    const bool group = !source.group().empty();
    std::string kind = group ? "" : kind_of(source.organisation());
    v1::KindOpinions& row = kinds[{group, kind}];
    row.set_groups(group);
    row.set_kind(std::move(kind));
    Add(source.counts(), *row.mutable_counts());
    Count(source.answer(), *row.mutable_answers());
  }
  for (auto& [key, row] : kinds) *report->add_kinds() = std::move(row);
}

}  // namespace

v1::OpinionReport Tabulate(const v1::OpinionRound& round, const Invitations& invitations,
                           const std::vector<v1::Opinion>& opinions, const v1::Revision& revision,
                           const v1::Revision& latest, const KindOf& kind_of) {
  v1::OpinionReport report;
  report.set_opinion_round(round.name());
  report.set_organisation(round.organisation());
  const bool whole = std::any_of(opinions.begin(), opinions.end(),
                                 [](const v1::Opinion& one) { return Counts(one) && one.section().empty(); });
  AddSections(revision, latest, whole, &report);
  AddSources(invitations, &report);
  std::map<std::string_view, v1::SectionOpinions*> sections;
  for (v1::SectionOpinions& row : *report.mutable_sections()) sections.emplace(row.section(), &row);
  std::map<std::string_view, v1::SourceOpinions*> sources;
  for (size_t i = 0; i < invitations.size(); ++i) {
    sources.emplace(invitations[i].name(), report.mutable_sources(static_cast<int>(i)));
  }
  std::set<std::pair<std::string_view, const v1::SourceOpinions*>> answers;
  for (const v1::Opinion& opinion : opinions) {
    if (!Counts(opinion)) continue;
    // Both exist: an opinion is filed only for a section of the revision and an invited source.
    v1::SectionOpinions& section = *sections.at(opinion.section());
    Count(opinion, *section.mutable_counts());
    v1::SourceOpinions& source = *sources.at(InvitationOf(round, opinion));
    Count(opinion, *source.mutable_counts());
    if (IsLate(opinion, round)) source.set_late(true);
    auto& others = *source.mutable_answered_by();
    if (opinion.organisation() != source.organisation() &&
        std::find(others.begin(), others.end(), opinion.organisation()) == others.end()) {
      *others.Add() = opinion.organisation();
    }
    Count(opinion, *report.mutable_counts());
    if (answers.emplace(section.section(), &source).second) section.set_source_count(section.source_count() + 1);
  }
  AddKinds(kind_of, &report);
  return report;
}

}  // namespace congress::drafting

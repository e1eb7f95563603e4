// Everything in the demo that is invented: persons, papers, opinions, tasks. Pure and the same for the same seed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "cli/demo/personnel.pb.h"
#include "cli/demo/province.pb.h"
#include "congress/dossiers/v1/component.pb.h"
#include "congress/dossiers/v1/person.pb.h"
#include "congress/dossiers/v1/step_result.pb.h"
#include "congress/drafting/v1/document.pb.h"
#include "congress/drafting/v1/opinion.pb.h"
#include "congress/drafting/v1/opinion_service.pb.h"

namespace congress::cli::demo {

// A person who does not exist: a name from lists of syllables, and `position`, which says so.
dossiers::v1::Person InventPerson(const Province& province, const std::string& person_id,
                                  const std::string& organisation, const std::string& position);

// The papers of a dossier begun on `today`, dated no later. Some dossiers lack a paper, some hold one that ends before
// `judged`, a week later at least, as the input says; all others last, and so do all of a `whole` dossier.
std::vector<dossiers::v1::Attachment> InventPapers(const Province& province, const std::string& dossier_id,
                                                   absl::CivilDay today, absl::CivilDay judged, bool whole = false);

// How the valid ballots of a step fall on who stands. The last ones, as many as `meeting` says, have no more than half.
// Where no more than `places` are chosen, those beyond them have more than half and fewer than every one before them.
std::vector<dossiers::v1::Tally> InventVotes(uint64_t seed, const std::string& process, const Meeting& meeting,
                                             size_t places, const std::vector<std::string>& persons);

// What an organisation says on the sections of a document: at least one opinion, at most one on each section.
std::vector<drafting::v1::Opinion> InventOpinions(
    const Province& province, const std::string& organisation,
    const google::protobuf::RepeatedPtrField<drafting::v1::Section>& sections);

// What becomes of an opinion.
drafting::v1::OpinionDisposition InventAnswer(const Province& province, const std::string& opinion);

// The tasks of the plan as the CSV that scheduling imports.
std::string InventTasks(const Province& province);

}  // namespace congress::cli::demo

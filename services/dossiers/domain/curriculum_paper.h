// Form 2C on paper.
#pragma once

#include <string>

#include "congress/dossiers/v1/curriculum_vitae.pb.h"
#include "congress/dossiers/v1/person.pb.h"
#include "congress/paper/v1/form.pb.h"
#include "congress/paper/v1/paper.pb.h"
#include "platform/status/sentence.h"

namespace congress::dossiers {

// The record and the curriculum vitae of a person as form 2C: what is not there is a dotted blank, and a list that is
// empty for certain says so. `organisation`: what people call the organisation that keeps the record.
paper::v1::Paper CurriculumPaper(const v1::Person& person, const v1::CurriculumVitae& curriculum,
                                 const std::string& organisation, const paper::v1::Form& form,
                                 status::Language language);

}  // namespace congress::dossiers

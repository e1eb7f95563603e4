// A list of persons on paper.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "congress/dossiers/v1/person.pb.h"
#include "congress/paper/v1/form.pb.h"
#include "congress/paper/v1/paper.pb.h"
#include "google/type/date.pb.h"
#include "platform/status/sentence.h"

namespace congress::dossiers {

// One row for each of `persons`, in their order; what is not there is left blank. `organisation_name`: what people call
// an organisation.
paper::v1::Paper PersonsPaper(const std::vector<v1::Person>& persons,
                              const std::function<std::string(const std::string&)>& organisation_name,
                              const paper::v1::Form& form, status::Language language);

// `08/7/2025`, or as much of it as is known; nothing where nothing is.
std::string DayInWords(bool known, const google::type::Date& date, status::Language language);

// Names of the graded fields that the row of the person shows.
std::vector<std::string> GradedInPersonsPaper(const v1::Person& person);

}  // namespace congress::dossiers
